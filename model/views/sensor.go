package views

import (
	"bytes"
	"image"
	"image/draw"
	"image/jpeg"
	"math"

	"docent/model/internal/exact"
)

const (
	// Cameras expose for a middle grey of the view; they follow it only half way, since they know that snow is white
	// and night is dark.
	middleGrey     = 0.17
	followExposure = 0.5
	mostCorrection = 2.2

	// Exposure is off by at most this many stops in the worst photos, and always by a little.
	worstStops = 2.2
	usualStops = 0.35

	// White balance: the gain of red over blue in the worst photos, and always; warm on average, since cameras leave a bit
	// of the lamps' colour.
	usualWarmth          = 0.1
	worstCast, usualCast = 0.45, 0.08

	// Noise in levels of 255, of lightness and of colour, in the worst photos. Phones' own filters take most of it away.
	worstNoise, leastNoise = 8, 0.8
	colourNoise            = 0.7

	// JPEG's quality from the mildest to the worst; blocks are large in so small a view, hence not lower.
	bestQuality, worstQuality = 92, 42

	// Phones sharpen: the share of the difference to the surrounding pixels that they add.
	worstSharpen = 0.9

	// Phones boost saturation by a fifth at most, cheap cameras and mixed light take away half.
	mostColour, leastColour = 0.25, 0.55
	mostTone, usualTone     = 0.3, 0.12 // phones add a bit of contrast to every photo
	mostFade                = 0.16
)

// expose turns light into an 8-bit photo.
func expose(c *canvas, d dice, t *troubles) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, c.w, c.h))
	if t.strength == 0 {
		develop(m, c, &film{matrix: [9]float32{0: 1, 4: 1, 8: 1}, tone: toneCurve(0, 0)})
		return m
	}
	f := newFilm(c, d, t)
	develop(m, c, &f)
	if t.sharpen > 0 {
		sharpen(m, float32(worstSharpen*t.sharpen))
	}
	if t.jpeg > 0 {
		compress(m, int(bestQuality-(bestQuality-worstQuality)*t.jpeg))
	}
	return m
}

// film is how a camera turns light into levels.
type film struct {
	matrix [9]float32 // exposure, white balance and saturation
	tone   [256]float32
	noise  float32
	grain  stream
}

func newFilm(c *canvas, d dice, t *troubles) film {
	stops := t.strength*d.bell(usualStops) + worstStops*t.exposure
	gain := math.Exp2(stops) * math.Pow(autoExposure(c), followExposure*t.strength)
	cast := t.strength*(usualWarmth+d.bell(usualCast)) + worstCast*t.cast
	tint := t.strength*d.bell(usualCast/2) + 0.3*worstCast*t.castTint
	red, green, blue := gain*exact.Exp(cast/2), gain*exact.Exp(-tint/2), gain*exact.Exp(-cast/2)

	colour := 1 + mostColour*t.colour
	if t.colour < 0 {
		colour = 1 + leastColour*t.colour
	}
	f := film{tone: toneCurve(usualTone*t.strength+mostTone*t.contrast, mostFade*t.fade), grain: d.newStream()}
	// Saturation: each channel keeps its share and takes the rest from the luminance.
	weights := [3]float64{0.2126, 0.7152, 0.0722}
	gains := [3]float64{red, green, blue}
	for r := range 3 {
		for k := range 3 {
			v := (1 - colour) * weights[k]
			if r == k {
				v += colour
			}
			f.matrix[3*r+k] = float32(v * gains[k])
		}
	}
	if t.noise > 0 {
		f.noise = float32(leastNoise + (worstNoise-leastNoise)*t.noise)
	}
	return f
}

// autoExposure is the gain that brings the view's mean luminance to middle grey.
func autoExposure(c *canvas) float64 {
	const skip = 7 // a sample is enough
	var sum float32
	n := 0
	for i := 0; i < c.w*c.h; i += skip {
		sum += rgb{c.px[3*i], c.px[3*i+1], c.px[3*i+2]}.luminance()
		n++
	}
	mean := float64(sum) / float64(n)
	return min(max(middleGrey/max(mean, 1e-4), 1/mostCorrection), mostCorrection)
}

// toneCurve maps levels to levels: an S for contrast (-1 to 1 of it), with blacks lifted by fade, as haze, stray light
// and screens do.
func toneCurve(contrast, fade float64) (t [256]float32) {
	for i := range t {
		v := float64(i) / 255
		s := v * v * (3 - 2*v)
		if contrast > 0 {
			v += contrast * (s - v) * 2
		} else {
			v += contrast * (v - 0.5) // flatter around the middle
		}
		v = fade + (1-fade)*v
		t[i] = float32(255 * min(max(v, 0), 1))
	}
	return t
}

// develop writes the canvas to m.
func develop(m *image.RGBA, c *canvas, f *film) {
	g := &f.matrix
	for i := range c.w * c.h {
		p := c.px[3*i:][:3]
		r := f.level(g[0]*p[0] + g[1]*p[1] + g[2]*p[2])
		gr := f.level(g[3]*p[0] + g[4]*p[1] + g[5]*p[2])
		b := f.level(g[6]*p[0] + g[7]*p[1] + g[8]*p[2])
		if f.noise > 0 {
			// Sums of random bytes are nearly normal. Dark tones are noisier: the tone curve stretches them.
			x := f.grain.next()
			luma := float32(int(x&255)+int(x>>8&255)+int(x>>16&255)+int(x>>24&255)-510) * (1 / 147.8)
			u := float32(int(x>>32&255)+int(x>>40&255)-255) * (colourNoise / 104.5)
			v := float32(int(x>>48&255)+int(x>>56)-255) * (colourNoise / 104.5)
			s := f.noise * (1.25 - gr*(0.8/255))
			r += s * (luma + u)
			gr += s * luma
			b += s * (luma + v)
		}
		q := m.Pix[4*i:][:4]
		q[0], q[1], q[2], q[3] = toByte(r), toByte(gr), toByte(b), 255
	}
}

// level is the level that light is recorded as.
func (f *film) level(light float32) float32 {
	i := int(light * encodeSteps)
	v := encode[min(max(i, 0), encodeSteps)]
	j := min(int(v), 254)
	return f.tone[j] + (f.tone[j+1]-f.tone[j])*(v-float32(j))
}

func toByte(v float32) uint8 { return uint8(min(max(v+0.5, 0), 255)) }

// sharpen adds amount of the difference between each pixel and the mean of its four neighbours.
func sharpen(m *image.RGBA, amount float32) {
	w, h := m.Rect.Dx(), m.Rect.Dy()
	src := append([]uint8(nil), m.Pix...)
	for y := 1; y < h-1; y++ {
		for i := y*m.Stride + 4; i < y*m.Stride+4*(w-1); i++ {
			if i%4 == 3 {
				continue
			}
			around := int(src[i-4]) + int(src[i+4]) + int(src[i-m.Stride]) + int(src[i+m.Stride])
			v := float32(src[i])
			m.Pix[i] = toByte(v + amount*(v-float32(around)/4))
		}
	}
}

// compress writes the photo as a JPEG and reads it back.
func compress(m *image.RGBA, quality int) {
	var buf bytes.Buffer
	if err := jpeg.Encode(&buf, m, &jpeg.Options{Quality: quality}); err != nil {
		panic("views: " + err.Error()) // only sizes beyond 65535 fail, and withDefaults bounds them
	}
	back, err := jpeg.Decode(&buf)
	if err != nil {
		panic("views: " + err.Error())
	}
	draw.Draw(m, m.Rect, back, image.Point{}, draw.Src)
}
