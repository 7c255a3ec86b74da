//go:build !js

package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"docent/internal/fixture"
	"docent/model/bundle"
	"docent/model/nn"
)

// The command as it is shipped, and weights of a network that runs in a moment.
var (
	binary       string
	smallWeights string
	otherWeights string
)

func TestMain(m *testing.M) { os.Exit(withBinary(m)) }

func withBinary(m *testing.M) int {
	dir, err := os.MkdirTemp("", "docent-test")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	binary = filepath.Join(dir, "docent.exe")
	if out, err := exec.Command("go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "go build: %v\n%s", err, out)
		return 1
	}
	// What is found of works is kept here, not in the user's cache; but what Go has compiled stays where it is.
	if out, err := exec.Command("go", "env", "GOCACHE").Output(); err == nil {
		os.Setenv("GOCACHE", strings.TrimSpace(string(out)))
	}
	os.Setenv("XDG_CACHE_HOME", filepath.Join(dir, "cache"))
	for i, path := range []*string{&smallWeights, &otherWeights} {
		*path = filepath.Join(dir, "weights"+strconv.Itoa(i)+".safetensors")
		if err := writeWeights(*path, uint64(i)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
	}
	return m.Run()
}

func writeWeights(path string, seed uint64) error {
	m, err := nn.NewRandom(nn.Conv4(8), seed)
	if err != nil {
		return err
	}
	b, err := m.Encode(nn.F16, nil)
	if err != nil {
		return err
	}
	return os.WriteFile(path, b, 0o666)
}

// docent runs the command.
func docent(t *testing.T, args ...string) (stdout, stderr string, code int) {
	t.Helper()
	cmd := exec.Command(binary, args...)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	err := cmd.Run()
	if exit, ok := errors.AsType[*exec.ExitError](err); err != nil && !ok {
		t.Fatal(err)
	} else if ok {
		code = exit.ExitCode()
	}
	return out.String(), errs.String(), code
}

// must runs the command, which has to succeed and say nothing on standard error but warnings.
func must(t *testing.T, args ...string) string {
	t.Helper()
	stdout, stderr, code := docent(t, args...)
	if code != 0 {
		t.Fatalf("docent %s: exit %d\n%s", strings.Join(args, " "), code, stderr)
	}
	return stdout
}

func write(t *testing.T, path string, b []byte) string {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, b, 0o666); err != nil {
		t.Fatal(err)
	}
	return path
}

func encode(t *testing.T, m image.Image, encode func(io.Writer, image.Image) error) []byte {
	t.Helper()
	var buf bytes.Buffer
	if err := encode(&buf, m); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func asJPEG(w io.Writer, m image.Image) error { return jpeg.Encode(w, m, nil) }

// collection writes three works, work0 to work2, and a catalog of them.
func collection(t *testing.T) (images, table string) {
	dir := t.TempDir()
	images = filepath.Join(dir, "images")
	for i := range 3 {
		write(t, filepath.Join(images, fmt.Sprintf("work%d.png", i)), encode(t, fixture.Work(uint64(i), 120, 90), png.Encode))
	}
	table = write(t, filepath.Join(dir, "catalog.csv"), []byte("\xef\xbb\xbfid;title;title_fr;artist\nwork0;Zero;Zéro;A. Painter\nwork2;Two;;\nwork1;One;Un;B.\n"))
	return images, table
}

func TestBundleMatchInspect(t *testing.T) {
	images, table := collection(t)
	dir := t.TempDir()
	file := filepath.Join(dir, "museum.docent")
	out := must(t, "bundle", "-images", images, "-catalog", table, "-title", "Museum", "-weights", smallWeights, "-views", "2", "-o", file)
	if !strings.HasPrefix(out, file+": 3 works, ") {
		t.Errorf("bundle prints %q", out)
	}

	// The same input gives the same bytes.
	again := filepath.Join(dir, "again.docent")
	must(t, "bundle", "-images", images, "-catalog", table, "-title", "Museum", "-weights", smallWeights, "-views", "2", "-progress", "-o", again)
	b1, err1 := os.ReadFile(file)
	b2, err2 := os.ReadFile(again)
	if err1 != nil || err2 != nil || !bytes.Equal(b1, b2) {
		t.Errorf("the same input gives other bytes (%v, %v)", err1, err2)
	}

	photo := filepath.Join(images, "work0.png")
	if out := must(t, "match", "-bundle", file, "-weights", smallWeights, photo); !strings.HasPrefix(out, photo+": Zero, A. Painter (work0, ") {
		t.Errorf("match prints %q", out)
	}
	wall := write(t, filepath.Join(dir, "wall.jpg"), encode(t, image.NewGray(image.Rect(0, 0, 64, 48)), asJPEG))
	if out := must(t, "match", "-bundle", file, "-weights", smallWeights, wall); !strings.HasPrefix(out, wall+": not in this collection") {
		t.Errorf("match prints %q of a wall", out)
	}
	var results []matched
	if err := json.Unmarshal([]byte(must(t, "match", "-bundle", file, "-weights", smallWeights, "-json", photo, wall)), &results); err != nil {
		t.Fatal(err)
	}
	if len(results) != 2 || !results[0].Accepted || results[1].Accepted || results[0].Photo != photo || len(results[0].Candidates) != 3 ||
		results[0].Candidates[0].ID != "work0" || results[0].Candidates[0].Title != "Zero" || results[0].Engine == "" {
		t.Errorf("match prints %+v", results)
	}

	// A photo that cannot be read does not keep the others from being answered.
	stdout, stderr, code := docent(t, "match", "-bundle", file, "-weights", smallWeights, table, photo)
	if code != 1 || !strings.Contains(stdout, "(work0, ") || !strings.Contains(stderr, table) {
		t.Errorf("exit %d, %q, %q", code, stdout, stderr)
	}

	for _, want := range []string{"format 3", "Museum (en)", "3, 3 with a thumbnail", "3 in en", "2 in fr", "conv4-8", "72 numbers each", "1 % false accepts"} {
		if out := must(t, "inspect", file); !strings.Contains(out, want) {
			t.Errorf("inspect does not say %q:\n%s", want, out)
		}
	}
	// Works without a title in any language are called by their id, and that is said.
	_, stderr, code = docent(t, "bundle", "-images", images, "-catalog", write(t, filepath.Join(dir, "two.csv"), []byte("id,title\nwork0,Zero\nwork1,One\n")),
		"-weights", smallWeights, "-views", "0", "-o", filepath.Join(dir, "two.docent"))
	if want := "docent bundle: warning: work2 has no title in the catalog: it is called work2\n"; code != 0 || stderr != want {
		t.Errorf("exit %d, %q, want %q", code, stderr, want)
	}
}

// TestInspectWeights checks the figures of Conv4-8 as they are computed by hand.
// TestBundleMakesIDs bundles, without a table, a picture whose name is no id.
func TestBundleMakesIDs(t *testing.T) {
	images, _ := collection(t)
	b, err := os.ReadFile(filepath.Join(images, "work0.png"))
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(images, "Le Pörtrait.png"), b)
	file := filepath.Join(t.TempDir(), "museum.docent")
	bundle := []string{"bundle", "-images", images, "-weights", smallWeights, "-report-views", "0", "-o", file}
	must(t, bundle...)
	works := filepath.Join(t.TempDir(), "works.jsonld")
	must(t, "export", "-bundle", file, "-jsonld", works)
	if b, err := os.ReadFile(works); err != nil || !strings.Contains(string(b), `"Le-Portrait"`) {
		t.Errorf("the works are %s (%v)", b, err)
	}
	write(t, filepath.Join(images, "Le-Portrait.png"), b)
	if _, stderr, code := docent(t, bundle...); code != 1 || !strings.Contains(stderr, "Le Pörtrait.png and Le-Portrait.png are two pictures of Le-Portrait: keep one") {
		t.Errorf("exit %d: %s", code, stderr)
	}
}

func TestInspectWeights(t *testing.T) {
	out := strings.Join(strings.Fields(must(t, "inspect", smallWeights)), " ")
	for _, want := range []string{
		"network conv4-8", "input 3x56x56, normalisation fixed", "embedding 72 numbers",
		"1 conv conv1 8x56x56 224 677,376 ", // 8*3*9+8 parameters, 8*3*9*56*56 MACs
		"2 batchnorm norm1 8x56x56 32 0 ",
		"13 conv conv4 8x7x7 584 28,224 ",
		"total 2,104 1,270,080",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("inspect does not say %q:\n%s", want, out)
		}
	}
}

// TestServe opens what docent serve serves.
func TestServe(t *testing.T) {
	images, table := collection(t)
	file := filepath.Join(t.TempDir(), "museum.docent")
	must(t, "bundle", "-images", images, "-catalog", table, "-weights", smallWeights, "-views", "0", "-o", file)
	cmd := exec.Command(binary, "serve", "-addr", "127.0.0.1:0", "-weights", smallWeights, "-bundle", file)
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	defer cmd.Process.Kill()
	line, err := bufio.NewReader(out).ReadString('\n')
	address, ok := strings.CutPrefix(strings.TrimSpace(line), "open ")
	if err != nil || !ok {
		t.Fatalf("it prints %q, %v", line, err)
	}
	for path, want := range map[string]string{bundle.ManifestName: `"work2"`, bundle.TextsName("fr"): "Zéro"} {
		res, err := http.Get(address + "bundle/" + path)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(res.Body)
		res.Body.Close()
		if err != nil || res.StatusCode != http.StatusOK || !bytes.Contains(body, []byte(want)) {
			t.Errorf("%s: %s, %v, %q", path, res.Status, err, body)
		}
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Skip("this system cannot interrupt: ", err)
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("it ends with %v", err)
	}
}

// TestInterrupt stops a long build in the middle: nothing is left behind.
func TestInterrupt(t *testing.T) {
	images, _ := collection(t)
	dir := t.TempDir()
	cmd := exec.Command(binary, "bundle", "-images", images, "-views", "1000", "-o", filepath.Join(dir, "x.docent"))
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(300 * time.Millisecond)
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		cmd.Process.Kill()
		t.Skip("this system cannot interrupt: ", err)
	}
	if err := cmd.Wait(); err == nil || stderr.String() != "docent bundle: interrupted\n" {
		t.Errorf("%v, %q", err, stderr.String())
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) > 0 {
		t.Errorf("left behind: %v, %v", entries, err)
	}
}

func TestUsage(t *testing.T) {
	for _, c := range []struct {
		args string
		code int
		want string
	}{
		{"", 2, "usage: docent COMMAND"},
		{"paint", 2, `there is no command "paint"`},
		{"help", 0, "usage: docent COMMAND"},
		{"-h", 0, "usage: docent COMMAND"},
		{"help paint", 2, `there is no command "paint"`},
		{"help eval", 0, "usage: docent eval -refs DIR"},
		{"bundle", 2, "-images is missing"},
		{"bundle -images x", 2, "-o is missing"},
		{"bundle -images x -o y z", 2, `"z" is one argument too many`},
		{"bundle -images x -o y -shard 1/2 -strict", 2, "-shard goes with neither -report nor -strict"},
		{"bundle -images x -o y -views -1", 2, "-views is not between"},
		{"bundle -images x -o y -views many", 2, "invalid value"},
		{"bundle -images x -o y -lang English!", 2, "is not a language tag"},
		{"bundle -colour red", 2, "flag provided but not defined: -colour"},
		{"match x.jpg", 2, "-bundle is missing"},
		{"match -bundle x", 2, "there is no photo"},
		{"inspect", 2, "there is no file"},
		{"inspect a b", 2, `"b" is one argument too many`},
		{"eval -refs x", 2, "-queries is missing"},
		{"eval -queries x", 2, "-refs is missing"},
		{"eval -refs x -queries y -views 9999", 2, "-views is not between"},
		{"gallery", 2, "-o is missing"},
		{"gallery -o x -side 1", 2, "-side is not between"},
		{"views -o x.png", 2, "there is no image"},
		{"views x.jpg", 2, "-o is missing"},
		{"views -o x.png -n 0 x.jpg", 2, "-n is not between"},
		{"serve now", 2, `"now" is one argument too many`},
		{"version", 0, "bundle format " + strconv.Itoa(bundle.Version)},
		{"version 2", 2, "one argument too many"},
	} {
		stdout, stderr, code := docent(t, strings.Fields(c.args)...)
		out, other := stdout, stderr
		if c.code != 0 {
			out, other = stderr, stdout
		}
		if code != c.code || !strings.Contains(out, c.want) || other != "" {
			t.Errorf("docent %s: exit %d, %q and %q, want %d and %q", c.args, code, stdout, stderr, c.code, c.want)
		}
	}
	for _, cmd := range commands {
		for _, args := range [][]string{{cmd.name, "-h"}, {"help", cmd.name}} {
			stdout, stderr, code := docent(t, args...)
			if code != 0 || stderr != "" || !strings.HasPrefix(stdout, "docent "+cmd.name+": "+cmd.short) {
				t.Errorf("docent %s: exit %d, %q and %q", strings.Join(args, " "), code, stdout, stderr)
			}
		}
	}
}

func TestViews(t *testing.T) {
	images, _ := collection(t)
	sheet := filepath.Join(t.TempDir(), "sheet.png")
	must(t, "views", "-n", "2", "-walls", images, "-o", sheet, images, filepath.Join(images, "work0.png"))
	f, err := os.Open(sheet)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := png.Decode(f); err != nil {
		t.Error(err)
	}
}

// TestPlain prints what a stranger may have put into a bundle's title.
func TestPlain(t *testing.T) {
	var b strings.Builder
	const text = "A\tb\nÂ é 絵\x1b]0;owned\x07\u009b2J\x7f"
	if n, err := (plain{&b}).Write([]byte(text)); n != len(text) || err != nil {
		t.Error(n, err)
	}
	if want := "A\tb\nÂ é 絵?]0;owned???2J?"; b.String() != want {
		t.Errorf("%q, want %q", b.String(), want)
	}
}
