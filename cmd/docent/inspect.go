//go:build !js

package main

import (
	"context"
	"flag"

	"docent/internal/inspect"
)

func inspectFile(_ context.Context, c *call) error {
	args, err := c.parse(func(*flag.FlagSet) {})
	if err != nil {
		return err
	}
	if len(args) == 0 {
		return usageError("there is no file: give a weight file or a bundle")
	}
	if err := noMore(args[1:]); err != nil {
		return err
	}
	return inspect.File(c.stdout, args[0])
}
