package local

// reach is how far from the corner a compared place is at most, in pixels, each way.
const reach = 15

// pairs are the places, two of a column and a row each, that a word of a descriptor compares, drawn around the corner from
// a bell curve once and for all (Calonder et al. 2010, section 3.2, G II). They are part of what a stored descriptor means.
var pairs = func() (p [64][4]int) {
	random := random(1)
	draw := func() int {
		sum := -20
		for range 4 {
			sum += random.below(11)
		}
		return max(-reach, min(reach, sum))
	}
	for i := range p {
		for p[i][0] == p[i][2] && p[i][1] == p[i][3] {
			p[i] = [4]int{draw(), draw(), draw(), draw()}
		}
	}
	return p
}()

// describe returns the comparisons around a corner. Word w compares the pairs, turned clockwise by w quarter turns:
//
//	bit i of word 0 = smooth at pairs[i][0:2] < smooth at pairs[i][2:4]
//
// Places outside of the picture are taken to be at its edge.
func (p *plane) describe(x, y int) (d [4]uint64) {
	s := p.stride
	const far = 2*reach + 1
	around := p.smooth[y*s+x:][: (far-1)*s+far : (far-1)*s+far] // the corner is reach columns and rows further
	middle := reach*s + reach
	right, down := 1, s
	for w := range d {
		var word uint64
		for i := range pairs {
			q := &pairs[i]
			a, b := around[middle+q[0]*right+q[1]*down], around[middle+q[2]*right+q[3]*down]
			word = word>>1 | uint64(uint32(int32(a)-int32(b)))>>31<<63
		}
		d[w] = word
		right, down = down, -right // (1, 0) to (0, 1): clockwise, as rows count downwards
	}
	return d
}

// random is a state of Marsaglia's xorshift (2003), which must not be 0.
type random uint32

// below returns a number from 0 to n-1.
func (r *random) below(n int) int {
	*r ^= *r << 13
	*r ^= *r >> 17
	*r ^= *r << 5
	return int(uint64(*r) * uint64(n) >> 32)
}
