//go:build js && wasm

package main

import (
	"errors"
	"time"

	"docent/model/bundle"
	"docent/wasm/browser"
)

// features fetches the local features of works, which check an answer, once the recogniser is ready: it can answer without
// them. Goroutines share one thread, so nothing here runs while a frame is looked at.
type features struct {
	man     *bundle.Manifest
	held    *bundle.Features
	asked   map[int]bool  // works whose part has been asked for
	arrived chan struct{} // closed when the packed part has come or failed; nil without one
}

// featurePatience is how long an answer about a photo waits for the features of its candidates.
const featurePatience = 3 * time.Second

// start begins to fetch what the manifest names, for r.
func (f *features) start(man *bundle.Manifest, r *recogniser) {
	*f = features{man: man, asked: map[int]bool{}}
	switch man.Features {
	case bundle.FeaturesApart:
		f.held = bundle.NewFeatures(len(man.Works))
		r.SetFeatures(f.held)
	case bundle.FeaturesPacked:
		f.arrived = make(chan struct{})
		go func() {
			defer close(f.arrived)
			b, err := fetchPart(man, bundle.FeaturesName)
			if err == nil {
				f.held, err = bundle.ReadFeatures(b, len(man.Works))
			}
			if err != nil {
				lost(err) // answers go by distances alone
				return
			}
			r.SetFeatures(f.held)
		}()
	}
}

// fetch asks for the features of works, unless it has before, and returns a channel that is closed when all of them have
// come or failed.
func (f *features) fetch(works []int) <-chan struct{} {
	done := make(chan struct{})
	waiting := 1
	finish := func() {
		if waiting--; waiting == 0 {
			close(done)
		}
	}
	for _, w := range works {
		if f.asked[w] {
			continue
		}
		f.asked[w] = true
		waiting++
		go func() {
			defer finish()
			b, err := fetchPart(f.man, bundle.FeatureName(f.man.Works[w].ID))
			if err == nil {
				err = f.held.Set(w, b)
			}
			if err != nil {
				lost(err)
				delete(f.asked, w) // the next frame that needs it asks again
			}
		}()
	}
	finish()
	return done
}

// await waits for what the answer about a photo at rest should be judged by, but not long. It does not wait for nil.
func await(done <-chan struct{}) {
	if done == nil {
		return
	}
	late := make(chan struct{})
	go func() { // no time.Timer: it would link the formatting of dates (12 KB)
		time.Sleep(featurePatience)
		close(late)
	}()
	select {
	case <-done:
	case <-late:
	}
}

// fetchPart fetches a part of the bundle.
func fetchPart(man *bundle.Manifest, name string) ([]byte, error) {
	return partOf(man, name).Fetch(nil)
}

// partOf returns a part of the bundle as the manifest describes it.
func partOf(man *bundle.Manifest, name string) browser.Part {
	return browser.Part{URL: browser.BundleURL(name), SHA256: man.Parts[name].SHA256}
}

// lost says that features did not come; where they are others than the manifest names, the page has to know.
func lost(err error) {
	browser.Log(err.Error())
	if other, ok := errors.AsType[*browser.Mismatch](err); ok {
		browser.PostAltered(other.URL)
	}
}
