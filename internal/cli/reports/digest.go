package reports

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"hindcast/internal/agenda"
	"hindcast/internal/cli/console"
	"hindcast/internal/diag"
	"hindcast/internal/incident"
)

func (a *app) digest() *cobra.Command {
	var format, since, now, audience string
	cmd := &cobra.Command{
		Use:   "digest",
		Short: "Show what happened lately",
		Long: `Show which records were filed, moved a stage, were reopened or closed, which
actions ended, and what fell overdue. It goes by the times written in the records,
not by Git: an incident stands at the time it was detected, however late it was
filed.

It is made for the configured audience, as the site is; --audience restricted shows
all records.`,
		Example: `  hindcast digest
  hindcast digest --since 30d
  hindcast digest --since 2026-03-01 --format json`,
		Args: console.Args(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := console.KnownFormat(format, "text", "json"); err != nil {
				return err
			}
			at, err := a.Instant(now, console.ThisMinute)
			if err != nil {
				return err
			}
			g, err := a.agenda(cmd.Context(), at, audience)
			if err != nil {
				return err
			}
			zone := g.log.Config.Zone
			from, err := beginning(since, at, zone)
			if err != nil {
				return err
			}
			events, coarse := agenda.Since(g.log, g.items, from, at)
			view := digestView{zone: zone, from: from, to: at, coarse: coarse, terms: g.log.Config.Vocabularies, show: g.show}
			if format == "json" {
				err = a.WriteJSON(view.json(events))
			} else {
				err = a.printDigest(&view, events)
			}
			if err != nil {
				return console.Failed(fmt.Errorf("print the digest: %w", err))
			}
			return nil
		},
	}
	cmd.Flags().StringVarP(&format, "format", "f", "text", "text or json")
	cmd.Flags().StringVar(&since, "since", "7d", "begin at `TIME`: 24h, 7d or 4w ago, a date or a time")
	cmd.Flags().StringVar(&now, "now", "", console.NowHelp)
	cmd.Flags().StringVar(&audience, "audience", "", console.AudienceHelp)
	console.Complete(cmd, "format", console.Fixed("text", "json"))
	console.Complete(cmd, "audience", console.Audiences())
	return cmd
}

var ago = regexp.MustCompile(`^(\d{1,5})([hdw])$`)

// beginning is the instant that --since names; a date begins in the configured zone.
func beginning(since string, now time.Time, zone *time.Location) (time.Time, error) {
	if m := ago.FindStringSubmatch(since); m != nil {
		n, _ := strconv.Atoi(m[1]) // at most five digits
		switch m[2] {
		case "h":
			return now.Add(-time.Duration(n) * time.Hour), nil
		case "w":
			n *= 7
		}
		return now.AddDate(0, 0, -n), nil
	}
	t, err := incident.ParseTime(since)
	if err != nil || t.Precision() < incident.ToDay {
		return time.Time{},
			console.Usage("--since %q is no time to begin at; write 7d, 2026-03-02 or 2026-03-02T09:25:00Z", since)
	}
	from := t.Sortable()
	if t.Precision() == incident.ToDay {
		y, m, d := from.Date()
		from = time.Date(y, m, d, 0, 0, 0, 0, zone)
	}
	if from.After(now) {
		return time.Time{}, console.Usage("--since %s is in the future", since)
	}
	return from, nil
}

// digestView is how events are told.
type digestView struct {
	zone     *time.Location
	from, to time.Time
	coarse   int
	terms    incident.Vocabularies
	show     func(path string) string
}

var digestTitles = map[agenda.Change]string{
	agenda.Filed: "Filed", agenda.Moved: "Moved on", agenda.Reopened: "Reopened", agenda.Closed: "Closed",
	agenda.Ended: "Actions ended", agenda.Overdue: "Fell overdue",
}

func (a *app) printDigest(v *digestView, events []agenda.Event) error {
	l := a.List(console.LeftColumn)
	l.Print("%s to %s (%s)\n", v.moment(v.from), v.moment(v.to), v.zone)
	l.Titled = true // a line to keep apart from
	total := 0
	for _, change := range agenda.Changes() {
		entries := v.entries(change, events)
		if len(entries) == 0 {
			continue
		}
		colour := "39"
		if change == agenda.Overdue {
			colour = "31"
		}
		l.Title(digestTitles[change], len(entries), colour)
		for _, e := range entries {
			l.Entry(e...)
		}
		total += len(entries)
	}
	if total == 0 {
		l.Print("nothing happened\n")
	}
	if v.coarse > 0 {
		a.Note("left out: %s known only to a month or a year", diag.Plural(v.coarse, "time"))
	}
	return l.Err
}

func (v *digestView) moment(t time.Time) string { return t.In(v.zone).Format("2006-01-02 15:04") }

// entries are the events of one sort, each as the lines of its entry. A record that moved through
// several stages is one entry, at the last of them.
func (v *digestView) entries(change agenda.Change, events []agenda.Event) [][][2]string {
	var entries [][][2]string
	at := map[*incident.Record]int{}
	stages := map[*incident.Record][]string{}
	for i := range events {
		e := &events[i]
		if e.Change != change {
			continue
		}
		if change != agenda.Moved {
			entries = append(entries, v.entry(e, nil))
			continue
		}
		stages[e.Record] = append(stages[e.Record], v.terms["stages"].TitleOf(e.Stage))
		if n, seen := at[e.Record]; seen {
			entries[n] = nil
		}
		at[e.Record] = len(entries)
		entries = append(entries, v.entry(e, stages[e.Record]))
	}
	return slices.DeleteFunc(entries, func(e [][2]string) bool { return e == nil })
}

func (v *digestView) entry(e *agenda.Event, stages []string) [][2]string {
	when, what, detail := v.when(e), "", ""
	switch {
	case e.Item != nil:
		what, detail = agenda.Heading(e.Item), console.Joined(e.Item.Owner, e.Item.Where())
	case e.Action != nil:
		what = strings.TrimSpace(e.Action.ID + " " + e.Action.Title)
		detail = console.Joined(v.terms["action_statuses"].TitleOf(e.Action.Status),
			e.Action.Owner, e.Record.ID, e.Action.Reason)
	default:
		what = strings.TrimPrefix(e.Record.ID+": "+e.Record.Title, ": ")
		if exit := e.Record.Exit(); exit != "" && e.Change != agenda.Filed { // which tells the status anyway
			what += " (" + exit + ")"
		}
		detail = v.detail(e, stages)
	}
	return [][2]string{{when, what}, {"", detail}}
}

// detail is what a reader wants to know of a record beside its title.
func (v *digestView) detail(e *agenda.Event, stages []string) string {
	r := e.Record
	switch e.Change {
	case agenda.Moved:
		return console.Joined(strings.Join(stages, " → "), r.Owner)
	case agenda.Reopened:
		return console.Joined("back to "+strings.ToLower(v.terms["stages"].TitleOf(e.Stage)), e.Reason)
	case agenda.Filed:
		kind := ""
		if r.KindOrDefault() != incident.KindIncident {
			kind = v.terms["kinds"].TitleOf(r.Kind)
		}
		return console.Joined(kind, v.terms["severities"].TitleOf(r.Rank()), v.terms["types"].TitleOf(r.Type),
			strings.Join(append(slices.Clone(r.Systems), r.Unregistered...), ", "),
			"now "+strings.ToLower(v.terms["statuses"].TitleOf(r.Status)))
	}
	return console.Joined(v.terms["severities"].TitleOf(r.Rank()), r.Owner)
}

func (v *digestView) when(e *agenda.Event) string {
	switch {
	case e.Item != nil && !e.Item.Day.IsZero():
		return e.Item.Day.Format(time.DateOnly)
	case e.Item == nil && e.Time.Precision() < incident.ToMinute:
		return e.Time.String()
	}
	return v.moment(e.At)
}

type jsonDigest struct {
	From    time.Time    `json:"from"`
	To      time.Time    `json:"to"`
	LeftOut int          `json:"left_out"` // times known only to a month or a year
	Events  []jsonChange `json:"events"`
}

type jsonChange struct {
	Change agenda.Change `json:"change"`
	Time   string        `json:"time"`
	Record string        `json:"record,omitempty"`
	Path   string        `json:"path"`
	Title  string        `json:"title"`
	TLP    string        `json:"tlp,omitempty"`
	Stage  string        `json:"stage,omitempty"`
	Ref    string        `json:"ref,omitempty"`
	Reason string        `json:"reason,omitempty"`
}

func (v *digestView) json(events []agenda.Event) jsonDigest {
	out := jsonDigest{From: v.from, To: v.to, LeftOut: v.coarse, Events: []jsonChange{}}
	for i := range events {
		e := &events[i]
		j := jsonChange{Change: e.Change, Time: e.Time.String(), Stage: e.Stage, Reason: e.Reason}
		if e.Record != nil {
			j.Record, j.Path, j.Title, j.TLP = e.Record.ID, v.show(e.Record.Path), e.Record.Title, e.Record.TLP
		}
		switch {
		case e.Item != nil:
			j.Ref, j.Path, j.Title, j.Time = e.Item.Ref, v.show(e.Item.Path()), agenda.Heading(e.Item), v.when(e)
			if e.Item.Day.IsZero() {
				j.Time = e.At.UTC().Format(time.RFC3339)
			}
		case e.Action != nil:
			j.Ref, j.Title, j.Reason = e.Action.ID, e.Action.Title, e.Action.Reason
		}
		out.Events = append(out.Events, j)
	}
	return out
}
