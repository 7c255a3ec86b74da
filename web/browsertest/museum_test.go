//go:build !js

package browsertest

import (
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"docent/model/bundle"
)

var wholeMuseum = flag.Bool("museum", false, "TestMuseumFromNothing takes all works of the museum, not 12 of them: minutes")

// TestMuseumFromNothing is what a museum does: of a folder of pictures and a table, three commands make a signed site, which a plain file
// server shows below a path and a phone recognises a work with.
func TestMuseumFromNothing(t *testing.T) {
	source := filepath.Join(shared, "eval", "uab")
	if _, err := os.Stat(source); err != nil {
		t.Skip("there is no ", source)
	}
	if testing.Short() {
		t.Skip("a bundle takes too long for -short")
	}
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	program := at("docent.exe")
	run := func(args ...string) {
		t.Helper()
		if out, err := exec.Command(args[0], args[1:]...).CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", strings.Join(args, " "), err, out)
		}
	}
	run("go", "build", "-o", program, "docent/cmd/docent")
	pictures, table := chooseWorks(t, source, at("collection"))

	run(program, "keygen", "-o", at("museum"))
	run(program, "bundle", "-images", pictures, "-catalog", table, "-title", "UAB", "-lang", "ca", "-key", at("museum"), "-cache", "none", "-o", at("museum.docent"))
	run(program, "export", "-bundle", at("museum.docent"), "-key", at("museum.pub"), "-url", "https://museum.example/visit/guide/", "-o", at("site"))

	collection, err := bundle.ReadFile(at("museum.docent"))
	if err != nil {
		t.Fatal(err)
	}
	id, photo := realPhoto(t, collection, filepath.Join(source, "query"))
	b := open(t, plainHost(t, at("site"), nil), visitor{film: film(t, letterbox(photo, 1280, 720)), phone: true})
	b.start()
	b.until(cardOpen)
	checkCard(b, collection, id, "ca")

	// Who can write to the server, but has not the key, cannot put another collection there.
	for _, part := range []string{"manifest.json", "manifest.json.br", "manifest.json.gz"} {
		os.Remove(filepath.Join(at("site"), "bundle", part))
	}
	forged := *collection
	forged.Title, forged.Signature = map[string]string{"ca": "Forged"}, nil
	files, err := forged.Files()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(at("site"), "bundle", "manifest.json"), files[bundle.ManifestName], 0o666); err != nil {
		t.Fatal(err)
	}
	c := open(t, plainHost(t, at("site"), nil), visitor{phone: true, allowed: []string{"refused: sealBroken"}})
	c.until(trouble)
	if c.text("#troubleTitle") == "" || strings.Contains(c.words(), "Forged") {
		t.Errorf("the page shows %s", c.words())
	}
}

// chooseWorks returns the museum's pictures and table, or a folder with 12 of them, all of works that there are photos of, and their rows.
func chooseWorks(t *testing.T, source, dir string) (pictures, table string) {
	t.Helper()
	refs := filepath.Join(source, "ref")
	table = filepath.Join(source, "metadata.csv")
	if *wholeMuseum {
		return refs, table
	}
	all, err := os.ReadFile(table)
	if err != nil {
		t.Fatal(err)
	}
	photos, err := filepath.Glob(filepath.Join(source, "query", "*__*"))
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(photos)
	var ids []string
	for _, p := range photos {
		if id, _, _ := strings.Cut(filepath.Base(p), "__"); !slices.Contains(ids, id) && len(ids) < 12 {
			ids = append(ids, id)
		}
	}
	if err := os.Mkdir(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	heading, rows, _ := strings.Cut(string(all), "\n")
	chosen := heading + "\n"
	for row := range strings.Lines(rows) {
		if id, _, _ := strings.Cut(row, ","); slices.Contains(ids, id) {
			chosen += row
		}
	}
	table = filepath.Join(dir, "catalog.csv")
	if err := os.WriteFile(table, []byte(chosen), 0o666); err != nil {
		t.Fatal(err)
	}
	for _, id := range ids {
		found, err := filepath.Glob(filepath.Join(refs, id+".*"))
		if err != nil || len(found) != 1 {
			t.Fatalf("the picture of %s: %v, %v", id, found, err)
		}
		b, err := os.ReadFile(found[0])
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, filepath.Base(found[0])), b, 0o666)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return dir, table
}
