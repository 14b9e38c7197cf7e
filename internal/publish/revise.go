package publish

import (
	"slices"

	"hindcast/internal/assemble"
	"hindcast/internal/incident"
	"hindcast/internal/view"
)

// Revised are the page of a record, and its twin, as its file is now; what they show of other files, and what was
// derived of all, is as it was when the site was prepared. It is false where the file is none of a record that the site
// shows, can't be read, or changes more than its own page: then the site is to be prepared anew.
func (s *Site) Revised(path string) (files []view.File, ok bool) {
	shown := slices.IndexFunc(s.Log.Records, func(r *incident.Record) bool { return r.Path == path })
	was, now := s.corpus.Reread(path)
	if shown < 0 || now == nil {
		return nil, false
	}
	r, ok := s.Recut(was, now)
	if !ok {
		return nil, false
	}
	log := *s.Log
	log.Records = slices.Clone(log.Records)
	log.Records[shown] = r
	m := *s.model
	m.Log, m.Names = &log, m.Names.With(r, s.Log.Records[shown])
	for file, err := range assemble.Record(s.templates.Renderer, &m, r) {
		if err != nil {
			return nil, false
		}
		if file.Body, err = s.shown(file.Body, nil); err != nil || file.Body == nil {
			return nil, false
		}
		files = append(files, file)
	}
	return files, true
}
