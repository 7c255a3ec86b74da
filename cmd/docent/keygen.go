//go:build !js

package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"

	"golang.org/x/term"

	"docent/internal/signing"
)

func keygen(_ context.Context, c *call) error {
	var out, passwordFile string
	err := c.parseFlags(func(f *flag.FlagSet) {
		f.StringVar(&out, "o", "", "`file` to write the private key to; the public one gets "+signing.PublicSuffix+" behind the name")
		passwordFlag(f, &passwordFile)
	})
	if err != nil {
		return err
	}
	if out == "" {
		return usageError("-o is missing: the file to write the key to")
	}
	password, err := c.newPassword(passwordFile)
	if err != nil {
		return err
	}
	k, err := signing.Generate()
	if err != nil {
		return err
	}
	if err := k.WriteFiles(out, password); err != nil {
		return err
	}
	if password == "" {
		fmt.Fprintf(c.stderr, "docent keygen: note: %s has no password: whoever gets hold of the file can sign in the museum's name\n", out)
	}
	fmt.Fprintf(c.stdout, "%s: the private key. Keep it safe, and a copy elsewhere; never publish it.\n%s: the public key, for pages and for everybody:\n%v\n",
		out, out+signing.PublicSuffix, k.Public())
	return nil
}

// passwordFlag defines the flag that commands with a private key have in common.
func passwordFlag(f *flag.FlagSet, path *string) {
	f.StringVar(path, "password-file", "", "`file` with the private key's password; a password is asked for on a terminal if not given")
}

// newPassword returns the password for a new key: of the file, or as it is typed, "" for none. Without either there is none.
func (c *call) newPassword(path string) (string, error) {
	if path != "" {
		return readPassword(path)
	}
	if !isTerminal(c.stderr) || !term.IsTerminal(int(os.Stdin.Fd())) {
		return "", nil
	}
	first, err := c.ask("Password for the new key (Enter for none): ")
	if err != nil || first == "" {
		return "", err
	}
	again, err := c.ask("The same again: ")
	if err == nil && again != first {
		err = errors.New("the two passwords are not the same")
	}
	return first, err
}

// readKey reads a private key. If it is encrypted, its password comes from the file, or is asked for.
func (c *call) readKey(path, passwordFile string) (signing.Key, error) {
	return signing.ReadKey(path, func() (string, error) {
		if passwordFile != "" {
			return readPassword(passwordFile)
		}
		if !term.IsTerminal(int(os.Stdin.Fd())) {
			return "", errors.New("it has a password: give it with -password-file")
		}
		return c.ask("Password of " + path + ": ")
	})
}

func readPassword(path string) (string, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return "", fmt.Errorf("read password: %w", err)
	}
	password, _, _ := strings.Cut(string(b), "\n")
	if password = strings.TrimSuffix(password, "\r"); password == "" {
		return "", fmt.Errorf("read password: the first line of %s is empty", path)
	}
	return password, nil
}

// ask asks for a password, which is not shown.
func (c *call) ask(question string) (string, error) {
	fmt.Fprint(c.stderr, question)
	b, err := term.ReadPassword(int(os.Stdin.Fd()))
	fmt.Fprintln(c.stderr)
	return string(b), err
}
