package publish

import (
	"errors"
	"fmt"

	"hindcast/internal/derive"
	"hindcast/internal/diag"
	"hindcast/internal/incident"
	"hindcast/internal/load"
	"hindcast/internal/view"
)

// derived computes what is derived of the log of the site. A file that this fails at by itself is an
// error of that file, and costs it alone.
func (s *Site) derived(opts Options, compute func(*incident.Log) derive.Results) (d derive.Results, err error) {
	cause := derive.Panicking(func() { d = compute(s.Log) })
	if cause == nil {
		return d, nil
	}
	found := derive.Culprits(s.Log, func(log *incident.Log) { compute(log) })
	if len(found) == 0 {
		return d, derive.TogetherError(cause)
	}
	s.Findings = append(s.Findings, found...)
	diag.Sort(s.Findings)
	if err := s.drop(s.Log, found, opts.KeepGoing); err != nil {
		return d, err
	}
	if cause = derive.Panicking(func() { d = compute(s.Log) }); cause != nil {
		return d, derive.TogetherError(cause)
	}
	return d, nil
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
