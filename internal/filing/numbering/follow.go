package numbering

import (
	"bytes"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"hindcast/internal/filing"
	"hindcast/internal/frontmatter"
	"hindcast/internal/incident"
	"hindcast/internal/markdown"
)

// follow lets what refers to a placeholder refer to the number: relations, and references in texts.
// A file that can't be edited stays as it is, since the placeholder is an alias.
func follow(d *filing.Desk, plan *Plan, log *incident.Log, files fs.FS) error {
	f := follower{plan: plan, files: files, names: slices.Concat(plan.Numbered, former(log)), given: map[string]string{}}
	if len(f.names) == 0 {
		return nil
	}
	for _, n := range f.names {
		f.given[strings.ToLower(n.Old)] = n.New
	}
	for _, r := range log.Records {
		if err := f.file(&r.File, f.relations(&r.Front)); err != nil {
			return err
		}
	}
	for _, s := range log.Systems {
		if err := f.file(&s.File, nil); err != nil {
			return err
		}
	}
	for _, a := range log.Articles {
		if err := f.file(&a.File, nil); err != nil {
			return err
		}
	}
	return nil
}

type follower struct {
	plan  *Plan
	files fs.FS
	names []Numbered
	given map[string]string // number by placeholder, in lower case
}

// relations are the edits of what a front matter says of other records.
func (f *follower) relations(front *incident.Front) []frontmatter.Edit {
	var edits []frontmatter.Edit
	refer := func(key, id string) {
		if given := f.given[strings.ToLower(id)]; given != "" {
			edits = append(edits, frontmatter.Set(key, given))
		}
	}
	for i, rel := range front.Related {
		refer(fmt.Sprintf("related[%d].id", i), rel.ID)
	}
	refer("duplicate_of", front.DuplicateOf)
	for i, action := range front.Actions {
		refer(fmt.Sprintf("actions[%d].to", i), action.To)
	}
	return edits
}

func (f *follower) file(file *incident.File, edits []frontmatter.Edit) error {
	var list []filing.Replacement
	var original []byte
	if slices.ContainsFunc(file.Text.Refs, func(r markdown.Ref) bool { return f.target(file, r) != "" }) ||
		len(edits) > 0 {
		var err error
		if original, err = f.plan.original(f.files, file); err != nil {
			return f.plan.leaveOut("", file.Path, err)
		}
	}
	defined := map[string]bool{} // placeholders in links by name, whose path stands elsewhere in the file
	for _, ref := range file.Text.Refs {
		old := f.target(file, ref)
		if old == "" || ref.Span.End.Offset > len(original) {
			continue
		}
		isLink := ref.Form == markdown.Path || ref.Form == markdown.Picture
		if isLink && original[max(0, ref.Span.End.Offset-1)] != ')' {
			defined[old] = true
			continue
		}
		list = append(list, f.within(original, ref.Span.Start.Offset, ref.Span.End.Offset, old)...)
	}
	for old := range defined {
		list = append(list, f.definitions(original, old)...)
	}
	if len(list) == 0 && len(edits) == 0 {
		return nil
	}
	return f.rewrite(file, original, list, edits)
}

// target is the placeholder that a reference goes by; empty where it goes by none.
func (f *follower) target(file *incident.File, ref markdown.Ref) string {
	if ref.Form == markdown.Wiki || ref.Form == markdown.Bare {
		if f.given[strings.ToLower(ref.Target)] != "" {
			return strings.ToLower(ref.Target)
		}
		return ""
	}
	name := path.Join(path.Dir(file.Path), ref.Target)
	if strings.HasPrefix(ref.Target, "/") {
		name = strings.TrimPrefix(path.Clean(ref.Target), "/")
	}
	for _, n := range f.names {
		if n.From != n.To && n.holds(name) {
			return strings.ToLower(n.Old)
		}
	}
	return ""
}

// within finds a placeholder in a stretch of a text.
func (f *follower) within(text []byte, start, end int, old string) []filing.Replacement {
	return filing.Within(text, start, end, old, f.given[old])
}

// definition is a line that says where the links of a name lead to.
var definition = regexp.MustCompile(`^ {0,3}\[[^\]]+\]:`)

func (f *follower) definitions(text []byte, old string) []filing.Replacement {
	var list []filing.Replacement
	at := 0
	for line := range bytes.Lines(text) {
		if m := definition.FindIndex(line); m != nil {
			list = append(list, f.within(text, at+m[1], at+len(line), old)...)
		}
		at += len(line)
	}
	return list
}

// rewrite puts the text of a file, whose head the plan may have edited already, and its relations
// into the plan.
func (f *follower) rewrite(file *incident.File, original []byte, list []filing.Replacement, edits []frontmatter.Edit) error {
	now, err := f.plan.text(f.files, file)
	if err != nil {
		return err
	}
	shift := len(now) - len(original) // the head grew, the text below it is the same
	for i := range list {
		list[i].Start += shift
		list[i].End += shift
	}
	out := filing.Replaced(now, list)
	for _, e := range edits {
		doc, _ := frontmatter.Parse(out, frontmatter.Limits{Bytes: len(out), Nodes: len(out), Depth: len(out)})
		if doc == nil {
			break
		}
		if edited, err := doc.Apply(e); err == nil {
			out = edited
		}
	}
	if !bytes.Equal(out, now) {
		f.plan.Texts[file.Path] = out
	}
	return nil
}
