package bundle

import (
	"errors"
	"strconv"

	"docent/model/nn"
)

// How the local features of works travel (Manifest.Features).
const (
	FeaturesNone   = ""       // not at all: answers are judged by their distances alone
	FeaturesPacked = "packed" // in one part, which a page downloads as a whole
	FeaturesApart  = "apart"  // in a part a work, which a page downloads for the candidates alone
)

// FeaturesName is the part with the features of all works, in the order of the manifest, each RowSize bytes.
const FeaturesName = "features.bin"

// FeatureName returns the name of the part with the features of one work, RowSize bytes.
func FeatureName(id string) string { return "features/" + id + ".bin" }

// RowSize is the size of a work's features in bytes, whatever their number; package local makes sense of them. It is
// local.RowSize.
const RowSize = 112 * 35

// validateFeatures checks what the manifest says of features.
func (m *Manifest) validateFeatures() error {
	switch m.Features {
	case FeaturesNone:
		return nil
	case FeaturesPacked, FeaturesApart:
		if err := m.Checked.Check(); err != nil {
			return errors.New("checked: " + err.Error())
		}
		return nil
	}
	return errors.New("features: " + quote(m.Features) + " is not " + FeaturesPacked + " or " + FeaturesApart)
}

// Features are the local features of works, as far as they are there.
type Features struct {
	rows [][]byte // nil where a work's have not come yet
}

// NewFeatures returns a Features of n works, none of which are there.
func NewFeatures(n int) *Features { return &Features{make([][]byte, n)} }

// ReadFeatures reads the part of all n works, which it keeps.
func ReadFeatures(part []byte, n int) (*Features, error) {
	if len(part) != n*RowSize {
		return nil, &nn.FormatError{What: "read " + FeaturesName, Err: errors.New(strconv.Itoa(len(part)) + " bytes are not " +
			strconv.Itoa(RowSize) + " for each of " + strconv.Itoa(n) + " works")}
	}
	f := NewFeatures(n)
	for i := range n {
		f.rows[i] = part[i*RowSize:][:RowSize:RowSize]
	}
	return f, nil
}

// Set takes the row of a work, which it keeps.
func (f *Features) Set(work int, row []byte) error {
	if len(row) != RowSize {
		return &nn.FormatError{What: "read features of work " + strconv.Itoa(work), Err: errors.New(strconv.Itoa(len(row)) + " bytes are not " + strconv.Itoa(RowSize))}
	}
	f.rows[work] = row
	return nil
}

// Len returns the number of works.
func (f *Features) Len() int { return len(f.rows) }

// Row returns the bytes of a work's features, nil where they are not there. Callers must not change them.
func (f *Features) Row(work int) []byte { return f.rows[work] }

// pack returns the part of all works.
func (f *Features) pack() []byte {
	b := make([]byte, 0, len(f.rows)*RowSize)
	for _, row := range f.rows {
		b = append(b, row...)
	}
	return b
}
