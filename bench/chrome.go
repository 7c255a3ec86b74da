//go:build !js

package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"docent/internal/chromium"
)

// findChromium returns the browser's path.
func findChromium() (string, error) {
	if path := chromium.Find(); path != "" {
		return path, nil
	}
	return "", errors.New("there is no Chromium: install it (sh scripts/tools.sh browser), or name it in CHROME")
}

// A tab is a page in a Chromium of its own, with a profile that nobody has used.
type tab struct {
	ctx     context.Context
	version string
	close   func()
}

// openTab starts Chromium. film is a .mjpeg that its camera shows; before is JavaScript that runs ahead of each page's.
func openTab(ctx context.Context, film, before string) (*tab, error) {
	path, err := findChromium()
	if err != nil {
		return nil, err
	}
	profile, err := os.MkdirTemp("", "docent-bench")
	if err != nil {
		return nil, fmt.Errorf("start Chromium: %w", err)
	}
	options := append(chromium.Options(path, profile),
		chromedp.Flag("use-fake-ui-for-media-stream", true),
		chromedp.Flag("use-fake-device-for-media-stream", true),
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"), // nothing from outside
		// A window that nobody looks at must not be slowed down.
		chromedp.Flag("disable-background-timer-throttling", true),
		chromedp.Flag("disable-backgrounding-occluded-windows", true),
		chromedp.Flag("disable-renderer-backgrounding", true),
	)
	if film != "" {
		options = append(options, chromedp.Flag("use-file-for-fake-video-capture", film))
	}
	allocator, cancel := chromedp.NewExecAllocator(ctx, options...)
	tabCtx, stop := chromedp.NewContext(allocator)
	t := &tab{ctx: tabCtx, close: sync.OnceFunc(func() {
		chromedp.Cancel(tabCtx) // closes the browser and waits for it
		stop()
		cancel()
		os.RemoveAll(profile)
	})}
	if err := t.prepare(before); err != nil {
		t.close()
		return nil, fmt.Errorf("start Chromium: %w", err)
	}
	return t, nil
}

func (t *tab) prepare(before string) error {
	v, err := chromedp.CallBrowser(t.ctx, browser.GetVersion, cdp.Empty{})
	if err != nil {
		return err
	}
	t.version = v.Product
	if before == "" {
		return nil
	}
	return addScript(t.ctx, before)
}

// visit goes to an address.
func (t *tab) visit(url string) error {
	if err := chromedp.Do(t.ctx, chromedp.Navigate(url)); err != nil {
		return fmt.Errorf("open %s: %w", url, err)
	}
	return nil
}

// eval calls a JavaScript function of the page with arguments, and waits for its promise.
func eval[T any](t *tab, function string, args ...any) (T, error) {
	list := make([]string, len(args))
	for i, a := range args {
		b, err := json.Marshal(a)
		if err != nil {
			return *new(T), err
		}
		list[i] = string(b)
	}
	return chromedp.Run(t.ctx, chromedp.Evaluate[T](function+"("+strings.Join(list, ", ")+")", chromedp.EvalAwaitPromise))
}

// ask asks the worker that measures: site/worker.js.
func ask[T any](t *tab, kind string, fields map[string]any) (T, error) {
	m := map[string]any{"kind": kind}
	for k, v := range fields {
		m[k] = v
	}
	return eval[T](t, "ask", m)
}

func addScript(ctx context.Context, source string) error {
	_, err := chromedp.Call(ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: source})
	return err
}
