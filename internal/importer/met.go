//go:build !js

package importer

import (
	"context"
	"fmt"
	"net/url"
	"strings"
)

// Met imports from the Metropolitan Museum's Open Access API (metmuseum.github.io).
type Met struct {
	Server string   // MetServer, or a mirror
	IDs    []string // object numbers
	Search string   // or what to search for, works with pictures alone
}

// MetServer is where the API is.
const MetServer = "https://collectionapi.metmuseum.org"

// metPage is how many results a page of the search has: the API gives 500 at most.
const metPage = 500

// Extra is none: the Met's further pictures are details, backs and X-rays, and none says which it is.
func (m *Met) Extra() int { return 0 }

// List searches where there are no numbers.
func (m *Met) List(ctx context.Context, c *Client, found func(Item) bool) error {
	for _, id := range m.IDs {
		if !found(m.item(id)) {
			return nil
		}
	}
	for offset := 0; m.Search != "" && offset < maxWorks; {
		q := url.Values{"q": {m.Search}, "hasImages": {"true"}, "offset": {fmt.Sprint(offset)}, "limit": {fmt.Sprint(metPage)}}
		v, err := c.JSON(ctx, m.Server+"/public/collection/v1.1/search?"+q.Encode(), acceptPlain)
		if err != nil {
			return err
		}
		ids := v.at("objectIDs").list()
		for _, id := range ids {
			if MetID.MatchString(id.str()) && !found(m.item(id.str())) {
				return nil
			}
		}
		if offset += len(ids); len(ids) == 0 || float64(offset) >= v.at("total").num() {
			break
		}
	}
	return nil
}

const acceptPlain = "application/json"

func (m *Met) item(id string) Item {
	return Item{Key: "met:" + id, Name: "met-" + id, Load: func(ctx context.Context, c *Client) (*Work, error) {
		v, err := c.JSON(ctx, m.Server+"/public/collection/v1/objects/"+id, acceptPlain)
		if err != nil {
			return nil, err
		}
		return readMet(v), nil
	}}
}

// readMet reads an object.
func readMet(v value) *Work {
	text := func(name string) string { return v.at(name).str() }
	english := func(s string) Words {
		w := Words{}
		w.add("en", s, " ")
		return w
	}
	w := &Work{Title: english(text("title")), Date: english(text("objectDate")), Medium: english(text("medium")), Credit: english(text("creditLine")),
		Number: text("accessionNumber"), Room: text("GalleryNumber"), URL: text("objectURL"), Description: Words{}, Location: Words{}}
	w.Artist = english(strings.TrimSpace(text("artistPrefix") + " " + text("artistDisplayName") + " " + text("artistSuffix")))
	if len(w.Artist) == 0 {
		w.Artist = english(text("culture"))
	}
	if len(w.Title) == 0 {
		w.Title = english(text("objectName"))
	}
	// The Met gives its pictures of works in the public domain away (CC0), and no others.
	w.Licence, w.Rights = text("rightsAndReproduction"), Reserved
	if v.at("isPublicDomain").yes() {
		w.Licence, w.Rights = "https://creativecommons.org/publicdomain/zero/1.0/", Free
	}
	for _, address := range append([]value{v.at("primaryImageSmall")}, v.at("additionalImages").list()...) {
		// Further pictures are named as originals only; "web-large" is the size of primaryImageSmall.
		if s := strings.Replace(address.str(), "/original/", "/web-large/", 1); strings.HasPrefix(s, "http") {
			w.Pictures = append(w.Pictures, Picture{URL: s})
		} else if len(w.Pictures) == 0 {
			break // a further picture is no reference
		}
	}
	return w
}
