package publish_test

import (
	"bytes"
	"path"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/diff"
	"golang.org/x/net/html"

	"hindcast/internal/disclose"
	"hindcast/internal/publish"
)

// relative matches how far a time is from the present, as scripts and hindcast due say it.
var relative = regexp.MustCompile(`(?i)\b(in|for|by|aware) (under )?\d[\d,]* (min|h|d)\b|` +
	`\b(min|h|d|days?|years?) ago\b|^today$|\bdue within\b|\bopen for\b`)

// Nothing that a page says depends on when it is read: no text tells how far a time is from the present.
func TestPagesHoldNoRelativeTimes(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds; make test runs it")
	}
	_, files := makeSite(t, demo(), publish.Options{Options: disclose.Options{Audience: "restricted"}})
	pages, clocks := 0, 0
	for name, body := range files {
		if path.Ext(name) != ".html" {
			continue
		}
		pages++
		doc, err := html.Parse(bytes.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		for n := range doc.Descendants() {
			switch {
			case n.Type == html.ElementNode && n.Data == "time":
				clocks += countClock(t, name, n)
			case n.Type != html.TextNode || n.Parent.Data == "script":
			case relative.MatchString(strings.TrimSpace(n.Data)):
				t.Errorf("%s says %q", name, n.Data)
			}
		}
	}
	if pages < 100 || clocks < 100 {
		t.Errorf("only %d pages and %d clocks were read", pages, clocks)
	}
}

// countClock is 1 for a time that scripts count from, and fails where they could not read it.
func countClock(t *testing.T, name string, n *html.Node) int {
	t.Helper()
	at := ""
	clock := 0
	for _, a := range n.Attr {
		switch a.Key {
		case "datetime":
			at = a.Val
		case "data-clock":
			clock = 1
		}
	}
	if clock == 0 {
		return 0
	}
	_, errDay := time.Parse(time.DateOnly, at)
	_, errInstant := time.Parse(time.RFC3339, at)
	if errDay != nil && errInstant != nil {
		t.Errorf("%s has a clock at %q", name, at)
	}
	return clock
}

// A site that is built some hours later, while nothing fell due, is the same but for the time that it states. Figures
// are measured at that time, so those of the trends may differ.
func TestPagesOfTwoHoursAreAlike(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds; make test runs it")
	}
	opts := publish.Options{Options: disclose.Options{Audience: "restricted"}}
	_, early := makeSite(t, demo(), opts)
	opts.Now = now.Add(5*time.Hour + 37*time.Minute)
	_, late := makeSite(t, demo(), opts)
	stated := strings.NewReplacer("24 November 2026, 05:37 UTC", "24 November 2026, 00:00 UTC")
	for name, body := range early {
		if path.Ext(name) != ".html" || strings.HasPrefix(name, "trends/") {
			continue
		}
		if bytes.Contains(body, []byte("<footer")) && !bytes.Contains(body, []byte("As of 24 November 2026, 00:00 UTC.")) {
			t.Errorf("%s does not say when it was built", name)
		}
		if again := stated.Replace(string(late[name])); again != string(body) {
			t.Errorf("%s depends on the hour:\n%s", name, diff.Diff("early", body, "late", []byte(again)))
		}
	}
}
