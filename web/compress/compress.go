//go:build !js

// Package compress makes the compressed copies of what package web serves, in brotli and in gzip (browsers ask for
// brotli on https and localhost alone).
//
// Copies of the page's files are made when docent is built, as well as can be (Best), and lie beside the files: style.css,
// style.css.br, style.css.gz. All else, such as a bundle, is compressed when somebody asks for it, or when a site is exported (Good, Fast).
package compress

import (
	"bytes"
	"compress/gzip"
	"io"
	"io/fs"
	"path"
	"sync"

	"github.com/andybalholm/brotli"
)

// Encoding is a content coding, by its name in HTTP.
type Encoding string

// The encodings, and the ending of a file's copy in each.
const (
	Brotli Encoding = "br"
	Gzip   Encoding = "gzip"
)

// Encodings lists them, the one that takes fewest bytes first.
var Encodings = [...]Encoding{Brotli, Gzip}

// Suffix returns the ending of the name of a file's copy.
func (e Encoding) Suffix() string {
	if e == Brotli {
		return ".br"
	}
	return ".gz"
}

// Copies are the compressed forms of a file: those that it pays to send.
type Copies map[Encoding][]byte

// An Effort says how much time compression may take.
type Effort int

// Best takes four seconds a megabyte for the last 12 % in brotli, Good one second for most of that; Fast takes a twentieth of a second.
const (
	Fast Effort = iota
	Good
	Best
)

// packed are the extensions of what is compressed already.
var packed = map[string]bool{".jpg": true, ".webp": true, ".png": true, ".mp3": true, ".m4a": true, ".ogg": true, ".br": true, ".gz": true, ".docent": true}

// Packed reports whether a file is compressed already, going by its name.
func Packed(name string) bool { return packed[path.Ext(name)] }

// Make compresses a file, unless its name says that it is compressed already, or less than a twentieth is saved.
func Make(name string, plain []byte, effort Effort) Copies {
	if Packed(name) {
		return nil
	}
	out := [len(Encodings)][]byte{}
	var wg sync.WaitGroup
	for i, e := range Encodings {
		wg.Go(func() { out[i] = e.pack(plain, effort) })
	}
	wg.Wait()
	copies := Copies{}
	for i, e := range Encodings {
		if len(out[i]) < len(plain)-len(plain)/20 {
			copies[e] = out[i]
		}
	}
	return copies
}

func (e Encoding) pack(plain []byte, effort Effort) []byte {
	var buf bytes.Buffer
	var w io.WriteCloser
	if e == Brotli {
		quality := [...]int{Fast: 5, Good: 10, Best: brotli.BestCompression} // 5 is smaller than gzip at its best, and faster
		w = brotli.NewWriterLevel(&buf, quality[effort])
	} else {
		var err error
		if w, err = gzip.NewWriterLevel(&buf, gzip.BestCompression); err != nil {
			panic(err) // the level is known to be right
		}
	}
	w.Write(plain) // to memory: neither can fail
	w.Close()
	return buf.Bytes()
}

// Read returns the copies that lie beside a file, but for those that are not of this content: they are left from a
// build of another one.
func Read(fsys fs.FS, name string, plain []byte) Copies {
	copies := Copies{}
	for _, e := range Encodings {
		b, err := fs.ReadFile(fsys, name+e.Suffix())
		if err == nil && e.holds(b, plain) {
			copies[e] = b
		}
	}
	return copies
}

// holds reports whether packed is a copy of plain.
func (e Encoding) holds(packed, plain []byte) bool {
	var r io.Reader = bytes.NewReader(packed)
	if e == Brotli {
		r = brotli.NewReader(r)
	} else {
		z, err := gzip.NewReader(r)
		if err != nil {
			return false
		}
		r = z
	}
	// No more than plain and a byte is read: a copy of zeros without end is as wrong as any.
	b, err := io.ReadAll(io.LimitReader(r, int64(len(plain))+1))
	return err == nil && bytes.Equal(b, plain)
}
