//go:build js && wasm

package browser

import (
	"errors"
	"strconv"
	"syscall/js"
	"time"

	"docent/wasm/digest"
)

// tries is how often a download is begun: museum wifi loses connections for a moment.
const tries = 3

// largest is the largest length of a download that is believed before it has arrived.
const largest = 64 << 20

// BundleURL returns the relative address of a part of the bundle.
func BundleURL(part string) string { return "bundle/" + part }

// Fetch downloads what a relative address names. arrived, which may be nil, hears how many bytes have come so far. A
// broken connection is tried again, an answer other than success is not.
func Fetch(url string, arrived func(bytes int)) ([]byte, error) {
	var err error
	for i := range tries {
		if i > 0 {
			time.Sleep(time.Duration(i) * 500 * time.Millisecond)
		}
		var b []byte
		var final bool
		if b, final, err = fetch(url, arrived); err == nil {
			return b, nil
		}
		if final {
			break
		}
	}
	return nil, errors.New(url + ": " + err.Error())
}

// fetch is one try; final says that another one would not help.
func fetch(url string, arrived func(int)) (b []byte, final bool, err error) {
	r, err := call(js.Global(), "fetch", url)
	if err != nil {
		return nil, false, err
	}
	if !r.Get("ok").Bool() {
		status := r.Get("status").Int()
		return nil, status < 500, errors.New(strconv.Itoa(status) + " " + r.Get("statusText").String())
	}
	body := r.Get("body")
	if body.Type() != js.TypeObject {
		buffer, err := call(r, "arrayBuffer")
		if err != nil {
			return nil, false, err
		}
		return Bytes(js.Global().Get("Uint8Array").New(buffer)), false, nil
	}
	// The length after decompression, if the server says it (package web does).
	if n, err := strconv.Atoi(r.Get("headers").Call("get", "Docent-Length").String()); err == nil && n > 0 && n <= largest {
		b = make([]byte, 0, n)
	}
	reader := body.Call("getReader")
	for {
		part, err := call(reader, "read")
		if err != nil {
			return nil, false, err
		}
		if part.Get("done").Bool() {
			return b, false, nil
		}
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
