//go:build !js || curator

package build

import (
	"crypto/sha256"
	"fmt"
	"io"
	"sync"
)

// A Key names what was found of a work by all that it depends on.
type Key [sha256.Size]byte

// A Store keeps what was found of works, as bytes. It may forget any of it at any time. It may be used by several
// goroutines.
type Store interface {
	Get(k Key) (b []byte, ok bool) // the caller may keep b, and does not change it
	Put(k Key, b []byte) error     // the store may keep b
}

// version stands for the code that finds results: with another one, what was kept is not used any more. It is to be changed
// whenever the same pictures give another Result, which TestVersion notices.
const version = "1"

// settings returns what all results depend on, beside the pictures and the id.
func (b *builder) settings() []byte {
	h := sha256.New()
	fmt.Fprintf(h, "docent %s\nencoder %s\nviews %d\nfeatures %v\n", version, b.Model.Hash, b.Views, b.Features != "")
	if b.Locator != nil {
		fmt.Fprintf(h, "locator %s\n", b.Locator.Hash)
	}
	fmt.Fprintf(h, "windows %v\nturns %v\n", b.Windows, b.Turns)
	if b.Impostors != nil {
		e := encoder{}
		e.floats(b.Impostors.Vectors)
		fmt.Fprintf(h, "impostors %x\n", sha256.Sum256(e))
	}
	fmt.Fprintf(h, "facts %v\n", b.shown)
	return h.Sum(nil)
}

// key returns the key of a work's result, whose photos have these hashes.
func key(settings []byte, id string, thumb bool, photos []Photo) (k Key) {
	h := sha256.New()
	h.Write(settings)
	fmt.Fprintf(h, "%q thumbnail %v\n", id, thumb)
	for _, p := range photos {
		io.WriteString(h, string(p.SHA256[:]))
	}
	h.Sum(k[:0])
	return k
}

// memory is a Store that forgets nothing.
type memory struct {
	mu   sync.Mutex
	kept map[Key][]byte
}

func (m *memory) Get(k Key) ([]byte, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	b, ok := m.kept[k]
	return b, ok
}

func (m *memory) Put(k Key, b []byte) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.kept == nil {
		m.kept = map[Key][]byte{}
	}
	m.kept[k] = b
	return nil
}
