//go:build !js

package main

import (
	"context"
	"flag"

	"docent/internal/inspect"
)

func inspectFile(_ context.Context, c *call) error {
	var plan bool
	args, err := c.parse(func(f *flag.FlagSet) {
		f.BoolVar(&plan, "plan", false, "show how the SIMD compiler computes a network, layer by layer; of the released weights without a `FILE`")
	})
	if err != nil {
		return err
	}
	if plan {
		path := ""
		if len(args) > 0 {
			path = args[0]
			if err := noMore(args[1:]); err != nil {
				return err
			}
		}
		m, err := loadModel(path)
		if err != nil {
			return err
		}
		return inspect.Plan(c.stdout, m)
	}
	if len(args) == 0 {
		return usageError("there is no file: give a weight file or a bundle")
	}
	if err := noMore(args[1:]); err != nil {
		return err
	}
	return inspect.File(c.stdout, args[0])
}
