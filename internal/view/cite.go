package view

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"hindcast/internal/address"
	"hindcast/internal/diag"
	"hindcast/internal/incident"
)

// Citation is a record as others refer to it.
type Citation struct {
	Text   string // as in a list of references
	BibTeX string
}

// Cite is how others refer to a record.
func Cite(m *Model, r *incident.Record) Citation { return Citation{citation(m, r), bibTeX(m, r)} }

func citation(m *Model, r *incident.Record) string {
	here := m.T("Record %s, %s.", r.ID, m.Log.Config.Title)
	if url := m.Absolute(address.Record(r)); url != "" {
		here += " " + m.T("%s (as of %s)", url, m.Day(m.Now))
	}
	w, ok := sourceOf(r)
	if !ok {
		return diag.Printable(m.T("%s (%s). %s.", publisherOf(m, r), yearOf(m, r.Date()), trimStop(r.Title)) + " " + here)
	}
	parts := []string{m.T("%s (%s). %s.", w.publisher, yearOf(m, w.date), trimStop(w.title))}
	if w.number != "" {
		parts = append(parts, m.T("No. %s.", w.number))
	}
	if w.licence != "" {
		parts = append(parts, trimStop(w.licence)+".")
	}
	if w.url != "" {
		parts = append(parts, retrieved(m, w))
	}
	return diag.Printable(strings.Join(append(parts, m.T("Kept here as:"), here), " "))
}

func trimStop(s string) string { return strings.TrimSuffix(s, ".") }

// work is what was published elsewhere on a precedent.
type work struct {
	publisher, title, number, licence, url string
	date, retrieved                        incident.Time
}

// sourceOf is the work that a precedent rests on: what it was imported from, else its first reference.
func sourceOf(r *incident.Record) (work, bool) {
	if !r.IsPrecedent() {
		return work{}, false
	}
	if s := r.Source; s != nil && s.Name != "" {
		return work{s.Name, r.Title, s.ID, s.Licence, string(s.URL), r.Date(), s.Retrieved}, true
	}
	if len(r.References) == 0 {
		return work{}, false
	}
	ref := r.References[0]
	w := work{publisher: ref.Publisher, title: cmp.Or(ref.Title, r.Title), url: string(ref.URL), date: ref.Date}
	if w.date.IsZero() {
		w.date = r.Date()
	}
	if u, err := url.Parse(w.url); err == nil && w.publisher == "" {
		w.publisher = u.Hostname()
	}
	return w, w.publisher != ""
}

// retrieved is the address of a work, with the day on which it was read, where that is known.
func retrieved(m *Model, w work) string {
	if w.retrieved.IsZero() {
		return w.url
	}
	return m.T("%s (retrieved %s)", w.url, m.Date(w.retrieved))
}

func yearOf(m *Model, date incident.Time) string {
	if !date.IsZero() {
		return fmt.Sprint(date.In(m.Log.Config.Zone).Year())
	}
	return m.T("no date")
}

// bibEntry is an entry of a BibTeX file that is being put together.
type bibEntry [][2]string

// add adds a field with a text, unless that is empty.
func (e *bibEntry) add(name, text string) {
	if text != "" {
		e.raw(name, "{"+bibText(text)+"}")
	}
}

func (e *bibEntry) raw(name, value string) { *e = append(*e, [2]string{name, value}) }

// bibTeX is a record as an entry of a BibTeX file in UTF-8: an own record as a report of the organisation, a precedent
// as what was published elsewhere, with a note on where it is kept here.
func bibTeX(m *Model, r *incident.Record) string {
	var e bibEntry
	kind, date, here := "techreport", r.Date(), m.Absolute(address.Record(r))
	w, isWork := sourceOf(r)
	switch {
	case isWork:
		kind, date = "misc", w.date
		e.raw("author", "{{"+bibText(w.publisher)+"}}") // in braces of its own: no name of a person
		e.raw("title", "{{"+bibText(w.title)+"}}")
		e.add("number", w.number)
	default:
		e.raw("author", "{{"+bibText(publisherOf(m, r))+"}}")
		e.raw("title", "{{"+bibText(r.Title)+"}}")
		if r.IsPrecedent() {
			kind = "misc"
			e.add("howpublished", m.T("Record %s, %s", r.ID, m.Log.Config.Title))
			break
		}
		e.add("institution", publisherOf(m, r))
		e.add("type", m.T("Incident record"))
		e.add("number", r.ID)
	}
	if !date.IsZero() {
		at := date.In(m.Log.Config.Zone)
		e.add("year", fmt.Sprint(at.Year()))
		if date.Precision() >= incident.ToMonth {
			e.raw("month", strings.ToLower(at.Format("Jan"))) // a macro of BibTeX
		}
	}
	if isWork {
		if w.url != "" {
			e.raw("url", "{"+strings.NewReplacer("{", "%7B", "}", "%7D").Replace(w.url)+"}")
		}
		if !w.retrieved.IsZero() {
			e.add("urldate", w.retrieved.String())
		}
		e.add("note", strings.Join(slices.DeleteFunc([]string{
			w.licence, m.T("Kept here as:") + " " + m.T("Record %s, %s", r.ID, m.Log.Config.Title), here,
		}, func(s string) bool { return s == "" }), "; "))
	} else if here != "" {
		e.raw("url", "{"+here+"}")
		e.add("note", m.T("As of %s", m.Now.In(m.Log.Config.Zone).Format(time.DateOnly)))
	}
	var b strings.Builder
	fmt.Fprintf(&b, "@%s{%s", kind, bibKey(r.ID))
	for _, f := range e {
		fmt.Fprintf(&b, ",\n  %s = %s", f[0], f[1])
	}
	return b.String() + "\n}\n"
}

// bibKey keeps what every program accepts in a key.
func bibKey(id string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' {
			return r
		}
		return '-'
	}, id)
}

// bibText escapes what TeX or BibTeX would act on. Braces become commands since BibTeX counts even
// escaped ones.
func bibText(s string) string {
	return strings.NewReplacer(
		`\`, `\textbackslash{}`, "{", `\textbraceleft{}`, "}", `\textbraceright{}`, "$", `\$`, "&", `\&`, "#", `\#`, "_", `\_`, "%", `\%`,
		"~", `\textasciitilde{}`, "^", `\textasciicircum{}`,
	).Replace(diag.Printable(s))
}
