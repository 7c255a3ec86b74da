package simd

// A tile is what a kernel keeps in registers at once: the sums of some pixels and some vectors of output channels.
type tile struct{ pixels, vectors int }

// A target is a run-time with its best tiles.
type target struct {
	name    string
	direct  tile // convolution by its definition
	pooled  tile // with 2x2 pooling: pixels before it
	product tile // matrix products: Winograd's, and convolution with a window of one pixel
	taps    int  // at most so many of a window in one turn of the innermost loop
	flat    int  // vectors of a fully connected layer, which has one pixel
	unroll  int  // input channels in one turn of the innermost loop
	chunk   int  // Winograd tiles at a time, about

	noWinograd bool // tests compare the kernels
}

var (
	browserTarget = target{name: "browser", direct: tile{4, 2}, pooled: tile{4, 2}, product: tile{4, 2}, taps: 9, flat: 8, unroll: 1, chunk: 14}
	wazeroTarget  = target{name: "wazero", direct: tile{4, 4}, pooled: tile{4, 4}, product: tile{4, 4}, taps: 1, flat: 8, unroll: 2, chunk: 14}
)
