package main

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
)

// report is everything measured.
type report struct {
	Machine []fact   `json:"machine"`
	Seed    uint64   `json:"seed"`
	Rounds  int      `json:"rounds"`
	Rows    []row    `json:"rows"`
	Notes   []string `json:"notes"`
}

// fact is something about the machine or the version of a program.
type fact struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// row is a measured figure of Hindcast beside that of others.
type row struct {
	N      int     `json:"n"`
	Job    string  `json:"job"`
	What   string  `json:"what"`
	Unit   string  `json:"unit"`
	Own    *spread `json:"own,omitempty"` // absent where it was not measured
	Beside string  `json:"beside"`
	Theirs *spread `json:"theirs,omitempty"`
	Ratio  float64 `json:"ratio,omitempty"` // of the medians
	Bar    *bar    `json:"bar,omitempty"`
	Holds  string  `json:"holds,omitempty"`
}

// spread is the median of some turns, and the least and the most of them.
type spread struct {
	Median float64 `json:"median"`
	Least  float64 `json:"least"`
	Most   float64 `json:"most"`
}

// spreadOf is nil for no turns. Of an even number, the higher one of the middle is the median.
func spreadOf(turns []float64) *spread {
	if len(turns) == 0 {
		return nil
	}
	sorted := slices.Sorted(slices.Values(turns))
	return &spread{sorted[len(sorted)/2], sorted[0], sorted[len(sorted)-1]}
}

// What is said of a bar.
const (
	holdsAim = "yes, and the aim"
	holdsBar = "yes"
	holdsNot = "no"
)

// filled is the row with the figures of the turns, and what follows from them.
func (r row) filled(own, theirs []float64) row {
	r.Own, r.Theirs = spreadOf(own), spreadOf(theirs)
	if r.Own == nil {
		return r
	}
	against := r.Own.Median
	if r.Beside != "" {
		if r.Theirs == nil || r.Theirs.Median == 0 {
			return r
		}
		r.Ratio = r.Own.Median / r.Theirs.Median
		against = r.Ratio
	}
	switch {
	case r.Bar == nil:
	case against <= r.Bar.Aim:
		r.Holds = holdsAim
	case against <= r.Bar.Bar:
		r.Holds = holdsBar
	default:
		r.Holds = holdsNot
	}
	return r
}

func (r *report) note(format string, args ...any) {
	r.Notes = append(r.Notes, fmt.Sprintf(format, args...))
}

func (r *report) print(w io.Writer, asJSON bool) error {
	if asJSON {
		enc := json.NewEncoder(w)
		enc.SetIndent("", "  ")
		return enc.Encode(r)
	}
	for _, f := range r.Machine {
		fmt.Fprintf(w, "- %s: %s\n", f.Name, f.Value)
	}
	fmt.Fprintf(w, "- seed %d, %d rounds; a figure is the median, with the least and the most where they differ\n",
		r.Seed, r.Rounds)
	last := 0
	for _, row := range r.Rows {
		if row.N != last {
			last = row.N
			fmt.Fprintf(w, "\n| %d records | | Hindcast | beside | | ratio | bar | aim | holds |\n", row.N)
			fmt.Fprint(w, "|---|---|---:|---|---:|---:|---:|---:|---|\n")
		}
		row.print(w)
	}
	for i, note := range r.Notes {
		if i == 0 {
			fmt.Fprintln(w)
		}
		fmt.Fprintf(w, "- %s\n", note)
	}
	return nil
}

func (r row) print(w io.Writer) {
	ratio, must, aim := "", "", ""
	if r.Ratio != 0 {
		ratio = digits(r.Ratio)
	}
	if r.Bar != nil {
		must, aim = digits(r.Bar.Bar), digits(r.Bar.Aim)
	}
	theirs := ""
	if r.Beside != "" {
		theirs = r.Theirs.String()
	}
	fmt.Fprintf(w, "| %s | %s | %s | %s | %s | %s | %s | %s | %s |\n",
		r.What, r.Unit, r.Own, r.Beside, theirs, ratio, must, aim, r.Holds)
}

func (s *spread) String() string {
	switch {
	case s == nil:
		return "–"
	case s.Least == s.Most:
		return digits(s.Median)
	}
	return fmt.Sprintf("%s (%s–%s)", digits(s.Median), digits(s.Least), digits(s.Most))
}

// digits writes three of them.
func digits(value float64) string {
	if value >= 100 {
		return fmt.Sprintf("%.0f", value)
	}
	return fmt.Sprintf("%.3g", value)
}
