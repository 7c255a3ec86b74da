//go:build !js

package main

import (
	"context"
	"flag"
	"fmt"

	"docent/gallery"
)

// gallerySide is the longest side of a demo picture: a screen that it fills is seldom larger.
const gallerySide = 1600

func writeGallery(_ context.Context, c *call) error {
	var out string
	var side int
	var bar bool
	err := c.parseFlags(func(f *flag.FlagSet) {
		f.StringVar(&out, "o", "", "`folder` to write")
		f.IntVar(&side, "side", gallerySide, "longest `side` of the pictures in pixels")
		f.BoolVar(&bar, "progress", false, "show progress even if standard error is no terminal")
	})
	if err != nil {
		return err
	}
	switch {
	case out == "":
		return usageError("-o is missing: the folder to write")
	case side < 16 || side > 8000:
		return usageError("-side is not between 16 and 8000")
	}
	show, done := c.progress(bar, "drawing")
	err = gallery.WriteDir(out, side, show)
	done()
	if err != nil {
		return err
	}
	fmt.Fprintf(c.stdout, "%s: %d pictures and catalog.csv\n", out, len(gallery.Works()))
	return nil
}
