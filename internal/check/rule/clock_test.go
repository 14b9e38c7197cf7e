package rule_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"hindcast/internal/check/rule"
)

// Within the span that a clock gives, all that it was asked has the same answer; the span is as wide as that allows.
func TestClockHolds(t *testing.T) {
	at := func(minutes int) time.Time {
		return time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC).Add(time.Duration(minutes) * time.Minute)
	}
	rapid.Check(t, func(t *rapid.T) {
		now := at(rapid.IntRange(-20, 20).Draw(t, "now"))
		asked := rapid.SliceOf(rapid.IntRange(-20, 20)).Draw(t, "asked")
		answers := func(now time.Time) (list []bool, holds rule.Span) {
			clock := rule.NewClock(now)
			for _, minutes := range asked {
				list = append(list, clock.IsPast(at(minutes)), clock.IsFuture(at(minutes)))
			}
			return list, clock.Holds()
		}
		first, holds := answers(now)
		if !holds.Includes(now) {
			t.Fatalf("%+v is without the instant %v itself", holds, now)
		}
		for minutes := -21; minutes <= 21; minutes++ {
			then, _ := answers(at(minutes))
			same := true
			for i := range first {
				same = same && first[i] == then[i]
			}
			if holds.Includes(at(minutes)) && !same {
				t.Errorf("asked %v at %v, the answers are others at %v, which %+v includes", asked, now, at(minutes), holds)
			}
			if len(asked) == 0 && !holds.Includes(at(minutes)) {
				t.Errorf("asked nothing at %v, %v is outside of %+v", now, at(minutes), holds)
			}
		}
	})
}

// A finding that names the present holds at that instant alone.
func TestClockThatIsNamed(t *testing.T) {
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	clock := rule.NewClock(now)
	if clock.Now() != now || !clock.Holds().Includes(now) {
		t.Error("the clock is not at its instant")
	}
	for _, d := range []time.Duration{-time.Minute, time.Minute} {
		if clock.Holds().Includes(now.Add(d)) {
			t.Errorf("it holds %v later as well", d)
		}
	}
}
