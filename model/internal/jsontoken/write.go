package jsontoken

import (
	"errors"
	"math"
	"strconv"
	"unicode/utf8"
)

// A Writer writes one JSON value, on one line and without spaces: the bytes that jsontext writes. Strings must be valid
// UTF-8, numbers finite, and no name may come twice in an object; the first error sticks. The zero value is ready.
type Writer struct {
	b     []byte
	comma bool    // before the next name or element
	names []names // of the objects that are open
	err   error
}

// Bytes returns what was written, or the first error.
func (w *Writer) Bytes() ([]byte, error) { return w.b, w.err }

// Object writes an object: members calls Name and writes a value, for each member.
func (w *Writer) Object(members func()) {
	w.names = append(w.names, names{})
	w.between('{', '}', members)
	w.names = w.names[:len(w.names)-1]
}

// Array writes an array: elements writes each of them.
func (w *Writer) Array(elements func()) { w.between('[', ']', elements) }

func (w *Writer) between(begin, end byte, inner func()) {
	w.separate()
	w.b = append(w.b, begin)
	w.comma = false
	inner()
	w.b = append(w.b, end)
	w.comma = true
}

// Name writes the name of a member, and returns w for its value.
func (w *Writer) Name(name string) *Writer {
	if !w.names[len(w.names)-1].add(name) {
		w.fail("duplicate name " + shown(name))
	}
	w.Str(name)
	w.b = append(w.b, ':')
	w.comma = false
	return w
}

// Str writes a string.
func (w *Writer) Str(s string) {
	w.separate()
	if !utf8.ValidString(s) {
		w.fail("invalid UTF-8 in " + shown(s))
	}
	w.b = append(w.b, '"')
	begin := 0 // of what is not written yet
	for i := range len(s) {
		c := s[i]
		if c >= ' ' && c != '"' && c != '\\' {
			continue
		}
		w.b = append(append(w.b, s[begin:i]...), '\\')
		begin = i + 1
		switch c {
		case '"', '\\':
			w.b = append(w.b, c)
		case '\b':
			w.b = append(w.b, 'b')
		case '\f':
			w.b = append(w.b, 'f')
		case '\n':
			w.b = append(w.b, 'n')
		case '\r':
			w.b = append(w.b, 'r')
		case '\t':
			w.b = append(w.b, 't')
		default:
			const digits = "0123456789abcdef"
			w.b = append(w.b, 'u', '0', '0', digits[c>>4], digits[c&15])
		}
	}
	w.b = append(append(w.b, s[begin:]...), '"')
}

// Int64 writes a whole number.
func (w *Writer) Int64(v int64) {
	w.separate()
	w.b = strconv.AppendInt(w.b, v, 10)
}

// Float64 writes a number with as many digits as tell it from all others.
func (w *Writer) Float64(v float64) { w.float(v, 64) }

// Float32 is Float64 for a float32, which needs fewer digits.
func (w *Writer) Float32(v float32) { w.float(float64(v), 32) }

// float writes a number as JavaScript does (ECMA-262, Number::toString).
func (w *Writer) float(v float64, bits int) {
	w.separate()
	if v-v != 0 {
		w.fail("a number is not finite")
	}
	tiny, huge := 1e-6, 1e21
	if bits == 32 {
		tiny, huge = float64(float32(tiny)), float64(float32(huge))
	}
	if a := math.Abs(v); a == 0 || a >= tiny && a < huge {
		w.b = strconv.AppendFloat(w.b, v, 'f', -1, bits)
		return
	}
	w.b = strconv.AppendFloat(w.b, v, 'e', -1, bits)
	if n := len(w.b); w.b[n-2] == '0' && (w.b[n-3] == '-' || w.b[n-3] == '+') { // e-07
		w.b[n-2] = w.b[n-1]
		w.b = w.b[:n-1]
	}
}

func (w *Writer) separate() {
	if w.comma {
		w.b = append(w.b, ',')
	}
	w.comma = true
}

func (w *Writer) fail(what string) {
	if w.err == nil {
		w.err = errors.New(what)
	}
}
