package pages

import "hindcast/internal/layout"

// DataFile is a file of the site that is made for programs.
type DataFile struct{ Address, About string }

// dataPage lists what programs can read.
func dataPage(m *site, emit layout.Emit) bool {
	files := []DataFile{
		{"incidents.json", m.T("All records of this site with their front matter")},
		{"incidents.csv", m.T("One row for each record, for spreadsheets")},
		{"trends/data.csv", m.T("What the figures of the trend pages are computed from")},
		{"governance/#frameworks", m.T("What is evidence of the controls of each framework, as CSV")},
		{"actions.ics", m.T("Open actions, reports owed and reviews as a calendar")},
		{"schema/incident.schema.json", m.T("The form of a record, as JSON Schema")},
		{"manifest.json", m.T("Every file of this site with its checksum")},
		{"llms.txt", m.T("A map of this site for language models")},
	}
	if m.Log.Config.BaseURL != "" {
		files = append([]DataFile{
			{"feed.xml", m.T("News as an Atom feed; systems and types have their own")},
			{"feed.json", m.T("The same as a JSON feed")},
		}, files...)
	}
	return emit("data", "data/", layout.Page{
		Title: m.T("Data and feeds"), Section: "data",
		Lead: m.T("What this site offers to programs. Each record has its own JSON beside its page."), Content: files,
	})
}
