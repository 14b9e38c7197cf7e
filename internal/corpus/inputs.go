package corpus

import (
	"context"
	"io/fs"
	"time"

	"hindcast/internal/cache"
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
	return cache.NewInputs(s.Folder, s.Clock, files, load.SourcesOf(files), s.Program, authors, with)
}
