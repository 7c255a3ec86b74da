package asm

import "math"

// An Expr is a value that an instruction takes from the stack.
type Expr interface{ emit(f *Func) }

// A Local is a parameter or a local variable.
type Local uint32

func (l Local) emit(f *Func) { f.code = appendUint(append(f.code, 0x20), uint64(l)) }

// An Int is a constant of type i32.
type Int int

func (i Int) emit(f *Func) { f.code = appendInt(append(f.code, 0x41), int64(int32(i))) }

// An instr is an instruction: its arguments first, then its code and what follows that.
type instr struct {
	args []Expr
	code []byte
}

func (i *instr) emit(f *Func) {
	for _, a := range i.args {
		a.emit(f)
	}
	f.code = append(f.code, i.code...)
}

func plain(code byte, args ...Expr) Expr { return &instr{args, []byte{code}} }

// vector is an instruction behind the prefix of SIMD.
func vector(code uint64, args ...Expr) Expr { return &instr{args, appendUint([]byte{0xfd}, code)} }

// lane is a vector instruction with the number of a lane.
func lane(code uint64, l int, args ...Expr) Expr {
	return &instr{args, append(appendUint([]byte{0xfd}, code), byte(l))}
}

// load is an instruction that reads memory. It promises an alignment of 2^align bytes, which is a hint.
func load(op []byte, align byte, base Expr, offset int) Expr {
	return &instr{[]Expr{base}, appendUint(append(op, align), uint64(uint32(offset)))}
}

func vectorLoad(code uint64, align byte, base Expr, offset int) Expr {
	return load(appendUint([]byte{0xfd}, code), align, base, offset)
}

// ---- i32: addresses, counts, comparisons

// Add returns a + b.
func Add(a, b Expr) Expr { return plain(0x6a, a, b) }

// Sub returns a - b.
func Sub(a, b Expr) Expr { return plain(0x6b, a, b) }

// Mul returns a * b.
func Mul(a, b Expr) Expr { return plain(0x6c, a, b) }

// And returns a & b.
func And(a, b Expr) Expr { return plain(0x71, a, b) }

// Shl returns a << n.
func Shl(a Expr, n int) Expr { return plain(0x74, a, Int(n)) }

// ShrU returns a >> n, a being unsigned.
func ShrU(a Expr, n int) Expr { return plain(0x76, a, Int(n)) }

// Offset returns a + by.
func Offset(a Expr, by int) Expr {
	if by == 0 {
		return a
	}
	return Add(a, Int(by))
}

// EqualZero returns a == 0.
func EqualZero(a Expr) Expr { return plain(0x45, a) }

// Equal returns a == b.
func Equal(a, b Expr) Expr { return plain(0x46, a, b) }

// LessS returns a < b, signed.
func LessS(a, b Expr) Expr { return plain(0x48, a, b) }

// LessU returns a < b, unsigned.
func LessU(a, b Expr) Expr { return plain(0x49, a, b) }

// GreaterS returns a > b, signed.
func GreaterS(a, b Expr) Expr { return plain(0x4a, a, b) }

// Select returns a where cond is not 0 and b where it is.
func Select(a, b, cond Expr) Expr { return plain(0x1b, a, b, cond) }

// LoadI32 reads an i32.
func LoadI32(base Expr, offset int) Expr { return load([]byte{0x28}, 2, base, offset) }

// LoadU8 reads a byte into an i32.
func LoadU8(base Expr, offset int) Expr { return load([]byte{0x2d}, 0, base, offset) }

// TruncF32 returns an f32 as an i32, rounded towards 0; too large ones become the nearest i32, NaN 0.
func TruncF32(a Expr) Expr { return &instr{[]Expr{a}, []byte{0xfc, 0x00}} }

// ---- f32 and f64: single values

// Float returns a constant of type f32.
func Float(v float32) Expr {
	b := math.Float32bits(v)
	return &instr{nil, []byte{0x43, byte(b), byte(b >> 8), byte(b >> 16), byte(b >> 24)}}
}

// Double returns a constant of type f64.
func Double(v float64) Expr {
	code := []byte{0x44}
	for b, i := math.Float64bits(v), 0; i < 8; i++ {
		code = append(code, byte(b>>(8*i)))
	}
	return &instr{nil, code}
}

// LoadF32 reads an f32.
func LoadF32(base Expr, offset int) Expr { return load([]byte{0x2a}, 2, base, offset) }

// LoadF64 reads an f64.
func LoadF64(base Expr, offset int) Expr { return load([]byte{0x2b}, 3, base, offset) }

// ConvertS returns an i32 as f32.
func ConvertS(a Expr) Expr { return plain(0xb2, a) }

// AddF32 returns a + b.
func AddF32(a, b Expr) Expr { return plain(0x92, a, b) }

// SubF32 returns a - b.
func SubF32(a, b Expr) Expr { return plain(0x93, a, b) }

// MulF32 returns a * b.
func MulF32(a, b Expr) Expr { return plain(0x94, a, b) }

// DivF32 returns a / b.
func DivF32(a, b Expr) Expr { return plain(0x95, a, b) }

// MinF32 returns the smaller of a and b.
func MinF32(a, b Expr) Expr { return plain(0x96, a, b) }

// MaxF32 returns the larger of a and b.
func MaxF32(a, b Expr) Expr { return plain(0x97, a, b) }

// LessF32 returns a < b.
func LessF32(a, b Expr) Expr { return plain(0x5d, a, b) }

// Promote returns an f32 as f64.
func Promote(a Expr) Expr { return plain(0xbb, a) }

// Demote returns an f64 as f32.
func Demote(a Expr) Expr { return plain(0xb6, a) }

// AddF64 returns a + b.
func AddF64(a, b Expr) Expr { return plain(0xa0, a, b) }

// SubF64 returns a - b.
func SubF64(a, b Expr) Expr { return plain(0xa1, a, b) }

// MulF64 returns a * b.
func MulF64(a, b Expr) Expr { return plain(0xa2, a, b) }

// DivF64 returns a / b.
func DivF64(a, b Expr) Expr { return plain(0xa3, a, b) }

// MaxF64 returns the larger of a and b.
func MaxF64(a, b Expr) Expr { return plain(0xa5, a, b) }

// SqrtF64 returns the square root of a.
func SqrtF64(a Expr) Expr { return plain(0x9f, a) }
