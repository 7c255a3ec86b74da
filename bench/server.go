//go:build !js

package main

import (
	"bytes"
	"context"
	"embed"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

//go:embed site
var siteFiles embed.FS

// A server serves the bench's page, the peers, and docent's own sites, all from one origin.
type server struct {
	url string
	mux *http.ServeMux

	mu    sync.Mutex
	bytes map[string]int64 // sent, by address
}

// serve starts the server, on a port of its own, until ctx is done.
func serve(ctx context.Context) (*server, error) {
	s := &server{mux: http.NewServeMux(), bytes: map[string]int64{}}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("serve: %w", err)
	}
	s.url = "http://" + l.Addr().String()
	h := &http.Server{Handler: http.HandlerFunc(s.serve), ReadHeaderTimeout: 10 * time.Second}
	go h.Serve(l)
	context.AfterFunc(ctx, func() { h.Close() })
	return s, nil
}

// serve answers, and counts bytes. The headers isolate the page from other origins (there are none here): browsers give
// only such pages a clock of 5 microseconds, others one of 100.
func (s *server) serve(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Embedder-Policy", "require-corp")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	counted := &countingWriter{ResponseWriter: w}
	s.mux.ServeHTTP(counted, r)
	s.mu.Lock()
	s.bytes[r.URL.Path] += counted.n
	s.mu.Unlock()
}

// sent returns how many bytes of bodies were sent since the last call, by address.
func (s *server) sent() map[string]int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	sent := s.bytes
	s.bytes = map[string]int64{}
	return sent
}

type countingWriter struct {
	http.ResponseWriter
	n int64
}

func (c *countingWriter) Write(b []byte) (int, error) {
	n, err := c.ResponseWriter.Write(b)
	c.n += int64(n)
	return n, err
}

// files serves files from memory below an address.
func (s *server) files(prefix string, files map[string][]byte) {
	s.mux.HandleFunc(prefix, func(w http.ResponseWriter, r *http.Request) {
		b, ok := files[strings.TrimPrefix(r.URL.Path, prefix)]
		if !ok {
			http.NotFound(w, r)
			return
		}
		if path.Ext(r.URL.Path) == ".wasm" {
			w.Header().Set("Content-Type", "application/wasm")
		}
		http.ServeContent(w, r, path.Base(r.URL.Path), time.Time{}, bytes.NewReader(b))
	})
}

// bench serves the bench's own page and the peers below /bench/.
func (s *server) bench(ctx context.Context, dir string) error {
	files := map[string][]byte{}
	site, err := fs.Sub(siteFiles, "site")
	if err != nil {
		return err
	}
	if err := fs.WalkDir(site, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		files[name], err = fs.ReadFile(site, name)
		return err
	}); err != nil {
		return fmt.Errorf("serve: %w", err)
	}
	files[""] = files["index.html"]
	if files["page.wasm"], err = buildPage(ctx, filepath.Join(dir, "page.wasm")); err != nil {
		return err
	}
	root, err := exec.CommandContext(ctx, "go", "env", "GOROOT").Output()
	if err != nil {
		return fmt.Errorf("go env: %w", err)
	}
	if files["wasm_exec.js"], err = os.ReadFile(filepath.Join(strings.TrimSpace(string(root)), "lib", "wasm", "wasm_exec.js")); err != nil {
		return fmt.Errorf("serve: %w", err)
	}
	s.files("/bench/", files)
	s.mux.Handle("/bench/peers/", http.StripPrefix("/bench/peers/", http.FileServerFS(os.DirFS(filepath.Join(dir, "node_modules")))))
	return nil
}

// buildPage builds bench/page.
func buildPage(ctx context.Context, out string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, "go", "build", "-trimpath", "-ldflags=-s -w", "-o", out, "./bench/page")
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	if text, err := cmd.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("build bench/page: %w\n%s", err, text)
	}
	return os.ReadFile(out)
}
