//go:build !js

package main

import (
	"bytes"
	"fmt"
	"image"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"docent/internal/importer/fakeserver"
	"docent/model/views"
	"docent/model/vision"
)

// TestFromIIIFToAnswer imports a collection from a IIIF server, makes a bundle of it and has photos recognised: what a
// museum with an online collection does.
func TestFromIIIFToAnswer(t *testing.T) {
	works := fakeserver.Painted(4)
	works[3].Licence = "http://rightsstatements.org/vocab/InC/1.0/"
	server := fakeserver.New(t, works)
	dir := t.TempDir()
	museum := filepath.Join(dir, "museum")
	out := must(t, "import", "iiif", server.Collection3(), "-lang", "en,fr", "-rate", "1000", "-side", "600", "-o", museum)
	table, pictures := filepath.Join(museum, "catalog.csv"), filepath.Join(museum, "pictures")
	if want := museum + ": 4 works\nlook through " + table + ", then: docent bundle -images " + pictures + " -catalog " + table + " -o museum.docent\n"; out != want {
		t.Errorf("import prints %q, want %q", out, want)
	}
	file := filepath.Join(dir, "museum.docent")
	must(t, "bundle", "-images", pictures, "-catalog", table, "-views", "2", "-cache", "none", "-o", file)
	var photos []string
	for i := range works {
		frame := vision.Frame(works[i].Paint(900).(*image.RGBA))
		photo := views.Synthesise(frame, uint64(50+i), views.Options{Width: 480, Height: 640, Fill: [2]float64{0.7, 0.8}, Strength: 0.5})
		photos = append(photos, write(t, filepath.Join(dir, fmt.Sprintf("photo%d.jpg", i)), encode(t, photo.Image, asJPEG)))
	}
	out = must(t, append([]string{"match", "-bundle", file}, photos...)...)
	for i, photo := range photos {
		if want := fmt.Sprintf("%s: Study No. %d, A program (SK-%d, ", photo, i+1, 100+i); !strings.Contains(out, want) {
			t.Errorf("match does not print %q:\n%s", want, out)
		}
	}
	// The work that may not be shown has no picture in the bundle.
	if out := must(t, "inspect", file); !strings.Contains(out, "4, 3 with a thumbnail") {
		t.Errorf("inspect prints\n%s", out)
	}
}

// TestImportSources runs each source by the command.
func TestImportSources(t *testing.T) {
	server := fakeserver.New(t, fakeserver.Painted(3))
	ids := write(t, filepath.Join(t.TempDir(), "ids.txt"), []byte("# ours\n436500\nhttps://www.metmuseum.org/art/collection/search/436501\n77 # not theirs\n"))
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"iiif", server.Manifest(2, "SK-100"), "-lang", "fr"}, ": 1 works\n"},
		{[]string{"met", "-file", ids, "-server", server.URL}, ": 2 works, 1 left out: see "},
		{[]string{"aic", "-search", "study", "-limit", "2", "-contact", "test@museum.example", "-server", server.URL + "/"}, ": 2 works\n"},
		{[]string{"wikidata", "-ids", "Q5000,Q5002", "-contact", "test@museum.example", "-server", server.URL}, ": 2 works\n"},
		{[]string{"linkedart", server.URL + "/la/set/1", "-limit", "1"}, ": 1 works\n"},
	} {
		dir := filepath.Join(t.TempDir(), "museum")
		if out := must(t, append([]string{"import"}, append(c.args, "-rate", "1000", "-side", "256", "-o", dir)...)...); !strings.HasPrefix(out, dir+c.want) {
			t.Errorf("import %s prints %q, want %q", c.args, out, c.want)
		} else if c.args[0] == "iiif" && !strings.Contains(out, "catalog.csv -lang fr -o museum.docent") {
			t.Errorf("import in French prints %q", out)
		}
	}
}

func TestImportRefuses(t *testing.T) {
	server := fakeserver.New(t, fakeserver.Painted(1))
	list := write(t, filepath.Join(t.TempDir(), "ids.txt"), []byte("none of these\n"))
	for _, c := range []struct {
		args string
		code int
		want string
	}{
		{"", 2, "it has to be said from where: iiif, met, aic, wikidata, linkedart"},
		{"louvre -o DIR", 2, "it has to be said from where"},
		{"iiif " + server.Collection3(), 2, "-o is missing"},
		{"iiif -o DIR", 2, "there is no address of a manifest"},
		{"linkedart -o DIR", 2, "there is no address or file"},
		{"iiif x -ids 1 -o DIR", 2, "are not for iiif"},
		{"met -o DIR", 2, "give it the works by one of -ids, -file and -search"},
		{"met -ids 1 -search x -o DIR", 2, "give it the works by one of"},
		{"met -ids Q1 -o DIR", 2, `"Q1" is no number of a work`},
		{"met 1 -ids 1 -o DIR", 2, `"1" is one argument too many`},
		{"wikidata -search x -o DIR", 2, "-search is not for wikidata"},
		{"met -ids 1 -side 10 -o DIR", 2, "-side is not between 256 and 2048"},
		{"met -ids 1 -rate -1 -o DIR", 2, "-rate is not between"},
		{"met -ids 1 -limit -1 -o DIR", 2, "-limit is less than 0"},
		{"met -ids 1 -extra 99 -o DIR", 2, "-extra is not between"},
		{"met -ids 1 -unstated maybe -o DIR", 2, "-unstated is neither"},
		{"met -ids 1 -lang e -o DIR", 2, "is not a language tag"},
		{"met -file " + list + " -o DIR", 1, `"none" is no number of a work`},
		{"met -file none.txt -o DIR", 1, "none.txt"},
		{"iiif notes.txt -o DIR", 1, "notes.txt is no address on the web"},
		{"linkedart none.json -o DIR", 1, "none.json"},
		{"iiif " + server.URL + "/nothing -o DIR", 1, "is not there (404)"},
		{"iiif " + server.URL + "/files/SK-100.jpg -o DIR", 1, "the answer is no JSON"},
		{"met -ids 1 -server " + server.URL + " -o DIR", 1, "no work could be imported"},
	} {
		dir := filepath.Join(t.TempDir(), "museum")
		args := append([]string{"import"}, strings.Fields(strings.ReplaceAll(c.args, "DIR", dir))...)
		_, stderr, code := docent(t, args...)
		if code != c.code || !strings.Contains(stderr, c.want) || strings.Count(stderr, "\n") != 1 {
			t.Errorf("import %s: exit %d, %q, want %d, %q", c.args, code, stderr, c.code, c.want)
		}
		if _, err := os.Stat(filepath.Join(dir, "catalog.csv")); !os.IsNotExist(err) {
			t.Errorf("import %s: there is a catalog (%v)", c.args, err)
		}
	}
}

func TestFlagsFirst(t *testing.T) {
	for args, want := range map[string]string{
		"iiif a -o d b":            "-o d iiif a b",
		"-o=d iiif a -refresh b":   "-o=d -refresh iiif a b",
		"iiif --o d -- -x":         "--o d -- iiif -x",
		"met - -ids":               "-ids met -",
		"iiif -progress a -rate 2": "-progress -rate 2 iiif a",
	} {
		if got := strings.Join(flagsFirst(strings.Fields(args), "refresh", "progress"), " "); got != want {
			t.Errorf("flagsFirst(%q) = %q, want %q", args, got, want)
		}
	}
	var buf bytes.Buffer
	if run(t.Context(), []string{"import", "-h"}, &buf, &buf) != 0 || !strings.Contains(buf.String(), "usage: docent import iiif|met|aic|wikidata|linkedart") {
		t.Errorf("help prints %q", buf.String())
	}
}
