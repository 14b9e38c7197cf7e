package conformance_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v4"

	"hindcast/internal/check"
	"hindcast/internal/check/rule"
	"hindcast/internal/diag"
	"hindcast/internal/filing/intake/intaketest"
	"hindcast/internal/importing"
	"hindcast/internal/importing/public"
	"hindcast/internal/incident"
	"hindcast/internal/load"
	"hindcast/internal/schema"
)

// held are the rules that the schema holds too. The others need more than one record's front
// matter, the text, the clock, or arithmetic with times.
var held = []string{
	"unknown-key", "front-matter-foreign", "wrong-form", "unknown-value", "missing-key", "missing-item-key", "key-not-for-kind", "summary-length", "schema-version",
	"status-entry",
}

// beyond tells findings of those rules that no schema holds all the same.
func beyond(f diag.Finding) bool {
	switch {
	case f.Rule == "missing-key" && f.Key == "severity_rationale": // which severities are the worst is a matter of settings
		return true
	case f.Rule == "missing-key" && f.Message == "the precedent has no date": // a date of one reference will do
		return true
	case f.Rule == "wrong-form" && strings.Contains(f.Text, "02-30"): // a day that no calendar has
		return true
	}
	return false
}

// differ is how schema and checker judge a record differently; empty where they agree.
func differ(t *testing.T, schema *jsonschema.Schema, checker *check.Checker, loader *load.Loader, name, text string,
	beside map[string]string,
) string {
	t.Helper()
	fsys := fstest.MapFS{}
	for path, content := range beside {
		fsys[path] = &fstest.MapFile{Data: []byte(content)}
	}
	fsys[name] = &fstest.MapFile{Data: []byte(text)}
	log, err := loader.Log(context.Background(), fsys)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, f := range checker.Log(log, time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)) {
		if f.Path == name && f.Level == diag.Error && slices.Contains(held, f.Rule) && !beyond(f) {
			found = append(found, fmt.Sprintf("%s at %s: %s", f.Rule, f.Key, f.Message))
		}
	}
	value, ok := front(text)
	if !ok {
		return "" // not YAML: no schema sees it
	}
	err = schema.Validate(value)
	switch {
	case err != nil && len(found) == 0:
		return fmt.Sprintf("the schema alone refuses it: %v", err)
	case err == nil && len(found) > 0:
		return fmt.Sprintf("the rules alone refuse it: %s", strings.Join(found, "; "))
	}
	return ""
}

// front is a front matter as an editor sees it: times are texts.
func front(text string) (any, bool) {
	_, rest, _ := strings.Cut(text, "---\n")
	head, _, found := strings.Cut(rest, "\n---")
	var node yaml.Node
	if !found || yaml.Load([]byte(head), &node) != nil || len(node.Content) == 0 {
		return nil, false
	}
	return plain(node.Content[0]), true
}

func plain(n *yaml.Node) any {
	switch n.Kind {
	case yaml.MappingNode:
		m := map[string]any{}
		for i := 0; i+1 < len(n.Content); i += 2 {
			m[n.Content[i].Value] = plain(n.Content[i+1])
		}
		return m
	case yaml.SequenceNode:
		list := []any{}
		for _, c := range n.Content {
			list = append(list, plain(c))
		}
		return list
	}
	switch n.ShortTag() {
	case "!!null":
		return nil
	case "!!int", "!!float":
		if json.Valid([]byte(n.Value)) {
			return json.Number(n.Value)
		}
	}
	return n.Value
}

func compiled(t *testing.T) *jsonschema.Schema {
	t.Helper()
	config := incident.NewConfig(incident.Settings{})
	text, err := json.Marshal(schema.ForRecords(&config))
	if err != nil {
		t.Fatal(err)
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("incident.schema.json", value); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("incident.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func TestSchemaAgreesOnTheDemo(t *testing.T) {
	schema, checker, loader := compiled(t), check.New(), load.NewLoader(load.DefaultLimits)
	root := os.DirFS("../..")
	records := 0
	err := fs.WalkDir(root, "incidents", func(name string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(name, ".md") || d.Name() == "README.md" {
			return err
		}
		text, err := fs.ReadFile(root, name)
		if err != nil {
			return err
		}
		records++
		if difference := differ(t, schema, checker, loader, name, string(text), nil); difference != "" {
			t.Errorf("%s: %s", name, difference)
		}
		return nil
	})
	if err != nil || records == 0 {
		t.Fatalf("%d records, %v", records, err)
	}
}

func TestSchemaAgreesOnThePrecedents(t *testing.T) {
	repo := intaketest.New(t)
	outcomes := repo.Import(public.AIID, intaketest.Single(t, "../../../shared/data/aiid", "incidents.csv"), importing.Options{})
	schema, checker, loader := compiled(t), check.New(), load.NewLoader(load.DefaultLimits)
	for _, o := range outcomes {
		if difference := differ(t, schema, checker, loader, o.Path, repo.Text(o.Path), nil); difference != "" {
			t.Fatalf("%s: %s", o.Path, difference)
		}
	}
}

func TestSchemaAgreesOnTheExamples(t *testing.T) {
	schema, checker, loader := compiled(t), check.New(), load.NewLoader(load.DefaultLimits)
	for _, rule := range check.Rules() {
		if !rule.HasExample() {
			continue
		}
		path, bad, good := rule.Files()
		if !strings.HasPrefix(path, "incidents/") || !strings.HasSuffix(path, ".md") {
			continue
		}
		bad = strings.NewReplacer("«", "", "»", "", "\r\n", "\n").Replace(bad)
		for name, text := range map[string]string{"bad": bad, "good": good} {
			if difference := differ(t, schema, checker, loader, path, text, rule.Beside()); difference != "" {
				t.Errorf("the %s example of %s: %s", name, rule.ID, difference)
			}
		}
	}
}

// newer are lines of keys that the base record does not have.
const newer = `filed: 2026-01-14
confidence:
  level: likely
  note: as told
agency:
  autonomy: bounded
  authority: [funds, data_access]
  adversary: no
  note: within a limit
safeguards:
  - name: regression suite
    result: missed
    note: no such case
models:
  - name: chat
    version: "4.2"
    affected: "4.2"
    fixed: "4.3"
evidence:
  - what: prompts
    grade: append_only
    sha256: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
impact:
  people: 312
  exposed: {least: 5000}
  records: [3, 5]
  share:
    of: answers
    value: 0.2
  cost:
    amount: [10, 20]
    currency: EUR
  harms: [economic]
  reversible: yes
  countries: [DE]
actions:
  - id: A1
    title: Rebuild the index with the fee table
    kind: prevent
    owner: ml-platform
    due: 2026-02-10
    status: done
    ended: 2026-02-09
    guard:
      kind: eval
      where: fee questions
      proven: 2026-02-20`

// withNewer is a front matter with the newer keys in place of those of the same names.
func withNewer(lines []string) []string {
	list := slices.DeleteFunc(slices.Clone(lines), func(line string) bool {
		return strings.HasPrefix(line, "impact:") || strings.HasPrefix(line, "actions:") || strings.HasPrefix(line, "  - {id: A1")
	})
	return append(list, strings.Split(newer, "\n")...)
}

// Every line of the base record in turn is taken out, or its value replaced by one of another form.
func TestSchemaAgreesOnMutations(t *testing.T) {
	schema, checker, loader := compiled(t), check.New(), load.NewLoader(load.DefaultLimits)
	var base string
	for _, r := range check.Rules() {
		if r.ID == "file-ending" {
			_, _, base = r.Files()
		}
	}
	head, body, _ := strings.Cut(strings.TrimPrefix(base, "---\n"), "\n---\n")
	lines := strings.Split(head, "\n")
	mutations, refused := 0, 0
	try := func(what string, mutated []string) {
		mutations++
		text := "---\n" + strings.Join(mutated, "\n") + "\n---\n" + body
		if difference := differ(t, schema, checker, loader, rule.BasePath, text,
			check.Rules()[0].Beside()); difference != "" {
			t.Errorf("%s: %s", what, difference)
		}
		if value, ok := front(text); ok && schema.Validate(value) != nil {
			refused++
		}
	}
	try("with newer keys", withNewer(lines))
	for _, lines := range [][]string{lines, withNewer(lines)} {
		for i, line := range lines {
			try("without "+line, slices.Delete(slices.Clone(lines), i, i+1))
			key, _, found := strings.Cut(line, ": ")
			if !found || strings.HasPrefix(strings.TrimSpace(line), "- {") {
				continue
			}
			for _, value := range []string{
				"", "zzz", "7", "0.5", "[]", "[a, b]", "[1, 2]", "{a: b}", "{least: 1}", "{most: 0.5}", "{least: 1, more: 2}", "2026-01-20", "yes", `""`, "[{}]",
			} {
				mutated := slices.Clone(lines)
				mutated[i] = key + ": " + value
				try(mutated[i], mutated)
			}
		}
	}
	if mutations < 1000 || refused < 500 {
		t.Errorf("%d mutations, %d of them refused", mutations, refused)
	}
}
