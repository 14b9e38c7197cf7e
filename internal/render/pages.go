package render

import (
	"cmp"
	"slices"
	"strings"

	"hindcast/internal/incident"
)

// emit hands one page on: template, address, page; false to stop.
type emit = func(template, address string, p page) bool

// newest is records by date, newest first, then by id.
func newest(records []*incident.Record) []*incident.Record {
	sorted := slices.Clone(records)
	slices.SortStableFunc(sorted, func(a, b *incident.Record) int {
		return cmp.Or(b.Date().Sortable().Compare(a.Date().Sortable()), strings.Compare(a.ID, b.ID))
	})
	return sorted
}

// own is the organisation's records, published the precedents; both newest first.
func (m *Model) own() []*incident.Record {
	return newest(filter(m.Log.Records, func(r *incident.Record) bool { return !isPrecedent(r) }))
}

func (m *Model) precedents() []*incident.Record {
	return newest(filter(m.Log.Records, isPrecedent))
}

func filter[T any](list []T, keep func(T) bool) []T {
	var kept []T
	for _, v := range list {
		if keep(v) {
			kept = append(kept, v)
		}
	}
	return kept
}

// Year is a group of records in a list.
type Year struct {
	Name    string // 2026, or "Undated"
	Anchor  string
	Records []*incident.Record
}

// byYear groups records that are in order already.
func byYear(records []*incident.Record) []Year {
	var years []Year
	for _, r := range records {
		name, anchor := "Undated", "undated"
		if date := r.Date(); !date.IsZero() {
			name = date.String()[:4]
			anchor = "y" + name
		}
		if len(years) == 0 || years[len(years)-1].Name != name {
			years = append(years, Year{Name: name, Anchor: anchor})
		}
		last := &years[len(years)-1]
		last.Records = append(last.Records, r)
	}
	return years
}

// OpenAction is an action that is not finished, with its record.
type OpenAction struct {
	incident.Action
	Record  *incident.Record
	Overdue bool
}

// openActions is every unfinished action, the earliest due first; those without a due date last.
func (m *Model) openActions(records []*incident.Record) []OpenAction {
	var list []OpenAction
	for _, r := range records {
		for _, a := range r.Actions {
			if !a.HasEnded() && a.Status != "" {
				list = append(list, OpenAction{a, r, a.IsOverdue(m.Now)})
			}
		}
	}
	slices.SortStableFunc(list, func(a, b OpenAction) int {
		if a.Due.IsZero() != b.Due.IsZero() {
			if a.Due.IsZero() {
				return 1
			}
			return -1
		}
		return a.Due.Sortable().Compare(b.Due.Sortable())
	})
	return list
}

// StageRow is the open records of one stage by severity.
type StageRow struct {
	Stage incident.Term
	Cells [][]*incident.Record
	Total int
}

type homeContent struct {
	Severities []SeverityBadge // those of open records, worst first
	Stages     []StageRow
	Open       int
	Overdue    []OpenAction
	Due        int // open actions in all
	Latest     []*incident.Record
	Precedents int
	Articles   []*incident.Article
}

func home(m *Model, emit emit) bool {
	own := m.own()
	c := homeContent{Precedents: len(m.precedents())}
	open := filter(own, func(r *incident.Record) bool { return r.IsOpen() })
	c.Open = len(open)
	for i, term := range m.Log.Config.Vocabularies["severities"] {
		if slices.ContainsFunc(open, func(r *incident.Record) bool { return r.Rank() == term.ID }) {
			c.Severities = append(c.Severities, severityOf(i, term))
		}
	}
	for _, stage := range incident.Lifecycle {
		row := StageRow{Stage: incident.Term{ID: stage.ID, Title: stage.Title}}
		for _, sev := range c.Severities {
			cell := filter(open, func(r *incident.Record) bool { return r.Status == stage.ID && r.Rank() == sev.ID })
			row.Cells = append(row.Cells, cell)
			row.Total += len(cell)
		}
		if row.Total > 0 {
			c.Stages = append(c.Stages, row)
		}
	}
	actions := m.openActions(own)
	c.Due = len(actions)
	c.Overdue = filter(actions, func(a OpenAction) bool { return a.Overdue })
	c.Latest = own[:min(len(own), 8)]
	if len(own) == 0 {
		precedents := m.precedents()
		c.Latest = precedents[:min(len(precedents), 8)]
	}
	c.Articles = filter(m.Log.Articles, func(a *incident.Article) bool { return a.Kind != incident.Glossary })
	return emit("home", "", page{Title: m.Log.Config.Title, Lead: "What happened with our AI systems, why, and what changed because of it.", Content: c})
}

type listContent struct {
	Years []Year
	Total int
}

type incidentContent struct {
	*incident.Record
	Text    Text
	Links   *incident.Connections
	Stages  []StageStep
	Actions []OpenAction
	Lead    string // the summary, unless the text begins with it
}

func incidents(m *Model, emit emit) bool {
	own := m.own()
	if !emit("incidents", "incidents/", page{Title: "Incidents", Section: "incidents",
		Lead: "Every incident, near miss, hazard and exercise, newest first.", Content: listContent{byYear(own), len(own)}}) {
		return false
	}
	for _, r := range m.Log.Records {
		address := RecordURL(r)
		fill := filler{m, toRoot(address)}
		c := incidentContent{Record: r, Text: fill.text(&r.File), Links: m.Connections(r.Path), Stages: m.stages(r)}
		for _, a := range r.Actions {
			c.Actions = append(c.Actions, OpenAction{a, r, a.IsOverdue(m.Now)})
		}
		if !repeats(&r.File, r.Summary) {
			c.Lead = r.Summary
		}
		section := "incidents"
		if isPrecedent(r) {
			section = "precedents"
		}
		if !emit("incident", address, page{Title: r.ID + ": " + r.Title, Lead: r.Summary, Section: section, Content: c}) {
			return false
		}
	}
	return true
}

// repeats tells whether a text begins with its own summary.
func repeats(file *incident.File, summary string) bool {
	for _, b := range file.Text.Blocks {
		if b.Level == 0 {
			return strings.HasPrefix(b.Plain, strings.TrimSuffix(summary, "…"))
		}
	}
	return false
}

func precedents(m *Model, emit emit) bool {
	list := m.precedents()
	return emit("precedents", "precedents/", page{Title: "Precedents", Section: "precedents",
		Lead: "Public incidents elsewhere, kept for reference.", Content: listContent{byYear(list), len(list)}})
}

type systemContent struct {
	*incident.System
	Text    Text
	Links   *incident.Connections
	Records []*incident.Record
	Open    []OpenAction
}

type systemRow struct {
	*incident.System
	Records int
	Open    int
}

func systems(m *Model, emit emit) bool {
	var rows []systemRow
	byTitle := slices.Clone(m.Log.Systems)
	slices.SortStableFunc(byTitle, func(a, b *incident.System) int { return strings.Compare(a.Title, b.Title) })
	for _, s := range byTitle {
		records := m.ofSystem(s)
		rows = append(rows, systemRow{s, len(records), len(m.openActions(records))})
	}
	if !emit("systems", "systems/", page{Title: "Systems", Section: "systems", Lead: "The register of AI systems.", Content: rows}) {
		return false
	}
	for _, s := range m.Log.Systems {
		address := SystemURL(s)
		records := m.ofSystem(s)
		fill := filler{m, toRoot(address)}
		c := systemContent{s, fill.text(&s.File), m.Connections(s.Path), records, m.openActions(records)}
		if !emit("system", address, page{Title: s.Title, Lead: s.Summary, Section: "systems", Content: c}) {
			return false
		}
	}
	return true
}

func (m *Model) ofSystem(s *incident.System) []*incident.Record {
	return newest(filter(m.Log.Records, func(r *incident.Record) bool { return slices.Contains(r.Systems, s.Slug) }))
}

type articleContent struct {
	*incident.Article
	Text  Text
	Links *incident.Connections
	Used  []*incident.Record // records that used the playbook
}

// Shelf is the articles of one kind.
type Shelf struct {
	Title    string
	Articles []*incident.Article
}

func knowledge(m *Model, emit emit) bool {
	var shelves []Shelf
	for _, s := range []struct {
		kind  incident.ArticleKind
		title string
	}{{incident.Plain, "Articles"}, {incident.Playbook, "Playbooks"}, {incident.Glossary, "Glossary"}} {
		articles := filter(m.Log.Articles, func(a *incident.Article) bool { return a.Kind == s.kind })
		slices.SortStableFunc(articles, func(a, b *incident.Article) int { return strings.Compare(a.Title, b.Title) })
		if len(articles) > 0 {
			shelves = append(shelves, Shelf{s.title, articles})
		}
	}
	if !emit("knowledge", "knowledge/", page{Title: "Knowledge", Section: "knowledge",
		Lead: "Articles, playbooks and the glossary.", Content: shelves}) {
		return false
	}
	for _, a := range m.Log.Articles {
		address := ArticleURL(a)
		fill := filler{m, toRoot(address)}
		used := newest(filter(m.Log.Records, func(r *incident.Record) bool { return slices.Contains(r.Playbooks, a.Slug) }))
		c := articleContent{a, fill.text(&a.File), m.Connections(a.Path), used}
		if !emit("article", address, page{Title: a.Title, Lead: a.Summary, Section: "knowledge", Content: c}) {
			return false
		}
	}
	return true
}

type searchContent struct {
	Types   incident.Vocabulary
	Systems []*incident.System
	Years   []string
}

func searchPage(m *Model, emit emit) bool {
	c := searchContent{Types: m.Log.Config.Vocabularies["types"], Systems: m.Log.Systems}
	for _, r := range newest(m.Log.Records) {
		if date := r.Date(); !date.IsZero() && !slices.Contains(c.Years, date.String()[:4]) {
			c.Years = append(c.Years, date.String()[:4])
		}
	}
	return emit("search", "search/", page{Title: "Search", Section: "search", Search: true, Content: c})
}

// notFound is shown at any depth, so it can only lead to the absolute address of the site.
func notFound(m *Model, emit emit) bool {
	root := string(m.Log.Config.BaseURL)
	if root == "" {
		root = "./"
	}
	return emit("404", "404.html", page{Title: "Page not found", Root: root, NotFound: true})
}
