package visit

import "docent/model/vision"

// Box is a rectangle: corner, width and height.
type Box struct{ X, Y, W, H float64 }

// Framing says how the camera's picture lies on the screen, and which part of it is looked at.
type Framing struct {
	Cover  bool // the picture covers the stage (object-fit: cover); otherwise all of it is shown
	Region Box  // the part to recognise, in pixels of the camera's picture
	Part   Box  // the same on the screen, in CSS pixels of the stage
	Finder Box  // where the corner marks go, in CSS pixels of the stage
}

const (
	// A picture that loses more than this share of its area when it covers the stage is shown whole instead: a webcam's
	// wide picture in an upright window would show hardly a third of the work.
	mostLost = 0.5
	// The part that is looked at is at most 16:9 and at least 3:4. An upright phone shows much more above and below the
	// work than beside it, and the recogniser's windows are shares of what it is given.
	widest, tallest = 16.0 / 9, 3.0 / 4
	// The marks stand inside of that part, for visitors put the work between them, and not exactly.
	inset = 0.08
)

// Frame lays a picture of w x h camera pixels on a stage of stageW x stageH CSS pixels, of which the lowest foot pixels
// and the topmost head pixels are covered by controls. The picture is centred on the stage, as CSS does it.
func Frame(w, h, stageW, stageH, head, foot float64) Framing {
	if w <= 0 || h <= 0 || stageW <= 0 || stageH <= 0 {
		return Framing{Cover: true}
	}
	cover := max(stageW/w, stageH/h)
	f := Framing{Cover: (stageW/cover)*(stageH/cover) >= (1-mostLost)*w*h}
	scale := cover
	if !f.Cover {
		scale = min(stageW/w, stageH/h)
	}
	// What is visible, in CSS pixels of the stage.
	left, top := (stageW-w*scale)/2, (stageH-h*scale)/2
	seen := intersect(Box{left, top, w * scale, h * scale}, Box{0, 0, stageW, stageH})

	part := seen
	if part.W/part.H > widest {
		part.W = part.H * widest
		part.X = seen.X + (seen.W-part.W)/2
	}
	if part.W/part.H < tallest {
		part.H = part.W / tallest
		// In the middle of what the controls leave free, as far as there is picture.
		part.Y = head + (stageH-head-foot-part.H)/2
		part.Y = min(max(part.Y, seen.Y), seen.Y+seen.H-part.H)
	}
	f.Part = part
	f.Region = Box{(part.X - left) / scale, (part.Y - top) / scale, part.W / scale, part.H / scale}

	margin := inset * min(part.W, part.H)
	f.Finder = intersect(Box{part.X + margin, part.Y + margin, part.W - 2*margin, part.H - 2*margin},
		Box{0, head, stageW, max(stageH-head-foot, 0)})
	return f
}

// OnStage takes an outline in the part that is looked at, in shares of its sides, to CSS pixels of the stage.
func (f Framing) OnStage(q vision.Quad) vision.Quad {
	for i, c := range q {
		q[i] = vision.Point{X: f.Part.X + c.X*f.Part.W, Y: f.Part.Y + c.Y*f.Part.H}
	}
	return q
}

func intersect(a, b Box) Box {
	x0, y0 := max(a.X, b.X), max(a.Y, b.Y)
	x1, y1 := min(a.X+a.W, b.X+b.W), min(a.Y+a.H, b.Y+b.H)
	return Box{x0, y0, max(x1-x0, 0), max(y1-y0, 0)}
}
