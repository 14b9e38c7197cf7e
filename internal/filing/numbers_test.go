package filing_test

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"hindcast/internal/corpus"
	"hindcast/internal/diag"
	"hindcast/internal/filing/numbering"
	"hindcast/internal/incident"
)

// placed is a record with a placeholder or a number, detected on a day.
func placed(id, day, more, text string) string {
	return fmt.Sprintf("---\nid: %s\ntitle: Title of %s\ntype: other\nseverity: sev4\nstatus: detected\ntlp: GREEN\nsystems: [assistant]\n"+
		"timeline: {detected: %s}\ndetection: {method: audit}\n%s---\n## What happened\n%s\n", id, id, day, more, text)
}

// carriedOut is the files once a plan is carried out.
func carriedOut(files map[string]string, plan *numbering.Plan) map[string]string {
	out := map[string]string{}
	for name, text := range files {
		if changed, ok := plan.Texts[name]; ok {
			text = string(changed)
		}
		out[plan.PathOf(name)] = text
	}
	return out
}

func assign(t testing.TB, files map[string]string, beside ...*incident.Log) *numbering.Plan {
	t.Helper()
	c := open(t, files)
	plan, err := numbering.Assign(desk(), c.Log, c.FS, beside...)
	if err != nil {
		t.Fatal(err)
	}
	return plan
}

func ids(plan *numbering.Plan) string {
	var list []string
	for _, n := range plan.Numbered {
		list = append(list, n.Old+"="+n.New)
	}
	return strings.Join(list, " ")
}

func TestAssignNumbers(t *testing.T) {
	a, b := "incidents/2026/INC-2026-XAAAA-a.md", "incidents/2026/INC-2026-XBBBB-b.md"
	twoWaiting := map[string]string{
		a: placed("INC-2026-XAAAA", "2026-05-02", "", "A."), b: placed("INC-2026-XBBBB", "2026-05-01", "", "B."),
	}
	upstream := open(t, map[string]string{
		"incidents/INC-2026-0011.md": placed("INC-2026-0011", "2026-05-01", "", "U."),
	}).Log
	tests := []struct {
		name   string
		more   map[string]string
		beside []*incident.Log
		want   string
	}{
		{"in the order of detection", nil, nil, "INC-2026-XBBBB=INC-2026-0001 INC-2026-XAAAA=INC-2026-0002"},
		{"after the highest number, gaps or not", map[string]string{
			"incidents/INC-2026-0001.md": placed("INC-2026-0001", "2026-05-01", "", "x"), "incidents/INC-2026-0007.md": placed("INC-2026-0007", "2026-05-01", "", "x"),
			"incidents/INC-2025-0099.md": placed("INC-2025-0099", "2025-05-01", "", "x"),
		}, nil, "INC-2026-XBBBB=INC-2026-0008 INC-2026-XAAAA=INC-2026-0009"},
		{
			"aliases are taken",
			map[string]string{
				"incidents/INC-2026-0001.md": placed("INC-2026-0001", "2026-05-01", "aliases: [inc-2026-0005]\n", "x"),
			},
			nil,
			"INC-2026-XBBBB=INC-2026-0006 INC-2026-XAAAA=INC-2026-0007",
		},
		{
			"what only a file name tells is taken",
			map[string]string{
				"incidents/INC-2026-0004-broken.md": "no head", "incidents/INC-2026-0006-b/index.md": "---\n: [\n---\n",
			},
			nil,
			"INC-2026-XBBBB=INC-2026-0007 INC-2026-XAAAA=INC-2026-0008",
		},
		{"what the upstream has is taken", nil, []*incident.Log{upstream}, "INC-2026-XBBBB=INC-2026-0012 INC-2026-XAAAA=INC-2026-0013"},
		{
			"another year counts for itself",
			map[string]string{"incidents/INC-2025-XCCCC.md": placed("INC-2025-XCCCC", "2025-05-01", "", "x")},
			[]*incident.Log{upstream},
			"INC-2025-XCCCC=INC-2025-0001 INC-2026-XBBBB=INC-2026-0012 INC-2026-XAAAA=INC-2026-0013",
		},
		{
			"five digits",
			map[string]string{"incidents/INC-2026-9999.md": placed("INC-2026-9999", "2026-05-01", "", "x")},
			nil,
			"INC-2026-XBBBB=INC-2026-10000 INC-2026-XAAAA=INC-2026-10001",
		},
		{
			"precedents have numbers of their own",
			map[string]string{"incidents/INC-0099.md": "---\nid: INC-0099\nkind: precedent\n---\n"},
			nil,
			"INC-2026-XBBBB=INC-2026-0001 INC-2026-XAAAA=INC-2026-0002",
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := ids(assign(t, with(twoWaiting, test.more), test.beside...)); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
	plan := assign(t, map[string]string{
		"hindcast.yaml": "ids: {pattern: \"AI-{number}\"}\n", "incidents/AI-0012-2026-x.md": "broken", "incidents/AI-XAAAA.md": placed("AI-XAAAA", "2026-05-02", "", "A."),
	})
	if got := ids(plan); got != "AI-XAAAA=AI-0013" {
		t.Errorf("a pattern without year: %s", got)
	}
}

func TestAssignLeavesOut(t *testing.T) {
	plan := assign(t, map[string]string{
		"incidents/a/INC-2026-XAAAA.md": placed("INC-2026-XAAAA", "2026-05-02", "", "A."),
		"incidents/b/INC-2026-XAAAA.md": placed("INC-2026-XAAAA", "2026-05-02", "", "A."),
		"incidents/INC-2026-XBBBB.md":   placed("INC-2026-XBBBB", "2026-05-02", "aliases: x\n", "B."),
		"incidents/INC-2026-XCCCC.md":   placed("INC-2026-XCCCC", "2026-05-02", "", "C."),
	})
	if len(plan.LeftOut) != 3 || ids(plan) != "INC-2026-XCCCC=INC-2026-0001" {
		t.Errorf("%+v, %s", plan.LeftOut, ids(plan))
	}
}

// References follow where they are one, and everything else stays.
func TestAssignReferences(t *testing.T) {
	files := with(register, map[string]string{
		"incidents/2026/INC-2026-XAAAA-a/index.md": placed("INC-2026-XAAAA", "2026-05-02", "related:\n  - id: INC-2026-XBBBB # the twin\n    relation: similar_to\n",
			"I am INC-2026-XAAAA, see [[INC-2026-XBBBB]]. [Chart](chart.csv)"),
		"incidents/2026/INC-2026-XAAAA-a/chart.csv": "a,b",
		"incidents/2026/INC-2026-XBBBB.md": placed("INC-2026-XBBBB", "2026-05-01", "aliases: [old-name]\n",
			"[[inc-2026-xaaaa|the twin]], [it](INC-2026-XAAAA-a/index.md#what-happened), [c](/incidents/2026/INC-2026-XAAAA-a/chart.csv), [by name][INC-2026-XAAAA].\n\n"+
				"[INC-2026-XAAAA]: ./INC-2026-XAAAA-a/index.md\n\nINC-2026-XAAAAB and XINC-2026-XAAAA and a/INC-2026-XAAAA and `INC-2026-XAAAA` stay.\n\n"+
				"[elsewhere](https://example.org/INC-2026-XAAAA)\n\n:::tlp AMBER\nINC-2026-XAAAA.\n:::"),
		"incidents/2026/INC-2026-0005.md": placed("INC-2026-0005", "2026-01-01", "actions: [{id: A1, title: Note of INC-2026-XBBBB, status: transferred, ended: 2026-02-01, to: INC-2026-XBBBB}]\n", "None."),
		"incidents/2026/INC-2026-0006.md": strings.Replace(placed("INC-2026-0006", "2026-01-01", "duplicate_of: inc-2026-xbbbb\n", "None."), "status: detected", "status: duplicate", 1),
		"knowledge/lesson.md":             "---\r\ntitle: Lesson\r\ntlp: GREEN\r\n---\r\nFrom INC-2026-XAAAA.\r\n",
	})
	before := open(t, files)
	if n := diag.Tally(before.Findings).Errors; n > 0 {
		t.Fatalf("before: %+v", before.Findings)
	}
	plan := assign(t, files)
	got := carriedOut(files, plan)
	want := with(register, map[string]string{
		"incidents/2026/INC-2026-0008-a/index.md": strings.NewReplacer("id: INC-2026-XAAAA", "id: INC-2026-0008", "id: INC-2026-XBBBB", "id: INC-2026-0007", "I am INC-2026-XAAAA", "I am INC-2026-0008",
			"[[INC-2026-XBBBB]]", "[[INC-2026-0007]]", "similar_to\n", "similar_to\naliases: [INC-2026-XAAAA]\n").Replace(files["incidents/2026/INC-2026-XAAAA-a/index.md"]),
		"incidents/2026/INC-2026-0008-a/chart.csv": "a,b",
		"incidents/2026/INC-2026-0007.md": strings.NewReplacer("id: INC-2026-XBBBB", "id: INC-2026-0007", "[old-name]", "[old-name, INC-2026-XBBBB]", "[[inc-2026-xaaaa|", "[[INC-2026-0008|",
			"(INC-2026-XAAAA-a", "(INC-2026-0008-a", "2026/INC-2026-XAAAA-a/chart", "2026/INC-2026-0008-a/chart", ": ./INC-2026-XAAAA-a", ": ./INC-2026-0008-a",
			"\nINC-2026-XAAAA.\n", "\nINC-2026-0008.\n").Replace(files["incidents/2026/INC-2026-XBBBB.md"]),
		"incidents/2026/INC-2026-0005.md": strings.Replace(files["incidents/2026/INC-2026-0005.md"], "to: INC-2026-XBBBB", "to: INC-2026-0007", 1),
		"incidents/2026/INC-2026-0006.md": strings.Replace(files["incidents/2026/INC-2026-0006.md"], "inc-2026-xbbbb", "INC-2026-0007", 1),
		"knowledge/lesson.md":             strings.Replace(files["knowledge/lesson.md"], "INC-2026-XAAAA", "INC-2026-0008", 1),
	})
	for _, name := range slices.Sorted(maps.Keys(want)) {
		if got[name] != want[name] {
			t.Errorf("%s: got\n%s\nwant\n%s", name, got[name], want[name])
		}
	}
	if len(got) != len(want) {
		t.Errorf("the files are %v", slices.Sorted(maps.Keys(got)))
	}
	if after := open(t, got); diag.Tally(after.Findings).Errors > 0 {
		t.Errorf("after: %+v", after.Findings)
	}
}

// Whatever the log, no number is given twice, every placeholder still leads to its record, and what
// led somewhere before still does.
func TestAssignKeepsLinks(t *testing.T) {
	letters := []string{"XAAAA", "XBBBB", "XCCCC", "0001", "0002", "0009"}
	rapid.Check(t, func(rt *rapid.T) {
		files := maps.Clone(register)
		var names []string
		for _, l := range letters {
			if rapid.Bool().Draw(rt, l) {
				names = append(names, "INC-2026-"+l)
			}
		}
		form := rapid.SampledFrom([]string{
			"[[%s]]", "see %s.", "[x](../2026/%[1]s-t%[2]s)", "[%[1]s][n]\n\n[n]: ../2026/%[1]s-t%[2]s", "`%s`",
			"[a %[1]s](%[1]s-t%[2]s)",
		})
		eol := rapid.SampledFrom([]string{"\n", "\r\n"}).Draw(rt, "ending")
		folder := map[string]bool{}
		for _, id := range names {
			folder[id] = rapid.Bool().Draw(rt, "folder")
		}
		suffix := func(id string) string {
			if folder[id] {
				return "/index.md"
			}
			return ".md"
		}
		for _, id := range names {
			var text strings.Builder
			relations := "related: []\n"
			for range rapid.IntRange(0, 3).Draw(rt, "references") {
				to := rapid.SampledFrom(names).Draw(rt, "to")
				line := fmt.Sprintf(form.Draw(rt, "form"), to, suffix(to))
				if i := strings.Index(line, "%!("); i >= 0 { // an argument that the form does not use
					line = line[:i]
				}
				if folder[id] {
					line = strings.ReplaceAll(strings.ReplaceAll(line, "../2026/", "../"), "]("+to, "](../"+to)
				}
				text.WriteString(line + "\n\n")
				if to != id && rapid.Bool().Draw(rt, "related") {
					relations = "related:\n- {id: " + to + ", relation: similar_to}\n"
				}
			}
			record := placed(id, rapid.SampledFrom([]string{"2026-01-01", "2026-02", "2026"}).Draw(rt, "day"), relations,
				"Text.\n\n"+text.String())
			files[path.Join("incidents/2026", id+"-t"+suffix(id))] = strings.ReplaceAll(record, "\n", eol)
		}
		before := open(t, files)
		was := errorsOf(before)
		plan := assign(t, files)
		after := open(t, carriedOut(files, plan))
		if is := errorsOf(after); is > was {
			rt.Fatalf("%d errors before, now %+v", was, after.Findings)
		}
		seen := map[string]bool{}
		for _, r := range after.Log.Records {
			if seen[r.ID] || after.Log.Config.IDs.Pattern.IsPlaceholder(r.ID) {
				rt.Fatalf("%s is there twice, or no number", r.ID)
			}
			seen[r.ID] = true
		}
		for _, n := range plan.Numbered {
			if r := after.Log.Names().Record(n.Old); r == nil || r.ID != n.New {
				rt.Fatalf("%s leads to %v", n.Old, r)
			}
		}
		if again := assign(t, carriedOut(files, plan)); len(again.Numbered) > 0 || len(again.Texts) > 0 {
			rt.Fatalf("a second run changes %v", again.Texts)
		}
	})
}

func errorsOf(c *corpus.Corpus) int { return diag.Tally(c.Findings).Errors }
