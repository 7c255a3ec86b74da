package local

import "math/bits"

// An Index finds, among all works, those that have the most features that look like a view's: by tables in which features
// of equal keys, a few bits of their descriptors, lie together (Indyk and Motwani 1998, section 4). Keys that many features
// have say little and take long: they are passed over. It owns its buffers and is not safe for concurrent use.
type Index struct {
	rows   [][]byte // by work; nil where it has none
	tables [tables]table

	turned  []Feature
	votes   []uint32 // by work and turn
	voters  []uint16 // number of the last of the view's features that voted, by work and turn
	ballots []ballot
	hits    []Hit              // those with the most votes
	group   []uint8            // by work and turn: the number of its hit from 1 on, 0 without
	groups  [gathered][]ballot // the votes of each hit
	found   []Hit
}

// A table holds the features in the order of their keys.
type table struct {
	starts []uint32 // by key: where the features with it begin; one more at the end
	found  []uint32 // work * Most + index
}

// A Hit is a work that features of a view look like.
type Hit struct {
	Work  int
	Turn  int // 0 to 3: the view looks like it after Turn by so many quarter turns
	Votes int // weight of the features of the view that look like one of the work, and put it in about the same place, at about the same size
}

const (
	tables  = 8
	keyBits = 18

	// mostAlike is the number of features with one key above which the key is passed over.
	mostAlike = 16
	// voteBits is the number of comparisons in which a feature differs at most from one that votes for it.
	voteBits = 48
	// voteNear is the distance, in pixels each way, within which a feature of a straightened view is looked for.
	voteNear = 60
)

// key returns the key of a descriptor in table i: 5 bits of two of its words and 4 of the others, not those of another table.
func key(d *[4]uint64, i int) uint32 {
	s := 5 * i
	return uint32(d[0]>>s&31 | d[1]>>s&31<<5 | d[2]>>s&15<<10 | d[3]>>s&15<<14)
}

// NewIndex returns an index of n works. row returns the features of one, as AppendRow writes them, or nil; the index keeps them.
// Beside them it takes 32 bytes a feature and 8 MB: 17 MB for 2,335 works. Rows of another length, and what follows a
// feature that is none, are left out.
func NewIndex(n int, row func(work int) []byte) *Index {
	x := &Index{rows: make([][]byte, n), votes: make([]uint32, 4*n), voters: make([]uint16, 4*n), group: make([]uint8, 4*n)}
	total := 0
	for i := range x.rows {
		if r := row(i); len(r) == RowSize {
			x.rows[i] = r
			total += used(r)
		}
	}
	for i := range x.tables {
		x.tables[i] = table{make([]uint32, 1<<keyBits+1), make([]uint32, total)}
	}
	x.each(func(t *table, key, _ uint32) { t.starts[key]++ })
	for i := range x.tables {
		sum := uint32(0)
		for k, n := range x.tables[i].starts {
			sum += n
			x.tables[i].starts[k] = sum // the end, and counted down below
		}
	}
	x.each(func(t *table, key, id uint32) {
		t.starts[key]--
		t.found[t.starts[key]] = id
	})
	return x
}

// used returns how many features a row has.
func used(row []byte) (n int) {
	for n < Most && row[n*FeatureSize] != unused {
		n++
	}
	return n
}

// each calls f for each feature of the works and each table.
func (x *Index) each(f func(t *table, key, id uint32)) {
	for work, r := range x.rows {
		if r == nil {
			continue
		}
		for n := range used(r) {
			d := descriptor(r[n*FeatureSize:])
			for i := range x.tables {
				f(&x.tables[i], key(&d, i), uint32(work*Most+n))
			}
		}
	}
}

// descriptor returns the descriptor of an encoded feature.
func descriptor(b []byte) (d [4]uint64) {
	b = b[3:FeatureSize:FeatureSize]
	for i := range d {
		w := b[8*i:][:8:8]
		d[i] = uint64(w[0]) | uint64(w[1])<<8 | uint64(w[2])<<16 | uint64(w[3])<<24 |
			uint64(w[4])<<32 | uint64(w[5])<<40 | uint64(w[6])<<48 | uint64(w[7])<<56
	}
	return d
}

// Best returns the works, k at most, and 96 at most, that the most features of a view look like, in the given turns: those with the most votes
// first. The view's are those of Extract; features vote for those of their level in about the same place. A work may come in
// several turns. The slice is valid until the next call.
func (x *Index) Best(view []Feature, k int, turns ...int) []Hit {
	return x.best(view, k, turns, voteNear)
}

// BestLoose is Best for features of ExtractLoose, which vote wherever they are.
func (x *Index) BestLoose(view []Feature, k int, turns ...int) []Hit {
	return x.best(view, k, turns, Side)
}

func (x *Index) best(view []Feature, k int, turns []int, near int) []Hit {
	clear(x.votes)
	clear(x.voters)
	x.ballots = x.ballots[:0]
	view = view[:min(len(view), 1<<16-2)]
	for _, turn := range turns {
		turn &= 3
		x.turned = Turn(x.turned[:0], view, turn)
		for i := range x.turned {
			x.vote(&x.turned[i], uint16(i+1), turn, near)
		}
	}
	// Of works with groups of the same size the one with more votes in all comes first.
	x.leading()
	x.gather()
	best := x.found[:0]
	for _, h := range x.hits {
		best = enter(best, h, k)
	}
	x.found = best
	return best
}

// vote lets a feature vote for the works with a feature like it, once for each.
func (x *Index) vote(f *Feature, voter uint16, turn, near int) {
	d, before := &f.Descriptor, len(x.ballots)
	for i := range x.tables {
		t := &x.tables[i]
		key := key(d, i)
		found := t.found[t.starts[key]:t.starts[key+1]]
		if len(found) > mostAlike {
			continue
		}
		for _, id := range found {
			work, n := int(id/Most), int(id%Most)
			at := 4*work + turn
			if x.voters[at] == voter {
				continue
			}
			b := x.rows[work][n*FeatureSize:]
			dx, dy := int(b[0])-int(f.X), int(b[1])-int(f.Y)
			if near < Side && (b[2] != f.Level || max(dx, -dx) > near || max(dy, -dy) > near) {
				continue
			}
			e := descriptor(b)
			differ := bits.OnesCount64(d[0]^e[0]) + bits.OnesCount64(d[1]^e[1]) + bits.OnesCount64(d[2]^e[2]) + bits.OnesCount64(d[3]^e[3])
			if differ <= voteBits {
				x.voters[at] = voter
				x.ballots = append(x.ballots, newBallot(uint32(at), b, f, differ))
			}
		}
	}
	share(x.ballots[before:])
	for _, v := range x.ballots[before:] {
		x.votes[v.at] += uint32(v.weight)
	}
}
