package local

import "errors"

// FeatureSize is the size of an encoded feature in bytes: x, y, level, and the descriptor, the lowest byte of each word first.
const FeatureSize = 3 + 32

// Append appends the encoded features to b.
func Append(b []byte, features []Feature) []byte {
	for i := range features {
		f := &features[i]
		b = append(b, f.X, f.Y, f.Level)
		for _, w := range f.Descriptor {
			for s := range 8 {
				b = append(b, byte(w>>(8*s)))
			}
		}
	}
	return b
}

var errFeatures = errors.New("features: their bytes are not what they should be")

// Decode appends to dst the features that b encodes: Most at most, within the square.
func Decode(dst []Feature, b []byte) ([]Feature, error) {
	if len(b)%FeatureSize != 0 || len(b) > Most*FeatureSize {
		return dst, errFeatures
	}
	for ; len(b) > 0; b = b[FeatureSize:] {
		f := Feature{X: b[0], Y: b[1], Level: b[2]}
		if f.X >= Side || f.Y >= Side || f.Level >= levels {
			return dst, errFeatures
		}
		for i := range 32 {
			f.Descriptor[i/8] |= uint64(b[3+i]) << (8 * (i % 8))
		}
		dst = append(dst, f)
	}
	return dst, nil
}
