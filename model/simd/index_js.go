package simd

// int8AtOnce is how many vectors the kernel of int8 takes at once. In V8, 100,000 vectors of 256 numbers took 1.8 ms one by
// one, 1.7 ms by two and 2.5 ms by four.
const int8AtOnce = 2

// place makes bytes part of the module's memory: in the page they are there already.
func (in *instance) place(b []byte) (block, error) { return shared(b), nil }

// size returns the block's length in bytes.
func (b block) size() int { return len(b.data) }
