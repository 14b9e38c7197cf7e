package main

import (
	"encoding/csv"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"

	"hindcast/internal/bench/peers/question"
)

// readRecords reads number, title and description of every incident, numbered as Hindcast's
// importer does.
func readRecords(name string) ([]question.Record, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	if len(rows) == 0 {
		return nil, fmt.Errorf("read %s: it is empty", name)
	}
	var at [3]int
	for i, column := range []string{"incident_id", "title", "description"} {
		if at[i] = slices.Index(rows[0], column); at[i] < 0 {
			return nil, fmt.Errorf("read %s: there is no column %s", name, column)
		}
	}
	records := make([]question.Record, len(rows)-1)
	for i, row := range rows[1:] {
		number, err := strconv.Atoi(row[at[0]])
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
		records[i] = question.Record{ID: fmt.Sprintf("AIID-%04d", number), Title: row[at[1]], Text: row[at[2]]}
	}
	return records, nil
}

// forms are the ways in which people write an identifier.
var forms = []struct {
	name  string
	write func(id string) string
}{
	{"AIID-0004", func(id string) string { return id }},
	{"aiid-0004", strings.ToLower},
	{"aiid-4", func(id string) string { return "aiid-" + number(id) }},
	{"4", number},
}

// number is that of an identifier, without the zeros it begins with.
func number(id string) string {
	_, digits, _ := strings.Cut(id, "-")
	return strings.TrimLeft(digits, "0")
}
