//go:build !js

package importer

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// value is a piece of a server's JSON. Servers stretch their formats: what has to be a list is one thing, what has to be
// a text is a number. So nothing that is asked of a value is an error: what it does not have is empty.
type value struct{ any }

// parseValue reads a JSON answer.
func parseValue(b []byte) (value, error) {
	var v value
	if err := json.Unmarshal(bytes.TrimPrefix(b, []byte(bom)), &v.any); err != nil {
		if e, ok := errors.AsType[*json.SyntaxError](err); ok {
			return value{}, fmt.Errorf("the answer is no JSON, or is cut off (byte %d)", e.Offset)
		}
		return value{}, errors.New("the answer is no JSON")
	}
	return v, nil
}

// at returns the member at a path of names.
func (v value) at(path ...string) value {
	for _, name := range path {
		m, ok := v.any.(map[string]any)
		if !ok {
			return value{}
		}
		v = value{m[name]}
	}
	return v
}

// first returns the first of several members that is there.
func (v value) first(names ...string) value {
	for _, name := range names {
		if m := v.at(name); m.any != nil {
			return m
		}
	}
	return value{}
}

// list returns the elements of an array, and anything else as the only element: JSON-LD writes both.
func (v value) list() []value {
	switch a := v.any.(type) {
	case nil:
		return nil
	case []any:
		l := make([]value, len(a))
		for i, e := range a {
			l[i] = value{e}
		}
		return l
	}
	return []value{v}
}

// names returns the names of an object's members, sorted.
func (v value) names() []string {
	m, _ := v.any.(map[string]any)
	return slices.Sorted(maps.Keys(m))
}

// has reports whether an object has a member, null or not.
func (v value) has(name string) bool {
	m, _ := v.any.(map[string]any)
	_, ok := m[name]
	return ok
}

// str returns a text, or a number as text.
func (v value) str() string {
	switch s := v.any.(type) {
	case string:
		return s
	case float64:
		return strconv.FormatFloat(s, 'f', -1, 64)
	}
	return ""
}

// num returns a number, or a text that is one.
func (v value) num() float64 {
	switch n := v.any.(type) {
	case float64:
		return n
	case string:
		f, _ := strconv.ParseFloat(n, 64)
		return f
	}
	return 0
}

// pixels returns a number of pixels, 0 for what can be none.
func (v value) pixels() int {
	if n := v.num(); n >= 1 && n <= 1e9 {
		return int(n)
	}
	return 0
}

func (v value) yes() bool {
	b, _ := v.any.(bool)
	return b
}

// id returns what JSON-LD identifies a thing with: "id", "@id", or the text that stands for the thing.
func (v value) id() string {
	if s, ok := v.any.(string); ok {
		return strings.TrimSpace(s)
	}
	return strings.TrimSpace(v.first("id", "@id").str())
}

// kind returns the type of a JSON-LD thing without a prefix: Manifest for "sc:Manifest".
func (v value) kind() string {
	for _, t := range v.first("type", "@type").list() {
		_, name, found := strings.Cut(t.str(), ":")
		if !found {
			name = t.str()
		}
		if name != "" {
			return name
		}
	}
	return ""
}
