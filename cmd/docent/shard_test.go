//go:build !js

package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// program writes a program docent that runs the command with weights that run in a moment, and without what takes long.
func program(t *testing.T) string {
	t.Helper()
	if _, err := exec.LookPath("bash"); err != nil {
		t.Skip("there is no bash: ", err)
	}
	path := write(t, filepath.Join(t.TempDir(), "docent"), []byte("#!/bin/sh\nstep=$1; shift\n[ $step != bundle ] || set -- -features none -views 1 \"$@\"\n"+
		"exec "+binary+" $step -weights "+smallWeights+" -locator none \"$@\"\n"))
	if err := os.Chmod(path, 0o777); err != nil {
		t.Fatal(err)
	}
	return path
}

// script runs a script with the settings in its environment.
func script(t *testing.T, env []string, name string, args ...string) string {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Env = append(os.Environ(), env...)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
	}
	return string(out)
}

func readFile(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestDeploy runs deploy/slurm.sh with an sbatch that runs jobs at once, and the commands in deploy/kubernetes.yaml one after
// the other: either gives the bundle that one run gives.
func TestDeploy(t *testing.T) {
	docent := program(t)
	images, table := collection(t)
	dir := t.TempDir()
	want := filepath.Join(dir, "want.docent")
	script(t, nil, docent, "bundle", "-images", images, "-catalog", table, "-cache", "none", "-o", want)

	t.Run("slurm", func(t *testing.T) {
		script(t, nil, "bash", "-n", "../../deploy/slurm.sh")
		sbatch := write(t, filepath.Join(t.TempDir(), "sbatch"), []byte(`#!/usr/bin/env bash
set -euo pipefail
array=
while [[ $1 == --* ]]; do
	case $1 in
	--array=*) array=${1#--array=} ;;
	--dependency=afterok:7) ;;
	--dependency=*) echo "dependency $1" >&2; exit 1 ;;
	esac
	shift
done
if [[ -n $array ]]; then
	for i in $(seq "${array%-*}" "${array#*-}"); do
		SLURM_ARRAY_TASK_ID=$i SLURM_ARRAY_TASK_MIN=1 "$@" >&2
	done
	echo "7;cluster"
else
	"$@"
fi
`))
		if err := os.Chmod(sbatch, 0o777); err != nil {
			t.Fatal(err)
		}
		out := filepath.Join(dir, "slurm", "museum.docent")
		script(t, []string{"PATH=" + filepath.Dir(sbatch) + ":" + os.Getenv("PATH"), "DOCENT=" + docent, "PICTURES=" + images, "CATALOG=" + table,
			"OUT=" + out, "SHARDS=3"}, "../../deploy/slurm.sh")
		if !bytes.Equal(readFile(t, out), readFile(t, want)) {
			t.Error("the bundle is another")
		}
	})
	t.Run("kubernetes", func(t *testing.T) {
		scripts := manifest(t)
		museum := filepath.Join(dir, "museum")
		if err := os.MkdirAll(museum, 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(images, filepath.Join(museum, "pictures")); err != nil {
			t.Skip("this system has no links: ", err)
		}
		write(t, filepath.Join(museum, "catalog.csv"), readFile(t, table))
		env := []string{"PATH=" + filepath.Dir(docent) + ":" + os.Getenv("PATH"), "SHARDS=2", "BUILD=1"}
		run := func(s string, more ...string) {
			script(t, append(env, more...), "sh", "-euc", strings.ReplaceAll(s, "/museum/", museum+"/"))
		}
		run(scripts[0], "JOB_COMPLETION_INDEX=0")
		run(scripts[0], "JOB_COMPLETION_INDEX=1")
		run(scripts[1])
		if !bytes.Equal(readFile(t, filepath.Join(museum, "museum.docent")), readFile(t, want)) {
			t.Error("the bundle is another")
		}
	})
}

// manifest returns what the jobs of deploy/kubernetes.yaml run: it stands behind "- |", further in. Where there is a program that
// knows YAML, it has to agree.
func manifest(t *testing.T) (scripts []string) {
	t.Helper()
	in := -1
	for line := range strings.Lines(string(readFile(t, "../../deploy/kubernetes.yaml"))) {
		indent := len(line) - len(strings.TrimLeft(line, " "))
		switch {
		case strings.TrimSpace(line) == "- |":
			in = indent
			scripts = append(scripts, "")
		case in >= 0 && indent > in:
			scripts[len(scripts)-1] += line[in+2:]
		default:
			in = -1
		}
		if strings.Contains(line, "\t") {
			t.Errorf("YAML has no tabs: %q", line)
		}
	}
	if len(scripts) != 2 {
		t.Fatalf("%d jobs run something, want 2", len(scripts))
	}
	const parse = "import sys, yaml\nfor job in yaml.safe_load_all(open(sys.argv[1])):\n" +
		"  c = job['spec']['template']['spec']['containers'][0]\n  sys.stdout.write(c['args'][0] + '\\0')\n"
	if exec.Command("python3", "-c", "import yaml").Run() != nil {
		t.Log("there is no python3 with yaml: only the commands are tested")
		return scripts
	}
	if out := script(t, nil, "python3", "-c", parse, "../../deploy/kubernetes.yaml"); out != strings.Join(scripts, "\x00")+"\x00" {
		t.Errorf("the jobs run %q, want %q", out, scripts)
	}
	return scripts
}

func TestParseShard(t *testing.T) {
	kubernetes := map[string]string{"JOB_COMPLETION_INDEX": "0"}
	slurm := map[string]string{"SLURM_ARRAY_TASK_ID": "12", "SLURM_ARRAY_TASK_MIN": "10", "SLURM_ARRAY_TASK_COUNT": "4"}
	for _, c := range []struct {
		flag       string
		env        map[string]string
		number, of int
		err        string
	}{
		{flag: "1/1", number: 1, of: 1},
		{flag: "3/8", number: 3, of: 8},
		{flag: "auto/5", env: kubernetes, number: 1, of: 5},
		{flag: "auto", env: slurm, number: 3, of: 4},
		{flag: "auto/9", env: slurm, number: 3, of: 9},
		{flag: "auto", err: "needs JOB_COMPLETION_INDEX or SLURM_ARRAY_TASK_ID"},
		{flag: "auto", env: kubernetes, err: "write auto/n"},
		{flag: "0/4", err: "no shard 0 of 4"},
		{flag: "5/4", err: "no shard 5 of 4"},
		{flag: "x/4", err: `"x", not a number`},
		{flag: "4", err: "is not i/n"},
		{flag: "auto/2", env: map[string]string{"JOB_COMPLETION_INDEX": "2"}, err: "no shard 3 of 2"},
	} {
		s, err := parseShard(c.flag, func(name string) string { return c.env[name] })
		switch {
		case c.err != "" && (err == nil || !strings.Contains(err.Error(), c.err)):
			t.Errorf("%s: error %v, want one that says %q", c.flag, err, c.err)
		case c.err == "" && (err != nil || s.Number != c.number || s.Of != c.of):
			t.Errorf("%s is %+v (%v), want %d of %d", c.flag, s, err, c.number, c.of)
		}
	}
}
