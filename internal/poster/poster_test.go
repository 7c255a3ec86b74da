package poster

import (
	"bytes"
	"encoding/xml"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"rsc.io/qr/coding"
)

func page() Page {
	return Page{URL: "https://museum.example/guide/", Title: map[string]string{"en": "Small & <Fine>", "fr": "Petit musée"}, Languages: []string{"en", "fr"}}
}

// TestCode reads the code back from the SVG's black boxes, and measures the white around it.
func TestCode(t *testing.T) {
	for _, address := range []string{"https://museum.example/guide/", "https://m.example/", "https://museum.example/" + strings.Repeat("long/", 50)} {
		p := page()
		p.URL = address
		files, err := Make(p)
		if err != nil {
			t.Fatal(err)
		}
		modules, white := blackModules(t, files.SVG)
		if got := read(t, modules); got != address {
			t.Errorf("the code of %s says %q", address, got)
		}
		if white < quiet {
			t.Errorf("%s: %.1f modules of white around the code", address, white)
		}
	}
}

// blackModules returns the code as it is drawn, row by row, and the white between it and the marks in modules.
func blackModules(t *testing.T, svg []byte) ([][]bool, float64) {
	t.Helper()
	black := regexp.MustCompile(`<path fill="#000000" d="([^"]*)"`).FindSubmatch(svg)
	if black == nil {
		t.Fatal("there is no black path")
	}
	var boxes [][4]float64
	x0, y0, x1, module := 1e9, 1e9, 0.0, 1e9
	for b := range strings.SplitSeq(strings.TrimSuffix(string(black[1]), "Z"), "Z") {
		var n []float64
		for _, f := range strings.FieldsFunc(b, func(r rune) bool { return strings.ContainsRune("ML ", r) }) {
			v, err := strconv.ParseFloat(f, 64)
			if err != nil {
				t.Fatal(err)
			}
			n = append(n, v)
		}
		box := [4]float64{n[0], n[1], n[4], n[5]}
		boxes = append(boxes, box)
		x0, y0, x1, module = min(x0, box[0]), min(y0, box[1]), max(x1, box[2]), min(module, box[3]-box[1])
	}
	size := int((x1-x0)/module + 0.5)
	module = (x1 - x0) / float64(size)
	out := make([][]bool, size)
	for y := range out {
		out[y] = make([]bool, size)
		for x := range out[y] {
			cx, cy := x0+(float64(x)+0.5)*module, y0+(float64(y)+0.5)*module
			for _, b := range boxes {
				out[y][x] = out[y][x] || cx > b[0] && cx < b[2] && cy > b[1] && cy < b[3]
			}
		}
	}
	return out, (x0 - left - stroke) / module * 1.000001
}

// read reads a code as a scanner does after it has found it: which mask and level, then the data.
func read(t *testing.T, black [][]bool) string {
	t.Helper()
	size := len(black)
	version := coding.Version((size - 17) / 4)
	for level := coding.M; level <= coding.H; level++ {
		for mask := range coding.Mask(8) {
			plan, err := coding.NewPlan(version, level, mask)
			if err != nil {
				t.Fatal(err)
			}
			if text, ok := readPlan(plan, black); ok {
				return text
			}
		}
	}
	t.Fatal("the code cannot be read")
	return ""
}

func readPlan(plan *coding.Plan, black [][]bool) (string, bool) {
	data := make([]byte, plan.DataBytes+plan.CheckBytes)
	for y, row := range plan.Pixel {
		for x, p := range row {
			b := black[y][x]
			if p&coding.Invert != 0 {
				b = !b
			}
			switch p.Role() {
			case coding.Data, coding.Check:
				if b {
					data[p.Offset()/8] |= 1 << (7 - p.Offset()%8)
				}
			default:
				if black[y][x] != (p&coding.Black != 0) {
					return "", false
				}
			}
		}
	}
	var bits strings.Builder
	for _, d := range data {
		bits.WriteString(strconv.FormatInt(int64(d)|256, 2)[1:])
	}
	number := func(at, n int) int {
		v, _ := strconv.ParseInt(bits.String()[at:at+n], 2, 64)
		return int(v)
	}
	length := 8
	if plan.Version > 9 {
		length = 16
	}
	if number(0, 4) != 4 { // bytes
		return "", false
	}
	var out []byte
	for i := range number(4, length) {
		out = append(out, byte(number(4+length+8*i, 8)))
	}
	return string(out), true
}

func TestMake(t *testing.T) {
	files, err := Make(page())
	if err != nil {
		t.Fatal(err)
	}
	again, err := Make(page())
	if err != nil || !bytes.Equal(files.SVG, again.SVG) || !bytes.Equal(files.PDF, again.PDF) {
		t.Errorf("the same page gives other bytes (%v)", err)
	}
	if err := xml.Unmarshal(files.SVG, new(struct{})); err != nil {
		t.Errorf("the SVG is no XML: %v", err)
	}
	for _, want := range []string{`width="210mm" height="297mm"`, `lang="en"`, "<title>Small &amp; &lt;Fine&gt;</title>"} {
		if !bytes.Contains(files.SVG, []byte(want)) {
			t.Errorf("the SVG lacks %s", want)
		}
	}
	if !bytes.HasPrefix(files.PDF, []byte("%PDF-")) || !bytes.Contains(files.PDF, []byte("595.28 841.89")) || bytes.Count(files.PDF, []byte("/Type /Page\n")) != 1 {
		t.Error("the PDF is not one page of A4")
	}
	if len(files.Left) > 0 {
		t.Errorf("words are left out of the PDF: %q", files.Left)
	}
}

// TestOtherScripts keeps words that docent has no letters for as words in the SVG, and says that the PDF lacks them.
func TestOtherScripts(t *testing.T) {
	p := page()
	p.Title, p.Languages = map[string]string{"ja": "小さな美術館", "el": "Μουσείο"}, []string{"ja", "el"}
	files, err := Make(p)
	if err != nil {
		t.Fatal(err)
	}
	if len(files.Left) == 0 || files.Left[0] != "小さな美術館" || !bytes.Contains(files.SVG, []byte(`lang="ja">小さな美術館</text>`)) {
		t.Errorf("left: %q", files.Left)
	}
	if strings.Contains(strings.Join(files.Left, ""), "Μ") {
		t.Error("Greek is not drawn")
	}
}

// TestLongTitle makes room for everything, and keeps it on the sheet.
func TestLongTitle(t *testing.T) {
	p := page()
	p.Languages = []string{"en", "fr", "de", "it", "es", "hu", "ca"}
	p.Title = map[string]string{"en": strings.Repeat("A very long title ", 12), "fr": strings.Repeat("Donaudampfschifffahrt", 9), "de": "Kurz"}
	s, err := layOut(p)
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range s.paths {
		for _, seg := range path.segments {
			for _, q := range seg.points[:count(seg.op)] {
				if q.x < left-2 || q.x > left+column+2 || q.y < 20 || q.y > 280 {
					t.Fatalf("something is drawn at %.1f, %.1f", q.x, q.y)
				}
			}
		}
	}
}

func TestRefuses(t *testing.T) {
	for address, want := range map[string]string{
		"":                            "is not the address",
		"museum.example":              "is not the address",
		"http://museum.example/":      "https",
		"ftp://museum.example/":       "is not the address",
		"https://a:b@museum.example/": "is not the address",
		"https://m.example/#/works":   "is not the address",
		"https://m.example/" + strings.Repeat("a", 300): "too long",
	} {
		p := page()
		p.URL = address
		if _, err := Make(p); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.40q: error %v, want one with %q", address, err, want)
		}
	}
}

func TestSentences(t *testing.T) {
	for _, c := range []struct {
		languages []string
		want      []string // their languages
	}{
		{nil, []string{"en"}},
		{[]string{"xx"}, []string{"en"}},
		{[]string{"pt-BR", "zh-Hant", "zh", "xx"}, []string{"pt-BR", "zh-Hant", "zh"}},
		{[]string{"nb", "no", "sv"}, []string{"nb", "sv"}},
		{[]string{"ca", "es", "en", "fr", "de", "it"}, []string{"ca", "es", "en", "fr", "de"}},
	} {
		var got []string
		for _, w := range sentences(c.languages) {
			got = append(got, w.language)
		}
		if strings.Join(got, " ") != strings.Join(c.want, " ") {
			t.Errorf("%v: sentences in %v, want %v", c.languages, got, c.want)
		}
	}
}
