package disclose

import (
	"io/fs"
	"iter"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"hindcast/internal/corpus"
	"hindcast/internal/history"
	"hindcast/internal/load"
)

// VisibleHistory is a history without the subjects that the audience may not see.
func (d *Disclosure) VisibleHistory(log history.Log) history.Log {
	files := make(map[string]history.FileLog, len(log.Files))
	for name, file := range log.Files {
		file.Newest = slices.Clone(file.Newest)
		for i := range file.Newest {
			if d.withheld.Hides(file.Newest[i].Subject) {
				file.Newest[i].Subject = ""
			}
		}
		files[name] = file
	}
	log.Files = files
	return log
}

// Copy writes a copy of the records into a folder that holds what the audience may see and nothing else.
func (d *Disclosure) Copy(c *corpus.Corpus, folder string) error {
	return d.Each(c, func(name string, text []byte) error { return write(folder, name, text) })
}

// Each calls put with each file of the corpus, in order of path, as the audience may see it: what it may not see is cut
// out of the text.
func (d *Disclosure) Each(c *corpus.Corpus, put func(name string, text []byte) error) error {
	texts := map[string]func([]byte) ([]byte, error){}
	for _, r := range c.Log.Records {
		texts[r.Path] = func(text []byte) ([]byte, error) { return d.withheld.Record(text, r) }
	}
	for _, y := range c.Log.Systems {
		texts[y.Path] = func(text []byte) ([]byte, error) { return d.withheld.System(text, y) }
	}
	for _, a := range c.Log.Articles {
		texts[a.Path] = func(text []byte) ([]byte, error) { return d.withheld.Article(text, a) }
	}
	published := map[string]bool{c.Log.ConfigFile.Path: true, load.JoinedFile: true}
	for _, asset := range d.Log.Assets {
		published[asset.Path] = true
	}
	around := map[string]bool{} // folders of what is copied
	for _, files := range []iter.Seq[string]{maps.Keys(texts), maps.Keys(published)} {
		for name := range files {
			for folder := path.Dir(name); folder != "." && !around[folder]; folder = path.Dir(folder) {
				around[folder] = true
			}
		}
	}
	return fs.WalkDir(c.FS, ".", func(name string, entry fs.DirEntry, err error) error {
		top, _, _ := strings.Cut(name, "/")
		switch {
		case err != nil:
			return err
		case entry.IsDir() && name != "." && name != "site" && top != "templates" && !strings.HasPrefix(name, "site/static") &&
			!around[name]:
			return fs.SkipDir
		case entry.IsDir() || !d.withheld.Sees(name) || d.bad[name]:
			return nil
		case texts[name] == nil && !published[name] && top != "templates" && top != "site":
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
		return put(name, text)
	})
}

func write(folder, name string, text []byte) error {
	full := filepath.Join(folder, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(full), 0o700); err != nil {
		return err
	}
	return os.WriteFile(full, text, 0o600)
}
