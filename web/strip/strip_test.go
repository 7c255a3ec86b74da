package main

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// program does what reads the runtime's tables: it grows its stack, collects garbage, panics, and asks for a line.
const program = `package main

import (
	"os"
	"runtime"
	"strconv"
)

var counts = [...]int{0, 0, 3: 7, 1000: 9}

func deep(n int) (sum int) {
	var pad [64]int
	pad[n%64] = n
	if n == 0 {
		runtime.GC()
		return 0
	}
	return deep(n-1) + pad[n%64]
}

func fail(i int) (message string) {
	defer func() { message = recover().(error).Error() }()
	return strconv.Itoa(counts[i])
}

func main() {
	pc, file, line, _ := runtime.Caller(0)
	os.Stdout.WriteString(strconv.Itoa(deep(5000)) + " " + strconv.Itoa(counts[3]+counts[1000]) + " " + fail(len(os.Args)+5000) + " " +
		runtime.FuncForPC(pc).Name() + " " + strconv.FormatBool(file == "?" && line == 0) + "\n")
}
`

// build compiles the program as the page's is.
func build(t *testing.T) (path string, wasm []byte) {
	t.Helper()
	if testing.Short() {
		t.Skip("it compiles Go's library for WebAssembly")
	}
	dir := t.TempDir()
	for name, text := range map[string]string{"main.go": program, "go.mod": "module program\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	c := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", "program.wasm")
	c.Dir, c.Env = dir, append(os.Environ(), "GOOS=js", "GOARCH=wasm", "GOFLAGS=", "GOWORK=off")
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	path = filepath.Join(dir, "program.wasm")
	wasm, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return path, wasm
}

func TestStrip(t *testing.T) {
	path, before := build(t)
	if err := run(path); err != nil {
		t.Fatal(err)
	}
	after, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Equal(before, after) {
		t.Fatalf("Go's tables are not those that are known here any more (%s)", runtime.Version())
	}
	if !bytes.Contains(before, []byte("runtime/symtab.go")) || bytes.Contains(after, []byte("runtime/symtab.go")) {
		t.Error("the names of files are still there")
	}
	if again, err := strip(after); err != nil || !bytes.Equal(again, after) {
		t.Errorf("a stripped program changes when it is stripped again: %v", err)
	}

	if _, err := exec.LookPath("node"); err != nil {
		t.Skip("there is no node to run the program")
	}
	c := exec.Command(filepath.Join(runtime.GOROOT(), "lib", "wasm", "go_js_wasm_exec"), path)
	out, err := c.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	const want = "12502500 16 runtime error: index out of range [5001] with length 1001 main.main true"
	if got := strings.TrimSpace(string(out)); got != want {
		t.Errorf("the stripped program says %q, want %q", got, want)
	}
}

// TestMemory reads and writes data sections.
func TestMemory(t *testing.T) {
	segment := func(from int64, b string) []byte {
		s := append(appendSigned([]byte{0, opI32Const}, from), opEnd)
		return append(appendUnsigned(s, uint64(len(b))), b...)
	}
	data := append([]byte{3}, segment(1000, "last")...) // the linker's sections need not ascend
	data = append(append(data, segment(100, "one")...), segment(110, "two")...)
	m, err := readMemory(data)
	if err != nil {
		t.Fatal(err)
	}
	want := append([]byte{2}, segment(100, "one\x00\x00\x00\x00\x00\x00\x00two")...)
	want = append(want, segment(1000, "last")...)
	if got := m.encode(); !bytes.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	copy(m.image[100:], "\x00\x00\x00")
	want = append([]byte{2}, segment(110, "two")...)
	want = append(want, segment(1000, "last")...)
	if got := m.encode(); !bytes.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	for n := range data {
		if m, err := readMemory(data[:n]); err == nil && n > 0 {
			t.Errorf("the first %d bytes are read as %v", n, m.segments)
		}
	}
}

func TestSigned(t *testing.T) {
	for _, v := range []int64{0, 1, 63, 64, -1, -64, -65, 8191, 8192, 1 << 31, -1 << 31} {
		r := reader{appendSigned(nil, v)}
		if got := r.signed(); got != v || len(r.rest) != 0 || r.rest == nil {
			t.Errorf("%d is read as %d", v, got)
		}
	}
}

// TestRefuses leaves alone what it does not know.
func TestRefuses(t *testing.T) {
	if _, err := strip([]byte("#!/bin/sh")); err == nil {
		t.Error("a script was stripped")
	}
	if _, err := strip([]byte("\x00asm\x01\x00\x00\x00\x0a\x7f")); err == nil {
		t.Error("half a module was stripped")
	}
	_, wasm := build(t)
	other := bytes.Replace(wasm, magic, []byte{0xf2, 0xff, 0xff, 0xff, 0, 0, 1, 8}, 1)
	if _, err := strip(other); !errors.Is(err, errUnknown) {
		t.Errorf("a program with another kind of table: %v", err)
	}
}
