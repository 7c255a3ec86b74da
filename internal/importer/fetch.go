//go:build !js

package importer

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"golang.org/x/time/rate"
)

const (
	maxJSON      = 32 << 20 // an answer; the largest collections list 100,000 manifests in some 20 MB
	maxPicture   = 40 << 20 // a picture; a derivative of 1024 pixels has less than 1 MB
	maxRedirects = 8
	attempts     = 6
	firstWait    = time.Second     // doubled after every failure
	longestWait  = 2 * time.Minute // a server that asks for more is left alone
	attemptTime  = time.Minute     // for one attempt, the answer's last byte included
)

// Client fetches, politely: at most so many requests a second to a host, waiting as long as a server asks for, and longer
// after every failure. What it has fetched once it takes from the cache. It asks one thing at a time.
type Client struct {
	HTTP    *http.Client
	Cache   *Cache
	Agent   string            // who asks, for the User-Agent header
	Headers map[string]string // more of them
	PerHost rate.Limit        // requests a second
	Refresh bool              // ask again for what is in the cache, with the ETag it came with

	Inside bool // the person's own network may be asked, see the function

	// A 403 may mean "too fast" where a firewall stands before an API (the Met's does so).
	RetryForbidden bool

	Sleep   func(context.Context, time.Duration) error // a test's clock
	Now     func() time.Time
	Timeout time.Duration // of one attempt

	hosts    map[string]*rate.Limiter
	answered map[string]bool // hosts that have answered something
	inside   map[string]bool // hosts, whether they are in the person's own network
	fresh    map[string]bool // addresses asked in this run: never twice, refresh or not
}

// NewClient returns a client with the usual bounds.
func NewClient(cache *Cache, agent string, perHost float64) *Client {
	c := &Client{Cache: cache, Agent: agent, PerHost: rate.Limit(perHost), Sleep: sleep, Now: time.Now, Timeout: attemptTime,
		hosts: map[string]*rate.Limiter{}, answered: map[string]bool{}, inside: map[string]bool{}, fresh: map[string]bool{}}
	c.HTTP = &http.Client{CheckRedirect: func(r *http.Request, via []*http.Request) error {
		if len(via) > maxRedirects {
			return errors.New("it redirects without end")
		}
		if err := checkScheme(r.URL); err != nil {
			return err
		}
		return c.checkHost(r.Context(), r.URL)
	}}
	return c
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

func checkScheme(u *url.URL) error {
	if u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return fmt.Errorf("%s is no address on the web", u)
	}
	return nil
}

// JSON fetches a JSON document.
func (c *Client) JSON(ctx context.Context, address, accept string) (value, error) {
	var v value
	_, err := c.Get(ctx, address, accept, maxJSON, func(b []byte) (err error) {
		v, err = parseValue(b)
		return err
	})
	return v, err
}

// Forget drops what the cache has of an address: an answer that turned out to be something else.
func (c *Client) Forget(address string) { c.Cache.Drop(address) }

// Get fetches an address, from the cache where it can. check sees the answer before it is kept: what it refuses is not,
// and is asked for again where the error is a busyError.
func (c *Client) Get(ctx context.Context, address, accept string, most int64, check func([]byte) error) ([]byte, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, fmt.Errorf("fetch %s: %w", address, err)
	}
	if err := checkScheme(u); err != nil {
		return nil, err
	}
	u.Fragment = ""
	address = u.String()
	kept, have := c.Cache.Load(address)
	if have && (!c.Refresh || c.fresh[address]) {
		if err := check(kept.Body); err == nil {
			return kept.Body, nil
		}
		have = false // an older docent took it
	}
	if err := c.checkHost(ctx, u); err != nil {
		return nil, fmt.Errorf("fetch %s: %w", address, err)
	}
	wait := firstWait
	for attempt := 1; ; attempt++ {
		if err := c.turn(ctx, u.Host); err != nil {
			return nil, err
		}
		answer, err := c.once(ctx, address, accept, most, kept, have)
		if err == nil {
			if err = check(answer.Body); err == nil {
				c.fresh[address] = true
				if err = c.Cache.Store(address, answer); err != nil {
					err = fmt.Errorf("%w answer: %w", errDisk, err)
				}
				return answer.Body, err
			}
		}
		busy, ok := errors.AsType[*busyError](err)
		switch {
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case !ok:
			if _, said := errors.AsType[*StatusError](err); said {
				return nil, err // it names the address
			}
			return nil, fmt.Errorf("fetch %s: %w", address, err)
		case attempt == attempts || busy.after > longestWait:
			if busy.after > longestWait {
				err = fmt.Errorf("%w, and wants us to wait for %v", err, busy.after.Round(time.Second))
			}
			return nil, &DownError{Host: u.Host, Err: err}
		}
		if err := c.Sleep(ctx, max(wait, busy.after)); err != nil {
			return nil, err
		}
		wait = min(2*wait, longestWait)
	}
}

// turn waits until a host may be asked again.
func (c *Client) turn(ctx context.Context, host string) error {
	l := c.hosts[host]
	if l == nil {
		l = rate.NewLimiter(c.PerHost, 1)
		c.hosts[host] = l
	}
	now := c.Now()
	if d := l.ReserveN(now, 1).DelayFrom(now); d > 0 {
		return c.Sleep(ctx, d)
	}
	return ctx.Err()
}

// once makes one attempt.
func (c *Client) once(ctx context.Context, address, accept string, most int64, kept Answer, have bool) (Answer, error) {
	ctx, cancel := context.WithTimeout(ctx, c.Timeout)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return Answer{}, err
	}
	r.Header.Set("User-Agent", c.Agent)
	r.Header.Set("Accept", accept)
	for name, v := range c.Headers {
		r.Header.Set(name, v)
	}
	if have && kept.ETag != "" {
		r.Header.Set("If-None-Match", kept.ETag)
	} else if have && kept.Modified != "" {
		r.Header.Set("If-Modified-Since", kept.Modified)
	}
	response, err := c.HTTP.Do(r)
	if err != nil {
		return Answer{}, failure(err)
	}
	defer response.Body.Close()
	switch s := response.StatusCode; {
	case s == http.StatusNotModified && have:
		c.answered[r.URL.Host] = true
		return kept, nil
	case s == http.StatusTooManyRequests || s == http.StatusRequestTimeout || s >= 500 && s != http.StatusNotImplemented || s == http.StatusForbidden && c.RetryForbidden:
		return Answer{}, &busyError{why: fmt.Sprintf("it answers %d %s", s, http.StatusText(s)), after: retryAfter(response.Header.Get("Retry-After"), c.Now())}
	case s != http.StatusOK:
		c.answered[r.URL.Host] = true
		return Answer{}, &StatusError{URL: address, Status: s}
	}
	if response.ContentLength > most {
		return Answer{}, fmt.Errorf("the answer has %d bytes, more than %d", response.ContentLength, most)
	}
	body, err := io.ReadAll(io.LimitReader(response.Body, most+1))
	if err != nil {
		return Answer{}, broken(err)
	}
	if int64(len(body)) > most {
		return Answer{}, fmt.Errorf("the answer has more than %d bytes", most)
	}
	c.answered[r.URL.Host] = true
	return Answer{Body: body, ETag: response.Header.Get("ETag"), Modified: response.Header.Get("Last-Modified")}, nil
}
