package visit

import (
	"strings"
	"testing"
)

// Signatures that minisign made over message with two keys.
const (
	message     = "Hello World!\n"
	museumKey   = "RWRQhGcHOBlzw4CoKyugkk4ioDfoxlXxC9LBx+VNhJ3w9w+cAxgvPsuo"
	museumSeal  = "untrusted comment: signature from minisign secret key\nRWRQhGcHOBlzwxrJCyuC+rJfHSfyRKRxkuwa3JJ0bWEs7RHjL1OUmqnTr+V1B9JzFuJIH/ybR2Eus9oEZKt9RbitpF/L4D3+5wg=\ntrusted comment: timestamp:1614549543\tfile:message.txt\nP/722+ynQ+tIy0qadFHwLx5MsyNz/jDKJkDWQj4dDD2OKnVte8m/M14mwPE/1NMwzShPMSBhMXqZGdbe+UZjDg==\n"
	strangerKey = "RWTWI8x2NNIn37bgOSxo/uTjteERn+tuWg83s1eNShCrYHlOkWLy+gD+"
)

func TestJudge(t *testing.T) {
	for _, c := range []struct {
		name     string
		trust    Trust
		manifest string
		seal     string // "" for none
		refused  string
		key      string
	}{
		{"signed", Trust{Keys: museumKey}, message, museumSeal, "", "C373193807678450"},
		{"rotation", Trust{Keys: strangerKey + " " + museumKey}, message, museumSeal, "", "C373193807678450"},
		{"unsigned", Trust{Keys: museumKey}, message, "", "sealMissing", ""},
		{"unsigned, allowed", Trust{Keys: museumKey, Unsigned: true}, message, "", "", ""},
		{"no keys", Trust{}, message, museumSeal, "keysMissing", ""},
		{"no keys, unsigned allowed", Trust{Unsigned: true}, message, museumSeal, "", ""},
		{"keys spoiled", Trust{Keys: museumKey + ",", Unsigned: true}, message, museumSeal, "keysSpoiled", ""},
		{"stranger", Trust{Keys: strangerKey}, message, museumSeal, "sealStrange", ""},
		{"stranger, unsigned allowed", Trust{Keys: strangerKey, Unsigned: true}, message, museumSeal, "sealStrange", ""},
		{"changed", Trust{Keys: museumKey, Unsigned: true}, message + " ", museumSeal, "sealBroken", ""},
		{"comment changed", Trust{Keys: museumKey}, message, strings.Replace(museumSeal, "message", "massage", 1), "sealBroken", ""},
		{"no signature but a page", Trust{Keys: museumKey, Unsigned: true}, message, "<!doctype html>", "sealSpoiled", ""},
		{"empty", Trust{Keys: museumKey}, message, "\n", "sealSpoiled", ""},
	} {
		var signature []byte
		if c.seal != "" {
			signature = []byte(c.seal)
		}
		seal, refused := c.trust.Judge([]byte(c.manifest), signature)
		got := ""
		if refused != nil {
			got = refused.Phrase
		}
		if got != c.refused || seal.Key != c.key {
			t.Errorf("%s: refused %q, key %q; want %q, %q", c.name, got, seal.Key, c.refused, c.key)
		}
		if c.key != "" && seal.Comment != "timestamp:1614549543\tfile:message.txt" {
			t.Errorf("%s: the comment is %q", c.name, seal.Comment)
		}
	}
}
