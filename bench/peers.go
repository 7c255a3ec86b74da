//go:build !js

package main

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// The peers' packages at their versions, and the sums of what npm downloads for them.
var (
	//go:embed package.json
	packageJSON []byte
	//go:embed package-lock.json
	lockJSON []byte
)

// A peer is a runtime that docent is compared with.
type peer struct {
	name    string   // in results
	pkg     string   // npm's name of the package whose version counts
	scripts []string // what a page that uses it downloads, below node_modules
	wasm    string
}

var peers = []peer{
	{"onnxruntime-web", "onnxruntime-web", []string{
		"onnxruntime-web/dist/ort.wasm.min.js",
		"onnxruntime-web/dist/ort-wasm-simd-threaded.mjs",
	}, "onnxruntime-web/dist/ort-wasm-simd-threaded.wasm"},
	{"tfjs", "@tensorflow/tfjs-backend-wasm", []string{
		"@tensorflow/tfjs-core/dist/tf-core.min.js",
		"@tensorflow/tfjs-backend-wasm/dist/tf-backend-wasm.min.js",
	}, "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm"},
}

// installedName is a copy of the lock file, written when npm has finished.
const installedName = ".installed.json"

// installPeers installs the peers into dir with npm, unless they are there.
func installPeers(ctx context.Context, dir string) error {
	if have, err := os.ReadFile(filepath.Join(dir, installedName)); err == nil && bytes.Equal(have, lockJSON) && checkPeers(dir) == nil {
		return nil
	}
	npm, err := exec.LookPath("npm")
	if err != nil {
		return errors.New("install peers: npm is missing (sh scripts/tools.sh npm installs it on Debian and Ubuntu; nodejs.org elsewhere)")
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return fmt.Errorf("install peers: %w", err)
	}
	for name, b := range map[string][]byte{"package.json": packageJSON, "package-lock.json": lockJSON} {
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o666); err != nil {
			return fmt.Errorf("install peers: %w", err)
		}
	}
	// ci installs what the lock file says, and nothing else; no package runs a program of its own.
	cmd := exec.CommandContext(ctx, npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if err == nil {
		err = checkPeers(dir)
	}
	if err != nil {
		return fmt.Errorf("install peers: npm ci in %s: %w\n%s\nnpm needs its registry once: connect this machine, or copy %[1]s/node_modules from one that is connected",
			dir, err, strings.TrimSpace(string(out)))
	}
	return os.WriteFile(filepath.Join(dir, installedName), lockJSON, 0o666)
}

// checkPeers looks whether every file of the peers is there.
func checkPeers(dir string) error {
	for _, p := range peers {
		for _, name := range append(p.scripts, p.wasm) {
			if _, err := os.Stat(filepath.Join(dir, "node_modules", name)); err != nil {
				return fmt.Errorf("%s: %w", p.name, err)
			}
		}
	}
	return nil
}

// peerVersions returns the versions that package.json pins.
func peerVersions() (map[string]string, error) {
	var pinned struct {
		Dependencies map[string]string `json:"dependencies"`
	}
	if err := json.Unmarshal(packageJSON, &pinned); err != nil {
		return nil, fmt.Errorf("read package.json: %w", err)
	}
	versions := map[string]string{}
	for _, p := range peers {
		versions[p.name] = pinned.Dependencies[p.pkg]
	}
	return versions, nil
}
