package trendpages

import (
	"math"
	"strings"

	"hindcast/internal/address"
	"hindcast/internal/trend/figure"
	"hindcast/internal/view"
)

// CrossView is numbers by two keys as a page shows them.
type CrossView struct {
	Key     string
	Columns []string
	Rows    []CrossRowView
	More    int // rows that are in the data alone
}

// CrossRowView is the numbers of one value.
type CrossRowView struct {
	Title, Link string
	Partial     bool
	Cells       []CrossCell
}

// CrossCell is one number; empty where there is none.
type CrossCell struct {
	Text  string
	Alarm bool
}

const crossRows = 16

// crossView shows the first rows of a figure, of stretches of time the latest.
func (m *site) crossView(f *figure.Cross) *CrossView {
	v := &CrossView{Key: m.Column(figure.Column{Key: f.Key}), More: max(0, len(f.Rows)-crossRows)}
	for _, c := range f.Columns {
		v.Columns = append(v.Columns, m.Column(figure.Column{Key: c.Key, Title: c.Title}))
	}
	shown := f.Rows[:len(f.Rows)-v.More]
	if f.Key == "quarter" || f.Key == "period" {
		shown = f.Rows[v.More:]
	}
	for _, r := range shown {
		row := CrossRowView{Title: m.T(r.Term.Title), Partial: r.Partial}
		switch f.Key {
		case "quarter":
			year, quarter, _ := strings.Cut(r.Term.ID, "-Q")
			row.Title = m.T("Q%s %s", quarter, year)
		case "cause":
			row.Link = "causes/" + address.Slug(r.Term.ID) + "/"
		case "severity":
			row.Link = "severities/" + address.Slug(r.Term.ID) + "/"
		case "team":
			row.Link = "teams/" + address.Slug(r.Term.ID) + "/"
		case "system":
			row.Link = view.TrendsURL(figure.Scope{Kind: figure.ScopeSystem, Slug: r.Term.ID})
			if m.Trends.Find(figure.ScopeSystem, r.Term.ID) == nil {
				row.Link = "systems/" + r.Term.ID + "/"
			}
			row.Title = r.Term.Title
		case "period":
			from, to, _ := strings.Cut(r.Term.ID, "/")
			row.Title = m.T("%s to %s", from, to)
		case "regime":
			row.Link = "obligations/"
		}
		for i, value := range r.Cells {
			column := f.Columns[i]
			cell := CrossCell{Text: m.Measured(value, column.Unit)}
			if value == 0 && column.Unit == "" {
				cell.Text = "–"
			}
			if math.IsNaN(value) {
				cell.Text = ""
			}
			cell.Alarm = value > 0 && (column.Key == "overdue" || column.Key == "late")
			row.Cells = append(row.Cells, cell)
		}
		v.Rows = append(v.Rows, row)
	}
	return v
}
