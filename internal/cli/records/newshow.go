package records

import (
	"fmt"
	"io"
	"strings"

	"hindcast/internal/cli/console"
	"hindcast/internal/diag"
	"hindcast/internal/filing"
	"hindcast/internal/incident"
	"hindcast/internal/link/graph"
)

// alikeShown is how many records of each sort are shown before one is filed.
const alikeShown = 3

// stderrList is a list on stderr, for what is no result.
func (a *app) stderrList() *console.List {
	l := a.List(console.LeftColumn)
	l.W = a.Err
	if a.Quiet {
		l.W = io.Discard
	}
	return l
}

// showAlike lists what a draft resembles. It tells whether there is anything of the organisation's own.
func (a *app) showAlike(draft *filing.Draft) bool {
	own, precedents := draft.Alike(alikeShown)
	l := a.stderrList()
	if len(own) > 0 {
		l.Title("Looks alike; if it is one of these, write it there", len(own), "33")
		for _, r := range own {
			printAlike(l, r)
		}
	}
	if len(precedents) > 0 {
		l.Title("Public precedents", len(precedents), "34")
		for _, r := range precedents {
			printAlike(l, r)
		}
	}
	if l.Titled {
		l.Print("\n")
	}
	return len(own) > 0
}

// alike writes a record with the reasons and the actions it left open.
func printAlike(l *console.List, r filing.Alike) {
	rec := r.Record
	l.Entry([2]string{rec.ID, rec.Title},
		[2]string{"", console.Joined(rec.Status, day(rec.Date()), "alike in "+strings.Join(reasons(r), "; "))})
	for _, action := range r.Open {
		l.Entry([2]string{"", "open: " + console.Joined(action.ID+" "+action.Title, action.Owner, dueOn(action))})
	}
}

// day is a time without its time of day.
func day(t incident.Time) string {
	date, _, _ := strings.Cut(t.String(), "T")
	return date
}

func dueOn(a incident.Action) string {
	if a.Due.IsZero() {
		return ""
	}
	return "due " + a.Due.String()
}

var traitNames = map[graph.Trait]string{
	graph.SharedSystem: "system", graph.SharedCause: "cause", graph.SharedParty: "party",
	graph.SharedTag: "tag", graph.SharedTerm: "words",
}

// reasons are what a record has in common with the draft.
func reasons(r filing.Alike) []string {
	var list []string
	if r.SameType {
		list = append(list, "type "+r.Record.Type)
	}
	for _, reason := range r.Reasons {
		list = append(list, traitNames[reason.Trait]+" "+strings.Join(reason.Values, ", "))
	}
	return list
}

// noteDuties names the obligations that nobody was asked about.
func (a *app) noteDuties(duties []filing.Duty) {
	if len(duties) == 0 {
		return
	}
	l := a.stderrList()
	l.Title("Duties to report: whether they apply is to be decided", len(duties), "33")
	for _, d := range duties {
		l.Entry([2]string{"", dutyLabel(d)}, [2]string{
			"", "--obligation " + dutyID(d) + " notes it as open",
		})
	}
	l.Paragraph("A clock runs from the day of awareness, decided or not. This is not legal advice.")
	l.Print("\n")
}

// dutyLabel is an obligation as it is offered.
func dutyLabel(d filing.Duty) string {
	return diag.Printable(fmt.Sprintf("%s, %s, as %s", d.Regime.Title, d.Regime.Article, strings.ToLower(d.Role.Title)))
}

// dutyID is an obligation as a flag names it.
func dutyID(d filing.Duty) string { return d.Regime.ID + "/" + d.Role.ID }
