package visit

import "strings"

// Fold prepares a text for searching: lower case, without the accents that people leave out when they type.
func Fold(s string) string {
	plain := true
	for i := range len(s) {
		if c := s[i]; c >= 0x80 || c >= 'A' && c <= 'Z' {
			plain = false
			break
		}
	}
	if plain {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range s {
		r = lower(r)
		switch {
		case r >= 0x300 && r <= 0x36f: // combining accents
		case r >= 0xe0 && r <= 0x17f:
			b.WriteString(foldLatin(r))
		case r == '’':
			b.WriteByte('\'')
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// foldLatin returns the plain letters of a lower-case letter of Latin-1 or Latin Extended-A.
func foldLatin(r rune) string {
	switch r {
	case 'æ':
		return "ae"
	case 'œ':
		return "oe"
	case 'ß':
		return "ss"
	case 'þ':
		return "th"
	}
	for _, f := range folds {
		if strings.ContainsRune(f[1], r) {
			return f[0]
		}
	}
	return string(r)
}

var folds = [...][2]string{
	{"a", "àáâãäåāăą"}, {"c", "çćĉċč"}, {"d", "ðďđ"}, {"e", "èéêëēĕėęě"}, {"g", "ĝğġģ"}, {"h", "ĥħ"}, {"i", "ìíîïĩīĭįı"}, {"j", "ĵ"},
	{"k", "ķ"}, {"l", "ĺļľŀł"}, {"n", "ñńņň"}, {"o", "òóôõöøōŏő"}, {"r", "ŕŗř"}, {"s", "śŝşšſ"}, {"t", "ţťŧ"}, {"u", "ùúûüũūŭůűų"},
	{"w", "ŵ"}, {"y", "ýÿŷ"}, {"z", "źżž"},
}

// Finds reports whether every word of a query occurs in a text; both have been through Fold. An empty query finds all.
func Finds(query, text string) bool {
	for w := range strings.FieldsSeq(query) {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}
