//go:build !js || curator

package bundle

import (
	"archive/zip"
	"time"

	"docent/model/atomicfile"
)

// epoch is the time of every file in a bundle: a bundle says nothing about when it was made, so that the same input
// gives the same bytes. It is the first that zip can express.
var epoch = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

// zipSink writes a .docent file.
type zipSink struct {
	zip  *zip.Writer
	file *atomicfile.File // nil where the caller has it
}

func newZipSink(path string) (*zipSink, error) {
	f, err := atomicfile.Create(path)
	if err != nil {
		return nil, err
	}
	return &zipSink{zip.NewWriter(f), f}, nil
}

func (s *zipSink) add(name string, b []byte) error {
	method := zip.Deflate
	if stored(name) {
		method = zip.Store
	}
	f, err := s.zip.CreateHeader(&zip.FileHeader{Name: name, Method: method, Modified: epoch})
	if err == nil {
		_, err = f.Write(b)
	}
	return err
}

func (s *zipSink) commit() error {
	if err := s.zip.Close(); err != nil || s.file == nil {
		return err
	}
	return s.file.Close()
}

func (s *zipSink) abort() {
	if s.file != nil {
		s.file.Abort()
	}
}

// memorySink keeps all files.
type memorySink map[string][]byte

func (s memorySink) add(name string, b []byte) error {
	s[name] = b
	return nil
}
func (s memorySink) commit() error { return nil }
func (s memorySink) abort()        {}
