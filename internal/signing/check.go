//go:build !js

package signing

import (
	"errors"
	"fmt"
	"strings"

	"docent/model/minisign"
)

// ErrUnsigned says that there is no signature.
var ErrUnsigned = errors.New("it is not signed: docent sign -key KEY signs it")

// Check checks a signature, nil where there is none, over content, which must be by one of the keys. The error says what is
// wrong and what to do, without naming the file.
func Check(content, signature []byte, keys []minisign.Key) (*minisign.Signature, error) {
	if signature == nil {
		return nil, ErrUnsigned
	}
	s, err := minisign.ParseSignature(signature)
	if err != nil {
		return nil, errors.New("its signature is damaged: sign it again with docent sign")
	}
	switch _, err := s.Verify(content, keys); {
	case errors.Is(err, minisign.ErrStranger):
		return nil, fmt.Errorf("it is signed with the key %v, not with %s: sign it with the right key, or verify it with the other one", s.ID, names(keys))
	case errors.Is(err, minisign.ErrChanged):
		return nil, errors.New("it has been changed after it was signed, or the signature is another file's")
	case err != nil:
		return nil, errors.New("its signature has been changed: the comment in it is not what was signed")
	}
	return s, nil
}

// names lists keys by their numbers.
func names(keys []minisign.Key) string {
	all := make([]string, len(keys))
	for i, k := range keys {
		all[i] = k.ID.String()
	}
	return strings.Join(all, " or ")
}
