package tracker

import (
	"strings"
	"testing"

	"hindcast/internal/filing/intake"
	"hindcast/internal/filing/intake/intaketest"
)

const jiraCSV = `Summary,Issue key,Issue id,Issue Type,Status,Project lead,Priority,Resolution,Assignee,Created,Resolved,Labels,Labels,Component/s,Description,Attachment,Custom field (Root cause),Comment,Comment
Scores drift,RISK-7,10007,Bug,Done,octo,High,Fixed,octo,15/Mar/24 10:00 AM,16/Mar/24 9:30 PM,incident,drift,Scoring,"h2. What happened

The *scores* drifted, see [the log|https://example.org/log] and {{score.py}}.
* one
** two
# three
||A||B||
|1|2|
{code:python|title=x}
if a < b: # [[x]]
{code}
----
<b>plain</b>",15/Mar/24 10:01 AM;octo;log.txt;https://example.org/log.txt,"A quota, set by hand",15/Mar/24 10:05 AM;octo;Looking into it.,"15/Mar/24 11:00 AM;octo;{noformat}
rolled back"
Nothing,RISK-8,10008,Task,Open,,Purple,Won't Do,,17/Mar/24 10:00 AM,17/Mar/24 11:00 AM,incident,,,,,,,
No day,RISK-9,10009,Task,Open,,,,,soon,,incident,,,,,,,
`

func TestJiraCSV(t *testing.T) {
	repo := intaketest.New(t)
	repo.Settings.Defaults.Severity = "sev4"
	in := intaketest.One("jira.csv", jiraCSV)
	o := repo.Import(Jira, in, options(repo, "incident"))
	if len(o) != 3 || o[0].Verdict != intake.Write || o[1].Verdict != intake.Write || !strings.Contains(o[2].Reason, "RISK-9 has no usable time") {
		t.Fatalf("%+v", o)
	}
	repo.Holds(o[0].Path, "title: Scores drift\n", "type: model_failure\n", "severity: sev2\n", "status: resolved\n", "unregistered: [Scoring]\n",
		"timeline: {detected: 2024-03-15, resolved: 2024-03-16}\n", "tags: [incident, drift]\n", "id: RISK-7\n",
		"'Created: 15/Mar/24 10:00 AM has no zone; its day was taken'", "people are left out: Assignee, Project lead, authors of comments (2)",
		"\n## What happened\n\nThe **scores** drifted, see [the log](https://example.org/log) and `score.py`.\n- one\n   - two\n1. three\n|A|B|\n|---|---|\n|1|2|\n",
		"\n```python\nif a < b: # [[x]]\n```\n", "\n***\n\\<b>plain\\</b>\n", "\n## Other fields\n\n", "- **Issue Type**: Bug\n", "- **Root cause**: A quota, set by hand\n",
		"- **Attachment**: 15/Mar/24 10:01 AM; log.txt;https\\://example.org/log.txt\n",
		"## Timeline\n\n- 2024-03-15 Comment: 10:05 AM: Looking into it.\n- 2024-03-15 Comment:\n\n  11:00 AM:\n  ```\n  rolled back\n  ```\n")
	if strings.Contains(repo.Text(o[0].Path), "octo") {
		t.Error("a person is named")
	}
	repo.Holds(o[1].Path, "status: withdrawn\n", "status_reason: Closed as won't do.\n", "severity: sev4\n", "Purple")
	repo.Valid()
	if again := repo.Verdicts(repo.Import(Jira, in, options(repo, "incident"))); again[intake.Unchanged] != 2 {
		t.Errorf("a second import: %v", again)
	}
}

const jiraJSON = `{"startAt": 0, "maxResults": 50, "total": 1, "issues": [{"id": "10007", "key": "RISK-7", "self": "https://jira.example.org/rest/api/2/issue/10007",
"fields": {"summary": "Scores drift", "description": "h1. One\nText.\n{quote}\nsaid\n{quote}", "created": "2024-03-15T10:00:00.000+0100", "resolutiondate": "2024-03-16T21:30:00.000+0100",
"status": {"name": "Postmortem"}, "priority": {"name": "P1"}, "issuetype": {"name": "Incident"}, "resolution": {"name": "Done"}, "labels": ["security"],
"components": [{"name": "Scoring"}], "assignee": {"name": "octo", "displayName": "O."}, "reporter": null, "votes": {"votes": 0}, "attachment": [{"filename": "a.log"}],
"customfield_10010": {"value": "Europe"}, "customfield_10011": [{"displayName": "O."}], "customfield_10012": null, "duedate": "2024-04-01",
"comment": {"comments": [{"author": {"displayName": "O."}, "body": "Rolled *back*.", "created": "2024-03-15T11:00:00.000+0100"}]}}}]}`

func TestJiraJSON(t *testing.T) {
	repo := intaketest.New(t)
	in := intaketest.One("search.json", jiraJSON)
	o := repo.Import(Jira, in, repo.Options("Jira"))
	if len(o) != 1 || o[0].Verdict != intake.Write {
		t.Fatalf("%+v", o)
	}
	repo.Holds(o[0].Path, "type: security_breach\n", "severity: sev1\n", "status: reviewed\n",
		"timeline: {detected: '2024-03-15T10:00:00+01:00', resolved: '2024-03-16T21:30:00+01:00'}\n", "url: https://jira.example.org/browse/RISK-7\n",
		"## One\nText.\n\n> said\n", "- **customfield\\_10010**: Europe\n", "- **duedate**: 2024-04-01\n", "not taken over: attachment, votes",
		"people are left out: assignee, customfield_10011, authors of comments (1)", "- 2024-03-15T11:00:00+01:00 Comment: Rolled **back**.\n")
	repo.Valid()
	if again := repo.Verdicts(repo.Import(Jira, in, repo.Options("Jira"))); again[intake.Unchanged] != 1 {
		t.Errorf("a second import: %v", again)
	}
}

func TestJiraCut(t *testing.T) {
	repo := intaketest.New(t)
	repo.Cut(Jira, "jira.csv", jiraCSV)
	repo.Cut(Jira, "search.json", jiraJSON)
}

func FuzzJira(f *testing.F) {
	repo := intaketest.New(f)
	f.Add(jiraCSV)
	f.Add(jiraJSON)
	f.Fuzz(func(t *testing.T, text string) {
		if batch, err := Jira(t.Context(), intaketest.One("a", text), repo.Options("Jira")); err == nil {
			intaketest.Sound(t, batch)
		}
	})
}

func TestWikiMacros(t *testing.T) {
	for text, want := range map[string]string{
		"a {color:#ff0000}red{color} word":                                 "a red word",
		"{panel:title=Impact|bgColor=#fff}all of it{panel}end":             "\n\n**Impact**\n\nall of it\n\nend",
		"x{expand:More of it}hidden{expand}":                               "x\n\n**More of it**\n\nhidden\n\n",
		"it said {quote}stop\nnow{quote} and stopped":                      "it said\n\n> stop\n> now\n\nand stopped",
		"{code:title=score.py|borderStyle=solid}\nif a: # {color}\n{code}": "\n**score.py**\n\n```\nif a: # {color}\n```\n",
		"{code:java|title=A.java}x{code}":                                  "\n**A.java**\n\n```java\nx\n```\n",
		"see {noformat:title=log}x {panel}{noformat}":                      "see \n**log**\n\n```\nx {panel}\n```\n",
	} {
		if got := wiki(text); got != want {
			t.Errorf("%q:\n%q\nwant\n%q", text, got, want)
		}
	}
}

// A search gives titles of fields beside the issues, choices within choices, and pages of issues and comments.
func TestJiraSearch(t *testing.T) {
	repo := intaketest.New(t)
	o := repo.Import(Jira, intaketest.One("page.json", `{"startAt": 50, "total": 90, "names": {"customfield_1": "Where", "customfield_2": "On call", "customfield_3": "Run", "customfield_5": "Confidential"}, "issues": [
{"key": "RISK-9", "fields": {"summary": "Scores drift", "created": "2024-03-15T10:00:00.000+0100", "priority": {"name": "P1"},
"issuetype": {"name": "Incident", "description": "Anything that went wrong"}, "customfield_1": {"self": "x", "id": "7", "value": "Europe", "child": {"id": "8", "value": "Lyon"}},
"customfield_2": {"displayName": "Octo"}, "customfield_3": [{"id": 3, "name": "Spring", "goal": "Fewer drifts", "state": "closed"}], "customfield_4": {"id": 1, "level": "high"}, "customfield_5": {"value": "Yes"},
"comment": {"total": 3, "comments": [{"body": "Rolled back.", "created": "2024-03-15T11:00:00.000+0100"}]}}}]}`), repo.Options("Jira"))
	if len(o) != 2 || o[1].Verdict != intake.Write || !strings.Contains(o[0].Reason, "ends at issue 51 of the 90 that Jira found; fetch the next page, with startAt=51") {
		t.Fatalf("%+v", o)
	}
	repo.Holds(o[1].Path, "comments: 3, of which the source has 1; /rest/api/2/issue/RISK-9/comment has the others", "people are left out: On call", "tlp: RED\n",
		"## Other fields\n\n- **Where**: Europe\n- **Where.child**: Lyon\n- **Run**: Spring\n- **Run.goal**: Fewer drifts\n- **Run.state**: closed\n"+
			"- **customfield\\_4.level**: high\n- **Confidential**: Yes\n- **issuetype**: Incident\n\n")
	if text := repo.Text(o[1].Path); strings.Contains(text, "Octo") {
		t.Errorf("a person is named:\n%s", text)
	}
	for page, want := range map[string]string{
		`{"issues": [], "isLast": false, "nextPageToken": "x"}`: "not the last page", `{"issues": [], "isLast": true}`: "", `{"issues": [], "startAt": 90, "total": 90}`: "",
	} {
		batch, err := Jira(t.Context(), intaketest.One("page.json", page), repo.Options("Jira"))
		if err != nil || (len(batch.LeftOut) > 0) != (want != "") || want != "" && !strings.Contains(batch.LeftOut[0].Reason, want) {
			t.Errorf("%s: %v %+v", page, err, batch.LeftOut)
		}
	}
}
