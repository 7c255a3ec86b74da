//go:build torch

package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
)

// A command is one sub-command: its flags, and what it does.
type command struct {
	name, short string
	run         func(flags *flag.FlagSet, args []string) error
}

var commands = []command{
	{"train", "train a network on pictures of paintings", trainCommand},
	{"dev", "recognise the works held out, by views of them: what recipes are compared by", devCommand},
	{"eval", "accuracy in episodes, on views or real photos", evalCommand},
	{"export", "write a weight file from a run", exportCommand},
	{"locate", "train the network that finds a work in a frame", locateCommand},
	{"seed-experiment", "repeat the experiment that docent grew from", seedCommand},
}

// errUsage is wrong usage that has been reported already.
var errUsage = errors.New("usage")

func main() {
	if len(os.Args) > 1 {
		for _, c := range commands {
			if c.name != os.Args[1] {
				continue
			}
			err := c.run(flag.NewFlagSet("trainer "+c.name, flag.ContinueOnError), os.Args[2:])
			switch {
			case errors.Is(err, flag.ErrHelp):
			case errors.Is(err, errUsage):
				os.Exit(2)
			case err != nil:
				fmt.Fprintf(os.Stderr, "trainer %s: %v\n", c.name, err)
				os.Exit(1)
			}
			return
		}
	}
	fmt.Fprintln(os.Stderr, "usage: trainer COMMAND [flags]; trainer COMMAND -h tells a command's flags")
	for _, c := range commands {
		fmt.Fprintf(os.Stderr, "  %-16s %s\n", c.name, c.short)
	}
	os.Exit(2)
}

// parse reads the flags; a command here takes no other arguments.
func parse(flags *flag.FlagSet, args []string) error {
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return err
	case err != nil:
		return errUsage // the flag package has reported it
	case flags.NArg() > 0:
		return usage(flags, "unexpected argument %q", flags.Arg(0))
	}
	return nil
}

// usage reports wrong usage.
func usage(flags *flag.FlagSet, format string, args ...any) error {
	fmt.Fprintf(os.Stderr, "%s: %s\n", flags.Name(), fmt.Sprintf(format, args...))
	return errUsage
}

// paths is a flag that may be repeated.
type paths []string

func (p *paths) String() string     { return fmt.Sprint(*p) }
func (p *paths) Set(s string) error { *p = append(*p, s); return nil }
