package asm

import (
	"encoding/binary"
	"go/ast"
	"go/parser"
	"go/token"
	"math"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
)

// A value is what an instruction takes or returns, as it lies in memory: the first bytes of 16.
type value [16]byte

func (v value) u8(i int) uint8    { return v[i] }
func (v value) i8(i int) int8     { return int8(v[i]) }
func (v value) u16(i int) uint16  { return binary.LittleEndian.Uint16(v[2*i:]) }
func (v value) i16(i int) int16   { return int16(v.u16(i)) }
func (v value) u32(i int) uint32  { return binary.LittleEndian.Uint32(v[4*i:]) }
func (v value) i32(i int) int32   { return int32(v.u32(i)) }
func (v value) f32(i int) float32 { return math.Float32frombits(v.u32(i)) }
func (v value) f64(i int) float64 { return math.Float64frombits(binary.LittleEndian.Uint64(v[8*i:])) }

func i16s(at func(i int) int16) (v value) {
	for i := range 8 {
		binary.LittleEndian.PutUint16(v[2*i:], uint16(at(i)))
	}
	return v
}

func i32s(at func(i int) int32) (v value) {
	for i := range 4 {
		binary.LittleEndian.PutUint32(v[4*i:], uint32(at(i)))
	}
	return v
}

func f32s(at func(i int) float32) value {
	return i32s(func(i int) int32 { return int32(math.Float32bits(at(i))) })
}

func f64s(at func(i int) float64) (v value) {
	for i := range 2 {
		binary.LittleEndian.PutUint64(v[8*i:], math.Float64bits(at(i)))
	}
	return v
}

// only is a value of one number, the rest being 0.
func only(x int32) (v value) {
	binary.LittleEndian.PutUint32(v[:], uint32(x))
	return v
}

func onlyF32(x float32) value { return only(int32(math.Float32bits(x))) }

func onlyF64(x float64) (v value) {
	binary.LittleEndian.PutUint64(v[:], math.Float64bits(x))
	return v
}

func truth(b bool) value {
	if b {
		return only(1)
	}
	return value{}
}

func mask(b bool) int32 {
	if b {
		return -1
	}
	return 0
}

// saturated is what Go leaves open: a float as i32, where it is none.
func saturated(x float32) int32 {
	switch {
	case x != x:
		return 0
	case x >= 1<<31:
		return math.MaxInt32
	case x < -1<<31:
		return math.MinInt32
	}
	return int32(x)
}

func f32Const(b []byte) Expr { return Float(math.Float32frombits(binary.LittleEndian.Uint32(b))) }
func f64Const(b []byte) Expr { return Double(math.Float64frombits(binary.LittleEndian.Uint64(b))) }

// numbers are what an instruction is tried on, by type. For vectors they are made of those of the other types.
var (
	ints = []int32{0, 1, -1, 2, 3, 5, 31, 32, 33, 127, 128, 255, 256, -128, -129, 32767, 32768, -32768, 65535, 65536,
		0x12345678, -0x12345678, math.MaxInt32, math.MinInt32, math.MinInt32 + 1}
	singles = []float32{0, float32(math.Copysign(0, -1)), 1, -1, 0.5, -0.5, 1.5, 2.5, -2.5, 0.49999997, 3.99, -3.99, 1e-20, 255,
		math.Pi, 16777217, 2147483520, 2147483648, -2147483648, -2147483904, 1e10, -1e10, math.MaxFloat32, -math.MaxFloat32,
		math.SmallestNonzeroFloat32, float32(math.Inf(1)), float32(math.Inf(-1)), float32(math.NaN())}
	doubles = []float64{0, math.Copysign(0, -1), 1, -1, 0.5, 2, math.Pi, 1e-300, 1e300, -1e300, 1e39, 1.0000000001, 16777217, 1e-46,
		math.MaxFloat32, math.SmallestNonzeroFloat64, math.Inf(1), math.Inf(-1), math.NaN()}
)

func samples(t Type) []value {
	var all []value
	switch t {
	case I32:
		for _, x := range ints {
			all = append(all, only(x))
		}
	case F32:
		for _, x := range singles {
			all = append(all, onlyF32(x))
		}
	case F64:
		for _, x := range doubles {
			all = append(all, onlyF64(x))
		}
	case V128:
		for i := range singles {
			all = append(all, f32s(func(l int) float32 { return singles[(i+5*l)%len(singles)] }))
		}
		for i := range ints {
			all = append(all, i32s(func(l int) int32 { return ints[(i+7*l)%len(ints)] }))
			all = append(all, i16s(func(l int) int16 { return int16(ints[(i+3*l)%len(ints)]) }))
		}
		for i := range doubles {
			all = append(all, f64s(func(l int) float64 { return doubles[(i+4*l)%len(doubles)] }))
		}
		for _, b := range []byte{0x7f, 0x80, 0xff} { // int8 and int16 at their ends
			var bytes, words value
			for i := range bytes {
				bytes[i] = b
				words[i] = byte(i%2) * b
			}
			all = append(all, bytes, words)
		}
		rng := rand.New(rand.NewPCG(1, 2))
		for range 20 {
			var v value
			for i := range v {
				v[i] = byte(rng.Uint32())
			}
			all = append(all, v)
		}
	}
	return all
}

// equal compares results: two that are no number are the same, whatever their bits.
func equal(a, b value, shape string) bool {
	switch shape {
	case "f32", "f32x4":
		for i := range 4 {
			if a.u32(i) != b.u32(i) && (a.f32(i) == a.f32(i) || b.f32(i) == b.f32(i)) {
				return false
			}
		}
		return true
	case "f64", "f64x2":
		for i := range 2 {
			if math.Float64bits(a.f64(i)) != math.Float64bits(b.f64(i)) && (a.f64(i) == a.f64(i) || b.f64(i) == b.f64(i)) {
				return false
			}
		}
		return true
	}
	return a == b
}

// typeOf is the type of what has this shape.
func typeOf(shape string) Type {
	switch shape {
	case "i32":
		return I32
	case "f32":
		return F32
	case "f64":
		return F64
	}
	return V128
}

// get reads a value of the type, put writes it: what instructions are tested with.
func get(t Type, base Expr, offset int) Expr {
	switch t {
	case I32:
		return LoadI32(base, offset)
	case F32:
		return LoadF32(base, offset)
	case F64:
		return LoadF64(base, offset)
	}
	return Load(base, offset)
}

func put(f *Func, t Type, base Expr, offset int, v Expr) {
	switch t {
	case I32:
		f.StoreI32(base, offset, v)
	case F32:
		f.StoreF32(base, offset, v)
	case F64:
		f.StoreF64(base, offset, v)
	default:
		f.Store(base, offset, v)
	}
}

// TestInstructions runs each instruction on all pairs of the samples.
func TestInstructions(t *testing.T) {
	const record = 64 // three arguments and the result
	var m Module
	for _, c := range instructions {
		f := m.Func(c.name, I32, I32)
		at := f.Param(0)
		f.For(f.Param(1), func() {
			args := make([]Expr, len(c.args))
			for i, a := range c.args {
				args[i] = get(a, at, 16*i)
			}
			put(f, typeOf(c.shape), at, 48, c.build(args))
			f.Inc(at, record)
		})
	}
	p := start(t, &m, 64)
	for _, c := range instructions {
		t.Run(c.name, func(t *testing.T) {
			records := [][]value{nil}
			for i, a := range c.args {
				all := samples(a)
				var longer [][]value
				for j, r := range records {
					if i == 2 { // of three arguments not all, but each with each of the first two
						longer = append(longer, append(r[:2:2], all[j%len(all)]))
						continue
					}
					for _, v := range all {
						longer = append(longer, append(r[:i:i], v))
					}
				}
				records = longer
			}
			memory := make([]byte, record*len(records))
			for i, r := range records {
				for j, v := range r {
					copy(memory[record*i+16*j:], v[:])
				}
			}
			p.write(t, 0, memory)
			p.call(t, c.name, 0, uint32(len(records)))
			memory = p.read(t, 0, len(memory))
			failures := 0
			for i, r := range records {
				got, want := value(memory[record*i+48:]), c.want(r)
				if !equal(got, want, c.shape) {
					t.Errorf("of % x: % x, want % x", r, got, want)
					if failures++; failures == 5 {
						t.FailNow()
					}
				}
			}
		})
	}
}

// TestInstructionsComplete: every function of the package that returns an Expr has a row in a table.
func TestInstructionsComplete(t *testing.T) {
	tested := map[string]bool{}
	for _, c := range instructions {
		tested[strings.Fields(c.name)[0]] = true
	}
	for _, c := range loads {
		tested[c.name] = true
	}
	for _, c := range constants {
		tested[c.name] = true
	}
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok || !f.Name.IsExported() || f.Recv != nil || f.Type.Results == nil {
				continue
			}
			if r, ok := f.Type.Results.List[0].Type.(*ast.Ident); !ok || r.Name != "Expr" {
				continue
			}
			n++
			if !tested[f.Name.Name] {
				t.Errorf("%s is not tested", f.Name.Name)
			}
		}
	}
	if n < 50 {
		t.Errorf("found %d instructions only", n)
	}
}
