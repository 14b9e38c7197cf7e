package columns

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"hindcast/internal/importing"
	"hindcast/internal/incident"
	"hindcast/internal/lazy"
)

// read makes an entry of each row, by what the settings say of the source or else by what its names and values suggest.
func read(o importing.Options, source rows) (batch importing.Batch, err error) {
	var columns []string
	var sample []row
	var wrong error
	err = source(func(_ int, r row, fault error) bool {
		wrong = cmp.Or(wrong, fault)
		if fault == nil {
			sample = append(sample, r)
			for _, f := range r {
				if !slices.Contains(columns, f.name) && len(columns) < maxFields {
					columns = append(columns, f.name)
				}
			}
		}
		return len(sample) < sampled
	})
	switch {
	case err != nil:
		return batch, err
	case len(sample) == 0 && wrong != nil:
		return batch, fmt.Errorf("none of its entries can be read; of the first, %w", wrong)
	case len(sample) == 0:
		return batch, errors.New("it has no entries")
	}
	var m mapping
	from := recognise(columns)
	if set := o.Words.Fields(o.Source); len(set) > 0 {
		if m, err = known(set, columns); err != nil {
			return batch, err
		}
	} else if from.name != "" {
		m = from.mapping(columns, sample)
	} else {
		m = propose(columns, sample, o.Words)
	}
	if m["title"] == "" || m["detected"] == "" && m["started"] == "" {
		return batch, fmt.Errorf("none of its columns seems to hold a title and a time; name them in %s under fields, %q: it has %s",
			importing.SettingsFile, importing.Word(o.Source), some(columns))
	}
	o.Words.Propose(o.Source, m)
	seen := map[string]bool{}
	err = source(func(line int, r row, fault error) bool {
		at := importing.At{Line: line}
		var entry importing.Entry
		if fault == nil {
			entry, fault = m.entry(r, from, o)
		}
		if id := entry.Front.Source; fault == nil && seen[id.ID] {
			fault = fmt.Errorf("%s is there twice", importing.Excerpt(id.ID))
		}
		if fault != nil {
			batch.Omit(at, importing.OneLine(fault.Error()))
			return true
		}
		seen[entry.Front.Source.ID] = true
		entry.At = at
		batch.Entries = append(batch.Entries, entry)
		return true
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
func (m mapping) entry(r row, from tool, o importing.Options) (e importing.Entry, err error) {
	if err := from.fault(r); err != nil {
		return e, err
	}
	f := &e.Front
	f.Source = &incident.Source{Name: o.Source, Retrieved: o.Retrieved}
	values := map[string]string{}
	used := map[string]bool{}
	for key, column := range m {
		values[key] = strings.TrimSpace(r.value(column))
		used[column] = true
	}
	for _, v := range r {
		if len(v.value) > maxText {
			return e, fmt.Errorf("%s has more than %d MiB", importing.Excerpt(v.name), maxText>>20)
		}
	}
	if f.Title = importing.OneLine(values["title"]); f.Title == "" {
		return e, fmt.Errorf("it has no title: %s is empty", m["title"])
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
		m.time(f, t.key, values[t.key], t.to)
	}
	if f.Timeline.Detected.IsZero() {
		if f.Timeline.Detected = f.Timeline.Started.At; f.Timeline.Detected.IsZero() {
			return e, fmt.Errorf("it has no usable time: %s is %s", cmp.Or(m["detected"], m["started"]), importing.Excerpt(cmp.Or(values["detected"], values["started"])))
		}
		importing.Lacks(f, "detected: not stated; it is when it started")
	}
	if !importing.Ordered(f) {
		return e, errors.New("it is resolved before it was noticed")
	}
	f.Source.ID = cmp.Or(importing.OneLine(values["id"]), f.Title+" ("+f.Timeline.Detected.String()+")")
	m.words(f, values, o)
	leaveOut(f, r, from, used)
	e.Body = importing.Body(m.text(values, r, used), nil)
	return e, nil
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
			if at == nil || team().MatchString(v.value) || !strings.ContainsFunc(v.value, unicode.IsLetter) {
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

// time reads a time; one that can't be read, or has no zone, is kept as it is written.
func (m mapping) time(f *incident.Front, key, value string, to *incident.Time) {
	if value == "" {
		return
	}
	t, assumed, err := importing.Time(value, nil)
	switch {
	case err != nil:
		importing.Lacks(f, "%s: %s", m[key], value)
	case assumed:
		importing.Lacks(f, "%s: %s has no zone; its day was taken", m[key], value)
	}
	*to = t
}

// words reads what stands in words of the source.
func (m mapping) words(f *incident.Front, values map[string]string, o importing.Options) {
	for _, w := range []struct {
		kind importing.Kind
		to   *string
	}{{importing.Severity, &f.Severity}, {importing.Type, &f.Type}, {importing.Status, &f.Status}} {
		value := values[string(w.kind)]
		if *w.to = o.Words.Read(w.kind, value); *w.to == "" && value != "" {
			importing.Lacks(f, "%s: %s", m[string(w.kind)], value)
		}
	}
	switch f.Status {
	case incident.Withdrawn:
		f.StatusReason = "The source has it as " + importing.OneLine(values["status"]) + "."
	case incident.Duplicate:
		importing.Lacks(f, "%s: %s, without the record that it is a duplicate of", m["status"], values["status"])
		f.Status = ""
	}
	split := func(key string) (list []string) {
		for part := range strings.FieldsFuncSeq(values[key], func(r rune) bool { return strings.ContainsRune(",;|\n", r) }) {
			if part = importing.OneLine(part); part != "" && !slices.Contains(list, part) {
				list = append(list, part)
			}
		}
		return list
	}
	f.Unregistered, f.Tags = split("systems"), split("tags")
	f.Owner = importing.OneLine(values["owner"])
	f.Summary = importing.Summary(values["summary"])
	if url := values["url"]; strings.HasPrefix(url, "https://") || strings.HasPrefix(url, "http://") {
		f.Source.URL = incident.Address(url)
	} else if url != "" {
		importing.Lacks(f, "%s: %s", m["url"], url)
	}
}

// text is what the row says at length: its sections, then a list of all that has no key.
func (m mapping) text(values map[string]string, r row, used map[string]bool) string {
	parts := []string{importing.Markdown(values["text"])}
	if summary := values["summary"]; summary != importing.Summary(summary) {
		parts = []string{importing.Markdown(summary + "\n\n" + values["text"])}
	}
	for _, s := range [][2]string{{"impact", "Impact"}, {"response", "Response"}, {"analysis", "Analysis"}, {"lessons", "Lessons"}} {
		if text := values[s[0]]; text != "" {
			parts = append(parts, "## "+s[1]+"\n\n"+importing.Markdown(text))
		}
	}
	var other strings.Builder
	for _, v := range r {
		if !used[v.name] && strings.TrimSpace(v.value) != "" {
			other.WriteString("- **" + importing.Escape(v.name) + "**: " + importing.Escape(importing.OneLine(v.value)) + "\n")
		}
	}
	if other.Len() > 0 {
		parts = append(parts, "## Other fields\n\n"+other.String())
	}
	return strings.TrimLeft(strings.Join(parts, "\n\n"), "\n")
}
