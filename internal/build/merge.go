//go:build !js

package build

import (
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"image"
	"image/png"
	"maps"
	"slices"
	"strconv"
	"strings"

	"docent/model/vision"
)

// Merge makes of all shards of a build what Collect makes of its works at once. Of the options it takes the networks, the engine, the
// impostors, the former groups and what is called; the rest is that of the shards. Close closes the shards.
func Merge(ctx context.Context, paths []string, o Options) (c *Collection, close func(), err error) {
	m := &merged{}
	if err := m.open(paths); err != nil {
		m.close()
		return nil, nil, err
	}
	h := m.header
	o.Features, o.Group, o.Views, o.CalibrationViews = h.Features, h.Group, h.Views, h.CalibrationViews
	c = &Collection{title: h.Title, languages: h.Languages, builder: &builder{Options: o, shown: true}}
	if c.title == nil {
		c.title = map[string]string{}
	}
	err = m.labels(ctx, c)
	if err == nil {
		err = c.builder.open()
	}
	if err == nil && hex.EncodeToString(c.common) != h.Settings {
		err = fmt.Errorf("the shards were made with other weights, or by another version of docent: build them again, or name the weights with -weights and -locator")
	}
	if err == nil && c.header().Build != h.Build {
		err = fmt.Errorf("read %s: %w", paths[0], errPack)
	}
	if err == nil {
		err = c.make(ctx, false)
	}
	if err != nil {
		m.close()
		return nil, nil, err
	}
	c.cut()
	return c, m.close, nil
}

// merged is all shards of a build.
type merged struct {
	header shardHeader // of the first, without its number
	packs  []*pack     // by number
}

// open opens the shards, and refuses those that do not belong together.
func (m *merged) open(paths []string) error {
	var first string
	from := map[int]string{}
	for _, path := range paths {
		var h shardHeader
		p, err := openPack(path, &h)
		if err != nil {
			return err
		}
		if m.packs == nil {
			if h.Of < 1 || h.Of > h.Works {
				p.close()
				return fmt.Errorf("read %s: %w", path, errPack)
			}
			m.header, m.packs, first = h, make([]*pack, h.Of), path
		}
		switch {
		case h.Build != m.header.Build || h.Of != m.header.Of:
			err = fmt.Errorf("%s and %s are shards of different builds: build all of them from the same pictures and catalog, with the same flags", first, path)
		case h.Number < 1 || h.Number > h.Of || p.len() != (h.Works-h.Number)/h.Of+1:
			err = fmt.Errorf("read %s: %w", path, errPack)
		case from[h.Number] != "":
			err = fmt.Errorf("%s and %s are both shard %d of %d: leave one of them out", from[h.Number], path, h.Number, h.Of)
		}
		if err != nil {
			p.close()
			return err
		}
		m.packs[h.Number-1], from[h.Number] = p, path
	}
	var missing []string
	for i, p := range m.packs {
		if p == nil {
			missing = append(missing, strconv.Itoa(i+1))
		}
	}
	switch len(missing) {
	case 0:
		return nil
	case 1:
		return fmt.Errorf("shard %s of %d is missing: build it, or name it too", missing[0], len(m.packs))
	}
	return fmt.Errorf("shards %s of %d are missing: build them, or name them too", strings.Join(missing, ", "), len(m.packs))
}

func (m *merged) close() {
	for _, p := range m.packs {
		if p != nil {
			p.close()
		}
	}
}

// labels reads what is to be known of all works, and lets the collection read the rest when it is needed.
func (m *merged) labels(ctx context.Context, c *Collection) error {
	c.label = func(i int) (l label, err error) {
		r, err := m.record(i)
		if err == nil {
			err = json.Unmarshal(r.label, &l)
		}
		return l, err
	}
	c.audio = func(i int, l *label, language string) ([]byte, error) {
		r, err := m.record(i)
		if err != nil {
			return nil, err
		}
		at, _ := slices.BinarySearch(slices.Sorted(maps.Keys(l.Files)), language)
		if at >= len(r.speech) {
			return nil, fmt.Errorf("read %s: %w", m.of(i).path, errPack)
		}
		return r.speech[at], nil
	}
	c.resultOf = func(_ context.Context, i int) (*Result, bool, error) {
		r, err := m.record(i)
		if err != nil {
			return nil, false, err
		}
		result, err := decode(r.result)
		if err == nil && len(result.Prototype) != c.dim {
			err = errPack
		}
		if err != nil {
			return nil, false, fmt.Errorf("read %s: %w", m.of(i).path, err)
		}
		return result, true, nil
	}
	c.frame = func(i int) (*image.RGBA, error) {
		r, err := m.record(i)
		if err != nil {
			return nil, err
		}
		picture, err := png.Decode(bytes.NewReader(r.frame))
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", m.of(i).path, errPack)
		}
		return vision.Frame(picture), nil
	}
	for i := range m.header.Works {
		if ctx.Err() != nil {
			return errInterrupted
		}
		l, err := c.label(i)
		if err != nil {
			return err
		}
		c.ids, c.rooms = append(c.ids, l.ID), append(c.rooms, l.Room)
	}
	return nil
}

// of returns the shard that has a work.
func (m *merged) of(i int) *pack { return m.packs[i%len(m.packs)] }

// shardRecord is what a shard has of a work: see Collection.record.
type shardRecord struct {
	result, label, frame []byte
	speech               [][]byte
}

func (m *merged) record(i int) (r shardRecord, err error) {
	b, err := m.of(i).record(i / len(m.packs))
	if err != nil {
		return r, err
	}
	d := decoder{rest: b}
	r.result, r.label, r.frame = d.bytes(), d.bytes(), d.bytes()
	for len(d.rest) > 0 {
		r.speech = append(r.speech, d.bytes())
	}
	if d.failed {
		err = fmt.Errorf("read %s: %w", m.of(i).path, errPack)
	}
	return r, err
}
