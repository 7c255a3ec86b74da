//go:build !js

package web

import (
	"encoding/xml"
	"errors"
	"iter"
	"maps"
	"net/url"
	"path"
	"slices"
	"strings"

	"docent/internal/publish"
	"docent/internal/signing"
	"docent/model/bundle"
	"docent/web/compress"
)

// wellPacked is the size up to which an export compresses well rather than in a hurry: texts and lists of works, which every visitor loads.
const wellPacked = 256 << 10

// Files returns all files of the site for a static host, one after the other: the bundle's parts, the page's own files, and settings for
// common servers. address is where the site will be, "" if that is not known: with it there is a sitemap.
func (t *Tree) Files(address string) iter.Seq2[publish.File, error] {
	return func(yield func(publish.File, error) bool) {
		if t.unbuilt {
			yield(publish.File{}, errors.New("this docent was built without the page's program; make page builds it"))
			return
		}
		if !t.parts(yield) {
			return
		}
		for _, name := range slices.Sorted(maps.Keys(t.own)) {
			f := t.own[name]
			if !yield(publish.File{Name: name, Read: f.read, Pack: packer(name, f.pack)}, nil) {
				return
			}
		}
		extra := hosting()
		if address != "" {
			extra["sitemap.xml"] = t.sitemap(address)
			if u, err := url.Parse(address); err == nil && u.Path == "/" { // elsewhere nobody reads it
				extra["robots.txt"] = []byte("User-agent: *\nAllow: /\nSitemap: " + address + "sitemap.xml\n")
			}
		}
		for _, name := range slices.Sorted(maps.Keys(extra)) {
			if !yield(Written(name, extra[name]), nil) {
				return
			}
		}
	}
}

// Written returns a small file of a site that is in memory, without compressed copies.
func Written(name string, b []byte) publish.File {
	return publish.File{Name: name, Read: func() ([]byte, error) { return b, nil }}
}

// packer returns what makes a file's copies, nil where it has none.
func packer(name string, pack func() compress.Copies) func(plain []byte) compress.Copies {
	if pack != nil {
		return func([]byte) compress.Copies { return pack() }
	}
	if compress.Packed(name) {
		return nil
	}
	return func(plain []byte) compress.Copies {
		if len(plain) > wellPacked {
			return compress.Make(name, plain, compress.Fast)
		}
		return compress.Make(name, plain, compress.Good)
	}
}

// parts yields the bundle's parts, one group after the other.
func (t *Tree) parts(yield func(publish.File, error) bool) bool {
	one := func(name string, p bundle.Part) bool {
		f := publish.File{Name: bundleFolder + name, SHA256: p.SHA256, Bytes: p.Bytes, Pack: packer(name, nil)}
		f.Read = func() ([]byte, error) { return t.archive.Part(name) }
		return yield(f, nil)
	}
	all := func(parts map[string]bundle.Part) bool {
		for _, name := range slices.Sorted(maps.Keys(parts)) {
			if !one(name, parts[name]) {
				return false
			}
		}
		return true
	}
	man := t.archive.Manifest()
	if !one(bundle.ManifestName, bundle.Part{}) || !all(man.Parts) {
		return false
	}
	if s := t.archive.Signature(); s != nil && !yield(Written(bundleFolder+bundle.ManifestName+signing.Suffix, s), nil) {
		return false
	}
	for i := range man.Groups {
		g := &man.Groups[i]
		c, err := t.archive.Group(i)
		if err != nil {
			yield(publish.File{}, err)
			return false
		}
		if !one(bundle.InGroup(g.ID, bundle.ContentsName), g.Part()) || !all(c.Parts) {
			return false
		}
	}
	return true
}

// sitemap lists the page and the catalogue for search engines.
func (t *Tree) sitemap(address string) []byte {
	type entry struct {
		Loc string `xml:"loc"`
	}
	type set struct {
		XMLName xml.Name `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
		URLs    []entry  `xml:"url"`
	}
	all := set{URLs: []entry{{address}}}
	for _, name := range slices.Sorted(maps.Keys(t.own)) {
		if strings.HasPrefix(name, "catalogue/") && path.Ext(name) == ".html" {
			all.URLs = append(all.URLs, entry{address + name})
		}
	}
	b, err := xml.MarshalIndent(all, "", " ")
	if err != nil {
		panic(err) // strings alone
	}
	return append([]byte(xml.Header), append(b, '\n')...)
}
