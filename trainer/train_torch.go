//go:build torch

package main

import (
	"flag"
	"fmt"
	"image"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"docent/model/nn"
	"docent/trainer/dataset"
	"docent/trainer/torch"
	"docent/trainer/train"
)

func trainCommand(flags *flag.FlagSet, args []string) error {
	var flat, folders, walls paths
	flags.Var(&flat, "pictures", "folder of pictures, one a work, sub-folders included (may be repeated): views are synthesised")
	flags.Var(&folders, "folders", "folder with a folder of pictures per work (may be repeated): no views are synthesised")
	flags.Var(&walls, "walls", "folder of photos without artworks, to hang works in front of (may be repeated)")
	out := flags.String("o", "", "folder of the run: checkpoint, settings, curves; a run there is resumed")
	settings := flags.String("settings", "", "JSON file of settings; without it, those of the seed's experiment")
	start := flags.String("start", "", "weight file that a new run starts from, instead of random weights")
	limit := flags.Int("limit", 0, "train on the first N works only (0: all), to try settings out")
	threads := flags.Int("threads", 0, "libtorch's threads (0: one a core)")
	workers := flags.Int("workers", 0, "goroutines that make pictures (0: one a core)")
	ahead := flags.Int("ahead", 8, "batches made ahead, beside the training; 0 makes each when it is needed")
	if err := parse(flags, args); err != nil {
		return err
	}
	if *out == "" || len(flat)+len(folders) == 0 || len(flat) > 0 && len(folders) > 0 {
		return usage(flags, "name the run's folder with -o, and the pictures with -pictures or -folders (not both)")
	}
	config := train.Default()
	if *settings != "" {
		var err error
		if config, err = train.ReadConfig(*settings); err != nil {
			return err
		}
	}
	var from *nn.Model
	if *start != "" {
		var err error
		if from, err = readModel(*start); err != nil {
			return err
		}
		if from.Hash == "" {
			return fmt.Errorf("start from %s: that is a run: trainer export -run %[1]s -o FILE writes the weights to start from", *start)
		}
		config.Start = from.Hash
	}
	works, err := readWorks(flat, folders, dataset.Side)
	if err != nil {
		return err
	}
	wallPictures, err := readWalls(walls)
	if err != nil {
		return err
	}
	works, held := dataset.Hold(works, config.Held)
	if *limit > 0 {
		works = works[:min(*limit, len(works))]
	}
	fmt.Fprintf(os.Stderr, "%d works to train on, %d held out, %d photos for walls\n", len(works), len(held), len(wallPictures))

	torch.Setup(*threads)
	run := &train.Run{Config: config, Dir: *out, Start: from, Works: works, Held: held, Walls: wallPictures,
		Workers: *workers, Ahead: *ahead, Stop: interrupted(), Report: newProgress(os.Stderr, config), SaveEvery: 2 * time.Minute}
	cp, err := run.Train()
	if err != nil {
		return err
	}
	if cp.Step < config.Steps() {
		fmt.Fprintf(os.Stderr, "stopped after episode %d of %d: the same command goes on from there\n", cp.Step, config.Steps())
		return nil
	}
	fmt.Fprintf(os.Stderr, "done: trainer export -run %s -o FILE writes the weights; curves are in %s\n", *out, filepath.Join(*out, "accuracy.png"))
	return nil
}

// readWorks reads the data set that the flags name.
func readWorks(flat, folders []string, side int) ([]dataset.Work, error) {
	if len(flat) > 0 {
		return dataset.Flat(side, flat...)
	}
	var works []dataset.Work
	for _, dir := range folders {
		w, err := dataset.Folders(dir, side)
		if err != nil {
			return nil, err
		}
		works = append(works, w...)
	}
	return works, nil
}

// readWalls reads the photos that hang behind works.
func readWalls(dirs []string) ([]*image.RGBA, error) {
	if len(dirs) == 0 {
		return nil, nil
	}
	photos, err := dataset.Flat(dataset.Side, dirs...)
	if err != nil {
		return nil, err
	}
	walls := make([]*image.RGBA, len(photos))
	for i, p := range photos {
		walls[i] = p.Pictures[0]
	}
	return walls, nil
}

// interrupted is closed at the first interrupt, so that the run ends with a
// checkpoint; a second interrupt ends it at once.
func interrupted() <-chan struct{} {
	signals, stop := make(chan os.Signal, 1), make(chan struct{})
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		<-signals
		signal.Stop(signals)
		close(stop)
	}()
	return stop
}
