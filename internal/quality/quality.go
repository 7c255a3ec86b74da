// Package quality says how well a bundle will recognise its works, and what would make it better: works that are taken for each other, pictures
// that are too small, blurred or mostly frame, texts that are missing. It is advice; docs/quality.md says what each figure means.
//
// Check does the computing, and runs in a page as well as natively. A Report is plain data, which Print and HTML write.
package quality

import (
	"context"
	"errors"
	"fmt"
	"image"

	"docent/internal/quality/facts"
	"docent/model"
	"docent/model/bundle"
	"docent/model/proto"
)

// Work is what a report is made from of one work.
type Work struct {
	ID    string
	Load  func() (*image.RGBA, error) // its reference
	File  string                      // a hash of the reference's file, by which the same file is known again; may be empty
	Facts *facts.Facts                // of the reference; measured here where nil

	Texts   map[string]bundle.Text // by language
	Licence string
	Hidden  bool // its picture may not be shown

	Photos []Photo // extra photos that joined its prototype
}

// Photo is an extra photo of a work.
type Photo struct {
	Name    string
	Without []float32   // the work's prototype, had the photo been left out
	Looks   [][]float32 // embeddings of the photo, as a visitor's is looked at
}

// Input is the bundle that a report is about. Works, prototypes and features have the same order.
type Input struct {
	Title     string
	Works     []Work
	Languages []string // those that the bundle has texts in, its own first
	Set       *proto.Set
	// Features returns the row of a work's local features; nil where the bundle has none.
	Features func(work int) []byte
	// LeftOut are names of pictures that could not be read.
	LeftOut []string
}

// Options say how a report is made. The zero value of each number stands for its default; a negative one for none.
type Options struct {
	// Recognizer returns a recogniser of the bundle's works, one for each of Workers.
	Recognizer func() (*model.Recognizer, error)
	// Calibration is the bundle's, of answers by embeddings alone, by which extra photos are judged.
	Calibration proto.Calibration
	// Ranking returns a ranking of the prototypes; in plain Go if nil.
	Ranking func() (*proto.Ranking, error)
	// Locator returns a locator that measures pictures without facts; may be nil.
	Locator func() (model.Locator, error)
	// Views is how many views are synthesised of each work, 4 by default, and MostViews of all together, 4,000 by default: where that is not
	// enough for all works, a sample of them is viewed. Without views nothing is said of how works are recognised.
	Views, MostViews int
	// MostSought is of how many works the neighbours are sought, 20,000 by default: a sample where there are more.
	MostSought int
	// Workers is how many goroutines work at once; 1 by default.
	Workers int
	// Progress is called from one goroutine at a time with the steps done and their number, which may grow; may be nil.
	Progress func(done, total int)
}

const (
	defaultViews      = 4
	defaultMostViews  = 4_000
	defaultMostSought = 20_000
)

func withDefault(v, standard int) int {
	if v == 0 {
		return standard
	}
	return max(v, 0)
}

// Check makes the report of a bundle. The same input gives the same report, whatever the number of workers.
func Check(ctx context.Context, in Input, o Options) (*Report, error) {
	n := len(in.Works)
	if in.Set == nil || in.Set.Len() != n {
		return nil, fmt.Errorf("quality report: there are not as many prototypes as the %d works", n)
	}
	o.Views, o.MostViews = withDefault(o.Views, defaultViews), withDefault(o.MostViews, defaultMostViews)
	o.MostSought = withDefault(o.MostSought, defaultMostSought)
	o.Workers = max(o.Workers, 1)
	c := &checker{Input: in, Options: o, ctx: ctx, report: &Report{Title: in.Title, Works: n, Languages: in.Languages, LeftOut: in.LeftOut}}
	for _, step := range []func() error{c.measure, c.seek, c.view, c.judge} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return c.report, nil
}

// checker holds what the steps share.
type checker struct {
	Input
	Options
	ctx    context.Context
	report *Report

	facts    []facts.Facts // by work; of no pixels where the picture could not be read
	suspects []suspect     // pairs that may be confused, the nearest first
	seen     []seen        // views: those of all works or of a sample, then more of the works of suspicious pairs
	measured int           // how many of them are of the first kind
	sampled  []int         // the works of that

	progress
}

// errInterrupted is a context's end.
var errInterrupted = errors.New("interrupted")

// measure gives all works facts.
func (c *checker) measure() error {
	c.facts = make([]facts.Facts, len(c.Works))
	var missing []int
	for i, w := range c.Works {
		if w.Facts != nil {
			c.facts[i] = *w.Facts
		} else {
			missing = append(missing, i)
		}
	}
	c.more(len(missing))
	return c.each(len(missing), func() (func(int) error, error) {
		var l model.Locator
		if c.Locator != nil {
			var err error
			if l, err = c.Locator(); err != nil {
				return nil, err
			}
		}
		return func(i int) error {
			i = missing[i]
			picture, err := c.Works[i].Load()
			if err != nil {
				return err
			}
			c.facts[i] = facts.Of(picture, l)
			return nil
		}, nil
	})
}
