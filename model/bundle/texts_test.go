package bundle

import (
	"bytes"
	"math"
	"reflect"
	"strings"
	"testing"

	"docent/model/nn"
	"docent/model/proto"
)

func TestTextsRoundTrip(t *testing.T) {
	works := small().Works
	for _, language := range []string{"en", "fr", "de"} {
		b, err := EncodeTexts(works, language)
		if err != nil {
			t.Fatal(err)
		}
		got, err := ReadTexts(b)
		if err != nil {
			t.Fatal(err)
		}
		want := map[string]Text{}
		for _, w := range works {
			if text, ok := w.Texts[language]; ok {
				want[w.ID] = text
			}
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: read %+v, want %+v", language, got, want)
		}
	}
}

func TestReadTextsRefuses(t *testing.T) {
	for _, c := range []struct{ name, json, want string }{
		{"empty", "", "ends too early"},
		{"an array", "[]", "not an object"},
		{"id with a path", `{"../x":{"title":"X"}}`, "is not 1 to 64"},
		{"id twice", `{"x":{},"x":{}}`, "duplicate"},
		{"title of another type", `{"x":{"title":["X"]}}`, `at "/x/title": not a string`},
		{"text of another type", `{"x":"X"}`, `at "/x": not an object`},
		{"deep", `{"x":{"later":` + strings.Repeat("[", 100_000) + `}}`, "nested more than"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := ReadTexts([]byte(c.json))
			wantError(t, err, c.want)
		})
	}
}

func TestWorkText(t *testing.T) {
	w := small().Works[0]
	for _, c := range []struct {
		languages       []string
		title, language string
	}{
		{[]string{"fr", "en"}, "Le port", "fr"},
		{[]string{"de", "en"}, `The "Harbour"`, "en"},
		{[]string{"de"}, "harbour", ""},
	} {
		if text, l := w.Text(c.languages...); text.Title != c.title || l != c.language {
			t.Errorf("in %v: %q in %q, want %q in %q", c.languages, text.Title, l, c.title, c.language)
		}
	}
}

func TestTextSet(t *testing.T) {
	var text Text
	if !text.Set("price", "€ 5") || text.Price != "€ 5" {
		t.Errorf("set the price: %+v", text)
	}
	if text.Set("colour", "red") {
		t.Error("set a field that there is not")
	}
}

func TestPrototypesRoundTrip(t *testing.T) {
	for name, set := range map[string]proto.Set{
		"exact":      {Dim: 3, Vectors: []float32{0, 5, -127, 1, 2, 127.0 / 64}},
		"rounded":    {Dim: 4, Vectors: []float32{0.31, -0.17, 0.05, 0.002, 1e9, 0.1, -3e8, 0}},
		"zero":       {Dim: 2, Vectors: []float32{0, 0, 1e-42, -1e-43}},
		"background": {Dim: 2, Vectors: []float32{1, 2}, Background: []float32{3, 4, 5, 6}, Impostors: []float32{0.5}},
	} {
		b, err := EncodePrototypes(&set)
		if err != nil {
			t.Fatal(err)
		}
		got, err := ReadPrototypes(b)
		if err != nil || got.Dim != set.Dim || len(got.Vectors) != len(set.Vectors) ||
			!reflect.DeepEqual(got.Background, set.Background) || !reflect.DeepEqual(got.Impostors, set.Impostors) {
			t.Fatalf("%s: read %v %v, want %v", name, got, err, set)
		}
		for i := range set.Len() {
			var largest float64
			for _, v := range set.At(i) {
				largest = max(largest, math.Abs(float64(v)))
			}
			for j, v := range set.At(i) {
				if d := math.Abs(float64(got.At(i)[j] - v)); d > max(largest/253, 4e-43) || name == "exact" && i == 0 && d != 0 {
					t.Errorf("%s: %g becomes %g", name, v, got.At(i)[j])
				}
			}
		}
		if again, err := EncodePrototypes(got); err != nil || !bytes.Equal(again, b) {
			t.Errorf("%s: written again it gives other bytes, %v", name, err)
		}
	}
	nan := float32(0)
	_, err := EncodePrototypes(&proto.Set{Dim: 1, Vectors: []float32{nan / nan}})
	wantError(t, err, "not a finite number")
}

func TestReadPrototypesRefuses(t *testing.T) {
	write := func(name string, dims ...int) []byte {
		n := 1
		for _, d := range dims {
			n *= d
		}
		b, err := nn.WriteSafetensors(&nn.File{Tensors: []nn.Tensor{{Name: name, DType: "F32", Dims: dims, Data: make([]float32, n)}}})
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	background := func(dim, backgroundDim int) []byte {
		n := 4
		if backgroundDim == 1 {
			n = maxBackground + 1
		}
		b, err := nn.WriteSafetensors(&nn.File{Tensors: []nn.Tensor{
			{Name: "prototypes", DType: nn.F32, Dims: []int{1, dim}, Data: make([]float32, dim)},
			{Name: "background", DType: nn.F32, Dims: []int{n, backgroundDim}, Data: make([]float32, n*backgroundDim)},
		}})
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	nan := write("prototypes", 2, 3)
	copy(nan[len(nan)-4:], "\x00\x00\xc0\x7f")
	for _, c := range []struct {
		name string
		b    []byte
		want string
	}{
		{"another tensor", write("weights", 2, 3), "no tensor prototypes"},
		{"one dimension", write("prototypes", 6), "two dimensions"},
		{"background alone", write("background", 2, 3), "no tensor prototypes"},
		{"background of other rows", background(3, 2), "rows of background are 2 numbers long, those of prototypes 3"},
		{"much background", background(1, 1), "tensor background has impossible dimensions"},
		{"long rows", write("prototypes", 1, maxDim+1), "impossible dimensions"},
		{"NaN", nan, "finite"},
		{"not safetensors", []byte("GIF89a"), ""},
		{"cut off", nan[:len(nan)-1], ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := ReadPrototypes(c.b)
			wantError(t, err, c.want)
		})
	}
}

func TestJoinRefuses(t *testing.T) {
	m := manifest()
	_, err := Join(&m.Contents, &proto.Set{Dim: 1, Vectors: make([]float32, 2)}, nil)
	wantError(t, err, "3 works, but 2 prototypes")
	_, err = Join(&m.Contents, &proto.Set{Dim: 1, Vectors: make([]float32, 3)}, map[string]map[string]Text{"en": {"nobody": {}}})
	wantError(t, err, `work "nobody" is not in the manifest`)
}

func FuzzReadTexts(f *testing.F) {
	b, _ := EncodeTexts(small().Works, "en")
	f.Add(b)
	f.Fuzz(func(t *testing.T, b []byte) {
		texts, err := ReadTexts(b)
		if err != nil {
			return
		}
		var works []Work
		for id, text := range texts {
			works = append(works, Work{WorkEntry: WorkEntry{ID: id}, Texts: map[string]Text{"en": text}})
		}
		again, err := EncodeTexts(works, "en")
		if err != nil {
			t.Fatal(err)
		}
		if got, err := ReadTexts(again); err != nil || !reflect.DeepEqual(got, texts) {
			t.Fatalf("texts change when they are written and read (%v)\n%+v\n%+v", err, texts, got)
		}
	})
}
