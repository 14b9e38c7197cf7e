package pages

import (
	"slices"
	"strings"

	"hindcast/internal/agenda/item"
	"hindcast/internal/incident"
	"hindcast/internal/layout"
	"hindcast/internal/taxonomy"
	"hindcast/internal/view"
)

// ObligationRow is one duty of a record with the clock of each of its steps.
type ObligationRow struct {
	incident.Obligation
	Record               *incident.Record
	Title                string // of the regime
	Article              string
	RoleTitle, LimbTitle string
	Steps                []view.StepRow
}

func (m *site) obligationRows(r *incident.Record) []ObligationRow {
	var rows []ObligationRow
	for _, o := range r.Obligations {
		regime, _ := taxonomy.Find(m.Regimes, o.Regime)
		role, _ := regime.Role(o.Role)
		row := ObligationRow{Obligation: o, Record: r, Title: m.T(regime.Title), Article: regime.Article}
		if row.Title == "" {
			row.Title = o.Regime
		}
		row.RoleTitle, row.LimbTitle = m.T(role.Title), m.T(incident.Vocabulary(regime.Limbs).TitleOf(o.Limb))
		if row.RoleTitle == "" {
			row.RoleTitle = strings.ReplaceAll(o.Role, "_", " ")
		}
		if o.Applies != "no" {
			row.Steps = m.stepRows(&o, role)
		}
		rows = append(rows, row)
	}
	return rows
}

// stepRows is the steps that the role's table asks for, then those that the record alone names.
func (m *site) stepRows(o *incident.Obligation, role taxonomy.Role) []view.StepRow {
	var rows []view.StepRow
	known := map[string]bool{}
	for _, step := range role.Steps {
		known[step.ID] = true
		p := taxonomy.ProgressOf(o, step.ID)
		listed := slices.ContainsFunc(o.Steps, func(s incident.Step) bool { return s.Step == step.ID })
		if step.Optional && !listed {
			continue
		}
		row := m.stepRow(o, step.ID, p)
		row.Title, row.Rule = m.T(step.Title), m.T(step.Rule)
		if step.Due != nil {
			row.Due, _ = step.Due(o, m.Log.Config.Zone)
		}
		row.Open = p.IsOpen(step)
		row.Late = !p.First.IsZero() && taxonomy.IsLate(p.First, row.Due, m.Log.Config.Zone)
		row.Day = item.DayBefore(row.Due, m.Log.Config.Zone)
		rows = append(rows, row)
	}
	for _, s := range o.Steps {
		if !known[s.Step] {
			known[s.Step] = true
			p := taxonomy.ProgressOf(o, s.Step)
			row := m.stepRow(o, s.Step, p)
			row.Title, row.Open = s.Step, p.First.IsZero() && !p.Dropped
			rows = append(rows, row)
		}
	}
	return rows
}

func (m *site) stepRow(o *incident.Obligation, id string, p taxonomy.Progress) view.StepRow {
	row := view.StepRow{Done: p.First}
	for _, s := range o.Steps {
		if s.Step != id {
			continue
		}
		if s.Dropped != nil {
			row.Dropped = s.Dropped
		}
		if s.Reference != "" {
			row.Refs = append(row.Refs, s.Reference)
		}
	}
	return row
}

type obligationsContent struct {
	layout.Sheet
	Open    []*item.Item
	Decide  []ObligationRow // not decided yet whether they apply
	Rows    []ObligationRow
	Not     []ObligationRow // found not to apply
	Late    int             // steps done after their time
	Regimes []taxonomy.Regime
	All     *obligationsContent // the same of all pages
	Jumps   []obligationsJump
}

// obligationsJump leads to a part of the board, on whichever page it begins.
type obligationsJump struct {
	Title, Address string
	N              int
}

func obligationsBoard(m *site, emit layout.Emit) bool {
	c := obligationsContent{Open: m.owed(all), Regimes: m.Regimes}
	for _, r := range m.Index.Own {
		if r.Status == incident.Withdrawn || r.Status == incident.Duplicate {
			continue
		}
		for _, row := range m.obligationRows(r) {
			switch row.Applies {
			case "no":
				c.Not = append(c.Not, row)
				continue
			case "open":
				c.Decide = append(c.Decide, row)
			}
			for _, s := range row.Steps {
				if s.Late {
					c.Late++
				}
			}
			c.Rows = append(c.Rows, row)
		}
	}
	const addr = "obligations/"
	parts := []struct {
		anchor, title string
		n             int
	}{
		{"open", m.T("Reports owed"), len(c.Open)},
		{"decide", m.T("Not yet decided whether they apply"), len(c.Decide)},
		{"all", m.T("All duties that apply or may apply"), len(c.Rows)},
		{"not", m.T("Found not to apply"), len(c.Not)},
	}
	list, begins := layout.Sheets(addr, layout.PerPage, len(c.Open), len(c.Decide), len(c.Rows), len(c.Not))
	var jumps []obligationsJump
	for i, p := range parts {
		if p.n > 0 {
			jumps = append(jumps, obligationsJump{p.title, layout.SheetAddress(addr, begins[i]) + "#" + p.anchor, p.n})
		}
	}
	return layout.EmitSheets(m.Model, emit, "obligations", layout.Page{
		Title: m.T("Duties to report"), Section: "obligations",
		Lead: m.T("What must be reported to whom, by when, and what was."),
	}, list, func(s layout.Sheet) any {
		page := obligationsContent{Sheet: s, Late: c.Late, Regimes: c.Regimes, All: &c, Jumps: jumps}
		for _, cut := range s.Cuts {
			switch cut.Part {
			case 0:
				page.Open = c.Open[cut.From:cut.To]
			case 1:
				page.Decide = c.Decide[cut.From:cut.To]
			case 2:
				page.Rows = c.Rows[cut.From:cut.To]
			case 3:
				page.Not = c.Not[cut.From:cut.To]
			}
		}
		return page
	})
}
