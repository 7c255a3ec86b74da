// Package dataset reads the pictures that a network is trained and tested on:
// folders of paintings, or loose pictures of one painting each.
//
// Everything is decoded once, reduced, and kept in memory: a training run
// draws each picture many thousand times, and 20,000 of them at 160 pixels
// take 1.5 GB.
package dataset

import (
	"errors"
	"fmt"
	"hash/fnv"
	"image"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sort"
	"strings"
	"sync"

	"github.com/nfnt/resize"

	"docent/model/picture"
)

// Side is the longest side, in pixels, at which pictures are kept for
// training: a little more than twice the input of the networks here, so that
// a view may enlarge a part of the work and stay sharp.
const Side = 160

// A Work is one painting and its pictures; the first is the clean one.
type Work struct {
	ID       string
	Pictures []*image.RGBA
}

// extensions that are taken for pictures; everything else in a folder is
// passed over, so that a stray text file does no harm.
var extensions = []string{".jpg", ".jpeg", ".png", ".webp"}

// IsPicture tells whether a file's name is that of a picture.
func IsPicture(name string) bool {
	return !strings.HasPrefix(name, ".") && slices.Contains(extensions, strings.ToLower(filepath.Ext(name)))
}

// Folders reads a data set with a folder per painting under root. The first
// picture by name is the clean one. side bounds the longest side in pixels.
func Folders(root string, side int) ([]Work, error) {
	entries, err := os.ReadDir(root)
	if err != nil {
		return nil, fmt.Errorf("read data set: %w", err)
	}
	var works []Work
	var files [][]string
	for _, e := range entries {
		if !e.IsDir() || strings.HasPrefix(e.Name(), ".") {
			continue
		}
		names, err := pictures(filepath.Join(root, e.Name()), false)
		if err != nil {
			return nil, err
		}
		if len(names) == 0 {
			return nil, fmt.Errorf("read data set: folder %s has no picture: put at least one .jpg, .png or .webp there, or remove it", filepath.Join(root, e.Name()))
		}
		works = append(works, Work{ID: e.Name()})
		files = append(files, names)
	}
	if len(works) == 0 {
		return nil, fmt.Errorf("read data set: %s has no folders: a folder per painting is expected", root)
	}
	return works, load(works, files, side)
}

// Flat reads loose pictures, each a work of its own, from the directories and
// everything below them. side bounds the longest side in pixels.
func Flat(side int, dirs ...string) ([]Work, error) {
	works, files, err := list(dirs)
	if err != nil {
		return nil, err
	}
	return works, load(works, files, side)
}

// Draw reads n of the works of Flat, or all if there are fewer, that Hold
// leaves to train on when it holds out about held: the same for the same seed,
// and in its order. It does not read the others.
func Draw(side, n, held int, seed uint64, dirs ...string) ([]Work, error) {
	works, files, err := list(dirs)
	if err != nil {
		return nil, err
	}
	var drawn []Work
	var pictures [][]string
	for _, i := range rand.New(rand.NewPCG(seed, 0)).Perm(len(works)) {
		if len(drawn) < n && !holds(works[i].ID, held, len(works)) {
			drawn, pictures = append(drawn, works[i]), append(pictures, files[i])
		}
	}
	return drawn, load(drawn, pictures, side)
}

// list returns the works of Flat, without pictures, and their files.
func list(dirs []string) (works []Work, files [][]string, err error) {
	for _, dir := range dirs {
		names, err := pictures(dir, true)
		if err != nil {
			return nil, nil, err
		}
		if len(names) == 0 {
			return nil, nil, fmt.Errorf("read data set: %s has no picture (.jpg, .png or .webp) in it or below it", dir)
		}
		for _, name := range names {
			rel, err := filepath.Rel(dir, name)
			if err != nil {
				return nil, nil, fmt.Errorf("read data set: %w", err)
			}
			works = append(works, Work{ID: filepath.ToSlash(rel)})
			files = append(files, []string{name})
		}
	}
	return works, files, nil
}

// Photos pairs references (refs/<id>.jpg) with photos of them
// (queries/<id>__<n>.jpg): each work with at least one photo, its reference
// first. side bounds the longest side in pixels.
func Photos(refs, queries string, side int) ([]Work, error) {
	refFiles, err := pictures(refs, false)
	if err != nil {
		return nil, err
	}
	queryFiles, err := pictures(queries, false)
	if err != nil {
		return nil, err
	}
	byID := map[string][]string{}
	for _, name := range queryFiles {
		id, _, ok := strings.Cut(stem(name), "__")
		if !ok {
			return nil, fmt.Errorf("read photos: %s is not named <id>__<n>", name)
		}
		byID[id] = append(byID[id], name)
	}
	var works []Work
	var files [][]string
	for _, name := range refFiles {
		id := stem(name)
		if photos, ok := byID[id]; ok {
			works = append(works, Work{ID: id})
			files = append(files, append([]string{name}, photos...))
			delete(byID, id)
		}
	}
	for id := range byID {
		return nil, fmt.Errorf("read photos: %s has photos of %q, which has no reference in %s", queries, id, refs)
	}
	if len(works) == 0 {
		return nil, fmt.Errorf("read photos: no photo in %s shows a work of %s", queries, refs)
	}
	return works, load(works, files, side)
}

// Hold splits works into those to train on and about n to validate on, by a
// hash of the identifier: a work stays on its side when others come or go.
func Hold(works []Work, n int) (train, held []Work) {
	if n <= 0 {
		return works, nil
	}
	for _, w := range works {
		if holds(w.ID, n, len(works)) {
			held = append(held, w)
		} else {
			train = append(train, w)
		}
	}
	return train, held
}

// holds tells whether a work is among the about n held out of total.
func holds(id string, n, total int) bool {
	share := uint64(float64(n) / float64(total) * (1 << 32))
	return n > 0 && uint64(mixed(id)>>32) < share
}

// mixed is a hash of the identifier whose high bits are well spread
// (FNV-1a, then the finaliser of SplitMix64: Steele et al. 2014).
func mixed(id string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(id))
	z := h.Sum64()
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// stem is a file's name without folder and extension.
func stem(name string) string {
	base := filepath.Base(name)
	return strings.TrimSuffix(base, filepath.Ext(base))
}

// pictures lists the pictures of a folder by name, and those below it when
// deep is set.
func pictures(dir string, deep bool) ([]string, error) {
	var names []string
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case e.IsDir() && path != dir && (!deep || strings.HasPrefix(e.Name(), ".")):
			return fs.SkipDir
		case !e.IsDir() && IsPicture(e.Name()):
			names = append(names, path)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("list pictures: %w", err)
	}
	sort.Strings(names)
	return names, nil
}

// load decodes files[i] into works[i], on every core.
func load(works []Work, files [][]string, side int) error {
	next := make(chan int)
	errs := make([]error, len(works))
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for i := range next {
				for _, name := range files[i] {
					img, err := picture.Load(name)
					if err != nil {
						errs[i] = err
						break
					}
					works[i].Pictures = append(works[i].Pictures, Reduce(img, side))
				}
			}
		})
	}
	for i := range works {
		next <- i
	}
	close(next)
	workers.Wait()
	return errors.Join(errs...)
}

// Reduce returns the picture with its longest side at most side pixels.
func Reduce(img *image.RGBA, side int) *image.RGBA {
	b := img.Bounds()
	if max(b.Dx(), b.Dy()) <= side {
		return img
	}
	// Lanczos3 keeps what a small picture can hold; it is done once a picture.
	small := resize.Thumbnail(uint(side), uint(side), img, resize.Lanczos3)
	if rgba, ok := small.(*image.RGBA); ok {
		return rgba
	}
	// Not reached with nfnt/resize as pinned, which keeps the type; correct if it changes.
	sb := small.Bounds()
	out := image.NewRGBA(image.Rect(0, 0, sb.Dx(), sb.Dy()))
	for y := range sb.Dy() {
		for x := range sb.Dx() {
			out.Set(x, y, small.At(sb.Min.X+x, sb.Min.Y+y))
		}
	}
	return out
}
