package tracker

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"hindcast/internal/importing"
	"hindcast/internal/lazy"
)

// Jira reads what Jira exports: the issues of /rest/api/2/search as JSON
// (https://developer.atlassian.com/cloud/jira/platform/rest/v2/api-group-issue-search), or the CSV of all fields, in which
// columns such as Labels and Comment are there once for each value.
func Jira(ctx context.Context, in importing.Input, o importing.Options) (importing.Batch, error) {
	f, err := in.Open()
	if err != nil {
		return importing.Batch{}, err
	}
	defer f.Close()
	head := make([]byte, 512)
	n, _ := io.ReadFull(f, head)
	head = bytes.TrimSpace(bytes.TrimPrefix(head[:n], []byte("\ufeff")))
	if bytes.HasPrefix(head, []byte("{")) || bytes.HasPrefix(head, []byte("[")) {
		return jiraIssues(ctx, in, o)
	}
	return jiraTable(ctx, in, o)
}

// jiraIssues reads a page of what a search found, or issues alone.
func jiraIssues(ctx context.Context, in importing.Input, o importing.Options) (importing.Batch, error) {
	type entry struct {
		line int
		raw  json.RawMessage
	}
	var entries []entry
	rest, err := importing.Elements(ctx, in, []string{"issues"}, func(line int, raw json.RawMessage) {
		entries = append(entries, entry{line, raw})
	})
	if err != nil {
		return importing.Batch{}, err
	}
	d := newDesk(o)
	names, _ := oneOf[map[string]string](rest["names"])
	for _, e := range entries {
		at := importing.At{Line: e.line}
		if i, err := jiraIssue(e.raw, names); err != nil {
			d.batch.Omit(at, fault(err))
		} else {
			d.add(at, i)
		}
	}
	begin, _ := oneOf[int](rest["startAt"])
	total, _ := oneOf[int](rest["total"])
	end := begin + len(entries)
	switch isLast, told := oneOf[bool](rest["isLast"]); {
	case total > end:
		d.batch.Omit(importing.At{}, fmt.Sprintf("the file ends at issue %d of the %d that Jira found; fetch the next page, with startAt=%d, and import it as well", end, total, end))
	case told && !isLast || !isEmpty(rest["nextPageToken"]):
		d.batch.Omit(importing.At{}, "the file is not the last page of what Jira found; fetch the next one, with its nextPageToken, and import it as well")
	}
	return d.batch, nil
}

// The keys of an issue that are read; names of people are counted, and what else is not empty is named.
var (
	jiraPeople = []string{"assignee", "reporter", "creator"}
	jiraRead   = []string{
		"summary", "description", "created", "resolutiondate", "status", "priority", "resolution", "labels", "components", "comment", "security",
	}
	jiraKept = []string{"issuetype", "environment", "duedate", "fixVersions", "versions"}
)

// jiraTally is what Jira keeps for itself beside a value: numbers and addresses of its own, pictures, what a type is.
var jiraTally = lazy.Regexp(`(?:^|[.\]])(?:self|\w*[iI]d|\w*Urls?|subtask|hierarchyLevel)$|^description$`)

// jiraIssue reads an issue; names are the titles of fields by their keys.
func jiraIssue(raw json.RawMessage, names map[string]string) (i issue, err error) {
	var o struct {
		Key    string                     `json:"key"`
		Self   string                     `json:"self"`
		Fields map[string]json.RawMessage `json:"fields"`
	}
	if err := json.Unmarshal(raw, &o); err != nil {
		return i, err
	}
	i.id, i.url = o.Key, browse(o.Self, o.Key)
	if d := o.Fields["description"]; len(d) > 0 && d[0] == '{' {
		return i, fmt.Errorf("the description of %s is in the form of /rest/api/3; fetch it by /rest/api/2/search", o.Key)
	}
	text := func(key string) string {
		s, _ := plain(o.Fields[key])
		return s
	}
	i.title, i.text, i.created, i.closed = text("summary"), wiki(text("description")), text("created"), text("resolutiondate")
	i.status, i.severity, i.reason = text("status"), text("priority"), text("resolution")
	i.labels, _ = oneOf[[]string](o.Fields["labels"])
	components, _ := oneOf[[]nameOf](o.Fields["components"])
	i.systems = namesOf(components)
	comments, _ := oneOf[struct {
		Comments []struct {
			Author struct {
				Name        string `json:"name"`
				DisplayName string `json:"displayName"`
			} `json:"author"`
			Body       json.RawMessage `json:"body"`
			Created    string          `json:"created"`
			Visibility json.RawMessage `json:"visibility"` // the role or group that alone sees it
			IsPublic   *bool           `json:"jsdPublic"`  // of a service project: customers see it
		} `json:"comments"`
		Total int `json:"total"`
	}](o.Fields["comment"])
	for _, c := range comments.Comments {
		body, _ := plain(c.Body)
		i.comments = append(i.comments, comment{
			author: personOf(c.Author.Name, c.Author.DisplayName), at: c.Created, text: wiki(body),
			isRestricted: !isEmpty(c.Visibility) || c.IsPublic != nil && !*c.IsPublic,
		})
	}
	if n := len(comments.Comments); comments.Total > n {
		i.rest = append(i.rest, fmt.Sprintf("comments: %d, of which the source has %d; /rest/api/2/issue/%s/comment has the others", comments.Total, n, o.Key))
	}
	if !isEmpty(o.Fields["security"]) {
		i.restricted = "security: " + text("security")
	}
	var left []string
	for _, key := range slices.Sorted(maps.Keys(o.Fields)) {
		_, isPerson := plain(o.Fields[key])
		switch {
		case slices.Contains(jiraRead, key):
		case isPerson || slices.Contains(jiraPeople, key):
			if !isEmpty(o.Fields[key]) {
				i.people = append(i.people, cmp.Or(names[key], key))
			}
		case !isEmpty(o.Fields[key]) && (slices.Contains(jiraKept, key) || strings.HasPrefix(key, "customfield_")):
			fields, people := importing.Unread(o.Fields[key], nil, jiraTally())
			for _, f := range fields {
				i.other = append(i.other, importing.Field{Name: importing.Below(cmp.Or(names[key], key), f.Name), Value: f.Value})
			}
			if len(people) > 0 {
				i.people = append(i.people, cmp.Or(names[key], key))
			}
		case !isEmpty(o.Fields[key]):
			left = append(left, key)
		}
	}
	if len(left) > 0 {
		i.rest = append(i.rest, "not taken over: "+strings.Join(left, ", "))
	}
	return i, nil
}

// personOf is an author who counts as a person, whatever the form of the name.
func personOf(names ...string) string {
	if slices.ContainsFunc(names, func(n string) bool { return n != "" }) {
		return "person"
	}
	return ""
}

func isEmpty(raw json.RawMessage) bool {
	switch s := string(bytes.TrimSpace(raw)); s {
	case "", "null", "[]", "{}", `""`, "0", "-1", "false":
		return true
	}
	return false
}

// plain is the text of a value: itself, what an option or a version is called, or such in a list. It tells people by keys
// that only they have.
func plain(raw json.RawMessage) (text string, isPerson bool) {
	raw = bytes.TrimSpace(raw)
	if len(raw) == 0 {
		return "", false
	}
	switch raw[0] {
	case '"':
		text, _ = oneOf[string](raw)
	case '{':
		o, _ := oneOf[map[string]json.RawMessage](raw)
		for _, key := range []string{"accountId", "emailAddress", "displayName"} {
			if _, has := o[key]; has {
				return "", true
			}
		}
		for _, key := range []string{"value", "name", "key"} {
			if s, _ := oneOf[string](o[key]); s != "" {
				return s, false
			}
		}
	case '[':
		list, _ := oneOf[[]json.RawMessage](raw)
		var parts []string
		for _, item := range list {
			if len(item) > 0 && item[0] == '[' {
				continue
			}
			s, person := plain(item)
			isPerson = isPerson || person
			if s != "" {
				parts = append(parts, s)
			}
		}
		if isPerson {
			return "", true
		}
		text = strings.Join(parts, ", ")
	case 'n', 't', 'f':
		if string(raw) == "true" {
			text = "true"
		}
	default:
		text = string(raw)
	}
	return text, false
}

// browse is the page of an issue, by the address of its interface.
func browse(self, key string) string {
	base, _, found := strings.Cut(self, "/rest/api/")
	if !found {
		return ""
	}
	return base + "/browse/" + key
}

var (
	peopleColumn = lazy.Regexp(`^(?i:(?:assignee|reporter|creator|watchers?|voters|project lead)(?: id)?|log work)$`)
	custom       = lazy.Regexp(`^Custom field \((.+)\)$`)
)

// jiraTable reads the CSV of all fields. Its times are in the zone of whoever exported it, which it does not name: their
// days are taken.
func jiraTable(ctx context.Context, in importing.Input, o importing.Options) (importing.Batch, error) {
	f, err := in.Open()
	if err != nil {
		return importing.Batch{}, err
	}
	defer f.Close()
	t, err := importing.NewTable(f, []string{"Summary", "Issue key", "Created"})
	if err != nil {
		return importing.Batch{}, err
	}
	d := newDesk(o)
	d.batch.Notes = t.Notes()
	for {
		fault, err := t.Next()
		switch {
		case errors.Is(err, io.EOF):
			return d.batch, nil
		case err != nil:
			return importing.Batch{}, err
		case ctx.Err() != nil:
			return importing.Batch{}, ctx.Err()
		}
		at := importing.At{Line: t.Line()}
		if fault != nil {
			d.batch.Omit(at, fault.Error())
			continue
		}
		d.add(at, jiraRow(t))
	}
}

func jiraRow(t *importing.Table) (i issue) {
	people := map[string]bool{}
	for name, value := range t.All() {
		if strings.TrimSpace(value) == "" {
			continue
		}
		switch name {
		case "Summary":
			i.title = value
		case "Issue key":
			i.id = strings.TrimSpace(value)
		case "Description":
			i.text = wiki(value)
		case "Created":
			i.created = day(&i, name, value)
		case "Resolved":
			i.closed = day(&i, name, value)
		case "Status":
			i.status = value
		case "Priority":
			i.severity = value
		case "Resolution":
			i.reason = value
		case "Labels":
			i.labels = append(i.labels, value)
		case "Component/s", "Components":
			i.systems = append(i.systems, value)
		case "Comment":
			i.comments = append(i.comments, cellComment(value))
		case "Attachment":
			if parts := strings.SplitN(value, ";", 3); len(parts) == 3 {
				value = parts[0] + "; " + parts[2] // without who attached it
			}
			i.other = append(i.other, importing.Field{Name: name, Value: value})
		default:
			if peopleColumn().MatchString(name) {
				people[name] = true
				continue
			}
			if m := custom().FindStringSubmatch(name); m != nil {
				name = m[1]
			}
			i.other = append(i.other, importing.Field{Name: name, Value: value})
		}
	}
	i.people = slices.Sorted(maps.Keys(people))
	return i
}

var jiraLayouts = []string{"2/Jan/06 3:04 PM", "2/Jan/2006 3:04 PM", "2/Jan/06 15:04", "2/Jan/2006 15:04", "2006-01-02 15:04", "2006-01-02 15:04:05", "2/Jan/06"}

// jiraDay is the day of a time as Jira writes it.
func jiraDay(s string) (day string, ok bool) {
	for _, layout := range jiraLayouts {
		if at, err := time.Parse(layout, strings.TrimSpace(s)); err == nil {
			return at.Format(time.DateOnly), true
		}
	}
	return strings.TrimSpace(s), false
}

// day is that of a time without a zone, which is kept as it is written.
func day(i *issue, name, value string) string {
	d, ok := jiraDay(value)
	if ok && strings.TrimSpace(value) != d {
		i.rest = append(i.rest, fmt.Sprintf("%s: %s has no zone; its day was taken", name, value))
	}
	return d
}

// cellComment is a comment in a cell: its time, who wrote it and its text, divided by semicolons.
func cellComment(cell string) comment {
	parts := strings.SplitN(cell, ";", 3)
	if len(parts) < 3 {
		return comment{text: cell}
	}
	at, ok := jiraDay(parts[0])
	text := wiki(parts[2])
	if _, clock, found := strings.Cut(strings.TrimSpace(parts[0]), " "); ok && found {
		text = clock + ": " + text
	}
	return comment{author: personOf(parts[1]), at: at, text: text}
}

var (
	wikiBlock = lazy.Regexp(`\{(code|noformat)(?::([^{}\n]*))?\}`)
	wikiColor = lazy.Regexp(`\{color(?::[^{}\n]*)?\}`)
	wikiBox   = lazy.Regexp(`[ \t]*\{(?:panel|expand)(?::[^{}\n]*)?\}[ \t]*`)
	wikiQuote = lazy.Regexp(`[ \t]*\n?[ \t]*\{quote\}[ \t]*\n?`)
	wikiHead  = lazy.Regexp(`^\s*h([1-6])\.\s+(.*)$`)
	wikiItem  = lazy.Regexp(`^\s*([*#]+|-)\s+(.*)$`)
	wikiRule  = lazy.Regexp(`^\s*-{4,}\s*$`)
	wikiBold  = lazy.Regexp(`(^|[\s(])\*(\S[^*\n]*)\*([\s).,:;!?]|$)`)
	wikiMono  = lazy.Regexp(`\{\{([^{}\n]+)\}\}`)
	wikiLink  = lazy.Regexp(`\[([^\]\[|\n]+)\|((?:https?://|mailto:)[^\]\[|\s]+)(?:\|[^\]\[\n]*)?\]`)
	wikiURL   = lazy.Regexp(`\[((?:https?://|mailto:)[^\]\[|\s]+)\]`)
	word      = lazy.Regexp(`^[A-Za-z0-9+#-]+$`)
)

// wiki is a text in Jira's notation (https://jira.atlassian.com/secure/WikiRendererHelpAction.jspa?section=all) as Markdown:
// headings, lists, quotes, tables, code, panels, links and bold words, without colours; all else stays as it is typed.
func wiki(s string) string {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	var b strings.Builder
	at, open, fence := 0, "", fenceFor(s)
	for _, m := range wikiBlock().FindAllStringSubmatchIndex(s, -1) {
		kind := s[m[2]:m[3]]
		part := s[at:m[0]]
		switch {
		case open == "":
			b.WriteString(wikiLines(part))
			language, title := "", ""
			if m[4] >= 0 {
				language, title = wikiParameters(s[m[4]:m[5]])
			}
			open = kind
			if !word().MatchString(language) {
				language = ""
			}
			if title != "" {
				b.WriteString("\n" + wikiInline("*"+title+"*") + "\n")
			}
			b.WriteString("\n" + fence + language + "\n")
		case open == kind:
			b.WriteString(strings.Trim(part, "\n") + "\n" + fence + "\n")
			open = ""
		default:
			continue
		}
		at = m[1]
	}
	if open != "" {
		b.WriteString(strings.Trim(s[at:], "\n") + "\n" + fence)
		return b.String()
	}
	return b.String() + wikiLines(s[at:])
}

// wikiParameters are what a macro has behind its name: the one without a key, and its title.
func wikiParameters(s string) (first, title string) {
	for part := range strings.SplitSeq(s, "|") {
		key, value, isKeyed := strings.Cut(part, "=")
		switch {
		case !isKeyed && first == "":
			first = strings.TrimSpace(part)
		case isKeyed && strings.TrimSpace(key) == "title":
			title = strings.TrimSpace(value)
		}
	}
	return first, title
}

// wikiBoxes are the contents of panels and of parts to expand, each below its title, and coloured text without its colour.
func wikiBoxes(s string) string {
	s = wikiColor().ReplaceAllString(s, "")
	s = wikiBox().ReplaceAllStringFunc(s, func(macro string) string {
		_, parameters, _ := strings.Cut(strings.Trim(macro, "{}"), ":")
		first, title := wikiParameters(parameters)
		if title = cmp.Or(title, first); title != "" {
			return "\n\n*" + title + "*\n\n"
		}
		return "\n\n"
	})
	return wikiQuote().ReplaceAllString(s, "\n{quote}\n")
}

// fenceFor is one that does not occur in a text, or hardly.
func fenceFor(text string) string {
	fence := "```"
	if strings.Contains(text, fence) {
		fence = "~~~~~~~~"
	}
	return fence
}

func wikiLines(s string) string {
	lines := strings.Split(wikiBoxes(s), "\n")
	quoted := false
	for i, line := range lines {
		if strings.TrimSpace(line) == "{quote}" {
			quoted = !quoted
			lines[i] = ""
			continue
		}
		switch m := wikiItem().FindStringSubmatch(line); {
		case wikiRule().MatchString(line):
			line = "***"
		case wikiHead().MatchString(line):
			h := wikiHead().FindStringSubmatch(line)
			line = strings.Repeat("#", int(h[1][0]-'0')) + " " + wikiInline(h[2])
		case m != nil:
			mark := "- "
			if m[1][len(m[1])-1] == '#' {
				mark = "1. "
			}
			line = strings.Repeat("   ", min(len(m[1]), 6)-1) + mark + wikiInline(m[2])
		case strings.HasPrefix(line, "||"):
			cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "||")
			line = "|" + wikiInline(strings.Join(cells, "|")) + "|\n|" + strings.Repeat("---|", len(cells))
		case strings.HasPrefix(line, "bq. "):
			line = "> " + wikiInline(line[len("bq. "):])
		default:
			line = wikiInline(line)
		}
		if quoted {
			line = "> " + line
		}
		lines[i] = line
	}
	return strings.Join(lines, "\n")
}

func wikiInline(s string) string {
	s = strings.ReplaceAll(s, "`", "\\`")
	s = wikiMono().ReplaceAllString(s, "`$1`")
	s = wikiBold().ReplaceAllString(s, "$1**$2**$3")
	s = wikiLink().ReplaceAllString(s, "[$1]($2)")
	return wikiURL().ReplaceAllString(s, "<$1>")
}
