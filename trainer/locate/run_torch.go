//go:build torch

package locate

import (
	"encoding/json"
	"fmt"
	"image"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"docent/model/atomicfile"
	"docent/trainer/checkpoint"
	"docent/trainer/curve"
	"docent/trainer/dataset"
	"docent/trainer/loader"
	"docent/trainer/torch"
)

// A Run is one training run. Everything it leaves is in Dir: the checkpoint,
// the settings, and the curves.
type Run struct {
	Config     Config
	Dir        string
	Works      []dataset.Work
	Held       []dataset.Work // for measuring
	Photos     []*image.RGBA  // without works
	HeldPhotos []*image.RGBA
	Workers    int             // goroutines that make pictures; 0: one a core
	Ahead      int             // batches made ahead; 0: none, pictures and training in turn
	Stop       <-chan struct{} // closed to stop after the current step, with a checkpoint
	Log        io.Writer
	SaveEvery  time.Duration

	afterStep func(done int) // called after each step of this start; for tests
}

const (
	pointEvery   = 50  // steps that a point of the curves is the mean of
	measureViews = 500 // along the way
)

// Train trains until the last step, or until Stop, and returns the checkpoint
// reached. It goes on from Dir's checkpoint if there is one.
func (r *Run) Train() (*Checkpoint, error) {
	runtime.LockOSThread() // grad mode belongs to the thread
	defer runtime.UnlockOSThread()

	c := r.Config
	if err := c.Check(); err != nil {
		return nil, err
	}
	if len(r.Works) == 0 {
		return nil, fmt.Errorf("start run: no works to train on")
	}
	cp, err := r.open()
	if err != nil {
		return nil, err
	}
	net, err := torch.NewNet(cp.Model())
	if err != nil {
		return nil, err
	}
	defer net.Drop()
	adam := torch.NewAdam(c.LearningRate)
	adam.Step, adam.M, adam.V = cp.Step, cp.M, cp.V
	source := NewSource(r.Works, r.Photos, c)
	shape := source.Network.Input
	in, err := torch.NewInput(c.Batch, shape.C, shape.H, shape.W)
	if err != nil {
		return nil, err
	}
	defer in.Drop()
	workers := r.Workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	scratch := make([][]float32, workers)
	for i := range scratch {
		scratch[i] = make([]float32, shape.Len())
	}
	load := loader.New(cp.Step, source.batchLen(), workers, r.Ahead, func(worker, step int, dst []float32) {
		source.Batch(dst, scratch[worker], step)
	})
	defer load.Close()

	save := func() error {
		m, err := net.Model()
		if err != nil {
			return err
		}
		cp.Params, cp.M, cp.V = m.Params, adam.M, adam.V
		return cp.Write(r.Dir)
	}
	if cp.Step > 0 {
		fmt.Fprintf(r.Log, "resuming after step %d of %d\n", cp.Step, c.Steps)
	}
	clock := newClock(cp)
	first := cp.Step
	saved, truths := time.Now(), make([]Truth, c.Batch)
	for cp.Step < c.Steps {
		select {
		case <-r.Stop:
			return cp, save()
		default:
		}
		adam.LearningRate = c.Rate(cp.Step)
		batch := load.Next()
		copy(in.Images, batch.Images)
		for i := range truths {
			truths[i] = readTruth(batch.Images[c.Batch*shape.Len()+i*truthLen:])
		}
		load.Recycle(batch)
		var loss Loss
		err := torch.GradientStep(net, adam, in, func(out, grad []float32) {
			loss = GridLoss(out, grad, truths, GridSide, c.CornerWeight)
		})
		if err != nil {
			return nil, err
		}
		cp.Step++
		clock.add(loss)
		if r.afterStep != nil {
			r.afterStep(cp.Step - first)
		}
		last := cp.Step == c.Steps
		measure := last || c.ReportEvery > 0 && cp.Step%c.ReportEvery == 0
		if cp.Step%pointEvery == 0 || last {
			p := clock.point(cp.Step, adam.LearningRate)
			if measure && len(r.Held) > 0 {
				f, err := Measure(net, NewSource(r.Held, r.HeldPhotos, c), measureViews)
				if err != nil {
					return nil, err
				}
				p.Held = &f
			}
			cp.Points = append(cp.Points, p)
			r.report(p)
		}
		if measure || time.Since(saved) > r.SaveEvery {
			if err := save(); err != nil {
				return nil, err
			}
			if err := Curves(cp, r.Dir); err != nil {
				return nil, err
			}
			saved = time.Now()
		}
	}
	return cp, save()
}

// report writes a line of a point now and then, and of its figures.
func (r *Run) report(p Point) {
	if p.Step%(4*pointEvery) == 0 || p.Held != nil {
		fmt.Fprintf(r.Log, "step %d/%d: loss of scores %.4f, of corners %.4f, learning rate %.2g, %.0f images/s\n", p.Step, r.Config.Steps,
			p.Loss.Score, p.Loss.Corner, p.Rate, float64(p.Step*r.Config.Batch)/p.Seconds)
	}
	if p.Held != nil {
		fmt.Fprintf(r.Log, "  held out: %v\n", *p.Held)
	}
}

// open reads the run's checkpoint, or starts from fresh parameters.
func (r *Run) open() (*Checkpoint, error) {
	if err := os.MkdirAll(r.Dir, 0o755); err != nil {
		return nil, fmt.Errorf("start run: %w", err)
	}
	cp, err := ReadCheckpoint(r.Dir)
	if err != nil {
		return nil, err
	}
	if cp != nil {
		return cp, checkpoint.Same(r.Dir, cp.Config, r.Config)
	}
	b, err := json.MarshalIndent(r.Config, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("start run: %w", err)
	}
	if err := atomicfile.WriteBytes(filepath.Join(r.Dir, "settings.json"), append(b, '\n')); err != nil {
		return nil, err
	}
	m, err := Initial(r.Config.Seed)
	if err != nil {
		return nil, err
	}
	return &Checkpoint{Config: r.Config, Params: m.Params, M: map[string][]float32{}, V: map[string][]float32{}}, nil
}

// clock gathers losses, and the time that training takes.
type clock struct {
	sum    Loss
	count  int
	before float64 // seconds trained before this start
	start  time.Time
}

func newClock(cp *Checkpoint) *clock {
	c := &clock{start: time.Now()}
	if n := len(cp.Points); n > 0 {
		c.before = cp.Points[n-1].Seconds
	}
	return c
}

func (c *clock) add(l Loss) {
	c.sum.Score += l.Score
	c.sum.Corner += l.Corner
	c.count++
}

func (c *clock) point(step int, rate float64) Point {
	n := float64(c.count)
	p := Point{Step: step, Loss: Loss{c.sum.Score / n, c.sum.Corner / n}, Rate: rate, Seconds: c.before + time.Since(c.start).Seconds()}
	c.sum, c.count = Loss{}, 0
	return p
}

// Curves draws a run's losses and figures as loss.png and found.png.
func Curves(cp *Checkpoint, dir string) error {
	score, corner := curve.Line{Name: "scores, cross-entropy"}, curve.Line{Name: "corners, relative error"}
	half := curve.Line{Name: "held-out works found, IoU of 0.5", Marks: true}
	most := curve.Line{Name: "held-out works found, IoU of 0.75", Marks: true}
	empty := curve.Line{Name: "false detections on empty walls and photos", Marks: true}
	for _, p := range cp.Points {
		x := float64(p.Step)
		score.Add(x, p.Loss.Score)
		corner.Add(x, p.Loss.Corner)
		if p.Held != nil {
			half.Add(x, p.Held.First50)
			most.Add(x, p.Held.First75)
			empty.Add(x, p.Held.FalseDetections)
		}
	}
	err := curve.Save(filepath.Join(dir, "loss.png"), "Loss", "steps", "loss", score, corner)
	if err != nil {
		return err
	}
	return curve.Save(filepath.Join(dir, "found.png"), "Works found", "steps", "share of views", half, most, empty)
}
