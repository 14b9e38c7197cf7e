package status

import (
	"fmt"
	"strings"
	"testing"

	"hindcast/internal/filing/intake"
	"hindcast/internal/filing/intake/intaketest"
)

const statuspageSample = `{
 "page": {"id": "p1", "name": "Status", "url": "https://status.example.org", "time_zone": "Etc/UTC"},
 "incidents": [
  {"id": "cp306tmzcl0y", "name": "Answers fail", "status": "postmortem", "impact": "major",
   "created_at": "2025-05-14T14:22:39.441-06:00", "started_at": "2025-05-14T14:00:00.000-06:00", "updated_at": "2025-05-15T10:00:00.000-06:00",
   "monitoring_at": "2025-05-14T14:50:00.000-06:00", "resolved_at": "2025-05-14T15:22:00.000-06:00",
   "shortlink": "https://stspg.io/abc", "components": [{"id": "c", "name": "Chat"}],
   "postmortem_body": "### Root cause\n\nA *quota*.", "postmortem_published_at": "2025-05-16T09:00:00Z",
   "incident_updates": [
    {"id": "u2", "status": "monitoring", "body": "A fix is in place.<br />We <b>watch</b>.", "created_at": "2025-05-14T14:50:00.000-06:00", "display_at": "2025-05-14T14:50:00.000-06:00",
     "affected_components": [{"code": "c", "name": "Chat", "old_status": "major_outage", "new_status": "operational"}]},
    {"id": "u1", "status": "investigating", "body": "We look into [[it]].", "created_at": "2025-05-14T14:22:39.441-06:00", "display_at": null, "affected_components": null}
   ]},
  {"id": "m1", "name": "New nodes", "status": "completed", "impact": "maintenance", "created_at": "2025-05-14T14:22:39Z"},
  {"id": "e1", "name": "Early", "status": "resolved", "impact": "minor", "created_at": "2025-05-14T14:22:39Z", "resolved_at": "2025-05-13T14:22:39Z"},
  {"id": "o1", "name": "Still open", "status": "investigating", "impact": "none", "created_at": "2025-05-20T14:22:39Z", "incident_updates": []}
 ]}`

const atomSample = `<?xml version="1.0" encoding="UTF-8"?>
<feed xml:lang="en-US" xmlns="http://www.w3.org/2005/Atom">
  <title>Status - Incident History</title>
  <entry>
    <id>tag:status.example.org,2005:Incident/6390341</id>
    <published>2025-01-01T00:20:07Z</published>
    <link rel="alternate" type="text/html" href="https://status.example.org/incidents/cbphcjkww9r2"/>
    <title>Answers fail</title>
    <content type="html">&lt;p&gt;&lt;small&gt;Jan &lt;var data-var='date'&gt; 1&lt;/var&gt;, &lt;var data-var='time'&gt;00:20&lt;/var&gt; UTC&lt;/small&gt;&lt;br&gt;&lt;strong&gt;Resolved&lt;/strong&gt; - It is over.&lt;/p&gt;&lt;p&gt;&lt;small&gt;Dec &lt;var data-var='date'&gt;31&lt;/var&gt;, &lt;var data-var='time'&gt;23:25&lt;/var&gt; UTC&lt;/small&gt;&lt;br&gt;&lt;strong&gt;Investigating&lt;/strong&gt; - We look into it.&lt;/p&gt;</content>
  </entry>
  <entry>
    <id>tag:status.example.org,2005:Incident/2</id>
    <published>2025-02-02T10:00:00Z</published>
    <link href="https://status.example.org/incidents/two"/>
    <title>New nodes</title>
    <content type="html">&lt;p&gt;&lt;small&gt;Feb &lt;var data-var='date'&gt; 2&lt;/var&gt;, &lt;var data-var='time'&gt;10:00&lt;/var&gt; PST&lt;/small&gt;&lt;br&gt;&lt;strong&gt;Scheduled&lt;/strong&gt; - Work.&lt;/p&gt;</content>
  </entry>
  <entry>
    <id>tag:status.example.org,2005:Incident/3</id>
    <published>2025-02-02T18:00:00Z</published>
    <link href="https://status.example.org/incidents/three"/>
    <title>In another zone</title>
    <content type="html">&lt;p&gt;&lt;small&gt;Feb &lt;var data-var='date'&gt; 2&lt;/var&gt;, &lt;var data-var='time'&gt;10:00&lt;/var&gt; PST&lt;/small&gt;&lt;br&gt;&lt;strong&gt;Resolved&lt;/strong&gt; - Over.&lt;/p&gt;</content>
  </entry>
</feed>
`

func TestStatuspage(t *testing.T) {
	repo := intaketest.New(t)
	in := intaketest.One("incidents.json", statuspageSample)
	o := repo.Import(Statuspage, in, repo.Options("Status"))
	if len(o) != 4 || o[0].Verdict != intake.Write || o[3].Verdict != intake.Write ||
		!strings.Contains(o[1].Reason, "scheduled maintenance") || !strings.Contains(o[2].Reason, "ends before it begins") || o[0].Line != 4 || o[2].Line != 15 {
		t.Fatalf("%+v", o)
	}
	repo.Holds(o[0].Path, "title: Answers fail\n", "severity: sev2\n", "status: reviewed\n", "unregistered: [Chat]\n",
		"started: 2025-05-14T14:00:00-06:00\n", "detected: 2025-05-14T14:22:39-06:00\n", "contained: 2025-05-14T14:50:00-06:00\n",
		"resolved: 2025-05-14T15:22:00-06:00\n", "reviewed: 2025-05-16T09:00:00Z\n", "id: cp306tmzcl0y\n", "url: https://stspg.io/abc\n",
		"\n## Timeline\n\n- 2025-05-14T14:22:39-06:00 Investigating: We look into \\[\\[it]].\n"+
			"- 2025-05-14T14:50:00-06:00 Monitoring:\n\n  A fix is in place.\n  We **watch**.\n\n  Chat: major\\_outage → operational\n\n## Root cause\n\nA *quota*.\n")
	repo.Valid()
	if again := repo.Verdicts(repo.Import(Statuspage, in, repo.Options("Status"))); again[intake.Unchanged] != 2 {
		t.Errorf("a second import: %v", again)
	}
}

// A feed names the years of its updates nowhere, and is read backwards from the time of the last; a zone that may be
// several leaves the day.
func TestStatuspageAtom(t *testing.T) {
	repo := intaketest.New(t)
	repo.Settings.Defaults.Severity = "sev3"
	in := intaketest.One("history.atom", atomSample)
	o := repo.Import(Statuspage, in, repo.Options("Status"))
	if len(o) != 3 || o[0].Verdict != intake.Write || o[0].Line != 4 || !strings.Contains(o[1].Reason, "scheduled") || o[2].Verdict != intake.Write {
		t.Fatalf("%+v", o)
	}
	repo.Holds(o[0].Path, "timeline: {detected: '2024-12-31T23:25Z', resolved: '2025-01-01T00:20Z'}\n", "id: cbphcjkww9r2\n",
		"- 2024-12-31T23:25Z Investigating: We look into it.\n- 2025-01-01T00:20Z Resolved: It is over.\n")
	repo.Holds(o[2].Path, "detected: 2025-02-02", "- 2025-02-02 Resolved: 10:00 PST: Over.")
	repo.Valid()
	if again := repo.Verdicts(repo.Import(Statuspage, in, repo.Options("Status"))); again[intake.Unchanged] != 2 {
		t.Errorf("a second import: %v", again)
	}
}

func TestStatuspageCut(t *testing.T) {
	repo := intaketest.New(t)
	repo.Cut(Statuspage, "incidents.json", statuspageSample)
	repo.Cut(Statuspage, "history.atom", atomSample)
}

func TestStatuspageRefuses(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes long; make test runs it")
	}
	for text, want := range map[string]string{
		"":                          "it is empty",
		"[1, 2":                     "it ends too soon",
		"[{}]\n[]":                  "something follows",
		"\"text\"":                  "neither a list",
		"{\"incidents\": [\n{,}]}":  "line 2 is not JSON",
		"<html><p>":                 "is not XML",
		"<rss></rss>":               "it is no Atom feed",
		"{\"incidents\": \xff}":     "not UTF-8",
		strings.Repeat("[", 1<<20):  "is not JSON",
		strings.Repeat(" ", 65<<20): "larger than 64 MiB",
		"[\"" + strings.Repeat("x", 9<<20) + "\"]": "at most 4194304 are read",
		"<feed>" + strings.Repeat("<a>", 2<<20):    "larger than 4 MiB",
		"[" + strings.Repeat("0,", 100_001) + "0]": "more than 100000 entries",
	} {
		_, err := Statuspage(t.Context(), intaketest.One("a", text), intaketest.New(t).Options("Status"))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.20q: %v, want %q", text, err, want)
		}
	}
}

func FuzzStatuspage(f *testing.F) {
	repo := intaketest.New(f)
	f.Add(statuspageSample)
	f.Add(atomSample)
	f.Fuzz(func(t *testing.T, text string) {
		batch, err := Statuspage(t.Context(), intaketest.One("a", text), repo.Options("Status"))
		if err == nil {
			intaketest.Sound(t, batch)
		}
	})
}

// Planned work is told by what a page says of it, whatever of its updates a feed still has; what is posted elsewhere of an
// update, and what is said of a component, is kept.
func TestStatuspagePlannedAndOther(t *testing.T) {
	repo := intaketest.New(t)
	const entry = `<entry><id>tag:x,2005:Incident/%s</id><published>2026-03-06T02:00:00Z</published><link href="https://status.example.org/incidents/%s"/><title>%s</title><content type="html">%s</content></entry>`
	feed := `<feed xmlns="http://www.w3.org/2005/Atom">`
	for id, content := range map[string]string{
		"a": "&lt;p&gt;&lt;strong&gt;THIS IS A SCHEDULED EVENT Mar 6&lt;/strong&gt;&lt;/p&gt;",
		"b": "&lt;p&gt;&lt;small&gt;Mar &lt;var&gt; 6&lt;/var&gt;, &lt;var&gt;02:00&lt;/var&gt; UTC&lt;/small&gt;&lt;br&gt;&lt;strong&gt;Completed&lt;/strong&gt; - Done.&lt;/p&gt;",
	} {
		feed += fmt.Sprintf(entry, id, id, "Upgrade "+id, content)
	}
	feed += fmt.Sprintf(entry, "c", "c", "Answers fail", "&lt;p&gt;A reader thought: this is a scheduled event.&lt;/p&gt;") + `</feed>`
	repo.Settings.Defaults.Severity = "sev3"
	for _, o := range repo.Import(Statuspage, intaketest.One("history.atom", feed), repo.Options("Status")) {
		if isPlanned := strings.Contains(o.Reason, "is scheduled maintenance"); isPlanned != (o.Verdict == intake.LeaveOut) || isPlanned == strings.HasSuffix(o.Path, "answers-fail.md") {
			t.Errorf("%+v", o)
		}
	}
	o := repo.Import(Statuspage, intaketest.One("incidents.json", `{"incidents": [{"id": "i1", "name": "Late", "impact": "minor", "impact_override": "minor", "created_at": "2025-05-14T14:22:39Z", "page_id": "p",
"reminder_intervals": "[3, 6]", "region": {"name": "North", "id": "n"}, "other": "Cold", "components": [{"id": "c", "name": "Chat", "description": "Answers customers", "status": "operational", "group": true, "position": 4}],
"incident_updates": [{"id": "u", "status": "investigating", "body": "We look.", "created_at": "2025-05-14T14:22:39Z", "custom_tweet": "Chat is *late*", "deliver_notifications": true, "affected_components": null}]},
{"id": "i2", "name": "New nodes", "status": "in_progress", "impact": "none", "created_at": "2025-05-14T14:22:39Z"}]}`), repo.Options("Status"))
	if len(o) != 2 || o[0].Verdict != intake.Write || !strings.Contains(o[1].Reason, "scheduled maintenance") {
		t.Fatalf("%+v", o)
	}
	repo.Holds(o[0].Path, "## Timeline\n\n- 2025-05-14T14:22:39Z Investigating:\n\n  We look.\n\n  Told by tweet: Chat is \\*late\\*\n", "## Other fields\n\n- **components.description**: Answers customers\n- **other**: Cold\n- **region**: North\n")
	if text := repo.Text(o[0].Path); strings.Count(text, "\n- **") != 3 {
		t.Errorf("what the page keeps for itself is there:\n%s", text)
	}
}
