package frontmatter_test

import (
	"errors"
	"strings"
	"testing"

	"hindcast/internal/frontmatter"
	"hindcast/internal/incident"
)

func mustTime(t *testing.T, s string) incident.Time {
	t.Helper()
	at, err := incident.ParseTime(s)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// keyOrder is the order of keys that the cases below insert by.
var keyOrder = []string{"id", "title", "status", "timeline", "tags"}

func TestApply(t *testing.T) {
	at := mustTime(t, "2026-03-02T09:40Z")
	action := incident.Action{ID: "A2", Title: "Watch the alarm, too", Status: "open"}
	tests := []struct {
		name     string
		in, want string // heads
		edits    []frontmatter.Edit
	}{
		{"a value", "status: detected # now\nid: x\n", "status: triaged # now\nid: x\n", []frontmatter.Edit{frontmatter.Set("status", "triaged")}},
		{"a quoted value", "status:  'it''s'   # now\n", "status:  triaged   # now\n", []frontmatter.Edit{frontmatter.Set("status", "triaged")}},
		{"a value that needs quotes", "title: x\n", "title: 'a: b'\n", []frontmatter.Edit{frontmatter.Set("title", "a: b")}},
		{"a value that needs quotes in a flow map", "a: {b: x, c: y}\n", "a: {b: 'p, q', c: y}\n", []frontmatter.Edit{frontmatter.Set("a.b", "p, q")}},
		{"an absent value", "status:   # later\nid: x\n", "status: triaged   # later\nid: x\n", []frontmatter.Edit{frontmatter.Set("status", "triaged")}},
		{"an absent value in a flow map", "a: {b, c: }\n", "a: {b: x, c: y}\n", []frontmatter.Edit{frontmatter.Set("a.b", "x"), frontmatter.Set("a.c", "y")}},
		{"a literal text", "trigger: |\n  one\n  two\n\n# end\nid: x\n", "trigger: three\n\n# end\nid: x\n", []frontmatter.Edit{frontmatter.Set("trigger", "three")}},
		{"a folded text", "trigger: one\n  two # why\nid: x\n", "trigger: three # why\nid: x\n", []frontmatter.Edit{frontmatter.Set("trigger", "three")}},
		{"a block list by a short one", "tags:\n- a\n- b # last\nid: x\n", "tags: [c] # last\nid: x\n", []frontmatter.Edit{frontmatter.Set("tags", []string{"c"})}},
		{"a block list below a comment", "tags: # words\n- a\nid: x\n", "tags: # words\n  [c]\nid: x\n", []frontmatter.Edit{frontmatter.Set("tags", []string{"c"})}},
		{
			"a flow list by a block one", "m:\n  actions: [] # todo\nid: x\n", "m:\n  actions:\n    - {id: A2, title: 'Watch the alarm, too', status: open} # todo\nid: x\n",
			[]frontmatter.Edit{frontmatter.Set("m.actions", []incident.Action{action})},
		},
		{"an item", "tags: [a, b]\n", "tags: [a, 'c, d']\n", []frontmatter.Edit{frontmatter.Set("tags[1]", "c, d")}},
		{
			"a missing key, by the order", "id: x\n\n# what\ntitle: t # it\n\ntags: [a]\n", "id: x\n\n# what\ntitle: t # it\nstatus: detected\n\ntags: [a]\n",
			[]frontmatter.Edit{frontmatter.Set("status", "detected", keyOrder...)},
		},
		{"a missing key before all others", "# head\ntitle: t\n", "# head\nid: x\ntitle: t\n", []frontmatter.Edit{frontmatter.Set("id", "x", keyOrder...)}},
		{"a missing key without order", "id: x\n# end\n\n", "id: x\n# end\n\nstatus: detected\n", []frontmatter.Edit{frontmatter.Set("status", "detected")}},
		{
			"a missing key in a block map", "timeline:\n    started: 2026\n    # more\n    detected: 2026-03 # seen\n# next\nid: x\n",
			"timeline:\n    started: 2026\n    # more\n    detected: 2026-03 # seen\n    triaged: 2026-03-02T09:40Z\n# next\nid: x\n",
			[]frontmatter.Edit{frontmatter.Set("timeline.triaged", at, incident.TimelineKeys()...)},
		},
		{
			"a missing key in a flow map", "timeline: {started: 2026, resolved: 2026-04, }\n", "timeline: {started: 2026, triaged: 2026-03-02T09:40Z, resolved: 2026-04, }\n",
			[]frontmatter.Edit{frontmatter.Set("timeline.triaged", at, incident.TimelineKeys()...)},
		},
		{"a missing key in an empty flow map", "timeline: {}\n", "timeline: {triaged: 2026-03-02T09:40Z}\n", []frontmatter.Edit{frontmatter.Set("timeline.triaged", at)}},
		{"a missing map", "id: x\n", "id: x\nroles: {reviewer: r}\n", []frontmatter.Edit{frontmatter.Set("roles.reviewer", "r")}},
		{"an absent map", "roles:\nid: x\n", "roles: {reviewer: r}\nid: x\n", []frontmatter.Edit{frontmatter.Set("roles.reviewer", "r")}},
		{"a key after blank lines that belong to a text", "a:\n  t: |+\n    x\n\n\nid: x\n", "a:\n  t: |+\n    x\n\n\n  u: y\nid: x\n", []frontmatter.Edit{frontmatter.Set("a.u", "y")}},
		{"a key in an item", "l:\n  - a: 1\n    b: 2\n  - a: 3\n", "l:\n  - a: 1\n    b: 2\n    c: z\n  - a: 3\n", []frontmatter.Edit{frontmatter.Set("l[0].c", "z")}},
		{"the first key of an item", "l:\n  - b: 1\n", "l:\n  - a: z\n    b: 1\n", []frontmatter.Edit{frontmatter.Set("l[0].a", "z", "a", "b")}},
		{"a map without a key", "{id: x}\n", "{id: x, title: t}\n", []frontmatter.Edit{frontmatter.Set("title", "t")}},
		{"the first key of all", "# nothing yet\n", "# nothing yet\nid: x\n", []frontmatter.Edit{frontmatter.Set("id", "x")}},
		{"the first key of an empty head", "", "id: x\n", []frontmatter.Edit{frontmatter.Set("id", "x")}},
		{"append to a flow list", "tags: [a, b ] # t\n", "tags: [a, b, c ] # t\n", []frontmatter.Edit{frontmatter.Append("tags", "c")}},
		{"append to an empty list", "tags: [ ]\n", "tags: [c ]\n", []frontmatter.Edit{frontmatter.Append("tags", "c")}},
		{"append to a block list", "tags:\n- a\n- b # t\n\nid: x\n", "tags:\n- a\n- b # t\n- c\n\nid: x\n", []frontmatter.Edit{frontmatter.Append("tags", "c")}},
		{"append to a missing list", "id: x\n", "id: x\ntags: [c]\n", []frontmatter.Edit{frontmatter.Append("tags", "c")}},
		{"append to an absent list", "tags:\nid: x\n", "tags: [c]\nid: x\n", []frontmatter.Edit{frontmatter.Append("tags", "c")}},
		{"remove a line", "id: x\ntitle: t # it\n# next\nstatus: s\n", "id: x\n# next\nstatus: s\n", []frontmatter.Edit{frontmatter.Remove("title")}},
		{"remove lines", "id: x\ntags: # t\n- a\n- b\n\nstatus: s\n", "id: x\n\nstatus: s\n", []frontmatter.Edit{frontmatter.Remove("tags")}},
		{"remove from a flow map", "t: {a: 1, b: 2, c: 3}\n", "t: {b: 2}\n", []frontmatter.Edit{frontmatter.Remove("t.c"), frontmatter.Remove("t.a")}},
		{"remove all from a flow map", "t: {a: 1}\n", "t: {}\n", []frontmatter.Edit{frontmatter.Remove("t.a")}},
		{"remove all from a block map", "t:\n  a: 1 # one\nid: x\n", "t:\n  {} # one\nid: x\n", []frontmatter.Edit{frontmatter.Remove("t.a")}},
		{"remove the first key of an item", "l:\n  - a: 1\n    b: 2\n", "l:\n  - b: 2\n", []frontmatter.Edit{frontmatter.Remove("l[0].a")}},
		{"remove the first key of an item above a comment", "l:\n  - a: 1 # one\n    # two\n    b: 2\n", "l:\n  -\n    # two\n    b: 2\n", []frontmatter.Edit{frontmatter.Remove("l[0].a")}},
		{"remove what is not there", "id: x\n", "id: x\n", []frontmatter.Edit{frontmatter.Remove("t.a")}},
	}
	schema := frontmatter.Limits{Bytes: 1 << 16, Nodes: 1000, Depth: 20}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			for _, eol := range []string{"\n", "\r\n"} {
				for _, body := range []string{"\n\nText.", ""} {
					whole := func(head string) string { return strings.ReplaceAll("---\n"+head+"---"+body, "\n", eol) }
					doc, findings := frontmatter.Parse([]byte(whole(test.in)), schema)
					if doc == nil {
						t.Fatal(findings)
					}
					got, err := doc.Apply(test.edits...)
					if err != nil || string(got) != whole(test.want) {
						t.Errorf("got  %q, %v\nwant %q", got, err, whole(test.want))
					}
				}
			}
		})
	}
}

func TestApplyRefuses(t *testing.T) {
	for name, test := range map[string]struct {
		head string
		edit frontmatter.Edit
	}{
		"no path":              {"id: x\n", frontmatter.Set("", "x")},
		"no value":             {"id: x\n", frontmatter.Set("tags", []string(nil))},
		"a key of a text":      {"id: x\n", frontmatter.Set("id.a", "x")},
		"an item out of reach": {"tags: [a]\n", frontmatter.Set("tags[1]", "x")},
		"an item of a text":    {"tags: a\n", frontmatter.Append("tags", "x")},
		"removing an item":     {"tags: [a]\n", frontmatter.Remove("tags[0]")},
		"bytes that are no text": {
			"id: x\n", frontmatter.Set("id", "\xff"),
		},
	} {
		doc, _ := frontmatter.Parse([]byte("---\n"+test.head+"---\n"), wide)
		if text, err := doc.Apply(test.edit); err == nil || text != nil {
			t.Errorf("%s: no error, but %q", name, text)
		}
	}
	// A pair in a list without braces has no place for a second key.
	doc, _ := frontmatter.Parse([]byte("---\nl: [a: b]\n---\n"), wide)
	if _, err := doc.Apply(frontmatter.Set("l[0].c", "d")); !errors.Is(err, frontmatter.ErrLayout) {
		t.Errorf("a pair without braces: %v", err)
	}
}

// The settings are YAML throughout, without lines of ---.
func TestApplyYAML(t *testing.T) {
	for in, want := range map[string]string{
		"":                           "title: T\n",
		"# mine":                     "# mine\ntitle: T",
		"language: en":               "language: en\ntitle: T",
		"title: x\nlanguage: en\n\n": "title: T\nlanguage: en\n\n",
	} {
		doc, _ := frontmatter.ParseYAML([]byte(in), wide)
		if got, err := doc.Apply(frontmatter.Set("title", "T")); err != nil || string(got) != want {
			t.Errorf("%q: got %q, %v, want %q", in, got, err, want)
		}
	}
}
