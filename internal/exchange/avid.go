package exchange

import (
	"iter"
	"slices"
	"strings"
	"time"

	"hindcast/internal/incident"
	"hindcast/internal/lazy"
	"hindcast/internal/taxonomy"
)

// The version of the data models of AVID that reports are written in (avidtools/datamodels in
// github.com/avidml/avidtools, read 2026-11-27), and that of its taxonomy.
const (
	avidVersion  = "0.3.3"
	avidTaxonomy = "0.2"
	avidLanguage = "eng" // as its reports name English
	avidCVE      = "CVE Entry"
)

var avidID = lazy.Regexp(`^AVID-\d{4}-([RV])\d{3,6}$`)

// AVID is a report of the AI Vulnerability Database for each record, in a file of its id. Records that came from there are
// as they were, but for names of people, which never came in. Exercises, withdrawn and redacted records and duplicates have
// no place.
func AVID(log *incident.Log, told *Told) iter.Seq2[BulkFile, error] {
	told.Why = "avid is for what happened or could: no exercises, no withdrawn or redacted records, no duplicates"
	frameworks := taxonomy.FrameworksOf(log.Config.Frameworks)
	titles := map[string]string{}
	for _, s := range log.Systems {
		titles[s.Slug] = s.Title
	}
	return files(log, told,
		func(r *incident.Record) bool {
			return r.Exit() == "" && r.Status != incident.Redacted && r.Kind != incident.KindExercise
		},
		func(r *incident.Record) (string, map[string]any, *incident.Front) {
			a := avidReport{newAdvisory(r, "avid"), frameworks}
			return a.reportID(), a.write(titles, log.Config.Language), &a.rest
		})
}

type avidReport struct {
	*advisory
	frameworks map[string]taxonomy.Framework
}

// reportID is the id at AVID of a record that came from there, else its own.
func (a avidReport) reportID() string {
	if s := a.record.Source; s != nil && avidID().MatchString(s.ID) {
		return s.ID
	}
	return a.record.ID
}

func (a avidReport) write(titles map[string]string, language string) map[string]any {
	t, r, id := a.kept, &a.rest, a.reportID()
	own := !avidID().MatchString(id)
	kind, dated, page := "report_id", "reported_date", incident.Address("")
	if m := avidID().FindStringSubmatch(id); m != nil {
		page = a.record.Source.URL
		a.leaveOrigin()
		if m[1] == "V" {
			kind, dated = "vuln_id", "published_date"
		}
	}
	take(&r.ID)
	if !own || language == "" || strings.HasPrefix(language, "en") || a.record.IsPrecedent() {
		language = avidLanguage
	}
	delete(t, "credit") // names of people
	t["data_type"] = "AVID"
	absent(t, "data_version", avidVersion)
	sub(t, "metadata")[kind] = id
	if day := a.day(page); day != "" {
		t[dated] = day
	}

	affects := sub(t, "affects")
	affects["developer"] = joined(take(&r.Parties.Developers), affects["developer"])
	affects["deployer"] = joined(take(&r.Parties.Deployers), affects["deployer"])
	affects["artifacts"] = a.artifacts(affects["artifacts"], titles)

	problem := sub(t, "problemtype")
	absent(problem, "classof", a.class())
	describe(problem, language, take(&r.Title))
	describe(t, language, a.text(""))

	references, others := a.references(page, "url", func(kind string) string {
		if kind == "" {
			return "source"
		}
		return kind
	})
	documents := []any{}
	for _, d := range references {
		label := d.title
		if label == "" {
			label = d.url
		}
		take(&r.References[d.at].Title)
		documents = append(documents, map[string]any{"type": d.kind, "label": label, "url": d.url})
	}
	t["references"] = append(documents, others...)
	if problem["classof"] == avidCVE { // which names them in the title alone
		a.ids("cve", func(id string) bool { return strings.Contains(a.record.Title, id) })
	}
	a.impact(own)
	metrics, _ := t["metrics"].([]any)
	for _, item := range metrics { // what is empty was not kept, and has to be there
		if m, _ := item.(map[string]any); m["detection_method"] != nil {
			absent(m, "name", "")
		}
	}
	return t
}

// absent sets a key that has no value.
func absent(t map[string]any, key string, value any) {
	if _, has := t[key]; !has {
		t[key] = value
	}
}

// describe sets a description, which may have a language of its own. One that was kept since it has lines is as it was,
// unless other words stand in the record now.
func describe(t map[string]any, language, text string) {
	d := sub(t, "description")
	if kept, has := d["value"].(string); !has || folded(kept) != folded(text) {
		d["value"] = text
	}
	absent(d, "lang", language)
}

// day is the day of the report: for what came from AVID that of its page there, else when the public was told or the record
// filed, else the day that the record is known by; empty where that is known less exactly.
func (a avidReport) day(page incident.Address) string {
	r := &a.rest
	times := []*incident.Time{&r.Timeline.Disclosed, &r.Filed, &r.Timeline.Detected, &r.Timeline.Started.At}
	for i := range r.References {
		if d := &r.References[i]; page != "" && d.URL == page {
			times = append([]*incident.Time{&d.Date}, times...)
		}
	}
	for _, at := range times {
		switch day := at.String(); {
		case at.Precision() == incident.ToDay:
			take(at)
			return day
		case at.Precision() > incident.ToDay: // the time of day stays
			return day[:len(time.DateOnly)]
		}
	}
	if date := a.record.Date(); date.Precision() >= incident.ToDay { // of a reference
		return date.String()[:len(time.DateOnly)]
	}
	return ""
}

// artifacts are models and systems by name, and what else was kept.
func (a avidReport) artifacts(kept any, titles map[string]string) []any {
	list := []any{}
	add := func(kind, name string) { list = append(list, map[string]any{"type": kind, "name": name}) }
	for i := range a.rest.Models {
		add("Model", take(&a.rest.Models[i].Name))
	}
	for _, slug := range take(&a.rest.Systems) {
		if title := titles[slug]; title != "" {
			slug = title
		}
		add("System", slug)
	}
	for _, name := range take(&a.rest.Unregistered) {
		add("System", name)
	}
	others, _ := kept.([]any)
	return append(list, others...)
}

// class is what a report of AVID is about, by where the record came from.
func (a avidReport) class() string {
	source := incident.Source{}
	if a.record.Source != nil {
		source = *a.record.Source
	}
	switch {
	case strings.Contains(source.Name, "AI Incident Database"):
		return "AIID Incident"
	case strings.Contains(source.Name, "ATLAS"):
		return "ATLAS Case Study"
	case len(a.record.Frameworks["cve"]) > 0:
		return avidCVE
	}
	return "Undefined"
}

// impact has the entries of the taxonomies, with what was kept of them. A report that does not come from AVID is of the
// domains that its entries belong to by their first letter.
func (a avidReport) impact(own bool) {
	impact, _ := a.kept["impact"].(map[string]any)
	if impact == nil {
		impact = map[string]any{}
	}
	_, isKept := impact["avid"]
	if entries := a.ids("avid_sep", nil); isKept || len(entries) > 0 {
		var views, domains []string
		for _, id := range entries {
			if domain := avidDomains[id[:min(1, len(id))]]; !isKept && domain != "" && !slices.Contains(domains, domain) {
				domains = append(domains, domain)
			}
			if name := a.frameworks["avid_sep"].Name(id); name != "" {
				id += ": " + name
			}
			views = append(views, id)
		}
		avid, version := sub(impact, "avid"), avidTaxonomy
		avid["sep_view"] = joined(views, avid["sep_view"])
		if !own {
			domains, version = nil, ""
		}
		absent(avid, "risk_domain", joined(domains, nil))
		absent(avid, "lifecycle_view", []any{})
		absent(avid, "taxonomy_version", version)
	}
	if list := a.steps(impact["atlas"]); len(list) > 0 {
		impact["atlas"] = list
	}
	if list := a.weaknesses(impact["cwe"]); len(list) > 0 {
		impact["cwe"] = list
	}
	if len(impact) > 0 {
		a.kept["impact"] = impact
	}
}

// avidDomains are the domains of the SEP view (Security, Ethics, Performance) by the letter of an entry.
var avidDomains = map[string]string{"S": "Security", "E": "Ethics", "P": "Performance"}

// steps are the tactics and techniques of ATLAS, after the steps that were kept, which name some of them.
func (a avidReport) steps(kept any) []any {
	list, _ := kept.([]any)
	named := map[string]bool{}
	for _, item := range list {
		step, _ := item.(map[string]any)
		for _, key := range []string{"tactic", "technique"} {
			id, _ := step[key].(string)
			named[id] = true
		}
	}
	for _, id := range a.ids("mitre_atlas", func(id string) bool { return strings.HasPrefix(id, "AML.T") }) {
		key := "technique"
		if strings.HasPrefix(id, "AML.TA") {
			key = "tactic"
		}
		if !named[id] {
			list = append(list, map[string]any{key: id})
		}
	}
	return list
}

var cweID = lazy.Regexp(`^CWE-\d+`)

// weaknesses are the ids of CWE, each with the description that was kept of it: the one that begins with the id, or the
// next that begins with none. Descriptions are in English unless their language was kept.
func (a avidReport) weaknesses(kept any) []any {
	var list []any
	left, _ := kept.([]any)
	claim := func(id string) map[string]any {
		for i, item := range left {
			m, _ := item.(map[string]any)
			text, _ := m["description"].(string)
			if m != nil && m["cweId"] == nil && cweID().FindString(text) == id {
				left = slices.Delete(left, i, i+1)
				return m
			}
		}
		return nil
	}
	for _, id := range a.ids("cwe", nil) {
		m := claim(id)
		if m == nil {
			m = claim("")
		}
		if m == nil {
			m = map[string]any{}
		}
		m["cweId"] = id
		list = append(list, m)
	}
	for _, item := range left { // a weakness named twice
		m, _ := item.(map[string]any)
		text, _ := m["description"].(string)
		if id := cweID().FindString(text); id != "" {
			absent(m, "cweId", id)
		}
		list = append(list, item)
	}
	for _, item := range list {
		if m, _ := item.(map[string]any); m["description"] != nil {
			absent(m, "lang", "en")
		}
	}
	return list
}
