//go:build !js

package main

import (
	"errors"
	"flag"
	"fmt"
	"io"

	"docent/internal/onnx"
	"docent/model/atomicfile"
)

// exportONNX writes the network as an ONNX file.
func exportONNX(stdout io.Writer, path, weights string) error {
	m, err := loadModel(weights)
	if err != nil {
		return err
	}
	b, err := onnx.Encode(m)
	if err != nil {
		return err
	}
	if err := atomicfile.Write(path, func(w io.Writer) error {
		_, err := w.Write(b)
		return err
	}); err != nil {
		return err
	}
	in := m.Network.Input
	fmt.Fprintf(stdout, "%s: %s, input %s (1, %d, %d, %d), output %s, %d bytes\n", path, m.Network.Name, onnx.Input, in.C, in.H, in.W, onnx.Output, len(b))
	return nil
}

// optional is a flag that may name a file, and may stand alone: -onnx=FILE, or -onnx with the file as an operand or in
// another flag.
type optional struct {
	set     bool
	value   string // of -onnx=FILE
	operand string // FILE of -onnx FILE, which the flag package takes for an argument
}

func (o *optional) String() string { return o.value }

// IsBoolFlag tells the flag package that the flag needs no value. It calls Set with "true" then.
func (o *optional) IsBoolFlag() bool { return true }

func (o *optional) Set(s string) error {
	if s == "" {
		return errors.New("it is empty")
	}
	o.set, o.value = true, s
	if s == "true" {
		o.value = ""
	}
	return nil
}

// path returns the file to write; out is that of -o.
func (o *optional) path(out string) (string, error) {
	path := ""
	for _, p := range []string{o.value, o.operand, out} {
		switch {
		case p == "":
		case path != "" && path != p:
			return "", usageError(fmt.Sprintf("two files to write are named, %s and %s", path, p))
		default:
			path = p
		}
	}
	if path == "" {
		return "", usageError("the file to write is missing: -onnx FILE, or -o FILE")
	}
	return path, nil
}

// parseMixed is parse for a command that takes at most one operand, before, between or after its flags. define is called
// for each stretch of flags: it has to give them their present values as defaults.
func (c *call) parseMixed(operand *string, define func(f *flag.FlagSet)) error {
	for {
		rest, err := c.parse(define)
		if err != nil || len(rest) == 0 {
			return err
		}
		if *operand != "" {
			return noMore(rest)
		}
		if rest[0] == "" {
			return usageError("the name of a file is empty")
		}
		*operand, c.args = rest[0], rest[1:]
	}
}
