//go:build torch

package train

import (
	"encoding/json"
	"fmt"
	"image"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"time"

	"docent/model/atomicfile"
	"docent/model/nn"
	"docent/trainer/checkpoint"
	"docent/trainer/curve"
	"docent/trainer/dataset"
	"docent/trainer/episode"
	"docent/trainer/loader"
	"docent/trainer/torch"
)

// A Run is one training run. Everything it leaves is in Dir: the checkpoint,
// the settings, and the curves.
type Run struct {
	Config  Config
	Dir     string
	Start   *nn.Model // folded weights that a new run starts from; nil for random ones
	Works   []dataset.Work
	Held    []dataset.Work // for validation; may be empty
	Walls   []*image.RGBA
	Workers int             // goroutines that make pictures; 0: one a core
	Ahead   int             // batches made ahead; 0: none, pictures and training in turn
	Stop    <-chan struct{} // closed to stop after the current episode, with a checkpoint
	Report  Reporter
	// SaveEvery is the time between checkpoints within an epoch.
	SaveEvery time.Duration
}

// A Reporter hears of a run's progress.
type Reporter interface {
	Start(steps, done int)
	Step(p Point)
	Epoch(epoch int, p Point)
	Close()
}

// pointEvery is how many episodes a point of the curves is the mean of.
const pointEvery = 20

// Train trains until the last epoch's end, or until Stop, and returns the
// checkpoint reached. It goes on from Dir's checkpoint if there is one.
func (r *Run) Train() (*Checkpoint, error) {
	runtime.LockOSThread() // grad mode belongs to the thread
	defer runtime.UnlockOSThread()

	c := r.Config
	if err := c.Check(); err != nil {
		return nil, err
	}
	network, err := c.Describe()
	if err != nil {
		return nil, err
	}
	source := NewSource(r.Works, r.Walls, c, network)
	sampler := episode.Sampler{Pictures: source.Pictures(), Way: c.Way, Shot: c.Shot, Query: c.Query, Seed: c.Seed}
	if err := sampler.Check(); err != nil {
		return nil, err
	}
	cp, err := r.open(network, source, sampler)
	if err != nil {
		return nil, err
	}
	net, err := torch.NewNet(&nn.Model{Network: network, Params: cp.Params})
	if err != nil {
		return nil, err
	}
	defer net.Drop()
	adam := torch.NewAdam(c.LearningRate)
	adam.Step, adam.M, adam.V = cp.Step, cp.M, cp.V

	objective := torch.Objective{Loss: c.Loss, Temperature: c.Temperature, Way: c.Way, Shot: c.Shot, Query: c.Query}
	images := c.Way * (c.Shot + c.Query)
	size := network.Input.C * network.Input.H * network.Input.W
	in, err := torch.NewInput(images, network.Input.C, network.Input.H, network.Input.W)
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
		scratch[i] = make([]float32, size)
	}
	// Hard episodes are drawn by embeddings that each epoch starts with, so each epoch has its loader.
	var load *loader.Loader
	open := func() error {
		if c.Group > 1 && cp.Step > 0 && cp.Step%c.EpisodesPerEpoch == 0 {
			if err := r.mine(cp, net, source); err != nil {
				return err
			}
		}
		if flat := cp.Mined[mined]; flat != nil {
			sampler.Group, sampler.Neighbours = c.Group, neighbours(flat, len(r.Works))
		}
		if load != nil {
			load.Close()
		}
		draw := sampler // of this epoch
		load = loader.New(cp.Step, images*size, workers, r.Ahead, func(worker, step int, dst []float32) {
			source.Episode(dst, scratch[worker], draw.Sample(step))
		})
		return nil
	}
	if err := open(); err != nil {
		return nil, err
	}
	defer func() { load.Close() }()

	r.Report.Start(c.Steps(), cp.Step)
	defer r.Report.Close()
	var sum torch.Loss
	var before float64 // seconds trained before this start
	if n := len(cp.Points); n > 0 {
		before = cp.Points[n-1].Seconds
	}
	start, mark, saved, count := time.Now(), time.Now(), time.Now(), 0
	save := func() error {
		m, err := net.Model()
		if err != nil {
			return err
		}
		cp.Params, cp.M, cp.V = m.Params, adam.M, adam.V
		saved = time.Now()
		return cp.Write(r.Dir)
	}
	for cp.Step < c.Steps() {
		select {
		case <-r.Stop:
			return cp, save()
		default:
		}
		epoch := cp.Step / c.EpisodesPerEpoch
		adam.LearningRate = c.Rate(cp.Step)
		batch := load.Next()
		copy(in.Images, batch.Images)
		load.Recycle(batch)
		loss, err := torch.TrainStep(net, adam, in, objective)
		if err != nil {
			return nil, err
		}
		cp.Step++
		count++
		sum.Loss += loss.Loss
		sum.Accuracy += loss.Accuracy
		last := cp.Step%c.EpisodesPerEpoch == 0
		if count < pointEvery && !last {
			continue
		}
		p := Point{Step: cp.Step, Loss: sum.Loss / float64(count), Accuracy: sum.Accuracy / float64(count),
			Rate: adam.LearningRate, ImagesPerSecond: float64(count*images) / time.Since(mark).Seconds(),
			Seconds: before + time.Since(start).Seconds()}
		if last && len(r.Held) > 0 {
			held := NewSource(r.Held, r.Walls, c, network)
			if p.Validation, err = Validate(net, held); err != nil {
				return nil, err
			}
		}
		cp.Points = append(cp.Points, p)
		r.Report.Step(p)
		sum, count = torch.Loss{}, 0
		if last {
			r.Report.Epoch(epoch+1, p)
			if err := Curves(cp, r.Dir); err != nil {
				return nil, err
			}
		}
		if last || time.Since(saved) > r.SaveEvery {
			if err := save(); err != nil {
				return nil, err
			}
		}
		if last && c.Group > 1 && cp.Step < c.Steps() {
			if err := open(); err != nil {
				return nil, err
			}
		}
		mark = time.Now()
	}
	return cp, save()
}

// mine embeds the works' clean pictures, to draw the next epoch's episodes by.
func (r *Run) mine(cp *Checkpoint, net *torch.Net, source *Source) error {
	embeddings, err := EmbedAll(net, len(r.Works), func(i int, dst, scratch []float32) { source.Clean(dst, scratch, i) })
	if err != nil {
		return err
	}
	cp.Mined = map[string][]float32{mined: slices.Concat(embeddings...)}
	return nil
}

// open reads the run's checkpoint, or starts from fresh parameters.
func (r *Run) open(network nn.Network, source *Source, sampler episode.Sampler) (*Checkpoint, error) {
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
	m, err := r.start(network, source, sampler)
	if err != nil {
		return nil, err
	}
	return &Checkpoint{Config: r.Config, Params: m.Params, M: map[string][]float32{}, V: map[string][]float32{}}, nil
}

// start returns the parameters that a new run starts from.
func (r *Run) start(network nn.Network, source *Source, sampler episode.Sampler) (*nn.Model, error) {
	if r.Start == nil && r.Config.Start != "" {
		return nil, fmt.Errorf("start run: the settings name weights of SHA-256 %s to start from: give their file", r.Config.Start)
	}
	if r.Start == nil {
		return initial(network, r.Config.Seed)
	}
	e := sampler.Sample(0)
	size := network.Input.Len()
	in, err := torch.NewInput(len(e.Support)+len(e.Queries), network.Input.C, network.Input.H, network.Input.W)
	if err != nil {
		return nil, err
	}
	defer in.Drop()
	source.Episode(in.Images, make([]float32, size), e)
	m, err := torch.Unfold(r.Start, network, in)
	if err != nil {
		return nil, fmt.Errorf("start run: %w", err)
	}
	return m, nil
}

// Curves draws a run's loss and accuracy as loss.png and accuracy.png.
func Curves(cp *Checkpoint, dir string) error {
	loss := curve.Line{Name: "training loss"}
	train := curve.Line{Name: fmt.Sprintf("training, %d-way %d-shot", cp.Config.Way, cp.Config.Shot)}
	fiveWay := curve.Line{Name: "held-out works, 5-way 1-shot, frozen statistics", Marks: true}
	retrieval := curve.Line{Name: "held-out works, recognised among all, frozen statistics", Marks: true}
	for _, p := range cp.Points {
		x := float64(p.Step)
		loss.Add(x, p.Loss)
		train.Add(x, p.Accuracy)
		if v := p.Validation; v != nil {
			fiveWay.Add(x, v.FiveWay)
			retrieval.Add(x, v.Top1)
		}
	}
	err := curve.Save(filepath.Join(dir, "loss.png"), "Loss", "episodes", "cross-entropy", loss)
	if err != nil {
		return err
	}
	return curve.Save(filepath.Join(dir, "accuracy.png"), "Accuracy", "episodes", "share of queries right", train, fiveWay, retrieval)
}
