//go:build !js || curator

package build

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"docent/model/bundle"
	"docent/model/proto"
)

// How works are grouped, beside by a number.
const (
	GroupAuto = "auto" // few works not at all, many by room or by similarity
	GroupNone = "none"
	GroupRoom = "room"
)

// Sizes of groups. A page fetches some groups for a view: smaller ones cost more requests, larger ones more bytes.
const (
	plainWorks = 500 // so many works have no groups, unless they are asked for
	groupWorks = 250 // in a group by similarity
	roomWorks  = 500 // in a room that is not cut
	centroids  = 8   // of a group: where new works belong
)

// CheckGroup refuses what is no way to group works.
func CheckGroup(how string) error {
	switch how {
	case "", GroupAuto, GroupNone, GroupRoom:
		return nil
	}
	if n, err := strconv.Atoi(how); err != nil || n < 2 || n > bundle.MaxWorks {
		return fmt.Errorf("%q is not auto, none, room, or how many works a group has", how)
	}
	return nil
}

// Former is a group of the bundle that is replaced.
type Former struct {
	ID    string
	Title map[string]string
	Works []string // ids
}

// cell is a group that is being made.
type cell struct {
	bundle.Group
	members []int // of the works
}

// grouping groups works.
type grouping struct {
	set      vectors // as the bundle stores it
	ids      []string
	rooms    []string // of each work, "" where that is not known
	language string   // of the rooms' names
	former   []Former
	used     map[string]bool // ids of groups
}

// group returns the groups; none where the works are few, or should have none.
func (g *grouping) group(how string) []cell {
	number, _ := strconv.Atoi(how)
	byRoom := how == GroupRoom || (how == GroupAuto || how == "") && !slices.Contains(g.rooms, "")
	switch {
	case how == GroupNone, (how == GroupAuto || how == "") && len(g.ids) <= plainWorks:
		return nil
	case byRoom:
		return g.sorted(g.byRoom())
	case number == 0:
		number = groupWorks
	}
	all := make([]int, len(g.ids))
	for i := range all {
		all[i] = i
	}
	former := slices.DeleteFunc(slices.Clone(g.former), func(f Former) bool { return len(f.Title) > 0 })
	return g.sorted(g.stable("group", nil, all, former, number, 2*number))
}

// byRoom returns a group for each room, several for one with many works, and one for works that have no room.
func (g *grouping) byRoom() []cell {
	members := map[string][]int{}
	var rooms []string
	names := map[string]int{} // how many rooms have a name
	for i, r := range g.rooms {
		if members[r] == nil {
			rooms = append(rooms, r)
			names[slug(r)]++
		}
		members[r] = append(members[r], i)
	}
	slices.Sort(rooms)
	var out []cell
	for _, r := range rooms {
		name, title := slug(r), map[string]string{g.language: r}
		if names[name] > 1 {
			sum := sha256.Sum256([]byte(r))
			name += "-" + hex.EncodeToString(sum[:4])
		}
		if r == "" {
			title = nil
		}
		former := slices.DeleteFunc(slices.Clone(g.former), func(f Former) bool {
			return f.ID != name && !isPiece(f.ID, name) || f.Title[g.language] != r
		})
		out = append(out, g.stable(name, title, members[r], former, groupWorks, roomWorks)...)
	}
	return out
}

// isPiece reports whether id is that of a further group of a name.
func isPiece(id, name string) bool {
	rest, ok := strings.CutPrefix(id, name+"-")
	_, err := strconv.Atoi(rest)
	return ok && err == nil
}

// slug returns a name for the group of a room.
func slug(room string) string {
	var b strings.Builder
	for _, c := range strings.ToLower(room) {
		switch {
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9':
			b.WriteRune(c)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
		if b.Len() >= 40 {
			break
		}
	}
	if s := strings.Trim(b.String(), "-"); s != "" {
		return s
	}
	return "room"
}

// stable groups members: those of a former group stay together, new ones join the group that has the nearest centroid, and
// what becomes larger than most is cut into groups of about size.
func (g *grouping) stable(name string, title map[string]string, members []int, former []Former, size, most int) []cell {
	place := make(map[string]int, len(members))
	for _, m := range members {
		place[g.ids[m]] = m
	}
	var out []cell
	for _, f := range former {
		if g.used[f.ID] {
			continue // another room has this name now: its works are as new ones
		}
		c := cell{Group: bundle.Group{ID: f.ID, Title: title}}
		for _, id := range f.Works {
			if m, ok := place[id]; ok {
				c.members = append(c.members, m)
				delete(place, id)
			}
		}
		if len(c.members) > 0 {
			g.used[f.ID] = true
			slices.Sort(c.members)
			out = append(out, c)
		}
	}
	if len(out) == 0 {
		out = []cell{{Group: bundle.Group{ID: g.name(name), Title: title}, members: members}}
	} else if len(place) > 0 {
		g.join(out, place)
	}
	for i := range len(out) {
		if len(out[i].members) <= most {
			continue
		}
		for j, part := range cells(g.set, out[i].members, (len(out[i].members)+size/2)/size) {
			slices.Sort(part)
			if j == 0 {
				out[i].members = part
				continue
			}
			out = append(out, cell{Group: bundle.Group{ID: g.name(name), Title: title}, members: part})
		}
	}
	return out
}

// name returns an id for a group that no other has: the name, or with a number.
func (g *grouping) name(name string) string {
	id := name
	for n := 2; g.used[id]; n++ {
		id = name + "-" + strconv.Itoa(n)
	}
	g.used[id] = true
	return id
}

// join puts works that are new into the groups that have the nearest centroids.
func (g *grouping) join(out []cell, place map[string]int) {
	set, of := g.centroids(out, centroids)
	var rest []int
	for _, m := range place {
		rest = append(rest, m)
	}
	slices.Sort(rest)
	var best []proto.Match
	for _, m := range rest {
		if best = set.Nearest(best, g.set.At(m), 1); len(best) == 0 {
			best = append(best, proto.Match{})
		}
		c := &out[of[best[0].Index]]
		c.members = append(c.members, m)
	}
	for i := range out {
		slices.Sort(out[i].members)
	}
}

// centroids returns what stands for the groups' prototypes, so many of each or fewer, and of which group each is.
func (g *grouping) centroids(groups []cell, most int) (set *proto.Set, of []int) {
	set = &proto.Set{Dim: len(g.set.At(0))}
	for i, c := range groups {
		for _, part := range cells(g.set, c.members, min(most, len(c.members))) {
			mean := centre(g.set, part)
			normalise(mean)
			set.Vectors = append(set.Vectors, mean...)
			of = append(of, i)
		}
	}
	return set, of
}

// sorted brings groups into the order of the bundle.
func (g *grouping) sorted(groups []cell) []cell {
	number := func(c cell) (string, int) { // group-10 comes after group-9
		if i := strings.LastIndexByte(c.ID, '-'); i > 0 {
			if n, err := strconv.Atoi(c.ID[i+1:]); err == nil {
				return c.ID[:i], n
			}
		}
		return c.ID, 0
	}
	slices.SortFunc(groups, func(a, b cell) int {
		nameA, a0 := number(a)
		nameB, b0 := number(b)
		return cmp.Or(strings.Compare(nameA, nameB), cmp.Compare(a0, b0), strings.Compare(a.ID, b.ID))
	})
	for i := range groups {
		groups[i].Works = len(groups[i].members)
	}
	return groups
}
