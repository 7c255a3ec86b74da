//go:build !js

package build

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"docent/model/atomicfile"
)

// A pack is a file of records, of which any can be read without the others: the records, each with its sha256 behind it, the place of each, a header as
// JSON with its sha256, the lengths of those two, and packMagic.
const packMagic = "docent pack 1\n"

// maxRecord bounds a record: the speech about a work in many languages.
const maxRecord = 1 << 30

// writePack writes a pack of n records, atomically.
func writePack(path string, header any, n int, record func(i int) ([]byte, error)) error {
	top, err := json.Marshal(header)
	if err != nil {
		return err
	}
	f, err := atomicfile.Create(path)
	if err != nil {
		return err
	}
	defer f.Abort()
	places := encoder{}
	at := uint64(0)
	put := func(b []byte) error {
		sum := sha256.Sum256(b)
		if _, err := f.Write(b); err != nil {
			return fmt.Errorf("write %s: %w", path, err)
		}
		if _, err := f.Write(sum[:]); err != nil {
			return fmt.Errorf("write %s: %w", path, err)
		}
		at += uint64(len(b)) + sha256.Size
		return nil
	}
	for i := range n {
		places = binary.LittleEndian.AppendUint64(places, at)
		b, err := record(i)
		if err == nil {
			err = put(b)
		}
		if err != nil {
			return err
		}
	}
	places = binary.LittleEndian.AppendUint64(places, at)
	if err := put(places); err != nil {
		return err
	}
	if err := put(top); err != nil {
		return err
	}
	end := binary.LittleEndian.AppendUint64(nil, uint64(len(places)))
	end = binary.LittleEndian.AppendUint64(end, uint64(len(top)))
	if _, err := f.Write(append(end, packMagic...)); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return f.Close()
}

var (
	errNoPack = errors.New("it is no shard: docent bundle -shard writes them")
	errPack   = errors.New("it is damaged: build this shard again")
)

// pack is an open pack. It may be used by several goroutines.
type pack struct {
	path   string
	file   *os.File
	places []uint64 // of the records, and their end
}

// openPack opens a pack, and reads its header.
func openPack(path string, header any) (*pack, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	p := &pack{path: path, file: f}
	if err := p.open(header); err != nil {
		f.Close()
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	return p, nil
}

func (p *pack) open(header any) error {
	info, err := p.file.Stat()
	if err != nil {
		return err
	}
	end := make([]byte, 16+len(packMagic))
	size := info.Size() - int64(len(end))
	if size < 0 {
		return errNoPack
	}
	if _, err := p.file.ReadAt(end, size); err != nil || string(end[16:]) != packMagic {
		return errNoPack
	}
	places, top := int64(binary.LittleEndian.Uint64(end)), int64(binary.LittleEndian.Uint64(end[8:]))
	if places < 8 || places%8 != 0 || places > size || top < 0 || top > size-places || size-places-top < 2*sha256.Size {
		return errPack
	}
	b, err := p.checked(size-top-sha256.Size, top)
	if err == nil {
		err = json.Unmarshal(b, header)
	}
	if err != nil {
		return errPack
	}
	if b, err = p.checked(size-top-places-2*sha256.Size, places); err != nil {
		return err
	}
	for ; len(b) > 0; b = b[8:] {
		p.places = append(p.places, binary.LittleEndian.Uint64(b))
	}
	if !slices.IsSorted(p.places) || p.places[len(p.places)-1] > uint64(size) {
		return errPack
	}
	return nil
}

// checked reads n bytes and holds them to their sha256.
func (p *pack) checked(at, n int64) ([]byte, error) {
	b := make([]byte, n+sha256.Size)
	if _, err := p.file.ReadAt(b, at); err != nil {
		if errors.Is(err, io.EOF) {
			err = errPack
		}
		return nil, err
	}
	if sum := sha256.Sum256(b[:n]); !slices.Equal(sum[:], b[n:]) {
		return nil, errPack
	}
	return b[:n:n], nil
}

// len returns the number of records.
func (p *pack) len() int { return len(p.places) - 1 }

// record reads a record.
func (p *pack) record(i int) ([]byte, error) {
	n := int64(p.places[i+1]-p.places[i]) - sha256.Size
	if n < 0 || n > maxRecord {
		return nil, fmt.Errorf("read %s: %w", p.path, errPack)
	}
	b, err := p.checked(int64(p.places[i]), n)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", p.path, err)
	}
	return b, nil
}

func (p *pack) close() error { return p.file.Close() }
