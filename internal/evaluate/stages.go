//go:build !js

package evaluate

import (
	"context"
	"encoding/json"
	"fmt"
	"io"

	"docent/internal/build"
	"docent/model"
	"docent/model/bundle"
	"docent/model/nn"
	"docent/model/vision"
)

// A Stage is a step from how the seed of this project recognised works to how docent does: a name, and a change of how
// frames are looked at. It changes what the stage before it left, so that each adds one thing.
type Stage struct {
	Name   string
	Change func(*build.Options)
}

// Stages returns the stages, in their order. The locator is used from the third on.
func Stages(locator *nn.Model) []Stage {
	return []Stage{
		{"whole frame", func(o *build.Options) {
			o.Locator, o.Windows, o.Turns, o.Features = nil, []vision.Rect{vision.Whole}, []int{}, bundle.FeaturesNone
		}},
		{"windows", func(o *build.Options) { o.Windows = model.Windows }},
		{"located, and the whole frame", func(o *build.Options) { o.Locator, o.Windows = locator, []vision.Rect{vision.Whole} }},
		{"turned, too", func(o *build.Options) { o.Turns = model.Turns }},
		{"checked by local features", func(o *build.Options) { o.Features = bundle.FeaturesPacked }},
	}
}

// StageRuns are the runs of an evaluation with each stage added.
type StageRuns []StageRun

// StageRun is the run of a stage.
type StageRun struct {
	Stage string
	*Run
}

// EvaluateStages runs the evaluation once for each stage.
func EvaluateStages(ctx context.Context, o Options, stages []Stage) (StageRuns, error) {
	var runs StageRuns
	for i, s := range stages {
		s.Change(&o.Options)
		each := o
		if o.Progress != nil {
			each.Progress = func(done, total int) { o.Progress(i*total+done, len(stages)*total) }
		}
		run, err := Evaluate(ctx, each)
		if err != nil {
			return nil, fmt.Errorf("stage %q: %w", s.Name, err)
		}
		runs = append(runs, StageRun{s.Name, run})
	}
	return runs, nil
}

// MarshalJSON writes the figures of the last stage as Run does, and as "stages" a list of the figures of each.
func (runs StageRuns) MarshalJSON() ([]byte, error) {
	type stage struct {
		Stage string `json:"stage"`
		figures
	}
	var list []stage
	for _, r := range runs {
		list = append(list, stage{r.Stage, r.figures()})
	}
	return json.Marshal(struct {
		figures
		Stages []stage `json:"stages"`
	}{list[len(list)-1].figures, list})
}

// Table prints a row for each stage and folder, as a table of Markdown.
func (runs StageRuns) Table(w io.Writer) error {
	p := printer{w: w}
	p.printf("| looked at | photos | top-1 | top-5 | GAP | recall at 1 %% false accepts | accepted, right | accepted, wrong | unknown accepted | ms a query | 95 %% |\n")
	p.printf("|---|---|---|---|---|---|---|---|---|---|---|\n")
	for _, r := range runs {
		name := r.Stage
		row := func(dir string, m Metrics) {
			p.printf("| %s | %s (%d) | %s | %s | %.3f | %s | %s | %s | %s | %.1f | %.1f |\n", name, dir, m.Queries, percent(m.Top1), percent(m.Top5), m.GAP,
				Percent(m.Recall), percent(m.AcceptedRight), percent(m.AcceptedWrong), Percent(r.UnknownAccepted), m.MSPerQuery, m.MSP95)
			name = ""
		}
		for _, s := range r.Sets {
			row(s.Dir, s.Metrics)
		}
		if len(r.Sets) > 1 {
			row("all", r.Metrics)
		}
	}
	last := runs[len(runs)-1]
	p.printf("\ngallery of %d works; %d pictures of unknown things\n", last.Gallery, len(last.Unknown))
	if last.Locations != nil {
		p.printf("locator: %s\n", last.Locations)
	}
	return p.err
}
