package exchange_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"iter"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"hindcast/internal/exchange"
	"hindcast/internal/filing/intake"
	"hindcast/internal/filing/intake/intaketest"
	"hindcast/internal/importing"
	"hindcast/internal/importing/public"
	"hindcast/internal/incident"
	"hindcast/internal/load"
	"hindcast/internal/schema"
)

// imported is the log that an import of a source makes.
func imported(t *testing.T, read importing.Read, in importing.Input) *incident.Log {
	t.Helper()
	log, _ := importedInto(t, read, in)
	return log
}

// importedInto is imported, and the files of the repository.
func importedInto(t *testing.T, read importing.Read, in importing.Input) (*incident.Log, fs.FS) {
	t.Helper()
	repo := intaketest.New(t)
	for _, o := range repo.Import(read, in, importing.Options{}) {
		if o.Verdict != intake.Write {
			t.Fatalf("%s:%d: %s", o.File, o.Line, o.Reason)
		}
	}
	log, err := load.NewLoader(load.DefaultLimits).Log(context.Background(), repo.Disk.FS())
	if err != nil {
		t.Fatal(err)
	}
	return log, repo.Disk.FS()
}

// osv exports advisories of a log, with the texts of its files where these are given.
func osv(t *testing.T, log *incident.Log, files fs.FS) (fstest.MapFS, exchange.Told) {
	t.Helper()
	written := map[string][]byte{}
	for _, r := range log.Records {
		if files == nil {
			break
		}
		text, err := fs.ReadFile(files, r.Path)
		if err != nil {
			t.Fatal(err)
		}
		written[r.Path] = text
	}
	return exported(t, func(log *incident.Log, told *exchange.Told) iter.Seq2[exchange.BulkFile, error] {
		return exchange.OSV(log, written, told)
	}, log)
}

// exported are the files of an export, by name, and what it told.
func exported(t *testing.T, export func(*incident.Log, *exchange.Told) iter.Seq2[exchange.BulkFile, error], log *incident.Log) (fstest.MapFS, exchange.Told) {
	t.Helper()
	var told exchange.Told
	files := fstest.MapFS{}
	for file, err := range export(log, &told) {
		if err != nil || files[file.Name] != nil {
			t.Fatalf("%s: %v", file.Name, err)
		}
		files[file.Name] = &fstest.MapFile{Data: file.Body}
	}
	return files, told
}

// fields is a record as JSON, without what depends on the file that it was imported from.
func fields(t *testing.T, r *incident.Record) map[string]any {
	t.Helper()
	front := r.Front
	source := *front.Source
	source.Digest, source.Issues = "", nil
	front.Source = &source
	var m map[string]any
	if err := json.Unmarshal(schema.AppendJSON(nil, &front), &m); err != nil {
		t.Fatal(err)
	}
	m["text"] = r.Text.Plain()
	return m
}

// reports are of each version of the data models of AVID, with what their real ones get wrong: empty and unknown values,
// names of entries that differ, a document twice, weaknesses without the usual description.
var reports = map[string]string{
	"first.json": `{"data_type": "AVID", "data_version": "0.1", "metadata": {"report_id": "AVID-2021-R0001"},
  "affects": {"developer": [], "deployer": ["Acme Hub", "n/a"], "artifacts": [{"type": "Model", "name": "acme-base"}, {"type": "Dataset", "name": "acme-set"}]},
  "problemtype": {"classof": "LLM Evaluation", "type": "Detection", "description": {"lang": "eng", "value": "Bias of acme-base in completing sentences"}},
  "metrics": [{"name": "HONEST", "features": {"measured": "category: work", "n": 12}, "detection_method": {"type": "Significance Test", "name": "z test"}}],
  "references": [{"type": "source", "label": "Notebook", "url": "https://acme.example/n.ipynb"}, {"type": "model", "label": "acme-base", "url": "https://acme.example/m"}],
  "description": {"lang": "eng", "value": "Completions *differ* by gender [1]."},
  "impact": {"avid": {"vuln_id": "AVID-2021-V001", "risk_domain": ["Ethics"], "sep_view": ["E0101: Group fairness"], "lifecycle_view": ["L05: Evaluation"], "taxonomy_version": "0.1"}},
  "credit": [{"lang": "eng", "value": "a team"}], "reported_date": "2021-11-09"}`,
	"second.json": `{"data_type": "AVID", "data_version": "0.2", "metadata": {"report_id": "AVID-2021-R0002"},
  "affects": {"developer": ["Acme"], "deployer": ["Acme"], "artifacts": [{"type": "System", "name": "Acme Chat"}]},
  "problemtype": {"classof": "", "type": "Issue", "description": {"lang": "de", "value": "Falsche Auskunft"}},
  "metrics": [{"name": "rates", "results": {"passed": 7, "score": 96.5, "ok": true, "of": ["a", 2]}, "detection_method": {"type": "Static Threshold", "name": "t"}}],
  "references": [{"type": null, "label": "https://acme.example/2", "url": "https://acme.example/2"}, {"type": "source", "label": "no address", "url": "on paper"},
    {"type": "misc", "label": "Second title", "url": "https://acme.example/2"}],
  "description": {"lang": "eng", "value": "First.\n\n- one\n- two"},
  "impact": {"avid": {"risk_domain": [], "sep_view": ["S0301: information leak", "X0001: Nothing"], "lifecycle_view": [], "taxonomy_version": ""}},
  "reported_date": "2021-12-01"}`,
	"third.json": `{"data_type": "AVID", "data_version": "0.3.3", "metadata": {"report_id": "AVID-2021-R0003"},
  "affects": {"developer": ["Acme"], "deployer": [], "artifacts": []},
  "problemtype": {"classof": "CVE Entry", "type": "Advisory", "description": {"lang": "eng", "value": "CVE-2021-12345 in Acme Runner"}},
  "metrics": [{"scorer": "model", "metrics": "avg", "value": 0.5787848042109405}],
  "references": [{"type": "source", "label": "NVD", "url": "https://nvd.example/1"}, {"type": "report", "label": "Report", "url": "https://acme.example/r"}],
  "description": {"lang": "eng", "value": "It runs what a model says."},
  "impact": {"cvss": {"version": "3.1", "vectorString": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "baseScore": 9.8, "baseSeverity": "CRITICAL"},
    "cwe": [{"cweId": "CWE-94", "description": "CWE-94 Code Injection", "lang": "en"}, {"cweId": "CWE-20", "description": "Input is not checked", "lang": "en"},
      {"cweId": "CWE-94", "description": "CWE-94 again", "lang": "en"}, {"cweId": "NVD-noinfo", "description": "none", "lang": "en"}],
    "atlas": [{"tactic": "AML.TA0005", "technique": "AML.T0051", "description": "It asks"}, {"tactic": "none", "technique": "AML.T0051"}],
    "odin": {"SocialImpactScore": "2.5", "JailbreakTaxonomy": [{"Category": "Language", "Strategy": "", "Technique": "Code"}]}},
  "reported_date": "2021-12-02"}`,
	"weakness.json": `{"data_type": "AVID", "data_version": "0.2", "metadata": {"vuln_id": "AVID-2021-V007"},
  "affects": {"developer": ["Acme"], "deployer": [], "artifacts": []},
  "problemtype": {"classof": "Third-party Report", "type": "Advisory", "description": {"lang": "eng", "value": "Acme Runner trusts files"}},
  "references": [], "description": {"lang": "eng", "value": "It does."}, "reports": [{"report_id": "AVID-2021-R0003", "type": "Issue", "name": "a report"}],
  "impact": {"avid": {"risk_domain": ["Security"], "sep_view": ["S0601: Ingest Poisoning"], "lifecycle_view": ["L06: Deployment"], "taxonomy_version": "0.2"}},
  "published_date": "2021-12-03", "last_modified_date": "2021-12-04"}`,
}

func sourceOf(files map[string]string) importing.Input {
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return importing.Input{Files: fsys, Name: "."}
}

func TestAVIDComesBack(t *testing.T) { comesBack(t, sourceOf(reports), len(reports)) }

func TestRealAVIDComesBack(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds; make test runs it")
	}
	comesBack(t, intaketest.Single(t, "../../../shared/data/avid", "."), 461)
}

// comesBack imports reports, exports and imports them again: the records are the same, the second export has the same
// bytes, and each file says what the original said.
func comesBack(t *testing.T, source importing.Input, want int) {
	t.Helper()
	log := imported(t, public.AVID, source)
	files, told := exported(t, exchange.AVID, log)
	if len(files) != want || len(told.LeftOut) > 0 {
		t.Fatalf("%d files, left out %v", len(files), told.LeftOut)
	}
	for _, key := range told.Unplaced { // what only the import knows
		if key.Key != "source.issues" {
			t.Errorf("no place for %s in %d", key.Key, key.Records)
		}
	}
	again := imported(t, public.AVID, importing.Input{Files: files, Name: "."})
	for i, r := range log.Records {
		if before, after := fields(t, r), fields(t, again.Records[i]); !reflect.DeepEqual(before, after) {
			t.Errorf("%s: %v", r.ID, losses("", before, after))
		}
	}
	second, _ := exported(t, exchange.AVID, again)
	for name, file := range files {
		if string(second[name].Data) != string(file.Data) {
			t.Errorf("%s differs the second time", name)
		}
	}
	_ = importing.Walk(t.Context(), source, &importing.Batch{}, []string{".json"}, func(name string, text []byte) error {
		var was, is map[string]any
		if err := json.Unmarshal(text, &was); err != nil {
			t.Fatal(err)
		}
		id, _ := was["metadata"].(map[string]any)["report_id"].(string)
		if id == "" {
			id, _ = was["metadata"].(map[string]any)["vuln_id"].(string)
		}
		if err := json.Unmarshal(files[id+".json"].Data, &is); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		delete(was, "credit")
		linesOf := func(m map[string]any) (lines []string) {
			for line := range strings.Lines(m["description"].(map[string]any)["value"].(string)) {
				if line = words(line); line != "" {
					lines = append(lines, line)
				}
			}
			return lines
		}
		if !slices.Equal(linesOf(was), linesOf(is)) {
			t.Errorf("%s: %q\nwant %q", id, linesOf(is), linesOf(was))
		}
		for _, loss := range losses("", was, is) {
			t.Errorf("%s: %s", id, loss)
		}
		return nil
	})
}

// losses are the values of an original that a copy lacks: lists in any order, texts by their words, and the names of
// entries of the taxonomy as it has them.
func losses(path string, was, is any) (list []string) {
	switch v := was.(type) {
	case map[string]any:
		m, _ := is.(map[string]any)
		for key, item := range v {
			list = append(list, losses(path+"."+key, item, m[key])...)
		}
		return list
	case []any:
		others, _ := is.([]any)
		for i, item := range v {
			if !slices.ContainsFunc(others, func(other any) bool { return len(losses("", item, other)) == 0 }) {
				list = append(list, fmt.Sprintf("%s[%d]: %v", path, i, item))
			}
		}
		return list
	case string:
		s, _ := is.(string)
		if v == "" {
			return nil
		}
		if id, _, isEntry := strings.Cut(v, ": "); isEntry && strings.HasPrefix(s, id+": ") && len(id) == 5 {
			return nil
		}
		if strings.EqualFold(words(v), words(s)) {
			return nil
		}
	case nil:
		return nil
	}
	if reflect.DeepEqual(was, is) {
		return nil
	}
	return []string{fmt.Sprintf("%s: %v, now %v", path, was, is)}
}

func words(s string) string { return importing.Fold(s) }

// advisories hold each field of the schema that has a place, and some that stay under custom.
var advisories = map[string]string{
	"a.json": `{"schema_version": "1.8.0", "id": "GHSA-2233-cccc-xxxx", "modified": "2021-03-01T10:00:00.5Z", "published": "2021-02-03T04:05:06Z",
  "aliases": ["CVE-2021-12345", "PYSEC-2021-7", "ACME 1"], "related": ["GO-2021-1"], "summary": "Acme runs what a model says", "details": "It does.\n\nAlways.",
  "severity": [{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}],
  "affected": [{"package": {"ecosystem": "PyPI", "name": "acme"}, "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "1.2"}]}],
    "versions": ["1.0", "1.1"]}, {"package": {"ecosystem": "npm", "name": "acme"}, "versions": ["2"]}],
  "references": [{"type": "ADVISORY", "url": "https://acme.example/advisory"}, {"type": "FIX", "url": "https://acme.example/fix"},
    {"type": "WEB", "url": "https://acme.example/"}, {"type": "WEB", "url": "https://osv.dev/vulnerability/GHSA-2233-cccc-xxxx"}, {"type": "WEB", "url": "git://acme"}],
  "database_specific": {"cwe_ids": ["CWE-94"], "severity": "HIGH", "github_reviewed": true}}`,
	"b.json": `{"schema_version": "1.8.0", "id": "MAL-2021-3", "modified": "2021-01-02T00:00:00Z", "withdrawn": "2021-01-03T00:00:00Z",
  "summary": "Malicious code in acme-x", "affected": [{"package": {"ecosystem": "npm", "name": "acme-x"}, "versions": ["1.0"]}], "references": []}`,
	"markdown.json": `{"id": "GHSA-2233-cccc-xxxw", "modified": "2021-03-01T10:00:00Z", "published": "2021-02-03T04:05:06.25Z", "summary": "Acme reads files",
  "details": "### Impact\nA guest can *read* files: see [the report](https://acme.example/).\n\n#### Who\n- all of ` + "`acme<1.2`" + `\n  - and its forks\n\n` + "```python\\nif x:\\n\\n    read(x)\\n```" + `\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n### Patches\nUpgrade to 1.2."}`,
	"withdrawn.json": `{"id": "PYSEC-2021-11", "modified": "2021-03-01T10:00:00Z", "withdrawn": "2021-04-01T00:00:00Z", "details": "It was\n- a false report."}`,
	"bare.json":      `{"schema_version": "1.4.0", "id": "GO-2021-12", "modified": "2021-03-01T10:00:00.5Z"}`,
	"same.json":      `{"id": "GO-2021-13", "modified": "2021-03-01T10:00:00Z", "published": "2021-03-01T10:00:00Z", "summary": "It reads.", "details": "It reads."}`,
	"table.json":     `{"id": "GO-2021-15", "modified": "2021-03-01T10:00:00.5Z", "published": "2021-03-01T10:00:00Z", "summary": "It reads.", "details": "| a |\n|---|\n| b |"}`,
	"named.json":     `{"id": "GO-2021-16", "modified": "2021-03-01T10:00:00Z", "published": "2021-02-01", "summary": "GO-2021-16"}`,
	"short.json":     `{"id": "GO-2021-14", "modified": "2021-03-01T10:00:00Z", "published": "2021-02-01T10:00:00Z", "summary": "It reads."}`,
}

func TestOSVComesBack(t *testing.T) {
	log, repo := importedInto(t, public.OSV, sourceOf(advisories))
	files, told := osv(t, log, repo)
	if len(files) != len(advisories) || len(told.LeftOut)+len(told.Unplaced) > 0 {
		t.Errorf("%d files, %+v", len(files), told)
	}
	again := imported(t, public.OSV, importing.Input{Files: files, Name: "."})
	for i, r := range log.Records {
		if before, after := fields(t, r), fields(t, again.Records[i]); !reflect.DeepEqual(before, after) {
			t.Errorf("%s: %v\n%v", r.ID, before, after)
		}
	}
	for name, text := range advisories {
		var was, is map[string]any
		if err := json.Unmarshal([]byte(text), &was); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(files[was["id"].(string)+".json"].Data, &is); err != nil {
			t.Fatal(err)
		}
		delete(was, "credits") // names of people
		pruned(was)
		if !reflect.DeepEqual(was, is) {
			t.Errorf("%s: %s\nwant %s", name, files[was["id"].(string)+".json"].Data, text)
		}
	}
}

// What somebody wrote into a text that came from OSV goes out with it, but nothing that no page shows.
func TestOSVOfEditedText(t *testing.T) {
	const head = "---\nid: PYSEC-202100009\ntitle: It reads files\nkind: precedent\ntlp: CLEAR\nreferences: [{url: \"https://x.example/\", date: 2021-01-02}]\n" +
		"frameworks: {osv: [PYSEC-2021-9]}\nsource: {name: OSV, id: PYSEC-2021-9}\n---\n\n## What happened\n\n"
	for body, want := range map[string]string{
		"It *reads* files.\n":                             "It *reads* files.",
		"It *reads* files.\n\n## Impact\n\n`all` of it\n": "## What happened\n\nIt *reads* files.\n\n## Impact\n\n`all` of it",
		"It *reads* <!-- CANARY --> files.\n":             "It reads  files.",
		"It *reads*\n<!--\nCANARY -->\n\nfiles.\n":        "It reads\n\nfiles.",
		":::tlp GREEN\nIt *reads* files.\n:::\n":          "It reads files.",
		"It *reads* [[PYSEC-202100009|files]].\n":         "It reads files.",
	} {
		files := fstest.MapFS{"incidents/osv/PYSEC-202100009.md": {Data: []byte(head + body)}}
		out, _ := osv(t, own(t, map[string]string{"incidents/osv/PYSEC-202100009.md": head + body}), files)
		if got := decoded(t, out["PYSEC-2021-9.json"])["details"]; got != want {
			t.Errorf("%q: %q, want %q", body, got, want)
		}
	}
}

// pruned takes the empty lists out of an object, which say no more than their absence.
func pruned(m map[string]any) {
	for key, value := range m {
		switch v := value.(type) {
		case []any:
			if len(v) == 0 {
				delete(m, key)
			}
		case map[string]any:
			pruned(v)
		}
	}
}

// own is a log of the organisation's records.
func own(t *testing.T, files map[string]string) *incident.Log {
	t.Helper()
	fsys := fstest.MapFS{"hindcast.yaml": {Data: []byte("title: Log\nbase_url: https://log.example/\n")}}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	log, err := load.NewLoader(load.DefaultLimits).Log(context.Background(), fsys)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range log.Records {
		if len(r.Faults) > 0 {
			t.Fatalf("%s: %v", r.Path, r.Faults)
		}
	}
	return log
}

var ownRecords = map[string]string{
	"knowledge/systems/desk.md": "---\ntitle: Help desk\ntlp: CLEAR\nowner: support\n---\n",
	"incidents/INC-2021-0001.md": `---
id: INC-2021-0001
title: Ticket text runs as a command
summary: A ticket made the desk agent run its text.
type: misuse
severity: sev2
status: reviewed
tlp: GREEN
systems: [desk]
unregistered: ["acme-agent (PyPI)"]
models: [{name: acme-7b, version: "2"}]
parties: {developers: [Acme], deployers: [Bank], harmed: [customers]}
timeline: {detected: 2021-03-01T10:00:00+02:00, disclosed: 2021-03-09}
frameworks: {cwe: [CWE-94], avid_sep: [S0100, P0204], cve: [CVE-2021-9999], mitre_atlas: [AML.T0051]}
actions: [{id: A1, title: Filter, owner: ml, due: 2099-01-01, status: open}]
related: [{id: INC-2021-0002, relation: similar_to}, {id: INC-2021-0003, relation: similar_to}]
references: [{url: "https://bank.example/report", title: Report, kind: report}, {url: "https://bank.example/x"}]
custom: {cvss: "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N", region: EU}
---
## What happened
The *text* ran.

## Impact
One host.
`,
	"incidents/INC-2021-0002.md": `---
id: INC-2021-0002
title: Withdrawn breach
type: security_breach
severity: sev4
status: withdrawn
status_reason: no breach
tlp: CLEAR
unregistered: [desk]
timeline: {detected: 2021-04-01}
detection: {method: audit}
---
## What happened
Nothing.
`,
	"incidents/INC-2021-0003.md": `---
id: INC-2021-0003
title: Slow answers
type: other
severity: sev4
status: detected
tlp: CLEAR
unregistered: [desk]
timeline: {detected: 2021-05}
detection: {method: audit}
---
## What happened
They were slow.
`,
}

func decoded(t *testing.T, file *fstest.MapFile) (m map[string]any) {
	t.Helper()
	if file == nil {
		t.Fatal("there is no such file")
	}
	if err := json.Unmarshal(file.Data, &m); err != nil {
		t.Fatal(err)
	}
	return m
}

func TestOSVOfOwnRecords(t *testing.T) {
	files, told := osv(t, own(t, ownRecords), nil)
	if len(files) != 2 || !slices.Equal(told.LeftOut, []string{"INC-2021-0003"}) {
		t.Errorf("%d files, left out %v", len(files), told.LeftOut)
	}
	want := map[string]any{
		"schema_version": "1.8.0", "id": "x_INC-2021-0001", "modified": "2021-03-09T00:00:00Z", "published": "2021-03-09T00:00:00Z",
		"summary":  "Ticket text runs as a command",
		"details":  "A ticket made the desk agent run its text.\n\n## What happened\n\nThe text ran.\n\n## Impact\n\nOne host.",
		"related":  []any{"CVE-2021-9999", "x_INC-2021-0002"},
		"severity": []any{map[string]any{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N"}},
		"affected": []any{map[string]any{"package": map[string]any{"name": "acme-agent", "ecosystem": "PyPI"}}},
		"references": []any{
			map[string]any{"type": "REPORT", "url": "https://log.example/incidents/inc-2021-0001/"},
			map[string]any{"type": "REPORT", "url": "https://bank.example/report"},
			map[string]any{"type": "WEB", "url": "https://bank.example/x"},
		},
		"database_specific": map[string]any{
			"cwe_ids": []any{"CWE-94"}, "kind": "incident", "type": "misuse", "severity": "sev2", "tlp": "GREEN",
			"frameworks": map[string]any{"avid_sep": []any{map[string]any{"id": "S0100"}, map[string]any{"id": "P0204"}}, "mitre_atlas": []any{map[string]any{"id": "AML.T0051"}}},
		},
	}
	if got := decoded(t, files["x_INC-2021-0001.json"]); !reflect.DeepEqual(got, want) {
		t.Errorf("%v\nwant %v", got, want)
	}
	if got := decoded(t, files["x_INC-2021-0002.json"]); got["withdrawn"] != "2021-04-01T00:00:00Z" || got["affected"] != nil {
		t.Errorf("%v", got)
	}
	if want := []exchange.KeyCount{
		{"detection", 1}, {"status_reason", 1},
	}; !containsAll(told.Unplaced, want) || containsAll(told.Unplaced, []exchange.KeyCount{{"title", 1}}) {
		t.Errorf("%v", told.Unplaced)
	}
}

func containsAll(list, want []exchange.KeyCount) bool {
	return !slices.ContainsFunc(want, func(k exchange.KeyCount) bool { return !slices.Contains(list, k) })
}

// Under a number that AVID gives it, an own record comes back with all that its report holds.
func TestAVIDOfOwnRecords(t *testing.T) {
	files, told := exported(t, exchange.AVID, own(t, ownRecords))
	if len(files) != 2 || !slices.Equal(told.LeftOut, []string{"INC-2021-0002"}) {
		t.Errorf("%d files, left out %v", len(files), told.LeftOut)
	}
	report := decoded(t, files["INC-2021-0001.json"])
	if report["metadata"].(map[string]any)["report_id"] != "INC-2021-0001" || report["reported_date"] != "2021-03-09" ||
		report["problemtype"].(map[string]any)["classof"] != "CVE Entry" {
		t.Errorf("%v", report)
	}
	if slow := decoded(t, files["INC-2021-0003.json"]); slow["reported_date"] != nil { // known to the month alone
		t.Errorf("%v", slow)
	}
	text := strings.ReplaceAll(string(files["INC-2021-0001.json"].Data), "INC-2021-0001", "AVID-2021-R0001")
	f := imported(t, public.AVID, sourceOf(map[string]string{"r.json": text})).Records[0].Front
	if f.Title != "Ticket text runs as a command" || f.Summary != "A ticket made the desk agent run its text. What happened The text ran. Impact One host." {
		t.Errorf("%q, %q", f.Title, f.Summary)
	}
	if !slices.Equal(f.Parties.Developers, []string{"Acme"}) || !slices.Equal(f.Parties.Deployers, []string{"Bank"}) ||
		!slices.Equal(f.Unregistered, []string{"Help desk", "acme-agent (PyPI)"}) || f.Models[0].Name != "acme-7b" {
		t.Errorf("%+v, %v, %v", f.Parties, f.Unregistered, f.Models)
	}
	if atlas := f.Frameworks["mitre_atlas"]; len(atlas) != 1 || atlas[0].ID != "AML.T0051" {
		t.Errorf("%v", atlas)
	}
	if f.Frameworks["cwe"][0].ID != "CWE-94" || len(f.Frameworks["avid_sep"]) != 2 ||
		f.References[1].Kind != "report" || f.References[1].Title != "Report" || f.References[2].URL != "https://bank.example/x" {
		t.Errorf("%v, %+v", f.Frameworks, f.References)
	}
	domains := f.Custom["avid"].(map[string]any)["impact"].(map[string]any)["avid"].(map[string]any)["risk_domain"]
	if !reflect.DeepEqual(domains, []any{"Security", "Performance"}) {
		t.Errorf("%v", domains)
	}
	if want := []exchange.KeyCount{
		{"tlp", 2}, {"timeline.detected", 2}, {"actions", 1}, {"models.version", 1}, {"parties.harmed", 1}, {"frameworks.cve", 1}, {"custom", 1},
	}; !containsAll(told.Unplaced, want) {
		t.Errorf("%v", told.Unplaced)
	}
}

// What somebody made of the kept fields by hand costs no more than themselves.
func TestKeptFieldsOfAnyForm(t *testing.T) {
	for _, kept := range []string{
		"text", "[a]", "{metadata: a, affects: b, problemtype: c, description: d, references: e, impact: f, metrics: g}",
		"{affects: {artifacts: {a: b}, developer: c}, problemtype: {description: [a]}, references: [a, [b], {type: 1}], impact: {avid: a, cwe: [a, {cweId: 1}, {description: [a]}], cvss: b}}",
		"{severity: a, affected: [a, {package: b, versions: [1]}], references: {a: b}, database_specific: c, aliases: d, related: {e: f}, published: [g]}",
	} {
		for _, source := range []string{"{name: AVID, id: AVID-2021-R0009}", "{name: OSV, id: PYSEC-2021-9}"} {
			log := own(t, map[string]string{"incidents/precedents/X-0001.md": `---
id: X-0001
title: "CWE-1 and CVE-2021-1111"
kind: precedent
tlp: CLEAR
references: [{url: "https://x.example/"}]
timeline: {started: 2021-01-02}
frameworks: {cwe: [CWE-1, CWE-2], avid_sep: [S0100]}
source: ` + source + `
custom: {avid: ` + kept + ", osv: " + kept + "}\n---\n"})
			if files, _ := exported(t, exchange.AVID, log); len(files) != 1 {
				t.Errorf("%s: %v", kept, files)
			}
			if files, _ := osv(t, log, nil); len(files) != 1 {
				t.Errorf("%s: %v", kept, files)
			}
		}
	}
}
