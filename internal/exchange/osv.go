package exchange

import (
	"encoding/json"
	"iter"
	"net/url"
	"slices"
	"strings"
	"time"

	"hindcast/internal/address"
	"hindcast/internal/frontmatter"
	"hindcast/internal/incident"
	"hindcast/internal/lazy"
	"hindcast/internal/markdown"
	"hindcast/internal/schema"
	"hindcast/internal/taxonomy"
)

// osvVersion is the version of the schema that advisories are written in (https://ossf.github.io/osv-schema/, read
// 2026-11-27). osvOwn begins an id whose database is not registered there.
const (
	osvVersion = "1.8.0"
	osvOwn     = "x_"
)

// osvFrameworks are those by which a record is about a weakness, or an attack on one.
var osvFrameworks = []string{"cve", "cwe", "osv", "mitre_atlas", "mitre_attack", "owasp_llm", "owasp_agentic"}

// OSV is an advisory in the Open Source Vulnerability format for each record that is about a weakness, in a file of its id:
// a security breach, or one that names a CVE, a CWE, an advisory, or a technique or risk of ATLAS, ATT&CK or OWASP.
// Exercises, duplicates and redacted records are left out. Written is the text of the file of a record as the audience sees
// it, by its path: what came from OSV goes back with the Markdown that it has there.
func OSV(log *incident.Log, written map[string][]byte, told *Told) iter.Seq2[BulkFile, error] {
	told.Why = "osv is for weaknesses: security breaches, and records with identifiers of weaknesses or attacks"
	o := osv{taxonomy.Frameworks(), log.Config.BaseURL, map[string]string{}, written}
	for _, r := range log.Records {
		if o.fits(r) {
			o.ids[r.ID] = o.id(r)
		}
	}
	return files(log, told, o.fits, func(r *incident.Record) (string, map[string]any, *incident.Front) {
		a := newAdvisory(r, "osv")
		return o.ids[r.ID], o.write(a), &a.rest
	})
}

type osv struct {
	frameworks map[string]taxonomy.Framework
	base       incident.BaseURL
	ids        map[string]string // of the advisories, by record
	written    map[string][]byte
}

func (o osv) fits(r *incident.Record) bool {
	switch {
	case r.Kind == incident.KindExercise || r.Status == incident.Duplicate || r.Status == incident.Redacted,
		o.changed(r).IsZero():
		return false
	case r.Type == "security_breach" || slices.Contains(r.Also, "security_breach"):
		return true
	}
	return slices.ContainsFunc(osvFrameworks, func(key string) bool { return len(r.Frameworks[key]) > 0 })
}

// id is that of the advisory which a record came from, else an own one.
func (o osv) id(r *incident.Record) string {
	if o.isAdvisory(r) {
		return r.Source.ID
	}
	return osvOwn + r.ID
}

func (o osv) isAdvisory(r *incident.Record) bool {
	return IsOSV(r) && o.frameworks["osv"].Check(r.Source.ID) == ""
}

// IsOSV reports whether a record was imported from OSV.
func IsOSV(r *incident.Record) bool { return r.Source != nil && r.Source.Name == "OSV" }

// changed is the last time that the record holds, when something was due aside: nothing tells better when it was changed.
func (o osv) changed(r *incident.Record) (last incident.Time) {
	incident.Walk(&r.Front, func(l incident.Leaf) {
		if !strings.HasSuffix(l.Key, ".due") && l.Time.Sortable().After(last.Sortable()) {
			last = l.Time
		}
	})
	return last
}

// osvTime writes a time as OSV has it, in UTC; one that is not known to the second at its beginning.
func osvTime(at incident.Time) string { return at.Sortable().UTC().Format(time.RFC3339) }

// write makes the advisory. Its severity is what CVSS vectors there are under custom; severities of records are of another
// kind and stand, with what else is said of the sort of the record, under database_specific.
func (o osv) write(a *advisory) map[string]any {
	t, rest, r := a.kept, &a.rest, a.record
	came := o.isAdvisory(r)
	var page incident.Address
	if came {
		page = r.Source.URL
		a.leaveOrigin()
		if t["withdrawn"] != nil && slices.Equal(rest.Tags, []string{incident.Withdrawn}) { // which the importer wrote
			take(&rest.Tags)
		}
	}
	delete(t, "credits") // names of people
	t["id"] = o.id(r)
	take(&rest.ID)
	o.dates(a, page)
	if title := take(&rest.Title); came {
		if title != r.Summary && title != r.Source.ID || title == r.Summary && len(a.sections) == 0 {
			absent(t, "summary", title) // else it was made of the text, or of the id
		}
	} else {
		t["schema_version"], t["summary"] = osvVersion, title
	}
	if text := o.details(a); text != "" {
		t["details"] = text
	}
	o.names(a)
	if affected := affected(a, t["affected"]); len(affected) > 0 {
		t["affected"] = affected
	}
	if _, has := t["severity"]; !has {
		if list := severities(a.rest.Custom); len(list) > 0 {
			t["severity"] = list
		}
	}
	references, others := a.references(page, "url", func(kind string) string {
		if osv := osvReferences[kind]; osv != "" {
			return osv
		}
		return "WEB"
	})
	documents := []any{}
	if o.base != "" && !r.IsPrecedent() {
		own := string(o.base) + (&url.URL{Path: address.Record(r)}).EscapedPath()
		documents = append(documents, map[string]any{"type": "REPORT", "url": own})
	}
	for _, d := range references {
		documents = append(documents, map[string]any{"type": d.kind, "url": d.url})
	}
	if documents = append(documents, others...); len(documents) > 0 {
		t["references"] = documents
	}
	a.specific(came)
	return t
}

// osvReferences are the types of references by the kinds of records; all others are WEB.
var osvReferences = map[string]string{
	"report": "REPORT", "ticket": "REPORT", "advisory": "ADVISORY", "paper": "ARTICLE", "press": "ARTICLE",
}

// dates are when the advisory was changed, published and withdrawn. One that came from OSV keeps its own.
func (o osv) dates(a *advisory, page incident.Address) {
	r := a.record
	modified, _ := a.kept["modified"].(string)
	changed, _ := incident.ParseTime(fraction().ReplaceAllString(modified, ""))
	absent(a.kept, "modified", osvTime(o.changed(r)))
	if published := take(&a.rest.Timeline.Disclosed); !published.IsZero() {
		absent(a.kept, "published", osvTime(published))
	}
	for i := range a.rest.References {
		if d := &a.rest.References[i]; page != "" && d.URL == page && !d.Date.IsZero() {
			if at := osvTime(take(&d.Date)); at != osvTime(changed) { // which dates what was not published
				absent(a.kept, "published", at)
			}
		}
	}
	if r.Status == incident.Withdrawn {
		absent(a.kept, "withdrawn", osvTime(o.changed(r)))
		take(&a.rest.Status)
	}
}

var (
	fraction = lazy.Regexp(`\.\d+`)
	// ofRecords is what is written in records alone: a comment, which no page shows, and a marked part.
	ofRecords = lazy.Regexp(`(?m)<!--|^:::`)
)

// details is the text of a record, of what came from OSV in Markdown as it stands in its file, unless somebody wrote there
// what nobody but Hindcast reads.
func (o osv) details(a *advisory) string {
	file := o.written[a.record.Path]
	text := strings.TrimSpace(string(file[frontmatter.Body(file):]))
	if text == "" || ofRecords().MatchString(text) ||
		slices.ContainsFunc(a.record.Text.Refs, func(r markdown.Ref) bool { return r.Form != markdown.Bare }) {
		return a.text("## ")
	}
	if len(a.sections) == 1 && strings.HasPrefix(text, "## ") {
		_, text, _ = strings.Cut(text, "\n")
	}
	return a.withSummary(strings.Trim(text, "\n"))
}

// names are the ids of the same weakness elsewhere, which are those of a precedent. An incident of the organisation's own
// is not the weakness that it names, and is related to it, as it is to the other records that are written.
func (o osv) names(a *advisory) {
	r := a.record
	var others, related []string
	for _, key := range []string{"cve", "osv"} {
		others = append(others, slices.DeleteFunc(a.ids(key, nil), func(id string) bool { return id == o.id(r) })...)
	}
	if !r.IsPrecedent() {
		others, related = nil, others
	}
	for i := range a.rest.Related {
		if id := o.ids[a.rest.Related[i].ID]; id != "" {
			take(&a.rest.Related[i].ID)
			related = append(related, id)
		}
	}
	for key, ids := range map[string][]string{"aliases": others, "related": related} {
		if list := joined(distinct(ids), a.kept[key]); len(list) > 0 {
			a.kept[key] = list
		}
	}
}

// osvPackage is a package as a record names it: requests (PyPI).
var osvPackage = lazy.Regexp(`^(.+) \((npm|PyPI|Go|Maven|NuGet|RubyGems|crates\.io|Packagist|Hex|Pub|Hackage|CRAN|ConanCenter|SwiftURL|Julia|opam|Bioconductor|GitHub Actions|VSCode)\)$`)

// affected are the packages that a record names, and what was kept of them: versions on one line are a list again.
func affected(a *advisory, kept any) []any {
	list, _ := kept.([]any)
	known := map[string]bool{}
	for _, item := range list {
		m, _ := item.(map[string]any)
		if versions, ok := m["versions"].(string); ok {
			m["versions"] = strings.Split(versions, ", ")
		}
		of, _ := m["package"].(map[string]any)
		name, _ := of["name"].(string)
		ecosystem, _ := of["ecosystem"].(string)
		known[name+" ("+ecosystem+")"] = true
	}
	for i, named := range a.rest.Unregistered {
		m := osvPackage().FindStringSubmatch(named)
		if m == nil && !known[named] {
			continue
		}
		a.rest.Unregistered[i] = ""
		if !known[named] {
			list = append(list, map[string]any{"package": map[string]any{"name": m[1], "ecosystem": m[2]}})
		}
	}
	return list
}

// severities are the CVSS vectors, one of each version.
func severities(custom any) (list []any) {
	seen := map[string]bool{}
	for _, vector := range cvss(custom) {
		if kind := "CVSS_V" + vector[len("CVSS:"):][:1]; !seen[kind] {
			seen[kind] = true
			list = append(list, map[string]any{"type": kind, "score": vector})
		}
	}
	return list
}

// specific is what OSV leaves to each database: weaknesses, as GitHub's has them, and of what came from elsewhere its kind,
// types, severity and mark, and by which other frameworks it is classified.
func (a *advisory) specific(came bool) {
	r := &a.rest
	specific, _ := a.kept["database_specific"].(map[string]any)
	if specific == nil {
		specific = map[string]any{}
	}
	if list := joined(a.ids("cwe", nil), specific["cwe_ids"]); len(list) > 0 {
		specific["cwe_ids"] = list
	}
	if !came {
		sort := incident.Front{
			Kind: r.KindOrDefault(), Type: take(&r.Type), Also: take(&r.Also), Severity: take(&r.Severity),
			PotentialSeverity: take(&r.PotentialSeverity), TLP: take(&r.TLP), Frameworks: map[string][]incident.Control{},
		}
		take(&r.Kind)
		for key, controls := range r.Frameworks {
			if key != "cve" && key != "cwe" && key != "osv" { // which have keys of their own
				sort.Frameworks[key] = controls
				delete(r.Frameworks, key)
			}
		}
		if len(sort.Frameworks) == 0 {
			sort.Frameworks = nil
		}
		var fields map[string]json.RawMessage
		if err := json.Unmarshal(schema.AppendJSON(nil, &sort), &fields); err != nil { // what was written as JSON can be read
			panic(err)
		}
		for key, value := range fields {
			absent(specific, key, value)
		}
	}
	if len(specific) > 0 {
		a.kept["database_specific"] = specific
	}
}
