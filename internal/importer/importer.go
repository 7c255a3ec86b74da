//go:build !js

// Package importer turns online collections into collection folders: DIR/catalog.csv and DIR/pictures/<id>.jpg, which the
// museum reviews and docent bundle reads.
//
// A [Source] lists the works of a collection (IIIF, the Met, the Art Institute of Chicago, Wikidata, Linked Art), and
// [Run] fetches them one by one through a [Client] that is slow on purpose. Every answer is kept in DIR/.import, so
// that a run that was killed goes on where it was, and a run that is repeated asks nobody.
package importer

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"docent/internal/folderlock"
)

// Work is a work as a source describes it.
type Work struct {
	Title, Artist, Date, Medium, Description, Location, Credit Words

	Number, Room string // one value for all languages
	URL          string // the work's page
	Licence      string // of the picture: a URI or a short text
	Rights       Rights
	Pictures     []Picture // the reference first
}

// Rights say whether a work's picture may be shown to visitors.
type Rights int

const (
	Unstated Rights = iota // nobody says
	Free                   // it may
	Reserved               // it may not; the work is still recognised
)

// Item is a work in a source's list.
type Item struct {
	Key  string // what the source calls the work: an address or a number; the same in every run
	Name string // wish for its id; any text
	Load func(ctx context.Context, c *Client) (*Work, error)
}

// Source lists a collection.
type Source interface {
	// List calls found with each work until there are no more or found returns false.
	List(ctx context.Context, c *Client, found func(Item) bool) error

	// Extra is how many pictures of a work beside the reference are worth having, where nobody says.
	Extra() int
}

// Options are what the person asks for.
type Options struct {
	Dir       string
	Languages []string              // the museum's own first
	Side      int                   // longest side of the pictures
	Limit     int                   // works to import at most; 0 for all
	Extra     int                   // pictures of a work beside the reference; -1 for what suits the source
	Show      bool                  // works whose rights nobody states are shown
	Progress  func(done, total int) // total grows while works are listed
}

// Problem is a work that was left out, and why.
type Problem struct{ Key, Why string }

// Summary is what a run has done.
type Summary struct {
	Works    int       // imported
	Problems []Problem // works left out
	Kept     int       // cells that the museum has edited, and that were left as they are
	Gone     int       // works whose row the museum has deleted, and that stay away
	Unstated int       // works that are not shown because nobody states their rights
}

// The names in a collection folder.
const (
	CatalogName  = "catalog.csv"
	ProblemsName = "problems.txt"
	PicturesName = "pictures"
	StateName    = ".import"
	journalName  = "journal.jsonl"
)

// giveUp is after how many works in a row that a server did not answer for.
const giveUp = 3

// errNone is a run without any work.
var errNone = errors.New("no work could be imported")

// Run imports a source into a folder. What it fetches stays, whatever happens; catalog.csv changes once, at the end.
func Run(ctx context.Context, source Source, c *Client, o Options) (*Summary, error) {
	for _, name := range []string{PicturesName, StateName} {
		if err := os.MkdirAll(filepath.Join(o.Dir, name), 0o777); err != nil {
			return nil, fmt.Errorf("make folder: %w", err)
		}
	}
	defer tidy(o.Dir)
	unlock, err := folderlock.Lock(o.Dir, "docent import")
	if err != nil {
		return nil, err
	}
	defer unlock()
	sweep(o.Dir)
	t, err := openTable(o.Dir, o.Languages)
	if err != nil {
		return nil, err
	}
	j, err := openJournal(filepath.Join(o.Dir, StateName, journalName))
	if err != nil {
		return nil, err
	}
	defer j.Close()
	if o.Extra < 0 {
		o.Extra = source.Extra()
	}
	show := o.Progress
	if show == nil {
		show = func(int, int) {}
	}
	s := &Summary{}
	items, err := list(ctx, source, c, o.Limit, show)
	if err != nil {
		return s, stopped(c, err)
	}
	if len(items) == 0 {
		return s, errors.New("the source lists no works")
	}
	silent := 0
	for i, item := range items {
		show(i, len(items))
		if t.deleted(j.ids[item.Key]) {
			s.Gone++
			continue
		}
		err := importOne(ctx, item, c, o, t, j, s)
		down, isDown := errors.AsType[*DownError](err)
		if silent++; !isDown {
			silent = 0
		}
		switch {
		case err == nil:
			s.Works++
		case ctx.Err() != nil || errors.Is(err, errDisk):
			return s, stopped(c, err)
		case isDown && (silent == giveUp || !c.answered[down.Host] && s.Works == 0):
			return s, stopped(c, err)
		default:
			s.Problems = append(s.Problems, Problem{item.Key, sentence(err)})
		}
	}
	show(len(items), len(items))
	if err := writeProblems(filepath.Join(o.Dir, ProblemsName), s.Problems); err != nil {
		return s, err
	}
	if s.Works == 0 && s.Gone == 0 {
		return s, fmt.Errorf("%w: %s", errNone, s.Problems[0].Why)
	}
	if s.Kept, err = t.write(); err != nil {
		return s, err
	}
	return s, j.compact()
}

// tidy removes the folders that a run has made and put nothing into.
func tidy(dir string) {
	state := filepath.Join(dir, StateName)
	if info, err := os.Stat(filepath.Join(state, journalName)); err == nil && info.Size() == 0 {
		os.Remove(filepath.Join(state, journalName))
	}
	// Remove leaves folders alone that are not empty.
	for _, path := range []string{filepath.Join(state, "cache"), state, filepath.Join(dir, PicturesName), dir} {
		os.Remove(path)
	}
}

// sweep removes the unfinished files of runs that were killed.
func sweep(dir string) {
	state := filepath.Join(dir, StateName)
	for _, in := range []string{dir, filepath.Join(dir, PicturesName), state, filepath.Join(state, "cache", "*")} {
		files, _ := filepath.Glob(filepath.Join(in, ".*.tmp"))
		for _, f := range files {
			os.Remove(f)
		}
	}
}

// list collects the works of a source, each once, and shows how many there are so far: of large collections it takes minutes.
func list(ctx context.Context, source Source, c *Client, limit int, show func(done, total int)) ([]Item, error) {
	var items []Item
	seen := map[string]bool{}
	err := source.List(ctx, c, func(i Item) bool {
		if !seen[i.Key] {
			seen[i.Key] = true
			items = append(items, i)
			show(0, len(items))
		}
		return limit == 0 || len(items) < limit
	})
	return items, err
}

// errDisk is what Run cannot go on after.
var errDisk = errors.New("write")

// importOne brings one work into the table, its pictures first.
func importOne(ctx context.Context, item Item, c *Client, o Options, t *table, j *journal, s *Summary) error {
	w, err := item.Load(ctx, c)
	if err != nil {
		return err
	}
	if len(w.Pictures) == 0 {
		return errNoPicture
	}
	id, err := j.id(item.Key, item.Name, t.taken)
	if err != nil {
		return err
	}
	dir := filepath.Join(o.Dir, PicturesName)
	if err := fetchPicture(ctx, c, w.Pictures[0], filepath.Join(dir, id+".jpg"), o.Side, j); err != nil {
		return err
	}
	n := 1
	for _, p := range w.Pictures[1:] {
		if n > o.Extra {
			break
		}
		// A further view that cannot be had keeps nobody from recognising the work.
		err := fetchPicture(ctx, c, p, filepath.Join(dir, fmt.Sprintf("%s__%d.jpg", id, n+1)), o.Side, j)
		if ctx.Err() != nil || errors.Is(err, errDisk) {
			return err
		}
		if err == nil {
			n++
		}
	}
	hidden := w.Rights == Reserved || w.Rights == Unstated && !o.Show
	if w.Rights == Unstated && hidden {
		s.Unstated++
	}
	t.add(id, w, hidden)
	return nil
}

// stopped says that a run ended early.
func stopped(c *Client, err error) error {
	if errors.Is(err, context.Canceled) {
		return errors.New("interrupted: what was fetched is kept, and the same command goes on from there")
	}
	if _, ok := errors.AsType[*DownError](err); ok && len(c.answered) > 0 {
		return fmt.Errorf("%w; what was fetched is kept, and the same command goes on from there", err)
	}
	return err
}

// sentence returns an error in one line.
func sentence(err error) string { return strings.Join(strings.Fields(err.Error()), " ") }
