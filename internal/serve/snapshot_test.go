package serve

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"hindcast/internal/diag"
)

// filesOf is the files of a build, each holding its text.
func filesOf(files ...string) map[string]*file {
	all := map[string]*file{}
	for _, f := range files {
		name, text, _ := strings.Cut(f, "=")
		all[name] = made([]byte(text))
	}
	return all
}

func names(files map[string]*file) string {
	return strings.Join(slices.Sorted(maps.Keys(files)), " ")
}

// first is a build of two records, the first of which shows a picture.
func first() snapshot {
	return snapshot{
		number: 7,
		files: filesOf(
			"index.html=home", "incidents/a/index.html=<img src=../../files/1.gif>", "incidents/a/record.json={}",
			"incidents/b/index.html=b", "files/1.gif=picture", "files/2.gif=another",
		),
		pages: map[string]string{"incidents/A.md": "incidents/a/", "incidents/B.md": "incidents/b/"},
	}
}

// second is a build that left files out because of errors: it has the home page alone.
func second(leftOut ...string) snapshot {
	next := snapshot{files: filesOf("index.html=new home"), pages: map[string]string{}, leftOut: leftOut}
	next.after(first())
	return next
}

// Of what has an error the page as it was is kept with what lies beside it and what it shows, and nothing else.
func TestKeptPages(t *testing.T) {
	for _, c := range []struct {
		name, kept string
		leftOut    []string
	}{
		{"nothing has an error", "", nil},
		{"one has", "files/1.gif incidents/a/index.html incidents/a/record.json", []string{"incidents/A.md"}},
		{"the other has", "incidents/b/index.html", []string{"incidents/B.md"}},
		{"one that never had a page", "", []string{"incidents/C.md"}},
	} {
		next := second(c.leftOut...)
		if got := names(next.stale); got != c.kept || next.number != 8 {
			t.Errorf("%s: build %d keeps %s", c.name, next.number, got)
		}
	}
	next := second("incidents/A.md")
	for name, want := range map[string]string{
		"index.html": "new home", "incidents/a/record.json": "{}", "incidents/b/index.html": "",
	} {
		if body, ok := next.file(name); string(body) != want || ok != (want != "") {
			t.Errorf("%s: %q, %v", name, body, ok)
		}
	}
}

// A page may name what is withheld since it was made, so none is kept then.
func TestNoPageIsKeptWhereSomethingIsWithheld(t *testing.T) {
	for _, withheld := range []string{"", "incidents/B.md"} {
		next := snapshot{
			files: filesOf("index.html=new home"), pages: map[string]string{}, leftOut: []string{"incidents/A.md"},
			withholds: func(path string) bool { return path == withheld },
		}
		if next.after(first()); len(next.stale) == 0 != (withheld != "") {
			t.Errorf("%q is withheld: %s is kept", withheld, names(next.stale))
		}
	}
}

// A page is kept over further builds until its file is without error, or gone.
func TestKeptPagesOverBuilds(t *testing.T) {
	last := second("incidents/A.md")
	for range 3 {
		next := snapshot{files: filesOf("index.html=newer"), pages: map[string]string{}, leftOut: last.leftOut}
		next.after(last)
		if got := names(next.stale); got != "files/1.gif incidents/a/index.html incidents/a/record.json" {
			t.Fatalf("build %d keeps %s", next.number, got)
		}
		last = next
	}
	mended := snapshot{files: filesOf("incidents/a/index.html=mended"), pages: first().pages}
	mended.after(last)
	if body, _ := mended.file("incidents/a/index.html"); string(body) != "mended" || len(mended.stale) > 0 {
		t.Errorf("mended: %q; %s", body, names(mended.stale))
	}
	gone := snapshot{files: filesOf("index.html=x"), pages: map[string]string{}, leftOut: []string{"incidents/B.md"}}
	gone.after(last)
	if len(gone.stale) > 0 {
		t.Errorf("gone: %s", names(gone.stale))
	}
}

// A failed build keeps the site before it and what that one kept; its findings are its own.
func TestFailedBuilds(t *testing.T) {
	last := second("incidents/A.md")
	next := snapshot{failure: "the settings can't be read", findings: []diag.Finding{{Rule: "yaml-syntax"}}}
	next.after(last)
	if names(next.files) != "index.html" || names(next.stale) != names(last.stale) || len(next.pages) != 1 {
		t.Errorf("%s, kept %s, pages %v", names(next.files), names(next.stale), next.pages)
	}
	if next.number != last.number+1 || next.failure == "" || len(next.findings) != 1 {
		t.Errorf("build %d: %s, %v", next.number, next.failure, next.findings)
	}
}

// Up to a hundred errors and warnings are shown; the others are counted.
func TestShownFindings(t *testing.T) {
	s := New(Options{Show: func(path string) string { return "log/" + path }})
	var now snapshot
	for i := range 150 {
		level := []diag.Level{diag.Note, diag.Warning, diag.Error}[i%3]
		span := diag.Span{Start: diag.Pos{Line: i, Column: 2}}
		now.findings = append(now.findings, diag.Finding{Path: "a.md", Level: level, Span: span})
	}
	if list, more := s.shown(now); len(list) != 100 || more != 0 || list[0].Place != "log/a.md:1:2" {
		t.Errorf("%d are shown, %d more: %+v", len(list), more, list[0])
	}
	now.findings = append(now.findings, diag.Finding{Level: diag.Error}, diag.Finding{Level: diag.Note})
	if list, more := s.shown(now); len(list) != 100 || more != 1 {
		t.Errorf("%d are shown, %d more", len(list), more)
	}
}

func TestInside(t *testing.T) {
	for page, want := range map[string]string{
		"<html><body>x</body>": "<html><body>", `<body class="a b">x`: `<body class="a b">`,
		"no tag": "no tag", "<body": "<body", "": "",
	} {
		if got := page[:inside([]byte(page))]; got != want {
			t.Errorf("%q: inside of it begins after %q", page, got)
		}
	}
}

// overlaid is what the preview adds to the top of a page.
func overlaid(t *testing.T, now snapshot) string {
	t.Helper()
	_, body := respond(New(Options{}), now, "GET", "/")
	_, rest, _ := strings.Cut(body, "defer></script>\n")
	return strings.TrimSpace(strings.TrimSuffix(rest, "page"))
}

// Nothing is added to a page where nothing is wrong; what comes from files is escaped.
func TestOverlay(t *testing.T) {
	finding := func(level diag.Level) []diag.Finding {
		return []diag.Finding{{Rule: "r", Level: level, Path: "<a>.md", Message: "<script>", Hint: "a & b"}}
	}
	for _, c := range []struct {
		name string
		now  snapshot
		want []string
	}{
		{"nothing", snapshot{}, nil},
		{"a note", snapshot{findings: finding(diag.Note)}, nil},
		{"a warning", snapshot{findings: finding(diag.Warning)}, []string{
			"<details><summary>1 warning</summary>", `<li class="warning"><code>&lt;a&gt;.md:0:0</code>`,
			"&lt;script&gt; <span>[r]</span><br>a &amp; b",
		}},
		{"an error", snapshot{findings: finding(diag.Error), leftOut: []string{"a.md"}}, []string{
			"<details open><summary>1 error; a file with an error is shown as it was",
		}},
		{"a failure", snapshot{failure: "<no> settings"}, []string{"<strong>Not built:</strong> &lt;no&gt; settings."}},
		{"warnings of what is not to be seen", snapshot{unseen: diag.Count{Warnings: 2}}, []string{
			"2 warnings in files that this audience may not see",
		}},
		{"notes of what is not to be seen", snapshot{unseen: diag.Count{Notes: 2}}, nil},
	} {
		c.now.files = filesOf("index.html=page")
		got := overlaid(t, c.now)
		if (got == "") != (c.want == nil) {
			t.Errorf("%s: %s", c.name, got)
		}
		for _, want := range c.want {
			if !strings.Contains(got, want) {
				t.Errorf("%s lacks %q: %s", c.name, want, got)
			}
		}
	}
}
