//go:build !js

package publish

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"docent/model/atomicfile"
)

var kills = flag.Int("kills", 5, "how often TestKill kills an export, each way")

// TestMain is the export that TestKill kills: two sites in turn, until the end.
func TestMain(m *testing.M) {
	flag.Parse()
	dir := os.Getenv("DOCENT_TEST_EXPORT")
	if dir == "" {
		os.Exit(m.Run())
	}
	if os.Getenv("DOCENT_TEST_RENAMES") != "" {
		exchange = func(string, string) error { return atomicfile.ErrNoExchange }
	}
	read := 0
	for i := 0; ; i++ {
		if _, err := Export(context.Background(), dir, killSite(i%2).files(&read), nil); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
}

// killSite returns one of two sites that have half of their files in common.
func killSite(n int) content {
	c := content{"index.html": fmt.Sprint(pageText, n)}
	for i := range 30 {
		c[fmt.Sprintf("bundle/%d.jpg", i)] = fmt.Sprint("picture", i, i%2*n)
	}
	return c
}

// TestKill kills exports at random moments. Each time the folder has one of the sites, all of it; without an atomic exchange of folders it
// may be missing, and is there again as soon as the next run has begun. At the end an export goes through.
func TestKill(t *testing.T) {
	for _, renames := range []bool{false, true} {
		dir := filepath.Join(t.TempDir(), "site")
		export(t, dir, killSite(0))
		missing, midway := 0, 0
		for i := range *kills {
			cmd := exec.Command(os.Args[0])
			cmd.Env = append(os.Environ(), "DOCENT_TEST_EXPORT="+dir)
			if renames {
				cmd.Env = append(cmd.Env, "DOCENT_TEST_RENAMES=1")
			}
			cmd.Stderr = os.Stderr
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			time.Sleep(time.Duration(20+rand.IntN(80)) * time.Millisecond)
			if err := cmd.Process.Kill(); err != nil {
				t.Fatalf("the export has ended by itself: %v", err)
			}
			cmd.Wait()
			if exists(dir+".partial") || exists(dir+".discarded") {
				midway++
			}
			if renames && !exists(dir) {
				missing++
				p, err := open(dir)
				if err != nil {
					t.Fatal(err)
				}
				p.unlock()
			}
			if err := whole(dir); err != nil {
				t.Fatalf("after kill %d (renames: %v): %v", i, renames, err)
			}
			if exists(dir + ".previous") {
				if p, err := open(dir); err != nil { // what was being deleted is nothing
					t.Fatal(err)
				} else {
					p.unlock()
				}
				if err := whole(dir + ".previous"); exists(dir+".previous") && err != nil {
					t.Fatalf("after kill %d the site before: %v", i, err)
				}
			}
		}
		t.Logf("%d kills, %d of them in the middle of work, %d between two renames", *kills, midway, missing)
		export(t, dir, killSite(0))
		holds(t, dir, killSite(0))
	}
}

// whole refuses a folder that has not exactly one of the two sites.
func whole(dir string) error {
	if err := Check(dir); err != nil {
		return err
	}
	l, err := owned(dir)
	if err != nil {
		return err
	}
	for n := range 2 {
		c := killSite(n)
		right := 0
		for name, text := range c {
			if l[name] == sum([]byte(text)) {
				right++
			}
		}
		if right == len(c) && len(l) == len(c)+2 {
			return nil
		}
	}
	return errors.New("it is a mixture of two sites")
}
