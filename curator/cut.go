//go:build js && wasm && curator

package main

import (
	"bytes"
	"errors"
	"image"
	"image/jpeg"
	"math"
	"syscall/js"

	"docent/model/picture"
	"docent/model/vision"
	"docent/wasm/browser"
)

// cutQuality is that of the JPEG of a straightened picture, which is decoded again when it is built.
const cutQuality = 93

// cut straightens what an outline encloses in a picture, as large as it is there.
func (c *curator) cut(m js.Value) error {
	file, err := c.db.Picture(m.Get("key").String())
	if err != nil {
		return err
	}
	whole, err := picture.Decode(file)
	if err != nil {
		return err
	}
	var q vision.Quad
	w, h := float64(whole.Rect.Dx()), float64(whole.Rect.Dy())
	for i := range q {
		q[i] = vision.Point{X: m.Get("outline").Index(2*i).Float() * w, Y: m.Get("outline").Index(2*i+1).Float() * h}
	}
	straight, err := straighten(whole, q)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, straight, &jpeg.Options{Quality: cutQuality}); err != nil {
		return err
	}
	browser.Post(map[string]any{"kind": kindDone, "file": browser.Array(b.Bytes())})
	return nil
}

// straighten returns what a quadrilateral encloses as a rectangle, whose sides are as long as opposite sides are on average.
func straighten(whole *image.RGBA, q vision.Quad) (*image.RGBA, error) {
	side := func(a, b int) float64 { return math.Hypot(q[a].X-q[b].X, q[a].Y-q[b].Y) }
	w, h := math.Round((side(0, 1)+side(2, 3))/2), math.Round((side(1, 2)+side(3, 0))/2)
	if w < picture.MinSide || h < picture.MinSide {
		return nil, errors.New("the corners enclose too little of the picture")
	}
	m, err := vision.QuadToQuad(vision.RectQuad(w, h), q)
	if err != nil || !q.Convex() {
		return nil, errors.New("the corners cross, or lie on a line: put each on its own corner of the work")
	}
	dst := image.NewRGBA(image.Rect(0, 0, int(w), int(h)))
	vision.Warp(dst, whole, m, vision.Clamp)
	return dst, nil
}
