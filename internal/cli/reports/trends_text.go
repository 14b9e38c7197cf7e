package reports

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"hindcast/internal/cli/console"
	"hindcast/internal/datafiles"
	"hindcast/internal/diag"
	"hindcast/internal/incident"
	"hindcast/internal/trend/figure"
	"hindcast/internal/wording"
)

// levels are the heights of a bar of characters; nothing stands for none.
var levels = []rune(" ▁▂▃▄▅▆▇█")

// The layout of figures as text.
const (
	labelColumn = 26
	barColumn   = 30
	sparkMonths = 36
	rowsListed  = 20
	idsNamed    = 5
)

func (a *app) printReport(v *trendView) error {
	r, l := v.report, a.List(labelColumn)
	title := "All incidents"
	if r.Scope.Kind != figure.ScopeLog {
		title = datafiles.ScopeName(r.Scope) + " " + r.Scope.Title
	}
	l.Print("%s: %s, as of %s (%s)\n", diag.Printable(title), diag.Plural(len(r.Records), "incident"),
		r.Now.In(r.Zone).Format("2 January 2006"), r.Zone)
	if r == v.trends.Whole && len(v.trends.Excluded) > 0 {
		var words []string
		for _, e := range v.trends.Excluded {
			words = append(words, wording.English.Excluded(e))
		}
		l.Print("%s\n", strings.Join(console.Wrap("In no figure: "+strings.Join(words, ", ")+".", l.Width), "\n"))
	}
	if len(r.Records) > 0 && v.only == "" {
		l.Print("%s\n", strings.Join(console.Wrap(wording.English.Judged(r), l.Width), "\n"))
	}
	for _, f := range r.Figures {
		if v.only == "" || v.only == f.About().ID {
			v.figure(l, f)
		}
	}
	return l.Err
}

// figure writes one figure: its numbers, its rows, what it says, and what was left out.
func (v *trendView) figure(l *console.List, f figure.Figure) {
	words := wording.English
	title := words.FigureTitle(f.About().ID)
	if l.Colour {
		title = "\x1b[1m" + title + "\x1b[0m"
	}
	l.Print("\n%s  [%s]\n", title, f.About().ID)
	numbers, sample := words.FigureFacts(f)
	for _, n := range numbers {
		l.Entry([2]string{n.Label, n.Text})
	}
	if f.About().N > 0 {
		v.rows(l, f)
	}
	v.paragraph(l, words.FigureFinding(f))
	rest := ""
	for i, s := range sample {
		if i > 0 && !s.Joins {
			rest += " ·"
		}
		rest += " " + s.Label + " " + s.Text
	}
	v.paragraph(l, rest)
	for _, out := range f.About().LeftOut {
		v.paragraph(l, "Left out: "+words.LeftOut(f, out)+namesOf(out.Records)+".")
	}
	if v.only != "" {
		for _, sentence := range words.FigureFormula(f, v.report.Zone) {
			v.paragraph(l, sentence)
		}
	}
}

// namesOf lists the ids of records in brackets, the first few of many.
func namesOf(records []*incident.Record) string {
	var ids []string
	for _, r := range records[:min(len(records), idsNamed)] {
		ids = append(ids, r.ID)
	}
	list := strings.Join(ids, ", ")
	if more := len(records) - idsNamed; more > 0 {
		list += fmt.Sprintf(" and %d more", more)
	}
	return " (" + list + ")"
}

func (v *trendView) paragraph(l *console.List, text string) {
	if text == "" {
		return
	}
	for _, line := range console.Wrap(diag.Printable(text), l.Width-console.BetweenColumn) {
		l.Print("  %s\n", line)
	}
}

// rows writes what the chart of a figure shows.
func (v *trendView) rows(l *console.List, f figure.Figure) {
	switch f := f.(type) {
	case *figure.Comparison:
		v.compare(l, f)
	case *figure.Counts:
		if f.ID == "months" {
			v.years(l, f.Months, f.Series[0].Cells, "incident")
		} else {
			v.series(l, f)
		}
	case *figure.Spans:
		v.spread(l, f.Points, f.UnitName())
	case *figure.Ages:
		v.spread(l, f.Points, "days")
	case *figure.Shares:
		for _, y := range f.Years {
			v.bar(l, strconv.Itoa(y.Year)+soFar(y.Partial), y.Of(), fmt.Sprintf("%d of %d", y.Part, y.Whole))
		}
	case *figure.Causes:
		for _, c := range f.Causes {
			v.bar(l, c.Term.Title, float64(c.N)/float64(f.N),
				fmt.Sprintf("%d, cumulative %s", c.N, wording.English.Percent(c.Cumulative)))
		}
	case *figure.Rates:
		v.cross(l, &f.Cross)
	case *figure.Cross:
		v.cross(l, f)
	case *figure.Completion:
		v.completion(l, f)
	case *figure.Debt:
		v.years(l, f.Months, f.Counts, "")
		v.overdue(l, f)
	case *figure.Repeats:
		v.repeats(l, f)
	}
}

func soFar(partial bool) string {
	if partial {
		return " so far"
	}
	return ""
}

// padded is a text in a column, cut where it is too long.
func padded(text string, width int) string {
	text = diag.Printable(text)
	n := utf8.RuneCountInString(text)
	if n > width {
		return string([]rune(text)[:width-1]) + "…"
	}
	return text + strings.Repeat(" ", width-n)
}

func (v *trendView) bar(l *console.List, label string, share float64, note string) {
	if math.IsNaN(share) {
		share = 0
	}
	filled := int(math.Round(share * barColumn))
	l.Print("  %s  %s%s  %s\n", padded(label, labelColumn), strings.Repeat("█", filled),
		strings.Repeat("·", barColumn-filled), note)
}

// years writes a line for each year: a bar of characters for each month and, where a unit is given, the
// sum. What is at the end of a month has none.
func (v *trendView) years(l *console.List, months []figure.Month, cells []int, unit string) {
	most := 0
	for _, n := range cells {
		most = max(most, n)
	}
	for i := 0; i < len(months); {
		year := months[i].Start.Year()
		line, total := strings.Repeat(" ", int(months[i].Start.Month()-time.January)*2), 0
		for ; i < len(months) && months[i].Start.Year() == year; i++ {
			line += string(level(cells[i], most)) + " "
			total += cells[i]
		}
		if unit != "" {
			l.Print("  %d  %s  %s\n", year, padded(line, 24), diag.Plural(total, unit))
		} else {
			l.Print("  %d  %s\n", year, strings.TrimRight(line, " "))
		}
	}
	note := "A column for each month, the highest being %d."
	if n := len(months); n > 0 && months[n-1].Partial {
		note += " The last month is not over."
	}
	v.paragraph(l, fmt.Sprintf(note, most))
}

func level(n, most int) rune {
	if n == 0 {
		return '·'
	}
	return levels[max(1, (n*(len(levels)-1)+most-1)/most)]
}

// series writes a line for each value: the last months and the total.
func (v *trendView) series(l *console.List, f *figure.Counts) {
	from := max(0, len(f.Months)-sparkMonths)
	most := 0
	for _, s := range f.Series {
		for _, n := range s.Cells[from:] {
			most = max(most, n)
		}
	}
	for i, s := range f.Series {
		if i == rowsListed {
			v.paragraph(l, fmt.Sprintf("and %d more", len(f.Series)-rowsListed))
			break
		}
		line := ""
		for _, n := range s.Cells[from:] {
			line += string(level(n, most))
		}
		title := s.Term.Title
		if title == "" {
			title = s.Term.ID
		}
		l.Print("  %s  %s  %d\n", padded(title, labelColumn), line, s.Total)
	}
	v.paragraph(l,
		fmt.Sprintf("A column for each month from %s on, the highest being %d; the number is that of all months.",
			f.Months[from].Key(), most))
}

// spread writes how many cases took how long, in steps of a factor of four.
func (v *trendView) spread(l *console.List, points []figure.Point, unit string) {
	step := []int{0, 1, 4, 15, 60, 4 * 60, 24 * 60, 4 * 24 * 60, 16 * 24 * 60, 64 * 24 * 60, 256 * 24 * 60, 1024 * 24 * 60}
	if unit == "days" {
		step = []int{0, 1, 4, 16, 64, 256, 1024}
	}
	finished, open := make([]int, len(step)), make([]int, len(step))
	most, first, last := 0, len(step), 0
	at := 0
	for _, p := range points {
		for at+1 < len(step) && p.Took >= step[at+1] {
			at++
		}
		if p.Open {
			open[at]++
		} else {
			finished[at]++
		}
		most, first, last = max(most, finished[at]+open[at]), min(first, at), at
	}
	scale := func(n int) int { return int(math.Round(float64(n) * barColumn / float64(most))) }
	for i := first; i <= last; i++ {
		label := "none"
		if i > 0 {
			label = "from " + wording.English.Measured(float64(step[i]), unit)
		}
		note := strconv.Itoa(finished[i] + open[i])
		if open[i] > 0 {
			note += fmt.Sprintf(", %d open", open[i])
		}
		bar := strings.Repeat("█", scale(finished[i])) + strings.Repeat("░", scale(open[i]))
		l.Print("  %s  %s  %s\n", padded(label, labelColumn), padded(bar, barColumn+1), note)
	}
}

func (v *trendView) compare(l *console.List, f *figure.Comparison) {
	period := func(p figure.Period) string { return p.First.Format("2006-01") + " to " + p.Final.Format("2006-01") }
	l.Print("  %s  %s  %s  %s\n", padded("", labelColumn),
		padded(period(f.Last), 18), padded(period(f.Before), 18), "difference")
	cell := func(s figure.Sample, unit string) string {
		text := wording.English.Measured(s.Value, unit)
		if unit != "incidents" {
			text += fmt.Sprintf(" (%d)", s.N)
		}
		return text
	}
	for _, r := range f.Rows {
		title := wording.English.FigureTitle(r.ID)
		if r.Unit == "incidents" {
			title = "Incidents"
		}
		l.Print("  %s  %s  %s  %s\n", padded(title, labelColumn), padded(cell(r.Last, r.Unit), 18),
			padded(cell(r.Before, r.Unit), 18), shortVerdict(r))
	}
	v.paragraph(l, "In brackets: how many the value rests on.")
}

func shortVerdict(r figure.CompareRow) string {
	switch r.Verdict {
	case figure.VerdictNone:
		return "no change"
	case figure.VerdictFew:
		return "too few"
	case figure.VerdictShort:
		return "log too short"
	}
	return wording.English.Verdict(r)
}

func (v *trendView) completion(l *console.List, f *figure.Completion) {
	type year struct {
		figure.Share
		dropped int
		partial bool
	}
	years := map[int]*year{}
	for _, m := range f.Months {
		y := years[m.Start.Year()]
		if y == nil {
			y = &year{}
			years[m.Start.Year()] = y
		}
		y.Part, y.Whole, y.dropped, y.partial = y.Part+m.Part, y.Whole+m.Whole, y.dropped+m.Dropped, m.Partial
	}
	for n := f.Months[0].Start.Year(); years[n] != nil; n++ {
		note := fmt.Sprintf("%d of %d", years[n].Part, years[n].Whole)
		if years[n].dropped > 0 {
			note += fmt.Sprintf(", %d declined or transferred", years[n].dropped)
		}
		v.bar(l, strconv.Itoa(n)+soFar(years[n].partial), years[n].Of(), note)
	}
}

// cross writes a line for each value, with the numbers that it has.
func (v *trendView) cross(l *console.List, f *figure.Cross) {
	for i, r := range f.Rows {
		if i == rowsListed {
			v.paragraph(l, fmt.Sprintf("and %d more", len(f.Rows)-rowsListed))
			return
		}
		var numbers []string
		for at, value := range r.Cells {
			if c := f.Columns[at]; value != 0 && !math.IsNaN(value) {
				name := wording.English.Column(figure.Column{Key: c.Key, Title: c.Title})
				numbers = append(numbers, strings.ToLower(name[:1])+name[1:]+" "+wording.English.Measured(value, c.Unit))
			}
		}
		title := r.Term.Title
		if title == "" {
			title = r.Term.ID
		}
		l.Entry([2]string{title + soFar(r.Partial), strings.Join(numbers, ", ")})
	}
}

func (v *trendView) overdue(l *console.List, f *figure.Debt) {
	for i, o := range f.Overdue {
		if i == rowsListed {
			v.paragraph(l, fmt.Sprintf("and %d more", len(f.Overdue)-rowsListed))
			return
		}
		l.Entry([2]string{o.Record.ID + " " + o.Action.ID, o.Action.Title + ", due " + diag.Plural(o.Days, "day") + " ago"})
	}
}

func (v *trendView) repeats(l *console.List, f *figure.Repeats) {
	for i, r := range f.Repeats {
		if i == rowsListed {
			v.paragraph(l, fmt.Sprintf("and %d more", len(f.Repeats)-rowsListed))
			return
		}
		text := "recurrence of " + r.Earlier.ID
		if len(r.Open) > 0 {
			text += ", began while " + strings.Join(r.Open, ", ") + " was open"
		}
		l.Entry([2]string{r.Record.ID, text})
	}
}
