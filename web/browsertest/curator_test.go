//go:build !js

package browsertest

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"image"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"docent/internal/fixture"
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
	allFound   = `document.body.dataset.waiting === "0" && !document.body.dataset.adding && document.body.dataset.draft === "saved"`
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
	command := make(chan string) // the command's bundle, made meanwhile
	go func() {
		defer close(command)
		want := filepath.Join(dir, "want.docent")
		program, err := docentOnce()
		if err != nil {
			t.Error(err)
			return
		}
		run(t, program, "bundle", "-images", filepath.Join(dir, "pictures"), "-catalog", csv, "-title", "Two works", "-cache", "none", "-o", want)
		command <- want
	}()
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
	b.do(typeTitle)
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
	b.within(8*time.Minute, `document.body.dataset.screen === "aim"`)
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

	wanted, err := os.ReadFile(<-command)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, wanted) {
		t.Errorf("the page's bundle has %d bytes, the command's %d, and they differ", len(got), len(wanted))
	}
	if sent := b.sent(); len(sent) > 0 {
		t.Errorf("the page sent something: %q", sent)
	}

	// A draft is the same when it has been saved, removed and opened.
	b.do(`window.confirm = () => true; location.hash = ""; document.querySelector("#menu [data-do=clear]").click()`)
	b.until(`!document.querySelector("#empty").hidden && document.body.dataset.draft === "saved"`)
	b.give("#files", draft)
	b.until(`document.querySelectorAll("#wall li").length === 2 && !document.body.dataset.adding && document.body.dataset.draft === "saved"`)
	b.do(`document.querySelector("#menu [data-do=export]").click()`)
	if _, again := b.saved(); !bytes.Equal(again, zip) {
		t.Error("a draft changes when it is saved and opened")
	}
}

// run runs a command, and shows what it says where it fails.
func run(t testing.TB, name string, args ...string) {
	t.Helper()
	if out, err := exec.Command(name, args...).CombinedOutput(); err != nil {
		t.Errorf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
	}
}

// TestCuratorRefuses gives the page what it cannot take: it says of each what is wrong, and takes the rest.
func TestCuratorRefuses(t *testing.T) {
	dir, pictures := collection(t, "squall")
	write := func(name, content string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
		return path
	}
	b := curator(t, visitor{phone: true})
	says := func(want ...string) {
		t.Helper()
		b.until(`!document.querySelector("#notice").hidden`)
		got := b.text("#notice")
		for _, w := range want {
			if !strings.Contains(got, w) {
				t.Errorf("the page says %q, not %q", got, w)
			}
		}
		b.click("#notice button")
	}
	whole, err := os.ReadFile(pictures[0])
	if err != nil {
		t.Fatal(err)
	}
	b.give("#files", write("notes.jpg", "no picture at all"), write("scan.tiff", "II*"), write("list.xlsx", "PK"), write("draft.zip", "PK"), write("bad.csv", "name;year\nx;1\n"), pictures[0])
	says("5 files could not be taken", "notes.jpg: ", "not a JPEG, PNG or WebP picture", "scan.tiff: only .jpg", "list.xlsx: save the sheet as CSV", "draft.zip: this is not a zip", "bad.csv: ")
	// A picture whose end is missing shows only when it is looked at.
	b.give("#files", write("torn.jpg", string(whole[:len(whole)/2])))
	b.until(allFound + ` && document.querySelectorAll("#wall li").length === 2`)
	if got := b.text("[data-id=torn] .state"); got != "Cannot be read" {
		t.Errorf("a torn picture is called %q", got)
	}
	b.click("[data-id=torn] a")
	b.until(`document.body.dataset.screen === "work"`)
	if got := b.text("#problems"); !strings.Contains(got, "The picture cannot be read: torn.jpg") {
		t.Errorf("of a torn picture the page says %q", got)
	}
	b.do(`location.hash = "#/labels"`)
	b.until(`document.body.dataset.screen === "labels"`)
	paste := func(text string) string {
		b.do(fmt.Sprintf(`{ const a = document.querySelector("#table"); a.value = %q; a.dispatchEvent(new Event("input", { bubbles: true })) }`, text))
		b.until(`document.querySelector("#tableSays").innerText !== ""`)
		time.Sleep(100 * time.Millisecond)
		return b.text("#tableSays")
	}
	if got := paste("squall\t1880"); !strings.Contains(got, "This cannot be read") || !eval[bool](b, `document.querySelector("#take").ariaDisabled === "true"`) {
		t.Errorf("of a table without columns the page says %q", got)
	}
	if got := paste("id\ttitle\nsquall\tSquall\nnew\tNew"); !strings.Contains(got, "2 works, 1 of them in the draft") {
		t.Errorf("of a good table the page says %q", got)
	}
	b.click("#take")
	b.until(`document.querySelectorAll("#wall li").length === 3`)
	if got := b.text("[data-id=new] .state"); got != "Needs a picture" {
		t.Errorf("a work without a picture is called %q", got)
	}

	full := curator(t, visitor{before: `IDBObjectStore.prototype.put = function () { throw new DOMException("no", "QuotaExceededError"); }`})
	full.give("#files", pictures[0])
	full.until(`!document.querySelector("#notice").hidden`)
	if got := full.text("#notice"); !strings.Contains(got, "no room") {
		t.Errorf("a full browser says %q", got)
	}
	full.do(typeTitle)
	full.until(`document.querySelector("#room").textContent.startsWith("Not kept") && document.body.dataset.draft !== "saved"`)
}

// typeTitle types a title of the collection.
const typeTitle = `{ const i = document.querySelector("#title"); i.value = "Two works"; i.dispatchEvent(new Event("input", { bubbles: true })) }`

// TestCuratorDraftSpoiled leaves a draft that cannot be read as it is, until the curator begins anew.
func TestCuratorDraftSpoiled(t *testing.T) {
	b := curator(t, visitor{before: "window.confirm = () => true"})
	const store = `(mode, f) => new Promise((done) => { indexedDB.open("docent-curator").onsuccess = (e) => {
		const r = f(e.target.result.transaction("drafts", mode).objectStore("drafts")); r.onsuccess = () => { e.target.result.close(); done(r.result); }; }; })`
	b.do(`(` + store + `)("readwrite", (s) => s.put(new TextEncoder().encode("{spoiled"), "draft")).then(() => {})`)
	if err := chromedp.Do(b.ctx, chromedp.Reload()); err != nil {
		t.Fatal(err)
	}
	b.until(`!document.querySelector("#notice").hidden && document.body.dataset.worker === "ready"`)
	if got := b.text("#notice"); !strings.Contains(got, "The draft in this browser cannot be read") {
		t.Errorf("of a spoiled draft the page says %q", got)
	}
	kept := `(` + store + `)("readonly", (s) => s.get("draft")).then((b) => new TextDecoder().decode(b))`
	b.do(typeTitle)
	time.Sleep(500 * time.Millisecond) // longer than changes wait
	if got := eval[string](b, kept); got != "{spoiled" {
		t.Errorf("the page has written over it: %q", got)
	}
	b.do(`document.querySelector("#menu [data-do=clear]").click()`)
	b.until(`document.body.dataset.draft === "saved"`)
	if got := eval[string](b, kept); !strings.HasPrefix(got, `{"title"`) {
		t.Errorf("the new draft is %q", got)
	}
}

// TestCuratorConfused adds two pictures of one work, and one that is blurred.
func TestCuratorConfused(t *testing.T) {
	d := demo(t)
	dir, pictures := collection(t, "squall", "quinces-and-a-blue-jug")
	write := func(name string, m image.Image) string {
		path := filepath.Join(dir, name)
		raw, err := os.ReadFile(photoFile(t, m))
		if err == nil {
			err = os.WriteFile(path, raw, 0o666)
		}
		if err != nil {
			t.Fatal(err)
		}
		return path
	}
	b := curator(t, visitor{})
	b.give("#files", append(pictures, write("storm.jpg", d.picture(t, "squall", 360)), write("sketch.jpg", fixture.Blurred(d.picture(t, "irises-on-gold", 400), 14)))...)
	b.until(`document.querySelectorAll("#wall li").length === 4`)
	b.until(allFound)
	for id, want := range map[string]string{"squall": "Like storm (0.", "storm": "Like squall (0.", "sketch": "Picture blurred", "quinces-and-a-blue-jug": "No title yet"} {
		if got := b.text("[data-id=" + id + "] .state"); !strings.HasPrefix(got, want) {
			t.Errorf("%s is called %q, want %q", id, got, want)
		}
	}
	b.click("[data-show=attention]")
	b.until(`document.querySelectorAll("#wall li").length === 3`)
	b.click("[data-id=storm] a")
	b.until(`document.querySelector("#nearList .close b").innerText === "squall"`)
	b.do("window.confirm = () => true")
	b.click("#label > .grave")
	b.until(`document.body.dataset.screen === "works" && document.querySelectorAll("#wall li").length === 1`)
}

// TestCuratorCamera takes a picture of a work with the camera, straightens it, and types its label.
func TestCuratorCamera(t *testing.T) {
	d := demo(t)
	outlined, _ := located(t, d.picture(t, hidden, 700), 720, 1280)
	b := curator(t, visitor{phone: true, film: film(t, outlined)})
	b.click(`#empty a[href="#/camera"]`)
	b.until(`document.querySelector("#outline").classList.contains("on")`)
	b.click("#shutter")
	b.until(`document.body.dataset.screen === "corners" && document.querySelector("#shot").naturalWidth > 0`)
	corner := `getComputedStyle(document.querySelector("[data-corner='0']")).getPropertyValue("--x")`
	before := eval[string](b, corner)
	if before == "80" {
		t.Error("the corners are not those of the work")
	}
	b.do(`document.querySelector("[data-corner='0']").dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true }))`)
	if after := eval[string](b, corner); after == before {
		t.Error("the arrow keys do not move a corner")
	}
	b.click("#corners .main")
	b.until(`document.body.dataset.screen === "work" && document.querySelector("#reference").naturalWidth > 100`)
	if wide := eval[bool](b, `document.querySelector("#reference").naturalWidth < 720`); !wide {
		t.Error("the picture was not cut")
	}
	b.do(`{ const f = document.querySelector("#f-title"); f.value = "Seen in the hall"; f.dispatchEvent(new Event("input", { bubbles: true })) }`)
	b.until(allFound)
	b.do(`location.hash = ""`)
	b.until(`document.querySelector("[data-id='work-001'] b").innerText === "Seen in the hall"`)
	if eval[bool](b, `document.querySelector("#video").srcObject !== null`) {
		t.Error("the camera is still on")
	}
	// A photo in place of the camera, of a work that is there.
	b.do(`location.hash = "#/camera/work-001"`)
	b.until(`document.body.dataset.phase === "looking"`)
	b.give("#one", photoFile(t, d.picture(t, "squall", 500)))
	b.until(`document.body.dataset.screen === "corners"`)
	b.click("#corners [data-do=whole]")
	b.until(`document.querySelectorAll("#photos li").length === 2`)
}
