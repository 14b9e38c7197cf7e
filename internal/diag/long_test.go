package diag_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"hindcast/internal/diag"
)

// Columns count code points wherever the strides of the index fall.
func TestColumnsOfLongLines(t *testing.T) {
	text := strings.Repeat("aé世🙂", 1500) + "\n" + strings.Repeat("ü", 3000) + "\nx"
	lines := diag.NewLines([]byte(text))
	for offset := range len(text) {
		before := text[:offset]
		start := strings.LastIndexByte(before, '\n') + 1
		if want := utf8.RuneCountInString(text[start:offset]) + 1; utf8.RuneStart(text[offset]) &&
			lines.Pos(offset).Column != want {
			t.Fatalf("byte %d is in column %d, want %d", offset, lines.Pos(offset).Column, want)
		}
	}
}

// A line of a megabyte with many findings is printed around each of them, in time that a reader
// does not notice, and so is a message that quotes all of it.
func TestPrintingLongLines(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes long; make test runs it")
	}
	text := strings.Repeat("word ", 200_000)
	lines := diag.NewLines([]byte(text))
	var findings []diag.Finding
	for i := range 200 {
		findings = append(findings, diag.Finding{
			Rule: "r", Path: "a.md", Span: lines.Span(i*4000, i*4000+4), Message: text[:i*4000] + " is odd",
		}.Shortened())
	}
	p := diag.Printer{Source: func(string) ([]byte, error) { return []byte(text), nil }}
	for _, format := range diag.Formats() {
		var out strings.Builder
		if err := p.Print(&out, format, findings); err != nil {
			t.Fatal(err)
		}
		if n := out.Len(); n == 0 || n > 1<<20 {
			t.Errorf("%s: %d bytes", format, n)
		}
	}
}
