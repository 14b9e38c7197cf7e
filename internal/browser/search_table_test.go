package browser

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"hindcast/internal/bench/gen"
	"hindcast/internal/incident"
	"hindcast/internal/load"
	"hindcast/internal/search"
	"hindcast/internal/search/format"
	"hindcast/internal/search/index"
	assets "hindcast/site"
)

// fixture is the table that the tests of internal/search hold the other engine to.
type fixture struct {
	Entries []index.Entry
	Queries []struct {
		Case, Query string
		Want        []string
		More        bool // others may follow
	}
}

func readFixture(t *testing.T) fixture {
	t.Helper()
	var f fixture
	if err := json.Unmarshal([]byte(read(t, "../search/testdata/queries.json")), &f); err != nil {
		t.Fatal(err)
	}
	return f
}

// asked is a query and of which columns the values are to be counted.
type asked struct {
	Query   string       `json:"query"`
	Order   search.Order `json:"order"`
	Columns []string     `json:"columns"`
}

// answered is all that an engine says to a query; of the first hits also what results show.
type answered struct {
	Query       search.Query
	Hits        []int // documents
	Scores      []int
	Notes       []search.Note
	Words       []string
	Corrections []search.Correction
	Docs        []format.Doc
	Facts       [][]string
	Excerpts    []search.Excerpt
	Facets      []search.Facet
	Groups      []search.Group
}

const looked = 5 // hits whose documents and excerpts are compared

// answers asks the script of a site. The page is of that site.
func (p *tab) answers(queries []asked) []answered {
	p.Helper()
	list := ask[[]answered](p, fmt.Sprintf(`(async queries => {
		globalThis.engine ??= import(new URL("assets/search.js", document.baseURI)).then(script => script.open("./"));
		const engine = await globalThis.engine, list = [];
		for (const {query, order, columns} of queries) {
			const answer = await engine.search(query, order);
			const docs = await engine.docs(answer.hits.subarray(0, %d));
			list.push({
				...answer, words: [...answer.words], hits: [...answer.hits], scores: [...answer.scores],
				docs, facts: docs.map(doc => doc.facts),
				excerpts: await Promise.all(docs.map(async doc => await engine.excerpt(doc, answer) ?? {})),
				groups: (await engine.groups(answer.hits)).map(({hits, ...group}) => ({...group, hits: hits.map(doc => ({doc}))})),
				facets: await Promise.all(columns.map(column => engine.facet(column, answer.hits))),
			});
		}
		return list;
	})(%s)`, looked, quote(queries)))
	for i := range list {
		slices.Sort(list[i].Words)
	}
	return list
}

// answer asks the program about the same site, which lies in a folder.
func answer(t *testing.T, r *search.Reader, dir string, q asked) (list answered) {
	t.Helper()
	a, err := r.Search(q.Query, q.Order)
	if err != nil {
		t.Fatalf("%q: %v", q.Query, err)
	}
	list = answered{Query: a.Query, Notes: a.Notes, Words: slices.Sorted(maps.Keys(a.Words)), Corrections: a.Corrections}
	for _, h := range a.Hits {
		list.Hits, list.Scores = append(list.Hits, h.Doc), append(list.Scores, h.Score)
	}
	for _, h := range a.Hits[:min(len(a.Hits), looked)] {
		doc, err := r.Doc(h.Doc)
		if err != nil {
			t.Fatal(err)
		}
		excerpt, _ := search.BestExcerpt(twin(t, dir, doc), a.Words)
		list.Docs, list.Facts, list.Excerpts = append(list.Docs, doc), append(list.Facts, doc.Facts),
			append(list.Excerpts, excerpt)
	}
	for _, g := range groupsOf(t, r, a.Hits) {
		hits := make([]search.Hit, len(g.Hits)) // the script has no scores here
		for i, h := range g.Hits {
			hits[i].Doc = h.Doc
		}
		list.Groups = append(list.Groups, search.Group{Name: g.Name, Kinds: g.Kinds, Hits: hits})
	}
	for _, column := range q.Columns {
		facet, err := r.Facet(column, a.Hits)
		if err != nil {
			t.Fatal(err)
		}
		list.Facets = append(list.Facets, facet)
	}
	return list
}

// twin is the text of a page from the JSON file beside it.
func twin(t *testing.T, dir string, doc format.Doc) []search.Section {
	t.Helper()
	name := "record.json"
	if slices.Contains([]string{"system", "article", "playbook", "glossary"}, doc.Kind) {
		name = "page.json"
	}
	var page struct{ Sections []search.Section }
	if err := json.Unmarshal([]byte(read(t, dir, doc.URL, name)), &page); err != nil {
		t.Fatal(err)
	}
	return page.Sections
}

// same compares parts of answers. A list that is empty is as good as one that is not there.
func same(t *testing.T, query, what string, script, program any) {
	t.Helper()
	plain := func(v any) string { return strings.ReplaceAll(quote(v), "null", "[]") }
	if a, b := plain(script), plain(program); a != b {
		t.Errorf("%q: %s: the script has\n%.1000s\nthe program\n%.1000s", query, what, a, b)
	}
}

// agree asks both engines the same about a built site, and requires that they say the same.
func agree(t *testing.T, dir string, queries []string) {
	t.Helper()
	p := openTab(t)
	p.visit(static(t, dir, "/some/where/"))
	r := otherEngine(t, dir)
	var all []asked
	for i, query := range queries {
		q := asked{query, search.ByRelevance, []string{}}
		if i%5 == 4 {
			q.Order = search.ByDate
		}
		if i%7 == 0 {
			q.Columns = format.Columns
		}
		all = append(all, q)
	}
	found := 0
	for batch := range slices.Chunk(all, 50) {
		for i, script := range p.answers(batch) {
			program := answer(t, r, dir, batch[i])
			query := batch[i].Query
			same(t, query, "query", script.Query, program.Query)
			same(t, query, "hits", script.Hits, program.Hits)
			same(t, query, "scores", script.Scores, program.Scores)
			same(t, query, "notes", script.Notes, program.Notes)
			same(t, query, "words", script.Words, program.Words)
			same(t, query, "corrections", script.Corrections, program.Corrections)
			same(t, query, "documents", script.Docs, program.Docs)
			same(t, query, "facts", script.Facts, program.Facts)
			same(t, query, "excerpts", script.Excerpts, program.Excerpts)
			same(t, query, "groups", script.Groups, program.Groups)
			same(t, query, "facets", script.Facets, program.Facets)
			found += min(len(program.Hits), 1)
		}
	}
	if found < len(queries)/2 {
		t.Errorf("of %d queries %d find something; they are too odd to tell anything", len(queries), found)
	}
	for _, fault := range p.takeFaults() {
		t.Error(fault)
	}
}

// readAsWritten are queries of which words are read as filters, left out, joined, split, or taken for others.
var readAsWritten = []string{
	"bias 2025", "fraud since march 2025", "last 24 months", "this year", "last quarter?", "today", "overdue", "late obligations",
	"open security incidents", "reopened", "what is drift", "who was told", "how to roll back", "what should we do about fraud scores",
	"how do we tell customers that a model was wrong", "the", "incidents", "DORA", "GDPRX", "dorra", "ATM",
	"halucinate refund", "thresholding drifts", "chat bot", "chat-bot", "pay slips", "payslip", "cashmachine", "roll backs",
	"chatbots", "daylight saving time", "hirings", "wrong answers", "machine-learning", "INC-2026-00", "ABC-2025-9",
}

// parityQueries are the queries of the table and others that nobody thought of: 300 together, or a thousand where
// HINDCAST_TEST_LONG is set.
func parityQueries(t *testing.T, dir string) []string {
	t.Helper()
	m, err := materialOf(otherEngine(t, dir))
	if err != nil {
		t.Fatal(err)
	}
	var queries []string
	for _, q := range readFixture(t).Queries {
		queries = append(queries, q.Query)
	}
	queries = append(queries, readAsWritten...)
	n := 300
	if long {
		n = 1000
	}
	return append(queries, m.queries(n-len(queries))...)
}

// The two engines agree on every query: the same documents with the same scores in the same order, and all that is said
// about them.
func TestSearchParity(t *testing.T) {
	t.Parallel()
	needBrowser(t)
	for _, site := range []struct {
		name string
		make func(*testing.T) string
	}{{"demo", builtDemo}, {"precedents", demoWithPrecedents}, {"generated", generatedSite}} {
		t.Run(site.name, func(t *testing.T) {
			t.Parallel()
			dir := site.make(t)
			agree(t, dir, parityQueries(t, dir))
		})
	}
}

// The two engines agree on which signs are spaces, which matters at the end of a filter.
func TestSearchEnginesAgreeOnSpaces(t *testing.T) {
	t.Parallel()
	var queries []string
	for _, r := range "\t\n\v\f\r \u0085\u00a0\u1680\u2000\u2003\u200b\u2028\u2029\u202f\u205f\u2060\u3000\ufeff" {
		queries = append(queries, "kind:near_miss"+string(r)+"year:2026", string(r)+"fraud", "fraud"+string(r)+"-threshold")
	}
	agree(t, builtDemo(t), queries)
}

// The two engines agree on ten thousand characters of each of Unicode's planes, of markup and of patterns, and both
// come to
// an end. A browser may know letters of a later Unicode than Go does; to the program they are no words yet, and they
// are left out.
func TestSearchEnginesAgreeOnHostileText(t *testing.T) {
	t.Parallel()
	signs := []string{
		"<img src=x onerror=alert(1)>", "</script>", `.*+?^${}()|[]\`, "(a+)+$", "a\u0301\u0301", "\u202e", `"`, "-", ":",
		"ß",
	}
	for plane := range rune(17) {
		unassigned := plane >= 4 && plane <= 13 // all of it, for everyone
		var runes []rune
		for r := plane << 16; r < (plane+1)<<16; r += 5 {
			if utf8.ValidRune(r) && (unassigned || !unicode.Is(unicode.Cn, r)) {
				runes = append(runes, r)
			}
		}
		signs = append(signs, string(runes))
	}
	var queries []string
	for _, sign := range signs {
		queries = append(queries, "fraud "+strings.Repeat(sign, 10_000/utf8.RuneCountInString(sign)+1))
	}
	agree(t, builtDemo(t), queries)
}

// Every query of the table finds in the browser what a user expects, at the root of a host and below it.
func TestSearchTable(t *testing.T) {
	t.Parallel()
	f := readFixture(t)
	for _, below := range []string{"/", "/some/where/"} {
		p := openTab(t)
		p.visit(strings.TrimSuffix(searchSite(t, below, f.Entries), "search/"))
		for _, q := range f.Queries {
			got := ask[[]string](p, fmt.Sprintf(`(async query => {
				const engine = await (globalThis.engine ??= import(new URL("assets/search.js", document.baseURI)).then(script => script.open("./")));
				const docs = await engine.docs((await engine.search(query)).hits);
				return docs.map(doc => doc.id);
			})(%s)`, quote(q.Query)))
			if q.More {
				got = got[:min(len(got), len(q.Want))]
			}
			if !slices.Equal(got, q.Want) {
				t.Errorf("%s, below %s: %.60q finds\n%v, not\n%v", q.Case, below, q.Query, got, q.Want)
			}
		}
	}
}

// generatedSite is what a search needs of a site of 1,000 generated records, or 10,000 where HINDCAST_TEST_LONG is
// set; none of its pages.
func generatedSite(t *testing.T) string {
	t.Helper()
	if testing.Short() {
		t.Skip("so many records take a while")
	}
	n := 1000
	if long {
		n = 10_000
	}
	log, err := load.NewLoader(load.DefaultLimits).Log(t.Context(), gen.FS(1, n))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	script, err := assets.FS.ReadFile("assets/search.js")
	if err != nil {
		t.Fatal(err)
	}
	write(t, `<!doctype html><html lang="en"><title>Search</title><link rel="icon" href="data:,">`, dir, "index.html")
	entries := make([]index.Entry, len(log.Records))
	for i, r := range log.Records {
		entries[i] = generatedEntry(r)
		putTwin(t, dir, &entries[i])
	}
	for _, folder := range []string{"assets", "search"} {
		if err := os.Mkdir(filepath.Join(dir, folder), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	write(t, string(script), dir, "assets", "search.js")
	for name, data := range index.Build(entries, index.Options{}).Files() {
		write(t, string(data), dir, "search", name)
	}
	return dir
}

// generatedEntry has less to say of a record than that of internal/publish, which keeps its own to itself.
func generatedEntry(r *incident.Record) index.Entry {
	date := r.Date().String()
	e := index.Entry{
		Doc: format.Doc{
			ID: r.ID, Title: r.Title, URL: "incidents/" + strings.ToLower(r.ID) + "/", Summary: r.Summary,
			Kind: r.KindOrDefault(), Severity: r.Rank(), Status: r.Status, Facts: []string{r.Rank(), r.Status},
		},
		Class: index.Own, Sort: r.Date(), Language: "en",
		Values: map[string][]string{"kind": {r.KindOrDefault()}, "type": {r.Type}, "severity": {r.Rank()}, "status": {r.Status}, "system": r.Systems, "tag": r.Tags, "team": {r.Owner}, "year": {date[:4]}},
		Fields: []index.Field{{Kind: index.FieldID, Text: r.ID}, {Kind: index.FieldTitle, Text: r.Title}, {Kind: index.FieldSummary, Text: r.Summary}},
	}
	for _, b := range r.Text.Blocks {
		e.Fields = append(e.Fields, index.Field{Kind: index.FieldText, Text: b.Plain})
	}
	return e
}

// putTwin writes the text of an entry as its page would have it.
func putTwin(t *testing.T, dir string, e *index.Entry) {
	t.Helper()
	type section struct {
		Title string `json:"title"`
		Text  string `json:"text"`
	}
	page := map[string][]section{}
	for i, f := range e.Fields {
		page["sections"] = append(page["sections"], section{fmt.Sprintf("Part %d", i), f.Text})
	}
	if err := os.MkdirAll(filepath.Join(dir, e.URL), 0o755); err != nil {
		t.Fatal(err)
	}
	write(t, quote(page), dir, e.URL, "record.json")
}
