//go:build !js

package main

import (
	"context"
	"flag"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"docent/internal/catalog"
	"docent/internal/importer"
	"docent/model/bundle"
	"docent/model/picture"
)

// Requests a second to a host, by source: what its makers ask for, or less.
var politeRates = map[string]float64{
	"iiif":      3,
	"met":       4, // 80 are allowed, but a firewall stops bursts
	"aic":       1, // 60 a minute
	"wikidata":  2,
	"linkedart": 3,
}

// importSources are those that docent import knows, in the order of its help.
var importSources = []string{"iiif", "met", "aic", "wikidata", "linkedart"}

// importFlags are the flags of docent import.
type importFlags struct {
	out, ids, file, search, languages, server, contact, unstated string
	side, limit, extra                                           int
	rate                                                         float64
	refresh, bar                                                 bool
}

func (o *importFlags) define(f *flag.FlagSet) {
	f.StringVar(&o.out, "o", "", "`folder` to write: catalog.csv and pictures/")
	f.StringVar(&o.ids, "ids", "", "met, aic, wikidata: `numbers` of the works, separated by commas, or their addresses")
	f.StringVar(&o.file, "file", "", "met, aic, wikidata: `file` with such numbers, one a line")
	f.StringVar(&o.search, "search", "", "met, aic: import what a search for `text` finds; look through the catalog afterwards")
	f.StringVar(&o.languages, "lang", "en", "`languages` of the catalog, the museum's own first: en,fr")
	f.IntVar(&o.side, "side", 1024, "longest `side` of the pictures in pixels")
	f.IntVar(&o.limit, "limit", 0, "import at most `n` works; 0 for all")
	f.IntVar(&o.extra, "extra", -1, "further pictures of a work, at most `n`; -1: 2 from iiif and linkedart, none from the others, whose further pictures are mostly details and backs")
	f.StringVar(&o.unstated, "unstated", "hide", "`show` or hide the pictures of works that state no rights")
	f.StringVar(&o.contact, "contact", "", "`address` under which the server's people reach you: a mail address or a web page")
	f.Float64Var(&o.rate, "rate", 0, "`requests` a second to a server, at most; 0 for what suits the source")
	f.StringVar(&o.server, "server", "", "met, aic, wikidata: `address` of another server that speaks the same")
	f.BoolVar(&o.refresh, "refresh", false, "ask the servers whether what was fetched before has changed")
	f.BoolVar(&o.bar, "progress", false, "show progress even if standard error is no terminal")
}

func importCollection(ctx context.Context, c *call) error {
	var o importFlags
	c.args = flagsFirst(c.args, "refresh", "progress", "h", "help")
	args, err := c.parse(o.define)
	if err != nil {
		return err
	}
	if len(args) == 0 || !slices.Contains(importSources, args[0]) {
		return usageError("it has to be said from where: " + strings.Join(importSources, ", "))
	}
	kind, args := args[0], args[1:]
	languages, err := o.check()
	if err != nil {
		return err
	}
	source, err := o.source(kind, args, languages)
	if err != nil {
		return err
	}
	cache, err := importer.OpenCache(filepath.Join(o.out, importer.StateName, "cache"))
	if err != nil {
		return err
	}
	if o.rate == 0 {
		o.rate = politeRates[kind]
	}
	client := importer.NewClient(cache, "docent ("+strings.TrimPrefix(o.contact+"; ", "; ")+"makes recognisers for museums)", o.rate)
	client.Refresh, client.RetryForbidden = o.refresh, kind == "met"
	if o.server != "" {
		args = []string{o.server}
	}
	client.Inside = importer.Inside(ctx, args)
	if kind == "aic" {
		client.Headers = map[string]string{"AIC-User-Agent": client.Agent}
	}
	if o.contact == "" && (kind == "aic" || kind == "wikidata") {
		fmt.Fprintf(c.stderr, "docent import: warning: -contact is missing: this server asks who you are, and may refuse those who do not say\n")
	}
	show, done := c.progress(o.bar, "importing")
	s, err := importer.Run(ctx, source, client, importer.Options{Dir: o.out, Languages: languages, Side: o.side, Limit: o.limit, Extra: o.extra,
		Show: o.unstated == "show", Progress: show})
	done()
	if err != nil {
		return err
	}
	o.report(c, s, languages)
	return nil
}

// check checks the flags that all sources have, and returns the languages.
func (o *importFlags) check() ([]string, error) {
	switch {
	case o.out == "":
		return nil, usageError("-o is missing: the folder to write")
	case o.side < 256 || o.side > picture.MaxSide:
		return nil, usageError(fmt.Sprintf("-side is not between 256 and %d", picture.MaxSide))
	case o.limit < 0:
		return nil, usageError("-limit is less than 0")
	case o.extra < -1 || o.extra > 20:
		return nil, usageError("-extra is not between -1 and 20")
	case !(o.rate >= 0 && o.rate <= 1000):
		return nil, usageError("-rate is not between 0 and 1000")
	case o.unstated != "show" && o.unstated != "hide":
		return nil, usageError("-unstated is neither show nor hide")
	case strings.ContainsFunc(o.contact, func(r rune) bool { return r < ' ' || r > '~' }):
		return nil, usageError("-contact has characters that a request cannot carry")
	}
	var languages []string
	for l := range strings.SplitSeq(o.languages, ",") {
		l = catalog.CanonicalLanguage(strings.TrimSpace(l))
		if err := bundle.CheckLanguage(l); err != nil {
			return nil, usageError("-lang: " + err.Error())
		}
		if !slices.Contains(languages, l) {
			languages = append(languages, l)
		}
	}
	return languages, nil
}

// source makes the source of a kind.
func (o *importFlags) source(kind string, args, languages []string) (importer.Source, error) {
	if kind == "iiif" || kind == "linkedart" {
		switch {
		case o.ids != "" || o.file != "" || o.search != "" || o.server != "":
			return nil, usageError("-ids, -file, -search and -server are not for " + kind + ": give it addresses")
		case len(args) == 0 && kind == "iiif":
			return nil, usageError("there is no address of a manifest or a collection")
		case len(args) == 0:
			return nil, usageError("there is no address or file of an object, a set or a stream")
		case kind == "iiif":
			return &importer.IIIF{URLs: args}, nil
		}
		return &importer.LinkedArt{Sources: args}, nil
	}
	if err := noMore(args); err != nil {
		return nil, err
	}
	given := 0
	for _, s := range []string{o.ids, o.file, o.search} {
		if s != "" {
			given++
		}
	}
	switch {
	case given != 1:
		return nil, usageError("give it the works by one of -ids, -file and -search")
	case kind == "wikidata" && o.search != "":
		return nil, usageError("-search is not for wikidata: give it items")
	}
	pattern := importer.MetID
	switch kind {
	case "aic":
		pattern = importer.AICID
	case "wikidata":
		pattern = importer.WikidataID
	}
	var ids []string
	var err error
	switch {
	case o.ids != "":
		if ids, err = importer.IDs(o.ids, pattern); err != nil {
			return nil, usageError("-ids: " + err.Error())
		}
	case o.file != "":
		if ids, err = importer.IDsFile(o.file, pattern); err != nil {
			return nil, err
		}
	}
	at := func(usual string) string {
		if o.server != "" {
			return strings.TrimSuffix(o.server, "/")
		}
		return usual
	}
	switch kind {
	case "met":
		return &importer.Met{Server: at(importer.MetServer), IDs: ids, Search: o.search}, nil
	case "aic":
		return &importer.AIC{Server: at(importer.AICServer), IDs: ids, Search: o.search, Side: o.side}, nil
	}
	return &importer.Wikidata{Server: at(importer.WikidataServer), Commons: at(importer.CommonsServer), IDs: ids, Languages: languages, Side: o.side}, nil
}

// report says what was done, and what to do next.
func (o *importFlags) report(c *call, s *importer.Summary, languages []string) {
	table := filepath.Join(o.out, importer.CatalogName)
	fmt.Fprintf(c.stdout, "%s: %d works", o.out, s.Works)
	if n := len(s.Problems); n > 0 {
		fmt.Fprintf(c.stdout, ", %d left out: see %s", n, filepath.Join(o.out, importer.ProblemsName))
	}
	fmt.Fprintln(c.stdout)
	if s.Unstated > 0 {
		fmt.Fprintf(c.stdout, "%d of them state no rights: their pictures are not shown (show = no in %s; -unstated show for the others)\n", s.Unstated, table)
	}
	if s.Kept > 0 {
		fmt.Fprintf(c.stdout, "%d cells of %s that you have changed are left as they are\n", s.Kept, table)
	}
	if s.Gone > 0 {
		fmt.Fprintf(c.stdout, "%d works that you have taken out of %s stay out; delete their pictures too, or docent bundle takes them in\n", s.Gone, table)
	}
	language := ""
	if languages[0] != "en" {
		language = " -lang " + languages[0]
	}
	fmt.Fprintf(c.stdout, "look through %s, then: docent bundle -images %s -catalog %s%s -o museum.docent\n", table, filepath.Join(o.out, importer.PicturesName), table, language)
}

// flagsFirst brings flags in front of what they are mixed with; flags named in alone take no value.
func flagsFirst(args []string, alone ...string) []string {
	var flags, rest []string
	for i := 0; i < len(args); i++ {
		name := strings.TrimLeft(args[i], "-")
		switch {
		case args[i] == "--":
			return append(append(flags, "--"), append(rest, args[i+1:]...)...)
		case !strings.HasPrefix(args[i], "-") || name == "":
			rest = append(rest, args[i])
		default:
			flags = append(flags, args[i])
			if !strings.Contains(name, "=") && !slices.Contains(alone, name) && i+1 < len(args) {
				i++
				flags = append(flags, args[i])
			}
		}
	}
	return append(flags, rest...)
}
