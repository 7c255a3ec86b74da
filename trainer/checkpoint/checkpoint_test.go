package checkpoint

import (
	"strings"
	"testing"
)

func TestSame(t *testing.T) {
	type part struct{ Share float64 }
	type settings struct {
		Rate  float64
		Name  string
		Part  part   `json:",omitzero"`
		Start string `json:",omitempty"`
	}
	was := settings{Rate: 0.002, Name: "a", Part: part{0.5}}
	if err := Same("build/run", was, was); err != nil {
		t.Errorf("the same settings: %v", err)
	}
	for _, c := range []struct {
		change func(*settings)
		want   string
	}{
		{func(s *settings) { s.Rate = 0.001 }, "(Rate was 0.002 and is 0.001)"},
		{func(s *settings) { s.Part.Share = 0 }, `(Part was {"Share":0.5} and is {"Share":0})`},
		{func(s *settings) { s.Name, s.Start = "b", "c" }, `(Name was "a" and is "b"; Start was "" and is "c")`},
	} {
		is := was
		c.change(&is)
		if err := Same("build/run", was, is); err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "build/run") {
			t.Errorf("%+v: %v, want %s", is, err, c.want)
		}
	}
}
