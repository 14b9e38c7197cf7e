package columns

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"hindcast/internal/importing"
	"hindcast/internal/incident"
	"hindcast/internal/lazy"
	"hindcast/internal/when"
)

// dates is what the values of a column show of how it writes dates.
type dates struct {
	values               int
	serials              int  // values that can be a day as spreadsheets count them
	dayFirst, monthFirst bool // a value such as 13/02/2026 or 02/13/2026 is among them
}

var (
	slashed  = lazy.Regexp(`^(\d{1,2})([/-])(\d{1,2})[/-](\d{4})\b`)
	number   = lazy.Regexp(`^(\d{5}|\d{8}|\d{10}|\d{13})(\.\d+)?$`)
	zoneWord = lazy.Regexp(`[A-Z]{3,5}\)?$|/[A-Za-z_]+\)?$`)
	saysDate = lazy.Regexp(`(?i)date|datum|fecha|(?:^|[ _])(?:at|on)$`)
)

const longestDate = 64 // bytes

// see adds a value of the column.
func (d *dates) see(value string) {
	value = strings.TrimSpace(value)
	if value == "" {
		return
	}
	d.values++
	if len(value) > longestDate || value[0] < '0' || value[0] > '9' {
		return
	}
	if _, isSerial := serial(value); isSerial {
		d.serials++
	} else if m := slashed().FindStringSubmatch(value); m != nil {
		d.dayFirst = d.dayFirst || isDay(m[1])
		d.monthFirst = d.monthFirst || isDay(m[3])
	}
}

// isDay reports whether a figure can be a day and no month.
func isDay(figure string) bool { return len(figure) == 2 && figure > "12" && figure <= "31" }

// errOrder is that of a date in figures of which two may be the day.
var errOrder = errors.New("nobody can tell which figure is the day")

// time reads a time of a column as exactly as it is written; note is what was assumed of it.
func (d *dates) time(column, value string) (t incident.Time, note string, err error) {
	if len(value) > longestDate {
		return t, "", errors.New("it is too long for a time")
	}
	if m := number().FindStringSubmatch(value); m != nil {
		return d.number(column, value, m[1])
	}
	written := value
	if m := slashed().FindStringSubmatch(value); m != nil {
		if value, err = d.ordered(m); err != nil {
			return t, "", err
		}
		value += written[len(m[0]):]
	}
	t, assumed, err := importing.Time(value, nil)
	switch {
	case assumed && zoneWord().MatchString(written):
		note = "names a zone that is no offset from UTC; its day was taken"
	case assumed:
		note = "has no zone; its day was taken"
	}
	return t, note, err
}

// ordered is a date in figures with its year first.
func (d *dates) ordered(m []string) (string, error) {
	first, _ := strconv.Atoi(m[1])
	second, _ := strconv.Atoi(m[3])
	switch {
	case first > 12, first == second, second <= 12 && d.dayFirst && !d.monthFirst:
		first, second = second, first
	case second <= 12 && !d.monthFirst, second <= 12 && d.dayFirst:
		return "", errOrder
	}
	return fmt.Sprintf("%s-%02d-%02d", m[4], first, second), nil
}

// number reads seconds or milliseconds since 1970, a day without signs, or a day as spreadsheets count them, where nothing
// speaks against it.
func (d *dates) number(column, value, whole string) (t incident.Time, note string, err error) {
	var at time.Time
	form := time.RFC3339
	n, err := strconv.ParseInt(whole, 10, 64)
	switch len(whole) {
	case 13:
		at = time.UnixMilli(n)
	case 10:
		at = time.Unix(n, 0)
	case 8:
		at, err = time.Parse("20060102", value)
		form = time.DateOnly
	default:
		if day, isSerial := serial(value); isSerial && d.serials == d.values && (saysDate().MatchString(column) || when.TimeHead.MatchString(column)) {
			at, form, note = day, time.DateOnly, "was read as a day that a spreadsheet counts from 1899-12-30"
		}
	}
	if err != nil || !isRecent(at) {
		return t, "", errors.New("it is a number")
	}
	t, err = incident.ParseTime(at.UTC().Format(form))
	return t, note, err
}

// serial is the day that a number stands for in spreadsheets, which count from the end of 1899.
func serial(value string) (at time.Time, isSerial bool) {
	m := number().FindStringSubmatch(value)
	if m == nil || len(m[1]) != 5 {
		return at, false
	}
	days, _ := strconv.Atoi(m[1])
	at = time.Date(1899, 12, 30+days, 0, 0, 0, 0, time.UTC)
	return at, isRecent(at)
}

// isRecent reports whether a number is likely to stand for a time.
func isRecent(at time.Time) bool { return at.Year() >= 2000 && at.Year() < 2100 }

// formsRead is which times are read, for a message.
const formsRead = `read are times such as 2026-02-13T09:25:00Z, 2026-02-13, 13.02.2026, 13 Feb 2026 and Feb 13, 2026, seconds since 1970, and ` +
	`02/13/2026 in a column that has a day after the 12th`
