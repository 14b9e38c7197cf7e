package intake

import (
	"slices"
	"strings"

	"hindcast/internal/importing"
	"hindcast/internal/incident"
)

// finder finds the record that an id names, among those to be imported and those that are there; nil where there is none.
type finder func(id string) *incident.Record

// others are the records that one of the entries may refer to. Of the other entries they have the front matter.
func (d *Desk) others(entries []importing.Entry) finder {
	imported := make(map[string]*incident.Record, len(entries))
	for i := range entries {
		imported[strings.ToLower(entries[i].Front.ID)] = &incident.Record{Front: entries[i].Front}
	}
	names := d.log.Names()
	return func(id string) *incident.Record {
		if r := imported[strings.ToLower(id)]; r != nil {
			return r
		}
		return names.Record(id)
	}
}

// relate takes out relations to records that are in neither, and names them.
func relate(entries []importing.Entry, others finder) {
	for i := range entries {
		f := &entries[i].Front
		f.Related = slices.DeleteFunc(slices.Clone(f.Related), func(l incident.Relation) bool {
			isHere := others(l.ID) != nil
			if !isHere {
				importing.Lacks(f, "related: %s is not here", l.ID)
			}
			return !isHere
		})
	}
}

// referred are the records that some refer to and that are not among them.
func (find finder) referred(records []*incident.Record) (list []*incident.Record) {
	has := map[string]bool{}
	for _, r := range records {
		has[strings.ToLower(r.ID)] = true
	}
	add := func(id string) {
		if r := find(id); r != nil && !has[strings.ToLower(r.ID)] {
			has[strings.ToLower(r.ID)] = true
			list = append(list, r)
		}
	}
	for _, r := range records {
		add(r.DuplicateOf)
		for _, l := range r.Related {
			add(l.ID)
		}
		for _, ref := range r.Text.Refs {
			add(ref.Target)
		}
	}
	return list
}
