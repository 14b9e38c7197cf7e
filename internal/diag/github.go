package diag

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// annotations is how many of each level GitHub shows for one step; what comes after is dropped
// without a word (docs.github.com, "Workflow commands for GitHub Actions", read 2026-11).
const annotations = 10

var githubLevel = [...]string{Note: "notice", Warning: "warning", Error: "error"}

// GitHub writes annotations as workflow commands, one for findings at one place and of one rule.
// Where a level has more than GitHub shows, its last annotation counts the rest, and they follow as
// plain lines in the log.
func (p Printer) GitHub(w io.Writer, findings []Finding) error {
	out := bufio.NewWriter(w)
	var groups [][]Finding
	total := map[Level]int{} // of groups
	for i, f := range findings {
		if i > 0 && f.goesWith(findings[i-1]) {
			groups[len(groups)-1] = append(groups[len(groups)-1], f)
			continue
		}
		groups = append(groups, []Finding{f})
		total[f.Level]++
	}
	written := map[Level]int{} // of groups
	left := map[Level]int{}    // of findings
	var rest []Finding
	for _, group := range groups {
		level := group[0].Level
		if written[level] == annotations-1 && total[level] > annotations {
			rest = append(rest, group...)
			left[level] += len(group)
			continue
		}
		p.command(out, group)
		written[level]++
	}
	for _, level := range []Level{Error, Warning, Note} {
		if n := left[level]; n > 0 {
			fmt.Fprintf(out, "::%s title=Hindcast::%s\n", githubLevel[level],
				githubData(fmt.Sprintf("%s more than GitHub shows; the log of this step lists each", Plural(n, level.String()))))
		}
	}
	for _, f := range rest {
		fmt.Fprintf(out, "- %s: %s: %s [%s]\n", p.place(f.Path, f.Span), f.Level, Printable(f.Message), f.Rule)
	}
	return out.Flush()
}

// command is an annotation for findings at one place.
func (p Printer) command(w io.Writer, group []Finding) {
	f := group[0]
	var lines []string
	for _, f := range group {
		lines = append(lines, f.Message)
		if f.Hint != "" {
			lines = append(lines, f.Hint)
		}
	}
	fmt.Fprintf(w, "::%s file=%s,line=%d,endLine=%d,col=%d,endColumn=%d,title=%s::%s\n", githubLevel[f.Level],
		githubProperty(p.shown(f.Path)), f.Span.Start.Line, f.Span.End.Line, f.Span.Start.Column, max(f.Span.End.Column, 1),
		githubProperty(f.Rule), githubData(strings.Join(lines, "\n")))
}

// Titles and file names are untrusted: unescaped they could end the command and begin another.
var (
	githubText  = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	githubField = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

func githubData(s string) string     { return githubText.Replace(PrintableLines(s)) }
func githubProperty(s string) string { return githubField.Replace(PrintableLines(s)) }
