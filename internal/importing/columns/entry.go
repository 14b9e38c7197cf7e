package columns

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"hindcast/internal/importing"
	"hindcast/internal/incident"
	"hindcast/internal/lazy"
)

// read makes an entry of each row.
func read(o importing.Options, isTable bool, source rows) (batch importing.Batch, err error) {
	s, err := source.survey()
	if err != nil {
		return batch, err
	}
	p, notes, err := s.plan(o, isTable)
	if err != nil {
		return batch, err
	}
	batch.Notes = notes
	seen := map[string]bool{}
	err = source(func(line int, r row, fault error) {
		at := importing.At{Line: line}
		var entry importing.Entry
		if fault == nil {
			entry, fault = p.entry(r, o)
		}
		if id := entry.Front.Source; fault == nil && seen[id.ID] {
			fault = fmt.Errorf("%s is there twice", importing.Excerpt(id.ID))
		}
		if fault != nil {
			batch.Omit(at, importing.OneLine(fault.Error()))
			return
		}
		seen[entry.Front.Source.ID] = true
		entry.At = at
		batch.Entries = append(batch.Entries, entry)
	})
	if err != nil {
		return importing.Batch{}, err
	}
	return batch, nil
}

var (
	people = lazy.Regexp(`(?i)(?:^|[._ -])(?:(?:assignees?|assigned.to|owners?|reporters?|reported.by|authors?|creators?|created.by|` +
		`commanders?|responders?|requesters?|e-?mails?)(?:$|[._ -])|(?:acknowledger|user|[a-z]+_by)\.)`)
	team = lazy.Regexp(`(?i)\b(?:teams?|squad|group|on-?call|department|desk|abteilung|équipe|equipo)\b`)
)

const maxText = 1 << 20 // bytes of a value

// entry makes an entry of a row.
func (p *plan) entry(r row, o importing.Options) (e importing.Entry, err error) {
	if err := p.from.fault(r); err != nil {
		return e, err
	}
	for _, v := range r {
		if len(v.value) > maxText {
			return e, fmt.Errorf("%s has more than %d MiB", importing.Excerpt(v.name), maxText>>20)
		}
		if importing.Restricts(bare(v.name), v.value) {
			e.Restricted = v.name + ": " + importing.OneLine(v.value)
		}
	}
	f := &e.Front
	f.Source = &incident.Source{Name: o.Source, Retrieved: o.Retrieved}
	c := p.cells(r)
	if f.Title = importing.OneLine(c.values["title"]); f.Title == "" {
		return e, fmt.Errorf("it has no title: %s is empty", p.mapping["title"])
	}
	for _, t := range []struct {
		key string
		to  *incident.Time
	}{
		{"started", &f.Timeline.Started.At},
		{"ended", &f.Timeline.Ended},
		{"detected", &f.Timeline.Detected},
		{"triaged", &f.Timeline.Triaged},
		{"contained", &f.Timeline.Contained},
		{"resolved", &f.Timeline.Resolved},
		{"reviewed", &f.Timeline.Reviewed},
		{"closed", &f.Timeline.Closed},
	} {
		*t.to = p.timeOf(f, t.key, r, c)
	}
	if f.Timeline.Detected.IsZero() {
		if f.Timeline.Detected = f.Timeline.Started.At; f.Timeline.Detected.IsZero() {
			key := "detected"
			if p.mapping[key] == "" {
				key = "started"
			}
			value, why := c.values[key], ""
			if _, _, err := p.time(c.columns[key], value); errors.Is(err, errOrder) {
				why = ", and " + errOrder.Error()
			}
			return e, fmt.Errorf("it has no usable time: %s is %s%s; if another column has one, name that in %s under fields, as %s",
				c.columns[key], importing.Excerpt(value), why, importing.SettingsFile, key)
		}
		importing.Lacks(f, "detected: not stated; it is when it started")
	}
	if !importing.Ordered(f) {
		return e, fmt.Errorf("it ends before it begins: detected is %s, by %s, and resolved %s, by %s; correct one in the source, or name other columns in %s",
			f.Timeline.Detected, cmp.Or(c.columns["detected"], c.columns["started"]), f.Timeline.Resolved, c.columns["resolved"], importing.SettingsFile)
	}
	f.Source.ID = cmp.Or(importing.OneLine(c.values["id"]), f.Title+" ("+f.Timeline.Detected.String()+")")
	c.words(&e, o)
	if f.Severity == "" {
		e.Unread = importing.OneLine(c.values["severity"])
	}
	if first := p.mapping["severity"]; c.columns["severity"] != first {
		importing.Lacks(f, "severity: %s is empty; %s was taken", first, c.columns["severity"])
	}
	leaveOut(f, r, p.from, c.used)
	e.Body = importing.Body(c.text(f, r), nil)
	return e, nil
}

// cells are the values of a row by key of a record.
type cells struct {
	values  map[string]string
	columns map[string]string // in which they stand
	used    map[string]bool   // columns that need not stand in the text
}

// cells takes for each key the first of its columns that has a value.
func (p *plan) cells(r row) cells {
	c := cells{map[string]string{}, map[string]string{}, map[string]bool{}}
	for key, column := range p.mapping {
		c.columns[key], c.used[column] = column, true
		for _, path := range p.paths(key) {
			if value := strings.TrimSpace(r.value(path)); value != "" {
				c.values[key], c.columns[key], c.used[path] = value, path, true
				break
			}
		}
	}
	return c
}

// timeOf reads the time of a key from the first of its columns that has one. What can't be read, or has no zone, is kept as
// it is written.
func (p *plan) timeOf(f *incident.Front, key string, r row, c cells) incident.Time {
	for _, column := range p.paths(key) {
		value := strings.TrimSpace(r.value(column))
		if value == "" {
			continue
		}
		t, note, err := p.time(column, value)
		switch {
		case errors.Is(err, errOrder):
			importing.Lacks(f, "%s: %s: %s", column, value, errOrder)
		case err != nil:
			importing.Lacks(f, "%s: %s", column, value)
		case note != "":
			importing.Lacks(f, "%s: %s %s", column, value, note)
		}
		c.used[column] = true
		if err != nil {
			continue
		}
		if first := p.mapping[key]; column != first && key == "detected" {
			importing.Lacks(f, "detected: %s has no time; that of %s was taken", first, column)
		}
		return t
	}
	return incident.Time{}
}

// leaveOut takes what names people, or leads to where they talk, out of what is still to be used, and says so once for
// each object.
func leaveOut(f *incident.Front, r row, from tool, used map[string]bool) {
	told := map[string]bool{}
	for _, v := range r {
		if used[v.name] || v.value == "" {
			continue
		}
		about, why := from.room(v.name), "since it leads to where people talk"
		if about == "" {
			at := people().FindStringIndex(v.name)
			if at == nil || !mayName(v.value) {
				continue
			}
			about, why = v.name, "since people are not named in records"
			if object, isObject := strings.CutSuffix(v.name[:at[1]], "."); isObject {
				about = object
			}
		}
		used[v.name] = true
		if !told[about] {
			told[about] = true
			importing.Lacks(f, "%s: left out, %s", about, why)
		}
	}
}

// words reads what stands in words of the source.
func (c cells) words(e *importing.Entry, o importing.Options) {
	f := &e.Front
	for _, w := range []struct {
		kind importing.Kind
		to   *string
	}{{importing.Severity, &f.Severity}, {importing.Type, &f.Type}, {importing.Status, &f.Status}} {
		value := c.values[string(w.kind)]
		if *w.to = o.Words.Read(w.kind, value); *w.to == "" && value != "" {
			importing.Lacks(f, "%s: %s", c.columns[string(w.kind)], value)
		}
	}
	switch f.Status {
	case incident.Withdrawn:
		f.StatusReason = "The source has it as " + importing.OneLine(c.values["status"]) + "."
	case incident.Duplicate:
		importing.Lacks(f, "%s: %s, without the record that it is a duplicate of", c.columns["status"], c.values["status"])
		f.Status = ""
	}
	split := func(key string) (list []string) {
		for part := range strings.FieldsFuncSeq(c.values[key], func(r rune) bool { return strings.ContainsRune(",;|\n", r) }) {
			if part = importing.OneLine(part); part != "" && !slices.Contains(list, part) {
				list = append(list, part)
			}
		}
		return list
	}
	f.Unregistered, f.Tags = split("systems"), split("tags")
	f.Owner = importing.OneLine(c.values["owner"])
	if mark := importing.OneLine(c.values["tlp"]); mark != "" {
		if f.TLP = cmp.Or(importing.Mark(mark), importing.Mark("TLP:"+mark)); f.TLP == "" {
			e.Restricted = c.columns["tlp"] + ": " + mark // what it means is not known
		}
	}
	f.Summary = importing.Summary(c.values["summary"])
	if url := c.values["url"]; strings.HasPrefix(url, "https://") || strings.HasPrefix(url, "http://") {
		f.Source.URL = incident.Address(url)
	} else if url != "" {
		importing.Lacks(f, "%s: %s", c.columns["url"], url)
	}
}

// text is what the row says at length: its sections, then a list of all that has no key.
func (c cells) text(f *incident.Front, r row) string {
	parts := []string{importing.Markdown(c.values["text"])}
	if summary := c.values["summary"]; summary != importing.Summary(summary) {
		parts = []string{importing.Markdown(summary + "\n\n" + c.values["text"])}
	}
	for _, s := range [][2]string{{"impact", "Impact"}, {"response", "Response"}, {"analysis", "Analysis"}, {"lessons", "Lessons"}} {
		if text := c.values[s[0]]; text != "" {
			parts = append(parts, "## "+s[1]+"\n\n"+importing.Markdown(text))
		}
	}
	left := slices.DeleteFunc(slices.Clone(r), func(v field) bool { return c.used[v.name] || strings.TrimSpace(v.value) == "" })
	var other strings.Builder
	for list, fields := range groups(left) {
		other.WriteString(listed(f, list, fields))
	}
	if other.Len() > 0 {
		parts = append(parts, "## Other fields\n\n"+other.String())
	}
	return strings.TrimLeft(strings.Join(parts, "\n\n"), "\n")
}
