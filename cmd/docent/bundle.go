//go:build !js

package main

import (
	"context"
	"flag"
	"fmt"
	"os"

	"docent/internal/build"
	"docent/internal/catalog"
	"docent/model/bundle"
)

func makeBundle(ctx context.Context, c *call) error {
	var images, table, title, language, weights, locator, out string
	var views int
	var bar bool
	var run engineFlag
	var how featuresFlag
	err := c.parseFlags(func(f *flag.FlagSet) {
		f.StringVar(&images, "images", "", "`folder` with one picture per work, <id>.jpg, .png or .webp")
		f.StringVar(&table, "catalog", "", "CSV `file` with the columns id, title, artist, date, medium, description, price, location, credit; title_fr is the title in French")
		f.StringVar(&title, "title", "", "title of the collection")
		f.StringVar(&language, "lang", "en", "`language` of the title and of the catalog's columns that name none")
		f.StringVar(&weights, "weights", "", "weight `file`; the released weights if not given")
		f.StringVar(&locator, "locator", "", "weight `file` of the network that finds works in photos; the released one if not given; none for windows of the photo")
		how.define(f)
		run.define(f)
		f.IntVar(&views, "views", build.DefaultViews, "synthesised views of each picture in its prototype")
		f.StringVar(&out, "o", "", "`file` to write, such as museum.docent")
		f.BoolVar(&bar, "progress", false, "show progress even if standard error is no terminal")
	})
	if err != nil {
		return err
	}
	switch {
	case images == "":
		return usageError("-images is missing: the folder with the pictures")
	case out == "":
		return usageError("-o is missing: the file to write")
	case views < 0 || views > 1000:
		return usageError("-views is not between 0 and 1000")
	}
	language = catalog.CanonicalLanguage(language)
	if err := bundle.CheckLanguage(language); err != nil {
		return usageError("-lang: " + err.Error())
	}
	works, unreadable, err := build.Sources(images)
	if err != nil {
		return err
	}
	for _, name := range unreadable {
		fmt.Fprintf(c.stderr, "docent bundle: warning: %s is left out: only .jpg, .png and .webp can be read\n", name)
	}
	labels := build.Labels{Title: title, Language: language}
	if table != "" {
		if labels.Catalog, err = catalog.ReadFile(table, language); err != nil {
			return err
		}
	}
	model, err := loadModel(weights)
	if err != nil {
		return err
	}
	finder, err := loadLocator(locator)
	if err != nil {
		return err
	}
	e, err := run.open()
	if err != nil {
		return err
	}
	defer e.Close()
	show, done := c.progress(bar, "embedding")
	b, warnings, err := build.Bundle(ctx, works, labels, build.Options{Model: model, Locator: finder, Features: how.value(), Impostors: loadImpostors(model), Engine: e, Views: views, Progress: show})
	done()
	if err != nil {
		return err
	}
	for _, w := range warnings {
		fmt.Fprintf(c.stderr, "docent bundle: warning: %s\n", w)
	}
	if err := b.WriteFile(out); err != nil {
		return err
	}
	info, err := os.Stat(out)
	if err != nil {
		return err
	}
	fmt.Fprintf(c.stdout, "%s: %d works, %d bytes\n", out, len(b.Works), info.Size())
	return nil
}
