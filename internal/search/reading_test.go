package search_test

import (
	"slices"
	"testing"

	"hindcast/internal/search"
)

// Words that were read as filters are told with the answer; where nothing passes, all words are searched and none is
// told.
func TestReadings(t *testing.T) {
	f := readFixture(t)
	r := open(t, f.Entries, ofFixture)
	r.Today = today
	a := ask(t, r, "chats  last month?")
	if len(a.Query.Readings) != 1 || a.Query.Readings[0].Text != "last month?" {
		t.Fatalf("the readings are %+v", a.Query.Readings)
	}
	if got := a.Query.Readings[0].Written(); got != "after:2026-10-01 before:2026-11-01" {
		t.Errorf("they are the filters %s", got)
	}
	if got := ids(t, r, a.Hits); !slices.Equal(got, []string{"INC-2026-0027"}) {
		t.Errorf("found %v", got)
	}
	r.Today = 400 // in 1971
	a = ask(t, r, "chat last month")
	if len(a.Query.Readings) > 0 || len(a.Hits) == 0 || len(a.Query.Filters) > 0 {
		t.Errorf("nothing is of 1971, and the query is %+v with %d results", a.Query, len(a.Hits))
	}
}

func TestFilterString(t *testing.T) {
	const text = "type:a,b -is:open after:2024-02-29 before:1969-12-31"
	q := search.Parse(text, search.Options{Fields: []string{"type", "is"}})
	var got []string
	for _, f := range q.Filters {
		got = append(got, f.String())
	}
	if want := []string{"type:a,b", "-is:open", "after:2024-02-29", "before:1969-12-31"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
