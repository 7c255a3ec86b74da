//go:build !js

package report

import (
	"encoding/base64"
	"errors"
	"image/jpeg"
	"regexp"
	"strings"
	"testing"

	"docent/internal/evaluate"
	"docent/internal/fixture"
	"docent/model"
	"docent/model/proto"
	"docent/model/vision"
)

// run is an evaluation with an outcome of every kind.
func run(t *testing.T) (*evaluate.Run, *Pictures) {
	candidates := func(accepted bool, indices ...int) model.Result {
		r := model.Result{Accepted: accepted}
		for _, i := range indices {
			r.Candidates = append(r.Candidates, model.Candidate{Index: i, Confidence: 0.25, Evidence: proto.Evidence{Agreed: 31},
				Look: model.Look{Outline: vision.RectQuad(320, 240), Turn: 1}})
		}
		return r
	}
	outcome := func(path, set string, want, rank int, score float64, r model.Result) evaluate.Outcome {
		return evaluate.Outcome{Path: path, Set: set, Want: want, Result: r, Answer: evaluate.Answer{Rank: rank, Score: score, MS: 3}}
	}
	v := &evaluate.Run{
		Works: []string{"harbour", "dune", "folder/<b>distractor"},
		Queries: []evaluate.Outcome{
			outcome("q/right__1.jpg", "q", 0, 1, 5, candidates(true, 0, 1)),
			outcome("q/unsure__1.jpg", "q", 0, 1, 1, candidates(false, 0, 2)),
			outcome("q/wrong__1.jpg", "q", 1, 2, 2, candidates(false, 0, 1)),
			outcome("q2/worse__1.jpg", "q2", 1, 0, 4, candidates(true, 2, 0)),
		},
		Unknown: []evaluate.Outcome{
			outcome("u/rejected.jpg", "u", -1, 0, 0, candidates(false, 1)),
			outcome("u/\"accepted\".jpg", "u", -1, 0, 3, candidates(true, 1)),
		},
	}
	v.UnknownSets = []evaluate.UnknownSet{{Dir: "u", Pictures: 2, Accepted: 0.5, AcceptedAt1: 0.125}}
	v.Calibration = evaluate.Calibrated([]evaluate.Answer{{Rank: 1, Confidence: 0.75}, {Rank: 2, Confidence: 0.75}}, nil)
	v.Confusions = []evaluate.Confusion{{Want: "dune", Got: "folder/<b>distractor", Count: 7, Accepted: 6}}
	v.Locations = &evaluate.Locations{Works: 55, Found50: 0.875, MedianIoU: 0.8765, CornerError: 0.0625}
	v.Sets = []evaluate.Set{{Dir: "q", Metrics: evaluate.Metrics{Queries: 3, Top1: 2. / 3}}, {Dir: "q2"}}
	v.Metrics.Gallery = 3
	p := &Pictures{}
	for i := range v.Works {
		if err := p.Work(i, fixture.Work(uint64(i), 300, 200)); err != nil {
			t.Fatal(err)
		}
	}
	for _, list := range [][]evaluate.Outcome{v.Queries, v.Unknown} {
		for i := range list {
			if err := p.Query(&list[i], fixture.Work(uint64(i), 400, 300)); err != nil {
				t.Fatal(err)
			}
		}
	}
	return v, p
}

func TestHTML(t *testing.T) {
	v, p := run(t)
	var b strings.Builder
	if err := HTML(&b, v, p); err != nil {
		t.Fatal(err)
	}
	html := b.String()

	// What went wrong comes first.
	last := -1
	for _, name := range []string{"worse__1.jpg", "wrong__1.jpg", "&#34;accepted&#34;.jpg", "unsure__1.jpg", "right__1.jpg", "rejected.jpg"} {
		i := strings.Index(html, "<h2>"+name)
		if i < 0 || i < last {
			t.Errorf("%s is at %d, after %d", name, i, last)
		}
		last = i
	}
	for _, want := range []string{"<td>66.7 %</td>", "3 works", "2 of them of unknown things", "<b>expected</b>dune", "harbour (right)", "&lt;b&gt;distractor",
		"<td>u</td><td>2</td><td>50.0 %</td><td>12.5 %</td>", "<td>dune</td><td>&lt;b&gt;distractor</td><td>7</td><td>6</td>",
		"error 0.250, Brier score 0.312", `width: 75.0%`, "<td>75.0 %</td><td>50.0 %</td>", "<td>55 works</td><td>87.5 %</td>", "<td>0.876</td><td>6.2 %</td>",
		"31 agree, turned right", `<svg viewBox="0 0 400 300"`, `class="window" points="`, "nothing located<br>found in a window of 80 x 80 %, turned right<br>3.0 ms"} {
		if !strings.Contains(html, want) {
			t.Errorf("the report does not say %q", want)
		}
	}

	// Nothing is loaded from anywhere.
	if m := regexp.MustCompile(`(?i)https?:|<link|@import|url\(|src="|href=`).FindString(html); m != "" {
		t.Errorf("the report refers to something outside: %q", m)
	}
	// Each query has a picture of its own, the works share theirs.
	images := regexp.MustCompile(`data:image/jpeg;base64,([A-Za-z0-9+/=]|\\u002b|\\/)+`).FindAllString(html, -1)
	if len(images) != 6+3 {
		t.Errorf("%d pictures, want 9", len(images))
	}
	for _, uri := range images {
		data := strings.NewReplacer(`data:image/jpeg;base64,`, "", `\u002b`, "+", `\/`, "/").Replace(uri)
		if _, err := jpeg.Decode(base64.NewDecoder(base64.StdEncoding, strings.NewReader(data))); err != nil {
			t.Errorf("a picture cannot be read: %v", err)
		}
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("full disk") }

func TestHTMLFails(t *testing.T) {
	v, p := run(t)
	if err := HTML(full{}, v, p); err == nil || !strings.Contains(err.Error(), "full disk") {
		t.Errorf("error %v", err)
	}
}
