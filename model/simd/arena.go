package simd

import (
	"errors"
	"slices"
)

// place gives every buffer its offset in the arena. Buffers that are in use at the same time do not overlap; others share
// memory. The largest are placed first, each as low as it can (Pisarchyk and Lee 2020, "Efficient Memory Management for
// Deep Neural Net Inference", section 5.2: greedy by size).
func (p *plan) place() error {
	total := int64(p.weightSz)
	for _, b := range p.buffers {
		total += int64(b.top+b.H+b.bottom) * int64(b.left+b.W+b.right) * int64(b.pixel())
		if total > maxMemory {
			return errors.New("it needs more than 1 GB of memory")
		}
	}
	bySize := slices.Clone(p.buffers)
	slices.SortStableFunc(bySize, func(a, b *buffer) int { return b.size() - a.size() })
	var placed []*buffer // in the order of their offsets
	for _, b := range bySize {
		at := guard
		for _, other := range placed {
			if other.first > b.last || other.last < b.first {
				continue
			}
			if at+b.size()+guard <= other.offset {
				break
			}
			at = max(at, align(other.offset+other.size()+guard))
		}
		b.offset = at
		p.arena = max(p.arena, at+b.size()+guard)
		i, _ := slices.BinarySearchFunc(placed, b, func(x, y *buffer) int { return x.offset - y.offset })
		placed = slices.Insert(placed, i, b)
	}
	for _, b := range p.buffers {
		b.clear = b.bordered() && (b.lowest || slices.ContainsFunc(p.buffers, b.overlaps))
	}
	return nil
}

// overlaps says whether two buffers share memory.
func (b *buffer) overlaps(other *buffer) bool {
	return other != b && other.offset < b.offset+b.size() && b.offset < other.offset+other.size()
}

// guard is left free around each buffer, in bytes. Tests write words there that must not change.
const guard = 64

// align rounds up to a cache line.
func align(n int) int { return (n + 63) &^ 63 }
