//go:build unix

package cli_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// hostileFile is a file that must be named in a finding, by its path and a rule, and cost nothing else.
type hostileFile struct{ name, path, text, rule string }

const record2 = "incidents/2026/INC-2026-0002-b.md"

// inText is a record with a hostile text, inHead one with a hostile front matter.
func inText(name, text, rule string) hostileFile {
	return hostileFile{
		name, record2, "---\n" + strings.Join(recordLines(2), "\n") + "\n---\n## What happened\n\n" + text + "\n", rule,
	}
}

func inHead(name, head, rule string) hostileFile {
	key, _, _ := strings.Cut(head, ":")
	var lines []string
	for _, line := range recordLines(2) {
		if !strings.HasPrefix(line, key+":") {
			lines = append(lines, line)
		}
	}
	return hostileFile{
		name, record2, "---\n" + strings.Join(lines, "\n") + "\n" + head + "\n---\n## What happened\nText.\n", rule,
	}
}

func inSettings(name, text, rule string) hostileFile {
	return hostileFile{name, "hindcast.yaml", text, rule}
}

func times(s string, bytes int) string { return strings.Repeat(s, bytes/len(s)) }

// numbered writes a form with the numbers from 1 on.
func numbered(form string, n int) string {
	var b strings.Builder
	for i := 1; i <= n; i++ {
		b.WriteString(strings.ReplaceAll(form, "%", fmt.Sprint(i)))
	}
	return b.String()
}

// Bytes that just fit into a text and a front matter.
const textBytes, headBytes = 120_000, 60_000

func hostileFiles() []hostileFile {
	const complex, form = "text-too-complex", "wrong-form"
	article := "---\ntitle: T\ntlp: CLEAR\n---\nText.\n"
	list := []hostileFile{
		{"empty", record2, "", "front-matter-missing"},
		{"NULs", record2, "---\nid: INC-2026-0002\x00\n---\n", "file-encoding"},
		{"a lone surrogate", record2, "---\nid: INC-2026-0002\n---\n\xed\xa0\x80", "file-encoding"},
		{"bytes of Latin-1", record2, "---\ntitle: R\xfcck\n---\n", "file-encoding"},
		{"UTF-16", record2, "\xff\xfe-\x00-\x00", "file-encoding"},
		{"a byte-order mark", record2, "\ufeff---\nid: INC-2026-0002\n---\n", "front-matter-missing"},
		{"no end of the head", record2, "---\n" + times("a: b\n", headBytes), "front-matter-unclosed"},
		{"a megabyte", record2, times("line\n", 2<<20), "file-too-large"},
		{"a binary", record2, "\x7fELF" + times("\x00\x01", 1000), "file-encoding"},
		{"JSON", record2, "{" + times(`"a":{`, 50_000), "front-matter-format"},

		inHead("aliases", "custom: {a: &a [x, x], b: &b [*a, *a], c: [*b, *b]}", "yaml-feature"),
		inHead("an alias of itself", "custom: &a [*a]", "yaml-feature"),
		inHead("a merge key", "custom: {<<: {a: b}, <<: {c: d}}", "duplicate-key"),
		inHead("a tag", "custom: !!binary aGk=", "yaml-feature"),
		inHead("deep lists", "custom: "+times("[", 10_000), "yaml-syntax"),
		inHead("deep maps", "custom: "+times("{a: ", 10_000), "yaml-syntax"),
		inHead("deep dashes", "custom:\n "+times("- ", 10_000)+"a", "yaml-syntax"),
		inHead("a huge key", `"`+times("k", headBytes)+`": x`, "unknown-key"),
		inHead("a huge value", "type: "+times("v", headBytes), "unknown-value"),
		inHead("many keys", "custom: {"+numbered("k%: v, ", 3000)+"}", "front-matter-too-large"),
		inHead("keys twice", "custom2: {"+times("a: 1, ", 5000)+"}", "unknown-key"),
		inHead("many unknown keys", numbered("k%: v\n", 900), "more-findings"),
		inHead("many wrong times", "notified: ["+times("{who: x, when: no}, ", 6000)+"]", "more-findings"),
		inHead("many dead relations", "related: ["+numbered("{id: INC-2020-000%, relation: similar_to}, ", 300)+"]",
			"unknown-record"),
		inHead("an escaped surrogate", `title: "\ud800"`, "yaml-syntax"),
		inHead("a directive", "%YAML 1.1", "yaml-feature"),
		inHead("a head of a megabyte", "summary: "+times("word ", 100_000), "front-matter-too-large"),

		inHead("year 1", "timeline: {detected: 0001-01-01T00:00:00Z}", form),
		inHead("year 0", "timeline: {detected: 0000-01-01}", form),
		inHead("year 1899", "timeline: {detected: 1899-12-31}", form),
		inHead("year 9999", "timeline: {detected: 9999-12-31T23:59:59Z}", form),
		inHead("year 12026", "timeline: {detected: 12026-01-01}", form),
		inHead("a day before time", "timeline: {detected: 2026-03-02T09:25:00Z, started: 1949}", form),
		inHead("a reference of year 1", "references: [{url: 'https://example.org/', date: 0001-01-01}]", form),
		inHead("an action due in year 1", "actions: [{id: A1, title: T, status: open, due: 0001-01-01}]", form),
		inHead("an action due in year 9999", "actions: [{id: A1, title: T, status: open, due: 9999-12-31}]", form),
		inHead("evidence of year 1", "evidence: [{what: logs, preserved: 0001-01-01}]", form),
		inHead("reopened in year 1", "reopened: [{when: 0001-01-01, by: x, reason: y, to: triaged}]", form),
		inHead("a mitigation of year 1", "mitigations: [{id: M1, title: T, applied: 0001-01-01, until: x}]", form),
		inHead("a duty of year 1",
			"obligations: [{regime: gdpr_33, role: controller, applies: yes, aware: 0001-01-01T00:00:00Z}]", form),
		inHead("an amendment of year 1", "amendments: [{date: 0001-01-01, by: x, note: y}]", form),
		inHead("a source of year 1", "source: {name: x, retrieved: 0001-01-01}", form),
		inHead("people of 2^63", "impact: {people: 9223372036854775808}", form),
		inHead("people of 2^62", "impact: {people: 4611686018427387904}", form),
		inHead("people below zero", "impact: {people: -1}", form),
		inHead("people of 1e308", "impact: {people: 1e308}", form),
		inHead("an estimate upside down", "impact: {records: [9, 1]}", form),
		inHead("decisions that are not a number", "impact: {decisions: .nan}", form),
		inHead("money of 1e308", "impact: {cost: {amount: 1e308, currency: EUR}}", form),
		inHead("money below zero", "impact: {cost: {amount: -0.01, currency: EUR}}", form),
		inHead("money of very many digits", "impact: {cost: {amount: "+times("9", 400)+", currency: EUR}}", form),
		inHead("money without end", "impact: {cost: {amount: .inf, currency: EUR}}", form),

		inText("links", times("[](", 60_000), complex),
		inText("open brackets", times("[", 100_000), complex),
		inText("references", "[r]: https://example.org/\n\n"+times("[r]\n\n", 100_000), complex),
		inText("references to a long address", "[r]: https://example.org/"+times("x", 9000)+"\n\n"+times("[r]\n\n", 20_000),
			complex),
		inText("wikilinks", times("[[nothing]]\n\n", textBytes), complex),
		inText("dead wikilinks", times("[[nothing]]\n\n", 30_000), "more-findings"),
		inText("dead links", times("[a page](b.md)\n\n", 50_000), "more-findings"),
		inText("dead pictures", times("![a](b.png)\n\n", 50_000), "more-findings"),
		inText("dead anchors", numbered("## h%\n", 400)+times("[to there](#nowhere)\n\n", 60_000), "more-findings"),
		inText("footnotes", times("[^1]", 60_000), complex),
		inText("footnotes of footnotes", numbered("[^%]: a[^%] b[^1] c[^2]\n\n", 900), complex),
		inText("headings", times("# a\n", 60_000), complex),
		inText("headings of level one", times("# a\n", 1600), "more-findings"),
		inText("quotes", times(">", textBytes), complex),
		inText("lists", times("- ", textBytes), complex),
		inText("emphasis", times("*a_", textBytes), complex),
		inText("emphasis in emphasis", times("*", 4000)+"b"+times("*", 4000), complex),
		inText("a wide table", "|"+times("a|", 4000)+"\n|"+times("-|", 4000)+"\n"+times("|\n", 4000), complex),
		inText("a long text", times("word ", 200_000), "text-too-large"),
		inText("mail addresses", times("jo@example.org ", textBytes), complex),
		inText("some mail addresses", times("jo@example.org ", 50_000), "more-findings"),
		inText("handles", times("@jo-smith ", textBytes), "more-findings"),
		inText("keys", times("AKIAABCDEFGHIJKLMNOP ", textBytes), "more-findings"),
		inText("placeholders", times("TODO ", textBytes), "more-findings"),
		inText("unsafe links", times("[a page](javascript:x)\n\n", 50_000), "more-findings"),
		inText("events of year 1", "## Timeline\n"+times("- 0001-01-01T00:00Z a\n", 50_000), "more-findings"),
		inText("events out of order", "## Timeline\n"+times("- 2026-03-02T10:00Z a\n- 2026-03-01T10:00Z b\n", 50_000),
			"more-findings"),
		inText("fences without end", times(":::tlp RED\n\n", textBytes), "tlp-fence"),

		inSettings("settings: aliases", "title: &a x\norganisation: *a\n", "yaml-feature"),
		inSettings("settings: a large file", times("# x\n", 200_000), "front-matter-too-large"),
		inSettings("settings: years", "obligations: {eu_ai_act_73: {applies_from: 0001-01-01}}\n", form),
		inSettings("settings: a language", "language: ../../etc/passwd\n", "unknown-language"),
		inSettings("settings: a pattern", "ids: {pattern: '"+times("A", 5000)+"-{number}'}\n", form),
		inSettings("settings: limits", "limits: {text_bytes: 99999999}\n", "limit-value"),
		inSettings("settings: negative limits", "limits: {text_bytes: -1}\n", form),
		inSettings("settings: pages", "custom_pages: ["+numbered("{template: p%, title: P}, ", 60)+"]\n", "limit-value"),
		inSettings("settings: alike types", "causes: [{id: a b, title: A}, {id: a-b, title: B}]\n", "settings-alike"),

		{"a name of a page", "knowledge/glossary.md", article, "page-address"},
		{"a name of a further page", "knowledge/glossary/page-2.md", article, "page-address"},
		{"a name of a file of the site", "knowledge/index.html.md", article, "page-address"},
		{"a backslash", `knowledge/a\b.md`, article, "page-address"},
		{"a line break in a name", "knowledge/a\nb.md", article, "page-address"},
		{"a change of direction in a name", "knowledge/a\u202eb.md", article, "page-address"},
		{"a long name", "knowledge/" + times("n", 240) + ".md", article, "page-address"},
		{"a name that is not UTF-8", "knowledge/\xff.md", article, "file-unreadable"},
		{"deep folders", "knowledge/" + times("deep-folder/", 2400) + "a.md", article, "page-address"},
		{"a device of Windows", "knowledge/nul.md", article, "page-address"},
		{"a template without end", "templates/pages/home.html", "{{define \"main\"}}{{range .Log.Records}}", "own-template"},
		{"a template that calls itself", "templates/pages/home.html", "{{define \"main\"}}{{template \"main\" .}}{{end}}", "own-template"},
		{"a template of nothing that is there", "templates/partials/footer.html", "{{define \"footer\"}}{{.Nowhere}}{{end}}", "own-template"},
	}
	for _, place := range []string{
		record2, "hindcast.yaml", "knowledge/k.md", "knowledge/systems/s.md", "templates/pages/home.html",
		"templates/partials/footer.html", "templates/languages/de.yaml", "templates/records/incident.md", "site/static/x.txt",
	} {
		for _, kind := range []string{"pipe", "socket", "device", "way out", "loop"} {
			list = append(list, hostileFile{"a " + kind + " at " + place, place, "\x00" + kind, "file-unreadable"})
		}
	}
	return list
}

// plant writes a hostile file beside a good record.
func (h hostileFile) plant(t *testing.T) string {
	dir := t.TempDir()
	m := &corpusMaker{dir: dir}
	m.write(t, "hindcast.yaml", "title: Log\n")
	m.write(t, "incidents/2026/INC-2026-0001-a.md",
		"---\n"+strings.Join(recordLines(1), "\n")+"\n---\n## What happened\nText.\n")
	full := filepath.Join(dir, filepath.FromSlash(h.path))
	if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
		t.Skipf("the system has no such name: %v", err)
	}
	_ = os.Remove(full)
	var err error
	switch strings.TrimPrefix(h.text, "\x00") {
	case "pipe":
		err = syscall.Mkfifo(full, 0o644)
	case "socket":
		var l net.Listener
		t.Chdir(filepath.Dir(full)) // names of sockets are short
		if l, err = net.Listen("unix", filepath.Base(full)); err == nil {
			t.Cleanup(func() { _ = l.Close() })
		}
	case "device":
		err = os.Symlink("/dev/zero", full)
	case "way out":
		err = os.Symlink("/etc/hostname", full)
	case "loop":
		err = os.Symlink(filepath.Base(full), full)
	default:
		err = os.WriteFile(full, []byte(h.text), 0o644)
	}
	if err != nil {
		t.Skipf("the system can't hold it: %v", err)
	}
	return dir
}

// Bounds of one file: processor time and memory of the process. Other work on the machine and slow
// machines are allowed for; HINDCAST_TEST_STRICT=1 takes them as they are.
const (
	mostTime   = 2 * time.Second
	mostMemory = 256 << 20
)

// measured runs the program and holds it to the bounds.
func measured(t *testing.T, dir string, args ...string) (code int, out []byte) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "hindcast", args...)
	var errs bytes.Buffer
	cmd.Dir, cmd.Stderr, cmd.WaitDelay = dir, &errs, time.Second
	out, err := cmd.Output()
	state := cmd.ProcessState
	if state == nil {
		t.Fatal(err)
	}
	slack := time.Duration(5)
	if os.Getenv("HINDCAST_TEST_STRICT") != "" {
		slack = 1
	}
	memory := int64(0)
	if usage, ok := state.SysUsage().(*syscall.Rusage); ok && usage.Maxrss < 1<<32 {
		memory = usage.Maxrss << 10 // in KiB where this runs
	}
	took := state.UserTime() + state.SystemTime()
	if took > slack*mostTime || memory > int64(slack)*mostMemory {
		t.Errorf("%s took %v and %d MiB", args[0], took, memory>>20)
	} else if took > mostTime || memory > mostMemory {
		t.Logf("%s took %v and %d MiB", args[0], took, memory>>20)
	}
	if state.ExitCode() > 1 || state.ExitCode() < 0 {
		t.Errorf("%s ends with %v: %.400s", args[0], state, errs.String())
	}
	return state.ExitCode(), out
}

// Each hostile file is named in a finding, and the record beside it is built. Every tenth
// is tried, and all of them in the long run.
func TestHostileFiles(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds; make test runs it")
	}
	list := hostileFiles()
	if len(list) < 90 {
		t.Errorf("only %d files", len(list))
	}
	step := 10
	if long {
		step = 1
	}
	for i := 0; i < len(list); i += step {
		h := list[i]
		t.Run(h.name, func(t *testing.T) {
			dir := h.plant(t)
			_, out := measured(t, dir, "validate", "--format", "json")
			var report struct{ Findings []struct{ Path, Rule string } }
			if err := json.Unmarshal(out, &report); err != nil {
				t.Fatal(err)
			}
			named, rules := false, map[string]bool{}
			for _, f := range report.Findings {
				rules[f.Path+": "+f.Rule] = true
				named = named || f.Path == strings.ToValidUTF8(h.path, "\ufffd") && f.Rule == h.rule
			}
			if !named {
				t.Errorf("no finding %s at %.100q, but %.600q", h.rule, h.path, slices.Sorted(maps.Keys(rules)))
			}
			measured(t, dir, "validate")
			measured(t, dir, "build", "--keep-going", "--out", filepath.Join(dir, "out"))
			_, err := os.Stat(filepath.Join(dir, "out/incidents/inc-2026-0001/index.html"))
			if (err != nil) != (h.path == "hindcast.yaml") {
				t.Errorf("the record beside it: %v", err)
			}
		})
	}
}
