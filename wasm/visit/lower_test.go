package visit

import (
	"testing"
	"unicode"
)

func TestLower(t *testing.T) {
	for _, block := range []struct {
		name     string
		from, to rune
	}{
		{"ASCII and Latin-1", 0, 0xff},
		{"Latin Extended-A", 0x100, 0x17f},
		{"Greek", 0x384, 0x3ce},
		{"Cyrillic", 0x400, 0x52f},
		{"Armenian", 0x530, 0x58f},
		{"Latin Extended Additional", 0x1e00, 0x1eff},
		{"Chinese, for example", 0x4e00, 0x4eff},
	} {
		for r := block.from; r <= block.to; r++ {
			if r == 0x1e9e {
				continue // the capital ß, which hardly anyone writes
			}
			if got, want := lower(r), unicode.ToLower(r); got != want {
				t.Errorf("%s: lower(%q) is %q, want %q", block.name, r, got, want)
			}
		}
	}
}
