//go:build !js

// Package jsonld writes a collection as JSON-LD in the terms of schema.org: a Collection of VisualArtwork, for search engines and
// for whoever gathers the data of museums (https://schema.org/VisualArtwork, https://www.w3.org/TR/json-ld11/). What is said in a
// language carries its tag. docs/bundle.md has the table of which field becomes which term.
package jsonld

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"

	"docent/model/bundle"
)

// Options say where things are.
type Options struct {
	// Base is put before the names of parts, such as https://museum.example/guide/bundle/; without it they are relative to the
	// document, as "bundle/" when that lies beside the folder of the bundle.
	Base string
}

// Write writes an open bundle as one JSON-LD document, and holds one group at a time in memory. The document may stand in a page's script element: <, >
// and & are escaped.
func Write(out io.Writer, a *bundle.Archive, o Options) error {
	w := writer{out: out, o: o}
	w.begin(a.Manifest(), a.Manifest().WorkCount())
	if err := a.Runs(func(_ string, b *bundle.Bundle) error {
		for i := range b.Works {
			w.work(&b.Works[i])
		}
		return w.err
	}); err != nil {
		return err
	}
	return w.end()
}

// writer writes the document; its first error sticks.
type writer struct {
	out   io.Writer
	o     Options
	works int
	err   error
}

func (w *writer) text(format string, args ...any) {
	if w.err == nil {
		_, w.err = fmt.Fprintf(w.out, format, args...)
	}
}

// value writes what follows a name.
func (w *writer) value(v any) {
	b, err := json.Marshal(v)
	if w.err == nil {
		w.err = err
	}
	w.text("%s", b)
}

func (w *writer) begin(m *bundle.Manifest, works int) {
	w.text(`{"@context":"https://schema.org","@type":"Collection"`)
	if name := tagged(m.Title); name != nil {
		w.text(`,"name":`)
		w.value(name)
	}
	if len(m.Languages) > 0 {
		w.text(`,"inLanguage":`)
		w.value(m.Languages)
	}
	w.text(`,"collectionSize":%d,"hasPart":[`, works)
}

func (w *writer) work(work *bundle.Work) {
	if w.works++; w.works > 1 {
		w.text(",")
	}
	w.text("\n")
	w.value(artwork(work, w.o))
}

func (w *writer) end() error {
	w.text("\n]}\n")
	if w.err != nil {
		return fmt.Errorf("write JSON-LD: %w", w.err)
	}
	return nil
}

// words is text in a language.
type words struct {
	Value    string `json:"@value"`
	Language string `json:"@language"`
}

// tagged returns the texts that are not empty, sorted by language; nil when there are none.
func tagged(texts map[string]string) []words {
	var out []words
	for _, l := range slices.Sorted(maps.Keys(texts)) {
		if texts[l] != "" {
			out = append(out, words{texts[l], l})
		}
	}
	return out
}
