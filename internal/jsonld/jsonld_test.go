//go:build !js

package jsonld

import (
	"bytes"
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"

	"docent/model/bundle"
	"docent/model/proto"
)

// collection is a bundle of two groups: one work with every field, and one with nothing.
func collection() *bundle.Bundle {
	hash := strings.Repeat("0", 64)
	return &bundle.Bundle{
		Manifest: bundle.Manifest{
			Title: map[string]string{"en": "Museum", "fr": "Musée"}, Languages: []string{"en", "fr"}, Network: "x", WeightsHash: hash,
			Calibration: proto.Calibration{Near: -1, Ahead: -1, Typical: 1, FalseAcceptRate: 0.01},
			Groups:      []bundle.Group{{ID: "one", Works: 1}, {ID: "two", Works: 1}},
		},
		Prototypes: &proto.Set{Dim: 1, Vectors: []float32{127, 127}},
		Works: []bundle.Work{
			{WorkEntry: bundle.WorkEntry{ID: "harbour", Thumb: "groups/one/thumbs/harbour.webp", Licence: "https://example.org/cc0", Number: "12 b", Room: "3",
				URL: "https://example.org/harbour", Audio: map[string]string{"fr": "groups/one/audio/fr/harbour.ogg"}, Pictures: 2},
				Texts: map[string]bundle.Text{
					"fr": {Title: "Le port", Artist: "A. Peintre", Date: "1880"},
					"en": {Title: "Harbour </script>", Artist: "A. Painter", Date: "1880", Medium: "Oil", Description: "Boats", Price: "10,000 EUR",
						Location: "Room 3", Credit: "Gift"},
				}},
			{WorkEntry: bundle.WorkEntry{ID: "x", Licence: "In copyright"}, Texts: map[string]bundle.Text{"en": {Date: "about 1900"}}},
		},
		Thumbs: map[string][]byte{"harbour": []byte("RIFF")},
		Audio:  map[string][]byte{"groups/one/audio/fr/harbour.ogg": []byte("OggS")},
	}
}

const want = `{"@context": "https://schema.org", "@type": "Collection",
"name": [{"@value": "Museum", "@language": "en"}, {"@value": "Musée", "@language": "fr"}], "inLanguage": ["en", "fr"], "collectionSize": 2,
"hasPart": [
 {"@id": "#harbour", "@type": ["VisualArtwork", "ArchiveComponent"], "identifier": "12 b", "url": "https://example.org/harbour",
  "name": [{"@value": "Harbour </script>", "@language": "en"}, {"@value": "Le port", "@language": "fr"}],
  "creator": {"@type": "Person", "name": [{"@value": "A. Painter", "@language": "en"}, {"@value": "A. Peintre", "@language": "fr"}]},
  "dateCreated": "1880", "artMedium": [{"@value": "Oil", "@language": "en"}], "description": [{"@value": "Boats", "@language": "en"}],
  "creditText": [{"@value": "Gift", "@language": "en"}], "license": "https://example.org/cc0",
  "image": "bundle/groups/one/thumbs/harbour.webp",
  "audio": [{"@type": "AudioObject", "contentUrl": "bundle/groups/one/audio/fr/harbour.ogg", "inLanguage": "fr", "encodingFormat": "audio/ogg"}],
  "itemLocation": {"@type": "Place", "identifier": "3", "name": [{"@value": "Room 3", "@language": "en"}]},
  "offers": {"@type": "Offer", "price": [{"@value": "10,000 EUR", "@language": "en"}]}},
 {"@id": "#x", "@type": ["VisualArtwork"], "dateCreated": [{"@value": "about 1900", "@language": "en"}],
  "license": {"@type": "CreativeWork", "name": "In copyright"}}
]}`

func TestWrite(t *testing.T) {
	a, err := collection().Archive()
	if err != nil {
		t.Fatal(err)
	}
	var buf bytes.Buffer
	if err := Write(&buf, a, Options{Base: "bundle/"}); err != nil {
		t.Fatal(err)
	}
	got := buf.Bytes()
	var g, w any
	if err := errors.Join(json.Unmarshal(got, &g), json.Unmarshal([]byte(want), &w)); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(g, w) {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if bytes.Contains(got, []byte("</script")) {
		t.Error("it would end the script element that it stands in")
	}
	if err := Write(full{}, a, Options{}); err == nil || !strings.Contains(err.Error(), "the disk is full") {
		t.Errorf("error %v", err)
	}
}

// full is a disk that is full.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("the disk is full") }

func TestDate(t *testing.T) {
	for text, plain := range map[string]bool{"1880": true, "1880-05": true, "1880-05-01": true, "1880-1890": false, "c. 1880": false, "188": false, "18801": false} {
		if _, ok := date([]words{{text, "en"}}).(string); ok != plain {
			t.Errorf("%q is a date: %v, want %v", text, ok, plain)
		}
	}
	if _, ok := date([]words{{"1880", "en"}, {"1881", "fr"}}).(string); ok {
		t.Error("two years are one date")
	}
}
