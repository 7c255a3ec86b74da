//go:build js && wasm && curator

package main

import (
	"slices"
	"strings"
	"syscall/js"

	"docent/curator/draft"
	"docent/curator/kept"
	"docent/internal/catalog"
	"docent/model/bundle"
	"docent/wasm/phrase"
)

// spoken are the fields of a text, as the form calls them.
var spoken = []struct{ field, words string }{
	{"title", "Title"}, {"artist", "Artist"}, {"date", "Date"}, {"medium", "Medium"}, {"description", "What it means"},
	{"location", "Where it hangs"}, {"price", "Price or estimate"}, {"credit", "Credit"},
}

// others are the fields that hold for all languages.
var others = []struct{ field, words string }{
	{"id", "Id, the name of its picture’s file"}, {"number", "Number on the label"}, {"room", "Room"}, {"licence", "Rights to the picture"}, {"url", "Web page of the work"},
}

// listenForm hears of what is typed.
func (p *page) listenForm() {
	on(id("title").Value, "input", func(js.Value) {
		p.do(func() { p.draft.Title = id("title").value(); p.touch() })
	})
	on(id("language").Value, "change", func(js.Value) { p.do(p.chooseLanguage) })
	form := id("label")
	on(form.Value, "submit", func(e js.Value) { e.Call("preventDefault") })
	on(form.Value, "input", func(e js.Value) {
		if f, ok := closest(e, "[data-field]"); ok {
			p.do(func() { p.typed(f, false) })
		}
	})
	on(form.Value, "change", func(e js.Value) {
		if f, ok := closest(e, "[data-field]"); ok {
			p.do(func() { p.typed(f, true) })
		}
	})
}

// chooseLanguage changes the museum's own language, in which labels are that name none.
func (p *page) chooseLanguage() {
	input := id("language")
	tag := catalog.CanonicalLanguage(strings.TrimSpace(input.value()))
	wrong := bundle.CheckLanguage(tag) != nil
	input.truth("aria-invalid", wrong)
	if wrong {
		p.complain("This is no language", "Write a tag such as en, fr, de or pt-BR.")
		return
	}
	p.draft.SetLanguage(tag)
	p.touch()
	p.list()
}

// addLanguage asks for another language of labels.
func (p *page) addLanguage() {
	v := js.Global().Call("prompt", "Which language? Its tag, such as fr, de or pt-BR")
	if v.Type() != js.TypeString || strings.TrimSpace(v.String()) == "" {
		return
	}
	tag := catalog.CanonicalLanguage(strings.TrimSpace(v.String()))
	if bundle.CheckLanguage(tag) != nil {
		p.complain("This is no language", "Write a tag such as en, fr, de or pt-BR.")
		return
	}
	if !slices.Contains(p.draft.Languages, tag) {
		p.draft.Languages = append(p.draft.Languages, tag)
		p.touch()
	}
	p.tongue = tag
	p.fill()
}

// openWork shows a work's form.
func (p *page) openWork(w *draft.Work) {
	fresh := p.current != w || p.screen != "work"
	p.current = w
	if p.tongue == "" || !slices.Contains(p.draft.Languages, p.tongue) {
		p.tongue = p.draft.Language()
	}
	p.show("work", "workTitle")
	if fresh {
		p.fill()
	}
	i := slices.Index(p.draft.Works, w)
	for name, to := range map[string]int{"before": i - 1, "after": i + 1} {
		a := id(name)
		there := to >= 0 && to < len(p.draft.Works)
		a.truth("aria-disabled", !there)
		if there {
			a.Set("href", "#/work/"+p.draft.Works[to].ID)
		} else {
			a.remove("href")
		}
	}
	p.drawPlate()
	p.seek()
	if p.captured == w.ID { // it was photographed a moment ago: its label comes next
		p.captured = ""
		id("f-title").Call("focus")
	}
}

// fill writes the work's labels into the form.
func (p *page) fill() {
	w := p.current
	if w == nil {
		return
	}
	id("workTitle").text(p.draft.TitleOf(w))
	tabs := id("tabs")
	tabs.clear()
	for _, l := range p.draft.Languages {
		b := create("button", "", phrase.Name(l))
		b.attr("type", "button")
		b.attr("data-do", "tongue")
		b.attr("data-language", l)
		b.truth("aria-pressed", l == p.tongue)
		tabs.add(b)
	}
	more := create("button", "", "+ Language")
	more.attr("type", "button")
	more.attr("data-do", "addtongue")
	tabs.add(more)
	fields := id("fields")
	fields.clear()
	for _, f := range spoken {
		kind := "input"
		if f.field == "description" {
			kind = "textarea"
		}
		fields.add(p.field(kind, f.field, f.words, draft.Field(w.Texts[p.tongue], f.field), p.tongue))
	}
	rest := id("facts")
	rest.clear()
	values := map[string]string{"id": w.ID, "number": w.Number, "room": w.Room, "licence": w.Licence, "url": w.URL}
	for _, f := range others {
		rest.add(p.field("input", f.field, f.words, values[f.field], ""))
	}
	shown := p.field("input", "show", "The picture may be shown to visitors", "", "")
	shown.is("check", true)
	box := shown.find("input")
	box.Set("type", "checkbox")
	box.Set("checked", !w.Hidden)
	rest.add(shown)
}

// field makes one field of the form.
func (p *page) field(kind, name, words, value, language string) element {
	f := from("field")
	f.is(name, true)
	f.find("span").text(words)
	input := create(kind, "", "")
	input.attr("data-field", name)
	input.Set("id", "f-"+name)
	input.Set("autocomplete", "off")
	if language != "" {
		input.Set("lang", language)
	}
	if name == "url" {
		input.Set("type", "url")
	}
	input.Set("value", value)
	f.add(input)
	return f
}

// typed takes what stands in a field; done says that the curator has left it.
func (p *page) typed(f element, done bool) {
	w := p.current
	if w == nil {
		return
	}
	value := strings.TrimSpace(f.value())
	switch name := f.data("field"); name {
	case "id":
		if !done {
			return
		}
		before := w.ID
		if value == before {
			f.truth("aria-invalid", false)
			return
		}
		err := p.draft.Rename(w, value)
		f.truth("aria-invalid", err != nil)
		if err != nil {
			p.complain("This id cannot be", err.Error())
			return
		}
		p.lose(before)
		js.Global().Get("history").Call("replaceState", nil, "", "#/work/"+w.ID)
		p.openWork(w)
	case "number":
		w.Number = value
	case "room":
		w.Room = value
	case "licence":
		w.Licence = value
	case "url":
		wrong := value != "" && !strings.HasPrefix(value, "https://") && !strings.HasPrefix(value, "http://")
		f.truth("aria-invalid", wrong)
		if !wrong {
			w.URL = value
		}
	case "show":
		w.Hidden = !f.Get("checked").Bool()
		p.seek()
	default:
		p.draft.SetText(w, p.tongue, name, value)
		if name == "title" {
			id("workTitle").text(p.draft.TitleOf(w))
		}
	}
	p.touch()
}

// lose forgets what is known of a work that is gone, or called otherwise.
func (p *page) lose(name string) {
	if k := p.known[name]; k != nil {
		release(k.thumb)
		delete(p.known, name)
	}
	p.places.Remove(name)
	p.neighbours(name)
}

// drawPlate shows a work's pictures, and what is known of them.
func (p *page) drawPlate() {
	w := p.current
	k := p.state(w)
	kind, words := p.say(w)
	state := id("workState")
	state.Set("className", "state "+kind)
	state.text(words)
	id("nopicture").show(len(w.Pictures) == 0)
	id("straighten").show(len(w.Pictures) > 0)
	id("anotherWord").text("Add a photo")
	if len(w.Pictures) == 0 {
		id("anotherWord").text("Choose a picture")
	}
	p.showPictures(w)
	problems := id("problems")
	problems.clear()
	if k != nil && k.trouble != "" {
		problems.add(create("li", "", "The picture cannot be read: "+k.trouble+". Choose another one."))
	}
	if k != nil {
		for _, f := range poor(k.facts) {
			problems.add(create("li", "", f.words))
		}
	}
	if twin := p.draft.Twin(w); twin != nil {
		problems.add(create("li", "", p.draft.TitleOf(twin)+" has the very same picture: visitors would be shown either of the two."))
	}
	near, list := id("near"), id("nearList")
	near.show(k != nil && len(k.nearest) > 0)
	list.clear()
	if k == nil {
		return
	}
	id("nearBody").text("How far apart the works look: 0 is the same picture, 1 as far as usual. Under 0.5, look whether they are two works.")
	for _, n := range k.nearest {
		o := p.draft.Find(n.ID)
		if o == nil {
			continue
		}
		li := p.item(o, create("b", "", p.draft.TitleOf(o)), create("small", "", apart(n)))
		li.is("close", n.Apart < draft.Confused)
		list.add(li)
	}
}

// shownPicture is a picture whose URL is on the screen.
type shownPicture struct{ key, url string }

var onScreen = map[string]shownPicture{} // by key

// showPictures shows the pictures of a work as they were given.
func (p *page) showPictures(w *draft.Work) {
	reference, photos := id("reference"), id("photos")
	keep := map[string]bool{}
	for _, pic := range w.Pictures {
		keep[pic.Key] = true
	}
	for key, s := range onScreen {
		if !keep[key] {
			release(s.url)
			delete(onScreen, key)
		}
	}
	photos.clear()
	if len(w.Pictures) == 0 {
		reference.image("")
		return
	}
	for i, pic := range w.Pictures {
		s, ok := onScreen[pic.Key]
		if !ok {
			p.load(w, pic)
			continue
		}
		if i == 0 {
			reference.image(s.url)
			reference.Set("alt", "The picture of "+p.draft.TitleOf(w))
			if len(w.Pictures) == 1 {
				continue
			}
		}
		li, img, b := create("li", "", ""), create("img", "", ""), create("button", "", "")
		img.Set("alt", pic.Name)
		img.image(s.url)
		b.attr("type", "button")
		b.attr("data-do", "unphoto")
		b.attr("data-key", pic.Key)
		b.attr("aria-label", "Remove "+pic.Name)
		b.Set("innerHTML", `<svg aria-hidden="true"><use href="#i-close"/></svg>`)
		li.add(img, b)
		photos.add(li)
	}
}

// load fetches a picture from where it is kept, and shows it.
func (p *page) load(w *draft.Work, pic draft.Picture) {
	go func() {
		v, err := p.db.Get(kept.Pictures, pic.Key)
		p.do(func() {
			if _, ok := onScreen[pic.Key]; ok || err != nil || v.Type() != js.TypeObject || p.current != w {
				return
			}
			onScreen[pic.Key] = shownPicture{pic.Key, address(blob(v, mime(pic.Name)))}
			p.showPictures(w)
		})
	}()
}

func mime(name string) string {
	switch draft.Extension(name) {
	case ".png":
		return "image/png"
	case ".webp":
		return "image/webp"
	}
	return "image/jpeg"
}

// choseOne takes a picture that was chosen for the work that is shown, or for the test.
func (p *page) choseOne(f file) {
	if p.view != nil && p.view.testing || p.screen == "aim" {
		p.examine(f)
		return
	}
	w := p.current
	if w == nil {
		return
	}
	go func() {
		b, err := read(f.Value)
		var pic draft.Picture
		if err == nil {
			pic, err = p.keep(f.path, b)
		}
		p.do(func() {
			if err != nil {
				if kept.Full(err) {
					p.storageFailed(err)
				} else {
					p.complain("This picture cannot be taken", f.path+": "+err.Error())
				}
				return
			}
			p.draft.AddPhoto(w, pic)
			p.changedPictures(w)
		})
	}()
}

// changedPictures has a work looked at anew.
func (p *page) changedPictures(w *draft.Work) {
	p.touch()
	if p.current == w && p.screen == "work" {
		p.openWork(w)
	}
	p.seek()
}

func (p *page) removePhoto(key string) {
	w := p.current
	if w == nil {
		return
	}
	var gone []draft.Picture
	w.Pictures = slices.DeleteFunc(w.Pictures, func(pic draft.Picture) bool {
		if pic.Key == key {
			gone = append(gone, pic)
		}
		return pic.Key == key
	})
	p.draft.Sort()
	p.forget(gone)
	p.changedPictures(w)
}

func (p *page) removeWork() {
	w := p.current
	if w == nil || !js.Global().Call("confirm", "Remove "+p.draft.TitleOf(w)+" from the draft?").Bool() {
		return
	}
	p.draft.Remove(w)
	p.forget(w.Pictures)
	p.lose(w.ID)
	p.current = nil
	p.touch()
	p.goTo("")
}
