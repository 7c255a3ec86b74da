//go:build !js

package local

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// someFeatures returns random features, some of which differ little from those before.
func someFeatures(r *rand.Rand, n int) []Feature {
	features := make([]Feature, n)
	for i := range features {
		f := &features[i]
		if i > 3 && r.IntN(2) == 0 {
			*f = features[r.IntN(i)]
		} else {
			f.Descriptor = [4]uint64{r.Uint64(), r.Uint64(), r.Uint64(), r.Uint64()}
		}
		for range r.IntN(50) {
			f.Descriptor[r.IntN(4)] ^= 1 << r.IntN(64)
		}
		f.Level = uint8(r.IntN(levels))
		f.X, f.Y = uint8(r.IntN(Side))>>f.Level<<f.Level, uint8(r.IntN(Side))>>f.Level<<f.Level
	}
	return features
}

// The pairs that Check finds against those of a loop over all pairs.
func TestMatches(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	var c Checker
	total := 0
	for range 50 {
		view := someFeatures(r, r.IntN(250))
		work := slices.Clone(view[:min(r.IntN(Most), len(view))])
		for i := range work { // seen again, a little changed and moved
			for range r.IntN(60) {
				work[i].Descriptor[r.IntN(4)] ^= 1 << r.IntN(64)
			}
			work[i].X = uint8(min(max(int(work[i].X)+r.IntN(80)-40, 0), Side-1))
		}
		work = append(work, Feature{Level: levels}, Feature{X: Side}, Feature{Y: 255}) // nowhere
		view = append(view, work[len(work)-3:]...)
		c.Check(work, view)
		var want []match
		for _, f := range work {
			best, second, at := 256, 256, Feature{}
			for _, g := range view {
				dx, dy := int(f.X)-int(g.X), int(f.Y)-int(g.Y)
				half := Feature{Descriptor: [4]uint64{f.Descriptor[0], f.Descriptor[1], 0, 0}}
				if f.Level != g.Level || dx*dx+dy*dy > nearBy*nearBy || max(f.X, f.Y, g.X, g.Y) >= Side || f.Level >= levels ||
					half.Distance(&Feature{Descriptor: [4]uint64{g.Descriptor[0], g.Descriptor[1], 0, 0}}) > mostHalf {
					continue
				}
				if d := f.Distance(&g); d < best {
					best, second, at = d, best, g
				} else {
					second = min(second, d)
				}
			}
			if best <= mostBits && float32(best) < clearer*float32(second) {
				want = append(want, newMatch(&f, &at, 1))
			}
		}
		total += len(want)
		if !slices.Equal(c.matches, want) {
			t.Fatalf("%d features of %d: %d matches, want %d", len(work), len(view), len(c.matches), len(want))
		}
	}
	if total < 500 {
		t.Errorf("only %d matches in all", total)
	}
}

// consistent finds the matches of a map among chance ones.
func TestConsistent(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	var c Checker
	for round := range 40 {
		right, wrong := 12+r.IntN(60), r.IntN(12)
		a := affine{0.7 + 0.7*r.Float32(), 0.4*r.Float32() - 0.2, 0.2*r.Float32() - 0.1, 0.4*r.Float32() - 0.2, 0.7 + 0.7*r.Float32(), 0.2*r.Float32() - 0.1}
		c.matches = c.matches[:0]
		for i := range right + wrong {
			m := match{x: r.Float32(), y: r.Float32(), u: r.Float32(), v: r.Float32(), size: 1}
			if i < right {
				m.u = a[0]*m.x + a[1]*m.y + a[2] + 0.01*(r.Float32()-0.5)
				m.v = a[3]*m.x + a[4]*m.y + a[5] + 0.01*(r.Float32()-0.5)
			}
			c.matches = append(c.matches, m)
		}
		r.Shuffle(len(c.matches), func(i, j int) { c.matches[i], c.matches[j] = c.matches[j], c.matches[i] })
		if n := c.consistent(&narrow); n < right || n > right+wrong/2 {
			t.Errorf("round %d: %d of %d right and %d wrong matches agree", round, n, right, wrong)
		}
	}
}
