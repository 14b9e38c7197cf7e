package issue_test

import (
	"context"
	"encoding/json"
	"maps"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"

	"hindcast/internal/corpus"
	"hindcast/internal/diag"
	"hindcast/internal/filing"
	"hindcast/internal/filing/issue"
	"hindcast/internal/load"
	"hindcast/templates"
)

var now = time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)

const system = "---\ntitle: Chat assistant\nowner: channels\nrisk_class: limited\naliases: [bot]\ntlp: GREEN\n---\nAnswers questions.\n"

// take is what becomes of an issue in a repository with files, by path.
func take(t *testing.T, files map[string]string, title, body string, given filing.Answers) (issue.Outcome, *corpus.Corpus) {
	t.Helper()
	fsys := fstest.MapFS{"knowledge/systems/assistant.md": {Data: []byte(system)}}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	c, err := corpus.Open(t.Context(), fsys, corpus.Options{Now: now, Limits: load.DefaultLimits, People: []string{"Ann Author"}})
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(map[string]any{"number": 7, "title": title, "body": body, "url": "https://github.com/acme/log/issues/7"})
	if err != nil {
		t.Fatal(err)
	}
	desk := filing.Desk{
		Now: now, Limits: load.DefaultLimits, Templates: templates.Records,
		Random: func(int) int { panic("chance has no part in it") }, Sleep: func(context.Context, time.Duration) error { return nil },
	}
	o, err := issue.Take(c, desk, text, given)
	if err != nil {
		t.Fatal(err)
	}
	return o, c
}

const whole = "### What happened\n\nIt quoted a fee.\n\n### System\n\nCHAT ASSISTANT, router\n\n### Type\n\nmodel_failure\n\n### How bad is it\n\nsev3\n\n" +
	"### When it was noticed\n\n2026-03-02T09:25Z\n\n### How it was noticed\n\nuser_report\n\n### Is it still going on\n\nyes\n\n### Who and what is affected\n\nAbout 40 customers."

// applied is the files with the change of an outcome in them.
func applied(t *testing.T, files map[string]string, o issue.Outcome) map[string]string {
	t.Helper()
	if o.Change == nil || string(o.Change.Old) != files[o.Change.Path] {
		t.Fatalf("there is no such change: %+v", o.Change)
	}
	files = maps.Clone(files)
	if files == nil {
		files = map[string]string{}
	}
	files[o.Change.Path] = string(o.Change.New)
	return files
}

func TestTake(t *testing.T) {
	o, c := take(t, nil, "Incident: Chat quotes an old fee", whole, filing.Answers{})
	record := string(o.Change.New)
	for _, want := range []string{
		"title: Chat quotes an old fee\ntype: model_failure\nseverity: sev3\nstatus: detected\ntlp: AMBER\nsystems: [assistant]\nunregistered: [router]\n" +
			"timeline:\n  detected: 2026-03-02T09:25Z\ndetection: {method: user_report}\nsource:\n  name: GitHub\n  id: acme/log#7\n",
		"## What happened\n\nIt quoted a fee.\n", "## Impact\n\nAbout 40 customers.\n", "\n\n## Is it still going on\n\nyes\n",
	} {
		if !strings.Contains(record, want) {
			t.Errorf("the record lacks\n%s\nin\n%s", want, record)
		}
	}
	if !regexp.MustCompile(`^incidents/2026/INC-2026-X[A-Z0-9]{4}-chat-quotes-an-old-fee\.md$`).MatchString(o.Change.Path) || diag.Tally(o.Draft.Findings).Errors > 0 {
		t.Errorf("%s: %+v", o.Change.Path, o.Draft.Findings)
	}
	comment := o.Comment(c.Log)
	if strings.Contains(comment, "missing") || !strings.Contains(comment, "router") {
		t.Error(comment)
	}

	// Again: nothing is to be done, and what is said stays the same. Edited, the record follows at its place.
	files := applied(t, nil, o)
	again, c := take(t, files, "Incident: Chat quotes an old fee", whole, filing.Answers{})
	if again.Change != nil || again.Left != "" || again.Comment(c.Log) != comment {
		t.Errorf("%+v\n%s", again.Change, again.Comment(c.Log))
	}
	edited, _ := take(t, files, "Chat quotes a new fee", whole, filing.Answers{})
	if files = applied(t, files, edited); len(files) != 1 || !strings.Contains(files[o.Change.Path], "title: Chat quotes a new fee\n") {
		t.Errorf("%v", files)
	}

	// Somebody's own words, or a record of one's own that refers to the issue, stay.
	for name, text := range map[string]string{
		"edited":   strings.Replace(record, "a fee", "an old fee", 1),
		"numbered": strings.Replace(record, "\nid: "+o.Draft.Record.ID, "\nid: INC-2026-0001", 1),
		"own": "---\nid: INC-2026-0004\ntitle: Old fee\ntype: other\nseverity: sev4\nstatus: detected\ntlp: RED\nsystems: [assistant]\n" +
			"timeline: {detected: 2026-03-02}\ndetection: {method: audit}\nreferences: [{url: 'https://github.com/acme/log/issues/7', kind: ticket}]\n---\n## What happened\nIt did.\n",
	} {
		left, c := take(t, map[string]string{"incidents/theirs.md": text}, "Another", whole, filing.Answers{})
		said := left.Comment(c.Log)
		if left.Change != nil || left.Left == "" || !strings.Contains(said, "`incidents/theirs.md`") || strings.Contains(said, "draft") {
			t.Errorf("%s: %+v\n%s", name, left.Change, said)
		}
	}
}

// What is given goes before what the issue says; a mark is that of the flag, of the template, or of imports.
func TestGiven(t *testing.T) {
	o, _ := take(t, nil, "x", whole, filing.Answers{Title: "Given", Severity: "sev1", Kind: "near_miss", Systems: []string{"assistant"}, TLP: "RED"})
	for _, want := range []string{"title: Given\n", "potential_severity: sev1\n", "tlp: RED\n", "systems: [assistant]\n"} {
		if !strings.Contains(string(o.Change.New), want) {
			t.Errorf("%q is not in\n%s", want, o.Change.New)
		}
	}
	own := map[string]string{"templates/records/incident.md": "---\ntlp: GREEN\nowner: channels\n---\n## Was geschah\n\n## Folgen\n"}
	o, _ = take(t, own, "x", whole, filing.Answers{})
	if text := string(o.Change.New); !strings.Contains(text, "tlp: GREEN\n") || !strings.Contains(text, "## Was geschah\n\nIt quoted a fee.\n") ||
		!strings.Contains(text, "## Folgen\n\nAbout 40 customers.\n") {
		t.Errorf("%s", text)
	}
}

// Nothing is made up: an issue without a form has a text and lacks the rest, each with what rests on it.
func TestLacks(t *testing.T) {
	o, c := take(t, nil, "Incident:", "It is slow today.", filing.Answers{})
	record := string(o.Change.New)
	if !strings.Contains(record, "## What happened\n\nIt is slow today.\n") || regexp.MustCompile(`(?m)^(?:title|type|severity|systems|unregistered|timeline|detection):`).MatchString(record) {
		t.Errorf("%s", record)
	}
	comment := o.Comment(c.Log)
	for _, want := range []string{"in one line", "The type", "How bad it is", "The AI system", "How it was noticed", "When it was noticed", "Edit the issue"} {
		if strings.Count(comment, want) != 1 {
			t.Errorf("%q is not once in\n%s", want, comment)
		}
	}
	if strings.Contains(comment, "missing-key") || !strings.HasPrefix(o.Change.Path, "incidents/2026/INC-2026-X") {
		t.Errorf("%s\n%s", o.Change.Path, comment)
	}
	if o, c = take(t, nil, "x", "", filing.Answers{}); !strings.Contains(o.Comment(c.Log), "**What happened**, in a few") {
		t.Errorf("an empty issue: %s", o.Comment(c.Log))
	}
}

func TestPrivate(t *testing.T) {
	const key = "ghp_abcdefghijklmnopqrstuvwxyz0123456789"
	for _, test := range []struct{ title, body, want string }{
		{"Ask @octo", "x", "a person's handle in the title"},
		{key, "x", "what looks like a key or token in the title"},
		{"x", "Mail jo@example.org.", "a mail address in the text"},
		{"x", "### System\n\njo@example.org", "a mail address under “System”"},
		{"x", "### What happened\n\nx\n\n### Who\n\nAnn Author saw it.", "the name of an author of this repository under “Who”"},
		{"x", "### What happened\n\n```\n" + key + "\n```", "what looks like a key or token under “What happened”"},
		{"x", "### A\n\nx\n\n### " + key + "\n\nx", "what looks like a key or token in part 2 of the text, its heading included"},
		{"x", "- a\n- <!-- b\n\n  jo@example.org -->", "a mail address in the text"},
		{"<!-- x -- --> @octo <!-- ", "x", "a person's handle in the title"},
		{"x", "### ```\n\n@octo", "a person's handle under “```”"},
		{"x", "### Why does @octo ask\n\njo@example.org", "a person's handle in part 1 of the text, its heading included|a mail address in part 1 of the text, its heading included"},
	} {
		o, c := take(t, nil, test.title, test.body, filing.Answers{})
		var got []string
		for _, p := range o.Private {
			got = append(got, p.What+" "+p.Where)
		}
		said := o.Comment(c.Log)
		if strings.Join(got, "|") != test.want || o.Draft != nil || o.Change != nil {
			t.Errorf("%s: %s: %q", test.title, test.body, got)
		}
		if strings.Contains(said, "ghp") || strings.Contains(said, "example") || strings.Contains(said, "octo") || strings.Contains(said, "Ann") ||
			strings.Contains(said, "revoked") != strings.Contains(test.want, "key") {
			t.Errorf("%s: %s:\n%s", test.title, test.body, said)
		}
	}
	for _, body := range []string{
		"The team @acme/oncall and support@example.org know.", "It ran `@decorated` code.", "<!-- jo@example.org --> Nobody sees that.",
	} {
		if o, _ := take(t, nil, "x", body, filing.Answers{}); len(o.Private) > 0 || strings.Contains(string(o.Change.New), "jo@") {
			t.Errorf("%s: %+v", body, o.Private)
		}
	}
	off := map[string]string{"hindcast.yaml": "rules: {person-email: 'off'}\n"}
	if o, _ := take(t, off, "x", "Mail jo@example.org.", filing.Answers{}); len(o.Private) > 0 {
		t.Errorf("the settings let mail addresses be, and yet %+v", o.Private)
	}
}

// An issue whose text can't be read is not searched for secrets, and so it is refused.
func TestUnreadIsRefused(t *testing.T) {
	c, err := corpus.Open(t.Context(), fstest.MapFS{"hindcast.yaml": {Data: []byte("title: Log\n")}}, corpus.Options{Now: now, Limits: load.DefaultLimits})
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(map[string]any{"number": 7, "title": "x", "body": strings.Repeat("> ", 20_000) + "ghp_abcdefghijklmnopqrstuvwxyz0123456789"})
	if err != nil {
		t.Fatal(err)
	}
	o, err := issue.Take(c, filing.Desk{Now: now, Limits: load.DefaultLimits, Templates: templates.Records}, text, filing.Answers{})
	if err == nil && len(o.Private) == 0 {
		t.Error("it was taken")
	}
}

// calls is what a tracker would read as a person, an issue or the like.
var calls = regexp.MustCompile(`[@#!~%&$]\w|\w@\w`)

// A comment says what an issue says as nothing but words.
func TestCommentIsPlain(t *testing.T) {
	const nasty = "@acme/team #1 !2 <b onclick=x>b</b> [l](https://evil.example) ![p](x) https://evil.example www.evil.example `c` **b** <!-- -->"
	for _, where := range []string{"System", "Type", "When it was noticed", "How bad is it", nasty} {
		o, c := take(t, map[string]string{
			"incidents/INC-2026-0003.md": "---\nid: INC-2026-0003\ntitle: '" + nasty + "'\ntype: misuse\nseverity: sev4\nstatus: detected\ntlp: RED\nunregistered: ['" + nasty + "']\n" +
				"timeline: {detected: 2026-03-02}\ndetection: {method: audit}\n---\n## What happened\nIt did.\n",
		}, nasty, "### What happened\n\nIt did: "+nasty+"\n\n### "+where+"\n\n"+nasty, filing.Answers{Type: "misuse"})
		isPlain(t, o.Comment(c.Log))
	}
	o, c := take(t, nil, nasty, "### "+nasty+"\n\njo@example.org", filing.Answers{})
	if len(o.Private) == 0 {
		t.Error("nothing was found")
	}
	isPlain(t, o.Comment(c.Log))
}

// isPlain fails where a comment holds a link, a picture, code that is no path, HTML but its mark, or calls somebody.
func isPlain(t *testing.T, comment string) {
	t.Helper()
	rest, hasMark := strings.CutPrefix(comment, issue.Mark+"\n")
	source := []byte(rest)
	doc := goldmark.New(goldmark.WithExtensions(extension.GFM)).Parser().Parse(text.NewReader(source))
	err := ast.Walk(doc, func(n ast.Node, enters bool) (ast.WalkStatus, error) {
		switch n := n.(type) {
		case *ast.Link, *ast.AutoLink, *ast.Image, *ast.RawHTML, *ast.HTMLBlock, *ast.Heading:
			t.Errorf("a %s in\n%s", n.Kind(), comment)
		case *ast.CodeSpan:
			if text, isText := n.FirstChild().(*ast.Text); !isText || !strings.HasPrefix(string(text.Value(source)), "incidents/") {
				t.Errorf("code that is no path in\n%s", comment)
			}
			return ast.WalkSkipChildren, nil
		case *ast.Text:
			if text := strings.ReplaceAll(string(n.Value(source)), `\`, ""); enters && calls.MatchString(text) {
				t.Errorf("%q calls somebody", text)
			}
		}
		return ast.WalkContinue, nil
	})
	if err != nil || !hasMark {
		t.Errorf("%v %s", err, comment)
	}
}
