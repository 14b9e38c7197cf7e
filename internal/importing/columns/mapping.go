package columns

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"hindcast/internal/importing"
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

// known is what the settings say of a source, checked against its columns.
func known(set map[string]string, columns []string) (mapping, error) {
	m := mapping{}
	for _, key := range slices.Sorted(maps.Keys(set)) {
		column := set[key]
		switch {
		case column == "":
		case !slices.Contains(keys(), key):
			return nil, fmt.Errorf("%s has %q among the fields of this source, which is none of %s", importing.SettingsFile, key, strings.Join(keys(), ", "))
		case !isThere(columns, column):
			return nil, fmt.Errorf("%s names %q for %s, which the source does not have; it has %s", importing.SettingsFile, column, key, some(columns))
		default:
			m[key] = column
		}
	}
	return m, nil
}

// sampled is how many rows a mapping is proposed by.
const sampled = 200

// propose finds a column for each key that it can, by names and by values.
func propose(columns []string, sample []row, w *importing.Words) mapping {
	m, taken := mapping{}, map[string]bool{}
	take := func(key, column string) {
		if column != "" {
			m[key], taken[column] = column, true
		}
	}
	hasValues := func(column string) bool { return mostly(sample, column, func(string) bool { return true }) }
	for _, t := range targets {
		column := first(t.names, columns, func(column string) bool {
			switch {
			case taken[column] || !hasValues(column):
				return false
			case t.isTime:
				return mostly(sample, column, isTime)
			case t.key == "id":
				return isUnique(sample, column)
			}
			return true
		})
		if column == "" { // one that may have values later
			column = first(t.names, columns, func(column string) bool { return !taken[column] && !hasValues(column) })
		}
		take(t.key, column)
	}
	byValue := func(key string, fits func(string) bool) {
		if m[key] != "" {
			return
		}
		for _, column := range columns {
			if !taken[column] && mostly(sample, column, fits) {
				take(key, column)
				return
			}
		}
	}
	byValue("detected", isTime)
	byValue("severity", func(s string) bool { return w.Knows(importing.Severity, s) && len(s) > 1 })
	byValue("status", func(s string) bool { return w.Knows(importing.Status, s) })
	return m
}

// envelopes are the paths of what interfaces put around an entry.
var envelopes = []string{"data.attributes.", "attributes.", "data.", "incident."}

// first is the column that the first of the names fits; severity.name is called severityname there.
func first(names, columns []string, fits func(string) bool) string {
	for _, name := range names {
		for _, column := range columns {
			bare := column
			for _, e := range envelopes {
				bare = strings.TrimPrefix(bare, e)
			}
			if plain(bare) == name && fits(column) {
				return column
			}
		}
	}
	return ""
}

// plain is a name without case, spaces and signs.
func plain(name string) string {
	return strings.NewReplacer(" ", "", "_", "", "-", "", "(", "", ")", "", "/", "", ".", "").Replace(strings.ToLower(name))
}

func isTime(s string) bool {
	_, _, err := importing.Time(s, nil)
	return err == nil && len(s) >= len("2006-01-02")
}

// mostly reports whether a column has values, and most of them fit.
func mostly(sample []row, column string, fits func(string) bool) bool {
	all, good := 0, 0
	for _, r := range sample {
		if value := strings.TrimSpace(r.value(column)); value != "" {
			all++
			if fits(value) {
				good++
			}
		}
	}
	return all > 0 && good*5 >= all*4
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
