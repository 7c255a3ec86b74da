//go:build !js

package main

import (
	"context"
	"flag"

	"docent/internal/build"
)

// merge makes a bundle of the shards that docent bundle -shard has written.
func merge(ctx context.Context, c *call) error {
	var out, key, passwordFile string
	var bar bool
	var networks networkFlags
	var quality qualityFlags
	shards, err := c.parse(func(f *flag.FlagSet) {
		networks.define(f)
		quality.define(f)
		f.StringVar(&key, "key", "", "private key `file` of the museum, with which the bundle is signed")
		passwordFlag(f, &passwordFile)
		f.StringVar(&out, "o", "", "`file` to write, such as museum.docent; a bundle that is there is kept as museum.previous.docent")
		f.BoolVar(&bar, "progress", false, "show progress even if standard error is no terminal")
	})
	if err != nil {
		return err
	}
	switch {
	case out == "":
		return usageError("-o is missing: the file to write")
	case len(shards) == 0:
		return usageError("there are no shards")
	}
	if err := build.CheckWritable(out); err != nil {
		return err
	}
	sign, err := c.signer(key, passwordFile)
	if err != nil {
		return err
	}
	o, done, err := networks.open()
	if err != nil {
		return err
	}
	defer done()
	o.Former = build.Formers(out)
	littleMemory()
	show, finish := c.progress(bar, "merging")
	o.Progress = show
	collection, release, err := build.Merge(ctx, shards, o)
	finish()
	if err != nil {
		return err
	}
	defer release()
	if err := c.writeBundle(ctx, collection, out, sign); err != nil {
		return err
	}
	return quality.report(ctx, c, collection, nil, false, bar)
}
