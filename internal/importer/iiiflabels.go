//go:build !js

package importer

import (
	"strings"

	"docent/internal/catalog"
)

// iiifWords reads a text of the Presentation API. Version 3 has language maps, {"en": ["..."], "none": ["..."]}; version 2
// a text, {"@value": "...", "@language": "en"}, or a list of both.
func iiifWords(v value, separator string) Words {
	w := Words{}
	for _, part := range v.list() {
		if s := part.str(); s != "" {
			w.add("", s, separator)
			continue
		}
		if part.has("@value") {
			w.add(part.at("@language").str(), part.at("@value").str(), separator)
			continue
		}
		for _, language := range part.names() {
			if strings.HasPrefix(language, "@") && language != "@none" {
				continue
			}
			for _, s := range part.at(language).list() {
				w.add(language, s.str(), separator)
			}
		}
	}
	return w
}

// labels are what manifests call what a card shows, beside the names that package catalog knows for columns. Others
// (dimensions, provenance, classification) stay out of the catalog: a card is read standing.
var labels = map[string]string{}

func init() {
	for field, names := range map[string]string{
		"artist": "artist/maker|artist / maker|artists|creators|makers|by|artistes|auteurs|hersteller|schöpfer|kunstner|konstnär|taiteilija|artysta|twórca|作者|作家",
		"date":   "dates|created|date created|date made|date of work|vervaardigingsdatum|datum van vervaardiging|år|制作年|年代",
		"medium": "media|physical medium|medium/technique|material/technique|materials/techniques|materials & techniques|techniques|technique et matériaux|" +
			"matériaux et technique|materialien|technik/material|técnica y materiales|teknik|材質",
		"number": "identifier|object id|object no.|id number|museum number|collection number|accession|accession no|accession no.|inv.|inventarnr.|numero inventario|所蔵番号",
		"credit": "attribution line|mention de provenance|creditlijn", "room": "gallery number|galerie|galleria",
		"location": "on display|place of display|aufbewahrungsort", "description": "summary|abstract",
	} {
		for name := range strings.SplitSeq(names, "|") {
			labels[name] = field
		}
	}
}

// field returns what an entry of a manifest's metadata is by its label, in any of the label's languages; "" for others.
func field(label value) string {
	w := iiifWords(label, " ")
	// English first, so that a word of two languages has one meaning.
	for _, s := range append([]string{w.best("en")}, sortedTexts(w)...) {
		s = strings.ToLower(strings.TrimSpace(strings.TrimRight(strings.TrimSpace(s), ":")))
		if f := labels[s]; f != "" {
			return f
		}
		if f, _ := catalog.Field(s); f != "" {
			return f
		}
	}
	return ""
}

// metadata takes an entry of a manifest's metadata.
func (w *Work) metadata(pair value) {
	f := field(pair.at("label"))
	words := iiifWords(pair.at("value"), "; ")
	merge := func(into Words) {
		for l, s := range words {
			into.add(l, s, "; ")
		}
	}
	switch f {
	case "artist":
		merge(w.Artist)
	case "date":
		merge(w.Date)
	case "medium":
		merge(w.Medium)
	case "credit":
		merge(w.Credit)
	case "location":
		merge(w.Location)
	case "number":
		if w.Number == "" {
			w.Number = line(words.best("en"))
		}
	case "room":
		if w.Room == "" {
			w.Room = line(words.best("en"))
		}
	case "description":
		if len(w.Description) == 0 {
			w.Description = words
		}
	case "title":
		if len(w.Title) == 0 {
			w.Title = words
		}
	case "licence":
		if w.Licence == "" {
			w.Licence = line(words.best("en"))
		}
	}
}
