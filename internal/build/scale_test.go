//go:build unix

package build

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"image"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"docent/internal/engine"
	"docent/model/background"
	"docent/model/bundle"
	"docent/model/local"
	"docent/model/nn"
	"docent/model/picture"
	"docent/model/proto"
	"docent/model/views"
	"docent/model/vision"
	"docent/model/weights"
)

// What TestScale measures: see docs/scale.md.
var (
	scale      = flag.Int("scale", 0, "measure a collection of so many works, made from the pictures in -scale-data")
	scaleData  = flag.String("scale-data", "../../../shared/data/train", "folder of pictures, and of folders with pictures")
	scaleDir   = flag.String("scale-dir", "", "folder for the cache and the bundle")
	scaleViews = flag.Int("scale-views", DefaultViews, "synthesised views of each picture in its prototype")
	scaleBare  = flag.Bool("scale-bare", false, "leave out thumbnails, facts and features, and keep nothing on disk")
	scaleFake  = flag.Bool("scale-fake", false, "make up what is found of works: to measure all that comes after")
	scaleSeek  = flag.Bool("scale-seek", false, "do not build: seek works of the bundle that is there")
	scaleAsk   = flag.Int("scale-ask", 500, "how many works are sought by a view that is in no prototype")
)

// pieces is how many works a picture gives: itself, and its quarters.
const pieces = 5

// manySources returns n works that are made of the pictures in a folder when they are asked for.
func manySources(t *testing.T, dir string, n int) []Source {
	t.Helper()
	var paths []string
	if err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err == nil && slices.Contains(extensions, strings.ToLower(filepath.Ext(path))) {
			paths = append(paths, path)
		}
		return err
	}); err != nil {
		t.Skip("there are no pictures: ", err)
	}
	if n > pieces*len(paths) {
		t.Fatalf("%d pictures give no %d works", len(paths), n)
	}
	works := make([]Source, n)
	for i := range works {
		path, piece := paths[i%len(paths)], i/len(paths)
		works[i] = Source{ID: "work-" + strconv.Itoa(i), Name: path, Load: func() (*image.RGBA, error) {
			m, err := picture.Load(path)
			if err != nil || piece == 0 {
				return m, err
			}
			w, h := m.Rect.Dx()/2, m.Rect.Dy()/2
			from := image.Pt((piece-1)%2*w, (piece-1)/2*h)
			return vision.Frame(m.SubImage(image.Rectangle{from, from.Add(image.Pt(w, h))})), nil
		}}
	}
	return works
}

// released returns the options of docent bundle.
func released(t *testing.T) Options {
	t.Helper()
	m, err := nn.ReadModel(weights.Released())
	if err != nil {
		t.Fatal(err)
	}
	l, err := nn.ReadModel(weights.Locator())
	if err != nil {
		t.Fatal(err)
	}
	others, err := background.Read(weights.Background(), m.Hash)
	if err != nil {
		t.Fatal(err)
	}
	e, err := engine.Open(engine.Auto)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { e.Close() })
	return Options{Model: m, Locator: l, Impostors: others, Engine: e, Views: *scaleViews, Features: bundle.FeaturesPacked}
}

// cpu returns the processor's time of the program so far.
func cpu() time.Duration {
	var u syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// peak returns the most memory that the program has had, in MiB.
func peak() string {
	b, _ := os.ReadFile("/proc/self/status")
	if m := regexp.MustCompile(`VmHWM:\s+(\d+) kB`).FindSubmatch(b); m != nil {
		kb, _ := strconv.Atoi(string(m[1]))
		return strconv.Itoa(kb/1024) + " MiB"
	}
	return "unknown"
}

// TestScale builds a collection as large as it is told, and prints what that took. It measures, and asserts no time.
func TestScale(t *testing.T) {
	if *scale == 0 {
		t.Skip("it measures a collection of -scale works")
	}
	dir := *scaleDir
	if dir == "" {
		dir = t.TempDir()
	}
	debug.SetGCPercent(50) // as docent bundle does
	o := released(t)
	o.Store = openCache(t, filepath.Join(dir, "cache"))
	if *scaleBare {
		o.Store, o.Features = nil, bundle.FeaturesNone
	}
	began, before := time.Now(), cpu()
	o.Progress = func(done, total int) {
		if done == *scale {
			fmt.Printf("all works are looked at: %s wall, %s cpu\n", time.Since(began).Round(time.Millisecond), (cpu() - before).Round(time.Millisecond))
		}
		if done%1000 == 0 {
			fmt.Fprintf(os.Stderr, "%d of %d\n", done, total)
		}
	}
	works := manySources(t, *scaleData, *scale)
	if *scaleFake {
		o.Store = fake{}
		for i := range works {
			works[i].Read = func() ([]byte, error) { return picture.ReadFile(works[i].Name) }
		}
	}
	path := filepath.Join(dir, "scale.docent")
	if *scaleSeek {
		sought(t, path, works, o)
		return
	}
	report := func(what string, wall time.Time, used time.Duration, more ...any) {
		fmt.Printf("%-8s %10s wall %10s cpu, peak %s %s\n", what, time.Since(wall).Round(time.Millisecond), (cpu() - used).Round(time.Millisecond), peak(), fmt.Sprint(more...))
	}
	start, used := time.Now(), cpu()
	c, _, err := prepare(works, Labels{Title: "Scale", Language: "en"}, o)
	if err != nil {
		t.Fatal(err)
	}
	if *scaleBare {
		c.shown = false
		c.common = c.settings()
		list := c.label
		c.label = func(i int) (label, error) {
			l, err := list(i)
			l.Thumb = ""
			return l, err
		}
	}
	if err := c.make(context.Background(), false); err != nil {
		t.Fatal(err)
	}
	report("looked", start, used)
	c.cut()
	report("build", start, used, c.Counts(), " groups ", c.Groups())
	start, used = time.Now(), cpu()
	if err := c.Write(context.Background(), path, nil); err != nil {
		t.Fatal(err)
	}
	report("write", start, used)
	sizes(t, path)
	loaded(t, path, report)
	if !*scaleFake {
		sought(t, path, works, o)
	}
}

// fake has a Result for every key: a unit vector, features, and a thumbnail of 30 KB, all of them random.
type fake struct{}

func (fake) Get(k Key) ([]byte, bool) {
	rng := rand.NewChaCha8(k)
	normal := rand.New(rng)
	r := &Result{Prototype: make([]float32, 256), Impostor: 1, Row: make([]byte, bundle.RowSize), Thumb: make([]byte, 30_000), Photos: make([]Photo, 1)}
	for i := range r.Prototype {
		r.Prototype[i] = float32(normal.NormFloat64())
	}
	normalise(r.Prototype)
	rng.Read(r.Row)
	for i := 0; i < len(r.Row); i += local.FeatureSize {
		r.Row[i], r.Row[i+1], r.Row[i+2] = r.Row[i]%160, r.Row[i+1]%160, r.Row[i+2]&1
	}
	rng.Read(r.Thumb)
	return r.encode(), true
}

func (fake) Put(Key, []byte) error { return nil }

// loaded prints how long what a page does takes natively: to read the manifest and what says which groups to load, and then a group.
func loaded(t *testing.T, path string, report func(what string, wall time.Time, used time.Duration, more ...any)) {
	start, used := time.Now(), cpu()
	a, err := bundle.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	report("open", start, used)
	m := a.Manifest()
	if len(m.Groups) == 0 {
		start, used = time.Now(), cpu()
		if _, err := a.Read(); err != nil {
			t.Fatal(err)
		}
		report("read all", start, used)
		return
	}
	start, used = time.Now(), cpu()
	part, err := a.Part(bundle.CoarseName)
	if err == nil {
		_, err = bundle.ReadCoarse(part, m.Groups)
	}
	if err != nil {
		t.Fatal(err)
	}
	report("coarse", start, used, len(part), " bytes")
	start, used = time.Now(), cpu()
	for i := range min(8, len(m.Groups)) {
		if _, err := a.ReadGroup(i); err != nil {
			t.Fatal(err)
		}
	}
	report("8 groups", start, used)
	start, used = time.Now(), cpu()
	if err := a.Check(); err != nil {
		t.Fatal(err)
	}
	report("check", start, used)
}

// sizes prints how many bytes a work takes, by kind of part.
func sizes(t *testing.T, path string) {
	a, err := bundle.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	names, err := a.Names()
	if err != nil {
		t.Fatal(err)
	}
	sum := map[string]int{}
	kind := func(name string) string {
		_, part := bundle.CutGroup(name)
		kind, _, _ := strings.Cut(part, "/")
		return kind
	}
	n := a.Manifest().WorkCount()
	for _, name := range names {
		b, err := a.Part(name)
		if err != nil {
			t.Fatal(err)
		}
		sum[kind(name)] += len(b)
	}
	sum["manifest"] = len(a.Raw())
	var list []string
	for k := range sum {
		list = append(list, k)
	}
	slices.Sort(list)
	for _, k := range list {
		fmt.Printf("  %-26s %8.1f bytes a work\n", k, float64(sum[k])/float64(n))
	}
}

// sought seeks works of the bundle at path by views of them, flat and in two stages, and prints what is found.
func sought(t *testing.T, path string, works []Source, o Options) {
	b, err := bundle.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	v, err := o.Engine.Viewer(o.Model, o.Locator)
	if err != nil {
		t.Fatal(err)
	}
	whole, err := proto.Quantise(b.Prototypes)
	if err != nil {
		t.Fatal(err)
	}
	ranking, err := o.Engine.Int8Ranking(whole, &proto.Set{Dim: b.Prototypes.Dim})
	if err != nil {
		t.Fatal(err)
	}
	place := map[string]int{} // of each work in the bundle
	for i, w := range b.Works {
		place[w.ID] = i
	}
	first := []int{0} // work of each group
	for _, g := range b.Groups {
		first = append(first, first[len(first)-1]+g.Works)
	}
	// nearest returns the nearest work of those from one to before another.
	nearest := func(best, from, to int) int {
		for i := from; i < to; i++ {
			if best < 0 || ranking.Distance(i) < ranking.Distance(best) {
				best = i
			}
		}
		return best
	}
	flat := 0
	tops := []int{1, 3, 8}
	inGroups, right := make([]int, len(tops)), make([]int, len(tops))
	var look, search, choose time.Duration
	for k := range *scaleAsk {
		source := &works[k*len(works) / *scaleAsk]
		work := place[source.ID]
		picture, err := source.Load()
		if err != nil {
			t.Fatal(err)
		}
		seed := seedOf(source.ID) + 3<<61
		view := views.Synthesise(vision.Frame(picture), seed, viewOptions(seed)).Image
		start := cpu()
		looks := v.View(view)
		look += cpu() - start
		start = cpu()
		ranking.Reset()
		for j := range looks {
			ranking.Add(v.Embedding(j), uint8(j))
		}
		best := ranking.Best(nil, 24)
		search += cpu() - start
		if best[0].Index == work {
			flat++
		}
		if b.Coarse == nil {
			continue
		}
		for n, top := range tops {
			start := cpu()
			asked := b.Coarse.Asked(len(looks), v.Embedding, top)
			choose += cpu() - start
			best := -1
			for _, g := range asked {
				best = nearest(best, first[g], first[g+1])
				if work >= first[g] && work < first[g+1] {
					inGroups[n]++
				}
			}
			if best == work {
				right[n]++
			}
		}
	}
	total := float64(*scaleAsk)
	ms := func(d time.Duration, n float64) float64 { return float64(d.Microseconds()) / 1000 / n }
	fmt.Printf("%.0f views: flat %.1f %% right; cpu a view: %.2f ms to look, %.2f ms to search\n", total, 100*float64(flat)/total, ms(look, total), ms(search, total))
	if b.Coarse == nil {
		return
	}
	for n, top := range tops {
		fmt.Printf("  first %d of %d groups: have the work %.1f %%, right %.1f %%\n", top, len(b.Groups), 100*float64(inGroups[n])/total, 100*float64(right[n])/total)
	}
	fmt.Printf("  %.2f ms to choose groups\n", ms(choose, total*float64(len(tops))))
}

// TestManySources makes sure that the pieces of a picture are works of their own, as far as there are pictures.
func TestManySources(t *testing.T) {
	if _, err := os.Stat(*scaleData); err != nil {
		t.Skip("there are no pictures in ", *scaleData)
	}
	works := manySources(t, *scaleData, 3)
	a, err := works[0].Load()
	if err != nil {
		t.Fatal(err)
	}
	b, err := works[1].Load()
	if err != nil || bytes.Equal(a.Pix, b.Pix) {
		t.Errorf("two works are the same (%v)", err)
	}
}
