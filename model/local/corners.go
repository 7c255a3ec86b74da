package local

import "math"

const (
	margin = 4 // corners keep so far from the edge, in pixels
	window = 2 // half the width of the pixels that a corner is found by
	// The picture is divided in so many cells a side, none of which gives more than three times its share: corners come
	// from everywhere.
	cells  = 8
	excess = 3
)

// corners appends the strongest corners of p.smooth to dst, n at most, the strongest first (Harris and Stephens 1988, with the measure
// of Shi and Tomasi 1994: the smaller eigenvalue of the gradients' second moments over 5x5 pixels). place says where they are.
func (p *plane) corners(dst []uint64, n int) []uint64 {
	p.measure()
	s, w := p.strength, p.w
	for y := margin; y < p.h-margin; y++ {
		for x := margin; x < w-margin; x++ {
			if v := s[y*w+x]; v > s[y*w+x+1] && v > s[y*w+x-1] && v > 0 && peak(s[(y-2)*w+x-2:], w, v) {
				dst = append(dst, uint64(v)<<32|uint64(y)<<16|uint64(x))
			}
		}
	}
	sort(dst)
	var taken [cells * cells]int
	kept := dst[:0]
	for _, c := range dst {
		x, y := place(c)
		cell := &taken[y*cells/p.h*cells+x*cells/w]
		if len(kept) < n && *cell <= excess*n/(cells*cells) {
			*cell++
			kept = append(kept, c)
		}
	}
	return kept
}

// place returns where a corner is: the number is its strength, its row and its column.
func place(corner uint64) (x, y int) { return int(uint16(corner)), int(uint16(corner >> 16)) }

// measure sets strength, but for pixels that are nearer to the edge than corners and their neighbours are. Sums run down
// the columns and then along the rows; the products of the last five rows are kept, to be taken off.
func (p *plane) measure() {
	w := p.w
	xx, xy, yy := p.gradients[0][:w], p.gradients[1][:w], p.gradients[2][:w]
	clear(xx)
	clear(xy)
	clear(yy)
	for i := range p.products {
		for c := range 3 {
			clear(p.products[i][c])
		}
	}
	for y := range p.h {
		kept := &p.products[y%len(p.products)]
		kxx, kxy, kyy := kept[0][:w], kept[1][:w], kept[2][:w]
		above := p.smooth[(y+reach-1)*p.stride+reach:][:w]
		below := p.smooth[(y+reach+1)*p.stride+reach:][:w]
		before := p.smooth[(y+reach)*p.stride+reach-1:][:w+2]
		after := before[2:][:w]
		for x := range w {
			gx, gy := int32(after[x])-int32(before[x]), int32(below[x])-int32(above[x])
			vxx, vxy, vyy := gx*gx, gx*gy, gy*gy
			xx[x] += vxx - kxx[x]
			xy[x] += vxy - kxy[x]
			yy[x] += vyy - kyy[x]
			kxx[x], kxy[x], kyy[x] = vxx, vxy, vyy
		}
		if y < 2*window {
			continue
		}
		var sxx, sxy, syy int32
		for x := range 2 * window {
			sxx, sxy, syy = sxx+xx[x], sxy+xy[x], syy+yy[x]
		}
		row := p.strength[(y-window)*w+window:][:w-2*window]
		ahead, aheadXY, aheadYY := xx[2*window:][:len(row)], xy[2*window:][:len(row)], yy[2*window:][:len(row)]
		for x := range row {
			sxx, sxy, syy = sxx+ahead[x], sxy+aheadXY[x], syy+aheadYY[x]
			d, m := float64(int64(sxx)-int64(syy)), float64(2*int64(sxy))
			row[x] = int32((int64(sxx) + int64(syy) - int64(math.Sqrt(float64(d*d)+float64(m*m)))) / 2)
			sxx, sxy, syy = sxx-xx[x], sxy-xy[x], syy-yy[x]
		}
	}
}

// peak says whether v, in the middle of the 5x5 values that around begins with, is larger than the others.
func peak(around []int32, stride int, v int32) bool {
	for j := range 5 {
		row := around[j*stride:][:5:5]
		for i, w := range row {
			if w >= v && (i != 2 || j != 2) {
				return false
			}
		}
	}
	return true
}

// sort sorts the largest first (Shell 1959, with the gaps of Ciura 2001).
func sort(v []uint64) {
	for _, gap := range [...]int{701, 301, 132, 57, 23, 10, 4, 1} {
		for i := gap; i < len(v); i++ {
			x, j := v[i], i
			for ; j >= gap && v[j-gap] < x; j -= gap {
				v[j] = v[j-gap]
			}
			v[j] = x
		}
	}
}
