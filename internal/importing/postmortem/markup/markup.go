// Package markup reads single lines of Markdown: what stands at their beginning, the cells of rows, and their words without
// markup.
package markup

import (
	"html"
	"iter"
	"strings"
	"unicode"

	"hindcast/internal/importing"
	"hindcast/internal/lazy"
)

// What lines begin with: white space, and the mark of an item on the first level.
var (
	Indent = lazy.Regexp(`^[ \t]*`)
	Bullet = lazy.Regexp(`^[-*+] |^\d{1,9}[.)] `)
	Box    = lazy.Regexp(`^\[([ xX])\]\s+`) // to tick
)

// Outside are the lines outside of blocks of code, with their indexes.
func Outside(lines []string) iter.Seq2[int, string] {
	return func(yield func(int, string) bool) {
		fence := ""
		for i, line := range lines {
			was := fence
			if fence = importing.FenceAfter(fence, line); fence == "" && was == "" && !yield(i, line) {
				return
			}
		}
	}
}

// Row is the cells of a row of a table; nil for other lines and the one below the heads.
func Row(line string) (cells []string) {
	line = strings.TrimSpace(line)
	if !strings.HasPrefix(line, "|") || strings.Trim(line, "|-: \t") == "" {
		return nil
	}
	line = strings.TrimSuffix(strings.TrimPrefix(line, "|"), "|")
	at := 0
	for i := range len(line) {
		if line[i] == '|' && (i == 0 || line[i-1] != '\\') {
			cells = append(cells, strings.TrimSpace(line[at:i]))
			at = i + 1
		}
	}
	return append(cells, strings.TrimSpace(line[at:]))
}

// BareTitle is a title without markup and the signs before its first word.
func BareTitle(title string) string {
	return strings.TrimLeftFunc(keycap().ReplaceAllString(Plain(title), ""), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '¿' })
}

var keycap = lazy.Regexp(`^\d\x{FE0F}?\x{20E3}`)

var (
	// BracketNote is what stands in brackets at the end of a heading, which is no part of the name of a section.
	BracketNote = lazy.Regexp(`[(（\[【][^()（）\[\]【】]*[)）\]】]$`)
	linkWords   = lazy.Regexp(`!?\[([^\[\]]*)\]\([^()]*\)`)
	emphasis    = lazy.Regexp(`(^|[^\w*])[*_]([^\s*_](?:[^*_]*[^\s*_])?)[*_]($|[^\w*])`)
	// Marks takes marks of emphasis, of code and of escapes from a line.
	Marks = strings.NewReplacer("**", "", "__", "", "`", "", `\[`, "[", `\]`, "]", "~~", "")
)

// Plain is a line without its markup.
func Plain(s string) string {
	s = html.UnescapeString(Marks.Replace(linkWords().ReplaceAllString(s, "$1")))
	s = emphasis().ReplaceAllString(s, "$1$2$3")
	return importing.OneLine(strings.Trim(strings.TrimSpace(s), "*_"))
}
