//go:build js && wasm && curator

package main

import (
	"fmt"
	"slices"
	"strconv"
	"syscall/js"

	"docent/curator/draft"
)

// atOnce is how many works the list shows, and how many more each time.
const atOnce = 120

// list shows the works, or how to begin.
func (p *page) list() {
	if p.screen != "works" {
		return
	}
	empty := len(p.draft.Works) == 0
	id("empty").show(empty)
	id("dock").show(!empty)
	title, language := id("title"), id("language")
	if !title.Equal(document.Get("activeElement")) {
		title.Set("value", p.draft.Title)
	}
	if !language.Equal(document.Get("activeElement")) {
		language.Set("value", p.draft.Language())
	}
	wall, cards := id("wall"), map[string]element{}
	var items []any
	more := false
	for _, w := range p.draft.Works {
		if p.only && !p.attention(w) {
			continue
		}
		if len(items) == p.shown {
			more = true
			break
		}
		c, ok := p.cards[w.ID]
		if !ok {
			c = from("card")
		}
		cards[w.ID] = c
		p.draw(c, w)
		items = append(items, c.Value)
	}
	p.cards = cards
	if !same(wall, items) { // or the keyboard would lose its place
		wall.Call("replaceChildren", items...)
	}
	id("more").show(more)
	p.count()
}

// item returns an item of a list that leads to a work: its picture, and words.
func (p *page) item(w *draft.Work, words ...element) element {
	li, a, pic, img := create("li", "", ""), create("a", "", ""), create("span", "pic", ""), create("img", "", "")
	img.Set("alt", "")
	if k := p.known[w.ID]; k != nil {
		img.image(k.thumb)
	}
	pic.add(img)
	a.Set("href", "#/work/"+w.ID)
	a.add(pic)
	a.add(words...)
	li.add(a)
	return li
}

// same reports whether an element has just these children.
func same(e element, items []any) bool {
	children := e.Get("children")
	if children.Length() != len(items) {
		return false
	}
	for i := range items {
		if !children.Index(i).Equal(items[i].(js.Value)) {
			return false
		}
	}
	return true
}

// redraw shows what has changed of a work, wherever it is shown.
func (p *page) redraw(w *draft.Work) {
	if c, ok := p.cards[w.ID]; ok && p.screen == "works" {
		p.draw(c, w)
		p.count()
	}
	if p.screen == "work" && p.current != nil {
		if k := p.state(p.current); p.current == w || k != nil && slices.ContainsFunc(k.nearest, func(n draft.Neighbour) bool { return n.ID == w.ID }) {
			p.drawPlate()
		}
	}
}

// draw fills a work's card.
func (p *page) draw(c element, w *draft.Work) {
	c.find("a").Set("href", "#/work/"+w.ID)
	c.attr("data-id", w.ID)
	c.find("b").text(p.draft.TitleOf(w))
	c.find("small").text(w.Texts[p.draft.Language()].Artist)
	c.is("lost", len(w.Pictures) == 0)
	url := ""
	if k := p.known[w.ID]; k != nil {
		url = k.thumb
	}
	c.find("img").image(url)
	kind, words := p.say(w)
	state := c.find(".state")
	state.Set("className", "state "+kind)
	state.text(words)
}

// say puts the state of a work into words; kind is a class of curator.css.
func (p *page) say(w *draft.Work) (kind, words string) {
	k := p.state(w)
	switch {
	case len(w.Pictures) == 0:
		return "warn", "Needs a picture"
	case k == nil && p.seeking == w:
		return "working", "Looking at it…"
	case k == nil:
		return "waiting", "Waiting"
	case k.trouble != "":
		return "bad", "Cannot be read"
	}
	if twin := p.draft.Twin(w); twin != nil {
		return "warn", "Same picture as " + p.draft.TitleOf(twin)
	}
	if near := p.alike(w); len(near) > 0 {
		if o := p.draft.Find(near[0].ID); o != nil {
			return "warn", fmt.Sprintf("Like %s (%s)", p.draft.TitleOf(o), apart(near[0]))
		}
	}
	if list := poor(k.facts); len(list) > 0 {
		return "warn", list[0].short
	}
	if w.Texts[p.draft.Language()].Title == "" {
		return "ready", "No title yet"
	}
	return "ready", "Ready"
}

// apart writes how far two works are apart, with two digits.
func apart(n draft.Neighbour) string { return strconv.FormatFloat(n.Apart, 'f', 2, 64) }

// attention reports whether something is to be done about a work.
func (p *page) attention(w *draft.Work) bool {
	kind, _ := p.say(w)
	return kind == "warn" || kind == "bad"
}

// count says how many works there are, and how many want attention.
func (p *page) count() {
	n, waiting, attention := len(p.draft.Works), 0, 0
	for _, w := range p.draft.Works {
		if len(w.Pictures) > 0 && p.state(w) == nil {
			waiting++
		}
		if p.attention(w) {
			attention++
		}
	}
	words := plural(n, "work")
	switch {
	case n == 0:
		words = ""
	case waiting > 0 && !p.ready:
		words += ", the networks are on their way"
	case waiting > 0:
		words += ", " + strconv.Itoa(waiting) + " to be looked at"
	}
	id("counts").text(words)
	filters := id("filters")
	filters.show(attention > 0 || p.only)
	for _, b := range filters.all("button") {
		one := b.data("show") == "attention"
		b.truth("aria-pressed", one == p.only)
		if one {
			b.text("To look at " + strconv.Itoa(attention))
		} else {
			b.text("All " + strconv.Itoa(n))
		}
	}
	document.Get("body").Get("dataset").Set("waiting", waiting)
}
