package render

import (
	"fmt"
	"html/template"
	"strconv"
	"strings"

	"hindcast/internal/incident"
	"hindcast/internal/markdown"
)

// Heading is an entry of a page's table of contents.
type Heading struct{ ID, Title string }

// Text is a file's text as HTML with its references filled in, and its headings of level two.
type Text struct {
	HTML     template.HTML
	Headings []Heading
}

// filler fills references into the texts of one page.
type filler struct {
	model *Model
	root  string // from the page to the root of the site
}

// text fills in a whole text. Anchors that would repeat get a number.
func (f *filler) text(file *incident.File) Text {
	var b strings.Builder
	var headings []Heading
	taken := map[string]int{}
	for _, block := range file.Text.Blocks {
		if block.Level == 0 {
			f.pieces(&b, file, block.Pieces)
			continue
		}
		id := markdown.AnchorPrefix + markdown.Slug(block.Plain)
		if taken[id]++; taken[id] > 1 {
			id += "-" + strconv.Itoa(taken[id])
		}
		level := max(2, block.Level)
		fmt.Fprintf(&b, `<h%d id="%s">`, level, template.HTMLEscapeString(id))
		f.pieces(&b, file, block.Pieces)
		fmt.Fprintf(&b, "</h%d>\n", level)
		if level == 2 {
			headings = append(headings, Heading{id, block.Plain})
		}
	}
	return Text{template.HTML(b.String()), headings} //nolint:gosec // the pieces were made safe when they were parsed
}

func (f *filler) pieces(b *strings.Builder, file *incident.File, pieces []markdown.Piece) {
	var open []bool // for each link that is open, whether it leads anywhere
	for _, p := range pieces {
		if p.Part == markdown.HTML {
			b.WriteString(p.HTML)
			continue
		}
		ref := file.Text.Refs[p.Ref]
		url, title := f.model.lead(file.Path, ref)
		switch p.Part {
		case markdown.Whole:
			f.whole(b, ref, url, title)
		case markdown.Open:
			if open = append(open, url != ""); url != "" {
				fmt.Fprintf(b, `<a href="%s">`, template.HTMLEscapeString(f.root+url+fragment(ref)))
			}
		case markdown.Close:
			if last := len(open) - 1; last >= 0 {
				if open[last] {
					b.WriteString("</a>")
				}
				open = open[:last]
			}
		case markdown.Image:
			if url == "" {
				b.WriteString(template.HTMLEscapeString(ref.Label))
			} else {
				fmt.Fprintf(b, `<img src="%s" alt="%s" loading="lazy">`, template.HTMLEscapeString(f.root+url), template.HTMLEscapeString(ref.Label))
			}
		}
	}
}

func fragment(ref markdown.Ref) string {
	if ref.Anchor == "" {
		return ""
	}
	return "#" + markdown.AnchorPrefix + ref.Anchor
}

// whole writes a reference that brings its own label: an id stays an id, a slug shows the title.
func (f *filler) whole(b *strings.Builder, ref markdown.Ref, url, title string) {
	isID := incident.BareID.FindString(ref.Target) == ref.Target
	label := ref.Label
	switch {
	case label == "" && (isID || title == ""):
		label = ref.Target
	case label == "":
		label = title
	}
	label, url = template.HTMLEscapeString(label), template.HTMLEscapeString(url)
	switch {
	case url == "":
		b.WriteString(label)
	case isID:
		fmt.Fprintf(b, `<a class="ref" href="%s" title="%s">%s</a>`, f.root+url, template.HTMLEscapeString(title), label)
	default:
		fmt.Fprintf(b, `<a href="%s">%s</a>`, f.root+url, label)
	}
}

// lead is where a reference leads, relative to the root, and the title of what is there; both
// empty where it leads nowhere.
func (m *Model) lead(from string, ref markdown.Ref) (url, title string) {
	switch t := m.Names.Target(from, ref).(type) {
	case *incident.Record:
		return RecordURL(t), t.Title
	case *incident.System:
		return SystemURL(t), t.Title
	case *incident.Article:
		return ArticleURL(t), t.Title
	case string:
		return m.Assets[t], ""
	}
	return "", ""
}
