package draft

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"docent/model/bundle"
)

// readable are the extensions of pictures that docent reads.
var readable = []string{".jpg", ".jpeg", ".png", ".webp"}

// Extension returns a file's extension in small letters, ".jpg" where it is none of a picture's.
func Extension(name string) string {
	if e := strings.ToLower(path.Ext(name)); slices.Contains(readable, e) {
		return e
	}
	return ".jpg"
}

// IsPicture reports whether a file is called like a picture that can be read.
func IsPicture(name string) bool {
	return slices.Contains(readable, strings.ToLower(path.Ext(name))) && !strings.HasPrefix(path.Base(name), ".")
}

// IsTable reports whether a file is called like a table of works.
func IsTable(name string) bool {
	return slices.Contains([]string{".csv", ".tsv", ".txt"}, strings.ToLower(path.Ext(name)))
}

// idOf returns the id of the work that a picture's file is named for, and what tells a further photo from its reference: what
// stands behind two underscores ("harbour__2.jpg"), or the file's name where it lies in a folder named for the work.
func idOf(name string) (id, photo string) {
	name = strings.ReplaceAll(name, `\`, "/")
	base := strings.TrimSuffix(path.Base(name), path.Ext(name))
	if parts := strings.Split(name, "/"); len(parts) > 2 && !slices.Contains([]string{"pictures", "images"}, strings.ToLower(parts[len(parts)-2])) {
		return clean(parts[len(parts)-2]), base
	}
	if id, photo, ok := strings.Cut(base, "__"); ok && id != "" && photo != "" {
		return clean(id), photo
	}
	return clean(base), ""
}

// letters are those outside of ASCII that names of files often have, and how they are written in an id.
var letters = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "Ä", "Ae", "Ö", "Oe", "Ü", "Ue", "ß", "ss", "é", "e", "è", "e", "ê", "e", "ë", "e",
	"à", "a", "á", "a", "â", "a", "ã", "a", "å", "a", "ç", "c", "í", "i", "ì", "i", "î", "i", "ï", "i", "ñ", "n", "ó", "o", "ò", "o", "ô", "o", "õ", "o",
	"ø", "o", "ú", "u", "ù", "u", "û", "u", "É", "E", "È", "E", "À", "A", "Ç", "C", "Ñ", "N", "æ", "ae", "œ", "oe", "ł", "l", "š", "s", "ž", "z", "č", "c")

// clean makes an id of any name: what an id cannot have becomes a hyphen.
func clean(name string) string {
	name = letters.Replace(strings.TrimSpace(name))
	var b strings.Builder
	for _, r := range name {
		switch {
		case r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '.' || r == '_' || r == '-':
			b.WriteRune(r)
		case !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	id := strings.Trim(b.String(), "-.")
	id = id[:min(len(id), 60)]
	if bundle.CheckID(id) != nil {
		return "work"
	}
	return id
}

// AddPicture puts a picture where its file's name says: a further photo of a work that is there, the reference of one that
// has none yet, or a new work. A picture of the same name takes the place of the one before it. added is false where the
// draft has this very picture there already.
func (d *Draft) AddPicture(p Picture) (w *Work, added bool) {
	id, photo := idOf(p.Name)
	w = d.alike(id)
	if w == nil {
		w = d.Add(id)
	}
	for i, have := range w.Pictures {
		if _, other := idOf(have.Name); other == photo || have.Key == p.Key {
			if have.Key == p.Key {
				return w, false
			}
			w.Pictures[i] = p
			d.Sort()
			return w, true
		}
	}
	w.Pictures = append(w.Pictures, p)
	slices.SortStableFunc(w.Pictures, func(a, b Picture) int {
		return cmp.Compare(order(a), order(b))
	})
	d.Sort()
	return w, true
}

// order sorts the photos of a work as a folder sorts their files, but its reference first.
func order(p Picture) string {
	if _, photo := idOf(p.Name); photo != "" {
		return photo + Extension(p.Name)
	}
	return ""
}

// AddPhoto adds a further photo to a work, whatever it is called.
func (d *Draft) AddPhoto(w *Work, p Picture) {
	w.Pictures = append(w.Pictures, p)
	d.Sort()
}

// Files returns the pictures of a work by the names that docent bundle knows them by: <id>.jpg, <id>__2.jpg.
func (w *Work) Files() []string {
	names := make([]string, len(w.Pictures))
	for i, p := range w.Pictures {
		names[i] = w.ID
		if i > 0 {
			names[i] += "__" + number(i+1)
		}
		names[i] += Extension(p.Name)
	}
	return names
}

// number writes a number so that names with it sort as the numbers do.
func number(n int) string {
	if n < 10 {
		return string(rune('0' + n))
	}
	return "9" + number(n-9)
}
