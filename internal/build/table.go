//go:build !js || curator

package build

import (
	"fmt"

	"docent/model/bundle"
	"docent/model/proto"
)

// table is the prototypes of a collection as a bundle stores them: a quarter of the memory of a proto.Set.
type table struct {
	proto.Int8Set
	background, impostors []float32 // as in proto.Set
}

// newTable returns a table of n prototypes and a background of others, with impostors if they are known.
func newTable(n, others, dim int, impostors bool) *table {
	t := &table{Int8Set: proto.Int8Set{Dim: dim, Vectors: make([]int8, n*dim), Scales: make([]float32, n)}, background: make([]float32, others*dim)}
	if impostors {
		t.impostors = make([]float32, n)
	}
	return t
}

// put takes a work's prototype in, rounded.
func (t *table) put(i int, r *Result) error {
	whole := make([]float32, t.Dim)
	for _, v := range r.Prototype {
		if v-v != 0 {
			return fmt.Errorf("its prototype is not finite; are these weights trained?")
		}
	}
	t.Scales[i] = bundle.RoundPrototype(whole, r.Prototype)
	row := t.Int8Set.At(i)
	for j, v := range whole {
		row[j] = int8(v)
	}
	if t.impostors != nil {
		t.impostors[i] = r.Impostor
	}
	return nil
}

// round rounds what is beside the prototypes, once it is complete.
func (t *table) round() error {
	background, err := rounded(&proto.Set{Dim: t.Dim, Vectors: make([]float32, t.Dim), Background: t.background})
	if err != nil {
		return err
	}
	t.background = background.Background
	if t.impostors != nil {
		impostors, err := rounded(&proto.Set{Dim: 1, Vectors: make([]float32, t.Len()), Impostors: t.impostors})
		if err != nil {
			return err
		}
		t.impostors = impostors.Impostors
	}
	return nil
}

// rounded returns the set as it comes back from a bundle.
func rounded(s *proto.Set) (*proto.Set, error) {
	part, err := bundle.EncodePrototypes(s)
	if err != nil {
		return nil, err
	}
	return bundle.ReadPrototypes(part)
}

// write writes a prototype to dst.
func (t *table) write(dst []float32, i int) {
	scale := t.Scales[i]
	for j, v := range t.Int8Set.At(i) {
		dst[j] = float32(v) * scale
	}
}

// set returns some of the prototypes, without background.
func (t *table) set(members []int) *proto.Set {
	s := &proto.Set{Dim: t.Dim, Vectors: make([]float32, len(members)*t.Dim)}
	for i, m := range members {
		t.write(s.At(i), m)
		if t.impostors != nil {
			s.Impostors = append(s.Impostors, t.impostors[m])
		}
	}
	return s
}

// rows gives the prototypes of a table one at a time: what At returns is valid until it is called again.
type rows struct {
	*table
	row []float32
}

func (t *table) rows() *rows { return &rows{t, make([]float32, t.Dim)} }

func (r *rows) At(i int) []float32 {
	r.write(r.row, i)
	return r.row
}
