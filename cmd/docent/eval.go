//go:build !js

package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"

	"docent/internal/build"
	"docent/internal/evaluate"
	"docent/internal/report"
	"docent/model/atomicfile"
	"docent/model/bundle"
	"docent/model/vision"
)

// evalFlags are the flags of eval that are not fields of evaluate.Options.
type evalFlags struct {
	html, weights, locator, frames string
	bundle                         string
	asJSON, whole, stages, bar     bool
	engine                         engineFlag
	features                       featuresFlag
}

func (e *evalFlags) define(f *flag.FlagSet, o *evaluate.Options) {
	f.Var((*list)(&o.Refs), "refs", "`folder` with one reference per work, <id>.jpg; may be repeated, as all folders")
	f.StringVar(&e.bundle, "bundle", "", "bundle `file` or folder whose works are the gallery, in place of -refs: as it is published")
	f.Var((*list)(&o.Queries), "queries", "`folder` with queries, <id>__<n>.jpg shows the work <id>")
	f.Var((*list)(&o.Distractors), "distractors", "`folder` with works that only fill the gallery")
	f.Var((*list)(&o.Unknown), "unknown", "`folder` with pictures of what is not in the gallery")
	f.StringVar(&e.frames, "frames", "", "JSON `file` that lists frames beside it and the outlines of the works in them: measures the locator too")
	f.BoolVar(&e.asJSON, "json", false, "print one JSON object")
	f.StringVar(&e.html, "html", "", "write a report that shows each query beside its candidates to this `file`")
	f.BoolVar(&e.stages, "stages", false, "recognise with each stage added, from the whole frame alone, and print one table in Markdown")
	f.BoolVar(&e.whole, "whole", false, "look at the whole frame alone, upright, not at what is located in it")
	f.StringVar(&e.weights, "weights", "", "weight `file`; the released weights if not given")
	f.StringVar(&e.locator, "locator", "", "weight `file` of the network that finds the work in a photo; the released one if not given; none for windows of the photo")
	e.features.define(f)
	e.engine.define(f)
	f.IntVar(&o.Views, "views", build.DefaultViews, "synthesised views of each reference in its prototype")
	f.BoolVar(&e.bar, "progress", false, "show progress even if standard error is no terminal")
}

// check refuses flags that do not go together.
func (e *evalFlags) check(o *evaluate.Options) error {
	switch {
	case len(o.Refs) == 0 && e.bundle == "":
		return usageError("-refs is missing, or -bundle")
	case e.bundle != "" && len(o.Refs)+len(o.Distractors) > 0:
		return usageError("-bundle has its own references: give neither -refs nor -distractors beside it")
	case e.bundle != "" && (e.stages || e.whole || o.Views != build.DefaultViews || e.features.value() != bundle.FeaturesPacked):
		return usageError("-bundle is looked at as it was made: -stages, -whole, -views and -features have no meaning beside it")
	case len(o.Queries) == 0:
		return usageError("-queries is missing")
	case o.Views < 0 || o.Views > 1000:
		return usageError("-views is not between 0 and 1000")
	case e.locator == none && (e.stages || e.frames != ""):
		return usageError("-locator none leaves no locator for -stages and -frames")
	case e.stages && e.html != "":
		return usageError("-stages writes no report: give -html without it")
	case e.stages && e.whole:
		return usageError("-stages begins with the whole frame: -whole has no meaning beside it")
	case e.stages && e.features == none:
		return usageError("-stages ends with the check by local features: -features none has no meaning beside it")
	}
	return nil
}

// figures are what an evaluation prints.
type figures interface {
	json.Marshaler
	Table(w io.Writer) error
}

func eval(ctx context.Context, c *call) error {
	var o evaluate.Options
	var e evalFlags
	err := c.parseFlags(func(f *flag.FlagSet) { e.define(f, &o) })
	if err != nil {
		return err
	}
	if err := e.check(&o); err != nil {
		return err
	}
	if o.Model, err = loadModel(e.weights); err != nil {
		return err
	}
	o.Impostors = loadImpostors(o.Model)
	if o.Locator, err = loadLocator(e.locator); err != nil {
		return err
	}
	o.Features = e.features.value()
	if o.Engine, err = e.engine.open(); err != nil {
		return err
	}
	defer o.Engine.Close()
	var found *evaluate.Locations
	if e.frames != "" {
		if found, err = evaluate.LocateTwice(o.Engine, o.Locator, e.frames); err != nil {
			return err
		}
	}
	if e.whole {
		o.Locator, o.Windows = nil, []vision.Rect{vision.Whole}
	}
	var pictures *report.Pictures
	if e.html != "" {
		pictures = &report.Pictures{}
		o.Visit, o.Shown = pictures.Work, pictures.Query
	}
	if e.bundle != "" {
		if o.Bundle, err = bundle.ReadFile(e.bundle); err != nil {
			return err
		}
		if pictures != nil {
			if err := pictures.Bundle(o.Bundle); err != nil {
				return err
			}
		}
	}
	var done func()
	o.Progress, done = c.progress(e.bar, "evaluating")
	var result figures
	var run *evaluate.Run
	if e.stages {
		var runs evaluate.StageRuns
		if runs, err = evaluate.EvaluateStages(ctx, o, evaluate.Stages(o.Locator)); err == nil {
			result, run = runs, runs[len(runs)-1].Run
		}
	} else {
		run, err = evaluate.Evaluate(ctx, o)
		result = run
	}
	done()
	if err != nil {
		return err
	}
	run.Locations = found
	for _, w := range run.Warnings {
		fmt.Fprintf(c.stderr, "docent eval: warning: %s\n", w)
	}
	if e.html != "" {
		if err := atomicfile.Write(e.html, func(w io.Writer) error { return report.HTML(w, run, pictures) }); err != nil {
			return err
		}
	}
	if !e.asJSON {
		return result.Table(c.stdout)
	}
	encoder := json.NewEncoder(c.stdout)
	encoder.SetIndent("", "  ")
	return encoder.Encode(result)
}
