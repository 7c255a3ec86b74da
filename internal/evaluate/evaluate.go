//go:build !js

package evaluate

import (
	"context"
	"errors"
	"fmt"
	"image"
	"math"
	"path/filepath"
	"strings"
	"time"

	"docent/internal/build"
	"docent/model"
	"docent/model/picture"
	"docent/model/vision"
)

// Options name the folders of pictures, and say how the gallery is made.
type Options struct {
	Refs        []string // <id>.jpg is the reference of a work
	Queries     []string // <id>__<n>.jpg shows <id>.jpg
	Distractors []string // works that only fill the gallery
	Unknown     []string // pictures of what is not in the gallery

	// Options say how the gallery is made; Progress counts the queries too.
	build.Options

	// Shown is called with each query as it is answered, from one goroutine; may be nil.
	Shown func(o *Outcome, picture *image.RGBA) error
}

// Outcome is a query and its answer.
type Outcome struct {
	Path   string
	Set    string // the folder that it was found in, as given; for unknown ones too
	Want   int    // index of the right work in the gallery, or -1 when nothing in it is
	Result model.Result
	Answer
}

// Set is the figures of a folder of queries.
type Set struct {
	Dir string
	Metrics
}

// Run is what an evaluation found.
type Run struct {
	Metrics          // of all queries
	Sets    []Set    // in the order given
	Works   []string // of the gallery: the references' ids, then the distractors' paths
	Queries []Outcome
	Unknown []Outcome
	// Warnings are pictures that were passed over.
	Warnings []string
}

// Evaluate runs an evaluation: all cores make the gallery, and one answers the queries, one after the other.
func Evaluate(ctx context.Context, o Options) (*Run, error) {
	run := &Run{}
	if err := unique(o.Refs, o.Distractors, o.Queries, o.Unknown); err != nil {
		return nil, err
	}
	works, index, err := o.gallery(run)
	if err != nil {
		return nil, err
	}
	// All names are checked before anything that takes time.
	if run.Queries, err = outcomes(o.Queries, run, func(path string) (int, error) {
		i, ok := find(index, build.ID(path))
		if !ok {
			return 0, fmt.Errorf("query %s has no reference: add %s.jpg to the references, or put the query into a folder given with -unknown", path, shows(build.ID(path)))
		}
		return i, nil
	}); err != nil {
		return nil, err
	}
	if run.Unknown, err = outcomes(o.Unknown, run, func(string) (int, error) { return -1, nil }); err != nil {
		return nil, err
	}

	queries := len(run.Queries) + len(run.Unknown)
	progress := func(done, total int) {
		if o.Progress != nil {
			o.Progress(done, total)
		}
	}
	built := 0
	making := o.Options
	making.Progress = func(done, total int) {
		built = total
		progress(done, total+queries)
	}
	protos, err := build.Make(ctx, works, making)
	if err != nil {
		return nil, err
	}
	r, err := protos.Recognizer(run.Works, o.Options)
	if err != nil {
		return nil, err
	}
	done := built
	for _, list := range [][]Outcome{run.Queries, run.Unknown} {
		for i := range list {
			if ctx.Err() != nil {
				return nil, errors.New("interrupted")
			}
			if err := list[i].answer(r, o.Shown); err != nil {
				return nil, err
			}
			done++
			progress(done, built+queries)
		}
	}
	run.measure(o.Queries)
	return run, nil
}

// unique refuses a folder that is given twice for the same use: its pictures would count twice.
func unique(uses ...[]string) error {
	for _, dirs := range uses {
		seen := map[string]bool{}
		for _, d := range dirs {
			if seen[filepath.Clean(d)] {
				return fmt.Errorf("the folder %s is given twice", d)
			}
			seen[filepath.Clean(d)] = true
		}
	}
	return nil
}

// gallery lists the references and the distractors. index has the references alone: no query shows a distractor.
func (o *Options) gallery(run *Run) (works []build.Source, index map[string]int, err error) {
	index = map[string]int{}
	from := map[string]string{}
	for _, dir := range o.Refs {
		sources, skipped, err := build.Sources(dir)
		if err != nil {
			return nil, nil, err
		}
		run.skip(dir, skipped)
		for _, s := range sources {
			if first, ok := from[s.ID]; ok {
				return nil, nil, fmt.Errorf("%s and %s both have a reference called %s: nobody can tell which of them a query shows", first, dir, s.ID)
			}
			from[s.ID], index[s.ID] = dir, len(works)
			works = append(works, s)
		}
	}
	for _, dir := range o.Distractors {
		sources, skipped, err := build.Sources(dir)
		if err != nil {
			return nil, nil, err
		}
		run.skip(dir, skipped)
		for _, s := range sources {
			s.ID = filepath.ToSlash(filepath.Join(dir, s.ID))
			works = append(works, s)
		}
	}
	for _, w := range works {
		run.Works = append(run.Works, w.ID)
	}
	return works, index, nil
}

func (run *Run) skip(dir string, names []string) {
	for _, n := range names {
		run.Warnings = append(run.Warnings, fmt.Sprintf("%s cannot be read and is left out: only .jpg, .png and .webp can", filepath.Join(dir, n)))
	}
}

// outcomes lists the pictures of folders, with the work that each shows.
func outcomes(dirs []string, run *Run, want func(path string) (int, error)) ([]Outcome, error) {
	var list []Outcome
	for _, dir := range dirs {
		paths, skipped, err := build.Files(dir)
		if err != nil {
			return nil, err
		}
		run.skip(dir, skipped)
		for _, path := range paths {
			i, err := want(path)
			if err != nil {
				return nil, err
			}
			list = append(list, Outcome{Path: path, Set: dir, Want: i})
		}
	}
	return list, nil
}

// shows returns the id of the work that a query called <id>__<n> shows.
func shows(name string) string {
	if i := strings.LastIndex(name, "__"); i > 0 {
		return name[:i]
	}
	return name
}

// find returns the reference that a query shows: the one that has its whole name, or the one before "__".
func find(index map[string]int, name string) (int, bool) {
	if i, ok := index[name]; ok {
		return i, true
	}
	i, ok := index[shows(name)]
	return i, ok
}

// answer loads the query and recognises it.
func (o *Outcome) answer(r *model.Recognizer, shown func(*Outcome, *image.RGBA) error) error {
	img, err := picture.Load(o.Path)
	if err != nil {
		return err
	}
	start := time.Now()
	o.Result = r.Recognize(vision.Frame(img))
	o.MS = float64(time.Since(start).Microseconds()) / 1000
	o.Score = math.Inf(-1)
	for i, c := range o.Result.Candidates {
		if i == 0 {
			o.Score = c.LogOdds
		}
		if c.Index == o.Want {
			o.Rank = i + 1
		}
	}
	if shown != nil {
		return shown(o, img)
	}
	return nil
}

// measure computes the figures, overall and for each folder.
func (run *Run) measure(dirs []string) {
	pick := func(list []Outcome, dir string) (answers []Answer) {
		for _, o := range list {
			if dir == "" || o.Set == dir {
				answers = append(answers, o.Answer)
			}
		}
		return answers
	}
	unknown := pick(run.Unknown, "")
	run.Metrics = Measure(pick(run.Queries, ""), unknown, len(run.Works))
	for _, dir := range dirs {
		run.Sets = append(run.Sets, Set{dir, Measure(pick(run.Queries, dir), unknown, len(run.Works))})
	}
}
