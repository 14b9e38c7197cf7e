package reference

import (
	"fmt"
	"strings"
)

// page is a text in Markdown that grows.
type page struct{ strings.Builder }

// header begins every page: what makes it, so that nobody mends it by hand.
const header = "<!-- Written by make generate from the tables that the program checks by; mend those. -->\n\n"

func newPage(title string) *page {
	p := &page{}
	p.WriteString(header + "# " + title + "\n")
	return p
}

func (p *page) heading(level int, title string) {
	fmt.Fprintf(p, "\n%s %s\n", strings.Repeat("#", level), title)
}

func (p *page) text(format string, args ...any) {
	fmt.Fprintf(p, "\n"+format+"\n", args...)
}

// fenced is a text as it stands.
func (p *page) fenced(language, text string) {
	fence := "```"
	for strings.Contains(text, fence) {
		fence += "`"
	}
	fmt.Fprintf(p, "\n%s%s\n%s\n%s\n", fence, language, strings.TrimRight(text, "\n"), fence)
}

// table writes rows below titles, without the columns that are empty in each row; nothing where there are no rows.
func (p *page) table(titles []string, rows [][]string) {
	var used []int
	for column := range titles {
		for _, row := range rows {
			if row[column] != "" {
				used = append(used, column)
				break
			}
		}
	}
	if len(used) == 0 {
		return
	}
	p.WriteString("\n")
	row := func(cell func(column int) string) {
		for _, column := range used {
			p.WriteString("| " + cell(column) + " ")
		}
		p.WriteString("|\n")
	}
	row(func(column int) string { return titles[column] })
	row(func(int) string { return "---" })
	for _, cells := range rows {
		row(func(column int) string { return strings.ReplaceAll(cells[column], "|", `\|`) })
	}
}

var escaper = strings.NewReplacer("<", "&lt;", "*", `\*`, "`", "\\`", "[[", `\[[`)

// plain is a text that Markdown does not change.
func plain(text string) string { return escaper.Replace(text) }

func code(text string) string { return "`" + text + "`" }

// link leads to a heading of the page, whose address forges make of it.
func link(title, heading string) string {
	address := strings.NewReplacer(" ", "-", ".", "").Replace(strings.ToLower(heading))
	return "[" + title + "](#" + address + ")"
}

// sentence begins a text in upper case and ends it with a full stop.
func sentence(text string) string {
	if text == "" {
		return ""
	}
	return strings.ToUpper(text[:1]) + strings.TrimSuffix(text[1:], ".") + "."
}
