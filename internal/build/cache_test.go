//go:build !js

package build

import (
	"bytes"
	"context"
	"image"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"docent/internal/fixture"
	"docent/model/vision"
)

func openCache(t *testing.T, dir string) *Cache {
	t.Helper()
	c, err := OpenCache(dir)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func small(t *testing.T, store Store) Options {
	return Options{CalibrationViews: 2, Windows: []vision.Rect{vision.Whole}, Model: fixture.Model(t), Views: 1, Features: "packed", Store: store}
}

// build makes a bundle's bytes, and says how many works were looked at.
func build(t *testing.T, works []Source, o Options) ([]byte, Counts) {
	t.Helper()
	c, _, err := Collect(context.Background(), works, Labels{Title: "Sketches", Language: "en"}, o)
	if err != nil {
		t.Fatal(err)
	}
	b, err := c.Bundle(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	zip, err := b.Zip()
	if err != nil {
		t.Fatal(err)
	}
	return zip, c.Counts()
}

// files returns the paths of what a cache keeps.
func files(t *testing.T, dir string) []string {
	t.Helper()
	list, err := filepath.Glob(filepath.Join(dir, "*", "*"))
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestCache(t *testing.T) {
	dir := t.TempDir()
	want, _ := build(t, sketches(5), small(t, nil))
	check := func(name string, works []Source, embedded int, want []byte) {
		t.Helper()
		got, n := build(t, works, small(t, openCache(t, dir)))
		if n.Embedded != embedded || n.Kept != len(works)-embedded {
			t.Errorf("%s: %+v of %d works, want %d embedded", name, n, len(works), embedded)
		}
		if want != nil && !bytes.Equal(got, want) {
			t.Errorf("%s: with the cache the bundle is another", name)
		}
	}
	check("first", sketches(5), 5, want)
	check("again", sketches(5), 0, want)
	seven, _ := build(t, sketches(7), small(t, nil))
	check("two more", sketches(7), 2, seven)
	check("one less", sketches(7)[1:], 0, nil)

	changed := sketches(5)
	changed[3].Load = func() (*image.RGBA, error) { return fixture.Work(99, 120, 90), nil }
	check("one changed", changed, 1, nil)
	changed[2].ID = "another"
	check("one renamed", changed, 1, nil)

	// A result that is damaged, cut off or empty is found again.
	for _, path := range files(t, dir) {
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		b[len(b)/2] ^= 1
		if err := os.WriteFile(path, b, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	check("damaged", sketches(5), 5, want)
	for i, path := range files(t, dir) {
		if err := os.Truncate(path, int64(i)); err != nil {
			t.Fatal(err)
		}
	}
	check("cut off", sketches(5), 5, want)

	o := small(t, openCache(t, dir))
	o.Views = 2
	if _, n := build(t, sketches(5), o); n.Kept != 0 {
		t.Error("results of other settings are used")
	}
}

// TestCacheShared builds the same works twice at a time over one cache.
func TestCacheShared(t *testing.T) {
	dir := t.TempDir()
	want, _ := build(t, sketches(6), small(t, nil))
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() {
			if got, _ := build(t, sketches(6), small(t, openCache(t, dir))); !bytes.Equal(got, want) {
				t.Error("the bundle is another")
			}
		})
	}
	wg.Wait()
}

func TestCacheTrim(t *testing.T) {
	dir := t.TempDir()
	c := openCache(t, dir)
	for i := range 10 {
		k := Key{byte(i)}
		if err := c.Put(k, make([]byte, 100)); err != nil {
			t.Fatal(err)
		}
		// The lower, the longer unused; the last four have been used today.
		if i < 6 {
			if err := os.Chtimes(c.path(k), time.Time{}, time.Now().Add(-time.Duration(20-i)*needed)); err != nil {
				t.Fatal(err)
			}
		}
	}
	left := filepath.Join(dir, "00", ".left.tmp") // by a program that was killed
	if err := os.WriteFile(left, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(left, time.Time{}, time.Now().Add(-2*needed)); err != nil {
		t.Fatal(err)
	}
	if _, ok := c.Get(Key{1}); !ok { // marks it as used
		t.Fatal("a result is not there")
	}
	has := func() (list []int) {
		for i := range 10 {
			if _, err := os.Stat(c.path(Key{byte(i)})); err == nil {
				list = append(list, i)
			}
		}
		return list
	}
	for _, s := range []struct {
		limit int64
		want  []int
	}{{1000, []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}}, {700, []int{1, 4, 5, 6, 7, 8, 9}}, {0, []int{1, 6, 7, 8, 9}}} {
		if err := c.Trim(s.limit); err != nil {
			t.Fatal(err)
		}
		if got := has(); !slices.Equal(got, s.want) {
			t.Errorf("of 1,000 bytes %d may stay: %v are left, want %v", s.limit, got, s.want)
		}
	}
	if _, err := os.Stat(left); err == nil {
		t.Error("what a killed program has left is still there")
	}
}

func TestResult(t *testing.T) {
	r := &Result{Prototype: []float32{1, -2.5}, Impostor: 0.25, Row: []byte{1, 2, 3}, Thumb: []byte("jpeg"), Photos: make([]Photo, 2),
		Extras: []Extra{{Without: []float32{3, 4}, Looks: [][]float32{{5, 6}, {7, 8}}}}}
	r.Photos[1].SHA256[3] = 7
	r.Photos[1].Width, r.Photos[1].Sure = 640, 0.75
	r.Photos[1].Outline[2] = vision.Point{X: 0.5, Y: 1}
	b := r.encode()
	got, err := decode(b)
	if err != nil || !reflect.DeepEqual(got, r) {
		t.Errorf("read %+v (%v), want %+v", got, err, r)
	}
	for i := range b {
		bad := slices.Clone(b)
		bad[i] ^= 0x40
		if _, err := decode(bad); err == nil {
			t.Fatalf("byte %d is wrong and nobody notices", i)
		}
		if _, err := decode(b[:i]); err == nil {
			t.Fatalf("cut off at %d and nobody notices", i)
		}
	}
}

// TestVersion fails when the same picture gives another result than before: version must be another one then, or
// what was kept by earlier programs is mixed with what this one finds.
func TestVersion(t *testing.T) {
	if runtime.GOARCH != "amd64" {
		t.Skip("views may differ by single levels of single pixels on other machines")
	}
	b, err := newBuilder(sketches(1), small(t, nil), true, nil)
	if err != nil {
		t.Fatal(err)
	}
	r, _, err := b.resultOf(context.Background(), 0)
	if err != nil {
		t.Fatal(err)
	}
	e := r.encode()
	if got, want := version+" "+hexOf(e[len(e)-32:]), "1 4d54177542c6839e"; got != want {
		t.Errorf("version and result are %s, were %s: change version where the result has changed", got, want)
	}
}

func hexOf(b []byte) string {
	s := ""
	for _, v := range b[:8] {
		s += strconv.FormatUint(uint64(v)+256, 16)[1:]
	}
	return s
}
