package views

import "math"

// troubles are what goes wrong between a work and its photo, each from 0, not at all, to 1, badly. Nearly all photos have
// a few, and few have one badly. Stacking blur, noise and compression on each other teaches a network to recognise
// mud: published trials lost accuracy with it. So a view draws a small subset, and of the kinds that take detail
// away at most two, the second one always mild.
type troubles struct {
	strength float64

	slope, band, vignette, glare, window, veil float64 // light
	focus, motion                              float64 // lens
	noise, jpeg, sharpen                       float64 // sensor, taking detail away or faking it
	exposure                                   float64 // -1 to 1: too dark to too bright
	cast, castTint                             float64 // white balance: -1 to 1, cool to warm and magenta to green
	fade, contrast, colour                     float64 // washed-out blacks; tone curve and saturation, -1 to 1
}

// A kind of trouble and how often it is chosen.
type trouble struct {
	weight float64
	set    func(t *troubles, d dice, severity float64)
}

// Troubles that leave detail as it is.
var tonalTroubles = []trouble{
	{2.0, func(t *troubles, d dice, s float64) { t.exposure = s * d.pushDark() }},
	{1.4, func(t *troubles, d dice, s float64) { t.cast, t.castTint = s*d.pushWarm(), s*d.bell(1) }},
	{1.0, func(t *troubles, d dice, s float64) { t.slope = s }},
	{0.7, func(t *troubles, d dice, s float64) { t.band = s }},
	{0.6, func(t *troubles, d dice, s float64) { t.vignette = s }},
	{1.0, func(t *troubles, d dice, s float64) { t.glare = math.Sqrt(s) }},
	{0.7, func(t *troubles, d dice, s float64) { t.window = math.Sqrt(s) }},
	{0.7, func(t *troubles, d dice, s float64) { t.veil = s }},
	{0.8, func(t *troubles, d dice, s float64) { t.fade = s }},
	{1.0, func(t *troubles, d dice, s float64) { t.contrast = s * d.sign() }},
	{0.9, func(t *troubles, d dice, s float64) { t.colour = s * d.sign() }},
}

// Troubles that take detail away.
var detailTroubles = []trouble{
	{1.2, func(t *troubles, d dice, s float64) { t.focus = s }},
	{0.8, func(t *troubles, d dice, s float64) { t.motion = s }},
	{1.0, func(t *troubles, d dice, s float64) { t.noise = s }},
	{0.7, func(t *troubles, d dice, s float64) { t.jpeg = s }},
	{0.8, func(t *troubles, d dice, s float64) { t.sharpen = s }},
}

// How many troubles of each group a view has, as weights of 0, 1, 2, ...
var (
	tonalCounts  = []float64{0.1, 0.3, 0.35, 0.2, 0.05}
	detailCounts = []float64{0.4, 0.42, 0.18}
)

// Severities are powers of a uniform number: half of the tonal troubles are below a quarter of their worst, half of those
// that take detail away below an eighth.
const tonalPower, detailPower = 2, 3

// secondDetail bounds the severity of the second trouble that takes detail away.
const secondDetail = 0.25

// drawTroubles draws what goes wrong in a view; strength, 0 to 1, scales it all.
func drawTroubles(d dice, strength float64) troubles {
	t := troubles{strength: strength}
	drawSome(d, &t, tonalTroubles, d.pick(tonalCounts), tonalPower, 1)
	drawSome(d, &t, detailTroubles, d.pick(detailCounts), detailPower, secondDetail)
	return t
}

// drawSome draws count different troubles, mild by the given power. From the second one on, severity is at most limit.
func drawSome(d dice, t *troubles, from []trouble, count int, power, limit float64) {
	weights := make([]float64, len(from))
	for i := range from {
		weights[i] = from[i].weight
	}
	for n := range count {
		i := d.pick(weights)
		weights[i] = 0
		severity := d.mild(power) * t.strength
		if n > 0 {
			severity = min(severity, limit*t.strength)
		}
		from[i].set(t, d, severity)
	}
}

// pushDark is -1 or 0.6: photos of museums are too dark more often than too bright, and by more.
func (d dice) pushDark() float64 {
	if d.chance(0.7) {
		return -1
	}
	return 0.6
}

// pushWarm is 1 or -0.7: museum light is warm more often than cool.
func (d dice) pushWarm() float64 {
	if d.chance(0.68) {
		return 1
	}
	return -0.7
}
