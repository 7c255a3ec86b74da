package vision

import "image"

// Outside says what [Warp] does with pixels whose place lies outside the source picture.
type Outside int

const (
	Keep  Outside = iota // leave the destination's pixel as it is
	Clamp                // take the nearest pixel on the source's edge
)

// Warp fills dst from src through h, which maps places of dst to places of src. Pixels are interpolated bilinearly; where
// the picture shrinks they are read from a copy of src halved as often as the local scale asks for, so that
// nothing aliases. Pixels that map behind the horizon count as outside. The result is opaque.
func Warp(dst, src *image.RGBA, h Homography, outside Outside) {
	if src.Rect.Empty() {
		return
	}
	levels := pyramid{src}
	w, ht := float64(src.Rect.Dx()), float64(src.Rect.Dy())
	// The sign of the homography's denominator in front of the horizon: h may be any multiple of the map.
	front := frontSign(h, dst)
	for y := range dst.Rect.Dy() {
		out := dst.Pix[y*dst.Stride:]
		py := float64(y) + 0.5
		for x := range dst.Rect.Dx() {
			px := float64(x) + 0.5
			d := h[6]*px + h[7]*py + h[8]
			if d*front <= 0 {
				continue
			}
			inv := 1 / d
			u := (h[0]*px + h[1]*py + h[2]) * inv
			v := (h[3]*px + h[4]*py + h[5]) * inv
			if outside == Keep && !(u >= 0 && v >= 0 && u < w && v < ht) {
				continue
			}
			// Steps in src for one step right and one step down in dst: the derivatives of u and v.
			ux, vx := (h[0]-u*h[6])*inv, (h[3]-v*h[6])*inv
			uy, vy := (h[1]-u*h[7])*inv, (h[4]-v*h[7])*inv
			level := levelFor(max(ux*ux+vx*vx, uy*uy+vy*vy))
			m, level := levels.at(level)
			scale := 1 / float64(int(1)<<level)
			bilinear(out[x*4:x*4+4:x*4+4], m, u*scale, v*scale)
		}
	}
}

// frontSign is the sign of h's denominator at the middle of dst, 0 if the horizon goes through it.
func frontSign(h Homography, dst *image.RGBA) float64 {
	d := h[6]*float64(dst.Rect.Dx())/2 + h[7]*float64(dst.Rect.Dy())/2 + h[8]
	switch {
	case d > 0:
		return 1
	case d < 0:
		return -1
	}
	return 0
}

// levelFor is the number of halvings for a squared step: the nearest power of two, so 0 below a step of 1.41.
func levelFor(squaredStep float64) int {
	level := 0
	for squaredStep > 2 && level < 30 {
		squaredStep /= 4
		level++
	}
	return level
}

// pyramid holds a picture and its halvings, made when first asked for.
type pyramid []*image.RGBA

// at returns the picture halved level times and level; or, when it is down to one pixel before that, the smallest there is.
func (p *pyramid) at(level int) (*image.RGBA, int) {
	for len(*p) <= level {
		last := (*p)[len(*p)-1]
		if last.Rect.Dx() <= 1 && last.Rect.Dy() <= 1 {
			return last, len(*p) - 1
		}
		*p = append(*p, halve(last))
	}
	return (*p)[level], level
}

// halve averages blocks of 2 x 2 pixels; at an odd edge, the last row or column is counted twice.
func halve(src *image.RGBA) *image.RGBA {
	w, h := src.Rect.Dx(), src.Rect.Dy()
	dst := image.NewRGBA(image.Rect(0, 0, (w+1)/2, (h+1)/2))
	for y := range dst.Rect.Dy() {
		r0 := src.Pix[2*y*src.Stride:]
		r1 := src.Pix[min(2*y+1, h-1)*src.Stride:]
		out := dst.Pix[y*dst.Stride:]
		for x := range dst.Rect.Dx() {
			a, b := 8*x, 4*min(2*x+1, w-1)
			for c := range 3 {
				sum := uint(r0[a+c]) + uint(r0[b+c]) + uint(r1[a+c]) + uint(r1[b+c])
				out[4*x+c] = uint8((sum + 2) / 4)
			}
			out[4*x+3] = 255
		}
	}
	return dst
}

// bilinear writes the pixel of m at (u, v) to dst, interpolated between the four pixels around it; places beyond
// the outermost pixel centres take the edge's colour.
func bilinear(dst []uint8, m *image.RGBA, u, v float64) {
	w, h := m.Rect.Dx(), m.Rect.Dy()
	u, v = clamp(u-0.5, float64(w-1)), clamp(v-0.5, float64(h-1))
	x0, y0 := int(u), int(v)
	x1, y1 := min(x0+1, w-1), min(y0+1, h-1)
	fx, fy := float32(u-float64(x0)), float32(v-float64(y0))
	r0, r1 := m.Pix[y0*m.Stride:], m.Pix[y1*m.Stride:]
	for c := range 3 {
		top := float32(r0[4*x0+c])*(1-fx) + float32(r0[4*x1+c])*fx
		bottom := float32(r1[4*x0+c])*(1-fx) + float32(r1[4*x1+c])*fx
		dst[c] = uint8(top*(1-fy) + bottom*fy + 0.5)
	}
	dst[3] = 255
}

// clamp brings v into 0..most; what is not a number becomes 0.
func clamp(v, most float64) float64 {
	if !(v > 0) {
		return 0
	}
	return min(v, most)
}
