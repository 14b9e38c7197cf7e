package search_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"hindcast/internal/search"
	"hindcast/internal/search/format"
	"hindcast/internal/search/index"
)

// fixture is testdata/queries.json. The tests of the script read it too, with node and in a browser.
type fixture struct {
	Entries []index.Entry
	Queries []struct {
		Case  string   // what a user of search expects
		Query string   //
		Want  []string // ids in order
		More  bool     // others may follow
	}
}

func readFixture(t testing.TB) (f fixture) {
	t.Helper()
	readJSON(t, "queries.json", &f)
	return f
}

// ofOwn is what testdata/own.json is indexed with, whose entries have values of a repository's own keys.
var ofOwn = index.Options{Own: []string{"priority_2", "positions"}}

// ofGerman is what testdata/german.json is indexed with.
var ofGerman = index.Options{Language: "de"}

// readJSON reads a file of testdata.
func readJSON(t testing.TB, name string, v any) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(v); err != nil {
		t.Fatalf("read %s: %v", name, err)
	}
}

// ofFixture is what the fixture is indexed with: a system of it had another name.
var ofFixture = index.Options{Former: func(column, value string) []string {
	if column == "system" && value == "fraud-scoring" {
		return []string{"Card_Scoring"}
	}
	return nil
}}

func open(t testing.TB, entries []index.Entry, opts index.Options) *search.Reader {
	t.Helper()
	r, err := search.Open(index.Build(entries, opts).File)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func ask(t testing.TB, r *search.Reader, query string) *search.Answer {
	t.Helper()
	a, err := r.Search(query, search.ByRelevance)
	if err != nil {
		t.Fatalf("%.80q: %v", query, err)
	}
	return a
}

func ids(t testing.TB, r *search.Reader, hits []search.Hit) []string {
	t.Helper()
	list := make([]string, len(hits))
	for i, h := range hits {
		d, err := r.Doc(h.Doc)
		if err != nil {
			t.Fatal(err)
		}
		list[i] = d.ID
	}
	return list
}

// Each query of the table finds what a user expects, in that order.
func TestQueries(t *testing.T) {
	f := readFixture(t)
	findsAsWanted(t, &f, open(t, f.Entries, ofFixture))
}

// Keys of a repository's own are filters and facets of its index; in another they are none.
func TestOwnFacets(t *testing.T) {
	var f fixture
	readJSON(t, "own.json", &f)
	r := open(t, slices.Clone(f.Entries), ofOwn)
	findsAsWanted(t, &f, r)
	facet, err := r.Facet("priority_2", ask(t, r, "kind:incident").Hits)
	want := []search.FacetValue{{Value: "P1", Title: "P1", Count: 2}, {Value: "P2", Title: "P2", Count: 1}}
	if err != nil || !slices.Equal(facet.Values, want) {
		t.Errorf("the priorities are %v (%v), want %v", facet.Values, err, want)
	}
	if got := r.Fields()[len(format.Columns):]; !slices.Equal(got, []string{"positions", "priority_2"}) {
		t.Errorf("the own fields are %v", got)
	}
	for text, reader := range map[string]*search.Reader{
		"label:P1": r, "priority_2:P1": open(t, f.Entries, index.Options{}),
	} {
		notes := ask(t, reader, text).Notes
		if len(notes) == 0 || notes[0].Code != search.NoteField {
			t.Errorf("%s is no filter there, and the notes are %v", text, notes)
		}
	}
}

// A log in German is asked in German, and in English terms of the field.
func TestGermanQueries(t *testing.T) {
	var f fixture
	readJSON(t, "german.json", &f)
	r := open(t, f.Entries, ofGerman)
	r.Today = today
	findsAsWanted(t, &f, r)
}

// findsAsWanted asks all queries of a fixture.
func findsAsWanted(t *testing.T, f *fixture, r *search.Reader) {
	t.Helper()
	for _, q := range f.Queries {
		t.Run(q.Case, func(t *testing.T) {
			got := ids(t, r, ask(t, r, q.Query).Hits)
			compared := got
			if q.More {
				compared = got[:min(len(got), len(q.Want))]
			}
			if !slices.Equal(compared, q.Want) {
				t.Errorf("%.60q:\ngot  %v\nwant %v", q.Query, got, q.Want)
			}
		})
	}
}

// The fixture is large enough to test with, and what a result shows is indexed.
func TestFixture(t *testing.T) {
	f := readFixture(t)
	if len(f.Entries) < 25 || len(f.Queries) < 40 {
		t.Errorf("%d documents and %d queries; 25 and 40 are wanted at least", len(f.Entries), len(f.Queries))
	}
	seen := map[string]bool{}
	for _, e := range f.Entries {
		if seen[e.ID] || seen[e.URL] {
			t.Errorf("%s or its address is there twice", e.ID)
		}
		seen[e.ID], seen[e.URL] = true, true
		shown := map[index.FieldKind]string{
			index.FieldID: e.ID, index.FieldTitle: e.Title, index.FieldSummary: e.Summary,
		}
		for kind, text := range shown {
			if !slices.Contains(e.Fields, index.Field{Kind: kind, Text: text}) {
				t.Errorf("%s: %q is shown and not indexed", e.ID, text)
			}
		}
	}
	for _, q := range f.Queries {
		for _, id := range q.Want {
			if !seen[id] {
				t.Errorf("%q wants %s, which is no document", q.Query, id)
			}
		}
	}
}

var update = flag.Bool("update", false, "write the indexes kept in testdata/index.json")

// The indexes of the fixture and of nothing are those that are kept, byte for byte; the tests of the script read these.
func TestIndexIsUnchanged(t *testing.T) {
	files := func(entries []index.Entry, opts index.Options) map[string][]byte {
		return maps.Collect(index.Build(entries, opts).Files())
	}
	var own, german fixture
	readJSON(t, "own.json", &own)
	readJSON(t, "german.json", &german)
	got := map[string]map[string][]byte{
		"fixture": files(readFixture(t).Entries, ofFixture), "empty": files(nil, ofFixture), "own": files(own.Entries, ofOwn),
		"german": files(german.Entries, ofGerman),
	}
	if *update {
		data, err := json.MarshalIndent(got, "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile("testdata/index.json", append(data, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	var want map[string]map[string][]byte // files by name
	readJSON(t, "index.json", &want)
	for name := range got {
		if !maps.EqualFunc(got[name], want[name], bytes.Equal) {
			t.Errorf("the index %s has other files or bytes than testdata/index.json", name)
		}
	}
}

// The index is the same bytes in whatever order the entries come.
func TestIndexIsDeterministic(t *testing.T) {
	f := readFixture(t)
	want := maps.Collect(index.Build(f.Entries, index.Options{}).Files())
	random := rand.New(rand.NewPCG(1, 2))
	for range 20 {
		random.Shuffle(len(f.Entries), func(i, j int) { f.Entries[i], f.Entries[j] = f.Entries[j], f.Entries[i] })
		got := maps.Collect(index.Build(f.Entries, index.Options{}).Files())
		if !maps.EqualFunc(got, want, bytes.Equal) {
			t.Fatal("another order of entries gives another index")
		}
	}
}

// An index that is not compressed is read as the published one is.
func TestUncompressedIndex(t *testing.T) {
	f := readFixture(t)
	published, atOnce := open(t, f.Entries, index.Options{}), open(t, f.Entries, index.Options{Uncompressed: true})
	for _, text := range []string{"uber", "fee assistant", "kind:incident", `"autonomous vehicle"`, "after:2016"} {
		want, got := ask(t, published, text), ask(t, atOnce, text)
		if !slices.EqualFunc(got.Hits, want.Hits, func(a, b search.Hit) bool {
			return a.Doc == b.Doc && a.Score == b.Score
		}) {
			t.Errorf("%q finds %v, and %v in the published index", text, got.Hits, want.Hits)
		}
	}
}

// An index of nothing answers every query with nothing.
func TestEmptyIndex(t *testing.T) {
	r := open(t, nil, index.Options{})
	for _, text := range []string{"", "uber", "kind:incident", "uber kind:incident", `"a b"`, "-x", "after:2020"} {
		if got := ask(t, r, text).Hits; len(got) != 0 {
			t.Errorf("%q finds %v", text, got)
		}
	}
}
