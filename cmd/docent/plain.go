//go:build !js

package main

import (
	"bytes"
	"io"
)

// plain writes text without what would steer a terminal: titles and names in a stranger's bundle are printed as they are. Control
// characters but tabs and line ends become question marks.
type plain struct{ w io.Writer }

func (p plain) Write(b []byte) (int, error) {
	clean := bytes.Clone(b)
	for i, c := range clean {
		second := i > 0 && b[i-1] == 0xc2 && c >= 0x80 && c < 0xa0 // U+0080 to U+009F in UTF-8
		if c < ' ' && c != '\n' && c != '\t' && c != '\r' || c == 0x7f || second {
			clean[i] = '?'
			if second {
				clean[i-1] = '?'
			}
		}
	}
	return p.w.Write(clean)
}
