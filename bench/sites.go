//go:build !js

package main

import (
	"bytes"
	"fmt"
	"image/jpeg"
	"math"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"

	"docent/bench/workload"
	"docent/gallery"
	"docent/model/bundle"
	"docent/model/proto"
	"docent/model/views"
	"docent/model/vision"
	"docent/model/weights"
	"docent/web"
)

// staticDir has the page's files as they are built now.
const staticDir = "static"

// checkPage says how to build the page, where it is not.
func checkPage() error {
	for _, name := range []string{"docent.wasm", "wasm_exec.js"} {
		if _, err := os.Stat(filepath.Join(staticDir, name)); err != nil {
			return fmt.Errorf("the page is not built: run make page, in the folder of the Makefile (%w)", err)
		}
	}
	return nil
}

// site serves docent's own page below an address, with a bundle, as docent serve does.
func (s *server) site(prefix string, b *bundle.Bundle) error {
	h, err := web.Handler(web.Site{Static: os.DirFS(staticDir), Bundle: b, Weights: weights.Released(), Locator: weights.Locator(), Unsigned: true})
	if err != nil {
		return err
	}
	s.mux.Handle(prefix, http.StripPrefix(prefix[:len(prefix)-1], h))
	return nil
}

// replaceBundle serves a bundle below an address in place of the site's own. Large ones would take the site's handler
// minutes to compress.
func (s *server) replaceBundle(prefix string, b *bundle.Bundle) error {
	files, err := b.Files()
	if err != nil {
		return err
	}
	s.files(prefix+"bundle/", files)
	return nil
}

// synthesise makes a bundle of so many works, for the time that they take: each work's prototype is one of those of b, moved
// about as far from it as they are from each other. They have no local features.
func synthesise(b *bundle.Bundle, works int) *bundle.Bundle {
	from := b.Prototypes
	spread := float32(math.Sqrt(float64(meanSquaredDistance(from)) / float64(2*from.Dim)))
	set := &proto.Set{Dim: from.Dim, Vectors: make([]float32, 0, works*from.Dim), Background: from.Background}
	large := &bundle.Bundle{Manifest: b.Manifest, Prototypes: set}
	large.Languages, large.Manifest.Features, large.Checked = nil, bundle.FeaturesNone, proto.Calibration{}
	rng := rand.New(rand.NewPCG(uint64(works), 1))
	for i := range works {
		for _, v := range from.At(i % from.Len()) {
			set.Vectors = append(set.Vectors, v+spread*float32(rng.NormFloat64()))
		}
		large.Works = append(large.Works, bundle.Work{WorkEntry: bundle.WorkEntry{ID: fmt.Sprintf("work-%06d", i)}})
	}
	return large
}

func meanSquaredDistance(s *proto.Set) float32 {
	sum := float32(0)
	for i := range s.Len() {
		sum += proto.SquaredDistance(s.At(i), s.At((i+1)%s.Len()))
	}
	return sum / float32(s.Len())
}

// Sides of the scenes: what a page shows of a camera of 720 lines.
const sceneW, sceneH = 960, 720

// scenes returns photos of the demo gallery as JPEG: works on a wall, framed, in perspective.
func scenes(count int) ([][]byte, error) {
	var list [][]byte
	for i, w := range gallery.Works()[:count] {
		view := views.Synthesise(w.Render(2*vision.FrameSide), uint64(i), views.Options{Width: sceneW, Height: sceneH, Fill: [2]float64{0.62, 0.72}, Strength: 0.3})
		var b bytes.Buffer
		if err := jpeg.Encode(&b, view.Image, &jpeg.Options{Quality: 92}); err != nil {
			return nil, err
		}
		list = append(list, b.Bytes())
	}
	return list, nil
}

// serveScenes serves the scenes and returns their addresses.
func (s *server) serveScenes(list [][]byte) []string {
	files := map[string][]byte{}
	var urls []string
	for i, b := range list {
		name := fmt.Sprintf("%d.jpg", i)
		files[name] = b
		urls = append(urls, "/scenes/"+name)
	}
	s.files("/scenes/", files)
	return urls
}

// sceneCount is as many as there are frames of the networks.
const sceneCount = workload.Frames
