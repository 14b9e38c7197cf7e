package view

import (
	"time"

	"hindcast/internal/incident"
)

// StepRow is one report owed.
type StepRow struct {
	Title   string
	Rule    string
	Due     time.Time // zero where it is owed at once or has no fixed time
	Day     time.Time // the day that ends at Due, at midnight UTC; zero where it is due by the hour
	Done    incident.Time
	Dropped *incident.Dropped
	Refs    []string
	Late    bool
	Open    bool
}
