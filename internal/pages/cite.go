package pages

import (
	"fmt"
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

func (m *site) cite(r *incident.Record) Citation { return Citation{m.citation(r), m.bibTeX(r)} }

func (m *site) citation(r *incident.Record) string {
	text := m.T("%s (%s). %s. Record %s, %s.", m.Publisher(), yearOf(m, r),
		strings.TrimSuffix(r.Title, "."), r.ID, m.Log.Config.Title)
	if url := m.Absolute(address.Record(r)); url != "" {
		text += " " + m.T("%s (as of %s)", url, m.Day(m.Now))
	}
	return diag.Printable(text)
}

func yearOf(m *site, r *incident.Record) string {
	if date := r.Date(); !date.IsZero() {
		return fmt.Sprint(date.In(m.Log.Config.Zone).Year())
	}
	return m.T("no date")
}

// bibTeX is a record as an entry of a BibTeX file in UTF-8: an own record as a report of the
// organisation, a precedent as a note of the log on something that was published elsewhere.
func (m *site) bibTeX(r *incident.Record) string {
	kind, fields := "techreport", [][2]string{
		{"author", "{" + bibText(m.Publisher()) + "}"}, {"title", "{" + bibText(r.Title) + "}"},
	}
	add := func(name, value string) {
		if value != "" {
			fields = append(fields, [2]string{name, bibText(value)})
		}
	}
	if r.IsPrecedent() {
		kind = "misc"
		add("howpublished", m.T("Record %s, %s", r.ID, m.Log.Config.Title))
	} else {
		add("institution", m.Publisher())
		add("type", m.T("Incident record"))
		add("number", r.ID)
	}
	if date := r.Date(); !date.IsZero() {
		at := date.In(m.Log.Config.Zone)
		add("year", fmt.Sprint(at.Year()))
		if date.Precision() >= incident.ToMonth {
			fields = append(fields, [2]string{"month", strings.ToLower(at.Format("Jan"))}) // a macro of BibTeX
		}
	}
	if url := m.Absolute(address.Record(r)); url != "" {
		fields = append(fields, [2]string{"url", url})
		add("note", m.T("As of %s", m.Now.In(m.Log.Config.Zone).Format(time.DateOnly)))
	}
	var b strings.Builder
	fmt.Fprintf(&b, "@%s{%s", kind, bibKey(r.ID))
	for _, f := range fields {
		if f[0] == "month" {
			fmt.Fprintf(&b, ",\n  month = %s", f[1])
			continue
		}
		fmt.Fprintf(&b, ",\n  %s = {%s}", f[0], f[1])
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
