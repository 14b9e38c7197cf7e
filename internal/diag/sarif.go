package diag

import (
	"io"
	"net/url"
	"path/filepath"
	"slices"
	"sort"
	"strings"
)

// sarifMost is how many results readers of SARIF keep of one run; errors come first.
const sarifMost = 5000

type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool       sarifTool     `json:"tool"`
		ColumnKind string        `json:"columnKind"`
		Results    []sarifResult `json:"results"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name    string      `json:"name"`
		Version string      `json:"version,omitempty"`
		Rules   []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID            string       `json:"id"`
		Short         sarifMessage `json:"shortDescription"`
		Full          sarifMessage `json:"fullDescription"`
		Help          sarifMessage `json:"help"`
		Configuration sarifLevel   `json:"defaultConfiguration"`
	}
	sarifLevel struct {
		Level string `json:"level"`
	}
	sarifMessage struct {
		Text string `json:"text"`
	}
	sarifResult struct {
		RuleID       string            `json:"ruleId"`
		RuleIndex    int               `json:"ruleIndex"`
		Level        string            `json:"level"`
		Message      sarifMessage      `json:"message"`
		Locations    []sarifLocation   `json:"locations"`
		Related      []sarifLocation   `json:"relatedLocations,omitempty"`
		Fingerprints map[string]string `json:"partialFingerprints"`
	}
	sarifLocation struct {
		Physical sarifPhysical `json:"physicalLocation"`
		Message  *sarifMessage `json:"message,omitempty"`
	}
	sarifPhysical struct {
		Artifact sarifArtifact `json:"artifactLocation"`
		Region   sarifRegion   `json:"region"`
	}
	sarifArtifact struct {
		URI string `json:"uri"`
	}
	sarifRegion struct {
		StartLine   int `json:"startLine"`
		StartColumn int `json:"startColumn"`
		EndLine     int `json:"endLine"`
		EndColumn   int `json:"endColumn"`
	}
)

// SARIF writes the Static Analysis Results Interchange Format 2.1.0 (OASIS, 2020): one run, all
// rules, and at most 5,000 results, errors first.
func (p Printer) SARIF(w io.Writer, findings []Finding) error {
	run := sarifRun{
		Tool:       sarifTool{sarifDriver{Name: "hindcast", Version: p.Version, Rules: []sarifRule{}}},
		ColumnKind: "unicodeCodePoints", Results: []sarifResult{},
	}
	index := map[string]int{}
	for i, r := range p.rules(findings) {
		index[r.ID] = i
		run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, sarifRule{
			ID: r.ID, Short: sarifMessage{r.Title}, Full: sarifMessage{r.Why}, Help: sarifMessage{r.Title + ". " + r.Why},
			Configuration: sarifLevel{r.Level.String()},
		})
	}
	worst := slices.Clone(findings)
	sort.SliceStable(worst, func(i, j int) bool { return worst[i].Level > worst[j].Level })
	for _, f := range worst[:min(len(worst), sarifMost)] {
		result := sarifResult{
			RuleID: f.Rule, RuleIndex: index[f.Rule], Level: f.Level.String(), Message: sarifMessage{sentence(f)},
			Locations:    []sarifLocation{p.sarifLocation(f.Path, f.Span, "")},
			Fingerprints: map[string]string{"hindcast/v1": f.Fingerprint()},
		}
		for _, r := range f.Related {
			result.Related = append(result.Related, p.sarifLocation(r.Path, r.Span, r.Message))
		}
		run.Results = append(run.Results, result)
	}
	return WriteJSON(w, " ", sarifLog{"https://json.schemastore.org/sarif-2.1.0.json", "2.1.0", []sarifRun{run}})
}

// rules are those that the printer knows and those that the findings name beside them.
func (p Printer) rules(findings []Finding) []Rule {
	rules := slices.Clone(p.Rules)
	for _, f := range findings {
		if !slices.ContainsFunc(rules, func(r Rule) bool { return r.ID == f.Rule }) {
			rules = append(rules, Rule{ID: f.Rule, Title: f.Rule, Why: f.Rule, Level: f.Level})
		}
	}
	return rules
}

// sentence is message and hint as one text.
func sentence(f Finding) string {
	if f.Hint == "" {
		return f.Message
	}
	return f.Message + " (" + f.Hint + ")"
}

func (p Printer) sarifLocation(path string, s Span, message string) sarifLocation {
	l := sarifLocation{Physical: sarifPhysical{
		Artifact: sarifArtifact{address(p.shown(path))},
		Region:   sarifRegion{s.Start.Line, s.Start.Column, s.End.Line, s.End.Column},
	}}
	if message != "" {
		l.Message = &sarifMessage{message}
	}
	return l
}

// address is a path as a relative URI; it begins with ./ where a colon in the first segment would be read as
// the end of a scheme.
func address(path string) string {
	u := url.URL{Path: strings.TrimPrefix(filepath.ToSlash(path), "./")}
	return u.String()
}
