package bundle

import (
	"errors"
	"strconv"

	"docent/model/internal/jsontoken"
)

// readWhole reads b as one object and nothing after it. member is called for each key and must read its value.
func readWhole(b []byte, member func(r *jsontoken.Reader, key string)) error {
	r := jsontoken.New(b)
	r.Object(func(key string) { member(r, key) })
	return r.End()
}

// readCount reads a whole number from 0 to a billion: int has 32 bits in some places.
func readCount(r *jsontoken.Reader) int {
	n := r.Int64()
	if n < 0 || n > 1e9 {
		r.Fail("not a count")
		return 0
	}
	return int(n)
}

// line returns what was written as the one line of a part of at most most bytes.
func line(w *jsontoken.Writer, part string, most int) ([]byte, error) {
	b, err := w.Bytes()
	if err == nil && len(b) >= most {
		err = errors.New("larger than " + strconv.Itoa(most) + " bytes")
	}
	if err != nil {
		return nil, errors.New("write " + part + ": " + err.Error())
	}
	return append(b, '\n'), nil
}
