//go:build torch

package main

import (
	"flag"
	"fmt"
	"os"

	"docent/model/nn"
	"docent/model/vision"
	"docent/trainer/dataset"
	"docent/trainer/episode"
	"docent/trainer/torch"
	"docent/trainer/train"
)

func evalCommand(flags *flag.FlagSet, args []string) error {
	run := flags.String("run", "", "folder of a run, whose checkpoint is tested with frozen and with batch statistics")
	weights := flags.String("weights", "", "weight file to test; its statistics are folded in, so they are frozen")
	folders := flags.String("folders", "", "folder with a folder of pictures per work")
	refs := flags.String("refs", "", "folder of references, <id>.jpg: the supports")
	queries := flags.String("queries", "", "folder of photos, <id>__<n>.jpg: the queries")
	s := episode.Sampler{}
	flags.IntVar(&s.Way, "way", 5, "works per episode")
	flags.IntVar(&s.Shot, "shot", 1, "supports per work")
	flags.IntVar(&s.Query, "query", 1, "queries per work")
	flags.Uint64Var(&s.Seed, "seed", 1, "seed of the episodes")
	episodes := flags.Int("episodes", 1000, "episodes")
	threads := flags.Int("threads", 0, "libtorch's threads (0: one a core)")
	if err := parse(flags, args); err != nil {
		return err
	}
	if (*run == "") == (*weights == "") || (*folders == "") == (*refs == "") || (*refs == "") != (*queries == "") || *episodes < 1 {
		return usage(flags, "name the network with -run or -weights, and the pictures with -folders or with -refs and -queries")
	}
	var m *nn.Model
	if *run != "" {
		cp, err := train.ReadCheckpoint(*run)
		if err != nil {
			return err
		}
		if cp == nil {
			return fmt.Errorf("no run in %s", *run)
		}
		if m, err = cp.Model(); err != nil {
			return err
		}
	} else {
		b, err := os.ReadFile(*weights)
		if err != nil {
			return fmt.Errorf("read weights: %w", err)
		}
		if m, err = nn.ReadModel(b); err != nil {
			return fmt.Errorf("read weights %s: %w", *weights, err)
		}
	}
	var works []dataset.Work
	var err error
	if *folders != "" {
		works, err = dataset.Folders(*folders, vision.FrameSide)
	} else {
		s.FirstSupports = true
		works, err = dataset.Photos(*refs, *queries, vision.FrameSide)
	}
	if err != nil {
		return err
	}
	torch.Setup(*threads)
	net, err := torch.NewNet(m)
	if err != nil {
		return err
	}
	defer net.Drop()
	a, err := train.TestEpisodes(net, works, s, *episodes)
	if err != nil {
		return err
	}
	fmt.Printf("%d works, %d episodes of %d-way %d-shot: %.4f with frozen statistics", len(works), *episodes, s.Way, s.Shot, a.Frozen)
	if *run != "" {
		fmt.Printf(", %.4f with the episode's", a.Batch)
	}
	fmt.Println()
	return nil
}
