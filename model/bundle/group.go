package bundle

import (
	"errors"
	"slices"
	"strconv"

	"docent/model/internal/jsontoken"
	"docent/model/nn"
	"docent/model/proto"
)

// Group is a run of a bundle's works that is fetched by itself: a room, a floor, a shard.
type Group struct {
	ID     string            // as a work's id
	Title  map[string]string // by language; may be empty
	Works  int               // how many it has
	Bytes  int64             // of its works.json
	SHA256 string            // of its works.json, lowercase hex
}

// Part returns the size and hash of the group's works.json.
func (g *Group) Part() Part { return Part{g.Bytes, g.SHA256} }

func readGroup(r *jsontoken.Reader) Group {
	g := Group{Title: map[string]string{}, Bytes: -1}
	r.Object(func(key string) {
		switch key {
		case "id":
			g.ID = r.Str()
		case "title":
			r.Object(func(language string) { g.Title[language] = r.Str() })
		case "works":
			g.Works = readCount(r)
		case "bytes":
			g.Bytes = r.Int64()
		case "sha256":
			g.SHA256 = r.Str()
		default:
			r.Skip()
		}
	})
	return g
}

func (g *Group) write(w *jsontoken.Writer) {
	w.Object(func() {
		w.Name("id").Str(g.ID)
		if len(g.Title) > 0 {
			writeTitle(w, g.Title)
		}
		w.Name("works").Int64(int64(g.Works))
		w.Name("bytes").Int64(g.Bytes)
		w.Name("sha256").Str(g.SHA256)
	})
}

// validateGroups checks what the manifest of a grouped bundle says of its groups, and the parts for all of them.
func (m *Manifest) validateGroups() error {
	if len(m.Works) > 0 {
		return errors.New("works: a bundle with groups has its works there")
	}
	if len(m.Groups) > MaxGroups {
		return errors.New("groups: more than " + strconv.Itoa(MaxGroups))
	}
	seen, works := make(map[string]bool, len(m.Groups)), 0
	for i := range m.Groups {
		g := &m.Groups[i]
		if err := CheckID(g.ID); err != nil {
			return errors.New("groups: " + err.Error())
		}
		if seen[g.ID] {
			return errors.New("groups: " + g.ID + " stands there twice")
		}
		seen[g.ID] = true
		if err := checkTitle(g.Title); err != nil {
			return errors.New("groups: " + g.ID + ": " + err.Error())
		}
		if g.Works < 1 || g.Works > MaxWorks {
			return errors.New("groups: " + g.ID + " has an impossible number of " + strconv.Itoa(g.Works) + " works")
		}
		if works += g.Works; works > MaxWorks {
			return errors.New("groups: more than " + strconv.Itoa(MaxWorks) + " works together")
		}
		if g.Bytes < 0 || g.Bytes > MaxManifest {
			return errors.New("groups: the " + ContentsName + " of " + g.ID + " has an impossible size of " + strconv.FormatInt(g.Bytes, 10) + " bytes")
		}
		if !isHash(g.SHA256) {
			return errors.New("groups: " + g.ID + ": " + quote(g.SHA256) + " is not a sha256 in lowercase hex")
		}
	}
	return m.validateParts("")
}

// WorkCount returns the number of works of a plain or grouped bundle.
func (m *Manifest) WorkCount() int {
	if len(m.Groups) == 0 {
		return len(m.Works)
	}
	n := 0
	for i := range m.Groups {
		n += m.Groups[i].Works
	}
	return n
}

// EncodeContents writes the works.json of a group of the bundle that m describes, whose licences must be in m.Licences: the same bytes for the
// same contents.
func EncodeContents(c *Contents, m *Manifest, group string) ([]byte, error) {
	name := InGroup(group, ContentsName)
	licences, index := intern(slices.Clip(m.Licences), c.Works)
	err := c.validate(m, group)
	if err == nil && len(licences) > len(m.Licences) {
		err = errors.New("works: the licence " + quote(licences[len(m.Licences)]) + " is not in the manifest's list")
	}
	if err != nil {
		return nil, errors.New("write " + name + ": " + err.Error())
	}
	var w jsontoken.Writer
	w.Object(func() { c.write(&w, index) })
	return line(&w, name, MaxManifest)
}

// Flat returns the manifest of a plain bundle that has the works and parts of these groups alone, in this order: what a
// recogniser of the groups that have been loaded needs. It refuses a work that is in two of them.
func (m *Manifest) Flat(groups ...*Contents) (*Manifest, error) {
	flat := *m
	flat.Groups = nil
	flat.Contents = Contents{Parts: make(map[string]Part, len(m.Parts))}
	for name, p := range m.Parts {
		flat.Parts[name] = p
	}
	seen := map[string]bool{}
	for _, c := range groups {
		for i := range c.Works {
			id := c.Works[i].ID
			if seen[id] {
				return nil, &nn.FormatError{What: "read bundle", Err: errors.New("work " + id + " is in two groups")}
			}
			seen[id] = true
		}
		flat.Works = append(flat.Works, c.Works...)
		for name, p := range c.Parts {
			flat.Parts[name] = p
		}
	}
	return &flat, nil
}

// JoinPrototypes returns the prototypes of groups as one set, in their order, with the background for all of them, which may
// be empty. It refuses sets that do not fit together, and groups with a background of their own.
func JoinPrototypes(background []float32, sets ...*proto.Set) (*proto.Set, error) {
	all := &proto.Set{Background: background}
	var n, known int
	for _, s := range sets {
		n += len(s.Vectors)
		known += len(s.Impostors)
	}
	all.Vectors = make([]float32, 0, n)
	if known > 0 {
		all.Impostors = make([]float32, 0, known)
	}
	for _, s := range sets {
		if all.Dim == 0 {
			all.Dim = s.Dim
		}
		switch {
		case s.Dim != all.Dim:
			return nil, joinError("prototypes of " + strconv.Itoa(all.Dim) + " and of " + strconv.Itoa(s.Dim) + " numbers")
		case s.Background != nil:
			return nil, joinError("a group has a background of its own")
		case known > 0 && len(s.Impostors) != s.Len():
			return nil, joinError("only some groups know their impostors")
		}
		all.Vectors = append(all.Vectors, s.Vectors...)
		all.Impostors = append(all.Impostors, s.Impostors...)
	}
	if all.Dim > 0 && len(background)%all.Dim != 0 {
		return nil, joinError("the rows of background are not " + strconv.Itoa(all.Dim) + " numbers long, as those of prototypes are")
	}
	return all, nil
}

func joinError(what string) error {
	return &nn.FormatError{What: "join groups", Err: errors.New(what)}
}

// JoinFeatures returns the features of groups as one, in their order. They share their rows.
func JoinFeatures(groups ...*Features) *Features {
	all := &Features{}
	for _, f := range groups {
		all.rows = append(all.rows, f.rows...)
	}
	return all
}
