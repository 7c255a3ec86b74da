//go:build !linux

package atomicfile

// Exchange gives two files or folders of the same disk each other's name. For a moment there is nothing at b.
func Exchange(a, b string) error { return exchangeByRename(a, b) }
