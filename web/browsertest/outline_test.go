//go:build !js

package browsertest

import (
	"image"
	"testing"
	"time"

	"docent/model/locate"
	"docent/model/views"
	"docent/model/vision"
	"docent/wasm/visit"
)

// TestOutline points the camera at a work that the collection does not have, and finds its outline drawn where the work
// is; then at the bare wall beside it, where nothing is drawn.
func TestOutline(t *testing.T) {
	d := demo(t)
	work := d.picture(t, hidden, 700)
	for _, c := range []struct {
		name    string
		w, h    int
		visitor visitor
	}{
		{"desktop", 1280, 720, visitor{}},
		{"phone", 720, 1280, visitor{phone: true}},
		{"phone with a wide camera, moving", 1280, 720, visitor{phone: true, motion: true}},
	} {
		t.Run(c.name, func(t *testing.T) {
			scene, corners := located(t, work, c.w, c.h)
			c.visitor.film = film(t, repeat(scene, 60, wall(1, c.w, c.h), 60)...)
			b := open(t, serve(t, d.bundle, nil), c.visitor)
			b.start()
			b.until(drawn)
			most := 0.0
			for end := time.Now().Add(patience); most < 0.8 && time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
				most = max(most, locate.Overlap(b.outline(), b.onScreen(corners, c.w, c.h)))
			}
			t.Logf("the drawn outline overlaps the true one by %.3f", most)
			if most < 0.8 {
				t.Errorf("the outline %v is not where the work is, %v", b.outline(), b.onScreen(corners, c.w, c.h))
			}
			if got := eval[string](b, `document.querySelector("#outline").getAttribute("aria-hidden")`); got != "true" {
				t.Errorf("aria-hidden is %q", got)
			}
			b.until(notDrawn + ` && +getComputedStyle(document.querySelector("#outline")).opacity === 0`) // the wall
			b.until(drawn + ` && +getComputedStyle(document.querySelector("#finder")).opacity < 0.5`)     // the work again
			// Not over a photo, and not over the list.
			b.click(`#bar a[href="#/works"]`)
			b.until(notDrawn)
		})
	}
}

const (
	drawn    = `document.querySelector("#outline").classList.contains("on")`
	notDrawn = "!" + drawn
)

// outline returns the corners of the outline that is drawn, in CSS pixels of the window.
func (b *tab) outline() (q vision.Quad) {
	b.t.Helper()
	c := eval[[]float64](b, `(() => {
		const p = document.querySelector("#outline polygon"), m = p.getScreenCTM();
		return [...p.points].flatMap((c) => { const s = c.matrixTransform(m); return [s.x, s.y]; });
	})()`)
	if len(c) != 8 {
		b.t.Fatalf("the outline has the coordinates %v", c)
	}
	for i := range q {
		q[i] = vision.Point{X: c[2*i], Y: c[2*i+1]}
	}
	return q
}

// onScreen returns where the browser shows places of a camera's picture of w x h pixels, in CSS pixels of the window.
func (b *tab) onScreen(q vision.Quad, w, h int) vision.Quad {
	b.t.Helper()
	v := eval[[]float64](b, `(() => {
		const e = document.querySelector("#video"), r = e.getBoundingClientRect();
		return [r.x, r.y, r.width, r.height, e.videoWidth, e.videoHeight, getComputedStyle(e).objectFit === "cover" ? 1 : 0];
	})()`)
	if int(v[4]) != w || int(v[5]) != h {
		b.t.Fatalf("the camera's picture has %g x %g pixels", v[4], v[5])
	}
	scale := min(v[2]/v[4], v[3]/v[5])
	if v[6] == 1 {
		scale = max(v[2]/v[4], v[3]/v[5])
	}
	for i, c := range q {
		q[i] = vision.Point{X: v[0] + v[2]/2 + scale*(c.X-v[4]/2), Y: v[1] + v[3]/2 + scale*(c.Y-v[5]/2)}
	}
	return q
}

// repeat returns a film of stretches of still pictures.
func repeat(a *image.RGBA, times int, b *image.RGBA, more int) (frames []*image.RGBA) {
	for range times {
		frames = append(frames, a)
	}
	for range more {
		frames = append(frames, b)
	}
	return frames
}

// located returns a view of a work whose outline the native locator finds well in the part that the page looks at, and
// the true corners: how well it finds them is measured elsewhere.
func located(t testing.TB, work *image.RGBA, w, h int) (scene *image.RGBA, corners vision.Quad) {
	t.Helper()
	type size struct {
		work *image.RGBA
		w, h int
	}
	v := once(size{work, w, h}, func() views.View { return findLocated(t, work, w, h) })
	return v.Image, v.Corners
}

func findLocated(t testing.TB, work *image.RGBA, w, h int) views.View {
	t.Helper()
	o, err := released()
	if err != nil {
		t.Fatal(err)
	}
	v, err := o.Engine.Viewer(o.Model, o.Locator)
	if err != nil {
		t.Fatal(err)
	}
	for seed := range uint64(100) {
		view := views.Synthesise(work, seed, views.Options{Width: w, Height: h, Fill: [2]float64{0.5, 0.6}, Strength: 0.3})
		stageW, stageH := 1280.0, 800.0
		if h > w {
			stageW, stageH = 390, 844
		}
		part := visit.Frame(float64(w), float64(h), stageW, stageH, 24, 132).Region
		frame := vision.Frame(view.Image.SubImage(image.Rect(int(part.X), int(part.Y), int(part.X+part.W), int(part.Y+part.H))))
		look := v.View(frame)[0]
		if !look.Located || look.Confidence < 0.7 {
			continue
		}
		scale := part.W / float64(frame.Rect.Dx())
		for i, c := range look.Outline {
			look.Outline[i] = vision.Point{X: part.X + scale*c.X, Y: part.Y + scale*c.Y}
		}
		if locate.Overlap(look.Outline, view.Corners) > 0.88 {
			return view
		}
	}
	t.Fatal("the locator finds the work in none of the views")
	return views.View{}
}
