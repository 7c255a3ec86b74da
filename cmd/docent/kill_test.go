//go:build !js

package main

import (
	"bytes"
	"flag"
	"maps"
	"math/rand/v2"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"docent/internal/importer/fakeserver"
	"docent/model/bundle"
)

var kills = flag.Int("kills", 5, "how often TestKill kills a build")

// TestKill kills builds at random moments, as kill -9 does: what was there stays whole, and the last build goes on where they were.
func TestKill(t *testing.T) {
	docent := program(t)
	images, _ := collection(t)
	dir := t.TempDir()
	file := filepath.Join(dir, "museum.docent")
	build := func(more ...string) *exec.Cmd {
		return exec.Command(docent, append([]string{"bundle", "-images", images, "-title", "New"}, more...)...)
	}
	run := func(cmd *exec.Cmd) string {
		t.Helper()
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		return string(out)
	}
	run(build("-title", "Old", "-cache", "none", "-o", file))
	old := readFile(t, file)
	clean := filepath.Join(dir, "clean.docent")
	start := time.Now()
	run(build("-cache", "none", "-o", clean))
	took, want := time.Since(start), readFile(t, clean)

	cache := filepath.Join(dir, "cache")
	early := 0
	for range *kills {
		cmd := build("-cache", cache, "-o", file)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(rand.Float64() * float64(took)))
		cmd.Process.Kill() // the shell has become the program: see program
		if cmd.Wait() != nil {
			early++
		}
		now := readFile(t, file)
		if !bytes.Equal(now, old) && !bytes.Equal(now, want) {
			t.Fatal("the bundle is neither the old nor the new one")
		}
		if _, err := bundle.ReadFile(file); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("%d of %d builds were killed before their end", early, *kills)
	out := run(build("-cache", cache, "-o", file))
	if !bytes.Equal(readFile(t, file), want) {
		t.Error("after killed builds the bundle is another")
	}
	if out := run(build("-cache", cache, "-o", file)); !strings.Contains(out, "0 works embedded, 3 from the cache") {
		t.Errorf("the next build says %q", out)
	}
	if !strings.Contains(out, "from the cache") {
		t.Errorf("the last build says %q", out)
	}
}

// TestKillImport kills imports at random moments: the last one goes on where they were, and makes what one without a break does.
func TestKillImport(t *testing.T) {
	server := fakeserver.New(t, fakeserver.Painted(6))
	dir := t.TempDir()
	run := func(name string) *exec.Cmd {
		return exec.Command(binary, "import", "iiif", server.Collection3(), "-side", "256", "-rate", "1000", "-o", filepath.Join(dir, name))
	}
	files := func(name string) map[string]string {
		all := map[string]string{}
		for _, pattern := range []string{"*.csv", "pictures/*", "pictures/.*"} {
			list, err := filepath.Glob(filepath.Join(dir, name, filepath.FromSlash(pattern)))
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range list {
				all[filepath.Base(f)] = string(readFile(t, f))
			}
		}
		return all
	}
	start := time.Now()
	if out, err := run("clean").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	took, want := time.Since(start), files("clean")
	server.Requests()
	for range *kills {
		cmd := run("killed")
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(rand.Float64() * float64(took)))
		cmd.Process.Kill()
		cmd.Wait()
		for name, b := range files("killed") {
			if !strings.HasPrefix(name, ".") && b != want[name] {
				t.Fatalf("%s is not as it should be", name)
			}
		}
	}
	if out, err := run("killed").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if got := files("killed"); len(want) != 7 || !maps.Equal(got, want) {
		t.Errorf("%d files, want %d, or they differ", len(got), len(want))
	}
}
