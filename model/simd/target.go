package simd

// A tile is what a kernel keeps in registers at once: the products of some pixels and some vectors of output channels.
// For each of its input channels, it loads one vector of weights for each of its vectors, and one number for each pixel.
type tile struct{ pixels, vectors int }

// A target is a run-time with its best tiles.
type target struct {
	name      string
	direct    tile // convolution, read as it lies
	transform tile // Winograd's matrix products, 1x1 convolution
	flat      int  // vectors of a fully connected layer, which has one pixel
	unroll    int  // input channels in one turn of the innermost loop
}

var (
	browserTarget = target{name: "browser", direct: tile{4, 2}, transform: tile{4, 2}, flat: 8, unroll: 1}
	wazeroTarget  = target{name: "wazero", direct: tile{2, 8}, transform: tile{2, 8}, flat: 8, unroll: 1}
)
