package layout

import (
	"fmt"
	"regexp"
	"slices"

	"hindcast/internal/incident"
	"hindcast/templates"
)

var customName = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,59}$`)

// CheckCustom is what keeps a page of custom_pages from being made; empty where nothing does. The
// name must be able to be in an address and not be taken by a built-in page.
func (r *Renderer) CheckCustom(c incident.CustomPage) (message, hint string) {
	switch {
	case !customName.MatchString(c.Template):
		return fmt.Sprintf("%q can't be the name of a page", c.Template), "write up to 60 small letters, digits and hyphens"
	case r.plain[c.Template] != nil || reserved[c.Template]:
		return c.Template + " is a page of Hindcast already",
			"choose another name; a template of that name replaces the page without being listed"
	case r.pages[c.Template] == nil && !r.isFaulty(c.Template):
		return "there is no templates/pages/" + c.Template + ".html", "write it, or remove the entry"
	}
	return "", ""
}

// reserved are the folders of the site that no template has the name of.
var reserved = map[string]bool{
	"assets": true, "files": true, "tags": true, "types": true, "severities": true, "causes": true, "teams": true, "schema": true, "cards": true, "index": true,
}

func (r *Renderer) isFaulty(page string) bool {
	return slices.ContainsFunc(r.faults, func(f *templates.Error) bool { return f.File == "pages/"+page+".html" })
}
