package reports

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"hindcast/internal/agenda"
	"hindcast/internal/audience"
	"hindcast/internal/cli/console"
	"hindcast/internal/datafiles"
	"hindcast/internal/derive"
	"hindcast/internal/diag"
	"hindcast/internal/incident"
	"hindcast/internal/progress"
	"hindcast/internal/wording"
)

func (a *app) due() *cobra.Command {
	var format, now, audience string
	var days int
	var all bool
	cmd := &cobra.Command{
		Use:   "due",
		Short: "Show what is overdue and what is due soon",
		Long: `Show corrective actions, reports owed under obligations, interim measures in
force and articles to review: what is overdue first, then what is due soon, then
what is open without a date. Reports owed "at once" are shown with their age and
are never overdue. The formats json and ics hold everything, however far ahead.

It is made for the configured audience, as the site is; --audience restricted shows
all records.

Exit code 0: nothing is overdue. 1: something is. 2: wrong usage. 3: Hindcast
itself failed.`,
		Example: `  hindcast due
  hindcast due --days 90
  hindcast due --format ics > due.ics`,
		Args: console.Args(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := console.KnownFormat(format, "table", "json", "ics"); err != nil {
				return err
			}
			if days < 0 {
				return console.Usage("--days %d is below zero; write 0 for today alone, or more", days)
			}
			at, err := a.Instant(now, console.ThisMinute)
			if err != nil {
				return err
			}
			g, err := a.agenda(cmd.Context(), at, audience)
			if err != nil {
				return err
			}
			view := dueView{zone: g.log.Config.Zone, now: at, days: days, all: all, show: g.show}
			switch format {
			case "json":
				err = a.WriteJSON(view.json(g.items))
			case "ics":
				err = agenda.Calendar(a.Out, g.items, datafiles.CalendarOptions(g.log, at))
			default:
				err = a.printDue(&view, g.items)
			}
			if err != nil {
				return console.Failed(fmt.Errorf("print what is due: %w", err))
			}
			for _, it := range g.items {
				if it.Overdue {
					return console.Exit(console.ExitFindings, nil)
				}
			}
			return nil
		},
	}
	cmd.Flags().StringVarP(&format, "format", "f", "table", "table, json or ics (a calendar file)")
	cmd.Flags().IntVar(&days, "days", 30, "show what is due within `N` days")
	cmd.Flags().BoolVar(&all, "all", false, "show what is due later and what was reported late, too")
	cmd.Flags().StringVar(&now, "now", "", console.NowHelp)
	cmd.Flags().StringVar(&audience, "audience", "", console.AudienceHelp)
	console.Complete(cmd, "format", console.Fixed("table", "json", "ics"))
	console.Complete(cmd, "audience", console.Audiences())
	return cmd
}

// asked is a log with what it asks of people.
type asked struct {
	log   *incident.Log
	items []agenda.Item
	show  func(path string) string // a path of the log as seen from the current folder
}

// agenda opens the log and tells what it asks for, as an audience may see it. What can't be read may
// hide something, so errors among the findings are named.
func (a *app) agenda(ctx context.Context, now time.Time, reader string) (*asked, error) {
	if err := console.KnownAudience(reader); err != nil {
		return nil, err
	}
	repo, c, err := a.OpenCorpus(ctx, now)
	if err != nil {
		return nil, err
	}
	defer repo.Close()
	if n := diag.Tally(c.Findings).Errors; n > 0 {
		a.Note("%s among the findings may hide something (see hindcast validate)", diag.Plural(n, "error"))
	}
	var named []diag.Finding
	stage := progress.Stage{Name: "selecting what the audience may see"}
	log, err := progress.Run(ctx, a.Stages(), stage, func(*progress.Count) (log *incident.Log, _ error) {
		log, named = audience.Decide(c.Log, cmp.Or(reader, c.Log.Config.Audience)).Cut(c.Log)
		return log, nil
	})
	if err != nil {
		return nil, console.Failed(err)
	}
	if len(named) > 0 { // as for a site; what is left would pass for all that is due
		if err := a.PrintErrors(repo, named); err != nil {
			return nil, err
		}
		return nil, console.Exit(console.ExitFindings, nil)
	}
	return &asked{log, derive.Due(log, now).Agenda, a.Printer(repo).ShowPath}, nil
}

// dueView is how items are told at one instant.
type dueView struct {
	zone *time.Location
	now  time.Time
	days int  // how far ahead the table looks
	all  bool // shows what lies beyond, too
	show func(path string) string
}

// section is where the table shows an item.
type section int

const (
	overdue section = iota
	soon
	undated
	later
	doneLate
	sections
)

func (v *dueView) section(it *agenda.Item) section {
	switch {
	case it.DoneLate():
		return doneLate
	case it.Overdue:
		return overdue
	case it.Due.IsZero():
		return undated
	case v.daysTo(v.dayOf(it)) <= v.days:
		return soon
	}
	return later
}

// dayOf is the calendar day on which an item is due, at midnight UTC.
func (v *dueView) dayOf(it *agenda.Item) time.Time {
	if !it.Day.IsZero() {
		return it.Day
	}
	y, m, d := it.Due.In(v.zone).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// daysTo is how many calendar days lie between today, in the configured zone, and a day.
func (v *dueView) daysTo(day time.Time) int {
	y, m, d := v.now.In(v.zone).Date()
	return int(day.Sub(time.Date(y, m, d, 0, 0, 0, 0, time.UTC)).Hours() / 24)
}

func (a *app) printDue(v *dueView, items []agenda.Item) error {
	groups := make([][]*agenda.Item, sections)
	for i := range items {
		s := v.section(&items[i])
		groups[s] = append(groups[s], &items[i])
	}
	titles := [...]string{
		overdue: "Overdue", soon: "Due within " + diag.Plural(v.days, "day"), undated: "Open without a date",
		later: "Due later", doneLate: "Reported late",
	}
	l := a.List(console.LeftColumn)
	clocks, hours := false, false
	for s, group := range groups {
		if len(group) == 0 || section(s) > undated && !v.all {
			continue
		}
		colour := "39"
		if section(s) == overdue {
			colour = "31"
		}
		l.Title(titles[s], len(group), colour)
		for _, it := range group {
			v.entry(l, it)
			clocks = clocks || it.Kind == agenda.Step
			hours = hours || !it.Due.IsZero() && it.Day.IsZero()
		}
	}
	if hours {
		l.Paragraph("Times of day are in the zone " + v.zone.String() + ".")
	}
	if clocks {
		l.Paragraph(agenda.NotAdvice)
	}
	a.summarise(v, groups)
	return l.Err
}

// entry writes an item: when and what, then how long and whose.
func (v *dueView) entry(l *console.List, it *agenda.Item) {
	where := it.Where()
	if where == it.Path() {
		where = v.show(where)
	}
	detail := console.Joined(cmp.Or(it.Owner, "no owner"), where, v.condition(it))
	l.Entry([2]string{v.when(it), agenda.Heading(it)}, [2]string{v.howLong(it), detail})
}

// condition is what an item without a due time waits for.
func (v *dueView) condition(it *agenda.Item) string {
	switch {
	case !it.Due.IsZero():
		return ""
	case it.Kind == agenda.Mitigation && it.Detail != "":
		return "until: " + it.Detail
	case it.Kind == agenda.Step:
		return it.Rule
	}
	return ""
}

func (v *dueView) when(it *agenda.Item) string {
	switch {
	case it.Due.IsZero() && it.Kind == agenda.Mitigation:
		return "in force"
	case it.Due.IsZero():
		return "open"
	case !it.Day.IsZero():
		return it.Day.Format(time.DateOnly)
	}
	return it.Due.In(v.zone).Format("2006-01-02 15:04")
}

// howLong is the time since or until, as the pages of a site tell it.
func (v *dueView) howLong(it *agenda.Item) string {
	switch {
	case it.DoneLate():
		return "done " + it.Done.In(v.zone).Format(time.DateOnly)
	case it.Due.IsZero():
		return v.age(it.Since)
	}
	switch apart := wording.English.Apart(it.Due, it.Day, v.now, v.zone); {
	case apart == "":
		return "today"
	case it.Overdue:
		return apart + " over"
	default:
		return "in " + apart
	}
}

// age is the time since something began; empty where that is not known to the day, or is yet to come.
func (v *dueView) age(since incident.Time) string {
	began := since.BeginningIn(v.zone)
	if since.Precision() < incident.ToDay || began.After(v.now) {
		return ""
	}
	apart := wording.English.Apart(began, since.LastDay(), v.now, v.zone)
	if apart == "" {
		return "since today"
	}
	return "for " + apart
}

// summarise says how much there is, and what the table leaves out.
func (a *app) summarise(v *dueView, groups [][]*agenda.Item) {
	ahead := fmt.Sprintf("%d due within %s", len(groups[soon]), diag.Plural(v.days, "day"))
	if len(groups[overdue])+len(groups[soon])+len(groups[undated]) == 0 {
		a.Note("nothing is overdue, open without a date, or due within %s", diag.Plural(v.days, "day"))
	} else {
		a.Note("%d overdue, %s, %d open without a date", len(groups[overdue]), ahead, len(groups[undated]))
	}
	if v.all {
		return
	}
	var left []string
	if n := len(groups[later]); n > 0 {
		left = append(left, fmt.Sprintf("%d due later", n))
	}
	if n := len(groups[doneLate]); n > 0 {
		left = append(left, fmt.Sprintf("%d reported late", n))
	}
	if len(left) > 0 {
		a.Note("not shown: %s (--all shows them)", strings.Join(left, ", "))
	}
}

type jsonDue struct {
	Now     time.Time `json:"now"`
	Zone    string    `json:"zone"`
	Note    string    `json:"note,omitempty"`
	Overdue int       `json:"overdue"`
	Items   []jsonDo  `json:"items"`
}

type jsonDo struct {
	Kind      agenda.Kind `json:"kind"`
	Ref       string      `json:"ref"`
	Title     string      `json:"title"`
	Detail    string      `json:"detail,omitempty"`
	Rule      string      `json:"rule,omitempty"`
	Owner     string      `json:"owner,omitempty"`
	Record    string      `json:"record,omitempty"`
	TLP       string      `json:"tlp,omitempty"`
	Path      string      `json:"path"`
	Due       *time.Time  `json:"due"` // the instant after which it is overdue
	Day       string      `json:"day,omitempty"`
	Overdue   bool        `json:"overdue"`
	IfApplies bool        `json:"if_applies,omitempty"`
	Since     string      `json:"since,omitempty"`
	AgeDays   *int        `json:"age_days,omitempty"`
	Done      string      `json:"done,omitempty"`
	DoneLate  bool        `json:"done_late,omitempty"`
}

func (v *dueView) json(items []agenda.Item) jsonDue {
	out := jsonDue{Now: v.now, Zone: v.zone.String(), Items: []jsonDo{}}
	for i := range items {
		it := &items[i]
		j := jsonDo{
			Kind: it.Kind, Ref: it.Ref, Title: it.Title, Detail: it.Detail, Rule: it.Rule, Owner: it.Owner,
			Path:    v.show(it.Path()),
			Overdue: it.Overdue, IfApplies: it.IfApplies, Since: it.Since.String(), Done: it.Done.String(),
			DoneLate: it.DoneLate(),
		}
		if it.Record != nil {
			j.Record, j.TLP = it.Record.ID, it.Record.TLP
		}
		if it.Kind == agenda.Step {
			out.Note = agenda.NotAdvice
		}
		if !it.Due.IsZero() {
			due := it.Due.In(v.zone)
			j.Due = &due
		}
		if !it.Day.IsZero() {
			j.Day = it.Day.Format(time.DateOnly)
		}
		if it.Age > 0 {
			days := int(it.Age.Hours() / 24)
			j.AgeDays = &days
		}
		if it.Overdue {
			out.Overdue++
		}
		out.Items = append(out.Items, j)
	}
	return out
}
