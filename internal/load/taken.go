package load

import (
	"slices"

	"hindcast/internal/diag"
	"hindcast/internal/incident"
)

// Taking is the loader that takes some files from a log as they are there, without reading them. The log has to be
// read with the same limits and names, and the settings that Log finds have to be those of the log.
func (l *Loader) Taking(log *incident.Log, files map[string]bool) *Loader {
	other := *l
	other.taken = map[string]any{}
	take := func(f *incident.File, value any) {
		if !files[f.Path] || f.Places == nil {
			return
		}
		f.Faults = slices.DeleteFunc(slices.Clone(f.Faults), func(f diag.Finding) bool {
			return f.Rule == incident.RuleAttachment // which depends on other files
		})
		other.taken[f.Path] = value
	}
	for _, r := range log.Records {
		r := *r
		take(&r.File, &r)
	}
	for _, s := range log.Systems {
		s := *s
		take(&s.File, &s)
	}
	for _, a := range log.Articles {
		a := *a
		take(&a.File, &a)
	}
	return &other
}

// recall is what was read of a file already; nil for nothing. What is read of it now is to be kept.
func (l *Loader) recall(src source) (was any, keep func(value any)) {
	if was = l.taken[src.name]; was != nil {
		return was, nil
	}
	return l.memory.recall(src)
}
