//go:build js && wasm && curator

package main

import (
	"slices"
	"strconv"
	"strings"
	"syscall/js"

	"docent/curator/draft"
	"docent/curator/kept"
	"docent/internal/catalog"
	"docent/wasm/browser"
)

// readTable says what taking the labels would do.
func (p *page) readTable() {
	says, take := id("tableSays"), id("take")
	text := id("table").value()
	if strings.TrimSpace(text) == "" {
		says.text("")
		says.is("bad", false)
		take.truth("aria-disabled", true)
		return
	}
	var c *catalog.Catalog
	table, err := draft.Pasted(text, p.draft.Language())
	if err == nil {
		c, err = catalog.Read(table, p.draft.Language())
	}
	says.is("bad", err != nil)
	take.truth("aria-disabled", err != nil)
	if err != nil {
		says.text("This cannot be read: " + err.Error() + ".")
		return
	}
	known := 0
	for _, r := range c.Rows {
		if slices.ContainsFunc(p.draft.Works, func(w *draft.Work) bool { return strings.EqualFold(w.ID, r.ID) }) {
			known++
		}
	}
	words := plural(len(c.Rows), "work") + ", " + strconv.Itoa(known) + " of them in the draft."
	if len(c.Languages) > 1 {
		words += " Languages: " + strings.Join(c.Languages, ", ") + "."
	}
	if len(c.Ignored) > 0 {
		words += " Columns that are not used: " + strings.Join(c.Ignored, ", ") + "."
	}
	says.text(words)
}

// takeLabels takes what was pasted.
func (p *page) takeLabels() {
	table, err := draft.Pasted(id("table").value(), p.draft.Language())
	var a added
	if err == nil {
		err = p.merge(&a, table, p.draft.Language())
	}
	if err != nil {
		p.complain("The labels cannot be read", err.Error())
		return
	}
	id("table").Set("value", "")
	announce("Labels of " + plural(a.found+a.created, "work") + " taken.")
	p.goTo("")
}

// saveTable saves the labels of all works as a table, for a spreadsheet.
func (p *page) saveTable() {
	table, err := p.draft.WholeTable()
	if err != nil || table == nil {
		p.complain("There are no labels yet", "Add pictures first: the table then has a line for each.")
		return
	}
	offer(blob(browser.Array(append([]byte("\xef\xbb\xbf"), table...)), "text/csv;charset=utf-8"), "catalog.csv")
}

// chunks is an io.Writer that makes a Blob: the browser holds what has been written, not this program.
type chunks struct{ parts []any }

func (c *chunks) Write(b []byte) (int, error) {
	c.parts = append(c.parts, blob(browser.Array(b), ""))
	return len(b), nil
}

// export saves the draft as a zip.
func (p *page) export() {
	if len(p.draft.Works) == 0 {
		p.complain("The draft is empty", "There is nothing to save yet.")
		return
	}
	raw, err := p.draft.Encode()
	var copied *draft.Draft
	if err == nil {
		copied, err = draft.Decode(raw) // so that it can go on being changed
	}
	if err != nil {
		p.complain("The draft cannot be saved", err.Error())
		return
	}
	go func() {
		var c chunks
		err := copied.Write(&c, func(key string) ([]byte, error) { return p.db.Picture(key) })
		p.do(func() {
			if err != nil {
				p.complain("The draft cannot be saved", err.Error())
				return
			}
			offer(js.Global().Get("Blob").New(c.parts, map[string]any{"type": "application/zip"}), fileName(p.draft.Title)+"-draft.zip")
			announce("The draft has been saved.")
		})
	}()
}

// fileName makes a file's name of a title.
func fileName(title string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(strings.TrimSpace(title)) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b.WriteRune(r)
		case !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	if name := strings.Trim(b.String(), "-"); name != "" {
		return name[:min(len(name), 40)]
	}
	return "museum"
}

// clear begins with an empty draft.
func (p *page) clear() {
	if (len(p.draft.Works) > 0 || p.unread != nil) && !js.Global().Call("confirm", "Remove all works of this draft from this browser? Save it as a file first if you may need it again.").Bool() {
		return
	}
	p.draft = draft.New(p.draft.Language())
	for name, k := range p.known {
		release(k.thumb)
		delete(p.known, name)
	}
	p.places = draft.Map{}
	p.setShot(nil)
	if p.unread != nil {
		p.db, p.unread = p.unread, nil
	}
	p.restart()
	p.goTo("")
	p.route()
	if p.db == nil {
		return
	}
	p.changed++
	p.keepDraft(func(raw []byte) error { return p.db.Begin(draftKey, raw) })
}

// forget removes pictures that no work has any more from the browser.
func (p *page) forget(pictures []draft.Picture) {
	keys := p.draft.Keys()
	go func() {
		for _, pic := range pictures {
			if keys[pic.Key] == 0 && p.db != nil {
				p.db.Delete(kept.Pictures, pic.Key)
			}
		}
	}()
}
