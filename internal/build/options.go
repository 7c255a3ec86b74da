//go:build !js || curator

package build

import (
	"image"

	"docent/internal/engine"
	"docent/model"
	"docent/model/bundle"
	"docent/model/nn"
	"docent/model/proto"
	"docent/model/vision"
)

// DefaultViews is how many synthesised views join the reference in a work's support set.
const DefaultViews = 8

// FalseAcceptRate is the share of views of other things that a bundle may take for one of its works.
const FalseAcceptRate = 0.01

// How many views calibrate a bundle: with 600 views of left-out works, one percent is six. More would change the
// threshold less than the difference between synthesised and real views does.
const (
	defaultCalibrationViews = 600
	mostViews               = 40 // of one work
)

// backgroundWalls is how many walls join the set as background. With 16 nearly twice as many views are recognised at
// 1 % false accepts as with none, with 64 a tenth more than with 16.
const backgroundWalls = 32

// Options say how prototypes are made.
type Options struct {
	Model    *nn.Model
	Locator  *nn.Model     // that finds works in frames; nil for windows alone
	Engine   engine.Engine // that runs the models; scalar if not set
	Views    int           // synthesised views in each support set; zero for the reference alone
	Windows  []vision.Rect // that recognition will look at; nil for those of model.NewViewer
	Turns    []int         // in which it will look at places; nil for those of model.NewViewer
	Features string        // how the works' local features travel; bundle.FeaturesNone for none
	// Impostors are embeddings of other pictures by the model, by which prototypes are compared to one another; may be nil.
	Impostors *proto.Set
	// Group says how works are grouped: GroupAuto (also ""), GroupNone, GroupRoom, or how many works a group has. Works that were
	// in one of the Former groups stay in it.
	Group  string
	Former []Former
	// CalibrationViews is how many views of works are calibrated on, spread over the collection, and half as many of
	// walls; 0 means 600. With few of them (in tests) the background is no larger than they are many.
	CalibrationViews int
	// Visit is called with each work's reference, from several goroutines at once; may be nil. With it, all works are
	// looked at anew.
	Visit func(index int, picture *image.RGBA) error
	// Store keeps what was found of works; nil for none, which keeps them in memory while they are needed.
	Store Store
	// Progress is called from one goroutine at a time with the steps done and their number; may be nil.
	Progress func(done, total int)
}

// Prototypes is what Make makes.
type Prototypes struct {
	Set            *proto.Set
	Calibration    proto.Calibration
	Features       *bundle.Features  // nil without
	Checked        proto.Calibration // of answers whose features are compared
	Photos         []int             // of each work, its reference among them
	Embedded, Kept int               // how many works were looked at, and how many the store had
}

// Describe writes to the manifest what it says of the prototypes.
func (p *Prototypes) Describe(m *bundle.Manifest, o Options) {
	m.Network, m.WeightsHash = o.Model.Network.Name, o.Model.Hash
	if o.Locator != nil {
		m.LocatorHash = o.Locator.Hash
	}
	m.Calibration, m.Features, m.Checked = p.Calibration, o.Features, p.Checked
}

// Recognizer returns a recogniser of works that looks as the options say.
func (p *Prototypes) Recognizer(ids []string, o Options) (*model.Recognizer, error) {
	m := &bundle.Manifest{}
	p.Describe(m, o)
	for _, id := range ids {
		m.Works = append(m.Works, bundle.WorkEntry{ID: id})
	}
	r, err := o.Engine.Recognizer(o.Model, o.Locator, m, p.Set, p.Features)
	if err == nil {
		o.aim(r.Viewer)
	}
	return r, err
}

// aim sets where a viewer looks.
func (o *Options) aim(v *model.Viewer) {
	if o.Windows != nil {
		v.SetWindows(o.Windows)
	}
	if o.Turns != nil {
		v.SetTurns(o.Turns)
	}
}
