package poster

import (
	"maps"
	"slices"
	"strings"
)

// words are a text and the language that it is in.
type words struct{ words, language string }

// sentence says what to do with the code, by language. A collection in other languages has the English one.
var sentence = map[string]string{
	"ca":      "Escanegeu el codi, apunteu el telèfon a una obra i llegiu-ne la història.",
	"cs":      "Naskenujte kód, namiřte telefon na dílo a přečtěte si jeho příběh.",
	"da":      "Scan koden, ret telefonen mod et værk, og læs dets historie.",
	"de":      "Code scannen, das Telefon auf ein Werk richten, seine Geschichte lesen.",
	"el":      "Σαρώστε τον κωδικό, στρέψτε το τηλέφωνο σε ένα έργο και διαβάστε την ιστορία του.",
	"en":      "Scan the code, point your phone at a work, and read its story.",
	"es":      "Escanee el código, apunte con el teléfono a una obra y lea su historia.",
	"fi":      "Skannaa koodi, osoita puhelimella teosta ja lue sen tarina.",
	"fr":      "Scannez le code, visez une œuvre avec votre téléphone et lisez son histoire.",
	"gl":      "Escanee o código, apunte co teléfono a unha obra e lea a súa historia.",
	"hu":      "Olvassa be a kódot, irányítsa a telefonját egy műre, és olvassa el a történetét.",
	"it":      "Inquadra il codice, punta il telefono su un’opera e leggine la storia.",
	"ja":      "コードを読み取り、スマートフォンを作品に向けると、その物語が読めます。",
	"ko":      "코드를 스캔하고 휴대전화로 작품을 비추어 그 이야기를 읽어 보세요.",
	"nb":      "Skann koden, rett telefonen mot et verk og les historien bak det.",
	"nl":      "Scan de code, richt uw telefoon op een werk en lees het verhaal.",
	"no":      "Skann koden, rett telefonen mot et verk og les historien bak det.",
	"pl":      "Zeskanuj kod, skieruj telefon na dzieło i przeczytaj jego historię.",
	"pt":      "Leia o código, aponte o telefone para uma obra e conheça a sua história.",
	"ru":      "Отсканируйте код, наведите телефон на произведение и прочитайте его историю.",
	"sv":      "Skanna koden, rikta telefonen mot ett verk och läs dess historia.",
	"uk":      "Відскануйте код, наведіть телефон на твір і прочитайте його історію.",
	"zh":      "扫描二维码，将手机对准作品，阅读它的故事。",
	"zh-hant": "掃描二維碼，將手機對準作品，閱讀它的故事。",
}

// most is how many languages the sentence is said in: with more, the code becomes small.
const most = 5

// sentences returns the sentence in the collection's languages, as far as it is known in them.
func sentences(languages []string) []words {
	var out []words
	for _, tag := range languages {
		s, ok := sentence[strings.ToLower(tag)]
		if base, _, sub := strings.Cut(tag, "-"); !ok && sub {
			s, ok = sentence[strings.ToLower(base)]
		}
		if ok && len(out) < most && !slices.ContainsFunc(out, func(w words) bool { return w.words == s }) {
			out = append(out, words{s, tag})
		}
	}
	if len(out) == 0 {
		return []words{{sentence["en"], "en"}}
	}
	return out
}

func sortedKeys(m map[string]string) []string { return slices.Sorted(maps.Keys(m)) }
