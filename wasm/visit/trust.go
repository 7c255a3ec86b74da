package visit

import "docent/model/minisign"

// Trust is whom the page believes, as its HTML says.
type Trust struct {
	Keys     string // public keys with spaces between them: a collection must be signed with one
	Unsigned bool   // a collection that is not signed is shown, too
}

// Seal is who vouches for a collection. The zero value is nobody.
type Seal struct {
	Key     string // number of the key, "" for a collection that is not signed
	Comment string // what the signature says of the collection
}

// Refusal is why a collection is not shown: the phrase that tells staff, and what is filled into it.
type Refusal struct{ Phrase, Value string }

// Signed reports whether a signature has to be looked for.
func (t Trust) Signed() bool { return t.Keys != "" }

// Judge looks at a manifest before anything in it is read. signature is nil where there is none. Exactly where the refusal
// is not nil the manifest must not be believed.
func (t Trust) Judge(manifest, signature []byte) (Seal, *Refusal) {
	keys, err := minisign.ParseKeys(t.Keys)
	switch {
	case err != nil:
		return Seal{}, &Refusal{Phrase: "keysSpoiled"}
	case len(keys) == 0 && !t.Unsigned:
		return Seal{}, &Refusal{Phrase: "keysMissing"}
	case len(keys) == 0 || signature == nil && t.Unsigned:
		return Seal{}, nil
	case signature == nil:
		return Seal{}, &Refusal{Phrase: "sealMissing"}
	}
	s, err := minisign.ParseSignature(signature)
	if err != nil {
		return Seal{}, &Refusal{Phrase: "sealSpoiled"}
	}
	switch _, err = s.Verify(manifest, keys); err {
	case nil:
		return Seal{s.ID.String(), s.Comment}, nil
	case minisign.ErrStranger:
		return Seal{}, &Refusal{"sealStrange", s.ID.String()}
	}
	return Seal{}, &Refusal{"sealBroken", s.ID.String()}
}
