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
	Licences    []string          // of the works' pictures: addresses or short texts, each once; made when a bundle is written
	Calibration proto.Calibration // of answers whose local features are not compared
	Features    string            // how the works' local features travel: FeaturesNone, FeaturesPacked or FeaturesApart
	Checked     proto.Calibration // of answers whose local features are compared; zero with FeaturesNone
	Groups      []Group           // of a grouped bundle, whose works are there; none of a plain one
	Contents                      // of a grouped bundle, the parts for all groups alone
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
	if err := checkTitle(m.Title); err != nil {
		return err
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
	seen := make(map[string]bool, len(m.Languages))
	for _, l := range m.Languages {
		if err := CheckLanguage(l); err != nil {
			return errors.New("languages: " + err.Error())
		}
		if seen[l] {
			return errors.New("languages: " + l + " stands there twice")
		}
		seen[l] = true
	}
	if err := validateLicences(m.Licences); err != nil {
		return err
	}
	if len(m.Groups) > 0 {
		return m.validateGroups()
	}
	return m.Contents.validate(m, "")
}

func checkTitle(title map[string]string) error {
	for l := range title {
		if err := CheckLanguage(l); err != nil {
			return errors.New("title: " + err.Error())
		}
	}
	return nil
}

func validateLicences(licences []string) error {
	seen := make(map[string]bool, len(licences))
	for _, l := range licences {
		if l == "" || seen[l] {
			return errors.New("licences: " + quote(l) + " is empty or stands there twice")
		}
		if err := checkLine(l, MaxLong); err != nil {
			return errors.New("licences: one " + err.Error())
		}
		seen[l] = true
	}
	return nil
}

// intern adds to the list of licences those of the works that it does not have, and returns the place of each.
func intern(licences []string, works []WorkEntry) ([]string, map[string]int) {
	index := make(map[string]int, len(licences))
	for i, l := range licences {
		index[l] = i
	}
	for i := range works {
		l := works[i].Licence
		if _, ok := index[l]; !ok && l != "" {
			index[l] = len(licences)
			licences = append(licences, l)
		}
	}
	return licences, index
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
	m := &Manifest{Title: map[string]string{}}
	var c contentsReader
	if err := readWhole(b, func(r *jsontoken.Reader, key string) {
		if !c.key(r, key) {
			m.readKey(r, key)
		}
	}); err != nil {
		return nil, err
	}
	if err := c.resolve(m.Licences); err != nil {
		return nil, err
	}
	if m.Contents = c.Contents; m.Parts == nil {
		m.Parts = map[string]Part{}
	}
	if err := m.validate(); err != nil {
		return nil, err
	}
	if m.Features == FeaturesNone {
		m.Checked = proto.Calibration{} // of answers that there are not
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
	case "licences":
		r.Array(maxLicences, func() { m.Licences = append(m.Licences, r.Str()) })
	case "locator":
		m.LocatorHash = r.Str()
	case "calibration":
		readCalibration(r, &m.Calibration)
	case "features":
		m.Features = r.Str()
	case "checked":
		readCalibration(r, &m.Checked)
	case "groups":
		r.Array(MaxGroups, func() { m.Groups = append(m.Groups, readGroup(r)) })
	default:
		r.Skip()
	}
}

// Encode writes manifest.json: the same bytes for the same manifest.
func (m *Manifest) Encode() ([]byte, error) {
	whole := *m
	var index map[string]int
	whole.Licences, index = intern(slices.Clip(m.Licences), m.Works)
	if err := whole.validate(); err != nil {
		return nil, errors.New("write " + ManifestName + ": " + err.Error())
	}
	var w jsontoken.Writer
	w.Object(func() { whole.write(&w, index) })
	return line(&w, ManifestName, MaxManifest)
}

func (m *Manifest) write(w *jsontoken.Writer, licences map[string]int) {
	w.Name("docent").Int64(Version)
	writeTitle(w, m.Title)
	w.Name("network").Str(m.Network)
	w.Name("weights").Str(m.WeightsHash)
	if m.LocatorHash != "" {
		w.Name("locator").Str(m.LocatorHash)
	}
	list := func(name string, all []string) {
		w.Name(name).Array(func() {
			for _, s := range all {
				w.Str(s)
			}
		})
	}
	list("languages", m.Languages)
	if len(m.Licences) > 0 {
		list("licences", m.Licences)
	}
	writeCalibration(w, "calibration", m.Calibration)
	if m.Features != FeaturesNone {
		w.Name("features").Str(m.Features)
		writeCalibration(w, "checked", m.Checked)
	}
	if len(m.Groups) > 0 {
		w.Name("groups").Array(func() {
			for i := range m.Groups {
				m.Groups[i].write(w)
			}
		})
	}
	m.Contents.write(w, licences)
}

func writeTitle(w *jsontoken.Writer, title map[string]string) {
	w.Name("title").Object(func() {
		for _, l := range slices.Sorted(maps.Keys(title)) {
			w.Name(l).Str(title[l])
		}
	})
}
