//go:build !js

package main

import (
	"context"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"docent/gallery"
	"docent/internal/build"
	"docent/internal/catalog"
	"docent/internal/engine"
	"docent/internal/listen"
	"docent/model/bundle"
	"docent/model/minisign"
	"docent/model/nn"
	released "docent/model/weights"
	"docent/static"
	"docent/web"
)

func serve(ctx context.Context, c *call) error {
	var addr, path, pictures, weights string
	var keys list
	err := c.parseFlags(func(f *flag.FlagSet) {
		f.StringVar(&addr, "addr", ":8080", "`address` to listen at")
		f.StringVar(&path, "bundle", "", "bundle `file` or folder; the demo gallery if not given")
		f.Var(&keys, "key", "public key `file` of the museum: the page shows only what is signed with it; may be repeated")
		f.StringVar(&pictures, "gallery", "", "`folder` that docent gallery wrote, shown at /gallery; drawn in the user's cache if neither this nor -bundle is given")
		f.StringVar(&weights, "weights", "", "weight `file`; the released weights if not given")
	})
	if err != nil {
		return err
	}
	raw, m, err := loadWeights(weights)
	if err != nil {
		return err
	}
	site := web.Site{Static: static.FS, Weights: raw, Locator: released.Locator(), Unsigned: len(keys) == 0}
	if site.Keys, err = publicLines(keys); err != nil {
		return err
	}
	if path != "" {
		if site.Archive, err = bundle.Open(path); err != nil {
			return err
		}
		defer site.Archive.Close()
		if err := site.Archive.Manifest().Check(m.Hash); err != nil {
			return fmt.Errorf("bundle %s: %w", path, err)
		}
		if err := site.Archive.Check(); err != nil {
			return err
		}
	} else if pictures, site.Bundle, err = demo(ctx, c, pictures, m); err != nil {
		return err
	}
	if pictures != "" {
		if err := pictureFolder(pictures); err != nil {
			return err
		}
		site.Gallery = os.DirFS(pictures)
	}
	handler, err := web.Handler(site)
	if err != nil {
		return err
	}
	if path != "" && len(keys) == 0 {
		fmt.Fprintf(c.stderr, "docent serve: note: %s %s\n", path, unpinned(site.Archive.Signature()))
	}
	if _, err := fs.Stat(static.FS, "docent.wasm"); err != nil {
		fmt.Fprintln(c.stderr, "docent serve: warning: this docent was built without the page's program; make page builds it")
	}
	return listen.Serve(ctx, addr, handler, c.stdout)
}

// pictureFolder refuses a gallery that is not there.
func pictureFolder(dir string) error {
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return fmt.Errorf("there is no folder %s for the gallery: docent gallery -o %[1]s makes it", dir)
	}
	return nil
}

// unpinned says what staff should know of a bundle with a signature, nil for none, in a page that pins no key.
func unpinned(signature []byte) string {
	if signature == nil {
		return "is not signed: this page shows it all the same (docent sign signs it, -key has the page look)"
	}
	if s, err := minisign.ParseSignature(signature); err == nil {
		return "is signed with key " + s.ID.String() + ", which this page does not look at: -key KEY.pub pins it"
	}
	return "has a damaged signature, which this page does not look at"
}

// demo makes the demo gallery's bundle, from pictures in the folder or in the user's cache, and returns the folder.
func demo(ctx context.Context, c *call, dir string, m *nn.Model) (string, *bundle.Bundle, error) {
	if dir == "" {
		cache, err := os.UserCacheDir()
		if err != nil {
			return "", nil, fmt.Errorf("%w; name a folder for the demo pictures with -gallery", err)
		}
		dir = filepath.Join(cache, "docent", "gallery")
	}
	show, done := c.progress(false, "drawing")
	err := gallery.WriteDir(dir, gallerySide, show)
	done()
	if err != nil {
		return "", nil, err
	}
	works, _, err := build.Sources(dir)
	if err != nil {
		return "", nil, err
	}
	labels := build.Labels{Title: "docent demo gallery", Language: gallery.Languages[0]}
	if labels.Catalog, err = catalog.ReadFile(filepath.Join(dir, "catalog.csv"), labels.Language); err != nil {
		return "", nil, err
	}
	finder, err := loadLocator("")
	if err != nil {
		return "", nil, err
	}
	e, err := engine.Open(engine.Auto)
	if err != nil {
		return "", nil, err
	}
	defer e.Close()
	show, done = c.progress(false, "embedding")
	b, _, err := build.Bundle(ctx, works, labels, build.Options{Model: m, Locator: finder, Features: bundle.FeaturesPacked, Impostors: loadImpostors(m), Engine: e, Views: build.DefaultViews, Progress: show})
	done()
	return dir, b, err
}
