package output

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"regexp"
	"slices"
	"sort"
	"strings"

	"hindcast/internal/disk"
	"hindcast/internal/incident"
)

// The files in which a site states what it holds.
const (
	ManifestName  = "manifest.json"     // every other file with its size and SHA-256; see Manifest
	SignatureName = "manifest.json.sig" // a signature of the manifest as ssh-keygen makes it
)

// form is the number of this form of the manifest. Another form is not ours to judge.
const form = 1

// programName is in every manifest.
const programName = "hindcast"

// maxManifest is how many bytes of a manifest are read: that of a million files is half as large.
const maxManifest = 256 << 20

// ErrNoManifest means that a folder has no manifest, or one that no build wrote.
var ErrNoManifest = errors.New("it has no manifest of a build")

// Program is what wrote a site.
type Program struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

// About is where a site comes from and whom it is for.
type About struct {
	Program  Program  `json:"program"`
	Commit   string   `json:"commit,omitempty"`   // full id of the commit of the records; empty without Git
	Modified bool     `json:"modified,omitempty"` // the records were changed since that commit
	Audience string   `json:"audience"`
	Keep     []string `json:"keep,omitempty"` // names in the top folder that are the host's and not looked at, sorted
}

// Manifest lists the files of a site. It is the same, byte for byte, for the same site.
type Manifest struct {
	Form int `json:"form"`
	About
	Files []File `json:"files"` // sorted by path
}

// File is a file of a site.
type File struct {
	Path   string `json:"path"`   // slash-separated, relative to the site
	Size   int64  `json:"size"`   // bytes
	SHA256 string `json:"sha256"` // 64 hexadecimal digits, small
}

// ReadManifest reads the manifest of a site with its bytes, which are what a signature signs. The
// error is ErrNoManifest where there is none, or one of other programs or forms.
func ReadManifest(site fs.FS) (*Manifest, []byte, error) {
	info, err := fs.Lstat(site, ManifestName)
	switch {
	case errors.Is(err, fs.ErrNotExist), err == nil && !info.Mode().IsRegular():
		return nil, nil, ErrNoManifest
	case err != nil:
		return nil, nil, fmt.Errorf("look for the manifest: %w", err)
	}
	data, err := disk.ReadFile(site, ManifestName, maxManifest)
	if err != nil {
		return nil, nil, fmt.Errorf("read the manifest: %w", err)
	}
	m, err := parseManifest(data)
	return m, data, err
}

func parseManifest(data []byte) (*Manifest, error) {
	m := &Manifest{}
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(m); err != nil {
		return nil, ErrNoManifest
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, ErrNoManifest
	}
	if m.Form != form || m.Program.Name != programName || m.Audience == "" || m.Files == nil || !m.sound() {
		return nil, ErrNoManifest
	}
	return m, nil
}

var sum = regexp.MustCompile(`^[0-9a-f]{64}$`)

// sound reports whether every path stays within the site and is there once.
func (m *Manifest) sound() bool {
	seen := map[string]bool{}
	for _, f := range m.Files {
		if !isPath(f.Path) || f.Path == ManifestName || f.Path == SignatureName || seen[f.Path] || f.Size < 0 ||
			!sum.MatchString(f.SHA256) {
			return false
		}
		seen[f.Path] = true
	}
	return !slices.ContainsFunc(m.Keep, func(name string) bool { return !canKeep(name) })
}

func (m *Manifest) bytes() ([]byte, error) {
	sort.Slice(m.Files, func(i, j int) bool { return m.Files[i].Path < m.Files[j].Path })
	data, err := json.MarshalIndent(m, "", " ")
	if err != nil {
		return nil, fmt.Errorf("list the files of the site: %w", err)
	}
	return append(data, '\n'), nil
}

// isPath reports whether a name is the path of a file within a site on every system.
func isPath(name string) bool {
	return fs.ValidPath(name) && name != "." && !strings.ContainsAny(name, "\\\x00")
}

// longestName is how many bytes the name of a file has at most on the systems in use.
const longestName = 255

// canKeep reports whether a name can be that of a kept file or folder.
func canKeep(name string) bool { return new(incident.KeptName).UnmarshalText([]byte(name)) == nil }
