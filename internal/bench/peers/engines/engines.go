// Package engines has Hindcast and its rivals answer the same queries over the same records.
package engines

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"

	"hindcast/internal/bench/peers/inpage"
	"hindcast/internal/bench/peers/question"
	"hindcast/internal/bench/peers/rivals"
	"hindcast/internal/search"
	"hindcast/internal/search/format"
	"hindcast/internal/search/index"
)

// Depth is how many results are looked at.
const Depth = 100

// Engine finds the ids of the first results of each query.
type Engine struct {
	Name string
	Find func(queries []string) ([][]string, error)
}

// Hindcast indexes the records with what the others get of them: number, title and text.
func Hindcast(records []question.Record) (Engine, error) {
	entries := make([]index.Entry, len(records))
	for i, r := range records {
		entries[i] = index.Entry{
			Doc: format.Doc{ID: r.ID, Title: r.Title}, Class: index.Precedent, Language: "en",
			Fields: []index.Field{{Kind: index.FieldID, Text: r.ID}, {Kind: index.FieldTitle, Text: r.Title}, {Kind: index.FieldText, Text: r.Text}},
		}
	}
	return Over(index.Build(entries, index.Options{}), 0)
}

// Over is Hindcast over an index, asked on a day since 1970; 0 for none.
func Over(built *index.Index, today int) (Engine, error) {
	reader, err := search.Open(built.File)
	if err != nil {
		return Engine{}, err
	}
	reader.Today = today
	return Engine{"Hindcast", func(queries []string) ([][]string, error) {
		found := make([][]string, len(queries))
		var err error
		for i, query := range queries {
			if found[i], err = first(reader, query); err != nil {
				return nil, err
			}
		}
		return found, nil
	}}, nil
}

func first(reader *search.Reader, query string) ([]string, error) {
	answer, err := reader.Search(query, search.ByRelevance)
	if err != nil {
		return nil, err
	}
	hits, err := asShown(reader, answer.Hits)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, hit := range hits[:min(Depth, len(hits))] {
		doc, err := reader.Doc(hit.Doc)
		if err != nil {
			return nil, err
		}
		ids = append(ids, doc.ID)
	}
	return ids, nil
}

// groupSize is how many results of a group the search page shows before those of the next one.
const groupSize = 4

// asShown is the hits in the order in which the search page shows them, then those that it leaves out at first.
func asShown(reader *search.Reader, hits []search.Hit) ([]search.Hit, error) {
	groups, err := reader.Groups(hits)
	if err != nil {
		return nil, err
	}
	var shown, rest []search.Hit
	for _, g := range groups {
		n := min(groupSize, len(g.Hits))
		shown, rest = append(shown, g.Hits[:n]...), append(rest, g.Hits[n:]...)
	}
	return append(shown, rest...), nil
}

// IndexOthers indexes the records below a folder with the programs of the others and opens these in Chromium.
func IndexOthers(dir string, records []question.Record) ([]Engine, *inpage.Session, error) {
	if err := rivals.Find(); err != nil {
		return nil, nil, err
	}
	if err := write(dir, records); err != nil {
		return nil, nil, err
	}
	for _, command := range [][]string{
		rivals.Pagefind(filepath.Join(dir, "pages"), filepath.Join(dir, "pagefind")),
		rivals.BuildMiniSearch(filepath.Join(dir, "docs"), filepath.Join(dir, "index.json")),
	} {
		if out, err := exec.Command(command[0], command[1:]...).CombinedOutput(); err != nil {
			return nil, nil, fmt.Errorf("run %s: %w\n%s", command[0], err, out)
		}
	}
	return inChromium(dir)
}

// write writes the records as pages and as documents.
func write(dir string, records []question.Record) error {
	docs, err := os.Create(filepath.Join(dir, "docs"))
	if err != nil {
		return fmt.Errorf("write the documents for MiniSearch: %w", err)
	}
	defer docs.Close()
	for _, r := range records {
		if err := errors.Join(rivals.Page{Record: r}.Write(filepath.Join(dir, "pages")),
			rivals.WriteDoc(docs, r)); err != nil {
			return err
		}
	}
	return docs.Close()
}

// inChromium opens the engines of the others over the indexes below a folder.
func inChromium(dir string) ([]Engine, *inpage.Session, error) {
	session, err := inpage.Start(map[string]fs.FS{
		"/pagefind/": os.DirFS(filepath.Join(dir, "pagefind")), "/index/": os.DirFS(dir), "/minisearch/": os.DirFS(rivals.MiniSearch),
	})
	if err != nil {
		return nil, nil, err
	}
	page, err := session.Open()
	if err != nil {
		session.Close()
		return nil, nil, err
	}
	var engines []Engine
	for _, e := range []struct{ name, title, root string }{
		{inpage.MiniSearch, "MiniSearch", "/index/"}, {inpage.Fuzzy, "MiniSearch, fuzzy 0.2, prefix", "/index/"}, {inpage.Pagefind, "Pagefind", "/pagefind/"},
	} {
		if err := page.Engine(e.name, e.root); err != nil {
			session.Close()
			return nil, nil, err
		}
		engines = append(engines, Engine{e.title, func(queries []string) ([][]string, error) {
			return page.Find(e.name, queries, Depth)
		}})
	}
	return engines, session, nil
}
