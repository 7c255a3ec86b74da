//go:build !js

package bundle

import (
	"path/filepath"
	"reflect"
	"testing"
)

// grouped returns the small bundle with features, background, audio and licences, cut into groups of two works and one.
func grouped(t testing.TB) *Bundle {
	t.Helper()
	b := withFeatures(t, FeaturesPacked)
	b.Prototypes.Background = []float32{1, 2, 3, 4, 5, 6, 7, 8}
	b.Prototypes.Impostors = []float32{0.5, 0.25, 2}
	b.Groups = []Group{{ID: "room-1", Title: map[string]string{"en": "Room 1"}, Works: 2}, {ID: "room-2", Title: map[string]string{}, Works: 1}}
	b.Audio = map[string][]byte{"groups/room-2/audio/en/x.mp3": []byte("ID3")}
	b.Works[2].Audio = map[string]string{"en": "groups/room-2/audio/en/x.mp3"}
	b.Works[0].Thumb, b.Works[1].Thumb = "groups/room-1/thumbs/harbour.jpg", "groups/room-1/thumbs/Work_2.b.webp"
	b.Works[0].Licence, b.Works[0].Number, b.Works[0].Room, b.Works[0].URL = "https://creativecommons.org/publicdomain/zero/1.0/", "12", "Room 1", "https://example.org/harbour"
	b.Works[1].Licence, b.Works[1].Pictures = "In copyright", 3
	b.Works[2].Licence = b.Works[0].Licence
	b.Licences = []string{b.Works[0].Licence, "In copyright"}
	for i := range b.Works {
		b.Manifest.Works[i] = b.Works[i].WorkEntry
	}
	b.Coarse = NewCoarse(b.Prototypes.Dim, b.Groups, b.Prototypes.At)
	return b
}

func TestGroupedRoundTrip(t *testing.T) {
	want := grouped(t)
	dir := t.TempDir()
	for name, write := range map[string]func(string) error{"small.docent": want.WriteFile, "small": want.WriteDir} {
		path := filepath.Join(dir, name)
		if err := write(path); err != nil {
			t.Fatal(err)
		}
		got, err := ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if len(got.Parts) != 2+2*4+3 || got.Parts["groups/room-2/texts/fr.json"].Bytes != 3 {
			t.Errorf("%s: parts %v", name, got.Parts)
		}
		again, err := got.Files()
		if files, _ := want.Files(); err != nil || !reflect.DeepEqual(again, files) {
			t.Errorf("%s: written again it is another bundle, %v", name, err)
		}
		got.Parts = nil
		for i := range got.Groups {
			if got.Groups[i].Bytes == 0 {
				t.Errorf("%s: group %+v", name, got.Groups[i])
			}
			got.Groups[i].Bytes, got.Groups[i].SHA256 = 0, ""
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: read\n%+v\nwant\n%+v", name, got, want)
		}
		a, err := Open(path)
		if err != nil {
			t.Fatal(err)
		}
		defer a.Close()
		if err := a.Check(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
