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
// time become events again, and what the text of an event has below its line stays with it.
func (r *reader) body(sections []section, events []string) string {
	var b strings.Builder
	for _, s := range sections {
		if s.Title != "" {
			b.WriteString("\n## " + importing.Escape(importing.OneLine(s.Title)) + "\n")
		}
		isTimeline := r.isTimeline(s.Title)
		var block []line
		end := func() {
			if block != nil {
				b.WriteString("\n" + blockOf(block, isTimeline) + "\n")
			}
			block = nil
		}
		for text := importing.Visible(s.Text); text != ""; {
			var below string
			whole := text
			l := line{}
			if l.text, text, _ = strings.Cut(text, "\n"); l.text == "" {
				end()
				continue
			}
			if isTimeline {
				below, events = belowEvent(whole, events)
			}
			if below != "" {
				l.below, text = strings.Split(below, "\n"), strings.TrimPrefix(text[len(below):], "\n")
			}
			block = append(block, l)
		}
		end()
	}
	return b.String()
}

func (r *reader) isTimeline(title string) bool { return r.names.Of(title) == names.Timeline }

// line is a line of a text, with those below it that are of the same event.
type line struct {
	text  string
	below []string
}

// ahead is how many events are looked through for the one that a line begins; those between have no text.
const ahead = 16

// belowEvent is what stands below the first line of a text and belongs to the event that this begins, by the texts of the
// events that are left, and those of the events after it.
func belowEvent(text string, events []string) (string, []string) {
	first, _, _ := strings.Cut(text, "\n")
	_, _, n := when.Stretch(first)
	if n == 0 {
		return "", events
	}
	said := strings.TrimLeft(text[n:], " \t\n:;,.–—-")
	for i, event := range events[:min(ahead, len(events))] {
		if after, ok := strings.CutPrefix(said, importing.Visible(event)); ok && event != "" && (after == "" || after[0] == '\n') {
			whole := text[:len(text)-len(after)]
			return strings.TrimPrefix(whole[len(first):], "\n"), events[i+1:]
		}
	}
	return "", events
}

// blockOf is a block of lines: code where lines are indented, a table where they have tabs, else a list where there are
// several. The days of a timeline stand alone, so that its list is of events.
func blockOf(lines []line, isTimeline bool) string {
	var texts []string
	for _, l := range lines {
		texts = append(texts, l.text)
	}
	switch {
	case slices.ContainsFunc(texts, isSpaced):
		return codeOf(texts)
	case slices.ContainsFunc(texts, func(text string) bool { return strings.Contains(text, "\t") }):
		return tableOf(texts)
	case len(lines) == 1 && len(lines[0].below) == 0 && !(isTimeline && isEvent(texts[0])):
		return importing.Escape(texts[0])
	}
	for i, l := range lines {
		texts[i] = "- " + importing.Escape(l.text)
		if slices.ContainsFunc(l.below, isSpaced) {
			l.below = strings.Split(codeOf(l.below), "\n")
			texts[i] += "\n\n  " + strings.Join(l.below, "\n  ")
			continue
		}
		for _, text := range l.below {
			texts[i] += "\n\n  " + importing.Escape(text)
		}
	}
	return strings.Join(texts, "\n")
}

func isSpaced(text string) bool { return text == "" || strings.TrimSpace(text) != text }

// codeOf is a block of code.
func codeOf(lines []string) string {
	text := strings.Join(lines, "\n")
	fence := "```"
	for strings.Contains(text, fence) {
		fence += "`"
	}
	return fence + "\n" + text + "\n" + fence
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
