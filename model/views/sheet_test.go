package views

import (
	"image"
	"slices"
	"testing"
)

func TestContactSheet(t *testing.T) {
	works := []*image.RGBA{drawnWork(144, 100), drawnWork(50, 300), nil, image.NewRGBA(image.Rectangle{})}
	o := Options{Width: 40, Height: 30}
	sheet := ContactSheet(works, 3, 7, o)
	if want := image.Rect(0, 0, 4*(40+sheetGap)+sheetGap, 4*(30+sheetGap)+sheetGap); sheet.Rect != want {
		t.Fatalf("size %v, want %v", sheet.Rect, want)
	}
	if !sheet.Opaque() {
		t.Error("not opaque")
	}
	// The second work's third view has the seed 7 + 1*3 + 2.
	want := Synthesise(works[1], 12, o).Image
	at := image.Pt(sheetGap+3*(40+sheetGap), sheetGap+1*(30+sheetGap))
	for y := range 30 {
		i := sheet.PixOffset(at.X, at.Y+y)
		if !slices.Equal(sheet.Pix[i:i+160], want.Pix[y*want.Stride:][:160]) {
			t.Fatalf("row %d of a view differs from the view itself", y)
		}
	}
}

func TestContactSheetOfNothing(t *testing.T) {
	if got := ContactSheet(nil, 0, 1, Options{}); got.Rect.Dy() != sheetGap {
		t.Errorf("size %v", got.Rect)
	}
}
