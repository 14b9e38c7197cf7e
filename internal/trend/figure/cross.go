package figure

import (
	"hindcast/internal/incident"
)

// Cross is numbers by two keys: a row for each value of one, a column for each number that is told of it.
type Cross struct {
	Basis
	Key     string // what the rows are: severity, cause, team, quarter, regime
	Columns []CrossColumn
	Rows    []CrossRow
}

// CrossColumn is what one number of each row is.
type CrossColumn struct {
	Key   string
	Title string // words from the records; empty where the key says it
	Unit  string // minutes, days or share; empty for a count or an amount
}

// CrossRow is the numbers of one value, NaN where there is none.
type CrossRow struct {
	Term    incident.Term
	Partial bool // of a stretch of time that is not over
	Cells   []float64
}

// Values are the sample; the other numbers are in the table.
func (f *Cross) Values() []Value { return []Value{whole("n", f.N)} }

// Table is a row for each value.
func (f *Cross) Table() Table {
	t := Table{Columns: []Column{{Key: f.Key}}}
	for _, c := range f.Columns {
		t.Columns = append(t.Columns, Column{Key: c.Key, Title: c.Title, Number: true})
	}
	t.Columns = append(t.Columns, Column{Key: "partial"})
	for _, r := range f.Rows {
		row := []string{r.Term.ID}
		for _, v := range r.Cells {
			row = append(row, Decimal(v))
		}
		t.Rows = append(t.Rows, append(row, yes(r.Partial)))
	}
	return t
}

// Rates is incidents per million decisions, of a system by period and of the log by system.
type Rates struct {
	Cross
	Stated, Months int // of a system: complete months since its figures begin, and those of which its usage is stated
}

// Values are the incidents in periods of which the usage is stated, and how complete that is.
func (f *Rates) Values() []Value {
	list := []Value{whole("n", f.N)}
	if f.Key == "period" {
		list = append(list, whole("months_stated", f.Stated), whole("months_all", f.Months))
	}
	return list
}
