// Package audience takes out of a log what a given audience may not see, before anything is
// derived from the rest. It knows the marks and nothing of pages.
package audience

import (
	"fmt"
	"slices"
	"strings"

	"hindcast/internal/diag"
	"hindcast/internal/incident"
	"hindcast/internal/markdown"
)

// limit is the most restricted mark that an audience sees.
var limit = map[string]string{
	"public": "CLEAR", "partner": "GREEN", "internal": "AMBER+STRICT", incident.Restricted: "RED",
}

// Most is the most restricted mark that an audience sees; empty for one that is unknown. A mark is an audience too: of
// those who may see up to it.
func Most(audience string) string {
	if incident.TLP.Has(audience) {
		return audience
	}
	return limit[audience]
}

// Sees reports whether an audience may see what carries a mark. A mark that is missing or unknown
// counts as RED, and an unknown audience sees nothing.
func Sees(audience, mark string) bool {
	most := incident.TLP.Index(Most(audience))
	rank := incident.TLP.Index(mark)
	if rank < 0 {
		rank = len(incident.TLP) - 1
	}
	return rank <= most
}

// Cut returns the log as the audience sees it: records, systems and articles up to its mark, texts
// without the parts above it, and no reference to what is withheld. The log given is not changed; it
// may lack files of the one that was decided about. A finding names each place where shown text
// still names something withheld; a site made of it would give that away.
func (w *Withheld) Cut(log *incident.Log) (*incident.Log, []diag.Finding) {
	c := cutter{Withheld: w}
	out := &incident.Log{Config: log.Config, ConfigFile: log.ConfigFile}
	for _, r := range log.Records {
		if w.Sees(r.Path) {
			kept := *r
			kept.Text = c.text(r.Text)
			out.Records = append(out.Records, &kept)
		}
	}
	for _, s := range log.Systems {
		if w.Sees(s.Path) {
			kept := *s
			kept.Text = c.text(s.Text)
			out.Systems = append(out.Systems, &kept)
		}
	}
	for _, a := range log.Articles {
		if w.Sees(a.Path) {
			kept := *a
			kept.Text = c.text(a.Text)
			out.Articles = append(out.Articles, &kept)
		}
	}
	out.Assets, out.Own = log.Assets, log.Own
	c.kept = out.Names()
	c.named(&out.ConfigFile, &out.Config.Written, "", nil)
	for _, r := range out.Records {
		written := r.Front
		c.named(&r.File, &written, r.ID, c.references(r))
	}
	for _, s := range out.Systems {
		c.named(&s.File, &s.SystemFront, s.Path, nil)
	}
	for _, a := range out.Articles {
		var gone dropped
		written := a.ArticleFront
		a.Systems = without(&gone, "systems", a.Systems, c.withheld)
		c.named(&a.File, &written, a.Path, gone)
	}
	diag.Sort(c.findings)
	return out, c.findings
}

// Recut is Cut for a shown record that was written anew under the same names and mark, without marked parts. Shown is
// what the audience sees beside it.
func (w *Withheld) Recut(r *incident.Record, shown *incident.Names) (*incident.Record, []diag.Finding) {
	kept, written := *r, r.Front
	c := cutter{Withheld: w, kept: shown}
	c.named(&kept.File, &written, kept.ID, c.references(&kept))
	return &kept, c.findings
}

type cutter struct {
	*Withheld
	kept     *incident.Names
	findings []diag.Finding
}

func (c *cutter) text(t markdown.Text) markdown.Text {
	return t.Without(func(mark string) bool { return !Sees(c.audience, mark) })
}

// withheld reports whether a reference leads to something that is withheld, and to nothing that is shown.
func (w *Withheld) withheld(name string) bool {
	return w.claims[strings.ToLower(name)] == hidden
}

// dropped are the key paths of what was taken out of a front matter, such as related[0].
type dropped []string

// has reports whether a value was taken out, itself or with the item it belongs to.
func (d dropped) has(key string) bool {
	return slices.ContainsFunc(d, func(gone string) bool { return key == gone || strings.HasPrefix(key, gone+".") })
}

// without is the list at a key without some of its items, which are added to those that are gone; nil where
// none is left, since an empty list would tell that there was one.
func without[T any](gone *dropped, key string, list []T, drop func(T) bool) []T {
	var kept []T
	for i, item := range list {
		if drop(item) {
			*gone = append(*gone, fmt.Sprintf("%s[%d]", key, i))
		} else {
			kept = append(kept, item)
		}
	}
	if len(kept) == len(list) {
		return list
	}
	return kept
}

// references takes out of a record what leads to something withheld.
func (c *cutter) references(r *incident.Record) (gone dropped) {
	r.Related = without(&gone, "related", r.Related, func(rel incident.Relation) bool { return c.withheld(rel.ID) })
	r.Systems = without(&gone, "systems", r.Systems, c.withheld)
	r.Playbooks = without(&gone, "playbooks", r.Playbooks, c.withheld)
	if c.withheld(r.DuplicateOf) {
		r.DuplicateOf = ""
		gone = append(gone, "duplicate_of")
	}
	return gone
}

// Referred are the files beside records that a text of the log refers to; what nothing refers to is not
// published.
func Referred(log *incident.Log) []*incident.File {
	names, used := log.Names(), map[string]bool{}
	for _, f := range log.Texts() {
		for _, ref := range f.Text.Refs {
			if path, ok := names.Target(f.Path, ref).(string); ok {
				used[path] = true
			}
		}
	}
	return slices.DeleteFunc(slices.Clone(log.Assets), func(f *incident.File) bool { return !used[f.Path] })
}

// Describe says in words what an audience sees.
func Describe(audience string) string {
	switch audience {
	case "public":
		return "the public (TLP:CLEAR)"
	case incident.Restricted:
		return "restricted readers (all marks)"
	}
	return strings.ToLower(audience) + " readers (up to TLP:" + Most(audience) + ")"
}
