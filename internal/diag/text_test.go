package diag_test

import (
	"errors"
	"strings"
	"testing"

	"hindcast/internal/diag"
)

// printed is findings of one file in a format.
func printed(t *testing.T, p diag.Printer, format string, findings ...diag.Finding) string {
	t.Helper()
	var out strings.Builder
	if err := p.Print(&out, format, findings); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// of is a printer that has the text of every file.
func of(text string) diag.Printer {
	return diag.Printer{Source: func(string) ([]byte, error) { return []byte(text), nil }}
}

// The caret is below the first character of the span and its line is as long as the span, counted in
// the cells of a terminal.
func TestCaret(t *testing.T) {
	for _, c := range []struct{ name, text, word, line, mark string }{
		{"a word", "severity: high", "high", "severity: high", "          ^~~~"},
		{"one character", "a: x", "x", "a: x", "   ^"},
		{"at the start", "high: x", "high", "high: x", "^~~~"},
		{"a tab before", "\ta:\thigh", "high", " a: high", "    ^~~~"},
		{"a tab within", "a:\tb", "a:\tb", "a: b", "^~~~"},
		{"wide characters before", "標題: high", "high", "標題: high", "      ^~~~"},
		{"wide characters", "title: 標題", "標題", "title: 標題", "       ^~~~"},
		{"full-width letters", "ａｂ c", "c", "ａｂ c", "     ^"},
		{"an emoji before", "🙂 x", "x", "🙂 x", "   ^"},
		{"combining characters before", "cafe\u0301: high", "high", "cafe\u0301: high", "      ^~~~"},
		{"combining characters", "a: cafe\u0301", "cafe\u0301", "a: cafe\u0301", "   ^~~~"},
		{"a control character", "a\x1b[31m: high", "high", "a\uFFFD[31m: high", "        ^~~~"},
		{"a turn of direction", "a\u202e: high", "high", "a\uFFFD: high", "    ^~~~"},
		{"CRLF", "a: high\r\nb: x\r\n", "high", "a: high", "   ^~~~"},
		{"over two lines", "a: high\nb: x", "high\nb", "a: high", "   ^~~~"},
	} {
		f := at(c.text, c.word)
		f.Message, f.Hint = "is wrong", ""
		got := strings.Split(printed(t, of(c.text), "text", f), "\n")
		if len(got) != 4 || got[1] != " 1 | "+c.line || got[2] != "   | "+c.mark {
			t.Errorf("%s:\n%s", c.name, strings.Join(got, "\n"))
		}
	}
}

// Of a long line is shown what is around the span, and no more of the caret's line than that.
func TestCaretInALongLine(t *testing.T) {
	a, b := strings.Repeat("a", 200), strings.Repeat("b", 200)
	for _, c := range []struct{ name, text, word, line, mark string }{
		{"in the middle", a + "high" + b, "high", "…" + a[:36] + "high" + b[:70] + "…", strings.Repeat(" ", 37) + "^~~~"},
		{"at the start", "high" + b, "high", "high" + b[:106] + "…", "^~~~"},
		{"at the end", a + "high", "high", "…" + a[:106] + "high", strings.Repeat(" ", 107) + "^~~~"},
		{"longer than what is shown", a, a, a[:110] + "…", "^" + strings.Repeat("~", 109)},
	} {
		f := at(c.text, c.word)
		got := strings.Split(printed(t, of(c.text), "text", f), "\n")
		if got[1] != " 1 | "+c.line || got[2] != "   | "+c.mark {
			t.Errorf("%s:\n%s", c.name, strings.Join(got, "\n"))
		}
	}
}

func TestText(t *testing.T) {
	const text = "---\nseverity: high\n---\n"
	base := at(text, "high")
	const first = "incidents/INC-2026-0001.md:2:11: error: is no severity: high [wrong-form]\n"
	const excerpt = " 2 | severity: high\n   |           ^~~~\n"
	failing := diag.Printer{Source: func(string) ([]byte, error) { return nil, errors.New("gone") }}
	moved := diag.Printer{ShowPath: func(path string) string { return "log/" + path }}
	coloured := of(text)
	coloured.Colour = true
	for _, c := range []struct {
		name    string
		printer diag.Printer
		change  func(*diag.Finding)
		want    string
	}{
		{"all of it", of(text), func(f *diag.Finding) {
			f.Hint = "write sev1"
			f.Related = []diag.Place{{Path: "hindcast.yaml", Span: place(3, 1), Message: "the\nseverities"}}
		}, first + excerpt + "  hint: write sev1\n  hindcast.yaml:3:1: the severities\n"},
		{"no source", diag.Printer{}, nil, first},
		{"a source that fails", failing, nil, first},
		{"a line that must not be shown", of(text), func(f *diag.Finding) { f.Unquoted = true }, first},
		{
			"a whole file", of(text), func(f *diag.Finding) { f.Span, f.Level = diag.FileStart, diag.Note },
			"incidents/INC-2026-0001.md:1:1: note: is no severity: high [wrong-form]\n",
		},
		{"a place beyond the file", of("---\n"), nil, first + " 2 | \n   | ^\n"},
		{"another path", moved, nil, "log/" + first},
		{
			"colour", coloured, func(f *diag.Finding) { f.Level, f.Hint = diag.Warning, "h" },
			"\x1b[1mincidents/INC-2026-0001.md:2:11\x1b[0m: \x1b[33mwarning:\x1b[0m is no severity: high " +
				"\x1b[2m[wrong-form]\x1b[0m\n 2 | severity: high\n   |           \x1b[33m^~~~\x1b[0m\n  \x1b[36mhint:\x1b[0m h\n",
		},
	} {
		f := base
		if c.change != nil {
			c.change(&f)
		}
		if got := printed(t, c.printer, "text", f); got != c.want {
			t.Errorf("%s:\n%s\nwant:\n%s", c.name, got, c.want)
		}
	}
}

// The excerpt is of the finding's own file and line, whichever the one before was in.
func TestTextOfSeveralFiles(t *testing.T) {
	files := map[string]string{"a.md": "first\nlast\n", "b.md": "\nsecond\n"}
	p := diag.Printer{Source: func(path string) ([]byte, error) { return []byte(files[path]), nil }}
	a, last, b := at(files["a.md"], "first"), at(files["a.md"], "last"), at(files["b.md"], "second")
	a.Path, last.Path, b.Path, a.Message, last.Message, b.Message = "a.md", "a.md", "b.md", "m", "m", "m"
	const ofA = "a.md:1:1: error: m [wrong-form]\n 1 | first\n   | ^~~~~\n"
	const ofB = "b.md:2:1: error: m [wrong-form]\n 2 | second\n   | ^~~~~~\n"
	const ofLast = "a.md:2:1: error: m [wrong-form]\n 2 | last\n   | ^~~~\n"
	if got := printed(t, p, "text", a, last, b, a); got != ofA+ofLast+ofB+ofA {
		t.Error(got)
	}
}
