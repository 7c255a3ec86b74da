//go:build !js

package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"

	"docent/internal/build"
	"docent/internal/catalog"
	"docent/model/atomicfile"
	"docent/model/bundle"
)

// catalogs are the subcommands of docent catalog.
var catalogs = []command{
	{"new", "[-lang fr] [-languages fr,en] [-images DIR] [-update] -o FILE.csv|FILE.xlsx", "write a table for a museum to fill in", newCatalog},
	{"check", "[-lang fr] [-images DIR] FILE", "say what a table's columns were taken for, and all that is missing or wrong", checkCatalog},
}

func catalogCommand(ctx context.Context, c *call) error {
	if len(c.args) == 0 {
		return usageError("say what to do: docent catalog new, or docent catalog check")
	}
	for _, sub := range catalogs {
		if sub.name == c.args[0] {
			sub.name = "catalog " + sub.name
			return sub.run(ctx, &call{command: sub, args: c.args[1:], stdout: c.stdout, stderr: c.stderr})
		}
	}
	if slices.Contains([]string{"help", "-h", "-help", "--help"}, c.args[0]) {
		fmt.Fprintf(c.stdout, "docent %s: %s\n\n", c.name, c.short)
		for _, sub := range catalogs {
			fmt.Fprintf(c.stdout, "docent catalog %s %s\n  %s\n", sub.name, sub.args, sub.short)
		}
		return flag.ErrHelp
	}
	return usageError(fmt.Sprintf("there is no docent catalog %q: new writes a table, check reads one", c.args[0]))
}

func newCatalog(_ context.Context, c *call) error {
	var language, languages, images, out string
	var update bool
	err := c.parseFlags(func(f *flag.FlagSet) {
		f.StringVar(&language, "lang", "", "`language` of the headings, and of texts whose column names none; the first of -languages, or en, if not given")
		f.StringVar(&languages, "languages", "", "`languages` of the texts, separated by commas")
		f.StringVar(&images, "images", "", "`folder` with the pictures: one row each")
		f.StringVar(&out, "o", "", "`file` to write, such as catalog.xlsx or catalog.csv")
		f.BoolVar(&update, "update", false, "keep the file that is there, and add rows for new pictures of -images")
	})
	if err != nil {
		return err
	}
	ext := strings.ToLower(filepath.Ext(out))
	switch {
	case out == "":
		return usageError("-o is missing: the file to write")
	case ext != ".csv" && ext != ".xlsx":
		return usageError("-o must end in .csv or .xlsx")
	case update && images == "":
		return usageError("-update needs -images: the folder with the new pictures")
	}
	t := catalog.Template{}
	if t.Languages, err = parseLanguages(language, languages); err != nil {
		return err
	}
	var files []string
	if images != "" {
		works, unreadable, err := build.Sources(images)
		if err != nil {
			return err
		}
		c.leftOut(unreadable)
		for _, w := range works {
			files = append(files, filepath.Base(w.Name))
		}
	}
	old, err := os.ReadFile(out)
	switch {
	case err == nil && update:
		return updateCatalog(c, out, old, t.Languages[0], files)
	case err == nil:
		return fmt.Errorf("%s is there already: docent catalog new -update -images DIR -o %[1]s adds rows to it, and another name keeps both", out)
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	seen := map[string]bool{}
	for _, f := range files {
		id := catalog.FileID(f)
		if seen[id] {
			return fmt.Errorf("%s has two pictures whose names give the id %s: rename one of them", images, id)
		}
		seen[id] = true
		t.IDs = append(t.IDs, id)
	}
	write := t.WriteCSV
	if ext == ".xlsx" {
		write = t.WriteXLSX
	}
	if err := atomicfile.Write(out, write); err != nil {
		return err
	}
	if len(t.IDs) == 0 {
		fmt.Fprintf(c.stdout, "%s: an example row; fill in a row for each work\n", out)
	} else {
		fmt.Fprintf(c.stdout, "%s: %d rows, one for each picture; fill in the titles\n", out, len(t.IDs))
	}
	return nil
}

// parseLanguages returns the languages of a template, the museum's own first.
func parseLanguages(own, all string) ([]string, error) {
	var list []string
	for _, l := range append([]string{own}, strings.Split(all, ",")...) {
		l = catalog.CanonicalLanguage(strings.TrimSpace(l))
		if l == "" || slices.Contains(list, l) {
			continue
		}
		if err := bundle.CheckLanguage(l); err != nil {
			return nil, usageError("-lang or -languages: " + err.Error())
		}
		list = append(list, l)
	}
	if len(list) == 0 {
		list = []string{"en"}
	}
	return list, nil
}

// leftOut warns of pictures that cannot be read.
func (c *call) leftOut(unreadable []string) {
	for _, name := range unreadable {
		fmt.Fprintf(c.stderr, "docent %s: warning: %s is left out: only .jpg, .png and .webp can be read\n", c.name, name)
	}
}

// pictureNames returns the names of the pictures of a folder, and of the folders of pictures in it.
func pictureNames(c *call, dir string) (files, folders []string, err error) {
	paths, unreadable, err := build.Files(dir)
	if err != nil {
		return nil, nil, err
	}
	c.leftOut(unreadable)
	for _, p := range paths {
		files = append(files, filepath.Base(p))
	}
	entries, err := os.ReadDir(dir)
	for _, e := range entries {
		if _, _, none := build.Files(filepath.Join(dir, e.Name())); e.IsDir() && none == nil {
			folders = append(folders, e.Name())
		}
	}
	return files, folders, err
}

func updateCatalog(c *call, out string, old []byte, language string, files []string) error {
	b, added, err := catalog.Append(old, language, files)
	if err != nil {
		return fmt.Errorf("read catalog %s: %w", out, err)
	}
	if !bytes.Equal(b, old) {
		if err := atomicfile.WriteBytes(out, b); err != nil {
			return err
		}
	}
	fmt.Fprintf(c.stdout, "%s: %d rows added\n", out, len(added))
	return nil
}

func checkCatalog(_ context.Context, c *call) error {
	var language, images string
	args, err := c.parse(func(f *flag.FlagSet) {
		f.StringVar(&language, "lang", "en", "`language` of texts whose column names none")
		f.StringVar(&images, "images", "", "`folder` with the pictures")
	})
	if err != nil {
		return err
	}
	if len(args) == 0 {
		return usageError("the table's file is missing")
	}
	if err := noMore(args[1:]); err != nil {
		return err
	}
	path := args[0]
	t, problems, err := catalog.SurveyFile(path, language)
	if err != nil {
		return fmt.Errorf("read catalog %s: %w", path, err)
	}
	warnings := t.Warnings
	if images != "" {
		files, folders, err := pictureNames(c, images)
		if err != nil {
			return err
		}
		more, notes := t.CheckPictures(files, folders)
		problems, warnings = append(problems, more...), append(warnings, notes...)
	}
	problems = append(problems, missingSounds(t, filepath.Dir(path))...)
	warnings = append(warnings, t.Gaps()...)
	writeCheck(c.stdout, path, t, problems, warnings)
	if len(problems) > 0 {
		return fmt.Errorf("%s: no bundle can be made before the problems above are solved", path)
	}
	return nil
}

// missingSounds returns a problem for each sound that is neither beside the catalog nor in audio/ there.
func missingSounds(t *catalog.Catalog, dir string) (problems catalog.Problems) {
	for _, r := range t.Rows {
		for _, l := range t.Languages {
			name := r.Audio[l]
			if name == "" {
				continue
			}
			if !isFile(filepath.Join(dir, filepath.FromSlash(name))) && !isFile(filepath.Join(dir, "audio", filepath.FromSlash(name))) {
				problems = append(problems, catalog.Problem{Where: t.Where(r), Reason: fmt.Sprintf("there is no sound %s of %s beside the catalog or in audio", name, r.ID)})
			}
		}
	}
	return problems
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

// writeCheck writes what was found out about a table.
func writeCheck(w io.Writer, path string, t *catalog.Catalog, problems catalog.Problems, warnings []string) {
	fmt.Fprintf(w, "%s: %d works", path, len(t.Rows))
	if t.How != "" {
		fmt.Fprintf(w, "; %s", t.How)
	}
	fmt.Fprintln(w)
	if len(t.Columns) > 0 {
		fmt.Fprintln(w, "\ncolumns:")
		tab := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
		for _, col := range t.Columns {
			if col.Heading != "" {
				fmt.Fprintf(tab, "  %q\t%v\n", col.Heading, col)
			}
		}
		tab.Flush()
	}
	list := func(title string, sentences []string) {
		if len(sentences) > 0 {
			fmt.Fprintf(w, "\n%s:\n", title)
		}
		for _, s := range sentences {
			fmt.Fprintf(w, "  %s\n", s)
		}
	}
	list("worth a look", warnings)
	var wrong []string
	for _, p := range problems {
		wrong = append(wrong, p.String())
	}
	list("problems", wrong)
	if len(problems) == 0 {
		fmt.Fprintln(w, "\na bundle can be made of it")
	}
}
