package nn

import (
	"bytes"
	"errors"
	"math"
	"reflect"
	"strconv"
	"strings"
	"testing"
)

// rawFile returns a safetensors file with the given header, as it is, and n bytes of data.
func rawFile(header string, n int) []byte {
	b := appendLE64(nil, uint64(len(header)))
	b = append(b, header...)
	return append(b, make([]byte, n)...)
}

// rawTensor returns a tensor's member of a header.
func rawTensor(name, dtype, shape string, begin, end int) string {
	return `"` + name + `":{"dtype":"` + dtype + `","shape":` + shape + `,"data_offsets":[` + strconv.Itoa(begin) + `,` + strconv.Itoa(end) + `]}`
}

func TestReadSafetensors(t *testing.T) {
	// In another order than that of the data, with white space, an empty tensor and a scalar.
	header := "{ " + rawTensor("b", "F16", "[2,2]", 8, 16) + ",\n" + rawTensor("none", "F32", "[0,7]", 8, 8) + "," +
		`"__metadata__":{"k":"v","":""},` + rawTensor("scalar", "F32", "[]", 16, 20) + "," + rawTensor("a", "F32", "[2]", 0, 8) + "}   "
	b := rawFile(header, 0)
	b = appendLE32(b, math.Float32bits(1.5))
	b = appendLE32(b, math.Float32bits(-2))
	for _, h := range []uint16{0x3c00, 0xbc00, 0x0001, 0x7bff} {
		b = appendLE16(b, h)
	}
	b = appendLE32(b, math.Float32bits(7))
	f, err := ReadSafetensors(b)
	if err != nil {
		t.Fatal(err)
	}
	want := &File{
		Metadata: map[string]string{"k": "v", "": ""},
		Tensors: []Tensor{
			{"a", F32, []int{2}, []float32{1.5, -2}},
			{"none", F32, []int{0, 7}, []float32{}},
			{"b", F16, []int{2, 2}, []float32{1, -1, 1.0 / (1 << 24), 65504}},
			{"scalar", F32, nil, []float32{7}},
		},
	}
	if !reflect.DeepEqual(f, want) {
		t.Errorf("got  %+v\nwant %+v", f, want)
	}
}

func TestReadSafetensorsErrors(t *testing.T) {
	one := func(dtype, shape string, begin, end, data int) []byte {
		return rawFile("{"+rawTensor("t", dtype, shape, begin, end)+"}", data)
	}
	values := func(dtype string, data ...byte) []byte {
		return append(one(dtype, "[1]", 0, len(data), 0), data...)
	}
	two := func(b0, e0, b1, e1, data int) []byte {
		n0, n1 := "["+strconv.Itoa((e0-b0)/4)+"]", "["+strconv.Itoa((e1-b1)/4)+"]"
		return rawFile("{"+rawTensor("a", "F32", n0, b0, e0)+","+rawTensor("b", "F32", n1, b1, e1)+"}", data)
	}
	for _, c := range []struct {
		name string
		b    []byte
		want string
	}{
		{"empty", nil, "truncated"},
		{"7 bytes", make([]byte, 7), "truncated"},
		{"no header", make([]byte, 8), "does not begin with {"},
		{"a picture", []byte("\x89PNG\r\n\x1a\n and so on"), "not a safetensors file?"},
		{"header beyond the bound", append(appendLE64(nil, maxHeader+1), make([]byte, maxHeader+1)...), "not a safetensors file?"},
		{"header longer than the file", appendLE64(nil, 10), "truncated: the header has 10 bytes, the file has 0"},
		{"header of 2^64-1 bytes", append(appendLE64(nil, math.MaxUint64), "{}"...), "not a safetensors file?"},
		{"space first", rawFile(" {}", 0), "does not begin with {"},
		{"no JSON", rawFile("{tensor}", 0), "invalid character"},
		{"truncated JSON", rawFile(`{"t":`, 0), "it ends too early"},
		{"two objects", rawFile("{}{}", 0), "something follows"},
		{"zeros after the header", rawFile("{}\x00\x00", 0), "invalid character"},
		{"tensor is an array", rawFile(`{"t":[]}`, 0), `at "/t": not an object`},
		{"metadata is a number", rawFile(`{"__metadata__":1}`, 0), "not an object"},
		{"metadata holds a number", rawFile(`{"__metadata__":{"k":1}}`, 0), `at "/__metadata__/k": not a string`},
		{"duplicate metadata", rawFile(`{"__metadata__":{"k":"1","k":"2"}}`, 0), "duplicate"},
		{"duplicate tensor", rawFile("{"+rawTensor("t", "F32", "[1]", 0, 4)+","+rawTensor("t", "F32", "[1]", 4, 8)+"}", 8), "duplicate"},
		{"no name", rawFile("{"+rawTensor("", "F32", "[1]", 0, 4)+"}", 4), "no name"},
		{"no dtype", rawFile(`{"t":{"shape":[1],"data_offsets":[0,4]}}`, 4), "missing"},
		{"no shape", rawFile(`{"t":{"dtype":"F32","data_offsets":[0,4]}}`, 4), "missing"},
		{"no offsets", rawFile(`{"t":{"dtype":"F32","shape":[1]}}`, 4), "missing"},
		{"unknown member", rawFile(`{"t":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"strides":[4]}}`, 4), "unknown member"},
		{"one offset", rawFile(`{"t":{"dtype":"F32","shape":[1],"data_offsets":[4]}}`, 4), "fewer than two offsets"},
		{"three offsets", rawFile(`{"t":{"dtype":"F32","shape":[1],"data_offsets":[0,4,8]}}`, 4), "more than 2 elements"},
		{"fractional offset", rawFile(`{"t":{"dtype":"F32","shape":[1],"data_offsets":[0,4.0]}}`, 4), "not a whole number of 64 bits"},
		{"nine dimensions", one("F32", "[1,1,1,1,1,1,1,1,1]", 0, 4, 4), "more than 8 elements"},
		{"float64", one("F64", "[1]", 0, 8, 8), `dtype "F64" is none of F32, F16 and I8`},
		{"uint8", one("U8", "[4]", 0, 4, 4), `at "/t": dtype "U8" is none`},
		{"lower-case dtype", one("f32", "[1]", 0, 4, 4), "none of F32, F16 and I8"},
		{"empty dtype", one("", "[1]", 0, 4, 4), "none of F32, F16 and I8"},
		{"negative dimension", one("F32", "[-1]", 0, 4, 4), "negative"},
		{"two negative dimensions", one("F32", "[-1,-1]", 0, 4, 4), "negative"},
		{"dimension beyond 32 bits", one("F32", "[4294967297]", 0, 4, 4), "32 bits"},
		{"overflowing dimensions", one("F32", "[65536,65536,65536,65536,1]", 0, 4, 4), "multiply to more"},
		{"overflow hidden by a zero", one("F32", "[65536,65536,65536,65536,0]", 0, 0, 0), "multiply to more"},
		{"too few bytes for its shape", one("F32", "[2]", 0, 4, 4), "4 bytes do not hold 2 values of type F32"},
		{"too many bytes for its shape", one("F16", "[1]", 0, 4, 4), "do not hold"},
		{"negative offset", one("F32", "[1]", -4, 0, 0), "before the data"},
		{"end before begin", one("F32", "[1]", 4, 0, 4), "end before they begin"},
		{"huge offsets", rawFile(`{"t":{"dtype":"F32","shape":[1],"data_offsets":[9223372036854775803,9223372036854775807]}}`, 4), "belong to no tensor"},
		{"beyond the file", one("F32", "[2]", 0, 8, 7), `tensor "t": truncated: it ends at byte 8 of 7`},
		{"gap at the start", one("F32", "[1]", 4, 8, 8), "4 bytes before it belong to no tensor"},
		{"gap", two(0, 4, 8, 12, 12), `tensor "b": 4 bytes before it`},
		{"overlap", two(0, 8, 4, 12, 12), `tensor "b": its bytes overlap`},
		{"the same bytes twice", two(0, 4, 0, 4, 4), "overlap"},
		{"trailing bytes", one("F32", "[1]", 0, 4, 5), "1 bytes follow the last tensor"},
		{"data without tensors", rawFile("{}", 1), "1 bytes follow"},
		{"F32 NaN", values("F32", 0, 0, 0xc0, 0x7f), `tensor "t": value 0 is not a finite number`},
		{"F32 infinity", values("F32", 0, 0, 0x80, 0x7f), "not a finite"},
		{"F16 NaN", values("F16", 1, 0x7c), "not a finite"},
		{"F16 infinity", values("F16", 0, 0xfc), "not a finite"},
		{"too many tensors", rawFile(manyTensors(maxTensors+1), 0), "more than 4096 tensors"},
		{"long name", rawFile("{"+rawTensor(strings.Repeat("n", 1000), "F32", "[2]", 0, 4)+"}", 4), "nnn..."},
		{"long name in bad JSON", rawFile(`{"`+strings.Repeat("n", 1000)+`":{"dtype":!}}`, 4), "invalid character"},
		{"long name twice", rawFile(`{"`+strings.Repeat("n", 1000)+`":{},"`+strings.Repeat("n", 1000)+`":{}}`, 4), "missing"},
		{"long key twice", rawFile(`{"__metadata__":{"`+strings.Repeat("n", 1000)+`":"","`+strings.Repeat("n", 1000)+`":""}}`, 4), "duplicate"},
		{"control characters in a name", rawFile("{"+rawTensor(`\u001b[2J`, "F32", "[2]", 0, 4)+"}", 4), `"/\x1b[2J"`},
	} {
		_, err := ReadSafetensors(c.b)
		var format *FormatError
		if !errors.As(err, &format) {
			t.Errorf("%s: error %v is no FormatError", c.name, err)
			continue
		}
		if !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %q does not say %q", c.name, err, c.want)
		}
		if len(err.Error()) > 400 {
			t.Errorf("%s: an error of %d bytes", c.name, len(err.Error()))
		}
	}
}

// manyTensors returns a header with n empty tensors.
func manyTensors(n int) string {
	all := make([]string, n)
	for i := range all {
		all[i] = rawTensor("t"+strconv.Itoa(i), "F32", "[0]", 0, 0)
	}
	return "{" + strings.Join(all, ",") + "}"
}

// Whatever is cut off or added, nothing is read.
func TestReadSafetensorsTruncated(t *testing.T) {
	b, err := WriteSafetensors(&File{Metadata: map[string]string{"k": "v"}, Tensors: []Tensor{
		{"a", F32, []int{3}, []float32{1, 2, 3}}, {"b", F16, []int{1, 5}, []float32{1, 2, 3, 4, 5}}}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ReadSafetensors(b); err != nil {
		t.Fatal(err)
	}
	for n := range len(b) {
		var format *FormatError
		if _, err := ReadSafetensors(b[:n]); !errors.As(err, &format) {
			t.Fatalf("%d of %d bytes: %v", n, len(b), err)
		}
	}
	if _, err := ReadSafetensors(append(b, 0)); err == nil {
		t.Error("a byte too many is accepted")
	}
}

func TestWriteSafetensors(t *testing.T) {
	f := &File{
		Metadata: map[string]string{"z": "1", "a": "2", "m": "é\"\n"},
		Tensors: []Tensor{
			{"second", F16, []int{3}, []float32{1, 0.1, -65504}},
			{"first", F32, []int{1, 2}, []float32{0.1, math.MaxFloat32}},
			{"empty", F32, []int{0}, []float32{}},
			{"scalar", F32, nil, []float32{-1}},
		},
	}
	b, err := WriteSafetensors(f)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"__metadata__":{"a":"2","m":"é\"\n","z":"1"},"second":{"dtype":"F16","shape":[3],"data_offsets":[0,6]},` +
		`"first":{"dtype":"F32","shape":[1,2],"data_offsets":[6,14]},"empty":{"dtype":"F32","shape":[0],"data_offsets":[14,14]},` +
		`"scalar":{"dtype":"F32","shape":[],"data_offsets":[14,18]}}`
	n := int(le64(b))
	if got := string(b[8 : 8+n]); strings.TrimRight(got, " ") != want || n%8 != 0 || n-len(want) >= 8 {
		t.Errorf("header of %d bytes:\ngot  %q\nwant %q", n, got, want)
	}
	again, err := WriteSafetensors(f)
	if err != nil || !bytes.Equal(again, b) {
		t.Errorf("written again it differs: %v", err)
	}
	got, err := ReadSafetensors(b)
	if err != nil {
		t.Fatal(err)
	}
	f.Tensors[0].Data = []float32{1, F16ToF32(0x2e66), -65504} // 0.1 as a half
	if !reflect.DeepEqual(got, f) {
		t.Errorf("got  %+v\nwant %+v", got, f)
	}
}

func TestWriteSafetensorsErrors(t *testing.T) {
	nan, inf := float32(math.NaN()), float32(math.Inf(-1))
	ok := Tensor{"t", F32, []int{1}, []float32{1}}
	with := func(change func(t *Tensor)) *File {
		t := ok
		change(&t)
		return &File{Tensors: []Tensor{t}}
	}
	for _, c := range []struct {
		name string
		f    *File
		want string
	}{
		{"twice", &File{Tensors: []Tensor{ok, ok}}, "duplicate"},
		{"no name", with(func(t *Tensor) { t.Name = "" }), "cannot be called"},
		{"metadata's name", with(func(t *Tensor) { t.Name = "__metadata__" }), "cannot be called"},
		{"invalid UTF-8", with(func(t *Tensor) { t.Name = "\xff" }), "UTF-8"},
		{"invalid UTF-8 in metadata", &File{Metadata: map[string]string{"k": "\xff"}}, "UTF-8"},
		{"no dtype", with(func(t *Tensor) { t.DType = "" }), "none of F32, F16 and I8"},
		{"uint8", with(func(t *Tensor) { t.DType = "U8" }), "none of F32, F16 and I8"},
		{"beyond int8", with(func(t *Tensor) { t.DType, t.Data[0] = I8, 128 }), "no whole number from -128 to 127"},
		{"dimensions", with(func(t *Tensor) { t.Dims = []int{2} }), "do not fit"},
		{"negative dimensions", with(func(t *Tensor) { t.Dims = []int{-1, -1} }), "do not fit"},
		{"nine dimensions", with(func(t *Tensor) { t.Dims = []int{1, 1, 1, 1, 1, 1, 1, 1, 1} }), "do not fit"},
		{"NaN", with(func(t *Tensor) { t.Data = []float32{nan} }), `tensor "t": value 0 is not a finite number`},
		{"infinity", with(func(t *Tensor) { t.DType, t.Data = F16, []float32{inf} }), "not a finite"},
		{"beyond F16", with(func(t *Tensor) { t.DType, t.Data = F16, []float32{65520} }), "value 0, 65520, is beyond F16's 65504"},
		{"long header", &File{Metadata: map[string]string{"k": strings.Repeat("v", maxHeader)}}, "header is longer"},
	} {
		if b, err := WriteSafetensors(c.f); err == nil || b != nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %d bytes, error %v does not say %q", c.name, len(b), err, c.want)
		}
	}
}
