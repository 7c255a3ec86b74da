package views

import (
	"crypto/sha256"
	"flag"
	"fmt"
	"image"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// fusesMultiplyAdd tells whether this build rounds x*y + z once instead of twice, which changes last bits.
func fusesMultiplyAdd(x, y, z float64) bool { return x*y+z != float64(x*y)+z }

// TestGolden notices when views change: a change is fine if it is meant, but it makes other training data, and with it
// weights that cannot be reproduced. A new release of Go may change them too, through image/jpeg.
func TestGolden(t *testing.T) {
	const e = 1.0 / (1 << 30)
	if runtime.GOARCH != "amd64" || fusesMultiplyAdd(1+e, 1+e, -1) {
		t.Skip("the hashes were made on amd64 without fused multiply-add; others round differently")
	}
	pictures := []*image.RGBA{drawnWork(90, 60), drawnWork(60, 90)}
	var got strings.Builder
	for _, tt := range []struct {
		name string
		o    Options
	}{
		{"default", Options{}},
		{"without trouble", Options{Strength: NoTrouble}},
		{"all options", Options{Width: 80, Height: 60, Walls: pictures, Neighbours: pictures, Turns: true, Fill: [2]float64{0.3, 0.7}, Aspect: [2]float64{0.75, 1.5}}},
	} {
		views, walls := sha256.New(), sha256.New()
		for seed := range uint64(50) {
			v := Synthesise(drawnWork(144, 100), seed, tt.o)
			views.Write(v.Image.Pix)
			fmt.Fprintf(views, "%.6f", v.Corners)
			walls.Write(Wall(seed, tt.o).Pix)
		}
		fmt.Fprintf(&got, "%s: views %x walls %x\n", tt.name, views.Sum(nil)[:8], walls.Sum(nil)[:8])
	}
	path := filepath.Join("testdata", "golden.txt")
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got.String() != string(want) {
		t.Errorf("got:\n%s\nwant:\n%s\nrun with -update if the change is meant", got.String(), want)
	}
}
