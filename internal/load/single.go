package load

import (
	"bytes"
	"io/fs"
	"path"
	"time"

	"hindcast/internal/incident"
)

// Record reads the text of one record, be it on the disk or not, as Log would read the file of that
// path, slash-separated and relative to the root.
func (l *Loader) Record(name string, text []byte) *incident.Record {
	r := &incident.Record{}
	l.records.read(l, source{fsys: heldFile{name, text}, name: name, ending: path.Ext(name)}, r)
	return r
}

// heldFile is a file system with one file in it, and the description of that file.
type heldFile struct {
	path string
	text []byte
}

func (h heldFile) Open(name string) (fs.File, error) {
	if name != h.path {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return openedFile{h, bytes.NewReader(h.text)}, nil
}

func (h heldFile) Name() string     { return path.Base(h.path) }
func (h heldFile) Size() int64      { return int64(len(h.text)) }
func (heldFile) Mode() fs.FileMode  { return 0o444 }
func (heldFile) ModTime() time.Time { return time.Time{} }
func (heldFile) IsDir() bool        { return false }
func (heldFile) Sys() any           { return nil }

type openedFile struct {
	heldFile
	*bytes.Reader
}

func (f openedFile) Size() int64                { return f.heldFile.Size() }
func (f openedFile) Stat() (fs.FileInfo, error) { return f.heldFile, nil }
func (openedFile) Close() error                 { return nil }
