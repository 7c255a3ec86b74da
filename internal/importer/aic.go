//go:build !js

package importer

import (
	"context"
	"fmt"
	"net/url"
	"strings"
)

// AIC imports from the API of the Art Institute of Chicago (api.artic.edu/docs).
type AIC struct {
	Server string   // AICServer, or a mirror
	IDs    []string // numbers of artworks
	Search string   // or what to search for
	Side   int      // of the pictures
}

// AICServer is where the API is.
const AICServer = "https://api.artic.edu"

const (
	aicPage    = 100  // results a page, and works a request, at most
	aicResults = 1000 // results that the search gives at most
	aicFields  = "id,title,artist_display,artist_title,date_display,medium_display,main_reference_number,credit_line,description,short_description," +
		"gallery_title,is_public_domain,copyright_notice,image_id,alt_image_ids"
	aicImages = "https://www.artic.edu/iiif/2"
)

// Extra is none: alternative pictures are details and backs as well, and none says which it is.
func (a *AIC) Extra() int { return 0 }

// List searches where there are no numbers.
func (a *AIC) List(ctx context.Context, c *Client, found func(Item) bool) error {
	ids := a.IDs
	for page := 1; a.Search != "" && page*aicPage <= aicResults; page++ {
		q := url.Values{"q": {a.Search}, "fields": {"id"}, "limit": {fmt.Sprint(aicPage)}, "page": {fmt.Sprint(page)}}
		v, err := c.JSON(ctx, a.Server+"/api/v1/artworks/search?"+q.Encode(), acceptPlain)
		if err != nil {
			return err
		}
		for _, work := range v.at("data").list() {
			if id := work.at("id").str(); AICID.MatchString(id) {
				ids = append(ids, id)
			}
		}
		if float64(page) >= v.at("pagination", "total_pages").num() {
			break
		}
	}
	inBatches(ids, aicPage, func(id string, b *batch) bool {
		return found(Item{Key: "aic:" + id, Name: "aic-" + id, Load: func(ctx context.Context, c *Client) (*Work, error) { return b.load(ctx, c, id) }})
	}, a.fetch)
	return nil
}

// fetch asks for up to aicPage works at once.
func (a *AIC) fetch(ctx context.Context, c *Client, ids []string) (map[string]*Work, error) {
	q := url.Values{"ids": {strings.Join(ids, ",")}, "fields": {aicFields}, "limit": {fmt.Sprint(aicPage)}}
	v, err := c.JSON(ctx, a.Server+"/api/v1/artworks?"+q.Encode(), acceptPlain)
	if err != nil {
		return nil, err
	}
	images := strings.TrimSuffix(v.at("config", "iiif_url").str(), "/")
	if !strings.HasPrefix(images, "http") {
		images = aicImages
	}
	works := map[string]*Work{}
	for _, w := range v.at("data").list() {
		works[w.at("id").str()] = readAIC(w, images, a.Side)
	}
	return works, nil
}

// readAIC reads an artwork; images is the base of the IIIF server.
func readAIC(v value, images string, side int) *Work {
	english := func(names ...string) Words {
		w := Words{}
		for _, name := range names {
			if w.add("en", v.at(name).str(), " "); len(w) > 0 {
				break
			}
		}
		return w
	}
	w := &Work{Title: english("title"), Artist: english("artist_title", "artist_display"), Date: english("date_display"), Medium: english("medium_display"),
		Description: english("description", "short_description"), Credit: english("credit_line"), Location: Words{},
		Number: v.at("main_reference_number").str(), Room: v.at("gallery_title").str(), URL: "https://www.artic.edu/artworks/" + v.at("id").str()}
	if len(w.Description) > 0 {
		// Descriptions are CC BY, all other data is CC0.
		w.Credit.add("en", "Text: Art Institute of Chicago, CC BY 4.0", ". ")
	}
	w.Licence, w.Rights = v.at("copyright_notice").str(), Reserved
	free := v.at("is_public_domain").yes()
	if free {
		w.Licence, w.Rights = "https://creativecommons.org/publicdomain/zero/1.0/", Free
	}
	// 843 pixels wide is the size that the museum asks everybody to use: it lies ready. Works in the public domain may be had
	// at twice that.
	width := 843
	if free && side > 1100 {
		width = 1686
	}
	for _, id := range append([]value{v.at("image_id")}, v.at("alt_image_ids").list()...) {
		if s := id.str(); s != "" {
			w.Pictures = append(w.Pictures, Picture{URL: fmt.Sprintf("%s/%s/full/%d,/0/default.jpg", images, url.PathEscape(s), width)})
		} else if len(w.Pictures) == 0 {
			break // a further picture is no reference
		}
	}
	return w
}
