package train

import (
	"testing"

	"docent/model/nn"
	"docent/trainer/episode"
)

// BenchmarkEpisode makes an episode's pictures: what training waits for where
// nothing runs beside it.
func BenchmarkEpisode(b *testing.B) {
	c := Default()
	c.Located = Located{Share: 0.75, Jitter: 0.05, Wild: 0.08, Framed: 0.15, Clean: 0.03, Min: 0.6, Max: 1.05, Side: 112}
	c.CleanSupport = 0.85
	network := nn.Residual(nn.Encoder{Side: 64, Width: 32, Embedding: 256, Head: nn.HeadFlatten})
	source := NewSource(drawn(64), nil, c, network)
	sampler := episode.Sampler{Pictures: source.Pictures(), Way: 32, Shot: 1, Query: 1, Seed: 1}
	dst, scratch := make([]float32, 64*network.Input.Len()), make([]float32, network.Input.Len())
	step := 0
	for b.Loop() {
		source.Episode(dst, scratch, sampler.Sample(step))
		step++
	}
	b.ReportMetric(float64(64*b.N)/b.Elapsed().Seconds(), "images/s")
}
