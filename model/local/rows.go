package local

// RowSize is the size of an encoded work: Most features, of which the last may be unused.
const RowSize = Most * FeatureSize

// unused marks a feature that is not there: no coordinate.
const unused = 0xff

// AppendRow appends the features of a work, Most at most, to b: exactly RowSize bytes.
func AppendRow(b []byte, features []Feature) []byte {
	end := len(b) + RowSize
	b = Append(b, features[:min(len(features), Most)])
	for len(b) < end {
		b = append(b, unused)
	}
	return b
}

// DecodeRow appends to dst the features of a row.
func DecodeRow(dst []Feature, row []byte) ([]Feature, error) {
	if len(row) != RowSize {
		return dst, errFeatures
	}
	n := 0
	for n < Most && row[n*FeatureSize] != unused {
		n++
	}
	for _, v := range row[n*FeatureSize:] {
		if v != unused {
			return dst, errFeatures
		}
	}
	return Decode(dst, row[:n*FeatureSize])
}
