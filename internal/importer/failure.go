//go:build !js

package importer

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// StatusError is an answer that is no success and will not become one.
type StatusError struct {
	URL    string
	Status int
}

func (e *StatusError) Error() string {
	switch e.Status {
	case http.StatusNotFound, http.StatusGone:
		return fmt.Sprintf("%s is not there (%d)", e.URL, e.Status)
	case http.StatusUnauthorized, http.StatusForbidden:
		return fmt.Sprintf("the server does not give %s to us (%d)", e.URL, e.Status)
	}
	return fmt.Sprintf("the server answers %d %s for %s", e.Status, http.StatusText(e.Status), e.URL)
}

// DownError is a server that gives no answer however often it is asked.
type DownError struct {
	Host string
	Err  error
}

func (e *DownError) Error() string {
	return fmt.Sprintf("%s does not answer: %v", e.Host, e.Err)
}

func (e *DownError) Unwrap() error { return e.Err }

// busyError is an answer that may be another one later. after is how long the server asks to wait, 0 if it does not say.
type busyError struct {
	why   string
	after time.Duration
}

func (e *busyError) Error() string { return e.why }

// failure tells an attempt that may go better next time from one that cannot, in few words.
func failure(err error) error {
	var dns *net.DNSError
	switch {
	case errors.As(err, &dns):
		return &busyError{why: "its name is not known (no network?)"}
	case timedOut(err), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return broken(err)
	}
	if op, ok := errors.AsType[*net.OpError](err); ok {
		return &busyError{why: op.Err.Error()}
	}
	if u, ok := errors.AsType[*url.Error](err); ok {
		return u.Err
	}
	return err
}

// broken is failure in the middle of an answer: whatever the reason, another attempt may bring all of it.
func broken(err error) error {
	if timedOut(err) {
		return &busyError{why: "it takes too long"}
	}
	return &busyError{why: "its answer is cut off"}
}

// timedOut reports whether an attempt, or the network under it, had no more patience.
func timedOut(err error) bool {
	timeout, ok := errors.AsType[net.Error](err)
	return ok && timeout.Timeout() || errors.Is(err, context.DeadlineExceeded)
}

// stops reports whether an error is more than that of one address: then the run ends, or counts the server as silent.
func stops(err error) bool {
	_, down := errors.AsType[*DownError](err)
	return down || errors.Is(err, context.Canceled) || errors.Is(err, errDisk)
}

// retryAfter reads the header of that name, seconds or a date (RFC 9110, section 10.2.3).
func retryAfter(s string, now time.Time) time.Duration {
	s = strings.TrimSpace(s)
	if n, err := strconv.ParseUint(s, 10, 31); err == nil {
		return time.Duration(n) * time.Second
	}
	if t, err := http.ParseTime(s); err == nil {
		return max(0, t.Sub(now))
	}
	return 0
}
