//go:build !js

package main

import (
	"context"
	"errors"
	"flag"
	"image"
	"io"

	"docent/internal/build"
	"docent/internal/quality"
	"docent/model/atomicfile"
)

// qualityFlags are the flags of a quality report.
type qualityFlags struct {
	html   string
	views  int
	strict bool
}

func (q *qualityFlags) define(f *flag.FlagSet) {
	f.StringVar(&q.html, "report", "", "write the whole quality report to this HTML `file`")
	f.IntVar(&q.views, "report-views", 4, "synthesised views of each work that the report recognises; fewer where there are thousands of works, and 0 for none")
	f.BoolVar(&q.strict, "strict", false, "exit with status 1 where the report finds duplicates, pictures that cannot be read, or works that will be confused for certain")
}

// check refuses values that mean nothing.
func (q *qualityFlags) check() error {
	if q.views < 0 || q.views > 100 {
		return usageError("-report-views is not between 0 and 100")
	}
	return nil
}

// report makes the quality report of a collection that has been written, prints it, and writes it as HTML where that is asked for. The error of a strict
// report comes last. Without pictures nothing is recognised.
func (q *qualityFlags) report(ctx context.Context, c *call, collection *build.Collection, leftOut []string, pictures, bar bool) error {
	in, o, err := quality.Of(collection)
	if err != nil {
		return err
	}
	in.LeftOut, o.Views = leftOut, q.views
	if q.views == 0 || !pictures {
		o.Views = -1
	}
	var done func()
	o.Progress, done = c.progress(bar, "checking")
	r, err := quality.Check(ctx, in, o)
	done()
	if err != nil && ctx.Err() != nil {
		return errors.New("the bundle is written, but its report was interrupted")
	}
	if err != nil {
		return err
	}
	if err := r.Print(c.stdout); err != nil {
		return err
	}
	if q.html != "" {
		if err := atomicfile.Write(q.html, func(w io.Writer) error {
			return r.HTML(w, func(work int) (image.Image, error) { return quality.Picture(collection, work) })
		}); err != nil {
			return err
		}
	}
	if why := r.Fails(); q.strict && why != "" {
		return errors.New("the bundle is written, but -strict refuses it: " + why)
	}
	return nil
}
