//go:build !js

package browsertest

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	browsers "docent/internal/chromium"
)

// patience bounds every wait. The machine may be busy, and nothing here measures time.
const patience = 40 * time.Second

// need skips the test, or fails it where a browser is required.
func need(t testing.TB, why string) {
	t.Helper()
	if os.Getenv("DOCENT_REQUIRE_BROWSER") == "1" {
		t.Fatal(why)
	}
	t.Skip(why)
}

// chromium returns the browser's path.
func chromium(t testing.TB) string {
	t.Helper()
	if path := browsers.Find(); path != "" {
		return path
	}
	need(t, "there is no Chromium (apt-get install chromium)")
	return ""
}

// visitor says what the browser is like. The zero value is a desktop with a camera that nobody has allowed yet.
type visitor struct {
	film     string   // path of an .mjpeg that the camera shows; "" for Chromium's own test picture
	noCamera bool     // there is none
	denied   bool     // the visitor refuses it
	phone    bool     // 390 x 844 at 2 pixels a point, with touch
	dark     bool     // prefers dark colours
	motion   bool     // does not mind motion: without it nothing moves under the test's finger
	speaks   string   // languages, such as "fr-FR,fr"; "" for en-GB
	before   string   // JavaScript that runs before the page's
	allowed  []string // what may be written to the console: parts of messages
}

// tab is a page in its own Chromium.
type tab struct {
	t   testing.TB
	ctx context.Context
	url string

	profile string // the browser's own folder, which all its processes name

	mu       sync.Mutex
	requests []string // addresses that the page and its worker asked for
	posts    []string // those to which something was sent
	console  []string // errors and warnings
}

// open starts Chromium and opens an address. The browser ends with the test, which fails if the page wrote an error to
// the console.
func open(t testing.TB, url string, v visitor) *tab {
	t.Helper()
	profile := t.TempDir()
	options := append(browsers.Options(chromium(t), profile),
		chromedp.Flag("hide-scrollbars", true),
		chromedp.Flag("force-color-profile", "srgb"),
		chromedp.Flag("host-resolver-rules", "MAP museum.test 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"),
	)
	if !v.noCamera {
		options = append(options, chromedp.Flag("use-fake-device-for-media-stream", true))
		if v.film != "" {
			options = append(options, chromedp.Flag("use-file-for-fake-video-capture", v.film))
		}
	}
	if !v.denied {
		options = append(options, chromedp.Flag("use-fake-ui-for-media-stream", true))
	}
	if v.speaks == "" {
		v.speaks = "en-GB,en"
	}
	ctx, cancel := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(cancel)
	ctx, stop := chromedp.NewContext(ctx)
	b := &tab{t: t, ctx: ctx, url: url, profile: profile}
	t.Cleanup(func() {
		chromedp.Cancel(ctx) // closes the browser and waits for it, so that its folder can be removed
		stop()
		b.complain(v.allowed)
	})
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatalf("open %s: %v", url, err)
		}
	}
	must(chromedp.Listen(ctx, b.listen)) // this starts the browser
	_, err := chromedp.Call(ctx, network.Enable, network.EnableParams{})
	must(err)
	_, err = chromedp.Call(ctx, emulation.SetLocaleOverride, emulation.SetLocaleOverrideParams{Locale: strings.Split(v.speaks, ",")[0]})
	must(err)
	_, err = chromedp.Call(ctx, emulation.SetUserAgentOverride, emulation.SetUserAgentOverrideParams{UserAgent: agent(v.phone), AcceptLanguage: v.speaks})
	must(err)
	scheme := "light"
	if v.dark {
		scheme = "dark"
	}
	motion := "reduce"
	if v.motion {
		motion = "no-preference"
	}
	_, err = chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: motion}},
	})
	must(err)
	if v.phone {
		must(chromedp.Do(ctx, chromedp.EmulateViewport(390, 844, chromedp.EmulateScale(2), chromedp.EmulateMobile, chromedp.EmulateTouch, chromedp.EmulatePortrait)))
	} else {
		must(chromedp.Do(ctx, chromedp.EmulateViewport(1280, 800)))
	}
	if v.denied {
		_, err = chromedp.CallBrowser(ctx, browser.SetPermission, browser.SetPermissionParams{
			Permission: &browser.PermissionDescriptor{Name: "camera"}, Setting: browser.PermissionSettingDenied,
		})
		must(err)
	}
	if v.before != "" {
		_, err = chromedp.Call(ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: v.before})
		must(err)
	}
	must(chromedp.Do(ctx, chromedp.Navigate(url)))
	return b
}

func agent(phone bool) string {
	if phone {
		return "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36"
	}
	return "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
}

func (b *tab) listen(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		b.requests = append(b.requests, e.Request.URL)
		if e.Request.HasPostData || e.Request.Method != "GET" {
			b.posts = append(b.posts, e.Request.Method+" "+e.Request.URL)
		}
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeWarning {
			var words []string
			for _, a := range e.Args {
				words = append(words, describe(a))
			}
			b.console = append(b.console, strings.Join(words, " "))
		}
	case *runtime.EventExceptionThrown:
		b.console = append(b.console, e.ExceptionDetails.Text+" "+describe(e.ExceptionDetails.Exception))
	}
}

func describe(o *runtime.RemoteObject) string {
	if o == nil {
		return ""
	}
	return string(o.Value) + o.Description
}

// complain fails the test for what the page wrote to the console, but for what the test expects.
func (b *tab) complain(allowed []string) {
	b.mu.Lock()
	defer b.mu.Unlock()
next:
	for _, m := range b.console {
		for _, a := range allowed {
			if strings.Contains(m, a) {
				continue next
			}
		}
		b.t.Errorf("the page wrote to the console: %s", m)
	}
}

// visit goes to another address, relative to the site's.
func (b *tab) visit(address string) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, chromedp.Navigate(b.url+address)); err != nil {
		b.t.Fatalf("open %s: %v", address, err)
	}
}

// asked returns the requests so far.
func (b *tab) asked() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]string(nil), b.requests...)
}

// sent returns the requests that carried something.
func (b *tab) sent() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]string(nil), b.posts...)
}

// eval evaluates an expression and waits for its promise.
func eval[T any](b *tab, expression string) T {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatalf("evaluate %s: %v", expression, err)
	}
	return v
}

// do evaluates an expression for its effect.
func (b *tab) do(expression string) {
	b.t.Helper()
	eval[chromedp.Void](b, expression)
}

// until waits for a condition, a JavaScript expression, also while the page is being loaded.
func (b *tab) until(condition string) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	for {
		done, err := chromedp.Run(ctx, chromedp.Evaluate[bool]("Boolean("+condition+")"))
		if done {
			return
		}
		select {
		case <-time.After(50 * time.Millisecond):
		case <-ctx.Done():
			b.t.Fatalf("waited for %s: %v\nthe page shows: %s", condition, err, b.words())
		}
	}
}

// words returns what can be read on the page.
func (b *tab) words() string {
	ctx, cancel := context.WithTimeout(b.ctx, 5*time.Second)
	defer cancel()
	s, err := chromedp.Run(ctx, chromedp.Evaluate[string](
		`document.body.innerText + " [" + document.body.dataset.screen + " " + document.body.dataset.phase + " " + location.hash + "]"`))
	if err != nil {
		return err.Error()
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	return strings.Join(strings.Fields(s), " ") + "\nconsole: " + strings.Join(b.console, "; ")
}

// text returns what an element says.
func (b *tab) text(selector string) string {
	b.t.Helper()
	return eval[string](b, fmt.Sprintf("document.querySelector(%q).innerText.trim()", selector))
}

// click clicks an element as a visitor does, in its middle, so that it has to be visible and uncovered.
func (b *tab) click(selector string) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, chromedp.Click(chromedp.CSS(selector), chromedp.NodeVisible)); err != nil {
		b.t.Fatalf("click %s: %v\nthe page shows: %s", selector, err, b.words())
	}
}

// choose gives the page a photo, as if chosen from the phone.
func (b *tab) choose(path string) {
	b.t.Helper()
	abs, err := filepath.Abs(path)
	if err != nil {
		b.t.Fatal(err)
	}
	if err := chromedp.Do(b.ctx, chromedp.SetUploadFiles(chromedp.CSS("#file"), []string{abs})); err != nil {
		b.t.Fatalf("choose %s: %v", path, err)
	}
}

// start waits until the page is ready, and presses its start button.
func (b *tab) start() {
	b.t.Helper()
	b.until(ready)
	b.click("#start")
}

// Conditions to wait for.
const (
	ready    = `!document.querySelector("#start").hasAttribute("aria-disabled")`
	cardOpen = `!document.querySelector("#card").hidden`
	noCard   = `document.querySelector("#card").hidden`
	trouble  = `!document.querySelector("#trouble").hidden`
	judged   = `document.body.dataset.screen === "photo" && !/^(Looking|Recherche)/.test(document.querySelector("#verdict").innerText)`
	scanning = `["looking","unsure","maybe","nothing","found","seen"].includes(document.body.dataset.phase)`
)
