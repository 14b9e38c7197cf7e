// Package figure holds the figures that package trend computes, for pages, data files and commands: each
// with its sample, the records that were left out and why, its values and its table.
package figure

import (
	"math"
	"strconv"
	"time"

	"hindcast/internal/incident"
	"hindcast/internal/trend/stat"
)

// The least samples that something is said of.
const (
	LeastForQuantiles = 5  // finished cases for a median and a 90th percentile
	LeastForLimits    = 12 // months, or stretches between incidents, for limits
	LeastForCChart    = 3  // incidents a month on average from which on months are judged
	LeastForNoChange  = 30 // cases in each of two periods, from which on a doubling would mostly be found
)

// Counts is incidents by month, a series for each value of a key.
type Counts struct {
	Basis
	Months []Month
	Series []Series
	Limits *Limits // of the only series; nil where none are asked for
}

// Series is the counts of one value, a cell for each month.
type Series struct {
	Term  incident.Term
	Total int
	Cells []int
}

// The ways to tell a change from noise.
const (
	CChart    = "c-chart"
	TChart    = "t-chart"
	TooFewYet = "too-few"
)

// NotReached stands for a median that its curve never gets to.
const NotReached = "not-reached"

// Limits is what lies within noise. Of months: the counts beyond which Poisson's distribution with their mean has at
// most 0.135 % on either side, as Shewhart's c-chart would where the mean is large (W. A. Shewhart 1931, Economic
// Control of Quality). Of days between incidents: individuals and moving range of x^(1/3.6), transformed back
// (L. S. Nelson 1994, A control chart for parts-per-million nonconforming items, J. Quality
// Technology 26(3)); a stretch is below the lower one where it is so with a day more, which the hours may add.
type Limits struct {
	Method               string  // CChart, TChart or TooFewYet
	Points               int     // complete months, or stretches between incidents
	Mean                 float64 // incidents a month, over the complete months
	Centre, Lower, Upper float64 // incidents a month, or days
	Outside              []int   // indices of months, or of stretches
}

// Gaps is the days from each incident to the next, as long as incidents are rare.
type Gaps struct {
	Basis
	Gaps   []Gap
	Limits *Limits
}

// Gap is a stretch between two incidents that follow each other.
type Gap struct {
	Record *incident.Record // at its end
	Date   string           // day of its detection in the configured zone
	Days   int
}

// Spans is a time that incidents took, in minutes or days.
type Spans struct {
	Basis
	From, To  string             // keys of the timeline
	Unit      incident.Precision // ToMinute or ToDay
	Points    []Point            // the shortest first
	Course    []CoursePoint      // those detected on a known day, in order of detection
	Open      int                // points that go on
	Reopened  int                // points whose record went back later
	Median    float64            // NaN where the sample of finished cases is too small
	P90       float64            // likewise
	Estimated Estimate           // with the open cases
}

// Point is the time that one incident took, or has taken so far.
type Point struct {
	Record *incident.Record
	Took   int
	Open   bool
}

// CoursePoint is a point in the course of time.
type CoursePoint struct {
	Point
	Running float64 // median of it and of the six finished ones detected before it; NaN where there are too few, or it is open
}

// Estimate is the median of Kaplan and Meier.
type Estimate struct {
	Given   bool // there are open cases, and enough cases
	Reached bool // false: the curve never falls to one half
	Median  float64
}

// Ages is how long the open incidents have been known, in days.
type Ages struct {
	Basis
	Points      []Point // all of them open, the youngest first
	Median, P90 float64 // NaN where there are too few
}

// Shares is a share of incidents by year.
type Shares struct {
	Basis
	Years []YearShare // without a gap, oldest first
	All   Share
}

// YearShare is the share of the incidents detected in one year.
type YearShare struct {
	Year    int
	Partial bool // it is not over
	Share
}

// Share is a part of a whole.
type Share struct{ Part, Whole int }

// Of is the part divided by the whole, NaN where there is no whole.
func (s Share) Of() float64 { return float64(s.Part) / float64(s.Whole) }

// Interval is what the share may be, Wilson's at 95 %.
func (s Share) Interval() (low, high float64) { return stat.Wilson(s.Part, s.Whole, stat.At95) }

// Causes is how many incidents each cause contributed to, the most frequent first.
type Causes struct {
	Basis
	Causes   []CauseCount
	Mentions int // sum over all causes
}

// CauseCount is one cause.
type CauseCount struct {
	Term       incident.Term
	N          int
	Cumulative float64 // share of the mentions of this cause and of those before it
}

// Completion is actions by the month they were due, and those done on time.
type Completion struct {
	Basis
	Months  []DueMonth
	All     Share
	Dropped map[string]int // ended on time without being done: declined, transferred
}

// DueMonth is the actions due in one month whose day is over, and those done on time.
type DueMonth struct {
	Month
	Share
	Dropped int // declined or transferred on time
}

// Debt is actions open and overdue at the end of each month, and now.
type Debt struct {
	Basis
	Months  []Month // the last is the running one, counted as of now
	Counts  []int
	Overdue []OverdueAction // now, the longest first
}

// OverdueAction is an action past its due day.
type OverdueAction struct {
	Record *incident.Record
	Action *incident.Action
	Days   int
}

// Repeats is the recurrences, each with what was still open of the earlier incident.
type Repeats struct {
	Basis
	Repeats  []Repeat
	WithOpen int // recurrences that began while an action of an earlier one was open
}

// Repeat is an incident that is a recurrence of another.
type Repeat struct {
	Record  *incident.Record
	Earlier *incident.Record
	Open    []string // ids of the earlier one's actions that were open when it began
}

// Comparison sets the last twelve complete months beside the twelve before.
type Comparison struct {
	Basis
	Last, Before Period
	Rows         []CompareRow
}

// Period is months from First to Final, both included.
type Period struct{ First, Final time.Time }

// CompareRow is one measure in both periods.
type CompareRow struct {
	ID           string // of the figure that measures it
	Unit         string // incidents, minutes, days or share
	Last, Before Sample
	Verdict      string
	Test         string  // by which it was judged; empty where it was not
	P            float64 // of a difference at least as large where nothing has changed, of shares Fisher's; NaN where it was not judged
	// The interval of the difference at 96 %, of shares that are judged by it; NaN otherwise.
	Low, High float64
}

// Changed reports whether the two periods differ by more than chance.
func (r CompareRow) Changed() bool { return r.Verdict == VerdictLonger || r.Verdict == VerdictShorter }

// The verdicts on two periods.
const (
	VerdictLonger  = "longer"      // or higher, for a share, or more
	VerdictShorter = "shorter"     // or lower, or fewer
	VerdictNone    = "no-change"   // none that the test finds, in samples that are large enough
	VerdictFew     = "too-few"     // too few to tell
	VerdictShort   = "log-shorter" // the log does not reach back to the first month before
)

// The tests of a difference; package stat has their sources.
const (
	TestPoisson  = "poisson"  // of counts: exact, given their sum
	TestFisher   = "fisher"   // of shares in small samples: exact
	TestNewcombe = "newcombe" // of shares: the interval of their difference
	TestRank     = "rank"     // of times: log-rank with the weights of Peto and Peto
)

// Sample is what one period says of a measure.
type Sample struct {
	N         int     // in the figure
	Open      int     // of these, not finished
	Value     float64 // count, median or share; NaN where there are too few
	Low, High float64 // interval at 95 %; NaN where there is none, infinite where it has no upper end
}

// Summary is the few figures on the page of a term.
type Summary struct {
	N       int // incidents
	Near    int // near misses and hazards
	Quarter bool
	Buckets []Bucket // months or quarters, oldest first
	Detect  SummarySpan
	Resolve SummarySpan
}

// Bucket is a month or a quarter with its incidents.
type Bucket struct {
	Start   time.Time
	Partial bool
	N       int
}

// SummarySpan is a median in minutes with its sample.
type SummarySpan struct {
	N, Open int
	Median  float64 // NaN where there are too few
}

// Decimal is a number as programs read it, with up to four digits after the point; empty for none.
func Decimal(v float64) string {
	switch {
	case math.IsNaN(v):
		return ""
	case math.IsInf(v, 0):
		return "infinite"
	}
	return strconv.FormatFloat(math.Round(v*1e4)/1e4, 'f', -1, 64)
}
