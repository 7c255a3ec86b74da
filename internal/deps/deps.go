// Package deps lets a package's tests state what the package must not depend on, and why.
package deps

import (
	"maps"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// Forbid fails t for each package that pkg depends on, directly or not, although forbidden names it. forbidden maps
// import paths to the reason; "text/..." names all packages below text. pkg is an import path, or "." for the package
// under test. goos asks for the dependencies of the build for GOOS=js GOARCH=wasm instead of this system's. Tests do not
// count as dependencies. Under js itself, where no go command can be run, the test is skipped.
func Forbid(t *testing.T, pkg string, goos bool, forbidden map[string]string) {
	t.Helper()
	if runtime.GOOS == "js" {
		t.Skip("go list cannot be run under js")
	}
	if _, err := exec.LookPath("go"); err != nil {
		t.Skip("no go command: ", err)
	}
	cmd := exec.Command("go", "list", "-deps", "-f", `{{.ImportPath}} {{join .Imports " "}}`, pkg)
	if goos {
		cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	}
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list -deps %s: %v\n%s", pkg, err, stderr.String())
	}

	importers := make(map[string][]string) // of each package
	var all []string
	for line := range strings.Lines(string(out)) {
		f := strings.Fields(line)
		all = append(all, f[0])
		for _, path := range f[1:] {
			importers[path] = append(importers[path], f[0])
		}
	}
	for _, pattern := range slices.Sorted(maps.Keys(forbidden)) {
		for _, path := range all {
			if matches(path, pattern) && len(importers[path]) > 0 { // pkg itself has no importer
				t.Errorf("%s depends on %s, imported by %s: %s", pkg, path, strings.Join(importers[path], ", "), forbidden[pattern])
			}
		}
	}
}

// matches reports whether path is pattern, or below it if it ends in "/...".
func matches(path, pattern string) bool {
	if dir, ok := strings.CutSuffix(pattern, "/..."); ok {
		return path == dir || strings.HasPrefix(path, dir+"/")
	}
	return path == pattern
}
