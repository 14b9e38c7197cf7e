// Package importing is what importers share. An importer is a pure function over the files of a source that gives an
// entry for each record it finds there; it opens nothing else, writes nothing and judges nothing. Package intake gives the
// entries their numbers, checks them and puts them into a records repository.
package importing

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"time"

	"hindcast/internal/disk"
	"hindcast/internal/incident"
)

// Input is what an importer reads: a file, or the files below a folder, which then is ".".
type Input struct {
	Files fs.FS
	Name  string
}

// Text is the whole of a file, which may have limit bytes.
func (in Input) Text(name string, limit int64) ([]byte, error) {
	text, err := disk.ReadFile(in.Files, name, limit)
	if errors.Is(err, disk.ErrTooLarge) {
		return nil, fmt.Errorf("the file is larger than %d MiB", limit>>20)
	}
	return text, err
}

// Open opens the file that is the source.
func (in Input) Open() (io.ReadCloser, error) { return in.Files.Open(in.Name) }

// Options is what an import depends on beside its source.
type Options struct {
	Source    string         // the name of the source, as source.name is to hold it; empty for one that has its own
	Retrieved incident.Time  // when the source was fetched; absent where that is not known
	Zone      *time.Location // of times that are written without one
	Words     *Words         // how the words of the source are read
	Label     string         // issues without it are passed over; empty for all
}

// Read is an importer. An error means that the source as a whole is not read, and nothing of it.
type Read func(context.Context, Input, Options) (Batch, error)

// At is a place in a source.
type At struct {
	File string // relative to the source; empty where that is one file
	Line int    // from 1; 0 where a file is an entry
}

// Entry is what an importer made of one entry of a source.
type Entry struct {
	At
	Front  incident.Front // with a source; without an id where the repository is to give one
	Body   string         // Markdown
	Folder string         // where it goes, from the root; empty for that of its year
	Beside []Beside       // files that go along, such as pictures
	Unread string         // the severity in a word of the source, where nobody knows what that stands for
	// Restricted is what of the source says that some of its readers alone see the entry; empty where nothing does.
	Restricted string
}

// Beside is a file of the source that is to lie beside a record.
type Beside struct {
	From string // relative to the source
	Name string // beside the record, without a folder
}

// LeftOut is an entry of the source that no record is made of.
type LeftOut struct {
	At
	Reason string
}

// Batch is what an importer made of a source, in the order of the source.
type Batch struct {
	Entries []Entry
	LeftOut []LeftOut
	Notes   []string // how the source was read, where that is worth telling
}

// Omit notes an entry that no record is made of.
func (b *Batch) Omit(at At, reason string) { b.LeftOut = append(b.LeftOut, LeftOut{at, reason}) }

// Take takes the entry that was made of a place, or notes why none can be made, and reports whether there is one.
func (b *Batch) Take(at At, e Entry, err error) bool {
	if err != nil {
		b.Omit(at, err.Error())
		return false
	}
	e.At = at
	b.Entries = append(b.Entries, e)
	return true
}

// Lacks notes in a record what its source had wrong, word for word, or does not say.
func Lacks(f *incident.Front, format string, args ...any) {
	f.Source.Issues = append(f.Source.Issues, Visible(fmt.Sprintf(format, args...)))
}
