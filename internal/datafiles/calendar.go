package datafiles

import (
	"bytes"
	"fmt"
	"net/url"
	"time"

	"hindcast/internal/address"
	"hindcast/internal/agenda"
	"hindcast/internal/incident"
	"hindcast/internal/view"
)

// CalendarPath is where the calendar of what is to be done is in the site.
const CalendarPath = "actions.ics"

// CalendarOptions is what the calendar of a log needs: its title, and the address of the site, where
// there is one, for the ids and the links of the events.
func CalendarOptions(log *incident.Log, now time.Time) agenda.CalendarOptions {
	base := string(log.Config.BaseURL)
	opts := agenda.CalendarOptions{Name: log.Config.Title, Now: now}
	if u, err := url.Parse(base); err == nil {
		opts.Host = u.Hostname()
	}
	opts.URL = func(it *agenda.Item) string {
		if base == "" || it.Record == nil || it.Record.ID == "" {
			return ""
		}
		return base + (&url.URL{Path: address.Record(it.Record)}).EscapedPath()
	}
	return opts
}

// Calendar is actions.ics: what the records of the site ask for, as hindcast due --format ics prints it of all records.
func Calendar(m *view.Model) (view.File, error) {
	var b bytes.Buffer
	if err := agenda.Calendar(&b, m.Agenda, CalendarOptions(m.Log, m.Now)); err != nil {
		return view.File{}, fmt.Errorf("write %s: %w", CalendarPath, err)
	}
	return view.File{Path: CalendarPath, Body: b.Bytes()}, nil
}
