package draft

import (
	"cmp"
	"math"
	"slices"

	"docent/model/proto"
)

// Neighbour is another work, and how near it is.
type Neighbour struct {
	ID string
	// Apart is the squared distance of the two prototypes, in the distance that 99 of 100 pictures of other things keep from
	// both: 1 is as far as works usually are from the nearest of a hundred strangers, 0 is the same picture.
	Apart float64
}

// Confused is Apart below which two works are called alike: see docs/curator.md.
const Confused = 0.5

// Place is where a work lies among the others.
type Place struct {
	Prototype []float32
	Impostor  float32 // squared distance that 99 of 100 other pictures keep; 0 where it is not known
}

// Map knows the places of works, and finds what is near.
type Map struct{ places map[string]Place }

// Set gives a work its place.
func (m *Map) Set(id string, p Place) {
	if m.places == nil {
		m.places = map[string]Place{}
	}
	m.places[id] = p
}

// Remove forgets a work.
func (m *Map) Remove(id string) { delete(m.places, id) }

// Nearest returns the most works that are nearest to one, nearest first; none where its place is not known.
func (m *Map) Nearest(id string, most int) []Neighbour {
	own, ok := m.places[id]
	if !ok {
		return nil
	}
	var list []Neighbour
	for other, p := range m.places {
		if other == id {
			continue
		}
		list = append(list, Neighbour{other, apart(own, p)})
		if len(list) > 2*most+16 {
			list = first(list, most)
		}
	}
	return first(list, most)
}

// Apart returns how near two works are, as Nearest does; ok is false where the place of one is not known.
func (m *Map) Apart(a, b string) (d float64, ok bool) {
	p, ok := m.places[a]
	q, also := m.places[b]
	if !ok || !also {
		return 0, false
	}
	return apart(p, q), true
}

func first(list []Neighbour, most int) []Neighbour {
	slices.SortFunc(list, func(a, b Neighbour) int { return cmp.Or(cmp.Compare(a.Apart, b.Apart), cmp.Compare(a.ID, b.ID)) })
	return list[:min(most, len(list))]
}

// apart returns how far two works are apart, in what is usual.
func apart(a, b Place) float64 {
	usual := math.Min(float64(a.Impostor), float64(b.Impostor))
	if usual <= 0 {
		usual = 1
	}
	return float64(proto.SquaredDistance(a.Prototype, b.Prototype)) / usual
}
