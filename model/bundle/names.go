package bundle

import (
	"errors"
	"strconv"
	"strings"
)

// Names of the parts of a plain bundle. A group's are the same behind [InGroup].
const (
	ManifestName   = "manifest.json"
	SignatureName  = "manifest.json.minisig" // beside the manifest, where there is one; it is no part
	PrototypesName = "prototypes.safetensors"
	BackgroundName = "background.safetensors" // of a grouped bundle: the background of all groups
	CoarseName     = "coarse.safetensors"     // of a grouped bundle: which groups to load for a view
	ContentsName   = "works.json"             // of a group: its works and parts
)

const groupsFolder = "groups/"

// InGroup returns the full name of a group's part; of a plain bundle's, for which the group is "".
func InGroup(group, part string) string {
	if group == "" {
		return part
	}
	return groupsFolder + group + "/" + part
}

// CutGroup is the inverse of [InGroup].
func CutGroup(name string) (group, part string) {
	if rest, ok := strings.CutPrefix(name, groupsFolder); ok {
		if group, part, ok = strings.Cut(rest, "/"); ok {
			return group, part
		}
	}
	return "", name
}

// TextsName returns the name of the part with the texts of a language.
func TextsName(language string) string { return "texts/" + language + ".json" }

// ThumbName returns the name of the part with the thumbnail of a work, a JPEG. One in WebP ends in .webp.
func ThumbName(id string) string { return "thumbs/" + id + ".jpg" }

// AudioName returns the name of the part with what is said about a work in a language. extension is .mp3, .m4a or .ogg.
func AudioName(language, id, extension string) string {
	return "audio/" + language + "/" + id + extension
}

// isThumb reports whether a part can be the thumbnail of a work.
func isThumb(part, id string) bool { return part == ThumbName(id) || part == "thumbs/"+id+".webp" }

// isAudio reports whether a part can be the audio of a work.
func isAudio(part, language, id string) bool {
	for _, extension := range [...]string{".mp3", ".m4a", ".ogg"} {
		if part == AudioName(language, id, extension) {
			return true
		}
	}
	return false
}

// CheckID refuses an id that cannot name a work or a group: 1 to 64 of A-Z a-z 0-9 . _ - without a leading dot, so that it is a
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

// isPart reports whether name is the full name of a part: up to six names with slashes between, at most 200 bytes, never
// the manifest itself or its signature.
func isPart(name string) bool {
	if name == ManifestName || name == SignatureName || len(name) > 200 {
		return false
	}
	folders := -1
	for s := range strings.SplitSeq(name, "/") {
		if folders++; folders > 5 || !isName(s, 100) {
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
