//go:build !js

package inspect

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"text/tabwriter"

	"docent/model/bundle"
	"docent/model/proto"
)

// most is how many groups and licences are named.
const most = 40

// counts is what is counted in a bundle, one group after the other.
type counts struct {
	works, thumbs, numbers, rooms, urls, several int
	dim                                          int
	texts, audio                                 map[string]int // by language
	licences                                     map[string]int
	sizes                                        map[string]int64 // of parts, by their folder or name
	parts                                        int
	largest, smallest                            int // works of a group
}

// Bundle checks every part of a bundle, and writes what it holds. One group at a time is in memory.
func Bundle(w io.Writer, a *bundle.Archive) error {
	if err := a.Check(); err != nil {
		return err
	}
	n := counts{texts: map[string]int{}, audio: map[string]int{}, licences: map[string]int{}, sizes: map[string]int64{}}
	n.add(a.Manifest().Parts)
	if err := a.Runs(func(group string, b *bundle.Bundle) error {
		n.run(b)
		if group != "" {
			n.add(b.Parts)
		}
		return nil
	}); err != nil {
		return err
	}
	for _, g := range a.Manifest().Groups {
		n.add(map[string]bundle.Part{bundle.ContentsName: g.Part()})
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	signed := "not signed"
	if a.Signature() != nil {
		signed = "signed (docent verify says by whom)"
	}
	fmt.Fprintf(t, "bundle\tformat %d, %s\n", bundle.Version, signed)
	n.print(t, a.Manifest())
	return t.Flush()
}

// run counts the works of a plain bundle or a group.
func (n *counts) run(b *bundle.Bundle) {
	if n.works == 0 {
		n.dim, n.smallest = b.Prototypes.Dim, len(b.Works)
	}
	n.works += len(b.Works)
	n.largest, n.smallest = max(n.largest, len(b.Works)), min(n.smallest, len(b.Works))
	for i := range b.Works {
		w := &b.Works[i]
		for _, c := range []struct {
			count *int
			has   bool
		}{{&n.thumbs, w.Thumb != ""}, {&n.numbers, w.Number != ""}, {&n.rooms, w.Room != ""}, {&n.urls, w.URL != ""}, {&n.several, w.Pictures > 1}} {
			if c.has {
				*c.count++
			}
		}
		n.licences[w.Licence]++
		for l := range w.Texts {
			n.texts[l]++
		}
		for l := range w.Audio {
			n.audio[l]++
		}
	}
}

// add counts parts.
func (n *counts) add(parts map[string]bundle.Part) {
	for name, p := range parts {
		_, rest := bundle.CutGroup(name)
		kind := rest
		for i := range rest {
			if rest[i] == '/' {
				kind = rest[:i]
				break
			}
		}
		n.sizes[kind] += p.Bytes
		n.parts++
	}
}

func (n *counts) print(t io.Writer, m *bundle.Manifest) {
	for _, l := range slices.Sorted(maps.Keys(m.Title)) {
		fmt.Fprintf(t, "title\t%s (%s)\n", m.Title[l], l)
	}
	fmt.Fprintf(t, "works\t%d, %d with a thumbnail\n", n.works, n.thumbs)
	for _, c := range []struct {
		what  string
		count int
	}{{"a number", n.numbers}, {"a room", n.rooms}, {"a page of their own", n.urls}, {"several photos", n.several}} {
		if c.count > 0 {
			fmt.Fprintf(t, "\t%d with %s\n", c.count, c.what)
		}
	}
	if len(m.Groups) > 0 {
		fmt.Fprintf(t, "groups\t%d, of %d to %d works\n", len(m.Groups), n.smallest, n.largest)
		for i, g := range m.Groups {
			if i == most {
				fmt.Fprintf(t, "\tand %d more\n", len(m.Groups)-most)
				break
			}
			fmt.Fprintf(t, "\t%s: %d works\n", g.ID, g.Works)
		}
	}
	for _, l := range m.Languages {
		fmt.Fprintf(t, "texts\t%d in %s\n", n.texts[l], l)
	}
	for _, l := range slices.Sorted(maps.Keys(n.audio)) {
		fmt.Fprintf(t, "audio\t%d in %s\n", n.audio[l], l)
	}
	n.printLicences(t)
	fmt.Fprintf(t, "network\t%s\n", m.Network)
	fmt.Fprintf(t, "weights\t%s\n", m.WeightsHash)
	fmt.Fprintf(t, "prototypes\t%d numbers each\n", n.dim)
	locator := m.LocatorHash
	if locator == "" {
		locator = "none: views are looked at through windows"
	}
	fmt.Fprintf(t, "locator\t%s\n", locator)
	calibration(t, "calibration", m.Calibration)
	if m.Features == bundle.FeaturesNone {
		fmt.Fprintln(t, "features\tnone")
	} else {
		fmt.Fprintf(t, "features\t%s\n", m.Features)
		calibration(t, "checked", m.Checked)
	}
	var total int64
	for _, kind := range slices.Sorted(maps.Keys(n.sizes)) {
		fmt.Fprintf(t, "size\t%s %s, %d a work\n", bytesText(n.sizes[kind]), kind, n.sizes[kind]/int64(n.works))
		total += n.sizes[kind]
	}
	fmt.Fprintf(t, "size\t%s together, unpacked\n", bytesText(total))
	fmt.Fprintf(t, "parts\t%d, each with the size and the sha256 that the manifest says\n", n.parts)
}

// printLicences writes the licences, the most frequent first.
func (n *counts) printLicences(t io.Writer) {
	if len(n.licences) == 1 && n.licences[""] > 0 {
		return
	}
	all := slices.SortedFunc(maps.Keys(n.licences), func(a, b string) int { return cmp.Or(n.licences[b]-n.licences[a], cmp.Compare(a, b)) })
	for i, l := range all {
		if i == most {
			fmt.Fprintf(t, "licence\tand %d more\n", len(all)-most)
			break
		}
		name := l
		if l == "" {
			name = "none"
		}
		fmt.Fprintf(t, "licence\t%s: %d works\n", name, n.licences[l])
	}
}

// calibration says how answers are judged; impostor is a distance of each prototype, or one for all.
func calibration(w io.Writer, name string, c proto.Calibration) {
	fmt.Fprintf(w, "%s\tlog-odds = %.3g %+.3g log(d/impostor) %+.3g log(d/rival)", name, c.Intercept, c.Near, c.Ahead)
	if c.Agreed != 0 {
		fmt.Fprintf(w, " %+.3g log(1+max(agreed-%d, 0))", c.Agreed, proto.Chance)
	}
	fmt.Fprintf(w, ", d the squared distance, typically %.4g\n", c.Typical)
	fmt.Fprintf(w, "\taccepted from %.3g (confidence %.2g %%): %g %% false accepts, from %d views of works and %d of other things\n",
		c.Threshold, 100*proto.Confidence(c.Threshold), 100*c.FalseAcceptRate, c.Known, c.Unknown)
}
