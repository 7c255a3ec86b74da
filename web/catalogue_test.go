//go:build !js

package web

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"docent/model/bundle"
)

// TestCatalogueOfRooms shows a small collection on one page, room by room.
func TestCatalogueOfRooms(t *testing.T) {
	s := site0(t)
	s.Bundle = grouped(t, 2, 2)
	page := body(t, get(t, handler(t, s), "GET", "/catalogue/"))
	for _, want := range []string{`<h2 class="section">Room 1</h2>`, `<h2 class="section">Room 2</h2>`, `<h3 itemprop="name">Title of w2-2</h3>`, `src="../bundle/groups/room-2/thumbs/w2-2.jpg"`, `No. <span itemprop="identifier">N1</span>`} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	if strings.Contains(page, `<nav class="leaf">`) || strings.Contains(page, "<nav class=\"contents\"") {
		t.Error("one page has links to others")
	}
}

// TestCataloguePages divides a large collection: every work is on one page, all pages are linked, and each link leads to a page.
func TestCataloguePages(t *testing.T) {
	s := site0(t)
	s.Bundle = grouped(t, 3, pageWorks/2+1) // three pages
	s.Bundle.Groups[0].Works += s.Bundle.Groups[2].Works
	s.Bundle.Groups = s.Bundle.Groups[:2] // the first has two
	for i := range s.Bundle.Works {
		g := s.Bundle.Groups[0]
		if i >= g.Works {
			g = s.Bundle.Groups[1]
		}
		s.Bundle.Works[i].Thumb = bundle.InGroup(g.ID, bundle.ThumbName(s.Bundle.Works[i].ID))
	}
	h := handler(t, s)
	links := regexp.MustCompile(`href="([a-z0-9.]+\.html)"`)
	seen, works := map[string]bool{}, map[string]int{}
	queue := []string{"index.html"}
	for len(queue) > 0 {
		name := queue[0]
		queue = queue[1:]
		if seen[name] {
			continue
		}
		seen[name] = true
		r := get(t, h, "GET", "/catalogue/"+name)
		if r.StatusCode != 200 {
			t.Fatalf("%s: status %d", name, r.StatusCode)
		}
		page := body(t, r)
		for _, m := range links.FindAllStringSubmatch(page, -1) {
			queue = append(queue, m[1])
		}
		if strings.Contains(name, "fr") {
			if !strings.Contains(page, "Page suivante") && !strings.Contains(page, "Page précédente") {
				t.Errorf("%s does not speak French", name)
			}
			continue
		}
		for _, m := range regexp.MustCompile(`<article id="([^"]+)"`).FindAllStringSubmatch(page, -1) {
			works[m[1]]++
		}
	}
	if got := slices.Sorted(maps.Keys(seen)); fmt.Sprint(got) != "[2.html 3.html fr.2.html fr.3.html fr.html index.html]" {
		t.Errorf("pages %v", got)
	}
	if len(works) != len(s.Bundle.Works) || slices.Max(slices.Collect(maps.Values(works))) != 1 {
		t.Errorf("%d of %d works, or some of them twice", len(works), len(s.Bundle.Works))
	}
}

// TestMicrodata says in the terms of schema.org what the catalogue says to readers, and lets nothing of it become markup or a script.
func TestMicrodata(t *testing.T) {
	s := site0(t)
	w := &s.Bundle.Works[0]
	w.Licence, w.Number, w.Room, w.URL = "https://creativecommons.org/publicdomain/zero/1.0/", `12"><script>`, "Room 7", "https://museum.example/works/a?x=1&y=2"
	w.Texts["en"] = bundle.Text{Title: "<b>", Artist: "Ann", Date: "1880", Medium: "Oil", Description: "It is.", Location: "Room 7, north wall", Credit: "Gift"}
	w.Audio = map[string]string{"fr": bundle.AudioName("fr", "a", ".mp3")}
	s.Bundle.Audio = map[string][]byte{w.Audio["fr"]: []byte("sound")}
	s.Bundle.Works[1].Licence = "With the artist’s kind permission"
	h := handler(t, s)
	page := body(t, get(t, h, "GET", "/catalogue/"))
	for _, want := range []string{
		`itemscope itemtype="https://schema.org/VisualArtwork"`, `<h2 itemprop="name">&lt;b&gt;</h2>`,
		`itemprop="creator" itemscope itemtype="https://schema.org/Person"><span itemprop="name">Ann</span>`, `itemprop="dateCreated">1880<`, `itemprop="artMedium">Oil<`,
		`itemprop="description">It is.<`, `itemprop="creditText">Gift<`, `<span itemprop="identifier">12&#34;&gt;&lt;script&gt;</span>`,
		`<a href="https://creativecommons.org/publicdomain/zero/1.0/" rel="license" itemprop="license">CC0 1.0</a>`, `<span itemprop="license">With the artist’s kind permission</span>`,
		`href="https://museum.example/works/a?x=1&amp;y=2" itemprop="url"`, `<audio controls preload="none" src="../bundle/audio/fr/a.mp3" itemprop="audio">`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	if strings.Contains(page, "<script>") || strings.Count(page, "Room 7") != 1 {
		t.Error("a number became markup, or the room is said twice")
	}
	if r := get(t, h, "GET", "/bundle/audio/fr/a.mp3", "Range", "bytes=1-2"); r.StatusCode != 206 || r.Header.Get("Content-Type") != "audio/mpeg" || body(t, r) != "ou" {
		t.Errorf("the sound: status %d, %s", r.StatusCode, r.Header.Get("Content-Type"))
	}
}

func TestLicenceName(t *testing.T) {
	for licence, want := range map[string]string{
		"":                             "",
		"© The estate":                 "© The estate",
		"https://creativecommons.org/": "https://creativecommons.org/",
		"http://rightsstatements.org/vocab/InC/1.0/":             "http://rightsstatements.org/vocab/InC/1.0/",
		"https://creativecommons.org/publicdomain/zero/1.0/":     "CC0 1.0",
		"http://creativecommons.org/publicdomain/mark/1.0/":      "Public Domain Mark 1.0",
		"https://creativecommons.org/licenses/by-nc-sa/4.0/":     "CC BY-NC-SA 4.0",
		"https://creativecommons.org/licenses/by/3.0/de/deed.de": "CC BY 3.0",
	} {
		if got := licenceName(licence); got != want {
			t.Errorf("%s: %q, want %q", licence, got, want)
		}
	}
}
