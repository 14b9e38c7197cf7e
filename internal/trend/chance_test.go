package trend

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"testing"
	"time"

	"hindcast/internal/incident"
)

// randomLog is how random logs come about: what holds of the last twelve complete months, and of all time before.
type randomLog struct {
	name         string
	last, before randomYear
}

// randomYear is what holds of incidents detected in a year.
type randomYear struct {
	incidents float64 // on average
	share     float64 // found by monitoring, a recurrence, of actions those closed on time
	times     float64 // how many times as long as in a plain year
}

// spread is the standard deviation of the logarithm of a time: the middle half of the times lies between 0.6 and 1.66
// times the median.
const spread = 0.75

// make draws three years of incidents, each of them independent of the others.
func (l randomLog) make(t *testing.T, random *rand.Rand) *incident.Log {
	t.Helper()
	log := logOf()
	month := time.Date(now.Year(), now.Month(), 1, 0, 0, 0, 0, time.UTC)
	for at := month.AddDate(-3, 0, 0); ; {
		year := l.before
		if !at.Before(month.AddDate(-1, 0, 0)) {
			year = l.last
		}
		if at = at.Add(time.Duration(random.ExpFloat64() / year.incidents * 365.25 * 24 * float64(time.Hour))); at.After(now) {
			return log
		}
		r := record(t, fmt.Sprintf("INC-%04d", len(log.Records)), "", "detected", "")
		is := func() bool { return random.Float64() < year.share }
		stamp := func(at time.Time) (v incident.Time) {
			if !at.After(now) {
				v, _ = incident.ParseTime(at.UTC().Format(time.RFC3339))
			}
			return v
		}
		after := func(from time.Time, median time.Duration) time.Time {
			return from.Add(time.Duration(float64(median) * year.times * math.Exp(spread*random.NormFloat64())))
		}
		started := at.Add(-after(at, 3*time.Hour).Sub(at))
		resolved := after(started, 40*time.Hour)
		r.Timeline.Started.At, r.Timeline.Detected = stamp(started), stamp(at)
		r.Timeline.Triaged, r.Timeline.Contained = stamp(after(at, time.Hour)), stamp(after(started, 9*time.Hour))
		r.Timeline.Resolved = stamp(resolved)
		r.Timeline.Reviewed, r.Timeline.Closed = stamp(after(resolved, 15*24*time.Hour)), stamp(after(at, 40*24*time.Hour))
		for _, stage := range incident.Lifecycle {
			if !r.First(stage.ID).IsZero() {
				r.Status = stage.ID
			}
		}
		if r.Detection.Method = "customer"; is() {
			r.Detection.Method = "monitoring"
		}
		if is() && len(log.Records) > 0 {
			r.Related = []incident.Relation{{Relation: "recurrence_of", ID: "INC-0000"}}
		}
		due := at.AddDate(0, 0, 1)
		ended := due.AddDate(0, 0, 9)
		if is() {
			ended = due
		}
		r.Actions = []incident.Action{{ID: "A1", Status: "done", Due: stamp(due), Ended: stamp(ended)}}
		log.Records = append(log.Records, r)
	}
}

// Of random logs without a change, verdicts find one in at most 5 % for each measure; a doubling, of shares from 40 to
// 80 %, of thirty cases is found in at least 80 %. The logs are few, and the bounds wide accordingly, unless
// HINDCAST_TEST_LONG is set.
func TestVerdictsByChance(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds; make test runs it")
	}
	logs, slack := 150, 0.06
	if os.Getenv("HINDCAST_TEST_LONG") != "" {
		logs, slack = 2000, 0
	}
	measures := []string{"months", "monitoring", "recurrence", "completion"}
	for _, d := range incident.Spans {
		measures = append(measures, d.ID)
	}
	plain := func(incidents float64) randomYear { return randomYear{incidents, 0.4, 1} }
	for _, c := range []struct {
		randomLog
		changed map[string]bool
	}{
		{randomLog{"12 a year, no change", plain(12), plain(12)}, nil},
		{randomLog{"30 a year, no change", plain(30), plain(30)}, nil},
		{randomLog{"60 a year, no change", plain(60), plain(60)}, nil},
		{randomLog{"150 a year, no change", plain(150), plain(150)}, nil},
		{randomLog{"30 a year, then 60", plain(60), plain(30)}, map[string]bool{"months": true}},
		{randomLog{"30 a year, shares and times doubled", randomYear{30, 0.8, 2}, plain(30)}, map[string]bool{
			"monitoring": true, "recurrence": true, "completion": true, "detect": true, "respond": true, "contain": true, "resolve": true, "learn": true, "close": true,
		}},
	} {
		random := rand.New(rand.NewPCG(1, uint64(len(c.name))))
		found := map[string]int{}
		for range logs {
			j := Compute(c.make(t, random), now).Whole.Judge()
			for _, row := range j.Changed {
				found[row.ID]++
			}
			if j.More.N > 0 {
				found["more frequent"]++
			}
			if j.Fewer.N > 0 {
				found["less frequent"]++
			}
		}
		line := c.name + ":"
		for _, id := range append(measures, "more frequent", "less frequent") {
			rate := float64(found[id]) / float64(logs)
			line += fmt.Sprintf(" %s %.1f %%,", id, 100*rate)
			switch isOften := id == "more frequent" || id == "less frequent"; {
			case isOften && c.changed["months"]: // limits from months of both kinds find little
			case c.changed[id] && rate < 0.8-slack:
				t.Errorf("%s: %s is found in %.1f %%", c.name, id, 100*rate)
			case !c.changed[id] && rate > 0.05+slack:
				t.Errorf("%s: %s is found in %.1f %%", c.name, id, 100*rate)
			}
		}
		t.Log(line)
	}
}
