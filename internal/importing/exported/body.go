package exported

import (
	"slices"
	"strings"

	"hindcast/internal/importing"
	"hindcast/internal/lazy"
	names "hindcast/internal/section"
	"hindcast/internal/when"
)

// body writes sections as Markdown that reads as the plain text that they are. In the timeline, lines that begin with a
// time become events again.
func (r *reader) body(sections []section) string {
	var b strings.Builder
	for _, s := range sections {
		if s.Title != "" {
			b.WriteString("\n## " + importing.Escape(importing.OneLine(s.Title)) + "\n")
		}
		for block := range strings.SplitSeq(importing.Visible(s.Text), "\n\n") {
			if block = strings.Trim(block, "\n"); block != "" {
				b.WriteString("\n" + blockOf(strings.Split(block, "\n"), r.isTimeline(s.Title)) + "\n")
			}
		}
	}
	return b.String()
}

func (r *reader) isTimeline(title string) bool { return r.names.Of(title) == names.Timeline }

// blockOf is a block of lines: code where lines are indented, a table where they have tabs, else a list where there are
// several. The days of a timeline stand alone, so that its list is of events.
func blockOf(lines []string, isTimeline bool) string {
	has := func(what func(string) bool) bool { return slices.ContainsFunc(lines, what) }
	isAlone := len(lines) == 1 && !(isTimeline && isEvent(lines[0]))
	switch {
	case has(func(line string) bool { return strings.TrimSpace(line) != line }):
		text := strings.Join(lines, "\n")
		fence := "```"
		for strings.Contains(text, fence) {
			fence += "`"
		}
		return fence + "\n" + text + "\n" + fence
	case has(func(line string) bool { return strings.Contains(line, "\t") }):
		return tableOf(lines)
	}
	for i, line := range lines {
		lines[i] = importing.Escape(line)
	}
	if isAlone {
		return lines[0]
	}
	return "- " + strings.Join(lines, "\n- ")
}

// tableOf is a table of lines whose cells are apart by tabs, the first its head.
func tableOf(lines []string) string {
	widest := 0
	for _, line := range lines {
		widest = max(widest, strings.Count(line, "\t")+1)
	}
	var b strings.Builder
	for i, line := range lines {
		cells := strings.Split(line, "\t")
		cells = append(make([]string, widest-len(cells)), cells...) // an empty first cell is lost in the text of a block
		for j, cell := range cells {
			cells[j] = importing.Escape(cell)
		}
		b.WriteString("| " + strings.Join(cells, " | ") + " |\n")
		if i == 0 {
			b.WriteString(strings.Repeat("| --- ", len(cells)) + "|\n")
		}
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// dayAlone is what may stand behind a date that is the heading of a day.
var dayAlone = lazy.Regexp(`^[\s:.,(]*[A-Z]{0,5}[\s):.,]*$`)

// isEvent reports whether a line is a time and what happened then.
func isEvent(line string) bool {
	_, _, n := when.Stretch(line)
	return n > 0 && !dayAlone().MatchString(line[n:])
}
