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

const asciiWord = "abcdefghijklmnopqrstuvwxyz0123456789"

// maxReading is how many words are read as one filter.
const maxReading = 5

// units of time as they are ordered in words.Asking.
const (
	day = iota
	week
	month
	quarter
	year
)

// states are the filters of what is told of records.
var states = map[string]Filter{
	"overdue": {Field: "is", Values: []string{"overdue"}}, "late": {Field: "is", Values: []string{"overdue"}},
	"open": {Field: "is", Values: []string{"open"}}, "reopened": {Field: "is", Values: []string{"reopened"}},
	"closed": {Field: "status", Values: []string{"closed"}},
}

// means reports whether a word means something in any of the languages.
func (p *parser) means(word, meaning string) bool {
	return slices.ContainsFunc(p.Asking, func(a words.Asking) bool {
		return slices.Contains(strings.Fields(a[meaning]), word)
	})
}

// meaning is the first of some meanings that a word has; empty for none.
func (p *parser) meaning(word string, among ...string) string {
	if i := slices.IndexFunc(among, func(meaning string) bool { return p.means(word, meaning) }); i >= 0 {
		return among[i]
	}
	return ""
}

// place is the place of a word in an ordered list, from 0 on; -1 for none.
func (p *parser) place(word, list string) int {
	for _, a := range p.Asking {
		at := slices.IndexFunc(strings.Fields(a[list]), func(forms string) bool { return isOneOf(word, forms) })
		if at >= 0 {
			return at
		}
	}
	return -1
}

// isOneOf reports whether a word is one of several that bars join.
func isOneOf(word, forms string) bool { return slices.Contains(strings.Split(forms, "|"), word) }

// thing is what a word calls of what a log has: records, actions or obligations; empty for none.
func (p *parser) thing(word string) string {
	return p.meaning(word, "records", "actions", "obligations")
}

// isGeneric reports whether a word says no more than that records are looked for.
func (p *parser) isGeneric(word string) bool { return p.thing(word) != "" }

// asksAdvice reports whether a query begins as a question for what to do: how to, what should we, and such.
func (p *parser) asksAdvice() bool {
	next, _, _ := p.plainWords()
	return slices.ContainsFunc(p.Asking, func(a words.Asking) bool {
		for beginning := range strings.SplitSeq(a["advice"], ",") {
			asked := strings.Fields(beginning)
			if len(asked) > 0 && len(next) >= len(asked) && slices.EqualFunc(next[:len(asked)], asked, isOneOf) {
				return true
			}
		}
		return false
	})
}

// reading cuts words off that are a filter; false where the next ones are none.
func (p *parser) reading() bool {
	if p.Plain {
		return false
	}
	next, ends, all := p.plainWords()
	n, filters := p.readPeriod(next)
	if n == 0 {
		n, filters = p.readStatus(next, all && len(p.q.Terms)+len(p.q.Readings) == 0)
	}
	if n == 0 || len(p.q.Filters)+len(filters) > maxTerms {
		return false
	}
	p.q.Readings = append(p.q.Readings, Reading{string(p.rest[:ends[n-1]]), filters})
	p.q.Filters = append(p.q.Filters, filters...)
	p.rest = p.rest[ends[n-1]:]
	return true
}

// plainWords is the next words, folded and without signs behind them, as far as they are letters and digits alone; where each ends; and whether no other part follows them.
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
		word := words.Fold(strings.TrimRight(string(p.rest[start:at]), "?!.,;"))
		if word == "" || strings.Trim(word, asciiWord) != "" {
			return list, ends, start == at
		}
		list, ends = append(list, word), append(ends, at)
	}
	return list, ends, false
}

// readPeriod reads a period: how many words it takes, none for no period. What is before it says from when or until
// when.
func (p *parser) readPeriod(next []string) (n int, filters []Filter) {
	before := ""
	if len(next) > 1 {
		if before = p.meaning(next[0], "during", "since", "after", "before"); before != "" {
			next, n = next[1:], 1
		}
	}
	taken, from, to := p.readYear(next)
	if taken == 0 && p.Today > 0 {
		taken, from, to = p.readRelative(next, dayAt(p.Today))
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
	case "before":
		return n + taken, []Filter{{Field: "before", Day: after.Day}}
	}
	return n + taken, []Filter{after, until}
}

// readYear reads 2025, the year 2025 and March 2025.
func (p *parser) readYear(next []string) (n int, from, to time.Time) {
	month := 0
	if len(next) > 1 {
		if month = 1 + p.place(next[0], "months"); month > 0 || p.place(next[0], "units") == year {
			next, n = next[1:], 1
		}
	}
	if len(next) == 0 || len(next[0]) != 4 || next[0] < "1990" || next[0] > "2099" {
		return 0, from, to
	}
	number, err := strconv.Atoi(next[0])
	if err != nil {
		return 0, from, to
	}
	if month > 0 {
		return n + 1, date(number, month, 1), date(number, month+1, 1)
	}
	return n + 1, date(number, 1, 1), date(number+1, 1, 1)
}

// maxUnits is how many days, weeks, months or years a period may reach back.
const maxUnits = 999

// readRelative reads today, yesterday, this month, last month, past month and last 3 months, of all units.
func (p *parser) readRelative(next []string, today time.Time) (n int, from, to time.Time) {
	tomorrow := today.AddDate(0, 0, 1)
	if len(next) == 0 {
		return 0, from, to
	}
	switch {
	case p.means(next[0], "today"):
		return 1, today, tomorrow
	case p.means(next[0], "yesterday"):
		return 1, today.AddDate(0, 0, -1), today
	case len(next) < 2:
		return 0, from, to
	}
	which := p.meaning(next[0], "this", "last", "past")
	if unit := p.place(next[1], "units"); unit > day && which == "this" {
		begin := beginning(today, unit)
		return 2, begin, back(begin, unit, -1)
	} else if unit > day && which == "last" {
		begin := beginning(today, unit)
		return 2, back(begin, unit, 1), begin
	} else if unit >= day && which == "past" {
		return 2, back(tomorrow, unit, 1), tomorrow
	}
	count, err := strconv.Atoi(next[1])
	if err != nil || which == "" || which == "this" || len(next) < 3 || count < 1 || count > maxUnits {
		return 0, from, to
	}
	unit := p.place(next[2], "units")
	if unit < day {
		return 0, from, to
	}
	return 3, back(tomorrow, unit, count), tomorrow
}

// beginning is the first day of the week, month, quarter or year of a day. Weeks begin on Monday.
func beginning(at time.Time, unit int) time.Time {
	switch unit {
	case week:
		return at.AddDate(0, 0, -(int(at.Weekday())+6)%7)
	case month:
		return date(at.Year(), int(at.Month()), 1)
	case quarter:
		return date(at.Year(), int(at.Month())-(int(at.Month())-1)%3, 1)
	}
	return date(at.Year(), 1, 1)
}

// back is a day so many units earlier.
func back(at time.Time, unit, count int) time.Time {
	return at.AddDate(
		-[]int{0, 0, 0, 0, 1}[unit]*count, -[]int{0, 0, 1, 3, 0}[unit]*count, -[]int{1, 7, 0, 0, 0}[unit]*count)
}

func date(year, month, day int) time.Time {
	return time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
}

const secondsOfDay = 24 * 60 * 60

func dayAt(day int) time.Time    { return time.Unix(int64(day)*secondsOfDay, 0).UTC() }
func dayOf(at time.Time) (n int) { return int(at.Unix() / secondsOfDay) }

// readStatus reads overdue and reopened; and late, open and closed before what a log has, or as the whole query.
func (p *parser) readStatus(next []string, isAll bool) (n int, filters []Filter) {
	if len(next) == 0 {
		return 0, nil
	}
	state := p.meaning(next[0], "overdue", "reopened", "late", "open", "closed")
	if state == "" {
		return 0, nil
	}
	filters = []Filter{states[state]}
	if len(next) > 1 {
		if thing := p.thing(next[1]); thing != "" {
			if thing != "records" {
				filters = append(filters, Filter{Field: "has", Values: []string{thing}})
			}
			return 2, filters
		}
	}
	isSure := state == "overdue" || state == "reopened" || isAll && len(next) == 1
	isTold := len(next) > 2 && !words.IsStop(next[1]) && p.isGeneric(next[2])
	if isSure || isTold {
		return 1, filters
	}
	return 0, nil
}
