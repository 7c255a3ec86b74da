//go:build !js

package browsertest

import (
	"flag"
	"image"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"docent/internal/importer/fakeserver"
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
	m := newStaff(t)
	pictures, table := chooseWorks(t, source, m.at("collection"))
	m.publish(pictures, table, "-title", "UAB", "-lang", "ca")

	collection, err := bundle.ReadFile(m.at("museum.docent"))
	if err != nil {
		t.Fatal(err)
	}
	id, photo := realPhoto(t, collection, filepath.Join(source, "query"))
	b := open(t, plainHost(t, m.at("site"), nil), visitor{film: film(t, letterbox(photo, 1280, 720)), phone: true})
	b.start()
	b.until(cardOpen)
	checkCard(b, collection, id, "ca")

	// Who can write to the server, but has not the key, cannot put another collection there.
	for _, part := range []string{"manifest.json", "manifest.json.br", "manifest.json.gz"} {
		os.Remove(filepath.Join(m.at("site"), "bundle", part))
	}
	forged := *collection
	forged.Title, forged.Signature = map[string]string{"ca": "Forged"}, nil
	files, err := forged.Files()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(m.at("site"), "bundle", "manifest.json"), files[bundle.ManifestName], 0o666); err != nil {
		t.Fatal(err)
	}
	c := open(t, plainHost(t, m.at("site"), nil), visitor{phone: true, allowed: []string{"refused: sealBroken"}})
	c.until(trouble)
	if c.text("#troubleTitle") == "" || strings.Contains(c.words(), "Forged") {
		t.Errorf("the page shows %s", c.words())
	}
}

// TestMuseumFromIIIF is the same from a server of the museum's own: imported, bundled, signed, exported, and recognised by a phone.
func TestMuseumFromIIIF(t *testing.T) {
	works := fakeserver.Painted(4)
	server := fakeserver.New(t, works)
	m := newStaff(t)
	m.run("import", "iiif", server.Collection3(), "-lang", "en,fr", "-rate", "1000", "-side", "600", "-o", m.at("collection"))
	m.publish(m.at("collection/pictures"), m.at("collection/catalog.csv"), "-views", "2", "-report-views", "0", "-title", "Studies")
	collection, err := bundle.ReadFile(m.at("museum.docent"))
	if err != nil {
		t.Fatal(err)
	}
	work := collection.Works[2]
	painted := works[slices.IndexFunc(works, func(w fakeserver.Work) bool { return w.ID == work.ID })].Paint(900).(*image.RGBA)
	b := open(t, plainHost(t, m.at("site"), nil), visitor{film: film(t, view(t, collection, painted, work.ID, 1280, 720)), phone: true})
	b.start()
	b.until(cardOpen)
	checkCard(b, collection, work.ID, "en")
}

// staff is who publishes: the program docent, and a folder to work in.
type staff struct {
	t       *testing.T
	dir     string
	program string
}

func newStaff(t *testing.T) staff {
	t.Helper()
	return staff{t: t, dir: t.TempDir(), program: docent(t)}
}

func (m staff) at(name string) string { return filepath.Join(m.dir, name) }

func (m staff) run(args ...string) {
	m.t.Helper()
	if out, err := exec.Command(m.program, args...).CombinedOutput(); err != nil {
		m.t.Fatalf("docent %s: %v\n%s", strings.Join(args, " "), err, out)
	}
}

// publish goes from pictures and a table to a signed site, in three commands.
func (m staff) publish(pictures, table string, more ...string) {
	m.t.Helper()
	m.run("keygen", "-o", m.at("museum"))
	m.run(append([]string{"bundle", "-images", pictures, "-catalog", table, "-key", m.at("museum"), "-cache", "none", "-o", m.at("museum.docent")}, more...)...)
	m.run("export", "-bundle", m.at("museum.docent"), "-key", m.at("museum.pub"), "-url", "https://museum.example/visit/guide/", "-o", m.at("site"))
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
