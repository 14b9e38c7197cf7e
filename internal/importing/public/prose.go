package public

import (
	"regexp"
	"strings"

	"hindcast/internal/importing"
)

var (
	fence = regexp.MustCompile("^ {0,3}(?:```|~~~)")
	// Tags that pages show as what they mean stay, and so do addresses.
	misread  = regexp.MustCompile(`\[\[|:::+|</?[A-Za-z!?][^<>\s/]*`)
	isMeant  = regexp.MustCompile(`^<(?:/?(?:br|sub|sup|kbd)$|https?:)`)
	headline = regexp.MustCompile(`^ {0,3}(#{1,6})(?: |$)`)
	rule     = regexp.MustCompile(`^ {0,3}(?:=+|-+) *$`)
)

// prose is a text in common Markdown as one below a heading of level two: its headings go deeper, and what this project
// would read as more than it is shows as it was typed.
func prose(s string) string {
	s = strings.ReplaceAll(strings.ReplaceAll(importing.Visible(s), "\r\n", "\n"), "\r", "\n")
	lines := strings.Split(strings.Trim(s, "\n"), "\n")
	inCode := false
	for i, line := range lines {
		switch {
		case fence.MatchString(line):
			inCode = !inCode
			continue
		case inCode:
			continue
		case rule.MatchString(line) && i > 0 && strings.TrimSpace(lines[i-1]) != "": // it makes a heading of the line before
			line = `\` + strings.TrimLeft(line, " ")
		}
		if m := headline.FindStringSubmatch(line); m != nil {
			line = strings.Repeat("#", min(len(m[1])+2, 6)) + " " + strings.TrimLeft(line, " #")
		}
		lines[i] = misread.ReplaceAllStringFunc(line, func(s string) string {
			switch {
			case isMeant.MatchString(s):
				return s
			case s[0] == ':':
				return strings.ReplaceAll(s, ":", `\:`)
			}
			return `\` + s
		})
	}
	if inCode {
		lines = append(lines, "```")
	}
	return strings.Join(lines, "\n")
}
