package output

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"time"

	"hindcast/internal/disk"
)

// Differences are the paths in which a folder is not what its manifest says, each list sorted.
// Folders end in a slash.
type Differences struct {
	Missing []string
	Changed []string // other bytes, or no regular file any more
	Extra   []string
}

// None reports whether there are none.
func (d *Differences) None() bool { return len(d.Missing)+len(d.Changed)+len(d.Extra) == 0 }

// Compare holds a site against its manifest, file by file and byte by byte. Kept names are passed
// over. An error means that the folder can't be read.
func Compare(site fs.FS, m *Manifest) (Differences, error) {
	s := newSurvey(site, m.Files, m.Keep)
	s.deep = true
	err := s.run()
	return s.Differences, err
}

// survey holds a folder against a list of files.
type survey struct {
	Differences
	site    fs.FS
	files   map[string]File
	folders map[string]bool // that hold a listed file, at any depth
	keep    map[string]bool
	deep    bool      // name each file of an extra folder, not the folder alone
	until   time.Time // no file is read: one that changed later is another one; zero to read them

	kept    []string               // names of keep that are there
	met     map[string]bool        // listed files that are there
	seen    map[string]fs.FileInfo // listed files that are as listed
	before  map[string]fs.FileInfo // seen by an earlier survey
	entered []string               // folders of the list that are there, parents first
}

func newSurvey(site fs.FS, files []File, keep []string) *survey {
	s := &survey{
		site: site, files: map[string]File{}, folders: map[string]bool{".": true}, keep: map[string]bool{},
		met: map[string]bool{}, seen: map[string]fs.FileInfo{},
	}
	for _, f := range files {
		s.files[f.Path] = f
		for dir := path.Dir(f.Path); !s.folders[dir]; dir = path.Dir(dir) {
			s.folders[dir] = true
		}
	}
	for _, name := range keep {
		s.keep[name] = true
	}
	return s
}

func (s *survey) run() error {
	if err := fs.WalkDir(s.site, ".", s.visit); err != nil {
		return fmt.Errorf("look into the folder of the site: %w", err)
	}
	for name := range s.files {
		if !s.met[name] {
			s.Missing = append(s.Missing, name)
		}
	}
	for _, list := range [][]string{s.Missing, s.Changed, s.Extra} {
		slices.Sort(list)
	}
	return nil
}

func (s *survey) visit(name string, entry fs.DirEntry, err error) error {
	switch {
	case err != nil:
		return err
	case s.keep[name]:
		s.kept = append(s.kept, name)
		return skip(entry)
	case entry.IsDir():
		return s.folder(name)
	}
	if _, listed := s.files[name]; listed {
		return s.file(name, entry)
	}
	if own, err := s.states(name, entry); own || err != nil {
		return err
	}
	s.Extra = append(s.Extra, name)
	return nil
}

func skip(entry fs.DirEntry) error {
	if entry.IsDir() {
		return fs.SkipDir
	}
	return nil
}

// deepest is how many folders deep extra files are looked for: each level costs a step for every one
// above it.
const deepest = 100

func (s *survey) folder(name string) error {
	if s.folders[name] {
		s.entered = append(s.entered, name)
		return nil
	}
	if !s.deep || strings.Count(name, "/") == deepest {
		s.Extra = append(s.Extra, name+"/")
		return fs.SkipDir
	}
	inside, err := fs.ReadDir(s.site, name)
	if err == nil && len(inside) == 0 {
		s.Extra = append(s.Extra, name+"/")
	}
	return err
}

// signatureHead is how every signature of ssh-keygen begins.
const signatureHead = "-----BEGIN SSH SIGNATURE-----\n"

// MaxSignature is how many bytes of a signature are read.
const MaxSignature = 64 << 10

// states reports whether a file that is in no list is the manifest or a signature of it.
func (s *survey) states(name string, entry fs.DirEntry) (bool, error) {
	if name == ManifestName {
		return entry.Type().IsRegular(), nil
	}
	if name != SignatureName || !entry.Type().IsRegular() {
		return false, nil
	}
	data, err := disk.ReadFile(s.site, name, MaxSignature)
	if err != nil && data == nil {
		return false, err
	}
	return err == nil && bytes.HasPrefix(data, []byte(signatureHead)), nil
}

// file holds a file against the list.
func (s *survey) file(name string, entry fs.DirEntry) error {
	s.met[name] = true
	info, err := entry.Info()
	if err != nil {
		return err
	}
	same, err := s.isListed(name, info)
	switch {
	case err != nil:
		return err
	case same:
		s.seen[name] = info
	default:
		s.Changed = append(s.Changed, name)
	}
	return nil
}

func (s *survey) isListed(name string, info fs.FileInfo) (bool, error) {
	want := s.files[name]
	switch {
	case !info.Mode().IsRegular():
		return false, nil
	case want.SHA256 == "": // a journal lists names alone
		return true, nil
	case info.Size() != want.Size:
		return false, nil
	case !s.until.IsZero():
		return !disk.Changed(info).After(s.until), nil
	case untouched(s.before[name], info):
		return true, nil
	}
	got, err := hash(s.site, name)
	return got == want.SHA256, err
}

// untouched reports whether a file is the one that an earlier survey read, not written to since.
func untouched(before, now fs.FileInfo) bool {
	return before != nil && os.SameFile(before, now) && before.Size() == now.Size() &&
		before.ModTime().Equal(now.ModTime())
}

func hash(site fs.FS, name string) (string, error) {
	f, err := site.Open(name)
	if errors.Is(err, disk.ErrIrregular) {
		return "", nil // it was exchanged meanwhile
	}
	if err != nil {
		return "", err
	}
	h := sha256.New()
	_, err = io.Copy(h, f)
	return hex.EncodeToString(h.Sum(nil)), errors.Join(err, f.Close())
}

// strangers are what the list does not know or knows with other bytes.
func (s *survey) strangers() []string {
	all := slices.Concat(s.Changed, s.Extra)
	slices.SortFunc(all, strings.Compare)
	return all
}
