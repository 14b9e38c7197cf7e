package publish_test

import (
	"bytes"
	"encoding"
	"encoding/json"
	"fmt"
	"iter"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"go.yaml.in/yaml/v4"
	"golang.org/x/net/html"
	"pgregory.net/rapid"

	"hindcast/internal/corpus"
	"hindcast/internal/diag"
	"hindcast/internal/disclose"
	"hindcast/internal/exchange"
	"hindcast/internal/incident"
	"hindcast/internal/load"
	"hindcast/internal/publish"
)

// hostile are pieces of texts that people write and that YAML, HTML or JSON could take for something else.
var hostile = []string{
	"fee", "the index of 2026", "#2", "# 2", "a#b", "C#", ": ", "why: because", "10:30", "it's", "'", `"`, `"so"`, `\`, `\n`,
	`C:\data`, "😀", "👩‍👩‍👧", "שלום", "مرحبا 12", "漢字", "é", "yes", "No", "on", "~", "null", "NULL", "1.10", "0123", "0x1F",
	"1e3", "1_000", "2026-01-14", "---", "...", "- item", "? why", "!important", "&anchor", "*alias*", "@team", "%5", "`code`",
	"[x]", "{y: z}", "|", "> quote", ",", ", and", "<b>bold</b>", "&amp;", "a  b", "“q”", "{{.Title}}", "$x$", "—",
	"https://example.org/a?b=c#d", "<!-- no -->", "=", "//", "%YAML", "\u200f", "...end", "a:b", "true", "12,5", "-1",
}

// textOf is a text of a few pieces, in lines where it may have more than one.
func textOf(lines bool) *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		parts := rapid.SliceOfN(rapid.SampledFrom(hostile), 1, 4).Draw(t, "pieces")
		between := []string{" ", " ", "", "\u00a0"}
		if lines {
			between = append(between, "\n", "\n\n")
		}
		text := parts[0]
		for _, part := range parts[1:] {
			text += rapid.SampledFrom(between).Draw(t, "between") + part
		}
		if rapid.IntRange(0, 5).Draw(t, "spaces") == 0 {
			text = " " + text + "  "
		}
		if strings.Trim(text, " \u200f\u00a0\n") == "" {
			text += "fee"
		}
		return text
	})
}

// styles are the ways to write a text in YAML; what can't be written in one is left to the last.
var styles = []func(text, indent string) string{
	func(text, _ string) string { return text },
	func(text, _ string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" },
	func(text, indent string) string { return "|2-\n" + indented(text, indent) },
	func(text, indent string) string {
		return ">2-\n" + indented(strings.ReplaceAll(text, "\n", "\n\n"), indent)
	},
	func(text, _ string) string {
		escaped := strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(text)
		return `"` + escaped + `"`
	},
}

// endsHead is a line that ends a front matter, which is a finding where it is indented.
var endsHead = regexp.MustCompile(`(?m)^\s*---\s*$`)

func indented(text, indent string) string {
	return indent + strings.ReplaceAll(text, "\n", "\n"+indent)
}

// inYAML writes a text in a style, or in double quotes where the style would say something else.
func inYAML(text string, style int, indent int, isFlow bool) string {
	spaces := strings.Repeat(" ", indent)
	for _, write := range []func(text, indent string) string{styles[style], styles[len(styles)-1]} {
		written := write(text, spaces)
		if isFlow && strings.Contains(written, "\n") || endsHead.MatchString(written) {
			continue
		}
		whole := strings.Repeat(" ", max(0, indent-2)) + "k: " + written + "\n"
		if isFlow {
			whole = "k: {a: " + written + ", b: [" + written + "]}\n"
		}
		var n yaml.Node
		if yaml.Unmarshal([]byte(whole), &n) != nil {
			continue
		}
		value := n.Content[0].Content[1]
		if isFlow { // both are there, and nothing else
			if len(value.Content) != 4 || len(value.Content[3].Content) != 1 {
				continue
			}
			value = value.Content[3].Content[0]
		}
		isNull := value.Style == 0 && value.ShortTag() == "!!null"
		if value.Kind == yaml.ScalarNode && value.Value == text && !isNull {
			return written
		}
	}
	panic(fmt.Sprintf("YAML can't hold %q", text))
}

// front is a record with a place for each text: {key} in a block, <key> in braces or brackets. A text that starts with +
// may have lines.
const front = `---
id: %s
title: {title}
summary: {summary}
type: other
severity: sev4
severity_rationale: {+severity_rationale}
status: detected
tlp: GREEN
unregistered:
  - {unregistered[0]}
models: [{name: <models[0].name>, version: <models[0].version>, provider: <models[0].provider>, affected: <models[0].affected>, fixed: <models[0].fixed>}]
owner: {owner}
roles: {reporter: <roles.reporter>, commander: [<roles.commander[0]>]}
parties:
  developers: [<parties.developers[0]>]
  deployers: [<parties.deployers[0]>]
  harmed: [<parties.harmed[0]>, <parties.harmed[1]>]
  actors:
    - {parties.actors[0]}
notified:
  - {who: <notified[0].who>, when: 2026-01-16, reference: <notified[0].reference>}
timeline:
  started: {unknown: <timeline.started.unknown>}
  detected: 2026-01-14
reopened:
  - {when: 2026-01-20, by: <reopened[0].by>, reason: <reopened[0].reason>, to: detected}
impact:
  share: {of: <impact.share.of>, value: 0.2}
confidence: {level: likely, note: <confidence.note>}
agency:
  autonomy: bounded
  note: {+agency.note}
safeguards:
  - name: {safeguards[0].name}
    result: missed
    note: {+safeguards[0].note}
detection:
  method: press
  source: {+detection.source}
trigger: {+trigger}
causes:
  - factor: other
    note: {+causes[0].note}
  - {factor: data_quality, note: <causes[1].note>}
mitigations:
  - id: M1
    title: {mitigations[0].title}
    applied: 2026-01-14
    until: {mitigations[0].until}
  - {id: M2, title: <mitigations[1].title>, applied: 2026-01-14, kept: <mitigations[1].kept>}
actions:
  - {id: A1, title: <actions[0].title>, kind: prevent, owner: <actions[0].owner>, due: 2027-02-10, status: open}
  - id: A2
    title: {actions[1].title}
    kind: detect
    owner: {actions[1].owner}
    due: 2026-02-10
    status: done
    ended: 2026-02-01
    verified: {date: 2026-02-03, by: <actions[1].verified.by>, result: partly, note: <actions[1].verified.note>}
    guard: {kind: test, where: <actions[1].guard.where>}
  - {id: A3, title: <actions[2].title>, kind: detect, owner: <actions[2].owner>, due: 2026-02-10, status: declined, ended: 2026-02-01, reason: <actions[2].reason>}
  - {id: A4, title: <actions[3].title>, kind: detect, owner: <actions[3].owner>, due: 2026-02-10, status: transferred, ended: 2026-02-01, to: <actions[3].to>}
related:
  - {id: INC-2026-9999, relation: similar_to, note: <related[0].note>}
obligations:
  - {regime: gdpr_33, role: controller, applies: no, reason: <obligations[0].reason>}
  - regime: dora
    role: financial_entity
    applies: yes
    aware: 2026-01-14T10:00Z
    steps:
      - {step: initial, done: 2026-01-14T12:00Z, reference: <obligations[1].steps[0].reference>}
      - {step: final, dropped: {date: 2026-01-20, reason: <obligations[1].steps[1].dropped.reason>}}
frameworks:
  own: [<frameworks.own[0].id>, {id: <frameworks.own[1].id>, shows: failed, note: <frameworks.own[1].note>}]
evidence:
  - what: {evidence[0].what}
    where: {evidence[0].where}
tags: [<tags[0]>, <tags[1]>]
references:
  - {url: "https://example.org/a", title: <references[0].title>, publisher: <references[0].publisher>}
amendments:
  - date: 2026-02-01
    by: {amendments[0].by}
    note: {+amendments[0].note}
source: {name: <source.name>, id: <source.id>, licence: <source.licence>, retrieved: 2026-02-01, issues: [<source.issues[0]>]}
custom:
  own: {+custom.own}
  list: [<custom.list[0]>]
---
## What happened
Something.
`

// exit is a record that has left the log, as front is one that stays.
const exit = `---
id: %s
title: {title}
type: other
severity: sev4
status: withdrawn
status_reason: {+status_reason}
tlp: GREEN
unregistered: [a]
roles: {reviewer: <roles.reviewer>, approver: <roles.approver>}
timeline:
  detected: 2026-01-14
reopened:
  - when: 2026-01-20
    reason: {reopened[0].reason}
    to: detected
    earlier: {started: {unknown: <reopened[0].earlier.started.unknown>}}
detection: {method: press}
no_actions: {+no_actions}
silence:
  - rule: unregistered-system
    reason: {+silence[0].reason}
---
## What happened
Something.
`

// names are the keys of texts that a rule or the form of a file says how to write, so that nothing hostile fits.
var names = []string{
	"schema", "id", "duplicate_of", "systems", "mitigations.id", "actions.id", "related.id", "playbooks",
	"actions.controls", "obligations.regime", "obligations.role", "obligations.limb", "obligations.steps.step", "references.language",
	"evidence.sha256", "aliases", "silence.rule", "source.digest",
}

// offPage are the keys that speak to Hindcast and not to who reads the page.
var offPage = []string{"silence[0].reason"}

// freeTexts are the keys of all texts below a type that no vocabulary has the values of.
func freeTexts(t reflect.Type, path string) (keys []string) {
	unmarshaler := reflect.TypeFor[encoding.TextUnmarshaler]()
	switch t.Kind() {
	case reflect.Slice, reflect.Pointer:
		return freeTexts(t.Elem(), path)
	case reflect.String:
		if reflect.PointerTo(t).Implements(unmarshaler) { // a form of its own
			return nil
		}
		return []string{path}
	case reflect.Map:
		if t.Elem().Kind() != reflect.Interface {
			return freeTexts(t.Elem(), path)
		}
		return []string{path}
	case reflect.Interface:
		return []string{path}
	case reflect.Struct:
		for f := range t.Fields() {
			if key := f.Tag.Get("key"); key != "" && f.Tag.Get("vocab") == "" {
				keys = append(keys, freeTexts(f.Type, incident.JoinKey(path, key))...)
			}
		}
	}
	return keys
}

// Every free text of a record is written in one of the records, so that a key that is new is missed here.
func TestEveryFreeTextIsGenerated(t *testing.T) {
	written := slices.Clone(names)
	for _, form := range []string{front, exit} {
		_, said := generated(form, "INC-2026-0001", 1)
		for key := range said {
			key = regexp.MustCompile(`\[\d+\]`).ReplaceAllString(key, "")
			if strings.HasPrefix(key, "custom.") { // whose keys are free
				key = "custom"
			}
			key = strings.Replace(key, "frameworks.own", "frameworks", 1)
			written = append(written, key)
		}
	}
	keys := freeTexts(reflect.TypeFor[incident.Front](), "")
	for _, key := range keys {
		if !slices.Contains(written, key) {
			t.Errorf("no record has %s; write it into front, or among the names", key)
		}
	}
	for _, key := range written {
		if !slices.Contains(keys, key) {
			t.Errorf("%s is written, and is no free text of a record", key)
		}
	}
}

// other is a record that the others are related to.
const other = "---\nid: INC-2026-9999\ntitle: Another\ntype: other\nseverity: sev4\nstatus: detected\ntlp: GREEN\n" +
	"unregistered: [a]\ntimeline: {detected: 2026-01-14}\ndetection: {method: press}\n---\n## What happened\nSomething.\n"

// generated is a record of a form with hostile texts, and what each key says.
func generated(form, id string, seed int) (text string, said map[string]string) {
	said = map[string]string{}
	var b strings.Builder
	for line := range strings.Lines(fmt.Sprintf(form, id)) {
		for {
			start := strings.IndexAny(line, "{<")
			if start < 0 {
				break
			}
			isFlow := line[start] == '<'
			end := strings.IndexByte(line, '>')
			if !isFlow {
				end = strings.IndexByte(line, '}')
			}
			if !isFlow && (end < 0 || strings.ContainsAny(line[start:end], ": ")) { // a map in braces
				b.WriteString(line[:start+1])
				line = line[start+1:]
				continue
			}
			key, lines := strings.CutPrefix(line[start+1:end], "+")
			said[key] = textOf(lines).Example(seed)
			indent := len(line) - len(strings.TrimLeft(line, " -")) + 2
			if start == indent-2 && start > 0 { // an item without a key is as deep as its dash
				indent -= 2
			}
			b.WriteString(line[:start] + inYAML(said[key], seed%len(styles), indent, isFlow))
			line = line[end+1:]
			seed += 7
		}
		b.WriteString(line)
	}
	return b.String(), said
}

// at is the text at a key path of a record as JSON.
func at(value any, path string) (string, bool) {
	for step := range strings.SplitSeq(strings.ReplaceAll(path, "[", ".["), ".") {
		switch v := value.(type) {
		case map[string]any:
			value = v[step]
		case []any:
			i, err := strconv.Atoi(strings.Trim(step, "[]"))
			if err != nil || i >= len(v) {
				return "", false
			}
			value = v[i]
		default:
			return "", false
		}
	}
	text, ok := value.(string)
	return text, ok
}

// shown is all text of a page, without what wraps it.
func shown(t *testing.T, page []byte) string {
	t.Helper()
	root, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for n := range root.Descendants() {
		if n.Type == html.TextNode {
			b.WriteString(n.Data)
		}
	}
	return folded(b.String())
}

func folded(text string) string { return strings.Join(strings.Fields(text), " ") }

// exported is all texts of each record by its id, as the files for a search engine hold them.
func exported(t *testing.T, files iter.Seq2[exchange.BulkFile, error]) map[string][]string {
	t.Helper()
	texts := map[string][]string{}
	for file, err := range files {
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasSuffix(file.Name, ".ndjson") {
			continue
		}
		for line := range bytes.Lines(file.Body) {
			var document map[string]any
			if err := json.Unmarshal(line, &document); err != nil {
				t.Fatal(err)
			}
			if id, ok := document["id"].(string); ok { // else the action before a document
				texts[id] = textsIn(document)
			}
		}
	}
	return texts
}

func textsIn(value any) (texts []string) {
	switch v := value.(type) {
	case string:
		return []string{v}
	case []any:
		for _, item := range v {
			texts = append(texts, textsIn(item)...)
		}
	case map[string]any:
		for _, item := range v {
			texts = append(texts, textsIn(item)...)
		}
	}
	return texts
}

// Whatever people write, and in whichever style of YAML, a record's page, its JSON and its exports say the same, or a
// finding says why not.
func TestMeaningIsKept(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds; make test runs it")
	}
	const records = 300
	fsys := fstest.MapFS{"hindcast.yaml": &fstest.MapFile{Data: []byte("title: Log\n")}}
	fsys["incidents/2026/INC-2026-9999.md"] = &fstest.MapFile{Data: []byte(other)}
	said := map[string]map[string]string{}
	for i := range records {
		id := fmt.Sprintf("INC-2026-%04d", i+1)
		form := front
		if i%4 == 3 {
			form = exit
		}
		text, texts := generated(form, id, 1000*i+1)
		fsys["incidents/2026/"+id+".md"] = &fstest.MapFile{Data: []byte(text)}
		said[id] = texts
	}
	c, err := corpus.Open(t.Context(), fsys, corpus.Options{Now: now, Limits: load.DefaultLimits})
	if err != nil {
		t.Fatal(err)
	}
	explained := map[string]bool{}
	for _, f := range c.Findings {
		if explained[f.Record+" "+f.Key] = true; f.Level == diag.Error {
			t.Errorf("%s:%d: %s: %s", f.Path, f.Span.Start.Line, f.Rule, f.Message)
		}
	}
	site, files := makeSite(t, fsys, publish.Options{Options: disclose.Options{Audience: "internal"}})
	exports := map[string]map[string][]string{
		"OpenSearch":  exported(t, exchange.OpenSearch(exchange.Documents(site.Log), "log", "en")),
		"Meilisearch": exported(t, exchange.Meilisearch(exchange.Documents(site.Log))),
	}
	for id, texts := range said {
		base := "incidents/" + strings.ToLower(id) + "/"
		var twin any
		if err := json.Unmarshal(files[base+"record.json"], &twin); err != nil {
			t.Fatal(err)
		}
		page := shown(t, files[base+"index.html"])
		for key, want := range texts {
			if got, _ := at(twin, key); got != want && !explained[id+" "+key] {
				t.Errorf("%s: the JSON says of %s %q, want %q", id, key, got, want)
			}
			if !strings.Contains(page, folded(want)) && !slices.Contains(offPage, key) && !explained[id+" "+key] {
				t.Errorf("%s: the page does not show %q of %s", id, want, key)
			}
			for engine, texts := range exports {
				if !slices.Contains(texts[id], want) && !explained[id+" "+key] {
					t.Errorf("%s: the file for %s does not hold %q of %s", id, engine, want, key)
				}
			}
		}
	}
}
