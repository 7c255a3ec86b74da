//go:build !js

package evaluate

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"docent/internal/build"
	"docent/model/nn"
	"docent/model/vision"
	"docent/model/weights"
)

// TestSharedPhotos recognises real photos of real paintings, cropped to the painting, with the released weights.
// TestEvaluate does the same with pictures that it draws itself.
func TestSharedPhotos(t *testing.T) {
	root := "../../../shared/data/eval/uab"
	if _, err := os.Stat(root); err != nil {
		t.Skipf("%s is not there: real photos are not tested", root)
	}
	m, err := nn.ReadModel(weights.Released())
	if err != nil {
		t.Fatal(err)
	}
	// Some queries and their references, in folders of their own.
	dir := t.TempDir()
	link := func(kind, name string) {
		to := filepath.Join(dir, kind, name)
		from, err := filepath.Abs(filepath.Join(root, kind, name))
		if err == nil {
			err = os.MkdirAll(filepath.Dir(to), 0o777)
		}
		if err == nil {
			err = os.Symlink(from, to)
		}
		if err != nil && !os.IsExist(err) {
			t.Fatal(err)
		}
	}
	queries, _, err := build.Files(filepath.Join(root, "query_cropped"))
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range queries[:min(10, len(queries))] {
		link("query_cropped", filepath.Base(q))
		link("ref", shows(build.ID(q))+".jpg")
	}
	run, err := Evaluate(context.Background(), Options{
		Refs:    []string{filepath.Join(dir, "ref")},
		Queries: []string{filepath.Join(dir, "query_cropped")},
		Options: build.Options{Model: m, Windows: []vision.Rect{vision.Whole}, CalibrationViews: 6},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("top-1 %.2f, top-5 %.2f of %d", run.Top1, run.Top5, run.Metrics.Queries)
	if run.Top1 < 0.8 {
		t.Errorf("top-1 %.2f of %d, want 0.8 at least", run.Top1, run.Metrics.Queries)
	}
}
