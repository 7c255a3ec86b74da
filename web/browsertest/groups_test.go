//go:build !js

package browsertest

import (
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"docent/model/bundle"
	"docent/model/proto"
)

// grouped returns the demo collection in groups of two works, with groups of strangers behind them: works that nothing looks like.
func grouped(t testing.TB, strangers, size int) *bundle.Bundle {
	t.Helper()
	from := demo(t).bundle
	b := *from
	dim := from.Prototypes.Dim
	set := &proto.Set{Dim: dim, Vectors: slices.Clone(from.Prototypes.Vectors), Background: from.Prototypes.Background, Impostors: slices.Clone(from.Prototypes.Impostors)}
	b.Works, b.Manifest.Works = slices.Clone(from.Works), slices.Clone(from.Manifest.Works)
	b.Groups = nil
	for i := range from.Works {
		if i%2 == 0 {
			b.Groups = append(b.Groups, bundle.Group{ID: fmt.Sprintf("room-%d", i/2+1), Works: 2})
		}
	}
	r := rand.New(rand.NewPCG(1, 2))
	for s := range strangers {
		for i := range size {
			id := fmt.Sprintf("stranger-%d-%d", s, i)
			b.Manifest.Works = append(b.Manifest.Works, bundle.WorkEntry{ID: id})
			b.Works = append(b.Works, bundle.Work{WorkEntry: bundle.WorkEntry{ID: id}, Texts: map[string]bundle.Text{"en": {Title: "Stranger " + id}}})
			v, length := make([]float32, dim), 0.0
			for j := range v {
				v[j] = float32(r.NormFloat64())
				length += float64(v[j]) * float64(v[j])
			}
			for j := range v {
				v[j] /= float32(math.Sqrt(length))
			}
			set.Vectors = append(set.Vectors, v...)
			if len(set.Impostors) > 0 {
				set.Impostors = append(set.Impostors, 1)
			}
		}
		b.Groups = append(b.Groups, bundle.Group{ID: fmt.Sprintf("strangers-%d", s), Works: size})
	}
	features := bundle.NewFeatures(len(b.Works))
	for i := range b.Works {
		row := slices.Repeat([]byte{0xff}, bundle.RowSize) // none
		if i < len(from.Works) {
			row = from.Features.Row(i)
		}
		if err := features.Set(i, row); err != nil {
			t.Fatal(err)
		}
	}
	b.Prototypes, b.Features = set, features
	b.Coarse = bundle.NewCoarse(dim, b.Groups, set.At)
	return &b
}

// counting is a server of a site that notes which groups' prototypes it is asked for: the worker asks, not the page.
type counting struct {
	http.Handler
	mu     sync.Mutex
	groups map[string]bool
	broken string // a group of which nothing can be had
}

// breaks says of which group nothing can be had from now on, "" for none.
func (c *counting) breaks(group string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.broken = group
}

func (c *counting) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if _, rest, ok := strings.Cut(r.URL.Path, "/bundle/groups/"); ok {
		g, part, _ := strings.Cut(rest, "/")
		c.mu.Lock()
		if part == bundle.PrototypesName {
			c.groups[g] = true
		}
		broken := g == c.broken
		c.mu.Unlock()
		if broken {
			http.NotFound(w, r)
			return
		}
	}
	c.Handler.ServeHTTP(w, r)
}

// asked returns the groups that were asked for, in the order of their names.
func (c *counting) asked() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Sorted(maps.Keys(c.groups))
}

func count(t testing.TB, b *bundle.Bundle) (c *counting, address string) {
	c = &counting{Handler: handler(t, b), groups: map[string]bool{}}
	s := httptest.NewServer(c)
	t.Cleanup(s.Close)
	return c, s.URL + "/"
}

// TestGroups recognises a work of a small collection in groups, all of which come, lists and searches all works, and opens one by its address.
func TestGroups(t *testing.T) {
	d, collection := demo(t), grouped(t, 0, 0)
	const id = "irises-on-gold" // in the last group
	server, address := count(t, collection)
	b := open(t, address, visitor{film: film(t, view(t, collection, d.picture(t, id, 900), id, 1280, 720))})
	b.start()
	b.until(cardOpen)
	checkCard(b, collection, id, "en")
	b.do(`location.hash = "#/works"`)
	b.until(fmt.Sprintf(`document.querySelectorAll("#wall a").length === %d`, len(collection.Works)))
	if got := server.asked(); len(got) != len(collection.Groups) {
		t.Errorf("of a small collection only %v came", got)
	}
	b = open(t, address+"#/work/the-long-dune", visitor{})
	b.until(cardOpen)
	checkCard(b, collection, "the-long-dune", "en")
}

// TestGroupsOnDemand: of a large collection only those groups come that the camera asks for.
func TestGroupsOnDemand(t *testing.T) {
	d, collection := demo(t), grouped(t, 40, 110)
	const id = "irises-on-gold"
	server, address := count(t, collection)
	const other = "the-long-dune"
	photo := photoFile(t, view(t, collection, d.picture(t, other, 900), other, 1200, 1200))
	b := open(t, address, visitor{film: film(t, view(t, collection, d.picture(t, id, 900), id, 1280, 720))})
	b.until(ready)
	// A photo waits for its group, from the first moment on.
	b.choose(photo)
	b.until(judged)
	b.until(cardOpen + ` && location.hash.endsWith("/` + other + `")`)
	checkCard(b, collection, other, "en")
	b.click("#onward")
	b.do(`location.hash = ""`)
	b.start()
	b.until(cardOpen + ` && location.hash.endsWith("/` + id + `")`)
	checkCard(b, collection, id, "en")
	asked := server.asked()
	if !slices.Contains(asked, "room-4") || len(asked) > 20 {
		t.Errorf("for two works the page has loaded %d of %d groups: %v", len(asked), len(collection.Groups), asked)
	}
	// What is listed comes group by group; a search goes through all of them.
	b.click("#onward")
	b.do(`location.hash = "#/works"`)
	b.until(`document.querySelectorAll("#wall a").length >= 100`)
	b.do(`{ const s = document.querySelector("#query"); s.value = "stranger-39-7"; s.dispatchEvent(new Event("input", { bubbles: true })) }`)
	b.until(`document.querySelector("#wall a")?.getAttribute("href") === "#/work/stranger-39-7"`)
}

// TestGroupMissing lists what there is when a group cannot be had, and the rest when the visitor asks again.
func TestGroupMissing(t *testing.T) {
	collection := grouped(t, 0, 0)
	server, address := count(t, collection)
	server.breaks("room-2")
	b := open(t, address+"#/work/"+collection.Works[2].ID, visitor{allowed: []string{"404"}})
	works := func(n int) string {
		return fmt.Sprintf(`document.body.dataset.screen === "works" && document.querySelectorAll("#wall a").length === %d`, n)
	}
	b.until(works(len(collection.Works) - 2))
	server.breaks("")
	b.do(`document.querySelector("#more").scrollIntoView({ block: "center" })`) // clear of the search
	b.click("#more")
	b.until(cardOpen) // whose address the visitor came by
	checkCard(b, collection, collection.Works[2].ID, "en")
	b.do(`location.hash = "#/works"`)
	b.until(works(len(collection.Works)) + ` && document.querySelector("#more").hidden`)
}
