package view

import (
	"cmp"
	"slices"
	"sort"
	"strings"

	"hindcast/internal/incident"
)

// ActionRow is a corrective action with its record.
type ActionRow struct {
	incident.Action
	Record  *incident.Record
	Overdue bool
	Late    bool // ended after its due date
}

// IsOpen reports whether it is still to be done.
func (a ActionRow) IsOpen() bool { return !a.HasEnded() && a.Status != "" }

// ActionRow is an action of a record, with its state as of now.
func (m *Model) ActionRow(r *incident.Record, a incident.Action) ActionRow {
	return ActionRow{a, r, a.IsOverdue(m.Now, m.Log.Config.Zone), a.HasEnded() && a.Ended.After(a.Due)}
}

// ActionRows is every action of the records, the earliest due first; those without a due date last.
func (m *Model) ActionRows(records []*incident.Record) []ActionRow {
	type action struct {
		*incident.Action
		record *incident.Record
	}
	var actions []action
	for _, r := range records {
		if r.Status == incident.Withdrawn || r.Status == incident.Duplicate {
			continue
		}
		for i := range r.Actions {
			actions = append(actions, action{&r.Actions[i], r})
		}
	}
	sort.SliceStable(actions, func(i, j int) bool {
		a, b := &actions[i], &actions[j]
		if a.Due.IsZero() != b.Due.IsZero() {
			return b.Due.IsZero()
		}
		return cmp.Or(a.Due.Sortable().Compare(b.Due.Sortable()), strings.Compare(a.record.ID, b.record.ID)) < 0
	})
	list := slices.Grow[[]ActionRow](nil, len(actions))
	for _, a := range actions {
		list = append(list, m.ActionRow(a.record, *a.Action))
	}
	return list
}

// IsOpenAction reports whether an action is still to be done.
func IsOpenAction(a ActionRow) bool { return a.IsOpen() }
