//go:build !js

package main

import "os"

// The page's program makes sense in a browser alone; here it only says so, so that go build ./... covers its folder.
func main() {
	os.Stderr.WriteString("wasm is the page's program: build it with GOOS=js GOARCH=wasm (make page) and serve it with docent serve\n")
	os.Exit(1)
}
