package visit

import (
	"errors"
	"strconv"

	"docent/model/bundle"
)

// group is a run of works that arrives as a whole; all of a plain bundle is one.
type group struct {
	first, works int
	contents     *bundle.Contents // nil until it has arrived
	texts        map[string]bool  // languages that have arrived
}

// divide makes the groups of the manifest.
func (l *Library) divide() {
	n := l.Manifest.WorkCount()
	l.groups, l.Works, l.folded, l.index = nil, make([]bundle.WorkEntry, n), make([]string, n), make(map[string]int, n)
	first := 0
	for _, g := range l.Manifest.Groups {
		l.groups = append(l.groups, group{first: first, works: g.Works})
		first += g.Works
	}
	if len(l.groups) == 0 {
		l.groups = []group{{works: n}}
		l.Enter(0, &l.Manifest.Contents)
	}
}

// Enter puts the works of a group into the library. It refuses a work that is in another group, too.
func (l *Library) Enter(g int, c *bundle.Contents) error {
	at := &l.groups[g]
	if at.contents != nil {
		return nil
	}
	if len(c.Works) != at.works {
		return errors.New(strconv.Itoa(len(c.Works)) + " works in a group of " + strconv.Itoa(at.works))
	}
	for i := range c.Works {
		if _, ok := l.index[c.Works[i].ID]; ok {
			return errors.New("work " + c.Works[i].ID + " is in two groups")
		}
	}
	for i := range c.Works {
		l.index[c.Works[i].ID] = at.first + i
	}
	copy(l.Works[at.first:], c.Works)
	at.contents, at.texts = c, map[string]bool{}
	return nil
}

// Entered reports whether the works of a group have arrived.
func (l *Library) Entered(g int) bool { return l.groups[g].contents != nil }

// Absent returns the first group that has not arrived, or None.
func (l *Library) Absent() int {
	for g := range l.groups {
		if !l.Entered(g) {
			return g
		}
	}
	return None
}

// Group returns the group of a work.
func (l *Library) Group(work int) int {
	for g := range l.groups {
		if work < l.groups[g].first+l.groups[g].works {
			return g
		}
	}
	return None
}

// Name returns the full name of a group's part.
func (l *Library) Name(g int, part string) string {
	if len(l.Manifest.Groups) == 0 {
		return part
	}
	return bundle.InGroup(l.Manifest.Groups[g].ID, part)
}

// Part returns the size and hash of a part of a group that has arrived, by its full name.
func (l *Library) Part(g int, name string) bundle.Part { return l.groups[g].contents.Parts[name] }

// Wants returns the language whose texts should be fetched next for a group that has arrived, or "" when each of its works
// has a text, or none can be had.
func (l *Library) Wants(g int) string {
	at := &l.groups[g]
	for n, language := range l.order {
		if !at.texts[language] {
			return language
		}
		if l.told(at, l.order[:n+1]) {
			return ""
		}
	}
	return ""
}

// told reports whether each work of a group has a text in one of these languages.
func (l *Library) told(g *group, languages []string) bool {
	for i := g.first; i < g.first+g.works; i++ {
		has := false
		for _, language := range languages {
			_, ok := l.texts[language][l.Works[i].ID]
			has = has || ok
		}
		if !has {
			return false
		}
	}
	return true
}

// Add puts the texts of a group in a language into the library. Texts about works that are not in it are dropped.
func (l *Library) Add(g int, language string, texts map[string]bundle.Text) {
	at := &l.groups[g]
	at.texts[language] = true
	if l.texts[language] == nil {
		l.texts[language] = make(map[string]bundle.Text, len(texts))
	}
	for id, t := range texts {
		if i, ok := l.index[id]; ok && i >= at.first && i < at.first+at.works {
			l.texts[language][id] = t
		}
	}
	clear(l.folded[at.first : at.first+at.works])
}
