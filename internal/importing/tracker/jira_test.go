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
