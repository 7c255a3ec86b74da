//go:build torch

package main

import (
	"flag"
	"fmt"
	"image"
	"os"
	"path/filepath"

	"docent/model/atomicfile"
	"docent/trainer/dataset"
	"docent/trainer/experiment"
	"docent/trainer/torch"
	"docent/trainer/train"
)

func seedCommand(flags *flag.FlagSet, args []string) error {
	data := flags.String("data", "", "folder with train/, negatives/ and eval/")
	out := flags.String("o", "", "folder for the pictures, the run and the table")
	settings := flags.String("settings", "trainer/released.json", "settings of the released weights: the works they hold out are drawn from")
	seed := flags.Uint64("seed", 1, "seed of the works and views")
	threads := flags.Int("threads", 0, "libtorch's threads (0: one a core)")
	if err := parse(flags, args); err != nil {
		return err
	}
	if *data == "" || *out == "" {
		return usage(flags, "name the data with -data and a folder with -o")
	}
	config, err := train.ReadConfig(*settings)
	if err != nil {
		return err
	}
	config0 := train.Default()
	var walls []*image.RGBA
	// A run that was interrupted goes on with the pictures it was started with.
	if cp, err := train.ReadCheckpoint(filepath.Join(*out, "run")); err != nil {
		return err
	} else if cp == nil {
		works, err := dataset.Flat(dataset.Side, filepath.Join(*data, "train"))
		if err != nil {
			return err
		}
		_, held := dataset.Hold(works, config.Held)
		if walls, err = readWalls([]string{filepath.Join(*data, "negatives")}); err != nil {
			return err
		}
		if err := experiment.WritePictures(*out, held, walls, *seed); err != nil {
			return err
		}
	}
	torch.Setup(*threads)
	eval := func(parts ...string) string { return filepath.Join(append([]string{*data, "eval"}, parts...)...) }
	table, err := experiment.Run(*out, walls, []experiment.Photos{
		{Name: "real photos, cropped by hand (uab query_cropped)", Refs: eval("uab", "ref"), Queries: eval("uab", "query_cropped")},
		{Name: "real photos, uncropped (uab query)", Refs: eval("uab", "ref"), Queries: eval("uab", "query")},
		{Name: "real photos, uncropped (estense query)", Refs: eval("estense", "ref"), Queries: eval("estense", "query")},
	}, newProgress(os.Stderr, config0), interrupted())
	if err != nil {
		return err
	}
	if err := atomicfile.WriteBytes(filepath.Join(*out, "table.md"), []byte(table)); err != nil {
		return err
	}
	fmt.Print(table)
	return nil
}
