package trendpages

import (
	"slices"
	"sort"
	"strconv"

	"hindcast/internal/address"
	"hindcast/internal/incident"
	"hindcast/internal/trend/figure"
	"hindcast/internal/view"
	"hindcast/internal/wording"
)

// titles are those of the questions by their ids.
func (m *site) titles() map[string]string {
	return map[string]string{
		"change": m.T("What changed"), "often": m.T("How often"), "bad": m.T("How bad"), "fast": m.T("How fast"),
		"found": m.T("How found, and why"), "after": m.T("What became of it"),
	}
}

// figureGroups are the figures on a page of a report by question.
func (m *site) figureGroups(r *figure.Report, chapter string) []FigureGroup {
	titles := m.titles()
	var groups []FigureGroup
	for _, q := range view.Questions {
		if q.Chapter != chapter {
			continue
		}
		g := FigureGroup{ID: q.ID, Title: titles[q.ID]}
		for _, f := range r.Figures {
			if slices.Contains(q.Figures, f.About().ID) {
				g.Figures = append(g.Figures, m.figureView(r, f))
			}
		}
		if len(g.Figures) > 0 {
			groups = append(groups, g)
		}
	}
	return groups
}

func (m *site) figureView(r *figure.Report, f figure.Figure) *FigureView {
	id := f.About().ID
	v := &FigureView{
		ID: id, Title: m.FigureTitle(id), Finding: m.FigureFinding(f), CSV: view.FigureCSV(r.Scope, id),
	}
	if formula := m.FigureFormula(f, r.Zone); len(formula) > 0 {
		v.Formula, v.Method = formula[0], formula[1:]
	}
	total := 0
	for _, out := range f.About().LeftOut {
		total += len(out.Records)
		v.LeftOut = append(v.LeftOut, LeftOutView{
			m.LeftOut(f, out), out.Records[:min(len(out.Records), view.LeftOutShown)],
			max(0, len(out.Records)-view.LeftOutShown),
		})
	}
	v.LeftOutFew = total <= leftOutInline
	if f.About().N == 0 {
		return v
	}
	v.Facts, v.Sample = m.FigureFacts(f)
	m.draw(v, r, f)
	if v.Compare == nil && v.Cross == nil && (v.Strip == nil || len(v.Strip.Bins) == 0) {
		v.Table = m.tableView(f.Table())
	}
	return v
}

// draw fills in the chart of a figure and its numbers.
func (m *site) draw(v *FigureView, r *figure.Report, f figure.Figure) {
	switch f := f.(type) {
	case *figure.Comparison:
		v.Compare = m.compareView(r, f)
	case *figure.Counts:
		m.drawCounts(v, r, f)
	case *figure.Gaps:
		v.Gaps = m.gapChart(f)
		v.note(m.Count(v.Gaps.Older, "The chart leaves out the oldest %s stretch.",
			"The chart leaves out the oldest %s stretches."), v.Gaps.Older)
	case *figure.Spans:
		m.drawSpan(v, r, f)
	case *figure.Ages:
		v.Strip = m.strip(f.ID, f.Points, "days")
		v.Notes = append(v.Notes, m.encoding(v.Strip, true))
	case *figure.Shares:
		v.Shares = m.shareRows(f)
	case *figure.Causes:
		v.Shares = m.causeRows(f)
		v.note(m.Count(len(f.Causes)-causesShown, "%s more row stands in the data.", "%s more rows stand in the data."),
			len(f.Causes)-causesShown)
	case *figure.Rates:
		v.Cross = m.crossView(&f.Cross)
		v.note(m.Count(v.Cross.More, "%s more row stands in the data.", "%s more rows stand in the data."), v.Cross.More)
	case *figure.Cross:
		v.Cross = m.crossView(f)
		v.note(m.Count(v.Cross.More, "%s more row stands in the data.", "%s more rows stand in the data."), v.Cross.More)
	case *figure.Completion:
		m.drawCompletion(v, f)
	case *figure.Debt:
		m.drawDebt(v, f)
	case *figure.Repeats:
		v.Repeats = f.Repeats[:min(len(f.Repeats), listShown)]
		v.note(m.Count(len(f.Repeats)-listShown, "%s more stands in the data.", "%s more stand in the data."),
			len(f.Repeats)-listShown)
	}
}

// Chart reports whether the figure has a chart with a stop for the keyboard at each of its parts.
func (v *FigureView) Chart() bool {
	return v.Columns != nil || v.Rows != nil || v.Strip != nil || v.Gaps != nil
}

// note adds a sentence where there is something to say.
func (v *FigureView) note(words string, n int) {
	if n > 0 {
		v.Notes = append(v.Notes, words)
	}
}

func (m *site) drawCounts(v *FigureView, r *figure.Report, f *figure.Counts) {
	older := 0
	if f.ID == "months" {
		v.Columns = m.columns(f, func(month figure.Month, n int) string {
			return m.T("%s: %s", m.Month(month.Start), m.Count(n, "%s incident", "%s incidents"))
		}, func(month figure.Month) string {
			return view.MonthURL(month.Start) + "#" + scopeAnchor(r.Scope, "incidents", "")
		})
		v.Columns.Unit, v.Columns.Across = m.T("Incidents"), m.T("Month of detection")
		older = v.Columns.Older
	} else {
		v.Rows = m.rows(f, func(t incident.Term) (string, string) { return m.rowTitle(f.ID, t) },
			func(month figure.Month, t incident.Term) string {
				return view.MonthURL(month.Start) + "#" + scopeAnchor(r.Scope, f.ID, t.ID)
			})
		older = v.Rows.Older
		v.Notes = append(v.Notes, m.T("All rows have one scale; the highest bar is %s.", m.Number(v.Rows.Most)))
		v.note(m.Count(v.Rows.Hidden, "%s more row stands in the data.", "%s more rows stand in the data."), v.Rows.Hidden)
	}
	v.note(m.Count(older, "The chart leaves out the oldest %s month.",
		"The chart leaves out the oldest %s months."), older)
	if last := len(f.Months) - 1; last >= 0 && f.Months[last].Partial {
		v.Notes = append(v.Notes, m.T("%s is not over: it is drawn as an outline and is in no limit.",
			m.Month(f.Months[last].Start)))
	}
}

// scopeAnchor is where on the page of a month the incidents behind a bar stand. Of a scope, all of its
// incidents of the month stand together.
func scopeAnchor(s figure.Scope, id, term string) string {
	if id == "near-misses" {
		return "kind-" + address.Slug(term)
	}
	switch s.Kind {
	case figure.ScopeSystem:
		return "system-" + s.Slug
	case figure.ScopeType:
		return "type-" + address.Slug(s.Slug)
	case figure.ScopeTeam:
		return "team-" + s.Slug
	}
	switch id {
	case "types":
		return "type-" + address.Slug(term)
	case "severities":
		return "severity-" + address.Slug(term)
	case "systems":
		return "system-" + address.Slug(term)
	}
	return "incidents"
}

// rowTitle is the title of a value in the figure with an id, and the address of its trends; empty where it has none.
func (m *site) rowTitle(id string, t incident.Term) (title, link string) {
	title = m.T(t.Title)
	var kind figure.ScopeKind
	switch id {
	case "systems":
		if kind = figure.ScopeSystem; t.Title == "" {
			return m.Column(figure.Column{Key: t.ID}), ""
		}
		title = t.Title
	case "types":
		kind = figure.ScopeType
	}
	if kind != figure.ScopeLog {
		if r := m.Trends.Find(kind, t.ID); r != nil {
			link = view.TrendsURL(r.Scope)
		}
	}
	return title, link
}

func (m *site) drawSpan(v *FigureView, r *figure.Report, f *figure.Spans) {
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
	if v.Course = m.courseChart(r, f); v.Course != nil {
		v.note(m.Count(v.Course.Older, "The chart by date leaves out the oldest %s case.",
			"The chart by date leaves out the oldest %s cases."), v.Course.Older)
	}
	if n := f.N - f.Open; n < figure.LeastForQuantiles {
		v.Finding = m.T("Too few for a median: %s of the %s finished cases that it needs.", m.Number(n),
			m.Number(figure.LeastForQuantiles))
	}
}

// encoding says how to read a strip.
func (m *site) encoding(c *StripChart, open bool) string {
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

func (m *site) shareRows(f *figure.Shares) []ShareRow {
	var rows []ShareRow
	for _, y := range slices.Backward(f.Years) {
		row := ShareRow{Title: strconv.Itoa(y.Year), Partial: y.Partial, Note: m.T("no incident")}
		if y.Whole > 0 {
			row.Link = view.YearURL(y.Year) + "#" + f.ID
			row.W = view.Round(100 * y.Of())
			row.Note = m.T("%s of %s", m.Number(y.Part), m.Number(y.Whole))
			if y.Whole >= figure.LeastForQuantiles {
				row.Note = m.T("%s (%s of %s)", m.Percent(y.Of()), m.Number(y.Part), m.Number(y.Whole))
			}
		}
		rows = append(rows, row)
	}
	return rows
}

func (m *site) causeRows(f *figure.Causes) []ShareRow {
	var rows []ShareRow
	for _, c := range f.Causes[:min(len(f.Causes), causesShown)] {
		link := ""
		switch f.ID {
		case "causes":
			link = "causes/" + address.Slug(c.Term.ID) + "/"
		case "safeguards":
			link = "guards/"
		}
		rows = append(rows, ShareRow{
			Title: m.T(c.Term.Title), Link: link,
			W:    view.Round(100 * float64(c.N) / float64(f.N)),
			Note: m.Number(c.N), Cumulative: m.T("cumulative %s", m.Percent(c.Cumulative)),
		})
	}
	return rows
}

func (m *site) drawCompletion(v *FigureView, f *figure.Completion) {
	months := make([]figure.Month, len(f.Months))
	due, done, dropped := make([]int, len(months)), make([]int, len(months)), make([]int, len(months))
	for i, d := range f.Months {
		months[i], due[i], done[i], dropped[i] = d.Month, d.Whole, d.Part, d.Dropped
	}
	link := func(month figure.Month) string { return view.MonthURL(month.Start) + "#due" }
	v.Columns = m.columns(&figure.Counts{
		Months: months, Series: []figure.Series{{Cells: due}},
	}, func(month figure.Month, n int) string {
		return m.T("%s: %s", m.Month(month.Start), m.Count(n, "%s action due", "%s actions due"))
	}, link)
	v.Columns.Unit, v.Columns.Across = m.T("Actions due"), m.T("Month in which they were due")
	for i := range v.Columns.Bars {
		v.Columns.Bars[i].Class = "outline"
	}
	parts := m.onAxis(&figure.Counts{Months: months, Series: []figure.Series{{Cells: due}, {Cells: done}, {Cells: dropped}}})
	m.stack(v.Columns, slotsOf(parts.Months), parts.Series)
	v.note(m.Count(v.Columns.Older, "The chart leaves out the oldest %s month.",
		"The chart leaves out the oldest %s months."), v.Columns.Older)
	v.Notes = append(v.Notes, m.T("The whole bar is what was due, its filled part what was done on time."))
	if len(f.Dropped) > 0 {
		v.Notes = append(v.Notes, m.T("The grey part is what was declined or transferred by then."))
	}
}

// stack fills the parts of each bar that were done, and above them those that were dropped.
func (m *site) stack(c *ColumnChart, s slots, dueDoneDropped []figure.Series) {
	whole, done, dropped := dueDoneDropped[0].Cells, dueDoneDropped[1].Cells, dueDoneDropped[2].Cells
	at := 0
	var filled []view.Bar
	for i := range s.months {
		all := whole[s.skip+i]
		if all == 0 {
			continue
		}
		bar := c.Bars[at]
		at++
		bottom, height := bar.Y+bar.H, bar.H
		part := func(n int, class, words string) {
			if n == 0 {
				return
			}
			bar.H, bar.Class = view.Round(height*float64(n)/float64(all)), class
			bottom -= bar.H
			bar.Y, bar.Label = view.Round(bottom), m.T("%s: %s", m.Month(s.months[i].Start), words)
			filled = append(filled, bar)
		}
		part(done[s.skip+i], "", m.T("%s of %s done on time", m.Number(done[s.skip+i]), m.Number(all)))
		part(dropped[s.skip+i], "area",
			m.T("%s of %s declined or transferred by then", m.Number(dropped[s.skip+i]), m.Number(all)))
	}
	c.Bars = append(c.Bars, filled...)
}

func (m *site) drawDebt(v *FigureView, f *figure.Debt) {
	v.Columns = m.columns(&figure.Counts{
		Months: f.Months, Series: []figure.Series{{Cells: f.Counts}},
	}, func(month figure.Month, n int) string {
		return m.T("%s: %s", m.Month(month.Start), m.Count(n, "%s action overdue", "%s actions overdue"))
	}, func(figure.Month) string { return "" })
	v.Columns.Unit, v.Columns.Across = m.T("Overdue actions"), m.T("End of the month")
	for i := range v.Columns.Bars {
		if v.Columns.Bars[i].Class == "" {
			v.Columns.Bars[i].Class = "area"
		}
	}
	v.Overdue = slices.Clone(f.Overdue)
	sort.SliceStable(v.Overdue, func(i, j int) bool { return v.Overdue[i].Days > v.Overdue[j].Days })
	v.note(m.Count(len(v.Overdue)-listShown, "%s more is overdue.", "%s more are overdue."),
		len(v.Overdue)-listShown)
	v.Overdue = v.Overdue[:min(len(v.Overdue), listShown)]
	v.note(m.Count(v.Columns.Older, "The chart leaves out the oldest %s month.",
		"The chart leaves out the oldest %s months."), v.Columns.Older)
}

func (m *site) compareView(of *figure.Report, f *figure.Comparison) *CompareView {
	period := func(p figure.Period) string {
		return m.T("%s to %s", m.ShortMonth(p.First), m.ShortMonth(p.Final))
	}
	v := &CompareView{Last: period(f.Last), Before: period(f.Before)}
	for _, r := range f.Rows {
		v.Rows = append(v.Rows, CompareRowView{
			Title: m.FigureTitle(r.ID), Link: view.FigureURL(of.Scope, r.ID), Verdict: m.Verdict(r),
			Changed: r.Changed(), Evidence: m.Evidence(r),
			Last: m.compareCell(r, "last", r.Last), Before: m.compareCell(r, "before", r.Before),
		})
	}
	v.Rows[0].Title = m.T("Incidents")
	return v
}

func (m *site) compareCell(r figure.CompareRow, period string, s figure.Sample) CompareCell {
	c := CompareCell{
		Fact: wording.Fact{
			Name: r.ID + "_" + period + "_" + r.Unit, Exact: figure.Decimal(s.Value), Text: m.Measured(s.Value, r.Unit),
		},
	}
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
