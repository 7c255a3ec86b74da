//go:build !js

package browsertest

import (
	"flag"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"docent/internal/engine"
	"docent/model/nn"
	"docent/model/weights"
)

// noSIMD serves a worker in a browser whose engine knows no SIMD: validate refuses every module that has some, as old
// browsers do.
var noSIMD = map[string]http.HandlerFunc{"worker.js": func(w http.ResponseWriter, r *http.Request) {
	script, err := os.ReadFile(filepath.Join(staticDir, "worker.js"))
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/javascript; charset=utf-8")
	fmt.Fprintf(w, "WebAssembly.validate = () => false;\n%s", script)
}}

// TestEngines recognises every work of the demo gallery with SIMD and, in a browser that has none, in scalar Go. The
// answer says which engine it was.
func TestEngines(t *testing.T) {
	d := demo(t)
	type answer struct {
		Engine    string  `json:"engine"`
		Index     int     `json:"index"`
		Margin    float64 `json:"margin"`
		Embedding string  `json:"embedding"`
	}
	answers := map[string][]answer{}
	for name, replacements := range map[string]map[string]http.HandlerFunc{engine.SIMD: nil, engine.Scalar: noSIMD} {
		b := open(t, serve(t, d.bundle, replacements), visitor{})
		b.until(ready)
		if got := eval[string](b, selfTest); got != name {
			t.Errorf("the worker runs %s, want %s", got, name)
		}
		for _, w := range d.works {
			answers[name] = append(answers[name], eval[answer](b, fmt.Sprintf(`(async () => {
				const picture = await bitmap("gallery/%s.jpg"), other = await createImageBitmap(picture);
				const answer = await ask({ kind: "look", still: true, bitmap: picture }, [picture]);
				const { embedding } = await ask({ kind: "embed", still: true, bitmap: other }, [other]);
				return { engine: answer.engine, index: answer.index[0], margin: answer.margin[0], embedding: text(embedding) };
			})()`, w.ID)))
		}
	}
	for i, fast := range answers[engine.SIMD] {
		plain := answers[engine.Scalar][i]
		if fast.Engine != engine.SIMD || plain.Engine != engine.Scalar {
			t.Errorf("the answers come from %q and %q", fast.Engine, plain.Engine)
		}
		if fast.Index != plain.Index || fast.Index != i {
			t.Errorf("work %d is %d with SIMD, %d in scalar Go", i, fast.Index, plain.Index)
		}
		if d := fast.Margin - plain.Margin; d > 0.01 || d < -0.01 {
			t.Errorf("work %d: log-odds of %g with SIMD, %g in scalar Go", i, fast.Margin, plain.Margin)
		}
		if fast.Embedding == "" || len(fast.Embedding) != len(plain.Embedding) {
			t.Errorf("work %d: embeddings of %d and %d characters", i, len(fast.Embedding), len(plain.Embedding))
		}
	}
}

// TestSameBits embeds activations in the browser's SIMD and in wazero's: every bit is the same, so that a bundle made in
// a browser is the one that docent bundle makes.
func TestSameBits(t *testing.T) {
	e, err := engine.Open(engine.SIMD)
	if err != nil {
		t.Skip(err)
	}
	defer e.Close()
	m, err := nn.ReadModel(weights.Released())
	if err != nil {
		t.Fatal(err)
	}
	native, err := e.Encoder(m)
	if err != nil {
		t.Fatal(err)
	}
	b := open(t, serve(t, demo(t).bundle, nil), visitor{})
	b.until(ready)
	eval[string](b, selfTest)
	inputs, _ := activations(t, m)
	want := make([]float32, native.OutputLen())
	for i, x := range inputs {
		if err := native.Forward(want, x); err != nil {
			t.Fatal(err)
		}
		got := decode(t, eval[string](b, fmt.Sprintf(`ask({ kind: "embed", tensor: floats(%q) }).then((a) => text(a.embedding))`, encode(x))))
		if !slices.Equal(got, want) {
			t.Errorf("input %d: the browser's embedding is not wazero's", i)
		}
	}
}

var soakFrames = flag.Int("soak", 2304, "frames that TestMemoryStaysFlat looks at")

// TestMemoryStaysFlat looks at thousands of frames of changing size, and finds the program's linear memory and the
// browser's processes as large as after the first of them.
func TestMemoryStaysFlat(t *testing.T) {
	frames := *soakFrames
	if testing.Short() {
		frames = 1024
	}
	b := open(t, serve(t, demo(t).bundle, nil), visitor{})
	b.until(ready)
	eval[string](b, selfTest)
	b.do(`bitmap("gallery/squall.jpg").then((b) => { window.source = b; })`)
	type size struct{ linear, processes int }
	var sizes []size
	const batch = 256 // as many as between two collections of the worker's garbage
	for range frames / batch {
		linear := eval[int](b, fmt.Sprintf(`(async () => {
			let bytes = 0;
			for (let i = 0; i < %d; i++) {
				const frame = await createImageBitmap(source, 0, 0, 400 + i %% 120, 300);
				bytes = (await ask({ kind: "look", bitmap: frame }, [frame])).memory;
			}
			return bytes;
		})()`, batch))
		sizes = append(sizes, size{linear, residentBytes(t, b)})
	}
	first := max(len(sizes)/5, 1)
	early, late := sizes[first], sizes[len(sizes)-1]
	late.processes = min(late.processes, sizes[len(sizes)-2].processes) // some of it may be garbage
	t.Logf("after %d frames: linear memory %d KiB, Chromium's processes %d MiB; after %d: %d KiB, %d MiB",
		(first+1)*batch, early.linear>>10, early.processes>>20, frames, late.linear>>10, late.processes>>20)
	// A step of the garbage collector's is no leak; one frame kept would be 300 KB.
	if late.linear > early.linear+2<<20 || late.linear == 0 {
		t.Errorf("linear memory grew from %d to %d bytes", early.linear, late.linear)
	}
	// Ten kilobytes lost with each of the 1,536 frames between would be 15 MB.
	if late.processes > early.processes+16<<20 {
		t.Errorf("Chromium's processes grew from %d to %d bytes", early.processes, late.processes)
	}
}

// residentBytes returns the resident memory of the tab's browser and its processes, 0 where the system does not tell.
func residentBytes(t testing.TB, b *tab) int {
	t.Helper()
	profile := b.profile
	total := 0
	entries, err := filepath.Glob("/proc/[0-9]*/cmdline")
	if err != nil {
		return 0
	}
	for _, path := range entries {
		line, err := os.ReadFile(path)
		if err != nil || !strings.Contains(string(line), profile) {
			continue
		}
		statm, err := os.ReadFile(filepath.Join(filepath.Dir(path), "statm"))
		if err != nil {
			continue // it has ended
		}
		if fields := strings.Fields(string(statm)); len(fields) > 1 {
			pages, _ := strconv.Atoi(fields[1])
			total += pages * os.Getpagesize()
		}
	}
	return total
}
