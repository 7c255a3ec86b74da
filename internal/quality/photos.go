package quality

import (
	"cmp"
	"math"
	"slices"

	"docent/model/proto"
)

// photos fills in Photos.
func (c *checker) photos() error {
	var ranking *proto.Ranking
	for i, w := range c.Works {
		for _, p := range w.Photos {
			if ranking == nil {
				var err error
				if ranking, err = c.newRanking(); err != nil {
					return err
				}
			}
			f := PhotoFound{Name: p.Name, ID: w.ID, Index: i}
			var sure [2]float64
			f.Without, sure[0] = c.answer(ranking, p.Looks, i, p.Without)
			f.With, sure[1] = c.answer(ranking, p.Looks, i, c.Set.At(i))
			f.Gain = sure[1] - sure[0]
			c.report.Photos = append(c.report.Photos, f)
		}
	}
	slices.SortStableFunc(c.report.Photos, func(a, b PhotoFound) int { return cmp.Compare(a.Gain, b.Gain) })
	return nil
}

// newRanking returns a ranking of the prototypes.
func (c *checker) newRanking() (*proto.Ranking, error) {
	if c.Ranking == nil {
		return c.Set.Ranking(), nil
	}
	return c.Ranking()
}

// answer returns what the looks at a photo are taken for when one of the works has another prototype, and how sure that work is.
func (c *checker) answer(r *proto.Ranking, looks [][]float32, work int, prototype []float32) (a Answer, sure float64) {
	r.Reset()
	own := float32(math.Inf(1))
	for i, l := range looks {
		r.Add(l, uint8(i))
		own = min(own, proto.SquaredDistance(prototype, l))
	}
	best := r.Best(nil, 3)
	best = slices.DeleteFunc(best, func(m proto.Match) bool { return m.Index == work })
	place := 0
	for place < len(best) && best[place].SquaredDistance < own {
		place++
	}
	best = slices.Insert(best, place, proto.Match{Index: work, SquaredDistance: own})
	confidence := func(at int) (logOdds, confidence float64) {
		e := proto.Evidence{SquaredDistance: best[at].SquaredDistance, Rival: r.Rival(best, at), Agreed: -1}
		if c.Set.Impostors != nil {
			e.Impostor = c.Set.Impostors[best[at].Index]
		}
		logOdds = c.Calibration.LogOdds(e)
		return logOdds, float64(proto.Confidence(logOdds))
	}
	odds, first := confidence(0)
	_, sure = confidence(place)
	return Answer{ID: c.Works[best[0].Index].ID, Accepted: c.Calibration.Accepts(odds), Confidence: first}, sure
}
