// Package loader prepares batches beside the training, so that the trainer
// never waits for pictures: each batch is made by one of several workers, and
// batches come out in the order of their steps, whoever made them.
package loader

import "sync"

// A Batch is one step's pictures, (N, H, W, C) float32, normalised.
type Batch struct {
	Step   int
	Images []float32

	ready chan struct{}
}

// A Loader makes batches from Start on until it is closed.
type Loader struct {
	ordered chan *Batch
	free    chan *Batch
	stop    chan struct{}
	once    sync.Once
	workers sync.WaitGroup
	fill    func(worker, step int, dst []float32)
	next    int
	size    int
}

// New starts a loader whose batches hold size numbers each. fill writes the
// batch of a step; it must depend on step alone, and runs on several
// goroutines at once, worker telling them apart (for their scratch space).
// With ahead 0 nothing runs beside the caller: each batch is made when asked
// for, which shows what running beside brings.
func New(start, size, workers, ahead int, fill func(worker, step int, dst []float32)) *Loader {
	l := &Loader{fill: fill, next: start, size: size, stop: make(chan struct{})}
	if ahead == 0 {
		return l
	}
	l.ordered = make(chan *Batch, ahead)
	l.free = make(chan *Batch, ahead+workers+2)
	jobs := make(chan *Batch, workers)
	for w := range workers {
		l.workers.Go(func() {
			for b := range jobs {
				l.fill(w, b.Step, b.Images)
				close(b.ready)
			}
		})
	}
	l.workers.Go(func() {
		defer close(jobs)
		for step := start; ; step++ {
			b := l.take()
			b.Step, b.ready = step, make(chan struct{})
			select {
			case l.ordered <- b:
			case <-l.stop:
				return
			}
			select {
			case jobs <- b:
			case <-l.stop:
				close(b.ready)
				return
			}
		}
	})
	return l
}

// Next returns the next step's batch. Give it back with Recycle.
func (l *Loader) Next() *Batch {
	if l.ordered == nil {
		b := &Batch{Step: l.next, Images: make([]float32, l.size)}
		l.fill(0, b.Step, b.Images)
		l.next++
		return b
	}
	b := <-l.ordered
	<-b.ready
	return b
}

// Recycle hands a batch's memory back.
func (l *Loader) Recycle(b *Batch) {
	select {
	case l.free <- b:
	default: // no loader beside, or enough of them
	}
}

// Close stops the workers and waits for them.
func (l *Loader) Close() {
	l.once.Do(func() { close(l.stop) })
	l.workers.Wait()
}

func (l *Loader) take() *Batch {
	select {
	case b := <-l.free:
		return b
	default:
		return &Batch{Images: make([]float32, l.size)}
	}
}
