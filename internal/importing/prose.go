package importing

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"hindcast/internal/incident"
	"hindcast/internal/lazy"
)

// Visible is a text without characters that change the direction of others or can't be seen. Those
// that join letters stay, since Persian, Indic scripts and emoji are written with them.
func Visible(s string) string {
	return strings.Map(func(r rune) rune {
		if !isJoiner(r) && unicode.In(r, unicode.Cf, unicode.Other_Default_Ignorable_Code_Point) {
			return -1
		}
		return r
	}, s)
}

func isJoiner(r rune) bool { return r == '\u200c' || r == '\u200d' }

// Fold puts a text on one line: white space of every sort, no-break spaces and control characters
// included, becomes single spaces.
func Fold(s string) string {
	return strings.Join(strings.FieldsFunc(Visible(s), func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r)
	}), " ")
}

// Excerpt quotes the beginning of a text from the source for a message.
func Excerpt(s string) string {
	if runes := []rune(s); len(runes) > 40 {
		s = string(runes[:40]) + "…"
	}
	return strconv.Quote(s)
}

// OneLine is a text as published, less what can't be seen, the space around it and what would break its
// line.
func OneLine(s string) string {
	return strings.TrimFunc(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, Visible(s)), func(r rune) bool { return unicode.IsSpace(r) || isJoiner(r) })
}

var blankLines = lazy.Regexp(`\r?\n[\s\x{a0}]*\n`)

// Paragraphs splits a text at its blank lines and folds each part.
func Paragraphs(s string) []string {
	var list []string
	for _, part := range blankLines().Split(s, -1) {
		if part = Fold(part); part != "" {
			list = append(list, part)
		}
	}
	return list
}

// summaryLimit is how many code points a summary may have (RECORD.md, summary).
const summaryLimit = 200

// Summary is a text on one line if it is short enough; else its first sentences, as many as fit;
// else its first words and an ellipsis.
func Summary(s string) string {
	runes := []rune(Fold(s))
	if len(runes) <= summaryLimit {
		return string(runes)
	}
	if end := lastSentence(runes, summaryLimit); end > 0 {
		return string(runes[:end])
	}
	return string(runes[:lastWord(runes, summaryLimit-1)]) + "…"
}

const (
	closers = `"'”’»)]`
	stops   = ".!?"
	cjkEnds = "。！？"
)

// lastSentence is where the last sentence that ends within limit code points ends; 0 where none does.
func lastSentence(runes []rune, limit int) int {
	for end := limit; end > 0; end-- {
		if end < len(runes) && strings.ContainsRune(closers, runes[end]) {
			continue
		}
		at := end - 1
		for at > 0 && strings.ContainsRune(closers, runes[at]) {
			at--
		}
		switch {
		case strings.ContainsRune(cjkEnds, runes[at]):
			return end
		case strings.ContainsRune(stops, runes[at]) && opensSentence(runes[end:]) && !abbreviates(runes[:at+1]):
			return end
		}
	}
	return 0
}

// opensSentence reports whether what follows a full stop can begin a sentence.
func opensSentence(rest []rune) bool {
	if len(rest) < 2 || rest[0] != ' ' {
		return len(rest) == 0
	}
	return !unicode.IsLower(rest[1])
}

// abbreviations end in a full stop that ends no sentence.
var abbreviations = []string{
	"mr", "mrs", "ms", "dr", "prof", "st", "jr", "sr", "gov", "sen", "rep", "gen", "sgt", "lt", "capt", "det", "rev", "hon",
	"inc", "corp", "ltd", "co", "no", "vs", "v", "approx", "dept", "ave", "jan", "feb", "aug", "sept", "oct", "nov", "dec",
}

// abbreviates reports whether a text ends in an abbreviation: a known one, a single letter, or
// letters with full stops between them. A sentence that truly ends in one is passed over, which
// only makes the summary shorter.
func abbreviates(runes []rune) bool {
	text := string(runes)
	if !strings.HasSuffix(text, ".") {
		return false
	}
	word := strings.TrimSuffix(text[strings.LastIndexByte(text, ' ')+1:], ".")
	word = strings.TrimLeft(word, `"'“‘«([`)
	return strings.Contains(word, ".") || utf8.RuneCountInString(word) < 2 ||
		slices.Contains(abbreviations, strings.ToLower(word))
}

// lastWord is where the last whole word within limit code points ends. A text without spaces is
// cut between two characters, and never before a mark that belongs to the one before it.
func lastWord(runes []rune, limit int) int {
	end := limit
	for end > 0 && runes[end] != ' ' {
		end--
	}
	if end < limit/2 {
		for end = limit; end > 1 && (unicode.Is(unicode.M, runes[end]) || runes[end] == '\u200d' ||
			runes[end-1] == '\u200d'); {
			end--
		}
	}
	for end > 1 && strings.ContainsRune(` ,;:–—-([“"`, runes[end-1]) {
		end--
	}
	return end
}

// AsMarkdown writes paragraphs so that they read as the plain text that they are. Each is on one
// line, so that only its beginning could be taken for a heading, a list, a table or a fence.
func AsMarkdown(paragraphs []string) string {
	var b strings.Builder
	for _, p := range paragraphs {
		b.WriteString("\n" + Escape(p) + "\n")
	}
	return b.String()
}

var (
	inlineMarkup = lazy.Regexp("[\\\\`*_\\[\\]<|~@]" + // @ makes mail addresses
		`|&#?[0-9A-Za-z]+;` + // entities
		`|:+//|:::+` + // addresses, marked parts
		`|\bwww\.`)
	blockMarkup = lazy.Regexp(`^(?:[#>+-]|\d+[.)])`)
)

// Escape puts backslashes before what Markdown, or this project's additions to it, would read as
// markup in a text of one line. What can't be misread stays as it is, for whoever edits the file.
func Escape(line string) string {
	line = inlineMarkup().ReplaceAllStringFunc(line, escapeInline)
	line = incident.BareID.ReplaceAllStringFunc(line, func(id string) string { return strings.ReplaceAll(id, "-", `\-`) })
	return blockMarkup().ReplaceAllStringFunc(line, escapeLast)
}

func escapeInline(s string) string {
	switch s[0] {
	case ':':
		return strings.ReplaceAll(s, ":", `\:`)
	case 'w':
		return escapeLast(s)
	}
	return `\` + s
}

func escapeLast(s string) string { return s[:len(s)-1] + `\` + s[len(s)-1:] }
