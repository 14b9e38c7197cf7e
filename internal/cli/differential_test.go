package cli_test

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"hindcast/internal/incident"
)

// odd are values that no key was made for, as YAML writes them.
var odd = []string{
	strings.Repeat("a", 300), strings.Repeat("ab-", 1700), `"` + strings.Repeat("日", 120) + `"`, "con", "LPT1", "a/b",
	"../../x", `'a\b'`, "'%2e%2e'", "'#a?b=c'", `"e\u0301"`,
	`"\u202ebidi"`, `"\u0000"`, `"\t"`, `"\ud800"`, `""`, "~", "[]", "{}", "[[[]]]", "[~]", `[""]`, "-1", "1e308", "-1e308", "9223372036854775808", "99999999999999999999", "0x1F", ".nan", ".inf", "'0'",
	"0001-01-01", "0001-01-01T00:00:00Z", "1899-12-31", "9999-12-31", "9999-12-31T23:59:59-14:00", "2026-02-30", "2026-03-02T25:00:00Z", "'1950-01-01'", "2199-12-31", "0000", "-0001",
	"true", "'{{.}}'", "'<script>alert(1)</script>'", "INC-2026-0001", "INC-2026-9999", "index.html", "glossary", "'!!!'", "'...'", "[1, 1e308]", "[5, -5]", "[a, A, a]", "{least: -1}", "{most: 1e99}",
	"{amount: 1e308, currency: EUR}", "{amount: 999999999999999999999, currency: EUR}", "{of: x, value: 1e308}", "{of: x, value: [0.9, 0.1]}", "https://example.org/", "'https://[::1'", "javascript:x", "'//x'", "xx", "tlh", "de-", "'**a** [[b]]'",
}

// leaves are the ways to write each value of a front matter, with %s where the value goes.
func leaves(t reflect.Type, depth int) []string {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	list := []string{"%s"}
	switch {
	case depth > 4:
	case t.Kind() == reflect.Slice:
		for _, l := range leaves(t.Elem(), depth+1) {
			list = append(list, "["+l+"]")
		}
	case t.Kind() == reflect.Map && t.Elem().Kind() != reflect.Interface:
		list = append(list, "{? %s : x}")
		for _, l := range leaves(t.Elem(), depth+1) {
			list = append(list, "{own: "+l+"}")
		}
	case t.Kind() == reflect.Map:
		list = append(list, "{a: %s}", "{? %s : b}")
	case t.Kind() == reflect.Struct:
		for i := range t.NumField() {
			if key := t.Field(i).Tag.Get("key"); key != "" {
				for _, l := range leaves(t.Field(i).Type, depth+1) {
					list = append(list, "{"+key+": "+l+"}")
				}
			}
		}
	}
	return list
}

// keysOf is the leaves of a front matter, by key.
func keysOf(front any) [][2]string {
	var keys [][2]string
	t := reflect.TypeOf(front)
	for i := range t.NumField() {
		if key := t.Field(i).Tag.Get("key"); key != "" {
			for _, l := range leaves(t.Field(i).Type, 0) {
				keys = append(keys, [2]string{key, l})
			}
		}
	}
	return keys
}

// corpusMaker writes repositories with odd values at random places.
type corpusMaker struct {
	*rand.Rand
	dir                               string
	record, system, article, settings [][2]string
}

func newCorpusMaker(seed uint64, dir string) *corpusMaker {
	return &corpusMaker{
		rand.New(rand.NewPCG(seed, 0)), dir, keysOf(incident.Front{}), keysOf(incident.SystemFront{}),
		keysOf(incident.ArticleFront{}), keysOf(incident.Settings{}),
	}
}

func (m *corpusMaker) pick(list []string) string { return list[m.IntN(len(list))] }

// mutated is a front matter with an odd value at one of the keys; the line of that key goes.
func (m *corpusMaker) mutated(lines []string, keys [][2]string) string {
	k := keys[m.IntN(len(keys))]
	lines = slices.DeleteFunc(slices.Clone(lines), func(l string) bool { return strings.HasPrefix(l, k[0]+":") })
	return strings.Join(append(lines, k[0]+": "+fmt.Sprintf(k[1], m.pick(odd))), "\n") + "\n"
}

func (m *corpusMaker) write(t *testing.T, name, text string) {
	full := filepath.Join(m.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
		t.Fatal(err)
	}
	_ = os.WriteFile(full, []byte(text), 0o644) // a name that the system can't hold is no test
}

var oddNames = []string{
	"glossary", "playbooks", "index.html", "page.json", "A", "a", "a b", "a-b", `x\y`, "con", "nul.txt", "tab\there", "line\nbreak", "\u202ebidi", "e\u0301", "é", "É", "#", "50%", "a:b", "q?", "..x", "end.", strings.Repeat("n", 240),
	strings.Repeat("日", 80), "deep/" + strings.Repeat("folder/", 150) + "x", "index", "README", "feed.xml", "{{.}}",
	"2026", "\xff\xfe",
}

var oddTexts = []string{
	"[[INC-2026-0001]] [[con]] [[" + strings.Repeat("x", 5000) + "]]", "![a](b.png)", "[a](../../../../etc/passwd)", "[a](%00)", "[a](INC-2026-0001-a.md#x)", "# " + strings.Repeat("h", 9000), "## Timeline\n- 0001-01-01T00:00Z a\n- 9999-12-31T23:59Z b\n- 10:00 c",
	"```" + strings.Repeat("x", 4000) + "\na\n```", ":::tlp RED\na", "[^1]\n\n[^1]: a[^1]", "| a |\n|-|\n| " + strings.Repeat("b", 9000) + " |", "<b>\x01</b>", "\ufeff\u2028\u2029", "{{template \"x\"}}", strings.Repeat("> ", 90) + "a", "$" + strings.Repeat("é", 4000),
}

func (m *corpusMaker) corpus(t *testing.T) {
	m.write(t, "incidents/2026/INC-2026-0001-a.md",
		"---\n"+strings.Join(recordLines(1), "\n")+"\n---\n## What happened\nText.\n")
	for n := 2; n < 22; n++ {
		name := fmt.Sprintf("incidents/2026/INC-2026-%04d-a.md", n)
		m.write(t, name, "---\n"+m.mutated(recordLines(n), m.record)+"---\n## What happened\n\n"+m.pick(oddTexts)+"\n")
	}
	for i := range 8 {
		systems := []string{"title: T", "status: production", "owner: x", "tlp: CLEAR"}
		m.write(t, fmt.Sprintf("knowledge/systems/s%d.md", i), "---\n"+m.mutated(systems, m.system)+"---\nText.\n")
		m.write(t, "knowledge/systems/"+m.pick(oddNames)+".md", "---\n"+strings.Join(systems, "\n")+"\n---\nText.\n")
		folder := m.pick([]string{"knowledge/", "knowledge/glossary/", "knowledge/playbooks/"})
		m.write(t, fmt.Sprintf("%sk%d.md", folder, i),
			"---\n"+m.mutated([]string{"title: T", "tlp: CLEAR"}, m.article)+"---\nText.\n")
		m.write(t, folder+m.pick(oddNames)+".md", "---\ntitle: T\ntlp: CLEAR\n---\nText.\n")
		m.write(t,
			"site/static/"+m.pick(append(oddNames, "Index.html", "index.html", "incidents", "INCIDENTS.JSON",
				"search/index.json", "tags/x", "404.html/x"))+m.pick([]string{"", ".txt", ".html"}), "own")
	}
	m.write(t, "templates/pages/"+m.pick([]string{"home", "incident", "mine", "404"})+".html",
		m.pick([]string{
			`{{define "main"}}x{{end}}`, `{{define "main"}}{{.No}}{{end}}`, "{{",
			`{{define "main"}}{{index .Log.Records 99}}{{end}}`,
		}))
	settings := "title: Log\n"
	if m.IntN(3) > 0 {
		settings = m.mutated([]string{"title: Log"}, m.settings)
	}
	m.write(t, "hindcast.yaml", settings)
}

func recordLines(n int) []string {
	return []string{
		fmt.Sprintf("id: INC-2026-%04d", n), "title: Fares are quoted twice", "type: model_failure", "severity: sev3",
		"status: detected", "tlp: CLEAR", "unregistered: [fares]",
		"timeline: {detected: 2026-03-02T09:25:00Z}", "detection: {method: user_report}",
	}
}

// command runs in the corpus and returns the exit code with what was printed.
func (m *corpusMaker) command(t *testing.T, args ...string) (code int, out, notes string) {
	t.Helper()
	return runAt(t, time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC), m.dir, args...)
}

// faulty are the files that validate finds an error in.
func (m *corpusMaker) faulty(t *testing.T) []string {
	code, out, _ := m.command(t, "validate", "--format", "json")
	var report struct {
		Findings []struct{ Path, Level string }
	}
	if err := json.Unmarshal([]byte(out), &report); err != nil || code > 1 {
		t.Fatalf("validate exits %d with %v: %.300s", code, err, out)
	}
	var paths []string
	for _, f := range report.Findings {
		if f.Level == "error" && !slices.Contains(paths, f.Path) {
			paths = append(paths, f.Path)
		}
	}
	if (code == 1) != (len(paths) > 0) {
		t.Fatalf("validate exits %d with errors in %q", code, paths)
	}
	return paths
}

// Whatever a repository holds: nothing panics or fails, a build that keeps going writes a site unless
// the settings are at fault, and once validate finds no error, build builds.
func TestWhatValidatePassesIsBuilt(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds; make test runs it")
	}
	corpora, seed := number(t, "HINDCAST_TEST_CORPORA", 2), number(t, "HINDCAST_TEST_SEED", 1)
	for i := range corpora {
		t.Run(fmt.Sprintf("seed %d", seed+i), func(t *testing.T) {
			m := newCorpusMaker(uint64(seed+i), t.TempDir())
			m.corpus(t)
			faulty := m.faulty(t)
			if len(faulty) == 0 {
				t.Error("nothing odd was found in all of the odd values")
			}
			code, out, notes := m.command(t, "build", "--keep-going", "--out", "out")
			_, err := os.Stat(filepath.Join(m.dir, "out", "index.html"))
			if code > 1 || (err != nil) != slices.Contains(faulty, "hindcast.yaml") {
				t.Errorf("a build that keeps going exits %d: %v, %s%s", code, err, out[max(0, len(out)-600):],
					notes[max(0, len(notes)-600):])
			}
			for _, args := range [][]string{
				{"search", "fare"},
				{"trends"},
				{"due"},
				{"digest"},
				{"export", "--format", "meilisearch"},
				{"validate", "--format", "sarif"},
			} {
				if code, out, notes := m.command(t, args...); code > 1 {
					t.Errorf("%s exits %d: %.600s%.600s", args[0], code, out, notes)
				}
			}
			m.mend(t, faulty)
			if code, out, notes := m.command(t, "build"); code != 0 {
				t.Errorf("validate passes and build exits %d: %.600s%.600s", code, out, notes)
			}
		})
	}
}

// mend removes what validate finds an error in, until it finds none.
func (m *corpusMaker) mend(t *testing.T, faulty []string) {
	for range 8 {
		if len(faulty) == 0 {
			return
		}
		for _, name := range faulty {
			if err := os.RemoveAll(filepath.Join(m.dir, filepath.FromSlash(name))); err != nil {
				t.Fatal(err)
			}
		}
		m.removeUnreadableNames(t)
		faulty = m.faulty(t)
	}
	t.Fatalf("validate still finds errors in %q", faulty)
}

// removeUnreadableNames takes away what a finding in JSON can't name.
func (m *corpusMaker) removeUnreadableNames(t *testing.T) {
	err := filepath.WalkDir(m.dir, func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && !utf8.ValidString(name) {
			err = os.Remove(name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
