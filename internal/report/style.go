//go:build !js

package report

import (
	_ "embed"
	"encoding/base64"
	"html/template"
	"image"

	"docent/internal/build"
)

//go:embed style.css
var style string

// Style is the style sheet that all reports begin with: light and dark, and for paper.
var Style = template.CSS(style)

// Image returns a picture as a JPEG of at most side pixels a side, to stand in an HTML file as the address of an image.
func Image(picture image.Image, side uint) (template.URL, error) {
	b, err := build.Thumbnail(picture, side, quality)
	return template.URL(dataURI(b)), err
}

func dataURI(jpeg []byte) string {
	return "data:image/jpeg;base64," + base64.StdEncoding.EncodeToString(jpeg)
}
