//go:build !js

package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"math"
	"os"

	"docent/internal/build"
	"docent/model"
	"docent/model/bundle"
	"docent/model/picture"
	"docent/model/vision"
)

// matched is what -json prints for a photo.
type matched struct {
	Photo      string             `json:"photo"`
	Accepted   bool               `json:"accepted"`
	Engine     string             `json:"engine"`
	Candidates []matchedCandidate `json:"candidates"`
}

type matchedCandidate struct {
	ID              string  `json:"id"`
	Title           string  `json:"title"`
	SquaredDistance float32 `json:"squared_distance"`
	Confidence      float32 `json:"confidence"`
}

func match(ctx context.Context, c *call) error {
	var path, weights string
	var asJSON bool
	var run engineFlag
	photos, err := c.parse(func(f *flag.FlagSet) {
		f.StringVar(&path, "bundle", "", "bundle `file` or folder")
		f.StringVar(&weights, "weights", "", "weight `file`; the released weights if not given")
		run.define(f)
		f.BoolVar(&asJSON, "json", false, "print a JSON array with the candidates of each photo")
	})
	if err != nil {
		return err
	}
	if path == "" {
		return usageError("-bundle is missing")
	}
	if len(photos) == 0 {
		return usageError("there is no photo")
	}
	if photos, err = c.photos(photos); err != nil {
		return err
	}
	b, err := bundle.ReadFile(path)
	if err != nil {
		return err
	}
	m, err := loadModel(weights)
	if err != nil {
		return err
	}
	finder, err := loadLocator("")
	if err != nil {
		return err
	}
	e, err := run.open()
	if err != nil {
		return err
	}
	defer e.Close()
	r, err := e.Recognizer(m, finder, &b.Manifest, b.Prototypes, b.Features)
	if err != nil {
		return fmt.Errorf("bundle %s: %w", path, err)
	}
	// A photo that cannot be read does not keep the others from being answered.
	var failed []error
	results := []matched{}
	for _, photo := range photos {
		if ctx.Err() != nil {
			return errors.New("interrupted")
		}
		img, err := picture.Load(photo)
		if err != nil {
			failed = append(failed, err)
			continue
		}
		result := matchedOf(photo, r.Recognize(vision.Frame(img)), b)
		if asJSON {
			results = append(results, result)
		} else {
			fmt.Fprintln(c.stdout, sentence(result, b))
		}
	}
	if asJSON {
		e := json.NewEncoder(c.stdout)
		e.SetIndent("", "  ")
		if err := e.Encode(results); err != nil {
			return err
		}
	}
	return errors.Join(failed...)
}

// photos returns the photos that are named, and those in folders that are, by name.
func (c *call) photos(names []string) ([]string, error) {
	var list []string
	for _, name := range names {
		if info, err := os.Stat(name); err != nil || !info.IsDir() {
			list = append(list, name)
			continue
		}
		files, unreadable, err := build.Files(name)
		if err != nil {
			return nil, err
		}
		for _, u := range unreadable {
			c.warn([]string{u + " is left out: only .jpg, .png and .webp can be read"})
		}
		list = append(list, files...)
	}
	return list, nil
}

func matchedOf(photo string, r model.Result, b *bundle.Bundle) matched {
	m := matched{Photo: photo, Accepted: r.Accepted, Engine: r.Engine, Candidates: []matchedCandidate{}}
	for _, cand := range r.Candidates {
		text, _ := b.Works[cand.Index].Text(b.Languages...)
		m.Candidates = append(m.Candidates, matchedCandidate{cand.ID, text.Title, cand.SquaredDistance, cand.Confidence})
	}
	return m
}

// sentence says in a line what a photo shows.
func sentence(m matched, b *bundle.Bundle) string {
	if len(m.Candidates) == 0 {
		return m.Photo + ": not in this collection"
	}
	best := m.Candidates[0]
	percent := math.Round(100 * float64(best.Confidence))
	if !m.Accepted {
		return fmt.Sprintf("%s: not in this collection (nearest: %s, %s, %g %%)", m.Photo, best.Title, best.ID, percent)
	}
	name := best.Title
	for _, w := range b.Works {
		if text, _ := w.Text(b.Languages...); w.ID == best.ID && text.Artist != "" {
			name += ", " + text.Artist
		}
	}
	return fmt.Sprintf("%s: %s (%s, %g %%)", m.Photo, name, best.ID, percent)
}
