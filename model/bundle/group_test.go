package bundle

import (
	"bytes"
	"reflect"
	"strings"
	"testing"

	"docent/model/proto"
)

// groupManifest returns a manifest of two groups, and the contents of the first, of two works with all that an entry can say.
func groupManifest() (*Manifest, *Contents) {
	m := small().Manifest
	m.Licences = []string{"https://creativecommons.org/publicdomain/zero/1.0/", "In copyright"}
	m.Contents = Contents{Parts: map[string]Part{BackgroundName: {10, weightsHash}}}
	m.Groups = []Group{
		{"room-1", map[string]string{"en": "Room 1"}, 2, 500, weightsHash},
		{"room-2", map[string]string{}, 1, 500, weightsHash},
	}
	c := &Contents{
		Works: []WorkEntry{
			{"harbour", "groups/room-1/thumbs/harbour.webp", m.Licences[1], "12 b", "Room 1", "https://example.org/harbour",
				map[string]string{"en": "groups/room-1/audio/en/harbour.mp3", "fr": "groups/room-1/audio/fr/harbour.m4a"}, 3},
			{ID: "x"},
		},
		Parts: map[string]Part{},
	}
	for _, name := range []string{PrototypesName, "texts/en.json", "texts/fr.json", "thumbs/harbour.webp", "audio/en/harbour.mp3", "audio/fr/harbour.m4a"} {
		c.Parts[InGroup("room-1", name)] = Part{10, weightsHash}
	}
	return &m, c
}

func TestContentsRoundTrip(t *testing.T) {
	m, c := groupManifest()
	b, err := EncodeContents(c, m, "room-1")
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(b, []byte("groups/")) {
		t.Errorf("names with their group: %s", b)
	}
	got, err := ReadContents(b, m, 0)
	if err != nil || !reflect.DeepEqual(got, c) {
		t.Errorf("read %v\n%+v\nwant\n%+v", err, got, c)
	}
	raw, err := m.Encode()
	if err != nil {
		t.Fatal(err)
	}
	if got, err := ReadManifest(raw); err != nil || !reflect.DeepEqual(got, m) || got.WorkCount() != 3 {
		t.Errorf("read %v\n%+v\nwant\n%+v", err, got, m)
	}
	m.Licences = m.Licences[:1]
	_, err = EncodeContents(c, m, "room-1")
	wantError(t, err, `write groups/room-1/works.json: works: the licence "In copyright" is not in the manifest's list`)
}

func TestReadContentsRefuses(t *testing.T) {
	m, c := groupManifest()
	good, err := EncodeContents(c, m, "room-1")
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct{ name, old, new, want string }{
		{"empty", string(good), "", "ends too early"},
		{"too few works", `,{"id":"x"}`, "", "1 works, but the manifest says 2"},
		{"no works", `"works":`, `"hung":`, "works: there are none"},
		{"id twice", `{"id":"x"}`, `{"id":"harbour"}`, "harbour stands there twice"},
		{"licence of no place", `"licence":1`, `"licence":2`, `licence of "harbour" is not in the manifest's list`},
		{"huge licence", `"licence":1`, `"licence":9223372036854775807`, "is not in the manifest's list"},
		{"negative licence", `"licence":1`, `"licence":-1`, "not the number of a licence"},
		{"licence in words", `"licence":1`, `"licence":"free"`, "not a whole number"},
		{"script for a url", "https://example.org/harbour", "javascript:alert(1)", "does not begin with https://"},
		{"number on two lines", `"12 b"`, `"12\nb"`, "the number of harbour has a line break"},
		{"long room", `"Room 1"`, `"` + strings.Repeat("R", MaxShort+1) + `"`, "the room of harbour is longer than"},
		{"another's audio", "audio/en/harbour.mp3\",", "audio/en/x.mp3\",", "the audio of harbour must be called audio/en/harbour.mp3"},
		{"audio as a program", "audio/en/harbour.mp3\",", "audio/en/harbour.exe\",", "the audio of harbour must be called"},
		{"audio upwards", "audio/en/harbour.mp3\",", "../../harbour.mp3\",", "the audio of harbour must be called"},
		{"audio in no language", `"audio":{"en"`, `"audio":{"e n"`, "is not a language tag"},
		{"thumbnail of another group", `"thumbs/harbour.webp",`, `"../room-2/thumbs/harbour.webp",`, "must be called thumbs/harbour.jpg, or end in .webp"},
		{"thumbnail of another kind", `"thumbs/harbour.webp",`, `"thumbs/harbour.svg",`, "must be called"},
		{"part without its name", `"thumbs/harbour.webp":`, `"thumbs/other.webp":`, "groups/room-1/thumbs/harbour.webp is missing"},
		{"part upwards", `"thumbs/harbour.webp":`, `"../x":`, "is not the name of a part"},
		{"part with a backslash", `"thumbs/harbour.webp":`, `"thumbs\\x":`, "is not the name of a part"},
		{"group in a group", `"thumbs/harbour.webp":`, `"groups/x/y":`, "is not the name of a part"},
		{"itself", `"thumbs/harbour.webp":`, `"works.json":`, "is not the name of a part"},
		{"no prototypes", `"prototypes.safetensors":`, `"prototypes":`, "prototypes.safetensors is missing"},
		{"no texts", `"texts/fr.json":`, `"texts/de.json":`, "texts/fr.json is missing"},
		{"huge audio", `"audio/en/harbour.mp3":{"bytes":10`, `"audio/en/harbour.mp3":{"bytes":1000000000`, "is larger than"},
		{"many pictures", `"pictures":3`, `"pictures":99999999999`, "not a count"},
		{"deep", `"pictures":3`, `"later":` + strings.Repeat("[", 10_000), "nested more than"},
		{"much of nothing", `[{"id":"harbour"`, `[` + strings.Repeat("{},", MaxWorks) + `{"id":"harbour"`, "more than 200000"},
	} {
		t.Run(x.name, func(t *testing.T) {
			bad := bytes.Replace(good, []byte(x.old), []byte(x.new), 1)
			if bytes.Equal(bad, good) {
				t.Fatal("the test changes nothing")
			}
			_, err := ReadContents(bad, m, 0)
			wantError(t, err, x.want)
			wantError(t, err, "read groups/room-1/works.json: ")
		})
	}
}

func TestManifestGroupsRefuses(t *testing.T) {
	m, _ := groupManifest()
	good, err := m.Encode()
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct{ name, old, new, want string }{
		{"group twice", `"id":"room-2"`, `"id":"room-1"`, "groups: room-1 stands there twice"},
		{"group upwards", `"id":"room-2"`, `"id":".."`, `groups: id ".." is not`},
		{"group with a slash", `"id":"room-2"`, `"id":"a/b"`, `groups: id "a/b" is not`},
		{"no works", `"works":1,`, `"works":0,`, "impossible number of 0 works"},
		{"many works", `"works":1,`, `"works":200001,`, "impossible number of 200001 works"},
		{"many works together", `"works":1,`, `"works":199999,`, "more than 200000 works together"},
		{"huge", `"bytes":500`, `"bytes":500000000000`, "impossible size"},
		{"no size", `"bytes":500,`, ``, "impossible size"},
		{"no hash", `"bytes":500,"sha256":"00`, `"bytes":500,"sha256":"0`, "room-1: "},
		{"title in no language", `"title":{"en":"Room 1"}`, `"title":{"":"Room 1"}`, "groups: room-1: title: "},
		{"works of its own", `"works":[]`, `"works":[{"id":"a"}]`, "a bundle with groups has its works there"},
		{"a group's part", `"background.safetensors"`, `"groups/room-1/x"`, "is not the name of a part"},
		{"the signature", `"background.safetensors"`, `"manifest.json.minisig"`, "is not the name of a part"},
		{"licence twice", `"In copyright"`, `"https://creativecommons.org/publicdomain/zero/1.0/"`, "is empty or stands there twice"},
		{"empty licence", `"In copyright"`, `""`, "is empty or stands there twice"},
		{"licence on two lines", `"In copyright"`, `"In\ncopyright"`, "licences: one has a line break"},
	} {
		t.Run(x.name, func(t *testing.T) {
			bad := bytes.Replace(good, []byte(x.old), []byte(x.new), 1)
			if bytes.Equal(bad, good) {
				t.Fatal("the test changes nothing")
			}
			_, err := ReadManifest(bad)
			wantError(t, err, x.want)
		})
	}
	_, err = ReadManifest([]byte(`{"docent":3,"groups":[` + strings.Repeat("{},", MaxGroups) + `{}]}`))
	wantError(t, err, "more than 16384")
}

// TestFlat joins groups as a page does that has loaded some of them.
func TestFlat(t *testing.T) {
	m, c := groupManifest()
	other := &Contents{Works: []WorkEntry{{ID: "y"}}, Parts: map[string]Part{"groups/room-2/prototypes.safetensors": {10, weightsHash}}}
	flat, err := m.Flat(other, c)
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, w := range flat.Works {
		ids = append(ids, w.ID)
	}
	if !reflect.DeepEqual(ids, []string{"y", "harbour", "x"}) || len(flat.Parts) != 8 || flat.Groups != nil || len(m.Groups) != 2 || len(m.Parts) != 1 {
		t.Errorf("joined %+v from %+v", flat, m)
	}
	_, err = m.Flat(c, other, &Contents{Works: c.Works[1:]})
	wantError(t, err, "work x is in two groups")

	f := JoinFeatures(NewFeatures(2), NewFeatures(1))
	if f.Len() != 3 {
		t.Errorf("%d works with features", f.Len())
	}
}

func TestJoinPrototypes(t *testing.T) {
	a := &proto.Set{Dim: 2, Vectors: []float32{1, 2, 3, 4}, Impostors: []float32{5, 6}}
	b := &proto.Set{Dim: 2, Vectors: []float32{7, 8}, Impostors: []float32{9}}
	got, err := JoinPrototypes([]float32{0, 1}, a, b)
	want := &proto.Set{Dim: 2, Vectors: []float32{1, 2, 3, 4, 7, 8}, Impostors: []float32{5, 6, 9}, Background: []float32{0, 1}}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("joined %+v, %v", got, err)
	}
	for want, sets := range map[string][]*proto.Set{
		"prototypes of 2 and of 1 numbers":  {a, {Dim: 1, Vectors: []float32{1}}},
		"a group has a background":          {a, {Dim: 2, Vectors: []float32{1, 2}, Impostors: []float32{1}, Background: []float32{1, 2}}},
		"only some groups know their":       {a, {Dim: 2, Vectors: []float32{1, 2}}},
		"rows of background are not 3 numb": {{Dim: 3, Vectors: []float32{1, 2, 3}}},
	} {
		_, err := JoinPrototypes([]float32{0, 1}, sets...)
		wantError(t, err, want)
	}
}

func TestBackgroundRoundTrip(t *testing.T) {
	rows := []float32{1, 2, 3, 4, 5, 6}
	b, err := EncodeBackground(rows, 3)
	if err != nil {
		t.Fatal(err)
	}
	if got, dim, err := ReadBackground(b); err != nil || dim != 3 || !reflect.DeepEqual(got, rows) {
		t.Errorf("read %v, rows of %d, %v", got, dim, err)
	}
	other, _ := EncodePrototypes(&proto.Set{Dim: 1, Vectors: []float32{1}})
	_, _, err = ReadBackground(other)
	wantError(t, err, "read background.safetensors: there is no tensor background")
}

func FuzzReadContents(f *testing.F) {
	m, c := groupManifest()
	b, err := EncodeContents(c, m, "room-1")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Fuzz(func(t *testing.T, b []byte) {
		c, err := ReadContents(b, m, 0)
		if err != nil {
			return
		}
		again, err := EncodeContents(c, m, "room-1")
		if err != nil {
			t.Fatalf("contents that were read cannot be written: %v", err)
		}
		if c2, err := ReadContents(again, m, 0); err != nil || !reflect.DeepEqual(c, c2) {
			t.Fatalf("contents change when they are written and read (%v)\n%+v\n%+v", err, c, c2)
		}
	})
}
