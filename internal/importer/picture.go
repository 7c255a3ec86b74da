//go:build !js

package importer

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"net/http"
	"os"
	"path/filepath"
	"strings"

	"docent/model/atomicfile"
	"docent/model/picture"
	"docent/model/vision"
)

// Picture is a picture of a work.
type Picture struct {
	URL     string // of a file; the last resort where there is a service
	Service string // of a IIIF Image API that makes any size of it; ""
}

// acceptPicture keeps servers from sending what cannot be read.
const acceptPicture = "image/jpeg, image/png;q=0.9, image/webp;q=0.8"

// Pictures that docent encodes: brush marks survive, and the file is no larger than the museum's own.
const jpegQuality = 90

// maxFile is the largest JPEG that is kept as it came.
const maxFile = 2 << 20

// fetchPicture writes a picture of a work to a file, at most side pixels long. It leaves the file alone where it has
// written it before, and where the museum has put another in its place.
func fetchPicture(ctx context.Context, c *Client, p Picture, path string, side int, j *journal) error {
	name := filepath.Base(path)
	source := p.Service
	if source == "" {
		source = p.URL
	}
	old, before := j.pictures[name], ""
	if b, err := os.ReadFile(path); err == nil {
		before = digest(b)
		museums := before != old.SHA256 && before != old.Before
		current := before == old.SHA256 && old.URL == source && old.Side == side && !c.Refresh
		if museums || current {
			return nil
		}
	}
	addresses, err := p.addresses(ctx, c, side)
	if err != nil {
		return err
	}
	for i, address := range addresses {
		var out []byte
		_, err = c.Get(ctx, address, acceptPicture, maxPicture, func(b []byte) (err error) {
			out, err = sized(b, side)
			return err
		})
		if err == nil {
			return keepPicture(path, out, entry{File: name, URL: source, Side: side, SHA256: digest(out), Before: before}, j)
		}
		// Servers refuse sizes that their own description allows. The next address asks in another way.
		if s, ok := errors.AsType[*StatusError](err); !ok || s.Status == http.StatusUnauthorized || i == len(addresses)-1 {
			return err
		}
	}
	return err
}

func keepPicture(path string, b []byte, e entry, j *journal) error {
	// The journal first: a file that it does not know would be taken for the museum's own.
	if err := j.add(e); err != nil {
		return err
	}
	if err := atomicfile.WriteBytes(path, b); err != nil {
		return fmt.Errorf("%w picture: %w", errDisk, err)
	}
	return nil
}

// addresses returns where a picture can be had at about side pixels, the best first.
func (p Picture) addresses(ctx context.Context, c *Client, side int) ([]string, error) {
	if p.Service == "" {
		return []string{p.URL}, nil
	}
	info, err := loadInfo(ctx, c, p.Service)
	if err != nil {
		if _, ok := errors.AsType[*StatusError](err); ok && p.URL != "" {
			return []string{p.URL}, nil
		}
		return nil, err
	}
	list := info.addresses(side)
	// The address in the manifest is often a derivative, and the only one that a server with fixed sizes has.
	if p.URL != "" && (len(list) == 0 || !strings.Contains(p.URL, "/full/full/") && !strings.Contains(p.URL, "/full/max/")) {
		list = append(list, p.URL)
	}
	if len(list) == 0 {
		return nil, fmt.Errorf("the image server at %s offers no size", p.Service)
	}
	return list, nil
}

// sized returns a picture as a JPEG file of at most side pixels a side, upright. What is one already stays as it is:
// to encode it again would lose a little and gain nothing.
func sized(b []byte, side int) ([]byte, error) {
	img, err := picture.Decode(b)
	if err != nil {
		return nil, err
	}
	config, format, err := image.DecodeConfig(bytes.NewReader(b))
	if err == nil && format == "jpeg" && max(config.Width, config.Height) <= side && picture.Orientation(b) == 1 && len(b) <= maxFile {
		return b, nil
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, vision.Fit(img, side), &jpeg.Options{Quality: jpegQuality}); err != nil {
		return nil, fmt.Errorf("encode picture: %w", err)
	}
	return out.Bytes(), nil
}

func digest(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}
