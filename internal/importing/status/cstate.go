// Package status has importers of status pages.
package status

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/BurntSushi/toml"
	"go.yaml.in/yaml/v4"

	"hindcast/internal/frontmatter"
	"hindcast/internal/importing"
	"hindcast/internal/incident"
	"hindcast/internal/lazy"
)

const (
	maxFile  = 1 << 20 // bytes of a page
	maxFiles = 100_000
)

var headLimits = frontmatter.Limits{Bytes: 64 << 10, Nodes: 5000, Depth: 20}

// CState reads the issues of a cState status page: Markdown with the front matter title, date, resolved, resolvedWhen,
// severity, affected, section and informational, and updates that end in {{< track "…" >}}. The form is that of
// exampleSite/content/issues and archetypes/default.md of github.com/cstate/cstate, read on 2026-11-27.
func CState(ctx context.Context, in importing.Input, o importing.Options) (batch importing.Batch, err error) {
	seen := map[string]string{}
	files := 0
	err = fs.WalkDir(in.Files, in.Name, func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case ctx.Err() != nil:
			return ctx.Err()
		case d.IsDir() || path.Ext(name) != ".md" || strings.HasPrefix(d.Name(), "_") || name == "README.md":
			return nil
		}
		if files++; files > maxFiles {
			return fmt.Errorf("the folder has more than %d pages", maxFiles)
		}
		at := importing.At{File: name}
		id := strings.TrimSuffix(d.Name(), ".md")
		if id == "index" && path.Dir(name) != "." {
			id = path.Base(path.Dir(name))
		}
		var entry importing.Entry
		if first, twice := seen[id]; twice {
			err = fmt.Errorf("another page has this name: %s", first)
		} else {
			entry, err = cstatePage(in, name, o)
		}
		if err != nil {
			batch.Omit(at, err.Error())
			return nil
		}
		seen[id] = name
		entry.At, entry.Front.Source.ID = at, id
		batch.Entries = append(batch.Entries, entry)
		return nil
	})
	if err == nil && files == 0 {
		err = errors.New("the folder has no Markdown file")
	}
	if err != nil {
		return importing.Batch{}, err
	}
	return batch, nil
}

// cstate is a page with the keys of its front matter, in any case, as Hugo reads them.
type cstate struct {
	*frontmatter.Document
	keys map[string]string
}

func (c cstate) text(key string) string {
	return importing.OneLine(strings.Join(c.Texts(c.keys[key]), ", "))
}

// cstatePage is the entry of a page, or why there is none.
func cstatePage(in importing.Input, name string, o importing.Options) (e importing.Entry, err error) {
	src, err := in.Text(name, maxFile)
	if err != nil {
		return e, err
	}
	if src, err = asYAML(bytes.TrimPrefix(src, []byte("\ufeff"))); err != nil {
		return e, err
	}
	doc, findings := frontmatter.Parse(src, headLimits)
	if doc == nil {
		hint := cmp.Or(findings[0].Hint, "begin the page with its title and date between two lines of ---")
		return e, fmt.Errorf("line %d: %s; %s", findings[0].Span.Start.Line, findings[0].Message, hint)
	}
	c := cstate{doc, map[string]string{}}
	for _, key := range doc.Keys("") {
		c.keys[strings.ToLower(key)] = key
	}
	f := &e.Front
	f.Source = &incident.Source{Name: o.Source, Retrieved: o.Retrieved}
	if f.Title = c.text("title"); f.Title == "" {
		return e, errors.New("the page has no title")
	}
	if reason := c.noIncident(name, f.Title); reason != "" {
		return e, errors.New(reason)
	}
	if f.Timeline.Detected, err = cstateTime(f, o, "date", c.text("date")); err != nil {
		return e, fmt.Errorf("date %w", err)
	}
	if err := c.resolved(f, o); err != nil {
		return e, err
	}
	f.Severity = o.Words.Read(importing.Severity, c.text("severity"))
	if f.Severity == "" && c.text("severity") != "" {
		importing.Lacks(f, "severity: %s", c.text("severity"))
		e.Unread = importing.OneLine(c.text("severity"))
	}
	for _, system := range c.Texts(c.keys["affected"]) {
		if system = importing.OneLine(system); system != "" && !slices.Contains(f.Unregistered, system) {
			f.Unregistered = append(f.Unregistered, system)
		}
	}
	lead := c.text("description")
	f.Summary = importing.Summary(lead)
	if f.Summary == lead {
		lead = ""
	}
	for _, key := range c.Keys("") {
		if value := c.text(strings.ToLower(key)); strings.EqualFold(key, "draft") && value == "true" || importing.Restricts(key, value) {
			e.Restricted = key + ": " + value
		}
	}
	c.rest(f)
	text, events := c.updates(f, o, string(src[doc.Body:]))
	if lead != "" {
		text = importing.Escape(lead) + "\n\n" + text
	}
	e.Body = importing.Body(importing.Markdown(text), events)
	return e, nil
}

// asYAML is a page whose front matter is TOML with the same in YAML, and any other as it is.
func asYAML(page []byte) ([]byte, error) {
	m := tomlHead().FindSubmatchIndex(page)
	if m == nil {
		return page, nil
	}
	if m[3]-m[2] > headLimits.Bytes {
		return nil, fmt.Errorf("its front matter has more than %d KiB", headLimits.Bytes>>10)
	}
	values := map[string]any{}
	if _, err := toml.Decode(string(page[m[2]:m[3]]), &values); err != nil {
		return nil, fmt.Errorf("its front matter can't be read as TOML: %s", importing.OneLine(err.Error()))
	}
	for key, value := range values {
		if at, isTime := value.(time.Time); isTime {
			values[key] = importing.TOMLTime(at)
		}
	}
	head, err := yaml.Marshal(values)
	if err != nil {
		return nil, err
	}
	return slices.Concat([]byte("---\n"), head, []byte("---\n"), page[m[1]:]), nil
}

// tomlHead is a front matter in TOML.
var tomlHead = lazy.Regexp(`(?s)^\+\+\+[ \t]*\r?\n(.*?\n|)\+\+\+[ \t]*(?:\r?\n|$)`)

// resolved reads when the issue was over.
func (c cstate) resolved(f *incident.Front, o importing.Options) (err error) {
	when := c.text("resolvedwhen")
	switch {
	case !strings.EqualFold(c.text("resolved"), "true"):
		if when != "" {
			importing.Lacks(f, "resolvedWhen: %s, of an issue that is not resolved", when)
		}
		return nil
	case when == "":
		f.Status = "resolved"
		return nil
	}
	if f.Timeline.Resolved, err = cstateTime(f, o, "resolvedWhen", when); err != nil {
		return fmt.Errorf("resolvedWhen %w", err)
	}
	if !importing.Ordered(f) {
		return fmt.Errorf("it ends before it begins: resolvedWhen is %s and date %s; correct one of them", when, c.text("date"))
	}
	return nil
}

// cstateTime reads a time as Hugo does: one without a zone is in that of the site (https://gohugo.io/configuration/all,
// timeZone).
func cstateTime(f *incident.Front, o importing.Options, key, text string) (incident.Time, error) {
	t, assumed, err := importing.Time(text, o.Zone)
	if assumed {
		importing.Lacks(f, "%s: %s has no zone; it was read in %s", key, text, o.Zone)
	}
	return t, err
}

var (
	planned  = lazy.Regexp(`(?i)\b(?:maintenances?|migrations?|upgrades?|brownouts?|planned)\b`)
	troubled = lazy.Regexp(`(?i)\b(?:outages?|incidents?|issues?|problems?|down|fail(?:s|ed|ures?)?|errors?|slow|unavailable|disruptions?|` +
		`expired|flaky|broken|blocked|unreachable|degraded)\b`)
)

// noIncident says why a page is none. A page has no key for maintenance: cState's own examples tell it by their titles.
func (c cstate) noIncident(name, title string) string {
	section := c.text("section")
	switch {
	case section != "" && !strings.EqualFold(section, "issue"):
		return fmt.Sprintf("the page is no issue: its section is %s", section)
	case strings.EqualFold(c.text("informational"), "true"):
		return "the page is an announcement: informational is true"
	case troubled().MatchString(title), troubled().MatchString(path.Base(name)):
		return ""
	case planned().MatchString(title):
		return fmt.Sprintf("it is planned work, by its title (%s); file it by hand if it was an incident", title)
	case strings.Contains(path.Base(name), "maintenance"):
		return "it is planned work, by its file name; file it by hand if it was an incident"
	}
	return ""
}

// rest keeps the keys that a record has no place for.
func (c cstate) rest(f *incident.Front) {
	known := []string{"title", "date", "resolved", "resolvedwhen", "severity", "affected", "section", "informational", "description"}
	for _, key := range c.Keys("") {
		if !slices.Contains(known, strings.ToLower(key)) {
			importing.Lacks(f, "%s: %s", key, c.text(strings.ToLower(key)))
		}
	}
}

var (
	blank = lazy.Regexp(`\r?\n(?:[ \t]*\r?\n)+`)
	track = lazy.Regexp(`\s*\{\{<\s*track\s+"([^"]*)"\s*>\}\}\s*$`)
	label = lazy.Regexp(`^\*{1,2}([^*\n]{1,40})\*{1,2}\s*[-–—:]\s*`)
)

// updates parts the paragraphs that end in a time from the rest of a text.
func (c cstate) updates(f *incident.Front, o importing.Options, text string) (rest string, events []importing.Event) {
	at := 0
	var kept strings.Builder
	for _, gap := range append(blank().FindAllStringIndex(text, -1), []int{len(text), len(text)}) {
		part, whole := text[at:gap[0]], text[at:gap[1]]
		at = gap[1]
		m := track().FindStringSubmatchIndex(part)
		if m == nil {
			kept.WriteString(whole)
			continue
		}
		when, err := cstateTime(f, o, "track", part[m[2]:m[3]])
		if err != nil {
			kept.WriteString(whole)
			continue
		}
		event := importing.Event{At: when, Label: "Update", Text: strings.TrimSpace(part[:m[0]])}
		if l := label().FindStringSubmatchIndex(event.Text); l != nil {
			event.Label, event.Text = importing.Escape(event.Text[l[2]:l[3]]), event.Text[l[1]:]
		}
		event.Text = importing.Markdown(event.Text)
		events = append(events, event)
	}
	return kept.String(), events
}
