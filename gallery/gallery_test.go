//go:build !js

// The pictures are drawn when the page is built, never in it: under js these tests would only take time.

package gallery

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"flag"
	"fmt"
	"image"
	"image/jpeg"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"docent/gallery/paint"
)

var update = flag.Bool("update", false, "rewrite testdata/golden.json from what is drawn now")

const small = 120 // pixels: enough to tell pictures apart, quick enough to draw all

// renders draws every work once for all tests.
var renders = sync.OnceValue(func() map[string]*image.RGBA {
	works := Works()
	out := make(map[string]*image.RGBA, len(works))
	var mu sync.Mutex
	var wg sync.WaitGroup
	gate := make(chan struct{}, 2)
	for _, w := range works {
		wg.Go(func() {
			gate <- struct{}{}
			img := w.Render(small)
			<-gate
			mu.Lock()
			out[w.ID] = img
			mu.Unlock()
		})
	}
	wg.Wait()
	return out
})

// grid averages a picture over n x n cells, RGB.
func grid(img *image.RGBA, n int) []float64 {
	out := make([]float64, 3*n*n)
	count := make([]float64, n*n)
	b := img.Bounds()
	for y := range b.Dy() {
		for x := range b.Dx() {
			k := (y*n/b.Dy())*n + x*n/b.Dx()
			for c := range 3 {
				out[3*k+c] += float64(img.Pix[y*img.Stride+4*x+c])
			}
			count[k]++
		}
	}
	for i := range out {
		out[i] /= count[i/3]
	}
	return out
}

func TestCollection(t *testing.T) {
	works := Works()
	if len(works) < 20 {
		t.Errorf("%d works, want at least 20", len(works))
	}
	id := regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	ids, seeds, titles := map[string]bool{}, map[uint64]bool{}, map[string]bool{}
	for _, w := range works {
		if !id.MatchString(w.ID) || ids[w.ID] {
			t.Errorf("id %q is not kebab-case or not the only one", w.ID)
		}
		if seeds[w.seed] {
			t.Errorf("%s: seed %d is used twice", w.ID, w.seed)
		}
		ids[w.ID], seeds[w.seed] = true, true
		if w.Aspect < 0.4 || w.Aspect > 2.2 {
			t.Errorf("%s: aspect %v", w.ID, w.Aspect)
		}
		if len(w.Texts) != len(Languages) {
			t.Errorf("%s: texts in %d languages, want %d", w.ID, len(w.Texts), len(Languages))
		}
		for _, lang := range Languages {
			x := w.Texts[lang]
			for name, v := range map[string]string{"title": x.Title, "date": x.Date, "medium": x.Medium, "description": x.Description, "location": x.Location, "price": x.Price} {
				if strings.TrimSpace(v) == "" || strings.TrimSpace(v) != v {
					t.Errorf("%s %s: %s is %q", w.ID, lang, name, v)
				}
			}
			if n := len([]rune(x.Description)); n < 120 || n > 480 {
				t.Errorf("%s %s: description has %d characters, want 120 to 480", w.ID, lang, n)
			}
			if titles[x.Title] && lang == "en" {
				t.Errorf("%s: title %q is used twice", w.ID, x.Title)
			}
			titles[x.Title] = true
		}
		if en, fr := w.Texts["en"], w.Texts["fr"]; en.Description == fr.Description {
			t.Errorf("%s: the French description is the English one", w.ID)
		} else if !strings.HasPrefix(en.Medium, "Generated picture: ") || !strings.HasPrefix(fr.Medium, "Image générée : ") {
			t.Errorf("%s: medium does not say that the picture is generated", w.ID)
		}
	}
}

func TestRenderSize(t *testing.T) {
	for _, w := range Works() {
		img := renders()[w.ID]
		width, height := img.Bounds().Dx(), img.Bounds().Dy()
		if max(width, height) != small {
			t.Errorf("%s: %dx%d, want a longest side of %d", w.ID, width, height, small)
		}
		if got := float64(width) / float64(height); math.Abs(got/w.Aspect-1) > 0.02 {
			t.Errorf("%s: aspect %.3f, want %.3f", w.ID, got, w.Aspect)
		}
		for i := 3; i < len(img.Pix); i += 4 {
			if img.Pix[i] != 255 {
				t.Errorf("%s: not opaque", w.ID)
				break
			}
		}
	}
}

func TestRenderTiny(t *testing.T) {
	for _, w := range Works() {
		for _, n := range []int{1, 5} {
			if b := w.Render(n).Bounds(); max(b.Dx(), b.Dy()) != n {
				t.Errorf("%s at %d: %v", w.ID, n, b)
			}
		}
	}
}

func TestRenderIsDeterministic(t *testing.T) {
	for _, w := range Works() {
		if !bytes.Equal(w.Render(small).Pix, renders()[w.ID].Pix) {
			t.Errorf("%s: two renders differ", w.ID)
		}
	}
}

// TestGolden compares coarse colours only: processors that fuse multiply-adds may differ in the last bit of a stroke.
func TestGolden(t *testing.T) {
	path := filepath.Join("testdata", "golden.json")
	if *update {
		got := map[string][]int{}
		for id, img := range renders() {
			for _, v := range grid(img, 8) {
				got[id] = append(got[id], int(math.Round(v)))
			}
		}
		b, err := json.MarshalIndent(got, "", " ")
		if err != nil {
			t.Fatal(err)
		}
		// One line per work.
		b = regexp.MustCompile(`\s*\n\s{2,}`).ReplaceAll(b, nil)
		b = bytes.ReplaceAll(b, []byte("\n ]"), []byte("]"))
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, append(b, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var want map[string][]int
	if err := json.Unmarshal(b, &want); err != nil {
		t.Fatal(err)
	}
	if len(want) != len(Works()) {
		t.Errorf("golden file has %d works, want %d (go test ./gallery -run Golden -update)", len(want), len(Works()))
	}
	for _, w := range Works() {
		g := grid(renders()[w.ID], 8)
		if len(want[w.ID]) != len(g) {
			t.Errorf("%s: not in the golden file (go test ./gallery -run Golden -update)", w.ID)
			continue
		}
		for i, v := range g {
			if math.Abs(v-float64(want[w.ID][i])) > 10 {
				t.Errorf("%s: cell %d channel %d is %.0f, want %d: the picture has changed (if it should have: -update)", w.ID, i/3, i%3, v, want[w.ID][i])
				break
			}
		}
	}
}

// TestDistinct keeps any two pictures far apart for a network that sees little more than a thumbnail.
func TestDistinct(t *testing.T) {
	const floor = 38 // root mean square difference of 16x16 thumbnails, 0..255
	works := Works()
	closest, pair := math.Inf(1), ""
	for i, a := range works {
		for _, b := range works[:i] {
			ga, gb := grid(renders()[a.ID], 16), grid(renders()[b.ID], 16)
			sum := 0.0
			for k := range ga {
				sum += (ga[k] - gb[k]) * (ga[k] - gb[k])
			}
			d := math.Sqrt(sum / float64(len(ga)))
			if d < closest {
				closest, pair = d, a.ID+" and "+b.ID
			}
			if d < floor {
				t.Errorf("%s and %s differ by %.1f, want %d", a.ID, b.ID, d, floor)
			}
		}
	}
	t.Logf("closest: %s, %.1f", pair, closest)
}

func TestWriteDir(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "gallery")
	calls := 0
	count := func(done, total int) {
		calls++
		if done < 1 || done > total || total != len(Works()) {
			t.Errorf("progress(%d, %d)", done, total)
		}
	}
	if err := WriteDir(dir, 40, count); err != nil {
		t.Fatal(err)
	}
	if calls != len(Works()) {
		t.Errorf("progress was called %d times, want %d", calls, len(Works()))
	}
	before := map[string]time.Time{}
	for _, w := range Works() {
		path := filepath.Join(dir, w.ID+".jpg")
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		img, err := jpeg.Decode(bytes.NewReader(b))
		if err != nil {
			t.Fatalf("%s: %v", w.ID, err)
		}
		if s := img.Bounds(); max(s.Dx(), s.Dy()) != 40 {
			t.Errorf("%s: %v", w.ID, s)
		}
		s, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		before[w.ID] = s.ModTime()
	}
	f, err := os.Open(filepath.Join(dir, "catalog.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if want := "id,title,artist,date,medium,description,price,location,credit,title_fr,artist_fr,date_fr,medium_fr,description_fr,price_fr,location_fr,credit_fr"; strings.Join(rows[0], ",") != want {
		t.Errorf("catalog's columns are %v", rows[0])
	}
	if len(rows) != len(Works())+1 {
		t.Fatalf("catalog has %d rows, want %d", len(rows), len(Works())+1)
	}
	for i, w := range Works() {
		if rows[i+1][0] != w.ID || rows[i+1][1] != w.Texts["en"].Title || rows[i+1][9] != w.Texts["fr"].Title {
			t.Errorf("row %d is not %s: %v", i+1, w.ID, rows[i+1])
		}
	}

	t.Run("again", func(t *testing.T) {
		if err := WriteDir(dir, 40, func(done, total int) { t.Errorf("drew something: %d of %d", done, total) }); err != nil {
			t.Fatal(err)
		}
		for id, at := range before {
			if s, err := os.Stat(filepath.Join(dir, id+".jpg")); err != nil || !s.ModTime().Equal(at) {
				t.Errorf("%s was written again (%v)", id, err)
			}
		}
	})
	t.Run("one missing", func(t *testing.T) {
		gone := Works()[2].ID
		if err := os.Remove(filepath.Join(dir, gone+".jpg")); err != nil {
			t.Fatal(err)
		}
		drawn := 0
		if err := WriteDir(dir, 40, func(done, total int) { drawn++ }); err != nil {
			t.Fatal(err)
		}
		if drawn != 1 {
			t.Errorf("drew %d, want 1", drawn)
		}
	})
	t.Run("other size", func(t *testing.T) {
		drawn := 0
		if err := WriteDir(dir, 24, func(done, total int) { drawn++ }); err != nil {
			t.Fatal(err)
		}
		if drawn != len(Works()) {
			t.Errorf("drew %d, want all %d", drawn, len(Works()))
		}
		left, err := filepath.Glob(filepath.Join(dir, ".*.*"))
		if err != nil || len(left) > 0 {
			t.Errorf("temporary files left: %v %v", left, err)
		}
	})
}

func TestWriteDirErrors(t *testing.T) {
	if err := WriteDir(t.TempDir(), 0, nil); err == nil {
		t.Error("a longest side of 0 was accepted")
	}
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := WriteDir(file, 20, nil); err == nil {
		t.Error("a file was taken for a folder")
	}
}

func BenchmarkRender(b *testing.B) {
	for _, w := range Works() {
		b.Run(w.ID, func(b *testing.B) {
			for b.Loop() {
				w.Render(400)
			}
		})
	}
}

func ExampleWork_Render() {
	img := Works()[0].Render(64)
	fmt.Println(img.Bounds().Size())
	// Output: (64,44)
}

func TestSizeMatchesAspect(t *testing.T) {
	for _, c := range []struct {
		aspect        float64
		longest, w, h int
	}{{1.5, 300, 300, 200}, {0.5, 300, 150, 300}, {1, 10, 10, 10}, {2, 1, 1, 1}} {
		if w, h := paint.Size(c.aspect, c.longest); w != c.w || h != c.h {
			t.Errorf("Size(%v, %d) = %d, %d, want %d, %d", c.aspect, c.longest, w, h, c.w, c.h)
		}
	}
}
