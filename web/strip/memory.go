package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"slices"
)

// Numbers of the binary format (WebAssembly core specification, section 5).
const (
	dataSection = 11
	opI32Const  = 0x41
	opEnd       = 0x0b
)

// gap is how many zero bytes between two segments are written rather than left out. The linker leaves out runs of eight,
// which makes the smallest file; but compression makes nothing of zeros, and a byte or two of each head of 60,000 segments.
const gap = 64

// memory is the memory of a program as its data segments fill it.
type memory struct {
	image    []byte // from address 0
	segments []span // ascending
}

// span is a part of the memory: addresses from <= a < to.
type span struct{ from, to int }

// splitData returns the body of a module's data section, and what is before and after the section.
func splitData(module []byte) (before, data, after []byte, err error) {
	const head = "\x00asm\x01\x00\x00\x00"
	if !bytes.HasPrefix(module, []byte(head)) {
		return nil, nil, nil, errors.New("it is no WebAssembly module")
	}
	for at := len(head); at < len(module); {
		r := reader{module[at+1:]}
		n := r.unsigned()
		if r.rest == nil || n > uint64(len(r.rest)) {
			return nil, nil, nil, errors.New("it is cut off")
		}
		end := len(module) - len(r.rest) + int(n)
		if module[at] == dataSection {
			return module[:at], module[end-int(n) : end], module[end:], nil
		}
		at = end
	}
	return nil, nil, nil, errors.New("it has no data")
}

// readMemory reads the body of a data section: active segments of memory 0, as Go's linker writes them.
func readMemory(data []byte) (*memory, error) {
	const largest = 1 << 28
	r := reader{data}
	m := &memory{}
	for range r.unsigned() {
		kind, op, from := r.unsigned(), r.byte(), int(r.signed())
		end, n := r.byte(), int(r.unsigned())
		if r.rest == nil || kind != 0 || op != opI32Const || end != opEnd || from < 0 || from > largest || n < 0 || n > len(r.rest) {
			return nil, errors.New("its data is not written as Go's linker does")
		}
		if more := from + n - len(m.image); more > 0 {
			m.image = append(m.image, make([]byte, more)...)
		}
		copy(m.image[from:], r.rest[:n])
		m.segments = append(m.segments, span{from, from + n})
		r.rest = r.rest[n:]
	}
	slices.SortFunc(m.segments, func(a, b span) int { return a.from - b.from })
	return m, nil
}

// encode returns the body of a data section that fills the memory. Segments that are less than gap apart become one, and
// those that are all zeros are left out.
func (m *memory) encode() []byte {
	var joined []span
	for _, s := range m.segments {
		for s.from < s.to && m.image[s.from] == 0 {
			s.from++
		}
		if s.from == s.to {
			continue
		}
		if last := len(joined) - 1; last >= 0 && s.from-joined[last].to < gap {
			joined[last].to = s.to
		} else {
			joined = append(joined, s)
		}
	}
	out := appendUnsigned(nil, uint64(len(joined)))
	for _, s := range joined {
		out = append(out, 0, opI32Const)
		out = appendSigned(out, int64(s.from))
		out = append(out, opEnd)
		out = appendUnsigned(out, uint64(s.to-s.from))
		out = append(out, m.image[s.from:s.to]...)
	}
	return out
}

// reader takes numbers off the front of rest, which is nil once there were not enough bytes.
type reader struct{ rest []byte }

func (r *reader) byte() byte {
	if len(r.rest) == 0 {
		r.rest = nil
		return 0
	}
	b := r.rest[0]
	r.rest = r.rest[1:]
	return b
}

// unsigned reads an unsigned LEB128 number.
func (r *reader) unsigned() uint64 {
	v, n := binary.Uvarint(r.rest)
	if n <= 0 {
		r.rest = nil
		return 0
	}
	r.rest = r.rest[n:]
	return v
}

// signed reads a signed LEB128 number.
func (r *reader) signed() (v int64) {
	for shift := 0; shift < 64; shift += 7 {
		b := r.byte()
		v |= int64(b&0x7f) << shift
		if b&0x80 == 0 {
			if b&0x40 != 0 && shift < 57 {
				v -= 1 << (shift + 7)
			}
			break
		}
	}
	return v
}

func appendUnsigned(b []byte, v uint64) []byte { return binary.AppendUvarint(b, v) }

func appendSigned(b []byte, v int64) []byte {
	for {
		c := byte(v & 0x7f)
		v >>= 7
		if v == 0 && c&0x40 == 0 || v == -1 && c&0x40 != 0 {
			return append(b, c)
		}
		b = append(b, c|0x80)
	}
}

// errUnknown says that a program's tables are not those of a Go release that is known here.
var errUnknown = errors.New("its function table is of another Go release")
