package disclose

import (
	"reflect"
	"slices"

	"hindcast/internal/incident"
)

// Recut is a record as the audience sees it after it was written anew; was is as it was in the corpus. It is false
// where more than this record may change for the audience by that, or it has a fault: then all is to be decided anew.
func (d *Disclosure) Recut(was, now *incident.Record) (*incident.Record, bool) {
	if !d.withheld.Sees(now.Path) || d.bad[now.Path] || len(now.Faults) > 0 || hasParts(was) || hasParts(now) ||
		now.ID != was.ID || now.Title != was.Title || now.TLP != was.TLP || now.Status != was.Status ||
		!slices.Equal(now.Aliases, was.Aliases) || !reflect.DeepEqual(now.Guess, was.Guess) {
		return nil, false
	}
	names := d.Log.Names()
	kept, named := d.withheld.Recut(now, names)
	names.Settle(kept)
	return kept, len(named) == 0
}

func hasParts(r *incident.Record) bool {
	return len(r.Text.Marked(func(string) bool { return true })) > 0
}
