//go:build !js

package main

import (
	"flag"
	"os"
	"path/filepath"
	"runtime/debug"

	"docent/internal/build"
)

// cacheFlag is the flag -cache: where what is found of works is kept.
type cacheFlag string

func (v *cacheFlag) define(f *flag.FlagSet) {
	f.StringVar((*string)(v), "cache", "", "`folder` in which what is found of each work is kept, so that it is looked at once; the user's cache if not given; none for nowhere")
}

// littleMemory lets a build take half as much memory beside what it holds as programs do: it makes much that is soon let go.
func littleMemory() { debug.SetGCPercent(50) }

// open opens the cache. close removes what has not been used for long if it is too large, or all of it where nothing is to
// be kept.
func (v cacheFlag) open() (store *build.Cache, close func(), err error) {
	dir := string(v)
	switch dir {
	case none:
		if dir, err = os.MkdirTemp("", "docent-build-"); err != nil {
			return nil, nil, err
		}
		store, err = build.OpenCache(dir)
		return store, func() { os.RemoveAll(dir) }, err
	case "":
		if dir, err = os.UserCacheDir(); err != nil {
			return nil, nil, usageError(err.Error() + ": name a folder with -cache, or none")
		}
		dir = filepath.Join(dir, "docent", "works")
	}
	store, err = build.OpenCache(dir)
	return store, func() { store.Trim(build.CacheLimit) }, err
}
