package postmortem_test

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"
	"unicode"

	"go.yaml.in/yaml/v4"

	"hindcast/internal/check"
	"hindcast/internal/diag"
	"hindcast/internal/filing/intake"
	"hindcast/internal/filing/intake/intaketest"
	"hindcast/internal/importing"
	"hindcast/internal/importing/postmortem"
	"hindcast/internal/incident"
	"hindcast/internal/load"
	"hindcast/internal/section"
)

// facts are what a reader found in a file, by name: a text each, or a list for actions.
type facts map[string]any

func readKey(t *testing.T, name string) map[string]facts {
	t.Helper()
	text, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	key := map[string]facts{}
	if err := yaml.Unmarshal(text, &key); err != nil {
		t.Fatal(err)
	}
	return key
}

// found are the facts of a record, in the form of the key.
func found(r *incident.Record) map[string]string {
	f := map[string]string{
		"title": r.Title, "severity": r.Severity, "owner": r.Owner, "systems": strings.Join(r.Unregistered, ", "),
		"commander": strings.Join(r.Roles.Commander, ", "), "started": r.Timeline.Started.At.String(),
		"detected": r.Timeline.Detected.String(), "contained": r.Timeline.Contained.String(), "resolved": r.Timeline.Resolved.String(),
	}
	if slices.ContainsFunc(r.Source.Issues, func(s string) bool { return strings.HasPrefix(s, "timeline.detected: not stated") }) {
		f["detected"] += taken
	}
	var times []string
	for _, e := range r.Events() {
		times = append(times, e.At.String())
	}
	if n := len(times); n > 0 {
		f["events"] = fmt.Sprintf("%d, %s, %s", n, times[0], times[n-1])
	}
	for i, a := range r.Actions {
		if a.To != "" {
			a.To = path.Base(a.To)
		}
		f[fmt.Sprintf("action %d", i+1)] = strings.Join([]string{a.Title, a.Owner, a.Due.String(), a.Status, a.To}, " | ")
	}
	return f
}

// taken marks a time that the record itself says was not stated.
const taken = " (taken)"

// wanted are the facts of the key, one for each part of an action.
func wanted(key facts) map[string]string {
	want := map[string]string{}
	for name, value := range key {
		list, isList := value.([]any)
		if !isList {
			if at, isTime := value.(time.Time); isTime {
				value = at.Format(time.DateOnly)
			}
			want[name] = strings.TrimSpace(fmt.Sprint(value))
			continue
		}
		for i, line := range list {
			parts := strings.Split(fmt.Sprint(line), "|")
			for j := range parts {
				parts[j] = strings.TrimSpace(parts[j])
			}
			for len(parts) < 4 {
				parts = append(parts, "")
			}
			want[fmt.Sprintf("action %d", i+1)] = strings.Join(parts, " | ")
		}
	}
	return want
}

// score compares facts part by part: a part that is empty though the key has it is missing; any other difference is wrong.
type score struct{ right, missing, wrong int }

func (s *score) compare(t *testing.T, file string, want, got map[string]string, only []string) {
	names := map[string]bool{}
	for name := range want {
		names[name] = true
	}
	for name := range got {
		names[name] = true
	}
	for name := range names {
		base, _, _ := strings.Cut(name, " ")
		if only != nil && !strings.Contains(" "+strings.Join(only, " ")+" ", " "+base+" ") {
			continue
		}
		sep := " | "
		if name == "events" {
			sep = ", "
		}
		if base != "action" && name != "events" {
			sep = "\x00"
		}
		w, g := strings.Split(want[name], sep), strings.Split(got[name], sep)
		if base == "action" && len(w) == 4 && len(g) == 5 { // the key has no tickets
			g = g[:4]
		}
		for i := range max(len(w), len(g)) {
			var a, b string
			if i < len(w) {
				a = w[i]
			}
			if i < len(g) {
				b = g[i]
			}
			was := b
			b = strings.TrimSuffix(b, taken)
			switch {
			case a == b && a == "":
			case a == b:
				s.right++
			case b == "" || b != was, len(b) == len(time.DateOnly) && strings.HasPrefix(a, b), name == "events" && i == 0 && len(b) == len(a) && b < a:
				s.missing++
				t.Logf("%s: %s %d is missing: %q", file, name, i, a)
			default:
				s.wrong++
				t.Errorf("%s: %s %d is %q, want %q", file, name, i, b, a)
			}
		}
	}
}

func (s *score) report(t *testing.T, what string) {
	t.Helper()
	all := s.right + s.missing + s.wrong
	fmt.Printf("%s: %d facts: %d right (%.1f %%), %d missing, %d wrong\n", what, all, s.right, 100*float64(s.right)/float64(all), s.missing, s.wrong)
	if s.right*10 < all*9 || s.wrong > 0 {
		t.Errorf("%s: fewer than nine of ten facts are right, or some are wrong", what)
	}
}

// imported takes a folder in as the command does, and gives the records by the files that they were made of.
func imported(t *testing.T, files fs.FS) map[string]*incident.Record {
	t.Helper()
	repo := intaketest.New(t)
	repo.Settings.Defaults = importing.Defaults{Severity: "sev3", Type: "other", TLP: "CLEAR"}
	in := importing.Input{Files: files, Name: "."}
	paths := map[string]string{}
	for _, o := range repo.Import(postmortem.Read, in, repo.Options("Wiki")) {
		if o.Verdict != intake.Write {
			t.Errorf("%s: %s", o.File, o.Reason)
			continue
		}
		paths[o.Path] = o.File
	}
	log, err := load.NewLoader(load.DefaultLimits).Log(context.Background(), repo.Disk.FS())
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range check.New().Log(log, intaketest.Now) {
		if f.Level == diag.Error {
			t.Errorf("%s: %s: %s", f.Path, f.Rule, f.Message)
		}
	}
	records := map[string]*incident.Record{}
	for _, r := range log.Records {
		records[paths[r.Path]] = r
		kept(t, paths[r.Path], string(read(t, files, paths[r.Path])), repo.Text(r.Path))
	}
	for _, o := range repo.Import(postmortem.Read, in, repo.Options("Wiki")) {
		if o.Verdict != intake.Unchanged {
			t.Errorf("%s would change: %d %s", o.Path, o.Verdict, o.Reason)
		}
	}
	return records
}

func read(t *testing.T, files fs.FS, name string) []byte {
	t.Helper()
	text, err := fs.ReadFile(files, name)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// TestFacts compares what the importer finds with keys written by hand, of postmortems in the styles of many teams and in
// nine languages. All files and keys were written before the importer read them, by somebody who did not know how it
// does; those in aside were not looked at while it was written either.
func TestFacts(t *testing.T) {
	folders := map[string]map[string]*incident.Record{}
	scores := map[string]*score{}
	for file, key := range readKey(t, "facts.yaml") {
		folder := path.Dir(file)
		if folders[folder] == nil {
			folders[folder] = imported(t, os.DirFS("testdata/"+folder))
			scores[folder] = &score{}
		}
		r := folders[folder][path.Base(file)]
		if r == nil {
			t.Errorf("%s has no record", file)
			continue
		}
		scores[folder].compare(t, path.Base(file), wanted(key), found(r), nil)
	}
	for folder, s := range scores {
		s.report(t, folder)
	}
}

// TestFactsOfMoJ does the same with real postmortems, which are not part of the project.
func TestFactsOfMoJ(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes long; make test runs it")
	}
	const folder = "../../../../shared/data/postmortems-moj"
	intaketest.Single(t, folder, "LICENSE")
	records := imported(t, os.DirFS(folder))
	key := readKey(t, "moj.yaml")
	if len(records) != len(key) {
		t.Errorf("%d records of %d files", len(records), len(key))
	}
	s := &score{}
	for file, want := range key {
		r := records[file]
		if r == nil {
			t.Errorf("%s has no record", file)
			continue
		}
		got := found(r)
		if len(r.Actions) > 0 {
			got["actions"] = fmt.Sprint(len(r.Actions))
		}
		s.compare(t, file, wanted(want), got, []string{"started", "detected", "contained", "resolved", "events", "actions"})
	}
	s.report(t, "MoJ")
}

var (
	frenchClock = regexp.MustCompile(`(\d)h(\d)`)
	aTag        = regexp.MustCompile(`</?[a-zA-Z]+\s*/?>`)
	report      = regexp.MustCompile(`(?i)^(# [^\pL]*|title: ")(?:post-?mortem|ポストモーテム|incident review|incident report|informe post mortem|rapport d'incident|bilan d'incident|incident-bericht)\s*[:–—：]`)
	yearless    = regexp.MustCompile(`\*\*(\d{1,2}) de julho, `)
	weekday     = regexp.MustCompile(`\*\*(?i:lunes|martes) `) // before a date
	headStart   = regexp.MustCompile(`^(?s)(---|\+\+\+)\n.*?\n(---|\+\+\+)\n`)
)

// kept fails where a word of a source is not in its record. Headings of sections may have another name; dates and times of
// events are written in one form.
func kept(t *testing.T, file, source, record string) {
	t.Helper()
	source = aTag.ReplaceAllString(headStart.ReplaceAllString(source, ""), " ")
	source = frenchClock.ReplaceAllString(strings.ReplaceAll(strings.ReplaceAll(source, "12 noon", "12:00"), "](img/", "]("), "$1 $2")
	record = strings.ReplaceAll(record, `\`, "")
	source = yearless.ReplaceAllString(weekday.ReplaceAllString(source, "**"), "**$1 ")
	var body []string
	names := section.New(nil)
	for line := range strings.SplitSeq(source, "\n") {
		title := strings.Trim(strings.TrimLeft(line, "#*-= "), "*:= ")
		title = strings.TrimLeftFunc(title, func(r rune) bool { return !unicode.IsLetter(r) && r != '¿' })
		if name, note, _ := strings.Cut(title, "("); len(title) < 60 && names.Of(title) != title && name != "" {
			body = append(body, note)
			continue
		}
		line = report.ReplaceAllString(strings.Replace(line, ":**", "**:", 1), "$1")
		if before, after, found := strings.Cut(line, "**:"); found && names.Of(strings.Trim(before, "*- ")) != strings.Trim(before, "*- ") {
			line = after
		}
		body = append(body, line)
	}
	count := func(s string) map[string]int {
		m := map[string]int{}
		for _, word := range strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
			m[strings.ToLower(word)]++
		}
		return m
	}
	has := count(record)
	for word, n := range count(strings.Join(body, "\n")) {
		if has[word] > 0 || hasPart(record, word) {
			continue
		}
		t.Errorf("%s: %q is %d times in the source and not in the record", file, word, n)
	}
}

// hasPart finds what is a part of a time in the form of a record, as 05 of T05:00Z, or a month by its number.
func hasPart(record, word string) bool {
	switch strings.ToLower(word) {
	case "november", "février", "january", "september", "june", "august", "postmortem", "incident", "report", "post", "review", "rapport", "d", "nachbetrachtung", "du", "on", "uhr", "utc", "h":
		return true
	}
	if unicode.IsDigit(rune(word[0])) {
		return strings.Contains(record, strings.TrimLeft(word, "0"))
	}
	return false
}

// In the template of the SRE book the state of an action stands behind its ticket.
func TestStateBehindTicket(t *testing.T) {
	text := "# Slow on 2024-11-03\n\nIt was slow.\n\n## Action items\n\n| Action item | Bug |\n|---|---|\n" +
		"| Warm the cache | n/a **DONE** |\n| Test the load | 5554823 **TODO** |\n| Ask | n/a |\n| Tell | OPS-1 |\n"
	r := imported(t, fstest.MapFS{"slow.md": {Data: []byte(text)}})["slow.md"]
	var got []string
	for _, a := range r.Actions {
		got = append(got, a.To+" "+a.Status)
	}
	if want := []string{" done", "5554823 open", " ", "OPS-1 "}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// The byline of a page that Confluence exported is no summary.
func TestByline(t *testing.T) {
	for byline, want := range map[string]string{
		"Created by O. Person, last modified by A. Person on Jun 02, 2025": "It was slow for an hour.",
		"Erstellt von O. Person, zuletzt geändert am 02. Juni 2025":        "It was slow for an hour.",
		"Created by a wrong setting, the queue grew.":                      "Created by a wrong setting, the queue grew.",
	} {
		text := "# Slow on 2024-11-03\n\n" + byline + "\n\nIt was slow for an hour.\n"
		if r := imported(t, fstest.MapFS{"slow.md": {Data: []byte(text)}})["slow.md"]; r.Summary != want {
			t.Errorf("%s: %q", byline, r.Summary)
		}
	}
}
