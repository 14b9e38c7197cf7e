package issue

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"hindcast/internal/importing"
	"hindcast/internal/incident"
)

// Mark begins a comment, so that a workflow finds the one that it is to change.
const Mark = "<!-- hindcast new --from-issue -->"

// Comment is what to say on the issue, in Markdown of GitHub and GitLab: what became of it, what is missing and why that
// matters. The same outcome gives the same comment.
func (o *Outcome) Comment(log *incident.Log) string {
	var b strings.Builder
	b.WriteString(Mark + "\n")
	switch {
	case len(o.Private) > 0:
		o.refusal(&b)
	case o.Left != "":
		fmt.Fprintf(&b, "The record of this issue is there: %s (%s). It was left as it is: %s. What is new has to be added to the record itself.\n",
			plain(o.Draft.Record.ID), code(o.Draft.Path), plain(o.Left))
	default:
		o.draft(&b, log)
	}
	return b.String()
}

// refusal says why there is no draft, and never what was found.
func (o *Outcome) refusal(b *strings.Builder) {
	b.WriteString("**The issue can't become a record as it is**, since records name teams and roles alone and hold no secrets. It has\n\n")
	for _, p := range o.Private {
		fmt.Fprintf(b, "- %s %s\n", p.What, plain(p.Where))
	}
	b.WriteString("\nEdit the issue and take that out, or name the team or role instead; then the record is made.\n")
	if slices.ContainsFunc(o.Private, func(p Private) bool { return p.IsSecret }) {
		b.WriteString("\n**A key or token has to be revoked now**, even after an edit: the history of the issue keeps it.\n")
	}
}

// most is how many findings of a sort a comment has.
const most = 20

func (o *Outcome) draft(b *strings.Builder, log *incident.Log) {
	r := o.Draft.Record
	fmt.Fprintf(b, "There is a draft of the record of this issue: %s, marked %s.", code(o.Draft.Path), plain(r.TLP))
	if !log.Config.IDs.Pattern.IsDated() {
		b.WriteString(" It gets its number after the merge.")
	}
	b.WriteString("\n")
	lacking := lacks(log)
	var missing, others []string
	for _, issue := range r.Source.Issues {
		others = append(others, plain(issue))
	}
	for _, f := range o.Draft.Findings {
		if text, known := lacking[f.Key]; known && strings.HasPrefix(f.Rule, "missing-") {
			missing = append(missing, text)
			continue
		}
		if strings.HasPrefix(f.Key, "source.issues") {
			continue
		}
		text := plain(f.Message)
		if f.Hint != "" {
			text += ": " + plain(f.Hint)
		}
		others = append(others, text)
	}
	list(b, "What is missing", missing)
	if len(missing) > 0 {
		b.WriteString("\nEdit the issue to add it: the draft follows, unless somebody has edited the draft itself.\n")
	}
	list(b, "What to look at", others)
	own, _ := o.Draft.Alike(3)
	var alike []string
	for _, a := range own { // without titles, since some can read issues and not the records
		alike = append(alike, plain(a.Record.ID))
	}
	list(b, "If it is one of these, write it there instead", alike)
	var duties []string
	for _, d := range o.Draft.Duties() {
		duties = append(duties, plain(fmt.Sprintf("%s, %s, as %s", d.Regime.Title, d.Regime.Article, strings.ToLower(d.Role.Title))))
	}
	list(b, "Duties to report that may apply", duties)
	if len(duties) > 0 {
		b.WriteString("\nWhether they do is to be decided; the clock runs from the day of awareness, decided or not. This is not legal advice.\n")
	}
}

func list(b *strings.Builder, title string, items []string) {
	if len(items) == 0 {
		return
	}
	fmt.Fprintf(b, "\n**%s**\n\n", title)
	for _, item := range items[:min(most, len(items))] {
		fmt.Fprintf(b, "- %s\n", item)
	}
	if len(items) > most {
		fmt.Fprintf(b, "- and %d more, which the check of the record names\n", len(items)-most)
	}
}

// lacks says of each key that a draft can't do without what it is and what rests on it.
func lacks(log *incident.Log) map[string]string {
	terms := func(vocabulary string) string {
		return plain(strings.Join(log.Config.Vocabularies[vocabulary].IDs(), ", "))
	}
	return map[string]string{
		"title": "**What happened, in one line**, as the title: lists, search and reports show nothing else.",
		"type":  "**The type**, one of " + terms("types") + ": it decides which playbooks and which duties to report are suggested.",
		"severity": "**How bad it is**, one of " + terms("severities") + ", the worst first. A best guess will do: it decides what comes first and what " +
			"the review has to show.",
		"systems": "**The AI system**, as people call it: earlier incidents with it, and the team that answers for it, are found by that.",
		"detection.method": "**How it was noticed**, one of " + terms("methods") + ": it tells whether our own monitoring finds incidents or others " +
			"tell us of them.",
		"timeline.detected": "**When it was noticed**, with its zone, as 2026-03-02T09:25Z: times to respond and the clocks of duties to report run " +
			"from then on.",
		incident.SectionKey(happened): "**What happened**, in a few plain sentences: it is what others learn from.",
	}
}

// calls are the characters by which a tracker reads what follows as a person, an issue or the like.
var calls = regexp.MustCompile(`[@#!~%&$]`)

// plain is a text as nothing but its words: no markup, no link, nobody who is called and nothing that is referred to. A
// word joiner, which can't be seen, parts the signs of these from what they call.
func plain(s string) string {
	return calls.ReplaceAllString(importing.Escape(short(importing.Fold(s))), "${0}\u2060")
}

// longest is how many code points of a text from elsewhere a comment has.
const longest = 300

func short(s string) string {
	if runes := []rune(s); len(runes) > longest {
		return string(runes[:longest]) + "…"
	}
	return s
}

// code is the path of a file.
func code(path string) string {
	if strings.Contains(path, "`") {
		return plain(path)
	}
	return "`" + importing.Fold(path) + "`"
}
