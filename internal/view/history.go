package view

import "time"

// Commit is one change of a file in the history of the repository. No name of an author is kept.
type Commit struct {
	Hash    string // abbreviated
	Date    time.Time
	Subject string // empty where the audience may not see it
}

// History is the newest commits of a file.
type History struct {
	Commits    []Commit
	Older      int  // further commits
	Incomplete bool // the clone is shallow, so there may be more
}
