package diag

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"
)

type (
	rdPosition struct {
		Line   int `json:"line"`
		Column int `json:"column"`
	}
	rdRange struct {
		Start rdPosition `json:"start"`
		End   rdPosition `json:"end"`
	}
	rdLocation struct {
		Path  string  `json:"path"`
		Range rdRange `json:"range"`
	}
	rdRelated struct {
		Message  string     `json:"message"`
		Location rdLocation `json:"location"`
	}
	rdCode struct {
		Value string `json:"value"`
	}
	rdSource struct {
		Name string `json:"name"`
	}
	rdDiagnostic struct {
		Message  string      `json:"message"`
		Location rdLocation  `json:"location"`
		Severity string      `json:"severity"`
		Source   rdSource    `json:"source"`
		Code     rdCode      `json:"code"`
		Related  []rdRelated `json:"related_locations,omitempty"`
	}
)

var rdSeverity = [...]string{Note: "INFO", Warning: "WARNING", Error: "ERROR"}

// RDJSONL writes a diagnostic of the Reviewdog Diagnostic Format on each line. Its columns count
// bytes from 1, the end exclusive.
func (p Printer) RDJSONL(w io.Writer, findings []Finding) error {
	texts := map[string]*Lines{}
	for _, f := range findings {
		d := rdDiagnostic{
			Message: sentence(f), Location: p.rdLocation(texts, f.Path, f.Span), Severity: rdSeverity[f.Level],
			Source: rdSource{"hindcast"}, Code: rdCode{f.Rule},
		}
		for _, r := range f.Related {
			d.Related = append(d.Related, rdRelated{r.Message, p.rdLocation(texts, r.Path, r.Span)})
		}
		if err := WriteJSON(w, "", d); err != nil {
			return err
		}
	}
	return nil
}

func (p Printer) rdLocation(texts map[string]*Lines, path string, s Span) rdLocation {
	lines, seen := texts[path]
	if !seen {
		lines = p.lines(path)
		texts[path] = lines
	}
	at := func(pos Pos) rdPosition {
		if lines == nil {
			return rdPosition{pos.Line, pos.Column}
		}
		return rdPosition{pos.Line, lines.Offset(pos.Line, pos.Column) - lines.Offset(pos.Line, 1) + 1}
	}
	return rdLocation{p.shown(path), rdRange{at(s.Start), at(s.End)}}
}

type (
	junitSuites struct {
		XMLName  xml.Name     `xml:"testsuites"`
		Name     string       `xml:"name,attr"`
		Tests    int          `xml:"tests,attr"`
		Failures int          `xml:"failures,attr"`
		Suites   []junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		Name     string      `xml:"name,attr"`
		Tests    int         `xml:"tests,attr"`
		Failures int         `xml:"failures,attr"`
		Cases    []junitCase `xml:"testcase"`
	}
	junitCase struct {
		Class   string        `xml:"classname,attr"`
		Name    string        `xml:"name,attr"`
		Failure *junitFailure `xml:"failure,omitempty"`
		Output  string        `xml:"system-out,omitempty"`
	}
	junitFailure struct {
		Message string `xml:"message,attr"`
		Type    string `xml:"type,attr"`
		Text    string `xml:",chardata"`
	}
)

// JUnit writes a report of the form that CI systems read: a suite for each file that has findings
// and a case for each of them, which fails where it is an error. Without findings one case passes.
func (p Printer) JUnit(w io.Writer, findings []Finding) error {
	report := junitSuites{Name: "hindcast"}
	for _, f := range findings {
		path := xmlText(p.shown(f.Path))
		if n := len(report.Suites); n == 0 || report.Suites[n-1].Name != path {
			report.Suites = append(report.Suites, junitSuite{Name: path})
		}
		suite := &report.Suites[len(report.Suites)-1]
		place := xmlText(p.place(f.Path, f.Span))
		c := junitCase{Class: path, Name: fmt.Sprintf("%s %d:%d", f.Rule, f.Span.Start.Line, f.Span.Start.Column)}
		text := xmlText(place + ": " + f.Level.String() + ": " + sentence(f))
		if f.Level == Error {
			c.Failure = &junitFailure{Message: xmlText(f.Message), Type: f.Rule, Text: text}
			suite.Failures++
			report.Failures++
		} else {
			c.Output = text
		}
		suite.Cases = append(suite.Cases, c)
		suite.Tests++
		report.Tests++
	}
	if len(findings) == 0 {
		report.Tests = 1
		report.Suites = []junitSuite{
			{Name: "hindcast", Tests: 1, Cases: []junitCase{{Class: "hindcast", Name: "no findings"}}},
		}
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	enc := xml.NewEncoder(w)
	enc.Indent("", " ")
	if err := enc.Encode(report); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

// xmlText takes out what a terminal acts on and what XML 1.0 forbids even as an escape.
func xmlText(s string) string {
	return strings.NewReplacer("\uFFFE", "\uFFFD", "\uFFFF", "\uFFFD").Replace(PrintableLines(s))
}

type gitlabFinding struct {
	Description string         `json:"description"`
	CheckName   string         `json:"check_name"`
	Fingerprint string         `json:"fingerprint"`
	Severity    string         `json:"severity"`
	Location    gitlabLocation `json:"location"`
}

type gitlabLocation struct {
	Path  string      `json:"path"`
	Lines gitlabLines `json:"lines"`
}

type gitlabLines struct {
	Begin int `json:"begin"`
}

var gitlabSeverity = [...]string{Note: "info", Warning: "minor", Error: "major"}

// GitLab writes a code quality report. Fingerprints are unique in it: one that recurs is numbered.
func (p Printer) GitLab(w io.Writer, findings []Finding) error {
	list := make([]gitlabFinding, 0, len(findings))
	seen := map[string]int{}
	for _, f := range findings {
		print := f.Fingerprint()
		if seen[print]++; seen[print] > 1 {
			print = fmt.Sprintf("%s-%d", print, seen[print])
		}
		list = append(list, gitlabFinding{
			Description: sentence(f), CheckName: f.Rule, Fingerprint: print, Severity: gitlabSeverity[f.Level],
			Location: gitlabLocation{strings.TrimPrefix(p.shown(f.Path), "./"), gitlabLines{f.Span.Start.Line}},
		})
	}
	return WriteJSON(w, " ", list)
}
