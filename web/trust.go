//go:build !js

package web

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"docent/internal/signing"
	"docent/model/minisign"
)

// noKeys is the line of index.html in whose place the museum's keys are written. A page that is served with it as it is
// pins no key and shows no collection.
const noKeys = `<meta name="docent-keys" content="">`

// Pin returns the page index.html with the keys (minisign public keys, the lines that begin with RW) whose signatures it
// believes; unsigned says that it shows collections without a signature too.
func Pin(index []byte, keys []string, unsigned bool) ([]byte, error) {
	pinned, err := minisign.ParseKeys(strings.Join(keys, " "))
	if err != nil {
		return nil, fmt.Errorf("pin keys: %w", err)
	}
	if bytes.Count(index, []byte(noKeys)) != 1 {
		return nil, errors.New("pin keys: index.html has no line " + noKeys)
	}
	var words []string
	for _, k := range pinned {
		words = append(words, k.String())
	}
	metas := strings.Replace(noKeys, `""`, `"`+strings.Join(words, " ")+`"`, 1)
	if unsigned {
		metas += "\n" + `<meta name="docent-unsigned" content="allowed">`
	}
	return bytes.Replace(index, []byte(noKeys), []byte(metas), 1), nil
}

// CheckSignature refuses what the page would refuse: a manifest without a signature (nil) by one of the keys. Without keys,
// and where unsigned is allowed and there is no signature, there is nothing to check.
func CheckSignature(manifest, signature []byte, keys []string, unsigned bool) error {
	if len(keys) == 0 && !unsigned {
		return errors.New("the page needs a key (docent keygen makes one), or has to be told to show collections that nobody has signed")
	}
	if len(keys) == 0 || unsigned && signature == nil {
		return nil
	}
	pinned, err := minisign.ParseKeys(strings.Join(keys, " "))
	if err != nil {
		return fmt.Errorf("pin keys: %w", err)
	}
	if _, err := signing.Check(manifest, signature, pinned); err != nil {
		return fmt.Errorf("the bundle is refused: %w", err)
	}
	return nil
}
