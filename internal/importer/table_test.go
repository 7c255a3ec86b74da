//go:build !js

package importer

import (
	"bytes"
	"image"
	"image/jpeg"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"docent/internal/importer/fakeserver"
	"docent/model/bundle"
)

// edit changes the catalog as a museum does in a spreadsheet.
func (r *run) edit(change func(string) string) {
	r.t.Helper()
	path := filepath.Join(r.dir, CatalogName)
	b, err := os.ReadFile(path)
	if err != nil {
		r.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(change(string(b))), 0o666); err != nil {
		r.t.Fatal(err)
	}
}

// again imports once more, asking the server anew.
func (r *run) again(source Source) *Summary {
	r.t.Helper()
	r.fresh()
	r.client.Refresh = true
	return r.must(source)
}

func TestCatalogFile(t *testing.T) {
	works := fakeserver.Painted(1)
	works[0].Title = map[string]string{"en": `=HYPERLINK("http://bad.example")`, "fr": "Étude, « première »"}
	server := fakeserver.New(t, works)
	r := newRun(t)
	r.must(&IIIF{URLs: []string{server.Collection3()}})
	b, err := os.ReadFile(filepath.Join(r.dir, CatalogName))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.HasPrefix(b, []byte("\xef\xbb\xbfid,title,artist,date,medium,description,price,location,credit,number,room,licence,show,url,title_fr,")) {
		t.Errorf("it begins %.120q", b)
	}
	if bytes.Contains(b, []byte("\"=")) || bytes.Contains(b, []byte(",=")) {
		t.Error("a spreadsheet would take a title for a formula")
	}
	if title := r.rows()["SK-100"].Texts["en"].Title; title != works[0].Title["en"] {
		t.Errorf("title %q", title)
	}
}

// TestMerge checks that a museum's edits survive a further run, and that what it has not touched follows the source.
func TestMerge(t *testing.T) {
	works := fakeserver.Painted(3)
	server := fakeserver.New(t, works)
	r := newRun(t)
	list := &IIIF{URLs: []string{server.Collection3()}}
	r.must(list)
	r.edit(func(s string) string {
		s = strings.Replace(s, "Study No. 1", "Our own title", 1)
		s = strings.Replace(s, "Oil on canvas", "", 1) // of the first work: taken out
		lines := strings.Split(s, "\n")
		lines[0] += ",Shelf"
		lines[1] += ",B 7"
		lines[3] = `own-1,"A work of ours, not online"` // in place of the third
		return strings.Join(lines, "\n")
	})
	server.Works[0].Title = map[string]string{"en": "The source's new title", "fr": "Nouveau titre"}
	server.Works[0].Date = map[string]string{"en": "1700"}
	s := r.again(list)
	if s.Works != 2 || s.Gone != 1 || s.Kept != 2 {
		t.Errorf("%+v", s)
	}
	rows := func() string {
		b, err := os.ReadFile(filepath.Join(r.dir, CatalogName))
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	got := rows()
	for _, want := range []string{"Our own title", "B 7", "Shelf", "own-1,\"A work of ours, not online\"", ",1700,", "Nouveau titre", "Study No. 2"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in\n%s", want, got)
		}
	}
	if strings.Contains(got, "new title") || strings.Contains(got, "SK-102") || strings.Count(got, "Oil on canvas") != 1 {
		t.Errorf("edits are lost:\n%s", got)
	}
	// A third run changes nothing.
	s = r.again(list)
	if again := rows(); again != got || s.Kept != 2 {
		t.Errorf("a further run changes %d cells:\n%s\n%s", s.Kept, got, again)
	}
	// Saved by another spreadsheet: semicolons, another encoding, French headings; works from another source beside it.
	path := filepath.Join(r.dir, CatalogName)
	g, err := readGrid(path, "en")
	if err != nil {
		t.Fatal(err)
	}
	g.header[1] = "Titre"
	if err := writeCSV(path, ';', append([][]string{g.header}, g.rows...)); err != nil {
		t.Fatal(err)
	}
	r.edit(func(s string) string {
		return strings.NewReplacer(bom, "", "é", "\xe9", "É", "\xc9", "°", "\xb0", "\n", "\r\n").Replace(s)
	})
	r.fresh()
	r.must(&Met{Server: server.URL, IDs: []string{"436500"}})
	got = rows()
	for _, want := range []string{"Our own title", "own-1;A work of ours", "met-436500;", "Étude n° 2"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in\n%s", want, got)
		}
	}
	// Without the column of ids it is not touched.
	r.edit(func(s string) string { return strings.Replace(s, "id;Titre", "nr;Titre", 1) })
	got = rows()
	r.fresh()
	if _, err := Run(t.Context(), list, r.client, r.o); err == nil || !strings.Contains(err.Error(), "it has no column id") {
		t.Errorf("error %v", err)
	}
	if rows() != got {
		t.Error("the file is changed all the same")
	}
}

// TestOwnPicture checks that a picture that the museum has put in place of docent's stays.
func TestOwnPicture(t *testing.T) {
	server := fakeserver.New(t, fakeserver.Painted(2))
	r := newRun(t)
	list := &IIIF{URLs: []string{server.Collection3()}}
	r.must(list)
	var own bytes.Buffer
	if err := jpeg.Encode(&own, image.NewGray(image.Rect(0, 0, 99, 77)), nil); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(r.dir, PicturesName, "SK-100.jpg"), own.Bytes(), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(r.dir, PicturesName, "SK-101.jpg")); err != nil {
		t.Fatal(err)
	}
	r.o.Side = 400
	r.again(list)
	sizes := r.pictures()
	if sizes["SK-100.jpg"] != image.Pt(99, 77) || max(sizes["SK-101.jpg"].X, sizes["SK-101.jpg"].Y) != 400 {
		t.Errorf("pictures %v", sizes)
	}
}

func TestIDsOfWorks(t *testing.T) {
	j, err := openJournal(filepath.Join(t.TempDir(), "journal"))
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	mine := map[string]bool{"theirs": true}
	taken := func(id string) bool { return mine[id] }
	long := strings.Repeat("very-long-", 20)
	for _, c := range []struct{ key, name, want string }{
		{"1", "SK-C-5", "SK-C-5"},
		{"2", "sk-c-5", "sk-c-5-2"}, // one file on many systems
		{"1", "another", "SK-C-5"},  // the same work
		{"3", "theirs", "theirs-2"},
		{"4", "a__2", "a_2"}, // would be a picture of a
		{"5", "Été à Paris", "Ete-a-Paris"},
		{"6", "..", "5ec1f7e7"},
		{"7", "../../etc/passwd", "etc-passwd"},
	} {
		if got, err := j.id(c.key, c.name, taken); err != nil || got != c.want {
			t.Errorf("id(%q, %q) = %q (%v), want %q", c.key, c.name, got, err, c.want)
		}
	}
	for i, name := range []string{"", "夜警", long + "a", long + "b", "-._", "\x00"} {
		got, err := j.id(name+"key", name, taken)
		if err != nil || bundle.CheckID(got) != nil || strings.Contains(got, "__") || len(got) < 5 {
			t.Errorf("%d: id %q (%v)", i, got, err)
		}
	}
}

// TestAnotherFirstLanguage refuses to mix up whose columns name no language.
func TestAnotherFirstLanguage(t *testing.T) {
	server := fakeserver.New(t, fakeserver.Painted(1))
	r := newRun(t)
	list := &IIIF{URLs: []string{server.Collection3()}}
	r.must(list)
	r.fresh()
	r.o.Languages = []string{"fr", "en"}
	const want = `its columns "title" and "title_fr" are both in fr: begin -lang with the language that it began with before`
	if _, err := Run(t.Context(), list, r.client, r.o); err == nil || !strings.HasSuffix(err.Error(), want) {
		t.Errorf("error %v, want %s", err, want)
	}
	// Without the table it begins anew.
	if err := os.Remove(filepath.Join(r.dir, CatalogName)); err != nil {
		t.Fatal(err)
	}
	r.fresh()
	r.must(list)
	if b, err := os.ReadFile(filepath.Join(r.dir, CatalogName)); err != nil || !bytes.Contains(b, []byte("Étude n° 1")) || !bytes.Contains(b, []byte("title_en")) {
		t.Errorf("%v, %s", err, b)
	}
}

// TestCells checks that a bundle can have what a source says, however long.
func TestCells(t *testing.T) {
	table := &table{languages: []string{"en"}, base: map[string]map[string]string{}, fresh: map[string]map[string]string{}}
	table.add("x", &Work{Number: strings.Repeat("é", 300), Room: "a\nb", Licence: strings.Repeat("l", 3000), URL: "see our page"}, false)
	cells := table.fresh["x"]
	if n := cells["number"]; len(n) > bundle.MaxShort || !strings.HasSuffix(n, "é…") || cells["room"] != "a b" || len(cells["licence"]) > bundle.MaxLong || cells["url"] != "" {
		t.Errorf("%q", cells)
	}
}

// TestEditMeanwhile checks that what the museum writes into its table while a run is under way is not lost.
func TestEditMeanwhile(t *testing.T) {
	server := fakeserver.New(t, fakeserver.Painted(3))
	r := newRun(t)
	list := &IIIF{URLs: []string{server.Collection3()}}
	r.must(list)
	r.fresh()
	r.client.Refresh = true
	edited := false
	r.client.HTTP.Transport = transport(func(q *http.Request) (*http.Response, error) {
		if !edited && strings.Contains(q.URL.Path, "SK-102") {
			edited = true
			r.edit(func(s string) string {
				lines := strings.Split(strings.Replace(s, "Study No. 1", "Our own title", 1), "\n")
				return strings.Join(append(lines[:2], lines[3:]...), "\n") // the second work is taken out
			})
		}
		return http.DefaultTransport.RoundTrip(q)
	})
	if s := r.must(list); !edited || s.Kept != 1 {
		t.Errorf("%+v", s)
	}
	if rows := r.rows(); len(rows) != 2 || rows["SK-100"].Texts["en"].Title != "Our own title" || rows["SK-102"].ID == "" {
		t.Errorf("%+v", rows)
	}
}
