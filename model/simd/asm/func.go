package asm

// A Func is a function being written. Its methods append to it in the order of their calls.
type Func struct {
	name   string
	index  int
	params []Type
	locals []Type
	code   []byte
}

// Param returns parameter i.
func (f *Func) Param(i int) Local { return Local(i) }

// Local makes a local, which starts as zero. The number of locals is no matter to the engine, which keeps in registers
// those that are in use at the same time.
func (f *Func) Local(t Type) Local {
	f.locals = append(f.locals, t)
	return Local(len(f.params) + len(f.locals) - 1)
}

// Locals makes n locals.
func (f *Func) Locals(t Type, n int) []Local {
	l := make([]Local, n)
	for i := range l {
		l[i] = f.Local(t)
	}
	return l
}

// Set does l = v.
func (f *Func) Set(l Local, v Expr) {
	v.emit(f)
	f.code = appendUint(append(f.code, 0x21), uint64(l))
}

// Let makes a local of the type and sets it to v.
func (f *Func) Let(t Type, v Expr) Local {
	l := f.Local(t)
	f.Set(l, v)
	return l
}

// Inc does l += by, of type i32; nothing if by is 0.
func (f *Func) Inc(l Local, by int) {
	if by != 0 {
		f.Set(l, Offset(l, by))
	}
}

// Call calls g.
func (f *Func) Call(g *Func, args ...Expr) {
	for _, a := range args {
		a.emit(f)
	}
	f.code = appendUint(append(f.code, 0x10), uint64(g.index))
}

// Store writes v, of type v128, at address base + offset; offset must not be negative.
func (f *Func) Store(base Expr, offset int, v Expr) {
	f.store(base, offset, v, append([]byte{0xfd}, 0x0b), 2)
}

// StoreF32 writes v, of type f32, at address base + offset.
func (f *Func) StoreF32(base Expr, offset int, v Expr) { f.store(base, offset, v, []byte{0x38}, 2) }

// StoreI32 writes v, of type i32, at address base + offset.
func (f *Func) StoreI32(base Expr, offset int, v Expr) { f.store(base, offset, v, []byte{0x36}, 2) }

// StoreF64 writes v, of type f64, at address base + offset.
func (f *Func) StoreF64(base Expr, offset int, v Expr) { f.store(base, offset, v, []byte{0x39}, 3) }

func (f *Func) store(base Expr, offset int, v Expr, op []byte, align byte) {
	base.emit(f)
	v.emit(f)
	f.code = append(append(f.code, op...), align)
	f.code = appendUint(f.code, uint64(uint32(offset)))
}

// Fill writes length zero bytes from address at on.
func (f *Func) Fill(at, length Expr) {
	at.emit(f)
	Int(0).emit(f)
	length.emit(f)
	f.code = append(f.code, 0xfc, 0x0b, 0) // memory.fill
}

// Times runs the body n times, n >= 0 being known: not at all for 0, and without a loop for 1.
func (f *Func) Times(n int, body func()) {
	switch n {
	case 0:
	case 1:
		body()
	default:
		f.countdown(f.Let(I32, Int(n)), body)
	}
}

// For runs the body as often as count, of type i32, says when it starts: not at all if it is below 1.
func (f *Func) For(count Expr, body func()) {
	c := f.Let(I32, count)
	f.If(LessS(Int(0), c), func() { f.countdown(c, body) }, nil)
}

// countdown runs the body c times, c being at least 1, and leaves 0 in c.
func (f *Func) countdown(c Local, body func()) {
	f.code = append(f.code, 0x03, 0x40) // loop, of no value
	body()
	f.Set(c, Offset(c, -1))
	c.emit(f)
	f.code = append(f.code, 0x0d, 0, 0x0b) // br_if to the loop's start; end
}

// While runs the body as long as cond, of type i32, is not 0.
func (f *Func) While(cond Expr, body func()) {
	f.code = append(f.code, 0x02, 0x40, 0x03, 0x40) // block; loop
	EqualZero(cond).emit(f)
	f.code = append(f.code, 0x0d, 1) // br_if out of the block
	body()
	f.code = append(f.code, 0x0c, 0, 0x0b, 0x0b) // br to the loop's start; end; end
}

// If runs then where cond, of type i32, is not 0, and otherwise, which may be nil, where it is.
func (f *Func) If(cond Expr, then, otherwise func()) {
	cond.emit(f)
	f.code = append(f.code, 0x04, 0x40)
	then()
	if otherwise != nil {
		f.code = append(f.code, 0x05)
		otherwise()
	}
	f.code = append(f.code, 0x0b)
}

// Return ends the function.
func (f *Func) Return() { f.code = append(f.code, 0x0f) }

// body returns the function as the code section has it: runs of locals of the same type, then the code.
func (f *Func) body() []byte {
	var runs []byte
	n := 0
	for i := 0; i < len(f.locals); n++ {
		j := i
		for j < len(f.locals) && f.locals[j] == f.locals[i] {
			j++
		}
		runs = append(appendUint(runs, uint64(j-i)), byte(f.locals[i]))
		i = j
	}
	b := append(appendUint(nil, uint64(n)), runs...)
	return append(append(b, f.code...), 0x0b)
}

// Len returns the length of the code so far, in bytes.
func (f *Func) Len() int { return len(f.code) }
