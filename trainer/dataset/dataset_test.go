package dataset

import (
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// draw writes a one-coloured picture.
func draw(t *testing.T, path string, w, h int, c color.Color) {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.Set(x, y, c)
		}
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if strings.HasSuffix(path, ".png") {
		err = png.Encode(f, img)
	} else {
		err = jpeg.Encode(f, img, nil)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestFolders(t *testing.T) {
	dir := t.TempDir()
	red, blue := color.RGBA{200, 0, 0, 255}, color.RGBA{0, 0, 200, 255}
	draw(t, filepath.Join(dir, "a", "1.png"), 300, 150, blue)
	draw(t, filepath.Join(dir, "a", "0.png"), 40, 20, red)
	draw(t, filepath.Join(dir, "b", "x.jpg"), 30, 30, blue)
	if err := os.WriteFile(filepath.Join(dir, "a", "notes.txt"), []byte("n"), 0o644); err != nil {
		t.Fatal(err)
	}
	works, err := Folders(dir, Side)
	if err != nil {
		t.Fatal(err)
	}
	if len(works) != 2 || works[0].ID != "a" || len(works[0].Pictures) != 2 || len(works[1].Pictures) != 1 {
		t.Fatalf("read %+v", works)
	}
	if got := works[0].Pictures[0].RGBAAt(5, 5); got != red {
		t.Errorf("the first picture by name is %v, want the red one", got)
	}
	if got := works[0].Pictures[1].Bounds().Size(); got != image.Pt(160, 80) {
		t.Errorf("a large picture is kept at %v, want 160x80", got)
	}
	if got := works[0].Pictures[0].Bounds().Size(); got != image.Pt(40, 20) {
		t.Errorf("a small picture is kept at %v, want 40x20", got)
	}
}

func TestPhotos(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"ref/a.jpg", "ref/b.jpg", "query/a__1.jpg", "query/a__2.jpg"} {
		draw(t, filepath.Join(dir, name), 30, 30, color.White)
	}
	works, err := Photos(filepath.Join(dir, "ref"), filepath.Join(dir, "query"), Side)
	if err != nil {
		t.Fatal(err)
	}
	if len(works) != 1 || works[0].ID != "a" || len(works[0].Pictures) != 3 {
		t.Errorf("read %d works, want a with its reference and two photos", len(works))
	}
	draw(t, filepath.Join(dir, "query", "c__1.jpg"), 30, 30, color.White)
	if _, err := Photos(filepath.Join(dir, "ref"), filepath.Join(dir, "query"), Side); err == nil || !strings.Contains(err.Error(), `"c"`) {
		t.Errorf("a photo without a reference: %v", err)
	}
}

func TestErrors(t *testing.T) {
	dir := t.TempDir()
	if _, err := Flat(Side, dir); err == nil {
		t.Error("an empty folder is accepted")
	}
	if _, err := Folders(dir, Side); err == nil {
		t.Error("a folder without folders is accepted")
	}
	if _, err := Flat(Side, filepath.Join(dir, "none")); err == nil {
		t.Error("a missing folder is accepted")
	}
	if err := os.WriteFile(filepath.Join(dir, "bad.jpg"), []byte("not a picture"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Flat(Side, dir); err == nil || !strings.Contains(err.Error(), "bad.jpg") {
		t.Errorf("a text named .jpg: %v, want an error that names it", err)
	}
}

// TestHold checks that about the right number is held out, and that a work
// stays on its side when others come.
func TestHold(t *testing.T) {
	var works []Work
	for i := range 5000 {
		works = append(works, Work{ID: "w" + strconv.Itoa(i)})
	}
	train, held := Hold(works, 500)
	if len(train)+len(held) != 5000 || len(held) < 430 || len(held) > 570 {
		t.Errorf("%d to train on, %d held out, want about 4500 and 500", len(train), len(held))
	}
	was := map[string]bool{}
	for _, w := range held {
		was[w.ID] = true
	}
	_, again := Hold(append(works[:2500:2500], works[2500:4990]...), 499)
	for _, w := range again {
		if !was[w.ID] {
			t.Errorf("%s changed sides", w.ID)
		}
	}
	if _, held := Hold(works, 0); len(held) != 0 {
		t.Errorf("%d held out of none wanted", len(held))
	}
}

// TestSharedData reads the real training set, where it is.
func TestSharedData(t *testing.T) {
	dir := filepath.Join("..", "..", "..", "shared", "data", "train", "nga_wuyangzhang")
	if _, err := os.Stat(dir); err != nil {
		t.Skip("skipped: no ../shared/data beside the checkout")
	}
	works, err := Flat(Side, dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(works) < 50 {
		t.Errorf("%d works in %s, want more", len(works), dir)
	}
	for _, w := range works {
		if b := w.Pictures[0].Bounds(); max(b.Dx(), b.Dy()) > Side || min(b.Dx(), b.Dy()) < 16 {
			t.Errorf("%s is %v", w.ID, b.Size())
		}
	}
}

func TestDraw(t *testing.T) {
	dir := t.TempDir()
	for i := range 40 {
		draw(t, filepath.Join(dir, "room", strconv.Itoa(i)+".png"), 16, 16, color.White)
	}
	all, err := Flat(Side, dir)
	if err != nil {
		t.Fatal(err)
	}
	train, _ := Hold(all, 10)
	ids := func(n int, seed uint64) []string {
		works, err := Draw(Side, n, 10, seed, dir)
		if err != nil {
			t.Fatal(err)
		}
		var ids []string
		for _, w := range works {
			if len(w.Pictures) != 1 || !slices.ContainsFunc(train, func(o Work) bool { return o.ID == w.ID }) {
				t.Errorf("%s has %d pictures, or is held out", w.ID, len(w.Pictures))
			}
			ids = append(ids, w.ID)
		}
		return ids
	}
	few, more, every, other := ids(5, 1), ids(12, 1), ids(100, 1), ids(5, 2)
	if len(few) != 5 || !slices.Equal(few, more[:5]) || len(every) != len(train) || slices.Equal(few, other) {
		t.Errorf("drawn %v, %v, %d of %d, by another seed %v", few, more, len(every), len(train), other)
	}
}
