package pages

import (
	"cmp"
	"math"
	"slices"
	"time"

	"hindcast/internal/agenda/item"
	"hindcast/internal/incident"
	"hindcast/internal/layout"
	"hindcast/internal/precedents"
	"hindcast/internal/view"
)

type homeContent struct {
	Open       []*incident.Record // the worst first
	Stages     []Jump             // of open records
	Incidents  int                // how many open records the trends count
	OpenDue    int                // open actions
	Overdue    []*item.Item       // the worst first
	Owed       []*item.Item
	Measures   []*item.Item
	All        fullList // of these, where the page shows the first alone
	Latest     []*incident.Record
	Precedents int
	PastYears  []*incident.Record
	Span       view.SmallTrend
	Elsewhere  *precedents.Summary // of a log of precedents alone
	Shelves    []view.Shelf        // of a log of articles alone
	Front      Text                // of the folder of articles itself
}

const (
	latestOnHome = 8
	pastOnHome   = 6
)

func home(m *site, emit layout.Emit) bool {
	x := m.Index
	p := layout.Page{
		Title: m.Log.Config.Title, Lead: m.T("What happened with our AI systems, why, and what changed because of it."),
		Section: "home",
	}
	if len(x.Own) == 0 {
		c := homeContent{Precedents: len(x.Precedents), Latest: x.Precedents[:min(len(x.Precedents), latestOnHome)]}
		if c.Precedents > 0 {
			p.Lead = m.T("What happened with AI systems elsewhere, kept for reference.")
			c.Elsewhere = precedents.Summarize(m.Model, m.parties)
		}
		if m.Index.ArticlesAlone {
			p.Lead, c.Shelves = view.LeadOfArticles(m.Model), m.Index.Filled()
			if front := m.Index.Front; front != nil {
				c.Front = m.articleText(front, "")
			}
		}
		p.Content = c
		return emit("home", "", p)
	}
	c := homeContent{
		Precedents: len(x.Precedents), Latest: x.Own[:min(len(x.Own), latestOnHome)], PastYears: m.pastYears(),
		Span: m.SmallTrend(x.Own), Stages: m.openStages(), OpenDue: len(view.Filter(x.Actions, view.IsOpenAction)),
		All: fullList{
			Records: m.worstFirst(view.Filter(x.Own, isOpen)), Overdue: m.overdue(), Owed: m.owed(all), Measures: m.inForce(all),
		},
	}
	c.Incidents = len(view.Filter(c.All.Records, func(r *incident.Record) bool { return r.Counts() }))
	c.Open, c.Overdue = first(c.All.Records), first(c.All.Overdue)
	c.Owed, c.Measures = first(c.All.Owed), first(c.All.Measures)
	p.Content = c
	of := fullList{Of: "actions/", OfTitle: m.T("Corrective actions")}
	return emit("home", "", p) &&
		emitRecords(m, emit, "incidents", "incidents/open/", m.T("Open records"),
			fullList{Of: "incidents/", OfTitle: m.T("Incidents")}, c.All.Records) &&
		emitFull(m, emit, "actions/overdue/", layout.Page{Title: m.T("Overdue"), Section: "actions"}, of, c.All.Overdue,
			func(c *fullList, rows []*item.Item) { c.Overdue = rows }) &&
		emitFull(m, emit, "actions/measures/", layout.Page{Title: m.T("Interim measures in force"), Section: "actions"}, of,
			c.All.Measures, func(c *fullList, rows []*item.Item) { c.Measures = rows })
}

func isOpen(r *incident.Record) bool { return r.IsOpen() }

// worstFirst orders records by severity; within one they stay as they are.
func (m *site) worstFirst(records []*incident.Record) []*incident.Record {
	sorted := slices.Clone(records)
	slices.SortStableFunc(sorted, func(a, b *incident.Record) int {
		return cmp.Compare(m.severityRank(a), m.severityRank(b))
	})
	return sorted
}

// openStages is how many open records have come to each stage, and where the list of them begins.
func (m *site) openStages() []Jump {
	return view.Filter(sheets(byStageAddress, m.byStage(m.Index.Own))[0].Jumps, func(j Jump) bool {
		return j.Records[0].IsOpen()
	})
}

// overdue is all that is overdue: reports first, which the law asks for, then by the severity of the record, what has
// been overdue longest first. What belongs to no record comes last.
func (m *site) overdue() []*item.Item {
	var list []*item.Item
	for i := range m.Agenda {
		if it := &m.Agenda[i]; it.Overdue {
			list = append(list, it)
		}
	}
	rank := func(it *item.Item) int {
		switch {
		case it.Kind == item.Step:
			return -1
		case it.Record != nil:
			return m.severityRank(it.Record)
		}
		return math.MaxInt
	}
	slices.SortStableFunc(list, func(a, b *item.Item) int { return cmp.Compare(rank(a), rank(b)) })
	return list
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
