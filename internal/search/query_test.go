package search_test

import (
	"fmt"
	"strings"
	"testing"

	"hindcast/internal/search"
	"hindcast/internal/search/format"
	"hindcast/internal/words"
)

// written puts a parsed query into one line: terms, "phrases", -excluded, filters, notes after a bar.
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
	for _, p := range q.Excluded {
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

// today is 2026-11-27, a Friday, which the tests of the script have, too.
const today = 20784

// Each query of testdata is parsed as the line beside it has it, in the words of the language of a log; the tests of the
// script read it too.
func TestParse(t *testing.T) {
	for name, language := range map[string]string{"parse.json": "en", "parse_german.json": "de-AT"} {
		var cases map[string]string
		readJSON(t, name, &cases)
		opts := search.Options{Fields: format.Columns, Today: today, Asking: words.AskingIn(language)}
		for text, want := range cases {
			if got := written(search.Parse(text, opts)); got != want {
				t.Errorf("%s: %q is parsed as\n%s, want\n%s", language, text, got, want)
			}
		}
	}
}

// Words of a language that the log is not in are words.
func TestParseInOtherLanguage(t *testing.T) {
	opts := search.Options{Fields: format.Columns, Today: today, Asking: words.AskingIn("en")}
	for _, text := range []string{"letzten Monat", "offene Vorfälle", "überfällig"} {
		if q := search.Parse(text, opts); len(q.Readings) > 0 {
			t.Errorf("%q is read as %s", text, q.Readings[0].Written())
		}
	}
}

// However long a query is, a bounded part of it is searched, and a note reports it.
func TestParseIsBounded(t *testing.T) {
	var long strings.Builder
	for i := range 5000 {
		fmt.Fprintf(&long, "w%d ", i)
	}
	q := search.Parse(long.String(), search.Options{Fields: format.Columns})
	if len(q.Terms) > 40 || !strings.Contains(written(q), "many=") {
		t.Errorf("of 5000 words %d are searched, with the notes %v", len(q.Terms), q.Notes)
	}
	for _, repeated := range []string{
		`-a `, `"a b" `, "type:a,", "type:a ", "-type:b ", "after:2020 ", "a-b ", `-"a b c `,
	} {
		q := search.Parse(strings.Repeat(repeated, 3000), search.Options{Fields: format.Columns})
		n := len(q.Terms) + len(q.Phrases) + len(q.Excluded)
		for _, f := range q.Filters {
			n += 1 + len(f.Values)
		}
		if n > 150 {
			t.Errorf("%q repeated makes a query of %d parts", repeated, n)
		}
	}
	if q := search.Parse(strings.Repeat(`"`, 20_000), search.Options{Fields: format.Columns}); len(q.Terms) > 0 {
		t.Errorf("quotation marks alone give %v", q.Terms)
	}
}
