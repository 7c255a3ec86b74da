package poster

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"
	"time"

	"codeberg.org/go-pdf/fpdf"
)

// svg returns the sheet as an SVG file, a millimetre to a unit.
func (s *sheet) svg() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%dmm" height="%dmm" viewBox="0 0 %[1]d %[2]d" role="img"`, sheetWidth, sheetHeight)
	if s.language != "" {
		fmt.Fprintf(&b, ` lang="%s"`, escape(s.language))
	}
	fmt.Fprintf(&b, "><title>%s</title><desc>%s</desc>\n", escape(s.title), escape(s.about))
	fmt.Fprintf(&b, `<path fill="#ffffff" d="M0 0H%dV%dH0Z"/>`+"\n", sheetWidth, sheetHeight)
	for _, p := range s.paths {
		fmt.Fprintf(&b, `<path fill="%s" d="`, p.fill)
		for _, seg := range p.segments {
			b.WriteByte(seg.op)
			for i, q := range seg.points[:count(seg.op)] {
				if i > 0 {
					b.WriteByte(' ')
				}
				b.WriteString(short(q.x) + " " + short(q.y))
			}
		}
		b.WriteString("\"/>\n")
	}
	for _, l := range s.labels {
		fmt.Fprintf(&b, `<text x="%s" y="%s" font-size="%s" font-family="%s" fill="%s" lang="%s">%s</text>`+"\n",
			short(l.x), short(l.y), short(l.size), l.fonts, l.fill, escape(l.language), escape(l.words.words))
	}
	b.WriteString("</svg>\n")
	return b.Bytes()
}

// count returns how many points a segment has.
func count(op byte) int {
	switch op {
	case 'Z':
		return 0
	case 'C':
		return 3
	}
	return 1
}

// short writes a length to a thousandth of a millimetre.
func short(x float64) string {
	t := strings.TrimRight(strconv.FormatFloat(x, 'f', 3, 64), "0")
	return strings.TrimSuffix(t, ".")
}

func escape(text string) string {
	var b bytes.Buffer
	xml.EscapeText(&b, []byte(text)) // to memory: it cannot fail
	return b.String()
}

// pdf returns the sheet as a PDF file.
func (s *sheet) pdf() ([]byte, error) {
	if s.err != nil {
		return nil, s.err
	}
	f := fpdf.New("P", "mm", "A4", "")
	f.SetCatalogSort(true)
	f.SetCreationDate(epoch) // it says nothing about when it was made: the same page gives the same bytes
	f.SetModificationDate(epoch)
	f.SetTitle(s.title, true)
	f.SetSubject(s.about, true)
	f.SetProducer("docent", true)
	f.SetLang(s.language)
	f.SetMargins(0, 0, 0)
	f.SetAutoPageBreak(false, 0)
	f.AddPage()
	for _, p := range s.paths {
		if len(p.segments) == 0 {
			continue
		}
		var red, green, blue int
		fmt.Sscanf(p.fill, "#%02x%02x%02x", &red, &green, &blue)
		f.SetFillColor(red, green, blue)
		for _, seg := range p.segments {
			q := seg.points
			switch seg.op {
			case 'M':
				f.MoveTo(q[0].x, q[0].y)
			case 'L':
				f.LineTo(q[0].x, q[0].y)
			case 'C':
				f.CurveBezierCubicTo(q[0].x, q[0].y, q[1].x, q[1].y, q[2].x, q[2].y)
			case 'Z':
				f.ClosePath()
			}
		}
		f.DrawPath("F")
	}
	var b bytes.Buffer
	if err := f.Output(&b); err != nil {
		return nil, fmt.Errorf("write PDF: %w", err)
	}
	return b.Bytes(), nil
}

var epoch = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)
