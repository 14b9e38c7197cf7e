package agenda_test

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"hindcast/internal/agenda"
	"hindcast/internal/incident"
	"hindcast/internal/taxonomy"
)

// property is a content line of RFC 5545, section 3.1.
type property struct{ name, params, value string }

var (
	contentLine = regexp.MustCompile(`^([A-Z0-9-]+)((?:;[A-Z0-9-]+=[^:;,"]+)*):(.*)$`)
	dateTime    = regexp.MustCompile(`^\d{8}T\d{6}Z$`)
	dateOnly    = regexp.MustCompile(`^\d{8}$`)
	categories  = map[string]bool{
		"UID": true, "SUMMARY": true, "DESCRIPTION": true, "CATEGORIES": true, "X-WR-CALNAME": true,
	}
)

// readCalendar checks the form of an iCalendar stream and returns its events: lines end in CRLF,
// none is longer than 75 bytes, folds cut no character, text is escaped, and what is required is there.
func readCalendar(text []byte) ([]map[string]property, error) {
	if !bytes.HasSuffix(text, []byte("\r\n")) {
		return nil, fmt.Errorf("the last line has no ending")
	}
	var lines []string
	for i, line := range strings.Split(strings.TrimSuffix(string(text), "\r\n"), "\r\n") {
		switch {
		case len(line) > 75:
			return nil, fmt.Errorf("line %d has %d bytes", i+1, len(line))
		case strings.ContainsAny(line, "\r\n"):
			return nil, fmt.Errorf("line %d holds a bare line ending", i+1)
		case !utf8.ValidString(line):
			return nil, fmt.Errorf("line %d cuts a character", i+1)
		case strings.HasPrefix(line, " "):
			lines[len(lines)-1] += line[1:]
		default:
			lines = append(lines, line)
		}
	}
	var events []map[string]property
	var open []string
	top := map[string]property{}
	seen := map[string]bool{}
	for _, line := range lines {
		m := contentLine.FindStringSubmatch(line)
		if m == nil {
			return nil, fmt.Errorf("not a content line: %q", line)
		}
		p := property{m[1], m[2], m[3]}
		at := top
		if len(open) >= 2 {
			at = events[len(events)-1]
		}
		if len(open) == 3 { // an alarm, whose properties are kept beside those of its event
			p.name = open[2] + "." + p.name
		}
		switch {
		case m[1] == "BEGIN":
			if open = append(open, p.value); len(open) == 2 {
				events = append(events, map[string]property{})
			}
			continue
		case m[1] == "END":
			if len(open) == 0 || open[len(open)-1] != p.value {
				return nil, fmt.Errorf("END:%s closes nothing", p.value)
			}
			if open = open[:len(open)-1]; p.value == "VEVENT" {
				if err := checkEvent(at, seen); err != nil {
					return nil, err
				}
			}
			continue
		case at[p.name].name != "":
			return nil, fmt.Errorf("%s stands twice", p.name)
		case categories[m[1]]:
			if err := checkText(p.value); err != nil {
				return nil, fmt.Errorf("%s: %w", p.name, err)
			}
		}
		at[p.name] = p
	}
	if len(open) > 0 || top["VERSION"].value != "2.0" || top["PRODID"].value == "" {
		return nil, fmt.Errorf("the calendar is not closed, or VERSION or PRODID is missing")
	}
	return events, nil
}

func checkEvent(e map[string]property, seen map[string]bool) error {
	for _, name := range []string{"UID", "DTSTAMP", "DTSTART", "SUMMARY"} {
		if e[name].value == "" {
			return fmt.Errorf("an event has no %s", name)
		}
	}
	if uid := e["UID"].value; seen[uid] {
		return fmt.Errorf("the UID %s stands twice", uid)
	}
	seen[e["UID"].value] = true
	if e["VALARM.ACTION"].value != "DISPLAY" || e["VALARM.DESCRIPTION"].value == "" || e["VALARM.TRIGGER"].value == "" {
		return fmt.Errorf("an event has no alarm, or one that lacks what RFC 5545, section 3.6.6, asks for: %v", e)
	}
	start := e["DTSTART"]
	if isDate := start.params == ";VALUE=DATE"; !dateTime.MatchString(e["DTSTAMP"].value) ||
		isDate && !dateOnly.MatchString(start.value) || !isDate && !dateTime.MatchString(start.value) {
		return fmt.Errorf("a time has the wrong form: %v", start)
	}
	return nil
}

// checkText wants every backslash to escape something, and ; and , to be escaped (section 3.3.11).
func checkText(s string) error {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\\':
			if i++; i == len(s) || !strings.ContainsRune(`\;,nN`, rune(s[i])) {
				return fmt.Errorf("a backslash escapes nothing in %q", s)
			}
		case c == ';' || c == ',' || c < ' ' || c == 0x7f:
			return fmt.Errorf("%q is not escaped in %q", c, s)
		}
	}
	return nil
}

func TestCalendar(t *testing.T) {
	hostile := "Grüße; an, alle \\ \"x\"\r\nBEGIN:VEVENT\x1b[31m " + strings.Repeat("日本語", 40)
	front := incident.Front{
		Title: hostile, TLP: "AMBER", Owner: "a;b,c",
		Actions: []incident.Action{
			{ID: "A1", Title: hostile, Status: "open", Due: written(t, "2026-03-31"), Owner: "ml-platform"},
			{ID: "A1", Title: "The same id again", Status: "open", Due: written(t, "2026-04")},
			{ID: "A2", Title: "Without a date", Status: "open"},
			{ID: "A3", Title: "Done", Status: "done", Due: written(t, "2026-03-31")},
		},
		Obligations: []incident.Obligation{
			{Regime: "gdpr_33", Role: "controller", Applies: "open", Aware: written(t, "2026-03-02T09:25:00+01:00")},
			{Regime: "eu_ai_act_73", Role: "provider", Applies: "yes", Aware: written(t, "2026-03-02")},
		},
	}
	log := logOf(t, "Europe/Berlin", incident.Record{Front: front})
	now := instant(t, "2026-03-10T12:00:00Z")
	write := func() []byte {
		var out bytes.Buffer
		err := agenda.Calendar(&out, agenda.Of(log, now, taxonomy.Regimes()), agenda.CalendarOptions{
			Name: "Due: a, b", Host: "example.org", Now: now, URL: func(it *agenda.Item) string { return "https://example.org/" + strings.Repeat("x", 90) },
		})
		if err != nil {
			t.Fatal(err)
		}
		return out.Bytes()
	}
	text := write()
	events, err := readCalendar(text)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	var got []string
	for _, e := range events {
		got = append(got, e["UID"].value+" "+e["DTSTART"].value+" "+e["VALARM.TRIGGER"].value)
	}
	same(t, got,
		"INC-2026-0001.step.gdpr_33.controller.authority@example.org 20260305T082500Z -P1D",
		"INC-2026-0001.step.eu_ai_act_73.provider.report@example.org 20260317 -P1D",
		"INC-2026-0001.action.A1@example.org 20260331 -P1W",
		"INC-2026-0001.action.A1.2@example.org 20260430 -P1W")
	if d := events[0]["DESCRIPTION"].value; !strings.Contains(d, `not legal advice`) ||
		!strings.Contains(d, `TLP: AMBER\n`) {
		t.Errorf("the description of a clock: %s", d)
	}
	if !bytes.Equal(text, write()) {
		t.Error("the same items gave other bytes")
	}
}

// The checker itself finds what it is for.
func TestReadCalendarFindsFaults(t *testing.T) {
	event := func(lines ...string) string {
		return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\n" + strings.Join(lines, "\r\n") +
			"\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
	}
	good := []string{
		"UID:1", "DTSTAMP:20260310T120000Z", "DTSTART;VALUE=DATE:20260331", "SUMMARY:x",
		"BEGIN:VALARM", "ACTION:DISPLAY", "DESCRIPTION:x", "TRIGGER:-P1D", "END:VALARM",
	}
	if _, err := readCalendar([]byte(event(good...))); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"bare LF": strings.ReplaceAll(event(good...), "\r\n", "\n"), "long line": event(append(good, "X-A:"+strings.Repeat("x", 80))...),
		"unescaped": strings.Replace(event(good...), "SUMMARY:x", "SUMMARY:a,b", 1), "no UID": event(good[1:]...),
		"date with time form": strings.Replace(event(good...), ";VALUE=DATE", "", 1), "no alarm": event(good[:4]...),
		"alarm without a trigger": strings.Replace(event(good...), "TRIGGER", "X-TRIGGER", 1),
		"twice":                   event(append(good, "SUMMARY:y")...), "unclosed": strings.TrimSuffix(event(good...), "END:VCALENDAR\r\n"),
	} {
		if _, err := readCalendar([]byte(text)); err == nil {
			t.Errorf("%s passed", name)
		}
	}
}
