package audience

import (
	"fmt"
	"html"
	"strings"

	"hindcast/internal/diag"
	"hindcast/internal/incident"
	"hindcast/internal/markdown"
)

// named reports what of a file that is shown names something withheld: keys and values of its front
// matter, its text with all that its HTML holds, and its name. The front matter is the one written, so that
// the keys are those of the file, and what is gone of it is passed over.
func (c *cutter) named(file *incident.File, front any, record string, gone dropped) {
	r := reporter{c, file, record, map[string]bool{}}
	if name := c.Name(file.Path); name != "" {
		r.report("", name, diag.FileStart, "rename the file or its folder")
	}
	incident.Walk(front, func(l incident.Leaf) {
		if name := c.Name(l.Key + apart + l.Text); name != "" && !gone.has(l.Key) {
			r.report(l.Key, name, r.placeOf(l.Key), "")
		}
	})
	for _, ref := range file.Text.Refs {
		if target := c.all.Target(file.Path, ref); target != nil && !c.Sees(pathOf(target)) && c.isWithheld(file.Path, ref) {
			r.report("text", ref.Target, ref.Span, "")
		}
	}
	for i := range file.Text.Blocks {
		b := &file.Text.Blocks[i]
		if name := c.Name(b.Plain); name != "" {
			r.report("text", name, b.Span, "")
		} else if name := c.Name(source(b, file.Text.Refs)); name != "" {
			r.report("text", name, b.Span, "")
		}
	}
}

// isWithheld reports whether a reference leads to nothing that is shown, or to a picture of something withheld.
func (c *cutter) isWithheld(from string, ref markdown.Ref) bool {
	target := c.kept.Target(from, ref)
	return target == nil || !c.Sees(pathOf(target))
}

// Texts reports what of a file that a site copies or is made with names something withheld, by its
// name or by what it holds.
func (w *Withheld) Texts(path, text string) []diag.Finding {
	c := &cutter{Withheld: w}
	r := reporter{c, &incident.File{Path: path}, path, map[string]bool{}}
	for i, line := range append([]string{path}, strings.Split(text, "\n")...) {
		if name := c.Name(line); name != "" {
			at := diag.Pos{Line: max(1, i), Column: 1}
			r.report("", name, diag.Span{Start: at, End: at}, "take the name out")
		}
	}
	return c.findings
}

// apart is between two texts so that nothing is one id across them.
const apart = "\n\n\n\n"

// source is what of a block its plain text does not hold: addresses, titles and descriptions in its
// HTML, the language of its code, and labels.
func source(b *markdown.Block, refs []markdown.Ref) string {
	var text strings.Builder
	for _, p := range b.Pieces {
		parts := []string{html.UnescapeString(p.HTML), p.Text, p.Language}
		if p.Part.IsRef() {
			ref := refs[p.Ref]
			parts = append(parts, ref.Label, ref.Anchor, ref.Target)
		}
		for _, part := range parts {
			text.WriteString(part)
			text.WriteString(apart)
		}
	}
	return text.String()
}

// reporter reports each name once for each file and key.
type reporter struct {
	*cutter
	file   *incident.File
	record string
	told   map[string]bool
}

func (r reporter) report(key, name string, span diag.Span, hint string) {
	id := key + "\n" + strings.ToLower(name)
	if r.told[id] {
		return
	}
	r.told[id] = true
	if hint == "" {
		hint = "put the passage between :::tlp and :::, or take the name out"
	}
	r.findings = append(r.findings, diag.Finding{
		Rule: incident.RuleWithheld, Level: diag.Error, Path: r.file.Path, Span: span, Record: r.record, Key: key, Text: name,
		Message: fmt.Sprintf("this names something that is not shown to the audience %s", r.audience), Hint: hint,
		Unquoted: true,
	})
}

// placeOf is where a value of the front matter stands, or the nearest thing around it.
func (r reporter) placeOf(key string) diag.Span {
	if r.file.Places == nil {
		return diag.FileStart
	}
	span, _, ok := r.file.Places.Value(key)
	for !ok && key != "" {
		key = key[:max(0, strings.LastIndexAny(key, ".["))]
		span, _, ok = r.file.Places.Value(key)
	}
	if !ok {
		return r.file.Places.Start()
	}
	return span
}
