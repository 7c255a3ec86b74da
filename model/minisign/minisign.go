// Package minisign checks signatures in the format of minisign (https://jedisct1.github.io/minisign/): Ed25519 over a
// file or over its BLAKE2b-512, with a comment that is signed too. It is linked into the page, which believes nothing of a
// bundle before; package signing of the command makes signatures.
package minisign

import (
	"errors"
	"strings"

	"docent/model/internal/blake2b"
	"docent/model/internal/ed25519"
	"docent/model/nn"
)

// MaxSignature bounds what is read as a signature, in bytes. minisign writes comments of at most 8 KiB.
const MaxSignature = 16 << 10

// Algorithms, as the first two bytes of a key or signature.
const (
	plain  = "Ed" // the file itself is signed; and what every key begins with
	hashed = "ED" // its BLAKE2b-512 is
)

// KeyID tells keys apart. It is a name that whoever makes a key may choose, and proves nothing.
type KeyID [8]byte

// String returns the number as minisign writes it: 16 hexadecimal digits.
func (id KeyID) String() string {
	const digits = "0123456789ABCDEF"
	out := make([]byte, 0, 16)
	for i := len(id) - 1; i >= 0; i-- {
		out = append(out, digits[id[i]>>4], digits[id[i]&15])
	}
	return string(out)
}

// Key is a public key.
type Key struct {
	ID    KeyID
	point [ed25519.KeySize]byte
}

// String returns the line that minisign writes for the key, RW and 54 more letters.
func (k Key) String() string {
	b := append([]byte(plain), k.ID[:]...)
	return encode(append(b, k.point[:]...))
}

// ParseKey reads a public key: the line that begins with RW, or a file with a comment above it.
func ParseKey(text string) (Key, error) {
	all := lines(text)
	b, ok := decode(all[len(all)-1], 2+8+ed25519.KeySize)
	if !ok || string(b[:2]) != plain || len(all) > 2 || len(all) == 2 && !strings.HasPrefix(all[0], untrusted) {
		return Key{}, &nn.FormatError{What: "read public key", Err: errors.New("it is not a minisign public key (RW and 54 more letters)")}
	}
	return Key{KeyID(b[2:]), [ed25519.KeySize]byte(b[10:])}, nil
}

// ParseKeys reads public keys with spaces between them.
func ParseKeys(list string) ([]Key, error) {
	var keys []Key
	for more := true; more; {
		var word string
		if word, list, more = strings.Cut(list, " "); word == "" {
			continue
		}
		k, err := ParseKey(word)
		if err != nil {
			return nil, err
		}
		keys = append(keys, k)
	}
	return keys, nil
}

// lines cuts a text into its lines, without what ends them. There is always one.
func lines(text string) (all []string) {
	for more := true; more; {
		var line string
		line, text, more = strings.Cut(text, "\n")
		more = more && text != ""
		if n := len(line); n > 0 && line[n-1] == '\r' {
			line = line[:n-1]
		}
		all = append(all, line)
	}
	return all
}

// Signature is a signature that was read, and not checked yet.
type Signature struct {
	ID      KeyID  // of the key that it claims to be made with
	Comment string // the trusted one: to be believed after Verify

	hashed         bool
	file, combined [ed25519.SignatureSize]byte // over the file, and over that and the comment
}

// Comments before the two lines of a signature.
const (
	untrusted = "untrusted comment: "
	trusted   = "trusted comment: "
)

// ParseSignature reads a .minisig file.
func ParseSignature(text []byte) (*Signature, error) {
	bad := &nn.FormatError{What: "read signature", Err: errors.New("the signature is damaged, or no minisign signature")}
	if len(text) > MaxSignature {
		return nil, bad
	}
	all := lines(string(text))
	if len(all) != 4 {
		return nil, bad
	}
	comment, ok := strings.CutPrefix(all[2], trusted)
	file, fileOK := decode(all[1], 2+8+ed25519.SignatureSize)
	combined, combinedOK := decode(all[3], ed25519.SignatureSize)
	if !ok || !fileOK || !combinedOK || !strings.HasPrefix(all[0], untrusted) {
		return nil, bad
	}
	algorithm := string(file[:2])
	if algorithm != plain && algorithm != hashed {
		return nil, bad
	}
	s := &Signature{ID: KeyID(file[2:]), Comment: comment, hashed: algorithm == hashed}
	copy(s.file[:], file[10:])
	copy(s.combined[:], combined)
	return s, nil
}

// Reasons why a signature does not hold.
var (
	ErrStranger = errors.New("it is signed with another key")
	ErrChanged  = errors.New("it is not what was signed")
	ErrComment  = errors.New("the signature's comment is not what was signed")
)

// Verify checks that the signature is one over message, and that its comment is what was signed with it, by any of the keys. It
// returns the key. The error is ErrStranger where the signature names none of the keys, ErrChanged or ErrComment where it
// names one that did not sign this.
func (s *Signature) Verify(message []byte, keys []Key) (Key, error) {
	err := ErrStranger
	for _, k := range keys {
		if k.ID != s.ID {
			continue
		}
		// Two keys with one name may be pinned: the next one is tried.
		if err = s.verify(message, k); err == nil {
			return k, nil
		}
	}
	return Key{}, err
}

func (s *Signature) verify(message []byte, k Key) error {
	if s.hashed {
		sum := blake2b.Sum(message)
		message = sum[:]
	}
	if !ed25519.Verify(&k.point, message, &s.file) {
		return ErrChanged
	}
	if !ed25519.Verify(&k.point, append(s.file[:len(s.file):len(s.file)], s.Comment...), &s.combined) {
		return ErrComment
	}
	return nil
}
