package browser

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image"
	"image/jpeg"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	cdpbrowser "github.com/chromedp/cdproto/browser"

	cdppage "github.com/chromedp/cdproto/page"
	"golang.org/x/net/html"
)

// hostileRecord has a vector in every text of a record, in its front matter and in its Markdown.
func hostileRecord(id, vector string) string {
	v, short := yamlText(vector), vector
	if r := []rune(short); len(r) > 200 {
		short = string(r[:200])
	}
	front := fmt.Sprintf(`id: %[1]s
title: %[2]s
summary: %[3]s
type: bias
severity: sev1
severity_rationale: %[2]s
status: resolved
status_reason: %[2]s
tlp: CLEAR
systems: [target]
unregistered: [%[2]s]
models: [{name: %[2]s, version: %[2]s, provider: %[2]s}]
owner: %[2]s
roles: {reporter: %[2]s, commander: %[2]s, reviewer: x, approver: y}
parties: {developers: [%[2]s], deployers: [%[2]s], actors: [%[2]s], harmed: [%[2]s]}
notified: [{who: %[2]s, when: 2026-01-20, reference: %[2]s}]
timeline: {started: 2026-01-01T10:00:00Z, detected: 2026-01-02T10:00:00Z, triaged: 2026-01-02T11:00:00Z, contained: 2026-01-03T10:00:00Z, resolved: 2026-01-04T10:00:00Z}
detection: {method: audit, source: %[2]s}
impact: {people: 3, harms: [economic], reversible: "yes"}
evidence: [{what: %[2]s, where: %[2]s, preserved: 2026-01-05}]
trigger: %[2]s
causes: [{factor: training, note: %[2]s}]
mitigations: [{id: M1, title: %[2]s, applied: 2026-01-03, until: %[2]s}]
actions: [{id: A1, title: %[2]s, kind: prevent, owner: %[2]s, due: 2027-01-01, status: open}]
related: [{id: INC-2026-9001, relation: similar_to, note: %[2]s}]
references: [{url: "https://example.org/a", title: %[2]s, publisher: %[2]s, language: en}]
tags: [%[2]s]
aliases: [%[4]s]
amendments: [{date: 2026-01-06, by: %[2]s, note: %[2]s}]
source: {name: %[2]s, id: %[2]s, licence: %[2]s, issues: [%[2]s]}
custom: {%[2]s: %[2]s, list: [%[2]s, {a: %[2]s}]}
`, id, v, yamlText(short), yamlText(vector+" "+id))
	line := strings.ReplaceAll(vector, "\n", " ")
	text := strings.ReplaceAll(`
## What happened

Text and VECTOR

## Impact

Text and VECTOR

## Response

Text and VECTOR

## Heading VECTOR

### VECTOR

- VECTOR

| VECTOR | b |
|---|---|
| VECTOR | x VECTOR |

> VECTOR

> [!NOTE]
> VECTOR

[VECTOR](https://example.org "VECTOR") [link](https://example.org 'VECTOR') [[INC-2026-9001|VECTOR]] ![VECTOR](picture.gif "VECTOR") *VECTOR* **VECTOR**

~~~ VECTOR
VECTOR
~~~

    VECTOR

A note[^n] and `+"`VECTOR`"+`.

[^n]: VECTOR

## Timeline

- 2026-01-02T10:00Z VECTOR

## Lessons

VECTOR
`, "VECTOR", line)
	return "---\n" + front + "---\n" + text
}

const pixel = "GIF89a\x01\x00\x01\x00\x00\x00\x00\x2c\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"

// hostileLog has a record for each vector, and all of them in articles and in a system.
func hostileLog(t *testing.T, vectors []string) string {
	t.Helper()
	dir := t.TempDir()
	for _, folder := range []string{"incidents", "knowledge/systems", "knowledge/playbooks", "knowledge/glossary"} {
		if err := os.MkdirAll(filepath.Join(dir, folder), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	all := yamlText(concatenated(vectors))
	write(t, "title: Log\n", dir, "hindcast.yaml")
	write(t, pixel, dir, "incidents/picture.gif")
	write(t,
		"---\ntitle: "+all+"\nowner: "+all+"\npurpose: "+all+"\nmodels: [{name: "+all+"}]\nusers: "+all+"\nlinks: [{url: 'https://example.org', title: "+all+"}]\ntlp: CLEAR\n---\n", dir, "knowledge/systems/target.md")
	write(t, "---\ntitle: "+all+"\ntlp: CLEAR\n---\nText.\n", dir, "knowledge/playbooks/play.md")
	write(t, "---\ntitle: "+all+"\nalso: ["+all+"]\ntlp: CLEAR\n---\nText.\n", dir, "knowledge/glossary/term.md")
	write(t, "---\ntitle: "+all+"\nsummary: a\ntlp: CLEAR\n---\nText.\n", dir, "knowledge/article.md")
	plain := strings.Replace(hostileRecord("INC-2026-9001", "plain"), "related: [{id: INC-2026-9001,",
		"related: [{id: INC-2026-9002,", 1)
	write(t, plain, dir, "incidents", "INC-2026-9001-x.md")
	write(t, hostileRecord("INC-2026-9002", "plain"), dir, "incidents", "INC-2026-9002-x.md")
	n := 0
	for some := range slices.Chunk(vectors, perRecord()) {
		n++
		id := fmt.Sprintf("INC-2026-%04d", n)
		write(t, hostileRecord(id, strings.Join(some, " ")), dir, "incidents", id+"-x.md")
	}
	return dir
}

// owning tells a tab to count calls of owned, in every frame and whatever a policy says: what a policy
// alone holds back shows here.
func owning(p *tab) {
	p.Helper()
	tell(p, cdppage.Enable, cdppage.EnableParams{})
	tell(p, cdppage.SetBypassCSP, cdppage.SetBypassCSPParams{Enabled: true})
	tell(p, cdppage.AddScriptToEvaluateOnNewDocument, cdppage.AddScriptToEvaluateOnNewDocumentParams{
		Source: `window.calls = []; window.owned = (...a) => window.calls.push(String(a)); window.alert = window.owned;`,
	})
}

// foreign are the elements and attributes of a page that no page of a site has.
const foreign = `(() => {
	const found = [...(window.calls ?? [])].map(() => "owned was called");
	for (const e of document.querySelectorAll("*")) {
		const name = e.localName;
		if (["iframe", "object", "embed", "base", "applet", "frame", "style", "video", "audio", "math", "template", "foreignObject", "animate", "set", "marquee", "xmp", "plaintext"].includes(name)) found.push("<" + name + ">");
		if (name === "script" && e.type !== "application/ld+json" && !new URL(e.src, location.href).pathname.includes("/assets/")) found.push("script " + e.outerHTML.slice(0, 80));
		if (name === "meta" && e.httpEquiv && !["content-security-policy", "refresh"].includes(e.httpEquiv.toLowerCase())) found.push("meta " + e.outerHTML.slice(0, 80));
		for (const a of e.attributes) {
			if (/^on/i.test(a.name)) found.push(name + " " + a.name);
			if (["href", "src", "action", "formaction", "xlink:href", "data", "poster", "srcset", "srcdoc", "ping"].includes(a.name) && !/^(https?|mailto):/i.test(new URL(a.value, location.href).protocol)) found.push(name + " " + a.name + "=" + a.value.slice(0, 80));
		}
	}
	return found;
})()`

// harmless holds that nothing ran on the page that is open, that it holds nothing foreign, and that it
// asked for nothing elsewhere.
func (p *tab) harmless(what string) {
	p.Helper()
	for _, f := range ask[[]string](p, foreign) {
		p.Errorf("%s: %s", what, f)
	}
	for _, fault := range p.takeFaults() {
		p.Errorf("%s: %s", what, fault)
	}
}

// perRecord is how many vectors share each text of a record. HINDCAST_TEST_LONG gives every one a
// record of its own, which takes minutes.
func perRecord() int {
	if long {
		return 1
	}
	return 4
}

func TestVectorsInTexts(t *testing.T) {
	t.Parallel()
	needBrowser(t)
	vectors := texts()
	if n := len(vectors) + len(addresses()); n < 250 {
		t.Fatalf("only %d vectors", n)
	}
	dir := hostileLog(t, vectors)
	out := filepath.Join(t.TempDir(), "out")
	s := site{out, static(t, out, "/a/b/")}
	code, stdout, notes := command(t, dir, "build", "--now", present, "--audience", "public", "--keep-going", "--out", out,
		"--base-url", s.address)
	if code != 0 && code != 1 {
		t.Fatalf("exit code %d\n%.4000s\n%.2000s", code, stdout, notes)
	}
	var pages []Page
	for some := range slices.Chunk(vectors, perRecord()) {
		n := len(pages) + 1
		address := fmt.Sprintf("incidents/inc-2026-%04d/", n)
		if _, err := os.Stat(s.file(address)); err != nil {
			t.Errorf("the record of %q was not built:\n%s", some, about(stdout, fmt.Sprintf("-%04d-x.md", n)))
		}
		pages = append(pages, Page{strings.Join(some, " "), address})
	}
	for _, page := range s.pages(t) {
		switch top, _, _ := strings.Cut(page, "/"); {
		case strings.HasPrefix(page, "incidents/inc-"):
		case slices.Contains([]string{"types", "tags", "teams", "trends", "precedents"}, top) && strings.Count(page, "/") > 1:
			s.harmless(t, page) // too many to open
		default:
			pages = append(pages, Page{page, page})
		}
	}
	t.Run("opened", func(t *testing.T) {
		onEach(t, pages, owning, func(p *tab, page Page) {
			p.visit(s.address + page.Address)
			p.harmless(page.Name)
		})
	})
	t.Run("searched for", func(t *testing.T) { s.searchFor(t, vectors) })
	s.dataHolds(t, vectors)
}

// about is what a report says of a file.
func about(report, file string) string {
	var lines []string
	for line := range strings.Lines(report) {
		if strings.Contains(line, file) {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "")
}

// harmless reads a page as a browser would and holds that it has no script, handler or address of its own.
func (s site) harmless(t *testing.T, address string) {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(read(t, s.file(address))))
	if err != nil {
		t.Fatal(err)
	}
	for n := range doc.Descendants() {
		if slices.Contains([]string{"iframe", "object", "embed", "base", "style", "math", "template"}, n.Data) &&
			n.Type == html.ElementNode {
			t.Errorf("%s holds <%s>", address, n.Data)
		}
		for _, a := range n.Attr {
			scheme, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(a.Val)), ":")
			isAddress := a.Key == "href" || a.Key == "src" || a.Key == "action"
			if strings.HasPrefix(a.Key, "on") ||
				isAddress && slices.Contains([]string{"javascript", "data", "vbscript"}, scheme) {
				t.Errorf("%s holds %s=%q", address, a.Key, a.Val)
			}
		}
	}
}

// searchFor types each vector into the search page, and opens some as an address.
func (s site) searchFor(t *testing.T, vectors []string) {
	p := openTab(t)
	owning(p)
	p.visit(s.address + "search/")
	ask[bool](p, fmt.Sprintf(`(async () => {
		const field = document.querySelector("main input[type=search]");
		for (const v of %s) {
			field.value = v;
			field.dispatchEvent(new Event("input", {bubbles: true}));
			await new Promise(done => setTimeout(done, 25));
		}
		return true;
	})()`, quote(vectors)))
	p.harmless("typed into the search page")
	for i := 0; i < len(vectors); i += 20 {
		p.visit(s.address + "search/?q=" + url.QueryEscape(vectors[i]))
		p.harmless("searched for " + vectors[i])
	}
}

// dataHolds reads the files for programs: each is what it says it is, whatever the vectors hold.
func (s site) dataHolds(t *testing.T, vectors []string) {
	t.Helper()
	for _, name := range []string{
		"incidents.json", "feed.json", "incidents/inc-2026-0001/record.json", "trends/figures.json",
	} {
		if !json.Valid([]byte(read(t, s.dir, name))) {
			t.Errorf("%s is not JSON", name)
		}
	}
	calendar := read(t, s.dir, "actions.ics")
	if n, want := strings.Count(calendar, "\nBEGIN:VEVENT\r\n"), strings.Count(calendar, "\nUID:"); n != want ||
		n < len(vectors)/perRecord() || strings.Contains(calendar, "\nATTACH") {
		t.Errorf("actions.ics has %d events and %d ids", n, want)
	}
	for line := range strings.Lines(read(t, s.dir, "_redirects")) {
		if fields := strings.Fields(line); len(fields) != 3 || !strings.HasPrefix(fields[1], "/a/b/") ||
			!strings.HasPrefix(fields[0], "/a/b/") {
			t.Errorf("_redirects has the line %q", line)
		}
	}
}

// hostileSettings are settings of which one holds a text.
var hostileSettings = map[string]string{
	"title": "title: %s", "organisation": "organisation: %s", "branch": "branch: %s\nrepository: https://git.example.org/x", "types": "types: [{id: bias, title: %[1]s, definition: %[1]s}]",
	"causes": "causes: [{id: training, title: %[1]s, definition: %[1]s}]", "severities": "severities: [{id: sev1, title: %[1]s, definition: %[1]s, criteria: %[1]s}]", "teams": "teams: [{id: t, title: %[1]s}]",
	"frameworks": "frameworks: {own: {title: %[1]s, version: x, source: %[1]s, controls: [{id: C1, title: %[1]s}]}}", "framework versions": "frameworks: {own: {title: a, version: %[1]s, source: b, controls: [{id: C1, title: c}]}}",
	"custom pages": "custom_pages: [{template: own, title: %s}]", "language": "language: %s", "base_url": "base_url: %s", "repository": "repository: %s", "pattern": "ids: {pattern: %s}",
}

// Settings are texts as others are: each holds all vectors in turn, and the pages show no more than them.
func TestVectorsInSettings(t *testing.T) {
	t.Parallel()
	needBrowser(t)
	dir := hostileLog(t, []string{"plain words"})
	if err := os.MkdirAll(filepath.Join(dir, "templates", "pages"), 0o755); err != nil {
		t.Fatal(err)
	}
	write(t, `{{define "main"}}<h1>{{.Title}}</h1><p title="{{.Title}}">{{.Log.Config.Title}}</p>{{end}}`, dir,
		"templates/pages/own.html")
	var built []Page
	root := t.TempDir()
	for name, setting := range hostileSettings {
		write(t, fmt.Sprintf(setting, yamlText(concatenated(texts())))+"\n", dir, "hindcast.yaml")
		folder := strings.ReplaceAll(name, " ", "-")
		code, stdout, notes := command(t, dir, "build", "--now", present, "--audience", "public", "--keep-going", "--out",
			filepath.Join(root, folder))
		refused := code == 1 && strings.Contains(stdout, "hindcast.yaml:")
		if mustRefuse := slices.Contains([]string{"base_url", "repository", "pattern"}, name); code != 0 && !refused ||
			mustRefuse && !refused {
			t.Errorf("%s: exit code %d\n%.500s\n%.500s", name, code, stdout, notes)
		}
		s := site{filepath.Join(root, folder), ""}
		if _, err := os.Stat(s.dir); err != nil {
			continue
		}
		for _, page := range s.pages(t) {
			s.harmless(t, page)
		}
		for _, page := range []string{
			"", "incidents/", "incidents/inc-2026-9001/", "types/bias/", "filing/", "governance/own/", "own/", "search/",
		} {
			if _, err := os.Stat(s.file(page)); err == nil {
				built = append(built, Page{name + ": " + page, folder + "/" + page})
			}
		}
	}
	if len(built) < 60 {
		t.Errorf("only %d pages are opened", len(built))
	}
	address := static(t, root, "/")
	onEach(t, built, owning, func(p *tab, page Page) {
		p.visit(address + page.Address)
		p.harmless(page.Name)
	})
}

// An address that a record or a system holds is refused, or leads where it says.
func TestVectorsInAddresses(t *testing.T) {
	t.Parallel()
	needBrowser(t)
	dir := hostileLog(t, []string{"plain words"})
	places := map[string]string{
		"link": "[a](<%s>)", "bare": "[a](%s)", "auto": "<%s>", "picture": "![a](<%s>)", "defined": "[a][b]\n\n[b]: <%s>", "raw": `<a href="%s">a</a>`, "plain": "See %s here.", "wiki": "[[%s]]", "note": "a[^1]\n\n[^1]: [a](<%s>)",
	}
	n := 0
	record := func(front, text string) {
		n++
		id := fmt.Sprintf("INC-2026-%04d", n)
		write(t,
			"---\nid: "+id+"\ntitle: T\ntype: bias\nseverity: sev1\nstatus: detected\ntlp: CLEAR\nunregistered: [x]\ntimeline: {detected: 2026-01-02}\ndetection: {method: audit}\n"+front+"---\n## What happened\n"+text+"\n", dir, "incidents", id+"-x.md")
	}
	for _, a := range addresses() {
		for _, place := range places {
			record("", fmt.Sprintf(place, a))
		}
		record("references: [{url: "+yamlText(a)+", title: a}]\n", "Text.")
		record("source: {name: a, url: "+yamlText(a)+"}\n", "Text.")
		record("aliases: ["+yamlText(a)+"]\n", "Text.")
		record("custom: {a: "+yamlText(a)+"}\n", "Text.")
		write(t, "---\ntitle: T\nowner: x\ntlp: CLEAR\nlinks: [{url: "+yamlText(a)+", title: a}]\n---\n", dir,
			"knowledge/systems", fmt.Sprintf("s%d.md", n))
	}
	out := filepath.Join(t.TempDir(), "out")
	s := site{out, static(t, out, "/a/b/")}
	code, stdout, notes := command(t, dir, "build", "--now", present, "--audience", "public", "--keep-going", "--out", out,
		"--base-url", s.address)
	if code != 1 {
		t.Fatalf("exit code %d\n%.4000s\n%.2000s", code, stdout, notes)
	}
	built := 0
	for _, page := range s.pages(t) {
		built++
		s.harmless(t, page)
		s.leadsWell(t, page)
	}
	if built < n/4 {
		t.Errorf("of %d records only %d pages were built", n, built)
	}
}

// leadsWell holds that what a page leads to is in the site, or an address that its text shows.
func (s site) leadsWell(t *testing.T, address string) {
	t.Helper()
	text := read(t, s.file(address))
	doc, err := html.Parse(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	base := &url.URL{Scheme: "http", Host: "site.invalid", Path: "/a/b/" + address}
	for n := range doc.Descendants() {
		for _, a := range n.Attr {
			target := a.Val
			if a.Key == "content" && strings.HasPrefix(target, "0; url=") {
				target = strings.TrimPrefix(target, "0; url=")
			} else if a.Key != "href" && a.Key != "src" && a.Key != "action" {
				continue
			}
			to, err := base.Parse(target)
			switch {
			case err != nil:
				t.Errorf("%s leads to %q: %v", address, target, err)
			case to.Scheme == "mailto":
			case to.Host == "site.invalid" && !strings.HasPrefix(to.Path, "/a/b/"),
				to.Host != "site.invalid" && !strings.Contains(target, "://"),
				a.Key == "content" && to.Host != "site.invalid":
				t.Errorf("%s leads to %q by %s", address, target, a.Key)
			}
		}
	}
}

// carelessHost serves pages as what they are and every other file without saying what it is, so that
// a browser has to guess.
func carelessHost(t *testing.T, dir string) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/files/") {
			w.Header()["Content-Type"] = nil
		}
		http.FileServer(http.Dir(dir)).ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	return server.URL + "/"
}

// hostileFiles are files beside a record, by name, and whether one is published.
func hostileFiles(t *testing.T) map[string]bool {
	return map[string]bool{
		"a.html": false, "a.htm": false, "a.xhtml": false, "a.shtml": false, "a.svg": false, "a.svgz": false, "a.xml": false, "a.xsl": false, "a.js": false, "a.mjs": false, "a.css": false, "a.wasm": false, "a.php": false, "a.hta": false, "a.mht": false,
		"a.swf": false, "a.jar": false, "a.exe": false, "a.url": false, "a.webmanifest": false, "a.htaccess": false, "a": false, "page.png": false, "page.jpg": false, "page.gif": false, "page.webp": false, "page.avif": false, "page.pdf": false, "page.zip": false, "page.json": false,
		"page.txt": true, "page.csv": true, "page.log": true, "svg.txt": true, "xml.txt": true, "fine.json": true, "both.png": true, "both.gif": true, "both.jpg": true, "script.gif": true, "fine.pdf": true, "fine.zip": true,
	}
}

func hostileFile(t *testing.T, name string) string {
	t.Helper()
	const pageText, svg = "<!doctype html><title>x</title><script>owned()</script>",
		`<svg xmlns="http://www.w3.org/2000/svg" onload="owned()"><script>owned()</script></svg>`
	switch name {
	case "a.svg", "svg.txt":
		return svg
	case "a.xhtml", "a.xml", "xml.txt":
		return `<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><script>owned()</script></html>`
	case "a.js", "a.mjs":
		return "owned()"
	case "fine.json":
		return `{"a": "<script>owned()</script>"}`
	case "both.png":
		return read(t, project, "docs/home.png") + pageText
	case "both.gif":
		return pixel + pageText
	case "both.jpg":
		return "\xff\xd8\xff\xfe\x00\x20<html><script>owned()</script>" + tinyJPEG(t)[2:] + pageText
	case "script.gif":
		return "GIF89a\x01\x00\x01\x00\x00\x00\x00\x21\xfe\x0f/*<script>*/=1;\x00\x2c\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;*/owned()"
	case "fine.pdf":
		return "%PDF-1.4\n1 0 obj<</Type/Catalog/OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\ntrailer<</Root 1 0 R>>\n" + pageText
	case "fine.zip":
		return "PK\x05\x06" + strings.Repeat("\x00", 18) + pageText
	}
	return pageText
}

// Whatever lies beside a record, opened by itself or by its link, on a host that says nothing of it:
// nothing runs.
func TestFilesBesideRecords(t *testing.T) {
	t.Parallel()
	needBrowser(t)
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "incidents"), 0o755); err != nil {
		t.Fatal(err)
	}
	write(t, "title: Log\n", dir, "hindcast.yaml")
	ids, n := map[string]string{}, 0
	for name := range hostileFiles(t) {
		n++
		id := fmt.Sprintf("INC-2026-%04d", n)
		ids[name] = id
		write(t, hostileFile(t, name), dir, "incidents", name)
		write(t,
			"---\nid: "+id+"\ntitle: T\ntype: bias\nseverity: sev3\nstatus: detected\ntlp: CLEAR\nunregistered: [x]\ntimeline: {detected: 2026-01-02}\ndetection: {method: audit}\n---\n## What happened\n[file]("+name+")\n", dir, "incidents", id+"-x.md")
	}
	if n < 30 {
		t.Fatalf("only %d files", n)
	}
	out := filepath.Join(t.TempDir(), "out")
	code, stdout, notes := command(t, dir, "build", "--now", present, "--audience", "public", "--keep-going", "--out", out)
	if code != 1 {
		t.Fatalf("exit code %d\n%.4000s\n%.2000s", code, stdout, notes)
	}
	for name, id := range ids {
		refused := strings.Contains(about(stdout, id), "[attachment]")
		_, err := os.Stat(filepath.Join(out, "incidents", strings.ToLower(id), "index.html"))
		if published := hostileFiles(t)[name]; refused == published || (err == nil) != published {
			t.Errorf("%s: refused %v, its record built %v", name, refused, err == nil)
		}
	}
	files, err := os.ReadDir(filepath.Join(out, "files"))
	if err != nil {
		t.Fatal(err)
	}
	for _, host := range []string{carelessHost(t, out), static(t, out, "/")} {
		p := openTab(t)
		owning(p)
		tell(p, cdpbrowser.SetDownloadBehavior, cdpbrowser.SetDownloadBehaviorParams{Behavior: "deny"})
		for _, file := range files {
			p.open(host + "files/" + file.Name())
			p.didNotRun(file.Name())
		}
		for name, id := range ids {
			if hostileFiles(t)[name] {
				p.visit(host + "incidents/" + strings.ToLower(id) + "/")
				ask[bool](p, `(document.querySelector('main a[href*="files/"]').click(), true)`)
				time.Sleep(100 * time.Millisecond)
				p.didNotRun(name + " by its link")
			}
		}
	}
}

// open opens an address that may be a download, which is no fault.
func (p *tab) open(address string) {
	p.Helper()
	tell(p, cdppage.Navigate, cdppage.NavigateParams{URL: address})
	time.Sleep(100 * time.Millisecond)
}

func (p *tab) didNotRun(what string) {
	p.Helper()
	got := ask[struct {
		Calls int
		Type  string
		At    string
	}](p, `({Calls: (window.calls ?? []).length, Type: document.contentType, At: location.href})`)
	if got.Calls > 0 {
		p.Errorf("%s: owned was called at %s", what, got.At)
	}
	isMarkup := strings.Contains(got.Type, "html") || strings.Contains(got.Type, "xml") ||
		strings.Contains(got.Type, "svg")
	if isMarkup && strings.Contains(got.At, "/files/") {
		p.Errorf("%s: a browser takes it for %s", what, got.Type)
	}
}

// The vectors and the tests would see a page that lets them run: most do where nothing is escaped, and a
// host that says nothing of a file lets a page without an ending run.
func TestVectorsAreSeen(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "files"), 0o755); err != nil {
		t.Fatal(err)
	}
	var pages []Page
	for i, v := range markups {
		name := fmt.Sprintf("%d.html", i)
		write(t, "<!doctype html><link rel=icon href=data:,><title>x</title><body>"+v, dir, name)
		pages = append(pages, Page{v, name})
	}
	write(t, hostileFile(t, "page.txt"), dir, "files", "page")
	host := carelessHost(t, dir)
	var calls, strange atomic.Int64
	t.Run("opened", func(t *testing.T) {
		onEach(t, pages, owning, func(p *tab, page Page) {
			p.open(host + page.Address)
			calls.Add(ask[int64](p, `(window.calls ?? []).length > 0 ? 1 : 0`))
			strange.Add(int64(min(1, len(ask[[]string](p, foreign)))))
		})
	})
	if calls.Load() < 30 || strange.Load() < 60 {
		t.Errorf("of %d vectors %d ran and %d were noticed where nothing is escaped",
			len(markups), calls.Load(), strange.Load())
	}
	p := openTab(t)
	owning(p)
	p.open(host + "files/page")
	if ask[int](p, `(window.calls ?? []).length`) == 0 {
		t.Error("a page that a host says nothing of does not run, so the test of files tells nothing")
	}
}

// Names of files are texts too: of systems and articles, which addresses are made of, and of pictures.
func TestVectorsInNames(t *testing.T) {
	t.Parallel()
	needBrowser(t)
	dir := hostileLog(t, []string{"plain words"})
	text, n := "", 0
	for _, v := range append(texts(), addresses()...) {
		name := strings.NewReplacer("/", "_", "\x00", "").Replace(v) // what no file can have in its name
		if len(name) > 240 {
			continue
		}
		n++
		write(t, "---\ntitle: S\nowner: x\ntlp: CLEAR\n---\n", dir, "knowledge/systems", name+".md")
		write(t, "---\ntitle: A\ntlp: CLEAR\n---\n", dir, "knowledge", name+" a.md")
		write(t, pixel, dir, "incidents", name+".gif")
		text += "![p](./" + url.PathEscape(name) + ".gif) [s](../knowledge/systems/" + url.PathEscape(name) +
			".md) [a](../knowledge/" + url.PathEscape(name+" a") + ".md)\n\n"
	}
	record := strings.Replace(hostileRecord("INC-2026-0002", "plain"), "Text and plain", text, 1)
	write(t, record, dir, "incidents", "INC-2026-0002-x.md")
	out := filepath.Join(t.TempDir(), "out")
	s := site{out, static(t, out, "/a/b/")}
	code, stdout, notes := command(t, dir, "build", "--now", present, "--audience", "public", "--keep-going", "--out", out)
	if n < 100 || code != 0 && code != 1 {
		t.Fatalf("%d names, exit code %d\n%.4000s\n%.2000s", n, code, stdout, notes)
	}
	for _, page := range s.pages(t) {
		s.harmless(t, page)
		s.leadsWell(t, page)
	}
	p := openTab(t)
	owning(p)
	for _, page := range []string{"", "systems/", "knowledge/", "incidents/inc-2026-0001/"} {
		p.visit(s.address + page)
		p.harmless(page)
	}
}

// tinyJPEG is a picture of one point.
func tinyJPEG(t *testing.T) string {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 1, 1)), nil); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
