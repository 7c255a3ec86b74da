//go:build js && wasm

// Command wasm is the program of docent's page. One binary plays two parts: in the page it runs the camera and the
// document, in a Web Worker it recognises, so that the page never waits for a network. static/boot.js and
// static/worker.js start it and say which part it has.
package main

import "syscall/js"

func main() {
	host := js.Global().Get("docent") // made by the two loaders
	switch host.Get("role").String() {
	case "worker":
		recognise(host.Get("memory"))
	default:
		newPage(host.Get("module")).run()
	}
}
