//go:build !js

package main

import (
	"bytes"
	"hash/crc32"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"docent/internal/fixture"
)

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
		{"bundle: bad id", bundleOf("\u3000.jpg", photo), " is not 1 to 64 letters", "x.docent"},
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
		{"bundle: a folder to write to", func(dir string) []string {
			return []string{"bundle", "-images", images, "-weights", smallWeights, "-o", dir}
		}, "it is a folder: name a file in it", ""},
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
