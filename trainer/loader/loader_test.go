package loader

import (
	"math/rand/v2"
	"testing"
	"time"
)

// TestOrder checks that batches come in order, each with its own content,
// although workers finish out of order.
func TestOrder(t *testing.T) {
	for _, ahead := range []int{0, 1, 4} {
		l := New(7, 3, 4, ahead, func(_, step int, dst []float32) {
			time.Sleep(time.Duration(rand.IntN(300)) * time.Microsecond)
			for i := range dst {
				dst[i] = float32(step*10 + i)
			}
		})
		for step := 7; step < 200; step++ {
			b := l.Next()
			if b.Step != step || b.Images[0] != float32(step*10) || b.Images[2] != float32(step*10+2) {
				t.Fatalf("ahead %d: batch %d holds %v, want step %d", ahead, b.Step, b.Images, step)
			}
			l.Recycle(b)
		}
		l.Close()
		l.Close() // a second time does no harm
	}
}

// TestCloseEarly checks that closing does not wait for batches nobody takes.
func TestCloseEarly(t *testing.T) {
	l := New(0, 1, 2, 2, func(_, step int, dst []float32) { dst[0] = float32(step) })
	l.Next()
	done := make(chan struct{})
	go func() { l.Close(); close(done) }()
	select {
	case <-done:
	case <-time.After(10 * time.Second):
		t.Fatal("Close hangs")
	}
}
