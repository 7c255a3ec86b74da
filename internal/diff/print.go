//go:build !js

package diff

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"
)

// most is how many works of a kind are named; JSON has them all.
const most = 50

// Print writes the report for people.
func (r *Report) Print(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(t, "works\t%d: %d added, %d removed, %d changed, %d moved\n", r.Works, len(r.Added), len(r.Removed), len(r.Changed), len(r.Moved))
	if len(r.Manifest) > 0 {
		fmt.Fprintf(t, "manifest\t%s\n", strings.Join(r.Manifest, ", "))
	}
	h := r.Thresholds
	if h.Old != h.New {
		fmt.Fprintf(t, "threshold\t%.3g, was %.3g\n", h.New, h.Old)
	}
	if h.OldChecked != h.NewChecked {
		fmt.Fprintf(t, "threshold, checked\t%.3g, was %.3g\n", h.NewChecked, h.OldChecked)
	}
	lines(t, "group added", r.GroupsAdded, func(s string) string { return s })
	lines(t, "group removed", r.GroupsRemoved, func(s string) string { return s })
	lines(t, "added", r.Added, func(s string) string { return s })
	lines(t, "removed", r.Removed, func(s string) string { return s })
	lines(t, "moved", r.Moved, func(m Move) string { return m.ID + " from " + m.From + " to " + m.To })
	lines(t, "changed", r.Changed, func(c Change) string { return c.ID + ": " + c.String() })
	f := r.Fetch
	fmt.Fprintf(t, "to fetch\t%d of %d bytes, in %d of %d parts, by a visitor who has the old one\n", f.Bytes, f.OfBytes, f.Parts, f.OfParts)
	return t.Flush()
}

func lines[T any](w io.Writer, what string, all []T, say func(T) string) {
	for i, v := range all {
		if i == most {
			fmt.Fprintf(w, "%s\tand %d more (-json has them all)\n", what, len(all)-most)
			return
		}
		fmt.Fprintf(w, "%s\t%s\n", what, say(v))
	}
}

// String says what has changed, such as "texts en (title, credit), room, thumbnail".
func (c Change) String() string {
	var all []string
	for _, l := range slices.Sorted(maps.Keys(c.Texts)) {
		all = append(all, "texts "+l+" ("+strings.Join(c.Texts[l], ", ")+")")
	}
	all = append(all, c.Fields...)
	for _, l := range c.Audio {
		all = append(all, "audio "+l)
	}
	for _, f := range []struct {
		what    string
		changed bool
	}{{"thumbnail", c.Thumbnail}, {"prototype", c.Prototype}, {"features", c.Features}} {
		if f.changed {
			all = append(all, f.what)
		}
	}
	return strings.Join(all, ", ")
}
