//go:build torch

package train

import "docent/trainer/torch"

// Figures embeds references and queries with frozen statistics, and returns
// the figures of each set.
func (d *Dev) Figures(n *torch.Net) (figures [devSets]DevFigure, err error) {
	source := Source{W: n.Network.Input.W, H: n.Network.Input.H}
	refs, err := EmbedAll(n, len(d.works), func(i int, dst, scratch []float32) {
		d.reference(scratch, i, n.Network)
		source.channelsLast(dst, scratch)
	})
	if err != nil {
		return figures, err
	}
	for set := range figures {
		queries, err := EmbedAll(n, len(d.works), func(i int, dst, scratch []float32) {
			d.query(scratch, set, i, n.Network)
			source.channelsLast(dst, scratch)
		})
		if err != nil {
			return figures, err
		}
		figures[set] = devFigure(refs, queries)
	}
	return figures, nil
}
