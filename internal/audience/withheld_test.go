package audience_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"hindcast/internal/audience"
	"hindcast/internal/diag"
	"hindcast/internal/incident"
	"hindcast/internal/load"
	"hindcast/internal/markdown"
)

func record(path, id, title, tlp string, aliases ...string) *incident.Record {
	return &incident.Record{
		File: incident.File{Path: path}, Front: incident.Front{ID: id, Title: title, TLP: tlp, Aliases: aliases},
	}
}

// log holds something withheld from the public of each sort, and what looks like it.
func log() *incident.Log {
	return &incident.Log{
		Records: []*incident.Record{
			record("incidents/2026/INC-2026-0001-fee.md", "INC-2026-0001", "Fee quoted twice", "CLEAR"),
			record("incidents/2026/INC-2026-0005-union-of-banks.md", "INC-2026-0005", "Union of two banks foretold", "RED",
				"INC-2026-XK7Q2"),
			record("incidents/2026/INC-2026-0006-x.md", "", "", ""), // can't be read
			record("incidents/2026/INC-2026-0008-y.md", "INC-2026-0008", "Fee quoted twice", "AMBER"),
			record("incidents/ZINC-2026-0005.md", "ZINC-2026-0005", "Zinc", "CLEAR"),
		},
		Systems: []*incident.System{
			{File: incident.File{Path: "knowledge/systems/union-model.md"}, Slug: "union-model", SystemFront: incident.SystemFront{Title: "Heron", TLP: "RED"}},
			{File: incident.File{Path: "knowledge/systems/assistant.md"}, Slug: "assistant", SystemFront: incident.SystemFront{Title: "Chat assistant", TLP: "CLEAR"}},
		},
		Articles: []*incident.Article{
			{File: incident.File{Path: "knowledge/glossary/drift.md"}, Slug: "drift", Kind: incident.Glossary, ArticleFront: incident.ArticleFront{Title: "Drift", TLP: "AMBER"}},
			{File: incident.File{Path: "knowledge/glossary/silent-sampling.md"}, Slug: "silent-sampling", Kind: incident.Glossary, ArticleFront: incident.ArticleFront{Title: "Sampling", TLP: "AMBER"}},
			{File: incident.File{Path: "knowledge/playbooks/quiet-rollback.md"}, Slug: "quiet-rollback", Kind: incident.Playbook, ArticleFront: incident.ArticleFront{Title: "Roll back unseen", TLP: "AMBER"}},
		},
	}
}

func TestNamesInText(t *testing.T) {
	w := audience.Decide(log(), "public")
	for text, want := range map[string]bool{
		"Split INC-2026-0005 out": true, "see inc-2026-0005": true, "https://x.example/incidents/inc-2026-0005/": true, "INC-2026-0005s": true,
		"x_INC-2026-0005": true, "preINC-2026-0005": true, "INC 2026 0005": true, "INC-2026-5": true, "inc%2D2026%2D0005": true, "INC\u20112026\u20110005": true,
		"INC-2026\u00ad-0005": true, "ＩＮＣ-２０２６-０００５": true, "INC-2026-0005-union.md": true, "INC20260005": true, "INC-2026-XK7Q2": true,
		"see inc-2026-xk7q2.": true, "INC-2026-0006": true,
		"union of  TWO banks, foretold": true, "Union of banks": false, "Heron failed": true, "a heron flew by": false, "the herons": false,
		"systems/union-model/": true, "/playbooks/quiet-rollback/": true, "a union model": false, "a quiet rollback": false, "the union-model failed": true, "union-model-v2": true, "UNION_MODEL": true, "union--model": false, "quiet\u2011rollback": true, "pre-union-models": false, "roll-back unseen": true, "Roll back unseen.": true,
		"drift and Drift": false, "sampling": false, "silent sampling": false, "as in silent-sampling": true, "Fee quoted twice": false, "ZINC-2026-0005": false, "INC-2026-00051": false, "INC-2026-0001": false, "INC-2025-0005": false,
		"INC, in 2026, had 0005 cases of": false, "INC was founded in 2026 with 0005 people": false, "": false, "%": false,
	} {
		if got := w.Name(text); (got != "") != want {
			t.Errorf("%q names %q", text, got)
		}
	}
}

// What is in the history of a file is held back sooner, since nobody can mend it.
func TestSubjects(t *testing.T) {
	w := audience.Decide(log(), "public")
	for subject, want := range map[string]bool{
		"Add INC-2026-0005-union-of-banks.md": true, "Rename union-of-banks": true, "union-model-v2 added": true, "Union model": true, "heron": true,
		"Merge branch 'fix/INC-2026-0005-secret'": true, "Move incidents/2026/INC-2026-0006-x.md": true, "Explain drift": true,
		"Mend INC-2026-0001": false, "Reword the fee": false, "assistant": false,
	} {
		if got := w.Hides(subject); got != want {
			t.Errorf("%q is hidden: %v", subject, got)
		}
	}
}

// What a withheld file is called counts where a fault keeps its names from being read, too: under a misspelt key, in
// another form or in a file that is no YAML. What is under its other keys counts for subjects alone.
func TestNamesBehindFaults(t *testing.T) {
	const rest = "tlp: RED\n---\n"
	for head, names := range map[string][]string{
		"---\nid: INC-2026-0005\ntitel: Union of two banks foretold\n" + rest:                                                   {"Union of two banks foretold"},
		"---\nTitle: Heron\n" + rest:                                                                                            {"Heron"},
		"---\ntitle: {en: Union of two banks, de: Zwei Banken}\n" + rest:                                                        {"union of two banks", "zwei banken"},
		"---\ntitle: Union\ntitle: Two banks\n" + rest:                                                                          {"Union", "two banks"},
		"---\nid: INC-2026-0005\nalias: [SEC-42]\ntitle: Union of banks\n" + rest:                                               {"sec-42", "union of banks"},
		"---\nidd: SEC-42\ntitle: Union of banks\n" + rest:                                                                      {"SEC-42"},
		"---\nid: [SEC-42, SEC-43]\naliases: {a: SEC-44}\ntitle: Union of banks\n" + rest:                                       {"SEC-42", "SEC-43", "SEC-44"},
		"---\nid: SEC-42\ntitel: 'Union of two banks' # working title\naliases:\n  - SEC-43\n  - \"SEC-44\"\nowner: [\n" + rest: {"SEC-42", "Union of two banks", "SEC-43", "SEC-44"},
		"id: SEC-42\nalias: [SEC-43, 'SEC-44']\ntitle: \"Union of two banks\"\n  title: Retrain the model\n":                    {"sec 42", "SEC-43", "SEC-44", "union of two banks"},
	} {
		log, err := load.NewLoader(load.DefaultLimits).Log(t.Context(), fstest.MapFS{
			"incidents/2026/a.md": {Data: []byte(head)},
		})
		if err != nil {
			t.Fatal(err)
		}
		w := audience.Decide(log, "public")
		for _, name := range names {
			if w.Name("about "+name+" and more") == "" {
				t.Errorf("%q does not name %s", head, name)
			}
		}
		for _, other := range []string{"working title", "Retrain the model", "en", "RED"} {
			if got := w.Name(other); got != "" {
				t.Errorf("%q names %q", head, got)
			}
		}
	}
	log, err := load.NewLoader(load.DefaultLimits).Log(t.Context(), fstest.MapFS{
		"incidents/2026/x9.md": {Data: []byte("---\nheadline: Union of two banks\nrisk: high\n" + rest)},
		"incidents/2026/x8.md": {Data: []byte("---\ntitle: Heron\nsite: Berlin\ntime: in May\n" + rest)},
		"incidents/2026/x7.md": {Data: []byte("---\ntitle: Heron #2 of (three\nsite: Berlin\nowner: [\n" + rest)},
	})
	if err != nil {
		t.Fatal(err)
	}
	w := audience.Decide(log, "public")
	if w.Name("about Heron #2 of (three") == "" {
		t.Error("what is behind # in the title of a file that can't be read is no part of its name")
	}
	for subject, want := range map[string]bool{
		"Mend the union of two banks": true, "a high fee": false, "in Berlin": false,
	} {
		if got := w.Hides(subject); got != want || w.Name(subject) != "" {
			t.Errorf("%q is hidden: %v, names %q", subject, got, w.Name(subject))
		}
	}
}

// Findings name nothing that is withheld: not its file, nor itself in a hint or at another place.
func TestFindings(t *testing.T) {
	w := audience.Decide(log(), "public")
	shown, others := w.Findings([]diag.Finding{
		{Path: "incidents/2026/INC-2026-0005-union-of-banks.md", Level: diag.Error, Message: "wrong"},
		{Path: "incidents/2026/INC-2026-0001-fee.md", Level: diag.Warning, Message: "INC-2026-0005 is mentioned"},
		{
			Path: "incidents/2026/INC-2026-0001-fee.md", Level: diag.Error, Message: "there is no record INC-2026-0004", Hint: "did you mean INC-2026-0005?",
			Related: []diag.Place{{Path: "incidents/2026/INC-2026-0006-x.md"}, {Path: "incidents/ZINC-2026-0005.md", Message: "here"}},
		},
	})
	if len(shown) != 1 || shown[0].Hint != "" || len(shown[0].Related) != 1 || others.Errors != 1 || others.Warnings != 1 {
		t.Errorf("shown: %+v, others: %v", shown, others)
	}
}

// A finding in a part that is withheld is withheld, from the line that opens the part to the one that closes it.
func TestFindingsWithinParts(t *testing.T) {
	const text = "before\n\n:::tlp RED\nwithin\n:::\nafter\n"
	l := log()
	l.Records[0].Text = parse(text)
	lines := diag.NewLines([]byte(text))
	for word, want := range map[string]bool{
		"before": true, ":::tlp": false, "within": false, ":::\n": false, "after": true,
	} {
		at := strings.Index(text, word)
		f := diag.Finding{Path: l.Records[0].Path, Span: lines.Span(at, at+len(word)), Level: diag.Note}
		shown, others := audience.Decide(l, "public").Findings([]diag.Finding{f})
		if (len(shown) == 1) != want || (others.Notes == 0) != want {
			t.Errorf("a finding at %q is shown %d times and counted as %v", word, len(shown), others)
		}
	}
}

// What lies in the folder of a record is for its readers, but for a file there that has a mark of its own.
func TestFilesOfARecord(t *testing.T) {
	l := log()
	l.Records[1].Path = "incidents/2026/quiet/index.md" // RED
	l.Records[0].Path = "incidents/2026/quiet/annex/INC-2026-0001-fee.md"
	l.Assets = []*incident.File{{Path: "incidents/2026/quiet/p.gif"}}
	w := audience.Decide(l, "public")
	for path, want := range map[string]bool{
		"incidents/2026/quiet/index.md": false, "incidents/2026/quiet/p.gif": false, "incidents/2026/quiet/annex/p.gif": false,
		"incidents/2026/quiet/annex/INC-2026-0001-fee.md": true, "incidents/2026/p.gif": true, "hindcast.yaml": true,
	} {
		if got := w.Sees(path); got != want {
			t.Errorf("the public sees %s: %v", path, got)
		}
	}
	l.Records[0].Text = parse("![p](../p.gif)")
	if _, findings := w.Cut(l); len(findings) != 1 || findings[0].Text != "../p.gif" ||
		findings[0].Span.Start.Column != 1 {
		t.Errorf("a picture of something withheld: %+v", findings)
	}
}

// A finding has the place of its value in the file, whatever was taken out of the list before it.
func TestPlaceBehindWhatIsWithheld(t *testing.T) {
	const head = "---\nid: INC-2026-0001\ntlp: CLEAR\nrelated:\n- {id: INC-2026-0005, note: no matter}\n- {id: ZINC-2026-0005, note: after INC-2026-0005}\n---\n"
	l := log()
	l.Records[0] = loaded(t, head)
	cut, findings := audience.Decide(l, "public").Cut(l)
	if len(findings) != 1 || findings[0].Key != "related[1].note" || findings[0].Span.Start.Line != 6 ||
		len(cut.Records[0].Related) != 1 {
		t.Errorf("findings: %+v; left: %+v", findings, cut.Records[0].Related)
	}
}

var loader = load.NewLoader(load.DefaultLimits)

// loaded is a record as it is read from a file.
func loaded(t *testing.T, text string) *incident.Record {
	t.Helper()
	log, err := loader.Log(t.Context(), fstest.MapFS{"incidents/INC-2026-0001.md": {Data: []byte(text)}})
	if err != nil {
		t.Fatal(err)
	}
	return log.Records[0]
}

// A value whose key path can't be found in the file has the place of the nearest map around it.
func TestPlaceOfTheNearestValue(t *testing.T) {
	const head = "---\nid: INC-2026-0001\ntlp: CLEAR\ncustom: {a.b: after INC-2026-0005}\n---\n"
	l := log()
	l.Records[0] = loaded(t, head)
	_, findings := audience.Decide(l, "public").Cut(l)
	if len(findings) != 1 || findings[0].Key != "custom.a.b" || findings[0].Span.Start.Line != 4 ||
		findings[0].Span.Start.Column != 9 {
		t.Errorf("findings: %+v", findings)
	}
}

// What refers to something withheld goes, and a list of which nothing is left goes too.
func TestCutReferences(t *testing.T) {
	l := log()
	l.Records[0].Systems = []string{"union-model"}
	l.Records[0].Playbooks = []string{"quiet-rollback"}
	l.Records[0].Related = []incident.Relation{{ID: "inc-2026-0006", Note: "secret"}, {ID: "ZINC-2026-0005"}}
	l.Records[0].DuplicateOf = "INC-2026-0008"
	w := audience.Decide(l, "public")
	cut, findings := w.Cut(&incident.Log{Records: l.Records[:1], Systems: l.Systems}) // the others have been left out because of errors
	r := cut.Records[0]
	if r.Systems != nil || r.Playbooks != nil || r.DuplicateOf != "" || len(r.Related) != 1 ||
		r.Related[0].ID != "ZINC-2026-0005" || len(findings) > 0 {
		t.Errorf("left: %+v; findings: %v", r.Front, findings)
	}
	if len(l.Records[0].Related) != 2 {
		t.Error("the log given was changed")
	}
}

// Wherever something shown names something withheld, that is an error at its place.
func TestNamed(t *testing.T) {
	const id = "INC-2026-0005"
	for name, plant := range map[string]func(*incident.Log, *incident.Record){
		"a value": func(_ *incident.Log, r *incident.Record) { r.Trigger = "as in " + id },
		"a note": func(_ *incident.Log, r *incident.Record) {
			r.Related = []incident.Relation{{ID: "ZINC-2026-0005", Note: id}}
		},
		"an address": func(_ *incident.Log, r *incident.Record) {
			r.References = []incident.Reference{{URL: "https://x.example/" + id}}
		},
		"a key": func(_ *incident.Log, r *incident.Record) { r.Custom = map[string]any{"after " + id: "1"} },
		"a value within": func(_ *incident.Log, r *incident.Record) {
			r.Custom = map[string]any{"a": []any{map[string]any{"b": id}}}
		},
		"a folder":        func(_ *incident.Log, r *incident.Record) { r.Path = "incidents/" + id + "/INC-2026-0001.md" },
		"an alias":        func(_ *incident.Log, r *incident.Record) { r.Aliases = []string{"old/" + strings.ToLower(id)} },
		"a setting":       func(l *incident.Log, _ *incident.Record) { l.Config.Written.Title = "Log of " + id },
		"a text":          func(_ *incident.Log, r *incident.Record) { r.Text = parse("See inc-2026-0005.") },
		"a bare id":       func(_ *incident.Log, r *incident.Record) { r.Text = parse("See " + id + ".") },
		"a reference":     func(_ *incident.Log, r *incident.Record) { r.Text = parse("See [[" + id + "|that one]].") },
		"a slug":          func(_ *incident.Log, r *incident.Record) { r.Text = parse("See [[union-model|it]].") },
		"the title":       func(_ *incident.Log, r *incident.Record) { r.Text = parse("Then *union* of two banks foretold.") },
		"a link title":    func(_ *incident.Log, r *incident.Record) { r.Text = parse(`[x](https://x.example "inc 2026 0005")`) },
		"a link":          func(_ *incident.Log, r *incident.Record) { r.Text = parse(`[x](https://x.example/inc%2d2026-0005)`) },
		"a language":      func(_ *incident.Log, r *incident.Record) { r.Text = parse("``` inc-2026-0005\nx\n```") },
		"code":            func(_ *incident.Log, r *incident.Record) { r.Text = parse("`mv INC-2026-0005.md`") },
		"a picture":       func(_ *incident.Log, r *incident.Record) { r.Text = parse("![inc-2026-0005](p.png)") },
		"a shown part":    func(_ *incident.Log, r *incident.Record) { r.Text = parse("a\n\n:::tlp CLEAR\nSee " + id + "\n:::\n") },
		"split by markup": func(_ *incident.Log, r *incident.Record) { r.Text = parse("INC-**2026**-0005") },
	} {
		t.Run(name, func(t *testing.T) {
			l := log()
			plant(l, l.Records[0])
			if _, findings := audience.Decide(l, "public").Cut(l); len(findings) == 0 || findings[0].Level != diag.Error ||
				strings.Contains(findings[0].Message, id) {
				t.Errorf("findings: %+v", findings)
			}
			if _, findings := audience.Decide(l, "restricted").Cut(l); len(findings) > 0 {
				t.Errorf("restricted readers see all: %+v", findings)
			}
		})
	}
	l := log()
	l.Records[0].Text = parse("a\n\n:::tlp RED\nSee " + id + "\n:::\n")
	if _, findings := audience.Decide(l, "public").Cut(l); len(findings) > 0 {
		t.Errorf("a withheld part may name what it likes: %+v", findings)
	}
	if found := audience.Decide(l, "public").Texts("templates/pages/a.html", "<p>\nafter "+id+"</p>"); len(found) != 1 ||
		found[0].Span.Start.Line != 2 {
		t.Errorf("a template: %+v", found)
	}
}

func parse(text string) markdown.Text {
	return markdown.NewParser(load.DefaultLimits.Text, incident.BareID).Parse(diag.NewLines([]byte(text)), 0)
}

// Where a fence can't be read, before or behind it may be what was meant for fewer, so the file's other findings are
// counted alone.
func TestFindingsBesideABrokenFence(t *testing.T) {
	const path = "incidents/2026/INC-2026-0001-fee.md"
	at := func(line int) diag.Span {
		return diag.Span{Start: diag.Pos{Line: line, Column: 1}, End: diag.Pos{Line: line, Column: 2}}
	}
	all := []diag.Finding{
		{Path: path, Rule: "dead-link", Level: diag.Error, Span: at(3)},
		{Path: path, Rule: "tlp-fence", Level: diag.Error, Span: at(5)},
		{Path: path, Rule: "dead-link", Level: diag.Error, Span: at(7)},
	}
	for name, want := range map[string]int{"public": 1, "partner": 1, "internal": 1, "restricted": 3} {
		if shown, others := audience.Decide(log(), name).Findings(all); len(shown) != want || others.Errors != 3-want {
			t.Errorf("%s: %d are shown, %d counted", name, len(shown), others.Errors)
		}
	}
}
