//go:build !js

package main

import (
	"context"
	"flag"
	"fmt"
	"runtime/debug"

	"docent/model/bundle"
)

func version(_ context.Context, c *call) error {
	err := c.parseFlags(func(*flag.FlagSet) {})
	if err != nil {
		return err
	}
	m, err := loadModel("")
	if err != nil {
		return err
	}
	commit := "unknown commit"
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				commit = s.Value
			}
		}
		if v := info.Main.Version; v != "" && v != "(devel)" {
			commit = v
		}
	}
	fmt.Fprintf(c.stdout, "docent %s, bundle format %d, released weights %s %s\n", commit, bundle.Version, m.Network.Name, m.Hash)
	return nil
}
