// Package postmortem imports a team's folder of postmortems in Markdown, of whatever generator and template: what a file
// states of an incident goes to the keys of its record, and all of its text stays. It knows no template by name.
package postmortem

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"unicode/utf8"

	"hindcast/internal/importing"
	"hindcast/internal/importing/dates"
	"hindcast/internal/incident"
)

const (
	maxFiles  = 100_000
	maxFolder = 64 << 20 // bytes of all files of Markdown
	// No repository lets the text of a record be longer, so that a longer file can't become one.
	maxFile    = 1<<20 + maxHead // bytes
	maxPicture = 8 << 20         // bytes
)

// Read makes an entry of each Markdown file below a folder that tells of an incident, in the order of their paths. A file
// without a day is left out.
func Read(ctx context.Context, in importing.Input, o importing.Options) (batch importing.Batch, err error) {
	var names []string
	bases := map[string]int{}
	err = fs.WalkDir(in.Files, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			return err
		case d.IsDir() && name != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "node_modules"):
			return fs.SkipDir
		case d.IsDir() || !isMarkdown(name):
			return nil
		case len(names) == maxFiles:
			return fmt.Errorf("the folder has more than %d files of Markdown", maxFiles)
		}
		names = append(names, name)
		bases[stable(name)]++
		return nil
	})
	if err != nil {
		return importing.Batch{}, err
	}
	if len(names) == 0 {
		return importing.Batch{}, errors.New("there is no file of Markdown in it")
	}
	total := 0
	for _, name := range names {
		if ctx.Err() != nil {
			return importing.Batch{}, ctx.Err()
		}
		at := importing.At{File: name}
		text, err := in.Text(name, maxFile)
		if err != nil {
			batch.Omit(at, err.Error())
			continue
		}
		if total += len(text); total > maxFolder {
			return importing.Batch{}, fmt.Errorf("its files of Markdown have more than %d MiB together", maxFolder>>20)
		}
		id := stable(name)
		if bases[id] > 1 {
			id = name
		}
		entry, err := read(in.Files, name, id, text, o)
		if err != nil {
			batch.Omit(at, err.Error())
			continue
		}
		entry.At = at
		batch.Entries = append(batch.Entries, entry)
	}
	return batch, nil
}

func isMarkdown(name string) bool {
	name = strings.ToLower(strings.TrimSuffix(name, ".erb"))
	for _, ending := range []string{".md", ".markdown", ".mdx", ".mdown", ".mkd"} {
		if strings.HasSuffix(name, ending) {
			return true
		}
	}
	return false
}

// stable is the name of a file by which a later import finds its record, also where it lies in another folder by then.
func stable(name string) string {
	if isGeneric(name) {
		return path.Join(path.Base(path.Dir(name)), path.Base(name))
	}
	return path.Base(name)
}

// stem is the name of a file without its endings; that of its folder where the file is named as many are.
func stem(name string) string {
	if isGeneric(name) && path.Dir(name) != "." {
		name = path.Dir(name)
	}
	base := path.Base(name)
	for {
		ending := path.Ext(base)
		if !strings.Contains(" .erb .md .markdown .mdx .mdown .mkd .html .txt ", " "+strings.ToLower(ending)+" ") || ending == "" {
			return base
		}
		base = strings.TrimSuffix(base, ending)
	}
}

func isGeneric(name string) bool {
	base, _, _ := strings.Cut(strings.ToLower(path.Base(name)), ".")
	switch strings.Trim(base, "_") {
	case "readme", "index", "template", "postmortem", "report", "incident", "contributing", "changelog", "page":
		return true
	}
	return false
}

// read makes the entry of one file; the error says why there is none.
func read(files fs.FS, name, id string, text []byte, o importing.Options) (importing.Entry, error) {
	if !utf8.Valid(text) {
		return importing.Entry{}, errors.New("it is not text in UTF-8")
	}
	head, body, err := splitHead(importing.Visible(strings.ReplaceAll(string(text), "\r\n", "\n")))
	if err != nil {
		return importing.Entry{}, err
	}
	d := &document{
		name: name, options: o, files: files,
		front: incident.Front{Source: &incident.Source{Name: o.Source, ID: id, Retrieved: o.Retrieved}},
	}
	d.clock.Order = dates.OrderOf(string(text))
	d.outline(d.clean(body))
	d.title(head)
	d.state(head)
	d.mark(d.front.Title, body)
	for _, b := range d.blocks {
		b.lines = listed(b.lines)
	}
	d.readTimeline()
	d.readActions()
	if err := d.date(); err != nil {
		return importing.Entry{}, err
	}
	body = d.ordered(d.body())
	d.settle()
	return importing.Entry{Front: d.front, Body: body, Beside: d.beside, Unread: d.unread, Restricted: d.restricted}, nil
}
