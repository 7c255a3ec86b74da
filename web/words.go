//go:build !js

package web

import "strings"

// words are what the catalogue says by itself, by language; English where a language has none.
var words = map[string]map[string]string{
	"en": {"licence": "Licence", "page": "More about this work", "next": "Next page", "previous": "Previous page", "contents": "Contents", "number": "No."},
	"fr": {"licence": "Licence", "page": "En savoir plus sur cette œuvre", "next": "Page suivante", "previous": "Page précédente", "contents": "Sommaire", "number": "Nº"},
	"de": {"licence": "Lizenz", "page": "Mehr über dieses Werk", "next": "Nächste Seite", "previous": "Vorige Seite", "contents": "Inhalt", "number": "Nr."},
	"it": {"licence": "Licenza", "page": "Per saperne di più su quest’opera", "next": "Pagina successiva", "previous": "Pagina precedente", "contents": "Indice", "number": "N."},
	"es": {"licence": "Licencia", "page": "Más sobre esta obra", "next": "Página siguiente", "previous": "Página anterior", "contents": "Índice", "number": "N.º"},
	"pt": {"licence": "Licença", "page": "Mais sobre esta obra", "next": "Página seguinte", "previous": "Página anterior", "contents": "Índice", "number": "N.º"},
	"ca": {"licence": "Llicència", "page": "Més sobre aquesta obra", "next": "Pàgina següent", "previous": "Pàgina anterior", "contents": "Índex", "number": "Núm."},
	"nl": {"licence": "Licentie", "page": "Meer over dit werk", "next": "Volgende pagina", "previous": "Vorige pagina", "contents": "Inhoud", "number": "Nr."},
}

func wordsIn(tag string) map[string]string {
	base, _, _ := strings.Cut(strings.ToLower(tag), "-")
	if w := words[base]; w != nil {
		return w
	}
	return words["en"]
}
