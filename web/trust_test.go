//go:build !js

package web

import (
	"os"
	"strings"
	"testing"

	"docent/internal/signing"
)

func TestPin(t *testing.T) {
	index, err := os.ReadFile("../static/index.html")
	if err != nil {
		t.Fatal(err)
	}
	var keys []string
	for range 2 {
		k, err := signing.Generate()
		if err != nil {
			t.Fatal(err)
		}
		keys = append(keys, k.Public().String())
	}
	const allowed = `<meta name="docent-unsigned" content="allowed">`
	for _, c := range []struct {
		name     string
		keys     []string
		unsigned bool
		want     string
	}{
		{"two keys", keys, false, `<meta name="docent-keys" content="` + keys[0] + " " + keys[1] + `">`},
		{"unsigned", nil, true, noKeys + "\n" + allowed},
		{"both", keys[:1], true, `<meta name="docent-keys" content="` + keys[0] + `">` + "\n" + allowed},
		{"neither", nil, false, noKeys},
	} {
		page, err := Pin(index, c.keys, c.unsigned)
		if err != nil || !strings.Contains(string(page), c.want) || strings.Contains(string(page), allowed) != c.unsigned {
			t.Errorf("%s: %v, want %s", c.name, err, c.want)
		}
	}
	for name, bad := range map[string][]string{"no key": {`"><script>`}, "cut": {keys[0][:50]}} {
		if _, err := Pin(index, bad, false); err == nil {
			t.Errorf("%s: pinned", name)
		}
	}
	if _, err := Pin([]byte("<!doctype html>"), keys, false); err == nil {
		t.Error("keys are pinned in a page that has no place for them")
	}
}

func TestCheckSignature(t *testing.T) {
	k, err := signing.Generate()
	if err != nil {
		t.Fatal(err)
	}
	other, err := signing.Generate()
	if err != nil {
		t.Fatal(err)
	}
	files, err := collection(t).Files()
	if err != nil {
		t.Fatal(err)
	}
	manifest := files["manifest.json"]
	signature, err := k.SignManifest(manifest)
	if err != nil {
		t.Fatal(err)
	}
	ours, others := []string{k.Public().String()}, []string{other.Public().String()}
	for _, c := range []struct {
		name      string
		signature []byte
		keys      []string
		unsigned  bool
		want      string
	}{
		{"signed", signature, append(others, ours...), false, ""},
		{"unsigned", nil, ours, false, "it is not signed"},
		{"unsigned and allowed", nil, ours, true, ""},
		{"stranger", signature, others, false, k.Public().ID.String() + ", not with " + other.Public().ID.String()},
		{"stranger where unsigned is allowed", signature, others, true, "it is signed with the key"},
		{"damaged", []byte("x"), ours, false, "damaged"},
		{"no keys", signature, nil, false, "the page needs a key"},
		{"no keys, unsigned allowed", signature, nil, true, ""},
		{"bad key", signature, []string{"RW"}, false, "pin keys"},
	} {
		err := CheckSignature(manifest, c.signature, c.keys, c.unsigned)
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
	}
	if err := CheckSignature(append(manifest, ' '), signature, ours, false); err == nil || !strings.Contains(err.Error(), "has been changed") {
		t.Errorf("changed: %v", err)
	}
}

// TestHandlerPins serves a page with the museum's key in it, and refuses to serve what that page would refuse.
func TestHandlerPins(t *testing.T) {
	k, err := signing.Generate()
	if err != nil {
		t.Fatal(err)
	}
	s := site0(t)
	s.Unsigned = false
	if _, err := Handler(s); err == nil || !strings.Contains(err.Error(), "the page needs a key") {
		t.Errorf("without a key: %v", err)
	}
	s.Keys = []string{k.Public().String()}
	if _, err := Handler(s); err == nil || !strings.Contains(err.Error(), "it is not signed") {
		t.Errorf("without a signature: %v", err)
	}
	s.Unsigned = true
	page := body(t, get(t, handler(t, s), "GET", "/", "Accept-Encoding", "br"))
	if !strings.Contains(page, s.Keys[0]) {
		t.Errorf("the page does not name its key: %s", page)
	}
}
