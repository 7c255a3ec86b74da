//go:build !js

package web

import (
	"container/list"
	"sync"
)

// hotBytes is how much of the collection is kept in memory: the parts that visitors are asking for.
const hotBytes = 128 << 20

// shelf keeps the files that were asked for last, up to a number of bytes. A file that many ask for at once is made once.
type shelf struct {
	most int

	mu    sync.Mutex
	bytes int
	slots map[string]*slot
	order list.List // of *slot, the one that was asked for last in front
}

type slot struct {
	name  string
	ready chan struct{} // closed when it is made
	file  *file
	err   error
	place *list.Element // nil while it is being made
}

// get returns a file, which make makes if it is not there.
func (s *shelf) get(name string, make func() (*file, error)) (*file, error) {
	s.mu.Lock()
	if held := s.slots[name]; held != nil {
		if held.place != nil {
			s.order.MoveToFront(held.place)
		}
		s.mu.Unlock()
		<-held.ready
		return held.file, held.err
	}
	one := &slot{name: name, ready: newChannel()}
	if s.slots == nil {
		s.slots = map[string]*slot{}
	}
	s.slots[name] = one
	s.mu.Unlock()

	one.file, one.err = make()
	s.mu.Lock()
	defer s.mu.Unlock()
	close(one.ready)
	if one.err != nil || one.file.size() > s.most {
		delete(s.slots, name)
		return one.file, one.err
	}
	one.place = s.order.PushFront(one)
	for s.bytes += one.file.size(); s.bytes > s.most; {
		last := s.order.Remove(s.order.Back()).(*slot)
		delete(s.slots, last.name)
		s.bytes -= last.file.size()
	}
	return one.file, nil
}

func newChannel() chan struct{} { return make(chan struct{}) }
