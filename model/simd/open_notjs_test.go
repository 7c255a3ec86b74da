//go:build !js

package simd

import (
	"errors"
	"testing"
)

// openTest returns an engine for a test, which ends with it.
func openTest(t testing.TB) *Engine {
	t.Helper()
	e, err := Open()
	if errors.Is(err, ErrUnsupported) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	return e
}

// browser says where the tests run.
const browser = false
