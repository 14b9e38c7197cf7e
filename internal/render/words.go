package render

import (
	"encoding/json"
	"time"

	"hindcast/internal/incident"
)

// Linked tells that the page can lead to others: the page for what is not found is shown at any
// depth, so it can do so only where the site knows its own address.
func (p page) Linked() bool { return !p.NotFound || p.Log.Config.BaseURL != "" }

// Day is a day in words, in the configured zone.
func (m *Model) Day(at time.Time) string { return m.format(at.In(m.Log.Config.Zone), layoutDay) }

// Amount is a count, or an estimate between two.
func (m *Model) Amount(c *incident.Count) string {
	if c.Least == c.Most {
		return m.Number(int(c.Least))
	}
	return m.T("%s to %s", m.Number(int(c.Least)), m.Number(int(c.Most)))
}

// Money is a sum with its currency.
func (m *Model) Money(c *incident.Cost) string {
	return m.separate(string(c.Amount)) + " " + string(c.Currency)
}

// scriptWords is what the scripts of the site say, in English; the key is the text. A test holds
// it against the scripts.
var scriptWords = []string{
	"Appearance: as the system. Change to light.", "Appearance: light. Change to dark.", "Appearance: dark. Change to that of the system.",
	"Copy link to this heading: %s", "Copied", "Copy the citation", "Copy as BibTeX",
	"Times in my zone too (%s)", "%s, your time",
	"Keys", "Search", "Next record or section", "Previous record or section", "Open the entry", "Go to the start page", "Show these keys", "Use single keys", "Close",
	"%s of %s records are shown.", "Oldest first", "Reset",
	"Nothing found.", "1 result.", "%s results.", "%s results; the first %s are shown.",
	"Loading the index …", "The search index could not be read (%s). Reload the page, or browse the lists above.",
	"status %s", "it was written by another version of Hindcast",
}

// ScriptWords is the words of the scripts in the language of the site, as JSON; empty in English.
func (m *Model) ScriptWords() (string, error) {
	own := map[string]string{}
	for _, english := range scriptWords {
		if m.Has(english) {
			own[english] = m.T(english)
		}
	}
	if len(own) == 0 {
		return "", nil
	}
	data, err := json.Marshal(own)
	return string(data), err
}
