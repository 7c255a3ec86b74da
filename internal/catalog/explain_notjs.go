//go:build !js

package catalog

// explanations say what goes into a template's column, by field and language.
var explanations = map[string]map[string]string{
	fieldID: {
		"en": "Names the work, and its picture: harbour stands for harbour.jpg. Letters, digits, - and _; no other work has it; it must not change later.",
		"fr": "Désigne l'œuvre et son image : port correspond à port.jpg. Lettres sans accent, chiffres, - et _ ; unique, et à ne plus changer.",
		"de": "Bezeichnet das Werk und sein Bild: hafen steht für hafen.jpg. Buchstaben, Ziffern, - und _; kommt nur einmal vor und bleibt, wie es ist.",
		"es": "Designa la obra y su imagen: puerto corresponde a puerto.jpg. Letras sin acento, cifras, - y _; único, y no debe cambiar.",
		"it": "Indica l'opera e la sua immagine: porto corrisponde a porto.jpg. Lettere senza accenti, cifre, - e _; unico, e da non cambiare più.",
		"nl": "Duidt het werk en zijn afbeelding aan: haven hoort bij haven.jpg. Letters, cijfers, - en _; komt maar één keer voor en blijft gelijk.",
		"pt": "Designa a obra e a sua imagem: porto corresponde a porto.jpg. Letras sem acento, algarismos, - e _; único, e não deve mudar.",
	},
	fieldTitle: {
		"en": "The title of the work.", "fr": "Le titre de l'œuvre.", "de": "Der Titel des Werks.", "es": "El título de la obra.",
		"it": "Il titolo dell'opera.", "nl": "De titel van het werk.", "pt": "O título da obra.",
	},
	"artist": {
		"en": "Who made it.", "fr": "Qui l'a réalisée.", "de": "Wer es geschaffen hat.", "es": "Quién la hizo.", "it": "Chi l'ha realizzata.", "nl": "Wie het maakte.", "pt": "Quem a fez.",
	},
	"date": {
		"en": "When, in your own words: 1880, about 1880.", "fr": "Quand, dans vos mots : 1880, vers 1880.", "de": "Wann, in Ihren Worten: 1880, um 1880.",
		"es": "Cuándo, con sus palabras: 1880, hacia 1880.", "it": "Quando, con parole vostre: 1880, circa 1880.", "nl": "Wanneer, in uw eigen woorden: 1880, omstreeks 1880.",
		"pt": "Quando, por palavras suas: 1880, cerca de 1880.",
	},
	"medium": {
		"en": "What it is made of: oil on canvas.", "fr": "De quoi elle est faite : huile sur toile.", "de": "Woraus es ist: Öl auf Leinwand.", "es": "De qué está hecha: óleo sobre lienzo.",
		"it": "Di che cosa è fatta: olio su tela.", "nl": "Waarvan het gemaakt is: olieverf op doek.", "pt": "De que é feita: óleo sobre tela.",
	},
	"description": {
		"en": "What visitors read. A few sentences; line breaks are kept.", "fr": "Ce que lit le visiteur. Quelques phrases ; les retours à la ligne restent.",
		"de": "Was die Besucher lesen. Einige Sätze; Zeilenumbrüche bleiben.", "es": "Lo que lee el visitante. Unas frases; los saltos de línea se conservan.",
		"it": "Ciò che legge il visitatore. Qualche frase; gli a capo restano.", "nl": "Wat bezoekers lezen. Enkele zinnen; regeleinden blijven.",
		"pt": "O que o visitante lê. Algumas frases; as quebras de linha mantêm-se.",
	},
	"price": {
		"en": "Only if visitors may see it. Otherwise leave it empty.", "fr": "Seulement si le visiteur peut le voir. Sinon, laisser vide.", "de": "Nur, wenn Besucher ihn sehen dürfen. Sonst leer lassen.",
		"es": "Solo si el visitante puede verlo. Si no, déjelo vacío.", "it": "Solo se il visitatore può vederlo. Altrimenti lasciare vuoto.", "nl": "Alleen als bezoekers hem mogen zien. Laat hem anders leeg.",
		"pt": "Só se o visitante o puder ver. Senão, deixar vazio.",
	},
	"location": {
		"en": "Where it hangs, as visitors would say it: by the window.", "fr": "Où elle est accrochée, pour le visiteur : près de la fenêtre.", "de": "Wo es hängt, für Besucher: am Fenster.",
		"es": "Dónde cuelga, para el visitante: junto a la ventana.", "it": "Dove è appesa, per il visitatore: accanto alla finestra.", "nl": "Waar het hangt, voor bezoekers: bij het raam.",
		"pt": "Onde está pendurada, para o visitante: junto à janela.",
	},
	"credit": {
		"en": "Whom to thank for the work or the picture.", "fr": "Qui remercier pour l'œuvre ou l'image.", "de": "Wem das Werk oder das Bild zu danken ist.", "es": "A quién se agradece la obra o la imagen.",
		"it": "Chi ringraziare per l'opera o per l'immagine.", "nl": "Wie te danken voor het werk of de afbeelding.", "pt": "A quem agradecer a obra ou a imagem.",
	},
	"number": {
		"en": "The number on its label, or in the inventory.", "fr": "Le numéro du cartel ou de l'inventaire.", "de": "Die Nummer auf dem Schild oder im Inventar.", "es": "El número de la cartela o del inventario.",
		"it": "Il numero sulla didascalia o nell'inventario.", "nl": "Het nummer op het bordje of in de inventaris.", "pt": "O número da etiqueta ou do inventário.",
	},
	"room": {
		"en": "The room. Large collections are loaded by room.", "fr": "La salle. Les grandes collections se chargent par salle.", "de": "Der Raum. Große Sammlungen werden nach Räumen geladen.",
		"es": "La sala. Las colecciones grandes se cargan por sala.", "it": "La sala. Le grandi collezioni si caricano per sala.", "nl": "De zaal. Grote collecties worden per zaal geladen.",
		"pt": "A sala. As grandes coleções são carregadas por sala.",
	},
	"licence": {
		"en": "Under which terms the picture may be used: CC0, or an address.", "fr": "À quelles conditions l'image peut servir : CC0, ou une adresse.", "de": "Unter welchen Bedingungen das Bild benutzt werden darf: CC0 oder eine Adresse.",
		"es": "En qué condiciones puede usarse la imagen: CC0, o una dirección.", "it": "A quali condizioni si può usare l'immagine: CC0, o un indirizzo.", "nl": "Onder welke voorwaarden de afbeelding gebruikt mag worden: CC0, of een adres.",
		"pt": "Em que condições a imagem pode ser usada: CC0, ou um endereço.",
	},
	fieldShow: {
		"en": "no, if you may not show the picture: the work is recognised all the same. Empty means yes.", "fr": "non, si vous n'avez pas le droit de montrer l'image : l'œuvre est reconnue quand même. Vide : oui.",
		"de": "nein, wenn Sie das Bild nicht zeigen dürfen: Erkannt wird das Werk trotzdem. Leer heißt ja.", "es": "no, si no puede mostrar la imagen: la obra se reconoce igualmente. Vacío: sí.",
		"it": "no, se non potete mostrare l'immagine: l'opera è riconosciuta lo stesso. Vuoto: sì.", "nl": "nee, als u de afbeelding niet mag tonen: het werk wordt toch herkend. Leeg is ja.",
		"pt": "não, se não puder mostrar a imagem: a obra é reconhecida na mesma. Vazio: sim.",
	},
	"url": {
		"en": "The work's page on your website: https://...", "fr": "La page de l'œuvre sur votre site : https://...", "de": "Die Seite des Werks auf Ihrer Website: https://...", "es": "La página de la obra en su sitio: https://...",
		"it": "La pagina dell'opera sul vostro sito: https://...", "nl": "De pagina van het werk op uw website: https://...", "pt": "A página da obra no seu sítio: https://...",
	},
	fieldAudio: {
		"en": "A file of speech, .mp3, .m4a or .ogg, beside this table or in a folder audio.", "fr": "Un fichier sonore, .mp3, .m4a ou .ogg, à côté de ce tableau ou dans un dossier audio.",
		"de": "Eine Tondatei, .mp3, .m4a oder .ogg, neben dieser Tabelle oder in einem Ordner audio.", "es": "Un archivo de voz, .mp3, .m4a o .ogg, junto a esta tabla o en una carpeta audio.",
		"it": "Un file audio, .mp3, .m4a o .ogg, accanto a questa tabella o in una cartella audio.", "nl": "Een geluidsbestand, .mp3, .m4a of .ogg, naast deze tabel of in een map audio.",
		"pt": "Um ficheiro de voz, .mp3, .m4a ou .ogg, junto desta tabela ou numa pasta audio.",
	},
	fieldPictures: {
		"en": "More photos of the work, beside its picture: side.jpg | evening.jpg. Photos called harbour__2.jpg need not be named.", "fr": "D'autres photos de l'œuvre, à côté de son image : cote.jpg | soir.jpg. Inutile de nommer port__2.jpg.",
		"de": "Weitere Fotos des Werks, neben seinem Bild: seite.jpg | abend.jpg. Fotos namens hafen__2.jpg müssen nicht genannt werden.", "es": "Más fotos de la obra, junto a su imagen: lado.jpg | noche.jpg. No hace falta nombrar puerto__2.jpg.",
		"it": "Altre foto dell'opera, accanto alla sua immagine: lato.jpg | sera.jpg. Non serve nominare porto__2.jpg.", "nl": "Meer foto's van het werk, naast zijn afbeelding: zijkant.jpg | avond.jpg. Foto's als haven__2.jpg hoeven niet genoemd te worden.",
		"pt": "Mais fotos da obra, junto da sua imagem: lado.jpg | noite.jpg. Não é preciso nomear porto__2.jpg.",
	},
}

// example is the row of a template that has no pictures yet, by field and language. Its id says that it has to go.
var example = map[string]map[string]string{
	fieldID:    {"en": "example", "fr": "exemple", "de": "beispiel", "es": "ejemplo", "it": "esempio", "nl": "voorbeeld", "pt": "exemplo"},
	fieldTitle: {"en": "Harbour at Noon", "fr": "Le port à midi", "de": "Hafen am Mittag", "es": "Puerto a mediodía", "it": "Porto a mezzogiorno", "nl": "Haven om twaalf uur", "pt": "Porto ao meio-dia"},
	"artist":   {"en": "unknown", "fr": "inconnu", "de": "unbekannt", "es": "desconocido", "it": "ignoto", "nl": "onbekend", "pt": "desconhecido"},
	"date":     {"en": "about 1880", "fr": "vers 1880", "de": "um 1880", "es": "hacia 1880", "it": "circa 1880", "nl": "omstreeks 1880", "pt": "cerca de 1880"},
	"medium":   {"en": "oil on canvas", "fr": "huile sur toile", "de": "Öl auf Leinwand", "es": "óleo sobre lienzo", "it": "olio su tela", "nl": "olieverf op doek", "pt": "óleo sobre tela"},
	"description": {"en": "Put what visitors should read here, and delete this row.", "fr": "Mettre ici ce que le visiteur doit lire, et supprimer cette ligne.",
		"de": "Hier steht, was Besucher lesen sollen; diese Zeile bitte löschen.", "es": "Ponga aquí lo que debe leer el visitante y borre esta fila.",
		"it": "Scrivete qui ciò che il visitatore deve leggere e cancellate questa riga.", "nl": "Zet hier wat bezoekers moeten lezen en verwijder deze rij.",
		"pt": "Escreva aqui o que o visitante deve ler e apague esta linha."},
	"number":  {"en": "12", "fr": "12", "de": "12", "es": "12", "it": "12", "nl": "12", "pt": "12"},
	fieldShow: {"en": "yes", "fr": "oui", "de": "ja", "es": "sí", "it": "sì", "nl": "ja", "pt": "sim"},
}

// sheets are the names of a template's sheets, and the headings of the second one.
var sheets = map[string]struct{ works, columns, column, what string }{
	"en": {"Works", "Columns", "Column", "What goes in"},
	"fr": {"Œuvres", "Colonnes", "Colonne", "Ce qu'on y met"},
	"de": {"Werke", "Spalten", "Spalte", "Was hineingehört"},
	"es": {"Obras", "Columnas", "Columna", "Qué se pone"},
	"it": {"Opere", "Colonne", "Colonna", "Che cosa scrivere"},
	"nl": {"Werken", "Kolommen", "Kolom", "Wat erin komt"},
	"pt": {"Obras", "Colunas", "Coluna", "O que se escreve"},
}

// said returns a text in a language, in English where there is none.
func said[T any](texts map[string]T, language string) T {
	if t, ok := texts[primary(language)]; ok {
		return t
	}
	return texts["en"]
}
