package public

import (
	"context"
	"slices"
	"strings"
	"testing"

	"hindcast/internal/filing/intake/intaketest"
	"hindcast/internal/importing"
)

const atlasSample = `---
id: AML.CS0999
name: Evasion of {{ create_internal_link(evade_model) }}
object-type: case-study
summary: 'Researchers fooled a [scanner](https://scanner.example/) with [[stickers]].

  <div>Twice.</div>'
incident-date: 2031-03-01
incident-date-granularity: MONTH
procedure:
- tactic: '{{reconnaissance.id}}'
  technique: '{{victim_research_preprint.id}}'
  description: 'They read:

    - papers

    # A heading'
- tactic: AML.TA0011
  technique: '{{no_such_thing.id}}'
  description: It failed.
target: Acme scanner
actor: Researchers of Acme
reporter: Acme
case-study-type: exercise
references:
- title: null
  url: https://paper.example/
- title: A talk
  url: null
`

func TestATLAS(t *testing.T) {
	e := one(t, ATLAS, files(map[string]string{"AML.CS0999.yaml": atlasSample, ".git/x.yaml": "a", "README.md": "b"}))
	f := e.Front
	if f.ID != "ATLAS-0999" || f.Title != "Evasion of Evade AI Model" || f.Timeline.Started.At.String() != "2031-03" ||
		!slices.Equal(f.Tags, []string{"exercise"}) || !slices.Equal(f.Parties.Actors, []string{"Researchers of Acme"}) ||
		f.Summary != "Researchers fooled a scanner with [[stickers]]. <div>Twice.</div>" {
		t.Errorf("%+v", f)
	}
	if got := ids(f.Frameworks["mitre_atlas"]); !slices.Equal(got, []string{"AML.TA0002", "AML.T0000.001", "AML.TA0011"}) {
		t.Errorf("%v", got)
	}
	if !slices.Equal(f.Source.Issues, []string{"procedure[1].technique: {{no_such_thing.id}}"}) || len(f.References) != 2 {
		t.Errorf("%q, %+v", f.Source.Issues, f.References)
	}
	if f.Custom["atlas"].(map[string]any)["reporter"] != "Acme" {
		t.Errorf("%v", f.Custom)
	}
	want := `
## What happened

Researchers fooled a [scanner](https://scanner.example/) with \[\[stickers]].
\<div>Twice.\</div>

## Procedure

1. **Reconnaissance – Search Open Technical Databases: Pre-Print Repositories**

   They read:
   - papers
   ### A heading

2. **Impact – {{no\_such\_thing.id}}**

   It failed.
`
	if e.Body != want {
		t.Errorf("%s", e.Body)
	}
}

func TestATLASDates(t *testing.T) {
	for granularity, want := range map[string]string{"YEAR": "2031", "MONTH": "2031-03", "DATE": "2031-03-01"} {
		e := one(t, ATLAS, file("a.yaml", strings.Replace(atlasSample, "MONTH", granularity, 1)))
		if got := e.Front.Timeline.Started.At.String(); got != want {
			t.Errorf("%s: %s", granularity, got)
		}
	}
}

func TestATLASLeavesOut(t *testing.T) {
	for _, test := range []struct{ old, new, want string }{
		{"case-study\n", "technique\n", "it is no case study"},
		{"AML.CS0999", "AML.T0999", "its id \"AML.T0999\" is none of a case study"},
		{"2031-03-01", "soon", "has no usable date"},
		{"name: Evasion of {{ create_internal_link(evade_model) }}", "name: ' '", "has no name"},
		{"target: Acme", "target: &a Acme", "line 21 is not read"},
		{"target: Acme", "target: [", "is not read"},
	} {
		_, err := ATLAS(context.Background(), file("a.yaml", strings.Replace(atlasSample, test.old, test.new, 1)), importing.Options{})
		if err == nil || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%v, want %q", err, test.want)
		}
	}
}

// A file cut anywhere is left out with one reason, or still a whole case study in what is left of it.
func TestATLASCut(t *testing.T) {
	for end := 0; end < len(atlasSample); end += 10 {
		complete(t, ATLAS, files(map[string]string{"a.yaml": atlasSample[:end], "b.yaml": atlasSample}))
	}
}

func TestATLASHostile(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds; make test runs it")
	}
	bomb := "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"
	for _, text := range []string{
		bomb, strings.Repeat("[", 1<<19), "a: " + strings.Repeat("{b: ", 1<<18), strings.Repeat("a: b\n", 1<<18), strings.Repeat("- ", 1<<19),
		strings.Repeat("# ", 40<<20), strings.Replace(atlasSample, "It failed.", strings.Repeat("[[:::<a ", 1<<16), 1),
	} {
		complete(t, ATLAS, file("a.yaml", text))
	}
}

func TestATLASSnapshot(t *testing.T) {
	records := importReal(t, ATLAS, intaketest.Single(t, realData+"atlas", "."), 15)
	exercises := 0
	for _, r := range records {
		if slices.Contains(r.Tags, "exercise") {
			exercises++
		}
		if len(r.Text.Sections()) != 2 {
			t.Errorf("%s: %d sections", r.Path, len(r.Text.Sections()))
		}
	}
	if exercises != 11 {
		t.Errorf("%d exercises", exercises)
	}
}

func FuzzATLAS(f *testing.F) {
	f.Add(atlasSample)
	f.Fuzz(func(t *testing.T, in string) { complete(t, ATLAS, file("a.yaml", in)) })
}
