//go:build js && wasm && curator

package main

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"image"
	"syscall/js"
	"time"

	"docent/curator/kept"
	"docent/internal/build"
	"docent/internal/catalog"
	"docent/internal/engine"
	"docent/model"
	"docent/model/background"
	"docent/model/bundle"
	"docent/model/locate"
	"docent/model/nn"
	"docent/model/vision"
	"docent/model/weights"
	"docent/wasm/browser"
	"docent/wasm/visit"
)

// Requests to the worker, beside browser.KindOpen and browser.KindLook. Any may be answered with trouble {trouble, detail}.
const (
	kindWork   = "work"   // {id, hidden, pictures, names}: found {prototype, impostor, thumb, facts}
	kindBuild  = "build"  // {title, language, table, works: [{id, pictures, names}]}: built {bundle, ids, warnings, rate}
	kindLocate = "locate" // a picture: answer, with its outline alone
	kindCut    = "cut"    // {key, outline: 8 shares of the sides}: cut {file}, a JPEG
	kindDone   = "done"   // the answer to each of these
)

// curator is the worker's part: it answers one request after the other.
type curator struct {
	memory  js.Value // the program's
	db      *kept.DB
	options build.Options
	looker  *build.Looker
	locator *locate.Locator
	live    *browser.Surface
	still   *browser.Surface
	draft   *model.Recognizer // of the bundle that was built last
}

func work(memory js.Value) {
	c := &curator{memory: memory, live: browser.NewSurface(), still: browser.NewSurface()}
	for m := range browser.Requests() {
		kind := m.Get("kind").String()
		if kind != browser.KindOpen && c.looker == nil {
			browser.PostTrouble(&browser.Trouble{Kind: "stopped", Detail: "the worker was asked before it was ready"})
			continue
		}
		var err error
		switch kind {
		case browser.KindOpen:
			err = c.open()
		case browser.KindLook:
			err = c.look(m)
		case kindWork:
			err = c.work(m)
		case kindBuild:
			err = c.build(m)
		case kindLocate:
			err = c.locate(m)
		case kindCut:
			err = c.cut(m)
		}
		if err != nil {
			t, ok := errors.AsType[*browser.Trouble](err)
			if !ok {
				t = &browser.Trouble{Kind: kind, Detail: err.Error()}
			}
			if kept.Full(err) {
				t.Kind = "full"
			}
			browser.PostTrouble(t)
		}
	}
}

// open downloads the networks and opens the browser's storage. The networks are those of the page's own site, whatever they are: it is
// they that visitors' pages will have, and the bundle names their sha256.
func (c *curator) open() error {
	encoder := &browser.Download{Part: browser.Part{URL: "weights.safetensors"}, Length: 810 << 10}
	locator := &browser.Download{Part: browser.Part{URL: "locator.safetensors"}, Length: 260 << 10}
	if err := browser.FetchAll([]*browser.Download{encoder, locator}, browser.PostProgress); err != nil {
		return &browser.Trouble{Kind: "download", Detail: err.Error()}
	}
	o := build.Options{Views: build.DefaultViews, Features: bundle.FeaturesPacked}
	var err error
	if o.Model, err = nn.ReadModel(encoder.Bytes); err != nil {
		return err
	}
	if o.Locator, err = nn.ReadModel(locator.Bytes); err != nil {
		return err
	}
	if o.Engine, err = engine.Open(c.memory, o.Model, o.Locator); err != nil {
		return err
	}
	if s, err := background.Read(weights.Background(), o.Model.Hash); err == nil {
		o.Impostors = s // others are of no use with other weights
	}
	if c.db, err = kept.Open(database); err != nil {
		return err
	}
	finder, err := o.Engine.Encoder(o.Locator)
	if err != nil {
		return err
	}
	if c.locator, err = locate.New(finder); err != nil {
		return err
	}
	o.Store = results{c.db}
	c.options = o
	if c.looker, err = build.NewLooker(o); err != nil {
		return err
	}
	browser.PostReady(o.Engine.Name(), 0)
	return nil
}

// results is the build.Store of the browser. What cannot be kept is found anew.
type results struct{ db *kept.DB }

func (r results) Get(k build.Key) ([]byte, bool) {
	b, ok, err := r.db.Bytes(kept.Results, hex.EncodeToString(k[:]))
	return b, ok && err == nil
}

func (r results) Put(k build.Key, b []byte) error {
	if err := r.db.Put(kept.Results, hex.EncodeToString(k[:]), b); err != nil {
		browser.Log("keep results: " + err.Error())
	}
	return nil
}

// source returns the pictures of a work in a message {id, pictures, names}.
func (c *curator) source(m js.Value) build.Source {
	keys, names := m.Get("pictures"), m.Get("names")
	var all []build.Picture
	for i := range keys.Length() {
		key := keys.Index(i).String()
		all = append(all, build.Picture{Name: names.Index(i).String(), Read: func() ([]byte, error) { return c.db.Picture(key) }})
	}
	return build.Source{ID: m.Get("id").String(), Name: all[0].Name, Read: all[0].Read, More: all[1:]}
}

// work looks at one work, and tells what is found of it.
func (c *curator) work(m js.Value) error {
	r, err := c.looker.Look(context.Background(), c.source(m), m.Get("hidden").Bool())
	if err != nil {
		return err
	}
	facts, err := json.Marshal(r.Photos[0].Facts)
	if err != nil {
		return err
	}
	answer := map[string]any{"kind": kindDone, "prototype": browser.FloatArray(r.Prototype), "impostor": r.Impostor, "facts": string(facts), "thumb": js.Null()}
	if r.Thumb != nil {
		answer["thumb"] = browser.Array(r.Thumb)
	}
	browser.Post(answer)
	return nil
}

// breath is how long a build pauses after each step, so that the worker hears the browser.
const breath = time.Millisecond

// build makes the bundle, and a recogniser of it for the test.
func (c *curator) build(m js.Value) error {
	c.draft = nil
	works := m.Get("works")
	var sources []build.Source
	ids := make([]any, works.Length())
	for i := range ids {
		sources = append(sources, c.source(works.Index(i)))
		ids[i] = sources[i].ID
	}
	labels := build.Labels{Title: m.Get("title").String(), Language: m.Get("language").String()}
	var err error
	if table := m.Get("table"); table.Type() == js.TypeString {
		if labels.Catalog, err = catalog.Read([]byte(table.String()), labels.Language); err != nil {
			return err
		}
	}
	o := c.options
	o.Progress = func(done, total int) {
		browser.PostProgress(int64(done), int64(total))
		time.Sleep(breath)
	}
	b, warnings, err := build.Bundle(context.Background(), sources, labels, o)
	if err != nil {
		return err
	}
	file, err := b.Zip()
	if err != nil {
		return err
	}
	if c.draft, err = o.Engine.Recognizer(o.Model, o.Locator, &b.Manifest, b.Prototypes, b.Features); err != nil {
		return err
	}
	said := make([]any, len(warnings))
	for i, w := range warnings {
		said[i] = w
	}
	browser.Post(map[string]any{"kind": kindDone, "bundle": browser.Array(file), "ids": ids, "warnings": said, "rate": b.Calibration.FalseAcceptRate})
	return nil
}

// frame returns the picture of a message at the size of a frame, as the visitor's page makes it.
func (c *curator) frame(m js.Value) (*image.RGBA, error) {
	if !m.Get("still").Truthy() {
		return c.live.Read(m, vision.FrameSide)
	}
	photo, err := c.still.Read(m, browser.PhotoSide)
	if err != nil {
		return nil, err
	}
	return vision.Frame(photo), nil
}

// look recognises a picture by the draft.
func (c *curator) look(m js.Value) error {
	if c.draft == nil {
		return &browser.Trouble{Kind: "stopped", Detail: "there is no bundle yet"}
	}
	begun := browser.Now()
	frame, err := c.frame(m)
	if err != nil {
		return err
	}
	drawn := browser.Now()
	r := c.draft.Recognize(frame)
	browser.PostAnswer(r, false, frame.Rect.Dx(), frame.Rect.Dy(), 1000*(drawn-begun), 1000*(browser.Now()-drawn), c.memory.Get("buffer").Get("byteLength").Int())
	return nil
}

// locate finds the work in a picture.
func (c *curator) locate(m js.Value) error {
	frame, err := c.frame(m)
	if err != nil {
		return err
	}
	var r model.Result
	if found := c.locator.Locate(frame); len(found) > 0 && found[0].Confidence >= visit.SureOutline {
		r.Located = model.Look{Outline: c.locator.Refine(frame, found[0]).Outline, Located: true, Confidence: found[0].Confidence}
	}
	browser.PostAnswer(r, false, frame.Rect.Dx(), frame.Rect.Dy(), 0, 0, 0)
	return nil
}
