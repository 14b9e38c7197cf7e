package public

import (
	"cmp"
	"context"
	"reflect"
	"slices"
	"strings"
	"testing"

	"hindcast/internal/filing/intake"
	"hindcast/internal/filing/intake/intaketest"
	"hindcast/internal/importing"
)

const osvSample = `{
  "schema_version": "1.6.0", "id": "GHSA-2233-cccc-xxxx", "modified": "2025-03-01T10:00:00.5Z", "published": "2025-02-03T04:05:06.789Z",
  "aliases": ["CVE-2025-12345", "PYSEC-2025-7", "ACME 1"],
  "summary": "Acme runs what a model says",
  "details": "# Summary\nAcme [runs](https://acme.example/) it.\n\n<script>no</script> [[CVE-2025-12345]]",
  "severity": [{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N"}],
  "affected": [{"package": {"ecosystem": "PyPI", "name": "acme"}, "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "1.2"}]}],
    "versions": ["1.0", "1.1"]}],
  "references": [{"type": "ADVISORY", "url": "https://acme.example/advisory"}, {"type": "FIX", "url": "https://acme.example/fix"}, {"type": "WEB", "url": "git://acme"}],
  "credits": [{"name": "somebody", "type": "FINDER"}],
  "database_specific": {"cwe_ids": ["CWE-94", "CWE"], "severity": "HIGH"}
}`

func TestOSV(t *testing.T) {
	e := one(t, OSV, file("a.json", osvSample))
	f := e.Front
	if f.Source.ID != "GHSA-2233-cccc-xxxx" || !slices.Equal(f.Aliases, []string{f.Source.ID}) || f.Title != "Acme runs what a model says" ||
		!slices.Equal(f.Unregistered, []string{"acme (PyPI)"}) || f.References[0].Date.String() != "2025-02-03T04:05:06Z" {
		t.Errorf("%+v", f)
	}
	for framework, want := range map[string][]string{
		"osv": {"GHSA-2233-cccc-xxxx", "PYSEC-2025-7"}, "cve": {"CVE-2025-12345"}, "cwe": {"CWE-94"},
	} {
		if got := ids(f.Frameworks[framework]); !slices.Equal(got, want) {
			t.Errorf("%s: %v", framework, got)
		}
	}
	if want := "\n## What happened\n\n### Summary\nAcme [runs](https://acme.example/) it.\n\n\\<script>no\\</script> \\[\\[CVE-2025-12345]]\n"; e.Body != want {
		t.Errorf("%q", e.Body)
	}
	want := map[string]any{"osv": map[string]any{
		"schema_version": "1.6.0", "modified": "2025-03-01T10:00:00.5Z", "published": "2025-02-03T04:05:06.789Z",
		"aliases":  []any{"ACME 1"},
		"severity": []any{map[string]any{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N"}},
		"affected": []any{map[string]any{
			"package": map[string]any{"ecosystem": "PyPI", "name": "acme"}, "versions": "1.0, 1.1",
			"ranges": []any{map[string]any{"type": "ECOSYSTEM", "events": []any{map[string]any{"introduced": "0"}, map[string]any{"fixed": "1.2"}}}},
		}},
		"references":        []any{map[string]any{"type": "FIX", "url": "https://acme.example/fix"}, map[string]any{"type": "WEB", "url": "git://acme"}},
		"database_specific": map[string]any{"cwe_ids": []any{"CWE"}, "severity": "HIGH"},
	}}
	if !reflect.DeepEqual(f.Custom, want) {
		t.Errorf("%v", f.Custom)
	}
	if !slices.Equal(f.Source.Issues, []string{"credits: names left out: 1"}) {
		t.Errorf("%q", f.Source.Issues)
	}
}

// A summary is the first sentences of prose without markup, and what was withdrawn says so in its tags.
func TestOSVSummary(t *testing.T) {
	for details, want := range map[string]string{
		`# Summary\n\nA *guest* reads [files](https://acme.example/) by ` + "`cat`" + `.\n\nMore.`: "A guest reads files by cat.",
		"```\\nx = 1\\n```\\n\\n> quoted\\n\\nIt reads.":                                           "It reads.",
		`### Impact\n- one\n- two`:                                                                 "one",
		`| a | b |\n|---|---|\n| 1 | 2 |`:                                                          "",
	} {
		f := one(t, OSV, file("a.json", `{"id": "GO-2021-1", "modified": "2021-01-02T00:00:00Z", "withdrawn": "2021-01-03T00:00:00Z", "details": "`+details+`"}`)).Front
		if f.Summary != want || f.Title != cmp.Or(want, "GO-2021-1") || !slices.Equal(f.Tags, []string{"withdrawn"}) {
			t.Errorf("%s: %q, %q, %v", details, f.Summary, f.Title, f.Tags)
		}
	}
}

func TestOSVNumbers(t *testing.T) {
	for id, want := range map[string]string{
		"PYSEC-2024-12": "PYSEC-202400012", "GO-2024-123456": "GO-2024123456", "CVE-2024-3094": "CVE-202403094",
		"GHSA-2222-2222-2223": "GHSA-0000000000000001", "GHSA-2222-2222-2232": "GHSA-0000000000000020",
		"GHSA-xxxx-xxxx-xxxx": "GHSA-4095999999999999", // 20 to the power of 12, less one
		"GHSA-aaaa-2222-2222": "", "DSA-1-1": "", "": "",
	} {
		if got := osvNumber(id); got != want {
			t.Errorf("%s: %s, want %s", id, got, want)
		}
	}
}

// A second import finds what the first wrote; an advisory may have no words of its own.
func TestOSVAgain(t *testing.T) {
	in := files(map[string]string{"a.json": osvSample, "b.jsonl": `{"id": "MAL-2025-1", "modified": "2025-01-02T00:00:00Z"}` + "\n"})
	repo := intaketest.New(t)
	for _, want := range []intake.Verdict{intake.Write, intake.Unchanged} {
		for _, o := range repo.Import(OSV, in, importing.Options{}) {
			if o.Verdict != want {
				t.Errorf("%+v", o)
			}
		}
	}
	if text := repo.Text("incidents/osv/MAL-202500001.md"); !strings.Contains(text, "\ntitle: MAL-2025-1\n") {
		t.Error(text)
	}
}

func TestOSVLeavesOut(t *testing.T) {
	for _, test := range []struct{ old, new, want string }{
		{"GHSA-2233-cccc-xxxx", "USN-1-1", `its id "USN-1-1" is none`},
		{"2025-02-03T", "2025-02-33T", "has no usable date"},
	} {
		_, err := OSV(context.Background(), file("a.json", strings.Replace(osvSample, test.old, test.new, 1)), importing.Options{})
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%v, want %q", err, test.want)
		}
	}
	cut(t, OSV, "a.json", osvSample)
	cutBeside(t, OSV, "a.json", osvSample)
}

func FuzzOSV(f *testing.F) {
	f.Add(osvSample)
	f.Fuzz(func(t *testing.T, in string) { complete(t, OSV, file("a.json", in)) })
}
