//go:build !js

// Package signing makes keys and signs bundles and other files in minisign's formats, so that minisign verifies what docent
// signs and the other way round. A bundle's signature is over its manifest, which has the sha256 of every part.
//
// Package model/minisign, which the page has too, checks signatures.
package signing

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	file "aead.dev/minisign"

	"docent/model/minisign"
)

// Key is a private key. Whoever has it can sign in the museum's name.
type Key struct{ private file.PrivateKey }

// Generate makes a key from the system's random numbers.
func Generate() (Key, error) {
	_, private, err := file.GenerateKey(nil)
	if err != nil {
		return Key{}, fmt.Errorf("make a key: %w", err)
	}
	return Key{private}, nil
}

// Public returns the key that verifies what this one signs.
func (k Key) Public() minisign.Key {
	public, err := minisign.ParseKey(k.private.Public().(file.PublicKey).String())
	if err != nil {
		panic(err) // both are minisign's format
	}
	return public
}

// PublicSuffix is what WriteFiles adds to a private key's file for the public one.
const PublicSuffix = ".pub"

// WriteFiles writes the key to path, for the owner's eyes alone and encrypted unless the password is "", and the public key
// beside it. It never overwrites a file: what an old key has signed could not be signed again.
func (k Key) WriteFiles(path, password string) error {
	for _, p := range []string{path, path + PublicSuffix} {
		if _, err := os.Lstat(p); !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("write key: there is a file %s already, and keys are never overwritten: choose another name", p)
		}
	}
	private, err := k.private.MarshalText()
	if password != "" {
		private, err = file.EncryptKey(password, k.private)
	}
	if err != nil {
		return fmt.Errorf("write key: %w", err)
	}
	public := "untrusted comment: minisign public key " + k.Public().ID.String() + "\n" + k.Public().String() + "\n"
	if err := writeNew(path+PublicSuffix, []byte(public), 0o666); err != nil {
		return err
	}
	if err := writeNew(path, append(private, '\n'), 0o600); err != nil {
		os.Remove(path + PublicSuffix) // it would be of no use
		return err
	}
	return nil
}

// writeNew writes a file that must not be there yet.
func writeNew(path string, b []byte, mode os.FileMode) (err error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return fmt.Errorf("write key: %w", err)
	}
	_, err = f.Write(b)
	if err == nil {
		err = f.Sync()
	}
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		os.Remove(path)
		return fmt.Errorf("write key %s: %w", path, err)
	}
	return nil
}

// ReadKey reads a private key, docent's or minisign's. password is called for one that is encrypted; decrypting takes some
// seconds and 1 GB of memory, which is what keeps others from guessing.
func ReadKey(path string, password func() (string, error)) (Key, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return Key{}, fmt.Errorf("read key: %w", err)
	}
	var k Key
	if file.IsEncrypted(b) {
		word, err := password()
		if err != nil {
			return Key{}, fmt.Errorf("read key %s: %w", path, err)
		}
		if k.private, err = file.DecryptKey(word, b); err != nil {
			return Key{}, fmt.Errorf("read key %s: this is not its password, or the file is damaged", path)
		}
		return k, nil
	}
	if err := k.private.UnmarshalText(b); err != nil {
		if _, err := minisign.ParseKey(string(b)); err == nil {
			return Key{}, fmt.Errorf("read key %s: this is a public key: sign with the private one, the file without %s", path, PublicSuffix)
		}
		return Key{}, fmt.Errorf("read key %s: this is no minisign private key: docent keygen makes one", path)
	}
	return k, nil
}

// ReadPublic reads a public key's file.
func ReadPublic(path string) (minisign.Key, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return minisign.Key{}, fmt.Errorf("read key: %w", err)
	}
	k, err := minisign.ParseKey(string(b))
	if err != nil {
		var private file.PrivateKey
		if file.IsEncrypted(b) || private.UnmarshalText(b) == nil {
			return k, fmt.Errorf("read key %s: this is a private key, which should stay where it is: give the public one, %[1]s%s", path, PublicSuffix)
		}
		return k, fmt.Errorf("read key %s: %w", path, err)
	}
	return k, nil
}
