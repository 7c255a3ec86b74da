//go:build !js

package local

import (
	"flag"
	"image"
	_ "image/jpeg"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"docent/model/views"
	"docent/model/vision"
)

// The figures of docs/experiments-check.md:
//
//	go test ./model/local -run Figures -v -timeout 60m -pictures ../../../shared/data/train
var (
	pictures = flag.String("pictures", "", "folder of pictures of works, to measure on")
	count    = flag.Int("works", 300, "how many of them")
)

// works reads a sample of the pictures.
func works(t *testing.T, n int) []*image.RGBA {
	if *pictures == "" {
		t.Skip("no -pictures to measure on")
	}
	return read(t, *pictures, n)
}

// read reads n pictures of a folder, shuffled.
func read(t *testing.T, folder string, n int) []*image.RGBA {
	var names []string
	err := filepath.WalkDir(folder, func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && strings.HasSuffix(name, ".jpg") {
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(names)
	r := rand.New(rand.NewPCG(5, 6))
	r.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
	var found []*image.RGBA
	for _, name := range names {
		if len(found) == n {
			break
		}
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		m, _, err := image.Decode(f)
		f.Close()
		if err != nil {
			t.Fatal(err)
		}
		found = append(found, vision.Frame(m))
	}
	return found
}

// aView is a photo of work number work, and the outline that is taken for the work's.
type aView struct {
	work    int
	photo   *image.RGBA
	outline vision.Quad
}

// synthesise makes a view of each of the first n works. An outline is the work's, each corner off by so much of the sides, or
// all of the view.
func synthesise(works []*image.RGBA, n int, fill [2]float64, off float64, turns bool) []aView {
	result := make([]aView, n)
	var wait sync.WaitGroup
	for part := range 2 {
		wait.Go(func() {
			for i := part; i < n; i += 2 {
				w, h := 320, 240
				if i%4 < 2 {
					w, h = h, w
				}
				r := rand.New(rand.NewPCG(uint64(i), 9))
				v := views.Synthesise(works[i], uint64(i)+1000, views.Options{Width: w, Height: h, Fill: fill, Turns: turns})
				lo, hi := v.Corners.Bounds()
				outline := v.Corners
				for j := range outline {
					outline[j].X += off * r.NormFloat64() * (hi.X - lo.X)
					outline[j].Y += off * r.NormFloat64() * (hi.Y - lo.Y)
				}
				if off < 0 {
					outline = whole(v.Image)
				}
				result[i] = aView{i, v.Image, outline}
			}
		})
	}
	wait.Wait()
	return result
}

// report prints how many features agree, of the right work and of others.
func report(t *testing.T, name string, own, others []int) {
	slices.Sort(own)
	slices.Sort(others)
	at := func(v []int, q float64) int { return v[int(q*float64(len(v)-1)+0.5)] }
	share := func(least int) float64 {
		n := 0
		for _, v := range own {
			if v >= least {
				n++
			}
		}
		return 100 * float64(n) / float64(len(own))
	}
	t.Logf("%-28s own: 5%% %d 10%% %d 50%% %d; >=12 %.1f%% >=16 %.1f%% >=20 %.1f%%; others: 99%% %d 99.9%% %d 99.99%% %d most %d", name,
		at(own, 0.05), at(own, 0.1), at(own, 0.5), share(12), share(16), share(20), at(others, 0.99), at(others, 0.999), at(others, 0.9999), others[len(others)-1])
}

func TestFiguresCheck(t *testing.T) {
	works := works(t, *count)
	e, c := NewExtractor(), Checker{}
	var refs [][]Feature
	for _, w := range works {
		refs = append(refs, slices.Clone(e.Extract(w, whole(w), Most)))
	}
	for _, s := range []struct {
		name string
		fill [2]float64
		off  float64
	}{
		{"corners off by 1 %", [2]float64{0.5, 0.9}, 0.01},
		{"corners off by 4 %", [2]float64{0.5, 0.9}, 0.04},
		{"corners off by 6 %", [2]float64{0.5, 0.9}, 0.06},
		{"small, off by 4 %", [2]float64{0.2, 0.4}, 0.04},
		{"whole", [2]float64{0.8, 1.1}, -1},
	} {
		var own, others []int
		for _, v := range synthesise(works, len(works), s.fill, s.off, false) {
			seen := e.Extract(v.photo, v.outline, 2*Most)
			for j, r := range refs {
				if n := c.Check(r, seen); j == v.work {
					own = append(own, n)
				} else {
					others = append(others, n)
				}
			}
		}
		report(t, s.name, own, others)
	}
}

func TestFiguresLoose(t *testing.T) {
	works := works(t, *count)
	e, c := NewExtractor(), Checker{}
	var refs [][]Feature
	for _, w := range works {
		refs = append(refs, slices.Clone(e.Extract(w, whole(w), Most)))
	}
	for _, s := range []struct {
		name string
		fill [2]float64
		off  float64
	}{
		{"outlines off by 15 %", [2]float64{0.5, 0.9}, 0.15},
		{"whole view, fill 0.5 to 1", [2]float64{0.5, 1}, -1},
		{"whole view, fill 1 to 1.4", [2]float64{1, 1.4}, -1},
		{"whole view, fill 1.4 to 1.9", [2]float64{1.4, 1.9}, -1},
	} {
		var strict, loose, others, strictOthers []int
		for _, v := range synthesise(works, len(works), s.fill, s.off, false) {
			seen := slices.Clone(e.Extract(v.photo, v.outline, 2*Most))
			sought := e.ExtractLoose(v.photo, v.outline, 2*Most)
			for j, r := range refs {
				n, m := c.Check(r, seen), c.CheckLoose(r, sought)
				if j == v.work {
					strict, loose = append(strict, n), append(loose, m)
				} else {
					strictOthers, others = append(strictOthers, n), append(others, m)
				}
			}
		}
		report(t, s.name+", Check", strict, strictOthers)
		report(t, s.name+", CheckLoose", loose, others)
	}
}

func TestFiguresIndex(t *testing.T) {
	works := works(t, *count)
	e := NewExtractor()
	var rows [][]byte
	for _, w := range works {
		rows = append(rows, AppendRow(nil, e.Extract(w, whole(w), Most)))
	}
	start := time.Now()
	x := NewIndex(len(rows), func(i int) []byte { return rows[i] })
	t.Logf("an index of %d works in %v", len(rows), time.Since(start))
	for _, s := range []struct {
		name  string
		fill  [2]float64
		off   float64
		loose bool
	}{
		{"corners off by 4 %", [2]float64{0.5, 0.9}, 0.04, false},
		{"corners off by 15 %", [2]float64{0.5, 0.9}, 0.15, false},
		{"corners off by 15 %, loose", [2]float64{0.5, 0.9}, 0.15, true},
		{"small, off by 4 %", [2]float64{0.2, 0.4}, 0.04, false},
		{"whole view, fill 0.5 to 1", [2]float64{0.5, 1}, -1, true},
		{"whole view, fill 1 to 1.4", [2]float64{1, 1.4}, -1, true},
		{"whole view, fill 1.4 to 1.9", [2]float64{1.4, 1.9}, -1, true},
	} {
		views := synthesise(works, min(len(works), 300), s.fill, s.off, false)
		var first, five, ten, twentyfour, turned int
		var spent time.Duration
		for i, v := range views {
			turn := i & 3
			q := v.outline
			for j := range q {
				q[j] = v.outline[(j+turn)&3]
			}
			extract, best := e.Extract, x.Best
			if s.loose {
				extract, best = e.ExtractLoose, x.BestLoose
			}
			seen := extract(v.photo, q, 2*Most)
			start := time.Now()
			hits := best(seen, 24, 0, 1, 2, 3)
			spent += time.Since(start)
			for r, h := range hits {
				if h.Work == v.work {
					if h.Turn == (4-turn)&3 {
						turned++
					}
					twentyfour++
					if r < 10 {
						ten++
					}
					if r < 5 {
						five++
					}
					if r == 0 {
						first++
					}
					break
				}
			}
		}
		p := func(n int) float64 { return 100 * float64(n) / float64(len(views)) }
		t.Logf("%-28s first %.1f%% five %.1f%% ten %.1f%% twentyfour %.1f%% in the right turn %.1f%%; %v", s.name, p(first), p(five), p(ten), p(twentyfour), p(turned), spent/time.Duration(len(views)))
	}
}
