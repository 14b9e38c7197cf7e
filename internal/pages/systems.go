package pages

import (
	"slices"
	"strings"

	"hindcast/internal/address"
	"hindcast/internal/agenda/item"
	"hindcast/internal/incident"
	"hindcast/internal/layout"
	"hindcast/internal/link/graph"
	"hindcast/internal/view"
)

type systemContent struct {
	*incident.System
	Text       Text
	Sheet      Sheet
	Precedents []*incident.Record
	Records    []*incident.Record // open ones, the worst first
	Open       []view.ActionRow
	Owed       []*item.Item
	Measures   []*item.Item
	Mentions   []graph.Mention
	All        fullList // of each of these but the records, where the page shows the first alone
	NRecords   int      // open records in all
	Lessons    []Lesson
	Learnt     int // records with lessons
	Trend      view.SmallTrend
	Playbooks  []*incident.Article
	Commits    view.History
	OwnFields  []view.OwnField
}

type systemsContent struct {
	layout.Sheet
	Rows []systemRow
}

type systemRow struct {
	*incident.System
	Records, Open int // Open is open records
	OpenActions   int
	Overdue       int
}

const (
	lessonsOfSystem = 3
	recordsOfSystem = 15 // on a page, beside all that is open
)

func systems(m *site, emit layout.Emit) bool {
	var rows []systemRow
	byTitle := slices.Clone(m.Log.Systems)
	slices.SortStableFunc(byTitle, func(a, b *incident.System) int { return strings.Compare(a.Title, b.Title) })
	for _, s := range byTitle {
		own := m.OwnOf(s)
		open := view.Filter(m.ActionRows(own), view.IsOpenAction)
		row := systemRow{System: s, Records: len(own), OpenActions: len(open)}
		row.Open = len(view.Filter(own, func(r *incident.Record) bool { return r.IsOpen() }))
		row.Overdue = len(view.Filter(open, func(a view.ActionRow) bool { return a.Overdue }))
		rows = append(rows, row)
	}
	lead := m.T("The register of AI systems, with what happened to each.")
	list, _ := layout.Sheets("systems/", layout.PerPage, len(rows))
	if !layout.EmitSheets(m.Model, emit, "systems", layout.Page{
		Title: m.T("Systems"), Section: "systems", Lead: lead,
	}, list, func(s layout.Sheet) any { return systemsContent{s, rows[s.Cuts[0].From:s.Cuts[0].To]} }) {
		return false
	}
	for _, s := range m.Log.Systems {
		if !layout.Guarded(m.Model, s.Path, emit, func(emit layout.Emit) bool { return m.system(s, emit) }) {
			return false
		}
	}
	return true
}

func (m *site) system(s *incident.System, emit layout.Emit) bool {
	addr := address.System(s)
	own := m.OwnOf(s)
	learnt := view.Filter(own, (*incident.Record).HasLessons)
	isOf := func(it *item.Item) bool {
		return it.Record != nil && slices.Contains(it.Record.Systems, s.Slug)
	}
	full := fullList{
		Records: view.Filter(m.Index.Systems[s.Slug], (*incident.Record).IsPrecedent),
		Actions: view.Filter(m.ActionRows(own), view.IsOpenAction), Owed: m.owed(isOf), Measures: m.inForce(isOf),
		Mentions: m.Connections(s.Path).Mentions,
	}
	open := m.worstFirst(view.Filter(own, isOpen))
	c := systemContent{
		Records: first(open), NRecords: len(open),
		System: s, Text: m.text(&s.File, addr), All: full,
		Precedents: first(full.Records), Open: first(full.Actions), Owed: first(full.Owed), Measures: first(full.Measures),
		Mentions: first(full.Mentions),
		Lessons:  m.lessons(learnt[:min(len(learnt), lessonsOfSystem)], addr), Learnt: len(learnt), Trend: m.SmallTrend(own),
		Commits: m.history(s.Path), OwnFields: view.OwnFields(&m.Log.Config, &s.File, s.Custom),
		Playbooks: view.Filter(m.Log.Articles, func(a *incident.Article) bool {
			return a.Kind == incident.Playbook && slices.Contains(a.Systems, s.Slug)
		}),
	}
	return emitCut(m, emit, "system", layout.Page{
		Title: s.Title, Lead: s.Summary, Section: "systems", System: s,
	}, shortSheets(addr, recordsOfSystem, m.byYear(own)), func(sheet Sheet) any {
		c.Sheet = sheet
		return c
	}) && emitOpen(m, emit, "systems", addr, s.Title, full.Actions, full.Owed, full.Measures) &&
		emitMentions(m, emit, "systems", addr, s.Title, s.Path) &&
		emitRecords(m, emit, "systems", addr+"open/", m.T("Open records: %s", s.Title),
			fullList{Of: addr, OfTitle: s.Title}, open) &&
		emitRecords(m, emit, "systems", addr+"precedents/", m.T("Precedents: %s", s.Title),
			fullList{Of: addr, OfTitle: s.Title}, full.Records)
}
