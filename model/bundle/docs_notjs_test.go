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
	if len(examples) != 4 {
		t.Fatalf("%d examples, want two manifests, works and texts", len(examples))
	}
	for i := range examples {
		examples[i] = strings.NewReplacer("<sha256 of the weight file>", weightsHash, `"..."`, `"`+weightsHash+`"`).Replace(examples[i])
	}
	if m, err := ReadManifest([]byte(examples[0])); err != nil || m.Works[0].Licence == "" || m.Works[0].Pictures != 3 {
		t.Errorf("the example of a manifest: %+v, %v", m, err)
	}
	if m, err := ReadManifest([]byte(examples[1])); err != nil {
		t.Errorf("the example of a manifest with groups: %v", err)
	} else if _, err := ReadContents([]byte(examples[2]), m, 0); err != nil {
		t.Errorf("the example of works: %v", err)
	}
	texts, err := ReadTexts([]byte(examples[3]))
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
