//go:build !js || curator

package quality

import (
	"bytes"
	"encoding/hex"
	"image"
	_ "image/jpeg" // thumbnails are
	"runtime"

	"docent/internal/build"
	"docent/model"
	"docent/model/bundle"
	"docent/model/locate"
	"docent/model/proto"
)

// Of returns what a report needs of a collection, as the page will recognise its works, and the options to make it.
func Of(c *build.Collection) (Input, Options, error) {
	made, settings := c.Prototypes(), c.Options
	o := Options{
		Recognizer:  c.Recognizer,
		Calibration: made.Calibration,
		Ranking:     func() (*proto.Ranking, error) { return settings.Engine.Ranking(made.Set) },
		Workers:     runtime.GOMAXPROCS(0),
	}
	if settings.Locator != nil {
		o.Locator = func() (model.Locator, error) {
			e, err := settings.Engine.Encoder(settings.Locator)
			if err != nil {
				return nil, err
			}
			return locate.New(e)
		}
	}
	in := Input{Set: made.Set, Languages: c.Languages(), Works: make([]Work, c.Works())}
	for _, l := range in.Languages {
		if in.Title == "" {
			in.Title = c.Title()[l]
		}
	}
	var rows [][]byte // of as many works as are sought by their features; of more they are fetched when they are compared
	for i := range in.Works {
		l, err := c.Work(i)
		if err != nil {
			return in, o, err
		}
		found, err := c.Found(i)
		if err != nil {
			return in, o, err
		}
		w := Work{ID: l.ID, Load: func() (*image.RGBA, error) { return c.Frame(i) }, Texts: l.Texts, Licence: l.Licence, Hidden: l.Thumb == ""}
		for j, p := range found.Photos {
			if j == 0 {
				w.File, w.Facts = hex.EncodeToString(p.SHA256[:]), &p.Facts
			} else {
				x := found.Extras[j-1]
				w.Photos = append(w.Photos, Photo{Name: c.PhotoName(i, j), Without: x.Without, Looks: x.Looks})
			}
		}
		if found.Row != nil && len(in.Works) <= mostIndexed {
			rows = append(rows, found.Row)
		}
		in.Works[i] = w
	}
	switch {
	case len(rows) > 0:
		in.Features = func(work int) []byte { return rows[work] }
	case settings.Features != bundle.FeaturesNone:
		in.Features = func(work int) []byte {
			found, err := c.Found(work)
			if err != nil {
				return nil // nothing agrees with it
			}
			return found.Row
		}
	}
	return in, o, nil
}

// Picture returns the reference of a work of the collection, small.
func Picture(c *build.Collection, work int) (image.Image, error) {
	found, err := c.Found(work)
	if err == nil && found.Thumb != nil {
		m, _, err := image.Decode(bytes.NewReader(found.Thumb))
		return m, err
	}
	return c.Frame(work)
}
