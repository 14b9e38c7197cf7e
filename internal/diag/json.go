package diag

import (
	"encoding/json"
	"io"
)

type jsonPlace struct {
	Path      string `json:"path"`
	Line      int    `json:"line"`
	Column    int    `json:"column"`
	EndLine   int    `json:"end_line"`
	EndColumn int    `json:"end_column"`
}

type jsonRelated struct {
	jsonPlace
	Message string `json:"message"`
}

type jsonFinding struct {
	Rule  string `json:"rule"`
	Level Level  `json:"level"`
	jsonPlace
	Message     string        `json:"message"`
	Hint        string        `json:"hint,omitempty"`
	Record      string        `json:"record,omitempty"`
	Key         string        `json:"key,omitempty"`
	Text        string        `json:"text,omitempty"`
	Related     []jsonRelated `json:"related,omitempty"`
	Fingerprint string        `json:"fingerprint"`
}

// JSON writes {"findings": […], "count": {…}}; lines and columns from 1, ends exclusive.
func (p Printer) JSON(w io.Writer, findings []Finding) error {
	list := make([]jsonFinding, 0, len(findings))
	for _, f := range findings {
		j := jsonFinding{
			Rule: f.Rule, Level: f.Level, jsonPlace: p.jsonPlace(f.Path, f.Span), Message: f.Message,
			Hint: f.Hint, Record: f.Record, Key: f.Key, Text: f.Text, Fingerprint: f.Fingerprint(),
		}
		for _, r := range f.Related {
			j.Related = append(j.Related, jsonRelated{p.jsonPlace(r.Path, r.Span), r.Message})
		}
		list = append(list, j)
	}
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(struct {
		Findings []jsonFinding `json:"findings"`
		Count    Count         `json:"count"`
	}{list, Tally(findings)})
}

func (p Printer) jsonPlace(path string, s Span) jsonPlace {
	if p.ShowPath != nil {
		path = p.ShowPath(path)
	}
	return jsonPlace{path, s.Start.Line, s.Start.Column, s.End.Line, s.End.Column}
}
