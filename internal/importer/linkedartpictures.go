//go:build !js

package importer

import (
	"context"
	"regexp"
	"strings"
)

// maxViews bounds the pictures of an object that are looked into: each may take two requests.
const maxViews = 8

// linkedPictures finds the pictures of an object: what it shows or is represented by is a visual work, which is digitally
// shown by digital objects, which have access points. Any of them may be a reference that has to be fetched.
func (w *Work) linkedPictures(ctx context.Context, c *Client, v value) error {
	rights := recordRights(v)
	works := append(v.at("representation").list(), v.at("shows").list()...)
	for _, visual := range works[:min(len(works), maxViews)] {
		visual, err := whole(ctx, c, visual, "digitally_shown_by", "access_point")
		if err != nil {
			return err
		}
		// A representation may be the digital object itself: so it was before version 1.0.
		digital := visual.at("digitally_shown_by").list()
		if visual.kind() == "DigitalObject" || len(digital) == 0 && visual.has("access_point") {
			digital = []value{visual}
		}
		for _, d := range digital[:min(len(digital), maxViews)] {
			p := itselfPicture(d)
			if p == (Picture{}) {
				if d, err = whole(ctx, c, d, "access_point", "digitally_available_via"); err != nil {
					return err
				}
				if p = digitalPicture(d); p == (Picture{}) {
					continue
				}
			}
			if len(w.Pictures) > 0 && (otherSide(nameWords(visual)) || otherSide(nameWords(d))) {
				continue
			}
			if len(w.Pictures) == 0 { // the rights of what is nearest to the picture count
				for _, of := range []string{recordRights(d), recordRights(visual)} {
					if of != "" {
						rights = of
						break
					}
				}
			}
			w.Pictures = append(w.Pictures, p)
		}
	}
	w.Licence, w.Rights = rights, rightsOf(rights)
	if len(w.Pictures) == 0 {
		return w.manifestPictures(ctx, c, v)
	}
	return nil
}

// pictureFile is an address that names a file of a format that can be read.
var pictureFile = regexp.MustCompile(`(?i)\.(jpe?g|png|webp)$`)

// itselfPicture returns the picture of a digital object that has no access point because its own address is the picture's.
func itselfPicture(d value) Picture {
	address := firstID(d)
	if d.has("access_point") || d.has("digitally_available_via") || serviceOf(address) == "" && !pictureFile.MatchString(address) {
		return Picture{}
	}
	return Picture{URL: address, Service: serviceOf(address)}
}

// whole fetches a thing of which only a reference is there: one that has none of the members. Where there is no record
// at its address, the reference has to do.
func whole(ctx context.Context, c *Client, v value, members ...string) (value, error) {
	for _, m := range members {
		if v.has(m) {
			return v, nil
		}
	}
	if !strings.HasPrefix(v.id(), "http") {
		return v, nil
	}
	record, err := c.JSON(ctx, v.id(), acceptLinkedArt)
	if err != nil && !stops(err) {
		return v, nil
	}
	return record, err
}

// digitalPicture returns the picture of a digital object.
func digitalPicture(d value) Picture {
	if f := d.at("format").str(); f != "" && !strings.HasPrefix(f, "image/") && !strings.Contains(f, "json") {
		return Picture{}
	}
	var p Picture
	services := append([]value{d}, d.at("digitally_available_via").list()...)
	for _, s := range services {
		address := firstID(s.at("access_point"))
		image := false
		for _, standard := range s.at("conforms_to").list() {
			image = image || strings.Contains(standard.id(), "iiif.io/api/image")
		}
		switch {
		case address == "":
		case serviceOf(address) != "":
			p = Picture{URL: address, Service: serviceOf(address)}
		case image || strings.HasSuffix(address, "/info.json"):
			p.Service = strings.TrimSuffix(address, "/info.json")
		case p.URL == "" && s.kind() != "DigitalService":
			p.URL = address
		}
	}
	return p
}

// recordRights returns the licence that a record states: the address of a licence, or else a text.
func recordRights(v value) string {
	text := ""
	for _, right := range v.at("subject_to").list() {
		for _, t := range append(right.at("classified_as").list(), right) {
			if s := t.id(); rightsOf(s) != Unstated {
				return s
			}
		}
		if s := nameWords(right).best("en"); text == "" && s != "" {
			text = line(s)
		}
		for _, t := range right.at("classified_as").list() {
			if s := t.at("_label").str(); text == "" {
				text = line(s)
			}
		}
	}
	if text == "" {
		text = line(statement(v, aatLicenceText).best("en"))
	}
	return text
}

// manifestPictures takes the pictures of the IIIF manifest that an object is the subject of.
func (w *Work) manifestPictures(ctx context.Context, c *Client, v value) error {
	for _, about := range v.at("subject_of").list() {
		for _, d := range append([]value{about}, about.at("digitally_carried_by").list()...) {
			for _, standard := range d.at("conforms_to").list() {
				address := firstID(d.at("access_point"))
				if address == "" || !strings.Contains(standard.id(), "iiif.io/api/presentation") {
					continue
				}
				m, err := c.JSON(ctx, address, acceptPresentation)
				if err != nil {
					return err
				}
				manifest, err := readManifest(m)
				if err != nil {
					return err
				}
				w.Pictures = manifest.Pictures
				if w.Licence == "" {
					w.Licence, w.Rights = manifest.Licence, manifest.Rights
				}
				return nil
			}
		}
	}
	return nil
}
