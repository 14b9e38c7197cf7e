package pages

import (
	"slices"
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
}

// Shelf is the articles of one kind.
type Shelf struct {
	ID, Title, About string
	Articles         []*incident.Article
}

// Entry is a term of the glossary with its text.
type Entry struct {
	*incident.Article
	Text Text
}

// Letter is the entries of a glossary that begin alike.
type Letter struct {
	Name    string
	Anchor  string
	Entries []Entry
}

func (m *site) shelves() []Shelf {
	shelves := []Shelf{
		{ID: "articles", Title: m.T("Articles"), About: m.T("How we work, and what we know by now.")},
		{ID: "playbooks", Title: m.T("Playbooks"), About: m.T("What to do when it happens.")},
		{ID: "glossary", Title: m.T("Glossary"), About: m.T("What our words mean.")},
	}
	for i, kind := range []incident.ArticleKind{incident.Plain, incident.Playbook, incident.Glossary} {
		articles := view.Filter(m.Log.Articles, func(a *incident.Article) bool { return a.Kind == kind })
		slices.SortStableFunc(articles, func(a, b *incident.Article) int {
			return strings.Compare(strings.ToLower(a.Title), strings.ToLower(b.Title))
		})
		shelves[i].Articles = articles
	}
	return shelves
}

func knowledge(m *site, emit layout.Emit) bool {
	shelves := m.shelves()
	lead := m.T("Articles, playbooks and the glossary.")
	if !emit("knowledge", "knowledge/", layout.Page{
		Title: m.T("Knowledge"), Section: "knowledge", Lead: lead, Content: shelves,
	}) {
		return false
	}
	if !emit("playbooks", "knowledge/playbooks/", layout.Page{
		Title: shelves[1].Title, Section: "knowledge", Lead: shelves[1].About, Content: shelves[1],
	}) {
		return false
	}
	if !emit("glossary", "knowledge/glossary/", layout.Page{
		Title: shelves[2].Title, Section: "knowledge", Lead: shelves[2].About, Content: m.letters(shelves[2].Articles),
	}) {
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
		Title: a.Title, Lead: a.Summary, Section: "knowledge", Article: a, Content: layout.Later(func() any {
			return articleContent{
				Article: a, Text: m.text(&a.File, addr), Used: first(full.Records), Mentions: first(full.Mentions), All: full,
				Commits: m.history(a.Path), Overdue: !a.ReviewBy.IsZero() && a.ReviewBy.IsOver(m.Now, m.Log.Config.Zone),
			}
		}),
	}) && emitMentions(m, emit, "knowledge", addr, a.Title, a.Path) &&
		emitRecords(m, emit, "knowledge", addr+"used/", m.T("Used in: %s", a.Title),
			fullList{Of: addr, OfTitle: a.Title}, full.Records)
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
		last.Entries = append(last.Entries, Entry{a, m.excerpt(&a.File, "knowledge/glossary/")})
	}
	return letters
}
