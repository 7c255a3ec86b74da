//go:build !js

package browsertest

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"image"
	"math"
	"os"
	"path/filepath"
	"testing"

	"docent/model/nn"
	"docent/model/proto"
	"docent/model/vision"
	"docent/model/weights"
)

// selfTest starts a worker of its own in the page, as the page does, and leaves window.ask(message, transfer) behind,
// which answers with the worker's answer. The page has it for staff too: it is the protocol of wasm/worker.go.
const selfTest = `(async () => {
	const module = await WebAssembly.compileStreaming(fetch("docent.wasm"));
	const worker = new Worker("worker.js");
	const waiting = [];
	worker.onmessage = (e) => { if (e.data.kind !== "progress") waiting.shift()(e.data); };
	window.ask = (message, transfer) => new Promise((resolve) => { waiting.push(resolve); worker.postMessage(message, transfer || []); });
	worker.postMessage({ module });
	const manifest = new Uint8Array(await (await fetch("bundle/manifest.json")).arrayBuffer());
	const answer = await ask({ kind: "open", manifest });
	if (answer.kind !== "ready") throw new Error(JSON.stringify(answer));
	window.floats = (text) => new Float32Array(Uint8Array.from(atob(text), (c) => c.charCodeAt(0)).buffer);
	window.text = (floats) => { let s = ""; for (const b of new Uint8Array(floats.buffer)) s += String.fromCharCode(b); return btoa(s); };
	window.bitmap = async (url) => createImageBitmap(await (await fetch(url)).blob());
	return answer.engine;
})()`

func encode(f []float32) string {
	b := make([]byte, 0, 4*len(f))
	for _, v := range f {
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(v))
	}
	return base64.StdEncoding.EncodeToString(b)
}

func decode(t testing.TB, s string) []float32 {
	t.Helper()
	b, err := base64.StdEncoding.DecodeString(s)
	if err != nil || len(b)%4 != 0 {
		t.Fatalf("embedding of %d bytes: %v", len(b), err)
	}
	f := make([]float32, len(b)/4)
	for i := range f {
		f[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
	}
	return f
}

// activations returns inputs of the network and the outputs that are expected: of the file that the trainer wrote when
// the weights were exported, or else of the plain Go reference.
func activations(t testing.TB, m *nn.Model) (inputs, outputs [][]float32) {
	t.Helper()
	in, out := m.Network.Input, 0
	var err error
	if out, err = m.Network.OutputLen(); err != nil {
		t.Fatal(err)
	}
	n := in.C * in.H * in.W
	if b, err := os.ReadFile(filepath.Join("../../model/nn/testdata", "activations.safetensors")); err == nil {
		f, err := nn.ReadSafetensors(b)
		if err != nil {
			t.Fatal(err)
		}
		for _, tensor := range f.Tensors {
			size, list := n, &inputs
			if tensor.Name == "output" {
				size, list = out, &outputs
			}
			for i := 0; i+size <= len(tensor.Data); i += size {
				*list = append(*list, tensor.Data[i:i+size])
			}
		}
		if len(inputs) == 0 || len(inputs) != len(outputs) {
			t.Fatalf("the file of activations has %d inputs and %d outputs", len(inputs), len(outputs))
		}
		return inputs, outputs
	}
	t.Log("there is no file of activations: comparing with the plain Go reference")
	for k := range 4 {
		x := make([]float32, n)
		for i := range x {
			x[i] = float32(math.Sin(float64(i*(k+1)) * 0.37))
		}
		y, err := m.Reference(x)
		if err != nil {
			t.Fatal(err)
		}
		inputs, outputs = append(inputs, x), append(outputs, y)
	}
	return inputs, outputs
}

// TestParity runs the activations through the worker in Chromium: trainer, plain Go, tuned Go and WebAssembly meet in
// one file.
func TestParity(t *testing.T) {
	b := open(t, serve(t, demo(t).bundle, nil), visitor{})
	b.until(ready)
	engine := eval[string](b, selfTest)
	m, err := nn.ReadModel(weights.Released())
	if err != nil {
		t.Fatal(err)
	}
	inputs, outputs := activations(t, m)
	worst := 0.0
	for i, x := range inputs {
		got := decode(t, eval[string](b, fmt.Sprintf(`ask({ kind: "embed", tensor: floats(%q) }).then((a) => text(a.embedding))`, encode(x))))
		if len(got) != len(outputs[i]) {
			t.Fatalf("embedding of %d numbers, want %d", len(got), len(outputs[i]))
		}
		// Relative to the largest number of the embedding, as a tiny one next to it carries no information.
		scale, diff := 0.0, 0.0
		for j, want := range outputs[i] {
			scale = max(scale, math.Abs(float64(want)))
			diff = max(diff, math.Abs(float64(got[j]-want)))
		}
		worst = max(worst, diff/scale)
	}
	t.Logf("engine %s, %d inputs, largest relative difference %.2g", engine, len(inputs), worst)
	if !(worst <= 1e-4) {
		t.Errorf("the worker's embeddings differ by %.2g, more than 1e-4", worst)
	}
}

// TestCanvasFeedsAlike embeds pictures that the canvas has scaled, as live frames are, and the same that vision.Frame has
// scaled, as photos and references are. The two must be nearer to each other than any two works by far.
func TestCanvasFeedsAlike(t *testing.T) {
	d := demo(t)
	b := open(t, serve(t, d.bundle, nil), visitor{})
	b.until(ready)
	eval[string](b, selfTest)
	r := recogniser(t, d.bundle)
	embedding := func(still bool, id string) []float32 {
		return decode(t, eval[string](b, fmt.Sprintf(`bitmap("gallery/%s.jpg").then((b) => ask({ kind: "embed", still: %v, bitmap: b }, [b])).then((a) => text(a.embedding))`, id, still)))
	}
	var live, rest [][]float32
	worst, native := 0.0, 0.0
	for _, w := range d.works {
		live, rest = append(live, embedding(false, w.ID)), append(rest, embedding(true, w.ID))
	}
	between := math.Inf(1)
	for i := range rest {
		for j := range rest {
			if i != j {
				between = min(between, float64(proto.SquaredDistance(rest[i], rest[j])))
			}
		}
	}
	for i, w := range d.works {
		worst = max(worst, float64(proto.SquaredDistance(live[i], rest[i])))
		// The same file through Go's own JPEG decoder: what bundle and match see.
		own := make([]float32, r.Len())
		r.Embed(own, vision.Frame(thumbnailOf(t, d, w.ID)), vision.Whole)
		native = max(native, float64(proto.SquaredDistance(own, rest[i])))
	}
	t.Logf("squared distance between canvas and vision.Frame: at most %.4f of that between the two most similar works; "+
		"between Chromium's decoder and Go's: %.4f", worst/between, native/between)
	if !(worst < 0.1*between) {
		t.Errorf("canvas and vision.Frame are %.3f apart, works %.3f", worst, between)
	}
	if !(native < 0.1*between) {
		t.Errorf("Chromium and Go are %.3f apart, works %.3f", native, between)
	}
}

// TestLatency reports, and does not judge, what an answer costs.
func TestLatency(t *testing.T) {
	d := demo(t)
	b := open(t, serve(t, d.bundle, nil), visitor{})
	b.until(ready)
	eval[string](b, selfTest)
	got := eval[[]float64](b, `(async () => {
		const source = await bundleFrame(), median = (l) => l.sort((a, b) => a - b)[l.length >> 1], draw = [], look = [], all = [];
		async function bundleFrame() { return bitmap("gallery/the-sky-turns.jpg"); }
		for (let i = 0; i < 30; i++) {
			const begun = performance.now(), frame = await createImageBitmap(source, 0, 0, 480, 360);
			const a = await ask({ kind: "look", bitmap: frame }, [frame]);
			all.push(performance.now() - begun); draw.push(a.draw); look.push(a.look);
		}
		return [median(draw), median(look), median(all)];
	})()`)
	t.Logf("medians of 30 frames: draw %.1f ms, look %.1f ms, all %.1f ms", got[0], got[1], got[2])
}

// thumbnailOf decodes the picture that the gallery of the test serves.
func thumbnailOf(t testing.TB, d *demoGallery, id string) image.Image {
	t.Helper()
	f, err := d.dir.Open(id + ".jpg")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	m, _, err := image.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	return m
}
