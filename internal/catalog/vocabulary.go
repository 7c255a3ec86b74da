package catalog

import (
	"slices"
	"strings"
)

// What a column may hold. Those of a text are called as in bundle.Text.
const (
	fieldID       = "id"
	fieldTitle    = "title"
	fieldShow     = "show"
	fieldAudio    = "audio"
	fieldFile     = "file" // of the reference picture
	fieldPictures = "pictures"
)

// term is what a field is called in spreadsheets, in one language: the heading that a template has, and other ones,
// separated by commas. How they are written (accents, capitals, spaces, underscores) does not matter.
type term struct{ heading, others string }

// terms is a field's names by language.
type terms struct {
	field string
	names map[string]term
}

// vocabulary lists the fields, in the order of a template's columns. What means value or insurance value is not among
// the prices: nobody means to publish it.
var vocabulary = []terms{
	{fieldID, map[string]term{
		"en": {"id", "identifier, work id, object id"},
		"fr": {"identifiant", "code"},
		"de": {"Kennung", "Objekt-ID, Werk-ID"},
		"es": {"identificador", ""},
		"it": {"identificativo", ""},
		"nl": {"id", "kenmerk, object-id"},
		"pt": {"identificador", ""},
	}},
	{fieldTitle, map[string]term{
		"en": {"title", "work title, object title, title of work, title of the work, artwork, artwork title"},
		"fr": {"titre", "titre de l'œuvre, titre de l'objet, intitulé, œuvre"},
		"de": {"Titel", "Werktitel, Bildtitel, Objekttitel, Objektbezeichnung, Bezeichnung, Titel des Werks, Werk"},
		"es": {"título", "título de la obra, obra"},
		"it": {"titolo", "titolo dell'opera, opera, denominazione"},
		"nl": {"titel", "titel van het werk, kunstwerk, werk"},
		"pt": {"título", "título da obra, obra"},
	}},
	{"artist", map[string]term{
		"en": {"artist", "artist name, name of artist, painter, author, maker, creator"},
		"fr": {"artiste", "auteur, nom de l'artiste, nom de l'auteur, peintre, créateur, auteur/exécutant"},
		"de": {"Künstler", "Künstlerin, Künstler/in, KünstlerIn, Künstler*innen, Künstlername, Maler, Malerin, Urheber, Urheberin, Autor"},
		"es": {"artista", "autor, autora, autor/a, pintor, pintora, nombre del artista, creador"},
		"it": {"artista", "autore, autrice, pittore, pittrice, nome dell'artista"},
		"nl": {"kunstenaar", "maker, schilder, vervaardiger, auteur, naam kunstenaar"},
		"pt": {"artista", "autor, autora, autoria, pintor, pintora, nome do artista"},
	}},
	{"date", map[string]term{
		"en": {"date", "year, dated, dating, creation date, date of creation, year of creation, object date, production date"},
		"fr": {"date", "datation, année, date de création, date d'exécution, époque, millésime"},
		"de": {"Datierung", "Jahr, Datum, Entstehungsjahr, Entstehungszeit, Entstehungsdatum"},
		"es": {"fecha", "año, datación, fecha de creación, cronología, época"},
		"it": {"data", "anno, datazione, cronologia, epoca, data di creazione"},
		"nl": {"datering", "datum, jaar, jaartal"},
		"pt": {"data", "ano, datação, data de criação, época"},
	}},
	{"medium", map[string]term{
		"en": {"medium", "technique, material, materials, medium and support, materials and techniques, material and technique"},
		"fr": {"technique", "matériau, matériaux, matière, matière et technique, matériaux et techniques, technique et support, médium"},
		"de": {"Technik", "Material, Material und Technik, Technik und Material, Material/Technik, Material & Technik, Maltechnik"},
		"es": {"técnica", "material, materiales, técnica y material, materia y técnica, técnica y soporte"},
		"it": {"tecnica", "materia, materiale, materiali, materia e tecnica, tecnica e materiali, tecnica e supporto"},
		"nl": {"techniek", "materiaal, materiaal en techniek, materiaal/techniek, techniek en materiaal"},
		"pt": {"técnica", "material, materiais, técnica e materiais, matéria e técnica, técnica e suporte"},
	}},
	{"description", map[string]term{
		"en": {"description", "text, label text, wall text, about, message"},
		"fr": {"description", "texte, cartel, notice, commentaire, texte du cartel"},
		"de": {"Beschreibung", "Text, Objekttext, Werktext, Objektbeschreibung, Erläuterung, Saaltext"},
		"es": {"descripción", "texto, cartela, comentario"},
		"it": {"descrizione", "testo, didascalia, commento, scheda"},
		"nl": {"beschrijving", "omschrijving, tekst, toelichting, zaaltekst"},
		"pt": {"descrição", "texto, legenda, comentário"},
	}},
	{"price", map[string]term{
		"en": {"price", "estimate, sale price, asking price"},
		"fr": {"prix", "estimation, prix de vente"},
		"de": {"Preis", "Schätzpreis, Verkaufspreis"},
		"es": {"precio", "estimación, precio de venta"},
		"it": {"prezzo", "stima, prezzo di vendita"},
		"nl": {"prijs", "richtprijs, verkoopprijs"},
		"pt": {"preço", "estimativa, preço de venda"},
	}},
	{"location", map[string]term{
		"en": {"location", "current location, display location, exhibition location"},
		"fr": {"emplacement", "localisation, lieu d'exposition, lieu de conservation"},
		"de": {"Standort", "Ausstellungsort, Aufstellungsort"},
		"es": {"ubicación", "localización"},
		"it": {"ubicazione", "collocazione"},
		"nl": {"locatie", "standplaats"},
		"pt": {"localização", ""},
	}},
	{"credit", map[string]term{
		"en": {"credit", "credits, credit line, courtesy, acknowledgement"},
		"fr": {"crédit", "crédits, mention de crédit, mention obligatoire, crédit photographique, crédits photographiques"},
		"de": {"Bildnachweis", "Nachweis, Fotonachweis, Dank, Creditline"},
		"es": {"crédito", "créditos, línea de crédito"},
		"it": {"crediti", "credito, linea di credito, referenze fotografiche"},
		"nl": {"bronvermelding", "creditregel"},
		"pt": {"crédito", "créditos, linha de crédito"},
	}},
	{"number", map[string]term{
		"en": {"number", "no, nr, label number, inventory number, inventory no, inv no, accession number, object number, catalogue number, catalog number"},
		"fr": {"numéro", "n°, numéro d'inventaire, n° d'inventaire, n° inv, numéro d'inv, inventaire, cote"},
		"de": {"Nummer", "Nr, Inventarnummer, Inventar-Nr, Inv-Nr, InvNr, Objektnummer, Katalognummer, Kat-Nr, Inventar"},
		"es": {"número", "nº, número de inventario, nº de inventario, nº inventario, inventario, número de registro"},
		"it": {"numero", "n, numero di inventario, numero d'inventario, n inventario, n inv, inventario"},
		"nl": {"nummer", "nr, inventarisnummer, objectnummer, inv nr, catalogusnummer"},
		"pt": {"número", "nº, número de inventário, nº de inventário, inventário, número de tombo, tombo"},
	}},
	{"room", map[string]term{
		"en": {"room", "gallery, room number, hall"},
		"fr": {"salle", "numéro de salle"},
		"de": {"Raum", "Saal, Ausstellungsraum, Raumnummer"},
		"es": {"sala", ""},
		"it": {"sala", "stanza"},
		"nl": {"zaal", "ruimte, kamer"},
		"pt": {"sala", ""},
	}},
	{"licence", map[string]term{
		"en": {"licence", "license, rights, rights statement, copyright, usage rights"},
		"fr": {"licence", "droits, droits d'auteur, mention de droits, conditions d'utilisation"},
		"de": {"Lizenz", "Rechte, Bildrechte, Nutzungsrechte, Urheberrecht"},
		"es": {"licencia", "derechos, derechos de autor"},
		"it": {"licenza", "diritti, diritti d'autore"},
		"nl": {"licentie", "rechten, auteursrecht, auteursrechten"},
		"pt": {"licença", "direitos, direitos de autor"},
	}},
	{fieldShow, map[string]term{
		"en": {"show", "show picture, may be shown, picture may be shown"},
		"fr": {"montrer", "afficher, montrer l'image, image visible"},
		"de": {"zeigen", "anzeigen, Bild zeigen"},
		"es": {"mostrar", "mostrar imagen"},
		"it": {"mostrare", "mostrare immagine"},
		"nl": {"tonen", "afbeelding tonen"},
		"pt": {"mostrar", "exibir, mostrar imagem"},
	}},
	{"url", map[string]term{
		"en": {"url", "link, page, web page, webpage, website, web address"},
		"fr": {"page web", "lien, adresse web, site web"},
		"de": {"Webseite", "Webadresse, Internetadresse, Verweis"},
		"es": {"página web", "enlace, página"},
		"it": {"pagina web", "collegamento"},
		"nl": {"webpagina", "webadres"},
		"pt": {"página web", "ligação, endereço web"},
	}},
	{fieldAudio, map[string]term{
		"en": {"audio", "audio file, sound, sound file, audio guide, recording"},
		"fr": {"audio", "son, fichier audio, fichier son, audioguide"},
		"de": {"Audio", "Audiodatei, Ton, Tondatei, Hörtext"},
		"es": {"audio", "archivo de audio, audioguía, sonido"},
		"it": {"audio", "file audio, audioguida"},
		"nl": {"audio", "audiobestand, audiotour, geluid"},
		"pt": {"áudio", "ficheiro de áudio, arquivo de áudio, audioguia"},
	}},
	{fieldFile, map[string]term{
		"en": {"file", "filename, file name, image, image file, image name, picture, picture file, photo, photo file"},
		"fr": {"fichier", "nom du fichier, nom de fichier, fichier image, nom de l'image, image, photo, photographie"},
		"de": {"Datei", "Dateiname, Bilddatei, Bildname, Bild, Foto, Abbildung"},
		"es": {"archivo", "fichero, nombre del archivo, nombre de archivo, archivo de imagen, imagen, foto, fotografía"},
		"it": {"file", "nome file, nome del file, file immagine, immagine, fotografia"},
		"nl": {"bestand", "bestandsnaam, afbeelding, foto, beeldbestand"},
		"pt": {"ficheiro", "arquivo, nome do ficheiro, nome do arquivo, imagem, foto, fotografia"},
	}},
	{fieldPictures, map[string]term{
		"en": {"pictures", "more pictures, extra pictures, additional pictures, more photos, photos, images, additional images"},
		"fr": {"photos", "images, autres photos, autres images, photos supplémentaires"},
		"de": {"weitere Bilder", "Bilder, Fotos, weitere Fotos, Zusatzbilder"},
		"es": {"más fotos", "fotos, imágenes, otras fotos, más imágenes"},
		"it": {"altre foto", "immagini, altre immagini"},
		"nl": {"meer foto's", "foto's, afbeeldingen, meer afbeeldingen"},
		"pt": {"mais fotos", "fotos, imagens, outras fotos, mais imagens"},
	}},
}

// spoken reports whether a field has a value for each language.
func spoken(field string) bool {
	return field == fieldAudio || slices.Contains(textFields, field)
}

var textFields = []string{fieldTitle, "artist", "date", "medium", "description", "price", "location", "credit"}

// meaning is what a heading's words stand for, and in which languages: "autor" is the artist in German, Spanish and
// Portuguese.
type meaning struct {
	field     string
	languages []string
}

// meanings are those of all names, folded. English ones come first, with what docent calls the fields itself.
var meanings = func() map[string]meaning {
	all := map[string]meaning{}
	add := func(name, field, language string) {
		m := all[fold(name)]
		m.field = field
		if !slices.Contains(m.languages, language) {
			m.languages = append(m.languages, language)
		}
		all[fold(name)] = m
	}
	for _, t := range vocabulary {
		add(t.field, t.field, "en")
		for _, language := range Languages {
			n := t.names[language]
			add(n.heading, t.field, language)
			for other := range strings.SplitSeq(n.others, ",") {
				if strings.TrimSpace(other) != "" {
					add(other, t.field, language)
				}
			}
		}
	}
	return all
}()

// Languages are those whose words for columns are known.
var Languages = []string{"en", "fr", "de", "es", "it", "nl", "pt"}

// heading returns what a template calls a field in a language, in English where there is no word for it.
func heading(field, language string) string {
	for _, t := range vocabulary {
		if t.field == field {
			if n, ok := t.names[primary(language)]; ok {
				return n.heading
			}
			return t.names["en"].heading
		}
	}
	panic("catalog: no field " + field)
}

// primary returns the language of a tag: "pt" of "pt-BR".
func primary(tag string) string {
	p, _, _ := strings.Cut(tag, "-")
	return p
}
