//go:build !js

package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"image"
	"image/png"
	"io"
	"os"

	"docent/internal/build"
	"docent/model/atomicfile"
	"docent/model/picture"
	"docent/model/views"
	"docent/model/vision"
)

// mostRows bounds a contact sheet: more is no longer looked at.
const mostRows = 200

func viewSheet(ctx context.Context, c *call) error {
	var out string
	var columns int
	var seed uint64
	var walls list
	images, err := c.parse(func(f *flag.FlagSet) {
		f.StringVar(&out, "o", "", "PNG `file` to write")
		f.IntVar(&columns, "n", 8, "views of each picture")
		f.Uint64Var(&seed, "seed", 1, "seed of the views")
		f.Var(&walls, "walls", "`folder` with photos to use as walls; may be repeated")
	})
	if err != nil {
		return err
	}
	switch {
	case out == "":
		return usageError("-o is missing: the PNG file to write")
	case len(images) == 0:
		return usageError("there is no image")
	case columns < 1 || columns > 100:
		return usageError("-n is not between 1 and 100")
	}
	works, err := frames(ctx, images)
	if err != nil {
		return err
	}
	if len(works) > mostRows {
		return fmt.Errorf("%d pictures are too many for a contact sheet: at most %d", len(works), mostRows)
	}
	photos, err := frames(ctx, walls)
	if err != nil {
		return err
	}
	sheet := views.ContactSheet(works, columns, seed, views.Options{Walls: photos})
	if err := atomicfile.Write(out, func(w io.Writer) error { return png.Encode(w, sheet) }); err != nil {
		return err
	}
	fmt.Fprintf(c.stdout, "%s: %d views each of %d pictures\n", out, columns, len(works))
	return nil
}

// frames loads pictures, and those in folders, as frames.
func frames(ctx context.Context, paths []string) ([]*image.RGBA, error) {
	var list []*image.RGBA
	for _, path := range paths {
		files := []string{path}
		if info, err := os.Stat(path); err == nil && info.IsDir() {
			if files, _, err = build.Files(path); err != nil {
				return nil, err
			}
		}
		for _, f := range files {
			if ctx.Err() != nil {
				return nil, errors.New("interrupted")
			}
			img, err := picture.Load(f)
			if err != nil {
				return nil, err
			}
			list = append(list, vision.Frame(img))
		}
	}
	return list, nil
}
