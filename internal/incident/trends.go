package incident

import "time"

// Trends is the figures of a log, as the trend pages show them.
type Trends struct {
	Records  int       // incidents that count
	Months   []Month   // without a gap, oldest first
	Types    []Series  // of the vocabulary, those that occur, in its order
	Severity []Series  // likewise
	Undated  []*Record // left out of the months: not known to the month
	Figures  []Figure
	Excluded []Excluded // records of the log that are in no figure, by why
}

// LeastForQuantiles is the sample from which on a median is given; below it the points stand alone.
const LeastForQuantiles = 5

// Month is a calendar month in the configured zone.
type Month struct {
	Start time.Time // its first day, in UTC for comparison only
	Total int
}

// Key is the month as 2026-03.
func (m Month) Key() string { return m.Start.Format("2006-01") }

// Series is the counts of one value, a cell for each month.
type Series struct {
	Term  Term
	Total int
	Cells []Cell
}

// Cell is the incidents of one value in one month.
type Cell struct{ Records []*Record }

// N is how many there are.
func (c Cell) N() int { return len(c.Records) }

// Excluded is how many records of the log stand in no figure for one reason.
type Excluded struct {
	Why string // an exit of the lifecycle, or a kind
	N   int
}

// Figure is a time that incidents took.
type Figure struct {
	ID      string // detect, contain, resolve
	Title   string
	From    string // key of the timeline it runs from
	To      string // key of the timeline it runs to
	Points  []Point
	LeftOut []LeftOut
	Median  time.Duration // zero where the sample is smaller than LeastForQuantiles
	P90     time.Duration
}

// Point is the time that one incident took.
type Point struct {
	Record *Record
	Took   time.Duration
}

// LeftOut is the incidents left out of a figure for one reason.
type LeftOut struct {
	Why     string
	Records []*Record
}

// HasQuantiles tells whether the sample is large enough for a median.
func (f *Figure) HasQuantiles() bool { return len(f.Points) >= LeastForQuantiles }
