package simd

import "docent/model/proto"

// NewRanking returns a ranking of a set's works whose distances are computed in SIMD. In the page, it waits for the browser.
func (e *Engine) NewRanking(set *proto.Set) (*proto.Ranking, error) {
	works, err := e.NewFloatIndex(set)
	if err != nil {
		return nil, err
	}
	background, ok := set.BackgroundIndex().(*proto.Set)
	if !ok {
		return proto.NewRanking(works, nil), nil
	}
	others, err := e.NewFloatIndex(background)
	if err != nil {
		return nil, err
	}
	return proto.NewRanking(works, others), nil
}
