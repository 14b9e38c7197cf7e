package layout

import (
	"encoding/json"
	"slices"
	"strings"

	"hindcast/internal/incident"
	"hindcast/internal/view"
)

// ScriptTexts is what the scripts of the site say, in English; the key is the text. A test holds
// it against the scripts.
var ScriptTexts = slices.Concat(facetTitles(), []string{
	"Appearance: as the system. Change to light.", "Appearance: light. Change to dark.", "Appearance: dark. Change to that of the system.",
	"Copy link to this heading: %s", "Copied", "Copy the citation", "Copy as BibTeX",
	"Times in my zone too (%s)", "%s, your time",
	"Keys", "Search", "Next record or section", "Previous record or section", "Open the entry", "Go to the start page", "Show these keys", "Use single keys", "Close",
	"overdue", "by %s", "in %s", "%s ago", "today", "under 1 min", "min", "h", "d",
	"%s of %s records are shown.", "%s of %s rules are shown.",
	"Searching …", "What still has to be done: records not closed, with something overdue, or opened again.", "What a record holds.",
	"Results", "Loading the index …", "Nothing found.", "1 result.", "%s results.", "Show %s more", "All %s results", "Show it on the search page",
	"Records", "Precedents", "Systems", "Knowledge", "%s: show all %s",
	"“%s” is read as %s; in quotation marks it is searched as words.",
	"Also searched: %s.", "Nothing has “%s”; shown is %s.", "Nothing has “%s”.", "Nothing has the value “%s”.",
	"A quotation mark has no partner, so its words were searched one by one.", "The query is long; its first words were searched.",
	"There is no filter “%s”, so it was searched as words. Filters are %s.",
	"“%s” is no date, so it was searched as words. A date is written 2026, 2026-03 or 2026-03-02.",
	"Try fewer or other words.", "Search without filters", "Lists to browse",
	"There is no connection to the site. Try again once there is.",
	"A file of the search is missing; perhaps the site is just being published. Try again in a minute, or browse the lists.",
	"A file of the search is broken. Try again, or browse the lists and tell who runs this site.",
	"This page and its search are of different versions. Load the page again.", "Load the page again", "Try again",
	"None among these.", "Show all %s", "The counts could not be read.", "Remove the filter %s", "Remove all",
	"Recent queries", "Remove “%s”", "Kept in this browser alone.",
	"For example", "these words together", "of one type", "open, of one system", "since then, without a word",
	"Enter opens the first.", "to choose", "to open", "to close",
})

func facetTitles() []string {
	titles := make([]string, len(incident.Facets))
	for i, f := range incident.Facets {
		titles[i] = f.Title
	}
	return titles
}

// ScriptWords is the words of the scripts in the language of the site, as JSON; empty in English.
func (p Page) ScriptWords() (string, error) {
	own := map[string]string{}
	for _, english := range ScriptTexts {
		if p.Has(english) {
			own[english] = p.T(english)
		}
	}
	if len(own) == 0 {
		return "", nil
	}
	data, err := json.Marshal(own)
	return string(data), err
}

// Severities is the ids of severities, worst first, for the badges that scripts make.
func (p Page) Severities() string {
	var ids []string
	for _, term := range p.Log.Config.Vocabularies[view.BySeverity] {
		ids = append(ids, term.ID)
	}
	return strings.Join(ids, " ")
}
