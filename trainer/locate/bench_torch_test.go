//go:build torch

package locate

import (
	"math/rand/v2"
	"runtime"
	"testing"

	"docent/trainer/torch"
)

// BenchmarkStep trains the locator on a batch, without making pictures.
func BenchmarkStep(b *testing.B) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	torch.Setup(1)
	const batch = 64
	m, err := Initial(1)
	if err != nil {
		b.Fatal(err)
	}
	net, err := torch.NewNet(m)
	if err != nil {
		b.Fatal(err)
	}
	defer net.Drop()
	in, err := torch.NewInput(batch, 3, side, side)
	if err != nil {
		b.Fatal(err)
	}
	defer in.Drop()
	r := rand.New(rand.NewPCG(1, 2))
	for i := range in.Images {
		in.Images[i] = float32(r.NormFloat64())
	}
	adam := torch.NewAdam(1e-4)
	truths := make([]Truth, batch)
	for b.Loop() {
		err := torch.GradientStep(net, adam, in, func(out, grad []float32) { GridLoss(out, grad, truths, GridSide, 1) })
		if err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(batch*b.N)/b.Elapsed().Seconds(), "images/s")
}
