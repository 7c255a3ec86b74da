//go:build !js

package quality

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/nfnt/resize"

	"docent/gallery"
	"docent/internal/build"
	"docent/internal/engine"
	"docent/internal/fixture"
	"docent/model/background"
	"docent/model/bundle"
	"docent/model/nn"
	"docent/model/views"
	"docent/model/vision"
	"docent/model/weights"
)

// drawn is a work whose picture a test has made.
type drawn struct {
	id      string
	picture *image.RGBA
}

func scaled(m *image.RGBA, longest int) *image.RGBA { return vision.Fit(m, longest) }

// lit scales and lifts brightness.
func lit(m *image.RGBA, gain float64, lift int) *image.RGBA {
	d := image.NewRGBA(m.Rect)
	for y := range m.Rect.Dy() {
		for x := range m.Rect.Dx() {
			c := m.RGBAAt(x, y)
			f := func(v uint8) uint8 { return uint8(gain*float64(v)) + uint8(lift) }
			d.SetRGBA(x, y, color.RGBA{f(c.R), f(c.G), f(c.B), 255})
		}
	}
	return d
}

// framed returns a picture of a work on a wall, in a frame.
func framed(m *image.RGBA) *image.RGBA {
	return views.Synthesise(m, 1, views.Options{Width: 400, Height: 400, Fill: [2]float64{0.6, 0.6}, Strength: views.NoTrouble}).Image
}

// again returns a picture as it comes back from another program: a little smaller.
func again(m *image.RGBA) *image.RGBA {
	s := resize.Resize(uint(m.Rect.Dx()*9/10), uint(m.Rect.Dy()*9/10), m, resize.Bicubic)
	return vision.Fit(s, 4096)
}

// pictures draws works that are as they should be, and one of each kind that is not.
func pictures() []drawn {
	var list []drawn
	works := gallery.Works()
	for _, w := range works[3:12] {
		list = append(list, drawn{w.ID, w.Render(300)})
	}
	more := func(id string, i int, change func(m *image.RGBA) *image.RGBA) {
		list = append(list, drawn{id, change(works[i].Render(300))})
	}
	more("blurred", 12, func(m *image.RGBA) *image.RGBA { return fixture.Blurred(m, 4) })
	more("small", 13, func(m *image.RGBA) *image.RGBA { return scaled(m, 40) })
	more("framed", 16, framed)
	more("dark", 17, func(m *image.RGBA) *image.RGBA { return lit(m, 0.1, 0) })
	more("flat", 18, func(m *image.RGBA) *image.RGBA { return lit(m, 0.06, 120) })
	more("copied", 7, again)
	more("copied-turned", 9, func(m *image.RGBA) *image.RGBA { return vision.Orient(m, 6) })
	more("copied-file", 10, func(m *image.RGBA) *image.RGBA { return m })
	return list
}

// networks reads the released networks, and opens an engine for them.
func networks(t testing.TB) (encoder, locator *nn.Model, e engine.Engine) {
	t.Helper()
	read := func(b []byte) *nn.Model {
		m, err := nn.ReadModel(b)
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	e, err := engine.Open(engine.Auto)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { e.Close() })
	return read(weights.Released()), read(weights.Locator()), e
}

// made builds a bundle of works, and returns what a report is made from.
func made(t testing.TB, works []drawn, views int) (Input, Options) {
	t.Helper()
	encoder, locator, e := networks(t)
	impostors, err := background.Read(weights.Background(), encoder.Hash)
	if err != nil {
		t.Fatal(err)
	}
	var sources []build.Source
	for _, w := range works {
		sources = append(sources, build.Source{ID: w.id, Load: func() (*image.RGBA, error) { return w.picture, nil }})
	}
	c, _, err := build.Collect(context.Background(), sources, build.Labels{Title: "Test", Language: "en"}, build.Options{Model: encoder, Locator: locator, Engine: e,
		Views: views, Features: bundle.FeaturesPacked, Impostors: impostors, CalibrationViews: 12})
	if err != nil {
		t.Fatal(err)
	}
	in, o, err := Of(c)
	if err != nil {
		t.Fatal(err)
	}
	o.Workers = 2
	return in, o
}

func TestCheck(t *testing.T) {
	in, o := made(t, pictures(), 1)
	in.LeftOut = []string{"scan.tiff"}
	o.Views = 1
	steps, last := 0, 0
	o.Progress = func(done, total int) { steps, last = done, total }
	r, err := Check(context.Background(), in, o)
	if err != nil {
		t.Fatal(err)
	}
	if steps != last || steps == 0 {
		t.Errorf("progress ends at %d of %d", steps, last)
	}

	// Every picture that was spoilt is found, for what was done to it, and no other.
	want := map[string]Kind{"blurred": Blurred, "small": TooSmall, "framed": Framed, "dark": Dark, "flat": Flat}
	for _, f := range r.Pictures {
		switch {
		case want[f.ID] == f.Kind:
			delete(want, f.ID)
		case f.ID == "small" && f.Kind == Blurred || f.ID == "framed" && f.Kind == Blurred: // so they are
		default:
			t.Errorf("%s is %s (%s)", f.ID, f.Kind, f.Figure())
		}
	}
	if len(want) > 0 {
		t.Errorf("not found: %v", want)
	}
	var same []string
	for _, p := range r.Duplicates {
		same = append(same, p.A+" = "+p.B)
		if p.B == "copied-file" != p.Same {
			t.Errorf("%s = %s: every pixel the same: %v", p.A, p.B, p.Same)
		}
		if (p.Turn != 0) != (p.B == "copied-turned") {
			t.Errorf("%s = %s is %s", p.A, p.B, turned(p.Turn))
		}
	}
	slices.Sort(same)
	works := gallery.Works()
	wantSame := []string{works[7].ID + " = copied", works[9].ID + " = copied-turned", works[10].ID + " = copied-file"}
	slices.Sort(wantSame)
	if !slices.Equal(same, wantSame) {
		t.Errorf("the same are %q, want %q", same, wantSame)
	}
	if r.Views != len(in.Works) || r.Viewed != len(in.Works) || r.Sought != len(in.Works) {
		t.Errorf("%d views of %d works, %d sought", r.Views, r.Viewed, r.Sought)
	}
	if sum := r.Recognised.Value + r.Refused.Value + r.Wrong.Value; sum < 0.999 || sum > 1.001 {
		t.Errorf("shares %+v", r)
	}
	if got := r.Fails(); got != "3 pairs of works have the same picture, 1 picture cannot be read" {
		t.Errorf("strict says %q", got)
	}

	var text bytes.Buffer
	if err := r.Print(&text); err != nil {
		t.Fatal(err)
	}
	t.Logf("\n%s", &text)
	if n := strings.Count(text.String(), "\n"); n > 22 {
		t.Errorf("%d lines are too many", n)
	}
	for _, say := range []string{"quality of 17 works, by 17 synthesised views", "unreadable    1: scan.tiff", "the same      3 pairs: ", "too small     1 work: small",
		"missing       title (en) of 17", "1. Save scan.tiff as JPEG", "2. Merge "} {
		if !strings.Contains(text.String(), say) {
			t.Errorf("it does not say %q", say)
		}
	}
	checkHTML(t, r, in)
}

// checkHTML checks that the file needs nothing else, and has a picture of each work that it shows.
func checkHTML(t *testing.T, r *Report, in Input) {
	t.Helper()
	var b strings.Builder
	load := func(i int) (image.Image, error) { return in.Works[i].Load() }
	if err := r.HTML(&b, load); err != nil {
		t.Fatal(err)
	}
	html := b.String()
	if m := regexp.MustCompile(`(?i)https?:|<link|<script|@import|url\(|src="[^d]|href=`).FindString(html); m != "" {
		t.Errorf("it refers to something outside, or has scripts: %q", m)
	}
	for _, say := range []string{"<h1>Quality of Test</h1>", "The same picture twice", "References: mostly frame or wall", `<polygon class="located" points="`, "title in English: 17 works, that is all",
		"Save scan.tiff as JPEG", "% of the picture; 60 % is enough"} {
		if !strings.Contains(html, say) {
			t.Errorf("it does not say %q", say)
		}
	}
	if strings.Contains(html, "ZgotmplZ") || strings.Contains(html, "<no value>") {
		t.Error("the template is at odds with what it shows")
	}
	torn := errors.New("torn canvas")
	if err := r.HTML(&b, func(int) (image.Image, error) { return nil, torn }); !errors.Is(err, torn) {
		t.Errorf("error %v", err)
	}
}

func TestSampled(t *testing.T) {
	in, o := made(t, pictures()[:8], 1)
	in.Works[1].Texts = map[string]bundle.Text{"en": {Title: "<b>One</b>", Artist: "A."}}
	o.Views, o.MostViews, o.MostSought = 4, 5, 3
	r, err := Check(context.Background(), in, o)
	if err != nil {
		t.Fatal(err)
	}
	if r.Views != 5 || r.Viewed != 5 || r.Sought != 3 {
		t.Errorf("%d views of %d works, %d sought, want 5, 5, 3", r.Views, r.Viewed, r.Sought)
	}
	if len(r.Duplicates)+len(r.Pictures)+len(r.Pairs) != 0 {
		t.Errorf("good works have %+v", r)
	}
	if r.Recognised.Value < 0.5 {
		t.Errorf("recognised %+v of good works", r.Recognised)
	}
	o.Workers = 1
	if again, err := Check(context.Background(), in, o); err != nil || !reflect.DeepEqual(r, again) {
		t.Errorf("the same bundle gives another report: %v", err)
	}
	o.Views = -1
	if r, err = Check(context.Background(), in, o); err != nil || r.Views != 0 || r.Recognised != (Share{}) {
		t.Errorf("without views: %+v, %v", r, err)
	}
	for _, m := range r.Missing {
		if m.What == "title" && len(m.IDs) != 7 {
			t.Errorf("%d titles are missing, want 7", len(m.IDs))
		}
	}

	in.Works[2].Facts = nil
	in.Works[2].Load = func() (*image.RGBA, error) { return nil, errors.New("torn canvas") }
	if _, err := Check(context.Background(), in, o); err == nil || !strings.Contains(err.Error(), "torn canvas") {
		t.Errorf("error %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Check(ctx, in, o); !errors.Is(err, errInterrupted) {
		t.Errorf("error %v", err)
	}
	in.Works = in.Works[1:]
	if _, err := Check(context.Background(), in, o); err == nil {
		t.Error("other works than prototypes are taken")
	}
}

// TestMuseum makes the report of a museum's pictures, and prints it with -v.
func TestMuseum(t *testing.T) {
	if os.Getenv("DOCENT_MUSEUM") == "" {
		t.Skip("set DOCENT_MUSEUM to a folder of references, such as ../shared/data/eval/uab/ref, for the report of a museum")
	}
	sources, _, err := build.Sources(filepath.Clean(os.Getenv("DOCENT_MUSEUM")))
	if err != nil {
		t.Fatal(err)
	}
	var list []drawn
	for _, s := range sources {
		m, err := s.Load()
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, drawn{s.ID, m})
	}
	in, o := made(t, list, build.DefaultViews)
	r, err := Check(context.Background(), in, o)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	r.Print(&b)
	t.Logf("\n%s", &b)
}
