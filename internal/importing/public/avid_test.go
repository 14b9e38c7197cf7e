package public

import (
	"context"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"hindcast/internal/importing"
	"hindcast/internal/incident"
)

const avidSample = `{
  "data_type": "AVID", "data_version": "0.3.3", "metadata": {"report_id": "AVID-2031-R0042"},
  "affects": {
    "developer": ["Acme", "n/a", "Acme"], "deployer": [],
    "artifacts": [{"type": "Model", "name": "acme-7b"}, {"type": "System", "name": "Acme Chat"}, {"type": "Dataset", "name": "acme-set"}]
  },
  "problemtype": {"classof": "CVE Entry", "type": "Advisory", "description": {"lang": "eng", "value": "Vulnerability CVE-2031-12345"}},
  "metrics": [{"name": "HONEST", "results": {"rows": [{"passed": 7, "score": 96.66666666666667, "p": null}]}}],
  "references": [
    {"type": "source", "label": "NVD entry", "url": "https://nvd.example/CVE-2031-12345"},
    {"type": "model", "label": "https://models.example/acme-7b", "url": "https://models.example/acme-7b"},
    {"type": null, "label": "no address", "url": "not published"},
    {"type": "source", "label": "Also called", "url": "https://nvd.example/CVE-2031-12345"}
  ],
  "description": {"lang": "eng", "value": "The *model* tells [[secrets]].\r\n\r\n- to all"},
  "impact": {
    "avid": {"vuln_id": "", "risk_domain": ["Security"], "sep_view": ["S0301: Information Leak", "E0100: Bias", "S0000: No such"], "lifecycle_view": ["L06: Deployment"], "taxonomy_version": "0.2"},
    "cvss": {"version": "3.1", "baseScore": 9.0},
    "cwe": [{"cweId": "CWE-20", "description": "CWE-20: Improper Input Validation", "lang": "en"}]
  },
  "credit": [{"lang": "eng", "value": "somebody"}, {"lang": "eng", "value": "somebody else"}],
  "reported_date": "2031-02-03"
}`

func ids(controls []incident.Control) (list []string) {
	for _, c := range controls {
		list = append(list, c.ID)
	}
	return list
}

func TestAVID(t *testing.T) {
	e := one(t, AVID, file("r.json", avidSample))
	f := e.Front
	if f.ID != "AVID-20310042" || f.Source.ID != "AVID-2031-R0042" || f.Title != "Vulnerability CVE-2031-12345" ||
		!slices.Equal(f.Aliases, []string{"AVID-2031-R0042"}) || !f.Timeline.Started.At.IsZero() {
		t.Errorf("%+v", f)
	}
	if want := "\n## What happened\n\nThe \\*model\\* tells \\[\\[secrets\\]\\].\n\n\\- to all\n"; e.Body != want {
		t.Errorf("%q", e.Body)
	}
	if !slices.Equal(f.Parties.Developers, []string{"Acme"}) || !slices.Equal(f.Unregistered, []string{"Acme Chat"}) ||
		len(f.Models) != 1 || f.Models[0].Name != "acme-7b" {
		t.Errorf("%v, %v, %v", f.Parties, f.Unregistered, f.Models)
	}
	for framework, want := range map[string][]string{"avid_sep": {"S0301", "E0100"}, "cwe": {"CWE-20"}, "cve": {"CVE-2031-12345"}} {
		if got := ids(f.Frameworks[framework]); !slices.Equal(got, want) {
			t.Errorf("%s: %v", framework, got)
		}
	}
	if len(f.References) != 3 || f.References[0].Date.String() != "2031-02-03" || f.References[1].Title != "NVD entry" {
		t.Errorf("%+v", f.References)
	}
	if want := []string{"impact.avid.sep_view: E0100: Bias", "credit: names left out: 2"}; !slices.Equal(f.Source.Issues, want) {
		t.Errorf("issues %q", f.Source.Issues)
	}
	want := map[string]any{"avid": map[string]any{
		"data_version": "0.3.3",
		"affects":      map[string]any{"developer": []any{"n/a"}, "artifacts": []any{map[string]any{"type": "Dataset", "name": "acme-set"}}},
		"problemtype":  map[string]any{"classof": "CVE Entry", "type": "Advisory"},
		"metrics": []any{map[string]any{"name": "HONEST", "results": map[string]any{
			"rows": []any{map[string]any{"passed": int64(7), "score": 96.66666666666667}},
		}}},
		"references": []any{
			map[string]any{"type": "model", "url": "https://models.example/acme-7b"},
			map[string]any{"label": "no address", "url": "not published"},
			map[string]any{"type": "source", "label": "Also called", "url": "https://nvd.example/CVE-2031-12345"},
		},
		"impact": map[string]any{
			"avid": map[string]any{
				"risk_domain": []any{"Security"}, "sep_view": []any{"S0000: No such"}, "lifecycle_view": []any{"L06: Deployment"},
				"taxonomy_version": "0.2",
			},
			"cvss": map[string]any{"version": "3.1", "baseScore": 9.0},
			"cwe":  []any{map[string]any{"description": "CWE-20: Improper Input Validation"}},
		},
	}}
	if !reflect.DeepEqual(f.Custom, want) {
		t.Errorf("custom %v\nwant   %v", f.Custom, want)
	}
}

// A vulnerability has a number of its own, and a file may hold many.
func TestAVIDVulnerabilities(t *testing.T) {
	vulnerability := strings.NewReplacer("report_id", "vuln_id", "R0042", "V001", "reported_date", "published_date").Replace(avidSample)
	batch, err := AVID(context.Background(), file("all.json", "["+avidSample+",\n"+vulnerability+","+vulnerability+"]"), importing.Options{})
	if err != nil || len(batch.Entries) != 2 || batch.Entries[1].Front.ID != "AVIDV-20310001" ||
		batch.Entries[1].Line != 1+strings.Count(avidSample, "\n")+1 {
		t.Fatalf("%v: %+v", err, batch.Entries)
	}
	if len(batch.LeftOut) != 1 || !strings.Contains(batch.LeftOut[0].Reason, "AVID-2031-V001 is there twice") {
		t.Errorf("left out: %+v", batch.LeftOut)
	}
}

func TestAVIDLeavesOut(t *testing.T) {
	for _, test := range []struct{ old, new, want string }{
		{`"AVID",`, `"CVE",`, `it is no report of AVID: data_type is "CVE"`},
		{"AVID-2031-R0042", "AVID-31-R1", `its id "AVID-31-R1" is none`},
		{`"Vulnerability CVE-2031-12345"`, `" "`, "has no problemtype.description"},
		{"2031-02-03", "2031-02-30", "has no usable date"},
		{`"reported_date"`, `"reported"`, "has no usable date"},
		{`7,`, strings.Repeat("[", 30) + strings.Repeat("]", 30) + ",", "too deep"},
		{`7,`, "7,,", "line 8 is not JSON"},
		{`"Acme"`, "\"\xff\"", "not UTF-8"},
	} {
		_, err := AVID(context.Background(), file("r.json", strings.Replace(avidSample, test.old, test.new, 1)), importing.Options{})
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%v, want %q", err, test.want)
		}
	}
}

func TestAVIDCut(t *testing.T) {
	cut(t, AVID, "r.json", avidSample)
	cutBeside(t, AVID, "r.json", avidSample)
}

// What is made to be expensive is refused, or left out, without much of time or memory.
func TestAVIDHostile(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds; make test runs it")
	}
	for name, text := range map[string]string{
		"depth":   strings.Repeat("[", 5<<20),
		"maps":    strings.Repeat(`{"a":`, 1<<20),
		"objects": strings.Repeat("{}\n", 200_000),
		"entry":   strings.Replace(avidSample, "to all", strings.Repeat("* _[<&", 4<<20), 1),
		"text":    strings.Replace(avidSample, "to all", strings.Repeat("* _[<&", 170_000), 1),
		"list":    strings.Replace(avidSample, `["Security"]`, "["+strings.Repeat(`"a",`, 2<<20)+`"a"]`, 1),
		"large":   strings.Repeat(" ", 65<<20),
	} {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&before)
			begin := time.Now()
			batch, err := AVID(context.Background(), file("r.json", text), importing.Options{})
			spent := time.Since(begin)
			runtime.ReadMemStats(&after)
			t.Logf("%v, %d MiB allocated, %d entries, %v", spent, (after.TotalAlloc-before.TotalAlloc)>>20, len(batch.Entries), err)
			if spent > 20*time.Second { // 2 s where nothing else runs
				t.Errorf("it took %v", spent)
			}
		})
	}
}

func FuzzAVID(f *testing.F) {
	f.Add(avidSample)
	f.Add("[{\"data_type\":\"AVID\",\"metadata\":null}, 1, \"\"]")
	f.Fuzz(func(t *testing.T, in string) { complete(t, AVID, file("r.json", in)) })
}
