//go:build js && wasm && curator

package main

import (
	"errors"
	"fmt"
	"strings"
	"syscall/js"

	"docent/curator/draft"
	"docent/internal/catalog"
	"docent/wasm/browser"
)

// built is a bundle that was built, and what the draft was then.
type built struct {
	print string
	ids   []string
	rate  float64  // of false accepts
	file  js.Value // Blob
	size  int
	saved bool
}

// making is a build under way.
type making struct {
	print string
	then  string // the address that follows
}

// print is what a bundle depends on.
func (p *page) print() string {
	var b strings.Builder
	table, _ := p.draft.Table()
	fmt.Fprintf(&b, "%s\n%q\n%s\n", p.draft.Title, p.draft.Languages, table)
	for _, w := range p.draft.Built() {
		b.WriteString(fingerprint(w) + "\n")
	}
	return b.String()
}

// openBundle shows what the bundle will have, or has.
func (p *page) openBundle() {
	p.show("bundle", "bundleTitle")
	p.summarise()
}

// summarise says what is in the bundle, and what is wrong with it.
func (p *page) summarise() {
	works := p.draft.Built()
	fresh := p.built != nil && p.built.print == p.print()
	lead := "One file for the museum’s page, with all works, ready to be served."
	switch {
	case len(works) == 0:
		lead = "There is nothing to build yet: add pictures of works first."
	case p.making != nil:
		lead = "Views of the works are made and recognised, so that the bundle knows how sure its answers are."
	case fresh:
		lead = fmt.Sprintf("%s, %s. The bundle is ready.", plural(len(p.built.ids), "work"), kilobytes(p.built.size))
	}
	id("bundleLead").text(lead)
	list := id("summary")
	list.clear()
	line := func(warn bool, words, href, to string) {
		li := create("li", "", "")
		li.is("warn", warn)
		li.add(create("span", "", words))
		if href != "" {
			a := create("a", "", to)
			a.Set("href", href)
			li.add(a)
		}
		list.add(li)
	}
	if len(p.draft.Works) > 0 {
		line(false, plural(len(works), "work")+" in "+plural(len(p.draft.Languages), "language")+" ("+strings.Join(p.draft.Languages, ", ")+")", "", "")
	}
	if n := len(p.draft.Works) - len(works); n > 0 {
		first := ""
		for _, w := range p.draft.Works {
			if len(w.Pictures) == 0 && first == "" {
				first = "#/work/" + w.ID
			}
		}
		line(true, plural(n, "work")+" without a picture: left out", first, "Look")
	}
	var untitled, poorly, confused int
	var links [3]string
	for _, w := range works {
		href := "#/work/" + w.ID
		if w.Texts[p.draft.Language()].Title == "" {
			if untitled++; untitled == 1 {
				links[0] = href
			}
		}
		k := p.state(w)
		if k != nil && (k.trouble != "" || len(poor(k.facts)) > 0) {
			if poorly++; poorly == 1 {
				links[1] = href
			}
		}
		if len(p.alike(w)) > 0 || p.draft.Twin(w) != nil {
			if confused++; confused == 1 {
				links[2] = href
			}
		}
	}
	if untitled > 0 {
		line(false, plural(untitled, "work")+" without a title: called by the id", links[0], "Look")
	}
	if poorly > 0 {
		line(true, plural(poorly, "picture")+" that could be better", links[1], "Look")
	}
	if confused > 0 {
		line(true, plural(confused, "work")+" that may be confused with another", links[2], "Look")
	}
	button := id("build")
	button.text("Build the bundle")
	if fresh {
		button.text("Save " + fileName(p.draft.Title) + ".docent")
	}
	button.show(p.making == nil)
	button.truth("aria-disabled", len(works) == 0 || !p.ready)
	id("building").show(p.making != nil)
	id("cancel").show(p.making != nil)
	id("toTest").show(fresh && p.making == nil)
	document.Get("body").Get("dataset").Set("bundle", map[bool]string{true: "ready", false: ""}[fresh])
}

func kilobytes(n int) string {
	if n >= 10_000_000 {
		return fmt.Sprintf("%.0f MB", float64(n)/1e6)
	}
	if n >= 1_000_000 {
		return fmt.Sprintf("%.1f MB", float64(n)/1e6)
	}
	return fmt.Sprintf("%d KB", (n+999)/1000)
}

func (p *page) buildOrSave() {
	if p.built != nil && p.built.print == p.print() {
		offer(p.built.file, fileName(p.draft.Title)+".docent")
		p.built.saved = true
		announce("The bundle has been saved.")
		return
	}
	p.startBuild("")
}

// startBuild builds the bundle, and goes to an address then.
func (p *page) startBuild(then string) {
	works := p.draft.Built()
	if p.making != nil || len(works) == 0 {
		return
	}
	if !p.ready {
		p.then = then
		return
	}
	table, err := p.draft.Table()
	if err != nil {
		p.complain("The labels cannot be written", err.Error())
		return
	}
	list := make([]any, len(works))
	for i, w := range works {
		list[i] = sourceMessage(w)
	}
	m := &making{print: p.print(), then: then}
	p.making = m
	message := map[string]any{"title": strings.TrimSpace(p.draft.Title), "language": catalog.CanonicalLanguage(p.draft.Language()), "table": string(table), "works": list}
	p.summarise()
	p.build(0, 1)
	worker := p.worker
	go func() {
		a, err := worker.Ask(kindBuild, func(v js.Value) js.Value {
			js.Global().Get("Object").Call("assign", v, message)
			return js.Undefined()
		})
		p.do(func() {
			if p.making != m {
				return // stopped
			}
			p.making = nil
			if err != nil {
				p.buildFailed(err)
			} else {
				p.built = readBuilt(a, m.print)
				announce("The bundle is ready.")
			}
			p.seek()
			if p.screen != "bundle" {
				return
			}
			p.summarise()
			if err == nil && m.then != "" {
				js.Global().Get("location").Call("replace", m.then)
				p.route()
			}
		})
	}()
}

// readBuilt takes the worker's answer.
func readBuilt(a js.Value, print string) *built {
	b := &built{print: print, rate: a.Get("rate").Float(), size: a.Get("bundle").Length(), file: blob(a.Get("bundle"), "application/octet-stream")}
	for i := range a.Get("ids").Length() {
		b.ids = append(b.ids, a.Get("ids").Index(i).String())
	}
	return b
}

func (p *page) buildFailed(err error) {
	t, ok := errors.AsType[*browser.Trouble](err)
	if ok && t.Kind == "stopped" {
		p.workerFailed(err)
		return
	}
	why := err.Error()
	if ok {
		why = t.Detail
	}
	p.complain("The bundle cannot be built", why)
}

// stopBuild ends a build at once. What was found of each work is kept.
func (p *page) stopBuild(why string) {
	if p.making == nil {
		return
	}
	p.making = nil
	p.restart()
	announce(why)
	p.summarise()
}

// progress hears from the worker how far it has come. It is called by the browser.
func (p *page) progress(m js.Value) {
	done, total := m.Get("done").Float(), m.Get("total").Float()
	p.do(func() {
		if p.making != nil {
			p.build(done, total)
		}
	})
}

// build shows how far the build has come.
func (p *page) build(done, total float64) {
	share := done / max(total, 1)
	bar := id("buildingBar")
	bar.find("i").length(share)
	bar.attr("aria-valuenow", fmt.Sprint(int(100*share)))
	id("buildingWord").text(fmt.Sprintf("%d %%", int(100*share)))
}

// picture returns a picture that the browser has kept as a Blob. It runs beside the loop.
func (p *page) picture(pic draft.Picture) (js.Value, error) {
	b, err := p.db.Picture(pic.Key)
	if err != nil {
		return js.Undefined(), err
	}
	return blob(browser.Array(b), mime(pic.Name)), nil
}
