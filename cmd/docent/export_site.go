//go:build !js

package main

import (
	"context"
	"fmt"
	"iter"
	"os"
	"strings"

	"docent/internal/poster"
	"docent/internal/publish"
	"docent/internal/signing"
	"docent/model/bundle"
	released "docent/model/weights"
	"docent/static"
	"docent/web"
)

// writeSite writes the site of a bundle to a folder.
func (e *exported) writeSite(ctx context.Context, c *call) error {
	var address string
	if e.url != "" {
		var err error
		if address, err = siteAddress(e.url); err != nil {
			return err
		}
	}
	raw, m, err := loadWeights(e.weights)
	if err != nil {
		return err
	}
	a, err := bundle.Open(e.bundle)
	if err != nil {
		return err
	}
	defer a.Close()
	if err := a.Manifest().Check(m.Hash); err != nil {
		return fmt.Errorf("bundle %s: %w", e.bundle, err)
	}
	site := web.Site{Static: static.FS, Archive: a, Weights: raw, Locator: released.Locator(), Unsigned: e.unsigned, NoCurator: !e.curator}
	for _, path := range e.keys {
		key, err := signing.ReadPublic(path)
		if err != nil {
			return err
		}
		site.Keys = append(site.Keys, key.String())
	}
	if e.gallery != "" {
		if err := pictureFolder(e.gallery); err != nil {
			return err
		}
		site.Gallery = os.DirFS(e.gallery)
	}
	tree, err := web.NewTree(site)
	if err != nil {
		return fmt.Errorf("bundle %s: %w", e.bundle, err)
	}
	if err := a.Check(); err != nil {
		return err
	}
	sheets, left, err := posters(address, a.Manifest())
	if err != nil {
		return err
	}
	done := 0
	show, finish := c.progress(false, "writing")
	summary, err := publish.Export(ctx, e.out, joined(tree.Files(address), sheets), func(string) {
		done++
		show(done, -1)
	})
	finish()
	if err != nil && ctx.Err() != nil {
		return fmt.Errorf("export to %s: interrupted: the site there is as it was, and the same command goes on", e.out)
	}
	if err != nil {
		return err
	}
	e.report(c, summary, address, left)
	return nil
}

// siteAddress returns the address of a site with a slash at its end, unless it is one that phones cannot use.
func siteAddress(url string) (string, error) {
	address := strings.TrimSuffix(strings.TrimSuffix(url, "index.html"), "/") + "/"
	if err := poster.CheckURL(address); err != nil {
		return "", fmt.Errorf("-url: %w", err)
	}
	return address, nil
}

// posters draws the poster, where the site's address is known. left is what the PDF lacks.
func posters(address string, man *bundle.Manifest) (sheets []publish.File, left []string, err error) {
	if address == "" {
		return nil, nil, nil
	}
	p, err := poster.Make(poster.Page{URL: address, Title: man.Title, Languages: man.Languages})
	if err != nil {
		return nil, nil, err
	}
	return []publish.File{web.Written("poster.svg", p.SVG), web.Written("poster.pdf", p.PDF)}, p.Left, nil
}

func joined(files iter.Seq2[publish.File, error], more []publish.File) iter.Seq2[publish.File, error] {
	return func(yield func(publish.File, error) bool) {
		for f, err := range files {
			if !yield(f, err) {
				return
			}
		}
		for _, f := range more {
			if !yield(f, nil) {
				return
			}
		}
	}
}

// report says what has been written, and what to do next.
func (e *exported) report(c *call, s publish.Summary, address string, left []string) {
	if s.Same {
		fmt.Fprintf(c.stdout, "%s: nothing has changed (%d files)\n", e.out, s.Files)
	} else {
		fmt.Fprintf(c.stdout, "%s: a site of %d files, %.1f MB; %d files are new\n", e.out, s.Files, float64(s.Bytes)/1e6, s.New)
	}
	if address == "" {
		fmt.Fprintln(c.stdout, "without -url there is no poster for the door: its code needs the address where the site will be")
	} else {
		fmt.Fprintf(c.stdout, "the poster for the door is %s/poster.pdf, and .svg\n", strings.TrimSuffix(e.out, "/"))
	}
	for _, name := range s.Edited {
		fmt.Fprintf(c.stderr, "docent export: warning: %s had been changed by hand; that copy is in %s.previous\n", name, strings.TrimSuffix(e.out, "/"))
	}
	if len(left) > 0 {
		fmt.Fprintf(c.stderr, "docent export: warning: poster.pdf has no letters for %q: print poster.svg from a browser instead\n", strings.Join(left, " "))
	}
}
