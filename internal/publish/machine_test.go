package publish_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/net/html"

	"hindcast/internal/datafiles"
	"hindcast/internal/disclose"
	"hindcast/internal/publish"
	"hindcast/internal/view/viewtest"
)

// hostileTitles try to break out of a page, a data block, a feed, a spreadsheet or a calendar.
var hostileTitles = []string{
	`</script><script>alert(1)</script>`, `<!-- <script> --`, `]]> & <b>`, `=cmd|' /C calc'!A0`, "+1", "-2 and rising", "@SUM(A1)",
	`quotes " and ' and \`, `a, b; c`, `漢字 😀 ü`, `{{.}} ${x} $(y)`, `&lt;already&gt;`, "BEGIN:VEVENT",
}

const head = `type: bias
severity: sev3
tlp: CLEAR
systems: [scoring]
timeline: {detected: 2026-02-03T10:00:00Z}
detection: {method: audit}
`

// hostileLog is a log whose every record has a hostile title, with an action that is open.
func hostileLog() fstest.MapFS {
	fsys := fstest.MapFS{
		"hindcast.yaml":                {Data: []byte("title: \"Log </title> & ]]>\"\norganisation: \"Bank </script>\"\nbase_url: https://example.org/log/\naudience: public\n")},
		"knowledge/systems/scoring.md": {Data: []byte("---\ntitle: Scoring </script>\ntlp: CLEAR\nowner: team\naliases: [old-scoring]\n---\nText.\n")},
		"knowledge/glossary/drift.md":  {Data: []byte("---\ntitle: Drift\ntlp: CLEAR\n---\nA word </b>.\n")},
		"knowledge/note.md":            {Data: []byte("---\ntitle: Note\nsummary: A note.\ntlp: CLEAR\naliases: [former-note]\n---\nText.\n")},
	}
	for i, title := range hostileTitles {
		id := fmt.Sprintf("INC-2026-%04d", i+1)
		quoted, _ := json.Marshal(title)
		summary, _ := json.Marshal("It happened: " + title)
		fsys["incidents/"+id+"-x.md"] = &fstest.MapFile{Data: []byte(fmt.Sprintf("---\nid: %s\ntitle: %s\nsummary: %s\nstatus: detected\n%sactions: [{id: A1, title: %s, status: open, owner: team, due: 2026-12-01}]\ntags: [%s]\n---\n## What happened\nText of %s.\n",
			id, quoted, summary, head, quoted, quoted, id))}
	}
	return fsys
}

// add puts a record into a log.
func add(fsys fstest.MapFS, id, more string) {
	fsys["incidents/"+id+"-x.md"] = &fstest.MapFile{
		Data: []byte("---\nid: " + id + "\ntitle: Title of " + id + "\n" + head + more + "---\n## What happened\nText.\n"),
	}
}

// No title ends the data block it is in, and what a program reads there is the title.
func TestLinkedDataOfHostileTitles(t *testing.T) {
	_, files := makeSite(t, hostileLog(), publish.Options{})
	for i, title := range hostileTitles {
		name := fmt.Sprintf("incidents/inc-2026-%04d/index.html", i+1)
		doc, err := html.Parse(bytes.NewReader(files[name]))
		if err != nil {
			t.Fatal(err)
		}
		blocks := 0
		for n := range doc.Descendants() {
			if n.Type != html.ElementNode || n.Data != "script" {
				continue
			}
			kind, src := "", ""
			for _, a := range n.Attr {
				switch a.Key {
				case "type":
					kind = a.Val
				case "src":
					src = a.Val
				}
			}
			if kind != "application/ld+json" {
				if src == "" {
					t.Errorf("%s: a script of its own", name)
				}
				continue
			}
			blocks++
			var node map[string]any
			if err := json.Unmarshal([]byte(n.FirstChild.Data), &node); err != nil || node["name"] != title ||
				node["@type"] != "Report" {
				t.Errorf("%s: %v, %v", name, node["name"], err)
			}
		}
		if blocks != 1 {
			t.Errorf("%s: %d data blocks", name, blocks)
		}
	}
}

func TestRecordsOfHostileTitles(t *testing.T) {
	_, files := makeSite(t, hostileLog(), publish.Options{})
	var list struct {
		Title   string
		Records []map[string]any
	}
	if err := json.Unmarshal(files["incidents.json"], &list); err != nil || list.Title != "Log </title> & ]]>" ||
		len(list.Records) != len(hostileTitles) {
		t.Fatalf("%d records of %q: %v", len(list.Records), list.Title, err)
	}
	rows := viewtest.Rows(t, files["incidents.csv"])
	if len(rows) != len(hostileTitles)+1 {
		t.Fatalf("%d rows", len(rows))
	}
	column := map[string]int{}
	for i, name := range rows[0] {
		column[name] = i
	}
	for i, r := range list.Records {
		row := rows[i+1]
		for _, cell := range row {
			if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
				t.Errorf("the cell %q is a formula", cell)
			}
		}
		if got := strings.TrimPrefix(row[column["title"]], "'"); got != r["title"] || row[column["id"]] != r["id"] ||
			row[column["url"]] != r["url"] {
			t.Errorf("row %q of %v", row, r["title"])
		}
		var twin map[string]any
		if err := json.Unmarshal(files[r["url"].(string)+"record.json"], &twin); err != nil || twin["title"] != r["title"] {
			t.Errorf("the twin of %v: %v, %v", r["id"], twin["title"], err)
		}
		sections, _ := json.Marshal(twin["sections"])
		if want := fmt.Sprintf(`[{"text":"Text of %v.","title":"What happened"}]`, r["id"]); string(sections) != want {
			t.Errorf("sections %s, want %s", sections, want)
		}
	}
}

// Every redirect leads in one step to a page that is none, whatever the host reads.
func TestRedirectPages(t *testing.T) {
	fsys := hostileLog()
	add(fsys, "INC-2026-0101", "status: detected\naliases: [INC-2026-X7K3F, reports/2026/first.html]\n")
	add(fsys, "INC-2026-0102", "status: duplicate\nduplicate_of: INC-2026-0101\naliases: [INC-2026-XAAAA]\n")
	add(fsys, "INC-2026-0103", "status: duplicate\nduplicate_of: INC-2026-0101\n")
	fsys["site/static/robots.txt"] = &fstest.MapFile{Data: []byte("our own\n")}
	_, files := makeSite(t, fsys, publish.Options{})
	crawl(t, files, 10)
	kept := "incidents/inc-2026-0101/"
	want := map[string]string{
		"incidents/inc-2026-0102/": kept, "incidents/inc-2026-0103/": kept, "incidents/inc-2026-x7k3f/": kept, "incidents/inc-2026-xaaaa/": kept,
		"reports/2026/first.html": kept, "systems/old-scoring/": "systems/scoring/", "knowledge/former-note/": "knowledge/note/",
	}
	var rules []string
	for from, to := range want {
		rules = append(rules, "/log/"+from+" /log/"+to+" 301\n")
		name := from
		if strings.HasSuffix(from, "/") {
			name += "index.html"
		}
		body := string(files[name])
		root := strings.Repeat("../", strings.Count(from, "/"))
		for _, part := range []string{
			`<meta http-equiv="refresh" content="0; url=` + root + to + `">`, `<link rel="canonical" href="https://example.org/log/` + to + `">`,
			`<meta name="robots" content="noindex">`, `<a href="` + root + to + `" dir="auto">`,
		} {
			if !strings.Contains(body, part) {
				t.Errorf("%s lacks %s:\n%s", name, part, body)
			}
		}
		if strings.Contains(string(files["sitemap.xml"]), "/"+from+"<") {
			t.Errorf("the sitemap lists %s", from)
		}
	}
	slices.Sort(rules)
	if got := slices.Sorted(strings.Lines(string(files["_redirects"]))); !slices.Equal(got, rules) {
		t.Errorf("_redirects\n%q\nwant\n%q", got, rules)
	}
	if files["incidents/inc-2026-0102/record.json"] == nil {
		t.Error("a duplicate has no JSON twin")
	}
	if string(files["robots.txt"]) != "our own\n" {
		t.Errorf("the own robots.txt gave way to %q", files["robots.txt"])
	}
}

// Without the address of the site what needs one is left out, with one note; the rest is there.
func TestWithoutBaseURL(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds; make test runs it")
	}
	fsys := hostileLog()
	fsys["hindcast.yaml"] = &fstest.MapFile{Data: []byte("title: Log\naudience: public\n")}
	s, files := makeSite(t, fsys, publish.Options{})
	for name, body := range files {
		base := name[strings.LastIndex(name, "/")+1:]
		if slices.Contains([]string{"feed.xml", "feed.json", "sitemap.xml", "robots.txt"}, base) ||
			strings.Contains(name, "cards/") {
			t.Errorf("%s is made without an address", name)
		}
		if bytes.Contains(body, []byte("og:image")) || bytes.Contains(body, []byte(`rel="canonical"`)) {
			t.Errorf("%s holds an address that nobody knows", name)
		}
	}
	if len(s.Notes) != 1 || !strings.Contains(s.Notes[0], "base_url") {
		t.Errorf("notes %q", s.Notes)
	}
	for _, name := range []string{
		"incidents.json", "incidents.csv", "actions.ics", "llms.txt", "_headers", "_redirects", datafiles.SchemaPath,
	} {
		if files[name] == nil {
			t.Errorf("there is no %s", name)
		}
	}
	if with, _ := makeSite(t, hostileLog(), publish.Options{}); len(with.Notes) != 0 {
		t.Errorf("notes with an address: %q", with.Notes)
	}
}

// Only the public site invites crawlers; every page of another turns them away.
func TestCrawlersOfAudiences(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds; make test runs it")
	}
	for _, audience := range []string{"public", "partner", "internal", "restricted"} {
		_, files := makeSite(t, hostileLog(), publish.Options{Options: disclose.Options{Audience: audience}})
		open := audience == "public"
		if (files["sitemap.xml"] != nil) != open || strings.Contains(string(files["robots.txt"]), "Disallow: /\n") == open {
			t.Errorf("%s: sitemap %d bytes, robots %q", audience, len(files["sitemap.xml"]), files["robots.txt"])
		}
		for _, name := range []string{"index.html", "incidents/inc-2026-0001/index.html"} {
			if bytes.Contains(files[name], []byte(`name="robots"`)) == open {
				t.Errorf("%s for the audience %s", name, audience)
			}
		}
	}
}

// The public copy of what machines read holds nothing of a withheld record, its picture included.
func TestMachineFilesWithhold(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds; make test runs it")
	}
	fsys := hostileLog()
	fsys["incidents/INC-2026-0777-x.md"] = &fstest.MapFile{Data: []byte("---\nid: INC-2026-0777\ntitle: Quokka\ntype: misuse\nseverity: sev1\nseverity_rationale: Numbat\nstatus: detected\ntlp: RED\nsystems: [scoring]\n" +
		"timeline: {detected: 2026-02-04T10:00:00Z}\ndetection: {method: audit}\naliases: [INC-2026-XSECR]\nactions: [{id: A1, title: Wombat, status: open, owner: team, due: 2026-12-01}]\n---\n## What happened\nAardvark.\n")}
	_, public := makeSite(t, fsys, publish.Options{Options: disclose.Options{Audience: "public"}})
	_, without := makeSite(t, hostileLog(), publish.Options{Options: disclose.Options{Audience: "public"}})
	for name, body := range public {
		if !bytes.Equal(body, without[name]) {
			t.Errorf("%s tells that something is withheld", name)
		}
	}
	if len(public) != len(without) {
		t.Errorf("%v", slices.DeleteFunc(slices.Sorted(maps.Keys(public)), func(name string) bool {
			return without[name] != nil
		}))
	}
	_, all := makeSite(t, fsys, publish.Options{Options: disclose.Options{Audience: "restricted"}})
	for name, word := range map[string]string{
		"incidents.json": "Quokka", "incidents.csv": "Quokka", "feed.xml": "Quokka", "feed.json": "Quokka", "actions.ics": "Wombat", "llms.txt": "Quokka",
		"types/misuse/feed.xml": "Quokka", "systems/scoring/feed.json": "Quokka", "_redirects": "xsecr", "assets/cards/type-misuse-sev1.png": "PNG",
	} {
		if !bytes.Contains(all[name], []byte(word)) {
			t.Errorf("the restricted %s lacks %s", name, word)
		}
	}
}
