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
	"docent/model/vision"
)

func eval(ctx context.Context, c *call) error {
	var o evaluate.Options
	var html, weights, locator string
	var asJSON, whole, bar bool
	var runs engineFlag
	var how featuresFlag
	err := c.parseFlags(func(f *flag.FlagSet) {
		f.Var((*list)(&o.Refs), "refs", "`folder` with one reference per work, <id>.jpg; may be repeated, as all folders")
		f.Var((*list)(&o.Queries), "queries", "`folder` with queries, <id>__<n>.jpg shows the work <id>")
		f.Var((*list)(&o.Distractors), "distractors", "`folder` with works that only fill the gallery")
		f.Var((*list)(&o.Unknown), "unknown", "`folder` with pictures of what is not in the gallery")
		f.BoolVar(&asJSON, "json", false, "print one JSON object")
		f.StringVar(&html, "html", "", "write a report that shows each query beside its candidates to this `file`")
		f.BoolVar(&whole, "whole", false, "look at the whole frame alone, not at windows of it")
		f.StringVar(&weights, "weights", "", "weight `file`; the released weights if not given")
		f.StringVar(&locator, "locator", "", "weight `file` of the network that finds the work in a photo; the released one if not given; none for windows of the photo")
		how.define(f)
		runs.define(f)
		f.IntVar(&o.Views, "views", build.DefaultViews, "synthesised views of each reference in its prototype")
		f.BoolVar(&bar, "progress", false, "show progress even if standard error is no terminal")
	})
	if err != nil {
		return err
	}
	switch {
	case len(o.Refs) == 0:
		return usageError("-refs is missing")
	case len(o.Queries) == 0:
		return usageError("-queries is missing")
	case o.Views < 0 || o.Views > 1000:
		return usageError("-views is not between 0 and 1000")
	}
	if whole {
		o.Windows = []vision.Rect{vision.Whole}
	}
	if o.Model, err = loadModel(weights); err != nil {
		return err
	}
	if o.Locator, err = loadLocator(locator); err != nil {
		return err
	}
	o.Features = how.value()
	if o.Engine, err = runs.open(); err != nil {
		return err
	}
	defer o.Engine.Close()
	var pictures *report.Pictures
	if html != "" {
		pictures = &report.Pictures{}
		o.Visit, o.Shown = pictures.Work, pictures.Query
	}
	var done func()
	o.Progress, done = c.progress(bar, "evaluating")
	run, err := evaluate.Evaluate(ctx, o)
	done()
	if err != nil {
		return err
	}
	for _, w := range run.Warnings {
		fmt.Fprintf(c.stderr, "docent eval: warning: %s\n", w)
	}
	if html != "" {
		if err := atomicfile.Write(html, func(w io.Writer) error { return report.HTML(w, run, pictures) }); err != nil {
			return err
		}
	}
	if !asJSON {
		return run.Table(c.stdout)
	}
	e := json.NewEncoder(c.stdout)
	e.SetIndent("", "  ")
	return e.Encode(run)
}
