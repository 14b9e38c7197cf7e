package publish

import (
	"errors"
	"fmt"
	"slices"
	"sync"

	"hindcast/internal/derive"
	"hindcast/internal/diag"
	"hindcast/internal/disclose"
	"hindcast/internal/incident"
	"hindcast/internal/view"
)

// derived computes what is derived of the log of the site. A file that this fails at by itself is an
// error of that file, and costs it alone.
func derived(d *disclose.Disclosure, compute func(*incident.Log) derive.Results) (results derive.Results, err error) {
	cause := derive.Panicking(func() { results = compute(d.Log) })
	if cause == nil {
		return results, nil
	}
	found := derive.Culprits(d.Log, func(log *incident.Log) { compute(log) })
	if len(found) == 0 {
		return results, derive.TogetherError(cause)
	}
	if err := d.Refuse(found); err != nil {
		return results, err
	}
	if cause = derive.Panicking(func() { results = compute(d.Log) }); cause != nil {
		return results, derive.TogetherError(cause)
	}
	return results, nil
}

// late is what only making the pages told. Pages are made side by side.
type late struct {
	sync.Mutex
	findings []diag.Finding
}

// Late are errors that only making the pages told, of the files that were left out by then.
func (s *Site) Late() []diag.Finding {
	s.late.Lock()
	defer s.late.Unlock()
	return slices.Clone(s.late.findings)
}

func (s *Site) told(f diag.Finding) {
	s.late.Lock()
	defer s.late.Unlock()
	same := func(other diag.Finding) bool { return other.Path == f.Path && other.Message == f.Message }
	if !slices.ContainsFunc(s.late.findings, same) {
		s.late.findings = append(s.late.findings, f)
	}
}

// defeated notes a file whose page can't be made. Its page, and its entry in the search index, are left out.
func (s *Site) defeated(path string, cause any) {
	s.late.Lock()
	defer s.late.Unlock()
	if s.LeaveOut(path) {
		s.late.findings = append(s.late.findings, incident.Defeat(path, cause))
	}
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
		f := incident.Defeat(s.Log.ConfigFile.Path, d.Cause)
		f.Message = fmt.Sprintf("Hindcast fails at a page about several files: %v", d.Cause)
		s.told(f)
	}
	return true
}
