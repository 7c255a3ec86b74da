//go:build js && wasm && curator

package main

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"syscall/js"

	"docent/curator/draft"
	"docent/curator/kept"
	"docent/model/picture"
	"docent/wasm/browser"
)

// listenFiles hears of files that are chosen, dropped or pasted.
func (p *page) listenFiles() {
	for _, name := range []string{"files", "folder"} {
		input := id(name)
		on(input.Value, "change", func(js.Value) {
			files := fileList(input.Get("files"))
			input.Set("value", "") // so that the same file can be chosen again
			p.do(func() { p.take(files) })
		})
	}
	one := id("one")
	on(one.Value, "change", func(js.Value) {
		files := fileList(one.Get("files"))
		one.Set("value", "")
		if len(files) > 0 {
			p.do(func() { p.choseOne(files[0]) })
		}
	})
	drop := id("drop")
	on(document, "dragover", func(e js.Value) {
		e.Call("preventDefault")
		drop.show(p.screen == "works")
	})
	on(document, "dragleave", func(e js.Value) {
		if e.Get("relatedTarget").IsNull() {
			drop.show(false)
		}
	})
	on(document, "drop", func(e js.Value) {
		e.Call("preventDefault")
		drop.show(false)
		items := e.Get("dataTransfer").Get("items")
		var entries []js.Value
		for i := range items.Length() {
			if get := items.Index(i).Get("webkitGetAsEntry"); get.Type() == js.TypeFunction {
				if entry := items.Index(i).Call("webkitGetAsEntry"); entry.Type() == js.TypeObject {
					entries = append(entries, entry)
				}
			}
		}
		files := fileList(e.Get("dataTransfer").Get("files"))
		go func() {
			if len(entries) > 0 {
				files = nil
				for _, entry := range entries {
					files = walk(files, entry, "")
				}
			}
			p.do(func() { p.take(files) })
		}()
	})
	on(document, "paste", func(e js.Value) {
		data := e.Get("clipboardData")
		if data.Type() != js.TypeObject {
			return
		}
		if files := fileList(data.Get("files")); len(files) > 0 {
			e.Call("preventDefault")
			p.do(func() { p.take(files) })
			return
		}
		if _, typing := closest(e, "input, textarea"); typing || p.screen != "works" {
			return
		}
		text := data.Call("getData", "text/plain").String()
		e.Call("preventDefault")
		p.do(func() {
			id("table").Set("value", text)
			p.goTo("#/labels")
		})
	})
	on(id("table").Value, "input", func(js.Value) { p.do(p.readTable) })
}

// file is one that was given, and its path in the folder that it came from.
type file struct {
	js.Value
	path string
}

func fileList(list js.Value) []file {
	var files []file
	if list.Type() != js.TypeObject {
		return nil
	}
	for i := range list.Length() {
		f := list.Index(i)
		path := f.Get("name").String()
		if in := f.Get("webkitRelativePath"); in.Type() == js.TypeString && in.String() != "" {
			path = in.String()
		}
		files = append(files, file{f, path})
	}
	return files
}

// walk adds the files of what was dropped: a file, or a folder with all that is in it.
func walk(files []file, entry js.Value, above string) []file {
	path := above + entry.Get("name").String()
	type found struct {
		v   js.Value
		err error
	}
	wait := func(object js.Value, method string) found {
		done := make(chan found, 1)
		good := js.FuncOf(func(_ js.Value, args []js.Value) any { done <- found{v: args[0]}; return nil })
		bad := js.FuncOf(func(_ js.Value, args []js.Value) any { done <- found{err: browser.ToError(args[0])}; return nil })
		defer good.Release()
		defer bad.Release()
		object.Call(method, good, bad)
		return <-done
	}
	if entry.Get("isFile").Bool() {
		if f := wait(entry, "file"); f.err == nil {
			files = append(files, file{f.v, path})
		}
		return files
	}
	reader := entry.Call("createReader")
	for { // some browsers give a hundred at a time
		list := wait(reader, "readEntries")
		if list.err != nil || list.v.Length() == 0 {
			return files
		}
		for i := range list.v.Length() {
			files = walk(files, list.v.Index(i), path+"/")
		}
	}
}

// read reads a Blob.
func read(blob js.Value) ([]byte, error) {
	b, err := browser.Call(blob, "arrayBuffer")
	if err != nil {
		return nil, err
	}
	return browser.Bytes(js.Global().Get("Uint8Array").New(b)), nil
}

// blobReader reads a Blob as an io.ReaderAt, a part at a time.
type blobReader struct{ js.Value }

func (r blobReader) ReadAt(b []byte, at int64) (int, error) {
	part, err := read(r.Call("slice", float64(at), float64(at)+float64(len(b))))
	if err != nil {
		return 0, err
	}
	n := copy(b, part)
	if n < len(b) {
		return n, io.EOF
	}
	return n, nil
}

// added says what became of files that were given.
type added struct {
	pictures, same, tables int
	found, created         int // works of tables
	refused                []string
	full                   error // the browser has no room: nothing more is tried
}

// refuse notes why a file was not taken.
func (a *added) refuse(name string, err error) {
	if kept.Full(err) {
		a.full = err
		return
	}
	a.refused = append(a.refused, name+": "+err.Error())
}

// take takes files of any kind, one after the other, while the page goes on.
func (p *page) take(files []file) {
	if len(files) == 0 {
		return
	}
	if p.unread != nil {
		p.cannotRead(errors.New("nothing can be added meanwhile"))
		return
	}
	if p.db == nil {
		p.complain("Nothing can be added", "This browser keeps nothing, not even for now. Leave its private mode, or use another browser.")
		return
	}
	p.persist()
	p.adding++
	document.Get("body").Get("dataset").Set("adding", "yes")
	announce("Adding " + plural(len(files), "file"))
	go func() {
		var a added
		for i, f := range files {
			if a.full != nil {
				break
			}
			p.takeFile(&a, f)
			if i%8 == 7 {
				p.do(p.list)
			}
		}
		p.do(func() {
			if p.adding--; p.adding == 0 {
				document.Get("body").Get("dataset").Set("adding", "")
			}
			p.tookFiles(&a)
		})
	}()
}

// wait runs f in the loop, and waits until it has run. It must not be called from the loop.
func (p *page) wait(f func()) {
	done := make(chan struct{})
	p.do(func() { f(); close(done) })
	<-done
}

// takeFile takes one file. It runs beside the loop.
func (p *page) takeFile(a *added, f file) {
	base := f.path[strings.LastIndex(f.path, "/")+1:]
	lower := strings.ToLower(base)
	switch {
	case strings.HasPrefix(base, "."):
	case strings.HasSuffix(lower, ".zip"):
		p.takeZip(a, f)
	case draft.IsTable(base):
		b, err := read(f.Value)
		if err == nil {
			p.wait(func() { err = p.merge(a, b, p.draft.Language()) })
		}
		if err != nil {
			a.refuse(base, err)
		}
	case strings.HasSuffix(lower, ".xlsx"), strings.HasSuffix(lower, ".xls"), strings.HasSuffix(lower, ".ods"):
		a.refuse(base, errors.New("save the sheet as CSV, or copy its rows and paste them under Labels"))
	case !draft.IsPicture(base):
		a.refuse(base, errors.New("only .jpg, .png and .webp pictures, tables (.csv) and saved drafts (.zip) can be read"))
	default:
		b, err := read(f.Value)
		if err == nil {
			err = p.takePicture(a, f.path, b)
		}
		if err != nil {
			a.refuse(base, err)
		}
	}
}

// takePicture keeps a picture and puts it where its name says. It runs beside the loop.
func (p *page) takePicture(a *added, path string, b []byte) error {
	pic, err := p.keep(path, b)
	if err != nil {
		return err
	}
	p.wait(func() {
		if _, fresh := p.draft.AddPicture(pic); fresh {
			a.pictures++
			p.touch()
			p.seek()
		} else {
			a.same++
		}
	})
	return nil
}

// keep keeps a picture's file under its hash, if it can be read at all. It runs beside the loop.
func (p *page) keep(path string, b []byte) (draft.Picture, error) {
	if err := picture.Check(b); err != nil {
		return draft.Picture{}, err
	}
	pic := draft.Picture{Key: browser.Digest(b), Name: path, Size: len(b)}
	if p.db == nil {
		return pic, errors.New("this browser keeps nothing")
	}
	return pic, p.db.Put(kept.Pictures, pic.Key, b)
}

// takeZip takes a saved draft, or a zip with pictures and tables. It runs beside the loop.
func (p *page) takeZip(a *added, f file) {
	base := f.Get("name").String()
	settings, tables, pictures, err := draft.Zip(blobReader{f.Value}, int64(f.Get("size").Float()))
	if err != nil {
		a.refuse(base, err)
		return
	}
	if settings != nil {
		p.wait(func() {
			if len(p.draft.Works) == 0 {
				p.draft.Title, p.draft.Languages = settings.Title, settings.Languages
			}
		})
	}
	for _, t := range tables { // before the pictures, so that those find their works
		b, err := t.Read()
		if err == nil {
			p.wait(func() {
				language := p.draft.Language()
				if settings != nil {
					language = settings.Language() // which its table is in, whatever the draft here is in
				}
				err = p.merge(a, b, language)
			})
		}
		if err != nil {
			a.refuse(t.Name, err)
		}
	}
	for _, pic := range pictures {
		if a.full != nil {
			return
		}
		b, err := pic.Read()
		if err == nil {
			err = p.takePicture(a, pic.Name, b)
		}
		if err != nil {
			a.refuse(pic.Name, err)
		}
	}
}

// merge takes the labels of a table, whose columns are in a language where they name none. It runs in the loop.
func (p *page) merge(a *added, table []byte, language string) error {
	m, err := p.draft.Merge(table, language)
	if err != nil {
		return err
	}
	a.tables++
	a.found += m.Found
	a.created += m.New
	for name := range p.known {
		if p.draft.Find(name) == nil {
			p.lose(name) // the table writes its id with other capitals
		}
	}
	p.touch()
	p.seek()
	return nil
}

// tookFiles says what became of the files.
func (p *page) tookFiles(a *added) {
	var said []string
	if a.pictures > 0 {
		said = append(said, plural(a.pictures, "picture")+" added.")
	}
	if a.same > 0 {
		said = append(said, plural(a.same, "picture")+" that were there already.")
	}
	if a.tables > 0 {
		said = append(said, "Labels of "+plural(a.found+a.created, "work")+" read.")
	}
	announce(strings.Join(said, " "))
	p.route()
	if a.full != nil {
		p.storageFailed(a.full)
		return
	}
	if len(a.refused) == 0 {
		return
	}
	list := a.refused
	if len(list) > 8 {
		list = append(list[:8:8], fmt.Sprintf("and %d more", len(list)-8))
	}
	p.complain(plural(len(a.refused), "file")+" could not be taken", strings.Join(list, "\n"))
}

// persist asks the browser not to throw the draft away when the device runs short of room.
func (p *page) persist() {
	if s := js.Global().Get("navigator").Get("storage"); s.Type() == js.TypeObject && s.Get("persist").Type() == js.TypeFunction {
		s.Call("persist")
	}
}

// plural counts things.
func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return strconv.Itoa(n) + " " + what + "s"
}
