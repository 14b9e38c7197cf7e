package main

import (
	"encoding/json"
	"fmt"
	"io"
	"text/tabwriter"

	"hindcast/internal/bench/peers/engines"
	"hindcast/internal/bench/peers/question"
)

// report is what was asked and how it was answered.
type report struct {
	Seed    uint64   `json:"seed"`
	Records int      `json:"records"`
	Rows    []row    `json:"rows"`
	Skipped []string `json:"skipped,omitempty"`
}

type row struct {
	Questions string `json:"questions"`
	Engine    string `json:"engine"`
	question.Score
}

func (r *report) print(w io.Writer, asJSON bool) error {
	if asJSON {
		enc := json.NewEncoder(w)
		enc.SetIndent("", "  ")
		return enc.Encode(r)
	}
	fmt.Fprintf(w, "AI Incident Database, %d records; seed %d; ranks down to %d count\n\n", r.Records, r.Seed, engines.Depth)
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "questions\tasked\tengine\tMRR\tfirst\tfirst ten")
	for _, row := range r.Rows {
		fmt.Fprintf(t, "%s\t%d\t%s\t%.3f\t%.1f %%\t%.1f %%\n", row.Questions,
			row.Asked, row.Engine, row.MRR, 100*row.First, 100*row.Ten)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	for _, what := range r.Skipped {
		fmt.Fprintln(w, "\nskipped:", what)
	}
	return nil
}
