//go:build !js

package evaluate

import (
	"context"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"docent/internal/build"
	"docent/internal/engine"
	"docent/internal/fixture"
	"docent/model/nn"
	"docent/model/vision"
	"docent/model/weights"
)

// rankAlike evaluates with both engines and compares the answers to all queries: the same works in the same order, at
// the same distances.
func rankAlike(t *testing.T, o Options) {
	t.Helper()
	runs := map[string]*Run{}
	for _, name := range []string{engine.SIMD, engine.Scalar} {
		e, err := engine.Open(name)
		if err != nil {
			t.Skip(err)
		}
		defer e.Close()
		o.Engine = e
		if runs[name], err = Evaluate(context.Background(), o); err != nil {
			t.Fatal(err)
		}
	}
	fast, plain := runs[engine.SIMD], runs[engine.Scalar]
	if len(fast.Queries) == 0 || len(fast.Queries) != len(plain.Queries) {
		t.Fatalf("%d and %d queries", len(fast.Queries), len(plain.Queries))
	}
	for i, q := range fast.Queries {
		p := plain.Queries[i]
		if q.Result.Engine != engine.SIMD || p.Result.Engine != engine.Scalar {
			t.Fatalf("the engines were %q and %q", q.Result.Engine, p.Result.Engine)
		}
		var order [2][]int
		for j, r := range [][]int{nil, nil} {
			for _, c := range [2]*Outcome{&q, &p}[j].Result.Candidates {
				r = append(r, c.Index)
			}
			order[j] = r
		}
		if !slices.Equal(order[0], order[1]) || q.Result.Accepted != p.Result.Accepted {
			t.Errorf("%s: %v with SIMD, %v in scalar Go", q.Path, order[0], order[1])
		}
		for j, c := range q.Result.Candidates {
			if d := float64(p.Result.Candidates[j].SquaredDistance); math.Abs(float64(c.SquaredDistance)-d) > 1e-3*d+1e-6 {
				t.Errorf("%s: candidate %d at %g with SIMD, at %g in scalar Go", q.Path, j, c.SquaredDistance, d)
			}
		}
	}
}

func TestEnginesRankAlike(t *testing.T) {
	o := folders(t)
	o.Options = build.Options{Model: fixture.Model(t), CalibrationViews: 10}
	rankAlike(t, o)
}

// TestEnginesRankSharedPhotosAlike does what TestEnginesRankAlike does on drawn pictures, on real photos with the
// released weights: every query of both museums, among their works.
func TestEnginesRankSharedPhotosAlike(t *testing.T) {
	root := "../../../shared/data/eval"
	if _, err := os.Stat(root); err != nil {
		t.Skipf("%s is not there: real photos are not tested", root)
	}
	if testing.Short() {
		t.Skip("it takes half a minute")
	}
	m, err := nn.ReadModel(weights.Released())
	if err != nil {
		t.Fatal(err)
	}
	rankAlike(t, Options{
		Refs: []string{filepath.Join(root, "uab", "ref"), filepath.Join(root, "estense", "ref")},
		Queries: []string{filepath.Join(root, "uab", "query"), filepath.Join(root, "uab", "query_overlay"),
			filepath.Join(root, "estense", "query"), filepath.Join(root, "estense", "query_partial")},
		Options: build.Options{Model: m, CalibrationViews: 10, Windows: []vision.Rect{vision.Whole}},
	})
}
