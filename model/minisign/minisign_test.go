package minisign

import (
	"encoding/base64"
	"errors"
	"math/rand/v2"
	"strings"
	"testing"

	theirs "aead.dev/minisign"

	"docent/internal/deps"
)

func TestDeps(t *testing.T) { deps.ForbidInPage(t, ".", nil) }

// Made by minisign itself: of message.txt with the default (hashed) and with -l (the file itself), by one key. They come
// with aead.dev/minisign.
const (
	museum = "RWRQhGcHOBlzw4CoKyugkk4ioDfoxlXxC9LBx+VNhJ3w9w+cAxgvPsuo"
	legacy = `untrusted comment: signature from minisign secret key
RWRQhGcHOBlzwxrJCyuC+rJfHSfyRKRxkuwa3JJ0bWEs7RHjL1OUmqnTr+V1B9JzFuJIH/ybR2Eus9oEZKt9RbitpF/L4D3+5wg=
trusted comment: timestamp:1614549543	file:message.txt
P/722+ynQ+tIy0qadFHwLx5MsyNz/jDKJkDWQj4dDD2OKnVte8m/M14mwPE/1NMwzShPMSBhMXqZGdbe+UZjDg==
`
	message = "Hello World!\n"
)

func keyOf(t *testing.T, text string) Key {
	t.Helper()
	k, err := ParseKey(text)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func TestMinisignsOwn(t *testing.T) {
	for _, text := range []string{museum, museum + "\n", "untrusted comment: minisign public key C373193807678450\n" + museum + "\n",
		"untrusted comment: x\r\n" + museum + "\r\n"} {
		k := keyOf(t, text)
		if k.String() != museum || k.ID.String() != "C373193807678450" {
			t.Errorf("%q is read as %v, number %v", text, k, k.ID)
		}
	}
	for _, text := range []string{legacy, strings.ReplaceAll(legacy, "\n", "\r\n"), strings.TrimSpace(legacy)} {
		s, err := ParseSignature([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		if k, err := s.Verify([]byte(message), []Key{keyOf(t, museum)}); err != nil || k.String() != museum {
			t.Errorf("minisign's own signature: %v", err)
		}
		if want := "timestamp:1614549543\tfile:message.txt"; s.Comment != want {
			t.Errorf("the comment is %q, want %q", s.Comment, want)
		}
	}
}

// signers returns two keys of another implementation.
func signers(t *testing.T) (a, b theirs.PrivateKey, keys [2]Key) {
	t.Helper()
	r := rand.NewChaCha8([32]byte{7})
	for i, private := range []*theirs.PrivateKey{&a, &b} {
		public, p, err := theirs.GenerateKey(r)
		if err != nil {
			t.Fatal(err)
		}
		*private, keys[i] = p, keyOf(t, public.String())
	}
	return a, b, keys
}

// TestVerify signs with another implementation, in both ways.
func TestVerify(t *testing.T) {
	a, b, keys := signers(t)
	manifest := []byte(strings.Repeat(`{"docent": 3}`, 30))
	hashedBy := func(p theirs.PrivateKey) []byte {
		r := theirs.NewReader(strings.NewReader(string(manifest)))
		if _, err := r.Read(make([]byte, len(manifest)+1)); err != nil {
			t.Fatal(err)
		}
		return r.SignWithComments(p, "title:Museum", "c")
	}
	for name, way := range map[string]func(theirs.PrivateKey) []byte{
		"the file": func(p theirs.PrivateKey) []byte { return theirs.SignWithComments(p, manifest, "title:Museum", "c") },
		"its hash": hashedBy,
	} {
		read := func(text string) *Signature {
			t.Helper()
			s, err := ParseSignature([]byte(text))
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			return s
		}
		good := string(way(a))
		changed := append([]byte(nil), manifest...)
		changed[100] ^= 1
		for _, c := range []struct {
			name, text string
			message    []byte
			keys       []Key
			key        int
			err        error
		}{
			{"right", good, manifest, keys[:1], 0, nil},
			{"second key", string(way(b)), manifest, keys[:], 1, nil},
			{"stranger", good, manifest, keys[1:], 0, ErrStranger},
			{"no keys", good, manifest, nil, 0, ErrStranger},
			{"changed", good, changed, keys[:], 0, ErrChanged},
			{"comment", strings.Replace(good, "title:Museum", "title:Museun", 1), manifest, keys[:], 0, ErrComment},
			{"other way", strings.Replace(good, good[len(untrusted)+2:][:2], map[string]string{"the file": "RU", "its hash": "RW"}[name], 1), manifest, keys[:], 0, ErrChanged},
			{"another key under this name", good, manifest, []Key{{ID: keys[0].ID, point: keys[1].point}}, 0, ErrChanged},
			{"the second of two of one name", good, manifest, []Key{{ID: keys[0].ID, point: keys[1].point}, keys[0]}, 0, nil},
		} {
			k, err := read(c.text).Verify(c.message, c.keys)
			if !errors.Is(err, c.err) {
				t.Errorf("%s, %s: %v, want %v", name, c.name, err, c.err)
			}
			if err == nil && k != keys[c.key] {
				t.Errorf("%s, %s: the key is %v", name, c.name, k.ID)
			}
		}
	}
}

func TestDamaged(t *testing.T) {
	lines := strings.Split(legacy, "\n")
	with := func(i int, s string) string {
		all := append([]string(nil), lines...)
		all[i] = s
		return strings.Join(all, "\n")
	}
	for name, text := range map[string]string{
		"empty":             "",
		"a page":            "<!doctype html>\n<p>404</p>\n<p>\n</p>",
		"three lines":       strings.Join(lines[:3], "\n"),
		"five lines":        legacy + "more\n",
		"no comment":        with(0, "comment"),
		"no trusted":        with(2, "untrusted comment: x"),
		"short":             with(1, lines[1][:96]),
		"long":              with(1, lines[1]+"AAAA"),
		"no base64":         with(1, "!"+lines[1][1:]),
		"other algorithm":   with(1, "RX"+lines[1][2:]),
		"bits left over":    with(3, strings.Replace(lines[3], "g==", "h==", 1)),
		"padding within":    with(3, "=="+lines[3][2:]),
		"second signature":  with(3, lines[1]),
		"larger than bound": with(2, trusted+strings.Repeat("x", MaxSignature)),
	} {
		if s, err := ParseSignature([]byte(text)); err == nil || s != nil {
			t.Errorf("%s: read as %+v", name, s)
		}
	}
	for name, text := range map[string]string{
		"empty": "", "comment alone": "untrusted comment: x", "short": museum[:52], "a signature": lines[1],
		"hashed": "RU" + museum[2:], "two": museum + museum, "two lines": museum + "\n" + museum,
	} {
		if k, err := ParseKey(text); err == nil {
			t.Errorf("key %s: read as %v", name, k)
		}
	}
	if keys, err := ParseKeys(" " + museum + "  " + museum + " "); err != nil || len(keys) != 2 {
		t.Errorf("two keys are read as %d, %v", len(keys), err)
	}
	if _, err := ParseKeys(museum + ", " + museum); err == nil {
		t.Error("keys with a comma between them are read")
	}
}

func TestBase64(t *testing.T) {
	r := rand.NewChaCha8([32]byte{3})
	for n := range 80 {
		b := make([]byte, n)
		r.Read(b)
		s := base64.StdEncoding.EncodeToString(b)
		if got := encode(b); got != s {
			t.Fatalf("%x is written as %s, want %s", b, got, s)
		}
		if got, ok := decode(s, n); !ok || string(got) != string(b) {
			t.Fatalf("%s is read as %x, %v", s, got, ok)
		}
		if _, ok := decode(s+"=", n); ok {
			t.Errorf("%s= is read", s)
		}
	}
}

func FuzzParseSignature(f *testing.F) {
	f.Add([]byte(legacy))
	k, err := ParseKey(museum)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		s, err := ParseSignature(text)
		if err != nil {
			return
		}
		var their theirs.PublicKey
		if err := their.UnmarshalText([]byte(museum)); err != nil {
			t.Fatal(err)
		}
		_, err = s.Verify([]byte(message), []Key{k})
		if want := theirs.Verify(their, []byte(message), text); (err == nil) && !want {
			t.Errorf("%q is accepted here alone", text)
		}
	})
}
