//go:build !js

package main

import (
	"flag"

	"docent/internal/build"
)

// networkFlags are those that choose the networks, and what runs them.
type networkFlags struct {
	weights, locator string
	run              engineFlag
}

func (n *networkFlags) define(f *flag.FlagSet) {
	f.StringVar(&n.weights, "weights", "", "weight `file`; the released weights if not given")
	f.StringVar(&n.locator, "locator", "", "weight `file` of the network that finds works in photos; the released one if not given; none for windows of the photo")
	n.run.define(f)
}

// open returns options with the networks; close frees what runs them.
func (n *networkFlags) open() (o build.Options, close func(), err error) {
	if o.Model, err = loadModel(n.weights); err != nil {
		return o, nil, err
	}
	if o.Locator, err = loadLocator(n.locator); err != nil {
		return o, nil, err
	}
	o.Impostors = loadImpostors(o.Model)
	if o.Engine, err = n.run.open(); err != nil {
		return o, nil, err
	}
	return o, func() { o.Engine.Close() }, nil
}
