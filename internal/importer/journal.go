//go:build !js

package importer

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"docent/internal/catalog"
	"docent/model/atomicfile"
)

// journal remembers, from run to run, which work has which id and which pictures docent itself has written. It is a file
// to which a line is added for each; what was being written when the program was killed is passed over.
type journal struct {
	path     string
	file     *os.File
	ids      map[string]string // by key
	keys     map[string]string // by id in small letters: files "A.jpg" and "a.jpg" are one on many systems
	pictures map[string]entry  // by file name
}

// entry is a line of the journal: of a work (Key, ID), or of a picture.
type entry struct {
	Key string `json:"key,omitempty"`
	ID  string `json:"id,omitempty"`

	File   string `json:"file,omitempty"`
	URL    string `json:"url,omitempty"`
	Side   int    `json:"side,omitempty"`
	SHA256 string `json:"sha256,omitempty"` // of the file as docent wrote it
	Before string `json:"before,omitempty"` // of docent's file that it replaced: there still, if the program was killed
}

func openJournal(path string) (*journal, error) {
	j := &journal{path: path, ids: map[string]string{}, keys: map[string]string{}, pictures: map[string]entry{}}
	b, err := os.ReadFile(path)
	if err != nil && !os.IsNotExist(err) {
		return nil, fmt.Errorf("read journal: %w", err)
	}
	for l := range bytes.Lines(b) {
		var e entry
		if json.Unmarshal(l, &e) == nil {
			j.take(e)
		}
	}
	if j.file, err = os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o666); err != nil {
		return nil, fmt.Errorf("open journal: %w", err)
	}
	// A line that was cut off must not spoil the next one.
	if len(b) > 0 && b[len(b)-1] != '\n' {
		_, err = j.file.WriteString("\n")
	}
	return j, err
}

func (j *journal) take(e entry) {
	switch {
	case e.ID != "":
		j.ids[e.Key], j.keys[strings.ToLower(e.ID)] = e.ID, e.Key
	case e.File != "":
		j.pictures[e.File] = e
	}
}

func (j *journal) add(e entry) error {
	j.take(e)
	b, err := json.Marshal(e)
	if err != nil {
		return err
	}
	if _, err := j.file.Write(append(b, '\n')); err != nil {
		return fmt.Errorf("%w journal: %w", errDisk, err)
	}
	return nil
}

// compact writes the journal anew, without what has been superseded.
func (j *journal) compact() error {
	return atomicfile.Write(j.path, func(w io.Writer) error {
		e := json.NewEncoder(w)
		for _, key := range slices.Sorted(maps.Keys(j.ids)) {
			if err := e.Encode(entry{Key: key, ID: j.ids[key]}); err != nil {
				return err
			}
		}
		for _, file := range slices.Sorted(maps.Keys(j.pictures)) {
			if err := e.Encode(j.pictures[file]); err != nil {
				return err
			}
		}
		return nil
	})
}

func (j *journal) Close() error { return j.file.Close() }

// id returns the id of a work: the one it had in earlier runs, or a new one near to name that no other work has and
// that taken does not claim.
func (j *journal) id(key, name string, taken func(id string) bool) (string, error) {
	if id := j.ids[key]; id != "" {
		return id, nil
	}
	wish := slug(name, key)
	id := wish
	for n := 2; j.keys[strings.ToLower(id)] != "" || taken(id); n++ {
		id = wish + "-" + strconv.Itoa(n)
	}
	return id, j.add(entry{Key: key, ID: id})
}

// Two underscores begin the name of a further picture.
var underscores = regexp.MustCompile(`_{2,}`)

// Windows has no files of these names, whatever the extension.
var devices = regexp.MustCompile(`(?i)^(con|prn|aux|nul|(com|lpt)[0-9])(\.|$)`)

// longestSlug leaves room in an id of 64 for a number.
const longestSlug = 56

// slug makes an id of a name; key distinguishes those of which nothing, or too much, is left.
func slug(name, key string) string {
	s := strings.Trim(underscores.ReplaceAllString(catalog.MakeID(name), "_"), "-._")
	sum := sha256.Sum256([]byte(key))
	short := hex.EncodeToString(sum[:4])
	switch {
	case s == "":
		return "work-" + short
	case devices.MatchString(s):
		return "work-" + s
	case len(s) > longestSlug:
		return strings.Trim(s[:longestSlug-len(short)-1], "-._") + "-" + short
	}
	return s
}
