package local

// A ballot is one vote: a feature of the view that looks like one of a work. If it is the same, the work's middle is at x, y
// in the view, in pixels of its square, and the work is size times as large as the square.
type ballot struct {
	at         uint32 // work and turn
	weight     int32
	x, y, size float32
}

// newBallot returns the vote of the view's feature g for the work of which f is an encoded feature.
func newBallot(at uint32, f []byte, g *Feature, differ int) ballot {
	size := g.size() / float32(int(1)<<(f[2]&1))
	return ballot{at, int32(outright - differ), float32(g.X) + (Side/2-float32(f[0]))*size, float32(g.Y) + (Side/2-float32(f[1]))*size, size}
}

// share lets one feature's votes weigh the less the more works it votes for: what many works have says little.
func share(votes []ballot) {
	for i := range votes {
		votes[i].weight = votes[i].weight * 64 / int32(len(votes)+1)
	}
}

const (
	// gathered is how many works, each in one turn, have their votes compared with one another: those with the most.
	gathered = 96
	// together is how far apart two votes may put the work's middle, in sides of the smaller of the two works, and alike
	// how much larger the one may make the work than the other.
	together = 0.25
	alike    = 1.6
	// outright is the weight of a vote for an equal feature; each comparison that comes out another way takes 1 off. What looks
	// alike by chance is seldom very much alike.
	outright = 52
)

// gather leaves of the votes of the works with the most of them those that put the work in about the same place, at about
// the same size: the heaviest group around one of them (a Hough transform without its table; Lowe 2004, section 7.3).
func (x *Index) gather() {
	for i := range x.groups {
		x.groups[i] = x.groups[i][:0]
	}
	for i, h := range x.hits {
		x.group[4*h.Work+h.Turn] = uint8(i + 1)
	}
	for i := range x.ballots {
		b := &x.ballots[i]
		if g := x.group[b.at]; g > 0 {
			x.groups[g-1] = append(x.groups[g-1], *b)
		}
	}
	for i, h := range x.hits {
		x.group[4*h.Work+h.Turn] = 0
		x.hits[i].Votes = largest(x.groups[i])
	}
}

// largest returns the weight of the heaviest group around one of the votes.
func largest(votes []ballot) (most int) {
	for i := range votes {
		a, n := &votes[i], 0
		for j := range votes {
			b := &votes[j]
			near := together * Side * min(a.size, b.size)
			dx, dy := a.x-b.x, a.y-b.y
			if dx*dx+dy*dy < near*near && a.size < alike*b.size && b.size < alike*a.size {
				n += int(b.weight)
			}
		}
		most = max(most, n)
	}
	return most
}

// leading sets hits to the works with the most votes, those with the most first.
func (x *Index) leading() {
	x.hits = x.hits[:0]
	for at, n := range x.votes {
		if n > 0 {
			x.hits = enter(x.hits, Hit{at / 4, at % 4, int(n)}, gathered)
		}
	}
}

// enter puts h among the hits, of which there are k at most, behind those with as many votes.
func enter(hits []Hit, h Hit, k int) []Hit {
	if k == 0 || len(hits) == k && h.Votes <= hits[k-1].Votes {
		return hits
	}
	if len(hits) < k {
		hits = append(hits, Hit{})
	}
	i := len(hits) - 1
	for ; i > 0 && hits[i-1].Votes < h.Votes; i-- {
		hits[i] = hits[i-1]
	}
	hits[i] = h
	return hits
}
