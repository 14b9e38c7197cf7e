package main

import (
	"encoding/json"
	"fmt"
	"io"
	"text/tabwriter"

	"hindcast/internal/bench/peers/inpage"
)

// report is everything measured.
type report struct {
	Seed   uint64   `json:"seed"`
	Runs   int      `json:"runs"`
	Builds int      `json:"builds"`
	Words  int      `json:"words"`
	Rows   []row    `json:"rows"`
	Notes  []string `json:"notes"`
}

// row is one measure of each engine. A ratio is Hindcast's over the other's; what it may be at most
// is beside it.
type row struct {
	N        int                `json:"n"`
	Measure  string             `json:"measure"`
	Unit     string             `json:"unit"`
	Values   map[string]float64 `json:"values"`
	Pagefind *bar               `json:"bar_pagefind,omitempty"`
	Mini     *bar               `json:"bar_minisearch,omitempty"`
	Least    *bar               `json:"bar_least,omitempty"` // what Hindcast's own value is to be at least
}

// bar is what must be met and what is aimed at.
type bar struct {
	Bar float64 `json:"bar"`
	Aim float64 `json:"aim"`
}

// what is what the figures are of; docs/performance.md says more.
const what = "Hindcast indexes whole records; Pagefind pages of identifier, title, summary, five kinds of value to filter by and the\n" +
	"same body, made by goldmark; MiniSearch identifier, title, summary and text. Ratios are Hindcast's figure over the other's.\n" +
	"Bars are those for 10,000 records, for memory, first queries and common words other ones from 50,000 on."

func (r *report) note(format string, args ...any) {
	r.Notes = append(r.Notes, fmt.Sprintf(format, args...))
}

func (r *report) print(w io.Writer, asJSON bool) error {
	if asJSON {
		enc := json.NewEncoder(w)
		enc.SetIndent("", "  ")
		return enc.Encode(r)
	}
	fmt.Fprintf(w,
		"Search over synthetic records; seed %d, %d queries of each kind; medians: each query asked %d times, each index built %d times\n", r.Seed, r.Words, r.Runs, r.Builds)
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	last := 0
	for _, row := range r.Rows {
		if row.N != last {
			last = row.N
			fmt.Fprintf(t,
				"\n%d records\tHindcast\tPagefind\tMiniSearch\tto Pagefind\tbar, aim\tto MiniSearch\tbar, aim\n", row.N)
		}
		row.print(t)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	for _, note := range append([]string{what}, r.Notes...) {
		fmt.Fprintf(w, "\n%s\n", note)
	}
	return nil
}

func (r row) print(w io.Writer) {
	fmt.Fprintf(w, "%s, %s", r.Measure, r.Unit)
	for _, engine := range []string{inpage.Hindcast, inpage.Pagefind, inpage.MiniSearch} {
		fmt.Fprintf(w, "\t%s", r.value(engine))
	}
	if r.Least != nil {
		fmt.Fprintf(w, "\t\t≥ %g, %g\t\t\n", r.Least.Bar, r.Least.Aim)
		return
	}
	fmt.Fprintf(w, "\t%s\t%s\t%s\t%s\n", r.ratio(inpage.Pagefind), r.Pagefind, r.ratio(inpage.MiniSearch), r.Mini)
}

func (r row) value(engine string) string {
	value, measured := r.Values[engine]
	if !measured {
		return "–"
	}
	if value >= 100 {
		return fmt.Sprintf("%.0f", value)
	}
	return fmt.Sprintf("%.3g", value)
}

func (r row) ratio(engine string) string {
	own, ok := r.Values[inpage.Hindcast]
	other, measured := r.Values[engine]
	if !ok || !measured || other == 0 {
		return ""
	}
	return fmt.Sprintf("%.3f", own/other)
}

func (b *bar) String() string {
	if b == nil {
		return ""
	}
	return fmt.Sprintf("≤ %.3g, %.3g", b.Bar, b.Aim)
}
