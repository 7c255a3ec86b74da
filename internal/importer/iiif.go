//go:build !js

package importer

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"path"
	"regexp"
	"strings"
)

// IIIF imports manifests and collections of the IIIF Presentation API, versions 3 and 2.
type IIIF struct{ URLs []string }

const (
	maxDepth       = 12   // of collections in collections
	maxCollections = 5000 // and their pages, in one run
	maxWorks       = 200000
)

// Extra is two: manifests often have the work in its frame, or from the side.
func (s *IIIF) Extra() int { return 2 }

// List walks the collections, depth first, in their own order.
func (s *IIIF) List(ctx context.Context, c *Client, found func(Item) bool) error {
	w := &walk{c: c, found: found, seen: map[string]bool{}}
	for _, address := range s.URLs {
		if err := w.visit(ctx, address, value{}, 0); err != nil && !errors.Is(err, errEnough) {
			return err
		}
	}
	return nil
}

// errEnough ends a walk that has found what was asked for.
var errEnough = errors.New("enough")

// walk goes through collections, each once.
type walk struct {
	c           *Client
	found       func(Item) bool
	seen        map[string]bool
	collections int
	works       int
}

// visit goes to a manifest or a collection; stub is what the thing that names it says of it.
func (w *walk) visit(ctx context.Context, address string, stub value, depth int) error {
	if address == "" || w.seen[address] {
		return nil // it has been here: a loop
	}
	w.seen[address] = true
	kind := stub.kind()
	if kind == "Manifest" {
		return w.manifest(address)
	}
	v := stub
	if !complete(stub) {
		var err error
		if v, err = w.c.JSON(ctx, address, acceptPresentation); err != nil {
			if depth == 0 || stops(err) {
				return err
			}
			return w.leaveOut(address, err)
		}
		if kind == "" {
			kind = v.kind()
		}
	}
	switch kind {
	case "Manifest":
		return w.manifest(address)
	case "Collection", "CollectionPage", "Layer", "":
	default:
		if depth > 0 {
			return nil // a collection may name other things, too
		}
		w.c.Forget(address)
		return fmt.Errorf("%s is a %s, neither a IIIF manifest nor a collection", address, kind)
	}
	if kind == "" && !complete(v) {
		w.c.Forget(address)
		return fmt.Errorf("%s is neither a IIIF manifest nor a collection", address)
	}
	if w.collections++; w.collections > maxCollections {
		return fmt.Errorf("there are more than %d collections and pages", maxCollections)
	}
	if depth > maxDepth {
		return fmt.Errorf("%s lies more than %d collections deep", address, maxDepth)
	}
	// Version 3 has items; version 2.1 members, or collections and manifests apart.
	for _, list := range []string{"items", "members", "collections", "manifests"} {
		for _, item := range v.at(list).list() {
			if list == "manifests" && item.kind() == "" {
				if err := w.manifest(item.id()); err != nil {
					return err
				}
				continue
			}
			if err := w.visit(ctx, item.id(), item, depth+1); err != nil {
				return err
			}
		}
	}
	// The first page of a collection, and the next of a page, are on the same level.
	for _, list := range []string{"first", "next"} {
		if page := v.at(list); page.any != nil {
			if err := w.visit(ctx, page.id(), page, depth); err != nil {
				return err
			}
		}
	}
	return nil
}

// leaveOut lists a part of a collection that cannot be read as a work that cannot be had: the others can.
func (w *walk) leaveOut(address string, err error) error {
	if !w.found(Item{Key: address, Load: func(context.Context, *Client) (*Work, error) { return nil, err }}) {
		return errEnough
	}
	return nil
}

// complete reports whether a thing says what it holds, rather than only what it is called.
func complete(v value) bool {
	for _, name := range []string{"items", "members", "collections", "manifests", "first", "sequences"} {
		if v.has(name) {
			return true
		}
	}
	return false
}

func (w *walk) manifest(address string) error {
	if w.works++; w.works > maxWorks {
		return fmt.Errorf("there are more than %d works", maxWorks)
	}
	w.seen[address] = true
	load := func(ctx context.Context, c *Client) (*Work, error) {
		v, err := c.JSON(ctx, address, acceptPresentation)
		if err != nil {
			return nil, err
		}
		work, err := readManifest(v)
		if err != nil {
			c.Forget(address)
		}
		return work, err
	}
	if address != "" && !w.found(Item{Key: address, Name: nameOf(address), Load: load}) {
		return errEnough
	}
	return nil
}

// acceptPresentation asks for version 3 where a server has both.
const acceptPresentation = `application/ld+json;profile="http://iiif.io/api/presentation/3/context.json", application/ld+json;q=0.9, application/json;q=0.8`

// generic are the parts of an address that name no work.
var generic = regexp.MustCompile(`(?i)^(iiif|manifests?|presentation|api|v?[23](\.[0-9])?|index|info|object|objects|items?|data|id|collections?|json)$`)

// nameOf returns the part of an address that is most likely to name a work.
func nameOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	parts := strings.Split(strings.Trim(u.Path, "/"), "/")
	for i := len(parts) - 1; i >= 0; i-- {
		name := parts[i]
		if ext := path.Ext(name); ext == ".json" || ext == ".jsonld" {
			name = strings.TrimSuffix(name, ext)
		}
		if name != "" && !generic.MatchString(name) {
			return name
		}
	}
	return ""
}

// readManifest reads a manifest of either version.
func readManifest(v value) (*Work, error) {
	if !v.has("items") && !v.has("sequences") {
		return nil, errors.New("it is no IIIF manifest")
	}
	w := &Work{Title: iiifWords(v.at("label"), " "), Description: iiifWords(v.first("summary", "description"), "\n"),
		Artist: Words{}, Date: Words{}, Medium: Words{}, Location: Words{}, Credit: Words{}}
	for _, pair := range v.at("metadata").list() {
		w.metadata(pair)
	}
	// Version 3 has one statement that must be shown, version 2 an attribution.
	statement := v.at("requiredStatement", "value")
	if statement.any == nil {
		statement = v.at("attribution")
	}
	if must := iiifWords(statement, "; "); len(must) > 0 {
		w.Credit = must
	}
	for _, r := range append(v.at("rights").list(), v.at("license").list()...) {
		if r.id() != "" {
			w.Licence = r.id() // before what the metadata says
			break
		}
	}
	w.Rights = rightsOf(w.Licence)
	if w.Licence == "" {
		w.rightsFromCredit()
	}
	for _, h := range append(v.at("homepage").list(), v.at("related").list()...) {
		if w.URL = h.id(); w.URL != "" {
			break
		}
	}
	for _, canvas := range canvases(v) {
		if p := canvasPicture(canvas); p != (Picture{}) && (len(w.Pictures) == 0 || !otherSide(iiifWords(canvas.at("label"), " "))) {
			w.Pictures = append(w.Pictures, p)
		}
	}
	return w, nil
}

// canvases returns the canvases of a manifest, those of the first sequence in version 2.
func canvases(v value) []value {
	if v.has("items") {
		return v.at("items").list()
	}
	for _, s := range v.at("sequences").list() {
		if l := s.at("canvases").list(); len(l) > 0 {
			return l
		}
	}
	return nil
}

// canvasPicture returns the picture that is painted on a canvas; of a choice, the first.
func canvasPicture(canvas value) Picture {
	for _, page := range canvas.at("items").list() {
		for _, annotation := range page.at("items").list() {
			if m := annotation.at("motivation"); m.any != nil && !has(m, "painting") {
				continue
			}
			for _, body := range annotation.at("body").list() {
				if p := resourcePicture(body, 0); p != (Picture{}) {
					return p
				}
			}
		}
	}
	for _, image := range canvas.at("images").list() {
		if p := resourcePicture(image.at("resource"), 0); p != (Picture{}) {
			return p
		}
	}
	return Picture{}
}

// resourcePicture returns the picture of an annotation's body: an image, one that is part of another thing, or a choice.
func resourcePicture(body value, depth int) Picture {
	if depth > 4 {
		return Picture{}
	}
	switch body.kind() {
	case "Choice": // version 3, and oa:Choice in version 2
		for _, b := range append(body.at("items").list(), body.at("default").list()...) {
			if p := resourcePicture(b, depth+1); p != (Picture{}) {
				return p
			}
		}
		return Picture{}
	case "SpecificResource":
		return resourcePicture(body.first("source", "full"), depth+1)
	case "Image", "":
	default:
		return Picture{} // sound, moving pictures, text
	}
	p := Picture{URL: body.id(), Service: imageService(body.at("service"))}
	if !strings.HasPrefix(p.URL, "http") {
		p.URL = ""
	}
	if p.Service == "" {
		p.Service = serviceOf(p.URL)
	}
	return p
}

var backs = regexp.MustCompile(`(?i)\b(verso|back|reverse|rear|d[eé]tails?|signature|x-?ray|infrared|ultraviolet|raking|label|box|dos|revers|rückseite|ausschnitt|detalhe|detalle|dettaglio|particolare|retro|reverso|achterzijde|achterkant|colou?r (chart|target))\b`)

// otherSide reports whether a picture shows, by its label, what no visitor sees: then it would mislead recognition.
func otherSide(label Words) bool {
	for _, s := range label {
		if backs.MatchString(s) {
			return true
		}
	}
	return false
}
