package main

import (
	"bytes"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/fstest"

	"hindcast/internal/bench/gen"
)

func TestSum(t *testing.T) {
	f := figures{}
	for _, value := range []float64{1, 2, 3} {
		f.add(hugo, cpuSeconds, value)
	}
	f.add(pagefind, cpuSeconds, 10)
	f.add(pagefind, cpuSeconds, 20)
	for want, programs := range map[string][]string{
		"[1 2 3]": {hugo}, "[11 22]": {hugo, pagefind}, "[]": {hugo, ajv, pagefind},
	} {
		if got := f.sum(cpuSeconds, programs...); digitsOf(got) != want {
			t.Errorf("%v gives %v, want %s", programs, got, want)
		}
	}
	if got := f.sum(cpuSeconds, hugo, pagefind); f[figure{hugo, cpuSeconds}][0] != 1 || len(got) != 2 {
		t.Error("adding up changes the figures")
	}
}

func digitsOf(values []float64) string {
	words := make([]string, len(values))
	for i, value := range values {
		words[i] = digits(value)
	}
	return "[" + strings.Join(words, " ") + "]"
}

func TestFilled(t *testing.T) {
	for _, c := range []struct {
		own, theirs []float64
		beside      string
		ratio       float64
		holds       string
	}{
		{[]float64{9, 1, 2}, []float64{10, 8, 9}, hugo, 2. / 9, holdsAim},
		{[]float64{3}, []float64{10}, hugo, 0.3, holdsBar},
		{[]float64{4}, []float64{10}, hugo, 0.4, holdsNot},
		{[]float64{4}, nil, hugo, 0, ""},
		{nil, []float64{4}, hugo, 0, ""},
		{[]float64{0.2}, nil, "", 0, holdsAim},
		{[]float64{0.5}, nil, "", 0, holdsNot},
	} {
		got := row{Beside: c.beside, Bar: &bar{1. / 3, 1. / 4}}.filled(c.own, c.theirs)
		if got.Ratio != c.ratio || got.Holds != c.holds {
			t.Errorf("%v beside %v: ratio %g, holds %q; want %g, %q", c.own, c.theirs, got.Ratio, got.Holds, c.ratio, c.holds)
		}
	}
	if none := (row{Beside: hugo}).filled([]float64{1}, []float64{2}); none.Holds != "" || none.Ratio != 0.5 {
		t.Errorf("without a bar it is %+v", none)
	}
}

// Every row is of programs that take turns, and every program is in a row.
func TestProgramsOfRows(t *testing.T) {
	s := settings{jobs: jobs(), earlier: "old"}
	named := map[string]bool{}
	for _, l := range s.lines(grownTo) {
		for _, name := range append(l.beside, l.own) {
			named[name] = true
		}
	}
	var run []string
	for _, p := range (&bench{settings: s}).programs() {
		run = append(run, p.name)
		if !named[p.name] || !s.needs(p.name) {
			t.Errorf("%s is in no row", p.name)
		}
	}
	slices.Sort(run)
	if want := slices.Sorted(maps.Keys(named)); !slices.Equal(run, want) {
		t.Errorf("the programs are\n%q, the rows have\n%q", run, want)
	}
}

// Without peers only what Hindcast does itself takes turns.
func TestAlone(t *testing.T) {
	b := &bench{settings: settings{jobs: jobs()}}
	for _, p := range b.programs() {
		foreign := slices.Contains([]string{
			hugo, pagefind, ajv, remark, floorYAML, floorMarkdown, floorAll, hugoFirst, hugoSaved, baseBefore, searchBefore,
		}, p.name)
		if (p.run == nil) != foreign {
			t.Errorf("%s takes turns: %t", p.name, p.run != nil)
		}
	}
}

func TestSettings(t *testing.T) {
	var s settings
	if err := s.readJobs("validate,serve"); err != nil || !s.needs(ajv) || !s.needs(hugoSaved) || s.needs(pagefind) {
		t.Errorf("jobs %v, error %v", s.jobs, err)
	}
	read := sizes(&s.sizes)
	if err := read("1000,50000"); err != nil || !slices.Equal(s.sizes, []int{1000, 50_000}) {
		t.Errorf("sizes %v, error %v", s.sizes, err)
	}
	if err := read(""); err != nil || len(s.sizes) != 0 || read("0") == nil {
		t.Errorf("no size gives %v, error %v", s.sizes, err)
	}
	if s.readJobs("lint") == nil {
		t.Error("a job that is not known is taken")
	}
	s.jobs = []string{"search"}
	if s.needs(searchBefore) {
		t.Error("an earlier version is needed that was not named")
	}
}

func TestGrowth(t *testing.T) {
	small, large := figures{}, figures{}
	small.add(build, cpuSeconds, 10)
	large.add(build, cpuSeconds, 54)
	s := settings{jobs: []string{"build"}}
	rows := s.rows(grownTo, map[int]figures{grownFrom: small, grownTo: large})
	if last := rows[len(rows)-1]; last.Ratio != 5.4 || last.Holds != holdsBar {
		t.Errorf("the last row is %+v", last)
	}
	if len(s.rows(grownTo, map[int]figures{grownTo: large})) != len(rows)-1 {
		t.Error("growth is told of one size")
	}
}

func TestPrint(t *testing.T) {
	r := report{Machine: []fact{{"cores", "2"}}, Seed: 3, Rounds: 5, Notes: []string{"ajv was skipped"}, Rows: []row{
		row{N: 1000, What: "full build", Unit: cpuSeconds, Beside: "Hugo + Pagefind", Bar: &bar{1. / 3, 1. / 4}}.
			filled([]float64{2, 1, 120}, []float64{8, 8, 8}),
		row{N: 1000, What: "validate", Unit: cpuSeconds, Beside: ajv, Bar: &bar{1.1, 0.8}}.filled([]float64{1}, nil),
		row{N: 10_000, What: "largest page", Unit: kilobytes, Bar: &bar{60, 30}}.filled([]float64{45.25}, nil),
	}}
	var out bytes.Buffer
	if err := r.print(&out, false); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"- cores: 2\n", "- seed 3, 5 rounds;", "\n| 1000 records |", "\n| 10000 records |",
		"| full build | CPU s | 2 (1–120) | Hugo + Pagefind | 8 | 0.25 | 0.333 | 0.25 | yes, and the aim |\n",
		"| validate | CPU s | 1 | ajv | – |  | 1.1 | 0.8 |  |\n",
		"| largest page | KB | 45.2 |  |  |  | 60 | 30 | yes |\n", "\n- ajv was skipped\n",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is missing in:\n%s", want, out.String())
		}
	}
	out.Reset()
	if err := r.print(&out, true); err != nil || !strings.Contains(out.String(), `"ratio": 0.25`) {
		t.Errorf("as JSON (error %v):\n%s", err, out.String())
	}
}

func newBench(t *testing.T, n int) *bench {
	t.Helper()
	b := &bench{settings: settings{seed: 1}, report: &report{}, n: n, dir: t.TempDir(), ran: map[string]bool{}}
	if err := gen.Write(b.path("records"), b.noting(gen.Corpus(1, n))); err != nil {
		t.Fatal(err)
	}
	return b
}

func TestRecords(t *testing.T) {
	b := newBench(t, 60)
	text, err := os.ReadFile(b.path("records/" + b.page.path))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(text), "\nid: "+b.page.id+"\ntitle: "+b.page.title+"\n") {
		t.Errorf("the record %+v is not that of:\n%s", b.page, text)
	}
	if len(b.open) == 0 || len(b.open) > 30 || slices.Contains(b.open, b.page.path) {
		t.Errorf("of 60 records these are not closed: %v", b.open)
	}
}

// A change shows by a word of its own, and whoever ran before it has to run again.
func TestEdit(t *testing.T) {
	b := newBench(t, 60)
	b.ran["build"] = true
	name := "records/" + b.page.path
	before, err := os.ReadFile(b.path(name))
	if err != nil {
		t.Fatal(err)
	}
	first, err := b.edit(name)
	if err != nil {
		t.Fatal(err)
	}
	second, err := b.edit(name)
	if err != nil {
		t.Fatal(err)
	}
	after, err := os.ReadFile(b.path(name))
	want := string(before) + "\n" + first + "\n\n" + second + "\n"
	if err != nil || string(after) != want || first == second {
		t.Errorf("the file is, error %v:\n%s", err, after)
	}
	if b.ran["build"] {
		t.Error("what is kept counts as that of the changed files")
	}
	if _, err := b.edit("records/incidents/none.md"); err == nil {
		t.Error("a file that is not there is changed")
	}
}

func TestColdRemovesTheCache(t *testing.T) {
	b := newBench(t, 60)
	b.ran["build"] = true
	kept := b.path(cache + "/entry")
	if err := os.MkdirAll(filepath.Dir(kept), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(kept, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := b.cold(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(b.path(cache)); err == nil || b.ran["build"] {
		t.Error("the cache is there still, or counts as filled")
	}
	if _, err := os.Stat(b.path("records/" + b.page.path)); err != nil {
		t.Errorf("the records are gone: %v", err)
	}
}

func TestAwait(t *testing.T) {
	var asked atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		switch asked.Add(1) {
		case 1:
			http.Error(w, "the change is not here", http.StatusServiceUnavailable)
		case 2:
			w.Write([]byte("the old page"))
		default:
			w.Write([]byte("the change"))
		}
	}))
	defer server.Close()
	p := &preview{ended: make(chan error, 1), page: server.URL}
	if err := p.await(t.Context(), "change"); err != nil || asked.Load() != 3 {
		t.Errorf("error %v after %d requests", err, asked.Load())
	}
	server.Close()
	p.said.WriteString("out of paper")
	p.ended <- nil
	if err := p.await(t.Context(), "change"); err == nil || !strings.Contains(err.Error(), "out of paper") {
		t.Errorf("a server that has ended gives the error %v", err)
	}
}

func TestSizesOfPages(t *testing.T) {
	repeated, varied := strings.Repeat("a", 5000), make([]byte, 0, 3000)
	for i := range 3000 {
		varied = append(varied, byte(i*i*i>>3))
	}
	site := fstest.MapFS{
		"index.html": {Data: []byte(repeated)}, "a/index.html": {Data: varied}, "data.json": {Data: make([]byte, 1<<20)},
		"b/index.html": {Data: []byte(`<link rel="stylesheet" href="../s.css"><link rel="alternate" href="../f.xml">` +
			`<script src="../s.js"></script><script src="../s.js"></script><script>own()</script>`)},
		"s.css": {Data: []byte("p {}")}, "s.js": {Data: []byte("run()")},
	}
	most, err := largestPage(site)
	if want := compressed(varied); most != want || err != nil {
		t.Errorf("the largest page has %d bytes, want %d, error %v", most, want, err)
	}
	size, err := pageWithParts(site, "b/index.html")
	want := compressed(site["b/index.html"].Data) + compressed([]byte("p {}")) + compressed([]byte("run()"))
	if size != want || err != nil {
		t.Errorf("the page has %d bytes, want %d, error %v", size, want, err)
	}
	delete(site, "s.js")
	if _, err := pageWithParts(site, "b/index.html"); err == nil {
		t.Error("a script that is not there weighs nothing")
	}
}

func TestAbout(t *testing.T) {
	file := filepath.Join(t.TempDir(), "cpuinfo")
	text := "processor\t: 0\nmodel name\t: Some CPU\nmodel name\t: Other\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := about(file, "model name"); got != "Some CPU" {
		t.Errorf("the processor is %q", got)
	}
	if got := about(file+"x", "model name"); got != "unknown" {
		t.Errorf("without the file it is %q", got)
	}
}
