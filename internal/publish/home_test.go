package publish_test

import (
	"bytes"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/net/html"

	"hindcast/internal/publish"
)

const precedentFile = "---\nid: AIID-0001\nkind: precedent\ntitle: A car ran on\ntlp: CLEAR\n" +
	"parties: {developers: [acme-cars], harmed: [a-passer-by]}\ntimeline: {started: 2018-03-18}\n" +
	"references: [{url: https://example.org/a, title: Report}]\n---\n## What happened\n\nIt ran on.\n"

// A log of precedents alone, one of articles alone and an empty one have home pages of their own, which speak of nothing that is not there.
func TestHomeOfALogWithoutRecordsOfItsOwn(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds; make test runs it")
	}
	settings := &fstest.MapFile{Data: []byte("title: Log\nbase_url: https://example.org/\n")}
	precedent := &fstest.MapFile{Data: []byte(precedentFile)}
	for name, c := range map[string]struct {
		fsys       fstest.MapFS
		has, lacks []string
	}{
		"empty": {
			fstest.MapFS{"hindcast.yaml": settings},
			[]string{"<code>hindcast new</code>", "<code>hindcast import aiid incidents.csv</code>", `href="filing/"`},
			[]string{"verdict", "tiles", "open record", "overdue", "precedents from elsewhere"},
		},
		"precedents": {
			fstest.MapFS{"hindcast.yaml": settings, "incidents/precedents/AIID-0001.md": precedent},
			[]string{
				`action="search/"`, `<title>2018: 1 precedent</title>`, `>1</text>`, "1 precedent from elsewhere",
				`precedents/parties/a/#party-acme-cars" dir="auto">acme cars</a>`, `precedents/parties/a/#party-a-passer-by" dir="auto">a passer by</a>`,
				`incidents/aiid-0001/">A car ran on</a>`,
			},
			[]string{"verdict", "tiles", "open record", "overdue", "This log is empty"},
		},
		"articles": {
			fstest.MapFS{"hindcast.yaml": settings, "knowledge/how-we-work.md": {Data: []byte("---\ntitle: How we work\ntlp: CLEAR\n---\nIn pairs.\n")}},
			[]string{`<a href="./knowledge/how-we-work/" dir="auto">How we work</a> <span class="quiet" dir="auto">In pairs.</span>`, `href="filing/"`},
			[]string{"verdict", "tiles", "overdue", "This log is empty", "None yet", "Glossary</h2>"},
		},
	} {
		_, files := makeSite(t, c.fsys, publish.Options{})
		page := string(files["index.html"])
		_, main, _ := strings.Cut(page, "<main")
		for _, want := range c.has {
			if !strings.Contains(main, want) {
				t.Errorf("%s: the home page lacks %s", name, want)
			}
		}
		for _, no := range c.lacks {
			if strings.Contains(main, no) {
				t.Errorf("%s: the home page speaks of %q", name, no)
			}
		}
	}
}

// A party of a precedent is called by its words on the page of the record, and leads to where it is listed, which leads
// back.
func TestPartiesLeadToRecordsAndBack(t *testing.T) {
	_, files := makeSite(t, fstest.MapFS{
		"hindcast.yaml":                     {Data: []byte("title: Log\n")},
		"incidents/precedents/AIID-0001.md": {Data: []byte(precedentFile)},
	}, publish.Options{})
	record := files["incidents/aiid-0001/index.html"]
	if !bytes.Contains(record, []byte(`<a href="../../precedents/parties/a/#party-acme-cars" dir="auto">acme cars</a>`)) {
		t.Error("the page of the record does not lead to its party")
	}
	list := files["precedents/parties/a/index.html"]
	if !bytes.Contains(list, []byte(`<dt id="party-acme-cars" dir="auto">acme cars</dt>`)) ||
		!bytes.Contains(list, []byte(`<a href="../../../incidents/aiid-0001/" dir="auto">A car ran on</a>`)) {
		t.Error("the list of parties does not lead to the record")
	}
}

var number = regexp.MustCompile(`\d[\d,]*`)

// tiles are the numbers at the head of the home page, by what each counts.
func tiles(t *testing.T, page []byte) map[string]string {
	t.Helper()
	doc, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	list := map[string]string{}
	for n := range doc.Descendants() {
		if n.Data == "li" && valueOf(n.Parent, "class") == "tiles" {
			var text strings.Builder
			for d := range n.Descendants() {
				if d.Type == html.TextNode {
					text.WriteString(d.Data)
				}
			}
			words := strings.Join(strings.Fields(text.String()), " ")
			found := number.FindString(words)
			list[strings.TrimSpace(strings.TrimPrefix(words, found))] = strings.ReplaceAll(found, ",", "")
		}
	}
	return list
}
