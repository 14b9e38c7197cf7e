package render

import (
	"cmp"
	"slices"
	"strconv"

	"hindcast/internal/incident"
)

// questions are the groups of figures in the order of a page.
func (m *Model) questions() []FigureGroup {
	return []FigureGroup{
		{ID: "change", Title: m.T("What changed")},
		{ID: "often", Title: m.T("How often")},
		{ID: "fast", Title: m.T("How fast")},
		{ID: "found", Title: m.T("How found, and why")},
		{ID: "after", Title: m.T("What became of it")},
	}
}

var questionOf = map[string]string{
	"compare": "change", "months": "often", "severities": "often", "types": "often", "systems": "often", "gaps": "often", "near-misses": "often",
	"detect": "fast", "respond": "fast", "contain": "fast", "resolve": "fast", "learn": "fast", "close": "fast",
	"monitoring": "found", "causes": "found", "open": "after", "completion": "after", "debt": "after", "recurrence": "after", "repeats": "after",
}

func (m *Model) figureGroups(r *incident.Report) []FigureGroup {
	groups := m.questions()
	for _, f := range r.Figures {
		i := slices.IndexFunc(groups, func(g FigureGroup) bool { return g.ID == questionOf[f.About().ID] })
		groups[i].Figures = append(groups[i].Figures, m.figureView(r, f))
	}
	return groups
}

func (m *Model) figureView(r *incident.Report, f incident.Figure) *FigureView {
	id := f.About().ID
	v := &FigureView{
		ID: id, Title: m.FigureTitle(id), Finding: m.FigureFinding(f), CSV: figureCSV(r.Scope, id),
	}
	if formula := m.FigureFormula(f, r.Zone); len(formula) > 0 {
		v.Formula, v.Method = formula[0], formula[1:]
	}
	total := 0
	for _, out := range f.About().LeftOut {
		total += len(out.Records)
		v.LeftOut = append(v.LeftOut, LeftOutView{m.LeftOut(f, out), out.Records[:min(len(out.Records), leftOutShown)], max(0, len(out.Records)-leftOutShown)})
	}
	v.LeftOutFew = total <= leftOutInline
	if f.About().N == 0 {
		return v
	}
	v.Facts, v.Sample = m.FigureFacts(f)
	m.draw(v, r, f)
	if v.Compare == nil && (v.Strip == nil || len(v.Strip.Bins) == 0) {
		v.Table = m.tableView(f.Table())
	}
	return v
}

// draw fills in the chart of a figure and its numbers.
func (m *Model) draw(v *FigureView, r *incident.Report, f incident.Figure) {
	switch f := f.(type) {
	case *incident.CompareFigure:
		v.Compare = m.compareView(f)
	case *incident.CountFigure:
		m.drawCounts(v, r, f)
	case *incident.GapFigure:
		v.Gaps = m.gapChart(f)
		v.note(m.Count(v.Gaps.Older, "The chart leaves out the oldest %s stretch.", "The chart leaves out the oldest %s stretches."), v.Gaps.Older)
	case *incident.SpanFigure:
		m.drawSpan(v, f)
	case *incident.AgeFigure:
		v.Strip = m.strip(f.ID, f.Points, "days")
		v.Notes = append(v.Notes, m.encoding(v.Strip, true))
	case *incident.ShareFigure:
		v.Shares = m.shareRows(f)
	case *incident.CauseFigure:
		v.Shares = m.causeRows(f)
	case *incident.CompletionFigure:
		m.drawCompletion(v, f)
	case *incident.DebtFigure:
		m.drawDebt(v, f)
	case *incident.RepeatFigure:
		v.Repeats = f.Repeats[:min(len(f.Repeats), listShown)]
		v.note(m.Count(len(f.Repeats)-listShown, "%s more stands in the data.", "%s more stand in the data."), len(f.Repeats)-listShown)
	}
}

// Chart tells that the figure has a chart with a stop for the keyboard at each of its parts.
func (v *FigureView) Chart() bool {
	return v.Columns != nil || v.Rows != nil || v.Strip != nil || v.Gaps != nil
}

// note adds a sentence where there is something to say.
func (v *FigureView) note(words string, n int) {
	if n > 0 {
		v.Notes = append(v.Notes, words)
	}
}

func (m *Model) drawCounts(v *FigureView, r *incident.Report, f *incident.CountFigure) {
	older := 0
	if f.ID == "months" {
		v.Columns = m.columns(f, func(month incident.Month, n int) string {
			return m.T("%s: %s", m.Month(month.Start), m.Count(n, "%s incident", "%s incidents"))
		}, func(month incident.Month) string {
			return monthURL(month.Start) + "#" + scopeAnchor(r.Scope, "incidents", "")
		})
		older = v.Columns.Older
	} else {
		v.Rows = m.rows(f, func(t incident.Term) (string, string) { return m.rowTitle(f.ID, t) },
			func(month incident.Month, t incident.Term) string {
				return monthURL(month.Start) + "#" + scopeAnchor(r.Scope, f.ID, t.ID)
			})
		older = v.Rows.Older
		v.Notes = append(v.Notes, m.T("All rows have one scale; the highest bar is %s.", m.Number(v.Rows.Most)))
		v.note(m.Count(v.Rows.Hidden, "%s more row stands in the data.", "%s more rows stand in the data."), v.Rows.Hidden)
	}
	v.note(m.Count(older, "The chart leaves out the oldest %s month.", "The chart leaves out the oldest %s months."), older)
	if last := len(f.Months) - 1; last >= 0 && f.Months[last].Partial {
		v.Notes = append(v.Notes, m.T("%s is not over: it is drawn as an outline and is in no limit.", m.Month(f.Months[last].Start)))
	}
}

// scopeAnchor is where on the page of a month the incidents behind a bar stand. Of a scope, all of its
// incidents of the month stand together.
func scopeAnchor(s incident.Scope, figure, term string) string {
	if figure == "near-misses" {
		return "kind-" + Slug(term)
	}
	switch s.Kind {
	case incident.ScopeSystem:
		return "system-" + s.Slug
	case incident.ScopeType:
		return "type-" + Slug(s.Slug)
	case incident.ScopeTeam:
		return "team-" + s.Slug
	}
	switch figure {
	case "types":
		return "type-" + Slug(term)
	case "severities":
		return "severity-" + Slug(term)
	case "systems":
		return "system-" + Slug(term)
	}
	return "incidents"
}

// rowTitle is the words for a value, and the trends about it.
func (m *Model) rowTitle(figure string, t incident.Term) (title, link string) {
	title = m.T(t.Title)
	var kind incident.ScopeKind
	switch figure {
	case "systems":
		if kind = incident.ScopeSystem; t.Title == "" {
			return m.column(incident.Column{Key: t.ID}), ""
		}
		title = t.Title
	case "types":
		kind = incident.ScopeType
	}
	if kind != incident.ScopeLog {
		if r := m.Trends.Find(kind, t.ID); r != nil {
			link = TrendsURL(r.Scope)
		}
	}
	return title, link
}

func (m *Model) drawSpan(v *FigureView, f *incident.SpanFigure) {
	unit := f.UnitName()
	v.Strip = m.strip(f.ID, f.Points, unit)
	v.Notes = append(v.Notes, m.encoding(v.Strip, f.Open > 0))
	scale := scaleOf(f.Points, unit == "days")
	if f.Median == f.Median {
		v.Strip.mark(scale.x(f.Median), "median", m.T("median %s", m.Measured(f.Median, unit)))
	}
	if f.Estimated.Reached {
		v.Strip.mark(scale.x(f.Estimated.Median), "estimate", m.T("with open cases %s", m.Measured(f.Estimated.Median, unit)))
	}
	if n := f.N - f.Open; n < incident.LeastForQuantiles {
		v.Finding = m.T("Too few for a median: %s of the %s finished cases that it needs.", m.Number(n), m.Number(incident.LeastForQuantiles))
	}
}

// encoding says how to read a strip.
func (m *Model) encoding(c *StripChart, open bool) string {
	switch {
	case len(c.Bins) > 0 && open:
		return m.T("Bars count incidents in steps of a factor of two, the outlined part those still open.")
	case len(c.Bins) > 0:
		return m.T("Bars count incidents in steps of a factor of two.")
	case open:
		return m.T("Each point is an incident; a ring with an arrow is still open.")
	}
	return m.T("Each point is an incident.")
}

func (m *Model) shareRows(f *incident.ShareFigure) []ShareRow {
	var rows []ShareRow
	for _, y := range slices.Backward(f.Years) {
		row := ShareRow{Title: strconv.Itoa(y.Year), Partial: y.Partial, Note: m.T("no incident")}
		if y.Whole > 0 {
			row.Link = yearURL(y.Year) + "#" + f.ID
			row.W = round(100 * y.Of())
			row.Note = m.T("%s of %s", m.Number(y.Part), m.Number(y.Whole))
			if y.Whole >= incident.LeastForQuantiles {
				row.Note = m.T("%s (%s of %s)", m.Percent(y.Of()), m.Number(y.Part), m.Number(y.Whole))
			}
		}
		rows = append(rows, row)
	}
	return rows
}

func (m *Model) causeRows(f *incident.CauseFigure) []ShareRow {
	var rows []ShareRow
	for _, c := range f.Causes {
		rows = append(rows, ShareRow{
			Title: m.T(c.Term.Title), Link: "causes/" + Slug(c.Term.ID) + "/", W: round(100 * float64(c.N) / float64(f.N)),
			Note: m.Number(c.N), Cumulative: m.T("cumulative %s", m.Percent(c.Cumulative)),
		})
	}
	return rows
}

func (m *Model) drawCompletion(v *FigureView, f *incident.CompletionFigure) {
	months := make([]incident.Month, len(f.Months))
	due, kept := make([]int, len(months)), make([]int, len(months))
	for i, d := range f.Months {
		months[i], due[i], kept[i] = d.Month, d.Whole, d.Part
	}
	link := func(month incident.Month) string { return monthURL(month.Start) + "#due" }
	v.Columns = m.columns(&incident.CountFigure{Months: months, Series: []incident.Series{{Cells: due}}}, func(month incident.Month, n int) string {
		return m.T("%s: %s", m.Month(month.Start), m.Count(n, "%s action due", "%s actions due"))
	}, link)
	for i := range v.Columns.Bars {
		v.Columns.Bars[i].Class = "outline"
	}
	m.overlay(v.Columns, slotsOf(months), due, kept)
	v.note(m.Count(v.Columns.Older, "The chart leaves out the oldest %s month.", "The chart leaves out the oldest %s months."), v.Columns.Older)
	v.Notes = append(v.Notes, m.T("The whole bar is what was due, its filled part what was closed on time."))
}

// overlay fills the part of each bar that was kept.
func (m *Model) overlay(c *ColumnChart, s slots, whole, part []int) {
	at := 0
	var filled []Bar
	for i := range s.months {
		if whole[s.skip+i] == 0 {
			continue
		}
		b := c.Bars[at]
		at++
		if n := part[s.skip+i]; n > 0 {
			bottom := b.Y + b.H
			b.H = round(b.H * float64(n) / float64(whole[s.skip+i]))
			b.Y, b.Class = round(bottom-b.H), ""
			b.Label = m.T("%s: %s", m.Month(s.months[i].Start), m.T("%s of %s closed on time", m.Number(n), m.Number(whole[s.skip+i])))
			filled = append(filled, b)
		}
	}
	c.Bars = append(c.Bars, filled...)
}

func (m *Model) drawDebt(v *FigureView, f *incident.DebtFigure) {
	v.Columns = m.columns(&incident.CountFigure{Months: f.Months, Series: []incident.Series{{Cells: f.Counts}}}, func(month incident.Month, n int) string {
		return m.T("%s: %s", m.Month(month.Start), m.Count(n, "%s action overdue", "%s actions overdue"))
	}, func(incident.Month) string { return "" })
	for i := range v.Columns.Bars {
		if v.Columns.Bars[i].Class == "" {
			v.Columns.Bars[i].Class = "area"
		}
	}
	v.Overdue = slices.Clone(f.Overdue)
	slices.SortStableFunc(v.Overdue, func(a, b incident.OverdueAction) int { return cmp.Compare(b.Days, a.Days) })
	v.note(m.Count(len(v.Overdue)-listShown, "%s more is overdue now.", "%s more are overdue now."), len(v.Overdue)-listShown)
	v.Overdue = v.Overdue[:min(len(v.Overdue), listShown)]
	v.note(m.Count(v.Columns.Older, "The chart leaves out the oldest %s month.", "The chart leaves out the oldest %s months."), v.Columns.Older)
}

func (m *Model) compareView(f *incident.CompareFigure) *CompareView {
	period := func(p incident.Period) string {
		return m.T("%s to %s", m.ShortMonth(p.First), m.ShortMonth(p.Final))
	}
	v := &CompareView{Last: period(f.Last), Before: period(f.Before)}
	for _, r := range f.Rows {
		v.Rows = append(v.Rows, CompareRowView{
			Title: m.FigureTitle(r.ID), Anchor: r.ID, Verdict: m.Verdict(r),
			Changed: r.Verdict == incident.VerdictLonger || r.Verdict == incident.VerdictShorter,
			Last:    m.compareCell(r, "last", r.Last), Before: m.compareCell(r, "before", r.Before),
		})
	}
	v.Rows[0].Title = m.T("Incidents")
	return v
}

func (m *Model) compareCell(r incident.CompareRow, period string, s incident.Sample) CompareCell {
	c := CompareCell{Fact: Fact{Name: r.ID + "_" + period + "_" + r.Unit, Exact: incident.Decimal(s.Value), Text: m.Measured(s.Value, r.Unit)}}
	switch {
	case r.Unit == "incidents":
	case s.Open > 0:
		c.Sample = m.T("n = %s, %s open", m.Number(s.N), m.Number(s.Open))
	default:
		c.Sample = m.T("n = %s", m.Number(s.N))
	}
	if s.Low == s.Low { // not NaN
		c.Interval = m.T("95 %%: %s to %s", m.Measured(s.Low, r.Unit), m.Measured(s.High, r.Unit))
	}
	return c
}
