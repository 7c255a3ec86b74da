package proto

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// TestVote runs streams of frames. A letter is a frame with a clear answer of that work, a lower-case one with an
// answer that is only just accepted, a dot one without any. want is what is shown after each.
func TestVote(t *testing.T) {
	for _, c := range []struct{ name, frames, want string }{
		{"one frame convinces nobody", "A....", "....."},
		{"two do", "AA", ".A"},
		{"just accepted takes longer", "aaaaaaaa", "......AA"},
		{"a blurred frame changes nothing", "AAA.A.A", ".AAAAAA"},
		{"gone when it is gone", "AA......", ".AAA...."},
		{"later when it was sure", "AAAAAAAA......", ".AAAAAAAAAAA.."},
		{"one other frame changes nothing", "AAABAAA", ".AAAAAA"},
		{"turning to another work", "AAAABBBB", ".AAAAABB"},
		{"two in turn: the first stays", "AABABABABA", ".AAAAAAAAA"},
		{"nothing at all", "......", "......"},
		{"every frame another", "ABCDEFGH", "........"},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := NewVote()
			var got []byte
			last := None
			for _, f := range []byte(c.frames) {
				index, margin := None, -1.0
				switch {
				case f >= 'a':
					index, margin = int(f-'a'), 0.0
				case f >= 'A':
					index, margin = int(f-'A'), 5.0
				}
				s := v.Add(index, margin)
				if s.Changed != (s.Index != last) {
					t.Errorf("changed is %v, from %d to %d", s.Changed, last, s.Index)
				}
				if (s.Evidence > 0) != (s.Index != None) {
					t.Errorf("evidence %g for work %d", s.Evidence, s.Index)
				}
				last = s.Index
				if s.Index == None {
					got = append(got, '.')
				} else {
					got = append(got, byte('A'+s.Index))
				}
			}
			if string(got) != c.want {
				t.Errorf("frames %s show %s, want %s", c.frames, got, c.want)
			}
		})
	}
}

// TestVoteRefused has frames whose best answer is below the threshold: they count as frames without an answer.
func TestVoteRefused(t *testing.T) {
	v := NewVote()
	for range 50 {
		if s := v.Add(3, -0.1); s.Index != None {
			t.Fatal("a refused answer is shown")
		}
	}
}

// TestVoteSteady has a view in which a fifth of the frames name a wrong work: the answer must not flicker.
func TestVoteSteady(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	v := NewVote()
	changes, wrong := 0, 0
	for range 10_000 {
		index := 7
		if rng.Float64() < 0.2 {
			index = 100 + rng.IntN(20)
		}
		s := v.Add(index, 2*rng.Float64())
		if s.Changed {
			changes++
		}
		if s.Index != 7 {
			wrong++
		}
	}
	if changes > 30 || wrong > 30 {
		t.Errorf("%d changes and %d frames without the right work in 10,000", changes, wrong)
	}
	if len(v.evidence) > 50 {
		t.Errorf("%d works are remembered", len(v.evidence))
	}
}

func TestVoteReset(t *testing.T) {
	v := NewVote()
	v.Add(1, 5)
	v.Add(1, 5)
	v.Reset()
	if s := v.Add(1, 5); s.Index != None || !slices.Equal(v.evidence, []evidence{{1, 1}}) {
		t.Errorf("after a reset: %+v, %v", s, v.evidence)
	}
}
