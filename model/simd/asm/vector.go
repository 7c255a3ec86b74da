package asm

import "math"

// ---- v128: memory and constants

// Load reads 16 bytes. Addresses need not be aligned.
func Load(base Expr, offset int) Expr { return vectorLoad(0x00, 2, base, offset) }

// LoadSplat reads an f32 or i32 into all four lanes.
func LoadSplat(base Expr, offset int) Expr { return vectorLoad(0x09, 2, base, offset) }

// LoadZero32 reads 4 bytes into the first lane, the others being 0.
func LoadZero32(base Expr, offset int) Expr { return vectorLoad(0x5c, 2, base, offset) }

// LoadI8x8 reads 8 int8 as eight int16.
func LoadI8x8(base Expr, offset int) Expr { return vectorLoad(0x01, 0, base, offset) }

// LoadU8x8 reads 8 uint8 as eight int16.
func LoadU8x8(base Expr, offset int) Expr { return vectorLoad(0x02, 0, base, offset) }

// Vector returns a constant of four float32.
func Vector(v0, v1, v2, v3 float32) Expr {
	return Bits(math.Float32bits(v0), math.Float32bits(v1), math.Float32bits(v2), math.Float32bits(v3))
}

// Same returns a constant of four times v.
func Same(v float32) Expr { return Vector(v, v, v, v) }

// Bits returns a constant of four uint32.
func Bits(b0, b1, b2, b3 uint32) Expr {
	code := []byte{0xfd, 0x0c}
	for _, b := range [4]uint32{b0, b1, b2, b3} {
		code = append(code, byte(b), byte(b>>8), byte(b>>16), byte(b>>24))
	}
	return &instr{nil, code}
}

// Zero returns a vector of zeros.
func Zero() Expr { return Bits(0, 0, 0, 0) }

// Shuffle picks sixteen bytes of a (0 to 15) and b (16 to 31).
func Shuffle(a, b Expr, bytes [16]byte) Expr {
	return &instr{[]Expr{a, b}, append([]byte{0xfd, 0x0d}, bytes[:]...)}
}

// VectorAnd returns a & b.
func VectorAnd(a, b Expr) Expr { return vector(0x4e, a, b) }

// VectorOr returns a | b.
func VectorOr(a, b Expr) Expr { return vector(0x50, a, b) }

// VectorXor returns a ^ b.
func VectorXor(a, b Expr) Expr { return vector(0x51, a, b) }

// Choose returns the bits of a where those of mask are 1, of b where they are 0.
func Choose(a, b, mask Expr) Expr { return vector(0x52, a, b, mask) }

// AnyTrue returns an i32: whether any bit of a is set.
func AnyTrue(a Expr) Expr { return vector(0x53, a) }

// ---- f32x4

// Splat returns an f32 in all lanes.
func Splat(a Expr) Expr { return vector(0x13, a) }

// Extract returns a lane as an f32.
func Extract(a Expr, l int) Expr { return lane(0x1f, l, a) }

// Replace returns a with a lane replaced by an f32.
func Replace(a Expr, l int, v Expr) Expr { return lane(0x20, l, a, v) }

// VAdd returns a + b.
func VAdd(a, b Expr) Expr { return vector(0xe4, a, b) }

// VSub returns a - b.
func VSub(a, b Expr) Expr { return vector(0xe5, a, b) }

// VMul returns a * b.
func VMul(a, b Expr) Expr { return vector(0xe6, a, b) }

// VDiv returns a / b.
func VDiv(a, b Expr) Expr { return vector(0xe7, a, b) }

// VMin returns b where b < a, otherwise a: one instruction on every machine, as the IEEE minimum (f32x4.min) is not.
func VMin(a, b Expr) Expr { return vector(0xea, a, b) }

// VMax returns b where a < b, otherwise a.
func VMax(a, b Expr) Expr { return vector(0xeb, a, b) }

// VFloor rounds down.
func VFloor(a Expr) Expr { return vector(0x68, a) }

// VNearest rounds to the nearest, to the even of two.
func VNearest(a Expr) Expr { return vector(0x6a, a) }

// VLess returns a mask: all ones where a < b.
func VLess(a, b Expr) Expr { return vector(0x43, a, b) }

// VGreaterEqual returns a mask: all ones where a >= b.
func VGreaterEqual(a, b Expr) Expr { return vector(0x46, a, b) }

// ---- integers in vectors

// SplatI32 returns an i32 in all lanes.
func SplatI32(a Expr) Expr { return vector(0x11, a) }

// ExtractI32 returns a lane as an i32.
func ExtractI32(a Expr, l int) Expr { return lane(0x1b, l, a) }

// AddI32x4 returns a + b.
func AddI32x4(a, b Expr) Expr { return vector(0xae, a, b) }

// SubI32x4 returns a - b.
func SubI32x4(a, b Expr) Expr { return vector(0xb1, a, b) }

// MulI32x4 returns a * b.
func MulI32x4(a, b Expr) Expr { return vector(0xb5, a, b) }

// MinI32x4 returns the smaller of a and b, signed.
func MinI32x4(a, b Expr) Expr { return vector(0xb6, a, b) }

// ShlI32x4 returns a << n.
func ShlI32x4(a Expr, n int) Expr { return vector(0xab, a, Int(n)) }

// ShrI32x4 returns a >> n, with the sign.
func ShrI32x4(a Expr, n int) Expr { return vector(0xac, a, Int(n)) }

// DotI16x8 multiplies eight int16 each and returns the four sums of neighbours, i32.
func DotI16x8(a, b Expr) Expr { return vector(0xba, a, b) }

// AddI16x8 returns a + b.
func AddI16x8(a, b Expr) Expr { return vector(0x8e, a, b) }

// ShrU16x8 returns a >> n, a being unsigned.
func ShrU16x8(a Expr, n int) Expr { return vector(0x8d, a, Int(n)) }

// NarrowI16x8 returns the int16 of a and those of b as sixteen uint8, too large and too small ones as the nearest.
func NarrowI16x8(a, b Expr) Expr { return vector(0x66, a, b) }

// LowI8x16 returns the first eight int8 as int16.
func LowI8x16(a Expr) Expr { return vector(0x87, a) }

// HighI8x16 returns the last eight int8 as int16.
func HighI8x16(a Expr) Expr { return vector(0x88, a) }

// LowU8x16 returns the first eight uint8 as int16.
func LowU8x16(a Expr) Expr { return vector(0x89, a) }

// HighU8x16 returns the last eight uint8 as int16.
func HighU8x16(a Expr) Expr { return vector(0x8a, a) }

// LowU16x8 returns the first four uint16 as i32.
func LowU16x8(a Expr) Expr { return vector(0xa9, a) }

// HighU16x8 returns the last four uint16 as i32.
func HighU16x8(a Expr) Expr { return vector(0xaa, a) }

// ---- between types

// ToFloat returns four i32 as float32.
func ToFloat(a Expr) Expr { return vector(0xfa, a) }

// ToInt returns four float32 as i32, rounded towards 0; too large ones become the nearest i32, NaN 0.
func ToInt(a Expr) Expr { return vector(0xf8, a) }

// LowDouble returns the first two float32 as float64.
func LowDouble(a Expr) Expr { return vector(0x5f, a) }

// DoubleI32 returns the first two i32 as float64.
func DoubleI32(a Expr) Expr { return vector(0xfe, a) }

// HighDouble returns the last two float32 as float64.
func HighDouble(a Expr) Expr {
	return LowDouble(Shuffle(a, a, [16]byte{8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15}))
}

// SingleLow returns two float64 as the first two float32, the others being 0.
func SingleLow(a Expr) Expr { return vector(0x5e, a) }

// ---- f64x2

// AddF64x2 returns a + b.
func AddF64x2(a, b Expr) Expr { return vector(0xf0, a, b) }

// MulF64x2 returns a * b.
func MulF64x2(a, b Expr) Expr { return vector(0xf2, a, b) }

// MaxF64x2 returns b where a < b, otherwise a.
func MaxF64x2(a, b Expr) Expr { return vector(0xf7, a, b) }

// ExtractF64 returns a lane as an f64.
func ExtractF64(a Expr, l int) Expr { return lane(0x21, l, a) }

// SplatF64 returns an f64 in both lanes.
func SplatF64(a Expr) Expr { return vector(0x14, a) }
