package lifecycle

import (
	"fmt"
	"math"
	"sort"
	"strings"
	"time"

	"hindcast/internal/check/rule"
	"hindcast/internal/diag"
	"hindcast/internal/incident"
	"hindcast/internal/markdown"
)

// RuleFuture is the one error that can only become right; it is one of validate, not of a build, which
// is made as of the beginning of the day.
const RuleFuture = "time-future"

// TimeRules are about the order of times.
var TimeRules = []rule.Rule{
	{
		ID: "timeline-order", Title: "the times of the stages are in order", Since: "0.1", Level: diag.Error,
		Why:     "Time to detect, contain and resolve are differences of these times; one slip of the pen bends every figure.",
		Example: rule.Example{Edits: [][2]string{{"contained: 2026-01-14T11:15:00Z", "contained: «2026-01-14T08:15:00Z»"}}},
		Record:  timelineOrder,
	},
	{
		ID: "timeline-stage", Title: "no stage has a time that the status has not reached", Since: "0.1", Level: diag.Error,
		Why: "A record that is both triaged and closed is counted as neither. Containment and resolution may be noted early.",
		Example: rule.Example{Edits: [][2]string{
			{"status: closed", "status: reviewed"}, {"closed: 2026-02-20", "closed: «2026-02-20»"},
		}},
		Record: timelineStage,
	},
	{
		ID: RuleFuture, Title: "what is recorded has happened", Since: "0.1", Level: diag.Error,
		Why:     "A time in the future is a slip, most often of the year, and can only become right by waiting.",
		Example: rule.Example{Edits: [][2]string{{"closed: 2026-02-20", "closed: «2062-02-20»"}}},
		Record:  future,
	},
	{
		ID: "resolved-early", Title: "the harm is contained before it is resolved", Since: "0.1", Level: diag.Warning,
		Why:     "It can be otherwise, as when a rollback comes before the interim measure; more often two times were swapped.",
		Example: rule.Example{Edits: [][2]string{{"resolved: 2026-01-15T16:00:00Z", "resolved: «2026-01-14T11:00:00Z»"}}},
		Record: rule.UnlessPrecedent(func(p *rule.Pass, r *incident.Record) {
			if r.Timeline.Contained.After(r.Timeline.Resolved) {
				f := p.At("timeline.resolved", "resolved is before contained", "leave it where it happened so; otherwise mend one of the two")
				p.Relate(f, "timeline.contained", "contained is "+r.Timeline.Contained.String())
			}
		}),
	},
	{
		ID: "harm-order", Title: "the harm ends after it began", Since: "0.1", Level: diag.Error,
		Why:     "How long people were exposed to it is the difference of the two.",
		Example: rule.Example{Edits: [][2]string{{"  detected: 2026-01-14T09:30:00Z\n", "  ended: «2026-01-11T09:00:00Z»\n  detected: 2026-01-14T09:30:00Z\n"}}},
		Record: func(p *rule.Pass, r *incident.Record) {
			ordered(p, r.Timeline.Started.At, r.Timeline.Ended, "timeline.started", "timeline.ended", "the harm ended before it started")
		},
	},
	{
		ID: "time-assumed", Title: "the time of a stage was read off, not assumed", Since: "0.1", Level: diag.Warning,
		Why:     "Midnight, and one instant for several stages, are what forms fill in; figures take them for measured.",
		Example: rule.Example{Edits: [][2]string{{"reviewed: 2026-01-22", "reviewed: «2026-01-22T00:00:00Z»"}}},
		Record:  rule.UnlessPrecedent(assumedTimes),
	},
	{
		ID: "event-unread", Title: "what stands in the timeline with a time is read as an event", Since: "0.1", Level: diag.Warning,
		Why:     "What is not read is put in no order, and no time is computed from it.",
		Example: rule.Example{Edits: [][2]string{{"- 10:00 — The team on call takes over.", "- about «10:00» — The team on call takes over."}}},
		Record:  rule.UnlessPrecedent(unreadEvents),
	},
	{
		ID: "event-form", Title: "an event of the timeline starts with a time that can be read", Since: "0.1",
		Level:   diag.Error,
		Why:     "Events are put in order and shown with the time that passed between them.",
		Example: rule.Example{Edits: [][2]string{{"- 2026-01-14T09:30Z — A customer", "- «2026-01-14T09:30» — A customer"}, {"- 10:00 — The team on call takes over.\n", ""}}},
		Record:  eventForm,
	},
	{
		ID: "event-order", Title: "the events of the timeline are in order", Since: "0.1", Level: diag.Error,
		Why:     "A reader follows them from top to bottom; out of order, cause and effect change places.",
		Example: rule.Example{Edits: [][2]string{{"- 10:00 —", "- «09:10» —"}}},
		Record:  eventOrder,
	},
}

// timelineOrder compares each time with the latest of those that may not lie after it, which need
// not be its neighbour: a month in between hides nothing. A time that is out of order is compared
// with nothing after it, so that one slip is one finding for each time it contradicts.
func timelineOrder(p *rule.Pass, r *incident.Record) {
	t := &r.Timeline
	latest := map[string]string{"started": "started"} // key to the key of the latest time up to it
	for _, stage := range incident.Lifecycle {
		at, bound := t.At(stage.ID), ""
		for _, key := range stage.Before {
			if key = latest[key]; bound == "" || t.At(key).Earliest().After(t.At(bound).Earliest()) {
				bound = key
			}
		}
		before := t.At(bound)
		latest[stage.ID] = stage.ID
		switch {
		case before.IsZero() || at.IsZero():
			if at.IsZero() {
				latest[stage.ID] = bound
			}
		case before.After(at):
			f := p.At("timeline."+stage.ID, stage.ID+" is before "+bound, "")
			line := p.Relate(f, "timeline."+bound, bound+" is "+before.String())
			f.Hint = fmt.Sprintf("the earliest it can be is %s (%s, line %d)", before, bound, line)
			if bound == "detected" && (stage.ID == "contained" || stage.ID == "resolved") {
				f.Hint += "; if the harm ended by itself before it was noticed, write that as timeline.ended"
			}
		case before.Earliest().After(at.Earliest()):
			latest[stage.ID] = bound
		}
	}
}

// sameInstant is how many stages at one instant are more than a coincidence: one person often detects and triages at once.
const sameInstant = 3

// assumedTimes reports stages at exactly midnight, and many at one instant.
func assumedTimes(p *rule.Pass, r *incident.Record) {
	at := map[int64][]string{}
	for _, stage := range incident.Lifecycle {
		t := *stage.Time(&r.Timeline)
		if t.Precision() < incident.ToMinute {
			continue
		}
		instant := t.Sortable()
		if instant.Equal(instant.Truncate(time.Minute)) && instant.Hour() == 0 && instant.Minute() == 0 {
			p.At("timeline."+stage.ID, stage.ID+" is at midnight exactly",
				"if only the day is known, write "+instant.Format(time.DateOnly))
		}
		if key := instant.Unix(); len(at[key]) < sameInstant {
			if at[key] = append(at[key], stage.ID); len(at[key]) == sameInstant {
				p.At("timeline."+stage.ID, strings.Join(at[key], ", ")+" are at one instant",
					"write each as exactly as it is known, be it the day alone")
			}
		}
	}
}

func timelineStage(p *rule.Pass, r *incident.Record) {
	at := incident.StageIndex(r.Status)
	if at < 0 {
		return
	}
	for i, stage := range incident.Lifecycle {
		if i > at && !stage.Early && !stage.Time(&r.Timeline).IsZero() {
			p.At("timeline."+stage.ID, fmt.Sprintf("%s has a time, and the status is %s", stage.ID, r.Status),
				"move status to "+stage.ID+", or remove the time")
		}
	}
}

// slack is how far the clocks of two machines may differ.
const slack = 5 * time.Minute

func future(p *rule.Pass, _ *incident.Record) {
	now := func() string { return "now is " + p.Clock.Now().UTC().Format("2006-01-02T15:04Z") }
	lies := func(t incident.Time) bool { return p.Clock.IsFuture(t.Earliest().Add(-slack)) }
	for _, l := range p.Leaves() {
		if !l.Time.IsZero() && rule.LastKey(l.Key) != "due" && lies(l.Time) {
			p.At(l.Key, l.Key+" is in the future", now())
		}
	}
	for _, e := range p.Events() {
		if e.Err == nil && lies(e.At) {
			p.Report(diag.Finding{
				Key: "section:Timeline", Span: e.Span, Text: e.When,
				Message: fmt.Sprintf("this event, at %s, is in the future", e.At), Hint: now(),
			})
		}
	}
}

// unreadEvents reports once how many items and rows under Timeline seem to begin with a time that is not read.
func unreadEvents(p *rule.Pass, _ *incident.Record) {
	const asItem = "write each as an item of a list that begins with its time: - 2026-03-02T09:25Z — what happened, or - 09:40 — for the same day"
	type place struct {
		diag.Span
		text, hint string
	}
	var unread []place
	sections := p.File.Text.Sections()
	for i, section := range sections {
		if !strings.EqualFold(section.Name, incident.SectionTimeline) {
			continue
		}
		from, to := section.Span.Start.Offset, math.MaxInt
		if i+1 < len(sections) {
			to = sections[i+1].Span.Start.Offset
		}
		for _, s := range p.File.Text.Seen {
			if at := s.Span.Start.Offset; s.Watch == markdown.SeenUntimed && at >= from && at < to {
				unread = append(unread, place{s.Span, s.Text, asItem})
			}
		}
	}
	for _, e := range p.Events() {
		if e.IsUnread() {
			unread = append(unread, place{e.Span, e.When, fmt.Sprintf("%s %s; %s", e.When, e.Err, hintOf(e.Err))})
		}
	}
	if len(unread) == 0 {
		return
	}
	sort.Slice(unread, func(i, j int) bool { return unread[i].Start.Offset < unread[j].Start.Offset })
	what := "1 item of the timeline has a time that is not read"
	if n := len(unread); n > 1 {
		what = fmt.Sprintf("%d items of the timeline have a time that is not read", n)
	}
	p.Report(diag.Finding{
		Key: "section:Timeline", Span: unread[0].Span, Text: unread[0].text, Message: what, Hint: unread[0].hint,
	})
}

// hintOf is the remedy that an error brings along.
func hintOf(err error) string {
	if h, ok := err.(interface{ Hint() string }); ok {
		return h.Hint()
	}
	return ""
}

func eventForm(p *rule.Pass, _ *incident.Record) {
	for _, e := range p.Events() {
		switch {
		case e.Err == nil && e.At.After(e.Until):
			p.Report(diag.Finding{
				Key: "section:Timeline", Span: e.Span, Text: e.When,
				Message: fmt.Sprintf("the event ends at %s, before it begins at %s", e.Until, e.At), Hint: "mend one of the two",
			})
		case e.Err != nil && !e.IsUnread():
			f := p.Report(diag.Finding{
				Key: "section:Timeline", Span: e.Span, Text: e.When, Message: "the event's time " + e.Err.Error(), Hint: hintOf(e.Err),
			})
			f.Level = levelOf(p, f.Key)
		}
	}
}

func eventOrder(p *rule.Pass, _ *incident.Record) {
	var last incident.Event
	for _, e := range p.Events() {
		if e.Err != nil {
			continue
		}
		switch {
		case last.At.After(e.At):
			hint := "move it up, or mend its time"
			if e.IsBare() {
				hint = fmt.Sprintf("if it is the next day, write the date: %s; otherwise move it up, or mend its time", e.At.NextDay())
			}
			f := p.Report(diag.Finding{
				Key: "section:Timeline", Span: e.Span, Text: e.When,
				Message: fmt.Sprintf("this event, at %s, stands after one at %s", e.At, last.At), Hint: hint,
			})
			f.Related = []diag.Place{{Path: p.File.Path, Span: last.Span, Message: "the event before it"}}
			continue
		}
		last = e
	}
}
