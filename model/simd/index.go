package simd

import (
	"errors"
	"math"
	"unsafe"

	"docent/model/proto"
	"docent/model/simd/asm"
)

// An Index finds the nearest prototypes of a set in SIMD. It is a proto.Index. Its distances are those of package proto's
// plain Go, to the bit. It owns its buffers and is not safe for concurrent use.
//
// In the page it reads the set's own vectors, which must not change while the index is in use; natively it has a copy.
type Index struct {
	in         *instance
	rows       rows
	n          int
	found      block // the distances of all vectors, then +Inf
	scan       block // what next takes and returns: see emitNext
	next, read *function
	vectors    block
}

var _ proto.Index = (*Index)(nil)

// rows are the vectors of an index: what the two kinds of sets do differently.
type rows interface {
	// query makes the query ready.
	query(q []float32)
	// distances finds those of 4*groups vectors from vector first on, and writes them to address dst.
	distances(first, groups int, dst uint32) error
}

// group is how many vectors' distances the kernels write at a time.
const group = 4

// NewIndex returns an index of the int8 vectors. In the page, it waits for the browser.
func (e *Engine) NewIndex(set *proto.Int8Set) (*Index, error) { return e.newInt8Index(set, int8AtOnce) }

// newInt8Index makes an index whose kernel takes some vectors at once.
func (e *Engine) newInt8Index(set *proto.Int8Set, atOnce int) (*Index, error) {
	if err := set.Check(); err != nil {
		return nil, &opError{"new index", err}
	}
	// The kernel takes eight numbers of four vectors at a time: there must be as many.
	dim, n := max(set.Dim, int8Chunk), max(set.Len(), group)
	vectors := int8Bytes(pad(set.Vectors, set.Len(), set.Dim, n, dim))
	var m asm.Module
	emitInt8Distances(&m, dim, atOnce)
	x, err := e.newIndex(&m, set.Len(), n, vectors, n*8+int8QuerySize(dim))
	if err != nil {
		return nil, err
	}
	x.rows, err = newInt8Rows(x, set, n, dim)
	return x.ready(err)
}

// NewFloatIndex returns an index of the set's prototypes, without the background: see proto.Set.BackgroundIndex. In the page, it
// waits for the browser.
func (e *Engine) NewFloatIndex(set *proto.Set) (*Index, error) {
	if set.Dim < 1 || len(set.Vectors)%set.Dim != 0 {
		return nil, errors.New("new index: impossible dimensions")
	}
	return e.newFloatIndex(set, floatsAtOnce(set.Len(), set.Dim))
}

// newFloatIndex makes an index whose kernel takes some vectors at once.

func (e *Engine) newFloatIndex(set *proto.Set, atOnce int) (*Index, error) {
	n := max(set.Len(), group)
	vectors := floatBytes(pad(set.Vectors, set.Len(), set.Dim, n, set.Dim))
	var m asm.Module
	emitFloatDistances(&m, set.Dim, atOnce)
	x, err := e.newIndex(&m, set.Len(), n, vectors, 4*set.Dim)
	if err != nil {
		return nil, err
	}
	x.rows, err = newFloatRows(x, set.Dim)
	return x.ready(err)
}

// newIndex makes what all indexes have. rows are counted as the kernel sees them; more is what it needs beside them, in bytes.
func (e *Engine) newIndex(m *asm.Module, n, rows int, vectors []byte, more int) (*Index, error) {
	emitNext(m)
	emitRead(m)
	found := (rows + scanBlock - 1) / scanBlock * scanBlock
	in, err := e.instantiate(m, len(vectors)+4*found+more+1024)
	if err != nil {
		return nil, &opError{"new index", err}
	}
	x := &Index{in: in, n: n}
	if err := x.lay(vectors, found); err != nil {
		in.close()
		return nil, &opError{"new index", err}
	}
	return x, nil
}

// lay lays out the memory, and finds the functions, that all indexes have.
func (x *Index) lay(vectors []byte, found int) (err error) {
	in := x.in
	if x.vectors, err = in.place(vectors); err == nil {
		x.found, err = in.alloc(4 * found)
	}
	if err == nil {
		x.scan, err = in.alloc(64)
	}
	if err == nil {
		x.next, err = in.function(nextName)
	}
	if err == nil {
		x.read, err = in.function(readName)
	}
	return err
}

// ready returns the index when everything is there.
func (x *Index) ready(err error) (*Index, error) {
	if err != nil {
		x.Close()
		return nil, &opError{"new index", err}
	}
	return x, nil
}

// pad returns the vectors (n, dim) with zeros on the right and below, as (rows, cols); themselves where nothing is missing.
func pad[T int8 | float32](v []T, n, dim, rows, cols int) []T {
	if rows == n && cols == dim {
		return v
	}
	p := make([]T, rows*cols)
	for i := range n {
		copy(p[i*cols:], v[i*dim:(i+1)*dim])
	}
	return p
}

// Close frees the index's memory.
func (x *Index) Close() error { return x.in.close() }

// Len returns N, the number of vectors.
func (x *Index) Len() int { return x.n }

// Distances writes the squared distances of the vectors to q, of their length, to dst, of length N.
func (x *Index) Distances(dst, q []float32) {
	copy(dst[:x.n], x.distances(q))
}

// distances returns the distances of all vectors, and +Inf behind them.
func (x *Index) distances(q []float32) []float32 {
	x.rows.query(q)
	whole := x.n / group
	err := x.rows.distances(0, whole, x.found.addr)
	if rest := x.n % group; rest > 0 && err == nil {
		// The last group takes some vectors again, to have four.
		first := max(x.n-group, 0)
		err = x.rows.distances(first, 1, x.found.addr+uint32(4*first))
	}
	if err != nil {
		panic("simd: " + err.Error()) // the kernels read nothing but what newIndex has laid out
	}
	found := x.found.floats()
	for i := x.n; i < len(found); i++ {
		found[i] = float32(math.Inf(1))
	}
	return found
}

// Nearest returns the k vectors nearest to q as proto.Set.Nearest does: in ascending order of distance, the lower
// index first among equals. It allocates nothing when dst has room for k.
func (x *Index) Nearest(dst []proto.Match, q []float32, k int) []proto.Match {
	found := x.distances(q)[:x.n]
	dst = dst[:0]
	i := 0
	for ; i < len(found) && len(dst) < k; i++ {
		dst = proto.Insert(dst, proto.Match{Index: i, SquaredDistance: found[i]}, k)
	}
	if k < 1 {
		return dst
	}
	// Few of the others are nearer than the k nearest so far: the kernel finds the next one that is.
	for i < len(found) {
		i = x.below(i, dst[k-1].SquaredDistance)
		if i < len(found) {
			dst = proto.Insert(dst, proto.Match{Index: i, SquaredDistance: found[i]}, k)
			i++
		}
	}
	return dst
}

// ReadOnce reads all bytes of the vectors once and does nothing with them: the time that no search can beat.
func (x *Index) ReadOnce() {
	if err := x.read.call(x.vectors.addr, uint32(x.vectors.size()/readBlock), x.scan.addr); err != nil {
		panic("simd: " + err.Error())
	}
}

// int8Bytes and floatBytes return the memory of a slice as bytes.

func int8Bytes(v []int8) []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(v))), len(v))
}

func floatBytes(v []float32) []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(v))), 4*len(v))
}
