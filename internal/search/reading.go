package search

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"hindcast/internal/words"
)

// Filter requires that a column holds one of the values, or, for "after" and "before", that the date is not before
// Day or is before it.
type Filter struct {
	Field  string
	Values []string // folded
	Day    int      // since 1970
	Not    bool     // the opposite is required
}

// String is a filter as a query has it.
func (f Filter) String() string {
	sign := ""
	if f.Not {
		sign = "-"
	}
	if f.Field == "after" || f.Field == "before" {
		return sign + f.Field + ":" + dayAt(f.Day).Format(time.DateOnly)
	}
	return sign + f.Field + ":" + strings.Join(f.Values, ",")
}

// Reading is words of a query that were read as filters.
type Reading struct {
	Text    string // as written
	Filters []Filter
}

// Written is the filters as a query has them.
func (r Reading) Written() string {
	list := make([]string, len(r.Filters))
	for i, f := range r.Filters {
		list[i] = f.String()
	}
	return strings.Join(list, " ")
}

const asciiWord = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"

// maxReading is how many words are read as one filter.
const maxReading = 5

// The words that filters are read from.
var (
	months = strings.Fields("january february march april may june july august september october november december")
	units  = strings.Fields("day week month quarter year")
	// nouns are what a log has, which a status may be told of, and the value of has: that they stand for.
	nouns = map[string]string{
		"incident": "", "record": "", "case": "", "issue": "",
		"action": "actions", "obligation": "obligations", "report": "obligations", "notification": "obligations",
	}
	statuses = map[string]string{
		"overdue": "overdue", "late": "overdue", "open": "open", "unresolved": "open", "reopened": "reopened",
	}
)

// isGeneric reports whether a word says no more than that records are looked for.
func isGeneric(word string) bool {
	_, known := nouns[strings.TrimSuffix(word, "s")]
	return known
}

// asksAdvice reports whether a query begins as a question for what to do: how to, what should we, and such.
func (p *parser) asksAdvice() bool {
	next, _, _ := p.plainWords()
	if len(next) < 3 {
		return false
	}
	isIt := func(at int, words ...string) bool { return slices.Contains(words, next[at]) }
	switch {
	case isIt(0, "how") && isIt(1, "to"), isIt(0, "what") && isIt(1, "to") && isIt(2, "do"):
		return true
	}
	return isIt(0, "how", "what") && isIt(1, "do", "should", "must", "can", "could") && isIt(2, "i", "we", "you", "one")
}

// reading cuts words off that are a filter; false where the next ones are none.
func (p *parser) reading() bool {
	if p.Plain {
		return false
	}
	next, ends, all := p.plainWords()
	n, filters := p.readPeriod(next)
	if n == 0 {
		n, filters = readStatus(next, all && len(p.q.Terms)+len(p.q.Readings) == 0)
	}
	if n == 0 || len(p.q.Filters)+len(filters) > maxTerms {
		return false
	}
	p.q.Readings = append(p.q.Readings, Reading{string(p.rest[:ends[n-1]]), filters})
	p.q.Filters = append(p.q.Filters, filters...)
	p.rest = p.rest[ends[n-1]:]
	return true
}

// plainWords is the next words, in lower case and without signs behind them, as far as they are letters and digits
// alone; where each ends; and whether no other part follows them.
func (p *parser) plainWords() (list []string, ends []int, all bool) {
	at := 0
	for len(list) < maxReading {
		for at < len(p.rest) && isSpace(p.rest[at]) {
			at++
		}
		start := at
		for at < len(p.rest) && !isSpace(p.rest[at]) {
			at++
		}
		word := strings.TrimRight(string(p.rest[start:at]), "?!.,;")
		if word == "" || strings.Trim(word, asciiWord) != "" {
			return list, ends, start == at
		}
		list, ends = append(list, strings.ToLower(word)), append(ends, at)
	}
	return list, ends, false
}

// readPeriod reads a period: how many words it takes, none for no period. What is before it says from when or until
// when.
func (p *parser) readPeriod(next []string) (n int, filters []Filter) {
	before := ""
	if len(next) > 1 && slices.Contains([]string{"in", "during", "since", "after", "before", "until"}, next[0]) {
		before, next, n = next[0], next[1:], 1
	}
	taken, from, to := readYear(next)
	if taken == 0 && p.Today > 0 {
		taken, from, to = readRelative(next, dayAt(p.Today))
	}
	if taken == 0 {
		return 0, nil
	}
	after, until := Filter{Field: "after", Day: dayOf(from)}, Filter{Field: "before", Day: dayOf(to)}
	switch before {
	case "since":
		return n + taken, []Filter{after}
	case "after":
		return n + taken, []Filter{{Field: "after", Day: until.Day}}
	case "before", "until":
		return n + taken, []Filter{{Field: "before", Day: after.Day}}
	}
	return n + taken, []Filter{after, until}
}

// readYear reads 2025 and March 2025.
func readYear(next []string) (n int, from, to time.Time) {
	month := 0
	if len(next) > 1 {
		if month = 1 + slices.Index(months, next[0]); month > 0 {
			next, n = next[1:], 1
		}
	}
	if len(next) == 0 || len(next[0]) != 4 || next[0] < "1990" || next[0] > "2099" {
		return 0, from, to
	}
	year, err := strconv.Atoi(next[0])
	if err != nil {
		return 0, from, to
	}
	if month > 0 {
		return n + 1, date(year, month, 1), date(year, month+1, 1)
	}
	return 1, date(year, 1, 1), date(year+1, 1, 1)
}

// maxUnits is how many days, weeks, months or years a period may reach back.
const maxUnits = 999

// readRelative reads today, yesterday, this month, last month, past month and last 3 months, of all units.
func readRelative(next []string, today time.Time) (n int, from, to time.Time) {
	tomorrow := today.AddDate(0, 0, 1)
	if len(next) == 0 {
		return 0, from, to
	}
	switch {
	case next[0] == "today":
		return 1, today, tomorrow
	case next[0] == "yesterday":
		return 1, today.AddDate(0, 0, -1), today
	case len(next) < 2:
		return 0, from, to
	}
	isLast := next[0] == "last" || next[0] == "past" || next[0] == "previous"
	if unit := slices.Index(units, next[1]); unit > 0 && next[0] == "this" {
		begin := beginning(today, unit)
		return 2, begin, back(begin, unit, -1)
	} else if unit > 0 && isLast && next[0] != "past" {
		begin := beginning(today, unit)
		return 2, back(begin, unit, 1), begin
	} else if unit >= 0 && next[0] == "past" {
		return 2, back(tomorrow, unit, 1), tomorrow
	}
	count, err := strconv.Atoi(next[1])
	if err != nil || !isLast || len(next) < 3 || count < 1 || count > maxUnits {
		return 0, from, to
	}
	unit := slices.Index(units, strings.TrimSuffix(next[2], "s"))
	if unit < 0 {
		return 0, from, to
	}
	return 3, back(tomorrow, unit, count), tomorrow
}

// beginning is the first day of the week, month, quarter or year of a day. Weeks begin on Monday.
func beginning(day time.Time, unit int) time.Time {
	switch units[unit] {
	case "week":
		return day.AddDate(0, 0, -(int(day.Weekday())+6)%7)
	case "month":
		return date(day.Year(), int(day.Month()), 1)
	case "quarter":
		return date(day.Year(), int(day.Month())-(int(day.Month())-1)%3, 1)
	}
	return date(day.Year(), 1, 1)
}

// back is a day so many units earlier.
func back(day time.Time, unit, count int) time.Time {
	return day.AddDate(
		-[]int{0, 0, 0, 0, 1}[unit]*count, -[]int{0, 0, 1, 3, 0}[unit]*count, -[]int{1, 7, 0, 0, 0}[unit]*count)
}

func date(year, month, day int) time.Time {
	return time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
}

const secondsOfDay = 24 * 60 * 60

func dayAt(day int) time.Time    { return time.Unix(int64(day)*secondsOfDay, 0).UTC() }
func dayOf(at time.Time) (n int) { return int(at.Unix() / secondsOfDay) }

// readStatus reads overdue and reopened; and late, open and unresolved before what a log has, or as the whole query.
func readStatus(next []string, isAll bool) (n int, filters []Filter) {
	if len(next) == 0 {
		return 0, nil
	}
	status, known := statuses[next[0]]
	if !known {
		return 0, nil
	}
	filters = []Filter{{Field: "is", Values: []string{status}}}
	if len(next) > 1 {
		if kind, isNoun := nouns[strings.TrimSuffix(next[1], "s")]; isNoun {
			if kind != "" {
				filters = append(filters, Filter{Field: "has", Values: []string{kind}})
			}
			return 2, filters
		}
	}
	isSure := next[0] == "overdue" || next[0] == "reopened" || isAll && len(next) == 1
	isTold := len(next) > 2 && !words.IsStop(next[1]) && isGeneric(next[2])
	if isSure || isTold {
		return 1, filters
	}
	return 0, nil
}
