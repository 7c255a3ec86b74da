package bundle

import (
	"docent/model/internal/jsontoken"
	"docent/model/proto"
)

// calibrationFields lists the keys of a calibration and where each is kept: numbers, then counts.
func calibrationFields(c *proto.Calibration) (numbers [7]field[float64], counts [2]field[int]) {
	return [7]field[float64]{
			{"intercept", &c.Intercept}, {"near", &c.Near}, {"ahead", &c.Ahead}, {"agreed", &c.Agreed},
			{"typical", &c.Typical}, {"threshold", &c.Threshold}, {"false_accept_rate", &c.FalseAcceptRate},
		}, [2]field[int]{
			{"known", &c.Known}, {"unknown", &c.Unknown},
		}
}

// field is a key of a JSON object and where its value is kept.
type field[T any] struct {
	key   string
	value *T
}

func readCalibration(r *jsontoken.Reader, c *proto.Calibration) {
	numbers, counts := calibrationFields(c)
	r.Object(func(key string) {
		for _, f := range numbers {
			if f.key == key {
				*f.value = r.Float64()
				return
			}
		}
		for _, f := range counts {
			if f.key == key {
				*f.value = readCount(r)
				return
			}
		}
		r.Skip()
	})
}

func writeCalibration(w *jsontoken.Writer, name string, c proto.Calibration) {
	w.Name(name).Object(func() {
		numbers, counts := calibrationFields(&c)
		for _, f := range numbers {
			w.Name(f.key).Float64(*f.value)
		}
		for _, f := range counts {
			w.Name(f.key).Int64(int64(*f.value))
		}
	})
}
