//go:build !js

package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"docent/internal/fixture"
	"docent/internal/publish"
	"docent/internal/signing"
	"docent/model/bundle"
	"docent/model/proto"
	"docent/static"
)

// TestExportSite goes a museum's way: a bundle, keys, a signed site, another version of it, and back.
func TestExportSite(t *testing.T) {
	if _, err := static.FS.ReadFile("docent.wasm"); err != nil {
		t.Skip("the page is not built (make page)")
	}
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	file, site := at("museum.docent"), at("site")
	smallBundle(t, file)
	args := []string{"export", "-bundle", file, "-weights", smallWeights, "-o", site}

	// A page with a key shows nothing that nobody has signed, and is not made.
	key := newKey(t, at("museum"))
	newKey(t, at("other"))
	_, stderr, code := docent(t, append(args, "-key", at("museum.pub"))...)
	if code != 1 || !strings.Contains(stderr, "it is not signed") {
		t.Errorf("unsigned: exit %d, %q", code, stderr)
	}
	sign(t, key, file)
	if _, stderr, code = docent(t, append(args, "-key", at("other.pub"))...); code != 1 || !strings.Contains(stderr, "signed with the key") {
		t.Errorf("another key: exit %d, %q", code, stderr)
	}
	if _, err := os.Stat(site); err == nil {
		t.Fatal("a site was written")
	}

	out := must(t, append(args, "-key", at("museum.pub"), "-url", "https://museum.example/guide")...)
	if !strings.HasPrefix(out, site+": a site of ") || !strings.Contains(out, "poster.pdf") {
		t.Errorf("export prints %q", out)
	}
	for name, want := range map[string]string{
		"index.html":                   `<meta name="docent-keys" content="RW`,
		"bundle/manifest.json":         `"docent":`,
		"bundle/manifest.json.minisig": "untrusted comment",
		"docent.wasm":                  "\x00asm",
		"weights.safetensors":          "docent.network",
		"catalogue/fr.html":            "Zéro",
		"poster.pdf":                   "%PDF-",
		"sitemap.xml":                  "https://museum.example/guide/catalogue/index.html",
		"_headers":                     "Content-Security-Policy",
	} {
		if b, err := os.ReadFile(filepath.Join(site, name)); err != nil || !strings.Contains(string(b), want) {
			t.Errorf("%s lacks %q (%v)", name, want, err)
		}
	}
	if _, err := os.Stat(filepath.Join(site, "robots.txt")); err == nil {
		t.Error("there is a robots.txt below a path, where nobody reads it")
	}
	if err := publish.Check(site); err != nil {
		t.Error(err)
	}

	// The same again changes nothing; another address draws another poster; and back.
	if out := must(t, append(args, "-key", at("museum.pub"), "-url", "https://museum.example/guide")...); !strings.Contains(out, "nothing has changed") {
		t.Errorf("the same again prints %q", out)
	}
	must(t, append(args, "-key", at("museum.pub"), "-url", "https://museum.example/")...)
	if _, err := os.Stat(filepath.Join(site, "robots.txt")); err != nil {
		t.Error(err)
	}
	if _, stderr, code := docent(t, "rollback", site); code != 1 || !strings.Contains(stderr, "is a site, not a bundle: docent export -rollback") {
		t.Errorf("rollback of a site: exit %d: %s", code, stderr)
	}
	must(t, "export", "-rollback", "-o", site)
	if b, err := os.ReadFile(filepath.Join(site, "sitemap.xml")); err != nil || !strings.Contains(string(b), "/guide/") {
		t.Errorf("the site before is not back (%v)", err)
	}

	// Without an address no poster, and a sentence that says so.
	if out := must(t, append(args, "-key", at("museum.pub"))...); !strings.Contains(out, "without -url there is no poster") {
		t.Errorf("export prints %q", out)
	}
	if err := os.WriteFile(filepath.Join(site, "notes.txt"), nil, 0o666); err != nil {
		t.Fatal(err)
	}
	if _, stderr, code = docent(t, append(args, "-unsigned")...); code != 1 || !strings.Contains(stderr, "notes.txt") || strings.Count(stderr, "\n") != 1 {
		t.Errorf("a foreign file: exit %d, %q", code, stderr)
	}
}

// smallBundle writes a bundle of two works without looking at pictures.
func smallBundle(t *testing.T, path string) {
	t.Helper()
	m, err := loadModel(smallWeights)
	if err != nil {
		t.Fatal(err)
	}
	set := &proto.Set{Dim: 72, Vectors: make([]float32, 2*72)}
	set.Vectors[0], set.Vectors[73] = 1, 1
	b := &bundle.Bundle{
		Manifest: bundle.Manifest{Title: map[string]string{"en": "Museum"}, Network: m.Network.Name, WeightsHash: m.Hash, Languages: []string{"en", "fr"},
			Calibration: proto.Calibration{Intercept: 1, Near: -1, Ahead: -1, Typical: 1, FalseAcceptRate: 0.01}},
		Prototypes: set,
		Works: []bundle.Work{
			{WorkEntry: bundle.WorkEntry{ID: "work0", Thumb: bundle.ThumbName("work0")}, Texts: map[string]bundle.Text{"en": {Title: "Zero"}, "fr": {Title: "Zéro"}}},
			{WorkEntry: bundle.WorkEntry{ID: "work1"}, Texts: map[string]bundle.Text{"en": {Title: "One"}}},
		},
		Thumbs: map[string][]byte{"work0": encode(t, fixture.Work(1, 60, 40), asJPEG)},
	}
	if err := b.WriteFile(path); err != nil {
		t.Fatal(err)
	}
}

func newKey(t *testing.T, path string) signing.Key {
	t.Helper()
	k, err := signing.Generate()
	if err == nil {
		err = k.WriteFiles(path, "")
	}
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func sign(t *testing.T, k signing.Key, file string) {
	t.Helper()
	a, err := bundle.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	signature, err := k.SignManifest(a.Raw())
	if err == nil {
		err = a.Close()
	}
	if err == nil {
		err = bundle.Attach(file, signature)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestExportLD(t *testing.T) {
	dir := t.TempDir()
	file, list := filepath.Join(dir, "museum.docent"), filepath.Join(dir, "works.jsonld")
	smallBundle(t, file)
	if out := must(t, "export", "-bundle", file, "-jsonld", list, "-url", "https://museum.example/guide/"); out != list+": 2 works\n" {
		t.Errorf("export prints %q", out)
	}
	b, err := os.ReadFile(list)
	if err != nil || !json.Valid(b) || !strings.Contains(string(b), "https://museum.example/guide/bundle/thumbs/work0.jpg") {
		t.Errorf("%.300s (%v)", b, err)
	}
}
