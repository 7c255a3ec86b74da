//go:build !js

package build

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"docent/model/bundle"
)

// tour is a collection with all that a bundle can say: labels, rooms, speech, a hidden work, and a second photo.
func tour(t *testing.T) ([]Source, Labels) {
	t.Helper()
	c, err := parseCatalog("id,title,title_fr,room,show,audio\nwork0,Zero,,Hall,,zero.mp3\nwork1,One,Un,Hall,no,\nwork2,Two,,Attic,,\nwork3,Three,,Attic,,\n")
	if err != nil {
		t.Fatal(err)
	}
	return photographed(7, sketch(9)), Labels{Title: "Tour", Language: "en", Catalog: c, Audio: func(name string) ([]byte, error) { return []byte("speech in " + name), nil }}
}

func shardFiles(t *testing.T, n int, works []Source, labels Labels, o Options) (paths []string) {
	t.Helper()
	dir := t.TempDir()
	for i := range n {
		path := filepath.Join(dir, fmt.Sprintf("part-%d", i+1))
		if _, _, err := WriteShard(context.Background(), path, Shard{i + 1, n}, works, labels, o); err != nil {
			t.Fatal(err)
		}
		paths = append(paths, path)
	}
	return paths
}

func content(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestShards builds works at once, and in shards: the bundles are the same to the last byte, in memory, streamed and merged, plain and in
// groups.
func TestShards(t *testing.T) {
	works, labels := tour(t)
	for _, how := range []string{GroupAuto, GroupRoom, "3"} {
		for _, features := range []string{bundle.FeaturesPacked, bundle.FeaturesNone} {
			o := small(t, nil)
			o.Group, o.Features = how, features
			c, _, err := Collect(context.Background(), works, labels, o)
			if err != nil {
				t.Fatal(err)
			}
			inMemory, err := c.Bundle(context.Background())
			if err != nil {
				t.Fatal(err)
			}
			want, err := inMemory.Zip()
			if err != nil {
				t.Fatal(err)
			}
			dir := t.TempDir()
			streamed := filepath.Join(dir, "streamed.docent")
			if err := c.Write(context.Background(), streamed, nil); err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(content(t, streamed), want) {
				t.Errorf("-group %s: streamed the bundle is another", how)
			}
			paths := shardFiles(t, 3, works, labels, o)
			paths[0], paths[2] = paths[2], paths[0] // in any order
			m, closeAll, err := Merge(context.Background(), paths, Options{Model: o.Model, Windows: o.Windows})
			if err != nil {
				t.Fatal(err)
			}
			merged := filepath.Join(dir, "merged.docent")
			if err := m.Write(context.Background(), merged, nil); err != nil {
				t.Fatal(err)
			}
			closeAll()
			if !bytes.Equal(content(t, merged), want) {
				t.Errorf("-group %s: merged the bundle is another", how)
			}
			a, err := bundle.Open(merged)
			if err != nil {
				t.Fatal(err)
			}
			if err := a.Check(); err != nil {
				t.Error(err)
			}
			a.Close()
			whole, err := bundle.ReadFile(merged)
			if err != nil {
				t.Fatal(err)
			}
			if speech := string(whole.Audio[whole.Works[whereIs(whole, "work0")].Audio["en"]]); speech != "speech in zero.mp3" {
				t.Errorf("-group %s: work0 says %q", how, speech)
			}
		}
	}
}

func whereIs(b *bundle.Bundle, id string) int {
	for i, w := range b.Works {
		if w.ID == id {
			return i
		}
	}
	return 0
}

func TestMergeRefuses(t *testing.T) {
	works, labels := tour(t)
	o := small(t, nil)
	parts := shardFiles(t, 3, works, labels, o)
	labels.Title = "Another tour"
	foreign := shardFiles(t, 3, works, labels, o)
	damaged, cut := filepath.Join(t.TempDir(), "damaged"), filepath.Join(t.TempDir(), "cut")
	b := content(t, parts[1])
	if err := os.WriteFile(cut, b[:len(b)-9], 0o666); err != nil {
		t.Fatal(err)
	}
	b[100] ^= 1
	if err := os.WriteFile(damaged, b, 0o666); err != nil {
		t.Fatal(err)
	}
	other := small(t, nil)
	other.Model.Hash = "6" + other.Model.Hash[1:]
	for _, c := range []struct {
		name, want string
		paths      []string
		o          Options
	}{
		{"one missing", "shard 2 of 3 is missing", []string{parts[0], parts[2]}, o},
		{"two missing", "shards 1, 3 of 3 are missing", parts[1:2], o},
		{"twice", "are both shard 1 of 3", []string{parts[0], parts[1], parts[0]}, o},
		{"foreign", "are shards of different builds", []string{parts[0], foreign[1], parts[2]}, o},
		{"damaged", "damaged: build this shard again", []string{parts[0], damaged, parts[2]}, o},
		{"cut off", "it is no shard", []string{parts[0], cut, parts[2]}, o},
		{"not there", "no such file", []string{filepath.Join(filepath.Dir(cut), "none")}, o},
		{"other weights", "made with other weights", parts, other},
	} {
		_, _, err := Merge(context.Background(), c.paths, Options{Model: c.o.Model, Windows: c.o.Windows})
		if err == nil {
			t.Errorf("%s: merged", c.name)
			continue
		}
		wantError(t, err, c.want)
	}
	interrupted, stop := context.WithCancel(context.Background())
	stop()
	_, _, err := Merge(interrupted, parts, Options{Model: o.Model, Windows: o.Windows})
	wantError(t, err, "interrupted")
	if _, _, err := WriteShard(context.Background(), filepath.Join(t.TempDir(), "x"), Shard{8, 8}, works, labels, o); err == nil {
		t.Error("a shard without works is built")
	}
}
