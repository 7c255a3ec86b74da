//go:build !js

package importer

import (
	"net/url"
	"regexp"
	"strings"
)

// Rights statements of rightsstatements.org under which a picture may be shown: what is in no copyright, or in none that
// is known. "In copyright" in all its forms, and "undetermined", are left out.
var shownStatements = map[string]bool{"noc-us": true, "noc-nc": true, "noc-cr": true, "noc-oklr": true, "nkc": true}

var (
	free     = regexp.MustCompile(`(?i)\bcc[ -]?0\b|\bcc[ -]by\b|\bpublic domain\b|\bdomaine public\b|\bgemeinfrei\b|\bdom[ií]nio p[uú]blico\b|\bpubblico dominio\b|\bpubliek(e)? domein\b|\bcreative commons\b|\bno known copyright\b`)
	reserved = regexp.MustCompile(`(?i)©|\(c\)|\bcopyright\b|\ball rights reserved\b|\bin copyright\b|\btous droits\b|\brechte vorbehalten\b|\bderechos reservados\b|\bdireitos reservados\b|\btutti i diritti\b|\brechten voorbehouden\b|\burheberrechtlich geschützt\b|\bauteursrechtelijk beschermd\b`)
	licensed = regexp.MustCompile(`(?i)\bcc[ -]by\b|\bcreative commons\b`) // which takes a copyright
	noClaim  = regexp.MustCompile(`(?i)\bno (known )?copyright\b`)
	notFree  = regexp.MustCompile(`(?i)\bnot\b[^.]{0,20}\b(public domain|creative commons)\b`)
)

// rightsOf says what a licence, a URI or a text, means for showing a picture.
func rightsOf(licence string) Rights {
	licence = strings.TrimSpace(licence)
	if licence == "" {
		return Unstated
	}
	if u, err := url.Parse(licence); err == nil && u.Host != "" {
		path := strings.ToLower(u.Path)
		switch host := strings.TrimPrefix(strings.ToLower(u.Host), "www."); {
		case host == "creativecommons.org" && (strings.HasPrefix(path, "/licenses/") || strings.HasPrefix(path, "/publicdomain/")):
			return Free
		case host == "rightsstatements.org":
			for part := range strings.SplitSeq(path, "/") {
				if shownStatements[part] {
					return Free
				}
			}
			return Reserved
		}
		return Unstated
	}
	switch {
	case notFree.MatchString(licence):
		return Reserved
	case free.MatchString(licence):
		// "© the heirs; data CC0" does not say that the picture is free.
		if reserved.MatchString(noClaim.ReplaceAllString(licence, "")) && !licensed.MatchString(licence) {
			return Unstated
		}
		return Free
	case reserved.MatchString(licence):
		return Reserved
	}
	return Unstated
}

// rightsFromCredit looks for a licence in the credit of a work that states it nowhere else.
func (w *Work) rightsFromCredit() {
	if s := w.Credit.best("en"); rightsOf(s) != Unstated && len(s) <= 200 {
		w.Licence, w.Rights = line(s), rightsOf(s)
	}
}
