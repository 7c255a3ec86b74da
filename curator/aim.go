//go:build js && wasm && curator

package main

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"syscall/js"
	"time"

	"docent/curator/draft"
	"docent/model/vision"
	"docent/wasm/browser"
	"docent/wasm/phrase"
	"docent/wasm/visit"
)

// viewfinder is one spell with the camera on: to take pictures, or to test the draft.
type viewfinder struct {
	visit.Outline
	testing bool
	into    string // id of the work that a picture is of, "" for a new one
	camera  *browser.Camera
	on      bool // the camera was granted
	frozen  bool // a photo is shown, and not what the camera sees
	framing visit.Framing
	w, h    float64      // of the camera's picture, when it was framed
	located *vision.Quad // the work that was seen last, in shares of the part that is looked at
	aim     *visit.Aim
	margins map[int]float64
	said    string
	listed  []int
}

// framePause is the least time between two frames.
const framePause = 140 * time.Millisecond

var drawing *browser.Outline // made once: its callback lives as long as the page

// openCamera shows the viewfinder, to take a picture of a work that is there, or of a new one.
func (p *page) openCamera(into string) {
	if p.view != nil && !p.view.testing && p.view.into == into {
		return
	}
	p.openView(&viewfinder{into: into})
	id("shutter").show(true)
	id("shutter").truth("aria-disabled", true)
	id("aimTitle").text("Take a picture of a work")
	back := "#"
	if into != "" {
		back = "#/work/" + into
	}
	id("leave").Set("href", back)
	id("other").show(len(p.draft.Works) > 0)
	p.held = true
}

// openTest shows the viewfinder with a recogniser of the draft, which is built first where it has changed.
func (p *page) openTest() {
	if p.view != nil && p.view.testing {
		return
	}
	if p.built == nil || p.built.print != p.print() {
		if len(p.draft.Built()) == 0 {
			p.complain("There is nothing to test yet", "Add pictures of works first.")
			p.goTo("")
			return
		}
		p.openBundle()
		id("bundleLead").text("Before the test the draft is built, as for the bundle.")
		p.startBuild("#/test")
		return
	}
	p.openView(&viewfinder{testing: true, aim: visit.NewAim(p.built.rate), margins: map[int]float64{}})
	id("shutter").show(false)
	id("aimTitle").text("Test with the camera")
	id("leave").Set("href", "#")
	id("other").show(false)
}

func (p *page) openView(v *viewfinder) {
	p.leaveCamera()
	p.view = v
	v.Still = js.Global().Call("matchMedia", "(prefers-reduced-motion: reduce)").Get("matches").Bool()
	if drawing == nil {
		drawing = browser.NewOutline(id("outline").Value, func(at float64) (vision.Quad, bool, bool) {
			if p.view == nil {
				return vision.Quad{}, false, false
			}
			return p.view.Step(at)
		})
	}
	v.camera = browser.NewCamera(id("video").Value)
	p.show("aim", "aimTitle")
	p.suggest(v, "", nil)
	p.hint("Your browser asks for the camera. What it sees stays on this device.")
	p.phase("asking")
	go func() {
		err := v.camera.Open(func() {
			p.do(func() {
				if p.view == v {
					p.leaveCamera()
					p.hint("The camera has stopped: another program has it, or the device was locked. Tap Done, then begin again.")
					announce("The camera has stopped.")
				}
			})
		})
		p.do(func() {
			switch {
			case p.view != v:
				v.camera.Close()
			case err != nil:
				p.cameraFailed(err)
			default:
				v.on = true
				sharpen()
				p.phase("looking")
				id("shutter").truth("aria-disabled", false)
				p.hint("Fit the work inside the corners")
				go p.scan(v)
			}
		})
	}()
}

// sharpen asks the camera for more pixels than recognition needs: the picture becomes a reference.
func sharpen() {
	stream := id("video").Get("srcObject")
	if stream.Type() != js.TypeObject {
		return
	}
	go browser.Call(stream.Call("getVideoTracks").Index(0), "applyConstraints",
		map[string]any{"width": map[string]any{"ideal": 1920}, "height": map[string]any{"ideal": 1440}})
}

// cameraFailed says why there is no camera, and offers photos in its place.
func (p *page) cameraFailed(err error) {
	name := browser.CameraTrouble(err)
	p.phase("")
	id("finder").show(false)
	body := strings.TrimSuffix(strings.TrimSpace(phrase.In("en", name+"Body")), ":")
	for _, without := range []string{" Or go on without it", " Go on without it", ", or go on without it"} {
		body = strings.TrimSuffix(body, without)
	}
	p.hint(phrase.In("en", name+"Title") + ". " + body + " A photo will do as well: tap Photo.")
	announce(phrase.In("en", name+"Title"))
}

// leaveCamera gives the camera back.
func (p *page) leaveCamera() {
	v := p.view
	if v == nil {
		return
	}
	v.camera.Close()
	v.Hide(browser.Now())
	drawing.Animate()
	p.view, p.held = nil, false
	p.phase("")
	id("finder").show(true)
	p.seek()
}

func (p *page) hint(words string)  { id("hint").text(words) }
func (p *page) phase(phase string) { document.Get("body").Get("dataset").Set("phase", phase) }

// frame lays the camera's picture on the stage.
func (v *viewfinder) frame() {
	w, h := v.camera.Size()
	if w == v.w && h == v.h || w == 0 {
		return
	}
	v.w, v.h = w, h
	stage := id("aim")
	foot := id("aim").find(".foot").Get("offsetHeight").Float()
	v.framing = visit.Frame(w, h, stage.Get("clientWidth").Float(), stage.Get("clientHeight").Float(), 16, foot)
	id("video").is("whole", !v.framing.Cover)
	f, finder := v.framing.Finder, id("finder")
	for property, pixels := range map[string]float64{"left": f.X, "top": f.Y, "width": f.W, "height": f.H} {
		finder.style(property, strconv.Itoa(int(pixels))+"px")
	}
}

// scan sends frames to the worker, each after the answer to the one before.
func (p *page) scan(v *viewfinder) {
	kind := kindLocate
	if v.testing {
		kind = browser.KindLook
	}
	for p.view == v {
		begun := browser.Now()
		if v.frozen || !v.camera.Live() || !p.ready {
			time.Sleep(2 * framePause)
			continue
		}
		v.frame()
		picture, ok, err := v.camera.Grab(v.framing.Region)
		if err == nil && ok {
			a, err := p.ask(kind, picture, false)
			p.do(func() {
				if p.view == v {
					p.answered(v, a, err)
				}
			})
		}
		took := time.Duration((browser.Now() - begun) * float64(time.Second))
		time.Sleep(max(framePause-took, 20*time.Millisecond))
	}
}

// ask asks the worker about a picture. It runs beside the loop.
func (p *page) ask(kind string, picture browser.Picture, still bool) (browser.Answer, error) {
	a, err := p.worker.Ask(kind, func(m js.Value) js.Value {
		m.Set("still", still)
		return picture.Put(m)
	})
	if err != nil {
		return browser.Answer{}, err
	}
	return browser.ReadAnswer(a), nil
}

// answered takes the worker's answer to a frame.
func (p *page) answered(v *viewfinder, a browser.Answer, err error) {
	if err != nil {
		p.leaveCamera()
		p.workerFailed(err)
		return
	}
	if v.frozen {
		return
	}
	v.located = a.Located
	if a.Located == nil {
		v.Miss(browser.Now())
	} else {
		v.See(browser.Now(), v.framing.OnStage(*a.Located))
	}
	drawing.Animate()
	if !v.testing {
		if a.Located != nil {
			p.hint("The outline shows what is straightened. You can change it afterwards.")
		} else {
			p.hint("Fit the work inside the corners")
		}
		return
	}
	sights := make([]visit.Sight, len(a.Candidates))
	for i, c := range a.Candidates {
		sights[i] = visit.Sight{Index: c.Index, Margin: c.Margin}
		v.margins[c.Index] = c.Margin
	}
	p.advise(v, v.aim.Frame(browser.Now(), sights, a.Turned))
}

// advise shows what the test has come to.
func (p *page) advise(v *viewfinder, a visit.Advice) {
	switch a.Stage {
	case visit.Found:
		p.suggest(v, "Recognised", []int{a.Work})
		v.aim.Reset(a.Work) // and goes on: the next work may come into view at any time
		p.hint("")
	case visit.Seen:
		p.suggest(v, "Recognised", []int{a.Work})
		p.hint("")
	case visit.Maybe:
		p.suggest(v, "It may be", a.Candidates)
		p.hint("Hold still, or come closer")
	case visit.Nothing:
		p.suggest(v, "", nil)
		p.hint("Nothing of the draft is recognised. Face the work and keep all of it in view.")
	case visit.Looking, visit.Unsure:
		p.suggest(v, "", nil)
		p.hint("Fit a work inside the corners")
	}
}

// suggest shows works in the viewfinder.
func (p *page) suggest(v *viewfinder, heading string, works []int) {
	if v.said == heading && slices.Equal(v.listed, works) {
		return
	}
	v.said, v.listed = heading, slices.Clone(works)
	section, list := id("verdict"), id("candidates")
	section.show(len(works) > 0)
	id("verdictWord").text(heading)
	list.clear()
	for _, i := range works {
		if p.built == nil || i >= len(p.built.ids) {
			continue
		}
		w := p.draft.Find(p.built.ids[i])
		if w == nil {
			continue
		}
		words := create("span", "words", "")
		words.add(create("b", "", p.draft.TitleOf(w)), create("small", "", sureness(v.margins[i])))
		list.add(p.item(w, words))
	}
}

// sureness says how sure an answer is, in words and with how far its log-odds are above what is asked for.
func sureness(margin float64) string {
	sign := "+"
	if margin < 0 {
		sign = "−"
	}
	return phrase.In("en", visit.Sureness(margin)) + " (" + sign + strconv.FormatFloat(math.Abs(margin), 'f', 1, 64) + ")"
}

// examine recognises a photo by the draft, in place of what the camera sees.
func (p *page) examine(f file) {
	v := p.view
	if v == nil {
		return
	}
	if !v.testing {
		p.shotFromFile(f, v.into)
		return
	}
	v.frozen = true
	v.Hide(browser.Now())
	drawing.Animate()
	p.suggest(v, "", nil)
	p.hint("Looking at the photo…")
	go func() {
		a, err := p.askFile(browser.KindLook, f.Value)
		p.do(func() {
			if p.view != v {
				return
			}
			if err != nil {
				p.hint("This photo cannot be read.")
				announce("This photo cannot be read.")
				p.thaw(v)
				return
			}
			var sights []visit.Sight
			for _, c := range a.Candidates {
				sights = append(sights, visit.Sight{Index: c.Index, Margin: c.Margin})
				v.margins[c.Index] = c.Margin
			}
			switch advice := visit.Verdict(sights, a.Accepted); advice.Stage {
			case visit.Found:
				p.suggest(v, "In the photo", []int{advice.Work})
				p.hint("")
				announce("Recognised: " + p.built.ids[advice.Work])
			case visit.Maybe:
				p.suggest(v, "In the photo it may be", advice.Candidates)
				p.hint("")
			default:
				p.hint("The photo shows nothing of the draft that is recognised.")
				announce("The photo shows nothing of the draft that is recognised.")
			}
			p.thaw(v)
		})
	}()
}

// thaw has the camera looked at again after a while.
func (p *page) thaw(v *viewfinder) {
	go func() {
		time.Sleep(8 * time.Second)
		p.do(func() { v.frozen = false })
	}()
}

// askFile asks the worker about a file. It runs beside the loop.
func (p *page) askFile(kind string, f js.Value) (browser.Answer, error) {
	photo, err := browser.OpenPhoto(f)
	if err != nil {
		return browser.Answer{}, err
	}
	defer photo.Close()
	picture, err := photo.Picture()
	if err != nil {
		return browser.Answer{}, err
	}
	return p.ask(kind, picture, true)
}

// nextID is that of the next work that is photographed.
func (p *page) nextID() string {
	for n := 1; ; n++ {
		name := strconv.Itoa(n)
		for len(name) < 3 {
			name = "0" + name
		}
		if w := p.draft.Find("work-" + name); w == nil {
			return "work-" + name
		}
	}
}

// put adds a picture: to the work that it was taken for, or as a new one. It returns the work.
func (p *page) put(pic draft.Picture, into string) *draft.Work {
	w := p.draft.Find(into)
	if w == nil {
		w = p.draft.Add(p.nextID())
		p.captured = w.ID
	}
	pic.Name = w.ID + "__" + pic.Key[:8] + ".jpg"
	if len(w.Pictures) == 0 {
		pic.Name = w.ID + ".jpg"
	}
	p.draft.AddPhoto(w, pic)
	return w
}
