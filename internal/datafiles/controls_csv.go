package datafiles

import (
	"iter"
	"strconv"

	"hindcast/internal/address"
	"hindcast/internal/exchange"
	"hindcast/internal/incident"
	"hindcast/internal/view"
)

// controlsCSV yields the controls of each framework that records name, a row for each, those without evidence too:
//
//	framework control name
//	evidence                                  "no evidence" where no record and no action says anything of it
//	failed absent held concerned              in how many incidents
//	failed_in absent_in held_in concerned_in  their ids
//	actions_open actions_overdue actions_done actions_effective    that name the control; overdue as of the build
//	actions                                   as incident:action
//	other_actions                             how many of the same incidents do not name it
func (m *site) controlsCSV() iter.Seq2[view.File, error] {
	return func(yield func(view.File, error) bool) {
		frameworks, _ := view.ControlsByFramework(m.Model)
		for _, f := range frameworks {
			if !yield(view.File{Path: address.FrameworkCSV(f.Key), Body: exchange.CSV(controlRows(f))}, nil) {
				return
			}
		}
	}
}

func controlRows(f *view.FrameworkEvidence) [][]string {
	rows := [][]string{{
		"framework", "control", "name", "evidence", "failed", "absent", "held", "concerned", "failed_in", "absent_in", "held_in",
		"concerned_in", "actions_open", "actions_overdue", "actions_done", "actions_effective", "actions", "other_actions",
	}}
	for _, c := range f.Controls {
		evidence := "evidence"
		if c.IsBare() {
			evidence = "no evidence"
		}
		row := []string{f.Key, c.ID, c.Name, evidence}
		lists := [][]*incident.Record{c.Failed, c.Absent, c.Held, c.Concerned}
		for _, list := range lists {
			row = append(row, strconv.Itoa(len(list)))
		}
		for _, list := range lists {
			row = append(row, csvListOf(list, func(r *incident.Record) string { return r.ID }))
		}
		n := c.Counts()
		for _, count := range []int{n.Open, n.Overdue, n.Done, n.Effective} {
			row = append(row, strconv.Itoa(count))
		}
		rows = append(rows, append(row,
			csvListOf(c.Actions, func(a view.ActionRow) string { return a.Record.ID + ":" + a.ID }), strconv.Itoa(len(c.Nearby))))
	}
	return rows
}
