package trendpages

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"hindcast/internal/datafiles"
)

// What follows computes the figures of the trend pages a second time, from the columns of data.csv and
// actions.csv and from the formulas that the pages print. It shares no code with the stage that makes
// them, and is written to be checked by reading: no order is kept, nothing is counted twice to save time.

// naiveTime is a time as written, with the number of its parts: 1 year, 2 month, 3 day, 4 minute.
type naiveTime struct {
	at    time.Time
	parts int
}

func readTime(s string) naiveTime {
	layout, parts := "2006-01-02T15:04Z07:00", 4
	switch len(s) {
	case 0:
		return naiveTime{}
	case len("2006"):
		layout, parts = "2006", 1
	case len("2006-01"):
		layout, parts = "2006-01", 2
	case len("2006-01-02"):
		layout, parts = "2006-01-02", 3
	default:
		if strings.Count(s, ":") > 1 && s[16] == ':' {
			layout = time.RFC3339
		}
	}
	at, err := time.Parse(layout, s)
	if err != nil {
		panic(err)
	}
	return naiveTime{at, parts}
}

// text is a time that is known to the day at most, as it is written.
func (t naiveTime) text() string { return t.at.Format("2006-01-02")[:len("2006-01-02")-3*(3-t.parts)] }

// day is the date of a time in the zone, as midnight in UTC.
func (t naiveTime) day(zone *time.Location) time.Time {
	at := t.at
	if t.parts == 4 {
		at = at.In(zone)
	}
	return time.Date(at.Year(), at.Month(), at.Day(), 0, 0, 0, 0, time.UTC)
}

func (t naiveTime) month(zone *time.Location) string { return t.day(zone).Format("2006-01") }

func days(from, to time.Time) float64 { return math.Round(to.Sub(from).Hours() / 24) }

// naiveLog is the rows of one scope.
type naiveLog struct {
	incidents, near []map[string]string
	actions         []map[string]string // of the incidents
	known           map[string]map[string]string
	allActions      map[string][]map[string]string // by incident, of the whole log
	zone            *time.Location
	now             time.Time
	began           string // first month of the whole log
	crossed         map[string]int
	usage           map[string][]naiveUsage // by system
	inService       naiveTime
	isSystem        bool
	year            string // of a scope that is one
}

// final is the last month that counts.
func (l naiveLog) final() string {
	if l.year != "" {
		return min(l.running(), l.year+"-12")
	}
	return l.running()
}

// start is the month from which on quiet ones count.
func (l naiveLog) start() string {
	start := l.began
	if l.year != "" {
		start = max(start, l.year+"-01")
	}
	if l.inService.parts >= 2 && l.inService.month(l.zone) <= l.running() {
		start = max(start, l.inService.month(l.zone))
	}
	for _, row := range l.dated(l.incidents) {
		start = min(start, readTime(row["detected"]).month(l.zone))
	}
	return start
}

func (l naiveLog) running() string { return l.now.In(l.zone).Format("2006-01") }

func (l naiveLog) today() time.Time { return naiveTime{l.now, 4}.day(l.zone) }

// answers are the numbers of a figure by name; nil where none can be given.
type answers map[string]any

// listed is a value of a cell that holds a list.
func listed(cell string) []string { return strings.Fields(cell) }

// dated are the rows whose detection is known to the month, up to the running one.
func (l naiveLog) dated(rows []map[string]string) []map[string]string {
	var list []map[string]string
	for _, row := range rows {
		if d := readTime(row["detected"]); d.parts >= 2 && d.month(l.zone) <= l.running() {
			list = append(list, row)
		}
	}
	return list
}

func (l naiveLog) counts(rows []map[string]string, of func(map[string]string) []string) answers {
	a := answers{"n": len(l.dated(rows))}
	for _, row := range l.dated(rows) {
		for _, id := range of(row) {
			n, _ := a["n_"+id].(int)
			a["n_"+id] = n + 1
		}
	}
	return a
}

// perMonth is the number of incidents of each month up to the running one.
func (l naiveLog) perMonth() (months []string, n []int) {
	found := map[string]int{}
	first := l.start()
	for _, row := range l.dated(l.incidents) {
		found[readTime(row["detected"]).month(l.zone)]++
	}
	if len(found) == 0 {
		return nil, nil
	}
	at, _ := time.Parse("2006-01", first)
	for ; at.Format("2006-01") <= l.final(); at = at.AddDate(0, 1, 0) {
		months = append(months, at.Format("2006-01"))
		n = append(n, found[at.Format("2006-01")])
	}
	return months, n
}

func (l naiveLog) months() answers {
	months, n := l.perMonth()
	a := answers{"n": 0, "method": "too-few", "points": 0, "mean_per_month": 0.0}
	if len(months) == 0 {
		return a
	}
	complete, running := n, 0
	if months[len(months)-1] == l.running() {
		complete, running = n[:len(n)-1], n[len(n)-1]
	}
	sum := 0
	for _, v := range complete {
		sum += v
	}
	a["n"], a["n_incidents"] = sum+running, sum+running
	a["points"] = len(complete)
	if len(complete) == 0 {
		return a
	}
	mean := float64(sum) / float64(len(complete))
	a["mean_per_month"] = mean
	if mean < 3 {
		a["method"] = "t-chart"
		return a
	}
	if len(complete) < 12 {
		return a
	}
	lower, upper := poissonQuantiles(mean)
	outside := 0
	for i, v := range n {
		if float64(v) > upper || i < len(complete) && float64(v) < lower {
			outside++
		}
	}
	a["method"], a["centre"], a["upper"], a["lower"], a["outside"] = "c-chart", mean, upper, lower, outside
	return a
}

// poissonQuantiles are the limits of a count: each probability from the one before, as much as 0.135 % on either side.
func poissonQuantiles(mean float64) (lower, upper float64) {
	p, rest := math.Exp(-mean), 1.0
	for n := 0.0; ; n++ {
		if 1-rest <= 0.00135 {
			lower = n
		}
		if rest -= p; rest <= 0.00135 {
			return lower, n
		}
		p *= mean / (n + 1)
	}
}

// detections are the days of detection, in order.
func (l naiveLog) detections() []time.Time {
	var detected []time.Time
	for _, row := range l.dated(l.incidents) {
		if d := readTime(row["detected"]); d.parts >= 3 {
			detected = append(detected, d.day(l.zone))
		}
	}
	slices.SortFunc(detected, time.Time.Compare)
	return detected
}

// judged is what lies beyond the limits since a year ago: how many and since when, below and above.
func (l naiveLog) judged() (method string, more, fewer datafiles.OutsideJSON) {
	running, _ := time.Parse("2006-01", l.running())
	note := func(o *datafiles.OutsideJSON, since time.Time) {
		if o.N == 0 {
			o.Since = since.Format(time.DateOnly)
		}
		o.N++
	}
	limits := l.months()
	if limits["method"] == "t-chart" {
		if limits = l.gaps(); limits["method"] != "t-chart" {
			return "too-few", more, fewer
		}
		detected := l.detections()
		for i, at := range detected[1:] {
			gap := days(detected[i], at)
			switch {
			case at.Before(running.AddDate(-1, 0, 0)):
			case gap+1 <= limits["lower"].(float64):
				note(&more, detected[i])
			case gap > limits["upper"].(float64):
				note(&fewer, detected[i])
			}
		}
	} else if limits["method"] == "c-chart" {
		months, n := l.perMonth()
		for i, month := range months[max(0, len(months)-13):] {
			at, _ := time.Parse("2006-01", month)
			count := float64(n[max(0, len(months)-13)+i])
			switch {
			case count > limits["upper"].(float64):
				note(&more, at)
			case count < limits["lower"].(float64) && month != l.running():
				note(&fewer, at)
			}
		}
	}
	return limits["method"].(string), more, fewer
}

func (l naiveLog) gaps() answers {
	detected := l.detections()
	var all, base []float64
	for i := 1; i < len(detected); i++ {
		gap := days(detected[i-1], detected[i])
		all = append(all, gap)
		if detected[i].Format("2006-01") < l.running() {
			base = append(base, gap)
		}
	}
	m := l.months()
	a := answers{"n": len(all), "method": "too-few", "points": len(base), "mean_per_month": m["mean_per_month"]}
	if m["method"] != "t-chart" || len(base) < 12 {
		return a
	}
	var y []float64
	sum, moved := 0.0, 0.0
	for i, gap := range base {
		y = append(y, math.Exp(math.Log(gap)/3.6)) // the logarithm of nothing is minus infinity, its power nothing
		sum += y[i]
		if i > 0 {
			moved += math.Abs(y[i] - y[i-1])
		}
	}
	mean, width := sum/float64(len(y)), 2.66*moved/float64(len(y)-1)
	back := func(v float64) float64 { return math.Pow(math.Max(v, 0), 3.6) }
	outside := 0
	for _, gap := range all {
		if gap > back(mean+width) || gap+1 <= back(mean-width) {
			outside++
		}
	}
	a["method"], a["centre"], a["upper"], a["lower"], a["outside"] = "t-chart", back(mean), back(mean+width),
		back(mean-width), outside
	return a
}

// firstPass is the time a stage was reached first: the one kept in the earliest return that has it.
func firstPass(row map[string]string, key string) naiveTime {
	best, when := "", time.Time{}
	for _, back := range strings.Split(row["reopened"], "; ") {
		words := strings.Fields(back)
		for _, word := range words[min(1, len(words)):] {
			if name, value, _ := strings.Cut(word, "="); name == key {
				if at := readTime(words[0]).at; best == "" || at.Before(when) {
					best, when = value, at
				}
			}
		}
	}
	if best == "" {
		best = row[key]
	}
	return readTime(best)
}

var naiveStages = []string{"detected", "triaged", "contained", "resolved", "reviewed", "closed"}

func hasReached(row map[string]string, stage string) bool {
	return slices.Index(naiveStages, row["status"]) >= slices.Index(naiveStages, stage) &&
		slices.Contains(naiveStages, stage)
}

// wilson are the shares p for which (part/n - p)² = z² p (1-p) / n: the roots of a quadratic equation.
func wilson(part, n float64) (low, high any) {
	if n == 0 {
		return nil, nil
	}
	const z = 1.959963984540054
	a, b, c := 1+z*z/n, -(2*part/n + z*z/n), (part/n)*(part/n)
	root := math.Sqrt(math.Max(0, b*b-4*a*c))
	return math.Max(0, (-b-root)/(2*a)), math.Min(1, (-b+root)/(2*a))
}

func shareAnswers(part, n int) answers {
	low, high := wilson(float64(part), float64(n))
	a := answers{"n": n, "part": part, "whole": n, "share": nil, "share_low": low, "share_high": high}
	if n > 0 {
		a["share"] = float64(part) / float64(n)
	}
	return a
}

func (l naiveLog) share(rows []map[string]string, counts, has func(map[string]string) bool) (part, n int) {
	for _, row := range rows {
		if counts(row) {
			n++
			if has(row) {
				part++
			}
		}
	}
	return part, n
}

func hasMethod(row map[string]string) bool { return row["method"] != "" }

func isMonitoring(row map[string]string) bool { return row["method"] == "monitoring" }

func isAny(map[string]string) bool { return true }

// earlier are the records that a row is a recurrence of and that are in the data.
func (l naiveLog) earlier(row map[string]string) []map[string]string {
	var list []map[string]string
	for _, id := range listed(row["recurrence_of"]) {
		if other := l.known[id]; other != nil {
			list = append(list, other)
		}
	}
	return list
}

func (l naiveLog) recurs(row map[string]string) bool { return len(l.earlier(row)) > 0 }

// mentions counts the incidents by the values in a column of lists.
// named is a cell that holds names between semicolons.
func named(cell string) (names []string) {
	for name := range strings.SplitSeq(cell, "; ") {
		if name != "" {
			names = append(names, name)
		}
	}
	return names
}

func (l naiveLog) mentions(column string, listed func(string) []string) answers {
	a := answers{"n": 0, "mentions": 0}
	for _, row := range l.incidents {
		factors := slices.Compact(slices.Sorted(slices.Values(listed(row[column]))))
		if len(factors) == 0 {
			continue
		}
		a["n"] = a["n"].(int) + 1
		for _, f := range factors {
			n, _ := a["n_"+f].(int)
			a["n_"+f], a["mentions"] = n+1, a["mentions"].(int)+1
		}
	}
	return a
}

func (l naiveLog) open() answers {
	var ages []float64
	for _, row := range l.incidents {
		if d := readTime(row["detected"]); row["status"] != "closed" && d.parts >= 3 {
			ages = append(ages, math.Max(0, days(d.day(l.zone), l.today())))
		}
	}
	a := answers{"n": len(ages), "median_days": percentileInc(ages, 0.5), "p90_days": percentileInc(ages, 0.9)}
	if len(ages) > 0 {
		a["oldest_days"] = slices.Max(ages)
	}
	return a
}

func isEnded(action map[string]string) bool {
	return slices.Contains([]string{"done", "declined", "transferred"}, action["status"])
}

// due are the actions whose due day is over and whose days are known.
func (l naiveLog) due() []map[string]string {
	var list []map[string]string
	for _, action := range l.actions {
		due := readTime(action["due"])
		if due.parts >= 3 && due.day(l.zone).Before(l.today()) && (!isEnded(action) || readTime(action["ended"]).parts >= 3) {
			list = append(list, action)
		}
	}
	return list
}

func (l naiveLog) onTime(action map[string]string) bool {
	return action["status"] == "done" && l.endedOnTime(action)
}

func (l naiveLog) droppedOnTime(action map[string]string) bool {
	return action["status"] != "done" && l.endedOnTime(action)
}

func (l naiveLog) endedOnTime(action map[string]string) bool {
	return isEnded(action) && !readTime(action["ended"]).day(l.zone).After(readTime(action["due"]).day(l.zone))
}

func (l naiveLog) completion() answers {
	part, n := l.share(l.due(), isAny, l.onTime)
	a := shareAnswers(part, n)
	for _, status := range []string{"declined", "transferred"} {
		a["on_time_"+status], _ = l.share(l.due(), isAny, func(action map[string]string) bool {
			return action["status"] == status && l.droppedOnTime(action)
		})
	}
	return a
}

// overdueAt counts the actions due by a day and not ended by it.
func (l naiveLog) overdueAt(day time.Time) int {
	n := 0
	for _, action := range l.due() {
		if readTime(action["due"]).day(l.zone).After(day) ||
			isEnded(action) && !readTime(action["ended"]).day(l.zone).After(day) {
			continue
		}
		n++
	}
	return n
}

func (l naiveLog) debt() answers {
	a := answers{"n": len(l.due()), "overdue_now": 0}
	for _, action := range l.due() {
		if !isEnded(action) {
			a["overdue_now"] = a["overdue_now"].(int) + 1
			late, _ := a["longest_days"].(float64)
			a["longest_days"] = math.Max(late, days(readTime(action["due"]).day(l.zone), l.today()))
		}
	}
	return a
}

func (l naiveLog) repeats() answers {
	a := answers{"n": 0, "with_open_action": 0}
	for _, row := range l.dated(l.incidents) {
		began := firstPass(row, "started")
		if began.parts < 3 {
			began = firstPass(row, "detected")
		}
		if !l.recurs(row) || began.parts < 3 {
			continue
		}
		a["n"] = a["n"].(int) + 1
		if slices.ContainsFunc(l.earlier(row), func(e map[string]string) bool { return l.hadOpen(e, began.day(l.zone)) }) {
			a["with_open_action"] = a["with_open_action"].(int) + 1
		}
	}
	return a
}

// hadOpen reports whether an incident was detected by a day and had an action open on it.
func (l naiveLog) hadOpen(row map[string]string, day time.Time) bool {
	detected := firstPass(row, "detected")
	return detected.parts >= 3 && !detected.day(l.zone).After(day) &&
		slices.ContainsFunc(l.allActions[row["id"]], func(action map[string]string) bool {
			ended := readTime(action["ended"])
			return !isEnded(action) || ended.parts >= 3 && ended.day(l.zone).After(day)
		})
}

// all are the answers of every figure.
func (l naiveLog) all() map[string]answers {
	one := func(key string) func(map[string]string) []string {
		return func(row map[string]string) []string { return listed(row[key]) }
	}
	severities := l.counts(l.incidents, one("severity"))
	if len(l.dated(l.incidents)) > 0 {
		for _, id := range []string{"sev1", "sev2", "sev3", "sev4"} {
			if severities["n_"+id] == nil {
				severities["n_"+id] = 0
			}
		}
	}
	part, n := l.share(l.dated(l.incidents), hasMethod, isMonitoring)
	again, of := l.share(l.dated(l.incidents), isAny, l.recurs)
	found := map[string]answers{
		"compare": l.compare(), "months": l.months(), "severities": severities, "types": l.counts(l.incidents, one("type")),
		"systems": l.counts(l.incidents, func(row map[string]string) []string {
			list := slices.Compact(slices.Sorted(slices.Values(listed(row["systems"]))))
			if row["unregistered"] != "" {
				list = append(list, "unregistered")
			}
			return list
		}),
		"gaps": l.gaps(), "near-misses": l.counts(l.near, one("kind")),
		"monitoring": shareAnswers(part, n), "recurrence": shareAnswers(again, of), "causes": l.mentions("causes", listed), "safeguards": l.mentions("safeguards", listed),
		"methods": l.mentions("method", listed), "models": l.mentions("models", named), "vendors": l.mentions("vendors", named),
		"severity-times": {"n": len(l.incidents)}, "causes-by-year": l.causesByYear(), "owners": l.owners(), "rates": l.rates(), "impact": l.impact(), "open": l.open(),
		"completion": l.completion(), "debt": l.debt(), "repeats": l.repeats(),
	}
	for _, s := range naiveSpans {
		found[s.id] = l.span(s)
	}
	return found
}

// debtByMonth is the number at the end of each month, of the running one as of yesterday's due days.
func (l naiveLog) debtByMonth(month string) string {
	if month == l.running() {
		return strconv.Itoa(l.debt()["overdue_now"].(int))
	}
	at, _ := time.Parse("2006-01", month)
	return strconv.Itoa(l.overdueAt(at.AddDate(0, 1, -1)))
}
