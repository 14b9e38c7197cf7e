package render

import (
	"fmt"
	"regexp"
)

var customName = regexp.MustCompile(`^[a-z0-9][a-z0-9-]*$`)

// customPages is the pages that the repository adds. A template sees what every page sees: the log as
// the audience may see it, the words of the interface, and the partials.
func customPages(m *Model, emit emit) bool {
	for _, c := range m.Log.Config.CustomPages {
		if !emit(c.Template, c.Template+"/", page{Title: c.Title, Section: c.Template}) {
			return false
		}
	}
	return true
}

// checkCustom refuses pages whose name can't stand in an address or is taken by a built-in page.
func (r *Renderer) checkCustom(m *Model) error {
	for _, c := range m.Log.Config.CustomPages {
		switch {
		case !customName.MatchString(c.Template):
			return &TemplateError{fmt.Errorf("hindcast.yaml: custom_pages: %q can't be the name of a page: write small letters, digits and hyphens", c.Template)}
		case r.builtin[c.Template]:
			return &TemplateError{fmt.Errorf("hindcast.yaml: custom_pages: %s is a page of Hindcast already; a template of that name replaces it without being listed", c.Template)}
		case r.pages[c.Template] == nil:
			return &TemplateError{fmt.Errorf("hindcast.yaml: custom_pages: there is no templates/pages/%s.html", c.Template)}
		}
	}
	return nil
}
