//go:build !js

package build

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"docent/model/proto"
)

// clouds returns n unit vectors of 8 numbers in so many clouds, cloud by cloud in turn.
func clouds(n, count int) *proto.Set {
	s := &proto.Set{Dim: 8}
	for i := range n {
		middle, own := rand.New(rand.NewPCG(uint64(i%count), 1)), rand.New(rand.NewPCG(uint64(i), 2))
		v := make([]float32, 8)
		for j := range v {
			v[j] = float32(middle.NormFloat64() + 0.05*own.NormFloat64())
		}
		normalise(v)
		s.Vectors = append(s.Vectors, v...)
	}
	return s
}

func grouped(set *proto.Set, rooms []string, former []Former, how string) (*grouping, []cell) {
	g := &grouping{set: set, rooms: rooms, language: "en", former: former, used: map[string]bool{}}
	for i := range set.Len() {
		g.ids = append(g.ids, "w"+strconv.Itoa(i))
		if rooms == nil {
			g.rooms = append(g.rooms, "")
		}
	}
	return g, g.group(how)
}

// formers returns the groups as the next build finds them.
func (g *grouping) formers(groups []cell) (list []Former) {
	for _, c := range groups {
		f := Former{ID: c.ID, Title: c.Title}
		for _, m := range c.members {
			f.Works = append(f.Works, g.ids[m])
		}
		list = append(list, f)
	}
	return list
}

// whole fails unless every work is in one group, and every group has its own id.
func whole(t *testing.T, n int, groups []cell) {
	t.Helper()
	seen, ids := map[int]bool{}, map[string]bool{}
	for _, c := range groups {
		if ids[c.ID] || len(c.members) == 0 || c.Works != len(c.members) || !slices.IsSorted(c.members) {
			t.Errorf("group %s has %d works, and says %d", c.ID, len(c.members), c.Works)
		}
		ids[c.ID] = true
		for _, m := range c.members {
			if seen[m] {
				t.Errorf("work %d is in two groups", m)
			}
			seen[m] = true
		}
	}
	if len(seen) != n {
		t.Errorf("%d of %d works are in groups", len(seen), n)
	}
}

func TestGroupsByLikeness(t *testing.T) {
	set := clouds(1200, 12)
	g, groups := grouped(set, nil, nil, "100")
	whole(t, 1200, groups)
	if len(groups) != 12 {
		t.Errorf("%d groups, want 12", len(groups))
	}
	for _, c := range groups {
		if len(c.members) > 200 {
			t.Errorf("group %s has %d works", c.ID, len(c.members))
		}
	}
	// The nearest centroid knows the group.
	centres, of := g.centroids(groups, centroids)
	right := 0
	for i, c := range groups {
		for _, m := range c.members {
			if of[centres.Nearest(nil, set.At(m), 1)[0].Index] == i {
				right++
			}
		}
	}
	if right < 1180 {
		t.Errorf("the nearest centroid is of the right group for %d of 1,200 works", right)
	}
	if _, again := grouped(set, nil, nil, "100"); fmt.Sprint(again) != fmt.Sprint(groups) {
		t.Error("the same works are grouped in another way")
	}
	if _, again := grouped(set, nil, g.formers(groups), "100"); fmt.Sprint(again) != fmt.Sprint(groups) {
		t.Error("the same works are grouped in another way after themselves")
	}
}

// TestGroupsStay adds a work and takes one away: no other group changes.
func TestGroupsStay(t *testing.T) {
	g, groups := grouped(clouds(1200, 12), nil, nil, "100")
	former := g.formers(groups)
	former[3].Works = append(former[3].Works, "gone")
	_, next := grouped(clouds(1201, 12), nil, former, "100")
	whole(t, 1201, next)
	changed := 0
	for i, c := range next {
		if c.ID != groups[i].ID {
			t.Fatalf("group %s has become %s", groups[i].ID, c.ID)
		}
		if !slices.Equal(c.members, groups[i].members) {
			changed++
			if c.members[len(c.members)-1] != 1200 || len(c.members) != len(groups[i].members)+1 {
				t.Errorf("group %s has changed beyond the new work", c.ID)
			}
			if !slices.Contains(c.members, 0) { // of the same cloud: 1200 and 0 are 12 clouds apart
				t.Errorf("the new work is in group %s, without those like it", c.ID)
			}
		}
	}
	if changed != 1 {
		t.Errorf("%d groups have changed, want 1", changed)
	}
	// What becomes too large is cut, and the rest stays.
	few := []Former{{ID: "group", Works: former[0].Works}}
	_, next = grouped(clouds(1200, 12), nil, few, "100")
	whole(t, 1200, next)
	for _, c := range next {
		if len(c.members) > 200 {
			t.Errorf("group %s has %d works", c.ID, len(c.members))
		}
	}
}

func TestGroupsByRoom(t *testing.T) {
	set := clouds(700, 5)
	rooms := make([]string, 700)
	for i := range rooms {
		rooms[i] = "Salle 1"
		if i < 60 {
			rooms[i] = []string{"Hall", "hall", "画廊"}[i%3]
		}
	}
	g, groups := grouped(set, rooms, nil, GroupAuto)
	whole(t, 700, groups)
	sizes := map[string]int{}
	for _, c := range groups {
		sizes[c.Title["en"]] += len(c.members)
		for _, m := range c.members {
			if rooms[m] != c.Title["en"] {
				t.Errorf("work %d of %s is in group %s", m, rooms[m], c.ID)
			}
		}
	}
	if want := map[string]int{"Hall": 20, "hall": 20, "画廊": 20, "Salle 1": 640}; !maps.Equal(sizes, want) {
		t.Errorf("rooms have %v, want %v", sizes, want)
	}
	if len(groups) != 6 || groups[len(groups)-1].ID != "salle-1-3" {
		t.Errorf("groups %v", groups)
	}
	if _, again := grouped(set, rooms, g.formers(groups), GroupAuto); fmt.Sprint(again) != fmt.Sprint(groups) {
		t.Error("the same works are grouped in another way after themselves")
	}
	rooms[650] = "Hall" // carried to another room
	_, moved := grouped(set, rooms, g.formers(groups), GroupAuto)
	whole(t, 700, moved)
	for _, c := range moved {
		if c.Title["en"] == "Hall" && !slices.Contains(c.members, 650) {
			t.Error("the work is not in its new room")
		}
	}
	rooms[3] = ""
	if _, groups := grouped(set, rooms, nil, GroupAuto); groups[0].Title != nil {
		t.Error("works are grouped by room although one has none")
	}
	_, groups = grouped(set, rooms, nil, GroupRoom)
	whole(t, 700, groups)
}

// TestGroupsOfOneName has a new room that takes the name of another one's second group: no work is lost.
func TestGroupsOfOneName(t *testing.T) {
	set := clouds(900, 5)
	rooms := slices.Repeat([]string{"a"}, 900)
	g, groups := grouped(set, rooms, nil, GroupRoom)
	if len(groups) < 2 || groups[1].ID != "a-2" {
		t.Fatalf("groups %v", groups)
	}
	for i := range 10 {
		rooms[i] = "A 2"
	}
	_, next := grouped(set, rooms, g.formers(groups), GroupRoom)
	whole(t, 900, next)
}

func TestGroupNone(t *testing.T) {
	if _, groups := grouped(clouds(500, 5), nil, nil, GroupAuto); groups != nil {
		t.Error("500 works are grouped")
	}
	if _, groups := grouped(clouds(600, 5), nil, nil, GroupNone); groups != nil {
		t.Error("works are grouped although they should not be")
	}
	for _, how := range []string{"-3", "0", "1", "rooms", "1e3"} {
		if CheckGroup(how) == nil {
			t.Errorf("-group %s is taken", how)
		}
	}
}

// TestCells has prototypes that are all the same, or not finite in number.
func TestCells(t *testing.T) {
	same := &proto.Set{Dim: 2, Vectors: make([]float32, 2*40)}
	all := make([]int, 40)
	for i := range all {
		all[i] = i
	}
	for _, n := range []int{1, 2, 3, 7, 40, 100} {
		sum := 0
		for _, c := range cells(same, all, n) {
			sum += len(c)
		}
		if got := len(cells(same, all, n)); sum != 40 || got > n || n <= 3 && got != n {
			t.Errorf("%d cells of %d works, want %d of 40", got, sum, n)
		}
	}
}
