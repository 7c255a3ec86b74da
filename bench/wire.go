//go:build !js

package main

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/andybalholm/brotli"

	"docent/bench/report"
	"docent/model/atomicfile"
	"docent/model/weights"
)

// A scale weighs downloads: as they are, and at the best levels of gzip and brotli, which is how a server that compresses
// beforehand sends them. brotli takes a minute for the largest, so what was weighed once is kept in a file.
type scale struct {
	path  string
	known map[string]report.Size // by sha256
}

func openScale(path string) *scale {
	s := &scale{path: path, known: map[string]report.Size{}}
	if b, err := os.ReadFile(path); err == nil && json.Unmarshal(b, &s.known) != nil {
		s.known = map[string]report.Size{} // damaged: weigh anew
	}
	return s
}

func (s *scale) weigh(b []byte) (report.Size, error) {
	sum := sha256.Sum256(b)
	key := hex.EncodeToString(sum[:])
	if size, ok := s.known[key]; ok {
		return size, nil
	}
	size := report.Size{
		Raw: len(b),
		Gzip: packed(b, func(w io.Writer) io.WriteCloser {
			z, _ := gzip.NewWriterLevel(w, gzip.BestCompression) // the level is known to be right
			return z
		}),
		Brotli: packed(b, func(w io.Writer) io.WriteCloser { return brotli.NewWriterLevel(w, brotli.BestCompression) }),
	}
	s.known[key] = size
	text, err := json.MarshalIndent(s.known, "", " ")
	if err != nil {
		return size, err
	}
	return size, atomicfile.Write(s.path, func(w io.Writer) error {
		_, err := w.Write(text)
		return err
	})
}

// packed returns the length of b after compression.
func packed(b []byte, writer func(w io.Writer) io.WriteCloser) int {
	var out bytes.Buffer
	w := writer(&out)
	w.Write(b) // to memory: cannot fail
	w.Close()
	return out.Len()
}

// files weighs files together.
func (s *scale) files(paths ...string) (total report.Size, err error) {
	for _, p := range paths {
		b, err := os.ReadFile(p)
		if err != nil {
			return total, fmt.Errorf("weigh: %w", err)
		}
		size, err := s.weigh(b)
		if err != nil {
			return total, err
		}
		total = total.Add(size)
	}
	return total, nil
}

// wire weighs what a page needs of docent and of its peers in order to run a network: WebAssembly, the scripts that
// start it, and, for docent alone, the weights. Its peers need some too, and code that samples, matches and decides.
func (s *scale) wire(dir string) (map[string]map[string]report.Size, error) {
	w, err := s.weigh(weights.Released())
	if err != nil {
		return nil, err
	}
	result := map[string]map[string]report.Size{"docent": {"weights": w}}
	if result["docent"]["wasm"], err = s.files("static/docent.wasm"); err != nil {
		return nil, err
	}
	if result["docent"]["js"], err = s.files("static/boot.js", "static/worker.js", "static/wasm_exec.js"); err != nil {
		return nil, err
	}
	for _, p := range peers {
		below := func(name string) string { return filepath.Join(dir, "node_modules", name) }
		scripts := make([]string, len(p.scripts))
		for i, name := range p.scripts {
			scripts[i] = below(name)
		}
		result[p.name] = map[string]report.Size{}
		if result[p.name]["js"], err = s.files(scripts...); err != nil {
			return nil, err
		}
		if result[p.name]["wasm"], err = s.files(below(p.wasm)); err != nil {
			return nil, err
		}
	}
	for _, kinds := range result {
		total := kinds["js"].Add(kinds["wasm"])
		kinds["total"] = total // without weights, which everyone needs
	}
	return result, nil
}
