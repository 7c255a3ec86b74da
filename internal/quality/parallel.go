package quality

import (
	"sync"
	"sync/atomic"
)

// progress counts steps.
type progress struct {
	mu          sync.Mutex
	done, total int
}

// more announces steps to come.
func (c *checker) more(steps int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.total += steps
}

// step counts one.
func (c *checker) step() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.done++
	if c.Progress != nil {
		c.Progress(c.done, c.total)
	}
}

// each calls, for 0 to n-1 and in no order, the function that start returns, which each worker has one of for itself. It returns the
// error of the lowest index, or that the work was interrupted.
func (c *checker) each(n int, start func() (func(i int) error, error)) error {
	var next atomic.Int64
	var failed atomic.Bool
	errs := make([]error, n)
	var starting error
	var wg sync.WaitGroup
	for range min(c.Workers, n) {
		do, err := start()
		if err != nil {
			starting = err
			failed.Store(true)
			break
		}
		wg.Go(func() {
			for c.ctx.Err() == nil && !failed.Load() {
				i := int(next.Add(1) - 1)
				if i >= n {
					return
				}
				if errs[i] = do(i); errs[i] != nil {
					failed.Store(true)
				}
				c.step()
			}
		})
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	if starting == nil && c.ctx.Err() != nil {
		return errInterrupted
	}
	return starting
}
