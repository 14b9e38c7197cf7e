package pages

import (
	"fmt"
	"html/template"
	"math"
	"regexp"
	"strings"
	"time"

	"hindcast/internal/incident"
	"hindcast/internal/markdown"
)

// eventGap is what is between an event's time and its text.
var eventGap = regexp.MustCompile(`^[\s:–—-]*`)

// timeline turns the list items of a block that begin with a time into events: the time set apart,
// with the day where it changes, and how long it was since the beginning. HTML is the block's.
func (m *site) timeline(html string, events []incident.Event, start incident.Time, day *string) string {
	var b strings.Builder
	found := false
	for _, e := range events {
		written := template.HTMLEscapeString(e.When)
		at, form := -1, ""
		for _, open := range []string{"<li>\n<p>", "<li>"} {
			if i := strings.Index(html, open+written); i >= 0 && (at < 0 || i < at) {
				at, form = i, open
			}
		}
		if at < 0 || e.Err != nil {
			continue
		}
		b.WriteString(html[:at])
		rest := html[at+len(form)+len(written):]
		html = rest[len(eventGap.FindString(rest)):]
		b.WriteString(strings.Replace(form, "<li>", `<li class="event">`, 1))
		m.eventTime(&b, e.At, start, day)
		found = true
	}
	b.WriteString(html)
	if !found {
		return b.String()
	}
	return strings.Replace(b.String(), "<ul>", `<ul class="events">`, 1)
}

func (m *site) eventTime(b *strings.Builder, at, start incident.Time, day *string) {
	date, clock := m.DateIn(at, time.UTC), ""
	if at.Precision() >= incident.ToMinute {
		clock = at.In(time.UTC).Format("15:04")
	}
	fmt.Fprintf(b, `<time datetime="%s">`, template.HTMLEscapeString(at.String()))
	hidden := ""
	if date == *day && clock != "" {
		hidden = " hidden"
	}
	if *day == "" && clock != "" {
		date += " (UTC)"
	}
	fmt.Fprintf(b, `<span class="day%s">%s</span>`, hidden, template.HTMLEscapeString(date))
	*day = strings.TrimSuffix(date, " (UTC)")
	if clock != "" {
		fmt.Fprintf(b, ` <span class="clock">%s</span>`, clock)
	}
	b.WriteString("</time> ")
	if took, ok := start.Between(at, incident.ToMinute); ok {
		sign, said := "+", m.T("after the start")
		if took < 0 {
			sign, said, took = "−", m.T("before the start"), -took
		}
		if took > 0 {
			fmt.Fprintf(b, `<span class="elapsed">%s%s<span class="hidden"> %s</span></span> `, sign,
				template.HTMLEscapeString(m.Duration(took)), template.HTMLEscapeString(said))
		}
	}
}

// eventsIn is the events from one block on, up to the next.
func eventsIn(blocks []markdown.Block, at int, events []incident.Event) []incident.Event {
	from, to := blocks[at].Span.Start.Offset, math.MaxInt
	if at+1 < len(blocks) {
		to = blocks[at+1].Span.Start.Offset
	}
	var list []incident.Event
	for _, e := range events {
		if e.Span.Start.Offset >= from && e.Span.Start.Offset < to {
			list = append(list, e)
		}
	}
	return list
}
