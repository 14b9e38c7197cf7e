package federation

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"net/url"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"hindcast/internal/diag"
	"hindcast/internal/filing"
	"hindcast/internal/frontmatter"
	"hindcast/internal/incident"
	"hindcast/internal/load"
	"hindcast/internal/markdown"
)

// translate makes the files of a source as they would be in the repository, and tells what the source says of itself.
func (g *gathering) translate(
	ctx context.Context, s *incident.LogSource, taken archive, memory *load.Memory,
) (archive, incident.Joined, error) {
	files, err := taken.fs()
	if err != nil {
		return nil, incident.Joined{}, err
	}
	log, err := load.NewLoader(g.opts.Limits).With(memory).Log(ctx, files)
	if err != nil {
		return nil, incident.Joined{}, err
	}
	t := &translation{
		source: s, log: log, names: log.Names(), folders: map[string]bool{},
		foreign: log.Config.Organisation != "" && !strings.EqualFold(log.Config.Organisation, g.config.Organisation),
	}
	for _, r := range log.Records {
		if path.Base(r.Path) == "index.md" {
			t.folders[path.Dir(r.Path)] = true
		}
	}
	made := archive{}
	for _, asset := range log.Assets {
		made[t.path(asset.Path)] = taken[asset.Path]
	}
	put := func(file *incident.File, changes []change, edits ...frontmatter.Edit) error {
		text, err := t.file(file, taken[file.Path], changes, edits)
		if err == nil {
			made[t.path(file.Path)] = text
		}
		return err
	}
	for _, r := range log.Records {
		var edits []frontmatter.Edit
		if r.Owner == "" && s.Team != "" {
			edits = append(edits, frontmatter.Set("owner", s.Team))
		}
		if err := put(&r.File, t.record(r), append(edits, t.aliases(r.Aliases, s.Prefix.ID)...)...); err != nil {
			return nil, incident.Joined{}, err
		}
	}
	for _, y := range log.Systems {
		if err := put(&y.File, t.teams(&y.SystemFront), t.aliases(y.Aliases, s.Prefix.Slug)...); err != nil {
			return nil, incident.Joined{}, err
		}
	}
	for _, a := range log.Articles {
		changes := append(t.teams(&a.ArticleFront), t.list("systems", a.Systems, s.Prefix.Slug)...)
		if err := put(&a.File, append(changes, t.words(a.ArticleFront)...), t.aliases(a.Aliases, s.Prefix.Slug)...); err != nil {
			return nil, incident.Joined{}, err
		}
	}
	return made, t.said(), nil
}

type translation struct {
	source  *incident.LogSource
	log     *incident.Log
	names   *incident.Names
	folders map[string]bool // of records that are folders
	foreign bool            // the source is of another organisation, whose teams are not those of this one
}

// change is a text in the place of another one, within the value at a key path.
type change struct{ key, old, now string }

// path is where a file of the source is in the repository: the name of the file or of the folder that is its record has
// the prefix.
func (t *translation) path(file string) string {
	prefixed := t.source.Prefix.Slug
	if strings.HasPrefix(file, "incidents/") {
		prefixed = t.source.Prefix.ID
	}
	for folder := path.Dir(file); folder != "."; folder = path.Dir(folder) {
		if t.folders[folder] {
			return path.Join(path.Dir(folder), prefixed(path.Base(folder))) + strings.TrimPrefix(file, folder)
		}
	}
	return path.Join(path.Dir(file), prefixed(path.Base(file)))
}

// record are the changes of a record's front matter.
func (t *translation) record(r *incident.Record) []change {
	id := t.source.Prefix.ID
	changes := []change{{"id", r.ID, id(r.ID)}}
	refer := func(key, name string) {
		if other := t.names.Record(name); other != nil {
			changes = append(changes, change{key, name, id(name)})
		}
	}
	refer("duplicate_of", r.DuplicateOf)
	for i, rel := range r.Related {
		refer(fmt.Sprintf("related[%d].id", i), rel.ID)
	}
	for i, action := range r.Actions {
		refer(fmt.Sprintf("actions[%d].to", i), action.To)
	}
	changes = append(changes, t.list("systems", r.Systems, t.source.Prefix.Slug)...)
	changes = append(changes, t.list("playbooks", r.Playbooks, t.source.Prefix.Slug)...)
	return slices.Concat(changes, t.teams(&r.Front), t.words(&r.Front), t.mentions(&r.Front))
}

// mentions are the changes of ids in free text, so that none is taken for one of the repository's own.
func (t *translation) mentions(front any) (changes []change) {
	incident.Walk(front, func(l incident.Leaf) {
		if l.Vocab != "" || l.Key == "id" {
			return
		}
		for _, id := range t.log.Config.IDs.Pattern.Bare().FindAllString(l.Text, -1) {
			if t.names.Record(id) != nil {
				changes = append(changes, change{l.Key, id, t.source.Prefix.ID(id)})
			}
		}
	})
	return changes
}

func (t *translation) list(key string, names []string, prefixed func(string) string) (changes []change) {
	for i, name := range names {
		changes = append(changes, change{fmt.Sprintf("%s[%d]", key, i), name, prefixed(name)})
	}
	return changes
}

// teams are the changes that tell the teams of another organisation from those of this one.
func (t *translation) teams(front any) (changes []change) {
	if !t.foreign {
		return nil
	}
	incident.Walk(front, func(l incident.Leaf) {
		last, _, _ := strings.Cut(l.Key[strings.LastIndexByte(l.Key, '.')+1:], "[")
		if l.Text != "" && (last == "owner" || last == "by" || strings.HasPrefix(l.Key, "roles.")) {
			changes = append(changes, change{l.Key, l.Text, t.team(l.Text)})
		}
	})
	return changes
}

func (t *translation) team(name string) string { return string(t.source.Prefix) + " " + name }

// words are the changes of types, severities and causes that the repository calls by other words.
func (t *translation) words(front any) (changes []change) {
	if len(t.source.Words) == 0 {
		return nil
	}
	incident.Walk(front, func(l incident.Leaf) {
		if own := t.source.Words[l.Text]; own != "" && slices.Contains([]string{"types", "severities", "causes"}, l.Vocab) {
			changes = append(changes, change{l.Key, l.Text, own})
		}
	})
	return changes
}

// aliases are the edits of a list of former names. Former paths go, since they are paths of another site.
func (t *translation) aliases(list []string, prefixed func(string) string) []frontmatter.Edit {
	if len(list) == 0 {
		return nil
	}
	var kept []string
	for _, alias := range list {
		if !strings.Contains(alias, "/") {
			kept = append(kept, prefixed(alias))
		}
	}
	if len(kept) == 0 {
		return []frontmatter.Edit{frontmatter.Remove("aliases")}
	}
	return []frontmatter.Edit{frontmatter.Set("aliases", kept)}
}

// file is the text of a file as it would be in the repository.
func (t *translation) file(file *incident.File, text []byte, changes []change, edits []frontmatter.Edit) ([]byte, error) {
	var list []filing.Replacement
	for _, c := range changes {
		for _, key := range []string{c.key, strings.TrimSuffix(c.key, ".id"), strings.TrimSuffix(c.key, "[0]")} {
			if span, _, ok := file.Places.Value(key); ok {
				list = append(list, within(text, span, c.old, c.now)...)
				break
			}
		}
	}
	for _, ref := range file.Text.Refs {
		list = append(list, t.reference(file, text, ref)...)
	}
	out := filing.Replaced(text, list)
	if len(edits) == 0 {
		return out, nil
	}
	doc, _ := frontmatter.Parse(out, frontmatter.Limits{Bytes: len(out), Nodes: len(out), Depth: len(out)})
	if doc == nil {
		return nil, fmt.Errorf("the front matter of %s can't be read", file.Path)
	}
	return doc.Apply(edits...)
}

// within is what puts a text into the place of another one within a span.
func within(text []byte, span diag.Span, old, now string) []filing.Replacement {
	return filing.Within(text, span.Start.Offset, span.End.Offset, old, now)
}

// reference lets a reference lead to where its target is in the repository.
func (t *translation) reference(file *incident.File, text []byte, ref markdown.Ref) []filing.Replacement {
	target := t.names.Target(file.Path, ref)
	if target == nil {
		return unlinked(text, ref)
	}
	if ref.Form == markdown.Wiki || ref.Form == markdown.Bare {
		prefixed := t.source.Prefix.Slug
		if _, isRecord := target.(*incident.Record); isRecord {
			prefixed = t.source.Prefix.ID
		}
		return within(text, ref.Span, ref.Target, prefixed(ref.Target))
	}
	to, _ := target.(string)
	if held := incident.FileOf(target); held != nil {
		to = held.Path
	}
	now := "/" + t.path(to)
	if !strings.HasPrefix(ref.Target, "/") {
		relative, err := filepath.Rel(filepath.FromSlash(path.Dir(t.path(file.Path))), filepath.FromSlash(t.path(to)))
		if err != nil {
			return nil
		}
		now = filepath.ToSlash(relative)
	}
	now = (&url.URL{Path: now}).EscapedPath()
	spellings := []string{ref.Target, (&url.URL{Path: ref.Target}).EscapedPath()}
	for _, old := range spellings { // the target stands behind the label, which may hold the same words
		if at := bytes.LastIndex(text[ref.Span.Start.Offset:ref.Span.End.Offset], []byte(old)); at >= 0 {
			at += ref.Span.Start.Offset
			if before := text[max(0, at-1)]; before == '(' || before == '<' || before == ' ' {
				return []filing.Replacement{{Start: at, End: at + len(old), Text: now}}
			}
		}
	}
	return definitions(text, spellings, now)
}

// label finds the words of a link.
var label = regexp.MustCompile(`^!?\[([^\[\]]*)\]\([^()]*\)$`)

// unlinked leaves of a reference to what does not come along, such as a document beside the records, its words.
func unlinked(text []byte, ref markdown.Ref) []filing.Replacement {
	start, end := ref.Span.Start.Offset, ref.Span.End.Offset
	switch ref.Form {
	case markdown.Wiki:
		return []filing.Replacement{{Start: start, End: end, Text: cmp.Or(ref.Label, ref.Target)}}
	case markdown.Path, markdown.Picture:
		if words := label.FindSubmatch(text[start:end]); words != nil {
			return []filing.Replacement{{Start: start, End: end, Text: string(words[1])}}
		}
	}
	return nil
}

// definitions are the targets in lines that say where the links of a name lead, such as "[chart]: chart.png".
func definitions(text []byte, spellings []string, now string) (list []filing.Replacement) {
	at := 0
	for line := range bytes.Lines(text) {
		if label := bytes.Index(line, []byte("]:")); label >= 0 && bytes.HasPrefix(bytes.TrimLeft(line, " "), []byte("[")) {
			for _, old := range spellings {
				start := label + len("]:")
				rest := bytes.TrimLeft(line[start:], " \t<")
				if end := bytes.IndexAny(rest, " \t\r\n>#"); end >= 0 && string(rest[:end]) == old {
					start = at + len(line) - len(rest)
					list = append(list, filing.Replacement{Start: start, End: start + len(old), Text: now})
					break
				}
			}
		}
		at += len(line)
	}
	return list
}

// said is what the source says of itself.
func (t *translation) said() incident.Joined {
	c := &t.log.Config
	said := incident.Joined{
		Prefix: t.source.Prefix, Title: cmp.Or(c.Written.Title, c.Organisation, string(t.source.Prefix)),
		Organisation: c.Organisation, Repository: c.Repository, Teams: slices.Clone(c.Teams), Sections: c.Sections,
	}
	if t.foreign {
		for i := range said.Teams {
			said.Teams[i].Title = t.team(cmp.Or(said.Teams[i].Title, said.Teams[i].ID))
			said.Teams[i].ID = t.team(said.Teams[i].ID)
		}
	}
	return said
}
