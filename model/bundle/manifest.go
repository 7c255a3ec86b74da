package bundle

import (
	"errors"
	"maps"
	"slices"
	"strconv"

	"docent/model/internal/jsontoken"
	"docent/model/nn"
	"docent/model/proto"
)

// Manifest is what manifest.json says.
type Manifest struct {
	Title       map[string]string // of the collection, by language
	Network     string            // name of the network, such as "conv4-64"
	WeightsHash string            // sha256 of the weight file that the prototypes were made with, lowercase hex
	LocatorHash string            // sha256 of the locator's weight file; "" when views are looked at through windows alone
	Languages   []string          // those that have texts, the museum's own first
	Calibration proto.Calibration // of answers whose local features are not compared
	Features    string            // how the works' local features travel: FeaturesNone, FeaturesPacked or FeaturesApart
	Checked     proto.Calibration // of answers whose local features are compared; zero with FeaturesNone
	Works       []WorkEntry
	Parts       map[string]Part // by name; all parts but the manifest
}

// WorkEntry is a work in the manifest. Its place in the list is its row of the prototypes.
type WorkEntry struct {
	ID    string
	Thumb string // name of the part with its thumbnail; "" when there is none
}

// Part is the size and the hash of a part.
type Part struct {
	Bytes  int64
	SHA256 string // lowercase hex
}

// Check refuses a bundle that was made for other weights: distances between embeddings of two networks mean nothing.
// weightsHash is the sha256 of the weights in use, lowercase hex.
func (m *Manifest) Check(weightsHash string) error {
	if m.WeightsHash != weightsHash {
		return errors.New("this bundle was made for other weights (" + short(m.WeightsHash) + ", not " +
			short(weightsHash) + "): rebuild it with docent bundle")
	}
	return nil
}

func short(hash string) string {
	if len(hash) > 12 {
		return hash[:12]
	}
	return quote(hash)
}

// validate checks all that the manifest's fields must be.
func (m *Manifest) validate() error {
	for l := range m.Title {
		if err := CheckLanguage(l); err != nil {
			return errors.New("title: " + err.Error())
		}
	}
	if !isHash(m.WeightsHash) {
		return errors.New("weights: " + quote(m.WeightsHash) + " is not a sha256 in lowercase hex")
	}
	if m.LocatorHash != "" && !isHash(m.LocatorHash) {
		return errors.New("locator: " + quote(m.LocatorHash) + " is not a sha256 in lowercase hex")
	}
	if err := m.Calibration.Check(); err != nil {
		return err
	}
	if err := m.validateFeatures(); err != nil {
		return err
	}
	for name, p := range m.Parts {
		if !isPart(name) {
			return errors.New("parts: " + quote(name) + " is not the name of a part")
		}
		if p.Bytes < 0 || p.Bytes > maxPart {
			return errors.New("parts: " + name + " has an impossible size of " + strconv.FormatInt(p.Bytes, 10) + " bytes")
		}
		if !isHash(p.SHA256) {
			return errors.New("parts: " + name + ": " + quote(p.SHA256) + " is not a sha256 in lowercase hex")
		}
	}
	need := func(name string, most int64) error {
		p, ok := m.Parts[name]
		if !ok {
			return errors.New("parts: " + name + " is missing")
		}
		if p.Bytes > most {
			return errors.New("parts: " + name + " is larger than " + strconv.FormatInt(most, 10) + " bytes")
		}
		return nil
	}
	if err := need(PrototypesName, maxPart); err != nil {
		return err
	}
	if m.Features == FeaturesPacked {
		if err := need(FeaturesName, maxPart); err != nil {
			return err
		}
	}
	for i, l := range m.Languages {
		if err := CheckLanguage(l); err != nil {
			return errors.New("languages: " + err.Error())
		}
		if slices.Contains(m.Languages[:i], l) {
			return errors.New("languages: " + l + " stands there twice")
		}
		if err := need(TextsName(l), maxTexts); err != nil {
			return err
		}
	}
	return m.validateWorks(need)
}

func (m *Manifest) validateWorks(need func(name string, most int64) error) error {
	if len(m.Works) == 0 {
		return errors.New("works: there are none")
	}
	if len(m.Works) > MaxWorks {
		return errors.New("works: more than " + strconv.Itoa(MaxWorks))
	}
	seen := make(map[string]bool, len(m.Works))
	for _, w := range m.Works {
		if err := CheckID(w.ID); err != nil {
			return errors.New("works: " + err.Error())
		}
		if seen[w.ID] {
			return errors.New("works: " + w.ID + " stands there twice")
		}
		seen[w.ID] = true
		if m.Features == FeaturesApart {
			if err := need(FeatureName(w.ID), RowSize); err != nil {
				return err
			}
		}
		if w.Thumb == "" {
			continue
		}
		if w.Thumb != ThumbName(w.ID) {
			return errors.New("works: the thumbnail of " + w.ID + " must be called " + ThumbName(w.ID))
		}
		if err := need(w.Thumb, maxThumb); err != nil {
			return err
		}
	}
	return nil
}

// isHash reports whether s is a sha256 in lowercase hex.
func isHash(s string) bool {
	if len(s) != 64 {
		return false
	}
	for i := range len(s) {
		if c := s[i]; !(isDigit(c) || c >= 'a' && c <= 'f') {
			return false
		}
	}
	return true
}

// ReadManifest reads manifest.json. Keys that it does not know are passed over, so that a bundle may say more than
// this version reads; a bundle that must not be read by it has another Version.
func ReadManifest(b []byte) (*Manifest, error) {
	m, err := readManifest(b)
	if err != nil {
		return nil, &nn.FormatError{What: "read " + ManifestName, Err: err}
	}
	return m, nil
}

func readManifest(b []byte) (*Manifest, error) {
	if len(b) > MaxManifest {
		return nil, errors.New("larger than " + strconv.Itoa(MaxManifest) + " bytes")
	}
	// The version first, wherever it stands: the rest of another version may look different.
	version := int64(-1)
	if err := readWhole(b, func(r *jsontoken.Reader, key string) {
		if key == "docent" {
			version = r.Int64()
		} else {
			r.Skip()
		}
	}); err != nil {
		return nil, err
	}
	switch {
	case version < 0:
		return nil, errors.New(`not a docent bundle: there is no key "docent"`)
	case version != Version:
		return nil, errors.New("bundle format " + strconv.FormatInt(version, 10) + " is not known here, only " +
			strconv.Itoa(Version) + ": update docent, or rebuild the bundle with this docent")
	}
	m := &Manifest{Title: map[string]string{}, Parts: map[string]Part{}}
	if err := readWhole(b, m.readKey); err != nil {
		return nil, err
	}
	if err := m.validate(); err != nil {
		return nil, err
	}
	return m, nil
}

func (m *Manifest) readKey(r *jsontoken.Reader, key string) {
	switch key {
	case "title":
		r.Object(func(language string) { m.Title[language] = r.Str() })
	case "network":
		m.Network = r.Str()
	case "weights":
		m.WeightsHash = r.Str()
	case "languages":
		r.Array(MaxWorks, func() { m.Languages = append(m.Languages, r.Str()) })
	case "locator":
		m.LocatorHash = r.Str()
	case "calibration":
		readCalibration(r, &m.Calibration)
	case "features":
		m.Features = r.Str()
	case "checked":
		readCalibration(r, &m.Checked)
	case "works":
		r.Array(MaxWorks, func() { m.Works = append(m.Works, readEntry(r)) })
	case "parts":
		r.Object(func(name string) { m.Parts[name] = readPart(r) })
	default:
		r.Skip()
	}
}

func readEntry(r *jsontoken.Reader) (w WorkEntry) {
	r.Object(func(key string) {
		switch key {
		case "id":
			w.ID = r.Str()
		case "thumb":
			w.Thumb = r.Str()
		default:
			r.Skip()
		}
	})
	return w
}

func readPart(r *jsontoken.Reader) Part {
	p := Part{Bytes: -1}
	r.Object(func(key string) {
		switch key {
		case "bytes":
			p.Bytes = r.Int64()
		case "sha256":
			p.SHA256 = r.Str()
		default:
			r.Skip()
		}
	})
	return p
}

// calibrationFields lists the keys of a calibration and where each is kept: numbers, then counts.
func calibrationFields(c *proto.Calibration) (numbers [7]field[float64], counts [2]field[int]) {
	return [7]field[float64]{
			{"intercept", &c.Intercept}, {"near", &c.Near}, {"ahead", &c.Ahead}, {"agreed", &c.Agreed},
			{"typical", &c.Typical}, {"threshold", &c.Threshold}, {"false_accept_rate", &c.FalseAcceptRate},
		}, [2]field[int]{
			{"known", &c.Known}, {"unknown", &c.Unknown},
		}
}

// field is a key of a JSON object and where its value is kept.
type field[T any] struct {
	key   string
	value *T
}

func readCalibration(r *jsontoken.Reader, c *proto.Calibration) {
	numbers, counts := calibrationFields(c)
	r.Object(func(key string) {
		for _, f := range numbers {
			if f.key == key {
				*f.value = r.Float64()
				return
			}
		}
		for _, f := range counts {
			if f.key == key {
				*f.value = readCount(r)
				return
			}
		}
		r.Skip()
	})
}

func writeCalibration(w *jsontoken.Writer, name string, c proto.Calibration) {
	w.Name(name).Object(func() {
		numbers, counts := calibrationFields(&c)
		for _, f := range numbers {
			w.Name(f.key).Float64(*f.value)
		}
		for _, f := range counts {
			w.Name(f.key).Int64(int64(*f.value))
		}
	})
}

// Encode writes manifest.json: the same bytes for the same manifest.
func (m *Manifest) Encode() ([]byte, error) {
	if err := m.validate(); err != nil {
		return nil, errors.New("write " + ManifestName + ": " + err.Error())
	}
	var w jsontoken.Writer
	w.Object(func() {
		w.Name("docent").Int64(Version)
		w.Name("title").Object(func() {
			for _, l := range slices.Sorted(maps.Keys(m.Title)) {
				w.Name(l).Str(m.Title[l])
			}
		})
		w.Name("network").Str(m.Network)
		w.Name("weights").Str(m.WeightsHash)
		if m.LocatorHash != "" {
			w.Name("locator").Str(m.LocatorHash)
		}
		w.Name("languages").Array(func() {
			for _, l := range m.Languages {
				w.Str(l)
			}
		})
		writeCalibration(&w, "calibration", m.Calibration)
		if m.Features != FeaturesNone {
			w.Name("features").Str(m.Features)
			writeCalibration(&w, "checked", m.Checked)
		}
		w.Name("works").Array(func() {
			for _, work := range m.Works {
				w.Object(func() {
					w.Name("id").Str(work.ID)
					if work.Thumb != "" {
						w.Name("thumb").Str(work.Thumb)
					}
				})
			}
		})
		w.Name("parts").Object(func() {
			for _, name := range slices.Sorted(maps.Keys(m.Parts)) {
				w.Name(name).Object(func() {
					w.Name("bytes").Int64(m.Parts[name].Bytes)
					w.Name("sha256").Str(m.Parts[name].SHA256)
				})
			}
		})
	})
	return line(&w, ManifestName, MaxManifest)
}
