//go:build torch

package main

import (
	"flag"
	"fmt"
	"os"
	"time"

	"docent/model/nn"
	"docent/trainer/dataset"
	"docent/trainer/torch"
	"docent/trainer/train"
)

func devCommand(flags *flag.FlagSet, args []string) error {
	var flat, walls, runs, weights paths
	flags.Var(&runs, "run", "folder of a run to measure (may be repeated)")
	flags.Var(&weights, "weights", "weight file to measure (may be repeated)")
	flags.Var(&flat, "pictures", "folder of pictures, one a work, as for train (may be repeated)")
	flags.Var(&walls, "walls", "folder of photos without artworks (may be repeated)")
	held := flags.Int("held", 1000, "works held out, as in the settings of what is measured")
	threads := flags.Int("threads", 0, "libtorch's threads (0: one a core)")
	if err := parse(flags, args); err != nil {
		return err
	}
	if len(runs)+len(weights) == 0 || len(flat) == 0 || *held < 2 {
		return usage(flags, "name what to measure with -run or -weights, and the pictures with -pictures; -held is 2 or more")
	}
	works, err := dataset.Flat(dataset.Side, flat...)
	if err != nil {
		return err
	}
	_, works = dataset.Hold(works, *held)
	wallPictures, err := readWalls(walls)
	if err != nil {
		return err
	}
	torch.Setup(*threads)
	start := time.Now()
	dev := train.NewDev(works, wallPictures)
	fmt.Fprintf(os.Stderr, "%d works, queries made in %.0f s\n", len(works), time.Since(start).Seconds())
	for _, name := range append(runs, weights...) {
		m, err := readModel(name)
		if err != nil {
			return err
		}
		net, err := torch.NewNet(m)
		if err != nil {
			return err
		}
		figures, err := dev.Figures(net)
		net.Drop()
		if err != nil {
			return err
		}
		fmt.Printf("%s:", name)
		for i, f := range figures {
			fmt.Printf("  %s %.1f %% (%.1f %%)", train.DevSets[i], 100*f.Top1, 100*f.Recall)
		}
		fmt.Println()
	}
	return nil
}

// readModel reads a run's network from its folder, or a weight file.
func readModel(name string) (*nn.Model, error) {
	if info, err := os.Stat(name); err == nil && info.IsDir() {
		cp, err := train.ReadCheckpoint(name)
		if err != nil {
			return nil, err
		}
		if cp == nil {
			return nil, fmt.Errorf("no run in %s", name)
		}
		return cp.Model()
	}
	b, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("read weights: %w", err)
	}
	m, err := nn.ReadModel(b)
	if err != nil {
		return nil, fmt.Errorf("read weights %s: %w", name, err)
	}
	return m, nil
}
