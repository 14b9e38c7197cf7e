package columns

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"hindcast/internal/importing"
	"hindcast/internal/incident"
	"hindcast/internal/lazy"
)

// targets are the keys that columns are read as, each with the names that columns have for it, without case, spaces and
// signs, the likeliest first. The sections stand under their own names.
var targets = []struct {
	key    string
	isTime bool
	names  []string
}{
	{"id", false, []string{"id", "key", "incidentid", "incidentnumber", "number", "nr", "no", "incidentkey", "issuekey", "reference", "ref", "ticket", "slug"}},
	{"title", false, []string{"title", "name", "incidentname", "subject", "headline", "summary", "shortdescription", "titel", "titre", "título", "incident"}},
	{"summary", false, []string{"summary", "shortdescription", "abstract"}},
	{"severity", false, []string{"severity", "severityname", "sev", "priority", "priorityname", "prio", "urgency", "schweregrad", "gravité", "severidad"}},
	{"status", false, []string{"status", "statusname", "state", "stage", "phase", "currentstate", "currentmilestone"}},
	{"type", false, []string{"type", "incidenttype", "category", "kind", "typename", "kategorie", "catégorie"}},
	{"systems", false, []string{
		"systems", "system", "affectedsystems", "affectedservices", "services", "service", "servicename", "components", "component", "product",
		"application", "model", "betroffenesysteme",
	}},
	{"owner", false, []string{"team", "owningteam", "teamname", "ownerteam", "responsibleteam"}},
	{"tags", false, []string{"tags", "labels"}},
	{"tlp", false, []string{"tlp", "tlpmark", "trafficlight", "trafficlightprotocol"}},
	{"url", false, []string{"url", "htmlurl", "weburl", "link", "permalink"}},
	{"started", true, []string{"startedat", "started", "starttime", "start", "startdate", "beginn", "occurredat", "occurred"}},
	{"detected", true, []string{
		"detectedat", "detected", "discoveredat", "discovered", "reportedat", "reported", "createdat", "createdon", "created", "openedat",
		"opened", "date", "incidentdate", "datum", "fecha",
	}},
	{"triaged", true, []string{"triagedat", "triaged", "acknowledgedat", "acknowledged"}},
	{"contained", true, []string{"containedat", "contained", "mitigatedat", "mitigated"}},
	{"ended", true, []string{"endedat", "ended", "endtime", "enddate"}},
	{"resolved", true, []string{"resolvedat", "resolvedon", "resolved", "resolveddate", "dateresolved", "fixedat", "resolutiondate", "behoben"}},
	{"reviewed", true, []string{"reviewedat", "reviewed"}},
	{"closed", true, []string{"closedat", "closedon", "closed", "closeddate", "dateclosed"}},
	{"text", false, []string{"whathappened", "description", "details", "body", "text", "narrative", "report", "beschreibung"}},
	{"impact", false, []string{"impact", "customerimpact", "customerimpactsummary", "auswirkung", "auswirkungen"}},
	{"response", false, []string{"response", "resolution", "mitigation", "remediation", "behebung"}},
	{"analysis", false, []string{"rootcause", "cause", "causes", "analysis", "contributingfactors", "ursache"}},
	{"lessons", false, []string{"lessons", "lessonslearned", "lessonslearnt", "learnings", "lehren"}},
}

// keys are those of targets.
func keys() (list []string) {
	for _, t := range targets {
		list = append(list, t.key)
	}
	return list
}

// mapping is the column of each key.
type mapping map[string]string

// survey is what a source has: what its rows are read by.
type survey struct {
	columns []string          // or paths, as they come
	sample  []row             // the first rows
	dates   map[string]*dates // by column
	wrong   error             // of the first row that has anything wrong
}

// sampled is how many rows a mapping is proposed by.
const sampled = 200

// survey reads all rows of a source.
func (source rows) survey() (survey, error) {
	s := survey{dates: map[string]*dates{}}
	err := source(func(_ int, r row, fault error) {
		if fault != nil {
			s.wrong = cmp.Or(s.wrong, fault)
			return
		}
		if len(s.sample) < sampled {
			s.sample = append(s.sample, r)
		}
		for _, f := range r {
			d := s.dates[f.name]
			if d == nil {
				if len(s.columns) == maxFields {
					continue
				}
				d = &dates{}
				s.dates[f.name], s.columns = d, append(s.columns, f.name)
			}
			if f.items == nil {
				d.see(f.value)
			}
			for _, i := range f.items {
				d.see(i.value)
			}
		}
	})
	switch {
	case err != nil:
		return s, err
	case len(s.sample) == 0 && s.wrong != nil:
		return s, fmt.Errorf("none of its entries can be read; of the first, %w", s.wrong)
	case len(s.sample) == 0:
		return s, errors.New("it has no entries")
	}
	return s, nil
}

// time reads a time of a column.
func (s *survey) time(column, value string) (incident.Time, string, error) {
	name := column
	if list, _, rest, isOne := one(column); isOne && s.dates[name] == nil {
		name = list + "[]" + rest
	}
	d := s.dates[name]
	if d == nil {
		d = &dates{}
	}
	return d.time(column, value)
}

// plan is how the rows of a source are read.
type plan struct {
	survey
	mapping
	beside map[string][]string // by key: columns that are read where that of the mapping has nothing, the likeliest first
	from   tool
}

// paths are the columns of a key, in the order in which they are tried.
func (p *plan) paths(key string) []string {
	if p.mapping[key] == "" {
		return nil
	}
	return append([]string{p.mapping[key]}, p.beside[key]...)
}

// plan decides how the rows of a source are read: by what the settings say of it, the paths of the tool that it comes from, or
// else by what its names and values suggest. A table has all columns that it can have; an object leaves out what is null, so
// that another page may have what this one lacks.
func (s survey) plan(o importing.Options, isTable bool) (p plan, notes []string, err error) {
	set := o.Words.Fields(o.Source)
	p = plan{survey: s, mapping: mapping{}, beside: map[string][]string{}, from: recognise(s.columns, set)}
	own := p.from.paths(s.columns)
	var absent []string
	for _, key := range slices.Sorted(maps.Keys(set)) {
		column := set[key]
		switch isOwn := slices.Contains(own[key], column); {
		case column == "":
		case !slices.Contains(keys(), key):
			return p, nil, fmt.Errorf("%s has %q among the fields of this source, which is none of %s", importing.SettingsFile, key, strings.Join(keys(), ", "))
		case isThere(s.columns, column) || isOwn:
			p.mapping[key] = column
		case isTable || key == "title":
			return p, nil, fmt.Errorf("%s names %q for %s, which the source does not have; it has %s", importing.SettingsFile, column, key, some(s.columns))
		default:
			p.mapping[key] = column
			absent = append(absent, column)
		}
	}
	if len(absent) > 0 {
		notes = append(notes, fmt.Sprintf("no entry has %s, which %s names", some(absent), importing.SettingsFile))
	}
	fresh := mapping{}
	switch {
	case len(set) > 0 && isTable:
	case p.from.name != "":
		for key, paths := range own {
			fresh[key] = paths[0]
		}
	default:
		fresh = s.propose(p.mapping, o.Words)
	}
	for key, column := range fresh {
		if _, isSet := set[key]; !isSet && !p.mapping.has(column) {
			p.mapping[key] = column
		}
	}
	for key, paths := range own {
		p.beside[key] = paths[slices.Index(paths, p.mapping[key])+1:]
	}
	if p.from.name == "" {
		p.beside["detected"] = s.called("detected", p.mapping)
	}
	there := func(key string) bool {
		return slices.ContainsFunc(p.paths(key), func(column string) bool { return isThere(s.columns, column) })
	}
	if hasTime := there("detected") || there("started"); !hasTime || !there("title") {
		if column, value, why := s.unread(); column != "" && there("title") && len(set) == 0 {
			return p, nil, fmt.Errorf("%s seems to hold times, but %s is not read as one%s; %s; or name another column in %s under fields, %q",
				importing.Excerpt(column), importing.Excerpt(value), why, formsRead, importing.SettingsFile, importing.Word(o.Source))
		}
		return p, nil, fmt.Errorf("none of its columns seems to hold a title and a time; name them in %s under fields, %q: it has %s",
			importing.SettingsFile, importing.Word(o.Source), some(s.columns))
	}
	o.Words.Propose(o.Source, p.mapping)
	return p, notes, nil
}

// called are the columns with a name for a key, the likeliest first, that no key is read from.
func (s *survey) called(key string, m mapping) (list []string) {
	for _, t := range targets {
		if t.key != key {
			continue
		}
		for _, name := range t.names {
			column := first([]string{name}, s.columns, func(c string) bool { return !m.has(c) })
			if column != "" && s.dates[column].values > 0 {
				list = append(list, column)
			}
		}
	}
	return list
}

// unread is a column that is called as one of times, with a value of it and why that is not read; empty where there is none.
func (s *survey) unread() (column, value, why string) {
	for _, column := range append(s.called("detected", nil), s.called("started", nil)...) {
		for _, r := range s.sample {
			value := strings.TrimSpace(r.value(column))
			if _, _, err := s.time(column, value); value != "" && err != nil {
				if errors.Is(err, errOrder) {
					why = ", since " + errOrder.Error()
				}
				return column, value, why
			}
		}
	}
	return "", "", ""
}

// has reports whether a key is read from a column.
func (m mapping) has(column string) bool {
	for _, c := range m {
		if c == column {
			return true
		}
	}
	return false
}

// propose finds a column for each other key that it can, by names and by values.
func (s *survey) propose(set mapping, w *importing.Words) mapping {
	m := maps.Clone(set)
	hasValues := func(column string) bool { return mostly(s.sample, column, 80, func(string) bool { return true }) }
	isTime := func(column string, least int, exact incident.Precision, number bool) bool {
		return mostly(s.sample, column, least, func(value string) bool {
			t, _, err := s.time(column, value)
			return err == nil && t.Precision() >= exact && (number || strings.ContainsAny(value, "-/. "))
		})
	}
	for _, t := range targets {
		if m[t.key] != "" {
			continue
		}
		column := first(t.names, s.columns, func(column string) bool {
			switch {
			case m.has(column) || !hasValues(column):
				return false
			case t.isTime:
				return isTime(column, 50, incident.ToMonth, true)
			case t.key == "id":
				return isUnique(s.sample, column)
			}
			return true
		})
		if column == "" { // one that may have values later
			column = first(t.names, s.columns, func(column string) bool { return !m.has(column) && !hasValues(column) })
		}
		if column != "" {
			m[t.key] = column
		}
	}
	byValue := func(key string, fits func(column string) bool) {
		at := slices.IndexFunc(s.columns, func(column string) bool { return !m.has(column) && fits(column) })
		if m[key] == "" && at >= 0 {
			m[key] = s.columns[at]
		}
	}
	known := func(kind importing.Kind) func(string) bool {
		return func(column string) bool {
			return mostly(s.sample, column, 80, func(value string) bool { return w.Knows(kind, value) && (kind != importing.Severity || len(value) > 1) })
		}
	}
	if m["started"] == "" || len(set) == 0 {
		byValue("detected", func(column string) bool { return isTime(column, 80, incident.ToDay, false) })
	}
	byValue("severity", known(importing.Severity))
	byValue("status", known(importing.Status))
	return m
}

// envelopes are the paths of what interfaces put around an entry.
var envelopes = []string{"data.attributes.", "attributes.", "data.", "incident."}

// first is the column that the first of the names fits; severity.name is called severityname there.
func first(names, columns []string, fits func(string) bool) string {
	for _, name := range names {
		for _, column := range columns {
			if plain(bare(numbered().ReplaceAllString(column, ""))) == name && fits(column) {
				return column
			}
		}
	}
	return ""
}

// numbered is what tells columns of one name apart.
var numbered = lazy.Regexp(` \(\d+\)$`)

// bare is a path without what is around an entry.
func bare(path string) string {
	for _, e := range envelopes {
		path = strings.TrimPrefix(path, e)
	}
	return path
}

// plain is a name without case, spaces and signs.
func plain(name string) string {
	return strings.NewReplacer(" ", "", "_", "", "-", "", "(", "", ")", "", "/", "", ".", "").Replace(strings.ToLower(name))
}

// mostly reports whether a column has values, and of these at least so many percent fit.
func mostly(sample []row, column string, least int, fits func(string) bool) bool {
	all, good := 0, 0
	for _, r := range sample {
		if value := strings.TrimSpace(r.value(column)); value != "" {
			all++
			if fits(value) {
				good++
			}
		}
	}
	return all > 0 && good*100 >= all*least
}

// isUnique reports whether most rows have a value of their own in a column; the others are left out later, and named.
func isUnique(sample []row, column string) bool {
	seen := map[string]bool{}
	for _, r := range sample {
		if value := strings.TrimSpace(r.value(column)); value != "" {
			seen[value] = true
		}
	}
	return len(seen)*5 >= len(sample)*4
}

// some are the first of a list, quoted.
func some(list []string) string {
	var quoted []string
	for _, s := range list[:min(len(list), 20)] {
		quoted = append(quoted, importing.Excerpt(s))
	}
	if len(list) > 20 {
		quoted = append(quoted, "…")
	}
	return strings.Join(quoted, ", ")
}
