package bundle

import (
	"errors"
	"math/bits"
	"slices"
	"strconv"

	"docent/model/nn"
	"docent/model/proto"
)

// Coarse says which groups of a bundle a view is likely to show a work of, so that a page need not load all of them: the
// first stage of a search in two. It has one bit for each number of each prototype, whether it is above the mean of all
// works' (Charikar 2002, "Similarity estimation techniques from rounding algorithms", section 3, along the axes). It owns its buffers and is not
// safe for concurrent use.
type Coarse struct {
	mean  []float32 // (D)
	codes []uint64  // (N, words): bit j of a work's is 1 where number j is above the mean
	ends  []int     // of each group, the place after its last work: (G)

	query  []float32 // less the mean
	sign   []uint64  // of the query
	apart  []uint16  // of each work, in how many bits it differs from the query
	near   []proto.Match
	groups []int
}

// Names of the tensors in a coarse part.
const (
	meanTensor  = "mean"
	codesTensor = "codes"
)

// closely is how many works at least, those whose bits differ least, are looked at more closely.
const closely = 512

// NewCoarse returns a Coarse of works, in the order of the groups; at returns the prototype of one, of dim numbers.
func NewCoarse(dim int, groups []Group, at func(work int) []float32) *Coarse {
	c := newCoarse(dim, groups)
	n := c.Len()
	sum := make([]float64, dim)
	for i := range n {
		for j, x := range at(i) {
			sum[j] += float64(x)
		}
	}
	for j := range c.mean {
		c.mean[j] = float32(sum[j] / float64(max(n, 1)))
	}
	for i := range n {
		signs(c.code(i), at(i), c.mean)
	}
	return c
}

func newCoarse(dim int, groups []Group) *Coarse {
	c := &Coarse{mean: make([]float32, dim), query: make([]float32, dim)}
	n := 0
	for i := range groups {
		n += groups[i].Works
		c.ends = append(c.ends, n)
	}
	words := (dim + 63) / 64
	c.codes, c.sign, c.apart = make([]uint64, n*words), make([]uint64, words), make([]uint16, n)
	return c
}

// Len returns N, the number of works.
func (c *Coarse) Len() int { return len(c.apart) }

// Dim returns D, the length of a prototype.
func (c *Coarse) Dim() int { return len(c.mean) }

func (c *Coarse) code(i int) []uint64 { return c.codes[i*len(c.sign):][:len(c.sign):len(c.sign)] }

// signs writes, for each number of v, whether it is above the mean's.
func signs(code []uint64, v, mean []float32) {
	clear(code)
	for j, x := range v {
		if x > mean[j] {
			code[j/64] |= 1 << (j % 64)
		}
	}
}

// Nearest returns the places of the n groups that have the works nearest to the query, of length D, as far as the bits
// tell, the best first; fewer where the works that are looked at closely are of fewer, none for a query of another length. It
// is valid until the next call.
func (c *Coarse) Nearest(query []float32, n int) []int {
	c.near, c.groups = c.near[:0], c.groups[:0]
	if len(query) != len(c.mean) {
		return nil
	}
	for j, x := range query {
		if c.query[j] = x - c.mean[j]; x-x != 0 {
			return nil // no number: nothing is near
		}
	}
	signs(c.sign, query, c.mean)
	limit := c.limit()
	for i, d := range c.apart {
		if int(d) <= limit {
			c.near = append(c.near, proto.Match{Index: i, SquaredDistance: -c.along(i)})
		}
	}
	slices.SortFunc(c.near, func(a, b proto.Match) int {
		switch {
		case a.SquaredDistance < b.SquaredDistance:
			return -1
		case a.SquaredDistance > b.SquaredDistance:
			return 1
		}
		return a.Index - b.Index
	})
	for _, m := range c.near {
		if len(c.groups) == n {
			break
		}
		g, _ := slices.BinarySearch(c.ends, m.Index+1) // the first that ends behind it
		if !slices.Contains(c.groups, g) {
			c.groups = append(c.groups, g)
		}
	}
	return c.groups
}

// Asked returns the groups, n at most, that several looks at one view are nearest to, the likeliest first: what is asked for by
// any look comes before what is second for another. look returns the embedding of each.
func (c *Coarse) Asked(looks int, look func(i int) []float32, n int) (asked []int) {
	lists := make([][]int, looks)
	for i := range lists {
		lists[i] = slices.Clone(c.Nearest(look(i), n))
	}
	for rank := range n {
		for _, l := range lists {
			if rank < len(l) && len(asked) < n && !slices.Contains(asked, l[rank]) {
				asked = append(asked, l[rank])
			}
		}
	}
	return asked
}

// limit counts the bits in which works differ from the query, and returns the number up to which the closest works do.
func (c *Coarse) limit() int {
	counts := make([]int, 64*len(c.sign)+1)
	words := len(c.sign)
	for i := range c.apart {
		d := 0
		for w, s := range c.sign {
			d += bits.OnesCount64(s ^ c.codes[i*words+w])
		}
		c.apart[i] = uint16(d)
		counts[d]++
	}
	sum, limit := 0, 0
	for ; limit < len(counts)-1; limit++ {
		if sum += counts[limit]; sum >= closely {
			break
		}
	}
	return limit
}

// along returns how far the query goes along a work's bits: it, unlike the count, knows how far the query is from the mean in each number.
func (c *Coarse) along(i int) float32 {
	var sum float32
	code := c.code(i)
	for j, x := range c.query {
		if code[j/64]>>(j%64)&1 == 1 {
			sum += x
		} else {
			sum -= x
		}
	}
	return sum
}

// ReadCoarse reads a coarse part of a bundle of these groups: the tensors "mean" (1, D) and "codes" (N, D/8 rounded up) of I8, whose bit j%8 of byte j/8 is of number j.
func ReadCoarse(b []byte, groups []Group) (*Coarse, error) {
	f, err := nn.ReadSafetensors(b)
	if err != nil {
		return nil, err
	}
	c, err := coarse(f, groups)
	if err != nil {
		return nil, &nn.FormatError{What: "read " + CoarseName, Err: err}
	}
	return c, nil
}

func coarse(f *nn.File, groups []Group) (*Coarse, error) {
	var mean, codes []float32
	var dim, bytes int
	for _, t := range f.Tensors {
		var err error
		switch t.Name {
		case meanTensor:
			mean, dim, err = rows(t, 1)
		case codesTensor:
			if t.DType != nn.I8 {
				return nil, errors.New("tensor " + codesTensor + " is not of type I8")
			}
			codes, bytes, err = rows(t, MaxWorks)
		}
		if err != nil {
			return nil, err
		}
	}
	if mean == nil || codes == nil {
		return nil, errors.New("there is no tensor " + meanTensor + ", or no tensor " + codesTensor)
	}
	n := 0
	for i := range groups {
		n += groups[i].Works
	}
	if bytes != (dim+7)/8 || len(codes) != n*bytes { // before memory is taken for so many works
		return nil, errors.New("there is not one bit for each of the " + strconv.Itoa(dim) + " numbers of " + strconv.Itoa(n) + " works")
	}
	c := newCoarse(dim, groups)
	copy(c.mean, mean)
	for i := range c.Len() {
		code := c.code(i)
		for k, v := range codes[i*bytes : (i+1)*bytes] {
			code[k/8] |= uint64(uint8(int8(v))) << (k % 8 * 8)
		}
		if dim%64 != 0 && code[len(code)-1]>>(dim%64) != 0 {
			return nil, errors.New("work " + strconv.Itoa(i) + " has bits of no number")
		}
	}
	return c, nil
}

// EncodeCoarse writes a coarse part.
func EncodeCoarse(c *Coarse) ([]byte, error) {
	bytes := (c.Dim() + 7) / 8
	codes := make([]float32, 0, c.Len()*bytes)
	for i := range c.Len() {
		code := c.code(i)
		for k := range bytes {
			codes = append(codes, float32(int8(code[k/8]>>(k%8*8))))
		}
	}
	b, err := nn.WriteSafetensors(&nn.File{Tensors: []nn.Tensor{
		{Name: meanTensor, DType: nn.F32, Dims: []int{1, c.Dim()}, Data: c.mean},
		{Name: codesTensor, DType: nn.I8, Dims: []int{c.Len(), bytes}, Data: codes},
	}})
	if err != nil {
		return nil, errors.New("write " + CoarseName + ": " + err.Error())
	}
	return b, nil
}
