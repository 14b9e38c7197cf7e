package datafiles

import (
	"bytes"
	"fmt"
	"iter"
	"slices"
	"sync"
	"time"

	"hindcast/internal/address"
	"hindcast/internal/diag"
	"hindcast/internal/incident"
	"hindcast/internal/link/graph"
	"hindcast/internal/markdown"
	"hindcast/internal/schema"
	"hindcast/internal/view"
)

// recordsJSON is the twin of each record and incidents.json, which holds all of them, newest first,
// a record a line. A record is its front matter as incident.AppendJSON writes it, the kind always
// there, then "url" (of its page, relative to the root of the site), "durations" and "control_names" (derived). A
// record's front matter is walked once for both files.
func (m *site) recordsJSON() iter.Seq2[view.File, error] {
	return func(yield func(view.File, error) bool) {
		all, err := m.datasetHead()
		if err != nil {
			yield(view.File{}, err)
			return
		}
		var records []func() ([]byte, error)
		for _, r := range view.Newest(m.Log.Records) {
			record := sync.OnceValues(func() ([]byte, error) { return m.recordJSON(r) })
			records = append(records, record)
			twin := func() ([]byte, error) { return m.twinOf(r, record) }
			if !yield(view.File{Path: address.RecordJSON(r), Make: twin}, nil) {
				return
			}
		}
		yield(view.File{Path: "incidents.json", Make: func() ([]byte, error) {
			separator := "\n"
			for _, record := range records {
				if one, err := record(); err == nil { // the twin is the one to tell of an error
					all = append(append(all, separator...), one...)
					separator = ",\n"
				}
			}
			return append(all, "\n]}\n"...), nil
		}}, nil)
	}
}

// Twin is the JSON twin of a record.
func Twin(model *view.Model, r *incident.Record) view.File {
	m := &site{model}
	return view.File{Path: address.RecordJSON(r), Make: func() ([]byte, error) {
		return m.twinOf(r, func() ([]byte, error) { return m.recordJSON(r) })
	}}
}

// twinOf is the twin of a record, whose front matter is given. The error is a Defeat where it can't be made.
func (m *site) twinOf(r *incident.Record, front func() ([]byte, error)) (twin []byte, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = &view.Defeat{Path: r.Path, Cause: cause}
		}
	}()
	record, err := front()
	if err != nil {
		return nil, err
	}
	return m.twin(r, record)
}

// datasetHead is incidents.json up to its records.
func (m *site) datasetHead() ([]byte, error) {
	head, err := jsonOf(struct {
		Title        string    `json:"title"`
		Organisation string    `json:"organisation,omitempty"`
		Home         string    `json:"home,omitempty"` // what addresses are relative to, where it is known
		AsOf         time.Time `json:"as_of"`
		Schema       string    `json:"schema"` // of the front matter; url, durations and control_names are added to it
		Records      []int     `json:"records"`
	}{
		m.Log.Config.Title, m.Log.Config.Organisation, string(m.Log.Config.BaseURL), m.Now, "schema/incident.schema.json",
		[]int{},
	})
	return bytes.TrimSuffix(head, []byte("]}")), err
}

func (m *site) recordJSON(r *incident.Record) (record []byte, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = &view.Defeat{Path: r.Path, Cause: cause}
		}
	}()
	front := r.Front
	front.Kind, front.Filed = r.KindOrDefault(), m.filed(r)
	derived, err := jsonOf(struct {
		URL       string         `json:"url"`
		Durations view.Durations `json:"durations"`
		// of the controls that the record and its actions name, by framework and id, where they are known
		ControlNames map[string]string `json:"control_names,omitempty"`
	}{address.Record(r), m.Durations(r), m.controlNames(r)})
	if err != nil {
		return nil, fmt.Errorf("write %s as JSON: %w", r.ID, err)
	}
	return joined(schema.AppendJSON(nil, &front), derived), nil
}

func (m *site) controlNames(r *incident.Record) map[string]string {
	names := map[string]string{}
	add := func(framework, id string) {
		if name := m.Frameworks.Name(framework, id); name != "" {
			names[framework+" "+id] = name
		}
	}
	for framework, controls := range r.Frameworks {
		for _, c := range controls {
			add(framework, c.ID)
		}
	}
	for _, a := range r.Actions {
		for _, text := range a.Controls {
			ref := m.Frameworks.Named(text)
			add(ref.Framework, ref.ID)
		}
	}
	return names
}

// filed is when a record was begun: as written, else the day of its first commit, where that is known.
func (m *site) filed(r *incident.Record) incident.Time {
	if !r.Filed.IsZero() || m.Begun == nil {
		return r.Filed
	}
	first := m.Begun(r.Path)
	if first.IsZero() {
		return incident.Time{}
	}
	day, _ := incident.ParseTime(first.In(m.Log.Config.Zone).Format(time.DateOnly)) // a form that it reads
	return day
}

// twin is a record with its text and what leads from and to it.
func (m *site) twin(r *incident.Record, record []byte) ([]byte, error) {
	c := m.Connections(r.Path)
	more, err := jsonOf(struct {
		Sections   []sectionJSON  `json:"sections"`
		Relations  []relationJSON `json:"relations"`
		Duplicates []linkJSON     `json:"duplicates"` // of this record, which is kept
		Mentions   []mentionJSON  `json:"mentioned_in"`
		Similar    []similarJSON  `json:"similar"`
		Precedents []similarJSON  `json:"precedents"`
	}{sectionsOf(&r.File), relationsOf(c), linksTo(c.Duplicates), mentionsOf(c), similarOf(c.Similar), similarOf(c.Precedents)})
	if err != nil {
		return nil, fmt.Errorf("write the JSON twin of %s: %w", r.ID, err)
	}
	return append(joined(record, more), '\n'), nil
}

// jsonOf is a value as JSON on one line, safe on a terminal.
func jsonOf(v any) ([]byte, error) {
	var b bytes.Buffer
	err := diag.WriteJSON(&b, "", v)
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), err
}

// joined makes one JSON object of two that are not empty.
func joined(a, b []byte) []byte {
	return slices.Concat(a[:len(a)-1], []byte(","), b[1:])
}

type sectionJSON struct {
	Title string `json:"title"` // empty for what stands before the first heading
	Text  string `json:"text"`  // without markup, blocks a blank line apart
}

func sectionsOf(file *incident.File) []sectionJSON {
	list := []sectionJSON{}
	for _, s := range file.Text.Sections() {
		list = append(list, sectionJSON{s.Title, markdown.PlainOf(s.Blocks)})
	}
	return list
}

// linkJSON is the other end of a link: an id, or the slug of a system or an article.
type linkJSON struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	URL   string `json:"url"` // relative to the root of the site
}

func linkTo(r *incident.Record) linkJSON { return linkJSON{r.ID, r.Title, address.Record(r)} }

func linksTo(records []*incident.Record) []linkJSON {
	list := []linkJSON{}
	for _, r := range records {
		list = append(list, linkTo(r))
	}
	return list
}

type relationJSON struct {
	linkJSON
	Relation string `json:"relation"`
	Inverse  bool   `json:"inverse"` // the other record declares it of this one
	Note     string `json:"note,omitempty"`
}

func relationsOf(c *graph.Connections) []relationJSON {
	list := []relationJSON{}
	for _, r := range c.Relations {
		list = append(list, relationJSON{linkTo(r.Record), r.Kind, r.Inverse, r.Note})
	}
	return list
}

type mentionJSON struct {
	Kind string `json:"kind"` // record, system, article, playbook or glossary
	linkJSON
}

func mentionsOf(c *graph.Connections) []mentionJSON {
	list := []mentionJSON{}
	for _, m := range c.Mentions {
		switch {
		case m.Record != nil:
			list = append(list, mentionJSON{"record", linkTo(m.Record)})
		case m.System != nil:
			list = append(list, mentionJSON{"system", linkJSON{m.System.Slug, m.System.Title, address.System(m.System)}})
		case m.Article != nil:
			list = append(list, mentionJSON{
				string(m.Article.Kind), linkJSON{m.Article.Slug, m.Article.Title, address.Article(m.Article)},
			})
		}
	}
	return list
}

type similarJSON struct {
	linkJSON
	Score   int          `json:"score"` // to rank by within this list only
	Reasons []reasonJSON `json:"reasons"`
}

type reasonJSON struct {
	Shared string   `json:"shared"` // system, cause, party, tag or term
	Values []string `json:"values"`
}

func similarOf(similar []graph.Similar) []similarJSON {
	names := [...]string{
		graph.SharedSystem: "system", graph.SharedCause: "cause", graph.SharedParty: "party",
		graph.SharedTag: "tag", graph.SharedTerm: "term",
	}
	list := []similarJSON{}
	for _, s := range similar {
		j := similarJSON{linkJSON: linkTo(s.Record), Score: s.Score, Reasons: []reasonJSON{}}
		for _, reason := range s.Reasons {
			j.Reasons = append(j.Reasons, reasonJSON{names[reason.Trait], reason.Values})
		}
		list = append(list, j)
	}
	return list
}
