//go:build !js

package importer

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"net/url"
)

// Inside reports whether one of the addresses that a person gave is in their own network, or a file of theirs: then what
// these name may be there, too. Elsewhere nobody's manifest has docent ask a museum's router or intranet for something.
func Inside(ctx context.Context, addresses []string) bool {
	for _, a := range addresses {
		u, err := url.Parse(a)
		if err != nil || checkScheme(u) != nil || isInside(ctx, u.Hostname()) {
			return true
		}
	}
	return false
}

// isInside reports whether a host is in one's own network. Of one that is not known the request itself will tell.
func isInside(ctx context.Context, host string) bool {
	list, err := net.DefaultResolver.LookupNetIP(ctx, "ip", host)
	if err != nil {
		return false
	}
	for _, ip := range list {
		if within(ip.Unmap()) {
			return true
		}
	}
	return false
}

func within(ip netip.Addr) bool {
	return ip.IsLoopback() || ip.IsPrivate() || ip.IsLinkLocalUnicast() || ip.IsMulticast() || ip.IsUnspecified()
}

// checkHost refuses an address in one's own network where no such address was given.
func (c *Client) checkHost(ctx context.Context, u *url.URL) error {
	if c.Inside {
		return nil
	}
	host := u.Hostname()
	inside, known := c.inside[host]
	if !known {
		inside = isInside(ctx, host)
		c.inside[host] = inside
	}
	if inside {
		return fmt.Errorf("%s is in your own network, and the addresses that you gave are not", host)
	}
	return nil
}
