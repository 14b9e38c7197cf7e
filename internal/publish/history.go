package publish

import (
	"time"

	"hindcast/internal/history"
	"hindcast/internal/view"
)

// history is what the audience may know of the changes of each file: days and hashes, and the
// subjects from the internal audience on, but for those that may name something withheld.
func (s *Site) history(changes history.Log) func(path string) view.History {
	return func(path string) view.History {
		file := changes.Files[path]
		h := view.History{Older: file.Count - len(file.Newest), Incomplete: changes.Incomplete && len(file.Newest) > 0}
		for _, c := range file.Newest {
			commit := view.Commit{Hash: c.Short, Date: c.When}
			if s.ShowsSubject(c.Subject) {
				commit.Subject = c.Subject
			}
			h.Commits = append(h.Commits, commit)
		}
		return h
	}
}

// begun is when each file was committed first, where all of the history is there.
func begun(changes history.Log) func(path string) time.Time {
	return func(path string) time.Time {
		if changes.Incomplete {
			return time.Time{}
		}
		return changes.Files[path].First
	}
}
