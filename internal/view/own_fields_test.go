package view_test

import (
	"slices"
	"testing"

	"hindcast/internal/incident"
	"hindcast/internal/view"
)

// Of the repository's own keys those are facets that ask for it and have a name that nothing else has.
func TestOwnFacets(t *testing.T) {
	c := incident.NewConfig(incident.Settings{CustomFields: []incident.CustomField{
		{ID: "priority", Title: "Priority", Facet: true},
		{ID: "note"},
		{ID: "cost_centre", Facet: true},
		{ID: "priority", Title: "Again", Facet: true},
		{ID: "type", Facet: true},
		{ID: "before", Facet: true},
		{ID: "q", Facet: true},
		{ID: "Ticket No", Facet: true},
		{Facet: true},
	}})
	var got []string
	for _, f := range view.OwnFacets(&c) {
		got = append(got, f.ID+": "+f.Title)
	}
	if want := []string{"priority: Priority", "cost_centre: cost centre"}; !slices.Equal(got, want) {
		t.Errorf("the own facets are %q, want %q", got, want)
	}
}
