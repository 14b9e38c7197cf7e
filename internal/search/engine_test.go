package search_test

import (
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"hindcast/internal/search"
	"hindcast/internal/search/format"
	"hindcast/internal/search/index"
	"hindcast/internal/words"
)

// entry is a page with a title and a text in English.
func entry(id, title, text string) index.Entry {
	return index.Entry{
		Doc:   format.Doc{ID: id, Title: title, URL: id, Kind: "incident"},
		Class: index.Own, Language: "en", Values: map[string][]string{"kind": {"incident"}},
		Fields: []index.Field{
			{Kind: index.FieldID, Text: id}, {Kind: index.FieldTitle, Text: title}, {Kind: index.FieldText, Text: text},
		},
	}
}

func TestVariants(t *testing.T) {
	german := entry("DE-0001", "Überhöhte Gebühren", "Die Vorfälle betrafen alle Kunden in der Straße.")
	german.Language = "de"
	r := open(t, []index.Entry{
		entry("R-0001", "Charges doubled", "A customer was charged twice after hallucination of a fee."),
		entry("R-0002", "Refund", "The refunds were late."),
		entry("R-0003", "Threshold", "A threshold was moved."),
		german,
	}, index.Options{})
	for query, want := range map[string]string{
		"charging":      "R-0001", // a form that is in no text
		"hallucinating": "R-0001",
		"vorfall":       "DE-0001",
		"strasse":       "DE-0001",
		"thresh":        "R-0003",
		"treshold":      "R-0003",
		"thershold":     "R-0003",
		"tresholt":      "R-0003", // two edits in a long word
		"refnd":         "R-0002",
		"rfnd":          "", // two edits in a short word
		"re":            "",
		"zzzz":          "",
	} {
		if got := strings.Join(ids(t, r, ask(t, r, query).Hits), " "); got != want {
			t.Errorf("%q finds %q, want %q", query, got, want)
		}
	}
	a := ask(t, r, "treshold zzzz")
	corrections := []search.Correction{{Word: "treshold", Words: []string{"threshold"}}}
	if !reflect.DeepEqual(a.Corrections, corrections) {
		t.Errorf("the corrections are %v, want %v", a.Corrections, corrections)
	}
	if want := []search.Note{{Code: search.NoteWord, Text: "zzzz"}}; !slices.Equal(a.Notes, want) {
		t.Errorf("the notes are %v, want %v", a.Notes, want)
	}
}

// An identifier finds its record first, however it is written and whoever else names it.
func TestIdentifiers(t *testing.T) {
	model := entry("R-0003", "A model", "Served by gpt-4o-mini and gpt-4o, AML.T0051.001, CVE-2025-1234.")
	var entries []index.Entry
	for i := range 60 {
		text := strings.Repeat("See INC-2026-0007 and INC-2026-0041. ", i%5)
		entries = append(entries, entry(fmt.Sprintf("INC-2026-%04d", i+1), "INC-2026-0007 again", text))
	}
	old := entry("INC-2026-0099", "Renamed", "")
	old.Fields = append(old.Fields, index.Field{Kind: index.FieldID, Text: "TKT-77"})
	r := open(t, append(entries, model, old), index.Options{})
	for query, want := range map[string]string{
		"INC-2026-0007": "INC-2026-0007", "inc-2026-7": "INC-2026-0007", "2026-7": "INC-2026-0007",
		"2026-0041": "INC-2026-0041", "INC_2026_0041": "INC-2026-0041", "TKT-77": "INC-2026-0099",
		"gpt-4o": "R-0003", "gpt-4o-mini": "R-0003", "AML.T0051": "R-0003", "aml.t0051.001": "R-0003",
		"CVE-2025-1234": "R-0003", "2025-1234": "R-0003",
		"again INC-2026-0041": "INC-2026-0041",
	} {
		got := ids(t, r, ask(t, r, query).Hits)
		if len(got) == 0 || got[0] != want {
			t.Errorf("%q finds %v, want %s first", query, got[:min(len(got), 3)], want)
		}
	}
}

func TestSynonyms(t *testing.T) {
	r := open(t, []index.Entry{
		entry("R-0001", "LLM failure", "An LLM said so."),
		entry("R-0002", "Chat", "A large language model said so."),
		entry("R-0003", "Size", "A large model of a ship; no language."),
	}, index.Options{Synonyms: [][]string{{"LLM", "large language model"}, {"alone"}}})
	for query, want := range map[string][]string{
		"llm": {"R-0001", "R-0002", "R-0003"}, "large language model": {"R-0002", "R-0003", "R-0001"},
		`"llm"`: {"R-0001"},
	} {
		got := ids(t, r, ask(t, r, query).Hits)
		slices.Sort(got)
		want = slices.Sorted(slices.Values(want))
		if !slices.Equal(got, want) {
			t.Errorf("%q finds %v, want %v", query, got, want)
		}
	}
}

// A single word of a phrase that means the same is no hit, so it is not highlighted.
func TestSynonymsAreNotHighlighted(t *testing.T) {
	entries := []index.Entry{entry("R-0001", "LLM failure", "A large language model and a large lorry.")}
	r := open(t, entries, index.Options{Synonyms: [][]string{{"LLM", "large language model", "llms"}}})
	if words := ask(t, r, "llm").Words; words["large"] || !words["llm"] {
		t.Errorf("highlighted are %v", words)
	}
}

// A recent record comes before an old one, and one's own before a precedent, where all else is equal.
func TestPriors(t *testing.T) {
	var entries []index.Entry
	for _, p := range []struct {
		id, date string
		class    index.Class
	}{
		{"P-0001", "2026-01-01", index.Precedent},
		{"R-0001", "2019-01-01", index.Own},
		{"R-0002", "2026-02-01", index.Own},
	} {
		e := entry(p.id, "A model", "drifted")
		e.Class = p.class
		if err := e.Sort.UnmarshalText([]byte(p.date)); err != nil {
			t.Fatal(err)
		}
		entries = append(entries, e)
	}
	r := open(t, entries, index.Options{})
	got, want := ids(t, r, ask(t, r, "model drifted").Hits), []string{"R-0002", "R-0001", "P-0001"}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	a, err := r.Search("model", search.ByDate)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := ids(t, r, a.Hits), []string{"R-0002", "P-0001", "R-0001"}; !slices.Equal(got, want) {
		t.Errorf("by date: got %v, want %v", got, want)
	}
}

func TestFacet(t *testing.T) {
	f := readFixture(t)
	title := func(column, value string) string { return column + " " + value }
	r := open(t, f.Entries, index.Options{Title: title})
	a := ask(t, r, "type:data_leak,misuse")
	facet, err := r.Facet("type", a.Hits)
	if err != nil {
		t.Fatal(err)
	}
	want := []search.FacetValue{
		{Value: "data_leak", Title: "type data_leak", Count: 2}, {Value: "misuse", Title: "type misuse", Count: 1},
	}
	if !slices.Equal(facet.Values, want) {
		t.Errorf("the types are %v, want %v", facet.Values, want)
	}
	if got := len(ask(t, r, `type:"Type Data_Leak"`).Hits); got != 2 {
		t.Errorf("a value by its title lets %d documents through, want 2", got)
	}
	if notes := ask(t, r, "type:nonsense").Notes; len(notes) != 1 || notes[0].Code != search.NoteValue {
		t.Errorf("an unknown value gives the notes %v", notes)
	}
}

// Whatever the pages and the query contain: phrases, exclusions and filters find the documents that a search of the
// entries themselves finds.
func TestAgainstLinearSearch(t *testing.T) {
	vocabulary := []string{"alpha", "beta", "gamma", "delta-4", "行人", "京都府", "Äther", "o'neill", "0007"}
	text := rapid.Map(rapid.SliceOfN(rapid.SampledFrom(vocabulary), 0, 12), func(list []string) string {
		return strings.Join(list, " ")
	})
	rapid.Check(t, func(t *rapid.T) {
		var entries []index.Entry
		for i := range rapid.SampledFrom([]int{0, 1, 5, 30, 80}).Draw(t, "documents") {
			e := entry(fmt.Sprintf("R-%d", i), text.Draw(t, "title"), text.Draw(t, "text"))
			e.Language = ""
			e.Values["tag"] = rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"x", "y"}), 0, 2, rapid.ID).Draw(t, "tags")
			entries = append(entries, e)
		}
		r, err := search.Open(index.Build(slices.Clone(entries), index.Options{}).File)
		if err != nil {
			t.Fatal(err)
		}
		phrase := rapid.SliceOfN(rapid.SampledFrom(vocabulary), 1, 3).Draw(t, "phrase")
		excluded := rapid.SampledFrom(vocabulary).Draw(t, "excluded")
		query := fmt.Sprintf(`"%s" -"%s" tag:x`, strings.Join(phrase, " "), excluded)
		a, err := r.Search(query, search.ByRelevance)
		if err != nil {
			t.Fatal(err)
		}
		var got, want []string
		for _, h := range a.Hits {
			d, err := r.Doc(h.Doc)
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, d.ID)
		}
		for _, e := range entries {
			if slices.Contains(e.Values["tag"], "x") && contains(e, strings.Join(phrase, " ")) && !contains(e, excluded) {
				want = append(want, e.ID)
			}
		}
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%s finds %v, want %v", query, got, want)
		}
	})
}

// contains reports whether a field of an entry has the words of a phrase side by side.
func contains(e index.Entry, phrase string) bool {
	asked := " " + strings.Join(slices.Collect(words.Tokens(phrase)), " ") + " "
	return slices.ContainsFunc(e.Fields, func(f index.Field) bool {
		return strings.Contains(" "+strings.Join(slices.Collect(words.Tokens(f.Text)), " ")+" ", asked)
	})
}

// Any text as a query is answered, by hits from the best to the last. Where it is taken for a misspelt
// word, the hits of the words that it may stand for take turns, and the first is the best of them all.
func FuzzQuery(f *testing.F) {
	fixture := readFixture(f)
	r := open(f, fixture.Entries, index.Options{Synonyms: [][]string{{"assistant", "chat bot"}}})
	for _, q := range fixture.Queries {
		f.Add(q.Query)
	}
	f.Add(`"a b" -"c d" -type:bias is:open after:2020 before:2027-01 “x” :: "`)
	f.Fuzz(func(t *testing.T, text string) {
		a, err := r.Search(text, search.ByRelevance)
		if err != nil {
			t.Fatal(err)
		}
		seen := map[int]bool{}
		for i, h := range a.Hits {
			if seen[h.Doc] {
				t.Errorf("document %d is found twice", h.Doc)
			}
			seen[h.Doc] = true
			before := a.Hits[max(0, i-1)]
			if len(a.Corrections) > 0 {
				before = a.Hits[0]
			}
			if h.Identified && !before.Identified || h.Identified == before.Identified && h.Score > before.Score {
				t.Errorf("result %d is better than one that has to come before it", i)
			}
		}
	})
}

// Where a misspelt word may stand for several, each of them is among the first results.
func TestInterleave(t *testing.T) {
	var entries []index.Entry
	for i := range 30 {
		entries = append(entries, entry(fmt.Sprintf("R-%04d", i), "Marten", "A marten."))
	}
	long := "One text among others names a garten once, and goes on about else."
	entries = append(entries, entry("R-0100", "Other", long), entry("R-0101", "Other", "Karten."))
	r := open(t, entries, index.Options{})
	got := ids(t, r, ask(t, r, "zarten").Hits)[:4]
	if !slices.Contains(got, "R-0100") || !slices.Contains(got, "R-0101") {
		t.Errorf("the first results are %v; R-0100 and R-0101 should be among them", got)
	}
}

// A word that every document holds finds them all.
func TestCommonWord(t *testing.T) {
	var entries []index.Entry
	for i := range 300 {
		entries = append(entries, entry(fmt.Sprintf("R-%04d", i), "Timeline", "Timeline of a failure."))
	}
	r := open(t, entries, index.Options{})
	for _, query := range []string{"timeline", "timeline failure"} {
		if n := len(ask(t, r, query).Hits); n != 300 {
			t.Errorf("%q finds %d of 300", query, n)
		}
	}
}

func TestLog2(t *testing.T) {
	for n := 1; n < 1<<20; n = n*9/8 + 1 {
		want := 256 * math.Log2(float64(n))
		if got := float64(search.Log2(n)); math.Abs(got-want) > 1.5 {
			t.Errorf("log2(%d) is %v, want %v", n, got, want)
		}
	}
}

// Of a table an excerpt shows something only where nothing else has a word, with a mark between the cells.
func TestExcerptsLeaveTablesOut(t *testing.T) {
	sections := []search.Section{{
		Title: "Impact",
		Text:  "group\tfee\tshare\nstudents\tfee\t3.5 %\n\nOne fee was charged twice.\n\nfee\tfee",
	}}
	for word, want := range map[string]string{
		"fee": "One fee was charged twice.", "students": "students · fee · 3.5 %",
	} {
		e, ok := search.BestExcerpt(sections, map[string]bool{word: true})
		text := ""
		for _, part := range e.Parts {
			text += part.Text
		}
		hasRow := word == "fee" && strings.Contains(text, "share")
		if !ok || !strings.Contains(text, want) || hasRow || strings.Contains(text, "\t") {
			t.Errorf("for %q the excerpt is %q", word, text)
		}
	}
}

// Groups keep the order of the hits, in each and among each other, and what is of no known kind is a record.
func TestGroups(t *testing.T) {
	kinds := map[string]string{
		"K-1": "glossary", "R-1": "incident", "P-1": "precedent", "K-2": "playbook", "S-1": "system", "R-2": "near_miss",
		"R-3": "drill",
	}
	var entries []index.Entry
	for id, kind := range kinds {
		e := entry(id, "Pump", "")
		e.Values = map[string][]string{"kind": {kind}}
		entries = append(entries, e)
	}
	bare := entry("R-4", "Pump", "")
	bare.Values = nil
	r := open(t, append(entries, bare), index.Options{})
	byID := map[string]search.Hit{}
	for _, h := range ask(t, r, "pump").Hits {
		byID[ids(t, r, []search.Hit{h})[0]] = h
	}
	var hits []search.Hit
	for _, id := range []string{"K-1", "R-1", "P-1", "K-2", "R-2", "S-1", "R-3", "R-4"} {
		hits = append(hits, byID[id])
	}
	groups, err := r.Groups(hits)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, g := range groups {
		got = append(got, fmt.Sprint(g.Name, g.Kinds, ids(t, r, g.Hits)))
	}
	want := "knowledge[glossary playbook] [K-1 K-2] records[ drill incident near_miss] [R-1 R-2 R-3 R-4] " +
		"precedents[precedent] [P-1] systems[system] [S-1]"
	if strings.Join(got, " ") != want {
		t.Errorf("the groups are\n%v, not\n%s", got, want)
	}
}
