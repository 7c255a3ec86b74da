package bundle

import (
	"errors"
	"strconv"

	"docent/model/internal/jsontoken"
	"docent/model/nn"
)

// fields lists the keys of a text in a texts part and where each is kept.
func (t *Text) fields() [8]field[string] {
	return [8]field[string]{
		{"title", &t.Title}, {"artist", &t.Artist}, {"date", &t.Date}, {"medium", &t.Medium},
		{"description", &t.Description}, {"price", &t.Price}, {"location", &t.Location}, {"credit", &t.Credit},
	}
}

// Set sets the field of a key (title, artist, date, medium, description, price, location, credit) and reports whether
// there is such a key.
func (t *Text) Set(key, value string) bool {
	for _, f := range t.fields() {
		if f.key == key {
			*f.value = value
			return true
		}
	}
	return false
}

// Fields calls visit with the key and the value of each field, empty ones too.
func (t *Text) Fields(visit func(key, value string)) {
	for _, f := range t.fields() {
		visit(f.key, *f.value)
	}
}

// ReadTexts reads a texts part: an object of texts by work id.
func ReadTexts(b []byte) (map[string]Text, error) {
	texts := map[string]Text{}
	err := readTexts(b, texts)
	if err != nil {
		return nil, &nn.FormatError{What: "read texts", Err: err}
	}
	return texts, nil
}

func readTexts(b []byte, texts map[string]Text) error {
	if len(b) > maxTexts {
		return errors.New("larger than " + strconv.Itoa(maxTexts) + " bytes")
	}
	return readWhole(b, func(r *jsontoken.Reader, id string) {
		if len(texts) == MaxWorks {
			r.Fail("more than " + strconv.Itoa(MaxWorks) + " works")
			return
		}
		if err := CheckID(id); err != nil {
			r.Fail(err.Error())
			return
		}
		texts[id] = readText(r)
	})
}

func readText(r *jsontoken.Reader) (t Text) {
	fields := t.fields()
	r.Object(func(key string) {
		for _, f := range fields {
			if f.key == key {
				*f.value = r.Str()
				return
			}
		}
		r.Skip()
	})
	return t
}

// EncodeTexts writes the texts part of a language: the works that have a text in it, in their order, without empty
// fields.
func EncodeTexts(works []Work, language string) ([]byte, error) {
	var w jsontoken.Writer
	w.Object(func() {
		for _, work := range works {
			if t, ok := work.Texts[language]; ok {
				w.Name(work.ID).Object(func() {
					for _, f := range t.fields() {
						if *f.value != "" {
							w.Name(f.key).Str(*f.value)
						}
					}
				})
			}
		}
	})
	return line(&w, TextsName(language), maxTexts)
}
