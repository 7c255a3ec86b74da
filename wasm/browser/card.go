//go:build js && wasm

package browser

import (
	"strconv"
	"syscall/js"

	"honnef.co/go/js/dom/v2"

	"docent/model/bundle"
)

// Card is what is shown of a work.
type Card struct {
	Text     bundle.Text
	Language string  // of the text
	Foreign  bool    // it is not the language that the visitor asked for
	Thumb    Part    // zero for none
	Sure     string  // phrase for how sure the recogniser is; "" when the visitor chose the work
	Gauge    float64 // the same as a line, 0 to 1
	Onward   string  // phrase on the main button, which goes back
}

// OpenCard shows a card over the present screen, or puts another work on the one that is shown.
func (d *Document) OpenCard(c Card) {
	card := d.element("card")
	opened := card.hidden()
	t := c.Text
	d.element("title").text(t.Title)
	d.element("artist").text(t.Artist)
	d.element("date").text(t.Date)
	story := t.Description
	if story == "" {
		story = d.Say("noText")
	}
	d.element("story").text(story)
	d.element("credit").text(t.Credit)
	for _, id := range []string{"title", "artist", "date", "credit", "story", "facts"} {
		if c.Language != "" && !(id == "story" && t.Description == "") {
			d.element(id).SetAttribute("lang", c.Language)
		} else {
			d.element(id).RemoveAttribute("lang")
		}
	}
	foreign := ""
	if c.Foreign {
		foreign = d.Fill("foreign", d.LanguageName(c.Language))
	}
	d.element("foreign").text(foreign)
	d.facts([][2]string{{"medium", t.Medium}, {"location", t.Location}, {"price", t.Price}})
	thumb := d.element("thumb")
	if c.Thumb != (Part{}) {
		d.thumbs.show(thumb, c.Thumb, true)
	}
	thumb.show(c.Thumb != (Part{}))
	d.element("sure").show(c.Sure != "")
	if c.Sure != "" {
		d.element("sureword").SetTextContent(d.Say(c.Sure))
		d.element("gauge").length(c.Gauge)
	}
	d.element("onwardword").SetTextContent(d.Say(c.Onward))
	if !opened {
		return
	}
	d.before = js.Global().Get("document").Get("activeElement")
	card.show(true)
	d.element("cardText").Set("scrollTop", 0)
	d.inert(true)
	d.element("title").focus()
}

// facts fills the list of those facts that the museum gives.
func (d *Document) facts(facts [][2]string) {
	list := d.element("facts")
	list.SetTextContent("")
	for _, f := range facts {
		if f[1] == "" {
			continue
		}
		name, value := create("dt"), create("dd")
		name.SetTextContent(d.Say(f[0]))
		name.SetAttribute("lang", d.language)
		value.SetTextContent(f[1])
		list.add(name)
		list.add(value)
	}
	list.show(list.HasChildNodes())
}

// CloseCard hides the card and gives the keyboard back.
func (d *Document) CloseCard() {
	card := d.element("card")
	if card.hidden() {
		return
	}
	card.show(false)
	card.Class().Remove("drag")
	d.inert(false)
	if b := d.before; b.Type() == js.TypeObject {
		try(func() js.Value { return b.Call("focus") })
	}
	d.before = js.Undefined()
}

// inert keeps the keyboard and screen readers out of what lies behind the card.
func (d *Document) inert(on bool) {
	for _, m := range root().all("main") {
		if on {
			m.SetAttribute("inert", "")
		} else {
			m.RemoveAttribute("inert")
		}
	}
}

// drag lets a thumb pull the card down by its grip; far or fast enough, closed is called.
func (d *Document) drag(closed func()) {
	grip, card := d.element("grip"), d.element("card")
	const enough = 96 // CSS pixels, two targets
	var from float64
	pulling := false
	at := func(e dom.BasicEvent) float64 { return e.Get("clientY").Float() }
	on(grip.Value, "pointerdown", func(e dom.BasicEvent) {
		from, pulling = at(e), true
		grip.Call("setPointerCapture", e.Get("pointerId"))
		card.Class().Add("drag")
		card.style("--pull", "0px")
	})
	on(grip.Value, "pointermove", func(e dom.BasicEvent) {
		if pulling {
			card.style("--pull", strconv.Itoa(int(max(0, at(e)-from)))+"px")
		}
	})
	end := func(e dom.BasicEvent) {
		if !pulling {
			return
		}
		pulling = false
		if e.Type() == "pointerup" && at(e)-from > enough {
			closed()
			return
		}
		card.Class().Remove("drag")
	}
	on(grip.Value, "pointerup", end)
	on(grip.Value, "pointercancel", end)
}
