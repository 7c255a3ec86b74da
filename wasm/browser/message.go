//go:build js && wasm

package browser

import (
	"syscall/js"
	"unsafe"

	"docent/model"
	"docent/model/vision"
	"docent/wasm/visit"
)

// Answer is what the recogniser says of a picture, without what only it needs.
type Answer struct {
	Candidates []Candidate // best first
	Accepted   bool
	Partial    bool         // works that the picture may well show are still on their way
	Turned     bool         // the camera shows another view than before
	Located    *vision.Quad // the outline of the work, in shares of the picture's sides; nil where none is to be drawn
	Engine     string
	DrawMillis float64 // from the message's arrival to pixels in Go
	LookMillis float64 // from there to the result
}

// Candidate is a work that a picture may show.
type Candidate struct {
	Index  int
	Margin float64 // log-odds above the bundle's threshold
}

// PostAnswer sends a result on a frame of w x h pixels to the page; only the worker has one. memory is the size of the
// program's memory in bytes.
func PostAnswer(r model.Result, partial bool, w, h int, drawMillis, lookMillis float64, memory int) {
	n := len(r.Candidates)
	index, margin := make([]any, n), make([]any, n)
	for i, c := range r.Candidates {
		index[i], margin[i] = c.Index, c.LogOdds-r.Threshold
	}
	var located any
	if l := r.Located; l.Located && l.Confidence >= visit.SureOutline {
		shares := make([]any, 0, 8)
		for _, c := range l.Outline {
			shares = append(shares, c.X/float64(w), c.Y/float64(h))
		}
		located = shares
	}
	post(map[string]any{
		"kind": KindAnswer, "index": index, "margin": margin, "accepted": r.Accepted, "partial": partial, "turned": r.Turned, "located": located, "confidence": r.Located.Confidence,
		"engine": r.Engine, "draw": drawMillis, "look": lookMillis, "memory": memory,
	})
}

func readAnswer(m js.Value) Answer {
	a := Answer{
		Accepted:   m.Get("accepted").Bool(),
		Partial:    m.Get("partial").Bool(),
		Turned:     m.Get("turned").Bool(),
		Engine:     m.Get("engine").String(),
		DrawMillis: m.Get("draw").Float(),
		LookMillis: m.Get("look").Float(),
	}
	if l := m.Get("located"); l.Type() == js.TypeObject {
		a.Located = new(vision.Quad)
		for i := range a.Located {
			a.Located[i] = vision.Point{X: l.Index(2 * i).Float(), Y: l.Index(2*i + 1).Float()}
		}
	}
	index, margin := m.Get("index"), m.Get("margin")
	for i := range index.Length() {
		a.Candidates = append(a.Candidates, Candidate{Index: index.Index(i).Int(), Margin: margin.Index(i).Float()})
	}
	return a
}

// PostReady tells the page that pictures can be looked at; length is that of an embedding.
func PostReady(engine string, length int) {
	post(map[string]any{"kind": KindReady, "engine": engine, "length": length})
}

// PostProgress tells the page how many bytes of how many have been downloaded.
func PostProgress(done, total int64) {
	post(map[string]any{"kind": KindProgress, "done": done, "total": total})
}

// PostAltered tells the page that a part is not what the manifest says.
func PostAltered(part string) {
	post(map[string]any{"kind": KindAltered, "part": part})
}

// PostTrouble answers the page's request with what went wrong.
func PostTrouble(t *Trouble) {
	post(map[string]any{"kind": KindTrouble, "trouble": t.Kind, "detail": t.Detail})
}

// PostEmbedding answers KindEmbed.
func PostEmbedding(e []float32) {
	post(map[string]any{"kind": KindEmbedding, "embedding": floatArray(e)})
}

func post(m map[string]any) { js.Global().Call("postMessage", m) }

// Requests returns a channel with the messages that the page sends to this worker.
func Requests() <-chan js.Value {
	requests := make(chan js.Value, 8) // the page asks one thing at a time
	js.Global().Set("onmessage", js.FuncOf(func(_ js.Value, args []js.Value) any {
		requests <- args[0].Get("data")
		return nil
	}))
	return requests
}

// Floats copies a Float32Array to Go.
func Floats(array js.Value) []float32 {
	f := make([]float32, array.Length())
	if len(f) > 0 {
		view := js.Global().Get("Uint8Array").New(array.Get("buffer"), array.Get("byteOffset"), array.Get("byteLength"))
		js.CopyBytesToGo(floatBytes(f), view)
	}
	return f
}

func floatArray(f []float32) js.Value {
	a := js.Global().Get("Uint8Array").New(4 * len(f))
	if len(f) > 0 {
		js.CopyBytesToJS(a, floatBytes(f))
	}
	return js.Global().Get("Float32Array").New(a.Get("buffer"))
}

// floatBytes returns the memory of f; WebAssembly and JavaScript's typed arrays agree on little-endian.
func floatBytes(f []float32) []byte { return unsafe.Slice((*byte)(unsafe.Pointer(&f[0])), 4*len(f)) }
