//go:build !js || curator

package bundle

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"docent/model/nn"
)

// Bounds of a .docent file. Deflate can pack 1,000 times; texts and prototypes pack 2 to 20 times.
const (
	maxTotal = 64 << 30  // bytes of all parts together
	maxFiles = 2_000_000 // in a zip: works, each with features, a thumbnail, and audio in a few languages
	maxRatio = 200       // of a part's bytes to its bytes in the file, for parts over 1 MiB
)

// store is where the parts of a bundle lie.
type store interface {
	// read returns a file, and fails when it has more than most bytes.
	read(name string, most int64) ([]byte, error)
	// size returns the size of a file as it is declared, an error when there is no such file.
	size(name string) (int64, error)
	// names returns the names of all files, nil where those that no manifest names do not matter.
	names() []string
	close() error
}

// openStore opens a .docent file, or a folder with the parts.
func openStore(path string) (store, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, cause(err)
	}
	info, err := f.Stat()
	if err != nil {
		f.Close()
		return nil, cause(err)
	}
	if info.IsDir() {
		f.Close()
		root, err := os.OpenRoot(path) // links out of the folder are not followed
		if err != nil {
			return nil, cause(err)
		}
		return dirStore{root}, nil
	}
	z, err := newZipStore(f, info.Size())
	if err != nil {
		f.Close()
		return nil, err
	}
	z.file = f
	return z, nil
}

// cause takes the path off an error that is going to be given one.
func cause(err error) error {
	if p, ok := errors.AsType[*fs.PathError](err); ok {
		return p.Err
	}
	return err
}

// readAtMost reads all of r, and fails when that is more than most bytes, whatever was declared.
func readAtMost(r io.Reader, most int64) ([]byte, error) {
	b, err := io.ReadAll(io.LimitReader(r, most+1))
	if err == nil && int64(len(b)) > most {
		return nil, fmt.Errorf("it has more than %d bytes", most)
	}
	return b, err
}

// dirStore is a folder.
type dirStore struct{ root *os.Root }

func (d dirStore) size(name string) (int64, error) {
	info, err := d.root.Lstat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return 0, errNotThere
	case err != nil:
		return 0, cause(err)
	case !info.Mode().IsRegular():
		return 0, errors.New("it is a link or a folder, not a file")
	}
	return info.Size(), nil
}

var errNotThere = errors.New("it is not there")

func (d dirStore) read(name string, most int64) ([]byte, error) {
	size, err := d.size(name)
	if err != nil {
		return nil, err
	}
	if size > most {
		return nil, fmt.Errorf("it has %d bytes instead of at most %d", size, most)
	}
	f, err := d.root.Open(name)
	if err != nil {
		return nil, cause(err)
	}
	defer f.Close()
	return readAtMost(f, most)
}

func (d dirStore) names() []string { return nil }
func (d dirStore) close() error    { return d.root.Close() }

// zipStore is a .docent file.
type zipStore struct {
	files map[string]*zip.File
	all   []string
	file  io.Closer // nil where the caller has it
}

func newZipStore(r io.ReaderAt, size int64) (*zipStore, error) {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, &nn.FormatError{What: "read zip", Err: errors.New("this is not a .docent file, or it is damaged")}
	}
	s := &zipStore{files: make(map[string]*zip.File, len(z.File))}
	if err := s.index(z, size); err != nil {
		return nil, &nn.FormatError{What: "read zip", Err: err}
	}
	return s, nil
}

// index takes the files of a zip, after checks on what its directory declares.
func (s *zipStore) index(z *zip.Reader, size int64) error {
	if len(z.File) > maxFiles {
		return fmt.Errorf("it has %d files", len(z.File))
	}
	var total uint64
	for _, f := range z.File {
		// Other programs make entries for folders.
		if dir, ok := strings.CutSuffix(f.Name, "/"); ok && isPart(dir) && f.UncompressedSize64 == 0 {
			continue
		}
		if f.Name != ManifestName && f.Name != SignatureName && !isPart(f.Name) {
			return fmt.Errorf("it has a file called %s", quote(f.Name))
		}
		if s.files[f.Name] != nil {
			return fmt.Errorf("it has two files called %s", f.Name)
		}
		if f.Flags&1 != 0 || f.Method != zip.Store && f.Method != zip.Deflate {
			return fmt.Errorf("%s is encrypted or packed in a way that is not known here", f.Name)
		}
		if f.UncompressedSize64 > maxPart || f.UncompressedSize64 > 1<<20 && f.UncompressedSize64/maxRatio > f.CompressedSize64 {
			return fmt.Errorf("%s claims an impossible size of %d bytes", f.Name, f.UncompressedSize64)
		}
		total += f.UncompressedSize64
		s.files[f.Name] = f
		s.all = append(s.all, f.Name)
	}
	// Entries may share bytes of the file, so the sum is checked against the file as well.
	if total > maxTotal || total > 1<<20 && total/maxRatio > uint64(size) {
		return fmt.Errorf("its files claim %d bytes together", total)
	}
	return nil
}

func (s *zipStore) size(name string) (int64, error) {
	f, ok := s.files[name]
	if !ok {
		return 0, errNotThere
	}
	return int64(f.UncompressedSize64), nil
}

func (s *zipStore) read(name string, most int64) ([]byte, error) {
	size, err := s.size(name)
	if err != nil {
		return nil, err
	}
	if size > most {
		return nil, fmt.Errorf("it has %d bytes instead of at most %d", size, most)
	}
	r, err := s.files[name].Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return readAtMost(r, most)
}

func (s *zipStore) names() []string { return s.all }

func (s *zipStore) close() error {
	if s.file == nil {
		return nil
	}
	return s.file.Close()
}
