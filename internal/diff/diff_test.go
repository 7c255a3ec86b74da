//go:build !js

package diff

import (
	"encoding/json"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"docent/model/bundle"
	"docent/model/proto"
)

// collection is a bundle of two groups, of works a, b and c.
func collection() *bundle.Bundle {
	b := &bundle.Bundle{
		Manifest: bundle.Manifest{
			Title: map[string]string{"en": "Museum"}, Languages: []string{"en", "fr"}, Network: "x", WeightsHash: strings.Repeat("0", 64),
			Calibration: proto.Calibration{Near: -1, Ahead: -1, Typical: 1, Threshold: 0.5, FalseAcceptRate: 0.01},
			Groups:      []bundle.Group{{ID: "one", Works: 2}, {ID: "two", Works: 1}},
		},
		Prototypes: &proto.Set{Dim: 2, Vectors: []float32{127, 0, 127, 1, 127, 2}, Impostors: []float32{1, 2, 3}},
		Thumbs:     map[string][]byte{"a": []byte("picture of a"), "b": []byte("picture of b"), "c": []byte("picture of c")},
		Audio:      map[string][]byte{"audio/en/a.mp3": []byte("ID3 a")},
	}
	for _, id := range []string{"a", "b", "c"} {
		b.Works = append(b.Works, bundle.Work{WorkEntry: bundle.WorkEntry{ID: id, Thumb: bundle.ThumbName(id), Room: "1"},
			Texts: map[string]bundle.Text{"en": {Title: "Work " + id, Artist: "A. Painter"}}})
	}
	b.Works[0].Audio = map[string]string{"en": "audio/en/a.mp3"}
	return b
}

func open(t *testing.T, b *bundle.Bundle) *bundle.Archive {
	t.Helper()
	path := filepath.Join(t.TempDir(), "x.docent")
	if err := b.WriteFile(path); err != nil {
		t.Fatal(err)
	}
	a, err := bundle.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	return a
}

func TestCompare(t *testing.T) {
	old := open(t, collection())
	same := Report{Manifest: []string{}, Thresholds: Thresholds{0.5, 0.5, 0, 0}, GroupsAdded: []string{}, GroupsRemoved: []string{}, Added: []string{},
		Removed: []string{}, Moved: []Move{}, Changed: []Change{}, Works: 3}
	for _, c := range []struct {
		name   string
		change func(b *bundle.Bundle)
		want   func(r *Report)
		fetch  []string // parts but the manifest
	}{
		{"nothing", func(*bundle.Bundle) {}, func(*Report) {}, nil},
		{"texts", func(b *bundle.Bundle) {
			b.Works[1].Texts = map[string]bundle.Text{"en": {Title: "Other", Credit: "Gift", Artist: "A. Painter"}, "fr": {Title: "Autre"}}
		}, func(r *Report) {
			r.Changed = []Change{{ID: "b", Texts: map[string][]string{"en": {"credit", "title"}, "fr": {"title"}}}}
		}, []string{"groups/one/works.json", "groups/one/texts/en.json", "groups/one/texts/fr.json"}},
		{"text taken away", func(b *bundle.Bundle) { b.Works[2].Texts["en"] = bundle.Text{Title: "Work c"} }, func(r *Report) {
			r.Changed = []Change{{ID: "c", Texts: map[string][]string{"en": {"artist"}}}}
		}, []string{"groups/two/works.json", "groups/two/texts/en.json"}},
		{"fields", func(b *bundle.Bundle) {
			w := &b.Works[2]
			w.Number, w.Room, w.URL, w.Pictures, w.Licence = "7", "2", "https://example.org/c", 2, "free"
		}, func(r *Report) {
			r.Changed = []Change{{ID: "c", Fields: []string{"number", "room", "licence", "url", "pictures"}}}
		}, []string{"groups/two/works.json"}},
		{"audio and thumbnail", func(b *bundle.Bundle) {
			b.Audio["audio/en/a.mp3"], b.Thumbs["a"] = []byte("ID3 new"), []byte("new picture of a")
		}, func(r *Report) {
			r.Changed = []Change{{ID: "a", Audio: []string{"en"}, Thumbnail: true}}
		}, []string{"groups/one/works.json", "groups/one/audio/en/a.mp3", "groups/one/thumbs/a.jpg"}},
		{"prototype", func(b *bundle.Bundle) { b.Prototypes.Vectors[5] = 3 }, func(r *Report) { r.Changed = []Change{{ID: "c", Prototype: true}} },
			[]string{"groups/two/works.json", "groups/two/prototypes.safetensors"}},
		{"impostors", func(b *bundle.Bundle) { b.Prototypes.Impostors[2] = 4 }, func(r *Report) { r.Changed = []Change{{ID: "c", Prototype: true}} },
			[]string{"groups/two/works.json", "groups/two/prototypes.safetensors"}},
		{"moved", func(b *bundle.Bundle) { b.Groups[0].Works, b.Groups[1].Works = 1, 2 }, func(r *Report) { r.Moved = []Move{{"b", "one", "two"}} },
			[]string{"groups/one/works.json", "groups/one/texts/en.json", "groups/one/prototypes.safetensors",
				"groups/two/works.json", "groups/two/texts/en.json", "groups/two/prototypes.safetensors"}}, // its thumbnail is known
		{"added", func(b *bundle.Bundle) {
			b.Works = append(b.Works, bundle.Work{WorkEntry: bundle.WorkEntry{ID: "d"}})
			b.Prototypes.Vectors, b.Prototypes.Impostors = append(b.Prototypes.Vectors, 1, 1), append(b.Prototypes.Impostors, 1)
			b.Groups = append(b.Groups, bundle.Group{ID: "three", Works: 1})
		}, func(r *Report) { r.Added, r.GroupsAdded, r.Works = []string{"d"}, []string{"three"}, 4 },
			[]string{"groups/three/works.json", "groups/three/prototypes.safetensors"}},
		{"removed", func(b *bundle.Bundle) {
			b.Works, b.Groups = b.Works[:2], b.Groups[:1]
			b.Prototypes.Vectors, b.Prototypes.Impostors = b.Prototypes.Vectors[:4], b.Prototypes.Impostors[:2]
		}, func(r *Report) { r.Removed, r.GroupsRemoved, r.Works = []string{"c"}, []string{"two"}, 2 }, nil},
		{"threshold and title", func(b *bundle.Bundle) { b.Calibration.Threshold, b.Title = 0.25, nil },
			func(r *Report) {
				r.Manifest, r.Thresholds.New = []string{"title", "calibration"}, 0.25
			}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := collection()
			c.change(b)
			now := open(t, b)
			got, err := Compare(old, now)
			if err != nil {
				t.Fatal(err)
			}
			want := same
			c.want(&want)
			want.Fetch = fetches(t, old, now, c.fetch)
			if !reflect.DeepEqual(*got, want) {
				t.Errorf("got\n%+v\nwant\n%+v", *got, want)
			}
			var out strings.Builder
			if err := got.Print(&out); err != nil || !strings.Contains(out.String(), "by a visitor who has the old one") {
				t.Errorf("printed %q, %v", out.String(), err)
			}
			if raw, err := json.Marshal(got); err != nil || strings.Contains(string(raw), "null") {
				t.Errorf("as JSON: %s, %v", raw, err)
			}
		})
	}
}

// fetches adds up the sizes of the manifest, if it has changed, and of the parts.
func fetches(t *testing.T, old, now *bundle.Archive, parts []string) (f Fetch) {
	names, err := now.Names()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range append(names, bundle.ManifestName) {
		b, err := now.Part(name)
		if err != nil {
			t.Fatal(err)
		}
		f.OfParts++
		f.OfBytes += int64(len(b))
		if slices.Contains(parts, name) || name == bundle.ManifestName && string(b) != string(old.Raw()) {
			f.Parts++
			f.Bytes += int64(len(b))
		}
	}
	return f
}

func TestPrint(t *testing.T) {
	r := Report{Works: 9, Manifest: []string{"weights"}, Thresholds: Thresholds{0.5, 0.25, 1, 1.5}, GroupsAdded: []string{"attic"},
		Changed: []Change{{ID: "a", Texts: map[string][]string{"fr": {"title"}, "en": {"price", "title"}}, Fields: []string{"room"}, Audio: []string{"en"},
			Thumbnail: true, Prototype: true, Features: true}},
		Moved: []Move{{"b", "one", "two"}}, Fetch: Fetch{1, 20, 3, 400}}
	for range most + 2 {
		r.Added = append(r.Added, "new")
	}
	var out strings.Builder
	if err := r.Print(&out); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"9: 52 added, 0 removed, 1 changed, 1 moved", "weights", "0.25, was 0.5", "1.5, was 1", "attic",
		"a: texts en (price, title), texts fr (title), room, audio en, thumbnail, prototype, features\n", "b from one to two",
		"and 2 more", "20 of 400 bytes, in 1 of 3 parts"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("it does not say %q:\n%s", want, out.String())
		}
	}
}
