package bundle

import (
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"

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

// Bounds of what a work entry says, in bytes.
const (
	maxShort = 200  // number, room
	maxLong  = 2000 // licence, url
)

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

// validate checks all that the works and the parts of a group must be; of a plain bundle, for which the group is "".
func (c *Contents) validate(m *Manifest, group string) error {
	if err := c.validateParts(group); err != nil {
		return err
	}
	if err := c.need(group, PrototypesName, maxPart); err != nil {
		return err
	}
	if m.Features == FeaturesPacked {
		if err := c.need(group, FeaturesName, maxPart); err != nil {
			return err
		}
	}
	for _, l := range m.Languages {
		if err := c.need(group, TextsName(l), maxTexts); err != nil {
			return err
		}
	}
	if len(c.Works) == 0 {
		return errors.New("works: there are none")
	}
	if len(c.Works) > MaxWorks {
		return errors.New("works: more than " + strconv.Itoa(MaxWorks))
	}
	seen := make(map[string]bool, len(c.Works))
	for i := range c.Works {
		w := &c.Works[i]
		if err := CheckID(w.ID); err != nil {
			return errors.New("works: " + err.Error())
		}
		if seen[w.ID] {
			return errors.New("works: " + w.ID + " stands there twice")
		}
		seen[w.ID] = true
		if err := c.validateWork(m, group, w); err != nil {
			return err
		}
	}
	return nil
}

func (c *Contents) validateWork(m *Manifest, group string, w *WorkEntry) error {
	if m.Features == FeaturesApart {
		if err := c.need(group, FeatureName(w.ID), RowSize); err != nil {
			return err
		}
	}
	if w.Thumb != "" {
		g, part := CutGroup(w.Thumb)
		if g != group || !isThumb(part, w.ID) {
			return errors.New("works: the thumbnail of " + w.ID + " must be called " + ThumbName(w.ID) + ", or end in .webp")
		}
		if err := c.need(group, part, maxThumb); err != nil {
			return err
		}
	}
	for language, name := range w.Audio {
		if err := CheckLanguage(language); err != nil {
			return errors.New("works: audio of " + w.ID + ": " + err.Error())
		}
		g, part := CutGroup(name)
		if g != group || !isAudio(part, language, w.ID) {
			return errors.New("works: the audio of " + w.ID + " must be called " + AudioName(language, w.ID, ".mp3") + ", or end in .m4a or .ogg")
		}
		if err := c.need(group, part, maxAudio); err != nil {
			return err
		}
	}
	for _, f := range [...]struct {
		what, value string
		most        int
	}{{"number", w.Number, maxShort}, {"room", w.Room, maxShort}, {"url", w.URL, maxLong}, {"licence", w.Licence, maxLong}} {
		if err := checkLine(f.value, f.most); err != nil {
			return errors.New("works: the " + f.what + " of " + w.ID + " " + err.Error())
		}
	}
	if w.URL != "" && !strings.HasPrefix(w.URL, "https://") && !strings.HasPrefix(w.URL, "http://") {
		return errors.New("works: the url of " + w.ID + " does not begin with https:// or http://")
	}
	if w.Pictures < 0 {
		return errors.New("works: " + w.ID + " has fewer pictures than none")
	}
	return nil
}

func (c *Contents) validateParts(group string) error {
	for name, p := range c.Parts {
		if g, part := CutGroup(name); !isPart(name) || g != group || part == ContentsName && g != "" || strings.HasPrefix(part, groupsFolder) {
			return errors.New("parts: " + quote(name) + " is not the name of a part")
		}
		if p.Bytes < 0 || p.Bytes > maxPart {
			return errors.New("parts: " + name + " has an impossible size of " + strconv.FormatInt(p.Bytes, 10) + " bytes")
		}
		if !isHash(p.SHA256) {
			return errors.New("parts: " + name + ": " + quote(p.SHA256) + " is not a sha256 in lowercase hex")
		}
	}
	return nil
}

// need makes sure that there is a part, of most bytes at most.
func (c *Contents) need(group, part string, most int64) error {
	name := InGroup(group, part)
	p, ok := c.Parts[name]
	if !ok {
		return errors.New("parts: " + name + " is missing")
	}
	if p.Bytes > most {
		return errors.New("parts: " + name + " is larger than " + strconv.FormatInt(most, 10) + " bytes")
	}
	return nil
}

// checkLine refuses what is longer than most bytes, or is no single line.
func checkLine(s string, most int) error {
	if len(s) > most {
		return errors.New("is longer than " + strconv.Itoa(most) + " bytes")
	}
	for i := range len(s) {
		if s[i] < ' ' || s[i] == 0x7f {
			return errors.New("has a line break or another control character")
		}
	}
	return nil
}

// isHash reports whether s is a sha256 in lowercase hex.
func isHash(s string) bool {
	if len(s) != 64 {
		return false
	}
	for i := range len(s) {
		if c := s[i]; !(isDigit(c) || c >= 'a' && c <= 'f') {
			return false
		}
	}
	return true
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
