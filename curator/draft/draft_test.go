package draft

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"docent/internal/catalog"
	"docent/model/bundle"
)

// give adds pictures whose keys are their names.
func give(d *Draft, names ...string) {
	for _, n := range names {
		d.AddPicture(Picture{Key: n, Name: n})
	}
}

func ids(d *Draft) []string {
	var list []string
	for _, w := range d.Works {
		list = append(list, w.ID)
	}
	return list
}

func TestAddPicture(t *testing.T) {
	d := New("en")
	give(d, "b.jpg", "a.PNG", "a__2.jpg", "a-b.jpg", "Große Landschaft (Ausschnitt).jpeg", "c__front.jpg", "c.webp", "set/dune/left.jpg", "set/pictures/e.jpg", "...jpg")
	// As a folder sorts files: "a-b.jpg" before "a.png".
	if want := []string{"Grosse-Landschaft-Ausschnitt", "a-b", "a", "b", "c", "dune", "e", "work"}; !slices.Equal(ids(d), want) {
		t.Errorf("works %q, want %q", ids(d), want)
	}
	if got, want := d.Find("c").Files(), []string{"c.webp", "c__2.jpg"}; !slices.Equal(got, want) {
		t.Errorf("pictures of c %q, want %q: the reference first", got, want)
	}
	if w, added := d.AddPicture(Picture{Key: "b.jpg", Name: "b.jpg"}); added || len(w.Pictures) != 1 {
		t.Error("the same picture was added again")
	}
	if w, added := d.AddPicture(Picture{Key: "better", Name: "b.jpg"}); !added || len(w.Pictures) != 1 || w.Pictures[0].Key != "better" {
		t.Errorf("a better picture did not replace the one before it: %+v", w)
	}
	d.AddPicture(Picture{Key: "better", Name: "copy.jpg"})
	if twin := d.Twin(d.Find("copy")); twin == nil || twin.ID != "b" {
		t.Errorf("the twin of copy is %+v", twin)
	}
}

func TestRename(t *testing.T) {
	d := New("en")
	give(d, "a.jpg", "b.jpg")
	a := d.Find("a")
	for id, want := range map[string]string{"b": "another work has the id b", "not so": `id "not so" is not`, "": "is not"} {
		if err := d.Rename(a, id); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("renamed to %q: %v, want %q", id, err, want)
		}
	}
	if err := d.Rename(a, "z"); err != nil || !slices.Equal(ids(d), []string{"b", "z"}) {
		t.Errorf("%v, works %q", err, ids(d))
	}
	if got := d.Add("b").ID; got != "b-2" {
		t.Errorf("a second b is called %s", got)
	}
}

func TestMerge(t *testing.T) {
	d := New("en")
	give(d, "H1.jpg", "x.jpg")
	m, err := d.Merge([]byte("id,title,title_fr,artist,weight,show\nh1,Harbour,Port,A.,3 kg,no\nnew,Dune,,B.,,\n"), d.Language())
	if err != nil {
		t.Fatal(err)
	}
	if want := (Merged{1, 1, []string{"weight"}, []string{"fr"}}); !reflect.DeepEqual(m, want) {
		t.Errorf("merged %+v, want %+v", m, want)
	}
	w := d.Find("h1")
	if w == nil || len(w.Pictures) != 1 || w.Texts["fr"] != (bundle.Text{Title: "Port", Artist: "A."}) || !w.Hidden {
		t.Errorf("h1 is %+v", w)
	}
	if _, err := d.Merge([]byte("name\nx\n"), d.Language()); err == nil || len(d.Works) != 3 {
		t.Errorf("a table without ids: %v", err)
	}
	if got := d.Missing(d.Find("new")); !slices.Equal(got, []string{"fr"}) {
		t.Errorf("a title is missing in %q", got)
	}
	if n := len(d.Built()); n != 2 {
		t.Errorf("%d works have pictures", n)
	}
}

// TestTable writes tables that have been read, and reads them to the same labels again.
func TestTable(t *testing.T) {
	for _, table := range []string{
		"id,title\na,One\nb,Two\n",
		"id,title\na,\nb,\n",
		"id,title,title_fr\na,One,\nb,Two,\n",
		"id,title,title_fr,artist,date,date_fr,description\na,One,Un,X.,1880,vers 1880,\"Long, and\nof two lines\"\nb,Two,,Y.,1900,,\n",
		"id,title,artist,artist_fr,credit\na,One,X.,Monsieur X.,C.\nb,Two,Y.,Y.,C.\n",
		"id,title,title_fr,title_pt-BR,artist,artist_fr\na,,Un,Um,X.,\nb,Two,Deux,,,\n",
		"id,title,number,room,licence,url,show\na,One,7,Room 3,CC0,https://example.org/a,no\nb,Two,,,,,\n",
	} {
		want, err := catalog.Read([]byte(table), "en")
		if err != nil {
			t.Fatal(err)
		}
		d := New("en")
		give(d, "a.jpg", "b.jpg")
		if _, err := d.Merge([]byte(table), d.Language()); err != nil {
			t.Fatal(err)
		}
		raw, err := d.Encode()
		if err != nil {
			t.Fatal(err)
		}
		if d, err = Decode(raw); err != nil {
			t.Fatal(err)
		}
		written, err := d.Table()
		if err != nil {
			t.Fatal(err)
		}
		got, err := catalog.Read(written, "en")
		if err != nil {
			t.Fatalf("%s: %v", written, err)
		}
		for i := range got.Rows {
			got.Rows[i].Line = want.Rows[i].Line
		}
		if !reflect.DeepEqual(got.Rows, want.Rows) || !slices.Equal(got.Languages, want.Languages) {
			t.Errorf("written as\n%s\nand read as %+v %q, want %+v %q", written, got.Rows, got.Languages, want.Rows, want.Languages)
		}
	}
	if b, err := New("en").Table(); b != nil || err != nil {
		t.Errorf("no works give the table %q, %v", b, err)
	}
}

func TestSetText(t *testing.T) {
	d := New("en")
	if _, err := d.Merge([]byte("id,title,title_fr,artist\na,One,Un,X.\n"), d.Language()); err != nil {
		t.Fatal(err)
	}
	a := d.Find("a")
	d.SetText(a, "en", "artist", "Z.")
	if a.Texts["fr"].Artist != "Z." {
		t.Error("the artist in French did not follow")
	}
	d.SetText(a, "fr", "artist", "Mme Z.")
	d.SetText(a, "en", "artist", "Y.")
	if a.Texts["fr"].Artist != "Mme Z." {
		t.Error("an artist that differs was changed")
	}
	d.SetText(a, "fr", "title", "")
	d.SetText(a, "fr", "artist", "")
	if _, there := a.Texts["fr"]; there {
		t.Error("an empty text stays")
	}
	if d.TitleOf(a) != "One" || d.TitleOf(&Work{ID: "b"}) != "b" {
		t.Error("the titles are wrong")
	}
}

// A table keeps its own language in a draft of another.
func TestMergeForeign(t *testing.T) {
	d := New("en")
	if _, err := d.Merge([]byte("id,title,title_en\na,Un,One\n"), "fr"); err != nil {
		t.Fatal(err)
	}
	if w := d.Find("a"); d.Language() != "en" || w.Texts["fr"].Title != "Un" || w.Texts["en"].Title != "One" {
		t.Errorf("the labels are %v", w.Texts)
	}
}

func TestPasted(t *testing.T) {
	for _, c := range []struct{ text, want, err string }{
		{"id\ttitle\na\tOne\n", "id\ttitle\na\tOne", ""},
		{"Title\tartist\nOne Boat\tX.\nOne Boat\tY.\n", "id,Title,artist\none-boat,One Boat,X.\none-boat-2,One Boat,Y.\n", ""},
		{"One Boat\tX.", "", "the first line must name the columns"},
		{" ", "", "there is nothing to read"},
		{"id,title\na,One\na,Two", "", "id a stands in line 2"},
	} {
		got, err := Pasted(c.text, "en")
		if c.err != "" {
			if err == nil || !strings.Contains(err.Error(), c.err) {
				t.Errorf("%q: error %v, want %q", c.text, err, c.err)
			}
		} else if err != nil || string(got) != c.want {
			t.Errorf("%q becomes %q, %v; want %q", c.text, got, err, c.want)
		}
	}
}

func TestDecodeRefuses(t *testing.T) {
	for _, raw := range []string{"", "{}", `{"languages":["!"]}`, `{"languages":["en"],"works":[null]}`,
		`{"languages":["en"],"works":[{"id":"a"},{"id":"a"}]}`, `{"languages":["en"],"works":[{"id":"a b"}]}`} {
		if _, err := Decode([]byte(raw)); err == nil {
			t.Errorf("%q was taken for a draft", raw)
		}
	}
}
