package asm

import "math"

// An instruction is a row of the table: what it takes, the shape of what it returns, and the same in Go.
type instruction struct {
	name  string // the function's, and more where it is tried several times
	args  []Type
	shape string // i32, f32, f64, f32x4, f64x2; or bits
	build func(a []Expr) Expr
	want  func(a []value) value
}

// The rows of most instructions are of one of these kinds.

func ints2(name string, build func(a, b Expr) Expr, want func(a, b int32) int32) instruction {
	return instruction{name, []Type{I32, I32}, "i32", func(a []Expr) Expr { return build(a[0], a[1]) },
		func(a []value) value { return only(want(a[0].i32(0), a[1].i32(0))) }}
}

func singles2(name string, build func(a, b Expr) Expr, want func(a, b float32) float32) instruction {
	return instruction{name, []Type{F32, F32}, "f32", func(a []Expr) Expr { return build(a[0], a[1]) },
		func(a []value) value { return onlyF32(want(a[0].f32(0), a[1].f32(0))) }}
}

func doubles2(name string, build func(a, b Expr) Expr, want func(a, b float64) float64) instruction {
	return instruction{name, []Type{F64, F64}, "f64", func(a []Expr) Expr { return build(a[0], a[1]) },
		func(a []value) value { return onlyF64(want(a[0].f64(0), a[1].f64(0))) }}
}

func vector1(name, shape string, build func(a Expr) Expr, want func(a value) value) instruction {
	return instruction{name, []Type{V128}, shape, func(a []Expr) Expr { return build(a[0]) },
		func(a []value) value { return want(a[0]) }}
}

func vectors2(name, shape string, build func(a, b Expr) Expr, want func(a, b value) value) instruction {
	return instruction{name, []Type{V128, V128}, shape, func(a []Expr) Expr { return build(a[0], a[1]) },
		func(a []value) value { return want(a[0], a[1]) }}
}

// floats2 is four times the same of two float32.
func floats2(name string, build func(a, b Expr) Expr, want func(a, b float32) float32) instruction {
	return vectors2(name, "f32x4", build, func(a, b value) value {
		return f32s(func(i int) float32 { return want(a.f32(i), b.f32(i)) })
	})
}

func compare2(name string, build func(a, b Expr) Expr, want func(a, b float32) bool) instruction {
	return vectors2(name, "bits", build, func(a, b value) value {
		return i32s(func(i int) int32 { return mask(want(a.f32(i), b.f32(i))) })
	})
}

func bits2(name string, build func(a, b Expr) Expr, want func(a, b byte) byte) instruction {
	return vectors2(name, "bits", build, func(a, b value) (v value) {
		for i := range v {
			v[i] = want(a[i], b[i])
		}
		return v
	})
}

var instructions = []instruction{
	// i32
	ints2("Add", Add, func(a, b int32) int32 { return a + b }),
	ints2("Sub", Sub, func(a, b int32) int32 { return a - b }),
	ints2("Mul", Mul, func(a, b int32) int32 { return a * b }),
	ints2("And", And, func(a, b int32) int32 { return a & b }),
	ints2("Equal", Equal, func(a, b int32) int32 { return -mask(a == b) }),
	ints2("LessS", LessS, func(a, b int32) int32 { return -mask(a < b) }),
	ints2("LessU", LessU, func(a, b int32) int32 { return -mask(uint32(a) < uint32(b)) }),
	ints2("GreaterS", GreaterS, func(a, b int32) int32 { return -mask(a > b) }),
	ints2("Shl by 5", func(a, _ Expr) Expr { return Shl(a, 5) }, func(a, _ int32) int32 { return a << 5 }),
	ints2("ShrU by 5", func(a, _ Expr) Expr { return ShrU(a, 5) }, func(a, _ int32) int32 { return int32(uint32(a) >> 5) }),
	ints2("Offset by 0", func(a, _ Expr) Expr { return Offset(a, 0) }, func(a, _ int32) int32 { return a }),
	ints2("Offset by -70000", func(a, _ Expr) Expr { return Offset(a, -70000) }, func(a, _ int32) int32 { return a - 70000 }),
	ints2("EqualZero", func(a, _ Expr) Expr { return EqualZero(a) }, func(a, _ int32) int32 { return -mask(a == 0) }),
	{"Select i32", []Type{I32, I32, I32}, "i32", func(a []Expr) Expr { return Select(a[0], a[1], a[2]) }, selected},
	{"Select f32", []Type{F32, F32, I32}, "f32", func(a []Expr) Expr { return Select(a[0], a[1], a[2]) }, selected},
	{"Select v128", []Type{V128, V128, I32}, "bits", func(a []Expr) Expr { return Select(a[0], a[1], a[2]) }, selected},

	// f32 and f64
	singles2("AddF32", AddF32, func(a, b float32) float32 { return a + b }),
	singles2("SubF32", SubF32, func(a, b float32) float32 { return a - b }),
	singles2("MulF32", MulF32, func(a, b float32) float32 { return a * b }),
	singles2("DivF32", DivF32, func(a, b float32) float32 { return a / b }),
	singles2("MinF32", MinF32, func(a, b float32) float32 { return min(a, b) }),
	singles2("MaxF32", MaxF32, func(a, b float32) float32 { return max(a, b) }),
	{"LessF32", []Type{F32, F32}, "i32", func(a []Expr) Expr { return LessF32(a[0], a[1]) },
		func(a []value) value { return truth(a[0].f32(0) < a[1].f32(0)) }},
	{"ConvertS", []Type{I32}, "f32", func(a []Expr) Expr { return ConvertS(a[0]) },
		func(a []value) value { return onlyF32(float32(a[0].i32(0))) }},
	{"TruncF32", []Type{F32}, "i32", func(a []Expr) Expr { return TruncF32(a[0]) },
		func(a []value) value { return only(saturated(a[0].f32(0))) }},
	{"Promote", []Type{F32}, "f64", func(a []Expr) Expr { return Promote(a[0]) },
		func(a []value) value { return onlyF64(float64(a[0].f32(0))) }},
	{"Demote", []Type{F64}, "f32", func(a []Expr) Expr { return Demote(a[0]) },
		func(a []value) value { return onlyF32(float32(a[0].f64(0))) }},
	doubles2("AddF64", AddF64, func(a, b float64) float64 { return a + b }),
	doubles2("SubF64", SubF64, func(a, b float64) float64 { return a - b }),
	doubles2("MulF64", MulF64, func(a, b float64) float64 { return a * b }),
	doubles2("DivF64", DivF64, func(a, b float64) float64 { return a / b }),
	doubles2("MaxF64", MaxF64, func(a, b float64) float64 { return max(a, b) }),
	doubles2("SqrtF64", func(a, _ Expr) Expr { return SqrtF64(a) }, func(a, _ float64) float64 { return math.Sqrt(a) }),

	// v128
	vectors2("Shuffle", "bits", func(a, b Expr) Expr { return Shuffle(a, b, shuffled) }, func(a, b value) (v value) {
		for i, from := range shuffled {
			v[i] = append(a[:], b[:]...)[from]
		}
		return v
	}),
	bits2("VectorAnd", VectorAnd, func(a, b byte) byte { return a & b }),
	bits2("VectorOr", VectorOr, func(a, b byte) byte { return a | b }),
	bits2("VectorXor", VectorXor, func(a, b byte) byte { return a ^ b }),
	{"Choose", []Type{V128, V128, V128}, "bits", func(a []Expr) Expr { return Choose(a[0], a[1], a[2]) },
		func(a []value) (v value) {
			for i := range v {
				v[i] = a[0][i]&a[2][i] | a[1][i]&^a[2][i]
			}
			return v
		}},
	vector1("AnyTrue", "i32", AnyTrue, func(a value) value { return truth(a != value{}) }),

	// f32x4
	{"Splat", []Type{F32}, "bits", func(a []Expr) Expr { return Splat(a[0]) },
		func(a []value) value { return f32s(func(int) float32 { return a[0].f32(0) }) }},
	vector1("Extract 0", "f32", func(a Expr) Expr { return Extract(a, 0) }, func(a value) value { return onlyF32(a.f32(0)) }),
	vector1("Extract 3", "f32", func(a Expr) Expr { return Extract(a, 3) }, func(a value) value { return onlyF32(a.f32(3)) }),
	{"Replace", []Type{V128, F32}, "bits", func(a []Expr) Expr { return Replace(a[0], 2, a[1]) },
		func(a []value) value {
			copy(a[0][8:12], a[1][:4])
			return a[0]
		}},
	floats2("VAdd", VAdd, func(a, b float32) float32 { return a + b }),
	floats2("VSub", VSub, func(a, b float32) float32 { return a - b }),
	floats2("VMul", VMul, func(a, b float32) float32 { return a * b }),
	floats2("VDiv", VDiv, func(a, b float32) float32 { return a / b }),
	floats2("VMin", VMin, func(a, b float32) float32 {
		if b < a {
			return b
		}
		return a
	}),
	floats2("VMax", VMax, func(a, b float32) float32 {
		if a < b {
			return b
		}
		return a
	}),
	floats2("VFloor", func(a, _ Expr) Expr { return VFloor(a) }, func(a, _ float32) float32 { return float32(math.Floor(float64(a))) }),
	floats2("VNearest", func(a, _ Expr) Expr { return VNearest(a) },
		func(a, _ float32) float32 { return float32(math.RoundToEven(float64(a))) }),
	compare2("VLess", VLess, func(a, b float32) bool { return a < b }),
	compare2("VGreaterEqual", VGreaterEqual, func(a, b float32) bool { return a >= b }),

	// integers in vectors
	{"SplatI32", []Type{I32}, "bits", func(a []Expr) Expr { return SplatI32(a[0]) },
		func(a []value) value { return i32s(func(int) int32 { return a[0].i32(0) }) }},
	vector1("ExtractI32 1", "i32", func(a Expr) Expr { return ExtractI32(a, 1) }, func(a value) value { return only(a.i32(1)) }),
	vectors2("AddI32x4", "bits", AddI32x4, func(a, b value) value {
		return i32s(func(i int) int32 { return a.i32(i) + b.i32(i) })
	}),
	vectors2("SubI32x4", "bits", SubI32x4, func(a, b value) value {
		return i32s(func(i int) int32 { return a.i32(i) - b.i32(i) })
	}),
	vectors2("MulI32x4", "bits", MulI32x4, func(a, b value) value {
		return i32s(func(i int) int32 { return a.i32(i) * b.i32(i) })
	}),
	vectors2("MinI32x4", "bits", MinI32x4, func(a, b value) value {
		return i32s(func(i int) int32 { return min(a.i32(i), b.i32(i)) })
	}),
	vector1("ShlI32x4", "bits", func(a Expr) Expr { return ShlI32x4(a, 9) }, func(a value) value {
		return i32s(func(i int) int32 { return a.i32(i) << 9 })
	}),
	vector1("ShrI32x4", "bits", func(a Expr) Expr { return ShrI32x4(a, 9) }, func(a value) value {
		return i32s(func(i int) int32 { return a.i32(i) >> 9 })
	}),
	vectors2("DotI16x8", "bits", DotI16x8, func(a, b value) value {
		return i32s(func(i int) int32 {
			return int32(a.i16(2*i))*int32(b.i16(2*i)) + int32(a.i16(2*i+1))*int32(b.i16(2*i+1))
		})
	}),
	vectors2("AddI16x8", "bits", AddI16x8, func(a, b value) value {
		return i16s(func(i int) int16 { return a.i16(i) + b.i16(i) })
	}),
	vector1("ShrU16x8", "bits", func(a Expr) Expr { return ShrU16x8(a, 3) }, func(a value) value {
		return i16s(func(i int) int16 { return int16(a.u16(i) >> 3) })
	}),
	vectors2("NarrowI16x8", "bits", NarrowI16x8, func(a, b value) (v value) {
		for i := range 8 {
			v[i] = uint8(min(max(a.i16(i), 0), 255))
			v[8+i] = uint8(min(max(b.i16(i), 0), 255))
		}
		return v
	}),
	vector1("LowI8x16", "bits", LowI8x16, func(a value) value { return i16s(func(i int) int16 { return int16(a.i8(i)) }) }),
	vector1("HighI8x16", "bits", HighI8x16, func(a value) value { return i16s(func(i int) int16 { return int16(a.i8(i + 8)) }) }),
	vector1("LowU8x16", "bits", LowU8x16, func(a value) value { return i16s(func(i int) int16 { return int16(a.u8(i)) }) }),
	vector1("HighU8x16", "bits", HighU8x16, func(a value) value { return i16s(func(i int) int16 { return int16(a.u8(i + 8)) }) }),
	vector1("LowU16x8", "bits", LowU16x8, func(a value) value { return i32s(func(i int) int32 { return int32(a.u16(i)) }) }),
	vector1("HighU16x8", "bits", HighU16x8, func(a value) value { return i32s(func(i int) int32 { return int32(a.u16(i + 4)) }) }),

	// between types
	vector1("ToFloat", "bits", ToFloat, func(a value) value { return f32s(func(i int) float32 { return float32(a.i32(i)) }) }),
	vector1("ToInt", "bits", ToInt, func(a value) value { return i32s(func(i int) int32 { return saturated(a.f32(i)) }) }),
	vector1("LowDouble", "f64x2", LowDouble, func(a value) value { return f64s(func(i int) float64 { return float64(a.f32(i)) }) }),
	vector1("HighDouble", "f64x2", HighDouble, func(a value) value { return f64s(func(i int) float64 { return float64(a.f32(i + 2)) }) }),
	vector1("DoubleI32", "bits", DoubleI32, func(a value) value { return f64s(func(i int) float64 { return float64(a.i32(i)) }) }),
	vector1("SingleLow", "f32x4", SingleLow, func(a value) value {
		return f32s(func(i int) float32 {
			if i > 1 {
				return 0
			}
			return float32(a.f64(i))
		})
	}),

	// f64x2
	vectors2("AddF64x2", "f64x2", AddF64x2, func(a, b value) value { return f64s(func(i int) float64 { return a.f64(i) + b.f64(i) }) }),
	vectors2("MulF64x2", "f64x2", MulF64x2, func(a, b value) value { return f64s(func(i int) float64 { return a.f64(i) * b.f64(i) }) }),
	vectors2("MaxF64x2", "f64x2", MaxF64x2, func(a, b value) value {
		return f64s(func(i int) float64 {
			if a.f64(i) < b.f64(i) {
				return b.f64(i)
			}
			return a.f64(i)
		})
	}),
	vector1("ExtractF64 0", "f64", func(a Expr) Expr { return ExtractF64(a, 0) }, func(a value) value { return onlyF64(a.f64(0)) }),
	vector1("ExtractF64 1", "f64", func(a Expr) Expr { return ExtractF64(a, 1) }, func(a value) value { return onlyF64(a.f64(1)) }),
	{"SplatF64", []Type{F64}, "bits", func(a []Expr) Expr { return SplatF64(a[0]) },
		func(a []value) value { return f64s(func(int) float64 { return a[0].f64(0) }) }},
}

// shuffled takes from both vectors, some bytes twice and some never.
var shuffled = [16]byte{31, 0, 17, 2, 2, 16, 15, 30, 8, 9, 24, 25, 1, 31, 3, 12}

func selected(a []value) value {
	if a[2].i32(0) != 0 {
		return a[0]
	}
	return a[1]
}
