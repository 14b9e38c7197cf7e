package datafiles

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"image/png"
	"slices"
	"strings"
	"testing"
	"time"

	"hindcast/internal/address"
	"hindcast/internal/card"
	"hindcast/internal/incident"
	"hindcast/internal/view"
	"hindcast/internal/view/viewtest"
)

func modelOf(t *testing.T, records ...*incident.Record) *site {
	t.Helper()
	return &site{viewtest.Model(t, records...)}
}

func duplicateOf(id string) func(*incident.Front) {
	return func(f *incident.Front) { f.Status, f.DuplicateOf = incident.Duplicate, id }
}

// A chain of duplicates leads to its end; one without an end, which no valid log has, leads nowhere.
func TestKept(t *testing.T) {
	m := modelOf(t,
		viewtest.Record("INC-2026-0001", nil), viewtest.Record("INC-2026-0002", duplicateOf("INC-2026-0001")),
		viewtest.Record("INC-2026-0003", duplicateOf("inc-2026-0002")),
		viewtest.Record("INC-2026-0004", duplicateOf("INC-2026-0005")),
		viewtest.Record("INC-2026-0005", duplicateOf("INC-2026-0004")),
		viewtest.Record("INC-2026-0006", duplicateOf("INC-2026-0006")),
		viewtest.Record("INC-2026-0007", duplicateOf("INC-2026-0005")),
		viewtest.Record("INC-2026-0008", duplicateOf("INC-2026-0099")),
	)
	for id, want := range map[string]string{
		"INC-2026-0001": "INC-2026-0001", "INC-2026-0002": "INC-2026-0001", "INC-2026-0003": "INC-2026-0001", "INC-2026-0004": "INC-2026-0004",
		"INC-2026-0006": "INC-2026-0006", "INC-2026-0007": "INC-2026-0007", "INC-2026-0008": "INC-2026-0008",
	} {
		if got := m.Names.Kept(m.Names.Record(id)).ID; got != want {
			t.Errorf("%s is kept as %s, want %s", id, got, want)
		}
	}
}

func TestRedirects(t *testing.T) {
	aliases := func(list ...string) func(*incident.Front) { return func(f *incident.Front) { f.Aliases = list } }
	m := modelOf(t,
		viewtest.Record("INC-2026-0001", aliases("INC-2026-X7K3F", "INC-2026-0002", "/old/page.html", "old/folder/", "../out",
			"a/../../b", "feed.xml/x", "trends", "two words", "ü", "UPPER/Case")),
		viewtest.Record("INC-2026-0002", nil), viewtest.Record("INC-2026-0003", func(f *incident.Front) {
			duplicateOf("INC-2026-0001")(f)
			f.Aliases = []string{"INC-2026-XAAAA", "INC-2026-X7K3F", "old"}
		}),
	)
	taken := address.NewPaths()
	for _, file := range []string{
		"index.html", "feed.xml", "incidents/inc-2026-0001/index.html", "incidents/inc-2026-0002/index.html",
		"incidents/inc-2026-0003/record.json",
	} {
		taken.Add(file)
	}
	const to = "incidents/inc-2026-0001/"
	want := []view.Redirect{
		{From: "incidents/inc-2026-0003/", To: to},
		{From: "incidents/inc-2026-x7k3f/", To: to},
		{From: "old/page.html", To: to},
		{From: "old/folder/", To: to},
		{From: "incidents/trends/", To: to},
		{From: "incidents/ü/", To: to},
		{From: "UPPER/Case/", To: to},
		{From: "incidents/inc-2026-xaaaa/", To: to},
		{From: "incidents/old/", To: to},
	}
	if got := m.Redirects(taken); !slices.Equal(got, want) {
		t.Errorf("got\n%q\nwant\n%q", got, want)
	}
	rules := string(m.redirectRules(want).Body)
	if !strings.HasPrefix(rules, "/log/incidents/inc-2026-0003/ /log/incidents/inc-2026-0001/ 301\n") ||
		!strings.Contains(rules, "/log/incidents/%C3%BC/ ") {
		t.Errorf("rules\n%s", rules)
	}
	if n := strings.Count(rules, "\n"); n != len(want) {
		t.Errorf("%d rules for %d redirects", n, len(want))
	}
}

// No alias takes or blocks a file of the site, of the repository or of the host.
func TestAliasesTakeNothing(t *testing.T) {
	m := modelOf(t, viewtest.Record("INC-2026-0001", func(f *incident.Front) {
		f.Aliases = []string{
			"_redirects/x", "_headers/x.html", "_worker.js/a", "manifest.json/x", "Manifest.JSON.sig/x", ".git/hooks", "a/.b/c", "CNAME/x", "cname/x.html", "wiki/x", "robots.txt/x", "favicon.ico/x",
			"assets/app.js/x", "assets/new.html", "files/x.html", "search/v1/x", "data/table.csv/x", "data/TABLE.csv", "data", "con/x", "a/lpt1.txt/b", strings.Repeat("n", 300), "a/" + strings.Repeat("n", 300), "a\\b/c", "/", "//", "free/x",
		}
	}))
	m.Log.Config.Keep = []incident.KeptName{"Wiki"}
	got := m.Redirects(address.NewPaths("incidents/inc-2026-0001/index.html", "data/table.csv", "data/index.html"))
	if want := []view.Redirect{
		{From: "incidents/data/", To: "incidents/inc-2026-0001/"}, {From: "free/x/", To: "incidents/inc-2026-0001/"},
	}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// Of very many aliases those up to the limit become redirects.
func TestAliasesAreLimited(t *testing.T) {
	m := modelOf(t, viewtest.Record("INC-2026-0001", func(f *incident.Front) {
		for i := range 5000 {
			f.Aliases = append(f.Aliases, fmt.Sprintf("old/%d", i))
		}
	}))
	if got, most := len(m.Redirects(address.NewPaths())), m.Log.Config.Limit(incident.LimitAliases); got != most {
		t.Errorf("%d redirects, want %d", got, most)
	}
}

func TestSitemapIsSplit(t *testing.T) {
	m := modelOf(t, viewtest.Record("INC-2026-0001", func(f *incident.Front) {
		f.Timeline.Detected = viewtest.At(t, "2026-03-02T09:25Z")
	}))
	addresses := []string{"incidents/inc-2026-0001/", "", "a/", "ü & <b>/", "c/"}
	files := map[string][]byte{}
	for page, err := range m.sitemap(addresses, 2) {
		if err != nil {
			t.Fatal(err)
		}
		files[page.Path] = page.Body
	}
	var index sitemapIndex
	if err := xml.Unmarshal(files["sitemap.xml"], &index); err != nil || len(index.Maps) != 3 || len(files) != 4 {
		t.Fatalf("%d files, index %+v, %v", len(files), index, err)
	}
	seen := map[string]string{}
	for _, part := range index.Maps {
		var set sitemapSet
		name := strings.TrimPrefix(part.Loc, "https://example.org/log/")
		if err := xml.Unmarshal(files[name], &set); err != nil || len(set.URLs) > 2 {
			t.Fatalf("%s: %+v, %v", name, set, err)
		}
		for _, u := range set.URLs {
			seen[u.Loc] = u.Lastmod
		}
	}
	if len(seen) != len(addresses) || seen["https://example.org/log/incidents/inc-2026-0001/"] != "2026-03-02T09:25:00Z" {
		t.Errorf("addresses %v", seen)
	}
	if _, ok := seen["https://example.org/log/%C3%BC%20&%20%3Cb%3E/"]; !ok {
		t.Errorf("an address is not escaped: %v", seen)
	}
}

// Crawlers are invited by the public site alone, and nothing is said without an address.
func TestCrawlers(t *testing.T) {
	files := func(change func(*view.Model)) map[string]string {
		m := modelOf(t, viewtest.Record("INC-2026-0001", nil))
		change(m.Model)
		got := map[string]string{}
		for page, err := range m.crawlers([]string{"", "a/"}) {
			if err != nil {
				t.Fatal(err)
			}
			got[page.Path] = string(page.Body)
		}
		return got
	}
	public := files(func(*view.Model) {})
	if len(public) != 2 || !strings.Contains(public["robots.txt"], "Sitemap: https://example.org/log/sitemap.xml\n") {
		t.Errorf("public: %q", public)
	}
	internal := files(func(m *view.Model) { m.Public = false })
	if len(internal) != 1 || internal["robots.txt"] != "User-agent: *\nDisallow: /\n" {
		t.Errorf("internal: %q", internal)
	}
	if got := files(func(m *view.Model) { m.Log.Config.BaseURL = "" }); len(got) != 0 {
		t.Errorf("without an address: %q", got)
	}
}

func TestDurationsAndChanged(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	r := viewtest.Record("INC-2026-0001", func(f *incident.Front) {
		f.Timeline = incident.Timeline{
			Started: incident.Started{At: viewtest.At(t, "2026-03-02T06:10:30Z")}, Detected: viewtest.At(t, "2026-03-02T23:25Z"), Triaged: viewtest.At(t, "2026-03"),
			Contained: viewtest.At(t, "2026-03-02T23:30Z"), Resolved: viewtest.At(t, "2026-03-02T23:40Z"), Reviewed: viewtest.At(t, "2026-03-09"), Closed: viewtest.At(t, "2026-03-05T10:00Z"),
		}
		f.Reopened = []incident.Reopened{
			{
				When:    viewtest.At(t, "2026-03-10T00:00Z"),
				Earlier: incident.Timeline{Resolved: viewtest.At(t, "2026-03-02T23:35Z")},
			},
		}
		f.Actions = []incident.Action{{Due: viewtest.At(t, "2030-01-01"), Ended: viewtest.At(t, "2026-03-28")}}
	})
	m := modelOf(t, r)
	m.Log.Config.Zone = zone
	text, err := jsonOf(m.Durations(r))
	if want := `{"detect_minutes":1035,"contain_minutes":1040,"resolve_minutes":1045,"learn_days":6,"close_days":2}`; err != nil || string(text) != want {
		t.Errorf("durations %s, want %s (%v)", text, want, err)
	}
	if got := view.Stamp(m.Changed(r)); got != "2026-03-27T23:00:00Z" {
		t.Errorf("changed %s", got)
	}
}

func TestCards(t *testing.T) {
	secret := viewtest.Record("INC-2026-0002", func(f *incident.Front) {
		f.Type, f.Severity, f.Title = "misuse", "sev1", "A very long title that no card may show"
	})
	m := modelOf(t, viewtest.Record("INC-2026-0001", nil), secret, viewtest.Record("INC-2026-0003", nil),
		viewtest.Record("AIID-0004", func(f *incident.Front) { f.Severity = "" }))
	paths := map[string][]byte{}
	for page, err := range m.cards() {
		if err != nil {
			t.Fatal(err)
		}
		paths[page.Path] = page.Body
		config, err := png.DecodeConfig(bytes.NewReader(page.Body))
		if err != nil || config.Width != 1200 || config.Height != 630 || len(page.Body) > 20_000 {
			t.Errorf("%s: %+v, %d bytes, %v", page.Path, config, len(page.Body), err)
		}
	}
	for _, want := range []string{"site", "type-bias-sev3", "type-misuse-sev1", "type-bias-~none"} {
		if paths["assets/cards/"+want+".png"] == nil {
			t.Errorf("there is no card %s", want)
		}
	}
	if len(paths) != 4 {
		t.Errorf("%d cards", len(paths))
	}
	again := modelOf(t, viewtest.Record("INC-2026-0002", func(f *incident.Front) {
		f.Type, f.Severity, f.Title = "misuse", "sev1", "Another title"
	}))
	for page, err := range again.cards() {
		if err != nil || !bytes.Equal(page.Body, paths[page.Path]) {
			t.Errorf("%s depends on more than type and severity: %v", page.Path, err)
		}
	}
}

// Whatever the settings call a type or the site, a card fits, and each type has its own file.
func TestCardsOfAnyTitle(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes long; make test runs it")
	}
	p := &card.Painter{}
	for _, title := range []string{"", "漢字", "😀", strings.Repeat("W", 400), strings.Repeat("word ", 100), "A"} {
		for rank := range 5 {
			if body, err := p.Paint(card.Words{Title: title, Severity: title, Rank: rank, Site: title}); err != nil ||
				len(body) > 20_000 {
				t.Errorf("%.20q, rank %d: %d bytes, %v", title, rank, len(body), err)
			}
		}
	}
	paths := map[string]string{}
	for _, id := range []string{"a", "A", "a-b", "a_b", "a/b", "..", "none", "~none", "ü"} {
		c := view.CardSubject{Kind: id, Severity: "sev1"}
		if other, twice := paths[c.Path()]; twice && other != id {
			t.Errorf("%q and %q share %s", id, other, c.Path())
		}
		paths[c.Path()] = id
		if strings.Count(c.Path(), "/") != 2 || strings.Contains(c.Path(), "..") {
			t.Errorf("%q has the path %s", id, c.Path())
		}
	}
}

// Each rule for caching meets no other one, or a host would join their values.
func TestHeaders(t *testing.T) {
	m := modelOf(t)
	text := string(m.headers([]string{
		"index.html", "incidents/index.html", "incidents/inc-1/index.html", "feed.xml", "robots.txt",
	}).Body)
	rules := map[string][]string{}
	var rule string
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		if header, indented := strings.CutPrefix(line, "  "); indented {
			rules[rule] = append(rules[rule], header)
		} else {
			rule = line
		}
	}
	for _, path := range []string{
		"/log/", "/log/index.html", "/log/feed.xml", "/log/incidents/inc-1/", "/log/files/0123.png",
		"/log/assets/hindcast.css",
	} {
		var cache []string
		frames := false
		for pattern, headers := range rules {
			prefix, splat := strings.CutSuffix(pattern, "*")
			if path != pattern && !(splat && strings.HasPrefix(path, prefix)) {
				continue
			}
			for _, h := range headers {
				if value, ok := strings.CutPrefix(h, "Cache-Control: "); ok {
					cache = append(cache, value)
				}
				frames = frames || strings.HasSuffix(h, "; frame-ancestors 'none'")
			}
		}
		want := "no-cache"
		if strings.Contains(path, "/files/") {
			want = "public, max-age=31536000, immutable"
		}
		if len(cache) != 1 || cache[0] != want || !frames {
			t.Errorf("%s: %q, frames refused: %v", path, cache, frames)
		}
	}
	if strings.Contains(text, "X-Robots-Tag") {
		t.Error("the public site turns crawlers away")
	}
	m.Public = false
	if !strings.Contains(string(m.headers(nil).Body), "X-Robots-Tag: noindex") {
		t.Error("a site for others does not turn crawlers away")
	}
}

func TestLLMsListsFewRecordsOnly(t *testing.T) {
	for _, n := range []int{0, 3, llmsLength, llmsLength + 1} {
		var records []*incident.Record
		for i := range n {
			records = append(records, viewtest.Record(fmt.Sprintf("INC-2026-%04d", i+1), func(f *incident.Front) {
				f.Title, f.Summary = "a](x) <b> `c`", "line\nbreak"
			}))
		}
		text := string(modelOf(t, records...).llms([]string{"incidents/"}).Body)
		listed := strings.Count(text, "record.json)")
		if want := n; n > llmsLength && listed != 0 || n <= llmsLength && listed != want {
			t.Errorf("of %d records %d are listed", n, listed)
		}
		if !strings.HasPrefix(text, "# Log\n\n> What happened with the AI systems of Bank") ||
			strings.Contains(text, "a](x)") || strings.Contains(text, "governance") || !strings.Contains(text, "/incidents/)") {
			t.Errorf("text\n%s", text)
		}
	}
}
