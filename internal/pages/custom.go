package pages

import "hindcast/internal/layout"

// customPages is the pages that the repository adds. A template sees what every page sees: the log as
// the audience may see it, the words of the interface, and the partials.
func customPages(m *site, emit layout.Emit) bool {
	for _, c := range m.CustomPages {
		if !emit(c.Template, c.Template+"/", layout.Page{Title: c.Title, Section: c.Template}) {
			return false
		}
	}
	return true
}
