//go:build js && wasm && curator

// Command curator is the program of the page on which a museum's staff make a bundle, in the browser. As in the visitor's page one
// binary plays two parts: in the page it keeps the draft and the document, in a Web Worker it looks at pictures and builds.
// static/curator/boot.js and static/worker.js start it. It is built with the tag curator, which builds package internal/build and the bundle's writer
// for the browser.
package main

import "syscall/js"

// database is the name of what the browser keeps.
const database = "docent-curator"

func main() {
	host := js.Global().Get("docent") // made by the two loaders
	switch host.Get("role").String() {
	case "worker":
		work(host.Get("memory"))
	default:
		newPage(host.Get("module")).run()
	}
}
