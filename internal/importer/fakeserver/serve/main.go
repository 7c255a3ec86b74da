//go:build !js

// Command serve shows a folder of pictures, or painted ones, as an online collection: IIIF, the Met's API, Chicago's,
// Wikidata's and Linked Art, for trying docent import without a network.
package main

import (
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"

	"docent/internal/importer/fakeserver"
)

func main() {
	if err := serve(); err != nil {
		fmt.Fprintln(os.Stderr, "serve:", err)
		os.Exit(1)
	}
}

func serve() error {
	addr := flag.String("addr", "localhost:8090", "`address` to listen on")
	images := flag.String("images", "", "`folder` with one picture a work; painted ones if not given")
	table := flag.String("catalog", "", "catalog `file` with their texts")
	n := flag.Int("n", 12, "`number` of painted works")
	page := flag.Int("page", 20, "`works` a page of a collection has")
	level := flag.Int("level", 2, "`level` of the image server: 0, 1 or 2")
	flag.Parse()
	works := fakeserver.Painted(*n)
	if *images != "" {
		var err error
		if works, err = fakeserver.Folder(*images, *table); err != nil {
			return err
		}
	}
	l, err := net.Listen("tcp", *addr)
	if err != nil {
		return err
	}
	s := &fakeserver.Server{Works: works, URL: "http://" + l.Addr().String(), Page: max(1, *page), Level: *level}
	fmt.Printf("%d works\n  docent import iiif %s -o DIR\n  docent import iiif %s -o DIR\n  docent import met -server %s -search all -o DIR\n"+
		"  docent import aic -server %[4]s -search all -o DIR\n  docent import wikidata -server %[4]s -ids Q%[5]d,Q%[6]d -o DIR\n  docent import linkedart %[4]s/la/set/1 -o DIR\n",
		len(works), s.Collection3(), s.Collection2(), s.URL, fakeserver.WikiFirst, fakeserver.WikiFirst+1)
	return http.Serve(l, s)
}
