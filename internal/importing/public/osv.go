package public

import (
	"cmp"
	"context"
	"fmt"
	"strconv"
	"strings"

	"hindcast/internal/diag"
	"hindcast/internal/importing"
	"hindcast/internal/incident"
	"hindcast/internal/lazy"
	"hindcast/internal/markdown"
	"hindcast/internal/taxonomy"
)

// OSVFolder is where advisories are in a records repository.
const OSVFolder = "incidents/osv"

const (
	osvName = "OSV"
	osvPage = "https://osv.dev/vulnerability/%s"
)

var (
	osvNumbered = lazy.Regexp(`^([A-Z][A-Z0-9]*)-(\d{4})-(\d{1,10})$`)
	osvGHSA     = lazy.Regexp(`^GHSA((?:-[23456789cfghjmpqrvwx]{4}){3})$`)
	fraction    = lazy.Regexp(`\.\d+`)
)

// OSV reads advisories in the Open Source Vulnerability format, schema 1 (https://ossf.github.io/osv-schema/, as known on
// 2026-11-27), and makes a precedent of each. The day on which one was published dates its reference.
func OSV(ctx context.Context, in importing.Input, o importing.Options) (importing.Batch, error) {
	im := &entries{known: map[string]importing.At{}}
	im.read = func(t importing.Tree) (importing.Entry, error) { return osvEntry(t, o.Retrieved) }
	return im.objects(ctx, in, ".json", ".jsonl")
}

// osvNumber is the id of the record of an advisory, whose number no other of its database has: the year and the number, or
// for GitHub's the letters read as digits of base 20. It is empty for ids of another form.
func osvNumber(id string) string {
	if m := osvNumbered().FindStringSubmatch(id); m != nil {
		return fmt.Sprintf("%s-%s%05s", m[1], m[2], m[3])
	}
	m := osvGHSA().FindStringSubmatch(id)
	if m == nil {
		return ""
	}
	digits := strings.Map(func(letter rune) rune {
		at := strings.IndexRune("23456789cfghjmpqrvwx", letter)
		if at < 0 { // a hyphen
			return -1
		}
		return rune(strconv.FormatInt(int64(at), 20)[0])
	}, m[1])
	number, _ := strconv.ParseInt(digits, 20, 64)
	return fmt.Sprintf("GHSA-%016d", number)
}

func osvEntry(t importing.Tree, retrieved incident.Time) (e importing.Entry, err error) {
	id := t.Line("id")
	f := incident.Front{ID: osvNumber(id), Kind: incident.KindPrecedent, TLP: "CLEAR", Aliases: []string{id}}
	if f.ID == "" {
		return e, fmt.Errorf("its id %s is none of an advisory as it is read here, such as PYSEC-2024-12 or GHSA-jfh8-c2jp-5v3q",
			importing.Excerpt(id))
	}
	at, _ := t["published"].(string)
	modified, _ := t["modified"].(string)
	whole := func(at string) string { return fraction().ReplaceAllString(strings.TrimSpace(at), "") }
	published, err := incident.ParseTime(whole(cmp.Or(at, modified))) // only when it was changed is required
	if err != nil {
		return e, fmt.Errorf("%s has no usable date: it %w", id, err)
	}
	if at == published.String() && strings.HasSuffix(at, "Z") && at != whole(modified) { // else the date of the reference does not tell it
		delete(t, "published")
	}
	summary, details := importing.Fold(t.Text("summary")), t.Text("details")
	if strings.TrimSpace(details) != "" {
		text := importing.MarkdownBelow(details)
		f.Summary = leadOf(text)
		e.Body = "\n## What happened\n\n" + text + "\n"
	}
	f.Title, f.Summary = cmp.Or(summary, f.Summary, id), cmp.Or(f.Summary, summary)
	if f.Title == id || f.Title == f.Summary && e.Body != "" { // which does not tell whether there was one
		t["summary"] = summary
	}
	page := incident.Address(fmt.Sprintf(osvPage, id))
	f.Source = &incident.Source{Name: osvName, ID: id, URL: page, Retrieved: retrieved}
	if withdrawn, _ := t["withdrawn"].(string); withdrawn != "" { // a precedent has no status that says it
		f.Tags = []string{incident.Withdrawn}
	}
	f.References = []incident.Reference{{URL: page, Title: f.Title, Kind: "advisory", Publisher: osvName, Date: published}}
	references(&f, t, "references", "url", "title", map[string]string{"ADVISORY": "advisory", "REPORT": "report", "WEB": ""})

	frameworks := taxonomy.Frameworks()
	named := func(framework string) func(string) bool {
		return func(id string) bool {
			if frameworks[framework].Check(id) != "" {
				return false
			}
			controls(&f, framework, id)
			return true
		}
	}
	if strings.HasPrefix(id, "CVE-") || !named("osv")(id) {
		named("cve")(id)
	}
	t.Take("aliases", named("cve"))
	t.Take("aliases", named("osv"))
	t.Sub("database_specific").Take("cwe_ids", named("cwe"))
	for _, a := range t.List("affected") {
		osvAffected(&f, a)
	}
	leaveCredits(&f, t, "credits")
	if rest := t.Rest(); rest != nil {
		f.Custom = map[string]any{"osv": rest}
	}
	e.Front, e.Folder = f, OSVFolder
	return e, nil
}

// leadOf is the beginning of a text in Markdown, without markup: of its first paragraph, else of its first list or quotation.
func leadOf(text string) string {
	lead := ""
	for _, b := range markdown.NewParser((&incident.Config{}).TextLimits(), incident.BareID).Parse(diag.NewLines([]byte(text)), 0).Blocks {
		switch html := b.Pieces; {
		case b.Level > 0 || len(html) == 0:
		case strings.HasPrefix(html[0].HTML, "<p>"):
			return importing.Summary(b.Plain)
		case lead == "" && (strings.HasPrefix(html[0].HTML, "<ul>") || strings.HasPrefix(html[0].HTML, "<ol>") || strings.HasPrefix(html[0].HTML, "<blockquote>")):
			lead, _, _ = strings.Cut(strings.TrimSpace(b.Plain), "\n")
		}
	}
	return importing.Summary(lead)
}

// osvAffected names the package, and puts its versions, which may be many, on one line.
func osvAffected(f *incident.Front, affected importing.Tree) {
	of := affected.Sub("package")
	name, _ := of["name"].(string)
	ecosystem, _ := of["ecosystem"].(string)
	if name = importing.OneLine(name); name != "" && ecosystem != "" {
		addName(&f.Unregistered, fmt.Sprintf("%s (%s)", name, importing.OneLine(ecosystem)))
	}
	var versions []string
	affected.Take("versions", func(version string) bool {
		versions = append(versions, version)
		return true
	})
	if versions != nil {
		affected["versions"] = strings.Join(versions, ", ")
	}
}
