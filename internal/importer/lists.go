//go:build !js

package importer

import (
	"context"
	"fmt"
	"os"
	"regexp"
	"strings"
)

// IDs reads numbers of works from a flag or a file: separated by commas, spaces or line ends, # begins a remark. pattern
// finds the number in what stands there, so that addresses copied from a browser will do, too.
func IDs(text string, pattern *regexp.Regexp) ([]string, error) {
	var ids []string
	seen := map[string]bool{}
	for l := range strings.SplitSeq(text, "\n") {
		l, _, _ = strings.Cut(l, "#")
		for _, s := range strings.FieldsFunc(l, func(r rune) bool { return strings.ContainsRune(", ;\t\r\ufeff\"", r) }) {
			address, _, _ := strings.Cut(s, "?") // what was searched for
			m := pattern.FindStringSubmatch(address)
			if m == nil {
				return nil, fmt.Errorf("%q is no number of a work", s)
			}
			if !seen[m[1]] {
				seen[m[1]] = true
				ids = append(ids, m[1])
			}
		}
	}
	return ids, nil
}

// maxList bounds a file with numbers.
const maxList = 16 << 20

// IDsFile is [IDs] of a file.
func IDsFile(path string, pattern *regexp.Regexp) ([]string, error) {
	b, err := readBounded(path, maxList)
	if err != nil {
		return nil, err
	}
	ids, err := IDs(string(b), pattern)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	if len(ids) == 0 {
		return nil, fmt.Errorf("read %s: there are no numbers of works in it", path)
	}
	return ids, nil
}

func readBounded(path string, most int64) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() || info.Size() > most {
		return nil, fmt.Errorf("read %s: it is no file of at most %d bytes", path, most)
	}
	return os.ReadFile(path)
}

// Forms of numbers, alone or at the end of an address.
var (
	MetID      = regexp.MustCompile(`^(?:https?://.*/)?(\d{1,9})/?$`)
	AICID      = regexp.MustCompile(`^(?:https?://(?:www|api)\.artic\.edu/(?:.*/)?artworks/)?(\d{1,9})(?:/[^/]*)?$`)
	WikidataID = regexp.MustCompile(`^(?:https?://.*[/:])?(Q[1-9]\d{0,9})$`)
)

// batch is a request that answers for several works. It is made when the first of them is wanted.
type batch struct {
	ids   []string
	fetch func(ctx context.Context, c *Client, ids []string) (map[string]*Work, error)
	works map[string]*Work
	err   error // of the request: it is not made for every work again
}

func (b *batch) load(ctx context.Context, c *Client, id string) (*Work, error) {
	if b.works == nil && b.err == nil {
		b.works, b.err = b.fetch(ctx, c, b.ids)
	}
	if b.err != nil {
		return nil, b.err
	}
	w := b.works[id]
	if w == nil {
		return nil, fmt.Errorf("the server has no work %s", id)
	}
	delete(b.works, id) // it is asked for once: let it go
	return w, nil
}

// inBatches lists works that are fetched size at a time.
func inBatches(ids []string, size int, item func(id string, b *batch) bool, fetch func(context.Context, *Client, []string) (map[string]*Work, error)) {
	for len(ids) > 0 {
		n := min(size, len(ids))
		b := &batch{ids: ids[:n], fetch: fetch}
		for _, id := range ids[:n] {
			if !item(id, b) {
				return
			}
		}
		ids = ids[n:]
	}
}
