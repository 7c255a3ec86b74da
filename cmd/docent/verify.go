//go:build !js

package main

import (
	"context"
	"flag"
	"fmt"

	"docent/internal/signing"
	"docent/model/minisign"
)

func verifyFile(_ context.Context, c *call) error {
	var keys list
	args, err := c.parse(func(f *flag.FlagSet) {
		f.Var(&keys, "key", "public key `file`, KEY"+signing.PublicSuffix+"; any of them will do where there are several")
	})
	if err != nil {
		return err
	}
	path, err := oneFile(args, keys.String(), "the public key of whoever signed")
	if err != nil {
		return err
	}
	public, err := readPublic(keys)
	if err != nil {
		return err
	}
	if !signing.IsBundle(path) {
		s, err := signing.VerifyFile(path, public)
		if err == nil {
			fmt.Fprintf(c.stdout, "%s: unchanged, signed with key %v\ntrusted comment: %s\n", path, s.ID, s.Comment)
		}
		return err
	}
	v, err := signing.VerifyBundle(path, public)
	if err == nil {
		fmt.Fprintf(c.stdout, "%s: unchanged, signed with key %v: %d works, %d parts, all of them checked\ntrusted comment: %s\n",
			path, v.Signature.ID, v.Manifest.WorkCount(), v.Parts, v.Signature.Comment)
	}
	return err
}

// readPublic reads files of public keys.
func readPublic(paths []string) ([]minisign.Key, error) {
	keys := make([]minisign.Key, len(paths))
	for i, path := range paths {
		var err error
		if keys[i], err = signing.ReadPublic(path); err != nil {
			return nil, err
		}
	}
	return keys, nil
}

// publicLines is readPublic as package web takes keys.
func publicLines(paths []string) ([]string, error) {
	keys, err := readPublic(paths)
	lines := make([]string, len(keys))
	for i, k := range keys {
		lines[i] = k.String()
	}
	return lines, err
}
