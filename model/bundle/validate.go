package bundle

import (
	"errors"
	"strconv"
	"strings"
)

// Bounds of what a work entry says, in bytes.
const (
	MaxShort = 200  // number, room
	MaxLong  = 2000 // licence, url
)

// validate checks all that the works and the parts of a group must be; of a plain bundle, for which the group is "".
func (c *Contents) validate(m *Manifest, group string) error {
	if err := c.validateParts(group); err != nil {
		return err
	}
	if err := c.need(group, PrototypesName, maxPart); err != nil {
		return err
	}
	if m.Features == FeaturesPacked {
		if err := c.need(group, FeaturesName, maxPart); err != nil {
			return err
		}
	}
	for _, l := range m.Languages {
		if err := c.need(group, TextsName(l), maxTexts); err != nil {
			return err
		}
	}
	if len(c.Works) == 0 {
		return errors.New("works: there are none")
	}
	if len(c.Works) > MaxWorks {
		return errors.New("works: more than " + strconv.Itoa(MaxWorks))
	}
	seen := make(map[string]bool, len(c.Works))
	for i := range c.Works {
		w := &c.Works[i]
		if err := CheckID(w.ID); err != nil {
			return errors.New("works: " + err.Error())
		}
		if seen[w.ID] {
			return errors.New("works: " + w.ID + " stands there twice")
		}
		seen[w.ID] = true
		if err := c.validateWork(m, group, w); err != nil {
			return err
		}
	}
	return nil
}

func (c *Contents) validateWork(m *Manifest, group string, w *WorkEntry) error {
	if m.Features == FeaturesApart {
		if err := c.need(group, FeatureName(w.ID), RowSize); err != nil {
			return err
		}
	}
	if w.Thumb != "" {
		g, part := CutGroup(w.Thumb)
		if g != group || !isThumb(part, w.ID) {
			return errors.New("works: the thumbnail of " + w.ID + " must be called " + ThumbName(w.ID) + ", or end in .webp")
		}
		if err := c.need(group, part, maxThumb); err != nil {
			return err
		}
	}
	for language, name := range w.Audio {
		if err := CheckLanguage(language); err != nil {
			return errors.New("works: audio of " + w.ID + ": " + err.Error())
		}
		g, part := CutGroup(name)
		if g != group || !isAudio(part, language, w.ID) {
			return errors.New("works: the audio of " + w.ID + " must be called " + AudioName(language, w.ID, ".mp3") + ", or end in .m4a or .ogg")
		}
		if err := c.need(group, part, maxAudio); err != nil {
			return err
		}
	}
	for _, f := range [...]struct {
		what, value string
		most        int
	}{{"number", w.Number, MaxShort}, {"room", w.Room, MaxShort}, {"url", w.URL, MaxLong}, {"licence", w.Licence, MaxLong}} {
		if err := checkLine(f.value, f.most); err != nil {
			return errors.New("works: the " + f.what + " of " + w.ID + " " + err.Error())
		}
	}
	if w.URL != "" && !strings.HasPrefix(w.URL, "https://") && !strings.HasPrefix(w.URL, "http://") {
		return errors.New("works: the url of " + w.ID + " does not begin with https:// or http://")
	}
	if w.Pictures < 0 {
		return errors.New("works: " + w.ID + " has fewer pictures than none")
	}
	return nil
}

func (c *Contents) validateParts(group string) error {
	for name, p := range c.Parts {
		if g, part := CutGroup(name); !isPart(name) || g != group || part == ContentsName && g != "" || strings.HasPrefix(part, groupsFolder) {
			return errors.New("parts: " + quote(name) + " is not the name of a part")
		}
		if p.Bytes < 0 || p.Bytes > maxPart {
			return errors.New("parts: " + name + " has an impossible size of " + strconv.FormatInt(p.Bytes, 10) + " bytes")
		}
		if !isHash(p.SHA256) {
			return errors.New("parts: " + name + ": " + quote(p.SHA256) + " is not a sha256 in lowercase hex")
		}
	}
	return nil
}

// need makes sure that there is a part, of most bytes at most.
func (c *Contents) need(group, part string, most int64) error {
	name := InGroup(group, part)
	p, ok := c.Parts[name]
	if !ok {
		return errors.New("parts: " + name + " is missing")
	}
	if p.Bytes > most {
		return errors.New("parts: " + name + " is larger than " + strconv.FormatInt(most, 10) + " bytes")
	}
	return nil
}

// checkLine refuses what is longer than most bytes, or is no single line.
func checkLine(s string, most int) error {
	if len(s) > most {
		return errors.New("is longer than " + strconv.Itoa(most) + " bytes")
	}
	for i := range len(s) {
		if s[i] < ' ' || s[i] == 0x7f {
			return errors.New("has a line break or another control character")
		}
	}
	return nil
}

// isHash reports whether s is a sha256 in lowercase hex.
func isHash(s string) bool {
	if len(s) != 64 {
		return false
	}
	for i := range len(s) {
		if c := s[i]; !(isDigit(c) || c >= 'a' && c <= 'f') {
			return false
		}
	}
	return true
}
