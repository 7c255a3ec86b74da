//go:build !js

package main

import (
	"context"
	"encoding/json"
	"flag"

	"docent/internal/diff"
	"docent/model/bundle"
)

func diffBundles(_ context.Context, c *call) error {
	var asJSON bool
	args, err := c.parse(func(f *flag.FlagSet) {
		f.BoolVar(&asJSON, "json", false, "print a JSON object")
	})
	if err != nil {
		return err
	}
	if len(args) < 2 {
		return usageError("two bundles are needed: the old one and the new one")
	}
	if err := noMore(args[2:]); err != nil {
		return err
	}
	before, err := bundle.Open(args[0])
	if err != nil {
		return err
	}
	defer before.Close()
	after, err := bundle.Open(args[1])
	if err != nil {
		return err
	}
	defer after.Close()
	r, err := diff.Compare(before, after)
	if err != nil {
		return err
	}
	if !asJSON {
		return r.Print(c.stdout)
	}
	e := json.NewEncoder(c.stdout)
	e.SetIndent("", "  ")
	return e.Encode(r)
}
