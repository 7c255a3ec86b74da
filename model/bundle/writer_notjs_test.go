//go:build !js

package bundle

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"testing"
)

// TestWriter writes a grouped bundle part by part from one that is read group by group: the same bytes.
func TestWriter(t *testing.T) {
	dir := t.TempDir()
	first, second := filepath.Join(dir, "first.docent"), filepath.Join(dir, "second.docent")
	if err := grouped(t).WriteFile(first); err != nil {
		t.Fatal(err)
	}
	a, err := Open(first)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	w, err := Create(second)
	if err != nil {
		t.Fatal(err)
	}
	m := a.Manifest()
	for i, g := range m.Groups {
		b, err := a.ReadGroup(i)
		if err != nil {
			t.Fatal(err)
		}
		if i == 0 { // thumbnails may come first
			for j := range b.Works {
				if err := w.Add(b.Works[j].Thumb, b.Thumbs[b.Works[j].ID]); err != nil {
					t.Fatal(err)
				}
			}
			b.Thumbs = nil
		}
		if err := w.AddGroup(Group{ID: g.ID, Title: g.Title}, b); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{BackgroundName, CoarseName} {
		part, err := a.Part(name)
		if err == nil {
			err = w.Add(name, part)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if _, err := os.Stat(second); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("before it is closed: %v", err)
	}
	w.Sign = func(raw []byte) ([]byte, error) {
		if !bytes.Equal(raw, a.Raw()) {
			t.Errorf("the manifest is\n%s\nwant\n%s", raw, a.Raw())
		}
		return []byte("signed"), nil
	}
	if err := w.Close(m); err != nil {
		t.Fatal(err)
	}
	w.Abort()
	got, err := ReadFile(second)
	if err != nil {
		t.Fatal(err)
	}
	want, err := a.Read()
	if want.Signature = []byte("signed"); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("read %v\n%+v\nwant\n%+v", err, got, want)
	}

	// Every file can be had by its name.
	for name, part := range groupedFiles(t) {
		if b, err := a.Part(name); err != nil || !bytes.Equal(b, part) {
			t.Errorf("%s has other bytes, %v", name, err)
		}
	}
	for name, want := range map[string]string{SignatureName: "there is no part", "x": "there is no part", "groups/room-9/x": "there is no group", "groups/room-1/x": "there is no part"} {
		_, err := a.Part(name)
		wantError(t, err, want)
		wantError(t, err, "bundle "+first)
	}
}

func TestWriterRefuses(t *testing.T) {
	part := []byte("x")
	group := func(id string, change func(b *Bundle)) func(w *Writer) error {
		return func(w *Writer) error {
			b := grouped(t)
			if change != nil {
				change(b)
			}
			return w.AddGroup(Group{ID: id}, b.slice(0, 2))
		}
	}
	add := func(name string) func(w *Writer) error { return func(w *Writer) error { return w.Add(name, part) } }
	closing := func(change func(m *Manifest)) func(w *Writer) error {
		return func(w *Writer) error {
			m := grouped(t).Manifest
			change(&m)
			return w.Close(&m)
		}
	}
	for _, c := range []struct {
		name  string
		steps []func(w *Writer) error
		want  string
	}{
		{"part twice", []func(w *Writer) error{add("x"), add("x")}, "x is added twice"},
		{"part upwards", []func(w *Writer) error{add("../x")}, "is not the name of a part"},
		{"the manifest", []func(w *Writer) error{add(ManifestName)}, "is not the name of a part"},
		{"after its group", []func(w *Writer) error{group("g", nil), add("groups/g/x")}, "or after its group"},
		{"group twice", []func(w *Writer) error{group("g", nil), group("g", nil)}, "or after its group"},
		{"group without a name", []func(w *Writer) error{group("", nil)}, `write bundle: group: id ""`},
		{"works twice", []func(w *Writer) error{group("g", nil), group("h", nil)}, "work harbour is in two groups"},
		{"other languages", []func(w *Writer) error{group("g", nil), group("h", func(b *Bundle) { b.Languages = []string{"en"} })}, "group h has other languages or features"},
		{"no thumbnail", []func(w *Writer) error{group("g", func(b *Bundle) { b.Thumbs = nil })}, "the thumbnail of harbour is missing"},
		{"wrong thumbnail", []func(w *Writer) error{group("g", func(b *Bundle) { b.Works[0].Thumb = "thumbs/Work_2.b.jpg" })}, "the thumbnail of harbour must be called"},
		{"audio is missing", []func(w *Writer) error{group("g", func(b *Bundle) { b.Works[0].Audio = map[string]string{"en": "audio/en/harbour.mp3"} })}, "the audio of harbour is missing"},
		{"closed with other features", []func(w *Writer) error{group("g", nil), closing(func(m *Manifest) { m.Features = FeaturesApart })}, "other languages or features than the groups"},
		{"closed with nothing", []func(w *Writer) error{closing(func(m *Manifest) { m.Groups = nil })}, "prototypes.safetensors is missing"},
		{"not signed", []func(w *Writer) error{group("g", nil), func(w *Writer) error {
			w.Sign = func([]byte) ([]byte, error) { return nil, errors.New("the key has a password") }
			return nil
		}, closing(func(*Manifest) {})}, "the key has a password"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			path := filepath.Join(dir, "x.docent")
			if err := os.WriteFile(path, []byte("before"), 0o666); err != nil {
				t.Fatal(err)
			}
			w, err := Create(path)
			if err != nil {
				t.Fatal(err)
			}
			for _, step := range c.steps {
				err = step(w)
			}
			wantError(t, err, c.want)
			// The error stays, and what was there before too.
			wantError(t, w.Close(&grouped(t).Manifest), c.want)
			if b, err := os.ReadFile(path); err != nil || string(b) != "before" {
				t.Errorf("it has become %q, %v", b, err)
			}
			wantNames(t, dir, "x.docent")
		})
	}
}

// TestWriteDirReplaces replaces a folder whole: unchanged files are the same files, others are gone, and foreign ones are not lost.
func TestWriteDirReplaces(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "museum")
	b := small()
	if err := b.WriteDir(dir); err != nil {
		t.Fatal(err)
	}
	kept, err := os.Stat(filepath.Join(dir, "thumbs", "harbour.jpg"))
	if err != nil {
		t.Fatal(err)
	}
	b.Works[1].Thumb = ""
	if err := b.WriteDir(dir); err != nil {
		t.Fatal(err)
	}
	if now, err := os.Stat(filepath.Join(dir, "thumbs", "harbour.jpg")); err != nil || !os.SameFile(kept, now) {
		t.Errorf("a thumbnail that has not changed is another file, %v", err)
	}
	wantNames(t, filepath.Join(dir, "thumbs"), "harbour.jpg")
	wantNames(t, filepath.Dir(dir), "museum")
	if _, err := ReadFile(dir); err != nil {
		t.Error(err)
	}

	notes := filepath.Join(dir, "notes.txt")
	if err := os.WriteFile(notes, []byte("mine"), 0o666); err != nil {
		t.Fatal(err)
	}
	wantError(t, b.WriteDir(dir), `the folder has "notes.txt", which is no part of a bundle`)
	if text, err := os.ReadFile(notes); err != nil || string(text) != "mine" {
		t.Errorf("the notes are %q, %v", text, err)
	}
	wantError(t, b.WriteDir(notes), "not a directory")

	// A bundle that cannot be written leaves the one before.
	if err := os.Remove(notes); err != nil {
		t.Fatal(err)
	}
	b.Thumbs = nil
	wantError(t, b.WriteDir(dir), "the thumbnail of harbour is missing")
	if _, err := ReadFile(dir); err != nil {
		t.Error(err)
	}
	wantNames(t, filepath.Dir(dir), "museum")
}
