package conformance_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"image/png"
	"io/fs"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"
	"unicode"

	ics "github.com/arran4/golang-ical"
	"github.com/mmcdole/gofeed/atom"
	jsonfeed "github.com/mmcdole/gofeed/json"
	"github.com/piprate/json-gold/ld"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"hindcast/internal/cli"
	"hindcast/internal/cli/console"
	"hindcast/internal/corpus"
	"hindcast/internal/datafiles"
	"hindcast/internal/disclose"
	"hindcast/internal/load"
	"hindcast/internal/publish"
	"hindcast/site"
	"hindcast/templates"
)

const base = "https://example.org/log/"

// hostileTitles try to break out of each format of a site. Two of them validate refuses, a control
// character and a summary that is too long, so their records are left out.
var hostileTitles = []string{
	`</script><script>alert(1)</script>`, `<!-- --> ]]> & <b>`, `=cmd|' /C calc'!A0`, "+1-2", "@SUM(A1)", `"quotes" and \`, "a, b; c:d",
	"漢字 😀 ü", "\u202eright to left", "bell \u0007 and \u0085", "BEGIN:VEVENT", "two\nlines", "tab\tbed", strings.Repeat("long ", 60),
}

// hostileSite is a records repository of such titles.
func hostileSite() fstest.MapFS {
	fsys := fstest.MapFS{
		"hindcast.yaml":              {Data: []byte("title: \"Log </title> & ]]>\"\norganisation: \"Bank & Söhne\"\nbase_url: " + base + "\ntimezone: Europe/Berlin\naudience: public\n")},
		"knowledge/systems/one.md":   {Data: []byte("---\ntitle: One </script>\ntlp: CLEAR\nowner: team\n---\nText.\n")},
		"knowledge/glossary/word.md": {Data: []byte("---\ntitle: Word\nalso: [term]\ntlp: CLEAR\n---\nWhat it means.\n")},
		"knowledge/note.md":          {Data: []byte("---\ntitle: Note\nsummary: A note.\ntlp: CLEAR\nreview_by: 2027-01-01\n---\nText.\n")},
	}
	for i, title := range hostileTitles {
		quoted, _ := json.Marshal(title)
		summary, _ := json.Marshal("So: " + title)
		id := fmt.Sprintf("INC-2026-%04d", i+1)
		fsys["incidents/"+id+"-x.md"] = &fstest.MapFile{Data: []byte(fmt.Sprintf(`---
id: %s
title: %s
summary: %s
type: bias
severity: sev%d
status: detected
tlp: CLEAR
systems: [one]
timeline: {started: 2026-02-03T09:00:00Z, detected: 2026-02-%02d}
detection: {method: audit}
impact: {people: [3, 5], cost: {amount: "12.50", currency: EUR}}
actions: [{id: A1, title: %s, status: open, owner: team, due: 2026-12-01}]
tags: [%s, plain]
custom: {own: %s}
---
## What happened
See INC-2026-0001 and [[one]].
`, id, quoted, summary, i%4+1, i+3, quoted, quoted, quoted))}
	}
	return fsys
}

// siteOf builds the site of a repository in memory; what has an error is left out.
func siteOf(t *testing.T, fsys fs.FS, audience string) map[string][]byte {
	t.Helper()
	now := time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)
	c, err := corpus.Open(context.Background(), fsys, corpus.Options{Now: now, Limits: load.DefaultLimits})
	if err != nil {
		t.Fatal(err)
	}
	s, err := publish.Prepare(context.Background(), c, publish.Options{
		Options: disclose.Options{Audience: audience, KeepGoing: true}, Now: now, Templates: templates.FS, Assets: site.FS,
		Version: "test",
	})
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for page, err := range s.Files(context.Background()) {
		if err != nil {
			t.Fatal(err)
		}
		files[page.Path] = page.Body
	}
	return files
}

// sites are the demo and the hostile one, with the least records that each must hold.
func sites(t *testing.T, check func(t *testing.T, files map[string][]byte, home string, least int)) {
	t.Run("demo", func(t *testing.T) {
		check(t, siteOf(t, os.DirFS("../.."), "internal"), "https://example.org/hindcast/", 10)
	})
	t.Run("hostile", func(t *testing.T) { check(t, siteOf(t, hostileSite(), "public"), base, 11) })
}

// exists reports whether an address of a site leads to a file of it.
func exists(files map[string][]byte, home, address string) bool {
	address, ours := strings.CutPrefix(address, home)
	name, err := url.PathUnescape(address)
	if address == "" || strings.HasSuffix(address, "/") {
		name += "index.html"
	}
	return ours && err == nil && files[name] != nil
}

// unsafe finds what a terminal or a reader's eye would be led astray by.
func unsafe(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool {
		return r != '\n' && unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)
	})
}

func TestAtom(t *testing.T) {
	sites(t, func(t *testing.T, files map[string][]byte, home string, least int) {
		feeds := 0
		for name, body := range files {
			if path.Base(name) != "feed.xml" {
				continue
			}
			feeds++
			f, err := (&atom.Parser{}).Parse(bytes.NewReader(body))
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if f.Version != "1.0" || f.ID != home+strings.TrimSuffix(name, "feed.xml") || f.Title == "" ||
				f.UpdatedParsed == nil || len(f.Authors) != 1 || f.Authors[0].Name == "" {
				t.Errorf("%s: %+v", name, f)
			}
			if name == "feed.xml" && len(f.Entries) < least || len(f.Entries) > 30 {
				t.Errorf("%s: %d entries", name, len(f.Entries))
			}
			ids := map[string]bool{}
			for _, e := range f.Entries {
				if ids[e.ID] || !exists(files, home, e.ID) || len(e.Links) != 1 || e.Links[0].Href != e.ID ||
					e.Links[0].Rel != "alternate" {
					t.Errorf("%s: the entry %q, %+v", name, e.ID, e.Links)
				}
				ids[e.ID] = true
				if e.UpdatedParsed == nil || e.PublishedParsed == nil || e.UpdatedParsed.After(*f.UpdatedParsed) || e.Title == "" ||
					e.Content.Type != "html" || !strings.Contains(e.Content.Value, "<li>") {
					t.Errorf("%s: %+v", name, e)
				}
				if unsafe(e.Title) || unsafe(e.Summary) || unsafe(e.Content.Value) || strings.Contains(e.Content.Value, "<script") {
					t.Errorf("%s: unsafe text in %+v", name, e)
				}
			}
			for _, l := range f.Links {
				if !exists(files, home, l.Href) {
					t.Errorf("%s: the %s link %s leads nowhere", name, l.Rel, l.Href)
				}
			}
		}
		if feeds < 10 {
			t.Errorf("%d feeds", feeds)
		}
	})
}

// What JSON Feed 1.1 asks for: version, title and items; of an item id and content.
func TestJSONFeed(t *testing.T) {
	sites(t, func(t *testing.T, files map[string][]byte, home string, least int) {
		for name, body := range files {
			if path.Base(name) != "feed.json" {
				continue
			}
			f, err := (&jsonfeed.Parser{}).Parse(bytes.NewReader(body))
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if f.Version != "https://jsonfeed.org/version/1.1" || f.Title == "" || f.Items == nil || f.FeedURL != home+name ||
				!exists(files, home, f.HomePageURL) || len(f.Authors) != 1 {
				t.Errorf("%s: %+v", name, f)
			}
			other, err := (&atom.Parser{}).Parse(bytes.NewReader(files[strings.TrimSuffix(name, "json")+"xml"]))
			if err != nil || len(other.Entries) != len(f.Items) || name == "feed.json" && len(f.Items) < least {
				t.Fatalf("%s: %d items, %v", name, len(f.Items), err)
			}
			for i, item := range f.Items {
				e := other.Entries[i]
				if item.ID != e.ID || strings.TrimSpace(item.Title) != e.Title || item.DateModified != e.Updated ||
					item.DatePublished != e.Published ||
					item.ContentHTML != e.Content.Value {
					t.Errorf("%s: %+v is not the entry %+v", name, item, e)
				}
			}
		}
	})
}

// Each record of incidents.json is front matter as the site's own schema has it, with what is derived.
func TestRecordsAgreeWithTheSchema(t *testing.T) {
	sites(t, func(t *testing.T, files map[string][]byte, home string, least int) {
		value, err := jsonschema.UnmarshalJSON(bytes.NewReader(files[datafiles.SchemaPath]))
		if err != nil {
			t.Fatal(err)
		}
		compiler := jsonschema.NewCompiler()
		if err := compiler.AddResource("incident.json", value); err != nil {
			t.Fatal(err)
		}
		schema, err := compiler.Compile("incident.json")
		if err != nil {
			t.Fatal(err)
		}
		list, err := jsonschema.UnmarshalJSON(bytes.NewReader(files["incidents.json"]))
		if err != nil {
			t.Fatal(err)
		}
		records := list.(map[string]any)["records"].([]any)
		if len(records) < least {
			t.Errorf("%d records", len(records))
		}
		for _, r := range records {
			record := r.(map[string]any)
			id, address := record["id"], record["url"].(string)
			if !exists(files, "", address) {
				t.Errorf("%v: %s leads nowhere", id, address)
			}
			twin, err := jsonschema.UnmarshalJSON(bytes.NewReader(files[address+"record.json"]))
			if err != nil {
				t.Fatalf("%v: %v", id, err)
			}
			for key, value := range record {
				if fmt.Sprint(twin.(map[string]any)[key]) != fmt.Sprint(value) {
					t.Errorf("%v: the twin has another %s", id, key)
				}
			}
			delete(record, "url")
			delete(record, "durations")
			delete(record, "control_names")
			if err := schema.Validate(record); err != nil {
				t.Errorf("%v: %v", id, err)
			}
		}
	})
}

func TestCSV(t *testing.T) {
	sites(t, func(t *testing.T, files map[string][]byte, home string, least int) {
		text := files["incidents.csv"]
		if bytes.Count(text, []byte("\r\n")) < least ||
			bytes.Contains(bytes.ReplaceAll(text, []byte("\r\n"), nil), []byte("\n")) {
			t.Error("a line does not end as RFC 4180 asks for")
		}
		rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(text, []byte("\ufeff")))).ReadAll()
		if err != nil || len(rows) <= least {
			t.Fatalf("%d rows: %v", len(rows), err)
		}
		for _, row := range rows {
			if len(row) != len(rows[0]) {
				t.Errorf("%d cells in %q", len(row), row)
			}
			for _, cell := range row {
				if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
					t.Errorf("the cell %q is a formula", cell)
				}
			}
		}
		if doubled := slices.Compact(slices.Sorted(slices.Values(rows[0]))); len(doubled) != len(rows[0]) {
			t.Errorf("a column is there twice: %q", rows[0])
		}
	})
}

func TestCalendarOfTheSite(t *testing.T) {
	sites(t, func(t *testing.T, files map[string][]byte, home string, least int) {
		calendar, err := ics.ParseCalendar(bytes.NewReader(files["actions.ics"]))
		if err != nil {
			t.Fatal(err)
		}
		ids := map[string]bool{}
		for _, e := range calendar.Events() {
			if ids[e.Id()] || e.GetProperty(ics.ComponentPropertySummary) == nil ||
				e.GetProperty(ics.ComponentPropertyDtStart) == nil {
				t.Errorf("the event %q", e.Id())
			}
			ids[e.Id()] = true
			if url := e.GetProperty(ics.ComponentPropertyUrl); url != nil && !exists(files, home, url.Value) {
				t.Errorf("%s leads nowhere", url.Value)
			}
		}
		if len(ids) < 3 {
			t.Errorf("%d events", len(ids))
		}
	})
}

// The calendar of a site that shows everything is the one that due prints.
func TestCalendarIsThatOfDue(t *testing.T) {
	var out, notes bytes.Buffer
	env := console.Env{Out: &out, Err: &notes, Dir: "../..", Getenv: func(string) string { return "" }, Clock: time.Now}
	if code := cli.Run(t.Context(), []string{
		"due", "--format", "ics", "--audience", "restricted", "--now", "2026-11-24T00:00:00Z",
	}, env); code > 1 {
		t.Fatalf("exit %d: %s", code, notes.String())
	}
	if site := siteOf(t, os.DirFS("../.."), "restricted")["actions.ics"]; !bytes.Equal(out.Bytes(), site) ||
		len(site) < 500 {
		t.Errorf("due prints %d bytes, the site holds %d", out.Len(), len(site))
	}
}

var dataBlock = regexp.MustCompile(`(?s)<script type="application/ld\+json">(.*?)</script>`)

// since are terms of schema.org that the context in the tests of json-gold, of 2017, does not know:
// abstract (3.7), DefinedTerm with its properties (3.4), and the annotation of SearchAction's input.
var since = []string{"abstract", "DefinedTerm", "DefinedTermSet", "termCode", "inDefinedTermSet", "query-input"}

// needed is what a search engine asks of each type, or what makes it useful.
var needed = map[string][]string{
	"Report":      {"@id", "url", "headline", "name", "identifier", "reportNumber", "dateCreated", "dateModified", "publisher", "isPartOf", "inLanguage", "image"},
	"TechArticle": {"@id", "headline", "publisher", "isPartOf", "inLanguage", "image"},
	"DefinedTerm": {"@id", "name", "description", "inDefinedTermSet"},
	"WebSite":     {"@id", "name", "url", "potentialAction"},
	"Dataset":     {"@id", "name", "description", "distribution", "creator"},
}

func TestLinkedData(t *testing.T) {
	dir := moduleDir(t, "github.com/piprate/json-gold")
	text, err := os.ReadFile(filepath.Join(dir, "ld", "testdata", "schema.org", "docs", "jsonldcontext.json"))
	if err != nil {
		t.Fatal(err)
	}
	var schemaOrg map[string]map[string]any
	if err := json.Unmarshal(text, &schemaOrg); err != nil {
		t.Fatal(err)
	}
	terms := schemaOrg["@context"]
	sites(t, func(t *testing.T, files map[string][]byte, home string, least int) {
		counts := map[string]int{}
		for name, body := range files {
			for _, m := range dataBlock.FindAllSubmatch(body, -1) {
				var node map[string]any
				if err := json.Unmarshal(m[1], &node); err != nil {
					t.Fatalf("%s: %v\n%s", name, err, m[1])
				}
				kind := node["@type"].(string)
				counts[kind]++
				for _, key := range needed[kind] {
					if node[key] == nil {
						t.Errorf("%s: %s has no %s", name, kind, key)
					}
				}
				known(t, name, terms, node)
				address := home + strings.TrimSuffix(name, "index.html")
				if node["@id"] != address {
					t.Errorf("%s: the id %v", name, node["@id"])
				}
				options := ld.NewJsonLdOptions(address)
				options.DocumentLoader = local{schemaOrg}
				options.Format = "application/n-quads"
				quads, err := ld.NewJsonLdProcessor().ToRDF(node, options)
				if err != nil {
					t.Fatalf("%s: %v", name, err)
				}
				if want := "<" + address + "> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://schema.org/" + kind +
					">"; !strings.Contains(quads.(string), want) {
					t.Errorf("%s: no triple says %s:\n%s", name, want, quads)
				}
			}
		}
		if counts["Report"] < least || counts["WebSite"] != 1 || counts["Dataset"] != 1 || counts["TechArticle"] == 0 ||
			counts["DefinedTerm"] == 0 {
			t.Errorf("blocks %v", counts)
		}
	})
}

// known checks that every type and property of a node is one of schema.org.
func known(t *testing.T, name string, terms map[string]any, node map[string]any) {
	t.Helper()
	check := func(term string) {
		if terms[term] == nil && !slices.Contains(since, term) {
			t.Errorf("%s: schema.org knows no %s", name, term)
		}
	}
	for key, value := range node {
		if key == "@type" {
			check(value.(string))
		} else if !strings.HasPrefix(key, "@") {
			check(key)
		}
		switch v := value.(type) {
		case map[string]any:
			known(t, name, terms, v)
		case []any:
			for _, item := range v {
				if inner, ok := item.(map[string]any); ok {
					known(t, name, terms, inner)
				}
			}
		}
	}
}

// local loads the context of schema.org from memory, and nothing else.
type local struct{ context map[string]map[string]any }

func (l local) LoadDocument(address string) (*ld.RemoteDocument, error) {
	if address != "https://schema.org" {
		return nil, fmt.Errorf("%s is not loaded in tests", address)
	}
	return &ld.RemoteDocument{
		DocumentURL: address, Document: map[string]any{"@context": map[string]any(l.context["@context"])},
	}, nil
}

// The protocol of sitemaps.org: a namespace, full addresses of one folder, times as W3C has them.
func TestSitemap(t *testing.T) {
	files := siteOf(t, hostileSite(), "public")
	var set struct {
		XMLName xml.Name `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
		URLs    []struct {
			Loc     string `xml:"loc"`
			Lastmod string `xml:"lastmod"`
		} `xml:"url"`
	}
	if err := xml.Unmarshal(files["sitemap.xml"], &set); err != nil {
		t.Fatal(err)
	}
	listed := map[string]bool{} // by the address without escapes
	for _, u := range set.URLs {
		if !exists(files, base, u.Loc) {
			t.Errorf("the address %s", u.Loc)
		}
		name, _ := url.PathUnescape(u.Loc)
		listed[name] = true
		isRecord := strings.Contains(u.Loc, "/inc-") && !strings.HasSuffix(u.Loc, "/mentions/") // those are of other texts
		if _, err := time.Parse(time.RFC3339, u.Lastmod); err != nil && (u.Lastmod != "" || isRecord) {
			t.Errorf("%s changed %q", u.Loc, u.Lastmod)
		}
	}
	if len(listed) != len(set.URLs) {
		t.Error("an address is listed twice")
	}
	for name := range files {
		if path.Ext(name) == ".html" && name != "404.html" && !listed[base+strings.TrimSuffix(name, "index.html")] {
			t.Errorf("the sitemap lacks %s", name)
		}
	}
}

func TestCardsArePictures(t *testing.T) {
	sites(t, func(t *testing.T, files map[string][]byte, home string, least int) {
		image := regexp.MustCompile(`<meta property="og:image" content="([^"]*)">`)
		used := map[string]bool{}
		for name, body := range files {
			if path.Ext(name) != ".html" || name == "404.html" || bytes.Contains(body, []byte(`http-equiv="refresh"`)) {
				continue
			}
			m := image.FindSubmatch(body)
			if m == nil || !exists(files, home, string(m[1])) {
				t.Errorf("%s shows the picture %q", name, m)
				continue
			}
			used[strings.TrimPrefix(string(m[1]), home)] = true
		}
		for name, body := range files {
			if !strings.HasPrefix(name, "assets/cards/") {
				continue
			}
			if img, err := png.Decode(bytes.NewReader(body)); err != nil || img.Bounds().Dx() != 1200 ||
				img.Bounds().Dy() != 630 || len(body) > 20_000 || !used[name] {
				t.Errorf("%s: %d bytes, used: %v, %v", name, len(body), used[name], err)
			}
		}
		if len(used) < 3 {
			t.Errorf("%d cards", len(used))
		}
	})
}
