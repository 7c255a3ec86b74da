// Package model recognises works of a collection in pictures: a frame goes in, ranked works come out.
//
// A Recognizer embeds windows of the frame with the network of the weights, and compares the embeddings to the
// prototypes of a bundle. It is pure Go and runs alike in the page (WebAssembly) and natively.
package model

import (
	"errors"
	"image"
	"slices"
	"strconv"

	"docent/model/bundle"
	"docent/model/nn"
	"docent/model/proto"
	"docent/model/vision"
)

// Encoder turns a normalised picture, (C, H, W) numbers, into an embedding of OutputLen numbers. nn.Runner is one. An
// Encoder owns its buffers and is not safe for concurrent use.
type Encoder interface {
	Forward(dst, x []float32) error
	InputSize() (w, h int)
	OutputLen() int
	Normalisation() nn.Normalisation
}

// Windows are the parts of a frame that are embedded, the whole frame first. A visitor does not aim well: the work
// spans half of the view or all of it, and its sides are not the view's. The network saw works that fill its square
// input, so a window of the work's share and shape serves it best. Each costs a forward pass, so they are few: three
// sizes in the shape of the view, one upright and one wide. On synthesised views of 350 works, Conv4 names 67 % by the
// whole frame alone, 74 % with two more squares, 75 % with these five, and no more with seven.
var Windows = []vision.Rect{
	vision.Whole,
	centred(0.8, 0.8),
	centred(0.65, 0.65),
	centred(0.65, 0.9),
	centred(0.9, 0.65),
}

// centred returns the window of these shares of the frame's sides around its middle.
func centred(w, h float64) vision.Rect {
	return vision.Rect{X0: (1 - w) / 2, Y0: (1 - h) / 2, X1: (1 + w) / 2, Y1: (1 + h) / 2}
}

// MaxCandidates is how many works a Result names at most.
const MaxCandidates = 5

// Candidate is a work that a frame may show.
type Candidate struct {
	Index int // of the work in the bundle
	ID    string
	proto.Evidence
	Confidence float32 // 0 to 1: proto.Confidence of LogOdds
	LogOdds    float64 // by the bundle's calibration; higher is better
	Look       Look    // that it is nearest in
}

// Result is what a frame shows.
type Result struct {
	Candidates []Candidate // best first, at most MaxCandidates
	Accepted   bool        // the first candidate is near enough to be shown as the answer
	Margin     float64     // log-odds of the first candidate above Threshold: what proto.Vote counts
	Threshold  float64     // log-odds from which an answer is accepted, by the calibration that it was judged by
	Turned     bool        // the camera has been turned to another view than that of the frames before (Change)
	Engine     string      // what ran the network: "simd" or "scalar"
	Located    Look        // the work that the frame is aimed at, recognised or not; its Located is false when none was found
}

// Best returns the index of the first candidate, or proto.None: with Margin, what proto.Vote counts.
func (r *Result) Best() int {
	if len(r.Candidates) == 0 {
		return proto.None
	}
	return r.Candidates[0].Index
}

// FrameEncoder is an Encoder that makes its input from a frame by itself. simd.Runner is one.
type FrameEncoder interface {
	Encoder
	// SetFrame sets the frame that EmbedWindow looks at. It stays as it is until the last of them.
	SetFrame(frame *image.RGBA)
	// EmbedWindow does what vision.Sample and Forward do to a window of the frame.
	EmbedWindow(dst []float32, window vision.Rect) error
	// EmbedStraight does what vision.Straighten and Forward do.
	EmbedStraight(dst []float32, h vision.Homography) error
}

// Embedder embeds windows of frames. It is not safe for concurrent use.
type Embedder struct {
	encoder       Encoder
	sampling      FrameEncoder // the same, if it is one
	normalisation nn.Normalisation
	frame         *image.RGBA
	input         []float32
	w, h          int
}

// NewEmbedder returns an Embedder over an encoder, which it then owns.
func NewEmbedder(e Encoder) *Embedder {
	w, h := e.InputSize()
	embedder := &Embedder{encoder: e, normalisation: e.Normalisation(), w: w, h: h}
	if s, ok := e.(FrameEncoder); ok {
		embedder.sampling = s
	} else {
		embedder.input = make([]float32, 3*w*h)
	}
	return embedder
}

// Embed writes the embedding of a window of the frame to dst, of length Len.
func (e *Embedder) Embed(dst []float32, frame *image.RGBA, window vision.Rect) {
	e.setFrame(frame)
	e.embedWindow(dst, window)
}

func (e *Embedder) setFrame(frame *image.RGBA) {
	if e.sampling != nil {
		e.sampling.SetFrame(frame)
	}
	e.frame = frame
}

func (e *Embedder) embedWindow(dst []float32, window vision.Rect) {
	var err error
	if e.sampling != nil {
		err = e.sampling.EmbedWindow(dst, window)
	} else {
		vision.Sample(e.input, e.frame, window, e.w, e.h, e.normalisation)
		err = e.encoder.Forward(dst, e.input)
	}
	if err != nil {
		panic("model: " + err.Error()) // only lengths can be wrong, and they come from the encoder
	}
}

// EmbedOutline writes the embedding of what an outline in the frame, in its pixels, encloses, straightened. It reports
// false where the outline is no convex quadrilateral.
func (e *Embedder) EmbedOutline(dst []float32, frame *image.RGBA, outline vision.Quad) bool {
	e.setFrame(frame)
	return e.embedOutline(dst, outline)
}

func (e *Embedder) embedOutline(dst []float32, outline vision.Quad) bool {
	h, err := vision.QuadToQuad(vision.RectQuad(1, 1), outline)
	if err != nil {
		return false
	}
	if e.sampling != nil {
		err = e.sampling.EmbedStraight(dst, h)
	} else {
		vision.Straighten(e.input, e.frame, h, e.w, e.h, e.normalisation)
		err = e.encoder.Forward(dst, e.input)
	}
	if err != nil {
		panic("model: " + err.Error()) // only lengths can be wrong, and they come from the encoder
	}
	return true
}

// Len returns the length of an embedding.
func (e *Embedder) Len() int { return e.encoder.OutputLen() }

// Recognizer ranks the works of a bundle for a frame. It owns its buffers and is not safe for concurrent use: each
// goroutine needs its own.
type Recognizer struct {
	*Viewer
	engine               string
	works                []bundle.WorkEntry
	calibration, checked proto.Calibration
	impostors            []float32 // by work, or nil

	ranking *proto.Ranking
	looks   []Look // of the last frame
	best    []proto.Match
	short   []Candidate
	check   *check // nil: features are not compared
	change  Change
	turned  bool
}

// Check refuses a bundle that was made for other weights. Where the hash of the weights is not known (nn.ReadModel does
// not compute it in the page), the names of the networks are compared alone, and the caller checks the hash with
// Manifest.Check.
func Check(m *nn.Model, man *bundle.Manifest) error {
	if m.Hash != "" {
		if err := man.Check(m.Hash); err != nil {
			return err
		}
	}
	if m.Network.Name != man.Network {
		return errors.New("this bundle was made for the network " + man.Network + ", not for " + m.Network.Name +
			": rebuild it with docent bundle")
	}
	return nil
}

// New returns a Recognizer that runs the model in scalar Go. It refuses what Check refuses.
func New(m *nn.Model, man *bundle.Manifest, prototypes *proto.Set) (*Recognizer, error) {
	if err := Check(m, man); err != nil {
		return nil, err
	}
	r, err := nn.NewRunner(m)
	if err != nil {
		return nil, err
	}
	return NewWith(NewViewer(r, nil), "scalar", man, prototypes)
}

// NewWith returns a Recognizer over a viewer; engine is the Result's name for what runs the networks. The caller has
// checked that the viewer's encoder runs the weights that the bundle was made for.
func NewWith(v *Viewer, engine string, man *bundle.Manifest, prototypes *proto.Set) (*Recognizer, error) {
	n := prototypes.Len()
	if prototypes.Dim != v.Len() {
		return nil, errors.New("the bundle's prototypes have " + strconv.Itoa(prototypes.Dim) +
			" numbers, the network's embeddings " + strconv.Itoa(v.Len()) + ": rebuild it with docent bundle")
	}
	if n != len(man.Works) {
		return nil, errors.New("the bundle has " + strconv.Itoa(len(man.Works)) + " works, but " + strconv.Itoa(n) + " prototypes")
	}
	return NewRanked(v, engine, man, prototypes.Ranking(), prototypes.Impostors), nil
}

// NewRanked is NewWith over a ranking of the manifest's works, whatever holds their prototypes. impostors is that of proto.Set.
func NewRanked(v *Viewer, engine string, man *bundle.Manifest, ranking *proto.Ranking, impostors []float32) *Recognizer {
	return &Recognizer{
		Viewer:      v,
		engine:      engine,
		works:       man.Works,
		calibration: man.Calibration,
		checked:     man.Checked,
		impostors:   impostors,
		change:      Change{Typical: man.Calibration.Typical},
		ranking:     ranking,
		best:        make([]proto.Match, 0, shortlist+1),
		short:       make([]Candidate, 0, shortlist),
	}
}

// Engine returns the Result's name for what runs the network.
func (r *Recognizer) Engine() string { return r.engine }

// SetRanking replaces the ranking in plain Go of the prototypes by another one of the same works: over an index that
// searches faster.
func (r *Recognizer) SetRanking(ranking *proto.Ranking) { r.ranking = ranking }

// shortlist is how many of the nearest works are judged by all that is known of them.
const shortlist = 24

// Recognize ranks the works for a frame, made by vision.Frame or of its size. A work's distance is that of its best
// look. The Result is the caller's to keep.
func (r *Recognizer) Recognize(frame *image.RGBA) Result {
	r.Look(frame)
	return r.Judge(proto.None)
}

// Look looks at a frame, which stays as it is until it is judged.
func (r *Recognizer) Look(frame *image.RGBA) {
	r.ranking.Reset()
	r.looks = r.View(frame)
	for i := range r.looks {
		r.ranking.Add(r.Embedding(i), uint8(i))
	}
	r.turned = r.change.Turned(r.Viewer, r.looks)
	if r.check != nil {
		r.check.frame(frame)
	}
}

// Judge ranks the works for the last frame, as if the collection did not have the work without, which may be proto.None.
func (r *Recognizer) Judge(without int) Result {
	candidates, checked := r.Shortlist(without)
	c := r.calibration
	if checked {
		c = r.checked
	}
	for i := range candidates {
		candidates[i].LogOdds = c.LogOdds(candidates[i].Evidence)
	}
	rank(candidates)
	result := Result{Engine: r.engine, Threshold: c.Threshold, Turned: r.turned, Candidates: slices.Clone(candidates[:min(len(candidates), MaxCandidates)])}
	for i := range result.Candidates {
		c := &result.Candidates[i]
		c.Confidence = proto.Confidence(c.LogOdds)
	}
	if len(r.looks) > 0 && r.looks[0].Located {
		result.Located = r.looks[0]
	}
	if len(candidates) > 0 {
		result.Accepted = c.Accepts(candidates[0].LogOdds)
		result.Margin = candidates[0].LogOdds - c.Threshold
	}
	return result
}

// rank sorts candidates by their log-odds, the highest first; equals keep their order.
func rank(candidates []Candidate) {
	for i := range candidates { // insertion sort: there are two dozen, nearly in order
		for j := i; j > 0 && candidates[j].LogOdds > candidates[j-1].LogOdds; j-- {
			candidates[j], candidates[j-1] = candidates[j-1], candidates[j]
		}
	}
}

// Shortlist returns the works that are nearest in the last frame, nearest first, and those whose local features are seen in it,
// with the evidence for each but without log-odds; checked says whether their features were compared. It is valid until the
// next call.
func (r *Recognizer) Shortlist(without int) (candidates []Candidate, checked bool) {
	r.best = r.ranking.Best(r.best, shortlist+1)
	r.best = slices.DeleteFunc(r.best, func(m proto.Match) bool { return m.Index == without })
	r.short = r.short[:0]
	for i, m := range r.best[:min(len(r.best), shortlist)] {
		r.short = append(r.short, r.candidate(m, r.ranking.Rival(r.best, i)))
	}
	if r.check != nil {
		checked = r.compare(without)
	}
	return r.short, checked
}

// candidate returns a work as a candidate by its distance.
func (r *Recognizer) candidate(m proto.Match, rival float32) Candidate {
	c := Candidate{
		Index:    m.Index,
		ID:       r.works[m.Index].ID,
		Evidence: proto.Evidence{SquaredDistance: m.SquaredDistance, Rival: rival, Agreed: -1},
		Look:     r.looks[r.ranking.Window(m.Index)],
	}
	if r.impostors != nil {
		c.Impostor = r.impostors[m.Index]
	}
	return c
}
