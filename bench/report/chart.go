//go:build !js

package report

import (
	"fmt"
	"image/color"
	"io"
	"maps"
	"slices"
	"strconv"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"

	"docent/model/atomicfile"
)

// Colours that the colour-blind tell apart (Okabe and Ito 2008): docent's bars, and the others.
var (
	ours   = color.RGBA{0, 114, 178, 255}
	theirs = color.RGBA{153, 153, 153, 255}
)

// Width of the chart, and the height of what surrounds the bars and of each bar.
const (
	chartWidth = 18 * vg.Centimeter
	chartFrame = 2.1 * vg.Centimeter
	chartBar   = 0.8 * vg.Centimeter
)

// WriteChart draws the times of a forward pass, a panel a network, as a PNG file, whole or not at all. The bars are medians,
// the lines go from the 10th to the 90th percentile.
func (r *Report) WriteChart(path string) error {
	if len(r.Networks) == 0 {
		return fmt.Errorf("draw %s: there are no networks", path)
	}
	names := slices.Sorted(maps.Keys(r.Networks))
	panels := make([][]*plot.Plot, len(names))
	bars := 0
	for i, name := range names {
		p, err := r.panel(name)
		if err != nil {
			return fmt.Errorf("draw %s: %w", path, err)
		}
		panels[i] = []*plot.Plot{p}
		bars = max(bars, len(r.Networks[name].Engines))
	}
	height := vg.Length(len(names)) * (chartFrame + vg.Length(bars)*chartBar)
	img := vgimg.NewWith(vgimg.UseWH(chartWidth, height), vgimg.UseDPI(144))
	tiles := draw.Tiles{Rows: len(names), Cols: 1, PadY: 3 * vg.Millimeter, PadTop: vg.Millimeter, PadBottom: vg.Millimeter, PadLeft: 2 * vg.Millimeter, PadRight: 2 * vg.Millimeter}
	for i, row := range plot.Align(panels, tiles, draw.New(img)) {
		panels[i][0].Draw(row[0])
	}
	return atomicfile.Write(path, func(w io.Writer) error {
		_, err := vgimg.PngCanvas{Canvas: img}.WriteTo(w)
		return err
	})
}

// panel draws the engines of a network, the fastest on top.
func (r *Report) panel(name string) (*plot.Plot, error) {
	n := r.Networks[name]
	engines := n.sorted()
	slices.Reverse(engines) // the axis points up
	p := plot.New()
	p.Title.Text = fmt.Sprintf("%s: %s, one forward pass in Chromium, one thread", name, n.Name)
	p.X.Label.Text = "milliseconds"
	p.X.Min = 0
	p.X.Tick.Marker = plot.TickerFunc(wholeTicks)
	p.Add(plotter.NewGrid())
	labels := plotter.XYLabels{}
	spread := errors{}
	longest := 0.0
	for i, e := range engines {
		ms := n.Engines[e].Millis
		bar, err := plotter.NewBarChart(plotter.Values{ms.Median}, 0.6*chartBar)
		if err != nil {
			return nil, err
		}
		bar.Horizontal, bar.XMin, bar.LineStyle.Width = true, float64(i), 0
		bar.Color = theirs
		if e == DocentSIMD {
			bar.Color = ours
		}
		p.Add(bar)
		spread.add(ms.Median, float64(i), ms.Median-ms.P10, ms.P90-ms.Median)
		text := fmt.Sprintf(" %.2f", ms.Median)
		if e != DocentSIMD {
			text += fmt.Sprintf("  (%.1f times docent's)", n.Engines[DocentSIMD].Millis.Ratio(ms))
		}
		labels.XYs = append(labels.XYs, plotter.XY{X: max(ms.P90, ms.Median), Y: float64(i)})
		labels.Labels = append(labels.Labels, text)
		longest = max(longest, ms.P90, ms.Median)
	}
	lines, err := plotter.NewXErrorBars(spread)
	if err != nil {
		return nil, err
	}
	texts, err := plotter.NewLabels(labels)
	if err != nil {
		return nil, err
	}
	for i := range texts.TextStyle {
		texts.TextStyle[i].YAlign = draw.YCenter
	}
	p.Add(lines, texts)
	p.X.Max = longest * 1.4 // room for the words behind the longest bar
	ticks := make([]string, len(engines))
	for i, e := range engines {
		ticks[i] = versioned(e, r.Peers)
	}
	p.NominalY(ticks...)
	p.Y.Min, p.Y.Max = -0.5, float64(len(engines))-0.5
	return p, nil
}

// wholeTicks marks at most eight whole numbers of milliseconds, or tenths of them.
func wholeTicks(_, highest float64) []plot.Tick {
	step := 0.1
	for i := 0; highest/step > 8; i++ {
		step *= []float64{2, 2.5, 2}[i%3] // 0.2, 0.5, 1, 2, 5, ...
	}
	var ticks []plot.Tick
	for i := 0; float64(i)*step <= highest; i++ {
		ticks = append(ticks, plot.Tick{Value: float64(i) * step, Label: strconv.FormatFloat(float64(i)*step, 'g', 3, 64)})
	}
	return ticks
}

// errors are the spreads of bars, as gonum's error bars want them.
type errors struct {
	plotter.XYs
	plotter.XErrors
}

func (e *errors) add(x, y, low, high float64) {
	e.XYs = append(e.XYs, plotter.XY{X: x, Y: y})
	e.XErrors = append(e.XErrors, struct{ Low, High float64 }{low, high})
}
