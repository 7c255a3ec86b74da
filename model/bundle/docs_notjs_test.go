//go:build !js

package bundle

import (
	"os"
	"strings"
	"testing"
)

// TestDocs reads the examples of docs/bundle.md.
func TestDocs(t *testing.T) {
	b, err := os.ReadFile("../../docs/bundle.md")
	if err != nil {
		t.Fatal(err)
	}
	var examples []string
	for i, s := range strings.Split(string(b), "```") {
		if json, ok := strings.CutPrefix(s, "json\n"); ok && i%2 == 1 {
			examples = append(examples, json)
		}
	}
	if len(examples) != 2 {
		t.Fatalf("%d examples, want a manifest and texts", len(examples))
	}
	manifest := strings.NewReplacer("<sha256 of the weight file>", weightsHash, "...", weightsHash).Replace(examples[0])
	if _, err := ReadManifest([]byte(manifest)); err != nil {
		t.Errorf("the example of a manifest: %v", err)
	}
	texts, err := ReadTexts([]byte(examples[1]))
	if err != nil {
		t.Fatalf("the example of texts: %v", err)
	}
	harbour := texts["harbour"]
	for _, f := range harbour.fields() {
		if *f.value == "" {
			t.Errorf("the example of texts has no %s", f.key)
		}
	}
}
