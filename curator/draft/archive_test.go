package draft

import (
	"archive/zip"
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"
)

func TestZip(t *testing.T) {
	d := New("fr")
	d.Title = "Le musée"
	give(d, "b.png", "a.jpg", "a__detail.webp")
	if _, err := d.Merge([]byte("id,title,title_en\na,Un,One\nlost,Perdu,\n"), d.Language()); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := d.Write(&b, func(key string) ([]byte, error) { return []byte("file " + key), nil }); err != nil {
		t.Fatal(err)
	}
	settings, tables, pictures, err := Zip(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	if settings == nil || settings.Title != d.Title || !slices.Equal(settings.Languages, []string{"fr", "en"}) || len(tables) != 1 {
		t.Errorf("read back %+v, %d tables", settings, len(tables))
	}
	var names []string
	for _, p := range pictures {
		names = append(names, p.Name)
		settings.AddPicture(Picture{Key: p.Name, Name: p.Name})
	}
	if want := []string{"pictures/a.jpg", "pictures/a__2.webp", "pictures/b.png"}; !slices.Equal(names, want) {
		t.Errorf("pictures %q, want %q", names, want)
	}
	if f, err := pictures[1].Read(); err != nil || string(f) != "file a__detail.webp" {
		t.Errorf("%q, %v", f, err)
	}
	table, err := tables[0].Read()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := settings.Merge(table, settings.Language()); err != nil {
		t.Fatal(err)
	}
	before, _ := d.WholeTable()
	after, _ := settings.WholeTable()
	if !bytes.Equal(before, after) || len(settings.Find("a").Pictures) != 2 {
		t.Errorf("the draft has become\n%s\nbefore it was\n%s", after, before)
	}

	err = d.Write(&b, func(string) ([]byte, error) { return nil, errors.New("storage is gone") })
	if err == nil || !strings.Contains(err.Error(), "storage is gone") {
		t.Errorf("a picture that cannot be read: %v", err)
	}
}

func TestZipRefuses(t *testing.T) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range []string{"notes.txt", "__MACOSX/a.jpg", ".hidden/b.jpg", "folder/"} {
		if _, err := z.Create(name); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		b    []byte
		want string
	}{{b.Bytes(), "neither pictures"}, {b.Bytes()[:20], "not a zip file"}, {nil, "not a zip file"}} {
		if _, _, _, err := Zip(bytes.NewReader(c.b), int64(len(c.b))); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("error %v, want %q", err, c.want)
		}
	}
}

func TestNearest(t *testing.T) {
	var m Map
	m.Set("a", Place{[]float32{1, 0}, 0.5})
	m.Set("b", Place{[]float32{0.9, 0}, 0.25})
	m.Set("c", Place{[]float32{0, 1}, 0.5})
	m.Set("d", Place{[]float32{1, 0.1}, 0})
	got := m.Nearest("a", 2)
	if len(got) != 2 || got[0].ID != "d" || got[1].ID != "b" || got[1].Apart < 0.039 || got[1].Apart > 0.041 {
		t.Errorf("nearest to a: %+v", got)
	}
	m.Remove("d")
	if got := m.Nearest("a", 5); len(got) != 2 || got[0].ID != "b" || got[1].ID != "c" {
		t.Errorf("nearest to a without d: %+v", got)
	}
	if got := m.Nearest("d", 5); got != nil {
		t.Errorf("a work that is not there has neighbours: %+v", got)
	}
}
