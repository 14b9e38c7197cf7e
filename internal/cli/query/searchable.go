package query

import (
	"context"
	"errors"
	"strings"

	"hindcast/internal/cache/codec"
	"hindcast/internal/cli/console"
	"hindcast/internal/publish"
	"hindcast/internal/search"
)

// searchable is what a query is answered from. It is kept from one query to the next.
type searchable struct {
	Index   map[string]string // files by name
	Pages   map[string]page   // by address
	LeftOut int               // files, because of errors
}

// page is a page of the site, as results show it.
type page struct {
	Path    string // of its file in the repository
	Type    string
	Date    string // in the form of its precision
	Systems []string
	Text    string // sections, written by sectionsCodec: few are read
}

var sectionsCodec = codec.For[[]search.Section]()

// searchable is what an audience may see, from what was kept of the last query where nothing changed since.
func (a *app) searchable(
	ctx context.Context, repo *console.Repository, opts publish.Options,
) (*searchable, error) {
	const name = "search"
	inputs := console.Inputs(ctx, a.App, repo, opts.Options, opts.Now)
	all := &searchable{}
	if inputs.Kept(name, all) {
		return all, nil
	}
	c, err := a.Load(ctx, repo, opts.Now)
	if err != nil {
		return nil, err
	}
	disclosed, err := publish.Disclose(ctx, c, opts)
	if err != nil {
		return nil, console.Failed(err)
	}
	index, err := publish.Searchable(ctx, disclosed, c, opts)
	if err != nil {
		return nil, console.Failed(err)
	}
	*all = searchable{map[string]string{}, map[string]page{}, disclosed.Missing()}
	for name, data := range index.Files() {
		all.Index[name] = string(data)
	}
	for url, source := range disclosed.Sources() {
		var sections []search.Section
		for _, s := range source.Text.Sections() {
			var text []string
			for _, b := range s.Blocks {
				text = append(text, b.Plain)
			}
			sections = append(sections, search.Section{Title: s.Title, Text: strings.Join(text, "\n")})
		}
		all.Pages[url] = page{
			source.Path, source.Type, source.Date, source.Systems, string(sectionsCodec.Append(nil, &sections)),
		}
	}
	console.Keep(a.App, inputs, name, all)
	return all, nil
}

var errMissing = errors.New("the search index has no such file")

// file is one file of the index.
func (s *searchable) file(name string) ([]byte, error) {
	data, ok := s.Index[name]
	if !ok {
		return nil, errMissing
	}
	return []byte(data), nil
}

// sections is the text of a page.
func (s *searchable) sections(url string) (list []search.Section) {
	_ = sectionsCodec.Read(s.Pages[url].Text, &list) // the result has its summary then
	return list
}
