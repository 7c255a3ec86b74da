package catalog

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// plain writes letters that no accent explains with those of ASCII.
var plain = map[rune]string{
	'ß': "ss", 'æ': "ae", 'Æ': "AE", 'œ': "oe", 'Œ': "OE", 'ø': "o", 'Ø': "O", 'ł': "l", 'Ł': "L", 'đ': "d", 'Đ': "D",
	'ð': "d", 'Ð': "D", 'þ': "th", 'Þ': "Th", 'ı': "i",
}

// ascii takes the accents off a text, and writes letters such as ß with two. What is not ASCII even so stays.
func ascii(s string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(s) {
		if unicode.Is(unicode.Mn, r) {
			continue
		}
		if p, ok := plain[r]; ok {
			b.WriteString(p)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// fold writes a heading as the vocabulary has it: small letters without accents, and one space for whatever is between
// the words. "N° d'inventaire" is "n d inventaire".
func fold(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(ascii(s)), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}), " ")
}
