//go:build js && wasm

package main

import (
	"errors"
	"image"
	"time"

	"docent/model"
	"docent/model/bundle"
	"docent/model/proto"
	"docent/wasm/browser"
)

// holdings are the groups of the collection that the worker has, and those on their way. A small collection comes as a whole,
// what frames ask for first; of a large one nothing else. Goroutines share one thread, so nothing here runs while
// a frame is looked at.
type holdings struct {
	man      *bundle.Manifest
	shelf    *model.Shelf
	features *bundle.Features // of the recogniser's works
	coming   map[int]arrival
	failed   map[int]float64 // by group: when it could not be had
	rows     map[int]bool    // works whose own features have been asked for
	stale    bool            // more is there than the recogniser knows
	renewed  float64         // when the recogniser was made last
}

// arrival is a group on its way.
type arrival struct {
	done  chan struct{} // closed when it has come or failed
	since float64       // when it was asked for
}

const (
	// whole is the number of works up to which a collection comes as a whole: 1.2 MB, without features.
	whole = 4000
	// held is the number of works that are kept, the last ones asked for: 10 MB, and 70 MB where all have features.
	held = 10_000
	// asks is how many groups a frame asks for, those of the works that look nearest: docs/scale.md says how often the right one is among them.
	asks = 8
	// renewAfter is the least time, in seconds, between two recognisers while groups arrive: to index features takes a moment.
	renewAfter = 1.0
	// retryAfter is how long, in seconds, a group that could not be had is not asked for again.
	retryAfter = 15.0
	// patience is how long an answer about a photo waits for what it should be judged by.
	patience = 3 * time.Second
	// tooLong is how long, in seconds, answers wait for a group that is on its way: a connection may hang.
	tooLong = 12.0
)

// open downloads what is needed to begin: the networks, and the works of a plain bundle, or the first group of one with groups.
func (r *recogniser) open(manifest []byte) *browser.Trouble {
	man, err := bundle.ReadManifest(manifest)
	if err != nil {
		return &browser.Trouble{Kind: "damaged", Detail: err.Error()}
	}
	weights := networks(man)
	all := weights
	parts := []string{bundle.PrototypesName}
	if len(man.Groups) > 0 {
		parts = []string{bundle.BackgroundName, bundle.CoarseName}
	}
	for _, name := range parts {
		if p, ok := man.Parts[name]; ok {
			all = append(all, &browser.Download{Part: partOf(&man.Contents, name), Length: p.Bytes})
		}
	}
	if err := browser.FetchAll(all, browser.PostProgress); err != nil {
		return opening(err)
	}
	if err := r.engine.start(r.memory, weights); err != nil {
		return &browser.Trouble{Kind: "damaged", Detail: err.Error()}
	}
	r.outcome = make([]float32, r.viewer.Len())
	r.holdings = holdings{man: man, coming: map[int]arrival{}, failed: map[int]float64{}, rows: map[int]bool{}}
	if err := r.fill(all[len(weights):]); err != nil {
		return opening(err)
	}
	if err := r.renew(); err != nil {
		return &browser.Trouble{Kind: "damaged", Detail: err.Error()}
	}
	browser.PostReady(r.Engine(), r.Len())
	go r.fetchRest()
	return nil
}

// opening says what an error in what is needed to begin means.
func opening(err error) *browser.Trouble {
	if other, ok := errors.AsType[*browser.Mismatch](err); ok {
		if part, ok := browser.CutBundle(other.URL); ok {
			return &browser.Trouble{Kind: browser.KindAltered, Detail: part}
		}
		return &browser.Trouble{Kind: "weights", Detail: "this bundle was made with other weights than " + other.URL + ": rebuild it with docent bundle"}
	}
	if _, ok := errors.AsType[*browser.FetchError](err); ok {
		return &browser.Trouble{Kind: "download", Detail: err.Error()}
	}
	return &browser.Trouble{Kind: "damaged", Detail: err.Error()}
}

// fill makes the shelf, with what has been downloaded for it, and puts the first group on it.
func (h *holdings) fill(parts []*browser.Download) (err error) {
	var coarse *bundle.Coarse
	var background []float32
	var prototypes *proto.Set
	for _, p := range parts {
		switch p.URL {
		case browser.BundleURL(bundle.PrototypesName):
			prototypes, err = bundle.ReadPrototypes(p.Bytes)
		case browser.BundleURL(bundle.BackgroundName):
			background, _, err = bundle.ReadBackground(p.Bytes)
		case browser.BundleURL(bundle.CoarseName):
			coarse, err = bundle.ReadCoarse(p.Bytes, h.man.Groups)
		}
		if err != nil {
			return err
		}
	}
	if h.shelf, err = model.NewShelf(h.man, coarse, background, held); err != nil {
		return err
	}
	if prototypes == nil {
		return h.fetch(0)
	}
	return h.put(0, &h.man.Contents, prototypes)
}

func (h *holdings) put(g int, c *bundle.Contents, set *proto.Set) error {
	h.stale = true
	for at := range h.rows { // those of a group that was there before have gone with it
		if of, _ := h.shelf.Group(at); of == g {
			delete(h.rows, at)
		}
	}
	return h.shelf.Put(g, c, set)
}

// fetch downloads a group without its features.
func (h *holdings) fetch(g int) error {
	about := h.man.Groups[g].Part()
	raw, err := browser.Part{URL: browser.BundleURL(h.shelf.Name(g, bundle.ContentsName)), SHA256: about.SHA256}.Fetch(nil)
	if err != nil {
		return err
	}
	c, err := bundle.ReadContents(raw, h.man, g)
	if err != nil {
		return err
	}
	if raw, err = partOf(c, h.shelf.Name(g, bundle.PrototypesName)).Fetch(nil); err != nil {
		return err
	}
	set, err := bundle.ReadPrototypes(raw)
	if err != nil {
		return err
	}
	return h.put(g, c, set)
}

// fetchFeatures downloads the features of a group that is there, where they come as a whole.
func (h *holdings) fetchFeatures(g int) error {
	c := h.shelf.Contents(g)
	if h.man.Features != bundle.FeaturesPacked || c == nil {
		return nil
	}
	raw, err := partOf(c, h.shelf.Name(g, bundle.FeaturesName)).Fetch(nil)
	if err != nil {
		return err
	}
	f, err := bundle.ReadFeatures(raw, len(c.Works))
	if err != nil {
		return err
	}
	h.stale = true
	return h.shelf.PutFeatures(g, f)
}

// want fetches a group with its features, unless it is there or coming, and returns what is closed when it has come or failed.
func (h *holdings) want(g int) <-chan struct{} {
	if a, ok := h.coming[g]; ok {
		return a.done
	}
	done := make(chan struct{})
	h.coming[g] = arrival{done, browser.Now()}
	go func() {
		var err error
		if !h.shelf.Has(g) {
			err = h.fetch(g)
		}
		if err == nil {
			err = h.fetchFeatures(g)
		}
		if err != nil {
			lost(err) // answers go by what is there
			h.failed[g] = browser.Now()
		} else {
			delete(h.failed, g)
		}
		delete(h.coming, g)
		close(done)
	}()
	return done
}

// fetchRest fetches the features of what is there, and, of a collection that comes as a whole, the other groups one after another.
func (h *holdings) fetchRest() {
	_, asked := h.man.Parts[bundle.CoarseName] // by which frames ask for groups
	for g := range h.shelf.Len() {
		if !asked || h.man.WorkCount() <= whole || h.shelf.Has(g) {
			<-h.want(g)
		}
	}
}

// may reports whether a group may be asked for: not when it could not be had a moment ago.
func (h *holdings) may(g int) bool {
	at, failed := h.failed[g]
	return !failed || browser.Now()-at > retryAfter
}

// renew makes the recogniser of what is there.
func (r *recogniser) renew() error {
	r.stale, r.renewed = false, browser.Now()
	man, set, features, err := r.shelf.Open()
	if err != nil {
		return err
	}
	next, err := r.over(man, set)
	if err != nil {
		return err
	}
	next.SetFeatures(features)
	r.Recognizer, r.features = next, features
	return nil
}

// recognise says what a frame shows, works by their places in the bundle. partial says that works that it may well show have not come yet.
func (r *recogniser) recognise(frame *image.RGBA, still bool) (result model.Result, partial bool) {
	if r.stale && (still || len(r.coming) == 0 || browser.Now()-r.renewed > renewAfter) {
		r.tryRenew()
	}
	result = r.Recognize(frame)
	waiting := r.ask()
	if still && len(waiting) > 0 {
		await(waiting)
		r.tryRenew()
		result = r.Recognize(frame)
		waiting = r.ask()
	}
	for i := range result.Candidates {
		result.Candidates[i].Index = r.shelf.At(result.Candidates[i].Index)
	}
	for _, g := range r.shelf.Asked(r.Viewer, asks) {
		a, coming := r.coming[g]
		partial = partial || coming && !r.shelf.Has(g) && browser.Now()-a.since < tooLong
	}
	return result, partial
}

func (r *recogniser) tryRenew() {
	if err := r.renew(); err != nil {
		browser.Log(err.Error()) // the one before goes on
	}
}

// ask asks for what the last frame should be judged by and is not there: groups, and features of works.
func (r *recogniser) ask() (waiting []<-chan struct{}) {
	for _, g := range r.shelf.Asked(r.Viewer, asks) {
		if !r.shelf.Has(g) && r.may(g) {
			waiting = append(waiting, r.want(g))
		}
	}
	for g := range r.failed { // features of a group that is there
		if r.shelf.Has(g) && r.may(g) {
			r.want(g)
		}
	}
	for _, a := range r.coming {
		waiting = append(waiting, a.done)
	}
	for _, w := range r.Missing() {
		if done := r.wantRow(w); done != nil {
			waiting = append(waiting, done)
		}
	}
	return waiting
}

// wantRow fetches the features of one of the recogniser's works, where each work's come apart.
func (r *recogniser) wantRow(work int) <-chan struct{} {
	at := r.shelf.At(work)
	if r.man.Features != bundle.FeaturesApart || r.rows[at] {
		return nil
	}
	r.rows[at] = true
	done := make(chan struct{})
	g, place := r.shelf.Group(at)
	c, into := r.shelf.Contents(g), r.features
	go func() {
		defer close(done)
		b, err := partOf(c, r.shelf.Name(g, bundle.FeatureName(c.Works[place].ID))).Fetch(nil)
		if err == nil {
			err = into.Set(work, b)
		}
		if err == nil {
			r.stale = r.stale || into != r.features // the recogniser was renewed meanwhile
			err = r.shelf.PutRow(at, b)
		}
		if err != nil {
			lost(err)
			delete(r.rows, at) // the next frame that needs it asks again
		}
	}()
	return done
}

// await waits for what the answer about a photo at rest should be judged by, but not long.
func await(waiting []<-chan struct{}) {
	late := make(chan struct{})
	go func() { // no time.Timer: it would link the formatting of dates (12 KB)
		time.Sleep(patience)
		close(late)
	}()
	for _, done := range waiting {
		select {
		case <-done:
		case <-late:
			return
		}
	}
}

// partOf returns a part of the bundle as the manifest, or its group, describes it.
func partOf(c *bundle.Contents, name string) browser.Part {
	return browser.Part{URL: browser.BundleURL(name), SHA256: c.Parts[name].SHA256}
}

// lost says that a part did not come; where it is another than the manifest names, the page has to know.
func lost(err error) {
	browser.Log(err.Error())
	if other, ok := errors.AsType[*browser.Mismatch](err); ok {
		browser.PostAltered(other.URL)
	}
}
