package publish

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"hindcast/internal/corpus"
	"hindcast/internal/disk"
	"hindcast/internal/history"
)

// Sums are the SHA-256 of the files of a site, by path.
type Sums map[string][sha256.Size]byte

// Prove makes the site a second time, from a copy of the records in which what the audience may not see
// is not there, and returns the paths of the files that differ from those written; none where the
// site holds nothing that depends on it. Opening reads a corpus as the one given was read.
func (s *Site) Prove(ctx context.Context, c *corpus.Corpus, opts Options, written Sums, opening func(context.Context, fs.FS) (*corpus.Corpus, error)) ([]string, error) {
	folder, err := os.MkdirTemp("", "hindcast-proof-")
	if err != nil {
		return nil, fmt.Errorf("make a folder for the proof: %w", err)
	}
	defer os.RemoveAll(folder)
	if err := s.absent(c, folder); err != nil {
		return nil, fmt.Errorf("copy what the audience may see: %w", err)
	}
	root, err := disk.Open(folder)
	if err != nil {
		return nil, fmt.Errorf("open the copy: %w", err)
	}
	defer root.Close()
	again, err := opening(ctx, root.FS())
	if err != nil {
		return nil, err
	}
	again.Findings = nil // a record that refers to nothing any more may lack something
	opts.History = s.seen(opts.History)
	other, err := Prepare(again, opts)
	if err != nil {
		return nil, fmt.Errorf("make the site of the copy: %w", err)
	}
	return written.differ(other)
}

// differ is the paths that only one of two sites has, or that hold other bytes in it.
func (written Sums) differ(other *Site) ([]string, error) {
	left := maps.Clone(written)
	var paths []string
	for page, err := range other.Files() {
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

// seen is a history without the subjects that the audience may not see.
func (s *Site) seen(log history.Log) history.Log {
	files := make(map[string]history.FileLog, len(log.Files))
	for name, file := range log.Files {
		file.Newest = slices.Clone(file.Newest)
		for i := range file.Newest {
			if s.withheld.Hides(file.Newest[i].Subject) {
				file.Newest[i].Subject = ""
			}
		}
		files[name] = file
	}
	log.Files = files
	return log
}

// absent writes a copy of the records into a folder that holds what the audience may see and nothing else.
func (s *Site) absent(c *corpus.Corpus, folder string) error {
	texts := map[string]func([]byte) ([]byte, error){}
	for _, r := range c.Log.Records {
		texts[r.Path] = func(text []byte) ([]byte, error) { return s.withheld.Record(text, r) }
	}
	for _, y := range c.Log.Systems {
		texts[y.Path] = func(text []byte) ([]byte, error) { return s.withheld.System(text, y) }
	}
	for _, a := range c.Log.Articles {
		texts[a.Path] = func(text []byte) ([]byte, error) { return s.withheld.Article(text, a) }
	}
	published := map[string]bool{c.Log.ConfigFile.Path: true}
	for _, asset := range s.Log.Assets {
		published[asset.Path] = true
	}
	return fs.WalkDir(c.FS, ".", func(name string, d fs.DirEntry, err error) error {
		top, _, _ := strings.Cut(name, "/")
		switch {
		case err != nil:
			return err
		case d.IsDir() && name != "." && name != "site" && !slices.Contains([]string{"incidents", "knowledge", "templates"}, top) && !strings.HasPrefix(name, "site/static"):
			return fs.SkipDir
		case d.IsDir() || !s.withheld.Sees(name) || s.bad[name]:
			return nil
		case texts[name] == nil && (top == "incidents" || top == "knowledge" || top == name) && !published[name]:
			return nil
		}
		text, err := fs.ReadFile(c.FS, name)
		if err != nil {
			return err
		}
		if cut := texts[name]; cut != nil {
			if text, err = cut(text); err != nil {
				return err
			}
		}
		return write(folder, name, text)
	})
}

func write(folder, name string, text []byte) error {
	full := filepath.Join(folder, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(full), 0o700); err != nil {
		return err
	}
	return os.WriteFile(full, text, 0o600)
}
