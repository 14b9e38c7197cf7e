package browser

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A box that is not on the line of its text, or whose item has a bullet too; and a term of the facts that does not
// stand right above its value.
const apart = `(() => {
	const boxes = [...document.querySelectorAll("main li > input[type=checkbox], main li > p > input[type=checkbox]")]
	const astray = boxes.filter(box => {
		const words = document.createRange(), b = box.getBoundingClientRect()
		words.selectNode(box.nextSibling)
		const line = words.getClientRects()[0], middle = (b.top + b.bottom) / 2
		return middle < line.top || middle > line.bottom || b.right > line.left + 1 ||
			getComputedStyle(box.closest("li")).listStyleType !== "none"
	}).map(box => box.closest("li").textContent.trim())
	const torn = [...document.querySelectorAll(".facts dl > dd")].filter(dd => {
		const value = dd.getBoundingClientRect(), above = dd.previousElementSibling.getBoundingClientRect()
		return Math.abs(value.left - above.left) > 1 || value.top < above.bottom - 1
	}).map(dd => dd.previousElementSibling.textContent + ": " + dd.textContent)
	return {Boxes: boxes.length, Facts: document.querySelectorAll(".facts dl > dd").length, Astray: astray, Torn: torn}
})()`

// Boxes of task lists stand beside their text, and a term beside its value, in windows of any width.
func TestTasksAndFactsStayTogether(t *testing.T) {
	t.Parallel()
	needBrowser(t)
	dir := t.TempDir()
	tasks := "- [ ] Compare before promoting\n- [x] Watch the share\n  - [x] of each market, which is one more than there were when this began, and so on until the line breaks\n\n" +
		"1. [ ] Ask\n\n2. [x] Answer\n\n   A second paragraph.\n\n> - [ ] Quoted *at once*\n"
	for name, text := range map[string]string{
		"hindcast.yaml": "base_url: https://example.org/\nrules: {unregistered-system: off}\n",
		"incidents/INC-2026-0001-x.md": "---\nid: INC-2026-0001\ntitle: A model went live\ntype: model_failure\nseverity: sev3\nstatus: detected\n" +
			"tlp: CLEAR\nunregistered: [ranking, recommendations of the shop in all of its markets]\nowner: ml-platform\ntags: [a, b]\n" +
			"timeline: {started: 2026-03-01, detected: 2026-03-02}\ndetection: {method: monitoring}\n" +
			"custom: {first: [one, two, three], second: four}\n---\n## What happened\n" + tasks,
		"incidents/precedents/AIID-0001-x.md": "---\nid: AIID-0001\nkind: precedent\ntitle: A model was wrong\ntlp: CLEAR\ntimeline: {started: 2018}\n" +
			"references: [{url: https://example.org/a}]\n---\n" + tasks,
		"knowledge/tasks.md": "---\ntitle: What to do\ntlp: CLEAR\n---\n" + tasks,
	} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		write(t, text, dir, name)
	}
	if code, out, errs := command(t, dir, "build", "--now", present); code != 0 {
		t.Fatalf("exit code %d\n%s\n%s", code, out, errs)
	}
	root := static(t, filepath.Join(dir, "public"), "/")
	p := openTab(t)
	for _, page := range []string{"incidents/inc-2026-0001/", "incidents/aiid-0001/", "knowledge/tasks/"} {
		p.visit(root + page)
		for _, width := range []int64{360, 700, 1000, 1200, 1440, 1800} {
			p.size(width, 900)
			got := ask[struct {
				Boxes, Facts int
				Astray, Torn []string
			}](p, apart)
			if got.Boxes != 6 || strings.HasPrefix(page, "incidents/") == (got.Facts == 0) {
				t.Fatalf("%s: there are %d boxes and %d facts", page, got.Boxes, got.Facts)
			}
			if len(got.Astray) > 0 || len(got.Torn) > 0 {
				t.Errorf("%s at %d: astray are %q, torn are %q", page, width, got.Astray, got.Torn)
			}
		}
	}
}

// Links whose text is not on the first line of their row.
const lowered = `(() => {
	const top = node => {
		const words = document.createRange()
		words.selectNodeContents(node)
		return words.getClientRects()[0].top
	}
	const refs = [...document.querySelectorAll("td:first-of-type ~ td > .ref:first-child")].filter(ref => !ref.previousSibling?.textContent.trim())
	return {Refs: refs.length, Lowered: refs.filter(ref => Math.abs(top(ref) - top(ref.closest("tr").cells[0])) > 1).map(ref => ref.textContent)}
})()`

// The id of a record stands on the line of its row, though it is taller than its text to be hit.
func TestReferencesStandOnTheLineOfTheirRow(t *testing.T) {
	t.Parallel()
	needBrowser(t)
	root := static(t, builtDemo(t), "/")
	p := openTab(t)
	for _, page := range []string{"actions/", "obligations/"} {
		p.visit(root + page)
		got := ask[struct {
			Refs    int
			Lowered []string
		}](p, lowered)
		if got.Refs == 0 || len(got.Lowered) > 0 {
			t.Errorf("%s: of %d references, lowered are %q", page, got.Refs, got.Lowered)
		}
	}
}
