//go:build js && wasm && curator

package main

import (
	"fmt"
	"strconv"
	"strings"
	"syscall/js"

	"docent/curator/draft"
	"docent/model/vision"
	"docent/wasm/browser"
)

// shot is a picture whose corners are being set.
type shot struct {
	pic     draft.Picture
	url     string
	quad    vision.Quad // in shares of the picture's sides
	found   bool        // the locator has found the work
	into    string      // id of the work that it is of, "" for a new one
	replace bool        // it is the reference of that work already
	busy    bool
}

// beside is where the corners are when nothing was found: a little inside of the picture.
var beside = vision.Rect{X0: 0.08, Y0: 0.08, X1: 0.92, Y1: 0.92}.Quad(1, 1)

// shoot takes what the camera sees.
func (p *page) shoot() {
	v := p.view
	if v == nil || !v.on || v.w == 0 {
		return
	}
	video := id("video")
	canvas := create("canvas", "", "")
	w, h := video.Get("videoWidth").Float(), video.Get("videoHeight").Float()
	canvas.Set("width", w)
	canvas.Set("height", h)
	if _, err := browser.Try(func() js.Value {
		return canvas.Call("getContext", "2d").Call("drawImage", video.Value, 0, 0)
	}); err != nil {
		p.complain("The picture could not be taken", err.Error())
		return
	}
	s := &shot{quad: beside, into: v.into}
	if v.located != nil {
		s.found = true
		for i, c := range *v.located { // from shares of the part that is looked at
			s.quad[i] = within(vision.Point{X: (v.framing.Region.X + c.X*v.framing.Region.W) / w, Y: (v.framing.Region.Y + c.Y*v.framing.Region.H) / h})
		}
	}
	var kept js.Func
	kept = js.FuncOf(func(_ js.Value, args []js.Value) any {
		kept.Release()
		go p.shotOf(s, args[0], "camera.jpg")
		return nil
	})
	canvas.Call("toBlob", kept, "image/jpeg", 0.95)
}

// within keeps a corner in the picture.
func within(q vision.Point) vision.Point {
	return vision.Point{X: min(max(q.X, 0), 1), Y: min(max(q.Y, 0), 1)}
}

// shotFromFile takes a photo that was chosen in place of the camera's picture.
func (p *page) shotFromFile(f file, into string) {
	s := &shot{quad: beside, into: into}
	go func() {
		p.seeOutline(s, f.Value)
		p.shotOf(s, f.Value, f.path)
	}()
}

// seeOutline looks where the work is in a picture. It runs beside the loop.
func (p *page) seeOutline(s *shot, file js.Value) {
	if a, err := p.askFile(kindLocate, file); err == nil && a.Located != nil {
		s.found = true
		for i, c := range a.Located {
			s.quad[i] = within(c)
		}
	}
}

// shotOf keeps a picture and has its corners set. It runs beside the loop.
func (p *page) shotOf(s *shot, file js.Value, name string) {
	b, err := read(file)
	if err == nil {
		s.pic, err = p.keep(name, b)
	}
	p.do(func() {
		if err != nil {
			p.complain("This picture cannot be taken", err.Error())
			return
		}
		s.url = address(file)
		p.setShot(s)
		p.goTo("#/corners")
	})
}

func (p *page) setShot(s *shot) {
	if p.shot != nil {
		release(p.shot.url)
	}
	p.shot = s
}

// straighten sets the corners of the reference of the work that is shown.
func (p *page) straighten() {
	w := p.current
	if w == nil || len(w.Pictures) == 0 {
		return
	}
	s := &shot{quad: beside, into: w.ID, replace: true, pic: w.Pictures[0]}
	go func() {
		v, err := p.picture(s.pic)
		if err == nil {
			p.seeOutline(s, v)
		}
		p.do(func() {
			if err != nil {
				p.complain("This picture cannot be shown", err.Error())
				return
			}
			s.url = address(v)
			p.setShot(s)
			p.goTo("#/corners")
		})
	}()
}

// openCorners shows the picture with its corners.
func (p *page) openCorners() {
	s := p.shot
	id("shot").image(s.url)
	body := "What they enclose is straightened and becomes the picture. Leave the frame out."
	if !s.found {
		body = "The work was not found in the picture: move the corners onto it. What they enclose is straightened; leave the frame out."
	}
	id("cornersBody").text(body)
	p.show("corners", "cornersTitle")
	p.drawCorners()
}

// drawCorners moves the handles and the line between them.
func (p *page) drawCorners() {
	s := p.shot
	var points []string
	for i, h := range id("board").all(".handle") {
		x, y := int(1000*s.quad[i].X+0.5), int(1000*s.quad[i].Y+0.5)
		h.style("--x", strconv.Itoa(x))
		h.style("--y", strconv.Itoa(y))
		points = append(points, fmt.Sprint(x, ",", y))
	}
	quad := id("quad")
	quad.find("polygon").attr("points", strings.Join(points, " "))
	quad.find("path").attr("d", "M0 0H1000V1000H0ZM"+strings.Join(points, "L")+"Z")
}

// listenCorners hears of corners that are dragged, or moved by the keyboard.
func (p *page) listenCorners() {
	board := id("board")
	move := func(i int, q vision.Point) {
		if p.shot != nil {
			p.shot.quad[i] = within(q)
			p.drawCorners()
		}
	}
	for i, h := range board.all(".handle") {
		on(h.Value, "pointerdown", func(e js.Value) {
			h.Call("setPointerCapture", e.Get("pointerId"))
		})
		on(h.Value, "pointermove", func(e js.Value) {
			if !h.Call("hasPointerCapture", e.Get("pointerId")).Bool() {
				return
			}
			r := board.Call("getBoundingClientRect")
			move(i, vision.Point{X: (e.Get("clientX").Float() - r.Get("left").Float()) / r.Get("width").Float(),
				Y: (e.Get("clientY").Float() - r.Get("top").Float()) / r.Get("height").Float()})
		})
		on(h.Value, "keydown", func(e js.Value) {
			step := 0.004
			if e.Get("shiftKey").Bool() {
				step = 0.02
			}
			d, ok := map[string]vision.Point{"ArrowLeft": {X: -step}, "ArrowRight": {X: step}, "ArrowUp": {Y: -step}, "ArrowDown": {Y: step}}[e.Get("key").String()]
			if ok && p.shot != nil {
				e.Call("preventDefault")
				q := p.shot.quad[i]
				move(i, vision.Point{X: q.X + d.X, Y: q.Y + d.Y})
			}
		})
	}
}

// cut straightens the picture, and uses that.
func (p *page) cut() {
	s := p.shot
	if s == nil || s.busy || !p.ready {
		return
	}
	s.busy = true
	var outline []any
	for _, c := range s.quad {
		outline = append(outline, c.X, c.Y)
	}
	worker := p.worker
	go func() {
		a, err := worker.Ask(kindCut, func(m js.Value) js.Value {
			m.Set("key", s.pic.Key)
			m.Set("outline", outline)
			return js.Undefined()
		})
		var pic draft.Picture
		if err == nil {
			pic, err = p.keep(s.pic.Name, browser.Bytes(a.Get("file")))
		}
		p.do(func() {
			s.busy = false
			if err != nil {
				why := err.Error()
				if t, ok := err.(*browser.Trouble); ok {
					why = t.Detail
				}
				p.complain("This cannot be straightened", why)
				return
			}
			p.use(s, pic)
		})
	}()
}

// useWhole uses the picture as it is.
func (p *page) useWhole() {
	if s := p.shot; s != nil {
		p.use(s, s.pic)
	}
}

// use puts a picture into the draft, and shows its work.
func (p *page) use(s *shot, pic draft.Picture) {
	w := p.draft.Find(s.into)
	if s.replace && w != nil && len(w.Pictures) > 0 {
		before := w.Pictures[0]
		if pic.Key != before.Key {
			pic.Name = w.ID + ".jpg"
			w.Pictures[0] = pic
			p.draft.Sort()
			p.forget([]draft.Picture{before})
		}
	} else {
		w = p.put(pic, s.into)
		if pic.Key != s.pic.Key {
			p.forget([]draft.Picture{s.pic})
		}
	}
	p.setShot(nil)
	p.touch()
	p.seek()
	js.Global().Get("location").Call("replace", "#/work/"+w.ID)
}
