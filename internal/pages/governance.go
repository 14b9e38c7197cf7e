package pages

import (
	"strconv"
	"strings"

	"hindcast/internal/address"
	"hindcast/internal/incident"
	"hindcast/internal/layout"
	"hindcast/internal/view"
)

type governanceContent struct {
	Questions  []question
	Frameworks []frameworkSummary
	Unused     []string
	Systems    []*incident.System // of high risk
}

// question is one that an audit asks, with the pages that answer it.
type question struct {
	Text    string
	Answers []answer
}

type answer struct{ Address, Title string }

// frameworkSummary is a framework in a row, with the controls that something is said of, as many as a list holds.
type frameworkSummary struct {
	*view.FrameworkEvidence
	Failed, Held, Absent int // controls
	Said                 []saidControl
	More                 int // of these
}

// saidControl is a control with the number of records by what they show of it, in words.
type saidControl struct {
	*view.ControlEvidence
	Failures string // empty for none
	Others   []string
}

type frameworkContent struct {
	*view.FrameworkEvidence
	Sheet    layout.Sheet
	Controls []*view.ControlEvidence // of this page, those of which something is said
	Without  []*view.ControlEvidence // of this page, the others, which are on the last pages
	Base     string                  // address of the first page, relative to this one
}

// shownRecords is as many of a list of records as one cell of a table holds.
type shownRecords struct {
	Records []*incident.Record
	More    int
	Address string // of all of them
}

// recordsPerCell is how many records a cell of a table names.
const recordsPerCell = 12

// Shown is the first records of a list that a control has.
func (c frameworkContent) Shown(list []*incident.Record, control *view.ControlEvidence) shownRecords {
	n := min(len(list), recordsPerCell)
	return shownRecords{list[:n], len(list) - n, c.Base + control.Slug + "/"}
}

type controlContent struct {
	Framework *view.FrameworkEvidence
	Control   *view.ControlEvidence
	Sheet     layout.Sheet
	Counts    view.ActionCounts
	Rows      []view.ControlRow // of this page
	Actions   []view.ActionRow  // of these records, those that name the control
	Nearby    []view.ActionRow  // the others
}

func governance(m *site, emit layout.Emit) bool {
	frameworks, unused := view.ControlsByFramework(m.Model)
	c := governanceContent{Unused: unused, Questions: m.auditQuestions(frameworks)}
	for _, f := range frameworks {
		c.Frameworks = append(c.Frameworks, m.summaryOf(f))
	}
	c.Systems = view.Filter(m.Log.Systems, func(s *incident.System) bool {
		return s.RiskClass == "high" || s.RiskClass == "prohibited"
	})
	if !emit("governance", "governance/", layout.Page{
		Title: m.T("Governance"), Section: "governance",
		Lead: m.T("Which controls failed, held or were absent, in which incidents, and what is done about it."), Content: c,
	}) {
		return false
	}
	for _, f := range frameworks {
		base := address.Framework(f.Key)
		said, without := view.Filter(f.Controls, hasEvidence), view.Filter(f.Controls, (*view.ControlEvidence).IsBare)
		list, _ := layout.Sheets(base, layout.PerPage, len(f.Controls))
		if !layout.EmitSheets(m.Model, emit, "framework", layout.Page{
			Title: f.Title, Section: "governance", Lead: m.T("Controls of %s and their evidence.", f.Title),
		}, list, func(s layout.Sheet) any {
			from, to := s.Cuts[0].From, s.Cuts[0].To
			n := len(said)
			return frameworkContent{
				f, s, said[min(from, n):min(to, n)], without[max(from-n, 0):max(to-n, 0)],
				strings.Repeat("../", min(s.Number-1, 1)),
			}
		}) {
			return false
		}
		for _, control := range said {
			if !controlPages(m, f, control, base+control.Slug+"/", emit) {
				return false
			}
		}
	}
	return true
}

func hasEvidence(c *view.ControlEvidence) bool { return !c.IsBare() }

func (m *site) summaryOf(f *view.FrameworkEvidence) frameworkSummary {
	s := frameworkSummary{
		FrameworkEvidence: f,
		Failed:            f.Count(func(c *view.ControlEvidence) []*incident.Record { return c.Failed }),
		Held:              f.Count(func(c *view.ControlEvidence) []*incident.Record { return c.Held }),
		Absent:            f.Count(func(c *view.ControlEvidence) []*incident.Record { return c.Absent }),
	}
	for _, c := range f.Controls {
		switch {
		case c.IsBare():
		case len(s.Said) == layout.PerPage:
			s.More++
		default:
			s.Said = append(s.Said, m.said(c))
		}
	}
	return s
}

func (m *site) said(c *view.ControlEvidence) saidControl {
	s := saidControl{ControlEvidence: c}
	if n := len(c.Failed); n > 0 {
		s.Failures = m.T("failed in %s", m.Number(n))
	}
	if n := len(c.Absent); n > 0 {
		s.Others = append(s.Others, m.T("absent in %s", m.Number(n)))
	}
	if n := len(c.Held); n > 0 {
		s.Others = append(s.Others, m.T("held in %s", m.Number(n)))
	}
	if n := len(c.Concerned); n > 0 {
		s.Others = append(s.Others, m.T("concerned in %s", m.Number(n)))
	}
	return s
}

// auditQuestions are what an audit asks, each with the pages that answer it.
func (m *site) auditQuestions(frameworks []*view.FrameworkEvidence) []question {
	var controls, without []answer
	for _, f := range frameworks {
		at := answer{address.Framework(f.Key), f.Title}
		if s := m.summaryOf(f); s.Failed+s.Absent > 0 {
			controls = append(controls, at)
		}
		if f.Bare > 0 {
			page := 1 + (len(f.Controls)-f.Bare)/layout.PerPage
			without = append(without, answer{layout.SheetAddress(at.Address, page) + "#without", f.Title})
		}
	}
	changes := []answer{{"changes/", m.T("Changes")}}
	if months := m.Trends.Whole.Months; len(months) > 0 {
		year := strconv.Itoa(months[len(months)-1].Start.Year())
		changes = append(changes, answer{"trends/" + year + "/", m.T("%s by month", year)})
	}
	guards := []answer{{"guards/", m.T("Guards")}}
	if len(view.SafeguardCounts(m.Model)) > 0 {
		guards = append([]answer{{"guards/#safeguards", m.T("Safeguards by what they did")}}, guards...)
	}
	return []question{
		{m.T("Which control failed or was absent, and in which incidents?"), controls},
		{m.T("Which control has no evidence?"), without},
		{m.T("What is done about it, and what is overdue?"), []answer{{"actions/", m.T("Actions")}}},
		{m.T("Which reports to authorities were late?"), []answer{{"obligations/", m.T("Duties to report")}}},
		{m.T("Which safeguard missed it, and what would catch it now?"), guards},
		{m.T("What changed since the last meeting?"), changes},
		{m.T("Where is the evidence to take along?"), []answer{
			{"governance/#frameworks", m.T("A table for each framework")}, {"data/", m.T("Data and feeds")},
		}},
	}
}

// evidencePerPage is how many records are on a page of a control, each with its actions.
const evidencePerPage = 25

// controlPages shows what the records say of a control, and beside those of each page their actions.
func controlPages(m *site, f *view.FrameworkEvidence, c *view.ControlEvidence, addr string, emit layout.Emit) bool {
	list, _ := layout.Sheets(addr, evidencePerPage, len(c.Rows))
	title := m.Control(f.Key, c.ID)
	if c.Name != "" {
		title += ", " + c.Name
	}
	page := layout.Page{Title: title, Section: "governance", Lead: c.Name}
	return layout.EmitSheets(m.Model, emit, "control", page, list, func(s layout.Sheet) any {
		return layout.Later(func() any {
			shown := c.Rows[s.Cuts[0].From:s.Cuts[0].To]
			on := map[*incident.Record]bool{}
			for _, row := range shown {
				on[row.Record] = true
			}
			isShown := func(a view.ActionRow) bool { return on[a.Record] }
			return controlContent{f, c, s, c.Counts(), shown, view.Filter(c.Actions, isShown), view.Filter(c.Nearby, isShown)}
		})
	})
}
