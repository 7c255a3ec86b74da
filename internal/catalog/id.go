package catalog

import (
	"crypto/sha256"
	"encoding/hex"
	"path"
	"slices"
	"strings"
	"unicode"

	"docent/model/bundle"
)

// MakeID returns the id that a name of any kind gives: itself where it is one, otherwise without accents and with a dash
// for everything that an id must not have ("N° 12/b, été" is "N-12-b-ete"). Where letters would be lost, or the name is
// too long, eight digits that depend on all of the name stand at the end. The same name gives the same id everywhere.
// It is "" for a name without anything to see.
func MakeID(name string) string {
	name = strings.TrimSpace(name)
	if bundle.CheckID(name) == nil {
		return name
	}
	var b strings.Builder
	lost, seen, gap := false, false, false
	for _, r := range ascii(name) {
		switch {
		case r < 0x80 && bundle.CheckID("x"+string(r)) == nil:
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			gap = false
			if b.Len() > 0 || r != '.' {
				b.WriteRune(r)
			}
			seen = true
		default:
			gap = true
			lost = lost || unicode.IsLetter(r) || unicode.IsDigit(r)
			seen = seen || unicode.IsGraphic(r) && !unicode.IsSpace(r)
		}
	}
	if !seen {
		return ""
	}
	id := strings.Trim(b.String(), "-")
	if lost || id == "" || len(id) > maxID {
		sum := sha256.Sum256([]byte(ascii(name)))
		id = strings.Trim(id[:min(len(id), maxID-9)]+"-"+hex.EncodeToString(sum[:4]), "-")
	}
	return id
}

// maxID is the length of the longest id.
const maxID = 64

// pictureExtensions are those that are no part of a picture's name: docent reads the first four, and a museum may name
// others.
var pictureExtensions = []string{".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff", ".heic", ".heif", ".avif", ".gif", ".bmp"}

// FileID returns the id that a picture file's name gives, without folders and without the extension.
func FileID(file string) string {
	return MakeID(stem(file))
}

// stem returns the name of a picture file without folders, of whichever system, and without its extension.
func stem(file string) string {
	file = base(file)
	if ext := path.Ext(file); slices.Contains(pictureExtensions, strings.ToLower(ext)) {
		return strings.TrimSuffix(file, ext)
	}
	return file
}

// base returns the last name of a path with slashes or backslashes.
func base(file string) string {
	return file[strings.LastIndexAny(file, `/\`)+1:]
}
