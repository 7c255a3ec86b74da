package picture

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"docent/model/nn"
)

// quarters is a picture whose four quarters are red, green, blue and white, row by row.
func quarters(w, h int) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	colours := []color.RGBA{{255, 0, 0, 255}, {0, 255, 0, 255}, {0, 0, 255, 255}, {255, 255, 255, 255}}
	for y := range h {
		for x := range w {
			m.SetRGBA(x, y, colours[y*2/h*2+x*2/w])
		}
	}
	return m
}

func asJPEG(t testing.TB, m image.Image) []byte {
	t.Helper()
	var buf bytes.Buffer
	if err := jpeg.Encode(&buf, m, &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func asPNG(t testing.TB, m image.Image) []byte {
	t.Helper()
	var buf bytes.Buffer
	if err := png.Encode(&buf, m); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// withOrientation adds an EXIF segment to a JPEG.
func withOrientation(file []byte, order binary.AppendByteOrder, orientation uint16) []byte {
	tiff := []byte("II*\x00")
	if order == binary.AppendByteOrder(binary.BigEndian) {
		tiff = []byte("MM\x00*")
	}
	tiff = order.AppendUint32(tiff, 8)
	tiff = order.AppendUint16(tiff, 2)
	tiff = order.AppendUint16(tiff, 0x0100) // another entry comes first
	tiff = order.AppendUint16(tiff, 3)
	tiff = order.AppendUint32(tiff, 1)
	tiff = append(tiff, 0, 0, 0, 0)
	tiff = order.AppendUint16(tiff, tagOrientation)
	tiff = order.AppendUint16(tiff, typeShort)
	tiff = order.AppendUint32(tiff, 1)
	tiff = order.AppendUint16(tiff, orientation)
	tiff = append(tiff, 0, 0, 0, 0, 0, 0)
	body := append([]byte("Exif\x00\x00"), tiff...)
	out := append([]byte(nil), file[:2]...)
	out = append(out, markerPrefix, markerAPP1)
	out = binary.BigEndian.AppendUint16(out, uint16(len(body)+2))
	out = append(out, body...)
	return append(out, file[2:]...)
}

// pngHeader is the start of a PNG that claims the given size.
func pngHeader(w, h uint32) []byte {
	chunk := []byte("IHDR")
	chunk = binary.BigEndian.AppendUint32(chunk, w)
	chunk = binary.BigEndian.AppendUint32(chunk, h)
	chunk = append(chunk, 8, 2, 0, 0, 0)
	b := []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0d")
	b = append(b, chunk...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(chunk))
}

func TestDecodeErrors(t *testing.T) {
	whole := asJPEG(t, quarters(64, 48))
	tests := []struct {
		name string
		file []byte
		want string
	}{
		{"empty file", nil, "the file is empty"},
		{"not an image", []byte("title,artist\nThe Tub,Edgar Degas\n"), "not a JPEG, PNG or WebP picture"},
		{"truncated JPEG", whole[:len(whole)*2/3], "the picture is cut off: the file ends too early"},
		{"JPEG header alone", whole[:20], "the picture is cut off: the file ends too early"},
		{"huge PNG header", pngHeader(20000, 20000), "20000 x 20000 pixels are too many: at most 100 million can be read"},
		{"long PNG header", pngHeader(40000, 100), "40000 x 100 pixels are too many: at most 30000 a side can be read"},
		{"PNG header alone", pngHeader(100, 100), "the picture is cut off: the file ends too early"},
		{"one pixel", asPNG(t, quarters(1, 1)), "1 x 1 pixels are too few: at least 16 a side are needed"},
		{"a line", asPNG(t, quarters(500, 15)), "500 x 15 pixels are too few: at least 16 a side are needed"},
		{"iPhone's own format", []byte("\x00\x00\x00\x24ftypheic\x00\x00\x00\x00"), "HEIC and AVIF cannot be read: save it as JPEG"},
		{"broken WebP", []byte("RIFF\x10\x00\x00\x00WEBPVP8 \x04\x00\x00\x00abcdefgh"), ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m, err := Decode(tt.file)
			if err == nil {
				t.Fatalf("decoded to %v", m.Rect)
			}
			var format *nn.FormatError
			if !errors.As(err, &format) {
				t.Errorf("error of type %T, want *nn.FormatError", err)
			}
			if !strings.HasSuffix(err.Error(), tt.want) {
				t.Errorf("got %q, want it to end with %q", err, tt.want)
			}
			if strings.Contains(err.Error(), "\n") {
				t.Errorf("%q is more than one line", err)
			}
		})
	}
}

func TestLoadNamesTheFile(t *testing.T) {
	dir := t.TempDir()
	bad := filepath.Join(dir, "bad.jpg")
	if err := os.WriteFile(bad, []byte("hello"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{bad, filepath.Join(dir, "none.jpg"), dir} {
		if _, err := Load(path); err == nil || strings.Count(err.Error(), path) != 1 {
			t.Errorf("%s: error %v, want one that names it once", path, err)
		}
	}
}

func TestLoad(t *testing.T) {
	path := filepath.Join(t.TempDir(), "good.png")
	if err := os.WriteFile(path, asPNG(t, quarters(40, 30)), 0o600); err != nil {
		t.Fatal(err)
	}
	m, err := Load(path)
	if err != nil {
		t.Fatal(err)
	}
	if m.Rect != image.Rect(0, 0, 40, 30) || m.RGBAAt(5, 5) != (color.RGBA{255, 0, 0, 255}) {
		t.Errorf("got %v, first quarter %v", m.Rect, m.RGBAAt(5, 5))
	}
}

func TestDecodeHonoursOrientation(t *testing.T) {
	const r, g, b, w = 'r', 'g', 'b', 'w'
	file := asJPEG(t, quarters(64, 32))
	// What is seen at the top left, top right, bottom left and bottom right.
	want := map[uint16][4]byte{
		1: {r, g, b, w}, 2: {g, r, w, b}, 3: {w, b, g, r}, 4: {b, w, r, g},
		5: {r, b, g, w}, 6: {b, r, w, g}, 7: {w, g, b, r}, 8: {g, w, r, b},
		9: {r, g, b, w}, 0: {r, g, b, w},
	}
	for orientation, seen := range want {
		for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
			m, err := Decode(withOrientation(file, order, orientation))
			if err != nil {
				t.Fatal(err)
			}
			size := m.Rect.Size()
			if turned := orientation >= 5 && orientation <= 8; turned != (size.Y == 64) {
				t.Errorf("orientation %d: size %v", orientation, size)
			}
			for i, name := range seen {
				x, y := size.X/4+i%2*size.X/2, size.Y/4+i/2*size.Y/2
				if got := nearest(m.RGBAAt(x, y)); got != name {
					t.Errorf("orientation %d, %v: quarter %d is %c, want %c", orientation, order, i, got, name)
				}
			}
		}
	}
}

// nearest names a quarter's colour.
func nearest(c color.RGBA) byte {
	switch {
	case c.R > 128 && c.G > 128:
		return 'w'
	case c.R > 128:
		return 'r'
	case c.G > 128:
		return 'g'
	}
	return 'b'
}

func TestDecodeShrinks(t *testing.T) {
	tests := []struct{ w, h, wantW, wantH int }{
		{2048, 20, 2048, 20},
		{2049, 1024, 2048, 1024},
		{4096, 32, 2048, 16},
		{4500, 600, 2048, 273},
		{16, 9000, 4, 2048},
	}
	for _, tt := range tests {
		m, err := Decode(asJPEG(t, quarters(tt.w, tt.h)))
		if err != nil {
			t.Fatal(err)
		}
		// Blocks that are left over at an edge may cost a pixel.
		if dw, dh := m.Rect.Dx()-tt.wantW, m.Rect.Dy()-tt.wantH; dw < -1 || dw > 1 || dh < -1 || dh > 1 {
			t.Errorf("%d x %d became %v, want %d x %d", tt.w, tt.h, m.Rect, tt.wantW, tt.wantH)
		}
		for i, want := range []byte("rgbw") {
			x, y := m.Rect.Dx()/4+i%2*m.Rect.Dx()/2, m.Rect.Dy()/4+i/2*m.Rect.Dy()/2
			if got := nearest(m.RGBAAt(x, y)); got != want {
				t.Errorf("%d x %d: quarter %d is %c, want %c", tt.w, tt.h, i, got, want)
			}
		}
	}
}

func TestDecodeLaysTransparencyOverWhite(t *testing.T) {
	for _, side := range []int{20, 5000} {
		m, err := Decode(asPNG(t, image.NewNRGBA(image.Rect(0, 0, side, 20))))
		if err != nil {
			t.Fatal(err)
		}
		if got := m.RGBAAt(5, 5); got != (color.RGBA{255, 255, 255, 255}) {
			t.Errorf("side %d: transparent became %v, want white", side, got)
		}
	}
}

func TestSharedPictures(t *testing.T) {
	dir := filepath.Join("..", "..", "..", "shared", "data", "eval", "uab", "query")
	files, _ := filepath.Glob(filepath.Join(dir, "*.jpg"))
	if len(files) == 0 {
		t.Skip("no photos in ", dir)
	}
	for _, path := range files[:min(len(files), 10)] {
		m, err := Load(path)
		if err != nil {
			t.Error(err)
		} else if m.Rect.Dx() < MinSide || m.Rect.Dy() < MinSide {
			t.Errorf("%s: size %v", path, m.Rect)
		}
	}
}

func FuzzOrientation(f *testing.F) {
	file := asJPEG(f, quarters(16, 16))
	f.Add(file)
	f.Add([]byte{})
	f.Add([]byte{0xff, 0xd8, 0xff, 0xff, 0xff, 0xe1, 0, 2})
	for orientation := range uint16(10) {
		f.Add(withOrientation(file, binary.LittleEndian, orientation))
		f.Add(withOrientation(file, binary.BigEndian, orientation))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if o := Orientation(b); o < 1 || o > 8 {
			t.Errorf("orientation %d", o)
		}
	})
}

func FuzzDecode(f *testing.F) {
	f.Add(asJPEG(f, quarters(20, 16)))
	f.Add(asPNG(f, quarters(20, 16)))
	f.Add(pngHeader(300, 300))
	f.Fuzz(func(t *testing.T, b []byte) {
		config, _, err := image.DecodeConfig(bytes.NewReader(b))
		if err == nil && config.Width*config.Height > 1e6 {
			t.Skip("slow")
		}
		m, err := Decode(b)
		if (m == nil) == (err == nil) {
			t.Errorf("picture %v and error %v", m != nil, err)
		}
	})
}
