//go:build !js

package diff

import (
	"encoding/binary"
	"hash/maphash"
	"math"
	"slices"

	"docent/model/bundle"
)

// print is what is kept of a work to see whether it has changed. Long values are hashed.
type print struct {
	place                        int // in the bundle
	group                        string
	number, room, licence, url   string
	pictures                     int
	texts                        map[textKey]uint64 // of fields that are not empty
	audio                        map[string]string  // sha256 by language
	thumb                        string             // its sha256
	prototype, impostor, feature uint64
}

type textKey struct{ language, field string }

// seed is of hashes that are compared within one run of the program.
var seed = maphash.MakeSeed()

// prints returns the prints of all works of a bundle, by id.
func prints(a *bundle.Archive) (map[string]print, error) {
	all := make(map[string]print, a.Manifest().WorkCount())
	err := a.Runs(func(group string, b *bundle.Bundle) error {
		for i := range b.Works {
			p := printOf(group, b, i)
			p.place = len(all)
			all[b.Works[i].ID] = p
		}
		return nil
	})
	return all, err
}

// printOf returns the print of work i of a group, or of a plain bundle.
func printOf(group string, b *bundle.Bundle, i int) print {
	w := &b.Works[i]
	p := print{group: group, number: w.Number, room: w.Room, licence: w.Licence, url: w.URL, pictures: w.Pictures,
		texts: map[textKey]uint64{}, thumb: b.Parts[w.Thumb].SHA256, prototype: hashFloats(b.Prototypes.At(i))}
	for language, t := range w.Texts {
		t.Fields(func(key, value string) {
			if value != "" {
				p.texts[textKey{language, key}] = maphash.String(seed, value)
			}
		})
	}
	for language, name := range w.Audio {
		if p.audio == nil {
			p.audio = map[string]string{}
		}
		p.audio[language] = b.Parts[name].SHA256
	}
	if b.Prototypes.Impostors != nil {
		p.impostor = hashFloats(b.Prototypes.Impostors[i : i+1])
	}
	if b.Features != nil {
		p.feature = maphash.Bytes(seed, b.Features.Row(i))
	}
	return p
}

func hashFloats(v []float32) uint64 {
	b := make([]byte, 0, 4*len(v))
	for _, x := range v {
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(x))
	}
	return maphash.Bytes(seed, b)
}

// compare returns how a work has changed.
func compare(old, new print) Change {
	c := Change{Thumbnail: old.thumb != new.thumb, Features: old.feature != new.feature,
		Prototype: old.prototype != new.prototype || old.impostor != new.impostor}
	for _, f := range []struct {
		key     string
		changed bool
	}{
		{"number", old.number != new.number}, {"room", old.room != new.room}, {"licence", old.licence != new.licence},
		{"url", old.url != new.url}, {"pictures", old.pictures != new.pictures},
	} {
		if f.changed {
			c.Fields = append(c.Fields, f.key)
		}
	}
	for _, k := range changed(old.texts, new.texts) {
		if c.Texts == nil {
			c.Texts = map[string][]string{}
		}
		c.Texts[k.language] = append(c.Texts[k.language], k.field)
	}
	for l := range c.Texts {
		slices.Sort(c.Texts[l])
	}
	c.Audio = changed(old.audio, new.audio)
	slices.Sort(c.Audio)
	return c
}

// changed returns the keys whose values differ, or that only one of the maps has.
func changed[K, V comparable](old, new map[K]V) (keys []K) {
	for k, v := range old {
		if w, ok := new[k]; !ok || v != w {
			keys = append(keys, k)
		}
	}
	for k := range new {
		if _, ok := old[k]; !ok {
			keys = append(keys, k)
		}
	}
	return keys
}
