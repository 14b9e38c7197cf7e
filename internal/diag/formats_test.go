package diag_test

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"

	"hindcast/internal/diag"
)

func TestFormats(t *testing.T) {
	if got := fmt.Sprint(diag.Formats()); got != "[github gitlab json junit rdjsonl sarif text]" {
		t.Errorf("formats: %s", got)
	}
	if err := (diag.Printer{}).Print(io.Discard, "html", nil); err == nil || err.Error() != `there is no format "html"` {
		t.Errorf("an unknown format: %v", err)
	}
}

// A finding in each format. Its column is 3 in code points and 6 in bytes, which the format of Reviewdog
// counts.
func TestFormatsOfAFinding(t *testing.T) {
	const text = "標: high\n"
	p := of(text)
	p.ShowPath = func(path string) string { return "./" + path }
	f := at(text, "high")
	f.Path, f.Message, f.Hint = "incidents/a b.md", "no <severity>", "write sev1"
	f.Related = []diag.Place{{Path: "hindcast.yaml", Span: place(3, 2), Message: "the severities"}}
	for format, want := range map[string]string{
		"json": `{
  "findings": [
    {
      "rule": "wrong-form",
      "level": "error",
      "path": "./incidents/a b.md",
      "line": 1,
      "column": 4,
      "end_line": 1,
      "end_column": 8,
      "message": "no <severity>",
      "hint": "write sev1",
      "record": "INC-2026-0001",
      "key": "severity",
      "text": "high",
      "related": [
        {
          "path": "./hindcast.yaml",
          "line": 3,
          "column": 2,
          "end_line": 3,
          "end_column": 2,
          "message": "the severities"
        }
      ],
      "fingerprint": "FINGERPRINT"
    }
  ],
  "count": {
    "errors": 1,
    "warnings": 0,
    "notes": 0
  }
}
`,
		"github": "::error file=./incidents/a b.md,line=1,endLine=1,col=4,endColumn=8,title=wrong-form::" +
			"no <severity>%0Awrite sev1\n",
		"rdjsonl": `{"message":"no <severity> (write sev1)",` +
			`"location":{"path":"./incidents/a b.md",` +
			`"range":{"start":{"line":1,"column":6},"end":{"line":1,"column":10}}},` +
			`"severity":"ERROR","source":{"name":"hindcast"},"code":{"value":"wrong-form"},` +
			`"related_locations":[{"message":"the severities","location":{"path":"./hindcast.yaml",` +
			`"range":{"start":{"line":3,"column":1},"end":{"line":3,"column":1}}}}]}` + "\n",
		"gitlab": `[
 {
  "description": "no <severity> (write sev1)",
  "check_name": "wrong-form",
  "fingerprint": "FINGERPRINT",
  "severity": "major",
  "location": {
   "path": "incidents/a b.md",
   "lines": {
    "begin": 1
   }
  }
 }
]
`,
		"junit": xml.Header + `<testsuites name="hindcast" tests="1" failures="1">
 <testsuite name="./incidents/a b.md" tests="1" failures="1">
  <testcase classname="./incidents/a b.md" name="wrong-form 1:4">
   <failure message="no &lt;severity&gt;" type="wrong-form">PLACE: error: no &lt;severity&gt; (write sev1)</failure>
  </testcase>
 </testsuite>
</testsuites>
`,
	} {
		want = strings.NewReplacer("FINGERPRINT", f.Fingerprint(), "PLACE", "./incidents/a b.md:1:4").Replace(want)
		if got := printed(t, p, format, f); got != want {
			t.Errorf("%s:\n%s\nwant:\n%s", format, got, want)
		}
	}
}

// Each format is valid without findings.
func TestFormatsOfNothing(t *testing.T) {
	for format, want := range map[string]string{
		"text": "", "github": "", "rdjsonl": "", "gitlab": "[]\n",
		"json": `{
  "findings": [],
  "count": {
    "errors": 0,
    "warnings": 0,
    "notes": 0
  }
}
`,
		"junit": xml.Header + `<testsuites name="hindcast" tests="1" failures="0">
 <testsuite name="hindcast" tests="1" failures="0">
  <testcase classname="hindcast" name="no findings"></testcase>
 </testsuite>
</testsuites>
`,
	} {
		if got := printed(t, diag.Printer{}, format); got != want {
			t.Errorf("%s: %q, want %q", format, got, want)
		}
	}
}

// sarif is what the tests read of a report.
type sarif struct {
	Version string
	Runs    []struct {
		ColumnKind string
		Tool       struct {
			Driver struct {
				Version string
				Rules   []struct {
					ID   string
					Help struct{ Text string }
				}
			}
		}
		Results []struct {
			RuleID, Level string
			RuleIndex     int
			Message       struct{ Text string }
			Locations     []struct {
				PhysicalLocation struct {
					ArtifactLocation struct{ URI string }
					Region           struct{ StartLine, StartColumn, EndLine, EndColumn int }
				}
			}
			RelatedLocations    []struct{ Message struct{ Text string } }
			PartialFingerprints map[string]string
		}
	}
}

func readSARIF(t *testing.T, text string) (s sarif) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), &s); err != nil || len(s.Runs) != 1 {
		t.Fatalf("%d runs, %v: %s", len(s.Runs), err, text)
	}
	return s
}

// A report has the rules of the printer and those that findings name beside them; each result has the index of its
// rule.
func TestSARIF(t *testing.T) {
	const text = "標: high\n"
	p := diag.Printer{Version: "1.0", Rules: []diag.Rule{{ID: "a-rule", Title: "Forms fit", Why: "Else nobody can count"}}}
	known, unknown := at(text, "high"), at(text, "標")
	known.Rule, known.Related = "a-rule", []diag.Place{{Path: "hindcast.yaml", Message: "the severities"}}
	unknown.Level, unknown.Hint = diag.Note, "write sev1"
	run := readSARIF(t, printed(t, p, "sarif", unknown, known)).Runs[0]
	driver := run.Tool.Driver
	if len(run.Results) != 2 || len(driver.Rules) != 2 || driver.Version != "1.0" ||
		run.ColumnKind != "unicodeCodePoints" {
		t.Fatalf("%+v", run)
	}
	for i, f := range []diag.Finding{known, unknown} { // errors first
		r := run.Results[i]
		if r.RuleID != f.Rule || driver.Rules[r.RuleIndex].ID != f.Rule || r.Level != f.Level.String() ||
			r.PartialFingerprints["hindcast/v1"] != f.Fingerprint() {
			t.Errorf("%+v is the result of %+v", r, f)
		}
	}
	if help := driver.Rules[0].Help.Text; help != "Forms fit. Else nobody can count" {
		t.Errorf("help: %s", help)
	}
	if region := fmt.Sprint(run.Results[0].Locations[0].PhysicalLocation.Region); region != "{1 4 1 8}" {
		t.Errorf("region: %s", region)
	}
	if related := run.Results[0].RelatedLocations; len(related) != 1 || related[0].Message.Text != "the severities" {
		t.Errorf("related: %+v", related)
	}
	if message := run.Results[1].Message.Text; message != "is no severity: 標 (write sev1)" {
		t.Errorf("message: %s", message)
	}
}

// A path is a relative reference that no reader takes for an address with a scheme.
func TestSARIFPaths(t *testing.T) {
	for path, want := range map[string]string{
		"incidents/a.md": "incidents/a.md", "./incidents/a.md": "incidents/a.md", "../a.md": "../a.md",
		"a b%c?d#e.md": "a%20b%25c%3Fd%23e.md", "ü.md": "%C3%BC.md",
		"incidents/a:b.md": "incidents/a:b.md", "a:b/c.md": "./a:b/c.md", "./a:b/c.md": "./a:b/c.md",
	} {
		run := readSARIF(t, printed(t, diag.Printer{}, "sarif", diag.Finding{Path: path})).Runs[0]
		if got := run.Results[0].Locations[0].PhysicalLocation.ArtifactLocation.URI; got != want {
			t.Errorf("%s is written as %s, want %s", path, got, want)
		}
	}
}

// Readers keep 5,000 results of a run; no error is left out for a note.
func TestManyResultsInSARIF(t *testing.T) {
	findings := slices.Repeat([]diag.Finding{{Level: diag.Note}}, 4999)
	for _, level := range []diag.Level{diag.Warning, diag.Error, diag.Error} {
		findings = append(findings, diag.Finding{Level: level})
	}
	levels := map[string]int{}
	for _, r := range readSARIF(t, printed(t, diag.Printer{}, "sarif", findings...)).Runs[0].Results {
		levels[r.Level]++
	}
	if levels["error"] != 2 || levels["warning"] != 1 || levels["note"] != 4997 {
		t.Errorf("results: %v", levels)
	}
}

// GitHub shows ten annotations of each level: where there are more, the tenth counts the rest.
func TestGitHubAnnotations(t *testing.T) {
	for _, c := range []struct{ errors, annotations, lines int }{{9, 9, 0}, {10, 10, 0}, {11, 10, 2}, {30, 10, 21}} {
		findings := []diag.Finding{{Level: diag.Warning, Message: "one of its level"}}
		for i := range c.errors {
			message := fmt.Sprintf("fault %d.", i+1)
			findings = append(findings, diag.Finding{Level: diag.Error, Path: "a.md", Span: place(i+1, 1), Message: message})
		}
		got := printed(t, diag.Printer{}, "github", findings...)
		if n := strings.Count(got, "::error "); n != c.annotations || strings.Count(got, "::warning ") != 1 {
			t.Errorf("%d errors: %d annotations\n%s", c.errors, n, got)
		}
		if n := strings.Count(got, "\n- a.md:"); n != c.lines {
			t.Errorf("%d errors: %d plain lines\n%s", c.errors, n, got)
		}
		for i := range c.errors {
			if strings.Count(got, fmt.Sprintf("fault %d.", i+1)) != 1 {
				t.Errorf("error %d of %d is not there once", i+1, c.errors)
			}
		}
		rest := fmt.Sprintf("::error title=Hindcast::%d errors more than GitHub shows", c.lines)
		if strings.Contains(got, rest) != (c.lines > 0) {
			t.Errorf("%d errors: the rest is counted wrong\n%s", c.errors, got)
		}
	}
}

// Findings of one rule at one place are one annotation, and show their line once.
func TestFindingsAtOnePlace(t *testing.T) {
	at := func(line int, rule, message, hint string) diag.Finding {
		return diag.Finding{Rule: rule, Level: diag.Error, Path: "a.md", Span: place(line, 1), Message: message, Hint: hint}
	}
	findings := []diag.Finding{
		at(2, "missing-key", "owner is missing", "the team"), at(2, "missing-key", "tlp is missing", ""),
		at(2, "missing-section", "Impact is missing", ""), at(3, "missing-section", "Lessons is empty", ""),
	}
	for range 20 {
		findings = append(findings, at(4, "unknown-key", "colour is unknown", ""))
	}
	got := printed(t, diag.Printer{}, "github", findings...)
	if n := strings.Count(got, "::error "); n != 4 || !strings.Contains(got, "::owner is missing%0Athe team%0Atlp is missing\n") {
		t.Errorf("%d annotations:\n%s", n, got)
	}
	p := diag.Printer{Source: func(string) ([]byte, error) { return []byte("---\nstatus: closed\nx: 1\ny: 2\n---\n"), nil }}
	got = printed(t, p, "text", findings[:4]...)
	if n := strings.Count(got, " | status: closed\n"); n != 2 || strings.Count(got, "a.md:2:1: error:") != 3 {
		t.Errorf("the line of three findings of two rules is shown %d times:\n%s", n, got)
	}
}

// No text ends a command of GitHub or begins another one.
func TestGitHubCommands(t *testing.T) {
	f := diag.Finding{
		Rule: "r", Level: diag.Warning, Path: "a,line=9:b%0A.md", Span: place(1, 1),
		Message: "one\n::error::two\r\n%0Athree", Hint: "x::y",
	}
	const want = "::warning file=a%2Cline=9%3Ab%250A.md,line=1,endLine=1,col=1,endColumn=1,title=r::" +
		"one%0A::error::two\uFFFD%0A%250Athree%0Ax::y\n"
	if got := printed(t, diag.Printer{}, "github", f); got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// Errors alone fail, and a suite has the findings of one file.
func TestJUnit(t *testing.T) {
	var report struct {
		Tests    int `xml:"tests,attr"`
		Failures int `xml:"failures,attr"`
		Suites   []struct {
			Name     string `xml:"name,attr"`
			Tests    int    `xml:"tests,attr"`
			Failures int    `xml:"failures,attr"`
			Cases    []struct {
				Failure *struct{} `xml:"failure"`
				Output  string    `xml:"system-out"`
			} `xml:"testcase"`
		} `xml:"testsuite"`
	}
	text := printed(t, diag.Printer{}, "junit",
		diag.Finding{Path: "a.md", Level: diag.Error},
		diag.Finding{Path: "a.md", Level: diag.Note, Span: diag.FileStart, Message: "short"},
		diag.Finding{Path: "b.md", Level: diag.Warning})
	if err := xml.Unmarshal([]byte(text), &report); err != nil {
		t.Fatal(err)
	}
	got := fmt.Sprint(report.Tests, report.Failures)
	for _, s := range report.Suites {
		got += fmt.Sprint(" ", s.Name, s.Tests, s.Failures)
		for _, c := range s.Cases {
			got += fmt.Sprint(" ", c.Failure != nil)
		}
	}
	if got != "3 1 a.md2 1 true false b.md1 0 false" || report.Suites[0].Cases[1].Output != "a.md:1:1: note: short" {
		t.Errorf("%s:\n%s", got, text)
	}
}

// The fingerprints of a report for GitLab are unique, and those of equal findings the same each time.
func TestGitLabFingerprints(t *testing.T) {
	f := diag.Finding{Rule: "r", Record: "INC-2026-0001"}
	other := f
	other.Key = "title"
	var list []struct{ Fingerprint, Severity string }
	if err := json.Unmarshal([]byte(printed(t, diag.Printer{}, "gitlab", f, other, f, f)), &list); err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{f.Fingerprint(), other.Fingerprint(), f.Fingerprint() + "-2", f.Fingerprint() + "-3"} {
		if list[i].Fingerprint != want || list[i].Severity != "info" {
			t.Errorf("finding %d: %+v, want %s", i, list[i], want)
		}
	}
}

// Whatever a file holds, no format writes what a terminal acts on, and those that programs read stay whole.
func TestFormatsAreSafeToShow(t *testing.T) {
	const hostileRunes = "a é標🙂\t\n\r\x00\x07\x1b\x7f\u0085\u009b\u200e\u202e\u2028\u2066\ufffe<&]>\"'%,:{}"
	hostile := rapid.StringOf(rapid.SampledFrom([]rune(hostileRunes)))
	level := rapid.SampledFrom([]diag.Level{diag.Note, diag.Warning, diag.Error})
	formats := diag.Formats()
	rapid.Check(t, func(t *rapid.T) {
		text := hostile.Draw(t, "text")
		f := diag.Finding{
			Rule: "r", Level: level.Draw(t, "level"), Path: hostile.Draw(t, "path"),
			Span:    diag.NewLines([]byte(text)).Span(0, len(text)),
			Message: hostile.Draw(t, "message"), Hint: hostile.Draw(t, "hint"), Text: hostile.Draw(t, "quoted"),
		}
		f.Related = []diag.Place{{Path: f.Path, Span: f.Span, Message: f.Message}}
		for _, format := range formats {
			var out strings.Builder
			if err := of(text).Print(&out, format, []diag.Finding{f}); err != nil {
				t.Fatal(err)
			}
			acts := func(r rune) bool { return unicode.IsControl(r) && r != '\n' || unicode.Is(unicode.Bidi_Control, r) }
			if i := strings.IndexFunc(out.String(), acts); i >= 0 {
				t.Errorf("%s: a terminal acts on %q", format, out.String()[i:])
			}
			var err error
			switch format {
			case "json", "sarif", "gitlab", "rdjsonl":
				err = json.Unmarshal([]byte(out.String()), new(any))
			case "junit":
				err = xml.Unmarshal([]byte(out.String()), new(struct{}))
			case "github":
				if strings.Count(out.String(), "\n") != 1 {
					err = fmt.Errorf("%q is more than one command", out.String())
				}
			}
			if err != nil {
				t.Errorf("%s: %v", format, err)
			}
		}
	})
}
