package catalog

import (
	"fmt"
	"strings"
)

// Names tells which work a picture file shows.
type Names struct {
	rows            map[string]bool   // ids
	reference, more map[string]string // ids by file name, and by that without extension, in small letters
}

// Names returns the names of a catalog's picture files.
func (c *Catalog) Names() *Names {
	n := &Names{map[string]bool{}, map[string]string{}, map[string]string{}}
	add := func(to map[string]string, file, id string) {
		for _, key := range []string{base(file), stem(file)} {
			if key = strings.ToLower(key); to[key] == "" {
				to[key] = id
			}
		}
	}
	for _, r := range c.Rows {
		n.rows[r.ID] = true
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
// <id>.jpg is the reference of a work, and <id>__2.jpg or <id>__front.jpg one more photo of a work that the catalog has.
// The id is "" if none can be made of the name.
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
	if id = MakeID(name); n.rows[id] {
		return id, false
	}
	for i := strings.LastIndex(name, "__"); i > 0; i = strings.LastIndex(name[:i], "__") {
		if of := n.reference[strings.ToLower(name[:i])]; of != "" {
			return of, true
		}
		if of := MakeID(name[:i]); n.rows[of] {
			return of, true
		}
	}
	return id, false
}

// CheckPictures compares a catalog with what lies beside it, the names of picture files and of folders of them:
// problems are what keeps a bundle from being made, warnings what a person should know.
func (c *Catalog) CheckPictures(files, folders []string) (problems Problems, warnings []string) {
	names := c.Names()
	reference, present := map[string]string{}, map[string]bool{}
	var without []string // pictures of works that the catalog has not
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
			if reference[id] = f; !names.rows[id] {
				without = append(without, f)
			}
		}
	}
	for _, f := range folders {
		if reference[f] == "" {
			reference[f] = f
		}
	}
	for _, r := range c.Rows {
		if reference[r.ID] == "" {
			name := r.ID + ".jpg"
			if r.File != "" {
				name = r.File
			}
			problems = append(problems, Problem{c.Where(r), fmt.Sprintf("there is no picture of %s: add %s, or remove the %s", r.ID, name, c.line)})
		}
		for _, p := range r.Pictures {
			if !present[strings.ToLower(p)] {
				problems = append(problems, Problem{c.Where(r), fmt.Sprintf("there is no photo %s of %s", p, r.ID)})
			}
		}
	}
	if n := len(without); n > 0 {
		warnings = append(warnings, fmt.Sprintf("pictures whose works are not in the catalog, and will be called by the file's name: %d, %s", n, some(without, 5)))
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
