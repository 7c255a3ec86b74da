//go:build !js

package importer

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"strings"
	"time"
)

// Wikidata imports items, and their pictures from Wikimedia Commons.
type Wikidata struct {
	Server    string // WikidataServer, or a mirror
	Commons   string // CommonsServer, or a mirror
	IDs       []string
	Languages []string
	Side      int
}

// Where the two are.
const (
	WikidataServer = "https://www.wikidata.org"
	CommonsServer  = "https://commons.wikimedia.org"
)

// wikiBatch is how many items or files a request may name.
const wikiBatch = 50

// Properties of works.
const (
	propImage      = "P18"
	propCreator    = "P170"
	propInception  = "P571"
	propMaterial   = "P186"
	propCollection = "P195"
	propInventory  = "P217"
	propCirca      = "P1480" // sourcing circumstances; of a date
	propEarliest   = "P1319"
	propLatest     = "P1326"
	itemCirca      = "Q5727902"
	itemAnonymous  = "Q4233718"
)

// Extra is none: further pictures of an item are mostly details and other hangings.
func (s *Wikidata) Extra() int { return 0 }

// List lists the items that were asked for.
func (s *Wikidata) List(_ context.Context, _ *Client, found func(Item) bool) error {
	inBatches(s.IDs, wikiBatch, func(id string, b *batch) bool {
		return found(Item{Key: "wikidata:" + id, Name: id, Load: func(ctx context.Context, c *Client) (*Work, error) { return b.load(ctx, c, id) }})
	}, s.fetch)
	return nil
}

// fetch reads items, what they name, and what Commons says of their pictures.
func (s *Wikidata) fetch(ctx context.Context, c *Client, ids []string) (map[string]*Work, error) {
	items, err := s.entities(ctx, c, ids, "labels|descriptions|claims")
	if err != nil {
		return nil, err
	}
	var named, files []string
	for _, id := range ids {
		item := items[id]
		for _, p := range []string{propCreator, propMaterial, propCollection} {
			for _, statement := range statements(item, p) {
				named = append(named, item0(snakValue(statement.at("mainsnak"))))
				for _, q := range attributions {
					for _, snak := range statement.at("qualifiers", q.property).list() {
						named = append(named, item0(snakValue(snak)))
					}
				}
			}
		}
		if f := pictureOf(item); f != "" {
			files = append(files, f)
		}
	}
	labels, err := s.labels(ctx, c, named)
	if err != nil {
		return nil, err
	}
	licences, err := s.files(ctx, c, files)
	if err != nil {
		return nil, err
	}
	works := map[string]*Work{}
	for _, id := range ids {
		if item := items[id]; item.any != nil && !item.has("missing") {
			works[id] = s.work(id, item, labels, licences)
		}
	}
	return works, nil
}

// query asks an API of MediaWiki. It answers errors with status 200, and "maxlag" when its databases are behind.
func (s *Wikidata) query(ctx context.Context, c *Client, server string, q url.Values) (value, error) {
	q.Set("format", "json")
	q.Set("formatversion", "2")
	q.Set("maxlag", "5")
	var v value
	_, err := c.Get(ctx, server+"/w/api.php?"+q.Encode(), acceptPlain, maxJSON, func(b []byte) (err error) {
		if v, err = parseValue(b); err != nil {
			return err
		}
		switch e := v.at("error"); {
		case e.any == nil:
			return nil
		case e.at("code").str() == "maxlag":
			return &busyError{why: "its databases are behind", after: 5 * time.Second}
		default:
			return errors.New("it says: " + line(e.first("info", "code").str()))
		}
	})
	return v, err
}

// entities returns items by the ids that were asked for, also those that have been merged into another.
func (s *Wikidata) entities(ctx context.Context, c *Client, ids []string, props string) (map[string]value, error) {
	languages := append(slices.Clone(s.Languages), "en", "mul")
	for _, l := range s.Languages {
		languages = append(languages, primary(l))
	}
	slices.Sort(languages)
	items := map[string]value{}
	for chunk := range slices.Chunk(ids, wikiBatch) {
		v, err := s.query(ctx, c, s.Server, url.Values{"action": {"wbgetentities"}, "ids": {strings.Join(chunk, "|")}, "props": {props},
			"languages": {strings.ToLower(strings.Join(slices.Compact(languages), "|"))}})
		if err != nil {
			return nil, err
		}
		for _, id := range v.at("entities").names() {
			item := v.at("entities", id)
			items[id] = item
			if from := item.at("redirects", "from").str(); from != "" {
				items[from] = item
			}
		}
	}
	return items, nil
}

// labels returns the names of items.
func (s *Wikidata) labels(ctx context.Context, c *Client, ids []string) (map[string]Words, error) {
	slices.Sort(ids)
	ids = slices.DeleteFunc(slices.Compact(ids), func(id string) bool { return id == "" })
	items, err := s.entities(ctx, c, ids, "labels")
	if err != nil {
		return nil, err
	}
	labels := map[string]Words{}
	for id, item := range items {
		labels[id] = terms(item.at("labels"))
	}
	return labels, nil
}

// terms reads labels or descriptions.
func terms(v value) Words {
	w := Words{}
	for _, l := range v.names() {
		w.add(l, v.at(l, "value").str(), " ")
	}
	return w
}

// work puts an item together.
func (s *Wikidata) work(id string, item value, labels map[string]Words, files map[string]file) *Work {
	w := &Work{Title: terms(item.at("labels")), Description: terms(item.at("descriptions")), Artist: Words{}, Date: Words{}, Medium: Words{}, Location: Words{}, Credit: Words{},
		URL: "https://www.wikidata.org/wiki/" + id}
	for _, statement := range statements(item, propCreator) {
		for l, s := range creator(statement, labels, s.Languages) {
			w.Artist.add(l, s, ", ")
		}
	}
	if dates := statements(item, propInception); len(dates) > 0 {
		for _, l := range s.Languages {
			w.Date.add(l, dateOf(dates[0], l), " ")
		}
	}
	joined := func(into Words, property string) {
		var parts []Words
		for _, statement := range statements(item, property) {
			if label := labels[item0(snakValue(statement.at("mainsnak")))]; len(label) > 0 {
				parts = append(parts, label)
			}
		}
		for _, l := range append(slices.Clone(s.Languages), "") {
			// Not in a language that none of them has; without a language where there is nothing else.
			if !slices.ContainsFunc(parts, func(p Words) bool { return p.in(l) != "" }) && (l != "" || len(into) > 0) {
				continue
			}
			for _, p := range parts {
				into.add(l, p.best(l), ", ")
			}
		}
	}
	joined(w.Medium, propMaterial)
	joined(w.Location, propCollection)
	if numbers := statements(item, propInventory); len(numbers) > 0 {
		w.Number = snakValue(numbers[0].at("mainsnak")).str()
	}
	if f, ok := files[commonsName(pictureOf(item))]; ok {
		w.Licence, w.Rights = f.licence, f.rights
		w.Pictures = []Picture{{URL: s.filePath(f)}}
		if f.credit != "" {
			w.Credit.add("", f.credit, "; ")
		}
	}
	return w
}

// statements returns the statements of a property that count: the preferred ones, or all that are not deprecated.
func statements(item value, property string) []value {
	var preferred, normal []value
	for _, s := range item.at("claims", property).list() {
		switch s.at("rank").str() {
		case "preferred":
			preferred = append(preferred, s)
		case "deprecated":
		default:
			normal = append(normal, s)
		}
	}
	if len(preferred) > 0 {
		return preferred
	}
	return normal
}

// snakValue returns the value of a snak; nothing where it is unknown or there is none.
func snakValue(snak value) value {
	if t := snak.at("snaktype").str(); t != "" && t != "value" {
		return value{}
	}
	return snak.at("datavalue", "value")
}

// item0 returns the id of the item that a value names.
func item0(v value) string {
	if m := WikidataID.FindStringSubmatch(v.at("id").str()); m != nil {
		return m[1]
	}
	return ""
}

func pictureOf(item value) string {
	if images := statements(item, propImage); len(images) > 0 {
		return snakValue(images[0].at("mainsnak")).str()
	}
	return ""
}
