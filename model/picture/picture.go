// Package picture reads photos and reproductions from files: JPEG, PNG and WebP, turned upright, and never larger than
// recognition and training need. It is for native programs; the page leaves decoding to the browser.
package picture

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/draw"
	_ "image/jpeg" // registers the format
	_ "image/png"  // registers the format
	"io"
	"os"

	_ "golang.org/x/image/webp" // registers the format

	"docent/model/nn"
	"docent/model/vision"
)

const (
	// MaxSide is the longest side of a picture as [Load] and [Decode] return it: several times a frame, so that works can
	// still be cut from it, and small enough to keep many in memory.
	MaxSide = 2048

	// MinSide is the shortest side of a picture that is worth looking at: less is an icon or a tracking pixel.
	MinSide = 16

	// A header may claim any size, and decoding allocates what it claims: refuse what no phone takes.
	maxPixels       = 100e6
	maxDecodedSide  = 30000
	maxEncodedBytes = 256 << 20
)

// Load reads the picture in a file, turned upright according to its EXIF orientation, transparency laid over white,
// shrunk to at most [MaxSide] a side. Errors name the file.
func Load(path string) (*image.RGBA, error) {
	b, err := ReadFile(path)
	if err != nil {
		return nil, err
	}
	m, err := Decode(b)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return m, nil
}

// ReadFile is os.ReadFile with a bound on the size.
func ReadFile(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s: not a file", path)
	}
	b, err := io.ReadAll(io.LimitReader(f, maxEncodedBytes+1))
	if err != nil {
		return nil, err
	}
	if len(b) > maxEncodedBytes {
		return nil, fmt.Errorf("%s: %w", path, formatError("larger than %d MB", maxEncodedBytes>>20))
	}
	return b, nil
}

// Check refuses a file that [Decode] would refuse for its beginning: no picture, or one that is too small or too large.
func Check(b []byte) error {
	_, err := check(b)
	return err
}

// check returns the format of a picture that Check does not refuse.
func check(b []byte) (format string, err error) {
	if len(b) == 0 {
		return "", formatError("the file is empty")
	}
	config, format, err := image.DecodeConfig(bytes.NewReader(b))
	if err != nil {
		return "", explain(err, b)
	}
	return format, checkSize(config.Width, config.Height)
}

// Decode is [Load] for a file's content. All its errors are of type *nn.FormatError.
func Decode(b []byte) (*image.RGBA, error) {
	format, err := check(b)
	if err != nil {
		return nil, err
	}
	m, _, err := image.Decode(bytes.NewReader(b))
	if err != nil {
		return nil, explain(err, b)
	}
	upright := shrink(m, MaxSide)
	if format == "jpeg" {
		upright = vision.Orient(upright, Orientation(b))
	}
	return upright, nil
}

// checkSize refuses sizes that no useful picture has.
func checkSize(w, h int) error {
	switch {
	case w < MinSide || h < MinSide:
		return formatError("%d x %d pixels are too few: at least %d a side are needed", w, h, MinSide)
	case w > maxDecodedSide || h > maxDecodedSide:
		return formatError("%d x %d pixels are too many: at most %d a side can be read", w, h, maxDecodedSide)
	case float64(w)*float64(h) > maxPixels:
		return formatError("%d x %d pixels are too many: at most %d million can be read", w, h, int(maxPixels/1e6))
	}
	return nil
}

// explain says what is wrong with b, which could not be decoded.
func explain(err error, b []byte) error {
	switch {
	case errors.Is(err, image.ErrFormat) && isHEIC(b):
		return formatError("HEIC and AVIF cannot be read: save it as JPEG")
	case errors.Is(err, image.ErrFormat):
		return formatError("not a JPEG, PNG or WebP picture")
	case errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF):
		return formatError("the picture is cut off: the file ends too early")
	}
	return &nn.FormatError{What: "broken picture", Err: err}
}

// isHEIC recognises the container that iPhones save photos in by default (ISO/IEC 23008-12, brands in section 10).
func isHEIC(b []byte) bool {
	if len(b) < 12 || string(b[4:8]) != "ftyp" {
		return false
	}
	switch string(b[8:12]) {
	case "heic", "heix", "hevc", "mif1", "msf1", "avif":
		return true
	}
	return false
}

func formatError(format string, args ...any) error {
	return &nn.FormatError{What: "picture", Err: fmt.Errorf(format, args...)}
}

// shrink brings the longest side down to side and lays transparency over white. Pictures of twice that and more are first
// averaged in bands of rows, so that a photo of 100 megapixels needs no second copy of its full size.
func shrink(m image.Image, side int) *image.RGBA {
	b := m.Bounds()
	factor := max(b.Dx(), b.Dy()) / side
	if factor < 2 {
		return vision.Fit(m, side)
	}
	// Blocks of factor x factor pixels; what is left over at the right and bottom edges is less than a block, and
	// belongs to the last ones.
	w, h := max(b.Dx()/factor, 1), max(b.Dy()/factor, 1)
	dst := image.NewRGBA(image.Rect(0, 0, w, h))
	band := image.NewRGBA(image.Rect(0, 0, b.Dx(), 2*factor))
	for y := range h {
		top, bottom := y*factor, (y+1)*factor
		if y == h-1 {
			bottom = b.Dy()
		}
		rows := image.Rect(0, 0, b.Dx(), bottom-top)
		draw.Draw(band, rows, image.White, image.Point{}, draw.Src)
		draw.Draw(band, rows, m, image.Pt(b.Min.X, b.Min.Y+top), draw.Over)
		for x := range w {
			left, right := x*factor, (x+1)*factor
			if x == w-1 {
				right = b.Dx()
			}
			average(dst.Pix[y*dst.Stride+4*x:][:4], band, image.Rect(left, 0, right, bottom-top))
		}
	}
	return vision.Fit(dst, side)
}

// average writes the mean colour of a part of m.
func average(dst []uint8, m *image.RGBA, part image.Rectangle) {
	var sum [3]int
	for y := part.Min.Y; y < part.Max.Y; y++ {
		row := m.Pix[y*m.Stride+4*part.Min.X : y*m.Stride+4*part.Max.X]
		for i := 0; i < len(row); i += 4 {
			sum[0] += int(row[i])
			sum[1] += int(row[i+1])
			sum[2] += int(row[i+2])
		}
	}
	n := part.Dx() * part.Dy()
	for c := range sum {
		dst[c] = uint8((sum[c] + n/2) / n)
	}
	dst[3] = 255
}
