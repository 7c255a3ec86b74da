//go:build !js

package publish

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"docent/model/atomicfile"
	"docent/web/compress"
)

// content is a site as the tests say it: text by name.
type content map[string]string

// files are the site's files. A part is known by its hash and counts how often it is read; a page is known when it is read, and packed.
func (c content) files(read *int) iter.Seq2[File, error] {
	return func(yield func(File, error) bool) {
		for _, name := range slices.Sorted(maps.Keys(c)) {
			text := c[name]
			f := File{Name: name, Read: func() ([]byte, error) {
				*read++
				if text == "broken" {
					return nil, errors.New("it is broken")
				}
				return []byte(text), nil
			}}
			if strings.HasSuffix(name, ".html") {
				f.Pack = func(plain []byte) compress.Copies { return compress.Make(name, plain, compress.Fast) }
			} else if text != "broken" {
				f.SHA256, f.Bytes = sum([]byte(text)), int64(len(text))
			}
			if !yield(f, nil) {
				return
			}
		}
	}
}

var (
	pageText = strings.Repeat("<p>a page", 100)
	first    = content{"index.html": pageText, "bundle/a.jpg": "picture a", "bundle/b.jpg": "picture b", "old/gone.txt": "gone"}
	second   = content{"index.html": pageText, "bundle/a.jpg": "picture a", "bundle/b.jpg": "another b", "new/here.txt": "here"}
)

func export(t testing.TB, dir string, c content) (Summary, int) {
	t.Helper()
	read := 0
	s, err := Export(context.Background(), dir, c.files(&read), nil)
	if err != nil {
		t.Fatal(err)
	}
	return s, read
}

// holds fails the test unless the folder has the site, all of it and nothing else.
func holds(t testing.TB, dir string, want content) {
	t.Helper()
	if err := Check(dir); err != nil {
		t.Fatal(err)
	}
	l, err := owned(dir)
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range want {
		if b, err := os.ReadFile(filepath.Join(dir, name)); err != nil || string(b) != text {
			t.Fatalf("%s of %s has %q (%v), want %q", name, dir, b, err, text)
		}
		delete(l, name)
		for _, e := range compress.Encodings {
			delete(l, name+e.Suffix())
		}
	}
	if len(l) > 0 {
		t.Fatalf("%s has also %v", dir, l)
	}
}

// bothWays runs a test with an atomic exchange of folders, where the system has one, and without.
func bothWays(t *testing.T, test func(t *testing.T)) {
	t.Run("exchange", test)
	t.Run("renames", func(t *testing.T) {
		exchange = func(string, string) error { return atomicfile.ErrNoExchange }
		defer func() { exchange = atomicfile.ExchangeAtOnce }()
		test(t)
	})
}

func TestExport(t *testing.T) {
	bothWays(t, func(t *testing.T) {
		dir := filepath.Join(t.TempDir(), "deep", "site")
		s, _ := export(t, dir, first)
		holds(t, dir, first)
		if s.Files != 6 || s.New != 6 || s.Same {
			t.Errorf("%+v", s)
		}
		if len(compress.Read(os.DirFS(dir), "index.html", []byte(pageText))) != 2 {
			t.Error("the page has no copies")
		}
		before, _ := os.Stat(filepath.Join(dir, "bundle/a.jpg"))

		if s, read := export(t, dir, first); !s.Same || s.New != 0 || read != 1 || exists(dir+".previous") || exists(dir+".partial") {
			t.Errorf("the same again: %+v, %d files read", s, read)
		}
		s, read := export(t, dir, second)
		holds(t, dir, second)
		holds(t, dir+".previous", first)
		if s.Files != 6 || s.New != 2 || read != 3 {
			t.Errorf("%+v, %d files read", s, read)
		}
		after, _ := os.Stat(filepath.Join(dir, "bundle/a.jpg"))
		if !os.SameFile(before, after) || !before.ModTime().Equal(after.ModTime()) {
			t.Error("a file that has not changed is another file now")
		}
		export(t, dir, first)
		holds(t, dir, first)
		holds(t, dir+".previous", second)
		for _, name := range []string{".partial", ".discarded", ".exchanged", "/" + marker, "/new"} {
			if exists(dir + name) {
				t.Errorf("%s is left", name)
			}
		}
	})
}

// TestSums checks a site as a museum's computer people would.
func TestSums(t *testing.T) {
	program, err := exec.LookPath("sha256sum")
	if err != nil {
		t.Skip("there is no sha256sum")
	}
	dir := filepath.Join(t.TempDir(), "site")
	export(t, dir, first)
	cmd := exec.Command(program, "-c", "--strict", listName)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

func TestRollback(t *testing.T) {
	bothWays(t, func(t *testing.T) {
		dir := filepath.Join(t.TempDir(), "site")
		export(t, dir, first)
		if err := Rollback(dir); err == nil || !strings.Contains(err.Error(), "no site before") {
			t.Errorf("error %v", err)
		}
		export(t, dir, second)
		for _, want := range []content{first, second, first} {
			if err := Rollback(dir); err != nil {
				t.Fatal(err)
			}
			holds(t, dir, want)
		}
		holds(t, dir+".previous", second)
		if err := os.RemoveAll(dir); err != nil {
			t.Fatal(err)
		}
		if err := Rollback(dir); err != nil {
			t.Fatal(err)
		}
		holds(t, dir, second)
		export(t, dir, first)
		if err := os.WriteFile(filepath.Join(dir+".previous", "index.html"), []byte("damaged"), 0o666); err != nil {
			t.Fatal(err)
		}
		if err := Rollback(dir); err == nil || !strings.Contains(err.Error(), "index.html is damaged") {
			t.Errorf("error %v", err)
		}
		holds(t, dir, first)
	})
}

// TestResume breaks an export off, spoils one of the files it has written, and goes on.
func TestResume(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "site")
	export(t, dir, first)
	broken := maps.Clone(second)
	broken["z.txt"] = "broken"
	read := 0
	if _, err := Export(context.Background(), dir, broken.files(&read), nil); err == nil || !strings.Contains(err.Error(), "it is broken") {
		t.Fatalf("error %v", err)
	}
	holds(t, dir, first)
	ctx, stop := context.WithCancel(context.Background())
	stop()
	if _, err := Export(ctx, dir, second.files(&read), nil); !errors.Is(err, context.Canceled) {
		t.Fatalf("error %v", err)
	}
	if err := os.WriteFile(filepath.Join(dir+".partial", "bundle/b.jpg"), []byte("another"), 0o666); err != nil {
		t.Fatal(err)
	}
	ctx, stop = context.WithCancel(context.Background())
	left := len(second)
	last := func(string) {
		if left--; left == 0 {
			stop()
		}
	}
	if _, err := Export(ctx, dir, second.files(&read), last); !errors.Is(err, context.Canceled) {
		t.Fatalf("interrupted behind the last file: error %v", err)
	}
	holds(t, dir, first)
	if err := os.WriteFile(filepath.Join(dir+".partial", "bundle/b.jpg"), []byte("another"), 0o666); err != nil {
		t.Fatal(err)
	}
	if _, read := export(t, dir, second); read != 2 { // the page, which is known when it is read, and the spoilt file
		t.Errorf("%d files were read again", read)
	}
	holds(t, dir, second)
	holds(t, dir+".previous", first)
}

func TestRefuses(t *testing.T) {
	for _, c := range []struct {
		name, want string
		prepare    func(dir string) error
	}{
		{"a folder of pictures", "not a site that docent has exported (it has holiday.jpg)", func(dir string) error {
			return os.WriteFile(filepath.Join(dir, "holiday.jpg"), nil, 0o666)
		}},
		{"a file beside the site's", "such as notes.txt", func(dir string) error {
			export(t, dir, first)
			return os.WriteFile(filepath.Join(dir, "notes.txt"), nil, 0o666)
		}},
		{"somebody's previous folder", "site.previous: the folder is not a site", func(dir string) error {
			return os.MkdirAll(dir+".previous/x", 0o777)
		}},
		{"somebody's partial folder", "was not made by docent (it has x)", func(dir string) error {
			return os.MkdirAll(dir+".partial/x", 0o777)
		}},
		{"a file", "it is a file", func(dir string) error {
			return errors.Join(os.Remove(dir), os.WriteFile(dir, nil, 0o666))
		}},
		{"a damaged list", "docent.sha256 is damaged", func(dir string) error {
			return os.WriteFile(filepath.Join(dir, listName), []byte("no list"), 0o666)
		}},
	} {
		dir := filepath.Join(t.TempDir(), "site")
		if err := errors.Join(os.Mkdir(dir, 0o777), c.prepare(dir)); err != nil {
			t.Fatal(err)
		}
		before := tree(t, filepath.Dir(dir))
		read := 0
		_, err := Export(context.Background(), dir, second.files(&read), nil)
		if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: error %v, want one with %q", c.name, err, c.want)
		}
		if after := tree(t, filepath.Dir(dir)); !bytes.Equal(before, after) {
			t.Errorf("%s: the folder has changed\n%s", c.name, after)
		}
	}
	for _, name := range []string{"../a", "/a", "a/../b", "", ".", "a\\b", "a\nb", listName, marker} {
		one := func(yield func(File, error) bool) {
			yield(File{Name: name, Read: func() ([]byte, error) { return nil, nil }}, nil)
		}
		if _, err := Export(context.Background(), filepath.Join(t.TempDir(), "site"), one, nil); err == nil || !strings.Contains(err.Error(), "cannot be the name") {
			t.Errorf("%q: error %v", name, err)
		}
	}
}

func tree(t *testing.T, dir string) []byte {
	t.Helper()
	var b bytes.Buffer
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		fmt.Fprintln(&b, path, d.Type())
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestEdited says which files of the site somebody has changed by hand; they stay as they are in the one before.
func TestEdited(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "site")
	export(t, dir, first)
	path := filepath.Join(dir, "bundle", "a.jpg")
	if err := errors.Join(os.Remove(path), os.WriteFile(path, []byte("edited a."), 0o666)); err != nil {
		t.Fatal(err)
	}
	s, _ := export(t, dir, first)
	holds(t, dir, first)
	if !slices.Equal(s.Edited, []string{"bundle/a.jpg"}) || s.Same {
		t.Errorf("%+v", s)
	}
	if b, err := os.ReadFile(filepath.Join(dir+".previous", "bundle", "a.jpg")); string(b) != "edited a." {
		t.Errorf("the edited file is lost: %q (%v)", b, err)
	}
}

// TestLookedAt exports into folders that somebody has looked at: systems put files of their own there.
func TestLookedAt(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "site")
	look := func() {
		t.Helper()
		for _, d := range []string{dir, filepath.Join(dir, "bundle")} {
			if err := errors.Join(os.MkdirAll(d, 0o777), os.WriteFile(filepath.Join(d, ".DS_Store"), nil, 0o666)); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := errors.Join(os.Mkdir(dir, 0o777), os.WriteFile(filepath.Join(dir, "Thumbs.db"), nil, 0o666)); err != nil {
		t.Fatal(err)
	}
	for _, c := range []content{first, second, first} {
		export(t, dir, c)
		holds(t, dir, c)
		look()
	}
	if err := Rollback(dir); err != nil {
		t.Fatal(err)
	}
	holds(t, dir, second)
}

// TestOneAtATime starts an export while another one runs.
func TestOneAtATime(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "site")
	p, err := open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer p.unlock()
	read := 0
	if _, err := Export(context.Background(), dir, first.files(&read), nil); err == nil || !strings.Contains(err.Error(), "another docent export") {
		t.Errorf("error %v", err)
	}
}

// TestLink exports to where a link points.
func TestLink(t *testing.T) {
	dir := t.TempDir()
	if err := errors.Join(os.Mkdir(filepath.Join(dir, "real"), 0o777), os.Symlink("real", filepath.Join(dir, "link"))); err != nil {
		t.Skip(err)
	}
	export(t, filepath.Join(dir, "link"), first)
	export(t, filepath.Join(dir, "link"), second)
	holds(t, filepath.Join(dir, "real"), second)
	if info, err := os.Lstat(filepath.Join(dir, "link")); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Error("the link is no link any more")
	}
}
