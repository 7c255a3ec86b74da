//go:build !js

package evaluate

import (
	"bytes"
	"context"
	"encoding/json"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"docent/internal/build"
	"docent/internal/fixture"
	"docent/model/vision"
)

// put writes pictures into a folder below root: the sketch of a seed by the file's name.
func put(t *testing.T, root, dir string, pictures map[string]image.Image) string {
	t.Helper()
	dir = filepath.Join(root, dir)
	if err := os.MkdirAll(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	for name, m := range pictures {
		var buf bytes.Buffer
		if err := png.Encode(&buf, m); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), buf.Bytes(), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func works(from, to int, name string) map[string]image.Image {
	m := map[string]image.Image{}
	for i := from; i < to; i++ {
		m[name+strconv.Itoa(i)+".png"] = fixture.Work(uint64(i), 100, 80)
	}
	return m
}

// folders makes a small evaluation: six works in two folders, two distractors, queries that show works plainly, and
// one that shows another work than its name says.
func folders(t *testing.T) Options {
	root := t.TempDir()
	return Options{
		Refs:        []string{put(t, root, "refs", works(0, 4, "w")), put(t, root, "more", works(4, 6, "w"))},
		Distractors: []string{put(t, root, "distractors", works(6, 8, "w"))},
		Queries: []string{
			put(t, root, "plain", map[string]image.Image{
				"w0__1.png": fixture.Work(0, 200, 160), "w0__2.png": fixture.Work(0, 100, 80), "w5__1.png": fixture.Work(5, 60, 48)}),
			put(t, root, "false", map[string]image.Image{"w1__1.png": fixture.Work(6, 100, 80)}),
		},
		Unknown: []string{put(t, root, "unknown", works(20, 23, "x"))},
		Options: build.Options{Model: fixture.Model(t), CalibrationViews: 6},
	}
}

func TestEvaluate(t *testing.T) {
	o := folders(t)
	visited, shown, left := 0, 0, -1
	visits := make(chan bool, 100)
	o.Visit = func(int, *image.RGBA) error { visits <- true; return nil }
	o.Shown = func(*Outcome, *image.RGBA) error { shown++; return nil }
	o.Progress = func(done, total int) { left = total - done }
	run, err := Evaluate(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	if visited = len(visits); visited != 8 || shown != 7 || left != 0 {
		t.Errorf("%d works and %d queries seen, %d steps left", visited, shown, left)
	}
	if run.Gallery != 8 || run.Metrics.Queries != 4 || len(run.Unknown) != 3 || run.Top1 != 0.75 || run.Recall == nil {
		t.Errorf("figures %+v", run.Metrics)
	}
	if len(run.Sets) != 2 || run.Sets[0].Top1 != 1 || run.Sets[0].Metrics.Queries != 3 || run.Sets[1].Top1 != 0 || run.Sets[0].Dir != o.Queries[0] {
		t.Errorf("sets %+v", run.Sets)
	}
	for _, q := range run.Queries {
		if q.Set == o.Queries[0] && (q.Rank != 1 || run.Works[q.Want] != filepath.Base(q.Path)[:2]) {
			t.Errorf("query %+v", q)
		}
	}
	if wrong := run.Queries[3]; run.Works[wrong.Result.Best()] != filepath.ToSlash(filepath.Join(o.Distractors[0], "w6")) {
		t.Errorf("the query that shows a distractor is taken for %s", run.Works[wrong.Result.Best()])
	}

	var printed map[string]any
	b, err := json.Marshal(run)
	if err == nil {
		err = json.Unmarshal(b, &printed)
	}
	if err != nil {
		t.Fatal(err)
	}
	keys := []string{"top1", "top5", "gap", "recall_at_1pct_false_accepts", "ms_per_query", "queries", "gallery"}
	sets := printed["sets"].(map[string]any)
	for _, set := range []map[string]any{printed, sets[o.Queries[0]].(map[string]any), sets[o.Queries[1]].(map[string]any)} {
		for _, k := range keys {
			if _, ok := set[k].(float64); !ok {
				t.Errorf("%s is %v in %s", k, set[k], b)
			}
		}
	}
	unknown := printed["unknown"].(map[string]any)
	for _, of := range []struct {
		object map[string]any
		keys   string
	}{
		{printed, "ms_p95 accepted_right accepted_wrong refused unknown_accepted calibration confusions"},
		{sets[o.Queries[0]].(map[string]any), "ms_p95 accepted_right accepted_wrong refused"},
		{unknown[o.Unknown[0]].(map[string]any), "pictures accepted accepted_at_1pct"},
		{printed["calibration"].(map[string]any), "bins ece brier balanced_ece balanced_brier"},
		{printed["confusions"].([]any)[0].(map[string]any), "want got count accepted"},
	} {
		for _, k := range strings.Fields(of.keys) {
			if of.object[k] == nil {
				t.Errorf("%s is missing in %s", k, b)
			}
		}
	}
	if len(sets) != 2 || len(unknown) != 1 || printed["locator"] != nil {
		t.Errorf("JSON %s", b)
	}

	if m := run.Metrics; !near(m.AcceptedRight+m.AcceptedWrong+m.Refused, 1) || m.MSP95 < m.MSPerQuery {
		t.Errorf("figures %+v", m)
	}
	if s := run.UnknownSets; len(s) != 1 || s[0].Dir != o.Unknown[0] || s[0].Pictures != 3 || s[0].Accepted != *run.UnknownAccepted {
		t.Errorf("unknown sets %+v", s)
	}
	distractor := filepath.ToSlash(filepath.Join(o.Distractors[0], "w6"))
	if c := run.Confusions; len(c) != 1 || c[0].Want != "w1" || c[0].Got != distractor || c[0].Count != 1 {
		t.Errorf("confusions %+v", c)
	}
	n := 0
	for _, b := range run.Calibration.Bins {
		n += b.N
	}
	if n != 4+3 {
		t.Errorf("%d pictures in the bins", n)
	}

	var table strings.Builder
	if err := run.Table(&table); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"75.0 %", o.Queries[1], "all", "gallery of 8 works; 3 pictures of unknown things", o.Unknown[0],
		"expected calibration error", "w1 -> " + distractor} {
		if !strings.Contains(table.String(), want) {
			t.Errorf("the table does not say %q:\n%s", want, table.String())
		}
	}
}

func TestEvaluateWhole(t *testing.T) {
	o := folders(t)
	o.Windows = []vision.Rect{vision.Whole}
	o.Unknown = nil
	run, err := Evaluate(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range run.Queries {
		for _, c := range q.Result.Candidates {
			if c.Look.Located || c.Look.Outline[0] != (vision.Point{}) {
				t.Errorf("look %v", c.Look)
			}
		}
	}
	if run.Recall != nil {
		t.Errorf("recall %v without unknown pictures", *run.Recall)
	}
}

func TestEvaluateRefuses(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(o *Options, root string)
		want   string
	}{
		{"query without reference", func(o *Options, root string) {
			o.Queries = append(o.Queries, put(t, root, "q", works(9, 10, "nobody")))
		}, "has no reference: add nobody9.jpg to the references, or put the query into a folder given with -unknown"},
		{"query of a distractor", func(o *Options, root string) {
			o.Queries = append(o.Queries, put(t, root, "q", map[string]image.Image{"w6__1.png": fixture.Work(6, 9, 9)}))
		}, "has no reference: add w6.jpg"},
		{"same id in two folders", func(o *Options, root string) {
			o.Refs = append(o.Refs, put(t, root, "r", works(0, 1, "w")))
		}, "both have a reference called w0"},
		{"folder twice", func(o *Options, _ string) { o.Queries = append(o.Queries, o.Queries[0]+"/") }, "is given twice"},
		{"empty folder", func(o *Options, root string) { o.Unknown = []string{put(t, root, "e", nil)} }, "there are no pictures"},
		{"no folder", func(o *Options, root string) { o.Refs = []string{filepath.Join(root, "none")} }, "no such file"},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := folders(t)
			c.change(&o, t.TempDir())
			if _, err := Evaluate(context.Background(), o); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want one that says %q", err, c.want)
			}
		})
	}
}

func TestFind(t *testing.T) {
	index := map[string]int{"a": 0, "a__b": 1, "c__d__1": 2, "Le-Port": 3}
	for name, want := range map[string]int{"a__1": 0, "a": 0, "a__b__12": 1, "a__b": 1, "c__d__1": 2, "a__x__1": -1, "__1": -1, "b": -1, "Le Port__2": 3, "Le Port": 3} {
		i, ok := find(index, name)
		if !ok {
			i = -1
		}
		if i != want {
			t.Errorf("%s shows work %d, want %d", name, i, want)
		}
	}
}
