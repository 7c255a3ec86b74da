//go:build !js

package main

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"time"

	"docent/bench/report"
	"docent/bench/stats"
)

// firstVisit is JavaScript that goes ahead of the page's own: it presses the start button as soon as it can be pressed,
// and notes when the recogniser first answered, and when the card opened. Times count from the navigation.
const firstVisit = `
(() => {
	const times = {};
	window.visited = new Promise((resolve) => {
		const note = (what) => { if (!(what in times)) times[what] = performance.now(); if (times.answer && times.card) resolve(times); };
		const Plain = window.Worker;
		window.Worker = class extends Plain {
			constructor(...args) {
				super(...args);
				this.addEventListener("message", (e) => { if (e.data.kind === "answer") note("answer"); });
			}
		};
		const look = () => {
			const start = document.querySelector("#start"), card = document.querySelector("#card");
			if (start && !start.hasAttribute("aria-disabled") && !("ready" in times)) { note("ready"); start.click(); }
			if (card && !card.hidden) note("card");
		};
		new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true });
	});
})()`

// coldStart visits the site at an address of the server so many times, each time with a Chromium and a profile that
// have never been there. scene is what the camera sees.
func coldStart(ctx context.Context, s *server, prefix string, scene []byte, visits int, sizes *scale) (report.ColdStart, error) {
	dir, err := os.MkdirTemp("", "docent-bench")
	if err != nil {
		return report.ColdStart{}, fmt.Errorf("first visit: %w", err)
	}
	defer os.RemoveAll(dir)
	film := filepath.Join(dir, "camera.mjpeg") // JPEG files one after the other; one alone is not taken for a film
	if err := os.WriteFile(film, append(scene[:len(scene):len(scene)], scene...), 0o600); err != nil {
		return report.ColdStart{}, fmt.Errorf("first visit: %w", err)
	}
	var ready, answer, card []float64
	c := report.ColdStart{Files: map[string]report.Size{}}
	for range visits {
		s.sent()
		t, err := visitOnce(ctx, s.url+prefix, film)
		if err != nil {
			return c, fmt.Errorf("first visit: %w", err)
		}
		ready, answer, card = append(ready, t.Ready), append(answer, t.Answer), append(card, t.Card)
		c.Served = 0
		for path, n := range s.sent() {
			if strings.Contains(path, "/thumbs/") || strings.HasPrefix(path, prefix+"gallery/") {
				continue // pictures
			}
			c.Served += n
			if c.Files[strings.TrimPrefix(path, prefix)], err = s.weigh(path, sizes); err != nil {
				return c, err
			}
		}
	}
	for _, size := range c.Files {
		c.Total = c.Total.Add(size)
	}
	c.Ready, c.Answer, c.Card = stats.Summarise(ready), stats.Summarise(answer), stats.Summarise(card)
	return c, nil
}

type visitTimes struct{ Ready, Answer, Card float64 }

func visitOnce(ctx context.Context, url, film string) (visitTimes, error) {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	t, err := openTab(ctx, film, firstVisit)
	if err != nil {
		return visitTimes{}, err
	}
	defer t.close()
	if err := t.visit(url); err != nil {
		return visitTimes{}, err
	}
	times, err := eval[visitTimes](t, "(() => window.visited)")
	if err != nil && ctx.Err() == context.DeadlineExceeded {
		return times, fmt.Errorf("no card opened within a minute")
	}
	return times, err
}

// weigh weighs what the server answers at an address, uncompressed.
func (s *server) weigh(path string, sizes *scale) (report.Size, error) {
	w := httptest.NewRecorder()
	s.mux.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	if w.Code != http.StatusOK {
		return report.Size{}, nil // what a page asks for in vain costs nothing worth telling
	}
	return sizes.weigh(w.Body.Bytes())
}
