package corpus_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"go.yaml.in/yaml/v4"

	"hindcast/internal/corpus"
	"hindcast/internal/diag"
	"hindcast/internal/load"
)

// foreign is a record as a script would make it of what another tool has: what it knows and no more.
type foreign struct {
	Title    string   `yaml:"title"`
	Severity string   `yaml:"severity"`
	Affected []string `yaml:"affected"`
	detected string
	resolved string
	source   string
	text     string
}

// record writes a foreign record with an id of its own. It is closed, or still detected where nothing says when it ended.
func (f *foreign) record(id string) (path, text string) {
	year := f.detected[:4]
	id = "INC-" + year + "-" + id
	front := map[string]any{
		"id": id, "title": f.Title, "type": "other", "severity": f.Severity, "tlp": "CLEAR", "status": "detected",
		"source": map[string]string{"name": f.source, "retrieved": "2026-11-01"},
	}
	timeline := map[string]string{"detected": f.detected}
	if f.resolved != "" {
		timeline["resolved"], front["status"] = f.resolved, "resolved"
	}
	front["timeline"] = timeline
	if len(f.Affected) > 0 {
		front["unregistered"] = f.Affected
	}
	head, err := yaml.Marshal(front)
	if err != nil {
		panic(err)
	}
	return "incidents/" + year + "/" + id + ".md", "---\n" + string(head) + "---\n" + f.text
}

var (
	keyEvent = regexp.MustCompile(`(?m)^ +- (?:First detected|Fault occurs|Repaired|Resolved):? (\d{4}-\d{2}-\d{2})`)
	ownTitle = regexp.MustCompile(`(?m)^# .*\n`)
	labelled = regexp.MustCompile(`(?m)^- \*\*(Impact|Resolution|Review actions|Context)\*\*:?[ \t]*`)
	events   = regexp.MustCompile(`(?m)^- \*\*Key events\*\*\n((?:  - .*\n)*)`)
)

// postmortem reads a postmortem that is a list of labelled items.
func postmortem(text []byte) (*foreign, error) {
	f := &foreign{Severity: "sev3", source: "postmortems of a cloud platform"}
	body, err := cutFront(text, f)
	if err != nil {
		return nil, err
	}
	body = ownTitle.ReplaceAllString(body, "")
	for i, m := range keyEvent.FindAllStringSubmatch(body, -1) {
		if i == 0 {
			f.detected = m[1]
		} else {
			f.resolved = max(f.resolved, m[1])
		}
	}
	timeline := "\n## Timeline\n"
	if m := events.FindStringSubmatch(body); m != nil {
		timeline += strings.ReplaceAll(m[1], "  - ", "- ")
		body = strings.Replace(body, m[0], "", 1)
	}
	body = labelled.ReplaceAllString(body, "\n## $1\n")
	before, after, _ := strings.Cut(body, "\n## ")
	f.text = "## What happened\n" + before + timeline
	if after != "" {
		f.text += "\n## " + after
	}
	return f, nil
}

// cState reads an incident of a status page.
func cState(text []byte) (*foreign, error) {
	severities := map[string]string{"down": "sev2", "disrupted": "sev3", "notice": "sev4"}
	f := &foreign{source: "status page"}
	body, err := cutFront(text, f)
	if err != nil {
		return nil, err
	}
	var times struct {
		Date         string `yaml:"date"`
		ResolvedWhen string `yaml:"resolvedWhen"`
	}
	if _, err := cutFront(text, &times); err != nil {
		return nil, err
	}
	f.Severity = severities[f.Severity]
	f.detected, f.resolved = inUTC(times.Date), inUTC(times.ResolvedWhen)
	f.text = "## What happened\n" + body
	return f, nil
}

// inUTC is a time as it was written, or its day where it has no zone.
func inUTC(written string) string {
	if _, err := time.Parse(time.RFC3339, strings.Replace(written, "-00:00", "Z", 1)); err == nil {
		return strings.Replace(written, "-00:00", "Z", 1)
	}
	return written[:min(len(written), len("2006-01-02"))]
}

func cutFront(text []byte, into any) (body string, err error) {
	_, rest, _ := bytes.Cut(bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n")), []byte("---\n"))
	head, after, found := bytes.Cut(rest, []byte("\n---\n"))
	if !found {
		return "", fmt.Errorf("there is no front matter in %.40q", text)
	}
	return string(after), yaml.Unmarshal(head, into)
}

// Records that a small script makes of what teams have elsewhere are taken as they are: what they lack is a warning.
func TestForeignRecords(t *testing.T) {
	const shared = "../../../shared/data/"
	for _, c := range []struct {
		folder, ending string
		read           func([]byte) (*foreign, error)
		files          int
		faulty         []string // those that end before they begin
	}{
		{"postmortems-moj", ".erb", postmortem, 20, nil},
		{"cstate", ".md", cState, 149, []string{"2022-06-13-repo-slow.md", "2023-12-06-systempool-tainted.md"}},
	} {
		t.Run(c.folder, func(t *testing.T) {
			names, err := filepath.Glob(shared + c.folder + "/*" + c.ending)
			if err != nil || len(names) == 0 {
				t.Skipf("%s does not lie beside this project", c.folder)
			}
			fsys, from := fstest.MapFS{}, map[string]string{}
			for i, name := range names {
				text, err := os.ReadFile(name)
				if err != nil {
					t.Fatal(err)
				}
				f, err := c.read(text)
				if err != nil {
					t.Fatalf("%s: %v", name, err)
				}
				if f.detected == "" {
					t.Errorf("%s says of no time when it was noticed", name)
					continue
				}
				path, record := f.record(fmt.Sprintf("%04d", i+1))
				fsys[path], from[path] = &fstest.MapFile{Data: []byte(record)}, filepath.Base(name)
			}
			now := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
			opened, err := corpus.Open(context.Background(), fsys, corpus.Options{Now: now, Limits: load.DefaultLimits})
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range opened.Findings {
				isKnown := f.Rule == "timeline-order" && slices.Contains(c.faulty, from[f.Path])
				if f.Level == diag.Error && !isKnown {
					t.Errorf("%s: %s:%d: %s: %s", from[f.Path], f.Path, f.Span.Start.Line, f.Rule, f.Message)
				}
			}
			if len(opened.Log.Records) < c.files {
				t.Errorf("%d records, want %d", len(opened.Log.Records), c.files)
			}
		})
	}
}
