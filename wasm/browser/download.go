//go:build js && wasm

package browser

// Download is a file to fetch.
type Download struct {
	Part          // without a sha256, whatever the server has is taken
	Length int64  // in bytes, as far as is known before it has come
	Bytes  []byte // the file, after FetchAll

	arrived int64
}

// FetchAll fetches files side by side, as Part.Fetch does. progress, which may be nil, hears how many bytes of how many
// have come of all of them. The first error ends it.
func FetchAll(files []*Download, progress func(done, total int64)) error {
	report := func() {
		var done, total int64
		for _, f := range files {
			done += f.arrived
			total += max(f.arrived, f.Length)
		}
		if progress != nil {
			progress(done, total)
		}
	}
	ended := make(chan error, len(files))
	for _, f := range files {
		go func() {
			arrived := func(n int) {
				f.arrived = int64(n)
				report()
			}
			var b []byte
			var err error
			if f.SHA256 == "" {
				b, err = Fetch(f.URL, Asked, arrived)
			} else {
				b, err = f.Fetch(arrived)
			}
			f.Bytes = b
			f.arrived, f.Length = int64(len(b)), int64(len(b))
			ended <- err
		}()
	}
	for range files {
		if err := <-ended; err != nil {
			return err
		}
	}
	report()
	return nil
}
