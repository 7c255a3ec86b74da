//go:build !js

// Command docent makes, checks and serves prototype bundles: what a museum needs to have its works recognised in a web
// page. See docent help.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
)

// command is a subcommand. run has its flags in a set that it defines itself.
type command struct {
	name, args, short string
	run               func(ctx context.Context, c *call) error
}

var commands = []command{
	{"serve", "[-addr :8080] [-bundle FILE] [-key KEY.pub] [-gallery DIR]", "serve the page, its model and a bundle", serve},
	{"import", "iiif|met|aic|wikidata|linkedart [SOURCE...] -o DIR", "bring an online collection into a folder of pictures and a catalog", importCollection},
	{"bundle", "-images DIR [-catalog FILE] -o FILE", "make a bundle from one picture per work", makeBundle},
	{"merge", "-o FILE SHARD...", "make a bundle from the shards that docent bundle -shard has written", merge},
	{"rollback", "FILE", "bring back the bundle that this one has replaced", rollback},
	{"catalog", "new|check ...", "write a table of works to fill in, or check one", catalogCommand},
	{"keygen", "-o KEY", "make a key to sign with: KEY and KEY.pub", keygen},
	{"sign", "-key KEY FILE", "sign a bundle, or any other file", signFile},
	{"verify", "-key KEY.pub FILE", "check who signed a bundle or file, and that nothing in it has been changed since", verifyFile},
	{"match", "-bundle FILE [-json] PHOTO|FOLDER...", "name the works in photos", match},
	{"diff", "[-json] OLD NEW", "say what has changed from one bundle to another, and what visitors have to fetch", diffBundles},
	{"inspect", "[-plan] FILE", "say what is in a weight file or a bundle", inspectFile},
	{"eval", "-refs DIR|-bundle FILE -queries DIR [-distractors DIR] [-unknown DIR] [-json] [-html FILE]", "measure recognition on pictures whose answer is known", eval},
	{"export", "-bundle FILE -o DIR [-key KEY.pub]... [-unsigned] [-url ADDRESS]", "write a site for any web server; or the network (-onnx), the works (-jsonld)", export},
	{"gallery", "-o DIR", "write the pictures of the demo gallery and their catalog", writeGallery},
	{"views", "-o SHEET.png [-n N] [-walls DIR] IMAGE|DIR...", "draw a contact sheet of synthesised views", viewSheet},
	{"version", "", "print the version", version},
}

// call is one run of a subcommand.
type call struct {
	command
	args           []string
	stdout, stderr io.Writer
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// run runs a command line and returns the exit status: 0, 1 for an error, 2 for bad usage.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	if len(args) == 0 {
		help(stderr)
		return 2
	}
	name := args[0]
	if name == "help" || name == "-h" || name == "-help" || name == "--help" {
		if len(args) == 1 {
			help(stdout)
			return 0
		}
		name, args = args[1], []string{"help", "-h"}
	}
	for _, c := range commands {
		if c.name != name {
			continue
		}
		err := c.run(ctx, &call{command: c, args: args[1:], stdout: plain{stdout}, stderr: stderr})
		var usage usageError
		switch {
		case err == nil || errors.Is(err, flag.ErrHelp):
			return 0
		case errors.As(err, &usage):
			fmt.Fprintf(stderr, "docent %s: %v (docent %[1]s -h shows how it is used)\n", name, err)
			return 2
		}
		fmt.Fprintf(plain{stderr}, "docent %s: %v\n", name, err)
		return 1
	}
	fmt.Fprintf(stderr, "docent: there is no command %q (docent help lists them)\n", name)
	return 2
}

func help(w io.Writer) {
	fmt.Fprint(w, "docent recognises the works of a museum in a phone's camera, in a web page.\n\nusage: docent COMMAND [flags]\n\n")
	for _, c := range commands {
		fmt.Fprintf(w, "  %-8s %s\n", c.name, c.short)
	}
	fmt.Fprint(w, "\ndocent COMMAND -h shows a command's flags.\n")
}

// usageError is a mistake in the command line.
type usageError string

func (e usageError) Error() string { return string(e) }

// parse parses the call's arguments with flags defined by define. It returns flag.ErrHelp after printing what was
// asked for.
func (c *call) parse(define func(f *flag.FlagSet)) ([]string, error) {
	f := flag.NewFlagSet(c.name, flag.ContinueOnError)
	f.SetOutput(io.Discard)
	f.Usage = func() {}
	define(f)
	err := f.Parse(c.args)
	if errors.Is(err, flag.ErrHelp) {
		fmt.Fprintf(c.stdout, "docent %s: %s\n\nusage: %s\n\n", c.name, c.short, strings.TrimSpace("docent "+c.name+" "+c.command.args))
		f.SetOutput(c.stdout)
		f.PrintDefaults()
		return nil, err
	}
	if err != nil {
		return nil, usageError(err.Error())
	}
	return f.Args(), nil
}

// parseFlags is parse for a command that has flags alone.
func (c *call) parseFlags(define func(f *flag.FlagSet)) error {
	args, err := c.parse(define)
	if err != nil {
		return err
	}
	return noMore(args)
}

// noMore refuses arguments that are left over.
func noMore(args []string) error {
	if len(args) > 0 {
		return usageError(fmt.Sprintf("%q is one argument too many", args[0]))
	}
	return nil
}

// list is a flag that may be repeated.
type list []string

func (l *list) String() string { return strings.Join(*l, " ") }

func (l *list) Set(s string) error {
	if s == "" {
		return errors.New("it is empty")
	}
	*l = append(*l, s)
	return nil
}
