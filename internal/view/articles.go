package view

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"hindcast/internal/address"
	"hindcast/internal/incident"
)

// Shelf is the articles of one kind, or of one folder of plain ones.
type Shelf struct {
	ID, Title, About string
	Address          string // of a page of its own, relative to the root of the site; empty for none
	Articles         []*incident.Article
}

// The shelves that every site has. The others are the folders of plain articles.
const (
	ShelfArticles  = "articles"
	ShelfPlaybooks = "playbooks"
	ShelfGlossary  = "glossary"

	shelfFolder = "in" // of the plain articles that are in no folder below theirs
)

// addArticles puts the articles on their shelves: those of the folder that the settings name in the order there, all
// others by title.
func (x *Index) addArticles(m *Model) {
	x.ArticlesAlone = len(m.Log.Records) == 0 && len(m.Log.Systems) == 0 && len(m.Log.Articles) > 0
	plain := m.Log.Config.Articles
	isPlain := func(a *incident.Article) bool { _, ok := plain.Within(a.Path); return ok }
	x.Plain = Filter(m.Log.Articles, isPlain)
	ranks := map[*incident.Article]int{}
	for _, a := range x.Plain {
		ranks[a] = plain.Rank(a.Path)
	}
	slices.SortStableFunc(x.Plain, func(a, b *incident.Article) int {
		return cmp.Or(cmp.Compare(ranks[a], ranks[b]), cmp.Compare(a.Slug, b.Slug))
	})
	if len(x.Plain) > 0 && plain.IsFront(x.Plain[0].Path) {
		x.Front = x.Plain[0]
	}
	for _, a := range x.Plain {
		switch top, _, nested := strings.Cut(a.Slug, "/"); {
		case a == x.Front:
			s := x.shelf(shelfFolder, "")
			if s.Title = a.Title; !x.ArticlesAlone { // else it is on the start page
				s.Address = address.Article(a)
			}
		case nested || isFolder(x.Plain, a):
			s := x.shelf("in-"+address.Slug(top), plain.Title(top))
			if !nested {
				s.Title, s.Address = a.Title, address.Article(a)
			}
			s.Articles = append(s.Articles, a)
		default:
			s := x.shelf(shelfFolder, plain.Title(string(plain.Folder)))
			s.Articles = append(s.Articles, a)
			if s.Title == "." {
				s.Title = m.T("Articles")
			}
		}
	}
	of := func(kind incident.ArticleKind) []*incident.Article {
		list := Filter(m.Log.Articles, func(a *incident.Article) bool { return a.Kind == kind && !isPlain(a) })
		slices.SortStableFunc(list, func(a, b *incident.Article) int {
			return strings.Compare(strings.ToLower(a.Title), strings.ToLower(b.Title))
		})
		return list
	}
	x.Shelves = append(x.Shelves,
		Shelf{ShelfArticles, m.T("Articles"), m.T("How we work, and what we know by now."), "", of(incident.Plain)},
		Shelf{ShelfPlaybooks, m.T("Playbooks"), m.T("What to do when it happens."), "knowledge/playbooks/", of(incident.Playbook)},
		Shelf{ShelfGlossary, m.T("Glossary"), m.T("What our words mean."), "knowledge/glossary/", of(incident.Glossary)})
}

// isFolder reports whether an article is what a folder with others in it is shown by.
func isFolder(list []*incident.Article, a *incident.Article) bool {
	return slices.ContainsFunc(list, func(b *incident.Article) bool { return path.Dir(b.Slug) == a.Slug })
}

// shelf is the one of a folder, which is added where there is none.
func (x *Index) shelf(id, title string) *Shelf {
	i := slices.IndexFunc(x.Shelves, func(s Shelf) bool { return s.ID == id })
	if i < 0 {
		i = len(x.Shelves)
		x.Shelves = append(x.Shelves, Shelf{ID: id, Title: title})
	}
	return &x.Shelves[i]
}

// LeadOfArticles says what a site of articles alone is about: by the text of their folder, where there is one.
func LeadOfArticles(m *Model) string {
	if m.Index.Front != nil {
		return SummaryOf(m.Index.Front)
	}
	return m.T("Articles, playbooks and the glossary.")
}

// Shelf is the one with an id.
func (x *Index) Shelf(id string) Shelf {
	i := slices.IndexFunc(x.Shelves, func(s Shelf) bool { return s.ID == id })
	return x.Shelves[i]
}

// Filled are the shelves with something on them.
func (x *Index) Filled() []Shelf {
	return Filter(x.Shelves, func(s Shelf) bool { return len(s.Articles) > 0 })
}

// Beside are the articles before and after one in the order of the folder that the settings name; nil where there is none,
// and for articles elsewhere.
func (x *Index) Beside(a *incident.Article) (before, after *incident.Article) {
	i := slices.Index(x.Plain, a)
	if i > 0 {
		before = x.Plain[i-1]
	}
	if i >= 0 && i+1 < len(x.Plain) {
		after = x.Plain[i+1]
	}
	return before, after
}

// SummaryOf is the summary of an article, else how its text begins.
func SummaryOf(a *incident.Article) string { return cmp.Or(a.Summary, Beginning(&a.File)) }
