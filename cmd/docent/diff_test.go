//go:build !js

package main

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"docent/model/bundle"
	"docent/model/proto"
)

// TestDiff compares two bundles that differ in a title.
func TestDiff(t *testing.T) {
	dir := t.TempDir()
	before, after := filepath.Join(dir, "old.docent"), filepath.Join(dir, "new")
	b := &bundle.Bundle{
		Manifest: bundle.Manifest{Network: "x", WeightsHash: strings.Repeat("0", 64), Languages: []string{"en"},
			Calibration: proto.Calibration{Near: -1, Ahead: -1, Typical: 1, FalseAcceptRate: 0.01}},
		Prototypes: &proto.Set{Dim: 1, Vectors: []float32{127}},
		Works:      []bundle.Work{{WorkEntry: bundle.WorkEntry{ID: "harbour"}, Texts: map[string]bundle.Text{"en": {Title: "Harbour"}}}},
	}
	if err := b.WriteFile(before); err != nil {
		t.Fatal(err)
	}
	b.Works[0].Texts["en"] = bundle.Text{Title: "Port"}
	if err := b.WriteDir(after); err != nil {
		t.Fatal(err)
	}
	stdout, stderr, code := docent(t, "diff", before, after)
	if code != 0 || !strings.Contains(stdout, "harbour: texts en (title)") {
		t.Errorf("exit %d: %s%s", code, stdout, stderr)
	}
	stdout, stderr, code = docent(t, "diff", "-json", before, after)
	var r struct{ Changed []struct{ ID string } }
	if err := json.Unmarshal([]byte(stdout), &r); err != nil || code != 0 || len(r.Changed) != 1 || r.Changed[0].ID != "harbour" {
		t.Errorf("exit %d, %v: %s%s", code, err, stdout, stderr)
	}
	for args, want := range map[string]string{
		"diff " + before:                              "two bundles are needed",
		"diff " + before + " " + after + " x":         `"x" is one argument too many`,
		"diff " + before + " " + dir + "/none":        "no such file",
		"diff " + dir + "/diff_test.docent " + before: "no such file",
	} {
		if _, stderr, code := docent(t, strings.Fields(args)...); code == 0 || !strings.Contains(stderr, want) {
			t.Errorf("%s: exit %d: %s", args, code, stderr)
		}
	}
}
