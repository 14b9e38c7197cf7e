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
		row.Overdue = row.Open && !row.Due.IsZero() && row.Due.Before(m.Now)
		at := row.Due.In(m.Log.Config.Zone)
		row.Day = at.Hour() == 0 && at.Minute() == 0
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
	Open    []*item.Item
	Rows    []ObligationRow
	Not     []ObligationRow // found not to apply
	Decide  []ObligationRow // not decided yet whether they apply
	Late    int             // steps done after their time
	Regimes []taxonomy.Regime
	Older   int
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
	if len(c.Rows) > perPage {
		c.Older = len(c.Rows) - perPage
		c.Rows = c.Rows[:perPage]
	}
	c.Not = c.Not[:min(len(c.Not), perPage)]
	return emit("obligations", "obligations/", layout.Page{
		Title: m.T("Duties to report"), Section: "obligations",
		Lead: m.T("What must be reported to whom, by when, and what was."), Content: c,
	})
}
