package conformance_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"hindcast/internal/cli"
	"hindcast/internal/cli/console"
)

// There is no package of an OpenSearch or Meilisearch server that these tests could install, so an
// export is held to a contract written from what the servers document:
//   - https://docs.opensearch.org/latest/api-reference/document-apis/bulk/
//   - https://docs.opensearch.org/latest/mappings/ (dynamic: strict)
//   - https://www.meilisearch.com/docs/resources/internals/primary_key
//   - https://www.meilisearch.com/docs/resources/help/known_limitations
const (
	longestRequest = 10_485_760 // bytes; the lowest limit among managed services
	longestKey     = 511        // bytes; OpenSearch takes 512
	longestFilter  = 468        // bytes of a value that Meilisearch filters by
	longestTerm    = 32_766     // bytes of a value that Lucene indexes whole
)

// exported are the files of an export for internal readers, by name.
func exported(t *testing.T, dir, format string) map[string][]byte {
	t.Helper()
	out := filepath.Join(t.TempDir(), "export")
	dir, err := filepath.Abs(dir)
	if err != nil {
		t.Fatal(err)
	}
	var notes bytes.Buffer
	env := console.Env{
		Out: &notes, Err: &notes, Dir: dir, Getenv: func(string) string { return "" },
		Clock: func() time.Time { return time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC) },
	}
	// Records with an error are left out, which is exit code 1.
	if code := cli.Run(t.Context(), []string{"-C", dir, "export", "--format", format, "--out", out}, env); code > 1 {
		t.Fatalf("exit %d: %s", code, notes.String())
	}
	files := map[string][]byte{}
	entries, err := os.ReadDir(out)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if files[e.Name()], err = os.ReadFile(filepath.Join(out, e.Name())); err != nil {
			t.Fatal(err)
		}
	}
	return files
}

// logs are the demo and a log of hostile titles, with the least documents that each must hold.
func logs(t *testing.T, check func(t *testing.T, dir string, least int)) {
	t.Run("demo", func(t *testing.T) { check(t, "../..", 100) })
	t.Run("hostile", func(t *testing.T) {
		dir := t.TempDir()
		fsys := hostileSite()
		for name, file := range fsys {
			write(t, filepath.Join(dir, filepath.FromSlash(name)), string(file.Data))
		}
		write(t, filepath.Join(dir, "knowledge", "ünïcode näme.md"), "---\ntitle: Name\ntlp: CLEAR\n---\nText.\n")
		check(t, dir, 14)
	})
}

// linesOf are the lines of the files that an engine loads, in order, and their names.
func linesOf(t *testing.T, files map[string][]byte, prefix string) []string {
	t.Helper()
	var lines []string
	for name, body := range files {
		if !strings.HasPrefix(name, prefix) {
			continue
		}
		if len(body) > longestRequest || !bytes.HasSuffix(body, []byte("\n")) {
			t.Errorf("%s has %d bytes or does not end in a line feed", name, len(body))
		}
		lines = append(lines, strings.Split(strings.TrimSuffix(string(body), "\n"), "\n")...)
	}
	return lines
}

var actionLine = regexp.MustCompile(`^\{"index":\{"_index":"hindcast","_id":"([A-Za-z0-9_-]+)"\}\}$`)

func TestOpenSearchExport(t *testing.T) {
	logs(t, func(t *testing.T, dir string, least int) {
		files := exported(t, dir, "opensearch")
		var index engineIndex
		strictly(t, files["index.json"], &index)
		index.checkSettings(t)
		lines := linesOf(t, files, "bulk")
		seen := map[string]bool{}
		for i := 0; i+1 < len(lines); i += 2 {
			m := actionLine.FindStringSubmatch(lines[i])
			if m == nil {
				t.Fatalf("line %d is no action: %s", i+1, lines[i])
			}
			document := object(t, lines[i+1])
			if document["key"] != m[1] || seen[m[1]] || len(m[1]) > longestKey {
				t.Errorf("line %d: the id %q is not the key, or not new", i+1, m[1])
			}
			seen[m[1]] = true
			index.Mappings.check(t, m[1], "", document)
		}
		if len(lines)%2 != 0 || len(seen) < least {
			t.Errorf("%d lines, %d documents", len(lines), len(seen))
		}
	})
}

// engineIndex is the body that creates an index, as far as an export uses it.
type engineIndex struct {
	Settings struct {
		Analysis struct {
			Analyzer   map[string]engineAnalyzer  `json:"analyzer"`
			Normalizer map[string]engineAnalyzer  `json:"normalizer"`
			Filter     map[string]json.RawMessage `json:"filter"`
		} `json:"analysis"`
		Index struct {
			Query struct {
				DefaultField []string `json:"default_field"`
			} `json:"query"`
		} `json:"index"`
	} `json:"settings"`
	Mappings engineProperty `json:"mappings"`
}

type engineAnalyzer struct {
	Type      string   `json:"type"`
	Tokenizer string   `json:"tokenizer"`
	Filter    []string `json:"filter"`
}

type engineProperty struct {
	Type        string                    `json:"type"`
	Dynamic     string                    `json:"dynamic"`
	Properties  map[string]engineProperty `json:"properties"`
	Analyzer    string                    `json:"analyzer"`
	Normalizer  string                    `json:"normalizer"`
	CopyTo      string                    `json:"copy_to"`
	Format      string                    `json:"format"`
	IgnoreAbove int                       `json:"ignore_above"`
	Index       *bool                     `json:"index"`
	DocValues   *bool                     `json:"doc_values"`
}

// checkSettings follows each name that the index gives to where it is defined.
func (x *engineIndex) checkSettings(t *testing.T) {
	t.Helper()
	builtin := []string{"lowercase", "asciifolding", "german_normalization"}
	for name, a := range x.Settings.Analysis.Analyzer {
		for _, f := range a.Filter {
			if x.Settings.Analysis.Filter[f] == nil && !slices.Contains(builtin, f) {
				t.Errorf("the analyzer %s names the filter %s, which is nobody's", name, f)
			}
		}
	}
	for _, field := range x.Settings.Index.Query.DefaultField {
		path, _, _ := strings.Cut(field, "^")
		if p := x.Mappings.find(path); p == nil || p.Type != "text" && p.Type != "keyword" {
			t.Errorf("a query looks into %s, which is no field of words", field)
		}
	}
	if x.Mappings.Dynamic != "strict" {
		t.Errorf("fields that are not mapped are not refused: %q", x.Mappings.Dynamic)
	}
	x.checkProperty(t, "", x.Mappings)
}

func (x *engineIndex) checkProperty(t *testing.T, path string, p engineProperty) {
	t.Helper()
	for name, inner := range p.Properties {
		x.checkProperty(t, path+"."+name, inner)
	}
	if _, ok := x.Settings.Analysis.Analyzer[p.Analyzer]; p.Analyzer != "" && !ok {
		t.Errorf("%s has the analyzer %s, which is nobody's", path, p.Analyzer)
	}
	if _, ok := x.Settings.Analysis.Normalizer[p.Normalizer]; p.Normalizer != "" && !ok {
		t.Errorf("%s has the normalizer %s, which is nobody's", path, p.Normalizer)
	}
	if to := x.Mappings.find(p.CopyTo); p.CopyTo != "" && (to == nil || to.Type != "text") {
		t.Errorf("%s is copied to %s, which is no text", path, p.CopyTo)
	}
}

func (p engineProperty) find(path string) *engineProperty {
	for _, name := range strings.Split(path, ".") {
		inner, ok := p.Properties[name]
		if !ok {
			return nil
		}
		p = inner
	}
	return &p
}

// engineDate is what strict_date_optional_time, strict_year_month and strict_year read, as far as times
// of a record are written.
var engineDate = regexp.MustCompile(`^\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d))?)?)?$`)

// check holds a value to the mapping, as the server does with dynamic: strict.
func (p engineProperty) check(t *testing.T, document, path string, value any) {
	t.Helper()
	if list, ok := value.([]any); ok {
		for _, item := range list {
			p.check(t, document, path, item)
		}
		return
	}
	fields, isObject := value.(map[string]any)
	text, isText := value.(string)
	switch {
	case p.Properties != nil && isObject:
		for name, inner := range fields {
			mapped, ok := p.Properties[name]
			if !ok {
				t.Errorf("%s: the field %s.%s is not mapped", document, path, name)
				continue
			}
			mapped.check(t, document, path+"."+name, inner)
		}
	case p.Type == "text" && isText:
	case p.Type == "date" && isText && engineDate.MatchString(text) && p.Format != "":
	case p.Type == "keyword" && isText &&
		(len(text) <= longestTerm || p.IgnoreAbove > 0 && p.IgnoreAbove <= longestTerm/4 || p.Index != nil && !*p.Index):
	default:
		t.Errorf("%s: %s is mapped as %q and holds %v", document, path, p.Type, value)
	}
}

func TestMeilisearchExport(t *testing.T) {
	key := regexp.MustCompile(`^[A-Za-z0-9_-]+$`)
	logs(t, func(t *testing.T, dir string, least int) {
		files := exported(t, dir, "meilisearch")
		var settings struct {
			Searchable []string            `json:"searchableAttributes"`
			Filterable []string            `json:"filterableAttributes"`
			Sortable   []string            `json:"sortableAttributes"`
			Synonyms   map[string][]string `json:"synonyms"`
		}
		strictly(t, files["settings.json"], &settings)
		kinds := map[string]string{}
		seen := map[string]bool{}
		for i, line := range linesOf(t, files, "documents") {
			document := object(t, line)
			id, _ := document["key"].(string)
			if !key.MatchString(id) || len(id) > longestKey || seen[id] {
				t.Errorf("line %d: the key %q is not taken, or not new", i+1, id)
			}
			seen[id] = true
			leaves(document, "", func(path string, value any) {
				kind := "text"
				if text, ok := value.(string); !ok {
					kind = "number"
				} else if slices.Contains(settings.Filterable, path) && len(text) > longestFilter {
					t.Errorf("%s: %s is too long to filter by", id, path)
				}
				if kinds[path] != "" && kinds[path] != kind {
					t.Errorf("%s: %s is a %s here and a %s elsewhere", id, path, kind, kinds[path])
				}
				kinds[path] = kind
			})
		}
		if len(seen) < least {
			t.Errorf("%d documents", len(seen))
		}
		checkAttributes(t, kinds, settings.Searchable, settings.Filterable, settings.Sortable)
		for term, others := range settings.Synonyms {
			if term != strings.ToLower(term) || len(others) == 0 || slices.Contains(others, term) {
				t.Errorf("the synonyms of %q are %q", term, others)
			}
		}
	})
}

// checkAttributes holds the lists of the settings against the fields that documents have.
func checkAttributes(t *testing.T, kinds map[string]string, searchable, filterable, sortable []string) {
	t.Helper()
	listed := map[string]bool{}
	for _, path := range slices.Concat(searchable, filterable) {
		listed[path] = true
	}
	for path, kind := range kinds {
		if kind == "number" && !slices.Contains(sortable, path) {
			t.Errorf("%s holds numbers and can't be sorted by", path)
		}
		shown := strings.HasSuffix(path, "url") || strings.HasSuffix(path, ".id") // with a result alone
		date := path == "date" || path == "review_by" || path == "actions.due" || strings.HasPrefix(path, "timeline.")
		if !listed[path] && path != "key" && !shown && !date {
			t.Errorf("%s is neither searched nor filtered", path)
		}
	}
	for _, path := range sortable {
		if kinds[path] == "text" || !slices.Contains(filterable, path) {
			t.Errorf("%s is sorted by and is no number, or no filter", path)
		}
	}
	for _, path := range []string{
		"kind", "types", "severity", "status", "tlp", "systems", "teams", "tags", "causes.factor", "parties.harmed",
		"controls",
	} {
		if !slices.Contains(filterable, path) {
			t.Errorf("%s can't be filtered by", path)
		}
	}
	for _, path := range []string{"title", "sections.text"} {
		if !slices.Contains(searchable, path) || kinds[path] == "" {
			t.Errorf("%s is not searched, or no document has it", path)
		}
	}
}

// leaves visits each value of a document that is no object and no list.
func leaves(value any, path string, visit func(path string, value any)) {
	switch v := value.(type) {
	case map[string]any:
		for name, inner := range v {
			leaves(inner, strings.TrimPrefix(path+"."+name, "."), visit)
		}
	case []any:
		for _, inner := range v {
			leaves(inner, path, visit)
		}
	default:
		visit(path, value)
	}
}

// object reads a line, whose characters must not act on a terminal or break the line for anyone.
func object(t *testing.T, line string) map[string]any {
	t.Helper()
	var v map[string]any
	if err := json.Unmarshal([]byte(line), &v); err != nil {
		t.Fatalf("a line is not JSON: %v: %s", err, line)
	}
	if strings.ContainsAny(line, "\r\v\f\u0085\u2028\u2029\u202e\u0007") {
		t.Errorf("a line holds raw control characters: %q", line)
	}
	return v
}

// strictly reads JSON that may hold what the type lists and nothing else.
func strictly(t *testing.T, text []byte, into any) {
	t.Helper()
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		t.Fatal(err)
	}
}
