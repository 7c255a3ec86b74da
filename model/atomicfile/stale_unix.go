//go:build linux || darwin

package atomicfile

import (
	"os"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// staleAge is for how long at least nobody has written to what is taken for left over: whoever has just begun may not have its lock yet.
const staleAge = time.Minute

// lock says that a temporary file or folder is being written. The lock ends with the program, whatever ends that.
func lock(f *os.File) { unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB) }

// removeStale removes what programs have left behind that were killed while they wrote to path: what nobody has a lock on.
func removeStale(path string) {
	before, after := tempAround(path)
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		return
	}
	for _, e := range entries {
		middle, ok := strings.CutPrefix(e.Name(), before)
		middle, tail := strings.CutSuffix(middle, after)
		if !ok || !tail || strings.Contains(middle, ".") {
			continue
		}
		if info, err := e.Info(); err != nil || time.Since(info.ModTime()) < staleAge || !info.Mode().IsRegular() && !info.IsDir() {
			continue
		}
		temp := filepath.Join(filepath.Dir(path), e.Name())
		f, err := os.Open(temp)
		if err != nil {
			continue
		}
		if unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB) == nil {
			os.RemoveAll(temp)
		}
		f.Close()
	}
}
