package pages

import (
	"cmp"
	"html/template"
	"sort"
	"strings"

	"hindcast/internal/address"
	"hindcast/internal/incident"
	"hindcast/internal/layout"
	"hindcast/internal/section"
	"hindcast/internal/view"
)

// Lesson is what one record has to teach.
type Lesson struct {
	Record *incident.Record
	HTML   template.HTML // the section Lessons; may be empty
	Beside []Section     // what went well, and where luck helped
}

// Section is a section of a record with its heading as written there.
type Section struct {
	Heading string
	HTML    template.HTML
}

// lessons is what records have to teach, of those that do, in the order given.
func (m *site) lessons(records []*incident.Record, addr string) []Lesson {
	var list []Lesson
	for _, r := range records {
		lesson := Lesson{Record: r, HTML: m.section(&r.File, incident.SectionLessons, addr).HTML}
		for _, name := range section.BesideLessons() {
			if s := m.section(&r.File, name, addr); s.HTML != "" {
				lesson.Beside = append(lesson.Beside, s)
			}
		}
		if lesson.HTML != "" || len(lesson.Beside) > 0 {
			list = append(list, lesson)
		}
	}
	return list
}

type lessonsContent struct {
	layout.Sheet
	Lessons         []Lesson
	Causes, Systems []Choice
	Of              incident.Term // the cause or system of this page; empty on the first
	Back            string        // page of the cause or system, relative to the root
}

// lessonsPerPage keeps a page of whole sections readable.
const lessonsPerPage = 20

func lessonPages(m *site, emit layout.Emit) bool {
	learnt := view.Filter(m.Index.Own, (*incident.Record).HasLessons)
	causes, systems := map[string][]*incident.Record{}, map[string][]*incident.Record{}
	for _, r := range learnt {
		for _, c := range r.Causes {
			if list := causes[c.Factor]; len(list) == 0 || list[len(list)-1] != r {
				causes[c.Factor] = append(list, r)
			}
		}
		for _, slug := range r.Systems {
			systems[slug] = append(systems[slug], r)
		}
	}
	byCauses := choicesOf(causes, func(id string) string { return m.Term(view.ByCause, id) })
	bySystems := choicesOf(systems, m.SystemTitle)
	show := func(addr string, of incident.Term, back string, records []*incident.Record) bool {
		title := m.T("Lessons")
		if of.Title != "" {
			title = m.T("Lessons: %s", of.Title)
		}
		list, _ := layout.Sheets(addr, lessonsPerPage, len(records))
		return layout.EmitSheets(m.Model, emit, "lessons", layout.Page{
			Title: title, Section: "lessons", Lead: m.T("What the reviews of our incidents want others to know."),
		}, list, func(s layout.Sheet) any {
			return layout.Later(func() any {
				shown := records[s.Cuts[0].From:s.Cuts[0].To]
				return lessonsContent{
					Sheet: s, Lessons: m.lessons(shown, s.Address), Causes: byCauses, Systems: bySystems, Of: of, Back: back,
				}
			})
		})
	}
	if !show("lessons/", incident.Term{}, "", learnt) {
		return false
	}
	for _, c := range byCauses {
		if !show("lessons/causes/"+address.Slug(c.ID)+"/", incident.Term{ID: c.ID, Title: c.Title},
			"causes/"+address.Slug(c.ID)+"/", causes[c.ID]) {
			return false
		}
	}
	for _, s := range bySystems {
		back := ""
		if m.Names.System(s.ID) != nil {
			back = "systems/" + s.ID + "/"
		}
		if !show("lessons/systems/"+address.Slug(s.ID)+"/", incident.Term{ID: s.ID, Title: s.Title}, back, systems[s.ID]) {
			return false
		}
	}
	return true
}

// choicesOf is the keys of a map with their titles and numbers, the most frequent first.
func choicesOf(groups map[string][]*incident.Record, title func(string) string) []Choice {
	var list []Choice
	for id, records := range groups {
		list = append(list, Choice{id, title(id), len(records)})
	}
	sort.Slice(list, func(i, j int) bool {
		a, b := &list[i], &list[j]
		return cmp.Or(cmp.Compare(b.N, a.N), strings.Compare(a.Title, b.Title), strings.Compare(a.ID, b.ID)) < 0
	})
	return list
}
