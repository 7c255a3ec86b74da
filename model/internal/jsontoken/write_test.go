package jsontoken

import (
	"bytes"
	"math"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"
)

func TestWriter(t *testing.T) {
	var w Writer
	w.Object(func() {
		w.Name("empty").Object(func() {})
		w.Name("list").Array(func() {
			w.Int64(-1)
			w.Array(func() {})
			w.Object(func() { w.Name("empty").Str("") })
			w.Float32(0.1)
		})
		w.Name("a\"b").Float64(1e-7)
	})
	const want = `{"empty":{},"list":[-1,[],{"empty":""},0.1],"a\"b":1e-7}`
	if got, err := w.Bytes(); err != nil || string(got) != want {
		t.Errorf("wrote %s (%v), want %s", got, err, want)
	}
}

func TestWriterRefuses(t *testing.T) {
	for _, c := range []struct {
		name, want string
		write      func(w *Writer)
	}{
		{"invalid UTF-8", `invalid UTF-8 in "\xff"`, func(w *Writer) { w.Str("\xff") }},
		{"invalid UTF-8 in a name", "invalid UTF-8", func(w *Writer) { w.Object(func() { w.Name("\xc3").Int64(1) }) }},
		{"duplicate", `duplicate name "a"`, func(w *Writer) {
			w.Object(func() {
				w.Name("a").Object(func() { w.Name("a").Int64(1) })
				w.Name("b").Int64(1)
				w.Name("a").Int64(1)
			})
		}},
		{"NaN", "not finite", func(w *Writer) { w.Float64(math.NaN()) }},
		{"infinity", "not finite", func(w *Writer) { w.Float32(float32(math.Inf(-1))) }},
	} {
		var w Writer
		c.write(&w)
		if _, err := w.Bytes(); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want one with %q", c.name, err, c.want)
		}
	}
}

// compareScalars fails unless scalars are written as jsontext writes them, and read back the same.
func compareScalars(t *testing.T, s string, i int64, f float64) {
	t.Helper()
	narrow := float32(f)
	if f-f != 0 || narrow-narrow != 0 {
		return
	}
	var w Writer
	w.Array(func() {
		w.Str(s)
		w.Int64(i)
		w.Float64(f)
		w.Float32(narrow)
	})
	got, err := w.Bytes()
	var buf bytes.Buffer
	e := jsontext.NewEncoder(&buf)
	var wantErr error
	for _, token := range []jsontext.Token{jsontext.BeginArray, jsontext.String(s), jsontext.Int(i), jsontext.Float(f), jsontext.Float32(narrow), jsontext.EndArray} {
		if err := e.WriteToken(token); err != nil && wantErr == nil {
			wantErr = err
		}
	}
	if (err == nil) != (wantErr == nil) {
		t.Fatalf("%q: error %v, jsontext's is %v", s, err, wantErr)
	}
	if err != nil {
		return
	}
	if string(got)+"\n" != buf.String() {
		t.Fatalf("wrote %s, jsontext writes %s", got, buf.String())
	}
	r := New(got)
	n := 0
	r.Array(4, func() {
		same := true
		switch n {
		case 0:
			same = r.Str() == s
		case 1:
			same = r.Int64() == i
		case 2:
			same = math.Float64bits(r.Float64()) == math.Float64bits(f)
		case 3:
			same = math.Float32bits(r.Float32()) == math.Float32bits(narrow)
		}
		if n++; !same {
			t.Fatalf("element %d of %s is read as another value", n, got)
		}
	})
	if err := r.End(); err != nil || n != 4 {
		t.Fatalf("%s: read %d elements, %v", got, n, err)
	}
}

var floats = []float64{0, math.Copysign(0, -1), 1, -1, 0.1, 1e-6, 9.99e-7, 1e-7, 1.5e-10, 1e-100, 1e20, 1e21, 9.999999999999999e20, 1e22, 1.25e25, 123456789.125,
	math.Pi, math.MaxFloat32, -math.MaxFloat32, math.SmallestNonzeroFloat32, 1.0 / 3, 16777217, 9.9999999e-7, 9.9999995e-7}

func TestWriterAgainstReference(t *testing.T) {
	texts := []string{"", "plain", "é€😀", "\"\\/", "\b\f\n\r\t", "\x00\x01\x1f\x7f", "\u2028\u2029\ufffd", "<&>", "\xff", "a\xc3", "\xed\xa0\x80"}
	for i, f := range floats {
		compareScalars(t, texts[i%len(texts)], int64(i)-5, f)
		compareScalars(t, texts[i%len(texts)], math.MinInt64+int64(i), math.Nextafter(f, -1))
		compareScalars(t, texts[i%len(texts)], math.MaxInt64-int64(i), float64(math.Nextafter32(float32(f), 2)))
	}
}

func FuzzWriter(f *testing.F) {
	for i, v := range floats {
		f.Add("\"\x00é"[:i%5], int64(i), v)
	}
	f.Fuzz(compareScalars)
}
