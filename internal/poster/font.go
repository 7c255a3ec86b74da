package poster

import (
	"fmt"
	"strings"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/text/unicode/norm"
)

// face is a font whose letters are drawn as paths.
type face struct {
	font   *sfnt.Font
	buf    sfnt.Buffer
	em     fixed.Int26_6 // size at which coordinates are units of the font
	others string        // the CSS fonts of words that it has no letters for
}

func readFont(ttf []byte, others string) (*face, error) {
	f, err := sfnt.Parse(ttf)
	if err != nil {
		return nil, fmt.Errorf("read the font: %w", err)
	}
	return &face{font: f, em: fixed.I(int(f.UnitsPerEm())), others: others}, nil
}

// has reports whether the font has all letters of a text, and they only have to be put one after the other: not those of scripts
// that run to the left, or whose letters change with their neighbours.
func (f *face) has(text string) bool {
	for _, r := range norm.NFC.String(text) {
		if g, err := f.font.GlyphIndex(&f.buf, r); err != nil || g == 0 || r >= 0x0590 && r < 0x1c80 {
			return false
		}
	}
	return true
}

// walk calls visit for each letter with its place in ems from the start of the line, and returns the line's width in ems.
func (f *face) walk(text string, visit func(g sfnt.GlyphIndex, x float64)) float64 {
	x, before := 0.0, sfnt.GlyphIndex(0)
	for _, r := range norm.NFC.String(text) {
		g, err := f.font.GlyphIndex(&f.buf, r)
		if err != nil || g == 0 { // some 0.6 to 1 em in another font
			x += 0.6
			if r >= 0x2e80 {
				x += 0.4
			}
			before = 0
			continue
		}
		if k, err := f.font.Kern(&f.buf, before, g, f.em, font.HintingNone); err == nil && before != 0 {
			x += f.ems(k)
		}
		if visit != nil {
			visit(g, x)
		}
		a, err := f.font.GlyphAdvance(&f.buf, g, f.em, font.HintingNone)
		if err == nil {
			x += f.ems(a)
		}
		before = g
	}
	return x
}

func (f *face) ems(x fixed.Int26_6) float64 { return float64(x) / float64(f.em) }

// fit returns the size, at most size, at which a text is at most width wide.
func (f *face) fit(text string, width, size float64) float64 {
	return min(size, width/max(f.walk(text, nil), 0.01))
}

// wrap breaks a text into as few lines as it needs at a width in ems, all about as long.
func (f *face) wrap(text string, width float64) []string {
	lines := f.broken(text, width)
	for narrow := width; narrow > width/2; narrow *= 0.97 {
		even := f.broken(text, narrow)
		if len(even) > len(lines) {
			break
		}
		lines = even
	}
	return lines
}

// broken breaks a text into lines of at most width ems. Scripts without spaces break anywhere.
func (f *face) broken(text string, width float64) []string {
	var lines []string
	line := ""
	add := func(piece string) {
		if line != "" && f.walk(strings.TrimRight(line+piece, " "), nil) > width {
			lines = append(lines, strings.TrimSpace(line))
			line = ""
		}
		line += piece
	}
	for _, word := range strings.SplitAfter(text, " ") {
		start := 0
		for i, r := range word {
			if r >= 0x2e80 && i > start && !strings.ContainsRune("、。，．！？」）", r) {
				add(word[start:i])
				start = i
			}
		}
		add(word[start:])
	}
	return append(lines, strings.TrimSpace(line))
}

// outline adds a line of text to a path, its baseline beginning at (x, y), size millimetres high.
func (f *face) outline(p *path, text string, x, y, size float64) error {
	var failed error
	f.walk(text, func(g sfnt.GlyphIndex, at float64) {
		segments, err := f.font.LoadGlyph(&f.buf, g, f.em, nil)
		if err != nil {
			failed = fmt.Errorf("draw %q: %w", text, err)
			return
		}
		place := func(q fixed.Point26_6) point {
			return point{x + size*(at+f.ems(q.X)), y + size*f.ems(q.Y)}
		}
		for i, s := range segments {
			switch s.Op {
			case sfnt.SegmentOpMoveTo:
				if i > 0 {
					p.close()
				}
				p.move(place(s.Args[0]))
			case sfnt.SegmentOpLineTo:
				p.line(place(s.Args[0]))
			case sfnt.SegmentOpQuadTo:
				p.quad(place(s.Args[0]), place(s.Args[1]))
			case sfnt.SegmentOpCubeTo:
				p.cube(place(s.Args[0]), place(s.Args[1]), place(s.Args[2]))
			}
		}
		if len(segments) > 0 {
			p.close()
		}
	})
	return failed
}
