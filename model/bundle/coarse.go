package bundle

import (
	"errors"
	"math"
	"strconv"

	"docent/model/nn"
	"docent/model/proto"
)

// Coarse says which groups of a bundle a view is likely to show a work of, so that a page need not load all of them: the
// first stage of a search in two (inverted lists under a coarse quantiser: Jégou, Douze and Schmid 2011, "Product quantization for
// nearest neighbor search", section IV). Each group has some centroids, which stand for its prototypes.
type Coarse struct {
	Centroids proto.Int8Set // (C, D)
	Groups    []int         // of each centroid, the place of its group in the manifest: (C)
}

// Names of the tensors in a coarse part.
const (
	centroidsTensor = "centroids"
	groupsTensor    = "groups"
)

// maxCentroids bounds the centroids, which the first frame is compared to.
const maxCentroids = 262_144

// NewCoarse returns a Coarse of centroids (C, dim), row-major, which it rounds to int8.
func NewCoarse(dim int, centroids []float32, groups []int) (*Coarse, error) {
	set, err := proto.Quantise(&proto.Set{Dim: dim, Vectors: centroids})
	if err != nil {
		return nil, err
	}
	return &Coarse{*set, groups}, nil
}

// Nearest returns the places of the n groups that have the centroids nearest to the query, of length D, the best first;
// fewer where fewer have any, and none for a query that is not finite.
func (c *Coarse) Nearest(query []float32, n int) []int {
	var q proto.Int8Query
	q.Set(query)
	var nearest []float32 // of each group
	for i, g := range c.Groups {
		for len(nearest) <= g {
			nearest = append(nearest, float32(math.Inf(1)))
		}
		nearest[g] = min(nearest[g], c.Centroids.SquaredDistance(i, &q))
	}
	var best []proto.Match
	for g, d := range nearest {
		if d <= math.MaxFloat32 {
			best = proto.Insert(best, proto.Match{Index: g, SquaredDistance: d}, n)
		}
	}
	groups := make([]int, len(best))
	for i, m := range best {
		groups[i] = m.Index
	}
	return groups
}

// ReadCoarse reads a coarse part of a bundle of that many groups: the tensors "centroids" (C, D) of I8, "scales" (C, 1) and "groups" (C, 1), whole
// numbers from 0.
func ReadCoarse(b []byte, groups int) (*Coarse, error) {
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

func coarse(f *nn.File, groups int) (*Coarse, error) {
	c := &Coarse{}
	var whole, places []float32
	scalesDim, placesDim := 1, 1
	for _, t := range f.Tensors {
		var err error
		switch t.Name {
		case centroidsTensor:
			if t.DType != nn.I8 {
				return nil, errors.New("tensor " + centroidsTensor + " is not of type I8")
			}
			whole, c.Centroids.Dim, err = rows(t, maxCentroids)
		case scalesTensor:
			c.Centroids.Scales, scalesDim, err = rows(t, maxCentroids)
		case groupsTensor:
			places, placesDim, err = rows(t, maxCentroids)
		}
		if err != nil {
			return nil, err
		}
	}
	n := len(places)
	if n == 0 || placesDim != 1 || scalesDim != 1 || len(c.Centroids.Scales) != n || len(whole) != n*c.Centroids.Dim {
		return nil, errors.New("there is not one scale and one group for each centroid")
	}
	c.Centroids.Vectors = make([]int8, len(whole))
	for i, v := range whole {
		c.Centroids.Vectors[i] = int8(v)
	}
	c.Groups = make([]int, n)
	for i, v := range places {
		if g := int(min(max(v, -1), MaxGroups)); g < 0 || g >= groups || float32(g) != v {
			return nil, errors.New("centroid " + strconv.Itoa(i) + " is of no group")
		} else {
			c.Groups[i] = g
		}
	}
	if err := c.Centroids.Check(); err != nil {
		return nil, err
	}
	return c, nil
}

// EncodeCoarse writes a coarse part.
func EncodeCoarse(c *Coarse) ([]byte, error) {
	n := len(c.Groups)
	if err := c.Centroids.Check(); err != nil || n != c.Centroids.Len() {
		return nil, errors.New("write " + CoarseName + ": there is not one scale and one group for each centroid")
	}
	whole, places := make([]float32, len(c.Centroids.Vectors)), make([]float32, n)
	for i, v := range c.Centroids.Vectors {
		whole[i] = float32(v)
	}
	for i, g := range c.Groups {
		places[i] = float32(g)
	}
	b, err := nn.WriteSafetensors(&nn.File{Tensors: []nn.Tensor{
		{Name: scalesTensor, DType: nn.F32, Dims: []int{n, 1}, Data: c.Centroids.Scales},
		{Name: groupsTensor, DType: nn.F32, Dims: []int{n, 1}, Data: places},
		{Name: centroidsTensor, DType: nn.I8, Dims: []int{n, c.Centroids.Dim}, Data: whole},
	}})
	if err != nil {
		return nil, errors.New("write " + CoarseName + ": " + err.Error())
	}
	return b, nil
}
