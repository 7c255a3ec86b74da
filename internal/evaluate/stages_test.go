//go:build !js

package evaluate

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"docent/internal/build"
	"docent/model/bundle"
	"docent/model/nn"
	"docent/model/vision"
	"docent/model/weights"
)

func TestStages(t *testing.T) {
	locator, err := nn.ReadModel(weights.Locator())
	if err != nil {
		t.Fatal(err)
	}
	o := folders(t)
	o.CalibrationViews = 6
	o.Views = 1
	var steps []int
	total := 0
	o.Progress = func(done, of int) { steps, total = append(steps, done), of }
	stages := Stages(locator)
	runs, err := EvaluateStages(context.Background(), o, stages)
	if err != nil {
		t.Fatal(err)
	}
	if len(runs) != len(stages) || len(stages) != 5 {
		t.Fatalf("%d runs of %d stages", len(runs), len(stages))
	}
	for i := 1; i < len(steps); i++ {
		if steps[i] < steps[i-1] {
			t.Errorf("progress goes from %d to %d", steps[i-1], steps[i])
			break
		}
	}
	if last := steps[len(steps)-1]; last != total {
		t.Errorf("progress ends at %d of %d", last, total)
	}
	// What the candidates were found in tells whether a stage looked as it says.
	whole, windows := 0, 0
	for i, r := range runs {
		for _, q := range r.Queries {
			for _, c := range q.Result.Candidates {
				if (c.Agreed >= 0) != (i == len(runs)-1) || c.Look.Turn != 0 && i < 3 {
					t.Errorf("stage %q gives the candidate %+v", r.Stage, c)
				}
				switch at := c.Look.Outline[0]; {
				case i == 0 && (c.Look.Located || at != vision.Point{}):
					t.Errorf("the whole frame alone gives the look %+v", c.Look)
				case i == 0:
					whole++
				case i == 1 && !c.Look.Located && at != vision.Point{}:
					windows++
				}
			}
			if located := q.Result.Located.Located; located && i < 2 {
				t.Errorf("stage %q locates a work", r.Stage)
			}
		}
	}
	if whole == 0 || windows == 0 {
		t.Errorf("%d candidates in the whole frame alone, %d in windows", whole, windows)
	}

	b, err := json.Marshal(runs)
	if err != nil {
		t.Fatal(err)
	}
	var printed struct {
		Top1   *float64
		Sets   map[string]Metrics
		Stages []struct {
			Stage string
			Top1  *float64
			Sets  map[string]Metrics
		}
	}
	if err := json.Unmarshal(b, &printed); err != nil {
		t.Fatal(err)
	}
	if len(printed.Stages) != len(runs) || printed.Top1 == nil || *printed.Top1 != runs[len(runs)-1].Top1 || len(printed.Sets) != 2 {
		t.Fatalf("JSON %s", b)
	}
	for i, s := range printed.Stages {
		if s.Stage != stages[i].Name || s.Top1 == nil || *s.Top1 != runs[i].Top1 || len(s.Sets) != 2 {
			t.Errorf("stage %d is %+v", i, s)
		}
	}

	var table strings.Builder
	if err := runs.Table(&table); err != nil {
		t.Fatal(err)
	}
	// A head, a line below it, and for each stage two folders and all; each with the same columns.
	lines := strings.Split(strings.Split(table.String(), "\n\n")[0], "\n")
	if len(lines) != 2+3*len(runs) {
		t.Errorf("%d lines:\n%s", len(lines), table.String())
	}
	for _, l := range lines {
		if strings.Count(l, "|") != strings.Count(lines[0], "|") {
			t.Errorf("line %q has other columns than %q", l, lines[0])
		}
	}
}

// TestStagesChange looks at what the stages make of the options: each adds to what the one before it left.
func TestStagesChange(t *testing.T) {
	locator := &nn.Model{}
	o := build.Options{Locator: locator, Features: bundle.FeaturesPacked} // as -locator and -features leave them
	for i, s := range Stages(locator) {
		s.Change(&o)
		if (o.Locator == locator) != (i >= 2) || (len(o.Turns) > 1) != (i >= 3) || (o.Features != bundle.FeaturesNone) != (i >= 4) {
			t.Errorf("stage %q leaves a locator: %v, turns %v, features %q", s.Name, o.Locator != nil, o.Turns, o.Features)
		}
		if o.Turns == nil || (len(o.Windows) == 1) != (i != 1) {
			t.Errorf("stage %q leaves turns %v, windows %v", s.Name, o.Turns, o.Windows)
		}
	}
}
