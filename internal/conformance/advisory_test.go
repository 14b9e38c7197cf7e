package conformance_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ossf/osv-schema/bindings/go/osvschema"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"google.golang.org/protobuf/encoding/protojson"

	"hindcast/internal/filing/intake/intaketest"
	"hindcast/internal/importing"
	"hindcast/internal/importing/public"
)

// fitsOSV reads an advisory as OSV's own Go package does, strictly: its types are made of the schema of the format in
// protocol buffers, of 2026-05-25, which has the kinds of references, severities and ranges too.
func fitsOSV(_ *testing.T, text []byte) error {
	var v osvschema.Vulnerability
	if err := protojson.Unmarshal(text, &v); err != nil {
		return err
	}
	if v.GetId() == "" || !v.GetModified().IsValid() { // what the schema requires
		return errors.New("it lacks an id or the time of its last change")
	}
	// One that came from elsewhere has the version that it had there, or none.
	if strings.HasPrefix(v.GetId(), "x_") && v.GetSchemaVersion() == "" {
		return errors.New("it lacks the version of the schema")
	}
	return nil
}

// schemaFile is a schema whose formats, such as that of a date, are checked too.
func schemaFile(t *testing.T, name string) *jsonschema.Schema {
	t.Helper()
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	schema, err := compiler.Compile(name)
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// withAdvisories is a repository with records of each sort that is imported from vulnerability databases.
func withAdvisories(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "hindcast.yaml"), "title: Log\nbase_url: https://log.example/\n")
	write(t, filepath.Join(dir, "incidents", "INC-2026-0001.md"), `---
id: INC-2026-0001
title: "<script>alert(1)</script> ran a command \\ in a \"ticket\""
summary: A ticket ran.
type: security_breach
severity: sev3
status: withdrawn
status_reason: it was a test
tlp: GREEN
unregistered: ["acme (PyPI)", desk]
models: [{name: acme-7b, version: "2"}]
timeline: {detected: 2026-02-03T09:00:00+01:00}
detection: {method: audit}
frameworks: {cwe: [CWE-94], cve: [CVE-2026-12345], mitre_atlas: [AML.T0051]}
references: [{url: "urn:isbn:1", title: A book, kind: paper}, {url: "https://x.example/?a=ü b", kind: ticket}]
custom: {vector: "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:N/VA:N/SC:N/SI:N/SA:N"}
---
## What happened
It ran.
`)
	write(t, filepath.Join(dir, "incidents", "INC-2026-0002.md"), `---
id: INC-2026-0002
title: Answers leak
type: data_leak
severity: sev4
status: detected
tlp: CLEAR
unregistered: [desk]
timeline: {detected: 2026-02}
detection: {method: audit}
frameworks: {avid_sep: [S0301, E0101], cwe: [CWE-200]}
---
## What happened
They leak.
`)
	for name, text := range map[string]string{
		"avid/AVID-20260001.md": "id: AVID-20260001\ntitle: Leaks\nkind: precedent\ntlp: CLEAR\naliases: [AVID-2026-R0001]\n" +
			"frameworks: {avid_sep: [P0402], cwe: [CWE-200]}\nsource: {name: AI Vulnerability Database, id: AVID-2026-R0001, url: \"https://avid.example/1\"}\n" +
			"references: [{url: \"https://avid.example/1\", date: 2026-01-02}, {url: \"https://x.example/m\"}]\n" +
			"custom:\n  avid:\n    references: [{type: model, url: \"https://x.example/m\"}]\n    impact:\n      cvss: {version: \"3.1\", vectorString: \"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H\", baseScore: 9.8, baseSeverity: CRITICAL}\n",
		"osv/GHSA-0000000000000001.md": "id: GHSA-0000000000000001\ntitle: Runs\nkind: precedent\ntlp: CLEAR\naliases: [GHSA-2222-2222-2223]\n" +
			"source: {name: OSV, id: GHSA-2222-2222-2223, url: \"https://osv.example/1\"}\nreferences: [{url: \"https://osv.example/1\", date: 2026-01-02T03:04:05Z}]\n" +
			"frameworks: {osv: [GHSA-2222-2222-2223], cve: [CVE-2026-1234]}\nunregistered: [\"acme (npm)\"]\n" +
			"custom:\n  osv:\n    modified: 2026-01-03T00:00:00Z\n    database_specific: {github_reviewed: true}\n    affected:\n      - package: {ecosystem: npm, name: acme}\n        versions: 1.0, 1.1\n        ranges: [{type: SEMVER, events: [{introduced: \"0\"}, {fixed: \"1.2\"}]}]\n",
	} {
		write(t, filepath.Join(dir, "incidents", filepath.FromSlash(name)), "---\n"+text+"---\n## What happened\n\nIt does.\n")
	}
	return dir
}

// What is exported fits the schemas: from the demo, from hostile titles, and from records with all that has a place.
func TestAdvisories(t *testing.T) {
	for _, format := range []struct {
		name    string
		fits    func(*testing.T, []byte) error
		atLeast int // files of the demo
		names   []string
	}{
		{"avid", fitsAVID, 40, []string{"INC-2026-0002.json", "AVID-2026-R0001.json", "GHSA-0000000000000001.json"}},
		{"osv", fitsOSV, 8, []string{"x_INC-2026-0001.json", "x_INC-2026-0002.json", "x_AVID-20260001.json", "GHSA-2222-2222-2223.json"}},
	} {
		t.Run(format.name, func(t *testing.T) {
			fits := func(dir string) map[string][]byte {
				files := exported(t, dir, format.name)
				delete(files, "manifest.json")
				for name, text := range files {
					if err := format.fits(t, text); err != nil {
						t.Errorf("%s: %v", name, err)
					}
					for _, key := range []string{"id", "label", "events", "modified", "metadata"} { // the schema does refuse
						broken := bytes.Replace(text, []byte(`"`+key+`": `), []byte(`"x": `), 1)
						if !bytes.Equal(broken, text) && format.fits(t, broken) == nil && !bytes.Contains(text, []byte("frameworks")) {
							t.Errorf("%s fits without %s", name, key)
						}
					}
				}
				return files
			}
			logs(t, func(_ *testing.T, dir string, _ int) { fits(dir) })
			if n := len(fits("../..")); n < format.atLeast {
				t.Errorf("only %d files of the demo", n)
			}
			files := fits(withAdvisories(t))
			for _, name := range format.names {
				if files[name] == nil {
					t.Errorf("%s is missing", name)
				}
			}
			if len(files) != len(format.names) {
				t.Errorf("%d files", len(files))
			}
		})
	}
}

func fitsAVID(t *testing.T, text []byte) error {
	t.Helper()
	return validate(t, avidSchema(t), text)
}

// avidSchema is of this project, since AVID has published none in JSON: it is written after AVID's data models.
func avidSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	return schemaFile(t, filepath.Join("testdata", "avid.schema.json"))
}

// A real report that fits the schema still does when it has come in and gone out again.
func TestRealReportsOfAVID(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds; make test runs it")
	}
	source := intaketest.Single(t, "../../../shared/data/avid", ".")
	schema, repo := avidSchema(t), intaketest.New(t)
	repo.Import(public.AVID, source, importing.Options{})
	root := t.TempDir()
	if err := os.CopyFS(root, repo.Disk.FS()); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(root, "hindcast.yaml"), "title: Log\n")
	files := exported(t, root, "avid")
	fit, mended, unfit := 0, 0, 0
	err := importing.Walk(t.Context(), source, &importing.Batch{}, []string{".json"}, func(name string, text []byte) error {
		was, is := validate(t, schema, text), validate(t, schema, files[name[strings.LastIndexByte(name, '/')+1:]])
		switch {
		case was == nil && is != nil:
			t.Errorf("%s: %v", name, is)
		case is == nil && was != nil:
			mended++
		case is != nil:
			unfit++
		default:
			fit++
		}
		return nil
	})
	if err != nil || fit == 0 {
		t.Errorf("%v, %d fit", err, fit)
	}
	t.Logf("%d fit before and after, %d after alone, %d never", fit, mended, unfit)
}
