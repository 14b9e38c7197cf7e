package filing

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"

	"hindcast/internal/edit"
	"hindcast/internal/incident"
)

// original is a file as it was read into the log, from which everything that is known of it comes.
// The error is an *edit.Error where it holds something else by now.
func original(files fs.FS, f *incident.File) ([]byte, error) {
	text, err := fs.ReadFile(files, f.Path)
	switch {
	case err == nil && sha256.Sum256(text) == f.Sum:
		return text, nil
	case err == nil, errors.Is(err, fs.ErrNotExist):
		return nil, edit.Changed(f.Path)
	}
	return nil, fmt.Errorf("read %s again: %w", f.Path, err)
}

// fileOf is the text of a log that has a path; nil where there is none.
func fileOf(log *incident.Log, path string) *incident.File {
	if path == log.ConfigFile.Path {
		return &log.ConfigFile
	}
	for _, f := range log.Texts() {
		if f.Path == path {
			return f
		}
	}
	return nil
}
