//go:build !js

package importer

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"docent/internal/importer/fakeserver"
)

func TestRetryAfter(t *testing.T) {
	now := time.Date(2024, 5, 1, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		header string
		want   time.Duration
	}{
		{"", 0}, {"7", 7 * time.Second}, {" 7 ", 7 * time.Second}, {"-7", 0}, {"soon", 0}, {"99999999999999999999", 0},
		{"Wed, 01 May 2024 12:00:30 GMT", 30 * time.Second}, {"Wed, 01 May 2024 11:00:00 GMT", 0},
	} {
		if got := retryAfter(c.header, now); got != c.want {
			t.Errorf("retryAfter(%q) = %v, want %v", c.header, got, c.want)
		}
	}
}

// TestWaits checks how long the client waits when a server is busy, by a clock that jumps.
func TestWaits(t *testing.T) {
	s := time.Second
	for _, c := range []struct {
		name  string
		fault fakeserver.Fault
		want  []time.Duration
		err   string
	}{
		{"429 with seconds", fakeserver.Fault{Status: 429, RetryAfter: "7", Times: 2}, []time.Duration{7 * s, 7 * s}, ""},
		{"503 with a date", fakeserver.Fault{Status: 503, RetryAfter: "Wed, 01 May 2024 12:00:20 GMT", Times: 1}, []time.Duration{20 * s}, ""},
		{"500 without", fakeserver.Fault{Status: 500, Times: 3}, []time.Duration{s, 2 * s, 4 * s}, ""},
		{"cut off", fakeserver.Fault{Cut: true, Times: 1}, []time.Duration{s}, ""},
		{"always 500", fakeserver.Fault{Status: 500, Times: -1}, []time.Duration{s, 2 * s, 4 * s, 8 * s, 16 * s}, "does not answer: it answers 500 Internal Server Error"},
		{"an hour", fakeserver.Fault{Status: 429, RetryAfter: "3600", Times: -1}, nil, "it answers 429 Too Many Requests, and wants us to wait for 1h0m0s"},
		{"too slow", fakeserver.Fault{Delay: time.Minute, Times: 1}, []time.Duration{s}, ""},
		{"404", fakeserver.Fault{Status: 404, Times: -1}, nil, "is not there (404)"},
		{"401", fakeserver.Fault{Status: 401, Times: -1}, nil, "does not give"},
		{"no JSON", fakeserver.Fault{Body: "<html>Sorry</html>", Times: -1}, nil, "the answer is no JSON, or is cut off (byte 1)"},
		{"half a JSON", fakeserver.Fault{Body: `{"items": [`, Times: -1}, nil, "the answer is no JSON, or is cut off (byte 11)"},
		{"another kind", fakeserver.Fault{Body: `{"type": "AnnotationPage"}`, Times: -1}, nil, "neither a IIIF manifest nor a collection"},
		{"a list", fakeserver.Fault{Body: `[1, 2]`, Times: -1}, nil, "neither a IIIF manifest nor a collection"},
	} {
		t.Run(c.name, func(t *testing.T) {
			server := fakeserver.New(t, fakeserver.Painted(1))
			r := newRun(t)
			if c.name == "too slow" {
				// A minute is not waited for; the second attempt has all the time it needs.
				first := true
				r.client.HTTP.Transport = transport(func(q *http.Request) (*http.Response, error) {
					if first {
						first = false
						ctx, cancel := context.WithTimeout(q.Context(), 50*time.Millisecond)
						defer cancel()
						q = q.WithContext(ctx)
					}
					return http.DefaultTransport.RoundTrip(q)
				})
			}
			server.Fail("/iiif/3/collection/top", c.fault)
			_, err := Run(context.Background(), &IIIF{URLs: []string{server.Collection3()}}, r.client, r.o)
			if c.err == "" && err != nil || c.err != "" && (err == nil || !strings.Contains(err.Error(), c.err)) {
				t.Fatalf("error %v, want %q", err, c.err)
			}
			if got := r.longWaits(); !slices.Equal(got, c.want) {
				t.Errorf("it waits %v, want %v", got, c.want)
			}
			if err != nil {
				if strings.Contains(err.Error(), "\n") {
					t.Errorf("more than a line: %v", err)
				}
				// Nothing half-written, nor an empty folder.
				if _, err := os.Stat(r.dir); !os.IsNotExist(err) {
					t.Errorf("the folder is left: %v", err)
				}
			}
		})
	}
}

// TestBusyInOtherWords waits for servers that say in their own way that it is too much for them.
func TestBusyInOtherWords(t *testing.T) {
	server := fakeserver.New(t, fakeserver.Painted(1))
	server.Fail("/w/api.php?action=wbgetentities", fakeserver.Fault{Body: `{"error": {"code": "maxlag", "info": "Waiting for 10.64.48.35: 7 seconds lagged."}}`, Times: 1})
	server.Fail("/public/collection/", fakeserver.Fault{Status: 403, Times: 2})
	for want, source := range map[int]Source{1: &Wikidata{Server: server.URL, Commons: server.URL, IDs: []string{"Q5000"}, Languages: []string{"en"}, Side: 256},
		2: &Met{Server: server.URL, IDs: []string{"436500"}}} {
		r := newRun(t)
		r.client.RetryForbidden = true
		if s := r.must(source); s.Works != 1 || len(r.longWaits()) != want {
			t.Errorf("%T: %+v, waits %v", source, s, r.longWaits())
		}
	}
}

// TestRate checks that requests to a host keep their distance.
func TestRate(t *testing.T) {
	server := fakeserver.New(t, fakeserver.Painted(2))
	r := newRun(t)
	r.client.PerHost = 2
	r.must(&Met{Server: server.URL, IDs: []string{"436500", "436501"}})
	n := len(server.Requests())
	if n != 4 || len(r.waits) != n-1 {
		t.Fatalf("%d requests, waits %v", n, r.waits)
	}
	for _, d := range r.waits {
		if d != time.Second/2 {
			t.Errorf("waits %v, want half a second each", r.waits)
			break
		}
	}
}

func TestServerDown(t *testing.T) {
	server := fakeserver.New(t, fakeserver.Painted(6))
	r := newRun(t)
	list := &IIIF{URLs: []string{server.Collection3()}}
	// Pictures fail from the second work on: the run stops after three, and what it has stays.
	for _, id := range []string{"SK-101", "SK-102", "SK-103", "SK-104", "SK-105"} {
		server.Fail("/iiif/image/3/"+id, fakeserver.Fault{Status: 503, Times: -1})
	}
	_, err := Run(context.Background(), list, r.client, r.o)
	if err == nil || !strings.Contains(err.Error(), "does not answer: it answers 503 Service Unavailable; what was fetched is kept, and the same command goes on from there") {
		t.Fatal(err)
	}
	if len(r.pictures()) != 1 {
		t.Errorf("pictures %v", r.pictures())
	}
	if _, err := os.Stat(filepath.Join(r.dir, CatalogName)); !os.IsNotExist(err) {
		t.Errorf("there is a catalog: %v", err)
	}
	// One that fails by itself is left out.
	for _, id := range []string{"SK-101", "SK-103", "SK-104", "SK-105"} {
		server.Fail("/iiif/image/3/"+id, fakeserver.Fault{})
	}
	server.Requests()
	r.fresh()
	if s := r.must(list); s.Works != 5 || len(s.Problems) != 1 || !strings.Contains(r.problems(), "SK-102/manifest.json: 127.0.0.1") {
		t.Errorf("%+v, %q", s, r.problems())
	}
	for _, q := range server.Requests() {
		if strings.Contains(q.Path, "SK-100") {
			t.Errorf("%s is fetched again", q.Path)
		}
	}
	// All fail: an error, and the catalog is as it was.
	r = newRun(t)
	if _, err := Run(context.Background(), &Met{Server: server.URL, IDs: []string{"1", "2"}}, r.client, r.o); !errors.Is(err, errNone) {
		t.Errorf("error %v", err)
	}
	if _, err := os.Stat(filepath.Join(r.dir, CatalogName)); !os.IsNotExist(err) || strings.Count(r.problems(), "\n") != 2 {
		t.Errorf("there is a catalog (%v); problems %q", err, r.problems())
	}
	// Nobody listens.
	r = newRun(t)
	if _, err := Run(context.Background(), &Met{Server: "http://127.0.0.1:1", IDs: []string{"1", "2"}}, r.client, r.o); err == nil || !strings.Contains(err.Error(), "127.0.0.1:1 does not answer: connect: connection refused") {
		t.Errorf("error %v", err)
	}
}

// TestResume stops a run at every request, as a kill would, and checks that nothing is asked for twice and that the
// result is that of a run without a break.
func TestResume(t *testing.T) {
	works := fakeserver.Painted(4)
	works[1].Views = 2
	server := fakeserver.New(t, works)
	whole := newRun(t)
	whole.must(&IIIF{URLs: []string{server.Collection3()}})
	n := len(server.Requests())

	r := newRun(t)
	asked := map[string]int{}
	breaks := 0
	for ; breaks < 10*n; breaks++ {
		r.fresh()
		ctx, cancel := context.WithCancel(context.Background())
		sent := 0
		r.client.HTTP.Transport = transport(func(q *http.Request) (*http.Response, error) {
			if sent++; sent > 1 {
				cancel()
				return nil, ctx.Err()
			}
			return http.DefaultTransport.RoundTrip(q)
		})
		_, err := Run(ctx, &IIIF{URLs: []string{server.Collection3()}}, r.client, r.o)
		cancel()
		if err == nil {
			break
		}
		if !strings.Contains(err.Error(), "interrupted: what was fetched is kept") {
			t.Fatal(err)
		}
		if _, err := os.Stat(filepath.Join(r.dir, CatalogName)); !os.IsNotExist(err) {
			t.Fatalf("there is a catalog before the end: %v", err)
		}
	}
	for _, q := range server.Requests() {
		if asked[q.Path]++; asked[q.Path] > 1 {
			t.Errorf("%s is fetched twice", q.Path)
		}
	}
	if breaks < n-2 || len(asked) != n {
		t.Errorf("%d breaks, %d addresses, want %d", breaks, len(asked), n)
	}
	same(t, whole.dir, r.dir)

	// A journal that was cut off in a line, and a run that finds everything there.
	journal := filepath.Join(r.dir, StateName, journalName)
	b, err := os.ReadFile(journal)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(journal, append(b, `{"key":"http`...), 0o666); err != nil {
		t.Fatal(err)
	}
	r.fresh()
	r.must(&IIIF{URLs: []string{server.Collection3()}})
	if q := server.Requests(); len(q) > 0 {
		t.Errorf("a run that has everything asks for %v", q[0].Path)
	}
	same(t, whole.dir, r.dir)
}

type transport func(*http.Request) (*http.Response, error)

func (f transport) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// same compares catalogs and pictures.
func same(t *testing.T, a, b string) {
	t.Helper()
	for _, pattern := range []string{CatalogName, filepath.Join(PicturesName, "*")} {
		files, err := filepath.Glob(filepath.Join(a, pattern))
		if err != nil {
			t.Fatal(err)
		}
		others, err := filepath.Glob(filepath.Join(b, pattern))
		if err != nil || len(files) == 0 || len(files) != len(others) {
			t.Fatalf("%d files, and %d (%v)", len(files), len(others), err)
		}
		for i := range files {
			x, err1 := os.ReadFile(files[i])
			y, err2 := os.ReadFile(others[i])
			if err1 != nil || err2 != nil || string(x) != string(y) || filepath.Base(files[i]) != filepath.Base(others[i]) {
				t.Errorf("%s and %s differ (%v, %v)", files[i], others[i], err1, err2)
			}
		}
	}
}

// TestRefresh checks that -refresh asks again, that what has not changed is not sent again, and what has is taken.
func TestRefresh(t *testing.T) {
	works := fakeserver.Painted(2)
	server := fakeserver.New(t, works)
	r := newRun(t)
	list := &IIIF{URLs: []string{server.Collection3()}}
	r.must(list)
	before := len(server.Requests())

	server.Works[0].Title = map[string]string{"en": "Another title"}
	server.Works[1].Paint = fakeserver.Painted(4)[3].Paint
	server.Works[1].Width, server.Works[1].Height = server.Works[1].Height, server.Works[1].Width
	server.Repaint()
	r.fresh()
	r.must(list)
	if n := len(server.Requests()); n != 0 || r.rows()["SK-100"].Texts["en"].Title != "Study No. 1" {
		t.Errorf("%d requests without -refresh", n)
	}
	r.fresh()
	r.client.Refresh = true
	r.must(list)
	changed := 0
	requests := server.Requests()
	for _, q := range requests {
		if q.Status == 200 {
			changed++
		}
	}
	// The page of the collection and the manifest; of the other work the manifest, the image's description and the picture.
	if len(requests) != before || changed != 5 {
		t.Errorf("%d requests, want %d; %d answers were new, want 5", len(requests), before, changed)
	}
	if title := r.rows()["SK-100"].Texts["en"].Title; title != "Another title" {
		t.Errorf("title %q", title)
	}
	if size := r.pictures()["SK-101.jpg"]; size.X > size.Y {
		t.Errorf("the picture is still the old one: %v", size)
	}
}

func TestBounds(t *testing.T) {
	big := fakeserver.Fault{Body: strings.Repeat(" ", 1<<20), Times: -1}
	server := fakeserver.New(t, fakeserver.Painted(1))
	server.Fail("/files/", big)
	r := newRun(t)
	for _, c := range []struct {
		address, want string
		most          int64
	}{
		{server.URL + "/files/x", "more than 1000", 1000},
		{"file:///etc/passwd", "is no address on the web", 1000},
		{"ftp://museum.example/x", "is no address on the web", 1000},
		{"http://", "is no address on the web", 1000},
		{"::", "fetch ::", 1000},
	} {
		_, err := r.client.Get(context.Background(), c.address, "", c.most, func([]byte) error { return nil })
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want %q", c.address, err, c.want)
		}
	}
	r.client.HTTP.Transport = transport(func(q *http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: 302, Header: http.Header{"Location": {q.URL.String() + "x"}}, Body: http.NoBody, Request: q}, nil
	})
	if _, err := r.client.Get(context.Background(), "http://museum.example/", "", 1000, func([]byte) error { return nil }); err == nil || !strings.Contains(err.Error(), "redirects without end") {
		t.Errorf("error %v", err)
	}
	// A collection of collections without end.
	r.fresh()
	n := 0
	r.client.HTTP.Transport = transport(func(q *http.Request) (*http.Response, error) {
		n++
		body := fmt.Sprintf(`{"id": "http://museum.example/%d", "type": "Collection", "items": [{"id": "http://museum.example/%d", "type": "Collection"}]}`, n, n+1)
		return &http.Response{StatusCode: 200, Body: readCloser{strings.NewReader(body)}, Request: q, ContentLength: -1}, nil
	})
	if _, err := Run(context.Background(), &IIIF{URLs: []string{"http://museum.example/0"}}, r.client, r.o); err == nil || !strings.Contains(err.Error(), "more than 12 collections deep") {
		t.Errorf("error %v", err)
	}
}

// TestInside checks that nobody's answer leads docent into the network that it runs in.
func TestInside(t *testing.T) {
	for address, want := range map[string]bool{"https://93.184.216.34/": false, "http://[2606:2800:220:1::1]/x": false, "http://127.0.0.1:8080/": true, "http://10.1.2.3/": true,
		"http://169.254.169.254/latest": true, "http://[fe80::1]/": true, "http://[::ffff:192.168.1.1]/": true, "records.json": true} {
		if got := Inside(t.Context(), []string{address}); got != want {
			t.Errorf("%s is inside: %v", address, got)
		}
	}
	server := fakeserver.New(t, fakeserver.Painted(1))
	r := newRun(t)
	r.client.Inside = false
	to := server.Manifest(3, "SK-100")
	r.client.HTTP.Transport = transport(func(q *http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: 302, Header: http.Header{"Location": {to}}, Body: http.NoBody, Request: q}, nil
	})
	for _, address := range []string{to, "http://93.184.216.34/manifest"} {
		if _, err := r.client.JSON(t.Context(), address, ""); err == nil || !strings.HasSuffix(err.Error(), "127.0.0.1 is in your own network, and the addresses that you gave are not") {
			t.Errorf("%s: %v", address, err)
		}
	}
	if n := len(server.Requests()); n > 0 {
		t.Errorf("the server was asked %d times", n)
	}
}

// TestBodyBreaks checks that an answer that breaks off for whatever reason is asked for again.
func TestBodyBreaks(t *testing.T) {
	server := fakeserver.New(t, fakeserver.Painted(1))
	r := newRun(t)
	first := true
	r.client.HTTP.Transport = transport(func(q *http.Request) (*http.Response, error) {
		a, err := http.DefaultTransport.RoundTrip(q)
		if first && err == nil {
			first = false
			a.Body.Close()
			a.Body = io.NopCloser(iotest.ErrReader(errors.New("stream error: stream ID 3; INTERNAL_ERROR")))
		}
		return a, err
	})
	if s := r.must(&IIIF{URLs: []string{server.Manifest(3, "SK-100")}}); s.Works != 1 || !slices.Equal(r.longWaits(), []time.Duration{time.Second}) {
		t.Errorf("%+v, waits %v", s, r.longWaits())
	}
}

// TestDiskFull checks that a run ends where nothing can be kept, rather than asking for all works in vain.
func TestDiskFull(t *testing.T) {
	server := fakeserver.New(t, fakeserver.Painted(2))
	r := newRun(t)
	cache := filepath.Join(r.dir, StateName, "cache")
	if err := os.Remove(cache); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(cache, nil, 0o666); err != nil { // no folder can be made in a file
		t.Fatal(err)
	}
	_, err := Run(t.Context(), &Met{Server: server.URL, IDs: []string{"436500", "436501"}}, r.client, r.o)
	if n := len(server.Requests()); err == nil || !strings.HasPrefix(err.Error(), "write answer: ") || n != 1 {
		t.Errorf("%d requests, %v", n, err)
	}
}

type readCloser struct{ *strings.Reader }

func (readCloser) Close() error { return nil }
