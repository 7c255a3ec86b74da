//go:build !js

// Command bench measures docent beside its peers, onnxruntime-web and tfjs, in one page of a real browser, and what only
// docent has beside its own parts. make bench runs it; -h shows its flags.
//
// Fair means: everyone in the same worker of the same page, on one thread, the same network, weights and frames, warm, in
// another order each round, with outputs that agree; and each peer in the form that suits it best (site/ort.js and
// site/tf.js say what that is). All results are ratios of medians that were taken in the same rounds: the machine may
// be slow or busy, but it is so for all.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"golang.org/x/term"
)

// settings are the command's flags.
type settings struct {
	rounds, warmup, visits int
	dir, bundle            string
	json, chart            string
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
	var s settings
	flag.IntVar(&s.rounds, "rounds", 200, "rounds, in which every engine runs once")
	flag.IntVar(&s.warmup, "warmup", 60, "rounds before, which do not count")
	flag.IntVar(&s.visits, "visits", 5, "first visits to docent's page, each by a browser that has never been there")
	flag.StringVar(&s.bundle, "bundle", "build/default.docent", "`bundle` of the first visits")
	flag.StringVar(&s.dir, "dir", "build/bench", "`folder` for the peers, and for what is kept between runs")
	flag.StringVar(&s.json, "o", "build/bench.json", "JSON `file` to write")
	flag.StringVar(&s.chart, "chart", "build/bench.png", "PNG `file` to write")
	flag.Parse()
	if flag.NArg() > 0 || s.rounds < 1 || s.warmup < 0 || s.visits < 1 {
		fmt.Fprintln(os.Stderr, "bench: bad usage: bench -h shows the flags; -rounds and -visits are at least 1")
		os.Exit(2)
	}
	if err := run(ctx, s); err != nil {
		if ctx.Err() != nil {
			err = errors.New("interrupted: nothing was written")
		}
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, s settings) error {
	r, err := measure(ctx, s, say)
	if err != nil {
		return err
	}
	if err := r.WriteTable(os.Stdout); err != nil {
		return err
	}
	if err := r.Check(); err != nil { // before anything is written
		return err
	}
	for _, path := range []string{s.json, s.chart} {
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			return err
		}
	}
	if err := r.WriteChart(s.chart); err != nil {
		return err
	}
	if err := r.WriteJSON(s.json); err != nil {
		return err
	}
	fmt.Printf("\n%s and %s were written\n", s.json, s.chart)
	return nil
}

// say tells on standard error what is being done, on one line where that is a terminal.
func say(format string, args ...any) {
	line := fmt.Sprintf(format, args...)
	if term.IsTerminal(int(os.Stderr.Fd())) {
		fmt.Fprintf(os.Stderr, "\r\033[K%s", line)
		return
	}
	fmt.Fprintln(os.Stderr, line)
}
