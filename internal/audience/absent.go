package audience

import (
	"bytes"
	"fmt"
	"slices"

	"hindcast/internal/diag"
	"hindcast/internal/frontmatter"
	"hindcast/internal/incident"
	"hindcast/internal/markdown"
)

// The proof of a site builds it again from a copy of the records in which what is withheld is not there
// at all. What makes the copy works on the texts of the files and shares nothing with Cut but the
// decision what is withheld.

// Record is the file of a record without what is withheld in it.
func (w *Withheld) Record(text []byte, r *incident.Record) ([]byte, error) {
	edits := slices.Concat(
		kept("related", r.Related, func(rel incident.Relation) bool { return w.withheld(rel.ID) }),
		kept("systems", r.Systems, w.withheld),
		kept("playbooks", r.Playbooks, w.withheld),
	)
	if w.withheld(r.DuplicateOf) {
		edits = append(edits, frontmatter.Remove("duplicate_of"))
	}
	return w.cutFile(text, r.Path, r.Text, edits)
}

// Article is the file of an article without what is withheld in it.
func (w *Withheld) Article(text []byte, a *incident.Article) ([]byte, error) {
	return w.cutFile(text, a.Path, a.Text, kept("systems", a.Systems, w.withheld))
}

// System is the file of a system without what is withheld in it.
func (w *Withheld) System(text []byte, s *incident.System) ([]byte, error) {
	return w.cutFile(text, s.Path, s.Text, nil)
}

// kept is the edits that leave of a list what is not dropped.
func kept[T any](key string, list []T, drop func(T) bool) []frontmatter.Edit {
	left := slices.DeleteFunc(slices.Clone(list), drop)
	switch len(left) {
	case len(list):
		return nil
	case 0:
		return []frontmatter.Edit{frontmatter.Remove(key)}
	}
	return []frontmatter.Edit{frontmatter.Set(key, left)}
}

// cutFile takes the withheld parts out of a text, then edits the front matter above it. Of two blank lines around a part
// one goes with it, so that they do not tell where it stood.
func (w *Withheld) cutFile(text []byte, path string, parsed markdown.Text, edits []frontmatter.Edit) ([]byte, error) {
	parts := parsed.Marked(func(mark string) bool { return !Sees(w.audience, mark) })
	for i := range parts {
		begin, end := parts[i][0], &parts[i][1]
		for _, line := range []string{"\n", "\r\n"} {
			if bytes.HasSuffix(text[:begin], []byte(line+line)) && bytes.HasPrefix(text[*end:], []byte(line)) {
				*end += len(line)
				break
			}
		}
	}
	text = diag.NewLines(text).Without(parts).Text()
	if len(edits) == 0 {
		return text, nil
	}
	doc, _ := frontmatter.Parse(text, frontmatter.Limits{Bytes: len(text), Nodes: len(text), Depth: len(text)})
	if doc == nil {
		return nil, fmt.Errorf("the front matter of %s can't be read", path)
	}
	edited, err := doc.Apply(edits...)
	if err != nil {
		return nil, fmt.Errorf("take what is withheld out of %s: %w", path, err)
	}
	return edited, nil
}
