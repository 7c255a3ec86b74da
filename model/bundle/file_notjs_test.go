//go:build !js

package bundle

import (
	"archive/zip"
	"bytes"
	"hash/crc32"
	"os"
	"path/filepath"
	"reflect"
	"testing"
)

// zipped returns small as a .docent file, and its parts.
func zipped(t testing.TB) ([]byte, map[string][]byte) {
	parts, err := small().Files()
	if err != nil {
		t.Fatal(err)
	}
	b, err := small().Zip()
	if err != nil {
		t.Fatal(err)
	}
	return b, parts
}

func wantSmall(t *testing.T, got *Bundle, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Manifest.Parts) != 5 {
		t.Errorf("%d parts in the manifest, want 5", len(got.Manifest.Parts))
	}
	want := small()
	got.Manifest.Parts = nil
	if !reflect.DeepEqual(got, want) {
		t.Errorf("read\n%+v\nwant\n%+v", got, want)
	}
}

func TestFileRoundTrip(t *testing.T) {
	path := filepath.Join(t.TempDir(), "small.docent")
	for range 2 { // the second replaces the first
		if err := small().WriteFile(path); err != nil {
			t.Fatal(err)
		}
		got, err := ReadFile(path)
		wantSmall(t, got, err)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if again, _ := zipped(t); !bytes.Equal(b, again) {
		t.Error("the same bundle gives other bytes")
	}
	wantNames(t, filepath.Dir(path), "small.docent")
}

func TestFeaturesRoundTrip(t *testing.T) {
	for _, how := range []string{FeaturesPacked, FeaturesApart} {
		path := filepath.Join(t.TempDir(), "small.docent")
		want := withFeatures(t, how)
		if err := want.WriteFile(path); err != nil {
			t.Fatal(err)
		}
		got, err := ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		got.Manifest.Parts = nil
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: read\n%+v\nwant\n%+v", how, got.Manifest, want.Manifest)
		}
		want.Features = NewFeatures(3)
		if _, err := want.Files(); err == nil {
			t.Errorf("%s: a bundle is written without features", how)
		}
	}
}

func TestDirRoundTrip(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "site", "bundle")
	for range 2 {
		if err := small().WriteDir(dir); err != nil {
			t.Fatal(err)
		}
		got, err := ReadFile(dir)
		wantSmall(t, got, err)
	}
	wantNames(t, dir, "manifest.json", "prototypes.safetensors", "texts", "thumbs")
	wantNames(t, filepath.Join(dir, "thumbs"), "Work_2.b.jpg", "harbour.jpg")

	// What the manifest does not name does not matter; what it names must be there.
	if err := os.WriteFile(filepath.Join(dir, ".DS_Store"), nil, 0o666); err != nil {
		t.Fatal(err)
	}
	if _, err := ReadFile(dir); err != nil {
		t.Error(err)
	}
	part := filepath.Join(dir, "texts", "fr.json")
	if err := os.WriteFile(part, []byte(`{"harbour":{"title":"Le pont"}}`+"\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	_, err := ReadFile(dir)
	wantError(t, err, "read texts/fr.json: its sha256 is not the one in the manifest")
	if err := os.Remove(part); err != nil {
		t.Fatal(err)
	}
	_, err = ReadFile(dir)
	wantError(t, err, "read texts/fr.json: it is not there")
	secret := filepath.Join(t.TempDir(), "fr.json")
	if err := os.WriteFile(secret, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(secret, part); err == nil {
		_, err = ReadFile(dir)
		wantError(t, err, "read texts/fr.json: ")
	}
}

func wantNames(t *testing.T, dir string, want ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range entries {
		got = append(got, e.Name())
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s has %v, want %v", dir, got, want)
	}
}

// rezip writes parts, changed by change, as a zip that is made by hand.
func rezip(t testing.TB, parts map[string][]byte, change func(z *zip.Writer, parts map[string][]byte)) []byte {
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	if change != nil {
		change(z, parts)
	}
	for name, b := range parts {
		add(t, z, name, b)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func add(t testing.TB, z *zip.Writer, name string, b []byte) {
	w, err := z.Create(name)
	if err == nil {
		_, err = w.Write(b)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestReadZipRefuses(t *testing.T) {
	whole, _ := zipped(t)
	zeros := make([]byte, 2<<20)
	for _, c := range []struct {
		name   string
		change func(z *zip.Writer, parts map[string][]byte)
		want   string
	}{
		{"no manifest", func(_ *zip.Writer, p map[string][]byte) { delete(p, ManifestName) }, "read manifest.json: it is not there"},
		{"no prototypes", func(_ *zip.Writer, p map[string][]byte) { delete(p, PrototypesName) }, "read prototypes.safetensors: it is not there"},
		{"changed text", func(_ *zip.Writer, p map[string][]byte) {
			p["texts/en.json"] = bytes.Replace(p["texts/en.json"], []byte("Harbour"), []byte("harbour"), 1)
		}, "sha256 is not the one"},
		{"shorter thumbnail", func(_ *zip.Writer, p map[string][]byte) { p["thumbs/harbour.jpg"] = []byte("x") }, "1 bytes instead of"},
		{"longer thumbnail", func(_ *zip.Writer, p map[string][]byte) {
			p["thumbs/harbour.jpg"] = append(p["thumbs/harbour.jpg"], 0)
		}, "bytes instead of at most"},
		{"extra file", func(_ *zip.Writer, p map[string][]byte) { p["virus.exe"] = nil }, "virus.exe is not in the manifest"},
		{"twice the same", func(z *zip.Writer, p map[string][]byte) { add(t, z, "texts/en.json", nil) }, "two files called texts/en.json"},
		{"path upwards", func(_ *zip.Writer, p map[string][]byte) { p["../../x"] = nil }, `a file called "../../x"`},
		{"path from the root", func(_ *zip.Writer, p map[string][]byte) { p["/etc/passwd"] = nil }, `a file called "/etc/passwd"`},
		{"Windows path", func(_ *zip.Writer, p map[string][]byte) { p[`thumbs\x.jpg`] = nil }, "a file called"},
		{"bomb", func(_ *zip.Writer, p map[string][]byte) { p["thumbs/x.jpg"] = zeros }, "claims an impossible size"},
		{"bomb of the manifest", func(_ *zip.Writer, p map[string][]byte) { p[ManifestName] = zeros }, "claims an impossible size"},
		{"packed otherwise", func(z *zip.Writer, p map[string][]byte) {
			w, err := z.CreateRaw(&zip.FileHeader{Name: "texts/it.json", Method: 99})
			if err != nil {
				t.Fatal(err)
			}
			w.Write(nil)
		}, "packed in a way"},
		{"false size", func(z *zip.Writer, p map[string][]byte) {
			b := p[PrototypesName]
			delete(p, PrototypesName)
			// declares what the manifest wants, and holds more
			w, err := z.CreateRaw(&zip.FileHeader{Name: PrototypesName, Method: zip.Store, CRC32: crc32.ChecksumIEEE(b),
				CompressedSize64: uint64(len(b)) + 1000, UncompressedSize64: uint64(len(b))})
			if err != nil {
				t.Fatal(err)
			}
			w.Write(b)
			w.Write(make([]byte, 1000))
		}, "read prototypes.safetensors: "},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, parts := zipped(t)
			_, err := ReadBytes(rezip(t, parts, c.change))
			wantError(t, err, c.want)
		})
	}
	for i, b := range [][]byte{nil, []byte("PK"), []byte("<html>"), whole[:len(whole)/2], whole[:len(whole)-1]} {
		if _, err := ReadBytes(b); err == nil {
			t.Errorf("damaged file %d was read", i)
		}
	}
	for i := 0; i < len(whole); i += 3 {
		bad := bytes.Clone(whole)
		bad[i] ^= 0x41
		// A changed byte either does not matter (a time, a flag of the maker's system) or is found.
		if b, err := ReadBytes(bad); err == nil {
			wantSmall(t, b, err)
		}
	}
}

// TestReadZipMakers reads what other programs write: entries for folders, other orders, everything packed.
func TestReadZipMakers(t *testing.T) {
	_, parts := zipped(t)
	b, err := ReadBytes(rezip(t, parts, func(z *zip.Writer, _ map[string][]byte) {
		add(t, z, "texts/", nil)
		add(t, z, "thumbs/", nil)
	}))
	wantSmall(t, b, err)
}

func TestOpenErrors(t *testing.T) {
	dir := t.TempDir()
	text := filepath.Join(dir, "notes.docent")
	if err := os.WriteFile(text, []byte("hello"), 0o666); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		filepath.Join(dir, "none.docent"): "no such file",
		text:                              "this is not a .docent file, or it is damaged",
		dir:                               "read manifest.json: it is not there",
	} {
		_, err := ReadFile(path)
		wantError(t, err, "open bundle "+path)
		wantError(t, err, want)
	}
}

func TestFilesRefuses(t *testing.T) {
	b := small()
	delete(b.Thumbs, "harbour")
	_, err := b.Files()
	wantError(t, err, "the thumbnail of harbour is missing")
	b = small()
	b.Prototypes.Vectors = b.Prototypes.Vectors[:8]
	_, err = b.Files()
	wantError(t, err, "3 works, but 2 prototypes")
}

func FuzzReadZip(f *testing.F) {
	b, parts := zipped(f)
	f.Add(b)
	f.Add(rezip(f, parts, nil))
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
