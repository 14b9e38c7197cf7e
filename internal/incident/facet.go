package incident

import (
	"maps"
	"regexp"
	"slices"
)

// Facet is something that records are filtered and counted by.
type Facet struct {
	Name       string // in queries
	Title      string // in English
	Vocabulary string // of its values; empty for free values
	Pages      string // folder of the site with a page for each value; empty for none
	Values     func(*Record) []string
}

// Facets are all of them, in the order in which they are shown. Values of is that depend on the present, such as
// overdue, are not known to the record.
var Facets = []Facet{
	{"kind", "Kind", "kinds", "", func(r *Record) []string { return []string{r.KindOrDefault()} }},
	{"type", "Type", "types", "types", func(r *Record) []string { return distinct(append([]string{r.Type}, r.Also...)...) }},
	{"severity", "Severity", "severities", "severities", func(r *Record) []string { return distinct(r.Rank()) }},
	{"status", "Stage", "statuses", "", func(r *Record) []string { return distinct(r.Status) }},
	{"system", "System", "", "", func(r *Record) []string { return distinct(slices.Concat(r.Systems, r.Unregistered)...) }},
	{"cause", "Cause", "causes", "causes", func(r *Record) []string { return distinct(factors(r.Causes)...) }},
	{"control", "Control", "", "", controlsOf},
	{"team", "Team", "teams", "teams", func(r *Record) []string { return distinct(r.Owner) }},
	{"harm", "Harm", "harms", "", func(r *Record) []string { return distinct(r.Impact.Harms...) }},
	{"tag", "Tag", "", "tags", func(r *Record) []string { return distinct(r.Tags...) }},
	{"year", "Year", "", "", func(r *Record) []string { return distinct(yearOf(r.Date())) }},
	{"is", "State", "", "", func(r *Record) []string {
		return holding(map[string]bool{"open": r.IsOpen(), "reopened": len(r.Reopened) > 0})
	}},
	{"has", "With", "", "", func(r *Record) []string {
		return holding(map[string]bool{
			"playbook": len(r.Playbooks) > 0, "actions": len(r.Actions) > 0, "obligations": len(r.Obligations) > 0, "lessons": r.HasLessons(),
		})
	}},
}

// FacetNames are the names of all facets.
func FacetNames() []string {
	names := make([]string, len(Facets))
	for i, f := range Facets {
		names[i] = f.Name
	}
	return names
}

// FacetNamed is a facet by its name; the zero value where there is none.
func FacetNamed(name string) Facet {
	if i := slices.IndexFunc(Facets, func(f Facet) bool { return f.Name == name }); i >= 0 {
		return Facets[i]
	}
	return Facet{}
}

var fieldID = regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`)

// IsFieldID reports whether a key of the organisation's own can have an id.
func IsFieldID(id string) bool { return fieldID.MatchString(id) }

// IsTaken reports whether a name is that of a facet, or means something else in queries or in addresses of the search.
func IsTaken(name string) bool {
	return slices.Contains(append(FacetNames(), "after", "before", "date", "order", "q"), name)
}

// distinct is the values that are not empty, sorted, each once.
func distinct(values ...string) []string {
	values = slices.DeleteFunc(slices.Clone(values), func(v string) bool { return v == "" })
	slices.Sort(values)
	return slices.Compact(values)
}

// yearOf is the year of a time as it is written; empty where there is none.
func yearOf(t Time) string {
	text := t.String()
	return text[:min(4, len(text))]
}

// controlsOf is the controls that a record names, as its actions name them: nist_ai_rmf MANAGE 4.1.
func controlsOf(r *Record) (list []string) {
	for framework, controls := range r.Frameworks {
		for _, c := range controls {
			list = append(list, framework+" "+c.ID)
		}
	}
	return distinct(list...)
}

func factors(causes []Cause) []string {
	list := make([]string, len(causes))
	for i, c := range causes {
		list[i] = c.Factor
	}
	return list
}

// holding is the names that hold, sorted.
func holding(names map[string]bool) []string {
	maps.DeleteFunc(names, func(_ string, holds bool) bool { return !holds })
	return slices.Sorted(maps.Keys(names))
}
