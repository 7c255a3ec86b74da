package proto

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// answers draws n answers whose distance is d times and whose ratio to the rival is ratio times a factor around 1.
func answers(rng *rand.Rand, n int, d, ratio, spread float64, right bool) []Answer {
	out := make([]Answer, n)
	for i := range out {
		v := d * math.Exp(spread*rng.NormFloat64())
		r := min(ratio*math.Exp(spread*rng.NormFloat64()), 1)
		out[i] = Answer{Evidence{SquaredDistance: float32(v), Rival: float32(v / r), Agreed: -1}, right}
	}
	return out
}

func accepted(c Calibration, answers []Answer) float64 {
	n := 0
	for _, a := range answers {
		if c.Accepts(c.LogOdds(a.Evidence)) {
			n++
		}
	}
	return float64(n) / float64(len(answers))
}

func TestFit(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	known := append(answers(rng, 1800, 20, 0.4, 0.4, true), answers(rng, 200, 60, 0.9, 0.3, false)...)
	works, walls := answers(rng, 1000, 60, 0.9, 0.3, false), answers(rng, 3000, 120, 0.97, 0.1, false)
	c, err := Fit(known, [][]Answer{works, walls, nil}, 0.01)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Check(); err != nil {
		t.Error(err)
	}
	if c.Known != 2000 || c.Unknown != 4000 || c.FalseAcceptRate != 0.01 {
		t.Errorf("counts %+v", c)
	}
	if c.Near >= 0 || c.Ahead >= 0 {
		t.Errorf("weights %+v: both distances tell something here", c)
	}
	// The rate holds for the harder kind, and as nearly as 1,000 views allow.
	if r := accepted(c, works); r > 0.01 || r < 0.009 {
		t.Errorf("%g of other works are accepted, want 0.01", r)
	}
	if r := accepted(c, walls); r > 0.01 {
		t.Errorf("%g of walls are accepted", r)
	}
	if r := accepted(c, known[:1800]); r < 0.8 {
		t.Errorf("only %g of right answers are accepted", r)
	}
	// Confidence is a probability: among fresh views, half of them known, those of confidence p are right p of the time.
	var sum, right, n float64
	for _, a := range slices.Concat(
		answers(rng, 9000, 20, 0.4, 0.4, true), answers(rng, 1000, 60, 0.9, 0.3, false),
		answers(rng, 5000, 60, 0.9, 0.3, false), answers(rng, 5000, 120, 0.97, 0.1, false)) {
		if p := Confidence(c.LogOdds(a.Evidence)); p > 0.3 && p < 0.9 {
			sum, n = sum+float64(p), n+1
			if a.Right {
				right++
			}
		}
	}
	if math.Abs(sum-right)/n > 0.1 {
		t.Errorf("mean confidence %g, but %g are right", sum/n, right/n)
	}
}

// TestFitMonotonic has views whose distances mislead: the weights must not turn round.
// TestFitChecked weighs features that agree beside distances: each of them alone is enough to accept a work, and features that
// agree by chance are not.
func TestFitChecked(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 3))
	with := func(answers []Answer, mean float64) []Answer {
		for i := range answers {
			answers[i].Agreed = int(max(0, mean*(1+0.3*rng.NormFloat64())))
		}
		return answers
	}
	known := append(with(answers(rng, 900, 20, 0.4, 0.3, true), 50), with(answers(rng, 100, 60, 0.95, 0.1, true), 40)...)
	others, walls := with(answers(rng, 1000, 60, 0.95, 0.1, false), 9), with(answers(rng, 300, 80, 0.97, 0.1, false), 3)
	c, err := Fit(known, [][]Answer{others, walls}, 0.01)
	if err != nil {
		t.Fatal(err)
	}
	if c.Near >= 0 && c.Ahead >= 0 || c.Agreed <= 0 {
		t.Errorf("weights %+v: distances and features tell something here", c)
	}
	look := Evidence{SquaredDistance: 10, Rival: 60, Agreed: 4}    // as no other, but too few features
	point := Evidence{SquaredDistance: 75, Rival: 50, Agreed: 40}  // far from its prototype, but point for point
	chance := Evidence{SquaredDistance: 75, Rival: 50, Agreed: 11} // neither
	if !c.Accepts(c.LogOdds(look)) || !c.Accepts(c.LogOdds(point)) || c.Accepts(c.LogOdds(chance)) {
		t.Errorf("threshold %g, near %g, point for point %g, neither %g", c.Threshold, c.LogOdds(look), c.LogOdds(point), c.LogOdds(chance))
	}
	few := chance
	few.Agreed = Chance
	none := few
	none.Agreed = 0
	if c.LogOdds(few) != c.LogOdds(none) {
		t.Error("features that agree by chance count")
	}
}

func TestFitMonotonic(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 2))
	for i := range 200 {
		known := answers(rng, 1+i%7, math.Exp(rng.NormFloat64()), rng.Float64(), 1, i%5 != 0)
		other := answers(rng, 1+i%3, math.Exp(rng.NormFloat64()), rng.Float64(), 1, false)
		c, err := Fit(known, [][]Answer{other}, 0.01)
		if err != nil {
			t.Fatal(err)
		}
		if accepted(c, other) > 0 {
			t.Errorf("case %d: too few views to tell one percent, but some are accepted", i)
		}
	}
}

func TestFitSeparable(t *testing.T) {
	known := []Answer{{Evidence{SquaredDistance: 1, Rival: 50, Agreed: -1}, true}, {Evidence{SquaredDistance: 2, Rival: 60, Agreed: -1}, true}, {Evidence{SquaredDistance: 1.5, Rival: 40, Agreed: -1}, true}}
	other := []Answer{{Evidence{SquaredDistance: 40, Rival: 50, Agreed: -1}, false}, {Evidence{SquaredDistance: 50, Rival: 51, Agreed: -1}, false}, {Evidence{SquaredDistance: 30, Rival: 40, Agreed: -1}, false}}
	c, err := Fit(known, [][]Answer{other}, 0.01)
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range known {
		if p := Confidence(c.LogOdds(a.Evidence)); p < 0.95 {
			t.Errorf("confidence %g of an answer without doubt", p)
		}
	}
	for _, a := range other {
		if p := Confidence(c.LogOdds(a.Evidence)); p > 0.1 {
			t.Errorf("confidence %g of a wrong answer", p)
		}
	}
}

// TestFitOneWork calibrates a collection of one work, in which nothing has a rival.
func TestFitOneWork(t *testing.T) {
	c, err := Fit([]Answer{{Evidence{SquaredDistance: 1, Rival: inf, Agreed: -1}, true}, {Evidence{SquaredDistance: 2, Rival: inf, Agreed: -1}, true}}, [][]Answer{{{Evidence{SquaredDistance: 30, Rival: inf, Agreed: -1}, false}, {Evidence{SquaredDistance: 60, Rival: inf, Agreed: -1}, false}}}, 0.01)
	if err != nil {
		t.Fatal(err)
	}
	if !c.Accepts(c.LogOdds(Evidence{SquaredDistance: 1.5, Rival: inf, Agreed: -1})) || c.Accepts(c.LogOdds(Evidence{SquaredDistance: 40, Rival: inf, Agreed: -1})) {
		t.Errorf("%+v accepts the wrong ones", c)
	}
}

func TestFitRefuses(t *testing.T) {
	one := []Answer{{Evidence{SquaredDistance: 1, Rival: 2, Agreed: -1}, true}}
	for _, c := range []struct {
		name    string
		known   []Answer
		unknown [][]Answer
		rate    float64
		want    string
	}{
		{"nothing known", nil, [][]Answer{one}, 0.01, "needs views"},
		{"nothing unknown", one, [][]Answer{nil, nil}, 0.01, "needs views"},
		{"rate 0", one, [][]Answer{one}, 0, "false-accept rate"},
		{"rate NaN", one, [][]Answer{one}, math.NaN(), "false-accept rate"},
		{"constant embeddings", one, [][]Answer{{{Evidence{SquaredDistance: 0, Rival: 0, Agreed: -1}, false}}}, 0.01, "constant"},
		{"NaN", []Answer{{Evidence{SquaredDistance: nan, Rival: 1, Agreed: -1}, true}}, [][]Answer{one}, 0.01, "not finite"},
		{"infinite", []Answer{{Evidence{SquaredDistance: inf, Rival: 1, Agreed: -1}, true}}, [][]Answer{one}, 0.01, "not finite"},
		{"rival NaN", []Answer{{Evidence{SquaredDistance: 1, Rival: nan, Agreed: -1}, true}}, [][]Answer{one}, 0.01, "not finite"},
	} {
		if _, err := Fit(c.known, c.unknown, c.rate); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want one that says %q", c.name, err, c.want)
		}
	}
}

func TestLogOdds(t *testing.T) {
	c := Calibration{Intercept: 1, Near: -2, Ahead: -3, Typical: 10, Threshold: 0, FalseAcceptRate: 0.01}
	for _, x := range []struct {
		d, rival float32
		want     float64
	}{
		{10, 10, 1},
		{10, inf, 1},
		{5, 10, 1 + 5*math.Ln2},
		{5, 20, 1 + 2*math.Ln2 + 6*math.Ln2},
		{20, 5, 1 - 2*math.Ln2 - 6*math.Ln2}, // the second candidate, with the first for a rival
	} {
		if got := c.LogOdds(Evidence{SquaredDistance: x.d, Rival: x.rival, Agreed: -1}); math.Abs(got-x.want) > 1e-6 {
			t.Errorf("log-odds of %g, rival %g: %g, want %g", x.d, x.rival, got, x.want)
		}
	}
	for _, d := range []float32{0, math.SmallestNonzeroFloat32, math.MaxFloat32, inf, nan} {
		for _, r := range []float32{0, 1, math.MaxFloat32, inf, nan} {
			odds := c.LogOdds(Evidence{SquaredDistance: d, Rival: r, Agreed: -1})
			if math.IsNaN(odds) || math.IsInf(odds, 0) {
				t.Errorf("log-odds of %g, rival %g: %g", d, r, odds)
			}
			if p := Confidence(odds); !(p >= 0 && p <= 1) {
				t.Errorf("confidence %g", p)
			}
			if (d != d || r != r) && c.Accepts(odds) {
				t.Errorf("a distance that is not a number is accepted: %g, %g", d, r)
			}
		}
	}
}

func TestThreshold(t *testing.T) {
	scores := func(n int) []float64 {
		s := make([]float64, n)
		for i := range s {
			s[i] = float64((i * 37) % n)
		}
		return s
	}
	for _, c := range []struct {
		n    int
		rate float64
		want int // accepted
	}{{1, 0.01, 0}, {99, 0.01, 0}, {100, 0.01, 1}, {199, 0.01, 1}, {1000, 0.01, 10}, {10, 0.5, 5}} {
		s := scores(c.n)
		limit, got := Threshold(s, c.rate), 0
		for _, v := range s {
			if v >= limit {
				got++
			}
		}
		if got != c.want {
			t.Errorf("%g of %d: %d accepted, want %d", c.rate, c.n, got, c.want)
		}
	}
	if limit := Threshold([]float64{3, 3, 3, 3}, 0.5); limit <= 3 {
		t.Error("half of four equal scores cannot be accepted alone")
	}
}

func TestCalibrationCheck(t *testing.T) {
	good := Calibration{Near: -1, Ahead: -1, Typical: 1, FalseAcceptRate: 0.01}
	if err := good.Check(); err != nil {
		t.Error(err)
	}
	for name, change := range map[string]func(c *Calibration){
		"zero":               func(c *Calibration) { *c = Calibration{} },
		"NaN":                func(c *Calibration) { c.Threshold = math.NaN() },
		"infinite":           func(c *Calibration) { c.Intercept = math.Inf(-1) },
		"huge":               func(c *Calibration) { c.Near = -1e300 },
		"near":               func(c *Calibration) { c.Near = 1 },
		"ahead":              func(c *Calibration) { c.Ahead = 0.1 },
		"rate":               func(c *Calibration) { c.FalseAcceptRate = 1 },
		"negative count":     func(c *Calibration) { c.Known = -1 },
		"no typical":         func(c *Calibration) { c.Typical = 0 },
		"typical below zero": func(c *Calibration) { c.Typical = -1 },
	} {
		c := good
		change(&c)
		if c.Check() == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}
