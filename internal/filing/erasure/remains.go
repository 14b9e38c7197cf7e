package erasure

import (
	"bytes"
	"context"
	"crypto/sha1"
	"crypto/sha256"
	"errors"
	"fmt"
	"html"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"hindcast/internal/corpus"
	"hindcast/internal/disk"
	"hindcast/internal/filing"
	"hindcast/internal/history"
	"hindcast/internal/incident"
	"hindcast/internal/load"
	"hindcast/internal/markdown"
)

// Traces is what can be known a redacted record by.
type Traces struct {
	IDs   []string // its id and former ones
	Files []string // paths in the records repository that it and what went with it had, where they are known
}

// TracesOf are the traces of a record.
func TracesOf(r *incident.Record, files ...string) Traces {
	return Traces{append([]string{r.ID}, r.Aliases...), files}
}

// matches reports whether a path is one of the record's: it is known to be, or one of its names begins
// with an id.
func (t Traces) matches(name string) bool {
	if slices.Contains(t.Files, name) {
		return true
	}
	for element := range strings.SplitSeq(name, "/") {
		if _, ok := t.cut(element); ok {
			return true
		}
	}
	return false
}

// cut is what follows an id at the beginning of a name, in any case.
func (t Traces) cut(name string) (rest string, ok bool) {
	for _, id := range t.IDs {
		if len(name) >= len(id) && strings.EqualFold(name[:len(id)], id) && !filing.IsWord([]byte(name), len(id)) {
			return name[len(id):], true
		}
	}
	return "", false
}

// Held is what the Git repository of a folder still has of a record that was redacted: every version
// of its files but the tombstone, and those of files that it showed and that are no longer there.
func Held(ctx context.Context, d *filing.Desk, dir string, files fs.FS, t Traces) (*history.Held, error) {
	held, err := versionsHeld(ctx, d, dir, t)
	if err != nil {
		return nil, err
	}
	shown := shownBy(d, held, files)
	if len(shown) == 0 {
		return held, nil
	}
	t.Files = append(slices.Clone(t.Files), shown...)
	return versionsHeld(ctx, d, dir, t)
}

func versionsHeld(ctx context.Context, d *filing.Desk, dir string, t Traces) (*history.Held, error) {
	held, err := history.Versions(ctx, dir, t.matches)
	if err != nil {
		return nil, err
	}
	loader := load.NewLoader(d.Limits)
	held.Versions = slices.DeleteFunc(held.Versions, func(v history.Version) bool {
		return v.Text != nil && loader.Record(v.Path, v.Text).Status == incident.Redacted
	})
	return held, nil
}

// shownBy are the files that old versions of a record showed or linked to, and that are gone.
func shownBy(d *filing.Desk, held *history.Held, files fs.FS) (list []string) {
	loader := load.NewLoader(d.Limits)
	for _, v := range held.Versions {
		if v.Text == nil {
			continue
		}
		name := strings.TrimPrefix(v.Path, held.Prefix)
		for _, ref := range loader.Record(name, v.Text).Text.Refs {
			target := path.Join(path.Dir(name), ref.Target)
			isFile := ref.Form == markdown.Path || ref.Form == markdown.Picture
			if !isFile || !strings.HasPrefix(target, "incidents/") || path.Ext(target) == ".md" ||
				slices.Contains(list, target) {
				continue
			}
			if _, err := fs.Stat(files, target); errors.Is(err, fs.ErrNotExist) {
				list = append(list, target)
			}
		}
	}
	return list
}

// Purged looks for remains of a redacted record in a copy, which is a site or a clone: in its files,
// and in its history where it has one. What the record said is known from the repository that the
// corpus is of, as far as Git has it there; from is its folder. The error is an *Error where there is
// no such record, or none that was redacted.
func Purged(
	ctx context.Context, d *filing.Desk, c *corpus.Corpus, from, id, copyDir string, copied fs.FS,
) ([]Remain, error) {
	r := c.Log.Names().Record(id)
	switch {
	case r == nil:
		return nil, filing.NoRecord(c.Log, id)
	case r.Status != incident.Redacted:
		return nil, filing.NewError(r.ID+" is not redacted",
			"hindcast redact "+r.ID+" --reason TEXT turns it into a tombstone first")
	}
	traces := TracesOf(r)
	held, err := Held(ctx, d, from, c.FS, traces)
	if err != nil {
		return nil, err
	}
	found, err := Remains(copied, traces, held.Versions, c.FS, searchLimit)
	if err != nil {
		return nil, err
	}
	traces.Files = shownBy(d, held, c.FS)
	theirs, err := Held(ctx, d, copyDir, copied, traces)
	if err != nil {
		return nil, err
	}
	if _, err := fs.Stat(copied, "objects"); err == nil && theirs.Absent {
		return nil, filing.NewError(copyDir+" is a bare repository, whose files can't be searched",
			"clone it whole, and search the clone")
	}
	for _, v := range theirs.Versions {
		found = append(found, Remain{Path: v.Path, What: "Git has it there, in the commit " + v.Short})
	}
	return found, nil
}

// searchLimit is the size in bytes up to which files of a copy are searched.
const searchLimit = 64 << 20

// Remain is a trace of a redacted record in a copy.
type Remain struct {
	Path string
	What string // in a sentence that does not repeat what was redacted
	// Mild is the id alone, which the tombstone has too: what is written beside it may tell more.
	Mild bool
}

// Remains looks for traces of a redacted record in the files of a copy, be it a site or a work tree,
// by the names of the files, by the id in them, and by stretches of the old versions, those that no
// file of the log has in common with them. Files larger than limit bytes are named as not searched.
func Remains(copied fs.FS, t Traces, old []history.Version, log fs.FS, limit int64) ([]Remain, error) {
	s := searcher{traces: t, blobs: map[string]bool{}, stretches: map[string]bool{}}
	for _, v := range old {
		s.blobs[v.Blob] = true
		for _, text := range wordsOf(v) {
			for stretch := range stretchesOf([]byte(text)) {
				s.stretches[stretch] = true
			}
		}
	}
	err := eachFile(log, limit, func(name string, text []byte, _ error) {
		isTombstone := bytes.Contains(text, []byte("\nstatus: "+incident.Redacted+"\n"))
		if path.Ext(name) == ".md" && (isTombstone || !t.matches(name)) {
			for stretch := range stretchesOf(text) {
				delete(s.stretches, stretch)
			}
		}
	})
	if err != nil {
		return nil, err
	}
	err = eachFile(copied, limit, s.file)
	return s.found, err
}

// wordsOf is what somebody wrote into a file: of a record its values and its text, and not the keys and
// the words of the vocabularies, which every record has.
func wordsOf(v history.Version) []string {
	r := load.NewLoader(load.DefaultLimits).Record(v.Path, v.Text)
	if path.Ext(v.Path) != ".md" || r.Places == nil {
		return []string{string(v.Text)}
	}
	words := []string{r.Text.Plain()}
	incident.Walk(&r.Front, func(l incident.Leaf) {
		if l.Vocab == "" {
			words = append(words, l.Text)
		}
	})
	return words
}

// eachFile visits the regular files of a file system, except for those of Git.
func eachFile(fsys fs.FS, limit int64, visit func(name string, text []byte, err error)) error {
	return fs.WalkDir(fsys, ".", func(name string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			visit(name, nil, err)
			return nil
		case e.Name() == ".git":
			if e.IsDir() {
				return fs.SkipDir
			}
			return nil
		case e.IsDir():
			visit(name, nil, nil)
			return nil
		}
		text, err := disk.ReadFile(fsys, name, limit)
		visit(name, text, err)
		return nil
	})
}

type searcher struct {
	traces    Traces
	blobs     map[string]bool
	stretches map[string]bool
	found     []Remain
}

func (s *searcher) file(name string, text []byte, err error) {
	report := func(mild bool, what string) { s.found = append(s.found, Remain{name, what, mild}) }
	if rest, ok := s.traces.cut(path.Base(name)); ok && rest != "" && rest != path.Ext(name) {
		report(false, "its name holds more than the id")
	}
	if err != nil {
		report(false, "it was not searched: "+err.Error())
		return
	}
	if len(text) == 0 {
		return
	}
	isOwn := slices.ContainsFunc(strings.Split(name, "/"), func(e string) bool { rest, ok := s.traces.cut(e); return ok && (rest == "" || rest == ".md") })
	switch {
	case s.blobs[fmt.Sprintf("%x", sha1.Sum(asBlob(text)))], s.blobs[fmt.Sprintf("%x", sha256.Sum256(asBlob(text)))]:
		report(false, "it is a file that was redacted, byte for byte")
	case s.holdsStretch(text):
		report(false, "it holds a stretch of the old text")
	case !isOwn && s.holdsID(text):
		report(true, "it names the id; see that it tells no more")
	}
}

// asBlob is what git takes the digest of.
func asBlob(text []byte) []byte { return append(fmt.Appendf(nil, "blob %d\x00", len(text)), text...) }

func (s *searcher) holdsID(text []byte) bool {
	lower := bytes.ToLower(text)
	return slices.ContainsFunc(s.traces.IDs, func(id string) bool {
		return bytes.Contains(lower, bytes.ToLower([]byte(id)))
	})
}

func (s *searcher) holdsStretch(text []byte) bool {
	for stretch := range stretchesOf(text) {
		if s.stretches[stretch] {
			return true
		}
	}
	return false
}

// stretch is how many words in a row tell a text from another. Titles are shorter now and then, and
// are found where words are before or after them.
const stretch = 5

var (
	tags    = regexp.MustCompile(`<[^<>]*>`)
	escapes = regexp.MustCompile(`\\(u[0-9a-fA-F]{4}|.)`)
)

// stretchesOf are the words of a text in rows, without marks: tags, entities and escapes of programs'
// formats are taken for spaces or read, so that a text is found in a page or a data file as well.
func stretchesOf(text []byte) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		plain := html.UnescapeString(tags.ReplaceAllString(escapes.ReplaceAllString(string(text), " "), " "))
		words := strings.FieldsFunc(strings.ToLower(plain), func(c rune) bool {
			return !unicode.IsLetter(c) && !unicode.IsDigit(c)
		})
		for i := 0; i+stretch <= len(words); i++ {
			if !yield(strings.Join(words[i:i+stretch], " ")) {
				return
			}
		}
	}
}
