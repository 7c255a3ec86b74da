//go:build !js

package build

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"image/png"
	"maps"
	"slices"
)

// Shard is a share of the works: of n shards, number i (from 1) has the works i, i+n, i+2n and so on.
type Shard struct{ Number, Of int }

// has reports whether a work is in the shard.
func (s Shard) has(i int) bool { return i%s.Of == s.Number-1 }

// shardHeader is what a shard says of itself.
type shardHeader struct {
	Shard
	Works     int    // of all shards
	Build     string // sha256 of all that the shards of a build have in common
	Settings  string // sha256: see builder.settings
	Title     map[string]string
	Languages []string
	Features  string
	Group     string
	Views     int
	// CalibrationViews is Options.CalibrationViews.
	CalibrationViews int
}

// header returns what all shards of the collection say of themselves, but their number.
func (c *Collection) header() shardHeader {
	h := shardHeader{Works: len(c.ids), Settings: hex.EncodeToString(c.common), Title: c.title, Languages: c.languages,
		Features: c.Features, Group: c.Group, Views: c.Views, CalibrationViews: c.CalibrationViews}
	sum := sha256.New()
	fmt.Fprintf(sum, "%+v\n", h)
	for _, id := range c.ids {
		fmt.Fprintln(sum, id)
	}
	h.Build = hex.EncodeToString(sum.Sum(nil))
	return h
}

// WriteShard looks at a shard of the works, and writes what is found to a file, from which Merge makes a bundle.
func WriteShard(ctx context.Context, path string, s Shard, works []Source, labels Labels, o Options) (n Counts, warnings []string, err error) {
	c, warnings, err := prepare(works, labels, o)
	if err != nil {
		return n, nil, err
	}
	if s.Number < 1 || s.Number > s.Of || s.Of > len(works) {
		return n, nil, fmt.Errorf("there is no shard %d of %d for %d works", s.Number, s.Of, len(works))
	}
	var members []int
	for i := range works {
		if s.has(i) {
			members = append(members, i)
		}
	}
	c.total = len(members)
	if err := c.collect(ctx, members, func(int, *Result) error { return nil }); err != nil {
		return n, nil, err
	}
	seen := map[int]bool{} // works that are calibrated on
	for _, v := range calibrationViews(c.ids, c.CalibrationViews) {
		seen[v.work] = true
	}
	h := c.header()
	h.Shard = s
	err = writePack(path, h, len(members), func(i int) ([]byte, error) {
		if ctx.Err() != nil {
			return nil, errInterrupted
		}
		return c.record(members[i], seen[members[i]])
	})
	return c.Counts(), warnings, err
}

// record returns what a shard has of a work: its result, its label as JSON, its frame as PNG if views of it are wanted, and speech, by the
// order of its languages.
func (c *Collection) record(i int, frame bool) ([]byte, error) {
	r, err := c.again(i)
	if err != nil {
		return nil, err
	}
	l, err := c.label(i)
	if err != nil {
		return nil, err
	}
	text, err := json.Marshal(l)
	if err != nil {
		return nil, err
	}
	e := encoder{}
	e.bytes(r.encode())
	e.bytes(text)
	var picture bytes.Buffer
	if frame {
		m, err := c.frame(i)
		if err == nil {
			err = png.Encode(&picture, m)
		}
		if err != nil {
			return nil, err
		}
	}
	e.bytes(picture.Bytes())
	for _, language := range slices.Sorted(maps.Keys(l.Files)) {
		speech, err := c.audio(i, &l, language)
		if err != nil {
			return nil, err
		}
		e.bytes(speech)
	}
	return e, nil
}
