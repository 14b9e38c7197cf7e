package corpus

import (
	"context"
	"io/fs"
	"time"

	"hindcast/internal/cache"
	"hindcast/internal/check/rule"
	"hindcast/internal/load"
)

// Store is where what commands make of a repository is kept for the next one.
type Store struct {
	Folder  string
	Program string // what makes it: that of another one is not found
	Clock   func() time.Time
}

// Inputs is all that something is made of, so that it can be kept.
type Inputs = cache.Inputs

// Span is when findings are the same.
type Span = rule.Span

// Inputs hashes each file of a records repository that is read, the names that belong in no record, the program, and
// what else something depends on. Nil are those that are not known, such as where a file can't be read. The error costs
// the next command time and nothing else.
func (s *Store) Inputs(ctx context.Context, dir string, files fs.FS, with ...any) (*Inputs, error) {
	if s.Folder == "" {
		return nil, nil
	}
	authors, err := Authors(ctx, dir)
	if err != nil {
		return nil, err
	}
	return s.Of(files, authors, with)
}

// Of are the inputs of a repository whose authors count for nothing; else it is as Inputs.
func (s *Store) Of(files fs.FS, with ...any) (*Inputs, error) {
	if s.Folder == "" {
		return nil, nil
	}
	return cache.NewInputs(s.Folder, s.Clock, files, load.SourcesOf(files), s.Program, with)
}

// Memory is of the files that were read; nil where nothing is kept.
func (s *Store) Memory() *load.Memory {
	if s.Folder == "" {
		return nil
	}
	return load.OpenMemory(s.Clock, s.Folder, s.Program)
}
