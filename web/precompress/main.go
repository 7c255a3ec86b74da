//go:build !js

// Command precompress makes the compressed copies of the page's files, which docent embeds and serves: make page runs
// it. Copies that are current are left alone, so that a changed style sheet does not cost the ten seconds that the program does.
//
//	precompress DIR
package main

import (
	"fmt"
	"os"

	"docent/web/compress"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: precompress DIR")
		os.Exit(2)
	}
	err := compress.Dir(os.Args[1], func(name string, plain int, copies compress.Copies) {
		fmt.Printf("%s: %d bytes, %d in brotli, %d in gzip\n", name, plain, len(copies[compress.Brotli]), len(copies[compress.Gzip]))
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, "precompress:", err)
		os.Exit(1)
	}
}
