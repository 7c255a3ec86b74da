//go:build !js

package publish

import (
	"errors"
	"os"
	"path/filepath"

	"docent/model/atomicfile"
)

// exchange exchanges two folders at once, where the system can. A test takes it away.
var exchange = atomicfile.ExchangeAtOnce

// install puts the finished site in its place, and the present one in that of the one before.
func (p *folders) install() error {
	if !exists(p.site) {
		if err := os.Rename(p.partial, p.site); err != nil {
			return err
		}
		return p.settle()
	}
	if entries, err := os.ReadDir(p.site); err == nil && len(entries) == 0 && os.Remove(p.site) == nil {
		return p.install()
	}
	err := exchange(p.partial, p.site)
	if errors.Is(err, atomicfile.ErrNoExchange) {
		// For a moment there is no site. recover knows what to do when that moment is the last.
		if err := p.discard(p.previous); err != nil {
			return err
		}
		if err := os.Rename(p.site, p.previous); err != nil {
			return err
		}
		err = os.Rename(p.partial, p.site)
	}
	if err != nil {
		return err
	}
	return p.settle()
}

// settle tidies up after a new site has taken its place: the partial folder, if there is one, is the site before.
func (p *folders) settle() error {
	if exists(p.partial) {
		if err := p.discard(p.previous); err != nil {
			return err
		}
		if err := os.Rename(p.partial, p.previous); err != nil {
			return err
		}
	}
	if err := os.Remove(filepath.Join(p.site, marker)); err != nil {
		return err
	}
	// The names too have to reach the disk. Some systems cannot sync a folder, and then there is nothing to be done.
	if d, err := os.Open(filepath.Dir(p.site)); err == nil {
		d.Sync()
		d.Close()
	}
	return nil
}

// recover repairs what a run that was killed has left, so that there is a site again, and the one before where it belongs.
func (p *folders) recover() error {
	if err := p.discard(p.discarded); err != nil {
		return err
	}
	if exists(p.exchanged) { // a rollback by three renames
		if !exists(p.site) && exists(p.previous) {
			if err := os.Rename(p.previous, p.site); err != nil {
				return err
			}
		}
		to := p.previous
		if !exists(p.site) {
			to = p.site
		}
		if err := os.Rename(p.exchanged, to); err != nil {
			return err
		}
	}
	if !exists(p.site) && exists(p.previous) && exists(filepath.Join(p.partial, marker)) { // an export by two renames
		if err := os.Rename(p.previous, p.site); err != nil {
			return err
		}
	}
	if exists(filepath.Join(p.site, marker)) {
		return p.settle()
	}
	return nil
}

// rollback exchanges the site with the one before.
func (p *folders) rollback() error {
	if !exists(p.previous) {
		return errors.New("there is no site before this one: docent keeps one, as " + p.previous)
	}
	if err := Check(p.previous); err != nil {
		return err
	}
	if !exists(p.site) {
		return os.Rename(p.previous, p.site)
	}
	if _, err := owned(p.site); err != nil {
		return err
	}
	err := exchange(p.previous, p.site)
	if !errors.Is(err, atomicfile.ErrNoExchange) {
		return err
	}
	if err := os.Rename(p.site, p.exchanged); err != nil {
		return err
	}
	if err := os.Rename(p.previous, p.site); err != nil {
		return err
	}
	return os.Rename(p.exchanged, p.previous)
}

// discard deletes a folder, which may take long, under another name: whoever comes upon half of it knows that it is nothing.
func (p *folders) discard(dir string) error {
	if !exists(dir) {
		return nil
	}
	if dir != p.discarded {
		if err := p.discard(p.discarded); err != nil {
			return err
		}
		if err := os.Rename(dir, p.discarded); err != nil {
			return err
		}
	}
	return os.RemoveAll(p.discarded)
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}
