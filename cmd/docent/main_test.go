//go:build !js

package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
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

// hugePNG is a PNG whose header claims 20000x20000 pixels and that has no others.
func hugePNG() []byte {
	b := []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR\x00\x00\x4e\x20\x00\x00\x4e\x20\x08\x02\x00\x00\x00")
	sum := crc32.ChecksumIEEE(b[12:])
	return append(b, byte(sum>>24), byte(sum>>16), byte(sum>>8), byte(sum), 0, 0, 0, 0, 'I', 'D', 'A', 'T')
}

// badInput is what a museum or a visitor may hand in by mistake.
type badInput struct {
	name string
	// args returns the command line up to the output file.
	args func(dir string) []string
	want string // in the sentence
	out  string // name of the output file, if the command has one
}

func TestBadInputs(t *testing.T) {
	images, table := collection(t)
	good := filepath.Join(t.TempDir(), "good.docent")
	must(t, "bundle", "-images", images, "-catalog", table, "-weights", smallWeights, "-views", "0", "-o", good)
	goodBytes, err := os.ReadFile(good)
	if err != nil {
		t.Fatal(err)
	}
	photo := encode(t, fixture.Work(1, 300, 200), asJPEG)
	pixel := encode(t, fixture.Work(1, 1, 1), png.Encode)

	// bundleOf makes a bundle of a folder with one more picture.
	bundleOf := func(name string, b []byte) func(dir string) []string {
		return func(dir string) []string {
			write(t, filepath.Join(dir, "images", name), b)
			write(t, filepath.Join(dir, "images", "fine.jpg"), photo)
			return []string{"bundle", "-images", filepath.Join(dir, "images"), "-weights", smallWeights, "-o"}
		}
	}
	withCatalog := func(csv string) func(dir string) []string {
		return func(dir string) []string {
			return []string{"bundle", "-images", images, "-catalog", write(t, filepath.Join(dir, "c.csv"), []byte(csv)), "-weights", smallWeights, "-o"}
		}
	}
	matchOf := func(name string, b []byte) func(dir string) []string {
		return func(dir string) []string {
			return []string{"match", "-weights", smallWeights, "-bundle", good, write(t, filepath.Join(dir, name), b)}
		}
	}
	matchIn := func(b []byte) func(dir string) []string {
		return func(dir string) []string {
			return []string{"match", "-weights", smallWeights, "-bundle", write(t, filepath.Join(dir, "bad.docent"), b), filepath.Join(images, "work0.png")}
		}
	}
	flipped := bytes.Clone(goodBytes)
	flipped[len(flipped)/2] ^= 1
	evalOf := func(refs, queries string, more ...string) func(dir string) []string {
		return func(dir string) []string {
			write(t, filepath.Join(dir, "q", "work0__1.jpg"), photo)
			write(t, filepath.Join(dir, "nobody", "nobody__1.jpg"), photo)
			write(t, filepath.Join(dir, "broken", "work1__1.jpg"), photo[:len(photo)/2])
			if err := os.MkdirAll(filepath.Join(dir, "empty"), 0o777); err != nil {
				t.Fatal(err)
			}
			if refs == "" {
				refs = images
			} else {
				refs = filepath.Join(dir, refs)
			}
			args := []string{"eval", "-weights", smallWeights, "-views", "0", "-refs", refs, "-queries", filepath.Join(dir, queries)}
			return append(append(args, more...), "-html")
		}
	}
	for _, c := range []badInput{
		{"bundle: not an image", bundleOf("notes.jpg", []byte("Dear museum,")), "notes.jpg", "x.docent"},
		{"bundle: truncated JPEG", bundleOf("cut.jpg", photo[:len(photo)/2]), "cut.jpg", "x.docent"},
		{"bundle: empty file", bundleOf("empty.jpg", nil), "empty.jpg", "x.docent"},
		{"bundle: huge header", bundleOf("huge.png", hugePNG()), "huge.png: ", "x.docent"},
		{"bundle: one pixel", bundleOf("pixel.png", pixel), "pixel.png", "x.docent"},
		{"bundle: empty folder", func(dir string) []string {
			return []string{"bundle", "-images", t.TempDir(), "-weights", smallWeights, "-o"}
		}, "there are no pictures", "x.docent"},
		{"bundle: no folder", func(dir string) []string {
			return []string{"bundle", "-images", filepath.Join(dir, "none"), "-weights", smallWeights, "-o"}
		}, "none: no such file", "x.docent"},
		{"bundle: bad id", bundleOf("my picture.jpg", photo), `id "my picture" is not`, "x.docent"},
		{"bundle: two pictures of one work", bundleOf("fine.png", photo), "two pictures of fine", "x.docent"},
		{"bundle: missing column", withCatalog("id,artist\nwork0,A.\n"), `no column "title"`, "x.docent"},
		{"bundle: unknown id", withCatalog("id,title\nwork9,Nine\n"), "line 2: there is no picture of work9", "x.docent"},
		{"bundle: id twice", withCatalog("id,title\nwork0,Zero\nwork0,Nought\n"), `line 3, column "id": id work0 stands in line 2 already`, "x.docent"},
		{"bundle: catalog that is no text", withCatalog("id,title\nwork0,\x01\n"), "it is not text", "x.docent"},
		{"bundle: no catalog", func(dir string) []string {
			return []string{"bundle", "-images", images, "-catalog", filepath.Join(dir, "none.csv"), "-weights", smallWeights, "-o"}
		}, "none.csv: no such file", "x.docent"},
		{"bundle: weights that are none", func(dir string) []string {
			return []string{"bundle", "-images", images, "-weights", table, "-o"}
		}, "read weights " + table, "x.docent"},
		{"bundle: no folder to write to", func(dir string) []string {
			return []string{"bundle", "-images", images, "-weights", smallWeights, "-o", filepath.Join(dir, "none", "x.docent")}
		}, "none/x.docent: ", ""},
		{"match: not an image", matchOf("notes.jpg", []byte("Dear museum,")), "notes.jpg", ""},
		{"match: truncated JPEG", matchOf("cut.jpg", photo[:len(photo)/2]), "cut.jpg", ""},
		{"match: huge header", matchOf("huge.png", hugePNG()), "huge.png: ", ""},
		{"match: one pixel", matchOf("pixel.png", pixel), "pixel.png: ", ""},
		{"match: no photo", func(dir string) []string {
			return []string{"match", "-weights", smallWeights, "-bundle", good, filepath.Join(dir, "none.jpg")}
		}, "none.jpg: no such file", ""},
		{"match: other weights", func(string) []string {
			return []string{"match", "-weights", otherWeights, "-bundle", good, filepath.Join(images, "work0.png")}
		}, "this bundle was made for other weights", ""},
		{"match: bundle cut off", matchIn(goodBytes[:len(goodBytes)*2/3]), "damaged", ""},
		{"match: bundle with a changed byte", matchIn(flipped), "open bundle", ""},
		{"match: bundle of nothing", matchIn(nil), "damaged", ""},
		{"match: no bundle", func(dir string) []string {
			return []string{"match", "-weights", smallWeights, "-bundle", filepath.Join(dir, "none"), filepath.Join(images, "work0.png")}
		}, "none: no such file", ""},
		{"inspect: neither weights nor a bundle", func(string) []string { return []string{"inspect", table} }, "not a .docent file", ""},
		{"inspect: no file", func(dir string) []string { return []string{"inspect", filepath.Join(dir, "none")} }, "none: no such file", ""},
		{"inspect: cut weights", func(dir string) []string {
			b, err := os.ReadFile(smallWeights)
			if err != nil {
				t.Fatal(err)
			}
			return []string{"inspect", write(t, filepath.Join(dir, "w.safetensors"), b[:len(b)-10])}
		}, "w.safetensors: ", ""},
		{"eval: query without reference", evalOf("", "nobody"), "nobody__1.jpg has no reference", "r.html"},
		{"eval: truncated query", evalOf("", "broken"), "work1__1.jpg", "r.html"},
		{"eval: empty folder", evalOf("empty", "q"), "there are no pictures", "r.html"},
		{"eval: same folder twice", evalOf("", "q", "-refs", images), "given twice", "r.html"},
		{"views: not an image", func(dir string) []string { return []string{"views", "-o", filepath.Join(dir, "s.png"), table} }, "catalog.csv", ""},
		{"gallery: a file in the way", func(dir string) []string { return []string{"gallery", "-side", "16", "-o", table} }, "catalog.csv", ""},
		{"serve: other weights", func(string) []string {
			return []string{"serve", "-addr", "localhost:0", "-weights", otherWeights, "-bundle", good}
		}, "this bundle was made for other weights", ""},
		{"serve: no gallery", func(dir string) []string {
			return []string{"serve", "-addr", "localhost:0", "-weights", smallWeights, "-bundle", good, "-gallery", filepath.Join(dir, "none")}
		}, "there is no folder", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			args := c.args(dir)
			if c.out == "" {
				wantSentence(t, c.want, args)
				return
			}
			// Nothing is written where nothing was, and what was there stays.
			outDir := filepath.Join(dir, "out")
			old := write(t, filepath.Join(outDir, "old-"+c.out), []byte("old"))
			wantSentence(t, c.want, append(args, filepath.Join(outDir, c.out)))
			wantSentence(t, c.want, append(args, old))
			entries, err := os.ReadDir(outDir)
			if err != nil || len(entries) != 1 {
				t.Errorf("left behind: %v, %v", entries, err)
			}
			if b, err := os.ReadFile(old); err != nil || string(b) != "old" {
				t.Errorf("the old file has %q (%v)", b, err)
			}
		})
	}
}

// wantSentence runs a command that has to fail with one sentence on standard error.
func wantSentence(t *testing.T, want string, args []string) {
	t.Helper()
	stdout, stderr, code := docent(t, args...)
	if code != 1 {
		t.Errorf("docent %s: exit %d, want 1\n%s", strings.Join(args, " "), code, stderr)
	}
	if !strings.Contains(stderr, want) || !strings.HasPrefix(stderr, "docent "+args[0]+": ") {
		t.Errorf("it says %q, want %q in it", stderr, want)
	}
	if strings.Count(stderr, "\n") != 1 || strings.Contains(stderr, "goroutine") {
		t.Errorf("that is not one sentence: %q", stderr)
	}
	if stdout != "" {
		t.Errorf("it prints %q", stdout)
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
