package jsontoken

import (
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// Str reads a string.
func (r *Reader) Str() string {
	if !r.want('"', "a string") {
		return ""
	}
	r.pos++
	return r.str()
}

// str reads a string behind its first quote.
func (r *Reader) str() string {
	begin := r.pos
	var unescaped []byte // what came before begin, if there was an escape
	for r.err == nil {
		if r.pos == len(r.b) {
			break
		}
		switch c := r.b[r.pos]; {
		case c == '"':
			s := r.b[begin:r.pos]
			r.pos++
			if unescaped != nil {
				s = append(unescaped, s...)
			}
			return string(s)
		case c == '\\':
			unescaped = append(unescaped, r.b[begin:r.pos]...)
			r.pos++
			unescaped = r.escape(unescaped)
			begin = r.pos
		case c < ' ':
			r.invalid()
		case c < utf8.RuneSelf:
			r.pos++
		default:
			v, n := utf8.DecodeRune(r.b[r.pos:])
			if v == utf8.RuneError && n == 1 {
				r.invalid()
			}
			r.pos += n
		}
	}
	r.early()
	return ""
}

// escape reads an escape behind its backslash, and appends what it means.
func (r *Reader) escape(dst []byte) []byte {
	if r.pos == len(r.b) {
		return dst
	}
	c := r.b[r.pos]
	switch c {
	case '"', '\\', '/':
	case 'b':
		c = '\b'
	case 'f':
		c = '\f'
	case 'n':
		c = '\n'
	case 'r':
		c = '\r'
	case 't':
		c = '\t'
	case 'u':
		r.pos++
		v := r.hex()
		if utf16.IsSurrogate(v) {
			low := rune(-1)
			if r.take('\\') && r.take('u') {
				low = r.hex()
			}
			if v = utf16.DecodeRune(v, low); v == utf8.RuneError {
				r.Fail("half a surrogate pair before byte " + strconv.Itoa(r.pos))
			}
		}
		return utf8.AppendRune(dst, v)
	default:
		r.invalid()
	}
	r.pos++
	return append(dst, c)
}

// hex reads four hexadecimal digits.
func (r *Reader) hex() (v rune) {
	for range 4 {
		if r.pos == len(r.b) {
			r.early()
		}
		if r.err != nil {
			return 0
		}
		c := r.b[r.pos]
		switch {
		case digit(c):
			c -= '0'
		case c|0x20 >= 'a' && c|0x20 <= 'f':
			c = c | 0x20 - 'a' + 10
		default:
			r.invalid()
		}
		v = v<<4 | rune(c)
		r.pos++
	}
	return v
}

// Int64 reads a number that has neither fraction nor exponent.
func (r *Reader) Int64() int64 {
	s := r.number("a whole number")
	v, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		r.Fail("not a whole number of 64 bits")
	}
	return v
}

// Float64 reads a number to the nearest float64.
func (r *Reader) Float64() float64 {
	return r.float(64)
}

// Float32 reads a number to the nearest float32.
func (r *Reader) Float32() float32 {
	return float32(r.float(32))
}

func (r *Reader) float(bits int) float64 {
	s := r.number("a number")
	v, err := strconv.ParseFloat(s, bits)
	if err != nil {
		r.Fail("not a number that " + strconv.Itoa(bits) + " bits can hold")
		return 0
	}
	return v
}

// number returns the bytes of a number.
func (r *Reader) number(what string) string {
	if r.err != nil {
		return ""
	}
	r.space()
	switch {
	case r.pos == len(r.b):
		r.early()
		return ""
	case r.b[r.pos] != '-' && !digit(r.b[r.pos]):
		r.unlike("not " + what)
		return ""
	}
	begin := r.pos
	r.skip('-', '-')
	if r.skip('0', '0') || r.digits() {
		if r.skip('.', '.') {
			r.digits()
		}
		if r.skip('e', 'E') {
			_ = r.skip('+', '-')
			r.digits()
		}
	}
	if r.err != nil {
		return ""
	}
	return string(r.b[begin:r.pos])
}

// skip passes over the next byte if it is one of two, and reports whether it was.
func (r *Reader) skip(a, b byte) bool {
	if r.pos < len(r.b) && (r.b[r.pos] == a || r.b[r.pos] == b) {
		r.pos++
		return true
	}
	return false
}

// digits reads one decimal digit or more.
func (r *Reader) digits() bool {
	if r.pos == len(r.b) || !digit(r.b[r.pos]) {
		r.invalid()
		return false
	}
	for r.pos < len(r.b) && digit(r.b[r.pos]) {
		r.pos++
	}
	return true
}

func digit(c byte) bool { return c >= '0' && c <= '9' }

// names is a set of the names of an object. Most objects have a few, those by work a hundred thousand.
type names struct {
	few  [16]string
	n    int             // of few that are taken
	many map[string]bool // all of them, once they are more than that
}

// add reports whether a name is new.
func (s *names) add(name string) bool {
	if s.many != nil {
		size := len(s.many)
		s.many[name] = true
		return len(s.many) > size
	}
	for _, f := range s.few[:s.n] {
		if f == name {
			return false
		}
	}
	if s.n < len(s.few) {
		s.few[s.n] = name
		s.n++
		return true
	}
	s.many = make(map[string]bool, 4*len(s.few))
	for _, f := range s.few {
		s.many[f] = true
	}
	s.many[name] = true
	return true
}
