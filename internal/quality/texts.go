package quality

import "docent/model/bundle"

// wanted are the texts that every card should have, in any language; of the others one is missing where most works have it.
var wanted = map[string]bool{"title": true, "artist": true, "description": true}

// keys are the texts of a card, in its order.
var keys = []struct {
	name string
	of   func(t *bundle.Text) string
}{
	{"title", func(t *bundle.Text) string { return t.Title }},
	{"artist", func(t *bundle.Text) string { return t.Artist }},
	{"date", func(t *bundle.Text) string { return t.Date }},
	{"medium", func(t *bundle.Text) string { return t.Medium }},
	{"description", func(t *bundle.Text) string { return t.Description }},
	{"price", func(t *bundle.Text) string { return t.Price }},
	{"location", func(t *bundle.Text) string { return t.Location }},
	{"credit", func(t *bundle.Text) string { return t.Credit }},
}

// texts fills in Missing and Hidden.
func (c *checker) texts() {
	r := c.report
	missing := func(what, language string, lacks func(w *Work) bool, always bool) {
		m := Missing{What: what, Language: language}
		for i := range c.Works {
			if lacks(&c.Works[i]) {
				m.IDs = append(m.IDs, c.Works[i].ID)
			}
		}
		if n := len(m.IDs); n > 0 && (always || 2*n < len(c.Works)) {
			r.Missing = append(r.Missing, m)
		}
	}
	for _, l := range c.Languages {
		for _, k := range keys {
			missing(k.name, l, func(w *Work) bool {
				t := w.Texts[l]
				text := k.of(&t)
				return text == "" || k.name == "title" && text == w.ID // a build calls a work by its id where it has no other name
			}, wanted[k.name])
		}
	}
	missing("licence", "", func(w *Work) bool { return w.Licence == "" }, true)
	for _, w := range c.Works {
		if w.Hidden {
			r.Hidden = append(r.Hidden, w.ID)
		}
	}
}
