// Package checkpoint stores the state of a training run in its folder, and
// reads its settings: what every kind of run has in common.
package checkpoint

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"docent/model/atomicfile"
	"docent/model/nn"
)

// File is the name of a checkpoint in its run's folder.
const File = "checkpoint.safetensors"

// A State is what is stored: settings and curves as JSON, the step reached,
// and tensors in parts, told apart by their names' prefixes.
type State struct {
	Kind           string // metadata key that says what kind of run it is
	Config, Points any    // pointers
	Step           *int
	Parts          []Part
}

// A Part is some of the tensors.
type Part struct {
	Prefix string
	Values map[string][]float32
}

// Write saves the state in a run's folder, whole or not at all.
func (s State) Write(dir string) error {
	config, err := json.Marshal(s.Config)
	if err != nil {
		return fmt.Errorf("write checkpoint: %w", err)
	}
	points, err := json.Marshal(s.Points)
	if err != nil {
		return fmt.Errorf("write checkpoint: %w", err)
	}
	f := &nn.File{Metadata: map[string]string{
		s.Kind: "1", "config": string(config), "step": strconv.Itoa(*s.Step), "points": string(points),
	}}
	for _, p := range s.Parts {
		for _, name := range slices.Sorted(maps.Keys(p.Values)) {
			f.Tensors = append(f.Tensors, nn.Tensor{Name: p.Prefix + name, DType: "F32",
				Dims: []int{len(p.Values[name])}, Data: p.Values[name]})
		}
	}
	b, err := nn.WriteSafetensors(f)
	if err != nil {
		return fmt.Errorf("write checkpoint: %w", err)
	}
	return atomicfile.WriteBytes(filepath.Join(dir, File), b)
}

// Read fills the state from the checkpoint of a run's folder; found is false
// without one. other says what a file of another kind is not.
func (s State) Read(dir, other string) (found bool, err error) {
	path := filepath.Join(dir, File)
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("read checkpoint: %w", err)
	}
	f, err := nn.ReadSafetensors(b)
	if err != nil {
		return false, fmt.Errorf("read checkpoint %s: %w", path, err)
	}
	if f.Metadata[s.Kind] != "1" {
		return false, fmt.Errorf("read checkpoint %s: %s", path, other)
	}
	if err := json.Unmarshal([]byte(f.Metadata["config"]), s.Config); err != nil {
		return false, fmt.Errorf("read checkpoint %s: settings: %w", path, err)
	}
	if err := json.Unmarshal([]byte(f.Metadata["points"]), s.Points); err != nil {
		return false, fmt.Errorf("read checkpoint %s: curves: %w", path, err)
	}
	if *s.Step, err = strconv.Atoi(f.Metadata["step"]); err != nil {
		return false, fmt.Errorf("read checkpoint %s: step: %w", path, err)
	}
	for _, t := range f.Tensors {
		for _, p := range s.Parts {
			if name, ok := strings.CutPrefix(t.Name, p.Prefix); ok {
				p.Values[name] = t.Data
			}
		}
	}
	return true, nil
}

// ReadSettings reads a JSON file into settings, a pointer; what the file
// leaves out stays as it is. Unknown names are an error, so that a misspelt
// setting is not silently ignored.
func ReadSettings(path string, settings any) error {
	f, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("read settings: %w", err)
	}
	defer f.Close()
	d := json.NewDecoder(f)
	d.DisallowUnknownFields()
	if err := d.Decode(settings); err != nil {
		return fmt.Errorf("read settings %s: %w", path, err)
	}
	return nil
}

// Same returns an error that names the settings in which a run in dir, started
// with those stored in its checkpoint, and one that is to go on there differ;
// nil if none do. Both are structs of one type.
func Same(dir string, stored, wanted any) error {
	was, is := fields(stored), fields(wanted)
	var differences []string
	for _, name := range slices.Sorted(maps.Keys(is)) {
		if was[name] != is[name] {
			differences = append(differences, fmt.Sprintf("%s was %s and is %s", name, was[name], is[name]))
		}
	}
	if len(differences) == 0 {
		return nil
	}
	return fmt.Errorf("resume run: %s was started with other settings (%s): use them, they are in %s, or another folder", dir,
		strings.Join(differences, "; "), filepath.Join(dir, "settings.json"))
}

// fields returns the fields of a struct by name, as JSON.
func fields(settings any) map[string]string {
	v := reflect.ValueOf(settings)
	all := map[string]string{}
	for i := range v.NumField() {
		b, err := json.Marshal(v.Field(i).Interface())
		if err != nil {
			b = fmt.Append(nil, v.Field(i).Interface()) // what JSON has no words for
		}
		all[v.Type().Field(i).Name] = string(b)
	}
	return all
}
