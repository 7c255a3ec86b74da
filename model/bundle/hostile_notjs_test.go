//go:build !js

package bundle

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"docent/model/nn"
	"docent/model/proto"
)

// groupedFiles returns the files of the grouped bundle.
func groupedFiles(t testing.TB) map[string][]byte {
	files, err := grouped(t).Files()
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// forge replaces a part by another whose size and hash the bundle then says, as whoever forges a bundle would.
func forge(files map[string][]byte, name string, part []byte) {
	group, rest := CutGroup(name)
	by, key := ManifestName, ""
	if rest != ContentsName {
		key = fmt.Sprintf(`"%s":{`, rest)
		if group != "" {
			by = InGroup(group, ContentsName)
		}
	}
	say := func(b []byte) []byte { return fmt.Appendf(nil, `%s"bytes":%d,"sha256":"%s"`, key, len(b), hash(b)) }
	before := files[name]
	if files[name] = part; name != ManifestName {
		forge(files, by, bytes.Replace(files[by], say(before), say(part), 1))
	}
}

// nanPrototypes returns prototypes of n works, one of which has a number that is none.
func nanPrototypes(t testing.TB, n, dim int) []byte {
	b, err := nn.WriteSafetensors(&nn.File{Tensors: []nn.Tensor{{Name: "prototypes", DType: nn.F32, Dims: []int{n, dim}, Data: make([]float32, n*dim)}}})
	if err != nil {
		t.Fatal(err)
	}
	copy(b[len(b)-4:], "\x00\x00\x80\x7f")
	return b
}

func TestGroupedRefuses(t *testing.T) {
	const one, two = "groups/room-1/works.json", "groups/room-2/works.json"
	edit := func(name, old, new string) func(map[string][]byte) {
		return func(files map[string][]byte) {
			forge(files, name, bytes.Replace(files[name], []byte(old), []byte(new), 1))
		}
	}
	put := func(name string, part []byte) func(map[string][]byte) {
		return func(files map[string][]byte) { forge(files, name, part) }
	}
	encode := func(set *proto.Set) []byte {
		b, err := EncodePrototypes(set)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	background, err := EncodeBackground(make([]float32, 6), 3)
	if err != nil {
		t.Fatal(err)
	}
	coarse, err := EncodeCoarse(newCoarse(4, []Group{{Works: 9}}))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name   string
		change func(files map[string][]byte)
		want   string
	}{
		{"no group", func(f map[string][]byte) { delete(f, two) }, "read groups/room-2/works.json: it is not there"},
		{"group changed", func(f map[string][]byte) { f[one] = bytes.Replace(f[one], []byte("12"), []byte("13"), 1) }, "read groups/room-1/works.json: its sha256 is not the one"},
		{"group cut off", func(f map[string][]byte) { f[one] = f[one][:40] }, "read groups/room-1/works.json: it has 40 bytes instead of"},
		{"longer group", func(f map[string][]byte) { f[one] = append(f[one], ' ') }, "bytes instead of at most"},
		{"work in two groups", edit(two, `"id":"x","licence":0,"audio":{"en":"audio/en/x.mp3"}`, `"id":"harbour"`), "work harbour is in two groups"},
		{"another number of works", edit(ManifestName, `"works":2`, `"works":3`), "2 works, but the manifest says 3"},
		{"group of that name is not there", edit(ManifestName, `"room-2"`, `"room-3"`), "read groups/room-3/works.json: it is not there"},
		{"deep", edit(two, `{"works"`, `{"later":`+strings.Repeat(`{"a":`, 5_000)+`{"works"`), "nested more than"},
		{"infinite prototype", put("groups/room-2/prototypes.safetensors", nanPrototypes(t, 1, 4)), "not a finite number"},
		{"too many prototypes", put("groups/room-2/prototypes.safetensors", encode(&proto.Set{Dim: 4, Vectors: make([]float32, 8)})), "group room-2: read bundle: 1 works, but 2 prototypes"},
		{"longer prototypes", put("groups/room-2/prototypes.safetensors", encode(&proto.Set{Dim: 5, Vectors: make([]float32, 5), Impostors: []float32{1}})), "prototypes of 4 and of 5 numbers"},
		{"no impostors", put("groups/room-2/prototypes.safetensors", encode(&proto.Set{Dim: 4, Vectors: make([]float32, 4)})), "only some groups know their impostors"},
		{"background in a group", put("groups/room-2/prototypes.safetensors", encode(&proto.Set{Dim: 4, Vectors: make([]float32, 4), Background: make([]float32, 4), Impostors: []float32{1}})), "a group has a background of its own"},
		{"longer background", put(BackgroundName, background), "rows of background are not 4 numbers long"},
		{"coarse part of other works", put(CoarseName, coarse), "read coarse.safetensors: there is not one bit for each of the 4 numbers of 3 works"},
		{"texts of no work", put("groups/room-2/texts/fr.json", []byte(`{"nobody":{}}`)), `group room-2: read texts/fr.json: work "nobody" is not in the manifest`},
		{"texts cut off", put("groups/room-1/texts/en.json", []byte(`{"harbour":`)), "group room-1: texts/en.json: read texts: "},
		{"features cut off", put("groups/room-1/features.bin", make([]byte, 100)), "100 bytes are not 3920 for each of 2 works"},
		{"audio changed", func(f map[string][]byte) { f["groups/room-2/audio/en/x.mp3"] = []byte("ID4") }, "read groups/room-2/audio/en/x.mp3: its sha256"},
		{"file in a group", func(f map[string][]byte) { f["groups/room-2/thumbs/x.jpg"] = nil }, "groups/room-2/thumbs/x.jpg is not in the manifest"},
		{"file of no group", func(f map[string][]byte) { f["groups/room-3/works.json"] = nil }, "groups/room-3/works.json is not in the manifest"},
		{"file of the root", func(f map[string][]byte) { f[PrototypesName] = nil }, "prototypes.safetensors is not in the manifest"},
		{"huge signature", func(f map[string][]byte) { f[SignatureName] = make([]byte, maxSignature+1) }, "read manifest.json.minisig: it has 16385 bytes instead of at most 16384"},
	} {
		t.Run(c.name, func(t *testing.T) {
			files := groupedFiles(t)
			c.change(files)
			path := filepath.Join(t.TempDir(), "x.docent")
			if err := os.WriteFile(path, rezip(t, files, nil), 0o666); err != nil {
				t.Fatal(err)
			}
			_, err := ReadFile(path)
			wantError(t, err, c.want)
			if err != nil && (strings.Count(err.Error(), "\n") > 0 || len(err.Error()) > 400) {
				t.Errorf("not one clear sentence: %v", err)
			}
			// Checked part by part, the same is found; or before that, when it is opened.
			a, err := Open(path)
			if err == nil {
				err = a.Check()
				a.Close()
			}
			wantError(t, err, c.want)
		})
	}
}

// TestFolderRefuses has files in a folder that are none.
func TestFolderRefuses(t *testing.T) {
	for name, change := range map[string]func(path string) error{
		"link to the same": func(path string) error {
			if err := os.Rename(path, path+".moved"); err != nil {
				return err
			}
			return os.Symlink(filepath.Base(path)+".moved", path)
		},
		"link to nothing":  func(path string) error { return errors.Join(os.Remove(path), os.Symlink("nothing", path)) },
		"link to a device": func(path string) error { return errors.Join(os.Remove(path), os.Symlink("/dev/zero", path)) },
		"folder":           func(path string) error { return errors.Join(os.Remove(path), os.Mkdir(path, 0o777)) },
	} {
		for _, part := range []string{ManifestName, "groups/room-1/works.json", "groups/room-1/texts/en.json"} {
			dir := filepath.Join(t.TempDir(), "x")
			if err := grouped(t).WriteDir(dir); err != nil {
				t.Fatal(err)
			}
			if err := change(filepath.Join(dir, part)); err != nil {
				t.Skip(name, err)
			}
			_, err := ReadFile(dir)
			wantError(t, err, "read "+part+": it is a link or a folder, not a file")
		}
	}
	// A folder that is a link out of the bundle.
	outside, dir := t.TempDir(), filepath.Join(t.TempDir(), "x")
	if err := grouped(t).WriteDir(dir); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(filepath.Join(dir, "groups"), filepath.Join(outside, "groups")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join(outside, "groups"), filepath.Join(dir, "groups")); err != nil {
		t.Skip(err)
	}
	_, err := ReadFile(dir)
	wantError(t, err, "read groups/room-1/works.json: ")
}

// TestZip64 has more files than a zip had room for at first.
func TestZip64(t *testing.T) {
	path := filepath.Join(t.TempDir(), "many.docent")
	w, err := Create(path)
	if err != nil {
		t.Fatal(err)
	}
	b := small()
	c, err := w.addRun("", b)
	if err != nil {
		t.Fatal(err)
	}
	const n = 66_000
	for i := range n {
		if err := w.Add(fmt.Sprintf("more/%d/x", i), nil); err != nil {
			t.Fatal(err)
		}
	}
	b.Manifest.Works = c.Works
	if err := w.Close(&b.Manifest); err != nil {
		t.Fatal(err)
	}
	a, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	if err := a.Check(); err != nil {
		t.Error(err)
	}
	if names, err := a.Names(); err != nil || len(names) != n+5 || !slices.IsSorted(names) {
		t.Errorf("%d names, %v", len(names), err)
	}
}

func FuzzReadGrouped(f *testing.F) {
	f.Add(rezip(f, groupedFiles(f), nil))
	b, err := grouped(f).Zip()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Fuzz(func(t *testing.T, b []byte) {
		got, err := ReadBytes(b)
		if err != nil {
			return
		}
		if _, err := got.Files(); err != nil {
			t.Fatalf("a bundle that was read cannot be written: %v", err)
		}
	})
}
