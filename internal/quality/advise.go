package quality

import (
	"fmt"
	"strings"
)

const (
	// weakShare is the share of recognised views under which a work needs another picture, by the upper end of the 95 % confidence interval:
	// with four views, where none is recognised.
	weakShare = 0.5
	// harm is how much less sure of a photo the work must be with it than without it for the photo to be better left out.
	harm = -0.05
)

// advise fills in Advice: what to do next, what matters most first.
func (c *checker) advise() {
	r := c.report
	say := func(kind, id string, index int, format string, args ...any) {
		r.Advice = append(r.Advice, Advice{kind, id, index, fmt.Sprintf(format, args...)})
	}
	for _, name := range r.LeftOut {
		say("unreadable", "", -1, "Save %s as JPEG, PNG or WebP: it cannot be read and is left out.", name)
	}
	for _, p := range r.Duplicates {
		say("duplicate", p.A, p.IndexA, "Merge %s and %s, or replace the picture of one of them: they show the same picture (%s).", p.A, p.B, p.same())
	}
	advised := map[string]bool{}
	for _, p := range r.Pairs {
		switch {
		case p.Certain || p.Accepted > 0 || p.Confused >= fairlyConfused:
			say("confused", p.A, p.IndexA, "Add a photo each of %s and %s, near and without the frame (%[1]s__2.jpg, %[2]s__2.jpg), or merge them if they are one work: a view of one is taken for the other with a probability of %s.",
				p.A, p.B, percent(p.Confused))
			advised[p.A], advised[p.B] = true, true
		case p.Alike():
			say("alike", p.A, p.IndexA, "Look at %s and %s side by side, and merge them if they are one work: %d details of the one are seen in the other.", p.A, p.B, p.Agreed)
		}
	}
	for _, f := range r.Pictures {
		say(string(f.Kind), f.ID, f.Index, "%s", f.next())
		advised[f.ID] = true
	}
	for _, w := range r.Weak {
		if _, high := wilson(float64(w.Recognised)/float64(w.Views), float64(w.Views)); high < weakShare && !advised[w.ID] {
			say("weak", w.ID, w.Index, "Add a photo of %s (%[1]s__2.jpg) as visitors see it: %d of %d views are recognised.", w.ID, w.Recognised, w.Views)
		}
	}
	for _, p := range r.Photos {
		if p.Gain < harm {
			say("harm", p.ID, p.Index, "Leave %s out, or take it again: with it, %s is recognised less surely (by %s).", p.Name, p.ID, percent(-p.Gain))
		}
	}
	for _, m := range r.Missing {
		say("missing", "", -1, "Add the %s of %s%s.", m.name(), works(len(m.IDs)), some(m.IDs, len(c.Works)))
	}
}

// next says what to do about a finding.
func (f *Finding) next() string {
	switch f.Kind {
	case TooSmall:
		return fmt.Sprintf("Take the picture of %s again, larger: its shortest side has %.0f pixels, and should have %.0f.", f.ID, f.Value, f.Limit)
	case Blurred:
		return fmt.Sprintf("Take the picture of %s again, sharp: it is blurred (%s).", f.ID, f.Figure())
	case Framed:
		return fmt.Sprintf("Crop the picture of %s to the work, about to the pixels %s: %s of it are frame or wall.", f.ID, f.Box(), percent(1-f.Value))
	case Dark:
		return fmt.Sprintf("Take the picture of %s again with more light: it is nearly black.", f.ID)
	}
	return fmt.Sprintf("Take the picture of %s again, or raise its contrast: it is nearly of one brightness.", f.ID)
}

// Box says what to crop to.
func (f *Finding) Box() string {
	return fmt.Sprintf("%d, %d to %d, %d", f.Part[0], f.Part[1], f.Part[2], f.Part[3])
}

// Figure gives the figure that tells, and what would do, in words.
func (f *Finding) Figure() string {
	switch f.Kind {
	case TooSmall:
		return fmt.Sprintf("%.0f pixels along the shortest side; %.0f are enough", f.Value, f.Limit)
	case Blurred:
		return fmt.Sprintf("detail %.2f; %.2f where anything is sharp", f.Value, f.Limit)
	case Framed:
		return fmt.Sprintf("the work is %s of the picture; %s is enough", percent(f.Value), percent(f.Limit))
	case Dark:
		return fmt.Sprintf("the brightest parts have %.0f of 255; %.0f is enough", f.Value, f.Limit)
	}
	return fmt.Sprintf("the brightest and the darkest parts differ by %.0f of 255; %.0f is enough", f.Value, f.Limit)
}

// turned says how something is turned.
func turned(quarters int) string {
	return [4]string{"upright", "turned right", "upside down", "turned left"}[quarters&3]
}

// same says why a pair is the same picture.
func (p *Pair) same() string {
	if p.Same {
		return "the same file"
	}
	why := fmt.Sprintf("%d features agree", p.Agreed)
	if p.Turn != 0 {
		why += ", one is " + turned(p.Turn)
	}
	return why
}

// name says what is missing, and in which language.
func (m *Missing) name() string {
	if m.Language == "" {
		return m.What
	}
	return m.What + " in " + language(m.Language)
}

// language names the languages that museums mostly write; others by their tag.
func language(tag string) string {
	names := map[string]string{"ar": "Arabic", "ca": "Catalan", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek", "en": "English", "es": "Spanish",
		"eu": "Basque", "fi": "Finnish", "fr": "French", "gl": "Galician", "hu": "Hungarian", "hy": "Armenian", "it": "Italian", "ja": "Japanese", "ko": "Korean",
		"nb": "Norwegian", "nl": "Dutch", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sv": "Swedish", "tr": "Turkish",
		"uk": "Ukrainian", "zh": "Chinese"}
	base, region, _ := strings.Cut(tag, "-")
	name, ok := names[base]
	if !ok {
		return tag
	}
	if region != "" {
		return name + " (" + region + ")"
	}
	return name
}

// works counts works in words.
func works(n int) string {
	if n == 1 {
		return "1 work"
	}
	return group(n) + " works"
}

// some names the first few of a list, unless it is all that there are.
func some(ids []string, all int) string {
	const most = 3
	switch {
	case len(ids) == all:
		return ", that is all"
	case len(ids) <= most:
		return ": " + strings.Join(ids, ", ")
	}
	return ": " + strings.Join(ids[:most], ", ") + " ..."
}

// percent is a share in percent, with one decimal at most.
func percent(share float64) string {
	return strings.TrimSuffix(fmt.Sprintf("%.1f", 100*share), ".0") + " %"
}

// group writes a number with commas between its thousands.
func group(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// strict says why a strict check fails.
func strict(duplicates, leftOut, certain int) string {
	var why []string
	add := func(n int, one, many string) {
		if n == 1 {
			why = append(why, "1 "+one)
		} else if n > 1 {
			why = append(why, group(n)+" "+many)
		}
	}
	add(duplicates, "pair of works has the same picture", "pairs of works have the same picture")
	add(leftOut, "picture cannot be read", "pictures cannot be read")
	add(certain, "pair of works will be confused", "pairs of works will be confused")
	return strings.Join(why, ", ")
}
