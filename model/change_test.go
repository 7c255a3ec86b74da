package model

import (
	"testing"

	"docent/model/nn"
)

// flat is an encoder of embeddings of two numbers, which the test writes itself.
type flat struct{}

func (flat) Forward(_, _ []float32) error    { return nil }
func (flat) InputSize() (w, h int)           { return 8, 8 }
func (flat) OutputLen() int                  { return 2 }
func (flat) Normalisation() nn.Normalisation { return nn.Normalisation{} }

// TestChange runs streams of frames. A letter says what is located, after it what the whole frame shows; - is nothing located. Embeddings
// of different letters are 2 apart, squared; those of an upper- and a lower-case letter 0.02.
func TestChange(t *testing.T) {
	at := func(letter byte) []float32 {
		shift := float32(0)
		if letter >= 'a' {
			letter, shift = letter-'a'+'A', 0.1
		}
		return []float32{float32(letter-'A') + shift, float32(letter-'A') + shift}
	}
	for _, c := range []struct {
		name, frames string
		want         string
	}{
		{"a steady view", "AA Aa aA AA", "...."},
		{"the work stays while the view moves", "AA AB AC AD", "...."},
		{"the whole stays while the outline jumps", "AA BA CA -A", "...."},
		{"one frame is blurred", "AA BB AA AA", "...."},
		{"two views", "AA AA BB BB BB", "...!."},
		{"through a blur", "AA CC BB BB", "..!."},
		{"nothing located", "-A -A -B -B -B", "...!."},
		{"back and forth", "AA BB BB AA AA", "..!.!"},
		{"every frame another", "AA BB CC DD EE", "..!.!"},
	} {
		v := NewViewer(flat{}, nil)
		change := Change{Typical: 1}
		got := ""
		for f := range len(c.frames)/3 + 1 {
			located, whole := c.frames[3*f], c.frames[3*f+1]
			v.looks, v.embeddings = v.looks[:0], v.embeddings[:0]
			if located != '-' {
				v.looks = append(v.looks, Look{Located: true}, Look{Located: true, Turn: 1})
				v.embeddings = append(append(v.embeddings, at(located)...), 50, float32(10*f)) // turned: never compared
			}
			v.looks = append(v.looks, Look{})
			v.embeddings = append(v.embeddings, at(whole)...)
			if change.Turned(v, v.looks) {
				got += "!"
			} else {
				got += "."
			}
		}
		if got != c.want {
			t.Errorf("%s: frames %s turn %s, want %s", c.name, c.frames, got, c.want)
		}
	}
}
