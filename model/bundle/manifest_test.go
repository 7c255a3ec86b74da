package bundle

import (
	"bytes"
	"errors"
	"reflect"
	"strings"
	"testing"

	"docent/model/nn"
)

// manifest returns the manifest of small with the parts that it needs.
func manifest() *Manifest {
	m := small().Manifest
	m.Parts = map[string]Part{}
	for _, name := range []string{PrototypesName, "texts/en.json", "texts/fr.json", "thumbs/harbour.jpg", "thumbs/Work_2.b.jpg"} {
		m.Parts[name] = Part{Bytes: 10, SHA256: weightsHash}
	}
	return &m
}

func TestManifestRoundTrip(t *testing.T) {
	m := manifest()
	b, err := m.Encode()
	if err != nil {
		t.Fatal(err)
	}
	got, err := ReadManifest(b)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, m) {
		t.Errorf("read\n%+v\nwant\n%+v", got, m)
	}
	again, err := got.Encode()
	if err != nil || !bytes.Equal(again, b) {
		t.Errorf("encoding again gives other bytes (%v):\n%s\n%s", err, again, b)
	}
}

func TestManifestUnknownKeys(t *testing.T) {
	b, err := manifest().Encode()
	if err != nil {
		t.Fatal(err)
	}
	b = bytes.Replace(b, []byte(`{"docent":3`), []byte(`{"later":{"a":[1,{"b":null}]},"docent":3`), 1)
	b = bytes.Replace(b, []byte(`{"id":"x"`), []byte(`{"hanging":3,"id":"x"`), 1)
	if _, err := ReadManifest(b); err != nil {
		t.Errorf("a manifest with keys of a later version: %v", err)
	}
}

func TestManifestRefuses(t *testing.T) {
	good, err := manifest().Encode()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, old, new, want string }{
		{"another version", `"docent":3`, `"docent":1`, "format 1 is not known here"},
		{"version of text", `"docent":3`, `"docent":"1"`, `at "/docent": not a whole number`},
		{"no version", `"docent":3`, `"museum":1`, "not a docent bundle"},
		{"not JSON", string(good), "PK\x03\x04", "invalid character"},
		{"empty", string(good), "", "ends too early"},
		{"an array", string(good), "[1]", "not an object"},
		{"two objects", "\n", "{}", "something follows"},
		{"cut off", `"sha256"`, `"sh`, ""},
		{"key twice", `"network"`, `"weights":"","network"`, "duplicate"},
		{"no works", `{"id":"harbour","thumb":"thumbs/harbour.jpg"},{"id":"Work_2.b","thumb":"thumbs/Work_2.b.jpg"},{"id":"x"}`, "", "works: there are none"},
		{"id twice", `{"id":"x"}`, `{"id":"harbour"}`, "harbour stands there twice"},
		{"id with a path", `{"id":"x"}`, `{"id":"../x"}`, `id "../x" is not`},
		{"id with a dot first", `{"id":"x"}`, `{"id":".x"}`, `id ".x" is not`},
		{"no id", `{"id":"x"}`, `{}`, `id "" is not`},
		{"long id", `{"id":"x"}`, `{"id":"` + strings.Repeat("x", 65) + `"}`, "is not 1 to 64"},
		{"id of another type", `{"id":"x"}`, `{"id":7}`, `at "/works/2/id": not a string`},
		{"another's thumbnail", `{"id":"x"}`, `{"id":"x","thumb":"thumbs/harbour.jpg"}`, "must be called thumbs/x.jpg"},
		{"thumbnail without a part", `{"id":"x"}`, `{"id":"x","thumb":"thumbs/x.jpg"}`, "thumbs/x.jpg is missing"},
		{"texts without a part", `"texts/fr.json":`, `"texts/de.json":`, "texts/fr.json is missing"},
		{"no prototypes", `"prototypes.safetensors":`, `"x":`, "prototypes.safetensors is missing"},
		{"language twice", `["en","fr"]`, `["en","fr","en"]`, "en stands there twice"},
		{"language with a path", `["en","fr"]`, `["en","../fr"]`, `"../fr" is not a language tag`},
		{"title in no language", `"title":{"en"`, `"title":{"e n"`, "is not a language tag"},
		{"part with a path", `"parts":{`, `"parts":{"../../etc/passwd":{"bytes":1,"sha256":"` + weightsHash + `"},`, "is not the name of a part"},
		{"part from the root", `"parts":{`, `"parts":{"/etc/passwd":{"bytes":1,"sha256":"` + weightsHash + `"},`, "is not the name of a part"},
		{"part of a negative size", `"prototypes.safetensors":{"bytes":10`, `"prototypes.safetensors":{"bytes":-1`, "impossible size"},
		{"huge part", `"prototypes.safetensors":{"bytes":10`, `"prototypes.safetensors":{"bytes":9223372036854775807`, "impossible size"},
		{"huge thumbnail", `"thumbs/harbour.jpg":{"bytes":10`, `"thumbs/harbour.jpg":{"bytes":100000000`, "is larger than"},
		{"part of half a byte", `"prototypes.safetensors":{"bytes":10`, `"prototypes.safetensors":{"bytes":0.5`, "not a whole number"},
		{"part without a hash", `"sha256":"` + weightsHash, `"sha256":"00`, "is not a sha256"},
		{"weights without a hash", `"weights":"0011`, `"weights":"00ZZ`, "weights: "},
		{"huge number", `"near":-4.5`, `"near":1e999`, ""},
		{"number beyond sense", `"near":-4.5`, `"near":-1e300`, "not finite"},
		{"wrong sign", `"near":-4.5`, `"near":4.5`, "nearer answer"},
		{"no calibration", `"calibration":{`, `"calibration":{},"other":{`, "calibration: "},
		{"huge count", `"known":200`, `"known":9999999999`, "not a count"},
		{"false UTF-8", `"network":"conv4-64"`, "\"network\":\"\xff\"", "UTF-8"},
	} {
		t.Run(c.name, func(t *testing.T) {
			bad := bytes.Replace(good, []byte(c.old), []byte(c.new), 1)
			if bytes.Equal(bad, good) {
				t.Fatal("the test changes nothing")
			}
			_, err := ReadManifest(bad)
			wantError(t, err, c.want)
			var format *nn.FormatError
			if !errors.As(err, &format) {
				t.Errorf("error of type %T, want a FormatError", err)
			}
		})
	}
}

func TestManifestWorksBound(t *testing.T) {
	b := []byte(`{"docent":3,"works":[` + strings.Repeat("{},", MaxWorks) + `{}]}`)
	_, err := ReadManifest(b)
	wantError(t, err, "more than 200000")
}

func TestEncodeRefuses(t *testing.T) {
	m := manifest()
	m.WeightsHash = "?"
	_, err := m.Encode()
	wantError(t, err, "write manifest.json: weights")
}

func TestCheck(t *testing.T) {
	m := manifest()
	if err := m.Check(weightsHash); err != nil {
		t.Error(err)
	}
	for _, h := range []string{"", strings.Repeat("f", 64)} {
		wantError(t, m.Check(h), "this bundle was made for other weights (001122334455, not ")
	}
}

func TestCheckLanguage(t *testing.T) {
	for _, l := range []string{"en", "fr", "pt-BR", "zh-Hant", "es-419", "gsw"} {
		if err := CheckLanguage(l); err != nil {
			t.Error(err)
		}
	}
	for _, l := range []string{"", "e", "en_GB", "en-", "-en", "../en", "1a", "en/../x", strings.Repeat("aa-", 12) + "aa", "englishes"} {
		if CheckLanguage(l) == nil {
			t.Errorf("%q was accepted", l)
		}
	}
}

func FuzzReadManifest(f *testing.F) {
	b, err := manifest().Encode()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Add([]byte(`{"docent":3,"works":[{"id":"x"}]}`))
	f.Add(bytes.Replace(b, []byte(`"calibration"`), []byte(`"checked":{"near":-1},"calibration"`), 1)) // without features
	f.Fuzz(func(t *testing.T, b []byte) {
		m, err := ReadManifest(b)
		if err != nil {
			return
		}
		again, err := m.Encode()
		if err != nil {
			t.Fatalf("a manifest that was read cannot be written: %v", err)
		}
		if m2, err := ReadManifest(again); err != nil || !reflect.DeepEqual(m, m2) {
			t.Fatalf("a manifest changes when it is written and read (%v)\n%+v\n%+v", err, m, m2)
		}
	})
}
