// Package facts measures a reference picture by itself: how large, sharp, bright and plain it is, and how much of it is the
// work. A build keeps the facts of each picture; package quality says what they mean.
package facts

import (
	"image"
	"math"
	"slices"

	"docent/model"
	"docent/model/vision"
)

// Facts are what a picture tells by itself.
type Facts struct {
	Width, Height int // pixels, as package picture reads the file: upright, 2,048 a side at most
	// Detail is how much of the contrast between neighbouring pixels is left when they are averaged two by two: the root mean
	// square of the one over that of the other, in blocks of the picture made Side pixels large; nine of ten blocks, of those in which
	// something is to be seen, have less. The brightness of pictures changes about as much at one scale as at the next (Field 1987, "Relations
	// between the statistics of natural images and the response properties of cortical cells"), so it is about the same for all
	// sharp pictures, whatever they show, as long as a part of them is sharp: 0.74 at least, and mostly 0.97, in 400 pictures
	// of works; 0.70 at most in 99 of 100 of them blurred by one pixel (standard deviation), 0.66 at most by one and a half.
	Detail float64
	Bright int // of 100 pixels, 95 are darker than that: 0 to 255
	Span   int // how much brighter that is than what 5 of 100 are darker than
	// Outline is the work that the locator sees within the picture, in shares of its sides; only where Sure is not 0.
	Outline vision.Quad
	Sure    float64 // the locator's confidence in it
}

// Side is the size of the picture's longest side, in pixels, at which its detail is measured: somewhat less than the
// 160 at which works' features are found (package local).
const Side = 144

// Of measures a picture. The locator may be nil; it is used alone for as long as the call takes.
func Of(picture *image.RGBA, l model.Locator) Facts {
	size := picture.Rect.Size()
	f := Facts{Width: size.X, Height: size.Y}
	p := brightness(vision.Fit(picture, Side))
	f.Detail = p.detail()
	f.Bright, f.Span = p.range90()
	if l != nil {
		frame := vision.Frame(picture)
		if found := l.Locate(frame); len(found) > 0 {
			f.Sure = float64(found[0].Confidence)
			f.Outline = l.Refine(frame, found[0]).Outline
			for i := range f.Outline {
				f.Outline[i].X /= float64(frame.Rect.Dx())
				f.Outline[i].Y /= float64(frame.Rect.Dy())
			}
		}
	}
	return f
}

// Shortest returns the pixels along the shorter side.
func (f *Facts) Shortest() int { return min(f.Width, f.Height) }

// Share returns the share of the picture that is the work, as far as the locator sees it: 1 where it sees none.
func (f *Facts) Share() float64 {
	if f.Sure == 0 {
		return 1
	}
	return min(f.Outline.Area(), 1)
}

// plane is the brightness of a picture, row by row, 0 to 255.
type plane struct {
	w, h  int
	light []float64
}

// brightness weighs the colours as JPEG does.
func brightness(m *image.RGBA) plane {
	p := plane{w: m.Rect.Dx(), h: m.Rect.Dy()}
	for y := range p.h {
		row := m.Pix[y*m.Stride:][:4*p.w]
		for x := 0; x < len(row); x += 4 {
			p.light = append(p.light, float64(77*int(row[x])+150*int(row[x+1])+29*int(row[x+2]))/256)
		}
	}
	return p
}

// Blocks in which a picture's detail is measured: half of each lies in the next.
const (
	blockSide   = 24
	leastChange = 3 // of brightness, root mean square: where less is to be seen, it is grain
	sharpest    = 0.9
)

// detail returns Facts.Detail; 1 where nothing is to be seen in any block.
func (p plane) detail() float64 {
	var found []float64
	for y := 0; y+blockSide <= p.h; y += blockSide / 2 {
		for x := 0; x+blockSide <= p.w; x += blockSide / 2 {
			b := p.block(x, y)
			if c := b.change(); c >= leastChange {
				found = append(found, c/max(b.halved().change(), c/10))
			}
		}
	}
	if len(found) == 0 {
		return 1
	}
	slices.Sort(found)
	return found[int(sharpest*float64(len(found)-1))]
}

// block returns the block at a place.
func (p plane) block(x, y int) plane {
	b := plane{w: blockSide, h: blockSide}
	for j := range blockSide {
		b.light = append(b.light, p.light[(y+j)*p.w+x:][:blockSide]...)
	}
	return b
}

// halved averages pixels two by two; an odd row or column at the end is left out.
func (p plane) halved() plane {
	q := plane{w: p.w / 2, h: p.h / 2}
	for y := range q.h {
		for x := range q.w {
			at := p.light[2*y*p.w+2*x:]
			q.light = append(q.light, (at[0]+at[1]+at[p.w]+at[p.w+1])/4)
		}
	}
	return q
}

// change returns the root mean square of how much neighbouring pixels differ, across and down.
func (p plane) change() float64 {
	if p.w < 2 || p.h < 2 {
		return 0
	}
	var sum float64
	for y := 1; y < p.h; y++ {
		for x := 1; x < p.w; x++ {
			here := p.light[y*p.w+x]
			across, down := here-p.light[y*p.w+x-1], here-p.light[(y-1)*p.w+x]
			sum += float64(across*across) + float64(down*down)
		}
	}
	return math.Sqrt(sum / float64((p.w-1)*(p.h-1)))
}

// range90 returns Facts.Bright and Facts.Span.
func (p plane) range90() (bright, span int) {
	var counts [256]int
	for _, v := range p.light {
		counts[int(v)]++
	}
	// quantile returns the brightness below which a share of all pixels lies.
	quantile := func(share float64) int {
		left := int(share * float64(len(p.light)))
		for v, n := range counts {
			if left < n {
				return v
			}
			left -= n
		}
		return 255
	}
	bright = quantile(0.95)
	return bright, bright - quantile(0.05)
}
