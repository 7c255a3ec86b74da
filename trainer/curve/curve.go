// Package curve draws the curves of a training run as PNG.
package curve

import (
	"fmt"
	"image/color"
	"os"
	"path/filepath"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// A Line is one curve: points joined in their order.
type Line struct {
	Name  string
	Marks bool // a dot at every point, for curves of few
	xys   plotter.XYs
}

// Add appends a point.
func (l *Line) Add(x, y float64) { l.xys = append(l.xys, plotter.XY{X: x, Y: y}) }

// colours that the colour-blind tell apart (Okabe and Ito 2008).
var colours = []color.RGBA{{0, 114, 178, 255}, {213, 94, 0, 255}, {0, 158, 115, 255}, {204, 121, 167, 255}}

// Save draws lines into a PNG file, whole or not at all; empty lines are left
// out.
func Save(path, title, x, y string, lines ...Line) error {
	p := plot.New()
	p.Title.Text, p.X.Label.Text, p.Y.Label.Text = title, x, y
	p.Add(plotter.NewGrid())
	p.Legend.Top = title == "Loss"
	for i, l := range lines {
		if len(l.xys) == 0 {
			continue
		}
		line, points, err := plotter.NewLinePoints(l.xys)
		if err != nil {
			return fmt.Errorf("draw %s: %w", path, err)
		}
		line.Color, line.Width = colours[i%len(colours)], vg.Points(1.4)
		points.Color, points.Shape, points.Radius = line.Color, draw.CircleGlyph{}, vg.Points(2.5)
		p.Add(line)
		if l.Marks {
			p.Add(points)
		}
		p.Legend.Add(l.Name, line)
	}
	tmp := filepath.Join(filepath.Dir(path), "."+filepath.Base(path)+".tmp.png")
	if err := p.Save(18*vg.Centimeter, 11*vg.Centimeter, tmp); err != nil {
		return fmt.Errorf("draw %s: %w", path, err)
	}
	if err := os.Rename(tmp, path); err != nil {
		return fmt.Errorf("draw %s: %w", path, err)
	}
	return nil
}
