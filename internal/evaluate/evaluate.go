//go:build !js

// Package evaluate measures recognition: it builds a gallery of references, matches queries whose answer is known, and
// counts. docs/eval.md says what the figures mean.
package evaluate

import (
	"context"
	"fmt"
	"image"

	"docent/internal/build"
	"docent/model"
	"docent/model/bundle"
)

// Options name the folders of pictures, and say how the gallery is made.
type Options struct {
	Refs        []string // <id>.jpg is the reference of a work
	Queries     []string // <id>__<n>.jpg shows <id>.jpg
	Distractors []string // works that only fill the gallery
	Unknown     []string // pictures of what is not in the gallery

	// Bundle is a bundle whose works are the gallery, in place of Refs and Distractors; may be nil.
	Bundle *bundle.Bundle

	// Options say how the gallery is made; Progress counts the queries too.
	build.Options

	// Shown is called with each query and the frame that was looked at as it is answered, from one goroutine; may be nil.
	Shown func(o *Outcome, frame *image.RGBA) error
}

// Outcome is a query and its answer.
type Outcome struct {
	Path   string
	Set    string // the folder that it was found in, as given; for unknown ones too
	Want   int    // index of the right work in the gallery, or -1 when nothing in it is
	Result model.Result
	Answer
}

// Set is the figures of a folder of queries.
type Set struct {
	Dir string
	Metrics
}

// Run is what an evaluation found.
type Run struct {
	Metrics                      // of all queries
	Sets            []Set        // in the order given
	UnknownAccepted *float64     // share of all unknown queries that are accepted; nil without any
	UnknownSets     []UnknownSet // in the order given
	Calibration     Calibration  // of all queries and unknown queries
	Confusions      []Confusion  // the most frequent first
	Locations       *Locations   // what Locate found, if it was asked; nil otherwise
	Works           []string     // of the gallery: the references' ids, then the distractors' paths
	Queries         []Outcome
	Unknown         []Outcome
	// Warnings are pictures that were passed over.
	Warnings []string
}

// Evaluate runs an evaluation: all cores make the gallery, and one answers the queries, one after the other.
func Evaluate(ctx context.Context, o Options) (*Run, error) {
	run := &Run{}
	if err := unique(o.Refs, o.Distractors, o.Queries, o.Unknown); err != nil {
		return nil, err
	}
	works, index, err := o.gallery(run)
	if err != nil {
		return nil, err
	}
	missing := "query %s has no reference: add %s.jpg to the references, or put the query into a folder given with -unknown"
	if o.Bundle != nil {
		missing = "query %s shows no work of the bundle: its name should begin with the id of one, and %s is none; what the bundle has not belongs into a folder given with -unknown"
	}
	// All names are checked before anything that takes time.
	if run.Queries, err = outcomes(o.Queries, run, func(path string) (int, error) {
		i, ok := find(index, build.ID(path))
		if !ok {
			return 0, fmt.Errorf(missing, path, shows(build.ID(path)))
		}
		return i, nil
	}); err != nil {
		return nil, err
	}
	if run.Unknown, err = outcomes(o.Unknown, run, func(string) (int, error) { return -1, nil }); err != nil {
		return nil, err
	}

	queries := len(run.Queries) + len(run.Unknown)
	progress := func(done, total int) {
		if o.Progress != nil {
			o.Progress(done, total)
		}
	}
	built := 0
	r, err := o.recognizer(ctx, works, run.Works, func(done, total int) {
		built = total
		progress(done, total+queries)
	})
	if err != nil {
		return nil, err
	}
	answered := 0
	if err := run.answer(ctx, r, func(q *Outcome, frame *image.RGBA) error {
		answered++
		progress(built+answered, built+queries)
		if o.Shown == nil {
			return nil
		}
		return o.Shown(q, frame)
	}); err != nil {
		return nil, err
	}
	run.measure(o.Queries, o.Unknown)
	return run, nil
}

// recognizer returns a recogniser of the bundle's works, or of those that it makes prototypes of, as progress says.
func (o *Options) recognizer(ctx context.Context, works []build.Source, ids []string, progress func(done, total int)) (*model.Recognizer, error) {
	if b := o.Bundle; b != nil {
		return o.Engine.Recognizer(o.Model, o.Locator, &b.Manifest, b.Prototypes, b.Features)
	}
	making := o.Options
	making.Progress = progress
	protos, err := build.Make(ctx, works, making)
	if err != nil {
		return nil, err
	}
	return protos.Recognizer(ids, o.Options)
}

// measure computes the figures, overall and for each folder.
func (run *Run) measure(queries, unknown []string) {
	pick := func(list []Outcome, dir string) (answers []Answer) {
		for _, o := range list {
			if dir == "" || o.Set == dir {
				answers = append(answers, o.Answer)
			}
		}
		return answers
	}
	known, others := pick(run.Queries, ""), pick(run.Unknown, "")
	run.Metrics = Measure(known, others, len(run.Works))
	for _, dir := range queries {
		run.Sets = append(run.Sets, Set{dir, Measure(pick(run.Queries, dir), others, len(run.Works))})
	}
	for _, dir := range unknown {
		run.UnknownSets = append(run.UnknownSets, measureUnknown(dir, pick(run.Unknown, dir), others))
	}
	if len(others) > 0 {
		all := measureUnknown("", others, others).Accepted
		run.UnknownAccepted = &all
	}
	run.Calibration = Calibrated(known, others)
	run.Confusions = confusions(run.Queries, run.Works)
}
