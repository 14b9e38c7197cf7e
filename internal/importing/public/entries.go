// Package public has importers of public databases, whose records are precedents. What a record has no key for is kept as it
// was, under custom.
package public

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"hindcast/internal/importing"
	"hindcast/internal/incident"
)

// entries makes records of the objects of a source, each once.
type entries struct {
	importing.Batch
	read  func(importing.Tree) (importing.Entry, error)
	known map[string]importing.At // by source.id
}

// objects reads the JSON objects of a source. A folder may hold files that are something else, which are left out; a file
// without any entry is refused as a whole.
func (im *entries) objects(ctx context.Context, in importing.Input, endings ...string) (importing.Batch, error) {
	err := importing.Walk(ctx, in, &im.Batch, endings, func(name string, text []byte) error {
		err := importing.Objects(text, func(line int, object json.RawMessage) error {
			t, err := importing.ParseTree(object)
			im.add(importing.At{File: name, Line: line}, t, err)
			return ctx.Err()
		})
		if err != nil && ctx.Err() == nil {
			if name == "" {
				return err
			}
			im.Omit(importing.At{File: name}, err.Error())
		}
		return ctx.Err()
	})
	return im.done(in, err)
}

// done is the result. A source without a record, all of it left out, is none.
func (im *entries) done(in importing.Input, err error) (importing.Batch, error) {
	switch {
	case err != nil:
		return importing.Batch{}, err
	case len(im.Entries) == 0 && len(im.LeftOut) > 0:
		first := im.LeftOut[0]
		if first.File != "" {
			first.Reason = first.File + ": " + first.Reason
		}
		return importing.Batch{}, errors.New(first.Reason)
	case len(im.Entries) == 0:
		return importing.Batch{}, errors.New("it holds no such file")
	}
	return im.Batch, nil
}

func (im *entries) add(at importing.At, t importing.Tree, err error) {
	var e importing.Entry
	if err == nil {
		e, err = im.read(t)
	}
	if err != nil {
		im.Omit(at, err.Error())
		return
	}
	id := e.Front.Source.ID
	if first, twice := im.known[id]; twice {
		im.Omit(at, fmt.Sprintf("%s is there twice; that of %s was taken", id, place(first)))
		return
	}
	im.known[id], e.At = at, at
	im.Entries = append(im.Entries, e)
}

func place(at importing.At) string {
	if at.File == "" {
		return fmt.Sprintf("line %d", at.Line)
	}
	return at.File
}

// controls adds ids of a framework, each once.
func controls(f *incident.Front, framework string, ids ...string) {
	for _, id := range ids {
		if slices.ContainsFunc(f.Frameworks[framework], func(c incident.Control) bool { return c.ID == id }) {
			continue
		}
		if f.Frameworks == nil {
			f.Frameworks = map[string][]incident.Control{}
		}
		f.Frameworks[framework] = append(f.Frameworks[framework], incident.Control{ID: id})
	}
}

// addName adds a name to a list that lacks it, and reports whether it is one.
func addName(list *[]string, name string) bool {
	if isNone(name) {
		return false
	}
	if !slices.Contains(*list, name) {
		*list = append(*list, name)
	}
	return true
}

// isNone reports whether a name says that there is none.
func isNone(name string) bool {
	return slices.Contains([]string{"", "n/a", "na", "none", "unknown"}, strings.ToLower(name))
}

// references takes the documents in the list under a key. The kind of each is what kinds says of its type; one of another
// type leaves that behind with its address. What has no usable address stays as it is, and so does what is said anew of a
// document that is there, the first of them being the page of the source.
func references(f *incident.Front, t importing.Tree, key, address, title string, kinds map[string]string) {
	items, _ := t[key].([]any)
	var left []any
	for _, item := range items {
		var r incident.Reference
		m, _ := item.(map[string]any)
		at, _ := m[address].(string)
		if at = strings.TrimSpace(at); r.URL.UnmarshalText([]byte(at)) != nil || len(m) > 3 {
			left = append(left, item)
			continue
		}
		label, _ := m[title].(string)
		if label = importing.OneLine(label); label != at {
			r.Title = label
		}
		kind, _ := m["type"].(string)
		known := false
		if r.Kind, known = kinds[kind]; kind == "" {
			known = true
		}
		if twice := slices.IndexFunc(f.References, func(other incident.Reference) bool { return other.URL == r.URL }); twice >= 0 {
			if twice == 0 || !known || r.Title != "" && r.Title != f.References[twice].Title {
				left = append(left, item)
			}
			continue
		}
		f.References = append(f.References, r)
		if !known {
			left = append(left, map[string]any{"type": kind, address: at})
		}
	}
	if items != nil {
		t[key] = left
	}
}

// leaveCredits drops the names of people that a source thanks, and says how many.
func leaveCredits(f *incident.Front, t importing.Tree, key string) {
	if credits, _ := t[key].([]any); len(credits) > 0 {
		importing.Lacks(f, "%s: names left out: %d", key, len(credits))
	}
	delete(t, key)
}
