// Package wording gives texts, numbers, dates and spans of time in the language of a site, and says what the
// figures of its trends are, how they are computed and what was left out.
package wording

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"

	"hindcast/internal/incident"
	"hindcast/templates"
)

// Language translates the interface from English to the language of a site. The texts of records are never translated.
type Language struct {
	Tag   string            // BCP 47, for the lang attribute
	Words map[string]string // by the English text; nil for English
	Gap   string            // between a number and its unit; a space where it is empty
}

// unit is a number with its unit, which pages keep on one line with it.
func (l Language) unit(number, unit string) string { return number + cmp.Or(l.Gap, " ") + unit }

// English needs no table.
var English = Language{Tag: "en"}

// Read reads languages/<tag>.yaml of the overlay, which may be nil, else of the built-in
// templates. A language without a table is English. A table of the overlay that can't be read is passed over, and
// the error says where.
func Read(builtin, overlay fs.FS, tag string) (Language, *templates.Error) {
	tag = strings.ToLower(tag)
	primary, _, _ := strings.Cut(tag, "-")
	var fault *templates.Error
	for _, fsys := range []fs.FS{overlay, builtin} {
		for _, name := range []string{"languages/" + tag + ".yaml", "languages/" + primary + ".yaml"} {
			if fsys == nil || !fs.ValidPath(name) {
				continue
			}
			text, err := fs.ReadFile(fsys, name)
			if errors.Is(err, fs.ErrNotExist) {
				continue
			}
			l := Language{Tag: tag}
			if err == nil {
				err = yaml.Unmarshal(text, &l.Words)
			}
			if err == nil {
				return l, fault
			}
			fault = templates.NewError(name, err)
		}
	}
	return English, fault
}

// Has reports whether the language has words of its own for an English text.
func (l Language) Has(english string) bool { return l.Words[english] != "" }

// T is an English text in the language of the site, with arguments as of fmt.Sprintf. A text that
// the table lacks stays English.
func (l Language) T(english string, args ...any) string {
	text := english
	if own := l.Words[english]; own != "" {
		text = own
	}
	if len(args) == 0 {
		return text
	}
	return fmt.Sprintf(text, args...)
}

// Count is a number with what it counts: Count(3, "%s incident", "%s incidents").
func (l Language) Count(n int, one, many string) string {
	if n == 1 {
		return l.T(one, l.Number(n))
	}
	return l.T(many, l.Number(n))
}

// Keys of the table that hold forms instead of words: layouts of time.Format and separators.
const (
	LayoutDay    = "2 January 2006"
	LayoutMonth  = "January 2006"
	LayoutShort  = "Jan 2006"
	LayoutMoment = "2 January 2006, 15:04 UTC"
	Thousands    = "thousands separator"
	Decimal      = "decimal separator"
)

// Number groups the digits of a whole number by thousands.
func (l Language) Number(n int) string { return l.Separate(strconv.Itoa(n)) }

// Decimal writes a number with so many digits after the separator.
func (l Language) Decimal(v float64, digits int) string {
	return l.Separate(strconv.FormatFloat(v, 'f', digits, 64))
}

// Separate writes a decimal number with the separators of the language.
func (l Language) Separate(number string) string {
	whole, fraction, hasFraction := strings.Cut(number, ".")
	group, point := ",", "."
	if l.Has(Thousands) {
		group, point = l.T(Thousands), l.T(Decimal)
	}
	negative := strings.HasPrefix(whole, "-")
	whole = strings.TrimPrefix(whole, "-")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + group + whole[i:]
	}
	if negative {
		whole = "−" + whole
	}
	if hasFraction {
		return whole + point + fraction
	}
	return whole
}

// Percent is a share of 1 as a whole number of per cent.
func (l Language) Percent(share float64) string { return l.unit(l.Decimal(100*share, 0), "%") }

// Format writes a time by one of the layouts, with the language's names of months.
func (l Language) Format(at time.Time, layout string) string {
	own := l.T(layout)
	if l.Words == nil {
		return at.Format(own)
	}
	long, short := at.Format("January"), at.Format("Jan")
	own = strings.Replace(own, "January", "\x01", 1)
	own = strings.Replace(own, "Jan", "\x02", 1)
	return strings.NewReplacer("\x01", l.T(long), "\x02", l.T("short "+short)).Replace(at.Format(own))
}

// Month is a month, as 2026-03 or in words.
func (l Language) Month(at time.Time) string { return l.Format(at, LayoutMonth) }

// ShortMonth is a month in few letters, for axes.
func (l Language) ShortMonth(at time.Time) string { return l.Format(at, LayoutShort) }

// Moment is a time as exactly as it is known, in UTC where it has a time of day.
func (l Language) Moment(t incident.Time) string {
	if t.Precision() < incident.ToMinute {
		return l.DateIn(t, time.UTC)
	}
	return l.Format(t.In(time.UTC), LayoutMoment)
}

// DateIn is a time to the day, as exactly as it is known: "2 March 2026", "March 2026", "2026".
func (l Language) DateIn(t incident.Time, zone *time.Location) string {
	switch t.Precision() {
	case incident.Absent:
		return ""
	case incident.ToYear:
		return t.String()
	case incident.ToMonth:
		return l.Format(t.In(zone), LayoutMonth)
	}
	return l.Format(t.In(zone), LayoutDay)
}

// Duration is a time span in its two largest units: "11 h 10 min", "3 d 4 h", "45 min".
func (l Language) Duration(d time.Duration) string {
	days, hours, minutes := int(d.Hours())/24, int(d.Hours())%24, int(d.Minutes())%60
	switch {
	case d < time.Minute:
		return l.T("under 1 min")
	case days == 0 && hours == 0:
		return l.unit(strconv.Itoa(minutes), l.T("min"))
	case days == 0:
		return l.units(hours, "h", minutes, "min")
	}
	return l.units(days, "d", hours, "h")
}

// Apart is how far an instant lies from now, or where only its day is known, how many days lie between that day and
// today in the zone; empty for today. site/src/clocks.ts says the same of it, minute by minute.
func (l Language) Apart(at, day, now time.Time, zone *time.Location) string {
	if day.IsZero() {
		return l.Duration(at.Sub(now).Abs())
	}
	y, m, d := now.In(zone).Date()
	days := int(day.Sub(time.Date(y, m, d, 0, 0, 0, 0, time.UTC)).Abs() / (24 * time.Hour))
	if days == 0 {
		return ""
	}
	return l.unit(l.Number(days), l.T("d"))
}

func (l Language) units(large int, name string, small int, smallName string) string {
	first := l.unit(l.Number(large), l.T(name))
	if small == 0 {
		return first
	}
	return first + " " + l.unit(l.Number(small), l.T(smallName))
}
