package quality

import (
	"cmp"
	"math"
	"slices"

	"docent/internal/quality/facts"
)

// Limits of references. docs/quality.md has the measurements that they come from, on pictures and views that nothing is tested on.
const (
	// leastSide is the pixels that the shortest side should have.
	leastSide = 64
	// leastDetail is the detail that a sharp part of a picture has; see facts.Facts. No sharp picture of 400 has less, nearly all have
	// less that are blurred by two pixels of 144 along the longest side, where a quarter of a work's features are lost.
	leastDetail = 0.58
	// leastShare is the share of the picture that should be the work, where the locator is surely sure of its outline: 1 % of pictures without frame and wall
	// are taken to be mostly frame, and two thirds of those that are.
	leastShare, surely = 0.6, 0.9
	// leastBright and leastSpan are what the brightest of 20 pixels, and its distance from the darkest of 20, should be.
	leastBright, leastSpan = 48, 24
)

// kinds are the findings in the order of the report.
var kinds = []Kind{TooSmall, Blurred, Framed, Dark, Flat}

// pictures fills in Pictures.
func (c *checker) pictures() {
	var list []Finding
	for i := range c.facts {
		add := func(k Kind, value, limit float64) *Finding {
			list = append(list, Finding{Kind: k, ID: c.Works[i].ID, Index: i, Value: value, Limit: limit})
			return &list[len(list)-1]
		}
		f := &c.facts[i]
		if s := f.Shortest(); s < leastSide {
			add(TooSmall, float64(s), leastSide)
		}
		if f.Detail < leastDetail {
			add(Blurred, f.Detail, leastDetail)
		}
		if s := f.Share(); s < leastShare && f.Sure >= surely {
			found := add(Framed, s, leastShare)
			found.Part, found.Outline = part(f), f.Outline
		}
		if f.Bright < leastBright {
			add(Dark, float64(f.Bright), leastBright)
		} else if f.Span < leastSpan {
			add(Flat, float64(f.Span), leastSpan)
		}
	}
	slices.SortStableFunc(list, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(slices.Index(kinds, a.Kind), slices.Index(kinds, b.Kind)), cmp.Compare(a.Value, b.Value))
	})
	c.report.Pictures = list
}

// part returns the upright rectangle around the outline, in pixels of the picture.
func part(f *facts.Facts) [4]int {
	lo, hi := f.Outline.Bounds()
	at := func(share float64, size int) int {
		return int(math.Round(min(max(share, 0), 1) * float64(size)))
	}
	return [4]int{at(lo.X, f.Width), at(lo.Y, f.Height), at(hi.X, f.Width), at(hi.Y, f.Height)}
}
