package catalog

import (
	"fmt"
	"strings"
)

// Names tells which work a picture file shows.
type Names struct {
	reference, more map[string]string // ids by file name, and by that without extension, in small letters
}

// Names returns the names of a catalog's picture files; c may be nil.
func (c *Catalog) Names() *Names {
	n := &Names{map[string]string{}, map[string]string{}}
	if c == nil {
		return n
	}
	add := func(to map[string]string, file, id string) {
		for _, key := range []string{base(file), stem(file)} {
			if key = strings.ToLower(key); to[key] == "" {
				to[key] = id
			}
		}
	}
	for _, r := range c.Rows {
		if r.File != "" {
			add(n.reference, r.File, r.ID)
		}
		for _, p := range r.Pictures {
			add(n.more, p, r.ID)
		}
	}
	return n
}

// ID returns the id of the work that a picture file shows, and whether it is one more photo of it rather than its
// reference. The catalog's columns of files come first, whatever the capitals and the extension; then the name counts:
// <id>.jpg is the reference, <id>__2.jpg or <id>__front.jpg one more. It is "" if no id can be made of the name.
func (n *Names) ID(file string) (id string, more bool) {
	for _, key := range []string{base(file), stem(file)} {
		key = strings.ToLower(key)
		if id := n.reference[key]; id != "" {
			return id, false
		}
		if id := n.more[key]; id != "" {
			return id, true
		}
	}
	name := stem(file)
	if i := strings.Index(name, "__"); i > 0 && i+2 < len(name) {
		// One more photo of a work whose reference the catalog names, perhaps.
		if id := n.reference[strings.ToLower(name[:i])]; id != "" {
			return id, true
		}
		return MakeID(name[:i]), true
	}
	return MakeID(name), false
}

// CheckPictures compares a catalog with the names of the picture files beside it: problems are what keeps a bundle from
// being made, warnings what a person should know.
func (c *Catalog) CheckPictures(files []string) (problems Problems, warnings []string) {
	names := c.Names()
	reference, present := map[string]string{}, map[string]bool{}
	var order []string // of the works that have a picture
	for _, f := range files {
		present[strings.ToLower(base(f))], present[strings.ToLower(stem(f))] = true, true
		id, more := names.ID(f)
		switch first := reference[id]; {
		case id == "":
			problems = append(problems, Problem{Reason: fmt.Sprintf("no id can be made of the name of picture %q: rename it", f)})
		case more:
		case first != "":
			problems = append(problems, Problem{Reason: fmt.Sprintf("%s and %s are two pictures of %s: call one of them %s__2%s", first, f, id, id, extension(f))})
		default:
			reference[id] = f
			order = append(order, id)
		}
	}
	rows := map[string]bool{}
	for _, r := range c.Rows {
		rows[r.ID] = true
		where := c.Where(r)
		if reference[r.ID] == "" {
			name := r.ID + ".jpg"
			if r.File != "" {
				name = r.File
			}
			problems = append(problems, Problem{where, fmt.Sprintf("there is no picture of %s: add %s, or remove the %s", r.ID, name, c.line)})
		}
		for _, p := range r.Pictures {
			if !present[strings.ToLower(base(p))] && !present[strings.ToLower(stem(p))] {
				problems = append(problems, Problem{where, fmt.Sprintf("there is no photo %s of %s", p, r.ID)})
			}
		}
	}
	var without []string
	for _, id := range order {
		if !rows[id] {
			without = append(without, reference[id])
		}
	}
	if len(without) > 0 {
		warnings = append(warnings, fmt.Sprintf("%d pictures are not in the catalog, and their works will be called by the file's name: %s", len(without), some(without, 5)))
	}
	return problems, warnings
}

// extension returns that of a picture file, "" if it has none.
func extension(file string) string {
	return strings.TrimPrefix(base(file), stem(file))
}

// Where names a row in messages: "line 3".
func (c *Catalog) Where(r Row) string { return fmt.Sprintf("%s %d", c.line, r.Line) }

// Gaps says which texts works lack that visitors miss: titles and descriptions, by language.
func (c *Catalog) Gaps() (sentences []string) {
	for _, l := range c.Languages {
		for _, field := range []string{fieldTitle, "description"} {
			var without []string
			for _, r := range c.Rows {
				t := r.Texts[l]
				if field == fieldTitle && t.Title == "" || field != fieldTitle && t.Description == "" {
					without = append(without, r.ID)
				}
			}
			if n := len(without); n > 0 {
				sentences = append(sentences, fmt.Sprintf("%d of %d works have no %s in %s: %s", n, len(c.Rows), field, l, some(without, 5)))
			}
		}
	}
	return sentences
}
