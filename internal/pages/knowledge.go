package pages

import (
	"strings"
	"unicode"

	"hindcast/internal/address"
	"hindcast/internal/incident"
	"hindcast/internal/layout"
	"hindcast/internal/link/graph"
	"hindcast/internal/view"
)

type articleContent struct {
	*incident.Article
	Text     Text
	Used     []*incident.Record // records that used the playbook
	Mentions []graph.Mention
	All      fullList // of both of these, where the page shows the first alone
	Overdue  bool     // the review is
	Commits  view.History

	Before, After *incident.Article // in the order of plain articles
}

// Letter is the entries of a glossary that begin alike.
type Letter struct {
	Name    string
	Anchor  string
	Entries []Entry
}

// Entry is a term of the glossary with how its text begins.
type Entry struct {
	*incident.Article
	Text Text
	More bool // the text goes on
}

type glossaryContent struct {
	layout.Sheet
	Letters []Letter
	Jumps   []Jump // to all letters
}

// termsPerPage is how many terms are on a page of the glossary, each with a paragraph.
const termsPerPage = 35

func knowledge(m *site, emit layout.Emit) bool {
	shelves := m.Index.Shelves
	if len(m.Log.Articles) > 0 {
		shelves = m.Index.Filled()
	}
	playbooks := m.Index.Shelf(view.ShelfPlaybooks)
	lead := m.T("Articles, playbooks and the glossary.")
	if !emit("knowledge", "knowledge/", layout.Page{
		Title: m.T("Knowledge"), Section: "knowledge", Lead: lead, Content: shelves,
	}) {
		return false
	}
	if !emit("playbooks", "knowledge/playbooks/", layout.Page{
		Title: playbooks.Title, Section: "knowledge", Lead: playbooks.About, Content: playbooks,
	}) {
		return false
	}
	if !glossary(m, m.Index.Shelf(view.ShelfGlossary), emit) {
		return false
	}
	for _, a := range m.Log.Articles {
		if !layout.Guarded(m.Model, a.Path, emit, func(emit layout.Emit) bool { return m.article(a, emit) }) {
			return false
		}
	}
	return true
}

func (m *site) article(a *incident.Article, emit layout.Emit) bool {
	addr := address.Article(a)
	full := fullList{Records: m.Index.Playbooks[a.Slug], Mentions: m.Connections(a.Path).Mentions}
	return emit("article", addr, layout.Page{
		Title: a.Title, Lead: view.SummaryOf(a), Section: "knowledge", Article: a, Content: layout.Later(func() any {
			before, after := m.Index.Beside(a)
			return articleContent{
				Article: a, Text: m.articleText(a, addr), Before: before, After: after, Used: first(full.Records), Mentions: first(full.Mentions), All: full,
				Commits: m.history(a.Path), Overdue: !a.ReviewBy.IsZero() && a.ReviewBy.IsOver(m.Now, m.Log.Config.Zone),
			}
		}),
	}) && emitMentions(m, emit, "knowledge", addr, a.Title, a.Path) &&
		emitRecords(m, emit, "knowledge", addr+"used/", m.T("Used in: %s", a.Title),
			fullList{Of: addr, OfTitle: a.Title}, full.Records)
}

// glossary hands on the pages of the glossary, by letter.
func glossary(m *site, shelf view.Shelf, emit layout.Emit) bool {
	const addr = "knowledge/glossary/"
	letters := m.letters(shelf.Articles)
	list, begins := layout.Sheets(addr, termsPerPage, sizes(letters, func(l Letter) int { return len(l.Entries) })...)
	var jumps []Jump
	for i, l := range letters {
		jumps = append(jumps, Jump{
			Part{Title: l.Name}, len(l.Entries), layout.SheetAddress(addr, begins[i]) + "#" + l.Anchor,
		})
	}
	return layout.EmitSheets(m.Model, emit, "glossary", layout.Page{
		Title: shelf.Title, Section: "knowledge", Lead: shelf.About,
	}, list, func(s layout.Sheet) any {
		c := glossaryContent{Sheet: s, Jumps: jumps}
		for _, cut := range s.Cuts {
			if cut.From < cut.To {
				l := letters[cut.Part]
				l.Entries = l.Entries[cut.From:cut.To]
				c.Letters = append(c.Letters, l)
			}
		}
		return c
	})
}

func (m *site) letters(entries []*incident.Article) []Letter {
	var letters []Letter
	for _, a := range entries {
		name := "#"
		if first := []rune(strings.ToUpper(a.Title)); len(first) > 0 && unicode.IsLetter(first[0]) {
			name = string(first[0])
		}
		if len(letters) == 0 || letters[len(letters)-1].Name != name {
			letters = append(letters, Letter{Name: name, Anchor: "letter-" + address.Slug(name)})
		}
		last := &letters[len(letters)-1]
		text, more := m.opening(&a.File, "knowledge/glossary/")
		last.Entries = append(last.Entries, Entry{a, text, more})
	}
	return letters
}
