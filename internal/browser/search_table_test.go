package browser

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"hindcast/internal/search"
)

// fixture is the table that the tests of internal/search hold the other engine to.
type fixture struct {
	Entries []search.Entry
	Queries []struct {
		Case, Query string
		Want        []string
		More        bool // others may follow
		Fault       string
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

// most is how many results the page shows.
const most = 50

// fixtureSite serves the demo with the index of the fixture in place of its own.
func fixtureSite(t *testing.T, below string) (address string, index *search.Index) {
	t.Helper()
	needBrowser(t)
	index = search.Build(readFixture(t).Entries)
	return indexSite(t, below, index), index
}

func indexSite(t *testing.T, below string, index *search.Index) (address string) {
	t.Helper()
	dir := demoCopy(t)
	data, err := index.JSON()
	if err != nil {
		t.Fatal(err)
	}
	write(t, string(data), dir, "search", "index.json")
	return static(t, dir, below) + "search/"
}

// answer is what the page shows for a query.
type answer struct {
	Status string
	IDs    []string
}

// shown reads the page. The id is the first of a result's facts.
const shown = `({Status: document.querySelector("#status").textContent,
	IDs: [...document.querySelectorAll("#results > li")].map(li => li.querySelector(".facts span").textContent)})`

// answers types queries into the page one after another, as an editor of the field would be told of it.
func (p *tab) answers(queries []string) []answer {
	p.Helper()
	p.typeIn("uber")
	p.shows("#status", "result") // the index is loaded
	return ask[[]answer](p, `(async queries => {
		const words = document.querySelector("#q"), list = [];
		for (const query of queries) {
			words.value = query;
			words.dispatchEvent(new Event("input", {bubbles: true}));
			await new Promise(done => setTimeout(done));
			list.push(`+shown+`);
		}
		return list;
	})(`+quote(queries)+`)`)
}

// typeIn empties the field of the page and presses the keys of a text in it.
func (p *tab) typeIn(text string) {
	p.Helper()
	ask[bool](p, `document.querySelector("#q").value = "", true`)
	p.do(chromedp.SendKeys(chromedp.CSS("#q"), text))
}

// choose picks a value of a filter as a reader does.
func (p *tab) choose(name, value string) {
	p.Helper()
	got := ask[string](p, fmt.Sprintf(`(() => { const s = document.querySelector("#%s"); s.value = %s; s.dispatchEvent(new Event("change", {bubbles: true})); return s.value })()`, name, quote(value)))
	if got != value {
		p.Fatalf("the filter %s has no value %q", name, value)
	}
}

// finds waits until the page shows exactly these results.
func (p *tab) finds(want ...string) {
	p.Helper()
	var got answer
	defer func() {
		if p.Failed() {
			p.Logf("the page shows %v", got)
		}
	}()
	eventually(p.T, fmt.Sprintf("results %v", want), func() bool {
		var err error
		got, err = try[answer](p, shown)
		return err == nil && slices.Equal(got.IDs, want)
	})
}

func ids(results []search.Result) []string {
	list := []string{}
	for _, r := range results[:min(len(results), most)] {
		list = append(list, r.Doc.ID)
	}
	return list
}

// Every query of the table finds in the browser what it finds on the other side, at the root of a host and below it.
func TestSearchTable(t *testing.T) {
	needBrowser(t)
	for _, below := range []string{"/", "/some/where/"} {
		t.Run(below, func(t *testing.T) {
			address, index := fixtureSite(t, below)
			table := readFixture(t).Queries
			p := openTab(t)
			p.visit(address)
			var queries []string
			for _, q := range table {
				queries = append(queries, q.Query)
			}
			for i, got := range p.answers(queries) {
				q := table[i]
				if other := ids(index.Search(search.Parse(q.Query))); !slices.Equal(got.IDs, other) {
					t.Errorf("%s: %.60q: the page shows\n%v, the program finds\n%v", q.Case, q.Query, got.IDs, other)
				}
				compared := got.IDs
				if q.More {
					compared = compared[:min(len(compared), len(q.Want))]
				}
				expect(t, slices.Equal(compared, q.Want), q.Fault, "%s: %.60q: got  %v\nwant %v", q.Case, q.Query, got.IDs, q.Want)
			}
			for _, fault := range p.takeFaults() {
				t.Error(fault)
			}
		})
	}
}

// The two engines agree on queries that nobody thought of.
func TestSearchEnginesAgree(t *testing.T) {
	address, index := fixtureSite(t, "/")
	queries := oddQueries(readFixture(t), 400)
	p := openTab(t)
	p.visit(address)
	hits := 0
	for i, got := range p.answers(queries) {
		// A field of one line drops line ends, and the page trims the rest.
		want := ids(index.Search(search.Parse(strings.NewReplacer("\n", "", "\r", "").Replace(queries[i]))))
		hits += len(want)
		if !slices.Equal(got.IDs, want) {
			t.Errorf("%q: the page shows\n%v, the program finds\n%v", queries[i], got.IDs, want)
		}
	}
	if hits < len(queries) {
		t.Errorf("%d queries have %d hits in all; the queries are too odd to tell anything", len(queries), hits)
	}
}

// The two engines agree on which signs are spaces, which matters at the end of a filter.
func TestSearchEnginesAgreeOnSpaces(t *testing.T) {
	address, index := fixtureSite(t, "/")
	p := openTab(t)
	p.visit(address)
	spaces := []rune("\t\v\f \u0085\u00a0\u1680\u2000\u2003\u200b\u2028\u2029\u202f\u205f\u2060\u3000\ufeff")
	var queries []string
	for _, r := range spaces {
		queries = append(queries, "kind:near_miss"+string(r)+"year:2026")
	}
	for i, got := range p.answers(queries) {
		want := ids(index.Search(search.Parse(queries[i])))
		expect(t, slices.Equal(got.IDs, want), "", "%q: the page shows %v, the program finds %v", queries[i], got.IDs, want)
	}
}

// oddQueries puts pieces of the fixture's words and signs together, the same every time.
func oddQueries(f fixture, n int) []string {
	random := rand.New(rand.NewPCG(7, 2026))
	pieces := []string{
		" ", " ", " ", ":", "-", "'", "’", ".", "\"", "<", "\u00a0", "\u3000", "\u00ad", "\u200d", "\u202e", "\u0301", "\t", "\n",
		"kind:", "type:", "TYPE:", "system:", "year:", "Year:2016", "kind:incident", "type:model_failure", "İ", "ẞ", "ς", "Σ", "ﬁ", "①", "½", "e\u0301", "ﾊﾞ", "ー", "が", "한", "ไทย", "🚗", "Ǆ", "𝐔𝐛𝐞𝐫",
	}
	var texts []string
	for _, e := range f.Entries {
		texts = append(texts, e.ID, e.Title, e.Summary)
	}
	var queries []string
	for range n {
		var b strings.Builder
		for range 1 + random.IntN(6) {
			if random.IntN(2) == 0 {
				b.WriteString(pieces[random.IntN(len(pieces))])
				continue
			}
			text := []rune(texts[random.IntN(len(texts))])
			from := random.IntN(len(text))
			b.WriteString(string(text[from:min(from+1+random.IntN(9), len(text))]))
		}
		queries = append(queries, b.String())
	}
	return queries
}
