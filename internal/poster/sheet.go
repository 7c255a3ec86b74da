package poster

import (
	"slices"

	"rsc.io/qr/coding"
)

// point is a place on the sheet, in millimetres from its top left corner.
type point struct{ x, y float64 }

// segment is a piece of a path: M, L, C (a cubic curve) or Z with as many points as it needs.
type segment struct {
	op     byte
	points [3]point
}

// path is a shape, filled by the nonzero rule.
type path struct {
	fill     string
	segments []segment
	last     point
}

func (p *path) add(op byte, points ...point) {
	s := segment{op: op}
	copy(s.points[:], points)
	p.segments = append(p.segments, s)
	if len(points) > 0 {
		p.last = points[len(points)-1]
	}
}

func (p *path) move(a point)       { p.add('M', a) }
func (p *path) line(a point)       { p.add('L', a) }
func (p *path) cube(a, b, c point) { p.add('C', a, b, c) }
func (p *path) close()             { p.add('Z') }

// quad adds a quadratic curve as the cubic one that it is.
func (p *path) quad(a, b point) {
	third := func(u, v point) point { return point{u.x + (v.x-u.x)*2/3, u.y + (v.y-u.y)*2/3} }
	p.cube(third(p.last, a), third(b, a), b)
}

func (p *path) box(x, y, w, h float64) {
	p.move(point{x, y})
	p.line(point{x + w, y})
	p.line(point{x + w, y + h})
	p.line(point{x, y + h})
	p.close()
}

// label is a line of words that there are no letters for here: only the SVG has it.
type label struct {
	words
	fill, fonts string
	x, y, size  float64
}

// sheet is what is on the paper.
type sheet struct {
	title, language, about string
	paths                  []*path
	labels                 []label
	err                    error
}

// paragraph writes texts below one another into the column from y down, each in at most lines lines: where it does not fit, all
// are written smaller. It returns where the last ends.
func (s *sheet) paragraph(f *face, texts []words, size, leading float64, fill string, y float64, lines int) float64 {
	broken := make([][]string, len(texts))
	for {
		long, wide := false, false
		for i, t := range texts {
			broken[i] = f.wrap(t.words, column/size)
			long = long || len(broken[i]) > lines
			wide = wide || slices.ContainsFunc(broken[i], func(l string) bool { return f.walk(l, nil)*size > column })
		}
		if !long && !wide || size < 1.5 {
			break
		}
		size *= 0.95
	}
	shape := &path{fill: fill}
	for i, t := range texts {
		if i > 0 {
			y += 0.35 * size
		}
		for _, l := range broken[i] {
			base := y + size*(0.5*(leading-1)+0.8)
			if f.has(l) {
				if err := f.outline(shape, l, left, base, size); err != nil {
					s.err = err
				}
			} else {
				s.labels = append(s.labels, label{words{l, t.language}, fill, f.others, left, base, size})
			}
			y += leading * size
		}
	}
	s.paths = append(s.paths, shape)
	return y
}

// marks draws the four corners of the page's viewfinder around a square.
func (s *sheet) marks(x, y, side float64) {
	p := &path{fill: ink}
	far := side - stroke
	for _, at := range []point{{0, 0}, {far, 0}, {0, far}, {far, far}} {
		h, v := min(at.x, side-corner), min(at.y, side-corner)
		p.box(x+h, y+at.y, corner, stroke)
		p.box(x+at.x, y+v, stroke, corner)
	}
	s.paths = append(s.paths, p)
}

// code draws a QR code inside the marks, with its white around it. Boxes of a row that touch are one.
func (s *sheet) code(c *coding.Code, x, y, side float64) {
	p := &path{fill: "#000000"}
	module := (side - 2*stroke) / float64(c.Size+2*quiet)
	x, y = x+stroke+quiet*module, y+stroke+quiet*module
	for row := range c.Size {
		for begin := 0; begin < c.Size; begin++ {
			end := begin
			for end < c.Size && c.Black(end, row) {
				end++
			}
			if end > begin {
				p.box(x+float64(begin)*module, y+float64(row)*module, float64(end-begin)*module, module)
				begin = end
			}
		}
	}
	s.paths = append(s.paths, p)
}

// add puts what is on another sheet on this one, moved by (dx, dy).
func (s *sheet) add(other *sheet, dx, dy float64) {
	for _, p := range other.paths {
		for i := range p.segments {
			for j := range p.segments[i].points {
				p.segments[i].points[j].x += dx
				p.segments[i].points[j].y += dy
			}
		}
		s.paths = append(s.paths, p)
	}
	for _, l := range other.labels {
		l.x, l.y = l.x+dx, l.y+dy
		s.labels = append(s.labels, l)
	}
	if other.err != nil {
		s.err = other.err
	}
}

// left returns the words that are labels, line by line.
func (s *sheet) left() []string {
	var out []string
	for _, l := range s.labels {
		out = append(out, l.words.words)
	}
	return out
}
