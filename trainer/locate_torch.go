//go:build torch

package main

import (
	"flag"
	"fmt"
	"image"
	"os"
	"time"

	"docent/model/atomicfile"
	"docent/model/nn"
	"docent/trainer/dataset"
	"docent/trainer/locate"
	"docent/trainer/torch"
)

func locateCommand(flags *flag.FlagSet, args []string) error {
	var pictures, walls paths
	flags.Var(&pictures, "pictures", "folder of pictures, one a work, sub-folders included (may be repeated)")
	flags.Var(&walls, "walls", "folder of photos without artworks (may be repeated)")
	out := flags.String("o", "", "folder of the run: checkpoint, settings, curves; a run there is resumed")
	settings := flags.String("settings", "", "JSON file of settings")
	weights := flags.String("weights", "", "weight file to write in the end (safetensors, F16), its confidences calibrated")
	limit := flags.Int("limit", 0, "read the first N works only (0: all), to try settings out")
	threads := flags.Int("threads", 0, "libtorch's threads (0: one a core)")
	workers := flags.Int("workers", 0, "goroutines that make pictures (0: one a core)")
	ahead := flags.Int("ahead", 8, "batches made ahead, beside the training; 0 makes each when it is needed")
	if err := parse(flags, args); err != nil {
		return err
	}
	if *out == "" || len(pictures) == 0 {
		return usage(flags, "name the run's folder with -o, and the pictures with -pictures")
	}
	config := locate.Default()
	if *settings != "" {
		var err error
		if config, err = locate.ReadConfig(*settings); err != nil {
			return err
		}
	}
	works, err := dataset.Flat(dataset.Side, pictures...)
	if err != nil {
		return err
	}
	works, held := dataset.Hold(works, config.Held)
	if *limit > 0 {
		works = works[:min(*limit, len(works))]
	}
	var photos, heldPhotos []dataset.Work
	if len(walls) > 0 {
		if photos, err = dataset.Flat(dataset.Side, walls...); err != nil {
			return err
		}
		photos, heldPhotos = dataset.Hold(photos, len(photos)/8)
	}
	fmt.Fprintf(os.Stderr, "%d works to train on, %d held out; %d photos without works, %d held out\n", len(works), len(held), len(photos), len(heldPhotos))
	torch.Setup(*threads)
	run := &locate.Run{Config: config, Dir: *out, Works: works, Held: held, Photos: firstPictures(photos), HeldPhotos: firstPictures(heldPhotos),
		Workers: *workers, Ahead: *ahead, Stop: interrupted(), Log: os.Stderr, SaveEvery: time.Minute}
	cp, err := run.Train()
	if err != nil {
		return err
	}
	if cp.Step < config.Steps {
		fmt.Fprintf(os.Stderr, "stopped after step %d of %d: the same command goes on from there\n", cp.Step, config.Steps)
		return nil
	}
	if *weights == "" {
		return nil
	}
	m, figures, err := run.Finish(cp)
	if err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "held out, as exported: %v\n", figures)
	b, err := m.Encode(nn.F16, nil)
	if err != nil {
		return err
	}
	return atomicfile.WriteBytes(*weights, b)
}

func firstPictures(works []dataset.Work) []*image.RGBA {
	list := make([]*image.RGBA, len(works))
	for i, w := range works {
		list[i] = w.Pictures[0]
	}
	return list
}
