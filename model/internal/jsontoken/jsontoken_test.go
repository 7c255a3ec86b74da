package jsontoken

import (
	"io"
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"

	"docent/internal/deps"
)

func TestDeps(t *testing.T) {
	deps.ForbidInPage(t, ".", map[string]string{"docent/...": "a reader of JSON knows nothing of what is read"})
}

// walk reads one value of any kind, and returns what was read: a token a line.
func walk(r *Reader, out *strings.Builder) {
	r.space()
	if r.err != nil || r.pos == len(r.b) {
		r.Skip()
		return
	}
	switch c := r.b[r.pos]; c {
	case '{':
		out.WriteString("{\n")
		r.Object(func(name string) {
			out.WriteString(strconv.Quote(name) + "\n")
			walk(r, out)
		})
		out.WriteString("}\n")
	case '[':
		out.WriteString("[\n")
		r.Array(math.MaxInt, func() { walk(r, out) })
		out.WriteString("]\n")
	case '"':
		out.WriteString(strconv.Quote(r.Str()) + "\n")
	case 't', 'f', 'n':
		begin := r.pos
		r.Skip()
		out.Write(r.b[begin:r.pos])
		out.WriteByte('\n')
	default:
		out.WriteString(numbers(r.number("a value")) + "\n")
	}
}

// numbers returns a number as each kind that it is.
func numbers(s string) string {
	i, f, f32 := New([]byte(s)), New([]byte(s)), New([]byte(s))
	line := s
	if v := i.Int64(); i.End() == nil {
		line += " int " + strconv.FormatInt(v, 10)
	}
	if v := f.Float64(); f.End() == nil {
		line += " float64 " + strconv.FormatFloat(v, 'g', -1, 64)
	}
	if v := f32.Float32(); f32.End() == nil {
		line += " float32 " + strconv.FormatFloat(float64(v), 'g', -1, 32)
	}
	return line
}

// reference does the same with jsontext.
func reference(b []byte) (tokens string, err error) {
	var out strings.Builder
	d := jsontext.NewDecoder(strings.NewReader(string(b)))
	for depth, begun := 0, false; depth > 0 || !begun; begun = true {
		t, err := d.ReadToken()
		if err != nil {
			return "", err
		}
		switch t.Kind() {
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		}
		if depth > maxDepth {
			return "", io.ErrShortBuffer
		}
		switch t.Kind() {
		case '"':
			out.WriteString(strconv.Quote(t.String()))
		case '0':
			out.WriteString(t.String())
			if v, err := t.Int(); err == nil {
				out.WriteString(" int " + strconv.FormatInt(v, 10))
			}
			if v, err := t.Float(); err == nil {
				out.WriteString(" float64 " + strconv.FormatFloat(v, 'g', -1, 64))
			}
			if v, err := t.Float32(); err == nil {
				out.WriteString(" float32 " + strconv.FormatFloat(float64(v), 'g', -1, 32))
			}
		default:
			out.WriteString(t.String())
		}
		out.WriteByte('\n')
	}
	if _, err := d.ReadToken(); err != io.EOF {
		return "", io.ErrNoProgress
	}
	return out.String(), nil
}

// compare fails unless both readers read the same, or both refuse, and Skip accepts what walk does.
func compare(t *testing.T, b []byte) {
	t.Helper()
	want, wantErr := reference(b)
	var got strings.Builder
	r := New(b)
	walk(r, &got)
	err := r.End()
	if (err == nil) != (wantErr == nil) {
		t.Fatalf("%.300q: error %v, jsontext's is %v", b, err, wantErr)
	}
	if err == nil && got.String() != want {
		t.Fatalf("%.300q: read\n%s\njsontext reads\n%s", b, got.String(), want)
	}
	s := New(b)
	s.Skip()
	if skipped := s.End(); (skipped == nil) != (err == nil) {
		t.Fatalf("%.300q: walked with %v, skipped with %v", b, err, skipped)
	}
	if err != nil && len(err.Error()) > 700 {
		t.Fatalf("an error of %d bytes", len(err.Error()))
	}
}

// documents are the corners of the grammar, right and wrong.
var documents = []string{
	`{}`, `[]`, `""`, `0`, `true`, `false`, `null`, ` { "a" : [ 1 , { } , [ ] , "x" ] , "b" : null } `, "\t\r\n1\n", "\ufeff1", "\v1",
	``, ` `, `{`, `[`, `"`, `{"a"`, `{"a":`, `{"a":1`, `{"a":1,`, `{"a":1,}`, `{,}`, `{"a" 1}`, `{"a":1 "b":2}`, `{1:2}`, `{"a":}`, `{a:1}`,
	`[1,`, `[1,]`, `[,1]`, `[1 2]`, `[1}`, `{"a":1]`, `]`, `}`, `,`, `:`, `1 1`, `{}{}`, `{} x`, `[]]`, "{}\x00", `tru`, `trux`, `truex`, `nul`, `fals`, `True`, `NaN`,
	`-`, `-0`, `00`, `01`, `-01`, `1.`, `.1`, `+1`, `1e`, `1e+`, `1e-`, `1E5`, `1e05`, `-1.5e-7`, `1.e1`, `1x`, `0x1`, `1_0`, `-a`, `1e1.5`, `Infinity`, `--1`,
	`9223372036854775807`, `9223372036854775808`, `-9223372036854775808`, `-9223372036854775809`, `1e400`, `-1e400`, `1e-400`, `3.5e38`, `1e39`, `0.1`, `16777217`,
	`123456789012345678901234567890`, `1.7976931348623157e308`, `1.7976931348623159e308`, `5e-324`, `2e-324`, `0.500000000000000166533453693773481063544750213623046875`,
	`"\"\\\/\b\f\n\r\t"`, `"\u0041\u00e9\u20ac\uFFFD\uD83D\uDE00\u0000"`, `"\ud83d\ude00"`, `"\ud83d"`, `"\ude00"`, `"\ud83dx"`, `"\ud83d\n"`, `"\ud83d\u0041"`, `"\ude00\ud83d"`,
	`"\u12"`, `"\u12g4"`, `"\U0041"`, `"\x41"`, `"\a"`, `"\`, `"\u`, `"\ud83d\`, `"\ud83d\u`, "\"\n\"", "\"\x00\"", "\"\x1f\"", "\"\x7f\"", "\"é€😀\"", "\"\ufffd\"", "\"\u2028\"",
	"\"\xff\"", "\"\xc3\"", "\"\xc0\x80\"", "\"\xed\xa0\x80\"", "\"\xf4\x90\x80\x80\"", "\xff", "{\"\xff\":1}", "[\xff]",
	`{"a":1,"a":2}`, `{"a":1,"\u0061":2}`, `{"a":{"b":1},"b":{"b":1}}`, `{"a":{"b":1,"b":2}}`, `{"":1,"":2}`, `[{"a":1},{"a":1}]`, `{"x":[{"y":1,"y":1}]}`,
}

func TestAgainstReference(t *testing.T) {
	for _, s := range documents {
		compare(t, []byte(s))
	}
	for depth := range maxDepth + 3 {
		compare(t, []byte(strings.Repeat("[", depth)+"1"+strings.Repeat("]", depth)))
		compare(t, []byte(strings.Repeat(`{"a":`, depth)+"1"+strings.Repeat("}", depth)))
	}
	// Objects around the number of names where the set of names changes its kind, with each name a second time.
	for n := range 3 * len(names{}.few) {
		var all []string
		for i := range n {
			all = append(all, `"k`+strconv.Itoa(i)+`":`+strconv.Itoa(i))
		}
		compare(t, []byte("{"+strings.Join(all, ",")+"}"))
		for i := range n {
			compare(t, []byte("{"+strings.Join(append(all[:n:n], all[i]), ",")+"}"))
		}
	}
}

func FuzzReader(f *testing.F) {
	for _, s := range documents {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) < 1<<16 {
			compare(t, b)
		}
	})
}

// TestErrors makes sure that an error says what is wrong, and where.
func TestErrors(t *testing.T) {
	read := func(r *Reader) {
		r.Object(func(name string) {
			switch name {
			case "s":
				r.Str()
			case "i":
				r.Int64()
			case "f":
				r.Float32()
			case "list":
				r.Array(2, func() { r.Object(func(string) { r.Fail("unknown member") }) })
			default:
				r.Skip()
			}
		})
	}
	for _, c := range []struct{ name, json, want string }{
		{"empty", ``, `it ends too early`},
		{"another kind", `[]`, `not an object`},
		{"no JSON", `PK`, `invalid character 'P' at byte 0`},
		{"string", `{"s":1}`, `at "/s": not a string`},
		{"whole number", `{"i":"1"}`, `at "/i": not a whole number`},
		{"fraction", `{"i":1.5}`, `at "/i": not a whole number of 64 bits`},
		{"exponent", `{"i":1e0}`, `at "/i": not a whole number of 64 bits`},
		{"beyond a float32", `{"f":1e39}`, `at "/f": not a number that 32 bits can hold`},
		{"too many", `{"list":[{},{},{}]}`, `at "/list": more than 2 elements`},
		{"unknown member", `{"list":[{},{"a/b~c":1}]}`, `at "/list/1/a~1b~0c": unknown member`},
		{"duplicate", `{"x":{"y":1,"y":2}}`, `at "/x/y": duplicate name`},
		{"invalid UTF-8", "{\"x\":\"\xff\"}", `at "/x": invalid UTF-8 at byte 6`},
		{"control character", "{\"x\":\"\n\"}", `at "/x": invalid character '\n' at byte 6`},
		{"cut off", `{"x":{"y":"`, `at "/x/y": it ends too early`},
		{"half a pair", `{"x":"\ud800\u0041"}`, `at "/x": half a surrogate pair before byte 18`},
		{"something after", `{"x":1}2`, `something follows the JSON value`},
		{"garbage after", `{"x":1}!`, `invalid character '!' at byte 7`},
		{"deep", `{"x":` + strings.Repeat("[", 1e6), `nested more than 64 deep`},
		{"hostile name", `{"` + strings.Repeat(`\u001b`, 1000) + `":!}`, `at "/\x1b\x1b`},
	} {
		r := New([]byte(c.json))
		read(r)
		err := r.End()
		if err == nil || !strings.HasPrefix(err.Error(), c.want) || len(err.Error()) > 700 {
			t.Errorf("%s: error %v, want %s", c.name, err, c.want)
		}
		if r.Err() != err {
			t.Errorf("%s: Err returns %v, End %v", c.name, r.Err(), err)
		}
	}
}

// TestStops makes sure that nothing is read after an error.
func TestStops(t *testing.T) {
	calls := 0
	r := New([]byte(`[1,2,3]`))
	r.Array(3, func() {
		calls++
		r.Fail("enough")
	})
	if calls != 1 || r.Str() != "" || r.Int64() != 0 || r.Float64() != 0 || r.Float32() != 0 {
		t.Errorf("%d calls", calls)
	}
	r.Object(func(string) { t.Error("a member") })
	r.Skip()
	r.Fail("something else")
	if err := r.End(); err == nil || err.Error() != `at "/0": enough` {
		t.Errorf("error %v", err)
	}
}

// manifest has the shape of a bundle's with n works.
func manifest(n int) []byte {
	var b strings.Builder
	b.WriteString(`{"works":[{"id":"first"}`)
	for i := range n {
		b.WriteString(`,{"id":"work-` + strconv.Itoa(i) + `","thumb":"thumbs/work-` + strconv.Itoa(i) + `.jpg"}`)
	}
	b.WriteString(`],"parts":{"first":{"bytes":1}`)
	for i := range n {
		b.WriteString(`,"thumbs/work-` + strconv.Itoa(i) + `.jpg":{"bytes":12345,"sha256":"00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"}`)
	}
	b.WriteString(`}}`)
	return []byte(b.String())
}

func BenchmarkSkip(b *testing.B) {
	m := manifest(10_000)
	b.SetBytes(int64(len(m)))
	b.ReportAllocs()
	for b.Loop() {
		r := New(m)
		r.Skip()
		if err := r.End(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkReference(b *testing.B) {
	m := manifest(10_000)
	b.SetBytes(int64(len(m)))
	b.ReportAllocs()
	for b.Loop() {
		d := jsontext.NewDecoder(strings.NewReader(string(m)))
		if err := d.SkipValue(); err != nil {
			b.Fatal(err)
		}
	}
}
