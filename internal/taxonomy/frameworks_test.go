package taxonomy_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"hindcast/internal/incident"
	"hindcast/internal/taxonomy"
)

// tables are the shapes of ids in the tables, and what of an id names the group that it belongs to.
var tables = map[string]struct {
	form   *regexp.Regexp
	parent func(id string) string
}{
	"nist_ai_rmf": {regexp.MustCompile(`^(GOVERN|MAP|MEASURE|MANAGE)( \d(\.\d{1,2})?)?$`), func(id string) string {
		return id[:max(0, strings.LastIndexAny(id, " ."))]
	}},
	"mitre_atlas": {regexp.MustCompile(`^AML\.(TA|M|T)\d{4}(\.\d{3})?$`), func(id string) string {
		if len(id) < len("AML.T0000.000") {
			return ""
		}
		return id[:len("AML.T0000")]
	}},
	"avid_sep": {regexp.MustCompile(`^[SEP]\d{4}$`), func(id string) string { return id[:3] + "00" }},
	"iso_42001": {regexp.MustCompile(`^(A\.\d{1,2}|\d{1,2}\.\d)(\.\d){0,2}$`), func(id string) string {
		if strings.Count(id, ".") < 2 {
			return ""
		}
		return id[:strings.LastIndex(id, ".")]
	}},
	"owasp_llm":          {regexp.MustCompile(`^LLM(0\d|10):2025$`), func(string) string { return "" }},
	"owasp_agentic":      {regexp.MustCompile(`^(ASI(0\d|10)|T\d{1,2})$`), func(string) string { return "" }},
	"eu_ai_act":          {regexp.MustCompile(`^(Art\. \d{1,3}|Annex [IVX]+)$`), func(string) string { return "" }},
	"mit":                {regexp.MustCompile(`^[1-7](\.\d)?$`), func(id string) string { return id[:strings.Index(id+".", ".")] }},
	"cwe":                {regexp.MustCompile(`^CWE-\d+$`), func(string) string { return "" }},
	"mitre_attack":       {regexp.MustCompile(`^T\d{4}(\.\d{3})?$`), func(id string) string { return id[:strings.Index(id+".", ".")] }},
	"oecd":               {regexp.MustCompile(`^\d{1,2}$`), func(string) string { return "" }},
	"oecd_ai_principles": {regexp.MustCompile(`^[12]\.[1-5]$`), func(string) string { return "" }},
}

// Each table has a line for an id, with its name, and its source with
// the month in which it was read. Nothing is there twice, and what belongs to a group has it in the table.
func TestTables(t *testing.T) {
	files, err := filepath.Glob("data/*")
	if err != nil || len(files) != len(tables) {
		t.Fatalf("%v, %v", files, err)
	}
	source := regexp.MustCompile(`^https://\S+, (?:transcribed|entered) 20\d\d-\d\d\b`)
	for _, file := range files {
		key := strings.TrimSuffix(filepath.Base(file), ".tsv")
		framework, ok := taxonomy.Frameworks()[key]
		if !ok {
			t.Fatalf("%s belongs to no framework", file)
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
		if !strings.HasPrefix(lines[0], "# ") || lines[1] != "# "+framework.Source || !source.MatchString(framework.Source) {
			t.Errorf("%s: the source is %q", file, framework.Source)
		}
		if len(lines)-2 != len(framework.Names) {
			t.Errorf("%s: %d lines, %d ids", file, len(lines)-2, len(framework.Names))
		}
		for _, line := range lines[2:] {
			id, name, tab := strings.Cut(line, "\t")
			if !tab || !tables[key].form.MatchString(id) || name != strings.TrimSpace(name) || name == "" {
				t.Errorf("%s: %q", file, line)
			}
			if parent := tables[key].parent(id); parent != "" && framework.Check(parent) != "" {
				t.Errorf("%s: %s belongs to %s, which is not there", file, id, parent)
			}
			if framework.Check(id) != "" {
				t.Errorf("%s: %s", file, framework.Check(id))
			}
		}
		if ids := framework.IDs(); !slices.IsSorted(ids) || len(ids) != len(framework.Names) {
			t.Errorf("%s: %v", key, ids)
		}
	}
}

// Each framework has a title and an example that it holds, and knows ids by a table or by their form.
func TestFrameworks(t *testing.T) {
	for key, f := range taxonomy.Frameworks() {
		if f.Key != key || f.Title == "" || f.Version == "" && !slices.Contains([]string{"cve", "cwe", "osv", "mitre_attack"}, key) {
			t.Errorf("%s: %+v", key, f)
		}
		if wrong := f.Check(f.Example); wrong != "" {
			t.Errorf("%s: the example: %s", key, wrong)
		}
		for _, id := range []string{"", "no id", f.Example + " ", " " + f.Example, strings.ToLower(f.Example) + "x"} {
			if f.Check(id) == "" {
				t.Errorf("%s holds %q", key, id)
			}
		}
	}
}

func TestFormsOfIDs(t *testing.T) {
	for key, c := range map[string]struct{ good, bad []string }{
		"mitre_atlas": {
			[]string{"AML.T0051", "AML.T0051.000", "AML.TA0002", "AML.CS0001"}, []string{"AML.X0051", "T0051", "AML.CS1"},
		},
		"nist_ai_rmf":   {[]string{"GOVERN", "GOVERN 1", "MANAGE 4.3"}, []string{"MANAGE 9.", "Manage 4.3"}},
		"iso_42001":     {[]string{"A.6.2", "6.1.2", "9", "A.6.2.4"}, []string{"B.6.2", "A.", "A.6.2.4.1.1", "101"}},
		"owasp_llm":     {[]string{"LLM01", "LLM10:2025"}, []string{"LLM00", "LLM11", "LLM1", "LLM01:1999"}},
		"owasp_agentic": {[]string{"T1", "T19", "ASI01", "ASI10:2026"}, []string{"T0", "T20", "ASI11", "ASI1"}},
		"eu_ai_act": {
			[]string{"Art. 73", "Art. 73(2)", "Art. 5(1)(a)", "Art. 4a", "Annex III", "Annex III 5(b)", "Recital 12"},
			[]string{"Article 73", "Art.73", "Annex 3", "Recital"},
		},
		"oecd": {[]string{"3", "10.2"}, []string{"3.", "100", "a"}},
		"cve":  {[]string{"CVE-2025-1234", "CVE-2025-123456"}, []string{"CVE-2025-123", "cve-2025-1234"}},
		"osv": {
			[]string{"GHSA-jfh8-c2jp-5v3q", "PYSEC-2023-45", "RUSTSEC-2021-0003", "GO-2022-0322", "OSV-2020-58", "CVE-2025-1234"},
			[]string{"GHSA-jfh8-c2jp", "GHSA-jfh8-c2jp-5v1q", "ghsa-jfh8-c2jp-5v3q", "PYSEC-23-45", "NPM-2023-45"},
		},
		"mitre_attack": {[]string{"T1566", "T1566.002", "TA0001", "M1036", "G0016"}, []string{"T156", "T1566.2", "AML.T0051"}},
		"cwe":          {[]string{"CWE-79"}, []string{"CWE-", "79"}},
	} {
		f := taxonomy.Frameworks()[key]
		for _, id := range c.good {
			if wrong := f.Check(id); wrong != "" {
				t.Errorf("%s: %s", key, wrong)
			}
		}
		for _, id := range c.bad {
			if f.Check(id) == "" {
				t.Errorf("%s holds %q", key, id)
			}
		}
	}
	for key, want := range map[string]string{
		"mit": `MIT AI risk taxonomy 2025 holds no "x"`, "cwe": `"x" has not the form of an id of CWE, such as CWE-79`,
	} {
		if got := taxonomy.Frameworks()[key].Check("x"); got != want {
			t.Errorf("%s: %s", key, got)
		}
	}
}

// An id that has no name of its own has that of the article that it is a part of, or of the risk that it is an edition of.
func TestNames(t *testing.T) {
	for _, test := range []struct{ framework, id, want string }{
		{"nist_ai_rmf", "MEASURE 2.11", "Fairness and bias are evaluated"},
		{"nist_ai_rmf", "MEASURE 2.14", ""},
		{"eu_ai_act", "Art. 73", "Reporting of serious incidents"},
		{"eu_ai_act", "Art. 73(2)", "Reporting of serious incidents"},
		{"eu_ai_act", "Art. 5(1)(a)", "Prohibited AI practices"},
		{"eu_ai_act", "Art. 4a", ""},
		{"eu_ai_act", "Annex III 5(b)", "High-risk AI systems"},
		{"eu_ai_act", "Recital 12", ""},
		{"owasp_llm", "LLM01", "Prompt Injection"},
		{"owasp_llm", "LLM01:2023", ""},
		{"owasp_agentic", "ASI02:2026", "Tool Misuse and Exploitation"},
		{"iso_42001", "A.6.2.4", "Verification and validation"},
		{"iso_42001", "6.1.2", "Risk assessment, planned"},
		{"iso_42001", "7.4.1", "Communication"},
		{"cwe", "CWE-79", "Improper Neutralization of Input During Web Page Generation (Cross-site Scripting)"},
		{"cwe", "CWE-1", ""},
		{"mitre_attack", "T1059.006", "Command and Scripting Interpreter"},
		{"mitre_attack", "TA0043", ""},
		{"oecd", "10", "Severity"},
		{"oecd", "10.2", ""},
		{"oecd_ai_principles", "1.4", "Robustness, security and safety"},
	} {
		if got := taxonomy.Frameworks()[test.framework].Name(test.id); got != test.want {
			t.Errorf("%s %s: %q, want %q", test.framework, test.id, got, test.want)
		}
	}
}

// A lack of evidence is said of controls, and of no heading, risk, or task of an authority.
func TestDuties(t *testing.T) {
	for key, want := range map[string]struct {
		n           int
		has, hasNot []string
	}{
		"nist_ai_rmf":   {72, []string{"GOVERN 1.1", "MEASURE 2.13"}, []string{"GOVERN", "MAP 1"}},
		"iso_42001":     {62, []string{"A.2.2", "A.6.2.8", "A.10.4", "6.1", "10.2"}, []string{"A.6", "A.6.2", "A.10", "6.1.2"}},
		"mitre_atlas":   {35, []string{"AML.M0000", "AML.M0034"}, []string{"AML.T0051", "AML.TA0002"}},
		"eu_ai_act":     {34, []string{"Art. 4", "Art. 10", "Art. 26", "Art. 73"}, []string{"Art. 1", "Art. 6", "Art. 31", "Art. 97", "Annex III"}},
		"avid_sep":      {0, nil, []string{"P0204"}},
		"mit":           {0, nil, []string{"7.3"}},
		"owasp_llm":     {0, nil, []string{"LLM01:2025"}},
		"owasp_agentic": {0, nil, []string{"T1"}},
		"cve":           {0, nil, nil},
	} {
		duties := taxonomy.Frameworks()[key].Duties()
		if len(duties) != want.n {
			t.Errorf("%s has %d: %q", key, len(duties), duties)
		}
		for _, id := range want.has {
			if !slices.Contains(duties, id) {
				t.Errorf("%s lacks %s", key, id)
			}
		}
		for _, id := range want.hasNot {
			if slices.Contains(duties, id) {
				t.Errorf("%s holds %s", key, id)
			}
		}
	}
	own := taxonomy.FrameworksOf(map[string]incident.OwnFramework{"house": {Controls: incident.Vocabulary{{ID: "H-1"}, {ID: "H-2"}}}})
	if got := own["house"].Duties(); !slices.Equal(got, []string{"H-1", "H-2"}) {
		t.Errorf("of a framework of one's own: %q", got)
	}
}

// An organisation's own framework replaces a built-in one of the same key, and takes any id where it lists none.
func TestOwnFrameworks(t *testing.T) {
	controls := incident.Vocabulary{{ID: "MP-2", Title: "Owner"}, {ID: "MP-1"}}
	all := taxonomy.FrameworksOf(map[string]incident.OwnFramework{
		"model_policy": {Version: "3", Source: "the intranet", Controls: controls},
		"cwe":          {Title: "Weaknesses of ours"},
	})
	policy := all["model_policy"]
	about := []string{policy.Key, policy.Title, policy.Version, policy.Source, policy.Example}
	if !slices.Equal(about, []string{"model_policy", "model policy", "3", "the intranet", "MP-2"}) {
		t.Errorf("%q", about)
	}
	if ids := policy.IDs(); !slices.Equal(ids, []string{"MP-1", "MP-2"}) {
		t.Errorf("its ids: %s", ids)
	}
	if policy.Check("MP-1") != "" || policy.Check("MP-3") == "" {
		t.Errorf("MP-1: %q, MP-3: %q", policy.Check("MP-1"), policy.Check("MP-3"))
	}
	if policy.Edition("MP-3") != "" {
		t.Error("a framework of one's own has editions")
	}
	if cwe := all["cwe"]; cwe.Title != "Weaknesses of ours" || cwe.Check("anything") != "" {
		t.Errorf("%+v", cwe)
	}
	if len(all) != len(taxonomy.Frameworks())+1 {
		t.Errorf("%d frameworks", len(all))
	}
}

// An organisation adds to a built-in framework what it needs; the rest stays.
func TestExtendedFrameworks(t *testing.T) {
	all := taxonomy.FrameworksOf(map[string]incident.OwnFramework{
		"mitre_atlas": {Extend: true, Version: "5.6.0 and ours", Controls: incident.Vocabulary{{ID: "AML.T0901", Title: "New"}, {ID: "X-1"}}},
		"osv":         {Extend: true, Controls: incident.Vocabulary{{ID: "NPM-1", Title: "Ours"}}},
		"house":       {Extend: true, Controls: incident.Vocabulary{{ID: "H-1"}}},
	})
	atlas := all["mitre_atlas"]
	for _, id := range []string{"AML.T0051", "AML.T0901", "X-1", "AML.CS0001"} {
		if atlas.Check(id)+atlas.Edition(id) != "" {
			t.Errorf("%s: %s%s", id, atlas.Check(id), atlas.Edition(id))
		}
	}
	if atlas.Title != "MITRE ATLAS" || atlas.Names["AML.T0901"] != "New" || atlas.Check("X-2") == "" {
		t.Errorf("%s holds %q, and of X-2 it says %q", atlas.Title, atlas.Names["AML.T0901"], atlas.Check("X-2"))
	}
	if osv := all["osv"]; osv.Check("NPM-1")+osv.Check("GO-2022-0322") != "" || osv.Check("NPM-2") == "" {
		t.Errorf("%+v", osv)
	}
	if house := all["house"]; house.Check("H-1") != "" || house.Check("H-2") == "" {
		t.Errorf("%+v", house)
	}
	if was := taxonomy.Frameworks()["mitre_atlas"]; was.Edition("AML.T0901") == "" {
		t.Error("the built-in table has changed")
	}
}

// An id that another edition may hold is told apart from one that none can.
func TestEditions(t *testing.T) {
	atlas := taxonomy.Frameworks()["mitre_atlas"]
	if got, want := atlas.Edition("AML.T0999"), "MITRE ATLAS 5.6.0, as Hindcast knows it, holds no AML.T0999"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if atlas.Check("AML.T0030") != "" || atlas.Edition("AML.T0030") != "" || !atlas.Retired("AML.T0030") {
		t.Error("a retired id is not told apart")
	}
	if atlas.Retired("AML.T0051") || atlas.Edition("AML.T0051") != "" {
		t.Error("an id of the table is of no other edition")
	}
}
