package trend

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"hindcast/internal/incident"
	"hindcast/internal/trend/figure"
)

var now = time.Date(2026, 4, 15, 0, 0, 0, 0, time.UTC)

func at(t *testing.T, s string) incident.Time {
	t.Helper()
	if s == "" {
		return incident.Time{}
	}
	v, err := incident.ParseTime(s)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// record is one with a status and the times of its timeline, written as "started=… detected=…".
func record(t *testing.T, id, kind, status, times string) *incident.Record {
	t.Helper()
	r := &incident.Record{}
	r.ID, r.Kind, r.Status, r.Type, r.Severity, r.Owner = id, kind, status, "bias", "sev3", "ML team"
	setTimes(t, &r.Timeline, times)
	return r
}

func setTimes(t *testing.T, timeline *incident.Timeline, times string) {
	t.Helper()
	for _, word := range strings.Fields(times) {
		key, value, _ := strings.Cut(word, "=")
		if key == "started" {
			timeline.Started.At = at(t, value)
		} else {
			*incident.Lifecycle[incident.StageIndex(key)].Time(timeline) = at(t, value)
		}
	}
}

func logOf(records ...*incident.Record) *incident.Log {
	return &incident.Log{Config: incident.NewConfig(incident.Settings{}), Records: records}
}

// values are the named values of a figure, as text.
func values(t *testing.T, r *figure.Report, figure string, names ...string) string {
	t.Helper()
	f := r.Find(figure)
	if f == nil {
		t.Fatalf("there is no figure %s", figure)
	}
	var list []string
	for _, name := range names {
		for _, v := range f.Values() {
			if v.Name == name {
				list = append(list, v.Text)
			}
		}
	}
	return strings.Join(list, " ")
}

func expect(t *testing.T, what, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("%s: %s, want %s", what, got, want)
	}
}

func TestOnlyIncidentsCount(t *testing.T) {
	trends := Compute(logOf(
		record(t, "A", "", "closed", "detected=2026-01-31T23:30:00Z"),
		record(t, "B", "near_miss", "closed", "detected=2026-01-10"),
		record(t, "C", "precedent", "", "started=2026-01-10"),
		record(t, "D", "", "withdrawn", "detected=2026-01-10"),
		record(t, "E", "exercise", "closed", "detected=2026-01-10"),
		record(t, "F", "hazard", "duplicate", "detected=2026-01-10"),
	), now)
	expect(t, "counted", fmt.Sprint(len(trends.Whole.Records), len(trends.Whole.Near)), "1 1")
	expect(t, "excluded", fmt.Sprint(trends.Excluded), "[{duplicate 1} {exercise 1} {precedent 1} {withdrawn 1}]")
	expect(t, "near misses", values(t, trends.Whole, "near-misses", "n", "n_near_miss"), "1 1")
}

// A month is that of the configured zone, without a gap up to now; a year is too coarse, and what lies
// after the report is left out.
func TestMonths(t *testing.T) {
	log := logOf(
		record(t, "A", "", "closed", "detected=2026-01-31T23:30:00Z"),
		record(t, "B", "", "closed", "detected=2026-04"),
		record(t, "C", "", "closed", "detected=2026"),
		record(t, "D", "", "closed", "detected=2026-05-01"),
	)
	var err error
	if log.Config.Zone, err = time.LoadLocation("Europe/Berlin"); err != nil {
		t.Fatal(err)
	}
	f := Compute(log, now).Whole.Find("months")
	expect(t, "months", fmt.Sprint(f.Table().Rows), "[[2026-02 1  ] [2026-03 0  ] [2026-04 1 yes ]]")
	got := ""
	for _, out := range f.About().LeftOut {
		got += fmt.Sprintf("%s:%s ", out.Why, out.Records[0].ID)
	}
	expect(t, "left out", got, "later:D undated:C ")
}

// Scopes have the incidents of their system, type or team, and nothing else.
func TestScopes(t *testing.T) {
	log := logOf(
		record(t, "A", "", "closed", "detected=2026-01-10"),
		record(t, "B", "", "closed", "detected=2026-02-10"),
		record(t, "C", "", "closed", "detected=2026-03-10"),
	)
	log.Systems = []*incident.System{{Slug: "chat", SystemFront: incident.SystemFront{Title: "Chat"}}, {Slug: "idle"}}
	log.Records[0].Systems, log.Records[1].Systems, log.Records[2].Unregistered = []string{"chat", "chat"},
		[]string{"chat", "unknown"}, []string{"x"}
	log.Records[1].Owner, log.Records[2].Type = "ml Team", "misuse"
	got := ""
	for _, r := range Compute(log, now).Scopes {
		got += fmt.Sprintf("%s:%s=%d ", r.Scope.Kind, r.Scope.Slug, len(r.Records))
	}
	expect(t, "scopes", got, "system:chat=2 type:bias=2 type:misuse=1 team:ml-team=3 severity:sev3=3 year:2026=3 ")
	expect(t, "systems", values(t, Compute(log, now).Whole, "systems", "n", "n_chat", "n_unregistered"), "3 2 1")
}

// The quantiles are those of a spreadsheet: PERCENTILE.INC of 10, 20, 30, 40, 100 minutes.
func TestQuantiles(t *testing.T) {
	var records []*incident.Record
	for i, minutes := range []int{40, 10, 100, 20, 30} {
		start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
		times := "started=" + start.Format(time.RFC3339) + " detected=" +
			start.Add(time.Duration(minutes)*time.Minute).Format(time.RFC3339)
		records = append(records, record(t, fmt.Sprint(i), "", "detected", times))
	}
	names := []string{"n", "median_minutes", "p90_minutes"}
	expect(t, "five", values(t, Compute(logOf(records...), now).Whole, "detect", names...), "5 30 76")
	expect(t, "four", values(t, Compute(logOf(records[:4]...), now).Whole, "detect", names...), "4  ")
}

// What a time leaves out, and that seconds and same minutes do no harm.
func TestLeftOut(t *testing.T) {
	f := Compute(logOf(
		record(t, "A", "", "resolved",
			"started=2026-01-01T10:00:40Z detected=2026-01-01T11:00:00Z resolved=2026-01-01T12:00Z"),
		record(t, "B", "", "triaged", "started=2026-04-14T10:00:00Z detected=2026-01-01T11:00:00Z"),
		record(t, "C", "", "resolved", "started=2026-01-01 detected=2026-01-01T11:00:00Z resolved=2026-01-01T12:00:00Z"),
		record(t, "D", "", "resolved", "detected=2026-01-01T11:00:00Z resolved=2026-01-01T12:00:00Z"),
		record(t, "E", "", "closed", "started=2026-01-01T10:00:00Z detected=2026-01-01T11:00:00Z"),
		record(t, "F", "", "closed", "started=2026-01-01T10:00:00Z detected=2026-01-01T11:00:00Z resolved=2026-01-02"),
		record(t, "G", "", "closed", "started=2026-01-03T10:00:00Z detected=2026-01-01T11:00:00Z resolved=2026-01-02T10:00Z"),
		record(t, "H", "", "resolved", "started=2026-01-01T12:00:59Z detected=2026-01-01T12:00Z resolved=2026-01-01T12:00Z"),
	), now).Whole.Find("resolve").(*figure.Spans)
	got := ""
	for _, l := range f.LeftOut {
		got += fmt.Sprintf("%s:%s ", l.Why, l.Records[0].ID)
	}
	expect(t, "left out", got, "from-coarse:C from-unknown:D order:G to-coarse:F to-unknown:E ")
	early := record(t, "I", "", "detected",
		"started=2026-01-01T10:00Z detected=2026-01-01T11:00Z resolved=2026-01-01T12:00Z")
	contain := Compute(logOf(early), now).Whole.Find("contain").About()
	expect(t, "resolved, so contained", fmt.Sprintf("%d %s", contain.N, contain.LeftOut[0].Why), "0 to-unknown")
	got = ""
	for _, p := range f.Points {
		got += fmt.Sprintf("%s:%d:%t ", p.Record.ID, p.Took, p.Open)
	}
	expect(t, "points", got, "H:0:false A:120:false B:840:true ")
}

// A record that went back keeps its first pass, the earliest of them.
func TestFirstPass(t *testing.T) {
	r := record(t, "A", "", "triaged", "detected=2026-01-01 triaged=2026-01-01")
	r.Reopened = []incident.Reopened{{When: at(t, "2026-03-01")}, {When: at(t, "2026-02-01")}}
	setTimes(t, &r.Reopened[0].Earlier, "resolved=2026-02-20 reviewed=2026-02-25")
	setTimes(t, &r.Reopened[1].Earlier, "resolved=2026-01-10 reviewed=2026-01-14 closed=2026-01-31")
	report := Compute(logOf(r), now).Whole
	expect(t, "close", fmt.Sprint(report.Find("close").Table().Rows), "[[A 30  2026-01-01 2026-01-31 ]]")
	expect(t, "learn", fmt.Sprint(report.Find("learn").Table().Rows), "[[A 4  2026-01-10 2026-01-14 ]]")
	expect(t, "reopened", values(t, report, "close", "reopened"), "1")
}

// The ranks are those of the tables of the sign test, for example Conover 1999, table A3.
func TestOrderStatistic(t *testing.T) {
	for n, want := range map[int]int{1: 0, 5: 0, 6: 1, 8: 1, 9: 2, 10: 2, 20: 6, 50: 18, 100: 40} {
		if got := orderStatistic(n); got != want {
			t.Errorf("%d values: rank %d, want %d", n, got, want)
		}
	}
	var points []figure.Point
	for i := range 10 {
		points = append(points, figure.Point{Took: i + 1, Open: i == 0})
	}
	if low, high := medianInterval(points); low != 2 || fmt.Sprint(high) != "10" {
		t.Errorf("interval %v to %v, want 2 to 10: an open case may still become the longest", low, high)
	}
}

// monthly is a log with so many incidents in each month before the one of now.
func monthly(t *testing.T, counts ...int) *incident.Log {
	t.Helper()
	log := logOf()
	for i, n := range counts {
		month := time.Date(2026, time.Month(4-len(counts)+i+1), 1, 0, 0, 0, 0, time.UTC).AddDate(0, -1, 0)
		for j := range n {
			log.Records = append(log.Records, record(t, fmt.Sprintf("%d-%02d", i, j), "", "detected",
				"detected="+month.AddDate(0, 0, j).Format(time.DateOnly)))
		}
	}
	return log
}

// Eleven months of four and one of thirteen: of a Poisson distribution with the mean 57/12, 0.07 % lie above 12, and
// 0.2 % above 11.
func TestCChart(t *testing.T) {
	names := []string{"method", "points", "centre", "lower", "upper", "outside"}
	spike := monthly(t, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 13)
	expect(t, "a spike", values(t, Compute(spike, now).Whole, "months", names...), "c-chart 12 4.75 0 12 1")
	even := monthly(t, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4)
	expect(t, "noise", values(t, Compute(even, now).Whole, "months", names...), "c-chart 12 4 0 11 0")
	short := monthly(t, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 20)
	expect(t, "eleven months", values(t, Compute(short, now).Whole, "months", names...), "too-few 11")
	for i := range 12 { // the running month is in no limit, and may be above already
		even.Records = append(even.Records, record(t, fmt.Sprint("now", i), "", "detected", "detected=2026-04-01"))
	}
	expect(t, "running month", values(t, Compute(even, now).Whole, "months", names...), "c-chart 12 4 0 11 1")
}

// Thirteen incidents, thirty days from each to the next, then one the day after: y is 30^(1/3.6) for
// twelve and 1 for the last stretch.
func TestTChart(t *testing.T) {
	log := logOf()
	day := time.Date(2025, 3, 1, 0, 0, 0, 0, time.UTC)
	for i := range 13 {
		log.Records = append(log.Records, record(t, fmt.Sprintf("%02d", i), "", "detected",
			"detected="+day.AddDate(0, 0, 30*i).Format(time.DateOnly)))
	}
	names := []string{"method", "points", "centre", "lower", "upper", "outside"}
	expect(t, "even", values(t, Compute(log, now).Whole, "gaps", names...), "t-chart 12 30 30 30 0")
	log.Records = append(log.Records, record(t, "13", "", "detected",
		"detected="+day.AddDate(0, 0, 361).Format(time.DateOnly)))
	log.Records = append(log.Records, record(t, "14", "", "detected", "detected=2026"))
	// mean y = (12·2.57225+1)/13 = 2.45131, mean range = 1.57225/12 = 0.13102, half = 0.34852
	expect(t, "a burst", values(t, Compute(log, now).Whole, "gaps", names...), "t-chart 13 25.2247 14.5232 40.7065 1")
	expect(t, "few", values(t, Compute(logOf(log.Records[:12]...), now).Whole, "gaps", names...), "too-few 11")
}

func action(t *testing.T, id, status, due, ended string) incident.Action {
	t.Helper()
	return incident.Action{ID: id, Status: status, Due: at(t, due), Ended: at(t, ended)}
}

func TestActions(t *testing.T) {
	r := record(t, "A", "", "closed", "detected=2026-01-01")
	r.Actions = []incident.Action{
		action(t, "A1", "done", "2026-01-31", "2026-01-31"),
		action(t, "A2", "done", "2026-01-31", "2026-02-28"),
		action(t, "A3", "transferred", "2026-01-31", "2026-03-01"),
		action(t, "A4", "open", "2026-02-10", ""),
		action(t, "A5", "open", "2026-04-15", ""), // due today: its day is not over
		action(t, "A6", "declined", "2026-03-31", "2026-03-01"),
		action(t, "A7", "done", "2026-03", "2026-03-01"),
		action(t, "A8", "done", "2026-03-01", "2026-03"),
		action(t, "A9", "open", "", ""),
	}
	report := Compute(logOf(r), now).Whole
	expect(t, "completion", values(t, report, "completion", "part", "whole", "share", "on_time_declined",
		"on_time_transferred"), "1 5 0.2 1 0")
	expect(t, "debt", fmt.Sprint(report.Find("debt").Table().Rows),
		"[[2026-01 2 ] [2026-02 2 ] [2026-03 1 ] [2026-04 1 yes]]")
	got := ""
	for _, out := range report.Find("debt").About().LeftOut {
		got += fmt.Sprintf("%s:%d ", out.Why, out.N)
	}
	expect(t, "left out", got, "due-unknown:2 ended-unknown:1 ")
	expect(t, "overdue", values(t, report, "debt", "overdue_now", "longest_days"), "1 64")
}

func TestRecurrences(t *testing.T) {
	earlier := record(t, "A", "", "closed", "detected=2026-01-01")
	earlier.Actions = []incident.Action{
		action(t, "A1", "done", "2026-03-01", "2026-02-10"), // ended the day it began again
		action(t, "A2", "done", "2026-03-01", "2026-02-11"),
		action(t, "A3", "open", "2026-03-01", ""),
		action(t, "A4", "done", "2026-03-01", "2026-02"),
	}
	again := record(t, "B", "", "detected", "started=2026-02-10T08:00Z detected=2026-02-20")
	again.Related = []incident.Relation{{ID: "a", Relation: "recurrence_of"}, {ID: "A", Relation: "recurrence_of"}}
	other := record(t, "C", "", "detected", "detected=2026-02-20")
	other.Related = []incident.Relation{{ID: "P", Relation: "recurrence_of"}, {ID: "A", Relation: "similar_to"}}
	report := Compute(logOf(earlier, again, other, record(t, "P", "precedent", "", "started=2020")), now).Whole
	expect(t, "rate", values(t, report, "recurrence", "part", "whole"), "1 3")
	expect(t, "pairs", fmt.Sprint(report.Find("repeats").Table().Rows), "[[B A A2 A3]]")
	expect(t, "with open actions", values(t, report, "repeats", "n", "with_open_action"), "1 1")
}

func TestShares(t *testing.T) {
	log := monthly(t, 3, 2)
	for i, method := range []string{"monitoring", "press", "monitoring", "", "monitoring"} {
		log.Records[i].Detection.Method = method
	}
	log.Records[0].Causes = []incident.Cause{{Factor: "drift"}, {Factor: "process"}, {Factor: "drift"}}
	log.Records[1].Causes = []incident.Cause{{Factor: "drift"}}
	report := Compute(log, now).Whole
	// Wilson's interval of 3 in 4 is 0.3006 to 0.9544 (Newcombe 1998 gives the method's values).
	expect(t, "monitoring", values(t, report, "monitoring", "part", "whole", "share", "share_low", "share_high"),
		"3 4 0.75 0.3006 0.9544")
	expect(t, "causes", fmt.Sprint(report.Find("causes").Table().Rows), "[[drift 2 1 0.6667] [process 1 0.5 1]]")
	expect(t, "mentions", values(t, report, "causes", "n", "mentions"), "2 3")
}

// Each measure is judged by its own test; nothing found in few cases is no verdict.
func TestCompare(t *testing.T) {
	log := logOf()
	log.Records = append(log.Records, record(t, "first", "", "closed", "detected=2024-01-05"))
	add := func(year, n int, took time.Duration, method string) {
		for i := range n {
			day := time.Date(year, 5, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, 2*i%300)
			end := day.Add(took + time.Duration(i)*time.Minute)
			r := record(t, fmt.Sprintf("%d-%02d-%s", year, i, method), "", "triaged", "started="+day.Format(time.RFC3339)+
				" detected="+end.Format(time.RFC3339)+" triaged="+end.Add(time.Hour).Format(time.RFC3339))
			r.Detection.Method = method
			log.Records = append(log.Records, r)
		}
	}
	add(2024, 10, time.Hour, "customer")
	add(2025, 5, time.Minute, "monitoring")
	add(2025, 5, time.Minute, "customer")
	report := Compute(log, now).Whole
	expect(t, "apart",
		values(t, report, "compare", "detect_last_minutes", "detect_before_minutes", "detect_verdict"), "3 64.5 shorter")
	expect(t, "alike, in few", values(t, report, "compare", "respond_verdict"), "too-few")
	expect(t, "none", values(t, report, "compare", "learn_verdict", "learn_p"), "too-few ")
	expect(t, "none of 10, then 5 of 10",
		values(t, report, "compare", "monitoring_verdict", "monitoring_p"), "longer 0.0325")
	expect(t, "counts", values(t, report, "compare", "months_last_incidents",
		"months_before_incidents", "months_verdict", "months_p"), "10 10 too-few 1")
	add(2024, 30, time.Hour, "monitoring")
	add(2025, 30, time.Hour, "monitoring")
	report = Compute(log, now).Whole
	expect(t, "alike, in many", values(t, report, "compare", "months_verdict", "respond_verdict", "recurrence_verdict"),
		"no-change no-change no-change")
	log.Records = log.Records[1:]
	report = Compute(log, now).Whole
	expect(t, "the log is too short", values(t, report, "compare", "months_verdict", "months_p"), "log-shorter ")
}

// The months of a system begin when it went into service, those of a team when the log did.
func TestQuietMonths(t *testing.T) {
	log := logOf()
	log.Systems = []*incident.System{{Slug: "old"}, {Slug: "new"}, {Slug: "late"}}
	log.Systems[1].InService, _ = incident.ParseTime("2026-01-20")
	log.Systems[2].InService, _ = incident.ParseTime("2026-03-20")
	for system, detected := range map[string]string{"old": "2025-11-05", "new": "2026-03-01", "late": "2026-02-01"} {
		r := record(t, system, "", "closed", "detected="+detected)
		r.Systems, r.Owner = []string{system}, "team "+system
		log.Records = append(log.Records, r)
	}
	trends := Compute(log, now)
	for _, c := range []struct {
		kind       figure.ScopeKind
		slug, want string
	}{
		{figure.ScopeSystem, "old", "2025-11"},
		{figure.ScopeSystem, "new", "2026-01"},
		{figure.ScopeSystem, "late", "2026-02"}, // an incident before it went into service counts
		{figure.ScopeTeam, "team-new", "2025-11"},
	} {
		if got := trends.Find(c.kind, c.slug).Months[0].Key(); got != c.want {
			t.Errorf("the months of %s %s begin with %s, want %s", c.kind, c.slug, got, c.want)
		}
	}
}

func TestSmall(t *testing.T) {
	trends := Compute(logOf(), now)
	s := trends.Summarize([]*incident.Record{
		record(t, "A", "", "closed", "detected=2023-08-01"), record(t, "B", "", "closed", "detected=2026-04-01"),
		record(t, "C", "hazard", "closed", "detected=2026-04-01"),
		record(t, "D", "exercise", "closed", "detected=2026-04-01"),
	})
	if !s.Quarter || s.N != 2 || s.Near != 1 || len(s.Buckets) != 12 || s.Buckets[0].N != 1 || s.Buckets[11].N != 1 ||
		!s.Buckets[11].Partial {
		t.Errorf("small trend %+v", s)
	}
	if empty := trends.Summarize(nil); empty.N != 0 || len(empty.Buckets) != 0 {
		t.Errorf("small trend of nothing: %+v", empty)
	}
}

// Duties by the time they were due: 72 hours after the organisation became aware.
func TestDutiesOnTime(t *testing.T) {
	log := logOf()
	step := func(done string) []incident.Step {
		if done == "" {
			return nil
		}
		return []incident.Step{{Step: "authority", Done: at(t, done)}}
	}
	for i, c := range []struct{ aware, done, applies string }{
		{"2026-03-01T10:00Z", "2026-03-04T10:00Z", "yes"}, // on time, to the minute
		{"2026-03-01T10:00Z", "2026-03-04T10:01Z", "yes"}, // late
		{"2026-03-01T10:00Z", "", "yes"},                  // overdue
		{"2026-03-01T10:00Z", "", "no"},
		{"2026-03-01T10:00Z", "2026-03", "yes"}, // no telling
		{"", "", "yes"},                         // its clock has not begun
	} {
		r := record(t, fmt.Sprint(i), "", "detected", "detected=2026-03-01")
		r.Obligations = []incident.Obligation{{
			Regime: "gdpr_33", Role: "controller", Applies: c.applies, Aware: at(t, c.aware), Steps: step(c.done),
		}}
		log.Records = append(log.Records, r)
	}
	f := Compute(log, now).Whole.Find("duties")
	expect(t, "duties", fmt.Sprint(f.Table().Rows), "[[gdpr_33 1 1 1 0 ]]")
	expect(t, "left out", fmt.Sprint(f.About().LeftOut[0].Why, " ", f.About().LeftOut[0].N), "no-clock 2")
}

// Of a system with usage from January to March, and in a period of its own up to June, of which the decisions are an
// estimate: the interval of 2 is 0.2422 to 7.2247, that of none 0 to 3.6889 (Garwood 1936).
func TestRates(t *testing.T) {
	log := logOf(
		record(t, "A", "", "closed", "detected=2025-12-31"), record(t, "B", "", "closed", "detected=2026-01-01"),
		record(t, "C", "", "closed", "detected=2026-02-28T23:59Z"), record(t, "D", "", "closed", "detected=2026-03-01"),
		record(t, "E", "", "closed", "detected=2026-02"),
	)
	for _, r := range log.Records {
		r.Systems = []string{"assistant"}
	}
	usage := func(from, to, least, most string) incident.Usage {
		u := incident.Usage{From: at(t, from), To: at(t, to), Decisions: &incident.Count{}}
		if err := u.Decisions.UnmarshalList([]string{least, most}); err != nil {
			t.Fatal(err)
		}
		return u
	}
	log.Systems = []*incident.System{{Slug: "assistant"}, {Slug: "quiet"}}
	log.Systems[0].Usage = []incident.Usage{usage("2026-03-02", "2026-03", "1000000", "2000000"), usage("2026-01", "2026-02", "4000000", "5000000")}
	log.Systems[1].Usage = []incident.Usage{usage("2026", "2026", "1000000", "1000001")}
	trends := Compute(log, now)
	f := trends.Find(figure.ScopeSystem, "assistant").Find("rates")
	expect(t, "periods", fmt.Sprint(f.Table().Rows),
		"[[2026-01/2026-02 2 4000000 5000000 0.4444 0.0484 1.8062 ] [2026-03-02/2026-03 0 1000000 2000000 0 0 3.6889 ]]")
	expect(t, "complete", values(t, trends.Find(figure.ScopeSystem, "assistant"), "rates", "n", "months_stated", "months_all"), "2 2 4")
	expect(t, "systems", fmt.Sprint(trends.Whole.Find("rates").Table().Rows),
		"[[assistant 2 5000000 7000000 0.3333 0.0346 1.4449 ] [quiet 0 1000000 1000001 0 0 3.6889 ]]")
	expect(t, "left out", trends.Whole.Find("rates").About().LeftOut[0].Why, "not-to-day")
}
