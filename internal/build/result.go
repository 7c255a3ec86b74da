//go:build !js || curator

package build

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"math"
	"slices"

	"docent/internal/quality/facts"
	"docent/model/vision"
)

// Result is what is found of a work by looking at its pictures: all that a bundle needs of them.
type Result struct {
	Prototype []float32 // of length 1 where embeddings are
	Impostor  float32   // squared distance: see proto.Evidence; 0 where it is not known
	Row       []byte    // local features, as bundle.Features holds them; nil without
	Thumb     []byte    // JPEG; nil without
	Photos    []Photo   // of the work, its reference first
	Extras    []Extra   // of all photos but the reference
}

// Photo is what is known of a picture.
type Photo struct {
	SHA256      [sha256.Size]byte // of the file, or of the pixels where there is no file
	facts.Facts                   // zero where no bundle is made
}

// Extra is what tells how much a photo beside the reference has helped.
type Extra struct {
	Without []float32   // the work's prototype, had this photo been left out
	Looks   [][]float32 // embeddings of the photo, as a visitor's would be looked at
}

// magic begins an encoded Result.
const magic = "docent work 1\n"

// encode returns the result as bytes that decode checks: numbers in little endian, each list with its length in front, and
// the sha256 of all that at the end.
func (r *Result) encode() []byte {
	e := encoder(magic)
	e.floats(r.Prototype)
	e.floats([]float32{r.Impostor})
	e.bytes(r.Row)
	e.bytes(r.Thumb)
	e.count(len(r.Photos))
	for _, p := range r.Photos {
		e = append(e, p.SHA256[:]...)
		for _, v := range p.numbers() {
			e = binary.LittleEndian.AppendUint64(e, math.Float64bits(v))
		}
	}
	e.count(len(r.Extras))
	for _, x := range r.Extras {
		e.floats(x.Without)
		e.count(len(x.Looks))
		for _, l := range x.Looks {
			e.floats(l)
		}
	}
	sum := sha256.Sum256(e)
	return append(e, sum[:]...)
}

// numbers returns the facts as they are encoded.
func (p *Photo) numbers() [14]float64 {
	v := [14]float64{float64(p.Width), float64(p.Height), p.Detail, float64(p.Bright), float64(p.Span), p.Sure}
	for i, c := range p.Outline {
		v[6+2*i], v[7+2*i] = c.X, c.Y
	}
	return v
}

// set is the inverse of numbers.
func (p *Photo) set(v [14]float64) {
	p.Facts = facts.Facts{Width: int(v[0]), Height: int(v[1]), Detail: v[2], Bright: int(v[3]), Span: int(v[4]), Sure: v[5]}
	for i := range p.Outline {
		p.Outline[i] = vision.Point{X: v[6+2*i], Y: v[7+2*i]}
	}
}

type encoder []byte

func (e *encoder) count(n int) { *e = binary.LittleEndian.AppendUint32(*e, uint32(n)) }

func (e *encoder) bytes(b []byte) {
	e.count(len(b))
	*e = append(*e, b...)
}

func (e *encoder) floats(v []float32) {
	e.count(len(v))
	for _, x := range v {
		*e = binary.LittleEndian.AppendUint32(*e, math.Float32bits(x))
	}
}

var errDamaged = errors.New("what was kept of a work is damaged")

// decode returns the result that was encoded as b. It keeps parts of b.
func decode(b []byte) (*Result, error) {
	n := len(b) - sha256.Size
	if n < len(magic) || string(b[:len(magic)]) != magic {
		return nil, errDamaged
	}
	if sum := sha256.Sum256(b[:n]); !slices.Equal(sum[:], b[n:]) {
		return nil, errDamaged
	}
	d := decoder{rest: b[len(magic):n]}
	r := &Result{Prototype: d.floats()}
	if one := d.floats(); len(one) == 1 {
		r.Impostor = one[0]
	}
	r.Row, r.Thumb = d.bytes(), d.bytes()
	for range d.count(sha256.Size) {
		var p Photo
		copy(p.SHA256[:], d.take(sha256.Size))
		var v [14]float64
		for i := range v {
			v[i] = math.Float64frombits(binary.LittleEndian.Uint64(d.take(8)))
		}
		p.set(v)
		r.Photos = append(r.Photos, p)
	}
	for range d.count(8) {
		x := Extra{Without: d.floats()}
		for range d.count(4) {
			x.Looks = append(x.Looks, d.floats())
		}
		r.Extras = append(r.Extras, x)
	}
	if d.failed || len(d.rest) > 0 {
		return nil, errDamaged
	}
	return r, nil
}

// A decoder takes what an encoder has put. Once it has failed it returns zeros.
type decoder struct {
	rest   []byte
	failed bool
}

func (d *decoder) take(n int) []byte {
	if n > len(d.rest) {
		d.failed, d.rest = true, nil
		return make([]byte, n)
	}
	b := d.rest[:n:n]
	d.rest = d.rest[n:]
	return b
}

func (d *decoder) number() int { return int(binary.LittleEndian.Uint32(d.take(4))) }

// count returns the length of a list whose elements have least bytes or more.
func (d *decoder) count(least int) int {
	n := d.number()
	if n > len(d.rest)/least {
		d.failed, d.rest = true, nil
		return 0
	}
	return n
}

func (d *decoder) bytes() []byte {
	if n := d.count(1); n > 0 {
		return d.take(n)
	}
	return nil
}

func (d *decoder) floats() []float32 {
	n := d.count(4)
	if n == 0 {
		return nil
	}
	v := make([]float32, n)
	for i := range v {
		v[i] = math.Float32frombits(uint32(d.number()))
	}
	return v
}
