package frontmatter_test

import (
	"fmt"
	"testing"

	"hindcast/internal/diag"
	"hindcast/internal/frontmatter"
)

var fuzzLimits = frontmatter.Limits{Bytes: 16 << 10, Nodes: 500, Depth: 20}

type fuzzFront struct {
	Name  string                `key:"name"`
	When  fuzzCapitals          `key:"when"`
	List  []string              `key:"list"`
	Parts []fuzzInner           `key:"parts"`
	Map   map[string]any        `key:"map"`
	Ids   map[string]fuzzLabels `key:"ids"`
}

type fuzzInner struct {
	Name string   `key:"name"`
	List []string `key:"list"`
}

type fuzzLabels []string

func (fuzzLabels) LoneItem() {}

// fuzzCapitals is a scalar that takes capitals only.
type fuzzCapitals string

func (u *fuzzCapitals) UnmarshalText(text []byte) error {
	for _, b := range text {
		if b < 'A' || b > 'Z' {
			return fmt.Errorf("must be capitals, not %q", text)
		}
	}
	*u = fuzzCapitals(text)
	return nil
}

var fuzzSchema = frontmatter.For[fuzzFront]()

// fuzzSeeds are heads, each without its delimiters.
var fuzzSeeds = []string{
	"", "# comment\n", "name: a\n", "name: \"a \\\" b\"\nwhen: 'it''s'\n", "name: |\n  a\n  --- b\n\nwhen: >-\n  A\n  B\n", "list: [a, 'b', \"c\", [d]]\n", "parts: [{name: a}, {}, null, ~]\n",
	"parts:\n  - name: a\n    list:\n      - x\n  -\n", "name: a: b\n", "name: a\nname: b\n", "\tname: a\n", "name: &x a\nwhen: *x\n", "name: !!str a\n", "%YAML 1.2\n", "? a\n: b\n", "? [a]\n: b\n", "{name: a}\n",
	"[a]\n", "a\n", "name: [\n", "name: \"a\n", "...\nname: a\n", "name: a\n...\nb\n", "name: é\u2028b\nwhen: \u0085x\n", "name: a\rwhen: B\r\n", "<<: {name: a}\n", "map: {a: {b: [c, d]}, 1: true}\n",
	"ids: {a: b, c: [d]}\n", "name: \"\\e[31m\"\n", "\"na\\me\": x\n", "'name': x\n", "nmae: x\nparts: [{nmae: y}]\n", "name: a # b\nwhen: A#B\n", "name: {a: b}\nlist: x\nparts: x\nmap: x\nwhen: [A]\n", "\ufeffname: a\n", "0: a\n-0: b\n~: c\n",
}

func FuzzDecode(f *testing.F) {
	for _, s := range fuzzSeeds {
		f.Add("---\n" + s + "---\ntext\n")
		f.Add(s)
	}
	f.Add("---\r\nname: a\r\n---\r\ntext")
	f.Add("---\nname: a\n  ---\n")
	f.Add("---\nname: a\n--- \t\n")
	f.Fuzz(func(t *testing.T, src string) {
		doc, findings := frontmatter.Parse([]byte(src), fuzzLimits)
		if doc == nil && len(findings) == 0 {
			t.Error("neither a document nor a finding")
		}
		if doc != nil && (doc.Body < 0 || doc.Body > len(src)) {
			t.Errorf("the text begins at byte %d of %d", doc.Body, len(src))
		}
		checkFuzzed(t, src, doc, findings)
		doc, findings = frontmatter.ParseYAML([]byte(src), fuzzLimits)
		checkFuzzed(t, src, doc, findings)
	})
}

func checkFuzzed(t *testing.T, src string, doc *frontmatter.Document, findings []diag.Finding) {
	t.Helper()
	within := func(what string, s diag.Span) {
		if s != diag.FileStart && (s.Start.Offset < 0 || s.Start.Offset > s.End.Offset || s.End.Offset > len(src) ||
			s.Start.Line < 1 || s.Start.Column < 1) {
			t.Errorf("%s lies at %v, outside of %d bytes", what, s, len(src))
		}
	}
	if doc != nil {
		var p fuzzFront
		findings = append(findings, fuzzSchema.Decode(doc, &p)...)
		within("the start", doc.Start())
		for _, key := range []string{
			"name", "when", "list", "list[0]", "parts", "parts[0]", "parts[0].name", "parts[1].list[0]", "map", "map.a", "ids.a",
			"", "[0]", "a..b",
		} {
			for _, find := range []func(string) (diag.Span, string, bool){doc.Value, doc.Key} {
				if span, text, ok := find(key); ok {
					within(key, span)
					if src[span.Start.Offset:span.End.Offset] != text {
						t.Errorf("%s at %v is %q, said to be %q", key, span, src[span.Start.Offset:span.End.Offset], text)
					}
				}
			}
			doc.Places().IsMap(key)
		}
	}
	for _, f := range findings {
		within("the finding "+f.Rule, f.Span)
		if f.Rule == "" || f.Message == "" {
			t.Errorf("a finding without rule or message: %+v", f)
		}
		for _, r := range f.Related {
			within("a place beside "+f.Rule, r.Span)
		}
	}
}

// Whatever the head, an edit gives a text that reads as asked for, or an error and no text.
func FuzzApply(f *testing.F) {
	for _, s := range fuzzSeeds {
		for _, path := range []string{"name", "list", "list[0]", "parts[0].name", "map.a.b", "ids.c[0]", "new.key"} {
			f.Add("---\n"+s+"---\ntext\n", path, "it's: new", uint8(0))
			f.Add("---\r\n"+s+"---\r\ntext", path, "2026-03-02T09:40Z", uint8(1))
			f.Add("---\n"+s+"---", path, "", uint8(2))
		}
	}
	f.Fuzz(func(t *testing.T, src, path, value string, kind uint8) {
		for _, parse := range []func([]byte, frontmatter.Limits, ...string) (*frontmatter.Document, []diag.Finding){
			frontmatter.Parse, frontmatter.ParseYAML,
		} {
			doc, _ := parse([]byte(src), fuzzLimits)
			if doc == nil {
				continue
			}
			edit := []frontmatter.Edit{
				frontmatter.Set(path, value, "name", "list"), frontmatter.Append(path, value), frontmatter.Remove(path),
				frontmatter.Set(path, []fuzzInner{{Name: value}}),
				frontmatter.Append(path, fuzzInner{Name: value, List: []string{value}}),
			}[kind%5]
			text, err := doc.Apply(edit)
			switch {
			case (err == nil) != (text != nil):
				t.Errorf("%d bytes and the error %v", len(text), err)
			case err == nil && string(text[len(text)-len(src)+doc.Body:]) != src[doc.Body:]:
				t.Errorf("the text below the head changed: %q", text)
			}
		}
	})
}
