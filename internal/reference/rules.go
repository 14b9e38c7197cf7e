package reference

import (
	"slices"
	"strings"

	"hindcast/internal/check"
	"hindcast/internal/check/rule"
	"hindcast/internal/diag"
	"hindcast/internal/watch"
)

// rules is the reference of what is checked.
func rules() string {
	p := newPage("Rules")
	p.text("What `hindcast validate` checks; `hindcast explain RULE` shows one. An error can't be silenced or lowered, with the " +
		"exceptions that say so. A warning or a note is accepted in one record by `silence: [{rule: …, reason: …}]`, and " +
		"for all of them by `rules: {RULE: off}` in `hindcast.yaml`.")
	var rows [][]string
	for _, r := range check.All() {
		rows = append(rows, []string{link(r.ID, r.ID), r.Level.String(), plain(r.Title)})
	}
	p.table([]string{"rule", "level", "what it asks for"}, rows)
	for _, r := range check.All() {
		p.rule(r)
	}
	return p.String()
}

func (p *page) rule(r rule.Rule) {
	p.heading(2, r.ID)
	p.text("%s: %s %s", strings.ToUpper(r.Level.String()[:1])+r.Level.String()[1:], plain(r.Title+"."), plain(r.Why))
	if r.From != "" {
		p.text("It holds from the stage %s on.", r.From)
	}
	if r.Bends && r.Level == diag.Error {
		p.text("Settings can make it a warning: %s.", code("rules: {"+r.ID+": warning}"))
	}
	bad, good := r.Fragments()
	if bad == "" {
		return
	}
	p.text("Wrong:")
	p.example(strings.NewReplacer("«", "", "»", "").Replace(strings.ToValidUTF8(bad, "�")))
	if good != "" {
		p.text("Right:")
		p.example(good)
	}
}

// example is a part of a file. The reference is read by Hindcast and by scanners of hosts as well, so a mark of a part of a
// text is said to be Markdown, and no key stands there in full.
func (p *page) example(text string) {
	for _, at := range slices.Backward(watch.Secret.FindAllStringIndex(text, -1)) {
		text = text[:at[0]+4] + "…" + text[at[1]:]
	}
	language := ""
	if strings.Contains(text, ":::") {
		language = "markdown"
	}
	p.fenced(language, text)
}
