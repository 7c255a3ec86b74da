// Command strip takes out of a Go program for WebAssembly what only stack traces need, and writes its data in fewer
// pieces: a ninth of the download in brotli. What the program computes stays the same; a stack trace still names
// functions, but neither files nor lines.
//
//	strip PROGRAM.wasm
//
// The linker's own -s and -w leave these tables in place, because programs can ask for lines at run time
// (runtime.Caller). docent does not.
package main

import (
	"errors"
	"fmt"
	"os"

	"docent/model/atomicfile"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: strip PROGRAM.wasm")
		os.Exit(2)
	}
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "strip:", err)
		os.Exit(1)
	}
}

// run strips a file. A program of a Go release whose tables are not known here stays as it is: it works, and is larger.
func run(path string) error {
	program, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	stripped, err := strip(program)
	if errors.Is(err, errUnknown) {
		fmt.Fprintf(os.Stderr, "strip: warning: %s stays as it is: %v\n", path, err)
		return nil
	}
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return atomicfile.WriteBytes(path, stripped)
}

// strip returns the program without its line tables, its data in fewer segments.
func strip(program []byte) ([]byte, error) {
	before, data, after, err := splitData(program)
	if err != nil {
		return nil, err
	}
	m, err := readMemory(data)
	if err != nil {
		return nil, err
	}
	if err := dropLines(m.image); err != nil {
		return nil, err
	}
	out := append([]byte(nil), before...)
	data = m.encode()
	out = append(out, dataSection)
	out = appendUnsigned(out, uint64(len(data)))
	out = append(out, data...)
	return append(out, after...), nil
}
