// Package dates reads dates and times as people write them.
package dates

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"hindcast/internal/lazy"
	"hindcast/internal/when"
)

// months are the names of months in the European languages of fields, and their first letters, in lower case.
var months = func() map[string]int {
	m := map[string]int{}
	for _, names := range []string{
		"january february march april may june july august september october november december",
		"jan feb mar apr may jun jul aug sep oct nov dec",
		"januar februar märz april mai juni juli august september oktober november dezember",
		"jän feb mär apr mai jun jul aug sept okt nov dez",
		"janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
		"janv févr mars avr mai juin juil août sept oct nov déc",
		"enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
		"ene feb mar abr may jun jul ago sep oct nov dic",
		"gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
		"gen feb mar apr mag giu lug ago set ott nov dic",
		"janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
		"jan fev mar abr mai jun jul ago set out nov dez",
		"januari februari maart april mei juni juli augustus september oktober november december",
		"jan feb mrt apr mei jun jul aug sep okt nov dec",
	} {
		for i, name := range strings.Fields(names) {
			m[name] = i + 1
		}
	}
	return m
}()

var (
	dayMonthYear = lazy.Regexp(`\b(\d{1,2})(?:st|nd|rd|th|er|\.)? (?:de |of )?(\pL{3,10})\.?,? (?:de |del )?(\d{4})\b`)
	monthDayYear = lazy.Regexp(`(\pL{3,10})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})\b`)
	dayMonth     = lazy.Regexp(`\b(\d{1,2})(?:st|nd|rd|th|er|º|\.)? (?:de |of )?(\pL{3,10})\.?(,? (?:at |à |às |a las |um |alle |om )?\d{1,2}(?::| ?h ?|\.)\d{2})`)
	leadingDay   = lazy.Regexp(`^(?:` + weekdays + `)?(\d{1,2})(?:st|nd|rd|th|er|º|\.)? (?:de |of )?(\pL{3,10})\b`)
	leadingMonth = lazy.Regexp(`^(?:` + weekdays + `)?(\pL{3,10})\.? (\d{1,2})(?:st|nd|rd|th)?\b`)
	afterYear    = lazy.Regexp(`^\.?,? (?:de |del )?\d{4}`)
	monthDay     = lazy.Regexp(`(\pL{3,10})\.? (\d{1,2})(?:st|nd|rd|th)?(,? (?:at )?\d{1,2}:\d{2})`)
	dotted       = lazy.Regexp(`\b(\d{1,2})\.(\d{1,2})\.(\d{4})\b`)
	slashed      = lazy.Regexp(`\b(\d{1,2})(?:/(\d{1,2})/(\d{4}|\d{2})|-(\d{1,2})-(\d{4}))\b`)
	yearFirst    = lazy.Regexp(`\b(\d{4})[/_.](\d{1,2})[/_.](\d{1,2})\b`)
	closed       = lazy.Regexp(`(?:^|\D)(20\d{2})(\d{2})(\d{2})(?:\D|$)`)
	eastern      = lazy.Regexp(`(\d{4})年 ?(\d{1,2})月 ?(\d{1,2})日 ?(?:[(（]\pL[)）] ?)?`)
	easternClock = lazy.Regexp(`\b(\d{1,2})[時时点：](\d{2})分?`)
	hours        = lazy.Regexp(`\b(\d{1,2}) ?h ?([0-5]\d)\b`)
	uhr          = lazy.Regexp(`\b(\d{1,2})[.:](\d{2}) Uhr\b`)
	dottedClock  = lazy.Regexp(`(?i)\b(\d{1,2})\.([0-5]\d) ?([ap])\.?m\b\.?`)
	fullHour     = lazy.Regexp(`(?i)(^|[^:.\d])(\d{1,2}) ?([ap])\.?m\b\.?`)
	noon         = lazy.Regexp(`(?i)\b12 ?noon\b`)
	apart        = lazy.Regexp(`(\d{4}-\d{2}-\d{2})(?: ?, ?| at | à | um | a las | alle | alle ore |,? ore | às | om |, at )(\d{1,2}:\d{2})`)
	Form         = lazy.Regexp(`\b(?:` + when.DateForm + `)`)
)

func isoDate(year, month, day string) string {
	y, _ := strconv.Atoi(year)
	m, _ := strconv.Atoi(month)
	d, _ := strconv.Atoi(day)
	at := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	if m < 1 || m > 12 || at.Day() != d || y < when.FirstYear || y > when.LastYear {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", y, m, d)
}

// Manner is how a document writes dates, as far as one of them alone does not say it.
type Manner struct {
	Year  string // of years with two figures
	Near  string // the day that dates without a year are near to; empty where they are not read
	Order Order  // of figures with strokes between
}

// Order is which of day and month comes first.
type Order int

// The orders of a date in figures. Unsaid is that of a document in which every date may be read both ways.
const (
	Unsaid Order = iota
	DayFirst
	MonthFirst
)

// OrderOf is the order of the dates of a text by those of them that can be read in one way alone; Unsaid where these
// disagree.
func OrderOf(text string) (order Order) {
	for _, m := range slashed().FindAllStringSubmatch(text, -1) {
		this := Unsaid
		if first, _ := strconv.Atoi(m[1]); first > 12 {
			this = DayFirst
		} else if second, _ := strconv.Atoi(m[2] + m[4]); second > 12 {
			this = MonthFirst
		}
		if order != Unsaid && this != Unsaid && this != order {
			return Unsaid
		}
		order = max(order, this)
	}
	return order
}

// Normal writes dates as 2026-03-02 and times of day as 15:04 where the text says beyond doubt which they are: figures with
// strokes have the day first where no month has that number; of a year of two digits it must be the year known.
func Normal(s string, manner Manner) string {
	replace := func(re *regexp.Regexp, parts func(m []string) (year, month, day string)) {
		s = re.ReplaceAllStringFunc(s, func(match string) string {
			y, m, d := parts(re.FindStringSubmatch(match))
			if iso := isoDate(y, m, d); iso != "" {
				return iso
			}
			return match
		})
	}
	named := func(name string) string { return strconv.Itoa(months[strings.ToLower(name)]) }
	hasYear := namesYear(s)
	if hasYear {
		replace(dayMonthYear(), func(m []string) (string, string, string) { return m[3], named(m[2]), m[1] })
		replace(monthDayYear(), func(m []string) (string, string, string) { return m[3], named(m[1]), m[2] })
		replace(dotted(), func(m []string) (string, string, string) { return m[3], m[2], m[1] })
		replace(yearFirst(), func(m []string) (string, string, string) { return m[1], m[2], m[3] })
	}
	if manner.Near != "" {
		s = withYear(s, dayMonth(), 1, 2, manner.Near)
		s = withYear(s, monthDay(), 2, 1, manner.Near)
	}
	if hasYear || strings.Contains(s, "/") {
		replace(slashed(), func(m []string) (string, string, string) {
			second, y := m[2]+m[4], m[3]+m[5]
			if len(y) == 2 {
				if !strings.HasSuffix(manner.Year, y) {
					return "", "", ""
				}
				y = manner.Year
			}
			one, _ := strconv.Atoi(m[1])
			two, _ := strconv.Atoi(second)
			switch {
			case one > 12, two <= 12 && manner.Order == DayFirst:
				return y, second, m[1]
			case two > 12, manner.Order == MonthFirst:
				return y, m[1], second
			}
			return "", "", ""
		})
	}
	if strings.ContainsAny(s, "年時时点：") {
		s = eastern().ReplaceAllStringFunc(s, func(match string) string {
			m := eastern().FindStringSubmatch(match)
			if iso := isoDate(m[1], m[2], m[3]); iso != "" {
				return iso + " "
			}
			return match
		})
		s = easternClock().ReplaceAllString(s, "$1:$2")
	}
	if strings.Contains(s, "h") {
		s = uhr().ReplaceAllString(hours().ReplaceAllString(s, "$1:$2"), "$1:$2")
	}
	if strings.ContainsAny(s, "mM") {
		s = dottedClock().ReplaceAllString(s, "$1:$2 ${3}m")
		s = fullHour().ReplaceAllString(s, "$1$2:00 ${3}m")
	}
	if strings.Contains(s, "noon") {
		s = noon().ReplaceAllString(s, "12:00")
	}
	if hasYear || strings.Contains(s, "-") {
		s = apart().ReplaceAllString(s, "$1 $2")
	}
	return s
}

// withYear gives dates before times of day, of which the day and the month are said, the year in which they are nearest to
// a day.
func withYear(s string, form *regexp.Regexp, day, month int, near string) string {
	at, err := time.Parse(time.DateOnly, near)
	if err != nil {
		return s
	}
	return form.ReplaceAllStringFunc(s, func(match string) string {
		m := form.FindStringSubmatch(match)
		best, least := match, 366*24*time.Hour
		for year := at.Year() - 1; year <= at.Year()+1; year++ {
			iso := isoDate(strconv.Itoa(year), strconv.Itoa(months[strings.ToLower(m[month])]), m[day])
			if one, err := time.Parse(time.DateOnly, iso); err == nil && one.Sub(at).Abs() < least {
				best, least = iso+m[3], one.Sub(at).Abs()
			}
		}
		return best
	})
}

// Leading is the day that a text begins with, perhaps after its name, where it has no year: in that in which it is nearest
// to another day.
func Leading(s, near string) string {
	s = strings.TrimLeft(s, "*_# ")
	for i, form := range []*regexp.Regexp{leadingDay(), leadingMonth()} {
		if m := form.FindStringSubmatch(s); m != nil && !afterYear().MatchString(s[len(m[0]):]) {
			if d := withYear(m[1+i]+" "+m[2-i]+" 00:00", dayMonth(), 1, 2, near); len(d) > len(time.DateOnly) && d[4] == '-' {
				return d[:len(time.DateOnly)]
			}
		}
	}
	return ""
}

// namesYear reports whether four figures stand together in a text, without which most dates need not be looked for.
func namesYear(s string) bool {
	run := 0
	for i := range len(s) {
		if run++; s[i] < '0' || s[i] > '9' {
			run = 0
		}
		if run == 4 {
			return true
		}
	}
	return false
}

// WithoutWeekday is a text in the form of Normal without the name of a day before the date that it begins with.
func WithoutWeekday(s string) string {
	if m := weekday().FindStringSubmatchIndex(s); m != nil {
		return s[m[2]:]
	}
	return s
}

// weekdays are how the names of days begin, and short ones.
const weekdays = `(?i:(?:mon|tue|wed|thu|fri|sat|sun|dien|mitt|donn|frei|sams|sonn|lun|mar|mer|jeu|ven|dim|mié|jue|vie|sáb|dom|gio|seg|ter|qua|qui|` +
	`sex|maan|dins|woe|dond|vrij|zat|zon)[\pL-]*|mo|di|mi|do|fr|sa|so|ma|wo|vr|za|zo)\.?,? `

var weekday = lazy.Regexp(`^` + weekdays + `(\d{4}-\d{2}-\d{2})\b`)

// OfFile is the date in the name of a file.
func OfFile(name string) string {
	if d := Form().FindString(Normal(strings.ReplaceAll(name, "_", " "), Manner{})); len(d) == len("2006-01-02") {
		return d
	}
	if m := closed().FindStringSubmatch(name); m != nil {
		return isoDate(m[1], m[2], m[3])
	}
	return ""
}

// Clock reads times one after the other.
type Clock struct {
	Manner
	Zone string // of times without one; empty where the document names none
	Day  string // of times without a date
	last int    // minutes of the day of the time before

	Vague []string // times of day that were kept to their day, as written
}

// Begin starts a day: the times that follow without a date are of it.
func (c *Clock) Begin(day string) { c.Day, c.last = day, 0 }

// Find is the first time in a text that has a date.
func (c *Clock) Find(s string) (at when.Time, before string) {
	s = Normal(s, c.Manner)
	loc := Form().FindStringIndex(s)
	if loc == nil {
		return at, s
	}
	begin, _, n := when.Stretch(s[loc[0]:])
	if n == 0 {
		begin.Date = s[loc[0]:loc[1]]
	}
	return c.Resolve(begin), s[:loc[0]]
}

// Resolve is the time of a stamp: to its day where no zone is known for it.
func (c *Clock) Resolve(s when.Stamp) when.Time {
	if s.Date == "" {
		s.Date = c.Day
	}
	if s.Date == "" {
		return when.Time{}
	}
	if s.Zone == "" {
		s.Zone = c.Zone
	}
	var r when.Reader
	at, _, err := r.Read(when.Written{Text: s.Date, Begin: s})
	if err != nil {
		at, _, _ = r.Read(when.Written{Text: s.Date, Begin: when.Stamp{Date: s.Date}})
	}
	if s.Clock != "" && at.Precision() == when.ToDay {
		c.Vague = append(c.Vague, strings.TrimSpace(s.Clock+" "+s.Zone))
	}
	return at
}

// Next is the time of an event, by the events before it.
func (c *Clock) Next(s when.Stamp) when.Time {
	minutes := Minutes(s.Clock)
	if s.Date != "" {
		c.Day = c.ISO(s.Date)
	} else if minutes >= 0 && minutes < c.last-halfDay {
		c.Day = After(c.Day, 1)
	}
	c.last = max(minutes, 0)
	return c.Resolve(s)
}

// halfDay is how far a time of day lies at least before the one above it where midnight is between them, in minutes.
const halfDay = 12 * 60

// ISO is a date as a clock keeps days.
func (c *Clock) ISO(date string) string {
	return c.Resolve(when.Stamp{Date: date}).String()
}

// After is a day so many days later, or earlier; what is no day stays.
func After(day string, days int) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return t.AddDate(0, 0, days).Format(time.DateOnly)
}

var clockForm = lazy.Regexp(`^(\d{1,2}):(\d{2})(?::\d{2})?(?:\.\d+)?(?: ?([aApP])\.?[mM]\.?)?`)

// Minutes are the minutes of a day until a time of day; -1 for what is none.
func Minutes(clock string) int {
	m := clockForm().FindStringSubmatch(clock)
	if m == nil {
		return -1
	}
	h, _ := strconv.Atoi(m[1])
	minutes, _ := strconv.Atoi(m[2])
	switch m[3] {
	case "p", "P":
		h = h%12 + 12
	case "a", "A":
		h %= 12
	}
	return h*60 + minutes
}

var zoneSaid = lazy.Regexp(`(?i:\b(?:times?|timestamps?|time ?zone|timeline|log|zeit(?:en|angaben|zone)?|uhrzeit(?:en)?|ablauf|verlauf|heures?|horaires|fuseau|` +
	`chronologie|horas?|horarios?|cronología|orari[oi]?|cronologia|fuso|horários?|tijd(?:en|stippen|zone)?|tijdlijn)\b|时间|時刻|タイムライン|時系列)` +
	`[^.\n]{0,24}?\b((?:UTC|GMT)(?:[+-]\d{1,2}(?::?\d{2})?)?)(?:\W|$)`)

// ZoneOf is the zone that a document names once for all of its times.
func ZoneOf(text string) string {
	if m := zoneSaid().FindStringSubmatch(text); m != nil {
		return m[1]
	}
	return ""
}

// Day is the first date in a text to the day, as 2026-03-02; empty where it has none.
func Day(s string) string {
	if day := Form().FindString(Normal(s, Manner{})); len(day) == len("2006-01-02") {
		return day
	}
	return ""
}

// Whole is a text that is nothing but a date as 2026-03-02; empty for others.
func Whole(s string, manner Manner) string {
	s = strings.TrimSpace(Normal(s, manner))
	if _, _, n := when.Stretch(s); n > 0 && n == len(s) {
		return s
	}
	return ""
}
