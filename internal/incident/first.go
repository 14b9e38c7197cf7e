package incident

import (
	"cmp"
	"strings"
	"time"
)

// ByDate orders records by date, the newest first, then by id.
func ByDate(a, b *Record) int {
	return cmp.Or(b.Date().Sortable().Compare(a.Date().Sortable()), strings.Compare(a.ID, b.ID))
}

// First is the time that a key of the timeline was reached first: a record that went back keeps the
// times of its first pass under reopened.
func (f *Front) First(key string) Time {
	var first Time
	var when time.Time
	for i := range f.Reopened {
		back := &f.Reopened[i]
		if at := back.Earlier.At(key); !at.IsZero() && (first.IsZero() || back.When.Sortable().Before(when)) {
			first, when = at, back.When.Sortable()
		}
	}
	if first.IsZero() {
		return f.Timeline.At(key)
	}
	return first
}
