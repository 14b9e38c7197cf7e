package diag_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"hindcast/internal/diag"
)

// at is the finding about the first place where a text holds a word.
func at(text, word string) diag.Finding {
	i := strings.Index(text, word)
	return diag.Finding{
		Rule: "wrong-form", Level: diag.Error, Path: "incidents/INC-2026-0001.md",
		Record: "INC-2026-0001", Key: "severity", Text: word,
		Span: diag.NewLines([]byte(text)).Span(i, i+len(word)), Message: "is no severity: " + word,
	}
}

// A fingerprint survives lines that move, a file that is renamed and other words of the rule.
func TestFingerprintOfMovedLines(t *testing.T) {
	const text = "---\nid: INC-2026-0001\nseverity: high\n---\n"
	before, after := at(text, "high"), at(strings.Replace(text, "severity", "title: x\n\nseverity", 1), "high")
	after.Path, after.Level = "incidents/2026/INC-2026-0001.md", diag.Warning
	after.Message, after.Hint = "has to be one of the severities", "try sev1"
	if before.Span == after.Span {
		t.Fatal("the line has not moved")
	}
	if len(before.Fingerprint()) != 32 || before.Fingerprint() != after.Fingerprint() {
		t.Errorf("%s before, %s after", before.Fingerprint(), after.Fingerprint())
	}
}

// What a finding is about makes its fingerprint.
func TestFingerprintsDiffer(t *testing.T) {
	change := map[string]func(*diag.Finding){
		"rule":   func(f *diag.Finding) { f.Rule = "unknown-value" },
		"record": func(f *diag.Finding) { f.Record = "INC-2026-0002" },
		"key":    func(f *diag.Finding) { f.Key = "potential_severity" },
		"text":   func(f *diag.Finding) { f.Text = "low" },
		"border": func(f *diag.Finding) { f.Key, f.Text = "severityh", "igh" },
	}
	for what, change := range change {
		f := at("severity: high", "high")
		before := f.Fingerprint()
		if change(&f); f.Fingerprint() == before {
			t.Errorf("another %s has the same fingerprint", what)
		}
	}
}

// Sorted findings are in the same order, in whatever order they came.
func TestSort(t *testing.T) {
	few := rapid.SampledFrom([]string{"", "a", "b"})
	finding := rapid.Custom(func(t *rapid.T) diag.Finding {
		place := diag.Pos{Line: rapid.IntRange(1, 3).Draw(t, "line"), Column: rapid.IntRange(1, 3).Draw(t, "column")}
		return diag.Finding{
			Path: few.Draw(t, "path"), Span: diag.Span{Start: place, End: place},
			Rule: few.Draw(t, "rule"), Key: few.Draw(t, "key"), Message: few.Draw(t, "message"),
		}
	})
	rapid.Check(t, func(t *rapid.T) {
		findings := rapid.SliceOfN(finding, 0, 12).Draw(t, "findings")
		mixed := rapid.Permutation(findings).Draw(t, "mixed")
		diag.Sort(findings)
		diag.Sort(mixed)
		if !slices.EqualFunc(findings, mixed, alike) {
			t.Fatalf("%+v\nand\n%+v", findings, mixed)
		}
	})
	sorted := []diag.Finding{
		{Path: "a", Span: place(1, 2), Rule: "z"},
		{Path: "a", Span: place(2, 1), Rule: "b", Key: "b", Message: "b"},
		{Path: "a", Span: place(2, 3), Rule: "a", Key: "z"},
		{Path: "a", Span: place(2, 3), Rule: "b", Key: "a", Message: "z"},
		{Path: "a", Span: place(2, 3), Rule: "b", Key: "b", Message: "a"},
		{Path: "a", Span: place(2, 3), Rule: "b", Key: "b", Message: "b"},
		{Path: "a", Span: place(10, 1)},
		{Path: "b", Span: place(1, 1)},
	}
	mixed := slices.Clone(sorted)
	slices.Reverse(mixed)
	diag.Sort(mixed)
	if !slices.EqualFunc(mixed, sorted, alike) {
		t.Errorf("%+v\nwant\n%+v", mixed, sorted)
	}
}

// alike reports whether two findings are equal in all that they are sorted by.
func alike(a, b diag.Finding) bool {
	return a.Path == b.Path && a.Span == b.Span && a.Rule == b.Rule && a.Key == b.Key && a.Message == b.Message
}

// place is an empty span at a line and column.
func place(line, column int) diag.Span {
	at := diag.Pos{Line: line, Column: column}
	return diag.Span{Start: at, End: at}
}

func TestCounts(t *testing.T) {
	level := func(levels ...diag.Level) diag.Count {
		var findings []diag.Finding
		for _, l := range levels {
			findings = append(findings, diag.Finding{Level: l})
		}
		return diag.Tally(findings)
	}
	for want, count := range map[string]diag.Count{
		"no findings":                  level(),
		"1 error":                      level(diag.Error),
		"2 errors, 1 warning":          level(diag.Warning, diag.Error, diag.Error),
		"1 error, 2 warnings, 3 notes": level(diag.Note, diag.Note, diag.Warning, diag.Note, diag.Error, diag.Warning),
		"1 note":                       level(diag.Note),
	} {
		if got := count.String(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestPlural(t *testing.T) {
	for want, got := range map[string]string{
		"0 records": diag.Plural(0, "record"), "1 record": diag.Plural(1, "record"), "2 records": diag.Plural(2, "record"),
		"1 entry": diag.Plural(1, "entry"), "3 entries": diag.Plural(3, "entry"),
		"2 near misses": diag.Plural(2, "near miss"), "2 days": diag.Plural(2, "day"),
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// What is said of a value of any length is cut to 400 code points, between two of them.
func TestShortened(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		length := rapid.SampledFrom([]int{0, 1, 399, 400, 401, 900}).Draw(t, "length")
		s := rapid.StringOfN(rapid.SampledFrom([]rune("aé世🙂")), length, length, -1).Draw(t, "message")
		f := diag.Finding{Message: s, Hint: s, Text: s}.Shortened()
		want := s
		if points := []rune(s); len(points) > 400 {
			want = string(points[:400]) + "…"
		}
		if f.Message != want || f.Hint != want || f.Text != s {
			t.Errorf("%d code points become %d", utf8.RuneCountInString(s), utf8.RuneCountInString(f.Message))
		}
	})
}
