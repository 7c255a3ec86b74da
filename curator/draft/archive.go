package draft

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"time"
)

// Names in the zip of a draft: the collection folder that docent bundle takes, and beside it what a table cannot say.
const (
	tableName    = "catalog.csv"
	pictureDir   = "pictures/"
	settingsName = "draft.json"
)

// Bounds of a zip that is read. Deflate can pack 1,000 times, and pictures hardly pack at all.
const (
	maxEntries = 100_000
	maxPicture = 256 << 20 // bytes, as package picture reads it
	maxTable   = 64 << 20
)

// Write writes the draft as a zip of a collection folder: catalog.csv and pictures/<id>.jpg, which docent bundle makes the same
// bundle of, and draft.json. picture returns the file of a key; one is in memory at a time.
func (d *Draft) Write(w io.Writer, picture func(key string) ([]byte, error)) error {
	z := zip.NewWriter(w)
	add := func(name string, method uint16, b []byte) error {
		f, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: method, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)})
		if err == nil {
			_, err = f.Write(b)
		}
		return err
	}
	table, err := d.WholeTable()
	if err != nil {
		return err
	}
	settings := Draft{Title: d.Title, Languages: d.Languages}
	b, err := settings.Encode()
	if err == nil {
		err = add(settingsName, zip.Deflate, b)
	}
	if err == nil && table != nil {
		err = add(tableName, zip.Deflate, table)
	}
	for _, work := range d.Works {
		for i, name := range work.Files() {
			if err == nil {
				if b, err = picture(work.Pictures[i].Key); err != nil {
					err = fmt.Errorf("%s: %w", name, err)
				}
			}
			if err == nil {
				err = add(pictureDir+name, zip.Store, b)
			}
		}
	}
	if err != nil {
		return fmt.Errorf("write draft: %w", err)
	}
	return z.Close()
}

// File is a file that a zip brings.
type File struct {
	Name string
	Read func() ([]byte, error)
}

// Zip reads a zip: a draft that was exported, or any with pictures and tables in it. settings is the exported draft without
// its works, nil where it is another zip.
func Zip(r io.ReaderAt, size int64) (settings *Draft, tables, pictures []File, err error) {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, nil, nil, errors.New("this is not a zip file, or it is damaged")
	}
	if len(z.File) > maxEntries {
		return nil, nil, nil, fmt.Errorf("the zip has %d files: at most %d can be read", len(z.File), maxEntries)
	}
	for _, f := range z.File {
		name := path.Clean("/" + strings.ReplaceAll(f.Name, `\`, "/"))[1:]
		hidden := slices.ContainsFunc(strings.Split(name, "/"), func(s string) bool { return strings.HasPrefix(s, ".") || s == "__MACOSX" })
		switch {
		case hidden || strings.HasSuffix(f.Name, "/"):
		case name == settingsName:
			b, err := read(f, maxTable)
			if err != nil {
				return nil, nil, nil, err
			}
			if settings, err = Decode(b); err != nil {
				return nil, nil, nil, err
			}
		case IsPicture(name):
			pictures = append(pictures, File{name, func() ([]byte, error) { return read(f, maxPicture) }})
		case IsTable(name) && !strings.EqualFold(path.Ext(name), ".txt"):
			tables = append(tables, File{name, func() ([]byte, error) { return read(f, maxTable) }})
		}
	}
	if settings == nil && len(tables)+len(pictures) == 0 {
		return nil, nil, nil, errors.New("the zip has neither pictures (.jpg, .png, .webp) nor a table (.csv)")
	}
	return settings, tables, pictures, nil
}

// read reads a file of a zip, whatever size it claims.
func read(f *zip.File, most int64) ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", f.Name, err)
	}
	defer r.Close()
	b, err := io.ReadAll(io.LimitReader(r, most+1))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", f.Name, err)
	}
	if int64(len(b)) > most {
		return nil, fmt.Errorf("%s is larger than %d MB", f.Name, most>>20)
	}
	return b, nil
}
