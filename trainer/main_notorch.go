//go:build !torch

package main

import (
	"fmt"
	"os"
)

func main() {
	fmt.Fprintln(os.Stderr, "trainer: built without libtorch: build it with `make trainer`, which installs libtorch on Debian and sets the tag torch")
	os.Exit(1)
}
