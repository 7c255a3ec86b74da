//go:build torch

package experiment

import (
	"fmt"
	"image"
	"path/filepath"
	"strings"
	"time"

	"docent/model/vision"
	"docent/trainer/dataset"
	"docent/trainer/episode"
	"docent/trainer/torch"
	"docent/trainer/train"
)

// Photos is a set of real photos: references are supports, photos queries.
type Photos struct{ Name, Refs, Queries string }

// Episodes is how many test episodes each figure is the mean of, as the seed.
const Episodes = 1000

// Run trains with the seed's settings on dir/train, or takes the run that is
// there, and tests on dir/test and on real photos. It returns a table in
// Markdown.
func Run(dir string, walls []*image.RGBA, photos []Photos, report train.Reporter, stop <-chan struct{}) (string, error) {
	works, err := dataset.Folders(filepath.Join(dir, "train"), dataset.Side)
	if err != nil {
		return "", err
	}
	config := train.Default()
	run := &train.Run{Config: config, Dir: filepath.Join(dir, "run"), Works: works, Walls: walls, Ahead: 8,
		Stop: stop, Report: report, SaveEvery: time.Minute}
	cp, err := run.Train()
	if err != nil {
		return "", err
	}
	if cp.Step < config.Steps() {
		return "", fmt.Errorf("stopped after episode %d of %d: the same command goes on from there", cp.Step, config.Steps())
	}
	m, err := cp.Model()
	if err != nil {
		return "", err
	}
	net, err := torch.NewNet(m)
	if err != nil {
		return "", err
	}
	defer net.Drop()

	var table strings.Builder
	table.WriteString("| test pictures | works | batch statistics of the episode | frozen statistics |\n|---|---|---|---|\n")
	row := func(name string, works []dataset.Work, s episode.Sampler) error {
		a, err := train.TestEpisodes(net, works, s, Episodes)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		fmt.Fprintf(&table, "| %s | %d | %.3f | %.3f |\n", name, len(works), a.Batch, a.Frozen)
		return nil
	}
	test, err := dataset.Folders(filepath.Join(dir, "test"), dataset.Side)
	if err != nil {
		return "", err
	}
	if err := row("synthesised views, works not trained on", test,
		episode.Sampler{Way: 5, Shot: 1, Query: 5, Seed: config.Seed}); err != nil {
		return "", err
	}
	for _, p := range photos {
		works, err := dataset.Photos(p.Refs, p.Queries, vision.FrameSide)
		if err != nil {
			return "", err
		}
		// Most works have one photo: one query each.
		if err := row(p.Name, works, episode.Sampler{Way: 5, Shot: 1, Query: 1, Seed: config.Seed, FirstSupports: true}); err != nil {
			return "", err
		}
	}
	return table.String(), nil
}
