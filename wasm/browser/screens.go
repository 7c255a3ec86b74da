//go:build js && wasm

package browser

import (
	"strconv"
	"syscall/js"

	"docent/wasm/visit"
)

// Welcome shows the collection's name and size.
func (d *Document) Welcome(title, language, count string) {
	d.element("collection").SetTextContent(title)
	if language != "" {
		d.element("collection").SetAttribute("lang", language)
	}
	d.element("count").text(count)
	js.Global().Get("document").Set("title", title)
}

// programShare is the part of the line that static/boot.js has drawn by the time Go runs.
const programShare = 0.6

// Progress draws how much of the recogniser has arrived, 0 to 1, and keeps the start button shut.
func (d *Document) Progress(share float64) {
	d.ready = false
	line, done := d.element("loading"), programShare+(1-programShare)*min(max(share, 0), 1)
	line.length(done)
	line.SetAttribute("aria-valuenow", strconv.Itoa(int(100*done)))
	d.labelStart()
}

// Ready turns the line of progress into the start button.
func (d *Document) Ready() {
	d.ready = true
	d.labelStart()
}

func (d *Document) labelStart() {
	start, words := d.element("start"), "loading"
	if d.ready {
		start.RemoveAttribute("aria-disabled")
		words = "start"
	} else {
		start.SetAttribute("aria-disabled", "true")
	}
	d.element("loading").show(!d.ready)
	if say := d.Say(words); d.element("startword").TextContent() != say {
		d.element("startword").SetTextContent(say)
	}
}

// Hint sets the one line of advice in the viewfinder.
func (d *Document) Hint(words string) {
	if h := d.element("hint"); h.TextContent() != words {
		h.SetTextContent(words)
	}
}

// Camera returns a closed camera that will show its picture on the screen.
func (d *Document) Camera() *Camera { return &Camera{video: d.element("video")} }

// Frame lays a camera's picture of w x h pixels on the screen, and returns how it lies and which part is to be looked at.
func (d *Document) Frame(w, h float64) visit.Framing {
	stage := d.element("aim").GetBoundingClientRect()
	// The shade behind the controls begins where the controls do; the room above the first of them is its fade.
	foot := d.element("bar").GetBoundingClientRect()
	hint := d.element("hint").GetBoundingClientRect()
	top := min(foot.Top(), hint.Top())
	if hint.Height() == 0 {
		top = foot.Top()
	}
	const head, gap = 24, 20
	f := visit.Frame(w, h, stage.Width(), stage.Height(), head, stage.Bottom()-top+gap)
	if f.Cover {
		d.element("video").Class().Remove("whole")
	} else {
		d.element("video").Class().Add("whole")
	}
	finder := d.element("finder")
	for _, p := range [...]struct {
		name  string
		value float64
	}{{"left", f.Finder.X}, {"top", f.Finder.Y}, {"width", f.Finder.W}, {"height", f.Finder.H}} {
		finder.style(p.name, strconv.Itoa(int(p.value))+"px")
	}
	return f
}

// Verdict is what is said of a photo.
type Verdict struct {
	Title, Body string
	Candidates  []Entry
}

// Photo shows a photo, and Verdict what is known about it so far.
func (d *Document) Photo(url string) {
	d.element("shot").SetAttribute("src", url)
	d.element("shot").SetAttribute("alt", d.Say("yourPhoto"))
}

// Verdict says what a photo shows.
func (d *Document) Verdict(v Verdict) {
	d.element("verdict").text(v.Title)
	d.element("verdictBody").text(v.Body)
	d.list("photoCandidates", v.Candidates)
}

// Colophon says at the end of all works, where staff look, whether anybody vouches for them.
func (d *Document) Colophon(words string) { d.element("colophon").text(words) }

// Ways are those that can be gone on from trouble.
type Ways struct{ Again, Photo, Works bool }

// Trouble shows what has gone wrong: kind begins the names of its phrases, detail is for the museum's staff.
func (d *Document) Trouble(kind, detail string, ways Ways) {
	d.element("troubleTitle").text(d.Say(kind + "Title"))
	d.element("troubleBody").text(d.Say(kind + "Body"))
	d.element("troubleDetail").text(detail)
	d.element("again").show(ways.Again)
	d.element("troublePick").show(ways.Photo)
	d.element("troubleBrowse").show(ways.Works)
}

// Query returns what stands in the search.
func (d *Document) Query() string { return d.element("query").Get("value").String() }

// Log writes to the browser's console, for the museum's staff.
func Log(words string) { js.Global().Get("console").Call("warn", "docent: "+words) }
