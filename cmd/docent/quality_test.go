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

// TestBundleReport makes a bundle in which a picture stands twice: it is written, and said, and refused where the report is strict.
func TestBundleReport(t *testing.T) {
	images, table := collection(t)
	dir := t.TempDir()
	file, html := filepath.Join(dir, "museum.docent"), filepath.Join(dir, "report.html")
	args := []string{"bundle", "-images", images, "-weights", smallWeights, "-views", "0", "-o", file, "-report", html}
	out := must(t, append(args, "-catalog", table, "-strict", "-report-views", "1")...)
	for _, want := range []string{"quality of 3 works, by 3 synthesised views", "recognised ", "title (fr) of 1", "next:"} {
		if !strings.Contains(out, want) {
			t.Errorf("it does not say %q: %s", want, out)
		}
	}
	if b, err := os.ReadFile(html); err != nil || !bytes.Contains(b, []byte("title in French: 1 work")) {
		t.Errorf("the report does not say what is missing (%v)", err)
	}

	b, err := os.ReadFile(filepath.Join(images, "work1.png"))
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(images, "work9.png"), b)
	out, stderr, code := docent(t, append(args, "-strict", "-report-views", "0")...)
	if code != 1 || !strings.Contains(out, "work1 = work9") || strings.Contains(out, "recognised") ||
		!strings.Contains(stderr, "docent bundle: the bundle is written, but -strict refuses it: 1 pair of works has the same picture\n") {
		t.Errorf("exit %d, %q, %q", code, out, stderr)
	}
	if _, _, code := docent(t, append(args, "-report-views", "101")...); code != 2 {
		t.Errorf("exit %d of 101 views", code)
	}
}

// TestOwnPhotos matches a folder of photos, and measures a bundle on them.
func TestOwnPhotos(t *testing.T) {
	images, _ := collection(t)
	dir := t.TempDir()
	photos, file, html := filepath.Join(dir, "photos"), filepath.Join(dir, "museum.docent"), filepath.Join(dir, "report.html")
	for i := range 3 {
		write(t, filepath.Join(photos, fmt.Sprintf("work%d__1.jpg", i)), encode(t, fixture.Work(uint64(i), 150, 110), asJPEG))
	}
	must(t, "bundle", "-images", images, "-weights", smallWeights, "-views", "1", "-o", file, "-report-views", "0")
	out := must(t, "match", "-bundle", file, "-weights", smallWeights, photos)
	if n := strings.Count(out, "\n"); n != 3 || !strings.Contains(out, filepath.Join(photos, "work2__1.jpg")+": work2 (work2, ") {
		t.Errorf("match prints %q", out)
	}
	var got struct{ Top1, Queries, Gallery float64 }
	if err := json.Unmarshal([]byte(must(t, "eval", "-bundle", file, "-weights", smallWeights, "-queries", photos, "-json", "-html", html)), &got); err != nil {
		t.Fatal(err)
	}
	if got.Top1 != 1 || got.Queries != 3 || got.Gallery != 3 {
		t.Errorf("eval says %+v", got)
	}
	if b, err := os.ReadFile(html); err != nil || !bytes.Contains(b, []byte("work2__1.jpg")) {
		t.Errorf("the report does not show work2__1.jpg (%v)", err)
	}
	if _, stderr, code := docent(t, "eval", "-bundle", file, "-refs", images, "-weights", smallWeights, "-queries", photos); code != 2 || !strings.Contains(stderr, "-bundle has its own references") {
		t.Errorf("exit %d, %q", code, stderr)
	}
	write(t, filepath.Join(photos, "nobody__1.jpg"), encode(t, fixture.Work(1, 150, 110), asJPEG))
	if _, stderr, code := docent(t, "eval", "-bundle", file, "-weights", smallWeights, "-queries", photos); code != 1 || !strings.Contains(stderr, "shows no work of the bundle") {
		t.Errorf("exit %d, %q", code, stderr)
	}
}
