//go:build torch

package torch

// #cgo LDFLAGS: -ltorch_cpu
// #include <malloc.h>
// void _ZN2at15set_num_threadsEi(int);  // at::set_num_threads
// __attribute__((constructor)) static void keep_heap(void) {
//   mallopt(M_MMAP_MAX, 0);
//   mallopt(M_TRIM_THRESHOLD, -1);
//   mallopt(M_TOP_PAD, 256 << 20);
//   mallopt(M_ARENA_MAX, 1);
// }
import "C"

import (
	"runtime"

	"github.com/sugarme/gotch/ts"
)

// keep_heap above makes glibc keep freed memory. It returns each large block to
// the kernel otherwise, and a step that allocates it anew pays for every page
// again: keeping it makes training 2 to 3 times faster, for about 1.5 GB. It
// runs before Go's own threads start, because a thread that has allocated
// before keeps an arena of its own, which the settings do not reach.

// Setup gives libtorch as many threads as asked for (0: one a core; it starts
// with one). Call it once, before any tensor is made.
func Setup(threads int) {
	if threads <= 0 {
		threads = runtime.NumCPU()
	}
	C._ZN2at15set_num_threadsEi(C.int(threads))
}

// recordGradients sets whether this thread's operations are recorded for
// gradients.
func recordGradients(on bool) error {
	_, err := ts.GradSetEnabled(on)
	return err
}
