package main

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"hindcast/internal/bench/peers/question"
)

// typed is the questions; its head says how they are written.
//
//go:embed queries.txt
var typed string

// The corpora, and the parts of the questions.
const (
	demo = "demo"
	aiid = "aiid"

	open = "open" // the engine may be improved by these
	held = "held" // and is judged by these
)

// typedQuestion is a query as a reader types it, and the records that answer it.
type typedQuestion struct {
	corpus, part, kind string
	wanted             []string
	query              string
}

// rank is the best place of an answer in a list of results, from 1 on; 0 where none is in it.
func (q typedQuestion) rank(found []string) int {
	best := 0
	for _, id := range q.wanted {
		if n := question.Rank(id, found); n > 0 && (best == 0 || n < best) {
			best = n
		}
	}
	return best
}

// parse reads a file of questions.
func parse(text string) ([]typedQuestion, error) {
	var list []typedQuestion
	number := 0
	for line := range strings.Lines(text) {
		number++
		if line = strings.TrimSpace(line); line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		columns := strings.Split(line, "\t")
		if len(columns) != 5 || !slices.Contains([]string{demo, aiid}, columns[0]) ||
			!slices.Contains([]string{open, held}, columns[1]) {
			return nil, fmt.Errorf("line %d of the questions is not corpus, part, kind, records and query with tabs between", number)
		}
		list = append(list, typedQuestion{columns[0], columns[1], columns[2], strings.Split(columns[3], ","), columns[4]})
	}
	return list, nil
}

// of is the questions about a corpus.
func of(list []typedQuestion, corpus string) []typedQuestion {
	return slices.DeleteFunc(slices.Clone(list), func(q typedQuestion) bool { return q.corpus != corpus })
}
