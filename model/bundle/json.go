package bundle

import (
	"bytes"
	"errors"
	"io"
	"strconv"

	"github.com/go-json-experiment/json/jsontext"
)

// decoder reads JSON token by token (encoding/json would add 400 KB to the page). Strict as jsontext is: valid UTF-8,
// no duplicate names.
type decoder struct{ *jsontext.Decoder }

// readWhole reads b as one object and nothing after it. value is called for each key and must read its value.
func readWhole(b []byte, value func(d *decoder, key string) error) error {
	d := &decoder{jsontext.NewDecoder(bytes.NewBuffer(b))}
	if err := d.object(func(key string) error { return value(d, key) }); err != nil {
		return err
	}
	switch _, err := d.ReadToken(); err {
	case io.EOF:
		return nil
	case nil:
		return errors.New("there is something after the JSON object")
	default:
		return err
	}
}

// object reads an object; value is called for each key and must read its value.
func (d *decoder) object(value func(key string) error) error {
	if err := d.expect('{', "an object"); err != nil {
		return err
	}
	for d.PeekKind() != '}' {
		t, err := d.ReadToken()
		if err != nil {
			return eof(err)
		}
		if err := value(t.String()); err != nil {
			return eof(err)
		}
	}
	_, err := d.ReadToken()
	return eof(err)
}

// array reads an array of at most most elements; element is called for each and must read it.
func (d *decoder) array(most int, element func() error) error {
	if err := d.expect('[', "an array"); err != nil {
		return err
	}
	for n := 0; d.PeekKind() != ']'; n++ {
		if n == most {
			return errors.New(string(d.StackPointer()) + ": more than " + strconv.Itoa(most) + " elements")
		}
		if err := element(); err != nil {
			return eof(err)
		}
	}
	_, err := d.ReadToken()
	return eof(err)
}

// str reads a string.
func (d *decoder) str(s *string) error {
	t, err := d.scalar('"', "a string")
	if err != nil {
		return err
	}
	*s = t.String()
	return nil
}

// number reads a number.
func (d *decoder) number(v *float64) error {
	t, err := d.scalar('0', "a number")
	if err != nil {
		return err
	}
	if *v, err = t.Float(); err != nil {
		return d.bad("a number")
	}
	return nil
}

// integer reads a whole number.
func (d *decoder) integer(v *int64) error {
	t, err := d.scalar('0', "a whole number")
	if err != nil {
		return err
	}
	if *v, err = t.Int(); err != nil {
		return d.bad("a whole number")
	}
	return nil
}

// count reads a whole number into an int, up to a billion: int has 32 bits in some places.
func (d *decoder) count(v *int) error {
	var n int64
	if err := d.integer(&n); err != nil {
		return err
	}
	if n < 0 || n > 1e9 {
		return d.bad("a count")
	}
	*v = int(n)
	return nil
}

func (d *decoder) expect(kind jsontext.Kind, what string) error {
	_, err := d.scalar(kind, what)
	return err
}

// scalar reads one token of a kind.
func (d *decoder) scalar(kind jsontext.Kind, what string) (jsontext.Token, error) {
	t, err := d.ReadToken()
	if err != nil {
		return t, eof(err)
	}
	if t.Kind() != kind {
		return t, d.bad(what)
	}
	return t, nil
}

func (d *decoder) bad(what string) error {
	at := string(d.StackPointer())
	if at == "" {
		at = "the file"
	}
	return errors.New(at + " is not " + what)
}

// eof says in words what io.EOF means in the middle of a value.
func eof(err error) error {
	if err == io.EOF || errors.Is(err, io.ErrUnexpectedEOF) {
		return errors.New("it ends too early")
	}
	return err
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
