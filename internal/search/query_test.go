package search_test

import (
	"fmt"
	"strings"
	"testing"

	"hindcast/internal/search"
)

// written puts a parsed query into one line: terms, "phrases", -without, filters, notes after a bar.
func written(q search.Query) string {
	var parts []string
	join := func(terms []search.Term) string {
		var list []string
		for _, t := range terms {
			list = append(list, t.Text)
		}
		return strings.Join(list, " ")
	}
	if text := join(q.Terms); text != "" {
		parts = append(parts, text)
	}
	for _, p := range q.Phrases {
		parts = append(parts, `"`+join(p)+`"`)
	}
	for _, p := range q.Without {
		parts = append(parts, `-"`+join(p)+`"`)
	}
	for _, f := range q.Filters {
		sign := ""
		if f.Not {
			sign = "-"
		}
		value := strings.Join(f.Values, "|")
		if f.Field == "after" || f.Field == "before" {
			value = fmt.Sprint(f.Day)
		}
		parts = append(parts, sign+f.Field+":"+value)
	}
	if len(q.Notes) > 0 {
		parts = append(parts, "|")
		for _, n := range q.Notes {
			parts = append(parts, n.Code+"="+n.Text)
		}
	}
	return strings.Join(parts, " ")
}

func TestParse(t *testing.T) {
	for text, want := range map[string]string{
		"":                             "",
		"Fraud  MODEL fraud":           "fraud model",
		"INC-2026-0007":                "#inc-2026-7",
		"see gpt-4o now":               "see #gpt-4o now",
		`"Prompt  injection" chat`:     `prompt injection chat "prompt injection"`,
		`„prompt injection“ chat`:      `prompt injection chat "prompt injection"`,
		`-exercise model`:              `model -"exercise"`,
		`-"red team" model`:            `model -"red team"`,
		`"gpt-4o failed"`:              `gpt 4o failed "gpt 4o failed"`,
		"type:data_leak":               "type:data_leak",
		"Type:A,b TYPE:c":              "type:a|b|c",
		`system:"Card fraud, scoring"`: "system:card fraud, scoring",
		"-type:bias":                   "-type:bias",
		"is:open has:playbook":         "is:open has:playbook",
		"after:1970-01-03":             "after:2",
		"before:1969":                  "before:-365",
		"after:2026-02-29":             "after #2026-2-29 | date=2026-02-29",
		"after:soon x":                 "after soon x | date=soon",
		"colour:white":                 "colour white | field=colour",
		"constructor:x":                "constructor x | field=constructor",
		"https://example.org":          "https example org",
		"type: bias":                   "type bias",
		"type:,":                       "type",
		`a "b c`:                       "a b c | quote=",
		`-"b c`:                        `c -"b" | quote=`,
		`"`:                            "| quote=",
		`""`:                           "",
		"- -- a-b":                     "a b",
		"10:30":                        "10 30",
	} {
		if got := written(search.Parse(text)); got != want {
			t.Errorf("%q is read as\n%s, want\n%s", text, got, want)
		}
	}
}

// However long a query is, a bounded part of it is searched, and a note says so.
func TestParseIsBounded(t *testing.T) {
	var long strings.Builder
	for i := range 5000 {
		fmt.Fprintf(&long, "w%d ", i)
	}
	q := search.Parse(long.String())
	if len(q.Terms) > 40 || !strings.Contains(written(q), "many=") {
		t.Errorf("of 5000 words %d are searched, with the notes %v", len(q.Terms), q.Notes)
	}
	for _, repeated := range []string{`-a `, `"a b" `, "type:a,", "type:a ", "-type:b ", "after:2020 ", "a-b ", `-"a b c `} {
		q := search.Parse(strings.Repeat(repeated, 3000))
		n := len(q.Terms) + len(q.Phrases) + len(q.Without)
		for _, f := range q.Filters {
			n += 1 + len(f.Values)
		}
		if n > 150 {
			t.Errorf("%q repeated makes a query of %d parts", repeated, n)
		}
	}
	if q := search.Parse(strings.Repeat(`"`, 20_000)); len(q.Terms) > 0 {
		t.Errorf("quotation marks alone give %v", q.Terms)
	}
}
