package diag

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"unicode"
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
	return WriteJSON(w, "  ", struct {
		Findings []jsonFinding `json:"findings"`
		Count    Count         `json:"count"`
	}{list, Tally(findings)})
}

// WriteJSON writes a value as JSON that is safe on a terminal: what acts on one stands as an escape.
// Without an indent the value is on one line.
func WriteJSON(w io.Writer, indent string, v any) error {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetIndent("", indent)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return err
	}
	_, err := w.Write(escaped(out.Bytes()))
	return err
}

// escaped writes as \u escapes what JSON lets through and a terminal acts on: the control characters
// from U+007F to U+009F and those that turn the direction of text. Outside of strings there are none.
func escaped(text []byte) []byte {
	acts := func(r rune) bool { return r >= 0x7f && r <= 0x9f || unicode.Is(unicode.Bidi_Control, r) }
	if bytes.IndexFunc(text, acts) < 0 {
		return text
	}
	var out bytes.Buffer
	for _, r := range string(text) {
		if acts(r) {
			fmt.Fprintf(&out, `\u%04x`, r)
		} else {
			out.WriteRune(r)
		}
	}
	return out.Bytes()
}

func (p Printer) jsonPlace(path string, s Span) jsonPlace {
	return jsonPlace{p.shown(path), s.Start.Line, s.Start.Column, s.End.Line, s.End.Column}
}
