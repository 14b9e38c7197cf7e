package load_test

import (
	"context"
	"fmt"
	"os"
	"path"
	"strings"
	"testing"
	"testing/fstest"

	"hindcast/internal/incident"
	"hindcast/internal/load"
)

const pixel = "GIF89a\x01\x00\x01\x00\x00\x00\x00\x2c\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"

// faultsOf are the faults of a record that holds a text, as "line: rule: message", with files beside it.
func faultsOf(t *testing.T, text string, beside map[string]string) []string {
	t.Helper()
	fsys := fstest.MapFS{"incidents/2026/INC-2026-0001.md": {Data: []byte(good + text + "\n")}}
	for name, data := range beside {
		fsys[path.Join("incidents/2026", name)] = &fstest.MapFile{Data: []byte(data)}
	}
	log, err := load.NewLoader(load.DefaultLimits).Log(context.Background(), fsys)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, f := range log.Records[0].Faults {
		list = append(list, fmt.Sprintf("%d: %s: %s", f.Span.Start.Line, f.Rule, f.Message))
	}
	for _, a := range log.Assets {
		if len(a.Faults) > 0 {
			t.Errorf("%s has faults of its own: %v", a.Path, a.Faults)
		}
	}
	return list
}

func TestAttachments(t *testing.T) {
	evil := map[string]string{
		"report.html": "<script>", "chart.svg": "<svg/>", "evil.js": "x", "chart.png": pixel, "chart.gif": pixel, "table.csv": "a,b\n", "large.log": strings.Repeat("x\n", int(load.DefaultLimits.Asset)/2+1),
	}
	for _, c := range []struct {
		text string
		want []string
	}{
		{"![a](chart.gif) [b](chart.gif) [c](table.csv)", nil},
		{"nothing refers to them", nil},
		{"[a](report.html)", []string{`7: attachment: files that end in ".html" are not published`}},
		{"a\n[b](./report.html#x) and\n![c](chart.svg)", []string{`8: attachment: files that end in ".html" are not published`, "9: attachment: an SVG picture can hold scripts, which run where it is opened by itself"}},
		{"[a](/incidents/2026/evil.js) [b][c]\n\n[c]: evil.js", []string{`7: attachment: files that end in ".js" are not published`, `7: attachment: files that end in ".js" are not published`}},
		{"![a](chart.png)", []string{"7: attachment: the name says a PNG picture, and the file is a GIF picture"}},
		{"![a](table.csv)", []string{"7: attachment: this is no picture, so it can't be shown as one"}},
		{"[a](large.log)", []string{"7: attachment: the file has 10485762 bytes; at most 10485760 are published"}},
		{":::tlp RED\n[a](report.html)\n:::", []string{`8: attachment: files that end in ".html" are not published`}},
	} {
		if got := faultsOf(t, c.text, evil); strings.Join(got, "\n") != strings.Join(c.want, "\n") {
			t.Errorf("%q:\n%s\nwant\n%s", c.text, strings.Join(got, "\n"), strings.Join(c.want, "\n"))
		}
	}
}

// What is no regular file is found whether or not a text refers to it; what can't be read otherwise is
// found where a text does.
func TestIrregularAttachments(t *testing.T) {
	r := newRepository(t)
	r.write("incidents/out-of-tree.md", good+"[a](out.csv) [b](lost.png) [c](shut.txt) [d](fine.csv)\n")
	r.write("incidents/data/table.csv", "a,b\n")
	r.write("incidents/shut.txt", "x")
	if err := os.Chmod(r.path("incidents/shut.txt"), 0); err != nil {
		t.Fatal(err)
	}
	r.link("incidents/out.csv", "../../../../etc/passwd")
	r.link("incidents/lost.png", "nowhere.png")
	r.link("incidents/fine.csv", "data/table.csv")
	log := r.load()
	faults := map[string][]string{}
	for _, f := range log.Assets {
		for _, fault := range f.Faults {
			faults[f.Path] = append(faults[f.Path], fault.Rule+": "+fault.Message)
		}
	}
	for name, want := range map[string]string{
		"incidents/out.csv": "leads out of the repository", "incidents/lost.png": "points at nothing",
	} {
		if got := faults[name]; len(got) != 1 || !strings.Contains(got[0], want) ||
			!strings.HasPrefix(got[0], incident.RuleUnreadable) {
			t.Errorf("%s: %q, want one with %q", name, got, want)
		}
	}
	if len(faults) != 2 {
		t.Errorf("faults of %v", faults)
	}
	want := 3
	if os.Geteuid() == 0 {
		want = 2 // who may read everything
	}
	for _, rec := range log.Records {
		if rec.Path == "incidents/out-of-tree.md" && len(rec.Faults) != want {
			t.Errorf("%d faults at the references, want %d: %v", len(rec.Faults), want, rec.Faults)
		}
	}
}
