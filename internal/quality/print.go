package quality

import (
	"fmt"
	"io"
	"strings"
)

// Most that Print names of each kind, and how many kinds of advice it gives.
const (
	printed = 4
	advised = 5
)

// Print writes the report in some twenty lines, what matters most first.
func (r *Report) Print(w io.Writer) error {
	var b strings.Builder
	line := func(name, format string, args ...any) {
		fmt.Fprintf(&b, "  %-13s %s\n", name, fmt.Sprintf(format, args...))
	}
	fmt.Fprintf(&b, "quality of %s", works(r.Works))
	if r.Views > 0 {
		fmt.Fprintf(&b, ", by %s synthesised views", group(r.Views))
		if r.Viewed < r.Works {
			fmt.Fprintf(&b, " of a sample of %s", group(r.Viewed))
		}
	}
	b.WriteString("\n")
	if r.Views > 0 {
		line("recognised", "%s (%s to %s); %s \"not in this collection\", %s taken for another work", percent(r.Recognised.Value),
			percent(r.Recognised.Low), percent(r.Recognised.High), percent(r.Refused.Value), percent(r.Wrong.Value))
	}
	if n := len(r.LeftOut); n > 0 {
		line("unreadable", "%d: %s", n, first(r.LeftOut))
	}
	if n := len(r.Duplicates); n > 0 {
		line("the same", "%s: %s", pairs(n), first(names(r.Duplicates, func(p *Pair) string { return p.A + " = " + p.B })))
	}
	if n := len(r.Pairs); n > 0 {
		line("confused", "%s: %s", pairs(n), first(names(r.Pairs, func(p *Pair) string { return p.A + " / " + p.B + " " + p.figure() })))
	}
	if weak := r.poor(); len(weak) > 0 {
		line("weak", "%s in fewer than half of their views: %s", works(len(weak)), first(names(weak, func(w *Weak) string {
			return fmt.Sprintf("%s %d of %d", w.ID, w.Recognised, w.Views)
		})))
	}
	for _, k := range kinds {
		if list := r.of(k); len(list) > 0 {
			line(short[k], "%s: %s", works(len(list)), first(names(list, func(f *Finding) string { return f.ID })))
		}
	}
	if n := len(r.Photos); n > 0 {
		helped := 0
		for _, p := range r.Photos {
			if p.Gain > 0 {
				helped++
			}
		}
		line("extra photos", "%d of %d make their work surer", helped, n)
	}
	if len(r.Missing) > 0 {
		line("missing", "%s", first(names(r.Missing, func(m *Missing) string {
			return fmt.Sprintf("%s of %s", m.tagged(), group(len(m.IDs)))
		})))
	}
	if n := len(r.Hidden); n > 0 {
		line("not shown", "%s, still recognised", works(n))
	}
	r.printAdvice(&b)
	_, err := io.WriteString(w, b.String())
	return err
}

// printAdvice writes the first advice of each kind.
func (r *Report) printAdvice(b *strings.Builder) {
	like := map[string]int{}
	for _, a := range r.Advice {
		like[a.Kind]++
	}
	n := 0
	for _, a := range r.Advice {
		more := like[a.Kind] - 1
		if more < 0 || n == advised {
			continue
		}
		if n == 0 {
			b.WriteString("next:\n")
		}
		n++
		fmt.Fprintf(b, "  %d. %s", n, a.Says)
		if more > 0 {
			fmt.Fprintf(b, " And %s more.", group(more))
		}
		b.WriteString("\n")
		like[a.Kind] = 0 // said
	}
}

// short are the names of kinds that fit into a column.
var short = map[Kind]string{TooSmall: "too small", Blurred: "blurred", Framed: "frame or wall", Dark: "too dark", Flat: "flat"}

// poor returns the works of which fewer than half of the views were recognised: they come first.
func (r *Report) poor() []Weak {
	n := 0
	for n < len(r.Weak) && 2*r.Weak[n].Recognised < r.Weak[n].Views {
		n++
	}
	return r.Weak[:n]
}

// of returns the findings of a kind.
func (r *Report) of(k Kind) (list []Finding) {
	for _, f := range r.Pictures {
		if f.Kind == k {
			list = append(list, f)
		}
	}
	return list
}

// figure is the number of a pair that tells most.
func (p *Pair) figure() string {
	if p.ViewsA+p.ViewsB > 0 {
		return percent(p.Confused)
	}
	return fmt.Sprintf("%d features agree", p.Agreed)
}

func (m *Missing) tagged() string {
	if m.Language == "" {
		return m.What
	}
	return m.What + " (" + m.Language + ")"
}

func pairs(n int) string {
	if n == 1 {
		return "1 pair"
	}
	return group(n) + " pairs"
}

// names returns a name of each.
func names[T any](list []T, name func(*T) string) []string {
	var all []string
	for i := range list {
		all = append(all, name(&list[i]))
	}
	return all
}

// first lists the first few.
func first(list []string) string {
	s := strings.Join(list[:min(printed, len(list))], ", ")
	if n := len(list) - printed; n > 0 {
		s += fmt.Sprintf(" and %s more", group(n))
	}
	return s
}
