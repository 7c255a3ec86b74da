package train

import (
	"math"
	"math/rand/v2"
	"reflect"
	"testing"

	"docent/model/nn"
	"docent/model/vision"
)

// TestDevFigure counts what is right and accepted where both are known: works
// on a line, one unit apart, with one query between two of them.
func TestDevFigure(t *testing.T) {
	var refs, queries [][]float32
	for i := range 200 {
		refs = append(refs, []float32{float32(i)})
		queries = append(queries, []float32{float32(i) + 0.01})
	}
	queries[7][0] = 7.45 // right, but no nearer than what left-out works are to their neighbours
	queries[9][0] = 10   // wrong
	got := devFigure(refs, queries)
	if want := (DevFigure{Top1: 199. / 200, Recall: 198. / 200}); math.Abs(got.Top1-want.Top1) > 1e-9 || math.Abs(got.Recall-want.Recall) > 1e-9 {
		t.Errorf("figures %+v, want %+v", got, want)
	}
}

// TestDev checks that queries are the same each time, and that the worst view
// is worse than the others.
func TestDev(t *testing.T) {
	works := drawn(12)
	d, again := NewDev(works, nil), NewDev(works, nil)
	if !reflect.DeepEqual(d.queries, again.queries) {
		t.Error("the queries differ when drawn again")
	}
	network := nn.Conv4(8)
	network.Normalisation = nn.Normalisation{Kind: nn.NormImage}
	var alike [devSets]float64
	ref, seen := make([]float32, 3*56*56), make([]float32, 3*56*56)
	for i := range works {
		d.reference(ref, i, network)
		for set := range alike {
			d.query(seen, set, i, network)
			for j, v := range ref {
				alike[set] += float64(v*seen[j]) / float64(len(ref)*len(works))
			}
		}
	}
	if !(alike[devHard] < alike[devLocated]-0.05) || !(alike[devWhole] < alike[devLocated]) {
		t.Errorf("correlation with the reference: located, hard and whole %.2f: want the first the largest", alike)
	}
}

// TestErrs checks how far corners are off.
func TestErrs(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	most := func(n int, jitter, wild, framed float64) (most float64) {
		for range n {
			for i, c := range errs(r, jitter, wild, framed) {
				most = max(most, math.Abs(c.X-unit[i].X), math.Abs(c.Y-unit[i].Y))
			}
		}
		return most
	}
	for _, test := range []struct{ jitter, wild, framed, least, most float64 }{
		{0, 0.5, 0, 0, 0},
		{0.03, 0, 0, 0.02, 0.03},
		{0.03, 1, 0, 0.08, 0.12},
		{0, 0, 1, 0.15, mostFrame},
	} {
		if got := most(1000, test.jitter, test.wild, test.framed); got < test.least || got > test.most {
			t.Errorf("%+v: off by up to %g", test, got)
		}
	}
}

// TestStraighten checks that corners lead to the work: a view that is the work
// itself, at its corners, gives what sampling it does.
func TestStraighten(t *testing.T) {
	img := drawn(1)[0].Pictures[0]
	got, want := make([]float32, 3*16*16), make([]float32, 3*16*16)
	n := nn.Normalisation{Kind: nn.NormImage}
	vision.Sample(want, img, vision.Whole, 16, 16, n)
	if !straighten(got, img, outline(img), unit, 16, 16, n) {
		t.Fatal("not straightened")
	}
	var alike float64
	for i, v := range want {
		alike += float64(v*got[i]) / float64(len(want))
	}
	if alike < 0.97 {
		t.Errorf("correlation %.3f, want 0.97 or more", alike)
	}
	if straighten(got, img, vision.Quad{{X: 0, Y: 0}, {X: 1, Y: 0}, {X: 0.2, Y: 0.2}, {X: 0, Y: 1}}, unit, 16, 16, n) {
		t.Error("a corner that points inward is accepted")
	}
}
