//go:build !js

package signing

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	file "aead.dev/minisign"

	"docent/model/atomicfile"
	"docent/model/bundle"
)

// Suffix is what a signature's name adds to that of the file it signs.
const Suffix = ".minisig"

// SignManifest returns the signature of a bundle's manifest, for the file manifest.json.minisig beside it. Its trusted
// comment says of which collection, and of how many works. It does not say when: the same bundle has the same signature.
func (k Key) SignManifest(raw []byte) ([]byte, error) {
	m, err := bundle.ReadManifest(raw)
	if err != nil {
		return nil, fmt.Errorf("sign: %w", err)
	}
	return k.sign(bytes.NewReader(raw), bundle.ManifestName, "title:"+titleOf(m), "works:"+strconv.Itoa(m.WorkCount()))
}

// titleOf returns the collection's title in the museum's own language, or in the one that comes first by its tag.
func titleOf(m *bundle.Manifest) string {
	for _, l := range append(slices.Clone(m.Languages), slices.Sorted(maps.Keys(m.Title))...) {
		if t := m.Title[l]; t != "" {
			return t
		}
	}
	return ""
}

// sign signs what r yields, by its BLAKE2b-512 as minisign does. The comment has the name and facts with tabs between
// them, as minisign's own.
func (k Key) sign(r io.Reader, name string, facts ...string) ([]byte, error) {
	hashed := file.NewReader(r)
	if _, err := io.Copy(io.Discard, hashed); err != nil {
		return nil, fmt.Errorf("sign: %w", err)
	}
	words := append([]string{"file:" + name, "hashed"}, facts...)
	for i := range words {
		words[i] = oneLine(words[i])
	}
	return hashed.SignWithComments(k.private, strings.Join(words, "\t"), "signature from docent with key "+k.Public().ID.String()), nil
}

// oneLine makes of a fact what a line of a comment can hold: nothing that ends it or moves a terminal's cursor, and not
// too much of it.
func oneLine(s string) string {
	s = strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}, s)
	if letters := []rune(s); len(letters) > 200 {
		s = string(letters[:200]) + "..."
	}
	return s
}

// SignFile signs any other file into path + Suffix, and returns that name.
func (k Key) SignFile(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", fmt.Errorf("sign: %w", err)
	}
	defer f.Close()
	signature, err := k.sign(f, filepath.Base(path), "timestamp:"+strconv.FormatInt(time.Now().Unix(), 10))
	if err != nil {
		return "", err
	}
	return path + Suffix, atomicfile.WriteBytes(path+Suffix, signature)
}
