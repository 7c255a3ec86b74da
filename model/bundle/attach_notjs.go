//go:build !js || curator

package bundle

import (
	"fmt"
	"os"
	"path/filepath"

	"docent/model/atomicfile"
)

// Attach puts a signature of the manifest beside it, in place of any before: into a .docent file, whose other parts are copied as they are, or
// into a folder. It is written atomically, and not verified.
func Attach(path string, signature []byte) error {
	if len(signature) > maxSignature {
		return fmt.Errorf("sign bundle %s: the signature has more than %d bytes", path, maxSignature)
	}
	info, err := os.Stat(path)
	if err == nil && info.IsDir() {
		err = atomicfile.WriteBytes(filepath.Join(path, SignatureName), signature)
	} else if err == nil {
		err = attachZip(path, signature)
	}
	if err != nil {
		return fmt.Errorf("sign bundle %s: %w", path, cause(err))
	}
	return nil
}

func attachZip(path string, signature []byte) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	s, err := newZipStore(f, info.Size())
	if err != nil {
		return err
	}
	out, err := newZipSink(path)
	if err != nil {
		return err
	}
	defer out.abort()
	for _, name := range s.all {
		if name == SignatureName {
			continue
		}
		if err := out.zip.Copy(s.files[name]); err != nil {
			return err
		}
	}
	if err := out.add(SignatureName, signature); err != nil {
		return err
	}
	return out.commit()
}
