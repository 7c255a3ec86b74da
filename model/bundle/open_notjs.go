//go:build !js || curator

package bundle

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"

	"docent/model/nn"
)

// Bounds of a .docent file. Deflate can pack 1,000 times; texts and prototypes pack 2 to 20 times.
const (
	maxTotal = 2 << 30 // bytes of all parts together
	maxRatio = 200     // of a part's bytes to its bytes in the file, for parts over 1 MiB
)

// Open reads a bundle: a .docent file, or a folder with its parts. It checks everything: names, sizes, the hash of
// every part, and that the parts belong together.
func Open(path string) (*Bundle, error) {
	b, err := open(path)
	if err != nil {
		return nil, fmt.Errorf("open bundle %s: %w", path, err)
	}
	return b, nil
}

func open(path string) (*Bundle, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, cause(err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		return readZip(f, info.Size())
	}
	root, err := os.OpenRoot(path) // links out of the folder are not followed
	if err != nil {
		return nil, err
	}
	defer root.Close()
	return readDir(root)
}

// cause takes the path off an error that is going to be given one.
func cause(err error) error {
	if p, ok := errors.AsType[*fs.PathError](err); ok {
		return p.Err
	}
	return err
}

// readDir reads the parts that the manifest names; other files in the folder do not matter.
func readDir(root *os.Root) (*Bundle, error) {
	return read(func(name string, most int64) ([]byte, error) {
		f, err := root.Open(name)
		if errors.Is(err, fs.ErrNotExist) {
			return nil, errors.New("it is not there")
		}
		if err != nil {
			return nil, cause(err)
		}
		defer f.Close()
		return readAtMost(f, most)
	})
}

// readZip reads a .docent file of size bytes.
func readZip(r io.ReaderAt, size int64) (*Bundle, error) {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, &nn.FormatError{What: "read zip", Err: errors.New("this is not a .docent file, or it is damaged")}
	}
	files, err := index(z, size)
	if err != nil {
		return nil, &nn.FormatError{What: "read zip", Err: err}
	}
	b, err := read(func(name string, most int64) ([]byte, error) {
		f, ok := files[name]
		if !ok {
			return nil, errors.New("it is not in the file")
		}
		delete(files, name)
		if f.UncompressedSize64 > uint64(most) {
			return nil, fmt.Errorf("it has %d bytes instead of at most %d", f.UncompressedSize64, most)
		}
		part, err := f.Open()
		if err != nil {
			return nil, err
		}
		defer part.Close()
		return readAtMost(part, most)
	})
	if err != nil {
		return nil, err
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		return nil, &nn.FormatError{What: "read zip", Err: fmt.Errorf("%s is not in the manifest", name)}
	}
	return b, nil
}

// index returns the files of a zip by name, after checks on what its directory declares.
func index(z *zip.Reader, size int64) (map[string]*zip.File, error) {
	if len(z.File) > 2*MaxWorks {
		return nil, fmt.Errorf("it has %d files", len(z.File))
	}
	files := make(map[string]*zip.File, len(z.File))
	var total uint64
	for _, f := range z.File {
		// Other programs make entries for folders.
		if dir, ok := strings.CutSuffix(f.Name, "/"); ok && isPart(dir) && f.UncompressedSize64 == 0 {
			continue
		}
		if f.Name != ManifestName && !isPart(f.Name) {
			return nil, fmt.Errorf("it has a file called %s", quote(f.Name))
		}
		if files[f.Name] != nil {
			return nil, fmt.Errorf("it has two files called %s", f.Name)
		}
		if f.Flags&1 != 0 || f.Method != zip.Store && f.Method != zip.Deflate {
			return nil, fmt.Errorf("%s is encrypted or packed in a way that is not known here", f.Name)
		}
		if f.UncompressedSize64 > maxPart || f.UncompressedSize64 > 1<<20 && f.UncompressedSize64/maxRatio > f.CompressedSize64 {
			return nil, fmt.Errorf("%s claims an impossible size of %d bytes", f.Name, f.UncompressedSize64)
		}
		total += f.UncompressedSize64
		files[f.Name] = f
	}
	// Entries may share bytes of the file, so the sum is checked against the file as well.
	if total > maxTotal || total > 1<<20 && total/maxRatio > uint64(size) {
		return nil, fmt.Errorf("its files claim %d bytes together", total)
	}
	return files, nil
}

// readAtMost reads all of r, and fails when that is more than most bytes, whatever was declared.
func readAtMost(r io.Reader, most int64) ([]byte, error) {
	b, err := io.ReadAll(io.LimitReader(r, most+1))
	if err == nil && int64(len(b)) > most {
		return nil, fmt.Errorf("it has more than %d bytes", most)
	}
	return b, err
}

// read reads a bundle through part, which returns the bytes of a part or fails when there are more than most.
func read(part func(name string, most int64) ([]byte, error)) (*Bundle, error) {
	done := map[string]bool{}
	checked := func(m *Manifest, name string) ([]byte, error) {
		done[name] = true
		p := m.Parts[name]
		b, err := part(name, p.Bytes)
		if err == nil && int64(len(b)) != p.Bytes {
			err = fmt.Errorf("it has %d bytes instead of %d", len(b), p.Bytes)
		}
		if err == nil && hash(b) != p.SHA256 {
			err = errors.New("its sha256 is not the one in the manifest: the bundle is damaged")
		}
		if err != nil {
			return nil, &nn.FormatError{What: "read " + name, Err: err}
		}
		return b, nil
	}
	raw, err := part(ManifestName, MaxManifest)
	if err != nil {
		return nil, &nn.FormatError{What: "read " + ManifestName, Err: err}
	}
	m, err := ReadManifest(raw)
	if err != nil {
		return nil, err
	}
	var total int64
	for _, p := range m.Parts {
		total += p.Bytes
	}
	if total > maxTotal {
		return nil, &nn.FormatError{What: "read " + ManifestName, Err: fmt.Errorf("its parts claim %d bytes together", total)}
	}
	b := &Bundle{Manifest: *m, Thumbs: map[string][]byte{}}
	raw, err = checked(m, PrototypesName)
	if err != nil {
		return nil, err
	}
	if b.Prototypes, err = ReadPrototypes(raw); err != nil {
		return nil, err
	}
	if b.Features, err = readFeatures(m, checked); err != nil {
		return nil, err
	}
	texts := make(map[string]map[string]Text, len(m.Languages))
	for _, l := range m.Languages {
		raw, err := checked(m, TextsName(l))
		if err != nil {
			return nil, err
		}
		if texts[l], err = ReadTexts(raw); err != nil {
			return nil, fmt.Errorf("%s: %w", TextsName(l), err)
		}
	}
	if b.Works, err = Join(m, b.Prototypes, texts); err != nil {
		return nil, err
	}
	for _, w := range m.Works {
		if w.Thumb == "" {
			continue
		}
		if b.Thumbs[w.ID], err = checked(m, w.Thumb); err != nil {
			return nil, err
		}
	}
	// Parts of a kind that this version does not read are held to the manifest all the same.
	for _, name := range slices.Sorted(maps.Keys(m.Parts)) {
		if !done[name] {
			if _, err := checked(m, name); err != nil {
				return nil, err
			}
		}
	}
	return b, nil
}

// readFeatures reads the works' features as the manifest says that they travel.
func readFeatures(m *Manifest, checked func(m *Manifest, name string) ([]byte, error)) (*Features, error) {
	switch m.Features {
	case FeaturesPacked:
		raw, err := checked(m, FeaturesName)
		if err != nil {
			return nil, err
		}
		return ReadFeatures(raw, len(m.Works))
	case FeaturesApart:
		f := NewFeatures(len(m.Works))
		for i, w := range m.Works {
			row, err := checked(m, FeatureName(w.ID))
			if err != nil {
				return nil, err
			}
			if err := f.Set(i, row); err != nil {
				return nil, err
			}
		}
		return f, nil
	}
	return nil, nil
}
