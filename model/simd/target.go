package simd

// A tile is what a kernel keeps in registers at once: the sums of some pixels and some vectors of output channels.
type tile struct{ pixels, vectors int }

// A target is a run-time with its best tiles. No number comes out another way for it: each of them is summed up in
// the same order, so that an embedding is the same to the last bit in every browser and natively.
type target struct {
	name    string
	direct  tile // convolution by its definition
	pooled  tile // with 2x2 pooling: pixels before it
	product tile // matrix products: Winograd's, and convolution with a window of one pixel
	flat    int  // vectors of a fully connected layer, which has one pixel
	unroll  int  // input channels in one turn of the innermost loop, where it has one tap
	chunk   int  // Winograd tiles at a time, about

	noWinograd bool // see NewDirectRunner
}

var (
	browserTarget = target{name: "browser", direct: tile{4, 2}, pooled: tile{4, 2}, product: tile{4, 2}, flat: 8, unroll: 4, chunk: 14}
	wazeroTarget  = target{name: "wazero", direct: tile{4, 4}, pooled: tile{4, 4}, product: tile{4, 4}, flat: 8, unroll: 2, chunk: 14}
)
