package trend

import (
	"slices"
	"sort"
	"time"

	"hindcast/internal/incident"
	"hindcast/internal/trend/figure"
)

// dueAction is an action of an incident whose due day and, where it has ended, end are known.
type dueAction struct {
	record *incident.Record
	action *incident.Action
	due    int
	ended  int // day; zero where it has not ended
}

func (a *dueAction) endedOnTime() bool { return a.ended != 0 && a.ended <= a.due }

func (a *dueAction) doneOnTime() bool { return a.endedOnTime() && a.action.Status == "done" }

// dueActions are the actions of a part's incidents whose due day is over, by that day; those whose days
// can't be told go aside. They are looked for once.
func (p *part) dueActions() ([]dueAction, []figure.LeftOut) {
	if !p.hasDue {
		p.due, p.dueLeftOut = p.findDue()
		p.hasDue = true
	}
	return p.due, p.dueLeftOut
}

func (p *part) findDue() ([]dueAction, []figure.LeftOut) {
	var list []dueAction
	out := exclusions{}
	for _, r := range p.records {
		for i := range r.Actions {
			a := dueAction{record: r, action: &r.Actions[i]}
			var ok bool
			if a.due, ok = p.day(a.action.Due); !ok {
				out.add(figure.WhyDueUnknown, r)
				continue
			}
			if a.action.HasEnded() {
				if a.ended, ok = p.day(a.action.Ended); !ok {
					out.add(figure.WhyEndedUnknown, r)
					continue
				}
			}
			if a.due < p.today {
				list = append(list, a)
			}
		}
	}
	sort.SliceStable(list, func(i, j int) bool { return list[i].due < list[j].due })
	return list, out.list()
}

func monthOfDay(day int) time.Time {
	y, m, _ := time.Unix(int64(day)*24*60*60, 0).UTC().Date()
	return time.Date(y, m, 1, 0, 0, 0, 0, time.UTC)
}

// completion is the actions due in each month, their day being over, and those done on time.
func (p *part) completion() *figure.Completion {
	f := &figure.Completion{Basis: figure.Basis{ID: "completion"}, Dropped: map[string]int{}}
	actions, leftOut := p.dueActions()
	f.LeftOut = leftOut
	if f.N = len(actions); f.N == 0 {
		return f
	}
	first := monthOfDay(actions[0].due)
	for _, m := range p.months(first, p.running) {
		f.Months = append(f.Months, figure.DueMonth{Month: m})
	}
	for i := range actions {
		a := &actions[i]
		m := &f.Months[figure.MonthsBetween(first, monthOfDay(a.due))]
		m.Whole++
		switch {
		case a.doneOnTime():
			m.Part++
			f.All.Part++
		case a.endedOnTime():
			m.Dropped++
			f.Dropped[a.action.Status]++
		}
	}
	f.All.Whole = f.N
	return f
}

// debt is the actions open and overdue at the end of each month, and now.
func (p *part) debt() *figure.Debt {
	f := &figure.Debt{Basis: figure.Basis{ID: "debt"}}
	actions, leftOut := p.dueActions()
	f.LeftOut = leftOut
	if f.N = len(actions); f.N == 0 {
		return f
	}
	first := monthOfDay(actions[0].due)
	f.Months = p.months(first, p.running)
	change := make([]int, len(f.Months)+1)
	for i := range actions {
		a := &actions[i]
		due := figure.MonthsBetween(first, monthOfDay(a.due))
		switch {
		case a.ended == 0:
			change[due]++
			f.Overdue = append(f.Overdue, figure.OverdueAction{Record: a.record, Action: a.action, Days: p.today - a.due})
		case a.ended > a.due: // between two month ends it may have been overdue and ended
			change[due]++
			change[min(figure.MonthsBetween(first, monthOfDay(a.ended)), len(f.Months))]--
		}
	}
	sum := 0
	for _, c := range change[:len(f.Months)] {
		sum += c
		f.Counts = append(f.Counts, sum)
	}
	return f
}

// earlierOf are the incidents, near misses and hazards that an incident declares to be a recurrence of.
func (c *computer) earlierOf(r *incident.Record) []*incident.Record {
	var list []*incident.Record
	for _, rel := range r.Related {
		if rel.Relation != "recurrence_of" {
			continue
		}
		earlier := c.names.Stands(rel.ID)
		if earlier != nil && earlier != r && (earlier.Counts() || isNear(earlier)) && !slices.Contains(list, earlier) {
			list = append(list, earlier)
		}
	}
	return list
}

// repeats are the recurrences, each with the actions of the earlier incident that were open when it
// began.
func (p *part) repeats() *figure.Repeats {
	f := &figure.Repeats{Basis: figure.Basis{ID: "repeats"}}
	out := exclusions{}
	for r := range p.datedOf(p.records, out) {
		earlier := p.earlierOf(r.Record)
		if len(earlier) == 0 {
			continue
		}
		began, ok := p.beginning(r.Record)
		if !ok {
			out.add(figure.WhyNotToDay, r.Record)
			continue
		}
		f.N++
		withOpen := false
		for _, e := range earlier {
			open := p.openAt(e, began)
			f.Repeats = append(f.Repeats, figure.Repeat{Record: r.Record, Earlier: e, Open: open})
			withOpen = withOpen || len(open) > 0
		}
		if withOpen {
			f.WithOpen++
		}
	}
	f.LeftOut = out.list()
	return f
}

// beginning is the day an incident started, else that of its detection.
func (c *computer) beginning(r *incident.Record) (int, bool) {
	if day, ok := c.day(r.First("started")); ok {
		return day, true
	}
	return c.day(r.First("detected"))
}

// openAt are the ids of the actions of a record that were open on a day after its detection. An
// action that ended that day had ended; one whose end is not known to the day is not named.
func (c *computer) openAt(r *incident.Record, day int) []string {
	detected, ok := c.day(r.First("detected"))
	if !ok || day < detected {
		return nil
	}
	var open []string
	for _, a := range r.Actions {
		ended, known := c.day(a.Ended)
		if !a.HasEnded() || known && ended > day {
			open = append(open, a.ID)
		}
	}
	return open
}
