package numbering

import (
	"strings"
	"time"

	"hindcast/internal/filing"
	"hindcast/internal/incident"
)

// Giver gives ids to records that come in with none: no two the same, and none that the log has.
type Giver struct {
	pattern incident.IDPattern
	last    map[string]int
	taken   map[string]bool
}

// NewGiver gives ids that a log does not have.
func NewGiver(log *incident.Log) *Giver {
	logs := []*incident.Log{log}
	return &Giver{log.Config.IDs.Pattern, lastNumbers(log.Config.IDs.Pattern, logs), takenIDs(logs)}
}

// Next is the id of an incident that was detected on a day and has a title.
func (g *Giver) Next(day time.Time, title string) string {
	isTaken := func(id string) bool { return g.taken[strings.ToLower(id)] }
	var id string
	if g.pattern.IsDated() {
		id = filing.DatedID(g.pattern, day, title, isTaken)
	} else {
		placeholder := g.pattern.Placeholder(day.Year(), "XXXX")
		before := placeholder[:strings.LastIndexByte(placeholder, '-')+1]
		for id == "" || isTaken(id) {
			g.last[before]++
			id = g.pattern.Numbered(placeholder, g.last[before])
		}
	}
	g.taken[strings.ToLower(id)] = true
	return id
}
