//go:build !js || curator

package build

import (
	"context"
	"math"
	"slices"

	"docent/model/proto"
)

// Help says how much a photo beside the reference has helped: what recognition by prototypes alone says of it without it in its
// work's support set, as of a visitor's photo, and with it. The second flatters: the photo is compared with what it was part of.
type Help struct {
	Work          int // index
	Photo         int // of the work: 1 is the first beside the reference
	Without, With Recognition
}

// Recognition is how a photo is recognised by prototypes alone.
type Recognition struct {
	Recognised bool    // the work is the nearest
	Best       int     // index of the nearest work
	Confidence float32 // that the photo shows its own work, 0 to 1
}

// Helped says how much each photo beside the references has helped, by work and photo. It looks at no picture again.
func (c *Collection) Helped(ctx context.Context) ([]Help, error) {
	var list []Help
	ranking, err := c.ranking()
	if err != nil {
		return nil, err
	}
	for i, n := range c.result.Photos {
		if n < 2 {
			continue
		}
		if ctx.Err() != nil {
			return nil, errInterrupted
		}
		r, err := c.again(i)
		if err != nil {
			return nil, err
		}
		for j, x := range r.Extras {
			h := Help{Work: i, Photo: j + 1}
			ranking.Reset()
			for k, l := range x.Looks {
				ranking.Add(l, uint8(k))
			}
			best := ranking.Best(nil, 2)
			h.With = c.recognition(i, ranking.Distance(i), best, ranking)
			own := float32(math.Inf(1))
			for _, l := range x.Looks {
				own = min(own, proto.SquaredDistance(l, x.Without))
			}
			h.Without = c.recognition(i, own, best, ranking)
			list = append(list, h)
		}
	}
	return list, nil
}

// recognition judges a photo of a work at a squared distance, beside the two nearest works of the collection.
func (c *Collection) recognition(work int, own float32, best []proto.Match, ranking *proto.Ranking) Recognition {
	others := slices.DeleteFunc(slices.Clone(best), func(m proto.Match) bool { return m.Index == work })
	r := Recognition{Recognised: true, Best: work}
	// Rival of an answer that is the nearest, at no place in the list: the nearest other work, or the background.
	rival := ranking.Rival(others, -1)
	if len(others) > 0 && others[0].SquaredDistance < own {
		r.Recognised, r.Best = false, others[0].Index
	}
	e := proto.Evidence{SquaredDistance: own, Rival: rival, Agreed: -1}
	if c.table.impostors != nil {
		e.Impostor = c.table.impostors[work]
	}
	r.Confidence = proto.Confidence(c.result.Calibration.LogOdds(e))
	return r
}
