//go:build !js

package importer

import (
	"context"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
)

// file is a picture on Wikimedia Commons.
type file struct {
	name          string
	width, height int
	licence       string
	rights        Rights
	credit        string
}

// commonsWidths are the widths that Wikimedia makes thumbnails of; it refuses others (mediawiki.org, "Common thumbnail
// sizes").
var commonsWidths = []int{20, 40, 60, 120, 250, 330, 500, 960, 1280, 1920, 3840}

// files asks Commons for the size and the licence of files.
func (s *Wikidata) files(ctx context.Context, c *Client, names []string) (map[string]file, error) {
	files := map[string]file{}
	for chunk := range slices.Chunk(names, wikiBatch) {
		titles := make([]string, len(chunk))
		for i, name := range chunk {
			titles[i] = "File:" + commonsName(name)
		}
		v, err := s.query(ctx, c, s.Commons, url.Values{"action": {"query"}, "prop": {"imageinfo"}, "iiprop": {"url|size|mime|extmetadata"},
			"iiextmetadatafilter": {"LicenseShortName|LicenseUrl|UsageTerms|Artist|AttributionRequired|NonFree"}, "titles": {strings.Join(titles, "|")}})
		if err != nil {
			return nil, err
		}
		for _, page := range v.at("query", "pages").list() {
			if infos := page.at("imageinfo").list(); len(infos) > 0 {
				f := readFile(page.at("title").str(), infos[0])
				files[f.name] = f
			}
		}
	}
	return files, nil
}

// readFile reads what Commons says of a file. The texts are HTML.
func readFile(title string, v value) file {
	meta := func(name string) string { return line(v.at("extmetadata", name, "value").str()) }
	f := file{name: commonsName(title), width: v.at("width").pixels(), height: v.at("height").pixels(), licence: meta("LicenseUrl"), rights: Free}
	short := meta("LicenseShortName")
	if short == "" {
		short = meta("UsageTerms")
	}
	if strings.HasPrefix(f.licence, "//") {
		f.licence = "https:" + f.licence
	}
	if f.licence == "" {
		f.licence = short
	}
	// Commons keeps nothing else than free pictures; a file without any licence is one that is being looked into.
	switch {
	case f.licence == "":
		f.rights = Unstated
	case meta("NonFree") == "true" || rightsOf(f.licence) == Reserved:
		f.rights = Reserved
	}
	if artist := meta("Artist"); artist != "" && meta("AttributionRequired") == "true" {
		f.credit = "Photo: " + artist + ", " + short + ", Wikimedia Commons"
	}
	return f
}

// commonsName returns the name of a file as Commons writes it, without "File:".
func commonsName(s string) string {
	s = strings.TrimSpace(strings.ReplaceAll(s, "_", " "))
	if _, after, ok := strings.Cut(s, ":"); ok && strings.HasPrefix(strings.ToLower(s), "file:") {
		s = strings.TrimSpace(after)
	}
	if s != "" && s[0] >= 'a' && s[0] <= 'z' {
		s = string(s[0]-'a'+'A') + s[1:]
	}
	return s
}

// filePath returns the address of a thumbnail whose longest side is at least the wanted one; that of the file itself
// where it is no larger than that.
func (s *Wikidata) filePath(f file) string {
	address := s.Commons + "/wiki/Special:FilePath/" + url.PathEscape(strings.ReplaceAll(f.name, " ", "_"))
	longest := max(f.width, f.height, 1)
	for _, w := range commonsWidths {
		if f.width == 0 && w >= s.Side || f.width > 0 && w < f.width && w*longest/f.width >= s.Side*9/10 {
			return address + "?width=" + strconv.Itoa(w)
		}
	}
	switch strings.ToLower(path.Ext(f.name)) {
	case ".jpg", ".jpeg", ".png", ".webp":
		return address
	}
	// Thumbnails of TIFF, SVG and the like are JPEG or PNG, which can be read.
	largest := commonsWidths[0]
	for _, w := range commonsWidths {
		if w < f.width {
			largest = w
		}
	}
	return address + "?width=" + strconv.Itoa(largest)
}
