package main

import (
	"fmt"
	"io"
	"slices"
	"text/tabwriter"

	"hindcast/internal/bench/peers/question"
)

// report is how everything was answered.
type report struct {
	answers      []answer
	held, misses bool
	skipped      []string
}

// print prints a row for each part, corpus, kind and engine, and for all kinds together.
func (r *report) print(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "part\tcorpus\tkind\tasked\tengine\tfirst five\tMRR")
	parts := []string{open}
	if r.held {
		parts = append(parts, held)
	}
	for _, part := range parts {
		for _, corpus := range append(distinct(r.answers, func(a answer) string { return a.corpus }), "both") {
			own := slices.DeleteFunc(slices.Clone(r.answers), func(a answer) bool {
				return a.part != part || corpus != "both" && a.corpus != corpus
			})
			for _, kind := range append(distinct(own, func(a answer) string { return a.kind }), "all") {
				for _, engine := range distinct(own, func(a answer) string { return a.engine }) {
					s := rate(own, kind, engine)
					fmt.Fprintf(t, "%s\t%s\t%s\t%d\t%s\t%.2f\t%.2f\n", part, corpus, kind, s.Asked, engine, s.Five, s.MRR)
				}
			}
		}
	}
	if err := t.Flush(); err != nil {
		return err
	}
	for _, a := range r.answers {
		if r.misses && a.part == open && a.engine == "Hindcast" && (a.rank == 0 || a.rank > five) {
			fmt.Fprintln(w, a)
		}
	}
	for _, what := range r.skipped {
		fmt.Fprintln(w, "\nskipped:", what)
	}
	return nil
}

// distinct is the different values, each where it first stands.
func distinct(answers []answer, value func(answer) string) []string {
	var list []string
	for _, a := range answers {
		if v := value(a); !slices.Contains(list, v) {
			list = append(list, v)
		}
	}
	return list
}

// rate rates the answers of an engine to questions of a kind.
func rate(answers []answer, kind, engine string) question.Score {
	var ranks []int
	for _, a := range answers {
		if a.engine == engine && (kind == "all" || a.kind == kind) {
			ranks = append(ranks, a.rank)
		}
	}
	return question.Rate(ranks)
}
