package main

import (
	"bytes"
	"encoding/binary"
)

// The table of functions that Go's runtime walks stacks by: struct pcHeader of runtime/symtab.go, as Go 1.20 to 1.26 and
// perhaps later releases write it (magic number 0xfffffff1) for a computer with one-byte instructions and 8-byte
// pointers. Offsets below count from its start; those within _func of runtime/runtime2.go from the function's.
const (
	headerLen = 72

	countAt    = 8
	cuAt       = 40 // file tables of compilation units
	filesAt    = 48
	pcTablesAt = 56
	funcsAt    = 64 // pairs of 4 bytes: entry, and where its _func is, from here

	funcLen     = 44 // without what follows it
	spAt        = 16
	funcFileAt  = 20 // offset of its table of files, 0 for none
	funcLineAt  = 24
	dataCountAt = 28
	funcCUAt    = 32
	startLineAt = 36
)

var magic = []byte{0xf1, 0xff, 0xff, 0xff, 0, 0, 1, 8}

// dropLines takes from every function in a program's memory its tables of files and lines, which only stack traces read:
// the runtime then says "?" for the file. Their bytes become zeros, unless another table shares them.
func dropLines(image []byte) error {
	start := bytes.Index(image, magic)
	if start < 0 || bytes.Contains(image[start+1:], magic) || start+headerLen > len(image) {
		return errUnknown
	}
	table := image[start:]
	header := func(at int) uint64 { return binary.LittleEndian.Uint64(table[at:]) }
	count, cu, files, pcTables, funcs := header(countAt), header(cuAt), header(filesAt), header(pcTablesAt), header(funcsAt)
	if !(headerLen < cu && cu < files && files < pcTables && pcTables < funcs && count < 1<<20 && funcs+8*count+4 <= uint64(len(table))) {
		return errUnknown
	}
	u32 := func(b []byte, at int) uint32 { return binary.LittleEndian.Uint32(b[at:]) }
	var each [][]byte
	before := uint32(0)
	for i := range int(count) {
		entry, at := u32(table[funcs:], 8*i), uint64(u32(table[funcs:], 8*i+4))
		if entry < before || funcs+at+funcLen > uint64(len(table)) {
			return errUnknown
		}
		f := table[funcs+at:]
		if n := uint64(u32(f, dataCountAt)); n > 64 || funcLen+4*n > uint64(len(f)) || u32(f, 0) != entry {
			return errUnknown
		}
		before, each = entry, append(each, f)
	}

	tables := table[pcTables:funcs]
	kept := make([]bool, len(tables))
	keep := func(at uint32) bool { return markTable(tables, kept, at) }
	for _, f := range each {
		ok := keep(u32(f, spAt))
		for i := range int(u32(f, dataCountAt)) {
			ok = ok && keep(u32(f, funcLen+4*i))
		}
		if !ok {
			return errUnknown
		}
	}
	for i := range tables {
		if !kept[i] {
			tables[i] = 0
		}
	}
	for _, f := range each {
		for _, at := range []int{funcFileAt, funcLineAt, funcCUAt, startLineAt} {
			clear(f[at : at+4])
		}
	}
	clear(table[cu:pcTables])
	return nil
}

// markTable marks the bytes of the table at an offset: pairs of variable-length numbers, a change of value and of place,
// up to a change of value of zero that is not the first. Zero is the offset of no table.
func markTable(tables []byte, kept []bool, at uint32) bool {
	if at == 0 {
		return true
	}
	if uint64(at) >= uint64(len(tables)) {
		return false
	}
	r := reader{tables[at:]}
	for first := true; ; first = false {
		change := r.unsigned()
		if r.rest == nil {
			return false
		}
		if change == 0 && !first {
			break
		}
		r.unsigned()
	}
	for i := int(at); i < len(tables)-len(r.rest); i++ {
		kept[i] = true
	}
	return true
}
