package deps

import "testing"

func TestForbidPasses(t *testing.T) {
	Forbid(t, "sort", false, map[string]string{"net/http": "a test", "text/...": "a test", "sort": "the package itself is no dependency"})
	Forbid(t, "sort", true, map[string]string{"fmt": "a test"})
}

func TestMatches(t *testing.T) {
	for _, c := range []struct {
		path, pattern string
		want          bool
	}{
		{"fmt", "fmt", true},
		{"fmt", "fm", false},
		{"text/template/parse", "text/...", true},
		{"text", "text/...", true},
		{"textual", "text/...", false},
		{"net/http/internal", "net/http", false},
	} {
		if got := matches(c.path, c.pattern); got != c.want {
			t.Errorf("matches(%q, %q) = %v, want %v", c.path, c.pattern, got, c.want)
		}
	}
}
