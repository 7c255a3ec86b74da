//go:build !js

package importer

import (
	"fmt"
	"io/fs"
	"os"
	"strings"

	"docent/model/atomicfile"
)

// writeProblems lists the works that were left out, one a line; without any there is no file.
func writeProblems(path string, problems []Problem) error {
	if len(problems) == 0 {
		if err := os.Remove(path); err != nil && !os.IsNotExist(err) {
			return fmt.Errorf("remove list of problems: %w", err.(*fs.PathError).Err)
		}
		return nil
	}
	var b strings.Builder
	for _, p := range problems {
		fmt.Fprintf(&b, "%s: %s\n", p.Key, p.Why)
	}
	return atomicfile.WriteBytes(path, []byte(b.String()))
}
