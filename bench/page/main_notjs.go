//go:build !js

package main

import "os"

// The program makes sense in the bench's page alone; here it only says so, so that go build ./... covers its folder.
func main() {
	os.Stderr.WriteString("bench/page is a program for a browser: go run ./bench builds and runs it\n")
	os.Exit(1)
}
