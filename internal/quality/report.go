package quality

import (
	"docent/model/local"
	"docent/model/vision"
)

// Report is what Check found. Lists have the worst first.
type Report struct {
	Title     string
	Works     int
	Languages []string

	// Views are how many views were synthesised and recognised, of Viewed works, and Sought the works whose neighbours were sought: fewer than
	// Works where a sample had to do.
	Views, Viewed, Sought int
	// Recognised is the share of views of which the answer was the right work, Refused of those for which it was "not in this
	// collection", Wrong of those that were given another work's answer. They add up to 1.
	Recognised, Refused, Wrong Share
	// Weak are the viewed works of which not every view was recognised.
	Weak []Weak

	Pairs      []Pair // that are taken for one another, but for duplicates
	Duplicates []Pair // that are the same picture
	Pictures   []Finding
	Photos     []PhotoFound // extra photos, those that do harm first
	Missing    []Missing
	LeftOut    []string // names of pictures that could not be read
	Hidden     []string // works whose picture may not be shown
	Advice     []Advice

	// Titles are those of the works that are named above, by id, where they have one in the first language that has it.
	Titles map[string]string
}

// Share is a share of views, 0 to 1, and the ends of its 95 % confidence interval.
type Share struct{ Value, Low, High float64 }

// Weak is a work and what its views were taken for.
type Weak struct {
	ID                         string
	Index                      int
	Views, Recognised, Refused int
	Taken                      []Taken // other works that were given as the answer, or as the first guess where the answer was refused
}

// Taken is a work that views of another were taken for.
type Taken struct {
	ID              string
	Index           int
	Count, Accepted int
}

// Pair is two works that are alike.
type Pair struct {
	A, B           string // ids
	IndexA, IndexB int
	// Views of both were recognised; TakenA of those of A were taken for B, TakenB the other way, Accepted of them all were given as the answer.
	ViewsA, ViewsB, TakenA, TakenB, Accepted int
	// Confused is how probable it is that a view of the one shows the other, by the bundle's calibration: that the answer is the other rather
	// than the work itself or neither, the mean over the views of both.
	Confused        float64
	SquaredDistance float64 // of their prototypes
	Agreed          int     // local features of the one that agree with the other's; negative where there are none to compare
	Turn            int     // quarter turns, clockwise, of the second against the first
	Same            bool    // every pixel is
	// Certain says that the two will be confused: more than one in ten views, by the lower end of the 95 % confidence interval.
	Certain bool
}

// Share returns the share of the views of both that were taken for the other one; 0 without views.
func (p *Pair) Share() float64 {
	return float64(p.TakenA+p.TakenB) / float64(max(p.ViewsA+p.ViewsB, 1))
}

// Alike says whether something of the one is to be seen in the other: more features agree than do by chance.
func (p *Pair) Alike() bool { return p.Agreed >= local.Enough }

// Finding is something that is wrong with a reference.
type Finding struct {
	Kind  Kind
	ID    string
	Index int
	// Value is the figure that tells, Limit what it should be at least: of TooSmall pixels, of Blurred facts.Facts.Detail, of Framed the
	// work's share of the picture, of Dark and Flat brightness.
	Value, Limit float64
	// Part is, of Framed, what to crop to: left, top, right and bottom in pixels of the picture.
	Part [4]int
	// Outline is, of Framed, what the locator takes for the work, in shares of the picture's sides.
	Outline vision.Quad
}

// Kind is what may be wrong with a reference.
type Kind string

// Kinds of findings, in the order of the report.
const (
	TooSmall Kind = "too small"
	Blurred  Kind = "blurred"
	Framed   Kind = "mostly frame or wall"
	Dark     Kind = "too dark"
	Flat     Kind = "little contrast"
)

// PhotoFound is an extra photo of a work and what it brought: how the photo is recognised, by embeddings alone, by a prototype of
// all of the work's pictures but it, and of all.
type PhotoFound struct {
	Name          string
	ID            string // of its work
	Index         int
	Without, With Answer
	// Gain is how much surer the work is of the photo with it than without it: -1 to 1.
	Gain float64
}

// Answer is what a picture was taken for.
type Answer struct {
	ID         string // of the first candidate
	Accepted   bool   // it is shown as the answer, rather than "not in this collection"
	Confidence float64
}

// Missing is something that works lack.
type Missing struct {
	What     string // title, artist, description, licence ...
	Language string // of texts; empty otherwise
	IDs      []string
}

// Advice is what to do next about a work, or about several.
type Advice struct {
	Kind  string // what it is about: advice of a kind says the same of other works
	ID    string // may be empty
	Index int    // -1 without an id
	Says  string // a sentence
}

// Fails says in a sentence why a strict check refuses the bundle: duplicates, pictures that could not be read, or works that will be confused for
// certain; empty where it does not.
func (r *Report) Fails() string {
	certain := 0
	for _, p := range r.Pairs {
		if p.Certain {
			certain++
		}
	}
	return strict(len(r.Duplicates), len(r.LeftOut), certain)
}
