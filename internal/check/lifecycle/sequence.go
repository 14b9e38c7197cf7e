package lifecycle

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"hindcast/internal/check/rule"
	"hindcast/internal/diag"
	"hindcast/internal/incident"
	"hindcast/internal/watch"
)

// SequenceRules are about times beside those of the stages.
var SequenceRules = []rule.Rule{
	{
		ID: "event-stage", Title: "an event that names a stage has the stage's time", Since: "0.1", Level: diag.Error,
		Why:     "Two times for one moment leave open which of them the figures use.",
		Example: rule.Example{Edits: [][2]string{{"- 10:00 — The team on call takes over.", "- «10:05» — Triaged by the team on call."}}},
		Record:  eventsOfStages,
	},
	{
		ID: "duration-text", Title: "a duration in the text is that of the timestamps", Since: "0.1", Level: diag.Warning,
		Why:     "Hand-typed durations outlive the correction of a timestamp.",
		Example: rule.Example{Edits: [][2]string{{"Nothing rebuilt the index when the fee table changed.", "Nothing rebuilt the index; the «time to contain was 12 h 15 min»."}}},
		Record:  durationsInText,
	},
	{
		ID: "mitigation-order", Title: "an interim measure is applied before it is removed", Since: "0.1", Level: diag.Error,
		Why:     "How long it was in force is the difference of the two.",
		Example: rule.Example{Edits: [][2]string{{"removed: 2026-01-15T16:00:00Z}", "removed: «2026-01-13T16:00:00Z»}"}}},
		Record: func(p *rule.Pass, r *incident.Record) {
			for i, m := range r.Mitigations {
				ordered(p, m.Applied, m.Removed, rule.Item("mitigations", i)+".applied", rule.Item("mitigations", i)+".removed",
					"it was removed before it was applied")
			}
		},
	},
	{
		ID: "verified-order", Title: "an action is verified after it ended", Since: "0.1", Level: diag.Error,
		Why:     "What is not done yet can't have proved effective.",
		Example: rule.Example{Edits: [][2]string{{"ended: 2026-02-09}", "ended: 2026-02-09, verified: {date: «2026-02-01», by: model-risk, result: effective}}"}}},
		Record: func(p *rule.Pass, r *incident.Record) {
			for i, a := range r.Actions {
				if a.Verified != nil {
					ordered(p, a.Ended, a.Verified.Date, rule.Item("actions", i)+".ended", rule.Item("actions", i)+".verified.date",
						a.ID+" was verified before it ended")
				}
			}
		},
	},
	{
		ID: "reopened-order", Title: "a record is reopened after the stages that it goes back from", Since: "0.1",
		Level:   diag.Error,
		Why:     "Figures of the first pass use the earlier times; they must lie before the reopening.",
		Example: rule.Example{Edits: [][2]string{{"related:\n", "reopened:\n  - {when: «2026-01-20», by: model-risk, reason: it came back, to: contained, earlier: {resolved: 2026-01-22T10:00:00Z}}\nrelated:\n"}}},
		Record: func(p *rule.Pass, r *incident.Record) {
			for i, e := range r.Reopened {
				for _, key := range incident.TimelineKeys() {
					if earlier := e.Earlier.At(key); earlier.After(e.When) {
						p.At(rule.Item("reopened", i)+".when", "it was reopened before it was "+key, "")
						break
					}
				}
			}
		},
	},
	{
		ID: "amendment-order", Title: "an amendment comes after the closing", Since: "0.1", Level: diag.Error,
		Why:     "Before the closing a record is simply edited.",
		Example: rule.Example{Edits: [][2]string{{"related:\n", "amendments: [{date: «2026-02-10», by: model-risk, note: number of customers corrected}]\nrelated:\n"}}},
		Record: func(p *rule.Pass, r *incident.Record) {
			for i, a := range r.Amendments {
				ordered(p, r.Timeline.Closed, a.Date, "timeline.closed", rule.Item("amendments", i)+".date",
					"it is dated before the closing")
			}
		},
	},
	{
		ID: "notice-order", Title: "others are told after the detection", Since: "0.1", Level: diag.Warning,
		Why:     "Who knew before the record says it was detected, may be the one who detected it.",
		Example: rule.Example{Edits: [][2]string{{"related:\n", "notified: [{who: board, when: «2026-01-13T10:00:00Z»}]\nrelated:\n"}}},
		Record: func(p *rule.Pass, r *incident.Record) {
			for i, n := range r.Notified {
				ordered(p, r.Timeline.Detected, n.When, "timeline.detected", rule.Item("notified", i)+".when",
					n.Who+" was told before it was detected")
			}
		},
	},
	{
		ID: "action-overdue", Title: "an action is done by its due date", Since: "0.1", Level: diag.Warning,
		Why: "hindcast due is the gate for it; here it is a reminder.",
		Example: rule.Example{Edits: [][2]string{
			{"status: closed", "status: reviewed"},
			{"  closed: 2026-02-20\n", ""},
			{"due: 2026-02-10, status: done, ended: 2026-02-09}", "due: «2026-02-10», status: open}"},
		}},
		Record: func(p *rule.Pass, r *incident.Record) {
			for i, a := range r.Actions {
				if !r.Reached("closed") && a.IsPending() && p.Clock.IsPast(a.Due.EndIn(p.Log.Config.Zone)) {
					p.At(rule.Item("actions", i)+".due", fmt.Sprintf("%s is overdue", a.ID),
						"finish it, agree on another date, or decline it with the reason")
				}
			}
		},
	},
	{
		ID: "review-overdue", Title: "knowledge is reviewed by the day it says", Since: "0.1", Level: diag.Warning,
		Why:     "A playbook that nobody looked at for years fails when it is needed.",
		Example: rule.Example{Path: "knowledge/playbooks/wrong-answers.md", Bad: "---\ntitle: Wrong answers\ntlp: GREEN\nreview_by: «2026-05-01»\n---\nText.\n", Good: rule.Base},
		File: func(p *rule.Pass) {
			if a, ok := p.Front.(*incident.ArticleFront); ok && !a.ReviewBy.IsZero() && p.Clock.IsPast(a.ReviewBy.EndIn(p.Log.Config.Zone)) {
				p.At("review_by", "the review is overdue", "review it and set the next day")
			}
		},
	},
}

// ordered reports at the second key where no reading puts it at or after the first.
func ordered(p *rule.Pass, first, second incident.Time, firstKey, secondKey, message string) {
	if first.After(second) {
		f := p.At(secondKey, message, "")
		if line := p.Relate(f, firstKey, firstKey+" is "+first.String()); line > 0 {
			f.Hint = fmt.Sprintf("the earliest it can be is %s (line %d)", first, line)
		}
	}
}

// stageWords are how an event begins that names a stage.
var stageWords = regexp.MustCompile(`(?i)^(started|detected|triaged|contained|resolved|reviewed|closed)\b`)

func eventsOfStages(p *rule.Pass, r *incident.Record) {
	for _, ev := range p.Events() {
		word := strings.ToLower(stageWords.FindString(ev.Plain))
		at := r.Timeline.At(word)
		if word == "" || ev.Err != nil || at.IsZero() {
			continue
		}
		if at.After(ev.At) || ev.At.After(at) {
			f := p.Report(diag.Finding{
				Key: "section:Timeline", Span: ev.Span, Text: ev.When,
				Message: fmt.Sprintf("the event says %s at %s, the front matter at %s", word, ev.At, at),
				Hint:    "let both say the same, or begin the event with another word",
			})
			p.Relate(f, "timeline."+word, word+" is "+at.String())
		}
	}
}

// stretches are what a phrase of watch.Duration can mean, as two keys of the timeline each. A text that is right for one
// of them is right.
func stretches(phrase string) [][2]string {
	phrase = strings.ToLower(phrase)
	of := func(id string) [][2]string {
		span, _ := incident.SpanOf(id)
		return [][2]string{{span.From, span.To}}
	}
	switch to, isTo := strings.CutPrefix(phrase, "time to "); {
	case strings.HasSuffix(phrase, "ttd") || isTo && strings.HasPrefix(to, "detect"):
		return of("detect")
	case isTo && (strings.HasPrefix(to, "contain") || strings.HasPrefix(to, "mitigat")):
		return of("contain")
	case isTo && strings.HasPrefix(to, "resol"):
		return of("resolve")
	case strings.HasSuffix(phrase, "ttr") || isTo:
		return [][2]string{{"started", "resolved"}, {"detected", "resolved"}}
	}
	return [][2]string{
		{"started", "resolved"}, {"started", "ended"}, {"started", "contained"}, {"detected", "resolved"}, {"detected", "contained"},
	}
}

// durationsInText compares "time to contain was 3 h 15 min" with what the timestamps give.
func durationsInText(p *rule.Pass, r *incident.Record) {
	for _, seen := range r.Text.Seen {
		if seen.Watch != watch.SeenDuration {
			continue
		}
		m := watch.Duration.FindStringSubmatch(seen.Text)
		said, within := spoken(m[4])
		if m[3] != "" {
			within = max(within, said/4) // about that long
		}
		var given []time.Duration
		isRight := false
		for _, s := range stretches(m[1] + m[2]) {
			if is, known := r.Timeline.At(s[0]).Between(r.Timeline.At(s[1]), incident.ToMinute); known {
				given = append(given, is)
				isRight = isRight || (is-said).Abs() < within
			}
		}
		if len(given) == 0 || isRight {
			continue
		}
		p.Report(diag.Finding{
			Key: "text", Span: seen.Span, Text: seen.Text,
			Message: fmt.Sprintf("the timestamps give %s", shortDuration(given[0])), Hint: "mend the text, or the timestamps",
		})
	}
}

// spoken is a duration as written, and by how much it can differ from the one that is meant: the smallest unit named,
// or a tenth of it where that has a fraction.
func spoken(text string) (d, within time.Duration) {
	for _, m := range watch.DurationPart.FindAllStringSubmatch(text, -1) {
		if m[3] != "" {
			d, _ = time.ParseDuration(m[3] + "h" + m[4] + "m" + m[5] + "s")
			return d, time.Minute
		}
		within = unitOf(m[2])
		number, err := strconv.ParseFloat(strings.Replace(m[1], ",", ".", 1), 64)
		if err != nil || number > float64(math.MaxInt64/within)/2 {
			return 0, math.MaxInt64 // longer than anything is
		}
		d += time.Duration(number * float64(within))
		if strings.ContainsAny(m[1], ".,") {
			within /= 10
		}
	}
	return d, within
}

// unitOf is the unit of a part of a watch.Duration.
func unitOf(unit string) time.Duration {
	switch first, _ := utf8.DecodeRuneInString(strings.ToLower(unit)); first {
	case 'd', 't', 'j', '日', '天':
		return 24 * time.Hour
	case 'h', 's', 'ſ', '時', '小':
		return time.Hour
	}
	return time.Minute
}

func shortDuration(d time.Duration) string {
	days, rest := d/(24*time.Hour), d%(24*time.Hour)
	text := fmt.Sprintf("%d h %d min", rest/time.Hour, rest%time.Hour/time.Minute)
	if days > 0 {
		text = fmt.Sprintf("%d d %s", days, text)
	}
	return text
}
