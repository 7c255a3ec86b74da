//go:build !js || curator

package build

import (
	"image"
	"path/filepath"

	"docent/model"
	"docent/model/bundle"
)

// Title returns the collection's title by language.
func (c *Collection) Title() map[string]string { return c.title }

// Languages returns those of the texts, the collection's own first.
func (c *Collection) Languages() []string { return c.languages }

// Prototypes returns those of the works, in the order of the works.
func (c *Collection) Prototypes() *Prototypes { return c.result }

// Recognizer returns a recogniser of the works.
func (c *Collection) Recognizer() (*model.Recognizer, error) {
	return c.result.Recognizer(c.ids, c.Options)
}

// Work returns what is said about work i.
func (c *Collection) Work(i int) (bundle.Work, error) {
	l, err := c.label(i)
	return l.Work, err
}

// Found returns what was found of work i.
func (c *Collection) Found(i int) (*Result, error) { return c.again(i) }

// Frame returns the reference of work i as a frame. Of shards those alone are there that were calibrated on.
func (c *Collection) Frame(i int) (*image.RGBA, error) { return c.frame(i) }

// PhotoName returns the name of photo j of work i; photo 0 is the reference. Of shards the names are not known.
func (c *Collection) PhotoName(i, j int) string {
	if i >= len(c.works) {
		return c.ids[i]
	}
	return filepath.Base(c.works[i].photos()[j].Name)
}
