// Package derive computes what follows from all records together: links, what is due, and figures.
package derive

import (
	"fmt"
	"time"

	"hindcast/internal/agenda"
	"hindcast/internal/diag"
	"hindcast/internal/incident"
	"hindcast/internal/link"
	"hindcast/internal/taxonomy"
	"hindcast/internal/trend"
	"hindcast/internal/trend/figure"
)

// Results are what is computed of all records of a log.
type Results struct {
	Links      *link.Links
	Agenda     []agenda.Item
	Regimes    []taxonomy.Regime             // of reporting duties, as configured
	Frameworks map[string]taxonomy.Framework // as configured, by key
	Trends     *figure.Trends
}

// All computes everything as of an instant.
func All(log *incident.Log, now time.Time) Results {
	d := Due(log, now)
	d.Links, d.Trends = link.Build(log), Trends(log, now)
	return d
}

// Due computes what is due alone.
func Due(log *incident.Log, now time.Time) Results {
	regimes := taxonomy.Configured(log.Config.Obligations)
	return Results{
		Agenda: agenda.Of(log, now, regimes), Regimes: regimes, Frameworks: taxonomy.FrameworksOf(log.Config.Frameworks),
	}
}

// Trends computes the figures alone.
func Trends(log *incident.Log, now time.Time) *figure.Trends { return trend.Compute(log, now) }

// TogetherError is the error of records that can't be computed together, though each can by itself.
func TogetherError(cause any) error {
	//lint:ignore ST1005 it begins with a name
	return fmt.Errorf("Hindcast fails at these records together, which is a fault of Hindcast: %v", cause)
}

// Panicking is the value that work panics with; nil where it does not.
func Panicking(work func()) (cause any) {
	defer func() { cause = recover() }()
	work()
	return nil
}

// Culprits are a finding for each file that work panics at in a log without the others.
func Culprits(log *incident.Log, work func(*incident.Log)) (found []diag.Finding) {
	try := func(path string, alone incident.Log) {
		if cause := Panicking(func() { work(&alone) }); cause != nil {
			found = append(found, incident.Defeat(path, cause))
		}
	}
	for _, r := range log.Records {
		try(r.Path, incident.Log{Config: log.Config, Records: []*incident.Record{r}})
	}
	for _, s := range log.Systems {
		try(s.Path, incident.Log{Config: log.Config, Systems: []*incident.System{s}})
	}
	for _, a := range log.Articles {
		try(a.Path, incident.Log{Config: log.Config, Articles: []*incident.Article{a}})
	}
	return found
}
