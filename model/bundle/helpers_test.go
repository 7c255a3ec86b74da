package bundle

import (
	"strings"
	"testing"

	"docent/model/proto"
)

const weightsHash = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

// calibration is one that Check accepts.
var calibration = proto.Calibration{Intercept: 1, Near: -4.5, Ahead: -2.25, Typical: 12.5, Threshold: 0.75,
	FalseAcceptRate: 0.01, Known: 200, Unknown: 300}

// small returns a bundle of three works in two languages; the last has neither texts nor a thumbnail.
func small() *Bundle {
	works := []WorkEntry{{ID: "harbour", Thumb: "thumbs/harbour.jpg"}, {ID: "Work_2.b", Thumb: "thumbs/Work_2.b.jpg"}, {ID: "x"}}
	thumb := []byte("\xff\xd8 a picture \xff\xd9")
	return &Bundle{
		Manifest: Manifest{
			Title:       map[string]string{"en": "A small museum", "fr": "Un petit musée"},
			Network:     "conv4-64",
			WeightsHash: weightsHash,
			Languages:   []string{"en", "fr"},
			Calibration: calibration,
			Contents:    Contents{Works: works},
		},
		Prototypes: &proto.Set{Dim: 4, Vectors: []float32{0, 0.5, -1, 127.0 / 64, 127, 127, 127, 127, 127.0 / 32, 0.25, 0, 0}},
		Works: []Work{
			{works[0], map[string]Text{
				"en": {Title: "The \"Harbour\"", Artist: "A. Painter", Date: "1880", Medium: "Oil", Description: "Boats & <b>light</b>\nat dawn",
					Price: "€ 10,000", Location: "Room 3", Credit: "Museum"},
				"fr": {Title: "Le port"},
			}},
			{works[1], map[string]Text{"en": {Title: "Two"}}},
			{works[2], map[string]Text{}},
		},
		Thumbs: map[string][]byte{"harbour": thumb, "Work_2.b": append(thumb, "more"...)},
	}
}

// wantError fails unless err says want.
func wantError(t *testing.T, err error, want string) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("error %v, want one that says %q", err, want)
	}
}
