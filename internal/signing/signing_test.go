//go:build !js

package signing

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"docent/model/minisign"
)

// Made by minisign 0.11: a key without a password, its public key, and the same key encrypted (with less effort than
// minisign spends, for the time it takes).
const (
	private = "untrusted comment: minisign encrypted secret key\n" +
		"RWQAAEIyAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA1iPMdjTSJ9+t9bUUjS8k6URQoa8cNnnbBSOM5L01arcAltfnZ29vorbgOSxo/uTjteERn+tuWg83s1eNShCrYHlOkWLy+gD+AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"
	public = "untrusted comment: minisign public key DF27D23476CC23D6\n" +
		"RWTWI8x2NNIn37bgOSxo/uTjteERn+tuWg83s1eNShCrYHlOkWLy+gD+\n"
	encrypted = "untrusted comment: minisign encrypted secret key\n" +
		"RWRTY0Iyc2FsdCBvZiBhIGtleSBmb3IgdGVzdHMsIG5vdCB1c2UAgAAAAAAAAAAAAAEAAAAApv7Nho3VYT/lfSFxPJtgOvNfwXfnJEaQOZX7QDJefVDjtUv7DyK2BBHZvmmnd3pV7EyEiNS7iOJx1vgRoysof0vWu+zLNHk4hB7oBjFLPrPce4zGihiHg8iADNtvoZAF94u4WIBDCwQ=\n"
	password = "open sesame"
)

// folder returns a folder with files, and the path of any name in it.
func folder(t *testing.T, files map[string]string) func(name string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return func(name string) string { return filepath.Join(dir, name) }
}

func none() (string, error) { return "", os.ErrInvalid }

func wantError(t *testing.T, err error, want string) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("%v, want %q", err, want)
	}
}

func TestReadKey(t *testing.T) {
	at := folder(t, map[string]string{"key": private, "key.pub": public, "locked": encrypted, "text": "hello", "short": private[:100]})
	for name, ask := range map[string]func() (string, error){
		"key":    none,
		"locked": func() (string, error) { return password, nil },
	} {
		k, err := ReadKey(at(name), ask)
		if err != nil || k.Public().ID.String() != "DF27D23476CC23D6" {
			t.Errorf("%s: %v, %v", name, k.Public().ID, err)
		}
	}
	for name, want := range map[string]string{
		"text": "docent keygen makes one", "short": "docent keygen makes one", "missing": "no such file", "locked": "invalid argument", "key.pub": "this is a public key",
	} {
		_, err := ReadKey(at(name), none)
		wantError(t, err, want)
	}
	_, err := ReadKey(at("locked"), func() (string, error) { return "open barley", nil })
	wantError(t, err, "not its password")

	if k, err := ReadPublic(at("key.pub")); err != nil || k.ID.String() != "DF27D23476CC23D6" {
		t.Errorf("public key: %v, %v", k.ID, err)
	}
	for name, want := range map[string]string{"key": "this is a private key", "locked": "this is a private key", "text": "RW and 54 more", "missing": "no such file"} {
		_, err := ReadPublic(at(name))
		wantError(t, err, want)
	}
}

func TestWriteFiles(t *testing.T) {
	at := folder(t, map[string]string{"taken": "x", "half.pub": "x"})
	k, err := Generate()
	if err != nil {
		t.Fatal(err)
	}
	if err := k.WriteFiles(at("museum.key"), ""); err != nil {
		t.Fatal(err)
	}
	back, err := ReadKey(at("museum.key"), none)
	if err != nil || !back.private.Equal(k.private) {
		t.Errorf("the key has changed: %v", err)
	}
	if p, err := ReadPublic(at("museum.key.pub")); err != nil || p != k.Public() {
		t.Errorf("the public key has changed: %v", err)
	}
	if info, err := os.Stat(at("museum.key")); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("the key's mode is %v, %v", info.Mode(), err)
	}
	for _, name := range []string{"museum.key", "taken", "half"} {
		wantError(t, k.WriteFiles(at(name), ""), "never overwritten")
	}
	for name, want := range map[string]bool{"taken.pub": false, "half": false, "taken": true} {
		if _, err := os.Stat(at(name)); (err == nil) != want {
			t.Errorf("%s is there: %v", name, err == nil)
		}
	}
	wantError(t, k.WriteFiles(at("nowhere/key"), ""), "write key")
}

func TestSignFile(t *testing.T) {
	at := folder(t, map[string]string{"key": private, "poster.pdf": "a poster\n"})
	k, err := ReadKey(at("key"), none)
	if err != nil {
		t.Fatal(err)
	}
	out, err := k.SignFile(at("poster.pdf"))
	if err != nil || out != at("poster.pdf.minisig") {
		t.Fatal(out, err)
	}
	text, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	s, err := minisign.ParseSignature(text)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Verify([]byte("a poster\n"), []minisign.Key{k.Public()}); err != nil {
		t.Error(err)
	}
	if !strings.Contains(s.Comment, "file:poster.pdf\thashed\ttimestamp:") {
		t.Errorf("the comment is %q", s.Comment)
	}
	_, err = k.SignFile(at("missing"))
	wantError(t, err, "no such file")
}

func TestOneLine(t *testing.T) {
	for in, want := range map[string]string{
		"title:Musée d’Art": "title:Musée d’Art", "a\tb\nc\x1b[31m\u202e": "a b c [31m ", strings.Repeat("é", 300): strings.Repeat("é", 200) + "...",
	} {
		if got := oneLine(in); got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
	}
}

// TestProgram has minisign itself sign for docent, and the other way round, with and without a password.
func TestProgram(t *testing.T) {
	program, err := exec.LookPath("minisign")
	if err != nil {
		t.Skip("minisign is not installed (apt-get install minisign): only its fixed keys and signatures are tested")
	}
	at := folder(t, map[string]string{"page": "a page\n"})
	run := func(input string, args ...string) {
		t.Helper()
		cmd := exec.Command(program, args...)
		cmd.Dir, cmd.Stdin = at("."), strings.NewReader(input)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("minisign %v: %v\n%s", args, err, out)
		}
	}
	verify := func(name string) {
		t.Helper()
		text, err := os.ReadFile(at(name + ".minisig"))
		if err != nil {
			t.Fatal(err)
		}
		p, err := ReadPublic(at("theirs.pub"))
		if err != nil {
			t.Fatal(err)
		}
		s, err := minisign.ParseSignature(text)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Verify([]byte("a page\n"), []minisign.Key{p}); err != nil {
			t.Errorf("minisign's signature: %v", err)
		}
	}
	ours, err := Generate()
	if err != nil {
		t.Fatal(err)
	}
	if err := ours.WriteFiles(at("ours"), ""); err != nil {
		t.Fatal(err)
	}
	if _, err := ours.SignFile(at("page")); err != nil {
		t.Fatal(err)
	}
	run("", "-V", "-p", "ours.pub", "-m", "page")
	run("", "-S", "-s", "ours", "-m", "page", "-x", "by-minisign") // it can use docent's key

	run("", "-G", "-W", "-p", "theirs.pub", "-s", "theirs")
	run("", "-S", "-s", "theirs", "-m", "page")
	verify("page")
	run("", "-S", "-l", "-s", "theirs", "-m", "page") // the file itself, not its hash
	verify("page")
	k, err := ReadKey(at("theirs"), none)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := k.SignFile(at("page")); err != nil {
		t.Fatal(err)
	}
	run("", "-V", "-p", "theirs.pub", "-m", "page")

	if testing.Short() {
		return // passwords take 1 GB
	}
	if err := ours.WriteFiles(at("locked"), password); err != nil {
		t.Fatal(err)
	}
	run(password+"\n", "-S", "-s", "locked", "-m", "page", "-x", "page.minisig")
	run("", "-V", "-p", "locked.pub", "-m", "page")
}
