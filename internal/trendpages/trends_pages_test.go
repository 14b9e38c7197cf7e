package trendpages

import (
	"bytes"
	"os"
	"path"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"hindcast/internal/bench/gen"
	"hindcast/internal/incident"
	"hindcast/internal/trend/figure"
	"hindcast/internal/view"
	"hindcast/internal/view/viewtest"
	"hindcast/internal/wording"
)

// A page stays light with 2,000 incidents, and no style is in it that the site's policy forbids.
func TestTrendPagesAreLight(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds; make test runs it")
	}
	files := trendSite(t, gen.FS(1, 2700), gen.Now)
	if n := len(rowsOf(t, files["trends/data.csv"])); n < 2000 {
		t.Fatalf("only %d incidents", n)
	}
	pages := 0
	for name, body := range files {
		if path.Ext(name) != ".html" {
			continue
		}
		pages++
		if n := viewtest.Weight(t, body); n > viewtest.Heaviest {
			t.Errorf("%s weighs %d bytes", name, n)
		}
		if bytes.Contains(body, []byte(" style=")) || bytes.Contains(body, []byte("%!")) {
			t.Errorf("%s has a style of its own, or a text without its values", name)
		}
	}
	if pages < 100 {
		t.Errorf("only %d pages", pages)
	}
}

// Every bar of the counts leads to as many incidents as it stands for.
func TestBarsLeadToTheirIncidents(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds; make test runs it")
	}
	for name, files := range map[string]map[string][]byte{
		"demo":      trendSite(t, os.DirFS("../.."), demoNow),
		"generated": trendSite(t, gen.FS(2, 150), gen.Now),
	} {
		doc := parsed(t, files["trends/index.html"])
		checked := 0
		for _, figure := range []string{"severities", "types", "systems", "near-misses"} {
			section := byID(doc, figure).Parent
			for n := range section.Descendants() {
				if n.Data != "a" || n.FirstChild == nil || n.FirstChild.Data != "title" {
					continue
				}
				file, anchor, _ := strings.Cut(attribute(n, "href"), "#")
				_, count, _ := strings.Cut(n.FirstChild.FirstChild.Data, ": ")
				month := parsed(t, files[path.Join("trends", file, "index.html")])
				if got := recordLinks(byID(month, anchor)); strconv.Itoa(got) != count {
					t.Errorf("%s: %s: the bar for %s leads to %d records", name, figure, n.FirstChild.FirstChild.Data, got)
				}
				checked++
			}
		}
		if checked < 50 {
			t.Errorf("%s: only %d bars were followed", name, checked)
		}
	}
}

func parsed(t *testing.T, page []byte) *html.Node {
	t.Helper()
	doc, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// byID is the element with an id; one without children where there is none.
func byID(doc *html.Node, id string) *html.Node {
	for n := range doc.Descendants() {
		if attribute(n, "id") == id {
			return n
		}
	}
	return &html.Node{Type: html.ElementNode, Parent: &html.Node{}}
}

// recordLinks counts the records that are listed under an element, or under the heading that it is.
func recordLinks(n *html.Node) int {
	if strings.HasPrefix(n.Data, "h") {
		n = n.Parent
	}
	links := 0
	for d := range n.Descendants() {
		if d.Data == "a" && strings.Contains(attribute(d, "href"), "incidents/") {
			links++
		}
	}
	return links
}

// Counts in place of dots hold every case, in order, and those that took no time.
func TestBinsHoldEveryCase(t *testing.T) {
	m := &site{&view.Model{Language: wording.English, Log: &incident.Log{Config: incident.NewConfig(incident.Settings{})}}}
	var points []figure.Point
	for i := range 400 {
		points = append(points, figure.Point{Record: &incident.Record{}, Took: i * i, Open: i%7 == 0})
	}
	c := m.strip("x", points, "minutes")
	n, open := 0, 0
	for _, b := range c.Bins {
		n, open = n+b.N, open+b.Open
	}
	if n != 400 || open != 58 || c.Bins[0].N != 1 || len(c.Dots) != 0 {
		t.Errorf("%d cases, %d open, %d without time, %d dots; want 400, 58, 1, 0", n, open, c.Bins[0].N, len(c.Dots))
	}
}

// A log without an incident, and one with a single one, have pages; names that would do harm do none.
func TestTrendsOfLittle(t *testing.T) {
	empty := &incident.Log{Config: incident.NewConfig(incident.Settings{})}
	page := string(trendPagesOf(t, empty, demoNow)["trends/index.html"])
	if !strings.Contains(page, "There is no incident to count yet.") {
		t.Error("nothing says that there is no incident")
	}
	one := &incident.Record{}
	one.ID, one.Status, one.Type, one.Owner = "INC-2026-0001", "detected", "bias", `=cmd|"<b>"`
	if err := one.Timeline.Detected.UnmarshalText([]byte("2026-11-01")); err != nil {
		t.Fatal(err)
	}
	empty.Records = []*incident.Record{one}
	files := trendPagesOf(t, empty, demoNow)
	if data := string(files["trends/data.csv"]); !strings.Contains(data, `,"'=cmd|""<b>""",`) {
		t.Errorf("a formula stands in the data: %s", data)
	}
	team := string(files["trends/teams/cmd-b/index.html"])
	if !strings.Contains(team, "=cmd|&#34;&lt;b&gt;&#34;") || strings.Contains(team, `"<b>"`) {
		t.Error("the name of a team is not shown as text")
	}
}

// Labels beside levels are a line apart, in the order of the levels and above the axis, however close the levels are.
func TestLabelsOfLevels(t *testing.T) {
	for _, ys := range [][]float64{
		{20, 80, 150}, {20, 22, 24}, {150, 155, 159}, {0, 159, 160}, {40}, {160, 160, 160}, {0, 0, 0}, {10, 25, 41},
	} {
		levels := make([]Level, len(ys))
		for i, y := range ys {
			levels[i].Y = y
		}
		spread(levels, 160)
		for i, l := range levels {
			if i > 0 && l.LabelY < levels[i-1].LabelY+lineHeight || l.LabelY > 160 {
				t.Errorf("levels at %v have labels at %v", ys, levels)
			}
			if len(ys) == 1 && l.LabelY != l.Y {
				t.Errorf("the one label is at %v, its line at %v", l.LabelY, l.Y)
			}
		}
	}
}
