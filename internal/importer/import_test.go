//go:build !js

package importer

import (
	"context"
	"fmt"
	"image"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"docent/internal/catalog"
	"docent/internal/importer/fakeserver"
	"docent/model/picture"
)

// run is a collection folder that a test imports into, with a clock that stands still but for what it is told to wait.
type run struct {
	t      *testing.T
	dir    string
	now    time.Time
	waits  []time.Duration
	client *Client
	o      Options
}

func newRun(t *testing.T) *run {
	dir := t.TempDir()
	r := &run{t: t, dir: dir, now: time.Date(2024, 5, 1, 12, 0, 0, 0, time.UTC), o: Options{Dir: dir, Languages: []string{"en", "fr"}, Side: 256, Extra: -1}}
	r.fresh()
	return r
}

// fresh is the program begun anew.
func (r *run) fresh() {
	cache, err := OpenCache(filepath.Join(r.dir, StateName, "cache"))
	if err != nil {
		r.t.Fatal(err)
	}
	r.client = NewClient(cache, "docent-test (test@museum.example)", 1000)
	r.client.Inside = true
	r.client.Headers = map[string]string{"AIC-User-Agent": "docent-test (test@museum.example)"}
	r.client.Now = func() time.Time { return r.now }
	r.client.Sleep = func(ctx context.Context, d time.Duration) error {
		r.waits = append(r.waits, d)
		r.now = r.now.Add(d)
		return ctx.Err()
	}
}

// longWaits returns the waits that the rate limit is not the reason of.
func (r *run) longWaits() []time.Duration {
	return slices.DeleteFunc(slices.Clone(r.waits), func(d time.Duration) bool { return d < 100*time.Millisecond })
}

func (r *run) must(source Source) *Summary {
	r.t.Helper()
	s, err := Run(context.Background(), source, r.client, r.o)
	if err != nil {
		r.t.Fatal(err)
	}
	return s
}

// rows reads the catalog as docent bundle does.
func (r *run) rows() map[string]catalog.Row {
	r.t.Helper()
	c, err := catalog.ReadFile(filepath.Join(r.dir, CatalogName), "en")
	if err != nil {
		r.t.Fatal(err)
	}
	if len(c.Ignored) > 0 {
		r.t.Errorf("docent bundle does not know the columns %q", c.Ignored)
	}
	rows := map[string]catalog.Row{}
	for _, row := range c.Rows {
		rows[row.ID] = row
	}
	return rows
}

// pictures returns the names and sizes of the pictures.
func (r *run) pictures() map[string]image.Point {
	r.t.Helper()
	sizes := map[string]image.Point{}
	entries, err := os.ReadDir(filepath.Join(r.dir, PicturesName))
	if err != nil {
		r.t.Fatal(err)
	}
	for _, e := range entries {
		m, err := picture.Load(filepath.Join(r.dir, PicturesName, e.Name()))
		if err != nil {
			r.t.Fatal(err)
		}
		sizes[e.Name()] = m.Rect.Size()
	}
	return sizes
}

func (r *run) problems() string {
	b, err := os.ReadFile(filepath.Join(r.dir, ProblemsName))
	if err != nil && !os.IsNotExist(err) {
		r.t.Fatal(err)
	}
	return string(b)
}

// checkRow compares what all sources know of a work.
func checkRow(t *testing.T, row catalog.Row, work fakeserver.Work, languages ...string) {
	t.Helper()
	for _, l := range languages {
		text := row.Texts[l]
		plainText := strings.NewReplacer("<i>", "", "</i>", "").Replace(work.Description[l])
		if text.Title != work.Title[l] || text.Artist != work.Artist[l] || text.Date != work.Date[l] || text.Medium != work.Medium[l] || text.Description != plainText {
			t.Errorf("%s in %s: %+v", row.ID, l, text)
		}
		if !strings.HasPrefix(text.Credit, work.Credit) {
			t.Errorf("%s in %s: credit %q", row.ID, l, text.Credit)
		}
	}
	if row.Number != work.Number {
		t.Errorf("%s: number %q, want %q", row.ID, row.Number, work.Number)
	}
}

func TestIIIF(t *testing.T) {
	for _, version := range []int{3, 2} {
		t.Run(fmt.Sprint(version), func(t *testing.T) {
			works := fakeserver.Painted(5)
			works[1].Views = 3 // in its frame, and the back
			works[2].Licence = "http://rightsstatements.org/vocab/InC/1.0/"
			works[3].Licence = ""
			works[4].Views = 0
			server := fakeserver.New(t, works)
			r := newRun(t)
			collection := server.Collection3()
			if version == 2 {
				collection = server.Collection2()
			}
			s := r.must(&IIIF{URLs: []string{collection}})
			if s.Works != 4 || len(s.Problems) != 1 || s.Unstated != 1 {
				t.Fatalf("%+v", s)
			}
			if want := server.Manifest(version, "SK-104") + ": it has no picture\n"; r.problems() != want {
				t.Errorf("problems %q, want %q", r.problems(), want)
			}
			rows := r.rows()
			for _, w := range works[:4] {
				checkRow(t, rows[w.ID], w, "en", "fr")
				if rows[w.ID].URL != server.URL+"/works/"+w.ID || rows[w.ID].Licence != w.Licence {
					t.Errorf("%s: page %q, licence %q", w.ID, rows[w.ID].URL, rows[w.ID].Licence)
				}
			}
			for id, hidden := range map[string]bool{"SK-100": false, "SK-101": false, "SK-102": true, "SK-103": true} {
				if rows[id].Hidden != hidden {
					t.Errorf("%s: hidden %v", id, rows[id].Hidden)
				}
			}
			// Sized by the server, the back left out where the manifest says that it is one.
			pictures := r.pictures()
			want := []string{"SK-100.jpg", "SK-101.jpg", "SK-101__2.jpg", "SK-102.jpg", "SK-103.jpg"}
			if version == 2 {
				want = append(want, "SK-101__3.jpg")
			}
			if len(pictures) != len(want) {
				t.Errorf("pictures %v, want %v", pictures, want)
			}
			for name, size := range pictures {
				if !slices.Contains(want, name) || max(size.X, size.Y) < 255 {
					t.Errorf("%s is of %v pixels", name, size)
				}
			}
			for _, q := range server.Requests() {
				if strings.Contains(q.Path, "/max/") || strings.Contains(q.Path, "/full/full/") {
					t.Errorf("an original was fetched: %s", q.Path)
				}
				if q.Header.Get("User-Agent") != "docent-test (test@museum.example)" {
					t.Errorf("asked as %q", q.Header.Get("User-Agent"))
				}
			}
			if version == 3 && rows["SK-100"].Room != "1" {
				t.Errorf("room %q", rows["SK-100"].Room)
			}
		})
	}
}

// TestIIIFBrokenPart leaves out a part of a collection that cannot be read.
func TestIIIFBrokenPart(t *testing.T) {
	server := fakeserver.New(t, fakeserver.Painted(4))
	server.Fail("/iiif/3/collection/page1", fakeserver.Fault{Status: 404, Times: -1})
	r := newRun(t)
	s := r.must(&IIIF{URLs: []string{server.Collection3()}})
	if page := server.URL + "/iiif/3/collection/page1"; s.Works != 2 || r.problems() != page+": "+page+" is not there (404)\n" {
		t.Errorf("%+v, %q", s, r.problems())
	}
}

func TestIIIFLimitAndShow(t *testing.T) {
	works := fakeserver.Painted(5)
	works[0].Licence = ""
	server := fakeserver.New(t, works)
	r := newRun(t)
	r.o.Limit, r.o.Show = 2, true
	if s := r.must(&IIIF{URLs: []string{server.Collection3()}}); s.Works != 2 || s.Unstated != 0 {
		t.Errorf("%+v", s)
	}
	if rows := r.rows(); len(rows) != 2 || rows["SK-100"].Hidden {
		t.Errorf("%+v", rows)
	}
	for _, q := range server.Requests() {
		if strings.Contains(q.Path, "page1") {
			t.Error("it goes on when it has enough")
		}
	}
}

// TestImageAPI imports from image servers of all kinds, which refuse what their level has not.
func TestImageAPI(t *testing.T) {
	for _, version := range []int{2, 3} {
		for level := range 3 {
			for _, most := range []int{0, 200} {
				t.Run(fmt.Sprintf("version %d level %d at most %d", version, level, most), func(t *testing.T) {
					server := fakeserver.New(t, fakeserver.Painted(1))
					server.Level, server.MaxWidth = level, most
					r := newRun(t)
					if level == 0 && most > 0 {
						server.MaxWidth = 500 // the smallest size that lies ready has 240 pixels
					}
					r.must(&IIIF{URLs: []string{server.Manifest(version, "SK-100")}})
					// 0.8 wide: 1920 x 2400.
					want := 256
					if most > 0 && level > 0 {
						want = most // a width bounds the height, too
					}
					if size := r.pictures()["SK-100.jpg"]; size.Y < want-2 || size.Y > want || size.X > want*8/10+1 {
						t.Errorf("the picture is of %v pixels", size)
					}
					for _, q := range server.Requests() {
						if q.Status != 200 {
							t.Errorf("%s is answered %d", q.Path, q.Status)
						}
					}
				})
			}
		}
	}
}

func TestMet(t *testing.T) {
	works := fakeserver.Painted(5)
	works[1].Free = false
	works[2].Views, works[2].Free = 0, false // what the API says of works in copyright
	works[3].Views = 3
	server := fakeserver.New(t, works)
	for _, source := range []*Met{{Server: server.URL, IDs: []string{"436500", "436501", "436502", "436503", "1"}}, {Server: server.URL, Search: "study"}} {
		r := newRun(t)
		r.o.Extra = 1
		s := r.must(source)
		rows := r.rows()
		for i, id := range []string{"met-436500", "met-436501", "", "met-436503"} {
			if id == "" {
				continue
			}
			row := rows[id]
			if row.Texts["en"].Title != works[i].Title["en"] || row.Texts["en"].Credit != works[i].Credit || row.Number != works[i].Number || row.Room != works[i].Room ||
				row.URL != "https://www.metmuseum.org/art/collection/search/"+strings.TrimPrefix(id, "met-") {
				t.Errorf("%+v", row)
			}
			if row.Hidden != !works[i].Free || works[i].Free && row.Licence != "https://creativecommons.org/publicdomain/zero/1.0/" || !works[i].Free && row.Licence != "© the program" {
				t.Errorf("%s: hidden %v, licence %q", id, row.Hidden, row.Licence)
			}
		}
		if len(source.IDs) > 0 {
			if s.Works != 3 || len(s.Problems) != 2 || !strings.Contains(r.problems(), "met:1: "+server.URL) || !strings.Contains(r.problems(), "met:436502: it has no picture") {
				t.Errorf("%+v, %q", s, r.problems())
			}
		} else if s.Works != 4 {
			t.Errorf("%+v", s)
		}
		if size := r.pictures()["met-436503__2.jpg"]; size.Y != 256 && size.Y != 255 {
			t.Errorf("the further picture is of %v pixels", size)
		}
		for _, q := range server.Requests() {
			if strings.Contains(q.Path, "original") {
				t.Errorf("an original was fetched: %s", q.Path)
			}
		}
	}
}

func TestAIC(t *testing.T) {
	works := fakeserver.Painted(5)
	works[1].Free = false
	server := fakeserver.New(t, works)
	for _, source := range []*AIC{{Server: server.URL, IDs: []string{"27900", "27901", "5"}, Side: 256}, {Server: server.URL, Search: "study", Side: 256}} {
		r := newRun(t)
		s := r.must(source)
		rows := r.rows()
		for i, id := range []string{"aic-27900", "aic-27901"} {
			checkRow(t, rows[id], works[i], "en")
			if rows[id].Hidden == works[i].Free || !strings.HasSuffix(rows[id].Texts["en"].Credit, "CC BY 4.0") {
				t.Errorf("%+v", rows[id])
			}
		}
		if len(source.IDs) > 0 && (s.Works != 2 || !strings.Contains(r.problems(), "aic:5: the server has no work 5")) || len(source.IDs) == 0 && s.Works != 5 {
			t.Errorf("%+v, %q", s, r.problems())
		}
		server.Requests()
	}
	// Larger pictures of what is in the public domain.
	r := newRun(t)
	r.o.Side = 1600
	r.must(&AIC{Server: server.URL, IDs: []string{"27900", "27901"}, Side: 1600})
	if p := r.pictures(); p["aic-27900.jpg"].Y != 1600 || p["aic-27901.jpg"].X != 843 {
		t.Errorf("pictures of %v", p)
	}
}

func TestWikidata(t *testing.T) {
	works := fakeserver.Painted(60) // more than a request may name
	for i := 2; i < len(works); i++ {
		works[i].Views = 0 // to be quick
	}
	works[1].Free = false
	works[59].Views = 1
	server := fakeserver.New(t, works)
	var ids []string
	for i := range works {
		ids = append(ids, fmt.Sprintf("Q%d", fakeserver.WikiFirst+i))
	}
	r := newRun(t)
	r.o.Languages = []string{"en", "fr", "de"}
	s := r.must(&Wikidata{Server: server.URL, Commons: server.URL, IDs: append(ids, "Q77"), Languages: r.o.Languages, Side: 256})
	if s.Works != 3 || len(s.Problems) != 58 || !strings.Contains(r.problems(), "wikidata:Q77: the server has no work Q77\n") {
		t.Fatalf("%d works, problems: %s", s.Works, r.problems())
	}
	rows := r.rows()
	row := rows["Q5000"]
	if en := row.Texts["en"]; en.Title != "Study No. 1" || en.Artist != "A program" || en.Date != "about 1503" || en.Medium != "oil paint, canvas" || en.Location != "Museum of Programs" ||
		en.Description != "painting by a program" || row.Number != "19.70" || row.Licence != "Public domain" || row.Hidden || row.URL != "https://www.wikidata.org/wiki/Q5000" {
		t.Errorf("%+v", row)
	}
	if fr := row.Texts["fr"]; fr.Title != "Étude n° 1" || fr.Date != "vers 1503" || fr.Medium != "peinture à l'huile, toile" || fr.Location != "Musée des programmes" {
		t.Errorf("%+v", fr)
	}
	if _, ok := row.Texts["de"]; ok {
		t.Error("there is a German text although nobody has written one")
	}
	if row := rows["Q5001"]; row.Licence != "https://creativecommons.org/licenses/by-sa/4.0" || row.Texts["en"].Credit != "Photo: X & Y, CC BY-SA 4.0, Wikimedia Commons" || row.Hidden {
		t.Errorf("%+v", row)
	}
	for _, q := range server.Requests() {
		if q.Status >= 400 {
			t.Errorf("%s is answered %d", q.Path, q.Status)
		}
	}
	// One that has been merged into another is that, under the name that was asked for.
	r = newRun(t)
	r.must(&Wikidata{Server: server.URL, Commons: server.URL, IDs: []string{"Q4999"}, Languages: r.o.Languages, Side: 256})
	if title := r.rows()["Q4999"].Texts["en"].Title; title != "Study No. 1" {
		t.Errorf("the merged item is %q", title)
	}
}

func TestLinkedArt(t *testing.T) {
	works := fakeserver.Painted(5)
	works[1].Licence = "http://rightsstatements.org/vocab/InC/1.0/"
	server := fakeserver.New(t, works)
	record := filepath.Join(t.TempDir(), "records.json")
	for _, c := range []struct {
		name    string
		sources []string
		want    int
	}{
		{"a set", []string{server.URL + "/la/set/1"}, 5},
		{"a stream", []string{server.URL + "/la/changes"}, 5},
		{"objects", []string{server.URL + "/la/object/SK-100", server.URL + "/la/object/SK-101", server.URL + "/la/object/SK-100"}, 2},
		{"a file", []string{record}, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRun(t)
			if c.name == "a file" {
				if _, err := r.client.Get(context.Background(), server.URL+"/la/object/SK-100", "", maxJSON, func(b []byte) error {
					return os.WriteFile(record, append(append([]byte("["), b...), ']'), 0o666)
				}); err != nil {
					t.Fatal(err)
				}
			}
			if s := r.must(&LinkedArt{Sources: c.sources}); s.Works != c.want || len(s.Problems) > 0 {
				t.Fatalf("%+v", s)
			}
			rows := r.rows()
			w := works[0]
			w.Artist, w.Date = map[string]string{"en": "A program", "fr": "A program"}, map[string]string{"en": "1640–1645", "fr": "1640–1645"}
			checkRow(t, rows["SK-100"], w, "en", "fr")
			if row := rows["SK-100"]; row.Texts["en"].Location != "Room 1" || row.URL != server.URL+"/works/SK-100" || row.Licence != w.Licence || row.Hidden {
				t.Errorf("%+v", row)
			}
			if c.want > 1 && !rows["SK-101"].Hidden {
				t.Error("a work in copyright is shown")
			}
			if size := r.pictures()["SK-100.jpg"]; size.Y != 256 && size.Y != 255 {
				t.Errorf("the picture is of %v pixels", size)
			}
		})
	}
	r := newRun(t)
	if _, err := Run(context.Background(), &LinkedArt{Sources: []string{server.URL + "/la/person/1"}}, r.client, r.o); err == nil || !strings.Contains(err.Error(), "neither a HumanMadeObject nor") {
		t.Errorf("of a person: %v", err)
	}
}

// TestLinkedArtReferences imports an object whose maker has no record, and whose picture has none but is named itself.
func TestLinkedArtReferences(t *testing.T) {
	server := fakeserver.New(t, fakeserver.Painted(1))
	server.Fail("/la/person/2", fakeserver.Fault{Body: "<html>A page</html>", Times: -1})
	records := filepath.Join(t.TempDir(), "records.json")
	for _, picture := range []string{"/files/SK-100.jpg", "/iiif/image/2/SK-100/full/full/0/default.jpg"} {
		if err := os.WriteFile(records, fmt.Appendf(nil, `{"id": "https://museum.example/1", "type": "HumanMadeObject", "_label": "One",
			"produced_by": {"carried_out_by": [{"id": "%s/la/person/2", "type": "Person"}]},
			"representation": [{"type": "VisualItem", "digitally_shown_by": [{"id": "%[1]s%s", "type": "DigitalObject"},
			{"id": "%[1]s/files/SK-100__2.jpg", "type": "DigitalObject", "_label": "Verso"}, {"id": "%[1]s/files/SK-100__3.jpg", "type": "DigitalObject", "_label": "Framed"}]}]}`, server.URL, picture), 0o666); err != nil {
			t.Fatal(err)
		}
		r := newRun(t)
		r.must(&LinkedArt{Sources: []string{records}})
		if len(r.pictures()) != 2 || r.rows()["1"].Texts["en"].Title != "One" {
			t.Errorf("%s: %v, %v, %q", picture, r.pictures(), r.rows(), r.problems())
		}
	}
}
