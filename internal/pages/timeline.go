package pages

import (
	"fmt"
	"html/template"
	"strings"
	"time"

	"hindcast/internal/incident"
)

// timeline notes the events of a file, for their times to be written apart.
func (f *filler) timeline(file *incident.File) {
	f.events, f.start, f.day = nil, incident.Time{}, ""
	for _, e := range file.Events() {
		if e.Err != nil {
			continue
		}
		if f.events == nil {
			f.events = map[int]incident.Event{}
		}
		f.events[e.Index] = e
	}
	if r, ok := f.model.Names.File("", file.Path).(*incident.Record); ok {
		f.start = r.Timeline.Started.At
	}
}

// eventTime writes the time of an event, with the day where it changes, and how long it was since the beginning.
func (f *filler) eventTime(b *strings.Builder, e incident.Event) {
	m := f.model
	date, clock := m.DateIn(e.At, time.UTC), clockOf(e.At)
	fmt.Fprintf(b, `<time datetime="%s" dir="auto">`, template.HTMLEscapeString(e.At.String()))
	hidden := ""
	if date == f.day && clock != "" {
		hidden = " hidden"
	}
	if f.day == "" && clock != "" {
		date += " (UTC)"
	}
	fmt.Fprintf(b, `<span class="day%s">%s</span>`, hidden, template.HTMLEscapeString(date))
	f.day = strings.TrimSuffix(date, " (UTC)")
	if clock != "" {
		fmt.Fprintf(b, ` <span class="clock">%s</span>`, clock)
	}
	b.WriteString("</time>")
	if !e.Until.IsZero() {
		until := clockOf(e.Until)
		if day := m.DateIn(e.Until, time.UTC); day != f.day {
			until = day + " " + until
		}
		fmt.Fprintf(b, `<span class="until" dir="auto">–<time datetime="%s">%s</time></span>`,
			template.HTMLEscapeString(e.Until.String()), template.HTMLEscapeString(until))
	}
	b.WriteString(" ")
	if took, ok := f.start.Between(e.At, incident.ToMinute); ok {
		sign, said := "+", m.T("after the start")
		if took < 0 {
			sign, said, took = "−", m.T("before the start"), -took
		}
		if took > 0 {
			fmt.Fprintf(b, `<span class="elapsed" dir="auto">%s%s<span class="hidden"> %s</span></span> `, sign,
				template.HTMLEscapeString(m.Duration(took)), template.HTMLEscapeString(said))
		}
	}
}

// clockOf is the time of day in UTC; empty where only a day or less is known.
func clockOf(at incident.Time) string {
	switch at.Precision() {
	case incident.ToMinute:
		return at.In(time.UTC).Format("15:04")
	case incident.ToSecond:
		if s := at.In(time.UTC); s.Second() != 0 {
			return s.Format("15:04:05")
		}
		return at.In(time.UTC).Format("15:04")
	}
	return ""
}
