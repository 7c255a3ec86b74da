package views

// finish is the look of a frame's surface: its colours in shadow, in even light and where it shines.
type finish struct{ dark, body, shine rgb }

// lit is the colour under the given light: 1 is what an even surface facing the viewer gets.
func (f *finish) lit(light float32) rgb {
	if light < 1 {
		return mix(f.dark, f.body, max(light, 0))
	}
	return mix(f.body, f.shine, min(light-1, 1))
}

// toned is a lighter or darker variant: no two frames have quite the same colour.
func (f *finish) toned(by float32) finish {
	return finish{f.dark.scale(by), f.body.scale(by), f.shine.scale(by)}
}

// Finishes seen in museums, in linear light.
var (
	brightGold = finish{rgb{0.09, 0.035, 0.006}, rgb{0.50, 0.30, 0.075}, rgb{1.0, 0.80, 0.38}}
	oldGold    = finish{rgb{0.03, 0.015, 0.005}, rgb{0.24, 0.14, 0.045}, rgb{0.70, 0.50, 0.22}}
	paleGold   = finish{rgb{0.12, 0.08, 0.04}, rgb{0.50, 0.40, 0.22}, rgb{0.95, 0.85, 0.62}}
	silver     = finish{rgb{0.05, 0.05, 0.05}, rgb{0.33, 0.33, 0.31}, rgb{0.85, 0.85, 0.82}}
	black      = finish{rgb{0.003, 0.003, 0.003}, rgb{0.012, 0.011, 0.011}, rgb{0.10, 0.10, 0.10}}
	white      = finish{rgb{0.30, 0.29, 0.28}, rgb{0.78, 0.77, 0.75}, rgb{0.95, 0.95, 0.94}}
	darkWood   = finish{rgb{0.006, 0.003, 0.002}, rgb{0.050, 0.022, 0.011}, rgb{0.20, 0.12, 0.08}}
	redWood    = finish{rgb{0.020, 0.006, 0.003}, rgb{0.17, 0.055, 0.022}, rgb{0.42, 0.20, 0.11}}
	lightWood  = finish{rgb{0.12, 0.07, 0.035}, rgb{0.52, 0.34, 0.18}, rgb{0.80, 0.62, 0.42}}
	linen      = finish{rgb{0.25, 0.22, 0.17}, rgb{0.66, 0.60, 0.50}, rgb{0.80, 0.76, 0.68}}
)

// A profile is a moulding's height over its width, from the work's side (0) outwards (1), as points of a polyline. Heights
// are in widths.
type profile []struct{ at, height float32 }

var (
	flatProfile  = profile{{0, 0}, {0.08, 0.10}, {0.92, 0.10}, {1, 0}}
	bevelProfile = profile{{0, 0}, {0.75, 0.40}, {0.85, 0.42}, {1, 0.1}}
	scoopProfile = profile{{0, 0.10}, {0.08, 0.16}, {0.15, 0.06}, {0.35, 0.08}, {0.60, 0.22}, {0.78, 0.45}, {0.88, 0.45}, {1, 0.1}}
	ridgeProfile = profile{{0, 0}, {0.12, 0.12}, {0.20, 0.04}, {0.30, 0.10}, {0.50, 0.38}, {0.70, 0.32}, {0.80, 0.10}, {0.90, 0.14}, {1, 0}}
	canvasEdge   = profile{{0, 0}, {1, -0.6}} // the side of a stretched canvas, seen a little
)

// slope is the profile's rise per length at a place from 0 to 1.
func (p profile) slope(at float32) float32 {
	for i := 1; i < len(p); i++ {
		if at <= p[i].at || i == len(p)-1 {
			return (p[i].height - p[i-1].height) / (p[i].at - p[i-1].at)
		}
	}
	return 0
}

// frameStyle is a kind of frame. Lengths are in longest sides of the work.
type frameStyle struct {
	weight    float64 // how often it is drawn
	finishes  []*finish
	profile   profile
	width     span
	ornament  float64 // share of such frames that are carved
	mat       float64 // share of such frames with a mat; in old frames it is a slip of linen
	matWidth  span
	slipWidth float32 // width of a gilded slip next to the work, 0 for none
}

// frameStyles are the frames of collections of old and of modern paintings in about equal parts.
var frameStyles = []frameStyle{
	{weight: 0.12, finishes: []*finish{&white, &linen, &black, &lightWood}, profile: canvasEdge, width: span{0.004, 0.018}}, // unframed
	{weight: 0.13, finishes: []*finish{&black}, profile: flatProfile, width: span{0.012, 0.05}, mat: 0.35, matWidth: span{0.05, 0.25}},
	{weight: 0.12, finishes: []*finish{&lightWood, &redWood, &darkWood}, profile: flatProfile, width: span{0.012, 0.06}, mat: 0.35, matWidth: span{0.05, 0.25}},
	{weight: 0.05, finishes: []*finish{&white}, profile: flatProfile, width: span{0.015, 0.06}, mat: 0.45, matWidth: span{0.05, 0.28}},
	{weight: 0.05, finishes: []*finish{&silver, &paleGold}, profile: flatProfile, width: span{0.006, 0.02}, mat: 0.4, matWidth: span{0.05, 0.2}},
	{weight: 0.04, finishes: []*finish{&lightWood, &redWood}, profile: bevelProfile, width: span{0.08, 0.18}, mat: 0.4, matWidth: span{0.03, 0.12}}, // a wooden box
	{weight: 0.17, finishes: []*finish{&brightGold, &oldGold, &oldGold, &paleGold}, profile: scoopProfile, width: span{0.06, 0.17}, ornament: 0.9, mat: 0.12, matWidth: span{0.02, 0.06}},
	{weight: 0.16, finishes: []*finish{&brightGold, &oldGold, &paleGold}, profile: ridgeProfile, width: span{0.04, 0.12}, ornament: 0.4, mat: 0.15, matWidth: span{0.02, 0.07}},
	{weight: 0.06, finishes: []*finish{&brightGold, &oldGold, &paleGold, &silver}, profile: bevelProfile, width: span{0.025, 0.09}, mat: 0.1, matWidth: span{0.02, 0.08}},
	{weight: 0.10, finishes: []*finish{&darkWood, &black, &redWood}, profile: ridgeProfile, width: span{0.04, 0.13}, ornament: 0.15, slipWidth: 0.012},
}

// frameWeights are the weights of the frameStyles.
var frameWeights = func() (w []float64) {
	for _, s := range frameStyles {
		w = append(w, s.weight)
	}
	return w
}()
