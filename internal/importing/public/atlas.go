package public

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"hindcast/internal/diag"
	"hindcast/internal/frontmatter"
	"hindcast/internal/importing"
	"hindcast/internal/incident"
	"hindcast/internal/lazy"
	"hindcast/internal/taxonomy"
)

// ATLASFolder is where case studies of MITRE ATLAS are in a records repository.
const ATLASFolder = "incidents/atlas"

const (
	atlasName    = "MITRE ATLAS"
	atlasPage    = "https://atlas.mitre.org/studies/%s"
	atlasLicence = "Apache-2.0 (https://www.apache.org/licenses/LICENSE-2.0); The MITRE Corporation; converted by Hindcast"
)

//go:embed atlas_anchors.tsv
var atlasAnchors string

var (
	atlasForm      = lazy.Regexp(`^AML\.CS(\d{4,6})$`)
	atlasReference = lazy.Regexp(`\{\{\s*(?:create_internal_link\()?\s*(\w+)(?:\.(?:id|name))?\s*\)?\s*\}\}`)
	atlasLimits    = frontmatter.Limits{Bytes: 1 << 20, Nodes: 20_000, Depth: 16}
)

// ATLAS reads the case studies of MITRE ATLAS, a YAML file each (data/case-studies in github.com/mitre-atlas/atlas-data,
// read 2026-11-27), and makes a precedent of each.
func ATLAS(ctx context.Context, in importing.Input, o importing.Options) (importing.Batch, error) {
	at := newAtlas()
	im := &entries{known: map[string]importing.At{}}
	im.read = func(t importing.Tree) (importing.Entry, error) { return at.entry(t, o.Retrieved) }
	err := importing.Walk(ctx, in, &im.Batch, []string{".yaml", ".yml"}, func(name string, text []byte) error {
		at := importing.At{File: name}
		if name == "" {
			at.Line = 1
		}
		t, err := parseYAML(text)
		im.add(at, t, err)
		return ctx.Err()
	})
	return im.done(in, err)
}

func parseYAML(text []byte) (importing.Tree, error) {
	doc, findings := frontmatter.ParseYAML(text, atlasLimits)
	if len(findings) > 0 {
		return nil, fmt.Errorf("line %d is not read: %s", findings[0].Span.Start.Line, diag.Printable(findings[0].Message))
	}
	t, err := importing.Plain(frontmatter.Plain(doc), atlasLimits.Depth)
	if err != nil {
		return nil, err
	}
	m, _ := t.(map[string]any)
	return m, nil
}

// atlas knows what case studies refer to.
type atlas struct {
	framework taxonomy.Framework
	anchors   map[string]string // ids
}

func newAtlas() *atlas {
	a := &atlas{taxonomy.Frameworks()["mitre_atlas"], map[string]string{}}
	for line := range strings.Lines(atlasAnchors) {
		if anchor, id, found := strings.Cut(strings.TrimSpace(line), "\t"); found {
			a.anchors[anchor] = id
		}
	}
	return a
}

// resolve is the id that a case study means by an id or a reference; empty where that is not known. An anchor that the
// table lacks is most often the name of what it stands for.
func (a *atlas) resolve(s string) string {
	m := atlasReference().FindStringSubmatch(s)
	switch {
	case m == nil && a.framework.Check(s) == "":
		return s
	case m == nil:
		return ""
	case a.anchors[m[1]] != "":
		return a.anchors[m[1]]
	}
	name := strings.ReplaceAll(m[1], "_", " ")
	for _, id := range slices.Sorted(maps.Keys(a.framework.Names)) {
		if strings.EqualFold(a.framework.Names[id], name) {
			return id
		}
	}
	return ""
}

// title is what an entry of a procedure is called: the name, for a part of a technique after that of the whole.
func (a *atlas) title(id string) string {
	name := a.framework.Name(id)
	if strings.Count(id, ".") == 2 {
		name = a.framework.Name(id[:strings.LastIndexByte(id, '.')]) + ": " + name
	}
	return name
}

// text replaces the references in a text by names.
func (a *atlas) text(s string) string {
	return atlasReference().ReplaceAllStringFunc(s, func(ref string) string {
		if id := a.resolve(ref); id != "" {
			return a.title(id)
		}
		return ref
	})
}

func (a *atlas) entry(t importing.Tree, retrieved incident.Time) (e importing.Entry, err error) {
	if kind := t.Text("object-type"); kind != "case-study" {
		return e, fmt.Errorf("it is no case study: object-type is %s", importing.Excerpt(kind))
	}
	id := t.Line("id")
	parts := atlasForm().FindStringSubmatch(id)
	if parts == nil {
		return e, fmt.Errorf("its id %s is none of a case study, such as AML.CS0009", importing.Excerpt(id))
	}
	f := incident.Front{
		ID: "ATLAS-" + parts[1], Title: importing.Fold(a.text(t.Text("name"))), Kind: incident.KindPrecedent, TLP: "CLEAR",
	}
	if f.Title == "" {
		return e, fmt.Errorf("%s has no name", id)
	}
	page := incident.Address(fmt.Sprintf(atlasPage, id))
	f.Source = &incident.Source{Name: atlasName, ID: id, URL: page, Licence: atlasLicence, Retrieved: retrieved}
	f.References = []incident.Reference{{URL: page, Title: f.Title, Kind: "report", Publisher: atlasName}}
	if f.Timeline.Started.At, err = atlasDate(t); err != nil {
		return e, fmt.Errorf("%s has no usable date: it %w", id, err)
	}
	summary := a.text(t.Text("summary"))
	f.Summary = importing.Summary(plainText(summary))
	addName(&f.Parties.Actors, t.Line("actor"))
	addName(&f.Unregistered, t.Line("target"))
	if kind := t.Line("case-study-type"); kind != "" { // an incident, or an exercise of researchers
		f.Tags = []string{kind}
	}
	references(&f, t, "references", "url", "title", nil)
	if summary != "" {
		e.Body = "\n## What happened\n\n" + importing.MarkdownBelow(summary) + "\n"
	}
	e.Body += a.procedure(&f, t)
	if rest := t.Rest(); rest != nil {
		f.Custom = map[string]any{"atlas": rest}
	}
	e.Front, e.Folder = f, ATLASFolder
	return e, nil
}

// atlasDate is as exact as the case study says.
func atlasDate(t importing.Tree) (incident.Time, error) {
	day := strings.TrimSpace(t.Text("incident-date"))
	if len(day) < len("2020-01-02") {
		return incident.Time{}, errors.New("is not written as 2020-01-02")
	}
	switch t.Text("incident-date-granularity") {
	case "YEAR":
		day = day[:len("2020")]
	case "MONTH":
		day = day[:len("2020-01")]
	}
	return incident.ParseTime(day)
}

// procedure is the steps of a case study as a numbered list, each with tactic and technique.
func (a *atlas) procedure(f *incident.Front, t importing.Tree) string {
	var b strings.Builder
	for i, step := range t.List("procedure") {
		if i == 0 {
			b.WriteString("\n## Procedure\n")
		}
		var titles []string
		for _, key := range []string{"tactic", "technique"} {
			ref := step.Line(key)
			switch id := a.resolve(ref); {
			case id != "":
				controls(f, "mitre_atlas", id)
				titles = append(titles, importing.Escape(a.title(id)))
			case ref != "":
				importing.Lacks(f, "procedure[%d].%s: %s", i, key, ref)
				titles = append(titles, importing.Escape(ref))
			}
		}
		number := fmt.Sprintf("%d. ", i+1)
		text := strings.TrimSpace("**" + strings.Join(titles, " – ") + "**\n\n" + importing.MarkdownBelow(a.text(step.Text("description"))))
		b.WriteString("\n" + number + strings.ReplaceAll(text, "\n", "\n"+strings.Repeat(" ", len(number))) + "\n")
	}
	return blank().ReplaceAllString(b.String(), "")
}

var (
	blank = lazy.Regexp(`(?m)^ +$`)
	link  = lazy.Regexp(`\[([^\[\]]*)\]\([^()\s]*\)`)
	marks = strings.NewReplacer("**", "", "`", "", "<br>", " ", "<br />", " ")
)

// plainText is a text in Markdown without its most common marks, for a summary.
func plainText(s string) string { return marks.Replace(link().ReplaceAllString(s, "$1")) }
