// Package exported has the importer of what hindcast export writes: the records of a log for another one, or the same.
package exported

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"hindcast/internal/address"
	"hindcast/internal/exchange/sqlite"
	"hindcast/internal/frontmatter"
	"hindcast/internal/importing"
	"hindcast/internal/incident"
	names "hindcast/internal/section"
)

// Log reads records.json, records.jsonl, a database of SQLite, or the folder of the tables of CSV. Records keep their ids.
// Systems are left to be looked up in the register of the repository.
func Log(ctx context.Context, in importing.Input, o importing.Options) (b importing.Batch, err error) {
	r := reader{options: o, schema: frontmatter.For[incident.Front](), names: names.New(nil)}
	switch {
	case in.Name == ".":
		err = r.tables(ctx, in)
	case path.Ext(in.Name) == ".jsonl":
		err = r.lines(ctx, in)
	case slices.Contains([]string{".sqlite", ".sqlite3", ".db"}, path.Ext(in.Name)):
		err = r.database(ctx, in)
	default:
		var rest map[string]json.RawMessage
		rest, err = importing.Elements(ctx, in, []string{"records"}, r.record)
		_ = json.Unmarshal(rest["home"], &r.home) // a log without an address has none
	}
	if err != nil {
		return b, err
	}
	r.settle()
	return r.batch, nil
}

type reader struct {
	options importing.Options
	schema  frontmatter.Schema[incident.Front]
	names   *names.Names
	home    string // address of the log's site; empty where it is not known
	batch   importing.Batch
}

func (r *reader) lines(ctx context.Context, in importing.Input) error {
	text, err := in.Text(in.Name, maxText)
	if err != nil || len(text) == 0 { // a log without records
		return err
	}
	return importing.Objects(text, func(line int, object json.RawMessage) error {
		r.record(line, object)
		return ctx.Err()
	})
}

// database reads the column of a database that has the records as JSON.
func (r *reader) database(ctx context.Context, in importing.Input) error {
	file, err := in.Text(in.Name, maxDatabase)
	if err != nil {
		return err
	}
	return sqlite.Column(file, "records", "json", func(row uint64, text string) error {
		if len(r.batch.Entries)+len(r.batch.LeftOut) == importing.MaxEntries {
			return fmt.Errorf("it has more than %d records", importing.MaxEntries)
		}
		r.record(int(row), json.RawMessage(text))
		return ctx.Err()
	})
}

// What a file may have, in bytes. A database has each text twice.
const (
	maxText     = 64 << 20
	maxDatabase = 2 * maxText
)

// section is a section of a text, without markup.
type section struct{ Title, Text string }

// record makes an entry of a record as JSON.
func (r *reader) record(line int, object json.RawMessage) {
	at := importing.At{Line: line}
	var keys map[string]any
	d := json.NewDecoder(bytes.NewReader(object))
	d.UseNumber()
	if err := d.Decode(&keys); err != nil {
		r.batch.Omit(at, "it is no object of JSON")
		return
	}
	var beside struct {
		Sections []section
		Events   []struct{ Text string }
	}
	if err := json.Unmarshal(object, &beside); err != nil {
		r.batch.Omit(at, "its sections are no list of titles and texts, or its events none of texts")
		return
	}
	delete(keys, "sections")
	delete(keys, "events") // the timeline among the sections has them
	var events []string
	for _, e := range beside.Events {
		events = append(events, e.Text)
	}
	front, err := r.front(keys)
	if err != nil {
		r.batch.Omit(at, err.Error())
		return
	}
	r.add(at, front, r.body(beside.Sections, events))
}

// front reads keys as those of a front matter. JSON, written anew, is YAML.
func (r *reader) front(keys map[string]any) (front incident.Front, err error) {
	var head bytes.Buffer
	head.WriteString("---\n")
	e := json.NewEncoder(&head)
	e.SetEscapeHTML(false)
	if err := e.Encode(keys); err != nil {
		return front, err
	}
	head.WriteString("---\n")
	doc, findings := frontmatter.Parse(head.Bytes(), frontmatter.Limits{Bytes: head.Len(), Nodes: head.Len(), Depth: maxDepth})
	if doc != nil {
		findings = append(findings, r.schema.Decode(doc, &front)...)
	}
	switch {
	case len(findings) > 0:
		return front, errors.New(findings[0].Message)
	case front.ID == "" || front.Title == "":
		return front, errors.New("it has no id or no title, as records of Hindcast have")
	}
	return front, nil
}

const maxDepth = 32 // of maps and lists within each other

// precedents is where precedents go, which need not say when they were noticed.
const precedents = "incidents/precedents"

// add takes an entry in, its systems as names for the register.
func (r *reader) add(at importing.At, front incident.Front, body string) {
	if front.Status == incident.Redacted {
		r.batch.Omit(at, front.ID+" is redacted, and a tombstone stays in its own log")
		return
	}
	folder := ""
	if front.IsPrecedent() {
		folder = precedents
	}
	front.Unregistered = append(front.Unregistered, front.Systems...)
	front.Systems = nil
	r.batch.Entries = append(r.batch.Entries, importing.Entry{At: at, Front: front, Body: body, Folder: folder})
}

// settle gives the records that have no source of their own the log as theirs.
func (r *reader) settle() {
	for i := range r.batch.Entries {
		f := &r.batch.Entries[i].Front
		if f.Source != nil {
			continue
		}
		f.Source = &incident.Source{Name: r.options.Source, ID: f.ID, Retrieved: r.options.Retrieved}
		if r.home != "" {
			f.Source.URL = incident.Address(strings.TrimSuffix(r.home, "/") + "/" + address.Record(&incident.Record{Front: *f}))
		}
	}
}
