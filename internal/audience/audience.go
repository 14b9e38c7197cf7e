// Package audience takes out of a log what a given audience may not see, before anything is
// derived from the rest. It knows the marks and nothing of pages.
package audience

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"hindcast/internal/diag"
	"hindcast/internal/incident"
	"hindcast/internal/markdown"
)

// RuleWithheld reports a name in shown text that belongs to something withheld.
const RuleWithheld = "withheld-name"

// limit is the most restricted mark that an audience sees.
var limit = map[string]string{"public": "CLEAR", "partner": "GREEN", "internal": "AMBER+STRICT", "restricted": "RED"}

// Sees tells whether an audience may see what carries a mark. A mark that is missing or unknown
// counts as RED, and an unknown audience sees nothing.
func Sees(audience, mark string) bool {
	most := incident.TLP.Index(limit[audience])
	rank := incident.TLP.Index(mark)
	if rank < 0 {
		rank = len(incident.TLP) - 1
	}
	return rank <= most
}

// Cut returns the log as an audience sees it: records, systems and articles up to its mark, texts
// without the parts above it, and no reference to what is left out. The log given is not changed.
// A finding names each place where shown text still names something withheld; a site made of it
// would give that away.
func Cut(log *incident.Log, audience string) (*incident.Log, []diag.Finding) {
	c := cutter{audience: audience, all: log.Names()}
	out := &incident.Log{Config: log.Config, ConfigFile: log.ConfigFile}
	for _, r := range log.Records {
		if Sees(audience, r.TLP) {
			kept := *r
			kept.Text = c.text(r.Text)
			out.Records = append(out.Records, &kept)
		}
	}
	for _, s := range log.Systems {
		if Sees(audience, s.TLP) {
			kept := *s
			kept.Text = c.text(s.Text)
			out.Systems = append(out.Systems, &kept)
		}
	}
	for _, a := range log.Articles {
		if Sees(audience, a.TLP) {
			kept := *a
			kept.Text = c.text(a.Text)
			out.Articles = append(out.Articles, &kept)
		}
	}
	out.Assets = log.Assets
	c.kept = out.Names()
	for _, r := range out.Records {
		c.references(r)
		c.names(&r.File, &r.Front, r.ID)
	}
	for _, s := range out.Systems {
		c.names(&s.File, &s.SystemFront, s.Path)
	}
	for _, a := range out.Articles {
		a.Systems = slices.DeleteFunc(slices.Clone(a.Systems), c.isWithheldSlug)
		c.names(&a.File, &a.ArticleFront, a.Path)
	}
	out.Assets = c.assets(out)
	diag.Sort(c.findings)
	return out, c.findings
}

type cutter struct {
	audience  string
	all, kept *incident.Names
	findings  []diag.Finding
}

func (c *cutter) text(t markdown.Text) markdown.Text {
	return t.Without(func(mark string) bool { return !Sees(c.audience, mark) })
}

// withheld tells that a name belongs to something, and to nothing that is shown.
func (c *cutter) withheld(name string) bool { return c.all.Any(name) != nil && c.kept.Any(name) == nil }

func (c *cutter) isWithheldSlug(slug string) bool { return c.withheld(slug) }

// references takes out of a record what leads to something withheld.
func (c *cutter) references(r *incident.Record) {
	r.Related = slices.DeleteFunc(slices.Clone(r.Related), func(rel incident.Relation) bool { return c.withheld(rel.ID) })
	r.Systems = slices.DeleteFunc(slices.Clone(r.Systems), c.isWithheldSlug)
	r.Playbooks = slices.DeleteFunc(slices.Clone(r.Playbooks), c.isWithheldSlug)
	if c.withheld(r.DuplicateOf) {
		r.DuplicateOf = ""
	}
}

// names reports withheld names that are left in what is shown.
func (c *cutter) names(file *incident.File, front any, record string) {
	report := func(key, name string, span diag.Span) {
		c.findings = append(c.findings, diag.Finding{
			Rule: RuleWithheld, Level: diag.Error, Path: file.Path, Span: span, Record: record, Key: key, Text: name,
			Message: fmt.Sprintf("%s is not shown to the audience %s, and this names it", name, c.audience),
			Hint:    "put the passage between :::tlp and :::, or take the name out",
		})
	}
	incident.Walk(front, func(l incident.Leaf) {
		for _, id := range incident.BareID.FindAllString(l.Text, -1) {
			if c.withheld(id) {
				span := diag.FileStart
				if file.Places != nil {
					span, _, _ = file.Places.Value(l.Key)
				}
				report(l.Key, id, span)
			}
		}
	})
	named := map[string]bool{}
	for _, ref := range file.Text.Refs {
		if ref.Target == "" || ref.Form == markdown.Picture {
			continue
		}
		if target := c.all.Target(file.Path, ref); target != nil && c.kept.Target(file.Path, ref) == nil {
			named[ref.Target] = true
			report("text", ref.Target, ref.Span)
		}
	}
	for _, b := range file.Text.Blocks {
		for _, id := range incident.BareID.FindAllString(b.Plain, -1) {
			if c.withheld(id) && !named[id] {
				named[id] = true
				report("text", id, b.Span)
			}
		}
	}
}

// assets are the files that a shown text refers to; what nothing refers to is not published.
func (c *cutter) assets(log *incident.Log) []*incident.File {
	used := map[string]bool{}
	collect := func(f *incident.File) {
		for _, ref := range f.Text.Refs {
			if path, ok := c.kept.Target(f.Path, ref).(string); ok {
				used[path] = true
			}
		}
	}
	for _, r := range log.Records {
		collect(&r.File)
	}
	for _, s := range log.Systems {
		collect(&s.File)
	}
	for _, a := range log.Articles {
		collect(&a.File)
	}
	return slices.DeleteFunc(slices.Clone(log.Assets), func(f *incident.File) bool { return !used[f.Path] })
}

// Describe says in words what an audience sees.
func Describe(audience string) string {
	switch audience {
	case "public":
		return "the public (TLP:CLEAR)"
	case "restricted":
		return "restricted readers (all marks)"
	}
	return strings.ToLower(audience) + " readers (up to TLP:" + limit[audience] + ")"
}

var word = regexp.MustCompile(`[\pL\pN][\pL\pN_-]*`)

// Withheld tells of a text from elsewhere, such as the subject of a commit, whether it names
// something that a cut took out of a log.
func Withheld(log, cut *incident.Log) func(text string) bool {
	all, kept := log.Names(), cut.Names()
	return func(text string) bool {
		for _, name := range word.FindAllString(text, -1) {
			if all.Any(name) != nil && kept.Any(name) == nil {
				return true
			}
		}
		return false
	}
}
