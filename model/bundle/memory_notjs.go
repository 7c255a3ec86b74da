//go:build !js

package bundle

import "fmt"

// memoryStore has the parts in memory.
type memoryStore map[string][]byte

func (s memoryStore) read(name string, most int64) ([]byte, error) {
	b, ok := s[name]
	if !ok {
		return nil, errNotThere
	}
	if int64(len(b)) > most {
		return nil, fmt.Errorf("it has %d bytes instead of at most %d", len(b), most)
	}
	return b, nil
}

func (s memoryStore) size(name string) (int64, error) {
	b, ok := s[name]
	if !ok {
		return 0, errNotThere
	}
	return int64(len(b)), nil
}

func (s memoryStore) names() []string { return nil }
func (s memoryStore) close() error    { return nil }

// Archive returns the bundle as it would be opened from a file. All of its parts are in memory.
func (b *Bundle) Archive() (*Archive, error) {
	files, err := b.Files()
	if err != nil {
		return nil, err
	}
	return newArchive(memoryStore(files))
}
