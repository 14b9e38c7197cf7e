package publish

import (
	"errors"
	"fmt"

	"hindcast/internal/agenda"
	"hindcast/internal/diag"
	"hindcast/internal/incident"
	"hindcast/internal/link"
	"hindcast/internal/load"
	"hindcast/internal/trend/figure"
	"hindcast/internal/view"
)

// derived is what is computed of all records together.
type derived struct {
	links  *link.Links
	agenda []agenda.Item
	trends *figure.Trends
}

// derived computes what is derived of the log of the site. A file that this fails at by itself is an
// error of that file, and costs it alone.
func (s *Site) derived(opts Options, compute func(*incident.Log) derived) (d derived, err error) {
	cause := panicking(func() { d = compute(s.Log) })
	if cause == nil {
		return d, nil
	}
	found := culprits(s.Log, func(log *incident.Log) { compute(log) })
	if len(found) == 0 {
		return d, defeatOfAll(cause)
	}
	s.Findings = append(s.Findings, found...)
	diag.Sort(s.Findings)
	if err := s.drop(s.Log, found, opts.KeepGoing); err != nil {
		return d, err
	}
	if cause = panicking(func() { d = compute(s.Log) }); cause != nil {
		return d, defeatOfAll(cause)
	}
	return d, nil
}

func defeatOfAll(cause any) error {
	return fmt.Errorf("Hindcast fails at these records together, which is a fault of Hindcast: %v", cause) //nolint:staticcheck // a name
}

// panicking is the value that work panics with; nil where it does not.
func panicking(work func()) (cause any) {
	defer func() { cause = recover() }()
	work()
	return nil
}

// culprits are a finding for each file that work panics at in a log without the others.
func culprits(log *incident.Log, work func(*incident.Log)) (found []diag.Finding) {
	try := func(path string, alone incident.Log) {
		if cause := panicking(func() { work(&alone) }); cause != nil {
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

// defeated notes a file whose page can't be made. Its page, and its entry in the search index, are left out.
func (s *Site) defeated(path string, cause any) {
	if s.bad[path] {
		return
	}
	s.bad[path] = true
	s.LeftOut = append(s.LeftOut, path)
	s.Late = append(s.Late, incident.Defeat(path, cause))
}

// isDefeat notes a page that can't be made: at its file, or at the settings where it is about several.
func (s *Site) isDefeat(err error) bool {
	var d *view.Defeat
	switch {
	case !errors.As(err, &d):
		return false
	case d.Path != "":
		s.defeated(d.Path, d.Cause)
	default:
		f := incident.Defeat(load.ConfigFile, d.Cause)
		f.Message = fmt.Sprintf("Hindcast fails at a page about several files: %v", d.Cause)
		s.Late = append(s.Late, f)
	}
	return true
}
