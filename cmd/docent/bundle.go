//go:build !js

package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"docent/internal/build"
	"docent/internal/catalog"
	"docent/model/bundle"
)

// bundleFlags are those of docent bundle.
type bundleFlags struct {
	images, table, title, language string
	group, shard, out              string
	key, passwordFile              string
	views                          int
	bar                            bool
	networks                       networkFlags
	how                            featuresFlag
	cache                          cacheFlag
	quality                        qualityFlags
}

func (b *bundleFlags) define(f *flag.FlagSet) {
	f.StringVar(&b.images, "images", "", "`folder` with the pictures: <id>.jpg, .png or .webp; <id>__2.jpg, or what is in the folder <id>, are more photos of the work")
	f.StringVar(&b.table, "catalog", "", "table of the works, a .csv or .xlsx `file`, which docent catalog new makes and docent catalog check explains")
	f.StringVar(&b.title, "title", "", "title of the collection")
	f.StringVar(&b.language, "lang", "en", "`language` of the title and of the catalog's columns that name none")
	b.networks.define(f)
	b.how.define(f)
	f.IntVar(&b.views, "views", build.DefaultViews, "synthesised views of each picture in its prototype")
	f.StringVar(&b.group, "group", build.GroupAuto, "`how` works are grouped, so that pages load some of them: room, about so many works a group by likeness, none, or auto: more than 500 by room where all have one, else by likeness")
	f.StringVar(&b.shard, "shard", "", "build this `share` alone, i/n (from 1/n to n/n), for docent merge; auto/n takes i from JOB_COMPLETION_INDEX (Kubernetes) or SLURM_ARRAY_TASK_ID, and auto takes n from Slurm too")
	b.cache.define(f)
	b.quality.define(f)
	f.StringVar(&b.key, "key", "", "private key `file` of the museum, with which the bundle is signed")
	passwordFlag(f, &b.passwordFile)
	f.StringVar(&b.out, "o", "", "`file` to write, such as museum.docent; a bundle that is there is kept as museum.previous.docent")
	f.BoolVar(&b.bar, "progress", false, "show progress even if standard error is no terminal")
}

// check refuses flags that cannot be meant.
func (b *bundleFlags) check() error {
	switch {
	case b.images == "":
		return usageError("-images is missing: the folder with the pictures")
	case b.out == "":
		return usageError("-o is missing: the file to write")
	case b.shard != "" && b.key != "":
		return usageError("-shard and -key do not go together: sign what docent merge makes, with docent sign")
	case b.shard != "" && (b.quality.html != "" || b.quality.strict):
		return usageError("-shard goes with neither -report nor -strict: docent merge reports")
	case b.views < 0 || b.views > 1000:
		return usageError("-views is not between 0 and 1000")
	}
	b.language = catalog.CanonicalLanguage(b.language)
	if err := bundle.CheckLanguage(b.language); err != nil {
		return usageError("-lang: " + err.Error())
	}
	if err := build.CheckGroup(b.group); err != nil {
		return usageError("-group: " + err.Error())
	}
	return b.quality.check()
}

func makeBundle(ctx context.Context, c *call) error {
	var b bundleFlags
	err := c.parseFlags(b.define)
	if err != nil {
		return err
	}
	if err := b.check(); err != nil {
		return err
	}
	var shard *build.Shard
	if b.shard != "" {
		if shard, err = parseShard(b.shard, os.Getenv); err != nil {
			return usageError("-shard: " + err.Error())
		}
	}
	if err := build.CheckWritable(b.out); err != nil {
		return err
	}
	sign, err := c.signer(b.key, b.passwordFile)
	if err != nil {
		return err
	}
	works, labels, leftOut, err := b.collection(c)
	if err != nil {
		return err
	}
	o, done, err := b.networks.open()
	if err != nil {
		return err
	}
	defer done()
	o.Features, o.Views, o.Group = b.how.value(), b.views, b.group
	store, forget, err := b.cache.open()
	if err != nil {
		return err
	}
	defer forget()
	o.Store = store
	littleMemory()
	show, finish := c.progress(b.bar, "embedding")
	o.Progress = show
	if shard != nil {
		n, warnings, err := build.WriteShard(ctx, b.out, *shard, works, labels, o)
		finish()
		if err != nil {
			return err
		}
		c.warn(warnings)
		fmt.Fprintf(c.stdout, "%s: shard %d of %d, %s\n", b.out, shard.Number, shard.Of, counted(n))
		return nil
	}
	o.Former = build.Formers(b.out)
	collection, warnings, err := build.Collect(ctx, works, labels, o)
	finish()
	if err != nil {
		return err
	}
	c.warn(warnings)
	if err := c.writeBundle(ctx, collection, b.out, sign); err != nil {
		return err
	}
	return b.quality.report(ctx, c, collection, leftOut, true, b.bar)
}

// signer returns what signs a manifest with the key in a file; nil where there is none.
func (c *call) signer(path, passwordFile string) (func(manifest []byte) ([]byte, error), error) {
	if path == "" {
		return nil, nil
	}
	key, err := c.readKey(path, passwordFile)
	if err != nil {
		return nil, err
	}
	return key.SignManifest, nil
}

// writeBundle writes a collection, signed unless sign is nil, and says so.
func (c *call) writeBundle(ctx context.Context, collection *build.Collection, path string, sign func(manifest []byte) ([]byte, error)) error {
	if err := collection.Write(ctx, path, sign); err != nil {
		return err
	}
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	groups := ""
	if n := collection.Groups(); n > 0 {
		groups = fmt.Sprintf(" in %d groups", n)
	}
	fmt.Fprintf(c.stdout, "%s: %d works%s, %d bytes\n%s\n", path, collection.Works(), groups, info.Size(), counted(collection.Counts()))
	return nil
}

// counted says what there was to do.
func counted(n build.Counts) string {
	return fmt.Sprintf("%d works embedded, %d from the cache", n.Embedded, n.Kept)
}

// mostWarnings is how many warnings are printed.
const mostWarnings = 20

// warn prints warnings, unless they are very many.
func (c *call) warn(warnings []string) {
	for i, w := range warnings {
		if i == mostWarnings && len(warnings) > mostWarnings+1 {
			fmt.Fprintf(c.stderr, "docent %s: warning: and %d more of this kind\n", c.name, len(warnings)-i)
			return
		}
		fmt.Fprintf(c.stderr, "docent %s: warning: %s\n", c.name, w)
	}
}

// collection returns the works and their labels, and the names of pictures that cannot be read.
func (b *bundleFlags) collection(c *call) ([]build.Source, build.Labels, []string, error) {
	labels := build.Labels{Title: b.title, Language: b.language}
	var err error
	if b.table != "" {
		if labels.Catalog, err = catalog.ReadFile(b.table, b.language); err != nil {
			return nil, labels, nil, err
		}
		labels.Audio = audioBeside(filepath.Dir(b.table))
	}
	named := labels.Catalog
	if named == nil {
		named = &catalog.Catalog{} // ids are made of the files' names all the same
	}
	works, unreadable, err := build.Pictures(b.images, named)
	if err != nil {
		return nil, labels, nil, err
	}
	var warnings []string
	for _, name := range unreadable {
		warnings = append(warnings, name+" is left out: only .jpg, .png and .webp can be read")
	}
	c.warn(warnings)
	return works, labels, unreadable, nil
}

// mostAudio bounds a file of speech, as a bundle does.
const mostAudio = 64 << 20

// audioBeside reads files of speech in a folder, or in the folder audio in it.
func audioBeside(dir string) func(name string) ([]byte, error) {
	return func(name string) ([]byte, error) {
		if !filepath.IsLocal(name) {
			return nil, fmt.Errorf("the audio %s is not beside the catalog", name)
		}
		for _, path := range []string{filepath.Join(dir, name), filepath.Join(dir, "audio", name)} {
			info, err := os.Stat(path)
			if errors.Is(err, os.ErrNotExist) {
				continue
			}
			if err != nil {
				return nil, err
			}
			if info.Size() > mostAudio {
				return nil, fmt.Errorf("the audio %s has more than %d MB: make it shorter, or compress it more", name, mostAudio>>20)
			}
			return os.ReadFile(path)
		}
		return nil, fmt.Errorf("there is no audio %s beside the catalog, nor in the folder audio there", name)
	}
}

// parseShard reads i/n, auto/n or auto, with what the batch system says in the environment.
func parseShard(s string, env func(string) string) (*build.Shard, error) {
	first, count, ok := strings.Cut(s, "/")
	number := func(what, s string) (int, error) {
		n, err := strconv.Atoi(s)
		if err != nil {
			return 0, fmt.Errorf("%s is %q, not a number", what, s)
		}
		return n, nil
	}
	var shard build.Shard
	var err error
	least := 1
	if first == "auto" {
		index := "JOB_COMPLETION_INDEX"
		if least = 0; env(index) == "" {
			index = "SLURM_ARRAY_TASK_ID"
			if min := env("SLURM_ARRAY_TASK_MIN"); min != "" {
				if least, err = number("SLURM_ARRAY_TASK_MIN", min); err != nil {
					return nil, err
				}
			}
		}
		if first = env(index); first == "" {
			return nil, errors.New("auto needs JOB_COMPLETION_INDEX or SLURM_ARRAY_TASK_ID in the environment: write i/n instead")
		}
		if !ok {
			if count = env("SLURM_ARRAY_TASK_COUNT"); count == "" {
				return nil, errors.New("auto needs the number of shards too: write auto/n")
			}
			ok = true
		}
	}
	if !ok {
		return nil, fmt.Errorf("%q is not i/n", s)
	}
	if shard.Number, err = number("the shard", first); err != nil {
		return nil, err
	}
	if shard.Of, err = number("the number of shards", count); err != nil {
		return nil, err
	}
	if shard.Number += 1 - least; shard.Number < 1 || shard.Number > shard.Of {
		return nil, fmt.Errorf("there is no shard %d of %d", shard.Number, shard.Of)
	}
	return &shard, nil
}
