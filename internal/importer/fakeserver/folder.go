//go:build !js

package fakeserver

import (
	"fmt"
	"image"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"docent/internal/catalog"
	"docent/model/picture"
	"docent/model/vision"
)

// Folder returns the pictures of a folder as works, with the texts of a catalog where there is one, in public domain
// unless it says otherwise.
func Folder(dir, table string) ([]Work, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	rows := map[string]catalog.Row{}
	if table != "" {
		c, err := catalog.ReadFile(table, "en")
		if err != nil {
			return nil, err
		}
		for _, row := range c.Rows {
			rows[row.ID] = row
		}
	}
	var works []Work
	for _, e := range entries {
		path := filepath.Join(dir, e.Name())
		if !slices.Contains([]string{".jpg", ".jpeg", ".png", ".webp"}, strings.ToLower(filepath.Ext(path))) {
			continue
		}
		m, err := picture.Load(path)
		if err != nil {
			return nil, err
		}
		id := catalog.FileID(e.Name())
		row, known := rows[id]
		w := Work{ID: id, Number: row.Number, Room: row.Room, Licence: row.Licence, Free: !row.Hidden, Views: 1, Width: m.Rect.Dx(), Height: m.Rect.Dy(),
			Title: map[string]string{}, Artist: map[string]string{}, Date: map[string]string{}, Medium: map[string]string{}, Description: map[string]string{}}
		if w.Licence == "" && !row.Hidden {
			w.Licence = "http://creativecommons.org/publicdomain/mark/1.0/"
		}
		for l, t := range row.Texts {
			w.Title[l], w.Artist[l], w.Date[l], w.Medium[l], w.Description[l], w.Credit = t.Title, t.Artist, t.Date, t.Medium, t.Description, t.Credit
		}
		if !known {
			w.Title["en"] = id
		}
		w.Paint = func(longest int) image.Image {
			m, err := picture.Load(path)
			if err != nil {
				return image.NewGray(image.Rect(0, 0, 16, 16))
			}
			return vision.Fit(m, longest)
		}
		works = append(works, w)
	}
	if len(works) == 0 {
		return nil, fmt.Errorf("there are no pictures in %s", dir)
	}
	return works, nil
}
