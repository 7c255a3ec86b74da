//go:build !js

package importer

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
)

// LinkedArt imports objects of the Linked Art model, 1.0 (linked.art/api/1.0): records, sets with members, and streams of
// references to records (Activity Streams OrderedCollection, as Linked Art's search and IIIF's Change Discovery have it).
type LinkedArt struct{ Sources []string } // addresses, or files

// Extra is two: other pictures of an object mostly show it, too.
func (s *LinkedArt) Extra() int { return 2 }

const acceptLinkedArt = `application/ld+json;profile="https://linked.art/ns/v1/linked-art.json", application/ld+json;q=0.9, application/json;q=0.8`

// maxFileJSON bounds a file with records.
const maxFileJSON = 256 << 20

// List walks the streams page by page.
func (s *LinkedArt) List(ctx context.Context, c *Client, found func(Item) bool) error {
	w := &stream{c: c, found: found, seen: map[string]bool{}}
	for _, source := range s.Sources {
		err := error(nil)
		if strings.HasPrefix(source, "http://") || strings.HasPrefix(source, "https://") {
			err = w.visit(ctx, source, value{}, 0)
		} else {
			err = w.file(ctx, source)
		}
		if err != nil && !errors.Is(err, errEnough) {
			return err
		}
	}
	return nil
}

type stream struct {
	c     *Client
	found func(Item) bool
	seen  map[string]bool
	pages int
}

// file reads records from a file: one, or an array of them.
func (w *stream) file(ctx context.Context, path string) error {
	b, err := readBounded(path, maxFileJSON)
	if err != nil {
		return err
	}
	v, err := parseValue(b)
	if err != nil {
		return fmt.Errorf("read %s: %w", path, err)
	}
	for i, record := range v.list() {
		name := record.id()
		if name == "" {
			name = fmt.Sprintf("%s#%d", filepath.Base(path), i+1)
		}
		if err := w.visit(ctx, name, record, 0); err != nil {
			return err
		}
	}
	return nil
}

// visit goes to what is at an address; v is what is there, or nothing where that has yet to be fetched.
func (w *stream) visit(ctx context.Context, address string, v value, depth int) error {
	if address == "" || w.seen[address] {
		return nil
	}
	w.seen[address] = true
	if v.any == nil {
		var err error
		if v, err = w.c.JSON(ctx, address, acceptLinkedArt); err != nil {
			return err
		}
	}
	if v.kind() == "HumanMadeObject" {
		return w.object(address, v)
	}
	if w.pages++; w.pages > maxCollections {
		return fmt.Errorf("there are more than %d pages and sets", maxCollections)
	}
	if depth > maxDepth {
		return fmt.Errorf("%s lies more than %d sets deep", address, maxDepth)
	}
	switch v.kind() {
	case "OrderedCollection", "Collection", "OrderedCollectionPage", "CollectionPage":
		for _, list := range []string{"orderedItems", "items"} {
			if err := w.references(ctx, v.at(list), depth); err != nil {
				return err
			}
		}
		for _, next := range []string{"first", "next"} {
			page := v.at(next)
			embedded := value{}
			if page.has("orderedItems") {
				embedded = page
			}
			if err := w.visit(ctx, page.id(), embedded, depth); err != nil {
				return err
			}
		}
	case "Set":
		for _, list := range []string{"member", "members"} {
			if err := w.references(ctx, v.at(list), depth); err != nil {
				return err
			}
		}
		// A record of a set does not list its members (linked.art/api/1.0/endpoint/set); the search that does is a HAL link.
		for _, name := range v.at("_links").names() {
			if n := strings.ToLower(name); strings.Contains(n, "member") && strings.Contains(n, "object") {
				for _, link := range v.at("_links", name).list() {
					if err := w.visit(ctx, link.first("href", "id").str(), value{}, depth); err != nil {
						return err
					}
				}
			}
		}
	default:
		if depth == 0 {
			w.c.Forget(address)
			return fmt.Errorf("%s is neither a HumanMadeObject nor a set or a stream of them", address)
		}
	}
	return nil
}

// references goes through a list of records, or of activities about them: Create, Update, and Delete, which is passed over.
func (w *stream) references(ctx context.Context, list value, depth int) error {
	for _, r := range list.list() {
		switch r.kind() {
		case "Delete", "Remove":
			continue
		case "Create", "Update", "Add", "Move":
			r = r.at("object")
		}
		var err error
		switch r.kind() {
		case "HumanMadeObject", "Object", "Item", "":
			if r.has("identified_by") || r.has("produced_by") {
				err = w.object(r.id(), r)
			} else {
				err = w.object(r.id(), value{})
			}
		case "Set", "OrderedCollection", "OrderedCollectionPage":
			err = w.visit(ctx, r.id(), value{}, depth+1)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// object lists an object; v is its record where that is known already.
func (w *stream) object(address string, v value) error {
	load := func(ctx context.Context, c *Client) (*Work, error) {
		record := v
		if record.any == nil {
			var err error
			if record, err = c.JSON(ctx, address, acceptLinkedArt); err != nil {
				return nil, err
			}
		}
		if record.kind() != "HumanMadeObject" {
			c.Forget(address)
			return nil, fmt.Errorf("it is a %q, no HumanMadeObject", record.kind())
		}
		return readObject(ctx, c, record)
	}
	if w.seen[address] = true; address != "" && !w.found(Item{Key: address, Name: nameOf(address), Load: load}) {
		return errEnough
	}
	return nil
}
