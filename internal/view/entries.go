package view

import (
	"iter"
	"maps"
	"slices"
	"strings"

	"hindcast/internal/address"
	"hindcast/internal/incident"
	"hindcast/internal/search/format"
	"hindcast/internal/search/index"
	"hindcast/internal/taxonomy"
	"hindcast/internal/words"
)

// Searchable is a site as its search sees it.
type Searchable struct{ *Model }

// Entries yields what the search knows of each file, by its path. An entry is made when it is asked for.
func (m Searchable) Entries() iter.Seq2[string, func() index.Entry] {
	overdue := map[string]bool{}
	for i := range m.Agenda {
		if it := &m.Agenda[i]; it.Overdue {
			overdue[it.Path()] = true
		}
	}
	return func(yield func(string, func() index.Entry) bool) {
		for _, r := range m.Log.Records {
			if !yield(r.Path, func() index.Entry { return m.recordEntry(r, overdue[r.Path]) }) {
				return
			}
		}
		for _, s := range m.Log.Systems {
			if !yield(s.Path, func() index.Entry { return m.systemEntry(s) }) {
				return
			}
		}
		for _, a := range m.Log.Articles {
			if !yield(a.Path, func() index.Entry { return m.articleEntry(a, overdue[a.Path]) }) {
				return
			}
		}
	}
}

// Synonyms are the terms of the glossary with their other names.
func (m Searchable) Synonyms() [][]string {
	var sets [][]string
	for _, a := range m.Log.Articles {
		if a.Kind == incident.Glossary && len(a.Also) > 0 {
			sets = append(sets, append([]string{a.Title}, a.Also...))
		}
	}
	return sets
}

// systemEntry is a system as the search knows it.
func (m Searchable) systemEntry(s *incident.System) index.Entry {
	e := index.Entry{
		Doc: format.Doc{
			ID: s.Slug, Title: s.Title, URL: address.System(s), Summary: s.Summary, Kind: "system", Facts: m.systemFacts(s),
		},
		Class:  index.Knowledge,
		Values: map[string][]string{"kind": {"system"}, "system": {s.Slug}},
	}
	setTeam(&e, s.Owner)
	addOwnFacets(&m.Log.Config, e.Values, s.Custom)
	facts := []string{s.Owner, m.Team(s.Owner), s.Purpose, s.Users}
	for _, model := range s.Models {
		facts = append(facts, model.Name, model.Version, model.Provider, model.Affected, model.Fixed)
	}
	if len(s.Custom) > 0 {
		facts = append(facts, Tree(s.Custom))
	}
	fill(&e, m.Model, &s.File, s.Aliases, facts, &s.SystemFront)
	return e
}

// articleEntry is an article, playbook or glossary term as the search knows it.
func (m Searchable) articleEntry(a *incident.Article, overdue bool) index.Entry {
	kind := string(a.Kind)
	e := index.Entry{
		Doc: format.Doc{
			ID: a.Slug, Title: a.Title, URL: address.Article(a), Summary: SummaryOf(a), Kind: kind,
			Facts: m.articleFacts(a),
		},
		Class:  index.Knowledge,
		Values: map[string][]string{"kind": {kind}, "system": a.Systems, "type": a.Types, "tag": a.Tags},
	}
	setTeam(&e, a.Owner)
	setOverdue(&e, overdue)
	fill(&e, m.Model, &a.File, a.Aliases, slices.Concat(a.Tags, a.Also, a.Systems), &a.ArticleFront)
	return e
}

// recordEntry is a record as the search knows it.
func (m Searchable) recordEntry(r *incident.Record, overdue bool) index.Entry {
	e := index.Entry{
		Doc: format.Doc{
			ID: r.ID, Title: r.Title, URL: address.Record(r), Summary: r.Summary,
			Kind: r.KindOrDefault(), Severity: r.Rank(), Status: r.Status, Facts: m.factsOfRecord(r),
		},
		Class:  index.Own,
		Sort:   r.Date(),
		Values: recordValues(r),
	}
	addOwnFacets(&m.Log.Config, e.Values, r.Custom)
	setOverdue(&e, overdue)
	if e.Kind == incident.KindPrecedent {
		e.Class = index.Precedent
	}
	fill(&e, m.Model, &r.File, r.Aliases, recordWords(m.Model, r), &r.Front)
	return e
}

// recordValues is the values of a record by facet.
func recordValues(r *incident.Record) map[string][]string {
	values := map[string][]string{}
	for _, f := range incident.Facets {
		if list := f.Values(r); len(list) > 0 {
			values[f.Name] = list
		}
	}
	return values
}

// setTeam adds the team that owns a system or article.
func setTeam(e *index.Entry, owner string) {
	if owner != "" {
		e.Values["team"] = []string{owner}
	}
}

// setOverdue adds that something is overdue, which a file by itself does not know.
func setOverdue(e *index.Entry, overdue bool) {
	if overdue {
		e.Values["is"] = append(e.Values["is"], "overdue")
		slices.Sort(e.Values["is"])
	}
}

// recordWords is what a record says beside its text: words that a reader looks for it by.
func recordWords(m *Model, r *incident.Record) []string {
	facts := []string{
		m.Term("types", r.Type), r.Owner, m.Team(r.Owner), r.Trigger, r.Detection.Source, r.SeverityRationale,
	}
	for _, t := range r.Also {
		facts = append(facts, m.Term("types", t))
	}
	for _, slug := range r.Systems {
		facts = append(facts, slug, m.SystemTitle(slug))
	}
	facts = slices.Concat(facts, r.Unregistered, r.Tags, r.Parties.Developers, r.Parties.Deployers, r.Parties.Actors,
		r.Parties.Harmed, r.Playbooks)
	for _, c := range r.Causes {
		facts = append(facts, m.Term("causes", c.Factor), c.Note)
	}
	for _, model := range r.Models {
		facts = append(facts, model.Name, model.Version, model.Provider)
	}
	for _, framework := range slices.Sorted(maps.Keys(r.Frameworks)) {
		for _, c := range r.Frameworks[framework] {
			facts = append(facts, c.ID, m.Frameworks.Name(framework, c.ID), c.Note)
		}
	}
	for _, a := range r.Actions {
		for _, text := range a.Controls {
			facts = append(facts, text, m.Frameworks.Named(text).Name)
		}
		if facts = append(facts, a.Title); a.Guard != nil {
			facts = append(facts, m.Term("guard_kinds", a.Guard.Kind), a.Guard.Where)
		}
	}
	for _, s := range r.Safeguards {
		facts = append(facts, s.Name, s.Note)
	}
	facts = append(facts, m.Term("confidence", r.Confidence.Level), r.Confidence.Note, m.Term("autonomy", r.Agency.Autonomy), r.Agency.Note)
	for _, over := range r.Agency.Authority {
		facts = append(facts, m.Term("authority", over))
	}
	for _, mitigation := range r.Mitigations {
		facts = append(facts, mitigation.Title)
	}
	if len(r.Custom) > 0 {
		facts = append(facts, Tree(r.Custom))
	}
	for _, o := range r.Obligations {
		if o.Applies != "no" {
			facts = append(facts, dutyWords(m.Regimes, &o)...)
		}
	}
	return facts
}

// dutyWords is what a reporting duty is called, by its ids and by their titles.
func dutyWords(regimes []taxonomy.Regime, o *incident.Obligation) []string {
	regime, _ := taxonomy.Find(regimes, o.Regime)
	role, _ := regime.Role(o.Role)
	list := []string{o.Regime, regime.Title, regime.Article, role.Title}
	for _, step := range role.Steps {
		if slices.ContainsFunc(o.Steps, func(own incident.Step) bool { return own.Step == step.ID }) {
			list = append(list, step.Title)
		}
	}
	return list
}

// fill adds the texts of a page to its entry and tells their language. What the front matter has beside the facts
// counts as text.
func fill(e *index.Entry, m *Model, file *incident.File, aliases, facts []string, front any) {
	add := func(kind index.FieldKind, texts ...string) {
		for _, text := range texts {
			if text != "" {
				e.Fields = append(e.Fields, index.Field{Kind: kind, Text: text})
			}
		}
	}
	add(index.FieldID, append([]string{e.ID}, aliases...)...)
	add(index.FieldTitle, e.Title)
	add(index.FieldSummary, e.Summary)
	add(index.FieldFact, facts...)
	sample := []string{e.Title, e.Summary}
	for _, b := range file.Text.Blocks {
		if b.Level > 0 {
			add(index.FieldHeading, b.Plain)
			continue
		}
		add(index.FieldText, b.Plain)
		sample = append(sample, b.Plain)
	}
	held := map[string]bool{e.ID: true, e.Title: true, e.Summary: true}
	for _, text := range slices.Concat(aliases, facts) {
		held[text] = true
	}
	for _, text := range incident.Remaining(front, held) {
		_, address, isURL := strings.Cut(text, "://")
		if !isURL {
			address = text
		}
		add(index.FieldText, address)
	}
	e.Language = words.GuessLanguage(m.Log.Config.Language, sample...)
}
