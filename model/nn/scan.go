package nn

import (
	"bytes"
	"errors"
	"io"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// A scanner reads JSON of a known structure, strictly: jsontext refuses duplicate names and invalid UTF-8, the caller
// refuses unknown names with fail. The first error sticks, and ends all loops.
type scanner struct {
	d   *jsontext.Decoder
	err error
}

func newScanner(b []byte) *scanner {
	return &scanner{d: jsontext.NewDecoder(bytes.NewReader(b))}
}

// fail records an error at the current place.
func (s *scanner) fail(what string) {
	if s.err == nil {
		s.err = errors.New(what)
		if p := s.d.StackPointer(); p != "" {
			s.err = &opError{"at " + quote(string(p)), s.err}
		}
	}
}

// next reads a token of the given kind.
func (s *scanner) next(kind jsontext.Kind) (t jsontext.Token, ok bool) {
	if s.err != nil {
		return t, false
	}
	t, err := s.d.ReadToken()
	if err != nil {
		if err == io.EOF {
			err = io.ErrUnexpectedEOF
		}
		s.err = shorten(err)
		return t, false
	}
	if k := t.Kind(); k != kind {
		s.fail("found a JSON " + k.String() + ", want " + kind.String())
		return t, false
	}
	return t, true
}

// more reports whether the current object or array goes on; it reads its end otherwise.
func (s *scanner) more(end jsontext.Kind) bool {
	if s.err != nil {
		return false
	}
	if s.d.PeekKind() == end {
		s.next(end)
		return false
	}
	return true
}

// object calls member for each member of an object. member reads the value.
func (s *scanner) object(member func(name string)) {
	s.next('{')
	for s.more('}') {
		if name, ok := s.next('"'); ok {
			member(name.String())
		}
	}
}

// array calls element for each element of an array. element reads it.
func (s *scanner) array(element func()) {
	s.next('[')
	for s.more(']') {
		element()
	}
}

func (s *scanner) str() string {
	t, ok := s.next('"')
	if !ok {
		return ""
	}
	return t.String()
}

// int64 reads a number that has neither fraction nor exponent.
func (s *scanner) int64() int64 {
	t, ok := s.next('0')
	if !ok {
		return 0
	}
	v, err := t.Int()
	if err != nil {
		s.fail("found a number that is not a 64-bit integer")
	}
	return v
}

// int reads a number that has neither fraction nor exponent and is below 2^31 in size.
func (s *scanner) int() int {
	v := s.int64()
	if v != int64(int32(v)) {
		s.fail("found a number that is not a 32-bit integer")
	}
	return int(int32(v))
}

func (s *scanner) float32() float32 {
	t, ok := s.next('0')
	if !ok {
		return 0
	}
	v, err := t.Float32()
	if err != nil {
		s.fail("found a number that is not a 32-bit float")
	}
	return v
}

// floats reads an array of exactly len(dst) numbers.
func (s *scanner) floats(dst []float32) {
	i := 0
	s.array(func() {
		if i == len(dst) {
			s.fail("found too many numbers")
			return
		}
		dst[i] = s.float32()
		i++
	})
	if i < len(dst) {
		s.fail("found too few numbers")
	}
}

// end makes sure that only white space follows, and returns the first error of all.
func (s *scanner) end() error {
	if s.err == nil {
		if _, err := s.d.ReadToken(); err == nil {
			s.err = errors.New("something follows the JSON object")
		} else if err != io.EOF {
			s.err = shorten(err)
		}
	}
	return s.err
}

// shorten cuts the text of an error of jsontext, which may quote a name of any length.
func shorten(err error) error {
	if text := err.Error(); len(text) > 200 {
		return errors.New(strings.ToValidUTF8(text[:200], "") + "...")
	}
	return err
}
