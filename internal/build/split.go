//go:build !js || curator

package build

import (
	"cmp"
	"slices"

	"docent/model/proto"
)

// How a cell is halved: power iterations for the direction in which its members differ most, and rounds of k-means.
const (
	powerRounds = 8
	meansRounds = 6
)

// vectors are prototypes. What At returns is used before it is called again.
type vectors interface {
	Len() int
	At(i int) []float32
}

// cells cuts some of the set's prototypes into n runs or fewer, of similar ones and about as many: it halves them, by k-means from the two
// halves along the direction in which they differ most (Boley 1998, "Principal direction divisive partitioning"), and then the halves.
// The result depends on the prototypes and their order alone.
func cells(set vectors, members []int, n int) [][]int {
	if n < 2 || len(members) < 2 {
		return [][]int{members}
	}
	members = slices.Clone(members)
	cut := halve(set, members)
	left := min(max(int(float64(n)*float64(cut)/float64(len(members))+0.5), 1), n-1)
	return append(cells(set, members[:cut], left), cells(set, members[cut:], n-left)...)
}

// halve sorts the members such that those before the index that it returns are nearer to one another than to the others. Either side has a
// quarter of them at least.
func halve(set vectors, members []int) int {
	direction := principal(set, members)
	along := func(v []float32) []float32 { // of each member: negative for the one side
		out := make([]float32, len(members))
		for i, m := range members {
			out[i] = inner(set.At(m), v)
		}
		return out
	}
	arrange := func(v []float32, middle float32) int {
		at := along(v)
		order := make([]int, len(members))
		for i := range order {
			order[i] = i
		}
		slices.SortFunc(order, func(a, b int) int { return cmp.Or(cmp.Compare(at[a], at[b]), cmp.Compare(members[a], members[b])) })
		sorted := make([]int, len(members))
		cut := 0
		for i, o := range order {
			sorted[i] = members[o]
			if at[o] < middle {
				cut = i + 1
			}
		}
		copy(members, sorted)
		return cut
	}
	arrange(direction, 0)
	cut := len(members) / 2
	for range meansRounds {
		a, b := centre(set, members[:cut]), centre(set, members[cut:])
		// v is nearer to a than to b where v(b-a) < (|b|^2-|a|^2)/2.
		v := make([]float32, len(a))
		for i := range v {
			v[i] = b[i] - a[i]
		}
		natural := arrange(v, (inner(b, b)-inner(a, a))/2)
		next := min(max(natural, (len(members)+3)/4), len(members)-(len(members)+3)/4)
		next = min(max(next, 1), len(members)-1)
		if next == cut {
			break
		}
		cut = next
	}
	return cut
}

// principal returns about the direction in which members differ most.
func principal(set vectors, members []int) []float32 {
	mean := centre(set, members)
	// The member that is farthest from the mean shows where to begin.
	far, most := members[0], float32(-1)
	for _, m := range members {
		if d := proto.SquaredDistance(set.At(m), mean); d > most {
			far, most = m, d
		}
	}
	v := make([]float32, len(mean))
	for i, x := range set.At(far) {
		v[i] = x - mean[i]
	}
	sum := make([]float64, len(mean))
	for range powerRounds {
		normalise(v)
		clear(sum)
		offset := inner(mean, v)
		for _, m := range members {
			row := set.At(m)
			p := float64(inner(row, v) - offset)
			for i, x := range row {
				sum[i] += float64(p * float64(x-mean[i]))
			}
		}
		for i, s := range sum {
			v[i] = float32(s / float64(len(members)))
		}
	}
	return v
}

// centre returns the mean of some prototypes.
func centre(set vectors, members []int) []float32 {
	sum := make([]float64, len(set.At(members[0])))
	for _, m := range members {
		for i, x := range set.At(m) {
			sum[i] += float64(x)
		}
	}
	mean := make([]float32, len(sum))
	for i, s := range sum {
		mean[i] = float32(s / float64(len(members)))
	}
	return mean
}

// inner returns the inner product. The conversion keeps machines that multiply and add at once from rounding in another way.
func inner(a, b []float32) float32 {
	var s0, s1, s2, s3 float32
	for len(a) >= 4 && len(b) >= 4 {
		s0 += float32(a[0] * b[0])
		s1 += float32(a[1] * b[1])
		s2 += float32(a[2] * b[2])
		s3 += float32(a[3] * b[3])
		a, b = a[4:], b[4:]
	}
	for i, x := range a {
		s0 += float32(x * b[i])
	}
	return (s0 + s1) + (s2 + s3)
}
