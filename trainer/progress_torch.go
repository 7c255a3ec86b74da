//go:build torch

package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"docent/trainer/train"
)

// progress shows a run: a bar on a terminal, a line an epoch elsewhere.
type progress struct {
	out    io.Writer
	config train.Config
	bar    *progressbar.ProgressBar
	done   int
}

func newProgress(out *os.File, c train.Config) *progress {
	p := &progress{out: out, config: c}
	if term.IsTerminal(int(out.Fd())) {
		p.bar = progressbar.NewOptions(c.Steps(), progressbar.OptionSetWriter(out), progressbar.OptionShowCount(),
			progressbar.OptionSetPredictTime(true), progressbar.OptionSetElapsedTime(true), progressbar.OptionFullWidth(),
			progressbar.OptionThrottle(100*time.Millisecond))
	}
	return p
}

func (p *progress) Start(steps, done int) {
	p.done = done
	if done > 0 {
		fmt.Fprintf(p.out, "resuming after episode %d of %d\n", done, steps)
	}
	if p.bar != nil {
		_ = p.bar.Set(done) // a bar that cannot be drawn is no reason to stop
	}
}

func (p *progress) Step(pt train.Point) {
	line := fmt.Sprintf("epoch %d/%d  loss %.4f  accuracy %.4f  %.0f images/s",
		(pt.Step-1)/p.config.EpisodesPerEpoch+1, p.config.Epochs, pt.Loss, pt.Accuracy, pt.ImagesPerSecond)
	if p.bar != nil {
		p.bar.Describe(line)
		_ = p.bar.Set(pt.Step)
		return
	}
	if pt.Step/1000 > p.done/1000 { // a line now and then in a log
		fmt.Fprintf(p.out, "episode %d: %s\n", pt.Step, line)
	}
	p.done = pt.Step
}

func (p *progress) Epoch(epoch int, pt train.Point) {
	if p.bar != nil {
		_ = p.bar.Clear()
	}
	fmt.Fprintf(p.out, "epoch %d/%d: loss %.4f, accuracy %.4f, learning rate %.2g, %.0f images/s, %s so far",
		epoch, p.config.Epochs, pt.Loss, pt.Accuracy, pt.Rate, pt.ImagesPerSecond, (time.Duration(pt.Seconds) * time.Second).String())
	if v := pt.Validation; v != nil {
		fmt.Fprintf(p.out, "; held out: %.4f of 5-way 1-shot, %.4f among %d", v.FiveWay, v.Top1, v.Works)
	}
	fmt.Fprintln(p.out)
}

func (p *progress) Close() {
	if p.bar != nil {
		_ = p.bar.Exit()
		fmt.Fprintln(p.out)
	}
}
