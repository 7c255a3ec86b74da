//go:build js && wasm

package browser

import (
	"errors"
	"strconv"
	"strings"
	"syscall/js"
	"time"

	"docent/wasm/digest"
)

// tries is how often a download is begun: museum wifi loses connections for a moment.
const tries = 3

// silence is how long, in seconds, a download may bring nothing before it is given up: a connection that was lost is not always told.
const silence = 30.0

// largest is the largest length of a download that is believed before it has arrived.
const largest = 64 << 20

// BundleURL returns the relative address of a part of the bundle.
func BundleURL(part string) string { return "bundle/" + part }

// CutBundle is the inverse of BundleURL; ok is false for other addresses.
func CutBundle(url string) (part string, ok bool) { return strings.CutPrefix(url, "bundle/") }

// Mode says what a download may take from the browser's own cache (fetch's option cache).
type Mode string

// Modes of downloads.
const (
	Usual   Mode = "default"
	Asked   Mode = "no-cache" // what is there only where the server says that it still holds
	Unkept  Mode = "no-store" // nothing, and what comes is not put there: it is kept elsewhere
	Renewed Mode = "reload"   // nothing
)

// FetchError is a download that failed.
type FetchError struct {
	URL    string
	Status int // of the answer, 0 when there was none
	Err    error
}

func (e *FetchError) Error() string { return e.URL + ": " + e.Err.Error() }

// Missing reports whether the server has no such file. Some hosts say that it is forbidden.
func Missing(err error) bool {
	e, ok := errors.AsType[*FetchError](err)
	return ok && (e.Status == 404 || e.Status == 410 || e.Status == 403)
}

// Fetch downloads what a relative address names. arrived, which may be nil, hears how many bytes have come so far. A
// broken connection is tried again, an answer other than success is not. Errors are a *FetchError.
func Fetch(url string, mode Mode, arrived func(bytes int)) ([]byte, error) {
	failed := &FetchError{URL: url}
	for i := range tries {
		if i > 0 {
			time.Sleep(time.Duration(i) * 500 * time.Millisecond)
		}
		var b []byte
		if b, failed.Status, failed.Err = fetch(url, mode, arrived); failed.Err == nil {
			return b, nil
		}
		if failed.Status >= 300 && failed.Status < 500 {
			break
		}
	}
	return nil, failed
}

// fetch is one try.
func fetch(url string, mode Mode, arrived func(int)) (b []byte, status int, err error) {
	options := map[string]any{"cache": string(mode)}
	heard, ended := Now(), false
	defer func() { ended = true }()
	if exists("AbortController") {
		abort := js.Global().Get("AbortController").New()
		options["signal"] = abort.Get("signal")
		go func() {
			for !ended {
				if time.Sleep(silence / 6 * time.Second); Now()-heard > silence {
					abort.Call("abort")
				}
			}
		}()
	}
	r, err := call(js.Global(), "fetch", url, options)
	if err != nil {
		return nil, 0, err
	}
	status = r.Get("status").Int()
	if !r.Get("ok").Bool() {
		return nil, status, errors.New(strconv.Itoa(status) + " " + r.Get("statusText").String())
	}
	body := r.Get("body")
	if body.Type() != js.TypeObject {
		b, err := whole(r)
		return b, 0, err
	}
	// The length after decompression, if the server says it (package web does).
	if n, err := strconv.Atoi(r.Get("headers").Call("get", "Docent-Length").String()); err == nil && n > 0 && n <= largest {
		b = make([]byte, 0, n)
	}
	reader := body.Call("getReader")
	for {
		part, err := call(reader, "read")
		if err != nil {
			return nil, 0, err
		}
		if part.Get("done").Bool() {
			return b, status, nil
		}
		heard = Now()
		value := part.Get("value")
		n := value.Get("length").Int()
		if len(b)+n > cap(b) {
			b = append(make([]byte, 0, 2*cap(b)+n), b...)
		}
		b = b[:len(b)+n]
		js.CopyBytesToGo(b[len(b)-n:], value)
		if arrived != nil {
			arrived(len(b))
		}
	}
}

// whole returns the body of a response.
func whole(response js.Value) ([]byte, error) {
	buffer, err := call(response, "arrayBuffer")
	if err != nil {
		return nil, err
	}
	return Bytes(js.Global().Get("Uint8Array").New(buffer)), nil
}

// Digest returns the SHA-256 of b in lowercase hex: WebCrypto's, or docent's own where a page that came by plain http
// has none.
func Digest(b []byte) string {
	if crypto := js.Global().Get("crypto"); crypto.Type() == js.TypeObject {
		if subtle := crypto.Get("subtle"); subtle.Type() == js.TypeObject {
			if sum, err := call(subtle, "digest", "SHA-256", array(b)); err == nil {
				return digest.Hex(Bytes(js.Global().Get("Uint8Array").New(sum)))
			}
		}
	}
	sum := digest.Sum(b)
	return digest.Hex(sum[:])
}
