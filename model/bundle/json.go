package bundle

import (
	"io"

	"github.com/go-json-experiment/json/jsontext"

	"docent/model/internal/jsontoken"
)

// readWhole reads b as one object and nothing after it. member is called for each key and must read its value.
func readWhole(b []byte, member func(r *jsontoken.Reader, key string)) error {
	r := jsontoken.New(b)
	r.Object(func(key string) { member(r, key) })
	return r.End()
}

// readCount reads a whole number from 0 to a billion: int has 32 bits in some places.
func readCount(r *jsontoken.Reader) int {
	n := r.Int64()
	if n < 0 || n > 1e9 {
		r.Fail("not a count")
		return 0
	}
	return int(n)
}

// encoder writes JSON and keeps the first error.
type encoder struct {
	e   *jsontext.Encoder
	err error
}

// newEncoder returns an encoder that writes to w, on one line.
func newEncoder(w io.Writer) *encoder { return &encoder{e: jsontext.NewEncoder(w)} }

func (e *encoder) token(t jsontext.Token) {
	if e.err == nil {
		e.err = e.e.WriteToken(t)
	}
}

func (e *encoder) begin()          { e.token(jsontext.BeginObject) }
func (e *encoder) end()            { e.token(jsontext.EndObject) }
func (e *encoder) str(s string)    { e.token(jsontext.String(s)) }
func (e *encoder) int(n int64)     { e.token(jsontext.Int(n)) }
func (e *encoder) float(v float64) { e.token(jsontext.Float(v)) }

func (e *encoder) key(name string) *encoder {
	e.str(name)
	return e
}
