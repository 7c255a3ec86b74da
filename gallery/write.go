package gallery

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/csv"
	"fmt"
	"image/jpeg"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"

	"docent/model/atomicfile"
)

// sources are what draws the pictures: their hash says whether a folder's pictures are current, with no version to forget.
//
//go:embed *.go paint/*.go
var sources embed.FS

// stampName is the file that says which generator made the pictures of a folder, and how large.
const stampName = ".gallery"

// Quality of the JPEG files: high enough that brush marks survive.
const quality = 90

// Columns of the catalog, one row per work.
func columns() []string {
	base := []string{"title", "artist", "date", "medium", "description", "price", "location", "credit"}
	cols := append([]string{"id"}, base...)
	for _, lang := range Languages[1:] {
		for _, b := range base {
			cols = append(cols, b+"_"+lang)
		}
	}
	return cols
}

// Catalog returns the labels as CSV: id and the columns in the first language, then the same columns with a language's
// suffix (title_fr).
func Catalog() ([]byte, error) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	if err := w.Write(columns()); err != nil {
		return nil, fmt.Errorf("write catalog: %w", err)
	}
	for _, work := range Works() {
		row := []string{work.ID}
		for _, lang := range Languages {
			t := work.Texts[lang]
			row = append(row, t.Title, Artist[lang], t.Date, t.Medium, t.Description, t.Price, t.Location, Credit[lang])
		}
		if err := w.Write(row); err != nil {
			return nil, fmt.Errorf("write catalog: %w", err)
		}
	}
	w.Flush()
	if err := w.Error(); err != nil {
		return nil, fmt.Errorf("write catalog: %w", err)
	}
	return b.Bytes(), nil
}

// stamp identifies what a folder holds: the generator's sources and the size.
func stamp(longest int) (string, error) {
	h := sha256.New()
	fmt.Fprintf(h, "longest %d quality %d\n", longest, quality)
	err := fs.WalkDir(sources, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasSuffix(path, "_test.go") {
			return err
		}
		b, err := sources.ReadFile(path)
		fmt.Fprintf(h, "%s %d\n%s\n", path, len(b), b)
		return err
	})
	if err != nil {
		return "", fmt.Errorf("read gallery sources: %w", err)
	}
	return fmt.Sprintf("%x\n", h.Sum(nil)), nil
}

// WriteDir writes every picture as <id>.jpg, with the given longest side, and catalog.csv beside them. Each file appears
// whole or not at all. Pictures that are there already, drawn by these sources at this size, are left alone. progress (which may
// be nil) hears of each picture as it is done, one call at a time.
func WriteDir(dir string, longest int, progress func(done, total int)) error {
	if longest < 1 {
		return fmt.Errorf("write gallery: longest side %d is not positive", longest)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("write gallery: %w", err)
	}
	works := Works()
	want, err := stamp(longest)
	if err != nil {
		return err
	}
	have, _ := os.ReadFile(filepath.Join(dir, stampName))
	current := string(have) == want
	if !current {
		// Until all is written again, no picture here may pass for current.
		if err := os.Remove(filepath.Join(dir, stampName)); err != nil && !os.IsNotExist(err) {
			return fmt.Errorf("write gallery: %w", err)
		}
	}
	var todo []Work
	for _, w := range works {
		if s, err := os.Stat(filepath.Join(dir, w.ID+".jpg")); !current || err != nil || !s.Mode().IsRegular() || s.Size() == 0 {
			todo = append(todo, w)
		}
	}
	if err := render(dir, longest, todo, len(works), progress); err != nil {
		return err
	}
	catalog, err := Catalog()
	if err != nil {
		return err
	}
	if old, err := os.ReadFile(filepath.Join(dir, "catalog.csv")); err != nil || !bytes.Equal(old, catalog) {
		if err := atomicfile.WriteBytes(filepath.Join(dir, "catalog.csv"), catalog); err != nil {
			return fmt.Errorf("write gallery: %w", err)
		}
	}
	if current {
		return nil
	}
	if err := atomicfile.WriteBytes(filepath.Join(dir, stampName), []byte(want)); err != nil {
		return fmt.Errorf("write gallery: %w", err)
	}
	return nil
}

// render draws the works on as many processors as there are.
func render(dir string, longest int, todo []Work, total int, progress func(done, total int)) error {
	var (
		mu    sync.Mutex
		first error
		done  = total - len(todo)
		wg    sync.WaitGroup
		queue = make(chan Work)
	)
	for range min(len(todo), runtime.GOMAXPROCS(0)) {
		wg.Go(func() {
			for w := range queue {
				mu.Lock()
				failed := first != nil
				mu.Unlock()
				if failed {
					continue
				}
				var b bytes.Buffer
				err := jpeg.Encode(&b, w.Render(longest), &jpeg.Options{Quality: quality})
				if err == nil {
					err = atomicfile.WriteBytes(filepath.Join(dir, w.ID+".jpg"), b.Bytes())
				}
				mu.Lock()
				if err != nil && first == nil {
					first = fmt.Errorf("write gallery picture %s: %w", w.ID, err)
				}
				done++
				if progress != nil && first == nil {
					progress(done, total)
				}
				mu.Unlock()
			}
		})
	}
	for _, w := range todo {
		queue <- w
	}
	close(queue)
	wg.Wait()
	return first
}
