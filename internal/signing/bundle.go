//go:build !js

package signing

import (
	"fmt"
	"os"
	"path/filepath"

	"docent/model/bundle"
	"docent/model/minisign"
)

// SignBundle signs a bundle that is there, a .docent file or a folder: it checks every part, then puts the signature of the
// manifest into it, atomically, in place of one that it may have. It returns the signature.
func (k Key) SignBundle(path string) (*minisign.Signature, error) {
	manifest, err := checked(path)
	if err != nil {
		return nil, fmt.Errorf("sign: %w", err)
	}
	text, err := k.SignManifest(manifest)
	if err != nil {
		return nil, err
	}
	if err := bundle.Attach(path, text); err != nil {
		return nil, err
	}
	return minisign.ParseSignature(text)
}

// checked returns the bytes of a bundle's manifest after a look at every part.
func checked(path string) ([]byte, error) {
	a, err := bundle.Open(path)
	if err != nil {
		return nil, err
	}
	defer a.Close()
	return a.Raw(), a.Check()
}

// Verified is what is known of a bundle after VerifyBundle.
type Verified struct {
	Signature *minisign.Signature
	Manifest  *bundle.Manifest
	Parts     int // how many have been checked
}

// VerifyBundle checks the signature of a bundle, its manifest and every part. Nothing of a bundle is looked at before its
// signature holds, but for what it takes to find the manifest.
func VerifyBundle(path string, keys []minisign.Key) (*Verified, error) {
	a, err := bundle.Open(path)
	if err != nil {
		return nil, fmt.Errorf("verify: %w", err)
	}
	defer a.Close()
	v := &Verified{Manifest: a.Manifest()}
	if v.Signature, err = Check(a.Raw(), a.Signature(), keys); err != nil {
		return nil, fmt.Errorf("verify %s: %w", path, err)
	}
	if err := a.Check(); err != nil {
		return nil, fmt.Errorf("verify: its manifest is what was signed, but a part has been changed: %w", err)
	}
	names, err := a.Names()
	if err != nil {
		return nil, fmt.Errorf("verify: %w", err)
	}
	v.Parts = len(names)
	return v, nil
}

// VerifyFile checks the signature of any other file, which lies beside it with Suffix to its name.
func VerifyFile(path string, keys []minisign.Key) (*minisign.Signature, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("verify: %w", err)
	}
	signature, err := os.ReadFile(path + Suffix)
	if err != nil && !os.IsNotExist(err) {
		return nil, fmt.Errorf("verify: %w", err)
	}
	s, err := Check(content, signature, keys)
	if err != nil {
		return nil, fmt.Errorf("verify %s: %w", path, err)
	}
	return s, nil
}

// IsBundle reports whether a path is signed as a bundle: a folder, or a file whose name ends in .docent.
func IsBundle(path string) bool {
	if filepath.Ext(path) == ".docent" {
		return true
	}
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}
