package render

import (
	"strconv"
	"strings"

	"hindcast/internal/trend/figure"
)

// FigureFacts are the numbers of a figure, and those that tell what they rest on.
func (l Language) FigureFacts(f figure.Figure) (numbers, sample []Fact) {
	switch f := f.(type) {
	case *figure.Counts, *figure.Gaps:
		return nil, l.facts(f, "n")
	case *figure.Spans:
		unit := f.UnitName()
		sample = l.facts(f, "n", "open")
		if f.Open == 0 {
			sample = sample[:1]
		}
		return l.facts(f, "median_"+unit, "kaplan_meier_median_"+unit, "p90_"+unit), sample
	case *figure.Ages:
		return l.facts(f, "median_days", "p90_days", "oldest_days"), l.facts(f, "n")
	case *figure.Shares:
		return l.facts(f, "share"), l.facts(f, "share_low", "share_high", "whole")
	case *figure.Completion:
		return l.facts(f, "share"), l.facts(f, "share_low", "share_high", "whole", "on_time_done", "on_time_declined", "on_time_transferred")
	case *figure.Causes:
		return nil, l.facts(f, "n", "mentions")
	case *figure.Debt:
		return l.facts(f, "overdue_now", "longest_days"), l.facts(f, "n")
	case *figure.Repeats:
		return nil, l.facts(f, "n", "with_open_action")
	}
	return nil, nil
}

// facts are the values of a figure with these names, in this order; one that is missing is left out.
func (l Language) facts(f figure.Figure, names ...string) []Fact {
	var list []Fact
	for _, name := range names {
		for _, v := range f.Values() {
			if v.Name == name && v.Text != "" {
				list = append(list, Fact{Label: l.valueLabel(name), Name: name, Exact: v.Text, Text: l.valueText(v), Joins: name == "share_high"})
			}
		}
	}
	return list
}

// valueText is a value in words: what it is measured in is the end of its name.
func (l Language) valueText(v figure.Value) string {
	if v.Word {
		if v.Text == figure.NotReached {
			return l.T("not reached")
		}
		return v.Text
	}
	n, err := strconv.ParseFloat(v.Text, 64)
	if err != nil {
		return v.Text
	}
	for _, unit := range []string{"minutes", "days"} {
		if strings.HasSuffix(v.Name, "_"+unit) {
			return l.Measured(n, unit)
		}
	}
	if strings.HasPrefix(v.Name, "share") {
		return l.Measured(n, "share")
	}
	return l.Measured(n, "")
}

// valueLabel is what a value is called.
func (l Language) valueLabel(name string) string {
	name = strings.TrimSuffix(strings.TrimSuffix(name, "_minutes"), "_days")
	switch name {
	case "n", "whole":
		return l.T("n =")
	case "open":
		return l.T("of these open:")
	case "median":
		return l.T("Median")
	case "p90":
		return l.T("Nine of ten within")
	case "kaplan_meier_median":
		return l.T("Median with the open cases")
	case "oldest":
		return l.T("Oldest")
	case "longest":
		return l.T("Longest overdue")
	case "share":
		return l.T("Share")
	case "share_low":
		return l.T("95 %:")
	case "share_high":
		return l.T("to")
	case "mentions":
		return l.T("mentions:")
	case "on_time_done":
		return l.T("on time, done:")
	case "on_time_declined":
		return l.T("on time, declined:")
	case "on_time_transferred":
		return l.T("on time, transferred:")
	case "overdue_now":
		return l.T("Overdue now")
	case "with_open_action":
		return l.T("with an action still open:")
	}
	return name
}

// TableView is a table as a page shows it.
type TableView struct {
	Columns []TableColumn
	Rows    [][]TableCell
	More    int // rows that are in the data alone
}

// TableColumn is the heading of a column.
type TableColumn struct {
	Title  string
	Number bool
}

// TableCell is a text, of a record with its address.
type TableCell struct {
	Text   string
	Link   string
	Number bool
}

// widest is how many columns a page shows of a table.
const widest = rowsDrawn + 3

func (m *Model) tableView(t figure.Table) TableView {
	v := TableView{More: max(0, len(t.Rows)-tableShown)}
	var shown []int
	for i, c := range t.Columns {
		if i < widest && (c.Key != "partial" && c.Key != "outside" && c.Key != "open" || hasAny(t, i)) {
			shown = append(shown, i)
			v.Columns = append(v.Columns, TableColumn{m.column(c), c.Number})
		}
	}
	for _, row := range t.Rows[v.More:] {
		cells := make([]TableCell, len(shown))
		for at, i := range shown {
			cells[at] = m.cell(t.Columns[i], row[i])
		}
		v.Rows = append(v.Rows, cells)
	}
	return v
}

func hasAny(t figure.Table, column int) bool {
	for _, row := range t.Rows {
		if row[column] != "" {
			return true
		}
	}
	return false
}

func (m *Model) cell(c figure.Column, text string) TableCell {
	cell := TableCell{Text: text, Number: c.Number}
	switch {
	case c.ID:
		if r := m.Names.Record(text); r != nil {
			cell.Link = RecordURL(r)
		}
	case text == "yes":
		cell.Text = m.T("Yes")
	case c.Key == "cause":
		cell.Text = m.Term("causes", text)
	case c.Key == "severity":
		cell.Text = m.Term("severities", text)
	case c.Key == "status":
		cell.Text = m.Term("statuses", text)
	case strings.Contains(c.Key, "share") && text != "":
		if v, err := strconv.ParseFloat(text, 64); err == nil {
			cell.Text = m.Percent(v)
		}
	}
	return cell
}
