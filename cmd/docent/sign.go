//go:build !js

package main

import (
	"context"
	"flag"
	"fmt"

	"docent/internal/signing"
)

func signFile(_ context.Context, c *call) error {
	var key, passwordFile string
	args, err := c.parse(func(f *flag.FlagSet) {
		f.StringVar(&key, "key", "", "private key `file` that docent keygen wrote, or minisign")
		passwordFlag(f, &passwordFile)
	})
	if err != nil {
		return err
	}
	path, err := oneFile(args, key, "the private key to sign with")
	if err != nil {
		return err
	}
	k, err := c.readKey(key, passwordFile)
	if err != nil {
		return err
	}
	if !signing.IsBundle(path) {
		out, err := k.SignFile(path)
		if err == nil {
			fmt.Fprintf(c.stdout, "%s: the signature of %s, with key %v\n", out, path, k.Public().ID)
		}
		return err
	}
	s, err := k.SignBundle(path)
	if err == nil {
		fmt.Fprintf(c.stdout, "%s: signed with key %v\ntrusted comment: %s\n", path, s.ID, s.Comment)
	}
	return err
}

// oneFile returns the one file that sign and verify take.
func oneFile(args []string, key, which string) (string, error) {
	switch {
	case key == "":
		return "", usageError("-key is missing: " + which)
	case len(args) == 0:
		return "", usageError("there is no file: give a bundle, or any other file")
	}
	return args[0], noMore(args[1:])
}
