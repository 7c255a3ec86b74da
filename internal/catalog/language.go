package catalog

import (
	"slices"
	"strings"

	"docent/model/bundle"
)

// CanonicalLanguage writes a language tag as browsers do: pt-BR, zh-Hant (RFC 5646, section 2.1.1).
func CanonicalLanguage(tag string) string {
	subtags := strings.Split(strings.ToLower(tag), "-")
	for i, s := range subtags[1:] {
		switch len(s) {
		case 2:
			subtags[i+1] = strings.ToUpper(s)
		case 4:
			subtags[i+1] = strings.ToUpper(s[:1]) + s[1:]
		}
	}
	return strings.Join(subtags, "-")
}

// languageNames are those that headings have in place of tags: "Titre (anglais)".
var languageNames = map[string]string{
	"en": "english, anglais, englisch, ingles, inglese, engels",
	"fr": "french, francais, franzosisch, frances, francese, frans",
	"de": "german, allemand, deutsch, aleman, tedesco, duits, alemao",
	"es": "spanish, espagnol, spanisch, espanol, castellano, spagnolo, spaans, espanhol",
	"it": "italian, italien, italienisch, italiano, italiaans",
	"nl": "dutch, neerlandais, niederlandisch, neerlandes, olandese, nederlands, neerlandes, holandes",
	"pt": "portuguese, portugais, portugiesisch, portugues, portoghese, portugees",
}

// codes are the two-letter codes of ISO 639-1: what stands behind a heading in brackets or after a space is a language
// only if it is one of them, and not "cm" or "max".
const codes = " aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo es et" +
	" eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr" +
	" ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt" +
	" qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo" +
	" wa wo xh yi yo za zh zu "

// tagOf returns the language that a heading's suffix names, or "". Any tag of two or three letters will do behind a sign
// that nobody writes otherwise (strict is false: title_gsw, title:pt-BR, title@fr); elsewhere (title fr, "Titel (FR)") it has to be a known one.
func tagOf(s string, strict bool) string {
	s = strings.TrimSpace(s)
	for tag, names := range languageNames {
		if slices.Contains(strings.Split(names, ", "), fold(s)) {
			return tag
		}
	}
	tag := CanonicalLanguage(strings.ReplaceAll(s, "_", "-"))
	if p := primary(tag); bundle.CheckLanguage(tag) != nil || len(p) > 3 || strict && !strings.Contains(codes, " "+p+" ") {
		return ""
	}
	return tag
}
