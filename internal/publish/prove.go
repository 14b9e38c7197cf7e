package publish

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"

	"hindcast/internal/corpus"
)

// Sums are the SHA-256 of the files of a site, by path.
type Sums map[string][sha256.Size]byte

// Prove makes the site a second time, from a copy of the records in which what the audience may not see
// is not there, and returns the paths of the files that differ from those written; none where the
// site holds nothing that depends on it. Opening reads a corpus as the one given was read.
func (s *Site) Prove(ctx context.Context, c *corpus.Corpus, opts Options, written Sums,
	opening func(context.Context, fs.FS) (*corpus.Corpus, error),
) ([]string, error) {
	folder, err := os.MkdirTemp("", "hindcast-proof-")
	if err != nil {
		return nil, fmt.Errorf("make a folder for the proof: %w", err)
	}
	defer os.RemoveAll(folder)
	if err := s.Copy(c, folder); err != nil {
		return nil, fmt.Errorf("copy what the audience may see: %w", err)
	}
	root, err := os.OpenRoot(folder)
	if err != nil {
		return nil, fmt.Errorf("open the copy: %w", err)
	}
	defer root.Close()
	again, err := opening(ctx, root.FS())
	if err != nil {
		return nil, err
	}
	again.Findings = nil // a record that refers to nothing any more may lack something
	opts.History = s.VisibleHistory(opts.History)
	other, err := Prepare(ctx, again, opts)
	if err != nil {
		return nil, fmt.Errorf("make the site of the copy: %w", err)
	}
	return written.differ(ctx, other)
}

// differ is the paths that only one of two sites has, or that hold other bytes in it.
func (written Sums) differ(ctx context.Context, other *Site) ([]string, error) {
	left := maps.Clone(written)
	var paths []string
	for page, err := range other.Files(ctx) {
		if err != nil {
			return nil, err
		}
		if sum, ok := left[page.Path]; !ok || sum != sha256.Sum256(page.Body) {
			paths = append(paths, page.Path)
		}
		delete(left, page.Path)
	}
	paths = slices.AppendSeq(paths, maps.Keys(left))
	slices.Sort(paths)
	return paths, nil
}
