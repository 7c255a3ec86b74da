package paint

import "math"

// Tiles is a floor of nearly square tiles that turn with a direction field: a Voronoi diagram in which each site measures
// distance along its own axes, its sites moved to the middle of their tiles a few times (Hausner 2001, Simulating
// decorative mosaics).
type Tiles struct {
	Pts      []Pt
	Angle    []float64
	Size     []float64 // half the side of each tile: where two tiles meet, the larger reaches further
	index    *Sites
	reach    int
	widest   float64
	cos, sin []float64
}

// NewTiles lays tiles from the given points, of which the first fixed stay where they are; size is half a tile's side at
// a point, field its direction.
func NewTiles(pts []Pt, aspect float64, fixed int, field, size func(x, y float64) float64, rounds int) *Tiles {
	t := &Tiles{Pts: append([]Pt(nil), pts...)}
	n := len(pts)
	t.Angle, t.Size = make([]float64, n), make([]float64, n)
	t.cos, t.sin = make([]float64, n), make([]float64, n)
	const rows = 340 // the grid on which middles are found
	cols := int(rows * aspect)
	for r := 0; ; r++ {
		for i, p := range t.Pts {
			t.Angle[i] = field(p.X, p.Y)
			t.Size[i] = size(p.X, p.Y)
			t.widest = max(t.widest, t.Size[i])
			t.sin[i], t.cos[i] = math.Sincos(t.Angle[i])
		}
		t.index = NewSites(t.Pts, aspect, 1.4*t.widest)
		if r == rounds {
			return t
		}
		sum := make([]Pt, n)
		count := make([]float64, n)
		for j := range rows {
			for i := range cols {
				p := P((float64(i)+0.5)/rows, (float64(j)+0.5)/rows)
				if k, _ := t.At(p.X, p.Y); k >= 0 {
					sum[k] = sum[k].Add(p)
					count[k]++
				}
			}
		}
		for i := range t.Pts {
			if count[i] > 0 && i >= fixed {
				t.Pts[i] = sum[i].Mul(1 / count[i])
			}
		}
	}
}

// At returns the tile at a point (-1 for none) and how far inside it is: 0 at the joint, growing towards the middle, in
// canvas units.
func (t *Tiles) At(x, y float64) (tile int, inside float64) {
	s := t.index
	ci := max(0, min(s.cols-1, int(math.Floor(x/s.cell))+1))
	cj := max(0, min(s.rows-1, int(math.Floor(y/s.cell))+1))
	tile = -1
	b1, b2 := math.Inf(1), math.Inf(1)
	for j := max(0, cj-2); j <= min(s.rows-1, cj+2); j++ {
		for i := max(0, ci-2); i <= min(s.cols-1, ci+2); i++ {
			for k := s.first[j*s.cols+i]; k > 0; k = s.next[k-1] {
				q := k - 1
				dx, dy := x-t.Pts[q].X, y-t.Pts[q].Y
				u := math.Abs(dx*t.cos[q] + dy*t.sin[q])
				v := math.Abs(dy*t.cos[q] - dx*t.sin[q])
				d := (max(u, v) + 0.12*min(u, v)) / t.Size[q]
				if d < b1 {
					b1, b2 = d, b1
					tile = int(q)
				} else if d < b2 {
					b2 = d
				}
			}
		}
	}
	if tile < 0 {
		return -1, 0
	}
	return tile, (min(b2, 3) - b1) / 2 * t.Size[tile]
}
