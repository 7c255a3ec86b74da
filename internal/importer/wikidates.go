//go:build !js

package importer

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// Precisions of a date (Wikibase data model, "Dates and times"). Coarser ones are 1,000 years and more.
const (
	precisionMillennium = 6 + iota
	precisionCentury
	precisionDecade
	precisionYear
	precisionMonth
	precisionDay
)

const julian = "Q1985786"

// phrases are what dates and attributions take in a language. %s is a name or a date; %d a number.
type phrases struct {
	about, before, after, between, bc, decade, century, millennium, julian string
	nth                                                                    func(n int) string // of a century
	months                                                                 string
	day                                                                    string // %[1]d day, %[2]s month, %[3]s year
	unknown                                                                string
	by                                                                     [8]string // as attributions
}

// attributions are the qualifiers of a creator that say how sure it is, in the order of phrases.by.
var attributions = []struct{ property string }{
	{"P1773"}, {"P1774"}, {"P1775"}, {"P1776"}, {"P1777"}, {"P1778"}, {"P1780"}, {"P1877"},
}

var inLanguage = map[string]*phrases{
	"en": {"about %s", "before %s", "after %s", "between %s and %s", "%s BC", "%ds", "%s century", "%s millennium", "%s (Julian calendar)",
		ordinal, "January February March April May June July August September October November December", "%[1]d %[2]s %[3]s", "unknown artist",
		[8]string{"attributed to %s", "workshop of %s", "follower of %s", "circle of %s", "manner of %s", "forgery after %s", "school of %s", "after %s"}},
	"fr": {"vers %s", "avant %s", "après %s", "entre %s et %s", "%s av. J.-C.", "années %d", "%s siècle", "%s millénaire", "%s (calendrier julien)",
		func(n int) string { return roman(n) + map[bool]string{true: "er", false: "e"}[n == 1] }, "janvier février mars avril mai juin juillet août septembre octobre novembre décembre", "%[1]d %[2]s %[3]s", "artiste inconnu",
		[8]string{"attribué à %s", "atelier de %s", "suiveur de %s", "entourage de %s", "manière de %s", "faux d'après %s", "école de %s", "d'après %s"}},
	"de": {"um %s", "vor %s", "nach %s", "zwischen %s und %s", "%s v. Chr.", "%der Jahre", "%s. Jahrhundert", "%s. Jahrtausend", "%s (julianischer Kalender)",
		strconv.Itoa, "Januar Februar März April Mai Juni Juli August September Oktober November Dezember", "%[1]d. %[2]s %[3]s", "unbekannt",
		[8]string{"%s zugeschrieben", "Werkstatt von %s", "Nachfolge von %s", "Umkreis von %s", "Art von %s", "Fälschung nach %s", "Schule von %s", "nach %s"}},
	"es": {"hacia %s", "antes de %s", "después de %s", "entre %s y %s", "%s a. C.", "años %d", "siglo %s", "%s milenio", "%s (calendario juliano)",
		roman, "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre", "%[1]d de %[2]s de %[3]s", "artista desconocido",
		[8]string{"atribuido a %s", "taller de %s", "seguidor de %s", "círculo de %s", "a la manera de %s", "falsificación según %s", "escuela de %s", "según %s"}},
	"it": {"circa %s", "prima del %s", "dopo il %s", "tra il %s e il %s", "%s a.C.", "anni %d", "%s secolo", "%s millennio", "%s (calendario giuliano)",
		roman, "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre", "%[1]d %[2]s %[3]s", "artista sconosciuto",
		[8]string{"attribuito a %s", "bottega di %s", "seguace di %s", "cerchia di %s", "alla maniera di %s", "falso da %s", "scuola di %s", "da %s"}},
	"nl": {"omstreeks %s", "vóór %s", "na %s", "tussen %s en %s", "%s v.Chr.", "jaren %d", "%se eeuw", "%se millennium", "%s (juliaanse kalender)",
		strconv.Itoa, "januari februari maart april mei juni juli augustus september oktober november december", "%[1]d %[2]s %[3]s", "onbekende kunstenaar",
		[8]string{"toegeschreven aan %s", "atelier van %s", "navolger van %s", "omgeving van %s", "stijl van %s", "vervalsing naar %s", "school van %s", "naar %s"}},
}

// phrasesOf returns the phrases of a language, the English ones for others.
func phrasesOf(language string) *phrases {
	if p := inLanguage[primary(language)]; p != nil {
		return p
	}
	return inLanguage["en"]
}

func ordinal(n int) string {
	suffix := "th"
	if n%100 < 11 || n%100 > 13 {
		switch n % 10 {
		case 1:
			suffix = "st"
		case 2:
			suffix = "nd"
		case 3:
			suffix = "rd"
		}
	}
	return strconv.Itoa(n) + suffix
}

func roman(n int) string {
	var b strings.Builder
	for _, r := range []struct {
		n int
		s string
	}{{100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}} {
		for ; n >= r.n; n -= r.n {
			b.WriteString(r.s)
		}
	}
	return b.String()
}

// wikiTime is Wikibase's form of a date: "+1503-00-00T00:00:00Z", of a year of up to 16 digits.
var wikiTime = regexp.MustCompile(`^([+-])0*(\d{1,16})-(\d\d)-(\d\d)T`)

// dateOf says in words when a work was made, by a statement with qualifiers.
func dateOf(statement value, language string) string {
	p := phrasesOf(language)
	earliest, latest := "", ""
	if q := statement.at("qualifiers", propEarliest).list(); len(q) > 0 {
		earliest = timeIn(snakValue(q[0]), p)
	}
	if q := statement.at("qualifiers", propLatest).list(); len(q) > 0 {
		latest = timeIn(snakValue(q[0]), p)
	}
	switch {
	case earliest != "" && latest != "" && earliest != latest:
		return fmt.Sprintf(p.between, earliest, latest)
	}
	s := timeIn(snakValue(statement.at("mainsnak")), p)
	switch {
	case s == "" && earliest != "":
		return fmt.Sprintf(p.after, earliest)
	case s == "" && latest != "":
		return fmt.Sprintf(p.before, latest)
	case s == "":
		return ""
	}
	for _, q := range statement.at("qualifiers", propCirca).list() {
		if item0(snakValue(q)) == itemCirca {
			return fmt.Sprintf(p.about, s)
		}
	}
	return s
}

// timeIn says a date as precisely as it is known.
func timeIn(v value, p *phrases) string {
	m := wikiTime.FindStringSubmatch(v.at("time").str())
	if m == nil {
		return ""
	}
	year, err := strconv.Atoi(m[2])
	if err != nil || year == 0 {
		return ""
	}
	month, _ := strconv.Atoi(m[3])
	day, _ := strconv.Atoi(m[4])
	months := strings.Fields(p.months)
	precision := int(v.at("precision").num())
	if precision >= precisionMonth && (month < 1 || month > 12) {
		precision = precisionYear
	}
	var s string
	switch {
	case precision >= precisionDay && day > 0:
		s = fmt.Sprintf(p.day, day, months[month-1], strconv.Itoa(year))
	case precision >= precisionMonth:
		s = months[month-1] + " " + strconv.Itoa(year)
	case precision == precisionDecade:
		s = fmt.Sprintf(p.decade, year/10*10)
	case precision == precisionCentury && year <= 9900:
		s = fmt.Sprintf(p.century, p.nth((year+99)/100))
	case precision == precisionMillennium && year <= 99000:
		s = fmt.Sprintf(p.millennium, p.nth((year+999)/1000))
	default:
		s = strconv.Itoa(year)
		if precision < precisionMillennium {
			s = fmt.Sprintf(p.about, s)
		}
	}
	if m[1] == "-" {
		s = fmt.Sprintf(p.bc, s)
	}
	// Between the calendars lie days, not years.
	if precision >= precisionDay && strings.HasSuffix(v.at("calendarmodel").str(), julian) {
		s = fmt.Sprintf(p.julian, s)
	}
	return s
}

// creator says who made a work, and how sure that is, in each language.
func creator(statement value, labels map[string]Words, languages []string) Words {
	w := Words{}
	name := labels[item0(snakValue(statement.at("mainsnak")))]
	anonymous := item0(snakValue(statement.at("mainsnak"))) == itemAnonymous
	for _, l := range languages {
		p := phrasesOf(l)
		s := name.best(l)
		for i, q := range attributions {
			for _, snak := range statement.at("qualifiers", q.property).list() {
				if to := labels[item0(snakValue(snak))].best(l); to != "" && (s == "" || anonymous) {
					s = fmt.Sprintf(p.by[i], to)
					anonymous = false
				}
			}
		}
		if s == "" && statement.at("mainsnak", "snaktype").str() == "somevalue" || anonymous && s == name.best(l) {
			s = p.unknown
		}
		anonymous = item0(snakValue(statement.at("mainsnak"))) == itemAnonymous
		w.add(l, s, ", ")
	}
	return w
}
