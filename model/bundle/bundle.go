// Package bundle reads and writes prototype bundles: what a museum's page downloads to recognise its works.
//
// A bundle is a tree of parts:
//
//	manifest.json           which works, for which weights, how to judge an answer, and the sha256 of every part
//	prototypes.safetensors  tensor "prototypes" (N, D), row i for work i of the manifest
//	features.bin            local features of the works, or features/<id>.bin for each
//	texts/<language>.json   what the card says, by work
//	thumbs/<id>.jpg         a small picture of the work
//
// A .docent file is a zip of that tree; a static host serves the same tree as files. docs/bundle.md describes it for
// those who write bundles of their own. What a browser needs is here and is linked into the WebAssembly binary; files,
// zip and hashes are in the files that are left out of it (!js).
//
// Everything that is read is taken to be hostile: counts, names, sizes and numbers are checked before they are used,
// and what is wrong with a file is said in a nn.FormatError.
package bundle

import (
	"errors"
	"strconv"
	"strings"

	"docent/model/nn"
	"docent/model/proto"
)

// Version is the value of the manifest's key "docent" that this package reads and writes.
const Version = 2

// Bounds of what is read. A museum's collection online has thousands of works, the largest a few hundred thousand.
const (
	MaxWorks    = 200_000
	MaxManifest = 64 << 20 // bytes: 200,000 works with a thumbnail take 50 MiB
	maxTexts    = 64 << 20 // bytes, one language
	maxThumb    = 4 << 20  // bytes
	maxPart     = 1 << 30  // bytes of any part: 200,000 prototypes of 1,024 float32
)

// Names of the parts.
const (
	ManifestName   = "manifest.json"
	PrototypesName = "prototypes.safetensors"
)

// TextsName returns the name of the part with the texts of a language.
func TextsName(language string) string { return "texts/" + language + ".json" }

// ThumbName returns the name of the part with the thumbnail of a work.
func ThumbName(id string) string { return "thumbs/" + id + ".jpg" }

// Text is what a card says in one language. Any field may be empty.
type Text struct {
	Title, Artist, Date, Medium string
	Description                 string // the message: what the work means
	Price                       string // as the museum puts it, such as an estimate with its currency
	Location                    string // where the work hangs
	Credit                      string // whom to thank for the work or its picture, and its licence
}

// Work is one work of a bundle.
type Work struct {
	ID    string
	Thumb string          // name of the part with its thumbnail; "" when there is none
	Texts map[string]Text // by language
}

// Text returns the work's text in the first of the languages that has one, and that language. Without any it returns
// a Text that has the id for a title, and "".
func (w *Work) Text(languages ...string) (Text, string) {
	for _, l := range languages {
		if t, ok := w.Texts[l]; ok {
			return t, l
		}
	}
	return Text{Title: w.ID}, ""
}

// Bundle is a whole bundle in memory.
type Bundle struct {
	Manifest
	Prototypes *proto.Set
	Features   *Features         // of the works, as Manifest.Features says; nil with FeaturesNone
	Works      []Work            // in the order of the manifest and of the prototypes
	Thumbs     map[string][]byte // by id
}

// Join puts the parts of a bundle together: the works of the manifest with their texts, by language and id. It
// refuses prototypes of another number of rows and texts about works that are not there.
func Join(m *Manifest, prototypes *proto.Set, texts map[string]map[string]Text) ([]Work, error) {
	if prototypes.Len() != len(m.Works) {
		return nil, &nn.FormatError{What: "read bundle", Err: errors.New(strconv.Itoa(len(m.Works)) + " works, but " +
			strconv.Itoa(prototypes.Len()) + " prototypes")}
	}
	works := make([]Work, len(m.Works))
	index := make(map[string]int, len(m.Works))
	for i, e := range m.Works {
		works[i] = Work{ID: e.ID, Thumb: e.Thumb, Texts: make(map[string]Text, len(texts))}
		index[e.ID] = i
	}
	for language, byID := range texts {
		for id, t := range byID {
			i, ok := index[id]
			if !ok {
				return nil, &nn.FormatError{What: "read " + TextsName(language), Err: errors.New("work " +
					strconv.Quote(id) + " is not in the manifest")}
			}
			works[i].Texts[language] = t
		}
	}
	return works, nil
}

// CheckID refuses an id that cannot name a work: 1 to 64 of A-Z a-z 0-9 . _ - without a leading dot, so that it is a
// file's name and part of an address everywhere.
func CheckID(id string) error {
	if !isName(id, 64) {
		return errors.New("id " + quote(id) + " is not 1 to 64 letters a-z, digits, '.', '_' or '-' without a leading dot")
	}
	return nil
}

// isName reports whether s is 1 to most bytes of A-Z a-z 0-9 . _ - without a leading dot.
func isName(s string, most int) bool {
	if s == "" || len(s) > most || s[0] == '.' {
		return false
	}
	for i := range len(s) {
		c := s[i]
		if !(isAlpha(c) || isDigit(c) || c == '.' || c == '_' || c == '-') {
			return false
		}
	}
	return true
}

// CheckLanguage refuses what is not a language tag such as "en" or "zh-Hant" (BCP 47, as far as its form goes).
func CheckLanguage(tag string) error {
	ok := tag != "" && len(tag) <= 35
	first := true
	for sub := range strings.SplitSeq(tag, "-") {
		ok = ok && sub != "" && len(sub) <= 8 && (!first || len(sub) >= 2)
		for j := range len(sub) {
			ok = ok && (isAlpha(sub[j]) || !first && isDigit(sub[j]))
		}
		first = false
	}
	if !ok {
		return errors.New(quote(tag) + " is not a language tag such as en or pt-BR")
	}
	return nil
}

// isPart reports whether name is the name of a part: up to four names with slashes between, at most 200 bytes, never
// the manifest itself.
func isPart(name string) bool {
	if name == ManifestName || len(name) > 200 {
		return false
	}
	folders := -1
	for s := range strings.SplitSeq(name, "/") {
		if folders++; folders > 3 || !isName(s, 100) {
			return false
		}
	}
	return true
}

func isAlpha(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }
func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// quote quotes what may be long or hostile for an error message.
func quote(s string) string {
	if len(s) > 80 {
		s = s[:80] + "..."
	}
	return strconv.Quote(s)
}
