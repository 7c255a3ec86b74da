// Package bundle reads and writes prototype bundles: what a museum's page downloads to recognise its works.
//
// A plain bundle is a tree of parts:
//
//	manifest.json             which works, for which weights, how to judge an answer, and the sha256 of every part
//	prototypes.safetensors    tensor "prototypes" (N, D), row i for work i of the manifest
//	features.bin              local features of the works, or features/<id>.bin for each
//	texts/<language>.json     what the card says, by work
//	thumbs/<id>.jpg           a small picture of the work; or .webp
//	audio/<language>/<id>.mp3 what is said about the work; or .m4a, .ogg
//
// A grouped bundle is cut into groups, such as rooms, that a page fetches by themselves: each has these parts in groups/<group>/,
// and works.json with its works and their parts in place of a manifest. The manifest names the groups;
// background.safetensors and coarse.safetensors are there for all of them.
//
// A .docent file is a zip of the tree; a static host serves the same tree as files. docs/bundle.md describes it for
// those who write bundles of their own. What a browser needs is here and is linked into the WebAssembly binary; files,
// zip and hashes are in the files that are left out of it (!js): [Open] reads part by part, [Create] writes part by part,
// [ReadFile] and [Bundle.WriteFile] a whole bundle that memory can hold.
//
// Everything that is read is taken to be hostile: counts, names, sizes and numbers are checked before they are used,
// and what is wrong with a file is said in a nn.FormatError.
package bundle

import (
	"errors"
	"strconv"

	"docent/model/nn"
	"docent/model/proto"
)

// Version is the value of the manifest's key "docent" that this package reads and writes.
const Version = 3

// Bounds of what is read. A museum's collection online has thousands of works, the largest a few hundred thousand.
const (
	MaxWorks     = 200_000
	MaxGroups    = 16_384
	MaxManifest  = 64 << 20 // bytes, also of a group's works.json: 200,000 works with a thumbnail take 50 MiB
	maxLicences  = 10_000
	maxTexts     = 64 << 20 // bytes, one language
	maxThumb     = 4 << 20  // bytes
	maxAudio     = 64 << 20 // bytes: an hour of speech
	maxSignature = 16 << 10 // bytes
	maxPart      = 1 << 30  // bytes of any part: 200,000 prototypes of 1,024 float32
)

// Text is what a card says in one language. Any field may be empty.
type Text struct {
	Title, Artist, Date, Medium string
	Description                 string // the message: what the work means
	Price                       string // as the museum puts it, such as an estimate with its currency
	Location                    string // where the work hangs
	Credit                      string // whom to thank for the work or its picture, and its licence
}

// Work is one work of a bundle.
type Work struct {
	WorkEntry
	Texts map[string]Text // by language
}

// Text returns the work's text in the first of the languages that has one, and that language. Without any it returns
// a Text that has the id for a title, and "".
func (w *Work) Text(languages ...string) (Text, string) {
	for _, l := range languages {
		if t, ok := w.Texts[l]; ok {
			return t, l
		}
	}
	return Text{Title: w.ID}, ""
}

// Bundle is a whole bundle in memory. A grouped one is flat: it has the works of all groups, one group behind the other, and
// Manifest.Groups says how many belong to each.
type Bundle struct {
	Manifest   // Manifest.Works and Manifest.Parts are of all groups too
	Prototypes *proto.Set
	Features   *Features         // of the works, as Manifest.Features says; nil with FeaturesNone
	Works      []Work            // in the order of the manifest and of the prototypes
	Thumbs     map[string][]byte // by id
	Audio      map[string][]byte // by the part's name, as in WorkEntry.Audio; nil where there is none
	Coarse     *Coarse           // of a grouped bundle; may be nil
	Signature  []byte            // of the manifest that was read, in minisign's format; nil when it is not signed
}

// Join puts the parts of a bundle or a group together: its works with their texts, by language and id. It
// refuses prototypes of another number of rows and texts about works that are not there.
func Join(c *Contents, prototypes *proto.Set, texts map[string]map[string]Text) ([]Work, error) {
	if prototypes.Len() != len(c.Works) {
		return nil, &nn.FormatError{What: "read bundle", Err: errors.New(strconv.Itoa(len(c.Works)) + " works, but " +
			strconv.Itoa(prototypes.Len()) + " prototypes")}
	}
	works := make([]Work, len(c.Works))
	index := make(map[string]int, len(c.Works))
	for i, e := range c.Works {
		works[i] = Work{e, make(map[string]Text, len(texts))}
		index[e.ID] = i
	}
	for language, byID := range texts {
		for id, t := range byID {
			i, ok := index[id]
			if !ok {
				return nil, &nn.FormatError{What: "read " + TextsName(language), Err: errors.New("work " +
					strconv.Quote(id) + " is not in the manifest")}
			}
			works[i].Texts[language] = t
		}
	}
	return works, nil
}
