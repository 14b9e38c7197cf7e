package pages

import (
	"math"
	"slices"
	"time"

	"hindcast/internal/agenda/item"
	"hindcast/internal/incident"
	"hindcast/internal/layout"
	"hindcast/internal/view"
)

// StageRow is the open records of one stage by severity.
type StageRow struct {
	Stage incident.Term
	Cells []Cell
	Total int
}

// Cell is the open records of one stage and severity.
type Cell struct {
	Records []*incident.Record // the first of them
	More    int
	Address string // of the list of the stage
}

type homeContent struct {
	Severities []view.SeverityBadge // those of open records, worst first
	Stages     []StageRow
	Open       int
	Overdue    []view.ActionRow
	OpenDue    int // open actions in all
	Owed       []*item.Item
	Measures   []*item.Item
	All        fullList // of each of these three, where the page shows the first alone
	Latest     []*incident.Record
	Precedents int
	PastYears  []*incident.Record
	Span       view.SmallTrend
}

const (
	latestOnHome = 8
	pastOnHome   = 6
	inCell       = 5
)

func home(m *site, emit layout.Emit) bool {
	x := m.Index
	c := homeContent{
		Precedents: len(x.Precedents), Latest: x.Own[:min(len(x.Own), latestOnHome)], PastYears: m.pastYears(),
		Span: m.SmallTrend(x.Own),
	}
	m.openMatrix(&c, view.Filter(x.Own, func(r *incident.Record) bool { return r.IsOpen() }))
	open := view.Filter(x.Actions, view.IsOpenAction)
	c.OpenDue = len(open)
	c.All = fullList{
		Actions: view.Filter(open, func(a view.ActionRow) bool { return a.Overdue }),
		Owed:    m.owed(all), Measures: m.inForce(all),
	}
	c.Overdue, c.Owed, c.Measures = first(c.All.Actions), first(c.All.Owed), first(c.All.Measures)
	if len(x.Own) == 0 {
		c.Latest = x.Precedents[:min(len(x.Precedents), latestOnHome)]
	}
	return emit("home", "", layout.Page{
		Title: m.Log.Config.Title, Lead: m.T("What happened with our AI systems, why, and what changed because of it."),
		Section: "home", Content: c,
	}) && emitFull(m, emit, "actions/measures/", layout.Page{Title: m.T("Interim measures in force"), Section: "actions"},
		fullList{Of: "actions/", OfTitle: m.T("Corrective actions")}, c.All.Measures,
		func(c *fullList, rows []*item.Item) { c.Measures = rows })
}

// openMatrix counts open records by the stage reached and severity.
func (m *site) openMatrix(c *homeContent, open []*incident.Record) {
	c.Open = len(open)
	for i, term := range m.Log.Config.Vocabularies[view.BySeverity] {
		if slices.ContainsFunc(open, func(r *incident.Record) bool { return r.Rank() == term.ID }) {
			c.Severities = append(c.Severities, m.SeverityOf(i, term))
		}
	}
	lists := map[string]string{}
	for _, jump := range sheets(byStageAddress, m.byStage(m.Index.Own))[0].Jumps {
		lists[jump.Records[0].Status] = jump.Address
	}
	for _, stage := range incident.Lifecycle {
		row := StageRow{Stage: incident.Term{ID: stage.ID, Title: m.T(stage.Title)}}
		for _, sev := range c.Severities {
			cell := view.Filter(open, func(r *incident.Record) bool { return r.Status == stage.ID && r.Rank() == sev.ID })
			shown := min(len(cell), inCell)
			row.Cells = append(row.Cells, Cell{cell[:shown], len(cell) - shown, lists[stage.ID]})
			row.Total += len(cell)
		}
		if row.Total > 0 {
			c.Stages = append(c.Stages, row)
		}
	}
}

func all(*item.Item) bool { return true }

// owed is the open reports under obligations, the earliest due first.
func (m *site) owed(keep func(*item.Item) bool) []*item.Item {
	return m.agendaOf(item.Step, keep)
}

// inForce is the interim measures that were not taken away yet.
func (m *site) inForce(keep func(*item.Item) bool) []*item.Item {
	return m.agendaOf(item.Mitigation, keep)
}

func (m *site) agendaOf(kind item.Kind, keep func(*item.Item) bool) []*item.Item {
	var list []*item.Item
	for i := range m.Agenda {
		if it := &m.Agenda[i]; it.Kind == kind && it.IsOpen() && keep(it) {
			list = append(list, it)
		}
	}
	return list
}

const (
	aboutNow    = 4 * 24 * time.Hour // how far from today's day of the year a record may lie to be remembered
	hoursInYear = 365.25 * 24
)

// pastYears is the records detected around this day in earlier years, newest first.
func (m *site) pastYears() []*incident.Record {
	now := m.Now.In(m.Log.Config.Zone)
	var list []*incident.Record
	for _, r := range m.Index.Own {
		if r.Timeline.Detected.Precision() < incident.ToDay || r.Status == incident.Redacted ||
			r.Status == incident.Withdrawn || r.Status == incident.Duplicate {
			continue
		}
		at := r.Timeline.Detected.In(m.Log.Config.Zone)
		years := int(math.Round(now.Sub(at).Hours() / hoursInYear))
		if years > 0 && now.Sub(at.AddDate(years, 0, 0)).Abs() <= aboutNow {
			list = append(list, r)
		}
	}
	return list[:min(len(list), pastOnHome)]
}
