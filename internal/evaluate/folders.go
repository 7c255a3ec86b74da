//go:build !js

package evaluate

import (
	"fmt"
	"path/filepath"
	"strings"

	"docent/internal/build"
	"docent/internal/catalog"
)

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

// gallery lists the references and the distractors, or the works of the bundle, which have no source. index has no distractors: no query shows
// one.
func (o *Options) gallery(run *Run) (works []build.Source, index map[string]int, err error) {
	index = map[string]int{}
	if o.Bundle != nil {
		for i, w := range o.Bundle.Works {
			index[w.ID] = i
			run.Works = append(run.Works, w.ID)
		}
		return nil, index, nil
	}
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

// find returns the reference that a query shows: the one that has its whole name, or the one before "__", as it is or as a bundle
// writes it.
func find(index map[string]int, name string) (int, bool) {
	for _, id := range []string{name, shows(name), catalog.MakeID(name), catalog.MakeID(shows(name))} {
		if i, ok := index[id]; ok {
			return i, true
		}
	}
	return 0, false
}
