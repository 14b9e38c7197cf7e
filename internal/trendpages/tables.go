package trendpages

import (
	"strconv"
	"strings"

	"hindcast/internal/address"
	"hindcast/internal/trend/figure"
)

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

func (m *site) tableView(t figure.Table) TableView {
	v := TableView{More: max(0, len(t.Rows)-tableShown)}
	var shown []int
	for i, c := range t.Columns {
		if i < widest && (c.Key != "partial" && c.Key != "outside" && c.Key != "open" || hasAny(t, i)) {
			shown = append(shown, i)
			v.Columns = append(v.Columns, TableColumn{m.Column(c), c.Number})
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

func (m *site) cell(c figure.Column, text string) TableCell {
	cell := TableCell{Text: text, Number: c.Number}
	switch {
	case c.ID:
		if r := m.Names.Record(text); r != nil {
			cell.Link = address.Record(r)
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
