package pages

import (
	"fmt"
	"html/template"
	"net/url"
	"path"
	"strings"

	"hindcast/internal/address"
	"hindcast/internal/highlight"
	"hindcast/internal/incident"
	"hindcast/internal/markdown"
	"hindcast/internal/view"
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
	model *site
	root  string // from the page to the root of the site
	bare  bool   // without anchors, for a text that is beside others
	named bool   // with titles for the names of files

	events map[int]incident.Event // those that were read, by their numbers
	start  incident.Time          // of the incident
	day    string                 // of the event that was written last
}

// text is a whole text on the page at an address. Anchors that would repeat get a number.
func (m *site) text(file *incident.File, addr string) Text {
	f := &filler{model: m, root: address.ToRoot(addr)}
	return f.blocks(file, file.Text.Blocks, 0)
}

// articleText is the text of an article, without its title.
func (m *site) articleText(a *incident.Article, addr string) Text {
	f := &filler{model: m, root: address.ToRoot(addr), named: true}
	return f.blocks(&a.File, a.Text.Below(a.Title), 0)
}

// opening is the first paragraph, list or table of a text, to stand among others on a page, and whether the text goes on.
func (m *site) opening(file *incident.File, addr string) (text Text, more bool) {
	f := &filler{model: m, root: address.ToRoot(addr), bare: true}
	blocks := view.Filter(file.Text.Blocks, func(b markdown.Block) bool { return b.Level == 0 && !b.Notes })
	return f.blocks(file, blocks[:min(1, len(blocks))], 0), len(blocks) > 1
}

// section is a section of a text among others on a page; empty where it says nothing.
func (m *site) section(file *incident.File, name, addr string) Section {
	f := &filler{model: m, root: address.ToRoot(addr), bare: true}
	for _, s := range file.Text.SectionsNamed(name) {
		if !s.Empty() {
			return Section{s.Title, f.blocks(file, s.Blocks, 2).HTML}
		}
	}
	return Section{}
}

// blocks fills in blocks of a file; lower is by how many levels headings are lowered.
func (f *filler) blocks(file *incident.File, blocks []markdown.Block, lower int) Text {
	var b strings.Builder
	var headings []Heading
	f.timeline(file)
	anchors := markdown.Anchors(blocks)
	others := markdown.HostAnchors(blocks)
	for _, block := range blocks {
		if block.Notes && f.bare {
			continue
		}
		if block.Level == 0 {
			f.pieces(&b, file, block.Pieces)
			continue
		}
		level := min(6, max(2, block.Level)+lower)
		if f.bare {
			fmt.Fprintf(&b, `<h%d dir="auto">`, level)
		} else {
			id := markdown.AnchorPrefix + anchors[0]
			fmt.Fprintf(&b, `<h%d id="%s" dir="auto">`, level, template.HTMLEscapeString(id))
			if others[0] != "" {
				fmt.Fprintf(&b, `<span id="%s"></span>`, template.HTMLEscapeString(markdown.AnchorPrefix+others[0]))
			}
			if level == 2 {
				headings = append(headings, Heading{id, block.Plain})
			}
		}
		anchors, others = anchors[1:], others[1:]
		f.pieces(&b, file, block.Pieces)
		fmt.Fprintf(&b, "</h%d>\n", level)
	}
	return Text{template.HTML(b.String()), headings} //nolint:gosec // the pieces were made safe when they were parsed
}

func (f *filler) pieces(b *strings.Builder, file *incident.File, pieces []markdown.Piece) {
	var open []string // for each link that is open, what ends it; empty for one that leads nowhere
	skip := false     // the time of an event, which was written in another form
	for i, p := range pieces {
		switch e, isRead := f.events[p.Ref]; {
		case p.Part == markdown.EventStart:
			if skip = isRead; isRead {
				f.eventTime(b, e)
			}
			continue
		case p.Part == markdown.EventEnd:
			skip = false
			continue
		case p.Part == markdown.EventClass:
			if isRead {
				fmt.Fprintf(b, ` class="%s"`, p.Text)
			}
			if p.Text == "event" {
				b.WriteString(` dir="auto"`)
			}
			continue
		case skip:
			continue
		}
		if !p.Part.IsRef() {
			if !f.named || !f.title(b, file, pieces, i) {
				f.plainPiece(b, p)
			}
			continue
		}
		ref := file.Text.Refs[p.Ref]
		url, title, exit := f.model.lead(file.Path, ref)
		url = escaped(url)
		switch p.Part {
		case markdown.Whole:
			f.whole(b, ref, url, title)
			b.WriteString(beside(exit))
		case markdown.Open:
			if outside := f.model.outside(file.Path, ref); outside != "" {
				open = append(open, "</a>")
				fmt.Fprintf(b, `<a href="%s" rel="noopener">`, template.HTMLEscapeString(outside))
			} else if url == "" {
				open = append(open, "")
			} else {
				open = append(open, "</a>"+beside(exit))
				fmt.Fprintf(b, `<a href="%s"%s>`, template.HTMLEscapeString(f.root+url+fragment(ref)),
					f.model.download(file.Path, ref))
			}
		case markdown.Close:
			if last := len(open) - 1; last >= 0 {
				b.WriteString(open[last])
				open = open[:last]
			}
		case markdown.Image:
			if url == "" {
				b.WriteString(template.HTMLEscapeString(ref.Label))
			} else {
				fmt.Fprintf(b, `<img src="%s" alt="%s"%s loading="lazy">`, template.HTMLEscapeString(f.root+url),
					template.HTMLEscapeString(ref.Label), f.model.size(file.Path, ref))
			}
		}
	}
}

// title writes the title of a page in place of a link's text that is but the name of its file, as it is in plain Markdown.
func (f *filler) title(b *strings.Builder, file *incident.File, pieces []markdown.Piece, at int) bool {
	if at == 0 || pieces[at-1].Part != markdown.Open {
		return false
	}
	ref := file.Text.Refs[pieces[at-1].Ref]
	_, title, _ := f.model.lead(file.Path, ref)
	if text := pieces[at].HTML; title == "" || text != ref.Target && text != path.Base(ref.Target) {
		return false
	}
	b.WriteString(template.HTMLEscapeString(title))
	return true
}

// plainPiece writes a piece that is no reference to a file.
func (f *filler) plainPiece(b *strings.Builder, p markdown.Piece) {
	switch p.Part {
	case markdown.Words:
		b.WriteString(template.HTMLEscapeString(f.model.T(p.Text)))
	case markdown.Code:
		b.WriteString(highlight.HTML(p.Language, p.Text))
	case markdown.NoteRef:
		if !f.bare {
			b.WriteString(p.HTML)
		}
	default:
		b.WriteString(ofText.Replace(p.HTML))
	}
}

// ofText adds to the elements of a text what a page needs: each block runs in the direction of its own words, and the
// keyboard scrolls code that is wider than the page.
var ofText = strings.NewReplacer("<p>", `<p dir="auto">`, "<li>", `<li dir="auto">`, "<td>", `<td dir="auto">`,
	"<th>", `<th dir="auto">`, "<pre>", `<pre tabindex="0">`)

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
	if url != "" {
		url += fragment(ref)
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

// escaped is an address of the site as a link holds it: the name of a file can have any character in it.
func escaped(addr string) string { return (&url.URL{Path: addr}).EscapedPath() }

// beside is what stands beside a link to a record that is withdrawn or a duplicate.
func beside(exit string) string {
	if exit == "" {
		return ""
	}
	return ` <span class="quiet">` + template.HTMLEscapeString(exit) + "</span>"
}

// lead is the address that a reference leads to, relative to the root, the title of what is there, and what stands
// beside the link; all are empty where it leads nowhere.
func (m *site) lead(from string, ref markdown.Ref) (addr, title, exit string) {
	switch t := m.Names.Target(from, ref).(type) {
	case *incident.Record:
		return address.Record(t), t.Title, m.Exit(t)
	case *incident.System:
		return address.System(t), t.Title, ""
	case *incident.Article:
		return address.Article(t), t.Title, ""
	case string:
		return m.Assets[t].Address, "", ""
	}
	return "", "", ""
}

// outside is the address at the host of the repository of what a reference leads to, where the site has nothing of it;
// empty for all others.
func (m *site) outside(from string, ref markdown.Ref) string {
	outside := address.Outside(&m.Log.Config, from, ref.Target)
	switch {
	case ref.Form != markdown.Path || outside == "":
		return ""
	case ref.Anchor != "":
		outside += "#" + ref.Anchor
	}
	return outside
}

// download is the attribute of a link to a file that is not for showing; empty for other links.
func (m *site) download(from string, ref markdown.Ref) string {
	name, isFile := m.Names.Target(from, ref).(string)
	if !isFile || m.Assets[name].IsPicture {
		return ""
	}
	return " download"
}

// size is the attributes that keep the room of a picture free until it is loaded; empty where its
// size is not known.
func (m *site) size(from string, ref markdown.Ref) string {
	name, _ := m.Names.Target(from, ref).(string)
	if a := m.Assets[name]; a.Width > 0 {
		return fmt.Sprintf(` width="%d" height="%d"`, a.Width, a.Height)
	}
	return ""
}
