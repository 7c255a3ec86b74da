package listen

import (
	"context"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
)

func TestServe(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	r, w := io.Pipe()
	done := make(chan error, 1)
	go func() {
		done <- Serve(ctx, "127.0.0.1:0", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			io.WriteString(w, "welcome")
		}), w)
		w.Close()
	}()
	line := make([]byte, 100)
	n, err := r.Read(line)
	if err != nil {
		t.Fatal(err)
	}
	go io.Copy(io.Discard, r)
	address, ok := strings.CutPrefix(strings.TrimSpace(string(line[:n])), "open ")
	if !ok {
		t.Fatalf("printed %q", line[:n])
	}
	res, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(res.Body)
	res.Body.Close()
	if err != nil || string(body) != "welcome" {
		t.Errorf("got %q, %v", body, err)
	}
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
}

func TestServeTaken(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	err = Serve(context.Background(), l.Addr().String(), nil, io.Discard)
	if err == nil || !strings.Contains(err.Error(), "choose another address with -addr") {
		t.Errorf("error %v", err)
	}
}

func TestAnnounce(t *testing.T) {
	for _, c := range []struct {
		ip    net.IP
		want  string
		https bool
	}{
		{net.IPv4(127, 0, 0, 1), "open http://127.0.0.1:80/\n", false},
		{net.IPv6loopback, "open http://[::1]:80/\n", false},
		{net.IPv4(192, 0, 2, 7), "open http://192.0.2.7:80/\n", true},
		{net.IPv4zero, "open http://localhost:80/\n", false},
	} {
		var b strings.Builder
		announce(&b, &net.TCPAddr{IP: c.ip, Port: 80})
		if !strings.HasPrefix(b.String(), c.want) || c.https && !strings.Contains(b.String(), "https") {
			t.Errorf("%s: %q, want %q", c.ip, b.String(), c.want)
		}
	}
}
