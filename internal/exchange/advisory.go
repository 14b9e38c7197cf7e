package exchange

import (
	"encoding/json"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"

	"hindcast/internal/incident"
	"hindcast/internal/lazy"
)

// advisory is a record on its way into a format of vulnerability databases: what the format has a place for is taken
// from rest, and kept is what an importer of that format left under custom, to which the values of the keys return.
type advisory struct {
	record   *incident.Record
	rest     incident.Front
	sections []SectionField
	kept     map[string]any
}

func newAdvisory(r *incident.Record, custom string) *advisory {
	a := &advisory{record: r, rest: r.Front, sections: sectionsOf(r.Text)}
	a.rest.Custom = maps.Clone(r.Custom)
	kept, ok := typed(r.Custom[custom], "custom."+custom, r.Places).(map[string]any)
	if a.kept = kept; ok {
		delete(a.rest.Custom, custom)
	} else {
		a.kept = map[string]any{}
	}
	a.rest.Frameworks = maps.Clone(r.Frameworks)
	a.rest.Models, a.rest.References, a.rest.Related = slices.Clone(r.Models), slices.Clone(r.References), slices.Clone(r.Related)
	a.rest.Unregistered, a.rest.Aliases = slices.Clone(r.Unregistered), slices.Clone(r.Aliases)
	if r.Source != nil {
		source := *r.Source
		a.rest.Source = &source
	}
	return a
}

// files writes a file of each record that fits, and says what it left. A file has the name that write gives, unless another
// has it.
func files(log *incident.Log, told *Told, fits func(*incident.Record) bool,
	write func(*incident.Record) (name string, object map[string]any, rest *incident.Front),
) iter.Seq2[BulkFile, error] {
	return func(yield func(BulkFile, error) bool) {
		var p placing
		names := map[string]bool{}
		for _, r := range log.Records {
			if !fits(r) {
				told.LeftOut = append(told.LeftOut, r.ID)
				continue
			}
			name, object, rest := write(r)
			if names[strings.ToLower(name)] {
				name = r.ID
			}
			names[strings.ToLower(name)] = true
			file, err := settingsFile(name+".json", object)
			if !yield(file, err) || err != nil {
				return
			}
			p.add(&r.Front, rest)
		}
		told.Unplaced = p.unplaced()
	}
}

// leaveOrigin takes what each record has that came from a database of public records, but when, and what was wrong there.
func (a *advisory) leaveOrigin() {
	r := &a.rest
	r.Aliases = slices.DeleteFunc(r.Aliases, func(alias string) bool { return alias == r.Source.ID })
	if len(r.Aliases) == 0 {
		r.Aliases = nil
	}
	if r.IsPrecedent() {
		take(&r.Kind)
	}
	if r.TLP == "CLEAR" {
		take(&r.TLP)
	}
	*r.Source = incident.Source{Retrieved: r.Source.Retrieved, Issues: r.Source.Issues}
}

// take is a value that finds its place.
func take[T any](from *T) (value T) {
	value, *from = *from, value
	return value
}

// ids takes the ids of a framework that have a place, all of them where has is nil. What a record says of one beside that
// stays.
func (a *advisory) ids(framework string, has func(id string) bool) (ids []string) {
	controls := slices.Clone(a.rest.Frameworks[framework])
	for i := range controls {
		if has == nil || has(controls[i].ID) {
			ids = append(ids, take(&controls[i].ID))
		}
	}
	if controls != nil {
		a.rest.Frameworks[framework] = controls
	}
	return ids
}

// text takes the sections, each but a lone one under its heading, which begins with heading.
func (a *advisory) text(heading string) string {
	var parts []string
	for _, s := range a.sections {
		if s.Title != "" && len(a.sections) > 1 {
			parts = append(parts, heading+s.Title)
		}
		parts = append(parts, s.Text)
	}
	return a.withSummary(strings.Join(parts, "\n\n"))
}

// withSummary takes the summary, which stands before the text unless it is in there, or is the title.
func (a *advisory) withSummary(text string) string {
	summary := take(&a.rest.Summary)
	if summary != a.record.Title && !strings.Contains(folded(a.record.Text.Plain()), strings.TrimSuffix(folded(summary), "…")) {
		text = strings.TrimSpace(summary + "\n\n" + text)
	}
	return text
}

func folded(s string) string { return strings.Join(strings.Fields(s), " ") }

// reference is a document as both formats know it.
type reference struct {
	kind, url, title string
	at               int // among the references of the record
}

// references takes the documents that a record refers to, but the page of its source, each with the kind that the importer
// kept of it under type; kindOf gives that of the others. What else was kept of references follows, as it was.
func (a *advisory) references(page incident.Address, address string, kindOf func(kind string) string) (list []reference, others []any) {
	for i := range a.rest.References {
		r := &a.rest.References[i]
		if page != "" && r.URL == page {
			*r = incident.Reference{}
			continue
		}
		list = append(list, reference{kindOf(take(&r.Kind)), string(take(&r.URL)), r.Title, i})
	}
	kept, _ := a.kept["references"].([]any)
	given := map[string]bool{}
	for _, item := range kept {
		m, _ := item.(map[string]any)
		kind, _ := m["type"].(string)
		url, _ := m[address].(string)
		at := slices.IndexFunc(list, func(r reference) bool { return r.url == url })
		if len(m) == 2 && kind != "" && at >= 0 && !given[url] {
			list[at].kind, given[url] = kind, true
			continue
		}
		others = append(others, item)
	}
	return list, others
}

// sub is the map under a key, made where there is none.
func sub(m map[string]any, key string) map[string]any {
	below, ok := m[key].(map[string]any)
	if !ok {
		below = map[string]any{}
		m[key] = below
	}
	return below
}

// joined are texts with what was kept of their list.
func joined(texts []string, kept any) []any {
	list := []any{}
	for _, text := range texts {
		list = append(list, text)
	}
	rest, _ := kept.([]any)
	return append(list, rest...)
}

// typed is a copy of a value under custom, where a log has numbers and truth values as texts: what was written without
// quotes is as JSON has it.
func typed(value any, path string, places incident.Places) any {
	switch v := value.(type) {
	case map[string]any:
		m := make(map[string]any, len(v))
		for key, item := range v {
			m[key] = typed(item, path+"."+key, places)
		}
		return m
	case []any:
		list := make([]any, len(v))
		for i, item := range v {
			list[i] = typed(item, fmt.Sprintf("%s[%d]", path, i), places)
		}
		return list
	case string:
		if places == nil || !json.Valid([]byte(v)) {
			return v
		}
		if written, ok := places.Text(path); ok && written == v {
			return json.RawMessage(v)
		}
	}
	return value
}

// cvss finds the texts of a value under custom that are vectors of CVSS 3 or 4 with base metrics alone (first.org/cvss).
func cvss(value any) (vectors []string) {
	switch v := value.(type) {
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(v)) {
			vectors = append(vectors, cvss(v[key])...)
		}
	case []any:
		for _, item := range v {
			vectors = append(vectors, cvss(item)...)
		}
	case string:
		if cvss3().MatchString(v) || cvss4().MatchString(v) {
			return []string{v}
		}
	}
	return vectors
}

var (
	cvss3 = lazy.Regexp(`^CVSS:3\.[01]/AV:[NALP]/AC:[LH]/PR:[NLH]/UI:[NR]/S:[UC]/C:[NLH]/I:[NLH]/A:[NLH]$`)
	cvss4 = lazy.Regexp(`^CVSS:4\.0/AV:[NALP]/AC:[LH]/AT:[NP]/PR:[NLH]/UI:[NPA]/VC:[HLN]/VI:[HLN]/VA:[HLN]/SC:[HLN]/SI:[HLN]/SA:[HLN]$`)
)
