//go:build !js

package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"docent/internal/onnx"
	"docent/model/nn"
)

func TestExport(t *testing.T) {
	b, err := os.ReadFile(smallWeights)
	if err != nil {
		t.Fatal(err)
	}
	m, err := nn.ReadModel(b)
	if err != nil {
		t.Fatal(err)
	}
	want, err := onnx.Encode(m)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for i, args := range [][]string{
		{"-onnx", "FILE", "-weights", smallWeights},
		{"-onnx=FILE", "-weights", smallWeights},
		{"-onnx", "-o", "FILE", "-weights", smallWeights},
		{"-weights", smallWeights, "-onnx", "-o", "FILE"},
		{"-weights=" + smallWeights, "-onnx", "FILE"},
		{"FILE", "-onnx", "-weights", smallWeights},
		{"-onnx=FILE", "-o", "FILE", "-weights", smallWeights},
	} {
		file := filepath.Join(dir, strings.Repeat("a", i+1)+".onnx")
		all := []string{"export"}
		for _, a := range args {
			all = append(all, strings.Replace(a, "FILE", file, 1))
		}
		out := must(t, all...)
		if !strings.HasPrefix(out, file+": conv4-8, input x (1, 3, 56, 56), output y, ") {
			t.Errorf("%v: prints %q", args, out)
		}
		if got, err := os.ReadFile(file); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%v: the file is another (%v)", args, err)
		}
	}
}

func TestExportReleased(t *testing.T) {
	file := filepath.Join(t.TempDir(), "docent.onnx")
	must(t, "export", "-onnx", file)
	m, err := loadModel("")
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(file)
	if err != nil || !bytes.Contains(b, []byte(m.Hash)) || !bytes.Contains(b, []byte(m.Network.Name)) {
		t.Errorf("the file does not say of which weights it is (%v)", err)
	}
}

func TestExportUsage(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a.onnx")
	for _, c := range []struct {
		args []string
		code int
		want string
	}{
		{nil, 2, "say what to export: -bundle FILE -o DIR writes a site"},
		{[]string{"-o", file}, 2, "say what to export"},
		{[]string{file}, 2, "one argument too many"},
		{[]string{"-rollback"}, 2, "say which site"},
		{[]string{"-rollback", "-o", file}, 1, "no site before"},
		{[]string{"-rollback", "-bundle", file, "-o", file}, 2, "ask for one"},
		{[]string{"-onnx", file, "-bundle", file}, 2, "ask for one"},
		{[]string{"-jsonld", file, "-bundle", file, "-o", file}, 2, "ask for one"},
		{[]string{"-jsonld", file}, 2, "say what to export"},
		{[]string{"-bundle", file}, 2, "say where the site goes"},
		{[]string{"-bundle", file, "-o", file}, 2, "name the museum's public key"},
		{[]string{"-bundle", file, "-o", file, "-unsigned"}, 1, "no such file"},
		{[]string{"-bundle", file, "-o", file, "-unsigned", "-url", "http://museum.example/"}, 1, "-url: the address must begin with https"},
		{[]string{"-bundle", file, "-jsonld", file + "2"}, 1, "no such file"},
		{[]string{"-onnx"}, 2, "the file to write is missing"},
		{[]string{"-onnx="}, 2, "it is empty"},
		{[]string{"-onnx", ""}, 2, "empty"},
		{[]string{"-onnx", file, file}, 2, "one argument too many"},
		{[]string{"-onnx", file, "-o", file + "2"}, 2, "two files to write are named"},
		{[]string{"-onnx", file, "-weights", file}, 1, "read weights"},
		{[]string{"-onnx", filepath.Join(filepath.Dir(file), "none", "a.onnx")}, 1, "no such file"},
		{[]string{"-onnx", filepath.Dir(file)}, 1, "it is a folder"},
	} {
		stdout, stderr, code := docent(t, append([]string{"export"}, c.args...)...)
		if code != c.code || stdout != "" || !strings.Contains(stderr, c.want) || strings.Count(stderr, "\n") != 1 {
			t.Errorf("%q: exit %d, want %d with %q; says %q", c.args, code, c.code, c.want, stderr)
		}
	}
	if left, err := os.ReadDir(filepath.Dir(file)); err != nil || len(left) > 0 {
		t.Errorf("files are left: %v (%v)", left, err)
	}
}
