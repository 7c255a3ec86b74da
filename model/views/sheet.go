package views

import (
	"image"
	"image/draw"

	"docent/model/vision"
)

const (
	sheetGap  = 4 // pixels between the pictures of a contact sheet
	sheetTone = 0x30
)

// ContactSheet shows the works, one per row: the clean picture first, then so many columns of views with seeds
// seed, seed+1, ... A sheet of no works is empty.
func ContactSheet(works []*image.RGBA, columns int, seed uint64, o Options) *image.RGBA {
	size := o.withDefaults()
	columns = max(columns, 1)
	stepX, stepY := size.Width+sheetGap, size.Height+sheetGap
	sheet := image.NewRGBA(image.Rect(0, 0, stepX*(columns+1)+sheetGap, stepY*len(works)+sheetGap))
	for i := range sheet.Pix {
		sheet.Pix[i] = sheetTone
		if i%4 == 3 {
			sheet.Pix[i] = 255
		}
	}
	put := func(m *image.RGBA, column, row int) {
		at := image.Pt(sheetGap+column*stepX, sheetGap+row*stepY)
		draw.Draw(sheet, image.Rectangle{at, at.Add(m.Rect.Size())}, m, m.Rect.Min, draw.Src)
	}
	for row, work := range works {
		if work == nil || work.Rect.Empty() {
			continue
		}
		clean := vision.Fit(work, min(size.Width, size.Height))
		put(clean, 0, row)
		for column := range columns {
			put(Synthesise(work, seed+uint64(row*columns+column), o).Image, column+1, row)
		}
	}
	return sheet
}
