// Package listen serves a handler until it is told to stop, and says where.
package listen

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"
)

// Patience with clients: a phone on a museum's wifi is slow, a client that says nothing is no client.
const (
	headerTimeout = 10 * time.Second
	idleTimeout   = 2 * time.Minute
	lastRequests  = 3 * time.Second
)

// Serve listens at addr (host:port; without a host on all addresses) and serves the handler until ctx ends. It prints
// the addresses to open.
func Serve(ctx context.Context, addr string, handler http.Handler, out io.Writer) error {
	l, err := net.Listen("tcp", addr)
	if err != nil {
		if op, ok := errors.AsType[*net.OpError](err); ok {
			err = op.Err
		}
		return fmt.Errorf("listen at %s: %w; choose another address with -addr", addr, err)
	}
	s := &http.Server{Handler: handler, ReadHeaderTimeout: headerTimeout, IdleTimeout: idleTimeout}
	announce(out, l.Addr().(*net.TCPAddr))
	failed := make(chan error, 1)
	go func() { failed <- s.Serve(l) }()
	select {
	case err := <-failed:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	last, cancel := context.WithTimeout(context.Background(), lastRequests)
	defer cancel()
	if s.Shutdown(last) != nil {
		s.Close() // those that take longer are cut off
	}
	return nil
}

// announce prints where the page is. Browsers give the camera to https and to localhost alone.
func announce(out io.Writer, a *net.TCPAddr) {
	if !a.IP.IsUnspecified() {
		fmt.Fprintf(out, "open http://%s/\n", a)
		if !a.IP.IsLoopback() {
			note(out)
		}
		return
	}
	fmt.Fprintf(out, "open http://localhost:%d/\n", a.Port)
	others := 0
	addrs, err := net.InterfaceAddrs()
	if err != nil {
		return // the page can be opened all the same
	}
	for _, n := range addrs {
		if ip, ok := n.(*net.IPNet); ok && ip.IP.To4() != nil && ip.IP.IsGlobalUnicast() {
			fmt.Fprintf(out, "from another computer: http://%s/\n", &net.TCPAddr{IP: ip.IP, Port: a.Port})
			others++
		}
	}
	if others > 0 {
		note(out)
	}
}

func note(out io.Writer) {
	fmt.Fprintln(out, "On a phone the camera works over https alone, so put an https proxy in front; choosing a photo works without.")
}
