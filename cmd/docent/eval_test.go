//go:build !js

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"docent/internal/fixture"
)

func TestEval(t *testing.T) {
	images, _ := collection(t)
	dir := t.TempDir()
	for i := range 3 {
		write(t, filepath.Join(dir, "queries", fmt.Sprintf("work%d__1.jpg", i)), encode(t, fixture.Work(uint64(i), 150, 110), asJPEG))
		write(t, filepath.Join(dir, "unknown", fmt.Sprintf("x%d.jpg", i)), encode(t, fixture.Work(uint64(i+50), 150, 110), asJPEG))
		write(t, filepath.Join(dir, "distractors", fmt.Sprintf("d%d.jpg", i)), encode(t, fixture.Work(uint64(i+90), 150, 110), asJPEG))
	}
	queries, html := filepath.Join(dir, "queries"), filepath.Join(dir, "report.html")
	args := []string{"eval", "-weights", smallWeights, "-views", "1", "-refs", images, "-queries", queries,
		"-distractors", filepath.Join(dir, "distractors"), "-unknown", filepath.Join(dir, "unknown")}
	out := must(t, append(args, "-json", "-html", html)...)
	var got struct {
		Top1, Top5, GAP *float64
		Recall          *float64 `json:"recall_at_1pct_false_accepts"`
		MS              *float64 `json:"ms_per_query"`
		Queries         int
		Gallery         int
		Sets            map[string]struct{ Top1 *float64 }
	}
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatal(err)
	}
	if got.Top1 == nil || *got.Top1 != 1 || *got.Top5 != 1 || got.GAP == nil || got.Recall == nil || got.MS == nil ||
		got.Queries != 3 || got.Gallery != 6 || *got.Sets[queries].Top1 != 1 {
		t.Errorf("eval prints %s", out)
	}
	if b, err := os.ReadFile(html); err != nil || !bytes.Contains(b, []byte("work2__1.jpg")) {
		t.Errorf("the report does not show work2__1.jpg (%v)", err)
	}
	if out := must(t, append(args, "-whole")...); !strings.Contains(out, "100.0 %") || !strings.Contains(out, "gallery of 6 works") {
		t.Errorf("eval prints %q", out)
	}
}

// TestEvalStages prints the figures of the stages and measures the locator on a drawn frame: a work on a wall.
func TestEvalStages(t *testing.T) {
	images, _ := collection(t)
	dir := t.TempDir()
	write(t, filepath.Join(dir, "queries", "work0__1.jpg"), encode(t, fixture.Work(0, 150, 110), asJPEG))
	write(t, filepath.Join(dir, "unknown", "x.jpg"), encode(t, fixture.Work(50, 150, 110), asJPEG))
	write(t, filepath.Join(dir, "frames", "f.jpg"), encode(t, fixture.OnWall(fixture.Work(1, 300, 200), 320, 240, 0.6), asJPEG))
	frames := write(t, filepath.Join(dir, "frames.json"),
		[]byte(`[{"file": "frames/f.jpg", "paintings": [{"id": "work1", "quad": [[0.2, 0.2], [0.8, 0.2], [0.8, 0.8], [0.2, 0.8]]}]}]`))
	args := []string{"eval", "-weights", smallWeights, "-views", "0", "-refs", images, "-queries", filepath.Join(dir, "queries"),
		"-unknown", filepath.Join(dir, "unknown"), "-stages", "-frames", frames, "-json"}
	var got struct {
		Top1    *float64
		Stages  []struct{ Stage string }
		Locator struct {
			Works   int
			MeanIoU float64 `json:"mean_iou"`
		}
	}
	if err := json.Unmarshal([]byte(must(t, args...)), &got); err != nil {
		t.Fatal(err)
	}
	if got.Top1 == nil || len(got.Stages) != 5 || got.Locator.Works != 1 || got.Locator.MeanIoU <= 0 || got.Locator.MeanIoU > 1 {
		t.Errorf("eval prints %+v", got)
	}
}

func TestEvalRefusesFlags(t *testing.T) {
	for _, c := range []struct{ args, want string }{
		{"-stages -html x.html", "-stages writes no report"},
		{"-stages -locator none", "-locator none leaves no locator"},
		{"-frames f -locator none", "-locator none leaves no locator"},
		{"-stages -features none", "-stages ends with the check"},
		{"-stages -whole", "-stages begins with the whole frame"},
	} {
		_, stderr, code := docent(t, append(strings.Fields("eval -refs a -queries b"), strings.Fields(c.args)...)...)
		if code != 2 || !strings.Contains(stderr, c.want) {
			t.Errorf("%s: exit %d, %q", c.args, code, stderr)
		}
	}
	images, _ := collection(t)
	queries := t.TempDir()
	write(t, filepath.Join(queries, "work0__1.jpg"), encode(t, fixture.Work(0, 150, 110), asJPEG))
	_, stderr, code := docent(t, "eval", "-weights", smallWeights, "-refs", images, "-queries", queries, "-frames", filepath.Join(queries, "none.json"))
	if code != 1 || !strings.Contains(stderr, "none.json: no such file") {
		t.Errorf("exit %d, %q", code, stderr)
	}
}
