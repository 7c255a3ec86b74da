package bundle

import (
	"errors"
	"maps"
	"slices"
	"strconv"

	"docent/model/internal/jsontoken"
	"docent/model/nn"
)

// Contents is the works of a plain bundle or of one group, with the parts that they need.
type Contents struct {
	Works []WorkEntry
	Parts map[string]Part // by full name; all parts but the manifest, or but the group's works.json
}

// WorkEntry is a work in the manifest or in its group. Its place in the list is its row of the prototypes.
type WorkEntry struct {
	ID       string
	Thumb    string            // full name of the part with its thumbnail; "" when there is none
	Licence  string            // of its picture, an address or a short text; one of Manifest.Licences
	Number   string            // on its label, or of its inventory
	Room     string            // where it hangs
	URL      string            // of the museum's own page about it, http or https
	Audio    map[string]string // full names of the parts with what is said about it, by language; nil when there is none
	Pictures int               // how many photos made its prototype, when more than one
}

// Part is the size and the hash of a part.
type Part struct {
	Bytes  int64
	SHA256 string // lowercase hex
}

// ReadContents reads the works.json of group i, whose manifest has been read: its works, and its parts by their full
// names.
func ReadContents(b []byte, m *Manifest, i int) (*Contents, error) {
	g := m.Groups[i]
	c, err := readContents(b, m, g)
	if err != nil {
		return nil, &nn.FormatError{What: "read " + InGroup(g.ID, ContentsName), Err: err}
	}
	return c, nil
}

func readContents(b []byte, m *Manifest, g Group) (*Contents, error) {
	if len(b) > MaxManifest {
		return nil, errors.New("larger than " + strconv.Itoa(MaxManifest) + " bytes")
	}
	read := contentsReader{group: g.ID}
	if err := readWhole(b, func(r *jsontoken.Reader, key string) {
		if !read.key(r, key) {
			r.Skip()
		}
	}); err != nil {
		return nil, err
	}
	c := &read.Contents
	if err := read.resolve(m.Licences); err != nil {
		return nil, err
	}
	if err := c.validate(m, g.ID); err != nil {
		return nil, err
	}
	if len(c.Works) != g.Works {
		return nil, errors.New(strconv.Itoa(len(c.Works)) + " works, but the manifest says " + strconv.Itoa(g.Works))
	}
	return c, nil
}

// contentsReader reads Contents, in which licences are indices at first.
type contentsReader struct {
	Contents
	group    string
	licences []int64 // of each work, -1 for none
}

// key reads the value of a key, and reports whether it is one of contents.
func (c *contentsReader) key(r *jsontoken.Reader, key string) bool {
	switch key {
	case "works":
		r.Array(MaxWorks, func() {
			w, licence := c.entry(r)
			c.Works, c.licences = append(c.Works, w), append(c.licences, licence)
		})
	case "parts":
		c.Parts = map[string]Part{}
		r.Object(func(name string) { c.Parts[InGroup(c.group, name)] = readPart(r) })
	default:
		return false
	}
	return true
}

func (c *contentsReader) entry(r *jsontoken.Reader) (w WorkEntry, licence int64) {
	licence = -1
	r.Object(func(key string) {
		switch key {
		case "id":
			w.ID = r.Str()
		case "thumb":
			w.Thumb = InGroup(c.group, r.Str())
		case "licence":
			if licence = r.Int64(); licence < 0 {
				r.Fail("not the number of a licence")
			}
		case "number":
			w.Number = r.Str()
		case "room":
			w.Room = r.Str()
		case "url":
			w.URL = r.Str()
		case "audio":
			r.Object(func(language string) {
				if w.Audio == nil {
					w.Audio = map[string]string{}
				}
				w.Audio[language] = InGroup(c.group, r.Str())
			})
		case "pictures":
			if w.Pictures = readCount(r); w.Pictures == 1 {
				w.Pictures = 0 // as where it is not said
			}
		default:
			r.Skip()
		}
	})
	return w, licence
}

// resolve gives the works the licences of their indices.
func (c *contentsReader) resolve(licences []string) error {
	for i, l := range c.licences {
		switch {
		case l >= int64(len(licences)):
			return errors.New("works: the licence of " + quote(c.Works[i].ID) + " is not in the manifest's list")
		case l >= 0:
			c.Works[i].Licence = licences[l]
		}
	}
	return nil
}

func readPart(r *jsontoken.Reader) Part {
	p := Part{Bytes: -1}
	r.Object(func(key string) {
		switch key {
		case "bytes":
			p.Bytes = r.Int64()
		case "sha256":
			p.SHA256 = r.Str()
		default:
			r.Skip()
		}
	})
	return p
}

// write writes the works and the parts into an object, names without their group and licences as indices in the manifest's list.
func (c *Contents) write(w *jsontoken.Writer, licences map[string]int) {
	part := func(name string) string {
		_, part := CutGroup(name)
		return part
	}
	w.Name("works").Array(func() {
		for i := range c.Works {
			c.Works[i].write(w, licences, part)
		}
	})
	w.Name("parts").Object(func() {
		for _, name := range slices.Sorted(maps.Keys(c.Parts)) {
			w.Name(part(name)).Object(func() {
				w.Name("bytes").Int64(c.Parts[name].Bytes)
				w.Name("sha256").Str(c.Parts[name].SHA256)
			})
		}
	})
}

func (e *WorkEntry) write(w *jsontoken.Writer, licences map[string]int, part func(string) string) {
	w.Object(func() {
		w.Name("id").Str(e.ID)
		if e.Thumb != "" {
			w.Name("thumb").Str(part(e.Thumb))
		}
		if e.Licence != "" {
			w.Name("licence").Int64(int64(licences[e.Licence]))
		}
		for _, f := range [...]struct{ key, value string }{{"number", e.Number}, {"room", e.Room}, {"url", e.URL}} {
			if f.value != "" {
				w.Name(f.key).Str(f.value)
			}
		}
		if len(e.Audio) > 0 {
			w.Name("audio").Object(func() {
				for _, l := range slices.Sorted(maps.Keys(e.Audio)) {
					w.Name(l).Str(part(e.Audio[l]))
				}
			})
		}
		if e.Pictures > 1 {
			w.Name("pictures").Int64(int64(e.Pictures))
		}
	})
}
