// Package jsontoken reads and writes JSON whose structure is known, strictly, and in little code: it is linked into the page.
//
// It accepts what github.com/go-json-experiment/json/jsontext accepts (RFC 7493, I-JSON): valid UTF-8, surrogates in
// pairs alone, no name twice in an object, nothing after the value; and nesting up to 64 deep. It writes the bytes that
// jsontext writes. Fuzz tests hold the two against each other. jsontext itself would make the page's download some 50 KB
// larger.
package jsontoken

import (
	"errors"
	"strconv"
	"unicode/utf8"
)

// maxDepth bounds nesting, and so the stack that hostile input can take.
const maxDepth = 64

// A Reader reads one JSON value, by calls that say what is expected next. The first error sticks: after it every call
// returns at once with a zero value, so that callers need to ask for it only at the end.
type Reader struct {
	b    []byte
	pos  int // of the next byte
	path []step
	err  error
}

// step is where the Reader is in one of the objects and arrays that surround it.
type step struct {
	name  string // of the member, in an object
	index int    // of the element, in an array, or one of the following
}

const (
	inObject   = -1
	atTheStart = -2 // of an object, before its first name
)

// New returns a Reader of b, which must not change while it is read.
func New(b []byte) *Reader { return &Reader{b: b} }

// Err returns the first error.
func (r *Reader) Err() error { return r.err }

// Fail records what is wrong with the value that is being read, and where that is, as a JSON pointer (RFC 6901).
func (r *Reader) Fail(what string) {
	if r.err != nil {
		return
	}
	if p := r.pointer(); p != "" {
		what = "at " + shown(p) + ": " + what
	}
	r.err = errors.New(what)
}

// End makes sure that only white space follows, and returns the first error of all.
func (r *Reader) End() error {
	if r.err == nil {
		r.space()
		if r.pos < len(r.b) {
			r.unlike("something follows the JSON value")
		}
	}
	return r.err
}

// Object reads an object. member is called for each name and must read the value.
func (r *Reader) Object(member func(name string)) {
	if !r.enter('{', "an object", step{index: atTheStart}) {
		return
	}
	var seen names
	for first := true; r.more('}', first); first = false {
		r.space()
		if !r.take('"') {
			return
		}
		name := r.str()
		if r.err != nil {
			return
		}
		r.path[len(r.path)-1] = step{name, inObject}
		if !seen.add(name) {
			r.Fail("duplicate name")
			return
		}
		r.space()
		if !r.take(':') {
			return
		}
		member(name)
	}
	r.leave()
}

// Array reads an array of at most most elements. element is called for each and must read it.
func (r *Reader) Array(most int, element func()) {
	if !r.enter('[', "an array", step{}) {
		return
	}
	for n := 0; r.more(']', n == 0); n++ {
		if n == most {
			r.path = r.path[:len(r.path)-1]
			r.Fail("more than " + strconv.Itoa(most) + " elements")
			return
		}
		r.path[len(r.path)-1].index = n
		element()
	}
	r.leave()
}

// Skip reads a value of any kind, as strictly as all others.
func (r *Reader) Skip() {
	if r.err != nil {
		return
	}
	r.space()
	if r.pos == len(r.b) {
		r.early()
		return
	}
	switch r.b[r.pos] {
	case '{':
		r.Object(func(string) { r.Skip() })
	case '[':
		r.Array(len(r.b), r.Skip)
	case '"':
		r.Str()
	case 't':
		r.word("true")
	case 'f':
		r.word("false")
	case 'n':
		r.word("null")
	default:
		r.number("a value")
	}
}

// enter reads the beginning of an object or array.
func (r *Reader) enter(c byte, what string, s step) bool {
	if !r.want(c, what) {
		return false
	}
	if len(r.path) == maxDepth {
		r.err = errors.New("nested more than " + strconv.Itoa(maxDepth) + " deep") // without its long pointer
		return false
	}
	r.pos++
	r.path = append(r.path, s)
	return true
}

func (r *Reader) leave() {
	if r.err == nil {
		r.path = r.path[:len(r.path)-1]
	}
}

// more reads what stands between two elements, and reports whether there is another one; it reads the end otherwise.
func (r *Reader) more(end byte, first bool) bool {
	if r.err != nil {
		return false
	}
	r.space()
	if r.pos < len(r.b) && r.b[r.pos] == end {
		r.pos++
		return false
	}
	return first || r.take(',')
}

// take reads a byte of punctuation.
func (r *Reader) take(c byte) bool {
	switch {
	case r.err != nil:
	case r.pos == len(r.b):
		r.early()
	case r.b[r.pos] != c:
		r.invalid()
	default:
		r.pos++
		return true
	}
	return false
}

// want makes sure that a value of a kind comes next, known by its first byte.
func (r *Reader) want(c byte, what string) bool {
	if r.err != nil {
		return false
	}
	r.space()
	switch {
	case r.pos == len(r.b):
		r.early()
	case r.b[r.pos] == c:
		return true
	default:
		r.unlike("not " + what)
	}
	return false
}

// unlike says what is wrong with the next byte: what, if it begins a value.
func (r *Reader) unlike(what string) {
	switch c := r.b[r.pos]; c {
	case '{', '[', '"', '-', 't', 'f', 'n':
		r.Fail(what)
	default:
		if digit(c) {
			r.Fail(what)
		} else {
			r.invalid()
		}
	}
}

func (r *Reader) space() {
	for r.pos < len(r.b) {
		switch r.b[r.pos] {
		case ' ', '\t', '\n', '\r':
			r.pos++
		default:
			return
		}
	}
}

// word reads true, false or null.
func (r *Reader) word(w string) {
	for i := range len(w) {
		if !r.take(w[i]) {
			return
		}
	}
}

func (r *Reader) early() { r.Fail("it ends too early") }

// invalid reports the next byte, or the end, where something else must stand.
func (r *Reader) invalid() {
	if r.err != nil {
		return
	}
	if r.pos == len(r.b) {
		r.early()
		return
	}
	c, n := utf8.DecodeRune(r.b[r.pos:])
	what := "invalid character " + strconv.QuoteRune(c)
	if c == utf8.RuneError && n == 1 {
		what = "invalid UTF-8"
	}
	r.Fail(what + " at byte " + strconv.Itoa(r.pos))
}

// pointer returns where the Reader is.
func (r *Reader) pointer() string {
	var b []byte
	for _, s := range r.path {
		if s.index == atTheStart {
			break // the innermost
		}
		b = append(b, '/')
		if s.index >= 0 {
			b = strconv.AppendInt(b, int64(s.index), 10)
			continue
		}
		for i := range len(s.name) {
			switch c := s.name[i]; c {
			case '~':
				b = append(b, "~0"...)
			case '/':
				b = append(b, "~1"...)
			default:
				b = append(b, c)
			}
		}
	}
	return string(b)
}

// shown quotes what may be long or hostile for an error message.
func shown(s string) string {
	if len(s) > 100 {
		s = s[:100] + "..."
	}
	return strconv.QuoteToASCII(s)
}
