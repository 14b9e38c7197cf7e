package edit

import (
	"crypto/sha256"
	"fmt"
	"io"
	"io/fs"
	"path"
	"regexp"
	"strings"
)

// A staged file tells by its name what it is for, so that a later run knows what a killed one left:
// whose place it takes, and the digests of the text to be replaced and of the one that replaces it.
// Loading passes over it, since it is hidden.
var stagedForm = regexp.MustCompile(`^\.hindcast-([0-9a-f]{16})-([0-9a-f]{16})-([0-9a-f]{16})(\.part)?$`)

// partEnding is what the name of a staged file ends in until the file is whole.
const partEnding = ".part"

func stagedName(base string, old, replaced digest) string {
	return fmt.Sprintf(".hindcast-%s-%s-%s", sum([]byte(base)), old, replaced)
}

// digest is the beginning of a SHA-256, in hexadecimal digits: enough to tell a text from another.
type digest string

func sum(text []byte) digest { return digest(fmt.Sprintf("%x", sha256.Sum256(text))[:16]) }

// sum is the digest of a file.
func (e *editor) sum(name string) (digest, error) {
	f, err := e.FS().Open(name)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return digest(fmt.Sprintf("%x", h.Sum(nil))[:16]), nil
}

// sweep takes away what killed runs left in the folder, which is locked: no run that is alive has
// anything there. Where it can't be locked the leftovers of others stay.
func (e *editor) sweep(locked bool) error {
	entries, err := fs.ReadDir(e.FS(), e.folder)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		m := stagedForm.FindStringSubmatch(entry.Name())
		name := path.Join(e.folder, entry.Name())
		isOwn := strings.TrimSuffix(name, partEnding) == e.staged
		if m == nil || !entry.Type().IsRegular() || !locked && !isOwn {
			continue
		}
		left := &editor{
			Disk: e.Disk, change: e.change, folder: e.folder, name: owner(entries, e.folder, digest(m[1])), staged: name,
		}
		if err := left.sweepOne(digest(m[2]), digest(m[3]), m[4] == ""); err != nil {
			return err
		}
	}
	return nil
}

// owner is the file in whose place a staged file goes; empty where it is not there any more.
func owner(entries []fs.DirEntry, folder string, base digest) string {
	for _, e := range entries {
		if !stagedForm.MatchString(e.Name()) && sum([]byte(e.Name())) == base {
			return path.Join(folder, e.Name())
		}
	}
	return ""
}

// sweepOne takes a leftover away. Where the run was killed before it could put back what somebody had
// saved, that is done now: then it holds neither of the run's texts, and its owner the new one.
func (e *editor) sweepOne(old, replaced digest, isWhole bool) error {
	if e.IsBusy(e.staged) {
		return nil // whoever writes into it wants it kept; a later run looks again
	}
	holds, err := e.sum(e.staged)
	if err != nil {
		return err
	}
	if isWhole && holds != old && holds != replaced && e.name != "" {
		is, err := e.sum(e.name)
		if err != nil {
			return err
		}
		if is == replaced {
			if err := e.Exchange(e.staged, e.name); err != nil {
				return err
			}
			_, err := e.settle(replaced, holds)
			return err
		}
	}
	return e.discard(e.staged, nil)
}
