//go:build !js

package importer

import "strings"

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

// labels are what museums call the entries of a manifest's metadata that a card shows. Others (dimensions, provenance,
// classification) stay out of the catalog: a card is read standing.
var labels = map[string]string{}

func init() {
	for field, names := range map[string]string{
		"artist": "artist|artists|artist name|artist/maker|artist / maker|creator|creators|maker|makers|author|painter|by|creator(s)|artist(s)|" +
			"artiste|artistes|auteur|auteurs|créateur|peintre|künstler|künstlerin|künstler/in|künstler*in|urheber|maler|malerin|hersteller|schöpfer|" +
			"autor|autora|artista|pintor|creador|autore|pittore|kunstenaar|vervaardiger|schilder|kunstner|konstnär|taiteilija|artysta|twórca|作者|作家",
		"date": "date|dates|date created|creation date|date of creation|date made|date of work|production date|created|dated|date(s)|year|" +
			"datation|date de création|année|datum|datierung|entstehungszeit|entstehungsdatum|jahr|fecha|fecha de creación|año|data|datazione|anno|data di creazione|" +
			"datering|jaar|vervaardigingsdatum|datum van vervaardiging|år|制作年|年代",
		"medium": "medium|media|material|materials|technique|techniques|materials and techniques|materials & techniques|medium and support|material/technique|" +
			"medium/technique|materials/techniques|physical medium|matériau|matériaux|matière|matériaux et techniques|matière et technique|matériaux et technique|technique et matériaux|" +
			"material und technik|material/technik|material, technik|technik|technik/material|materialien|técnica|técnica y materiales|materiales|materia|tecnica|materiali|materia e tecnica|" +
			"materiaal|techniek|materiaal en techniek|materiaal/techniek|teknik|材質",
		"number": "accession number|accession no.|accession no|accession|object number|object no.|object id|inventory number|inventory no.|inventory no|inv. no.|inv no|inv.|" +
			"identifier|catalogue number|collection number|id number|museum number|numéro d'inventaire|n° d'inventaire|numéro d’inventaire|inventaire|cote|" +
			"inventarnummer|inventar-nr.|inv.-nr.|inventarnr.|objektnummer|número de inventario|nº de inventario|numero di inventario|numero inventario|n. inventario|" +
			"inventarisnummer|objectnummer|所蔵番号",
		"credit": "credit line|credit|creditline|credits|mention de provenance|crédit|crédits|mention obligatoire|credit-line|créditos|crediti|bronvermelding|creditlijn|" +
			"attribution line|courtesy",
		"room":        "room|gallery|gallery number|room number|salle|galerie|saal|raum|sala|galleria|zaal",
		"location":    "location|current location|place of display|on display|lieu de conservation|localisation|emplacement|standort|aufbewahrungsort|ubicación|localización|collocazione|ubicazione|locatie|standplaats",
		"description": "description|summary|abstract|about|beschreibung|descripción|descrizione|beschrijving|omschrijving",
		"title":       "title|titre|titel|título|titolo",
		"rights":      "rights|licence|license|copyright|rights statement|droits|rechte|lizenz|derechos|licencia|diritti|licenza|rechten|licentie",
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
	case "rights":
		if w.Licence == "" {
			w.Licence = line(words.best("en"))
		}
	}
}
