//go:build !js || curator

package build

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"image"

	"docent/model/picture"
)

// Picture is a picture that can be had when it is needed.
type Picture struct {
	Name string                      // for messages
	Read func() ([]byte, error)      // the file: JPEG, PNG or WebP; nil where there is none
	Load func() (*image.RGBA, error) // the picture, where Read is nil
}

// Source is the pictures of a work.
type Source struct {
	ID   string
	Load func() (*image.RGBA, error) // the reference; not asked where Read is set
	Read func() ([]byte, error)      // the reference's file: JPEG, PNG or WebP; may be nil
	Name string                      // of the reference, for messages
	More []Picture                   // more photos of the work
}

// photos returns all pictures of a work, the reference first.
func (s *Source) photos() []Picture {
	return append([]Picture{{s.Name, s.Read, s.Load}}, s.More...)
}

// opened is a picture whose hash is known, and which is decoded when it is asked for.
type opened struct {
	Picture
	sum     [sha256.Size]byte
	file    []byte
	decoded *image.RGBA
}

// open reads a picture, or where it has no file loads it.
func (p Picture) open() (*opened, error) {
	o := &opened{Picture: p}
	var err error
	if p.Read != nil {
		if o.file, err = p.Read(); err == nil {
			o.sum = sha256.Sum256(o.file)
		}
		return o, err
	}
	if o.decoded, err = p.Load(); err != nil {
		return nil, err
	}
	h := sha256.New()
	var size [8]byte
	binary.LittleEndian.PutUint32(size[:4], uint32(o.decoded.Rect.Dx()))
	binary.LittleEndian.PutUint32(size[4:], uint32(o.decoded.Rect.Dy()))
	h.Write(size[:])
	for y := range o.decoded.Rect.Dy() {
		h.Write(o.decoded.Pix[y*o.decoded.Stride:][:4*o.decoded.Rect.Dx()])
	}
	h.Sum(o.sum[:0])
	return o, nil
}

// load returns the picture.
func (o *opened) load() (*image.RGBA, error) {
	if o.decoded != nil {
		return o.decoded, nil
	}
	m, err := picture.Decode(o.file)
	if err != nil && o.Name != "" {
		err = fmt.Errorf("%s: %w", o.Name, err)
	}
	o.file = nil
	return m, err
}
