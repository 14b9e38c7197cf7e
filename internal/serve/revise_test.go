package serve

import (
	"context"
	"regexp"
	"strings"
	"testing"

	"hindcast/internal/publish"
)

// A saved record shows on its own page before the site is built again, unless more than its page may change by that.
func TestSavedRecordsShowAtOnce(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds; make test runs it")
	}
	const a, secret = "incidents/INC-2026-0001-a.md", "incidents/INC-2026-0003-c.md"
	plain := record("INC-2026-0001", "sev3", "![p](picture.gif)")
	for _, c := range []struct {
		name, file, text string
		shows            string // on the page of the first record; empty where it stays as it was
	}{
		{"a text", a, plain + "\nA new sentence.\n", "A new sentence."},
		{"a field", a, strings.Replace(plain, "audit", "user_report", 1) + "\nAnd more.\n", "And more."},
		{"a reference", a, plain + "\nSee INC-2026-0002.\n", `<a class="ref" href="../../incidents/inc-2026-0002/"`},
		{"a script", a, plain + "\n<script>alert(1)</script> end\n", "end"},
		{"a reference to what is withheld", a, plain + "\nSee INC-2026-0003.\n", ""},
		{"the title of what is withheld", a, plain + "\nThe quiet salamander affair was like it.\n", ""},
		{"another mark", a, strings.Replace(plain, "CLEAR", "RED", 1) + "\nMore.\n", ""},
		{"another title", a, strings.Replace(plain, "title: Record", "title: Report", 1) + "\nMore.\n", ""},
		{"a marked part", a, plain + "\n:::tlp RED\nhidden\n:::\n", ""},
		{"a broken head", a, strings.Replace(plain, "type:", "type: [", 1) + "\nMore.\n", ""},
		{"a wrong key", a, strings.Replace(plain, "tlp:", "tpl: RED\ntlp:", 1) + "\nMore.\n", ""},
		{"an empty file", a, "", ""},
		{"what is withheld", secret, record("INC-2026-0003", "sev3", "More."), ""},
		{"a new file", "incidents/INC-2026-0009-d.md", record("INC-2026-0009", "sev3", "More."), ""},
		{"settings", "hindcast.yaml", "title: More\n", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRecords()
			withheld := strings.NewReplacer("CLEAR", "RED", "Record INC-2026-0003", "The quiet salamander affair")
			r.write(secret, withheld.Replace(record("INC-2026-0003", "sev3", "Text.")))
			s := New(Options{Root: "/log", Build: r.build})
			s.Rebuild(t.Context())
			before, was := s.now.number, s.now
			page := func(now snapshot) string {
				_, body := respond(s, now, "GET", "/incidents/inc-2026-0001/")
				return body
			}
			r.write(c.file, c.text)
			s.revise("/log/" + c.file)
			got := page(s.now)
			if c.shows == "" && (s.now.number != before || got != page(was)) {
				t.Errorf("something changed: %s", got)
			}
			if c.shows != "" && (s.now.number != before+1 || !strings.Contains(got, c.shows)) {
				t.Errorf("build %d does not show %q: %s", s.now.number-before, c.shows, got)
			}
			if strings.Contains(got, "alamander") || strings.Contains(got, "INC-2026-0003") || strings.Contains(got, "<script>alert") {
				t.Errorf("the page shows what it may not: %s", got)
			}
			quick := s.now
			s.Rebuild(t.Context())
			if full := page(s.now); c.shows != "" && body(full) != body(page(quick)) {
				t.Errorf("the build that follows gives another page: %s\nthan %s", full, got)
			}
		})
	}
}

// why is what two records share, which a page shown at once has from the build before.
var why = regexp.MustCompile(`<p class="why">.*</p>`)

// body is a page without what the preview adds: its script, and the findings, which a page shown at once has from the
// build before too.
func body(page string) string {
	page = why.ReplaceAllString(page, "")
	before, rest, _ := strings.Cut(page, `<link rel="stylesheet" href="/_hindcast/`)
	_, after, _ := strings.Cut(rest, "</script>")
	if _, rest, has := strings.Cut(after, `<section id="hindcast-findings"`); has {
		_, after, _ = strings.Cut(rest, "</section>")
	}
	return strings.TrimSpace(before) + strings.TrimSpace(after)
}

// What is saved while a build is under way shows after it, though the build may have read the file before.
func TestSavedDuringABuild(t *testing.T) {
	r := newRecords()
	s := New(Options{Root: "/log", Build: r.build})
	s.Rebuild(t.Context())
	const file = "incidents/INC-2026-0002-b.md"
	s.opts.Build = func(ctx context.Context) (*publish.Site, error) {
		site, err := r.build(ctx)
		r.write(file, record("INC-2026-0002", "sev3", "Saved meanwhile."))
		s.revise("/log/" + file)
		return site, err
	}
	s.Rebuild(t.Context())
	if _, page := respond(s, s.now, "GET", "/incidents/inc-2026-0002/"); !strings.Contains(page, "Saved meanwhile.") {
		t.Errorf("the page is that of the file before: %s", page)
	}
}

// A burst of changes is left to the build that follows.
func TestBurst(t *testing.T) {
	r := newRecords()
	s := New(Options{Root: "/log", Build: r.build})
	s.Rebuild(t.Context())
	before := s.now.number
	for _, name := range []string{"w", "x", "y", "z"} {
		s.revise("/log/incidents/" + name + ".md")
	}
	r.write("incidents/INC-2026-0002-b.md", record("INC-2026-0002", "sev3", "More."))
	s.revise("/log/incidents/INC-2026-0002-b.md")
	if s.now.number != before {
		t.Error("one of many is shown at once")
	}
}
