//go:build !js

package browsertest

import (
	"bytes"
	"encoding/base64"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// curator opens the curator's page, and waits until its worker can look at pictures.
func curator(t testing.TB, v visitor) *tab {
	t.Helper()
	if _, err := os.Stat(filepath.Join(staticDir, "curator.wasm")); err != nil {
		need(t, "the curator's page is not built (make page)")
	}
	b := open(t, serve(t, demo(t).bundle, nil)+"curator/", v)
	b.until(`document.body.dataset.worker === "ready"`)
	return b
}

// give gives the curator's page files, as if chosen.
func (b *tab) give(input string, paths ...string) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, chromedp.SetUploadFiles(chromedp.CSS(input), paths)); err != nil {
		b.t.Fatalf("choose %v: %v", paths, err)
	}
}

// collection writes works of the demo gallery and their table as files, as a museum has them.
func collection(t testing.TB, ids ...string) (dir string, pictures []string) {
	t.Helper()
	d := demo(t)
	dir = t.TempDir()
	for _, id := range ids {
		picture, err := os.ReadFile(photoFile(t, d.picture(t, id, 400)))
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(dir, "pictures", id+".jpg")
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, picture, 0o666); err != nil {
			t.Fatal(err)
		}
		pictures = append(pictures, path)
	}
	return dir, pictures
}

// table writes a table beside the pictures.
func table(t testing.TB, dir, content string) string {
	t.Helper()
	path := filepath.Join(dir, "catalog.csv")
	if err := os.WriteFile(path, []byte(content), 0o666); err != nil {
		t.Fatal(err)
	}
	return path
}

// stored returns what a Blob of the page's program is: its next saved file, in place of saving it.
const catchSaves = `window.saves = []; {
	const make = URL.createObjectURL;
	const blobs = new Map();
	URL.createObjectURL = (b) => { const u = make.call(URL, b); blobs.set(u, b); return u; };
	HTMLAnchorElement.prototype.click = function () { window.saves.push({ name: this.download, blob: blobs.get(this.href) }); };
}`

// saved returns the file that the page has had the browser save last.
func (b *tab) saved() (name string, file []byte) {
	b.t.Helper()
	b.until("window.saves.length > 0")
	name = eval[string](b, "window.saves.at(-1).name")
	text := eval[string](b, `new Promise((done) => { const r = new FileReader(); r.onload = () => done(r.result.split(",")[1] || ""); r.readAsDataURL(window.saves.at(-1).blob); })`)
	file, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		b.t.Fatal(err)
	}
	b.do("window.saves = []")
	return name, file
}

const (
	allFound   = `document.body.dataset.waiting === "0" && document.body.dataset.adding === "" && document.body.dataset.draft === "saved"`
	bundleMade = `document.body.dataset.bundle === "ready"`
)

// within waits longer than until: a bundle is built.
func (b *tab) within(d time.Duration, condition string) {
	b.t.Helper()
	for end := time.Now().Add(d); time.Now().Before(end); time.Sleep(200 * time.Millisecond) {
		if eval[bool](b, "Boolean("+condition+")") {
			return
		}
	}
	b.t.Fatalf("waited for %s\nthe page shows: %s", condition, b.words())
}

// TestCuratorBundle drops pictures and a table, reloads the page, builds the bundle, compares it with what the command makes of the
// same files and of the draft that the page has saved, and tests it with the camera.
func TestCuratorBundle(t *testing.T) {
	d := demo(t)
	ids := []string{"squall", "measured-weight"}
	dir, pictures := collection(t, ids...)
	csv := table(t, dir, "id;title;title_fr;artist;date;description;room\nsquall;Squall;Grain;A. Painter;1880;\"Rain, and\nwind\";Room 3\nmeasured-weight;A Measured Weight;;B. Painter;;;\n")
	film := film(t, onTheWall(d.picture(t, "squall", 900), 3, 1280, 720))
	b := curator(t, visitor{film: film, before: catchSaves})
	if !eval[bool](b, `!document.querySelector("#empty").hidden`) {
		t.Error("an empty draft does not say how to begin")
	}
	b.give("#files", append(pictures, csv)...)
	b.until(`document.querySelectorAll("#wall li").length === 2`)
	b.until(allFound)
	if got := b.text(`[data-id=squall] b`); got != "Squall" {
		t.Errorf("the work is called %q", got)
	}
	b.do(`{ const i = document.querySelector("#title"); i.value = "Two works"; i.dispatchEvent(new Event("input", { bubbles: true })) }`)
	time.Sleep(500 * time.Millisecond)
	b.until(allFound)

	if err := chromedp.Do(b.ctx, chromedp.Reload()); err != nil {
		t.Fatal(err)
	}
	b.until(`document.body.dataset.worker === "ready" && document.querySelectorAll("#wall li").length === 2`)
	if got := eval[string](b, `document.querySelector("#title").value`); got != "Two works" {
		t.Errorf("after a reload the title is %q", got)
	}
	b.until(`document.body.dataset.waiting === "0" && document.querySelector("[data-id=squall] img").naturalWidth > 0`)

	b.do(`location.hash = "#/test"`) // builds first
	b.within(4*time.Minute, `document.body.dataset.screen === "aim"`)
	b.until(`document.querySelector("#verdictWord").innerText === "Recognised" && document.querySelector("#candidates b").innerText === "Squall"`)
	b.do(`location.hash = "#/bundle"`)
	b.until(bundleMade)
	b.do("window.saves = []")
	b.click("#build")
	name, got := b.saved()
	if name != "two-works.docent" {
		t.Errorf("the bundle is called %q", name)
	}
	b.click(`#bundle [data-do=export]`)
	name, zip := b.saved()
	if name != "two-works-draft.zip" {
		t.Errorf("the draft is called %q", name)
	}
	draft := filepath.Join(t.TempDir(), "draft.zip")
	if err := os.WriteFile(draft, zip, 0o666); err != nil {
		t.Fatal(err)
	}

	docent := filepath.Join(t.TempDir(), "docent")
	run(t, "go", "build", "-o", docent, "docent/cmd/docent")
	want := filepath.Join(t.TempDir(), "want.docent")
	run(t, docent, "bundle", "-images", filepath.Join(dir, "pictures"), "-catalog", csv, "-title", "Two works", "-lang", "en", "-cache", "none", "-o", want)
	wanted, err := os.ReadFile(want)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, wanted) {
		t.Errorf("the page's bundle has %d bytes, the command's %d, and they differ", len(got), len(wanted))
	}
	if sent := b.sent(); len(sent) > 0 {
		t.Errorf("the page sent something: %q", sent)
	}

	// The draft, opened in another browser, is the same.
	c := curator(t, visitor{before: catchSaves})
	c.give("#files", draft)
	c.until(`document.querySelectorAll("#wall li").length === 2`)
	c.until(allFound)
	c.do(`document.querySelector("#menu [data-do=export]").click()`)
	if _, again := c.saved(); !bytes.Equal(again, zip) {
		t.Error("a draft changes when it is saved and opened")
	}
}

// run runs a command, and shows what it says where it fails.
func run(t testing.TB, name string, args ...string) {
	t.Helper()
	if out, err := exec.Command(name, args...).CombinedOutput(); err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
	}
}
