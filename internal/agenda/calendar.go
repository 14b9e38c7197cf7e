package agenda

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// CalendarOptions is what a calendar needs beside its items.
type CalendarOptions struct {
	Name string    // shown by programs that list calendars
	Host string    // makes ids unique among calendars: the host of the site's address, else empty
	Now  time.Time // the time stamp of each event
	URL  func(*Item) string
}

// Calendar writes the open items that have a due time as an iCalendar (RFC 5545): an event of the
// whole day for what is due by the day, one at the hour for the rest. The ids depend on the record
// and the item alone, so that a calendar read again updates what it showed before.
func Calendar(w io.Writer, items []Item, opts CalendarOptions) error {
	c := calendar{w: bufio.NewWriter(w), opts: opts, used: map[string]int{}}
	c.line("BEGIN", "VCALENDAR")
	c.line("VERSION", "2.0")
	c.line("PRODID", "-//Hindcast//hindcast//EN")
	c.line("CALSCALE", "GREGORIAN")
	c.line("METHOD", "PUBLISH")
	c.text("X-WR-CALNAME", opts.Name)
	for i := range items {
		if it := &items[i]; it.IsOpen() && !it.Due.IsZero() {
			c.event(it)
		}
	}
	c.line("END", "VCALENDAR")
	return c.w.Flush()
}

type calendar struct {
	w    *bufio.Writer
	opts CalendarOptions
	used map[string]int
}

func (c *calendar) event(it *Item) {
	c.line("BEGIN", "VEVENT")
	c.text("UID", c.uid(it))
	c.line("DTSTAMP", c.opts.Now.UTC().Format("20060102T150405Z"))
	if it.Day.IsZero() {
		c.line("DTSTART", it.Due.UTC().Format("20060102T150405Z"))
	} else {
		c.line("DTSTART;VALUE=DATE", it.Day.Format("20060102"))
	}
	c.text("SUMMARY", Heading(it)+" ("+it.Where()+")")
	c.text("DESCRIPTION", description(it))
	c.text("CATEGORIES", string(it.Kind))
	if c.opts.URL != nil {
		if url := c.opts.URL(it); url != "" {
			c.line("URL", url)
		}
	}
	c.line("TRANSP", "TRANSPARENT") // a due day takes nobody's time away
	c.alarm(it)
	c.line("END", "VEVENT")
}

// alarm reminds of an item before it is due: a week of what takes a while, a day of a report and of an interim measure.
func (c *calendar) alarm(it *Item) {
	trigger := "-P1W"
	if it.Kind == Step || it.Kind == Mitigation {
		trigger = "-P1D"
	}
	c.line("BEGIN", "VALARM")
	c.line("ACTION", "DISPLAY")
	c.text("DESCRIPTION", Heading(it)+" ("+it.Where()+")")
	c.line("TRIGGER", trigger)
	c.line("END", "VALARM")
}

// Heading is an item in one line: its id where it has one, its title, and what it is of.
func Heading(it *Item) string {
	title := it.Title
	switch it.Kind {
	case Action, Mitigation:
		title = strings.TrimSpace(it.Ref + " " + it.Title)
	case Review:
		title = "Review: " + it.Title
	case Step:
		title += ": " + it.Detail
	}
	if it.IfApplies {
		title += " (if it applies)"
	}
	return title
}

// NotAdvice stands wherever a clock is shown.
const NotAdvice = "Due times are computed from the record and are not legal advice; the law may allow more or ask for less."

func description(it *Item) string {
	lines := []string{"Owner: " + cmp.Or(it.Owner, "none")}
	if it.Record != nil {
		lines = append(lines, "Record: "+it.Record.Title, "TLP: "+cmp.Or(it.Record.TLP, "RED"))
	}
	if it.Kind == Step {
		lines = append(lines, "Due: "+it.Rule, NotAdvice)
	}
	return strings.Join(lines, "\n")
}

// uid numbers what two items of a faulty record share.
func (c *calendar) uid(it *Item) string {
	id := fmt.Sprintf("%s.%s.%s", it.Where(), it.Kind, it.Ref)
	if c.used[id]++; c.used[id] > 1 {
		id = fmt.Sprintf("%s.%d", id, c.used[id])
	}
	return id + "@" + cmp.Or(c.opts.Host, "hindcast.invalid")
}

var calendarText = strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\n", `\n`)

// text writes a property whose value is text, escaped, without what controls a terminal.
func (c *calendar) text(name, value string) {
	value = strings.Map(func(r rune) rune {
		if r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)) {
			return ' '
		}
		return r
	}, value)
	c.line(name, calendarText.Replace(value))
}

// line writes a content line, folded so that none has more than 75 bytes and no character is cut.
func (c *calendar) line(name, value string) {
	const most = 75
	rest, room := name+":"+value, most
	for len(rest) > room {
		cut := room
		for cut > most-utf8.UTFMax && !utf8.RuneStart(rest[cut]) {
			cut--
		}
		c.w.WriteString(rest[:cut] + "\r\n ")
		rest, room = rest[cut:], most-1 // the space of a folded line counts
	}
	c.w.WriteString(rest + "\r\n") // a bufio.Writer keeps the first error for Flush
}
