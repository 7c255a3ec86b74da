//go:build !js

package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"docent/internal/build"
)

// rollback gives a bundle and the one that it replaced each other's name.
func rollback(_ context.Context, c *call) error {
	files, err := c.parse(func(*flag.FlagSet) {})
	if err != nil {
		return err
	}
	if len(files) != 1 {
		return usageError("one bundle is needed, such as museum.docent")
	}
	if _, err := os.Stat(filepath.Join(files[0], "docent.sha256")); err == nil {
		return fmt.Errorf("%s is a site, not a bundle: docent export -rollback -o %[1]s brings back the one before", files[0])
	}
	if err := build.Rollback(files[0]); err != nil {
		return err
	}
	fmt.Fprintf(c.stdout, "%s is the bundle that it had replaced, and %s the one that it was\n", files[0], build.Previous(files[0]))
	return nil
}
