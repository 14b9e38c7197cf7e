// Package conformance_test holds the reports of Hindcast against the published schemas of their
// formats, and against contracts written from the documentation where there is no schema. It is a
// module of its own, so that other people's programs stay out of Hindcast's dependencies.
package conformance_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"
	"github.com/reviewdog/reviewdog/proto/rdf"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"google.golang.org/protobuf/encoding/protojson"

	"hindcast/internal/cli"
	"hindcast/internal/cli/console"
)

// hostile are titles and file names that try to break out of a report.
var hostile = []string{
	"two\\nlines", "\\n::error file=x::forged", "::warning::forged", "%0A::error::forged", "a%0Db", "esc \\u001b[31m red",
	"\\u202eright to left", "<script>alert(1)</script> & \\\"quotes\\\"", "]]>", "\\u0007bell", "emoji 😀 and 漢字", "comma, colon: and = sign",
}

const records = 540

// tree writes a records repository whose every record has a fault, and a few have more.
func tree(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for i := range records {
		title := hostile[i%len(hostile)]
		name := fmt.Sprintf("INC-2026-%04d-x.md", i+1)
		if i%7 == 0 {
			name = fmt.Sprintf("INC-2026-%04d-a,b:c%%0A::error::d.md", i+1)
		}
		text := fmt.Sprintf("---\nid: INC-2026-%04d\ntitle: \"%s\"\nseverity: \"%s\"\nstatus: detected\ntlp: GREEN\nunregistered: [\"%s\"]\ntype: other\n"+
			"timeline: {detected: 2026-02-03}\ndetection: {method: audit}\n---\n## What happened\n- [[%s]]\n", i+1, title, title, title, strings.ReplaceAll(title, `\n`, " "))
		write(t, filepath.Join(dir, "incidents", name), text)
	}
	return dir
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// report is what validate prints in a format.
func report(t *testing.T, dir, format string) []byte {
	t.Helper()
	var out, notes bytes.Buffer
	env := console.Env{
		Out: &out, Err: &notes, Dir: dir, Getenv: func(string) string { return "" },
		Clock: func() time.Time { return time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC) },
	}
	if code := cli.Run(t.Context(), []string{"validate", "--format", format}, env); code != 1 {
		t.Fatalf("exit %d: %s", code, notes.String())
	}
	return out.Bytes()
}

// findings is how many the JSON report holds, by level.
func findings(t *testing.T, dir string) map[string]int {
	t.Helper()
	var r struct {
		Findings []struct {
			Level string `json:"level"`
		} `json:"findings"`
	}
	if err := json.Unmarshal(report(t, dir, "json"), &r); err != nil {
		t.Fatal(err)
	}
	counts := map[string]int{}
	for _, f := range r.Findings {
		counts[f.Level]++
	}
	if len(r.Findings) < 500 {
		t.Fatalf("only %d findings", len(r.Findings))
	}
	return counts
}

// sarifSchema is the schema of OASIS, which the module of go-sarif carries as a constant.
func sarifSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	source, err := os.ReadFile(filepath.Join(moduleDir(t, "github.com/owenrumney/go-sarif/v3"),
		"pkg", "report", "v210", "sarif", "schema.go"))
	if err != nil {
		t.Fatal(err)
	}
	_, text, _ := strings.Cut(string(source), "`")
	text, _, _ = strings.Cut(text, "`")
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("sarif.json", value); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("sarif.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// moduleDir is where a module of the requirements lies.
func moduleDir(t *testing.T, module string) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "go", "list", "-m", "-f", "{{.Dir}}", module).Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(out))
}

func TestSARIF(t *testing.T) {
	dir := tree(t)
	text := report(t, dir, "sarif")
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	if err := sarifSchema(t).Validate(value); err != nil {
		t.Errorf("the schema of SARIF 2.1.0: %v", err)
	}
	r, err := sarif.FromBytes(text)
	if err != nil {
		t.Fatal(err)
	}
	counts := findings(t, dir)
	run := r.Runs[0]
	if want := counts["error"] + counts["warning"] + counts["note"]; len(run.Results) != min(want, 5000) {
		t.Errorf("%d results, want %d", len(run.Results), want)
	}
	for i, result := range run.Results {
		rule := run.Tool.Driver.Rules[result.RuleIndex]
		if rule.ID == nil || *rule.ID != *result.RuleID {
			t.Fatalf("result %d names rule %v, its index %v", i, *result.RuleID, rule.ID)
		}
		uri := *result.Locations[0].PhysicalLocation.ArtifactLocation.URI
		if strings.ContainsAny(uri, " \n") || strings.HasPrefix(uri, "/") {
			t.Fatalf("result %d: %q is no relative URI", i, uri)
		}
	}
}

func TestRDJSONL(t *testing.T) {
	schema, err := jsonschema.NewCompiler().Compile(filepath.Join(moduleDir(t, "github.com/reviewdog/reviewdog"), "proto",
		"rdf", "jsonschema", "Diagnostic.json"))
	if err != nil {
		t.Fatal(err)
	}
	dir := tree(t)
	lines := 0
	for line := range bytes.Lines(report(t, dir, "rdjsonl")) {
		lines++
		value, err := jsonschema.UnmarshalJSON(bytes.NewReader(line))
		if err != nil {
			t.Fatalf("line %d: %v", lines, err)
		}
		if err := schema.Validate(value); err != nil {
			t.Fatalf("line %d: %v", lines, err)
		}
		var d rdf.Diagnostic
		if err := protojson.Unmarshal(line, &d); err != nil {
			t.Fatalf("line %d: %v", lines, err)
		}
		span := d.Location.Range
		src, err := os.ReadFile(filepath.Join(dir, d.Location.Path))
		if err != nil {
			t.Fatalf("line %d: %v", lines, err)
		}
		text := bytes.Split(src, []byte("\n"))[span.Start.Line-1]
		if span.Start.Column < 1 || int(span.Start.Column) > len(text)+1 {
			t.Fatalf("line %d: column %d of a line of %d bytes", lines, span.Start.Column, len(text))
		}
	}
	counts := findings(t, dir)
	if want := counts["error"] + counts["warning"] + counts["note"]; lines != want {
		t.Errorf("%d lines, want %d", lines, want)
	}
}

var command = regexp.MustCompile(`^::(error|warning|notice) ([^:]*)::(.*)$`)

// The runner reads a line that begins with :: as a command, ends a property at a comma and the
// properties at ::, and shows ten annotations of each level.
func TestGitHub(t *testing.T) {
	dir := tree(t)
	counts := findings(t, dir)
	shown := map[string]int{}
	plain := 0
	for line := range strings.Lines(string(report(t, dir, "github"))) {
		line = strings.TrimSuffix(line, "\n")
		if !strings.HasPrefix(strings.TrimSpace(line), "::") {
			if !strings.HasPrefix(line, "- ") {
				t.Fatalf("the line %q is neither a command nor a finding", line)
			}
			plain++
			continue
		}
		m := command.FindStringSubmatch(line)
		if m == nil {
			t.Fatalf("the command %q can't be read", line)
		}
		shown[m[1]]++
		for property := range strings.SplitSeq(m[2], ",") {
			key, value, found := strings.Cut(property, "=")
			if !found || !strings.Contains(" file line endLine col endColumn title ", " "+key+" ") {
				t.Fatalf("the property %q is forged", property)
			}
			if key == "file" {
				value = strings.NewReplacer("%2C", ",", "%3A", ":", "%0A", "\n", "%0D", "\r", "%25", "%").Replace(value)
				if _, err := os.Stat(filepath.Join(dir, value)); err != nil {
					t.Fatalf("%q is no file: %v", value, err)
				}
			}
		}
		if strings.IndexFunc(m[3], unicode.IsControl) >= 0 {
			t.Fatalf("a control character in %q", m[3])
		}
	}
	if shown["error"] != min(counts["error"], 10) || shown["warning"] != min(counts["warning"], 10) {
		t.Errorf("shown %v of %v", shown, counts)
	}
	if want := counts["error"] + counts["warning"] + counts["note"] - 9*2; plain != want {
		t.Errorf("%d findings in the log beside the annotations, want %d", plain, want)
	}
}

func TestJUnit(t *testing.T) {
	dir := tree(t)
	counts := findings(t, dir)
	text := report(t, dir, "junit")
	for dec := xml.NewDecoder(bytes.NewReader(text)); ; {
		if _, err := dec.Token(); err == io.EOF {
			break
		} else if err != nil {
			t.Fatalf("not well-formed: %v", err)
		}
	}
	var r struct {
		Tests    int `xml:"tests,attr"`
		Failures int `xml:"failures,attr"`
		Suites   []struct {
			Tests    int `xml:"tests,attr"`
			Failures int `xml:"failures,attr"`
			Cases    []struct {
				Name    string `xml:"name,attr"`
				Class   string `xml:"classname,attr"`
				Failure *struct {
					Type string `xml:"type,attr"`
				} `xml:"failure"`
			} `xml:"testcase"`
		} `xml:"testsuite"`
	}
	if err := xml.Unmarshal(text, &r); err != nil {
		t.Fatal(err)
	}
	tests, failures := 0, 0
	for _, s := range r.Suites {
		if s.Tests != len(s.Cases) {
			t.Fatalf("a suite says %d tests and has %d", s.Tests, len(s.Cases))
		}
		for _, c := range s.Cases {
			tests++
			if c.Failure != nil {
				failures++
			}
			if c.Name == "" || c.Class == "" {
				t.Fatal("a case has no name")
			}
		}
	}
	if tests != r.Tests || failures != r.Failures || failures != counts["error"] {
		t.Errorf("%d tests, %d failures; the report says %d, %d; there are %v", tests, failures, r.Tests, r.Failures, counts)
	}
}

// GitLab's documentation asks for description, check_name, a fingerprint that is unique in the
// report, one of five severities, and a relative path with the line.
func TestGitLab(t *testing.T) {
	dir := tree(t)
	var list []struct {
		Description string `json:"description"`
		Check       string `json:"check_name"`
		Fingerprint string `json:"fingerprint"`
		Severity    string `json:"severity"`
		Location    struct {
			Path  string `json:"path"`
			Lines struct {
				Begin int `json:"begin"`
			} `json:"lines"`
		} `json:"location"`
	}
	dec := json.NewDecoder(bytes.NewReader(report(t, dir, "gitlab")))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&list); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, f := range list {
		if f.Description == "" || f.Check == "" || seen[f.Fingerprint] || f.Location.Lines.Begin < 1 ||
			strings.HasPrefix(f.Location.Path, "./") ||
			!strings.Contains(" info minor major critical blocker ", " "+f.Severity+" ") {
			t.Fatalf("%+v breaks the contract", f)
		}
		seen[f.Fingerprint] = true
		if _, err := os.Stat(filepath.Join(dir, f.Location.Path)); err != nil {
			t.Fatal(err)
		}
	}
	counts := findings(t, dir)
	if want := counts["error"] + counts["warning"] + counts["note"]; len(list) != want {
		t.Errorf("%d findings, want %d", len(list), want)
	}
}

// Nothing that a terminal acts on reaches it, in any format.
func TestNoControlCharacters(t *testing.T) {
	dir := tree(t)
	for _, format := range []string{"text", "json", "github", "sarif", "rdjsonl", "junit", "gitlab"} {
		for line := range strings.Lines(string(report(t, dir, format))) {
			for _, r := range strings.TrimSuffix(line, "\n") {
				if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
					t.Errorf("%s: %U in %q", format, r, line)
					break
				}
			}
		}
	}
}
