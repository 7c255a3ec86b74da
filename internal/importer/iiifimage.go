//go:build !js

package importer

import (
	"context"
	"errors"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"
)

// info is what an image server says of an image (IIIF Image API 3.0, section 5; 2.1, section 5; 1.1, section 5).
type info struct {
	base          string
	version       int
	width, height int
	level         int
	confined      bool // !w,h is supported
	maxWidth      int  // 0 for no bound
	maxHeight     int
	maxArea       float64
	sizes         [][2]int
}

const acceptJSON = "application/ld+json, application/json;q=0.9"

// loadInfo fetches the info.json of a service.
func loadInfo(ctx context.Context, c *Client, service string) (*info, error) {
	service = strings.TrimSuffix(strings.TrimSuffix(service, "/info.json"), "/")
	v, err := c.JSON(ctx, service+"/info.json", acceptJSON)
	if err != nil {
		return nil, err
	}
	return readInfo(v, service)
}

func readInfo(v value, service string) (*info, error) {
	// The id in the answer is not used: behind a proxy it often is an address that only the server itself can reach.
	i := &info{base: service, version: 3, width: v.at("width").pixels(), height: v.at("height").pixels()}
	if i.width == 0 || i.height == 0 {
		return nil, fmt.Errorf("the image server's description at %s/info.json has no size", service)
	}
	for _, context := range v.at("@context").list() {
		switch s := context.str(); {
		case strings.Contains(s, "/image/2/"):
			i.version = 2
		case strings.Contains(s, "/image/1/") || strings.Contains(s, "image-api/1"):
			i.version = 1
		}
	}
	i.bound(v)
	// In version 2 the profile is a list: the level's address, then objects with what is more than the level.
	for _, p := range v.at("profile").list() {
		if l := level(p.id()); l >= 0 {
			i.level = l
		}
		i.bound(p)
		i.confined = i.confined || has(p.at("supports"), "sizeByConfinedWh")
	}
	i.confined = i.confined || i.level >= 2 || has(v.at("extraFeatures"), "sizeByConfinedWh")
	for _, s := range v.at("sizes").list() {
		if w, h := s.at("width").pixels(), s.at("height").pixels(); w > 0 && h > 0 && i.allows(w, h) {
			i.sizes = append(i.sizes, [2]int{w, h})
		}
	}
	slices.SortFunc(i.sizes, func(a, b [2]int) int { return max(a[0], a[1]) - max(b[0], b[1]) })
	return i, nil
}

// bound reads the largest size that a server gives. A width alone bounds the height, too.
func (i *info) bound(v value) {
	if w := v.at("maxWidth").pixels(); w > 0 {
		i.maxWidth, i.maxHeight = w, w
	}
	if h := v.at("maxHeight").pixels(); h > 0 {
		i.maxHeight = h
	}
	if a := v.at("maxArea").num(); a >= 1 {
		i.maxArea = a
	}
}

var levels = regexp.MustCompile(`level([0-2])`)

// level reads the level of compliance in a profile: "level1", ".../image/2/level2.json", ".../compliance.html#level0".
func level(profile string) int {
	if m := levels.FindStringSubmatch(profile); m != nil {
		return int(m[1][0] - '0')
	}
	return -1
}

func has(list value, s string) bool {
	return slices.ContainsFunc(list.list(), func(v value) bool { return v.str() == s })
}

func (i *info) allows(w, h int) bool {
	return (i.maxWidth == 0 || w <= i.maxWidth) && (i.maxHeight == 0 || h <= i.maxHeight) && (i.maxArea == 0 || float64(w)*float64(h) <= i.maxArea)
}

// fit returns the size of the whole image with its longest side brought down to side, and within the server's bounds.
func (i *info) fit(side int) (w, h int) {
	f := min(1, float64(side)/float64(max(i.width, i.height)))
	if i.maxWidth > 0 {
		f = min(f, float64(i.maxWidth)/float64(i.width))
	}
	if i.maxHeight > 0 {
		f = min(f, float64(i.maxHeight)/float64(i.height))
	}
	if i.maxArea > 0 {
		f = min(f, math.Sqrt(i.maxArea/float64(i.width)/float64(i.height)))
	}
	const rounding = 1e-6 // of 256/2400*2400
	return max(1, int(f*float64(i.width)+rounding)), max(1, int(f*float64(i.height)+rounding))
}

// nearEnough is the share of the wanted side from which a size that the server has ready is taken: it is served at once,
// where others have to be computed.
const nearEnough = 0.9

// muchMore is by what a ready size may be larger than wanted.
const muchMore = 1.6

// addresses returns where the image can be had at about side pixels, the best first.
func (i *info) addresses(side int) []string {
	var sizes []string
	want := min(side, max(i.width, i.height))
	ready := -1
	for k, s := range i.sizes {
		if float64(max(s[0], s[1])) >= nearEnough*float64(want) {
			ready = k
			break
		}
	}
	switch {
	case i.level == 0 && ready >= 0: // however large: a server that computes nothing has nothing else
		sizes = append(sizes, i.listed(i.sizes[ready]))
	case i.level == 0 && len(i.sizes) > 0:
		sizes = append(sizes, i.listed(i.sizes[len(i.sizes)-1]))
	case i.level > 0 && ready >= 0 && float64(max(i.sizes[ready][0], i.sizes[ready][1])) <= muchMore*float64(want):
		sizes = append(sizes, i.listed(i.sizes[ready]))
	}
	if i.level > 0 {
		w, h := i.fit(side)
		if box := max(w, h); i.confined && i.allows(box, box) {
			sizes = append(sizes, fmt.Sprintf("!%d,%d", box, box))
		} else if i.confined {
			sizes = append(sizes, fmt.Sprintf("!%d,%d", w, h))
		}
		sizes = append(sizes, fmt.Sprintf("%d,", w))
	} else if len(i.sizes) == 0 && max(i.width, i.height) <= int(muchMore*float64(side)) {
		sizes = append(sizes, map[bool]string{true: "max", false: "full"}[i.version >= 3])
	}
	quality := "default"
	if i.version == 1 {
		quality = "native"
	}
	var list []string
	for _, s := range slices.Compact(sizes) {
		list = append(list, i.base+"/full/"+s+"/0/"+quality+".jpg")
	}
	return list
}

// listed writes a size of the server's list in the canonical form, under which it lies ready: "w,h" in version 3, "w,"
// before.
func (i *info) listed(size [2]int) string {
	if i.version >= 3 {
		return fmt.Sprintf("%d,%d", size[0], size[1])
	}
	return fmt.Sprintf("%d,", size[0])
}

// imageRequest is an address of an image of a IIIF server: what is in front of region, size, rotation and quality.
var imageRequest = regexp.MustCompile(`^(https?://.+)/(?:full|square|[0-9.,]+|pct:[0-9.,]+)/(?:max|full|\^?!?[0-9]*,[0-9]*|\^?pct:[0-9.]+|\^max)/!?[0-9.]+/(?:default|native|color|gray|bitonal)\.[a-z0-9]+$`)

// serviceOf returns the image service that an address belongs to by its form; "" for a plain file.
func serviceOf(address string) string {
	if m := imageRequest.FindStringSubmatch(address); m != nil {
		return m[1]
	}
	return ""
}

// imageService finds an Image API among the services of a thing in a manifest; "" without any.
func imageService(services value) string {
	for _, s := range services.list() {
		if s.id() == "" {
			continue
		}
		kind := s.kind()
		about := kind + " " + s.at("@context").str() + " " + s.at("profile").id()
		for _, p := range s.at("profile").list() {
			about += " " + p.id()
		}
		if strings.HasPrefix(kind, "ImageService") || strings.Contains(about, "/image/") || strings.Contains(about, "image-api") {
			return s.id()
		}
	}
	return ""
}

// errNoPicture is a work of which nobody has a picture.
var errNoPicture = errors.New("it has no picture")
