//go:build !js

package main

import (
	"archive/zip"
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"docent/model/bundle"
)

// signedBundle makes a key, a stranger's key and a small bundle that the first has signed, in a folder.
func signedBundle(t *testing.T) (at func(name string) string) {
	t.Helper()
	dir := t.TempDir()
	at = func(name string) string { return filepath.Join(dir, name) }
	images, table := collection(t)
	must(t, "bundle", "-images", images, "-catalog", table, "-title", "Museum", "-weights", smallWeights, "-views", "1", "-o", at("unsigned.docent"))
	for _, name := range []string{"museum", "other"} {
		must(t, "keygen", "-o", at(name))
	}
	b, err := os.ReadFile(at("unsigned.docent"))
	if err != nil {
		t.Fatal(err)
	}
	write(t, at("museum.docent"), b)
	must(t, "sign", "-key", at("museum"), at("museum.docent"))
	return at
}

// rewrite copies a .docent file with one of its files changed.
func rewrite(t *testing.T, from, to, name string, change func([]byte) []byte) {
	t.Helper()
	z, err := zip.OpenReader(from)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	var buf bytes.Buffer
	w := zip.NewWriter(&buf)
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if _, err := b.ReadFrom(r); err != nil {
			t.Fatal(err)
		}
		content := b.Bytes()
		if f.Name == name {
			content = change(content)
		}
		out, err := w.Create(f.Name)
		if err == nil {
			_, err = out.Write(content)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	write(t, to, buf.Bytes())
}

func TestSign(t *testing.T) {
	at := signedBundle(t)
	t.Run("verifies", func(t *testing.T) { verifies(t, at) })
	t.Run("refuses", func(t *testing.T) { refuses(t, at) })
}

func verifies(t *testing.T, at func(string) string) {
	out := must(t, "verify", "-key", at("other.pub"), "-key", at("museum.pub"), at("museum.docent"))
	for _, want := range []string{"unchanged, signed with key ", ": 3 works, ", "title:Museum\tworks:3"} {
		if !strings.Contains(out, want) {
			t.Errorf("verify prints %q, want %q", out, want)
		}
	}

	// A signature takes nothing from a bundle, and is there once.
	first, err := os.ReadFile(at("museum.docent"))
	if err != nil {
		t.Fatal(err)
	}
	must(t, "sign", "-key", at("museum"), at("museum.docent"))
	if again, err := os.ReadFile(at("museum.docent")); err != nil || !bytes.Equal(again, first) {
		t.Errorf("signing again gives other bytes: %v", err)
	}
	before, err := bundle.ReadFile(at("unsigned.docent"))
	if err != nil {
		t.Fatal(err)
	}
	after, err := bundle.ReadFile(at("museum.docent"))
	if err != nil {
		t.Fatal(err)
	}
	if after.Signature == nil || before.Signature != nil || len(after.Works) != len(before.Works) {
		t.Error("the signature is not in the bundle, or more than that has changed")
	}

	// A folder is signed too.
	if err := before.WriteDir(at("folder")); err != nil {
		t.Fatal(err)
	}
	must(t, "sign", "-key", at("museum"), at("folder"))
	must(t, "verify", "-key", at("museum.pub"), at("folder"))

	// And any other file.
	write(t, at("poster.pdf"), []byte("poster"))
	must(t, "sign", "-key", at("museum"), at("poster.pdf"))
	if out := must(t, "verify", "-key", at("museum.pub"), at("poster.pdf")); !strings.Contains(out, "file:poster.pdf") {
		t.Errorf("verify prints %q", out)
	}
}

func refuses(t *testing.T, at func(string) string) {
	flip := func(b []byte) []byte {
		b = bytes.Clone(b)
		b[len(b)-20] ^= 1
		return b
	}
	rewrite(t, at("museum.docent"), at("part.docent"), "texts/en.json", flip)
	rewrite(t, at("museum.docent"), at("manifest.docent"), "manifest.json", func(b []byte) []byte { return bytes.Replace(b, []byte("Museum"), []byte("Museun"), 1) })
	rewrite(t, at("museum.docent"), at("damaged.docent"), "manifest.json.minisig", func(b []byte) []byte { return b[:100] })
	rewrite(t, at("museum.docent"), at("comment.docent"), "manifest.json.minisig", func(b []byte) []byte { return bytes.Replace(b, []byte("works:3"), []byte("works:9"), 1) })
	write(t, at("letter.pdf"), []byte("letter"))
	id := func(key string) string {
		b, err := os.ReadFile(at(key))
		if err != nil {
			t.Fatal(err)
		}
		line, _, _ := strings.Cut(string(b), "\n")
		return line[strings.LastIndexByte(line, ' ')+1:]
	}
	for _, c := range []struct {
		name, key, file string
		want            []string
	}{
		{"not signed", "museum.pub", "unsigned.docent", []string{"it is not signed", "docent sign"}},
		{"a file that is not signed", "museum.pub", "letter.pdf", []string{"it is not signed"}},
		{"another key", "other.pub", "museum.docent", []string{"signed with the key " + id("museum.pub"), "not with " + id("other.pub")}},
		{"part changed", "museum.pub", "part.docent", []string{"a part has been changed", "texts/en.json"}},
		{"manifest changed", "museum.pub", "manifest.docent", []string{"changed after it was signed"}},
		{"signature damaged", "museum.pub", "damaged.docent", []string{"signature is damaged"}},
		{"comment changed", "museum.pub", "comment.docent", []string{"the comment in it is not what was signed"}},
		{"no bundle", "museum.pub", "missing.docent", []string{"no such file"}},
		{"private key", "museum", "museum.docent", []string{"this is a private key"}},
	} {
		stdout, stderr, code := docent(t, "verify", "-key", at(c.key), at(c.file))
		if code != 1 || stdout != "" || strings.Count(stderr, "\n") != 1 {
			t.Errorf("%s: exit %d, %q, %q", c.name, code, stdout, stderr)
		}
		for _, want := range c.want {
			if !strings.Contains(stderr, want) {
				t.Errorf("%s: verify says %q, want %q", c.name, stderr, want)
			}
		}
	}
	// What cannot be served to a page that pins a key is refused at once.
	for file, want := range map[string]string{"unsigned.docent": "it is not signed", "manifest.docent": "changed after it was signed"} {
		_, stderr, code := docent(t, "serve", "-addr", "localhost:0", "-weights", smallWeights, "-bundle", at(file), "-key", at("museum.pub"))
		if code != 1 || !strings.Contains(stderr, want) {
			t.Errorf("serve %s: exit %d, %q, want %q", file, code, stderr, want)
		}
	}
}

func TestKeygen(t *testing.T) {
	dir := t.TempDir()
	key := filepath.Join(dir, "museum.key")
	stdout, stderr, code := docent(t, "keygen", "-o", key)
	if code != 0 || !strings.Contains(stdout, "RW") || !strings.Contains(stderr, "has no password") {
		t.Errorf("keygen: exit %d, %q, %q", code, stdout, stderr)
	}
	if _, stderr, code := docent(t, "keygen", "-o", key); code != 1 || !strings.Contains(stderr, "never overwritten") {
		t.Errorf("keygen over a key: exit %d, %q", code, stderr)
	}
	empty := write(t, filepath.Join(dir, "password"), []byte("\n"))
	if _, stderr, code := docent(t, "keygen", "-o", filepath.Join(dir, "locked"), "-password-file", empty); code != 1 || !strings.Contains(stderr, "is empty") {
		t.Errorf("keygen with an empty password: exit %d, %q", code, stderr)
	}
	// Encrypted by minisign's format, with less effort; its password is "open sesame".
	locked := write(t, filepath.Join(dir, "locked"), []byte("untrusted comment: minisign encrypted secret key\n"+
		"RWRTY0Iyc2FsdCBvZiBhIGtleSBmb3IgdGVzdHMsIG5vdCB1c2UAgAAAAAAAAAAAAAEAAAAApv7Nho3VYT/lfSFxPJtgOvNfwXfnJEaQOZX7QDJefVDjtUv7DyK2BBHZvmmnd3pV7EyEiNS7iOJx1vgRoysof0vWu+zLNHk4hB7oBjFLPrPce4zGihiHg8iADNtvoZAF94u4WIBDCwQ=\n"))
	file := write(t, filepath.Join(dir, "file"), []byte("x"))
	if _, stderr, code := docent(t, "sign", "-key", locked, file); code != 1 || !strings.Contains(stderr, "-password-file") {
		t.Errorf("sign without the password: exit %d, %q", code, stderr)
	}
	right := write(t, filepath.Join(dir, "right"), []byte("open sesame\r\n"))
	must(t, "sign", "-key", locked, "-password-file", right, file)
	wrong := write(t, filepath.Join(dir, "wrong"), []byte("open barley\n"))
	if _, stderr, code := docent(t, "sign", "-key", locked, "-password-file", wrong, file); code != 1 || !strings.Contains(stderr, "not its password") {
		t.Errorf("sign with a wrong password: exit %d, %q", code, stderr)
	}
	for _, args := range [][]string{{"keygen"}, {"sign", file}, {"sign", "-key", locked}, {"verify", "-key", locked}, {"verify", file}, {"sign", "-key", locked, file, file}} {
		if _, stderr, code := docent(t, args...); code != 2 {
			t.Errorf("docent %v: exit %d, %q", args, code, stderr)
		}
	}
}
