//go:build !js

package main

import (
	"context"
	"flag"
	"fmt"
	"io"

	"docent/internal/jsonld"
	"docent/internal/publish"
	"docent/model/atomicfile"
	"docent/model/bundle"
)

// exported is what docent export is asked to write: one of a site, a network, a list of works, and the site before.
type exported struct {
	network                                optional
	bundle, out, url, gallery, weights, ld string
	keys                                   list
	unsigned, curator, back                bool
}

func export(ctx context.Context, c *call) error {
	var e exported
	err := c.parseMixed(&e.network.operand, func(f *flag.FlagSet) {
		f.StringVar(&e.bundle, "bundle", e.bundle, "write the site of a bundle `file` or folder")
		f.StringVar(&e.out, "o", e.out, "`folder` for the site, which is replaced as a whole; or the file to write")
		f.Var(&e.keys, "key", "public key `file` of the museum: the page shows only what its key has signed; may be repeated, to change keys")
		f.BoolVar(&e.unsigned, "unsigned", e.unsigned, "the page shows bundles that nobody has signed, too")
		f.StringVar(&e.url, "url", e.url, "`address` where the site will be, such as https://museum.example/guide/: draws the poster for the door")
		f.BoolVar(&e.curator, "curator", e.curator, "the site has the curator's page too, on which staff make bundles: 15 MB")
		f.StringVar(&e.gallery, "gallery", e.gallery, "`folder` that docent gallery wrote, for the site's gallery/")
		f.StringVar(&e.weights, "weights", e.weights, "weight `file`; the released weights if not given")
		f.BoolVar(&e.back, "rollback", e.back, "exchange the site in -o with the one before")
		f.StringVar(&e.ld, "jsonld", e.ld, "write the works of -bundle as JSON-LD (schema.org) to a `file`")
		f.Var(&e.network, "onnx", "write the network as an ONNX `file`, for onnxruntime and others")
	})
	if err != nil {
		return err
	}
	return e.run(ctx, c)
}

func (e *exported) run(ctx context.Context, c *call) error {
	switch {
	case !e.network.set && e.network.operand != "":
		return usageError(fmt.Sprintf("%q is one argument too many", e.network.operand))
	case e.network.set && (e.bundle != "" || e.back || e.ld != ""), e.back && (e.bundle != "" || e.ld != ""):
		return usageError("-onnx, -rollback, -jsonld and -bundle -o are four different things to do: ask for one")
	case e.network.set:
		path, err := e.network.path(e.out)
		if err != nil {
			return err
		}
		return exportONNX(c.stdout, path, e.weights)
	case e.back && e.out == "":
		return usageError("say which site: -rollback -o DIR")
	case e.back:
		if err := publish.Rollback(e.out); err != nil {
			return err
		}
		fmt.Fprintf(c.stdout, "%s: the site before is back; the other one is %[1]s.previous\n", e.out)
		return nil
	case e.bundle == "":
		return usageError("say what to export: -bundle FILE -o DIR writes a site, -onnx FILE the network")
	case e.ld != "" && e.out != "":
		return usageError("-jsonld names the file to write, -o a site: ask for one")
	case e.ld != "":
		return e.writeLD(c.stdout)
	case e.out == "":
		return usageError("say where the site goes: -o DIR")
	case len(e.keys) == 0 && !e.unsigned:
		return usageError("name the museum's public key with -key KEY.pub (docent keygen makes one, docent sign signs with it), or say -unsigned")
	}
	return e.writeSite(ctx, c)
}

// writeLD writes the works as JSON-LD.
func (e *exported) writeLD(stdout io.Writer) error {
	a, err := bundle.Open(e.bundle)
	if err != nil {
		return err
	}
	defer a.Close()
	var o jsonld.Options
	if e.url != "" {
		address, err := siteAddress(e.url)
		if err != nil {
			return err
		}
		o.Base = address + "bundle/"
	}
	if err := atomicfile.Write(e.ld, func(w io.Writer) error { return jsonld.Write(w, a, o) }); err != nil {
		return err
	}
	fmt.Fprintf(stdout, "%s: %d works\n", e.ld, a.Manifest().WorkCount())
	return nil
}
