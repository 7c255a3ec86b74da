//go:build js && wasm

package browser

import (
	"errors"
	"syscall/js"
	"time"
)

// patience is how long an answer to a picture may take before the worker is given up, in seconds: a hundred times what
// a slow phone needs.
const patience = 30

// Worker is the page's end of the Web Worker that runs the recogniser. It answers one request at a time: Ask waits for
// the answer to the one before, so that frames never queue up.
type Worker struct {
	worker    js.Value
	message   js.Func
	failure   js.Func
	turn      chan struct{} // holds one token: whose turn it is to ask
	answers   chan js.Value // of the request under way
	gone      chan struct{} // closed when the worker has failed or was stopped
	why       error
	notices   func(js.Value)
	asked     float64 // when the request under way was sent that must be answered in time, or 0
	discarded bool
}

// Kinds of messages. Requests and their answers carry what wasm/worker.go says of them.
const (
	KindOpen      = "open"      // to the worker: the manifest
	KindLook      = "look"      // to the worker: a picture
	KindEmbed     = "embed"     // to the worker: a tensor or picture to embed (self-test)
	KindProgress  = "progress"  // notice from the worker: a share of the download
	KindAltered   = "altered"   // notice from the worker: a part is not what the manifest says
	KindReady     = "ready"     // answer to open
	KindAnswer    = "answer"    // answer to look
	KindEmbedding = "embedding" // answer to embed
	KindTrouble   = "trouble"   // answer to any: what went wrong
)

// StartWorker starts the recogniser. url is the relative address of worker.js, module the compiled program, shared with the page;
// notices hears of messages that answer nothing.
func StartWorker(url string, module js.Value, notices func(js.Value)) (*Worker, error) {
	v, err := try(func() js.Value { return js.Global().Get("Worker").New(url) })
	if err != nil {
		return nil, err
	}
	w := &Worker{
		worker:  v,
		turn:    make(chan struct{}, 1),
		answers: make(chan js.Value, 1),
		gone:    make(chan struct{}),
		notices: notices,
	}
	w.message = js.FuncOf(func(_ js.Value, args []js.Value) any {
		m := args[0].Get("data")
		if kind := m.Get("kind").String(); kind == KindProgress || kind == KindAltered {
			w.notices(m)
			return nil
		}
		select {
		case w.answers <- m:
		default: // nobody asked: the worker's own failure before the first request
		}
		return nil
	})
	w.failure = js.FuncOf(func(_ js.Value, args []js.Value) any {
		why := "the worker failed"
		if m := args[0].Get("message"); m.Type() == js.TypeString {
			why = m.String()
		}
		w.stop(errors.New(why))
		return nil
	})
	v.Call("addEventListener", "message", w.message)
	v.Call("addEventListener", "error", w.failure)
	v.Call("addEventListener", "messageerror", w.failure)
	_, err = try(func() js.Value { return v.Call("postMessage", map[string]any{"module": module}) })
	if err != nil {
		w.Stop()
		return nil, err
	}
	w.turn <- struct{}{}
	go w.watch()
	return w, nil
}

// watch gives a worker up that does not answer. It sleeps rather than use a time.Timer, which would link the formatting
// of dates (40 KB).
func (w *Worker) watch() {
	for !w.discarded {
		time.Sleep(patience * time.Second / 10)
		if w.asked > 0 && Now()-w.asked > patience {
			w.stop(errors.New("the worker does not answer"))
		}
	}
}

// Ask sends a request and waits for its answer. Trouble becomes a *Trouble.
func (w *Worker) Ask(kind string, fields func(message js.Value) (transfer js.Value)) (js.Value, error) {
	select {
	case <-w.turn:
	case <-w.gone:
		return js.Undefined(), &Trouble{"stopped", w.why.Error()}
	}
	defer func() { w.turn <- struct{}{} }()
	m := js.Global().Get("Object").New()
	m.Set("kind", kind)
	list := js.Global().Get("Array").New()
	if fields != nil {
		if t := fields(m); t.Type() == js.TypeObject {
			list.Call("push", t)
		}
	}
	if _, err := try(func() js.Value { return w.worker.Call("postMessage", m, list) }); err != nil {
		return js.Undefined(), &Trouble{"stopped", err.Error()}
	}
	if kind == KindLook { // a download may take as long as it likes
		w.asked = Now()
		defer func() { w.asked = 0 }()
	}
	select {
	case a := <-w.answers:
		if a.Get("kind").String() == KindTrouble {
			return a, &Trouble{a.Get("trouble").String(), a.Get("detail").String()}
		}
		return a, nil
	case <-w.gone:
		return js.Undefined(), &Trouble{"stopped", w.why.Error()}
	}
}

// Open sends the manifest, and waits until the worker has downloaded the rest and can recognise.
func (w *Worker) Open(manifest []byte) (engine string, err error) {
	a, err := w.Ask(KindOpen, func(m js.Value) js.Value {
		a := array(manifest)
		m.Set("manifest", a)
		return a.Get("buffer")
	})
	if err != nil {
		return "", err
	}
	return a.Get("engine").String(), nil
}

// Look asks what a picture shows; still says that it is a picture at rest and not a frame of the camera.
func (w *Worker) Look(p Picture, still bool) (Answer, error) {
	a, err := w.Ask(KindLook, func(m js.Value) js.Value {
		m.Set("still", still)
		return p.put(m)
	})
	if err != nil {
		return Answer{}, err
	}
	return readAnswer(a), nil
}

// Stop ends the worker at once, whatever it is doing.
func (w *Worker) Stop() { w.stop(errors.New("the worker was stopped")) }

func (w *Worker) stop(why error) {
	if w.discarded {
		return
	}
	w.discarded, w.why = true, why
	w.worker.Call("terminate")
	w.worker.Call("removeEventListener", "message", w.message)
	w.worker.Call("removeEventListener", "error", w.failure)
	w.worker.Call("removeEventListener", "messageerror", w.failure)
	w.message.Release()
	w.failure.Release()
	close(w.gone)
}

// Trouble is what the worker reports instead of an answer: Kind begins the names of its phrases (wasm/phrase), Detail
// is for the museum's staff.
type Trouble struct{ Kind, Detail string }

func (t *Trouble) Error() string { return t.Kind + ": " + t.Detail }
