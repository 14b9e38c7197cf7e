package tracker

import (
	"strings"
	"testing"

	"hindcast/internal/filing/intake"
	"hindcast/internal/filing/intake/intaketest"
	"hindcast/internal/importing"
)

const githubSample = `[
  {"number": 7, "title": "[Incident]: Answers name [[wrong]] prices", "url": "https://github.com/acme/models/issues/7", "state": "CLOSED", "stateReason": "COMPLETED",
   "createdAt": "2025-03-02T09:25:00Z", "closedAt": "2025-03-04T10:00:00Z", "milestone": {"number": 1, "title": "Q1"},
   "assignees": [{"id": "x", "login": "octo", "name": ""}],
   "labels": [{"id": "a", "name": "incident", "color": "f00"}, {"name": "severity:high"}, {"name": "hallucination"}, {"name": "service: chat"}],
   "body": "### Summary\r\n\r\nThe model <b>made up</b> prices, see [the log](../log.txt) and @octo.\r\n\r\n### Started\r\n\r\n2025-03-02 08:00\r\n\r\n### Owner\r\n\r\nPricing team\r\n\r\n### Root cause\r\n\r\n_No response_",
   "comments": [
     {"id": "c2", "author": {"login": "github-actions"}, "body": "## Deployed\n\n- 10:05 rolled back", "createdAt": "2025-03-02T10:06:00Z"},
     {"id": "c1", "author": {"login": "octo"}, "body": "Looking into it.", "createdAt": "2025-03-02T09:30:00Z"}]},
  {"number": 8, "title": "Not one", "url": "https://github.com/acme/models/issues/8", "state": "CLOSED", "stateReason": "NOT_PLANNED",
   "createdAt": "2025-03-05T09:25:00Z", "closedAt": "2025-03-05T10:00:00Z", "labels": [{"name": "incident"}, {"name": "sev/3"}], "body": "", "comments": []},
  {"number": 9, "title": "A chore", "createdAt": "2025-03-05T09:25:00Z", "labels": [], "body": "x"},
  {"number": 10, "title": "Open", "url": "https://github.com/acme/models/issues/10", "createdAt": "2025-03-06T09:25:00Z", "closedAt": null,
   "labels": [{"name": "Incident"}, {"name": "priority::P1"}], "body": "` + "```\\nnever closed" + `", "comments": []},
  {"number": 11, "title": "Again", "url": "https://github.com/acme/models/issues/11", "stateReason": "DUPLICATE", "createdAt": "2025-03-06T09:25:00Z", "closedAt": "2025-03-06T10:25:00Z",
   "labels": [{"name": "incident"}, {"name": "sev2"}], "body": "# One\n\n# Two\n\n## Timeline\n\n- 2025-03-06T09:00Z — It began.\n", "comments": [{"author": {"login": "octo"}, "body": "Same.", "createdAt": "2025-03-06T10:00:00Z"}]}
]
`

func options(repo *intaketest.Repository, label string) importing.Options {
	o := repo.Options("acme/models")
	o.Label = label
	return o
}

func TestGitHub(t *testing.T) {
	repo := intaketest.New(t)
	in := intaketest.One("issues.json", githubSample)
	o := repo.Import(GitHub, in, options(repo, "incident"))
	if len(o) != 4 {
		t.Fatalf("%d outcomes", len(o))
	}
	for _, o := range o {
		if o.Verdict != intake.Write {
			t.Fatalf("line %d: %s", o.Line, o.Reason)
		}
	}
	repo.Holds(o[0].Path, "title: Answers name [[wrong]] prices\n", "type: model_failure\n", "severity: sev2\n", "status: resolved\n", "unregistered: [chat]\n",
		"owner: Pricing team\n", "started: 2025-03-02\n", "detected: 2025-03-02T09:25:00Z\n", "resolved: 2025-03-04T10:00:00Z\n",
		"tags: [incident, 'severity:high', hallucination, 'service: chat']\n", "id: acme/models#7\n", "url: https://github.com/acme/models/issues/7\n",
		"'milestone: Q1'", "has no zone; its day was taken", "names of people are left out: assignees (1), authors of comments (1)",
		"\n## Summary\n\nThe model \\<b>made up\\</b> prices, see [the log\\](../log.txt) and @octo.\n\n## Started\n\n2025-03-02 08:00\n",
		"\n## Owner\n\nPricing team\n\n## Timeline\n\n- 2025-03-02T09:30:00Z Comment: Looking into it.\n"+
			"- 2025-03-02T10:06:00Z Comment by github-actions:\n\n  ## Deployed\n\n  - 10\\:05 rolled back\n")
	repo.Holds(o[1].Path, "status: withdrawn\n", "status_reason: Closed as not planned.\n", "severity: sev3\n")
	repo.Holds(o[2].Path, "status: detected\n", "severity: sev1\n", "```\nnever closed\n```\n")
	repo.Holds(o[3].Path, "status: resolved\n", "status: DUPLICATE, without the record", "\n## One\n\n## Two\n\n### Timeline\n",
		"## Timeline\n\n- 2025-03-06T10:00:00Z Comment: Same.\n")
	repo.Valid()
	if again := repo.Verdicts(repo.Import(GitHub, in, options(repo, "incident"))); again[intake.Unchanged] != 4 {
		t.Errorf("a second import: %v", again)
	}
}

// The labels of the form that init writes are known, and a heading in a code block is none.
func TestGitHubForm(t *testing.T) {
	repo := intaketest.New(t)
	const text = `{"number": 5, "title": "Down", "url": "https://github.com/acme/models/issues/5", "createdAt": "2025-03-03T09:25:00Z", "body": "### What happened\n\n` +
		"```\\n## Severity\\n\\nsev1\\n```" + `\n\n### System\n\nchat\n\n### How bad is it\n\nsev3: limited and reversible harm\n\n### When it was noticed\n\n2025-03-02T09:25Z\n\n### How it was noticed\n\naudit\n\n### Who and what is affected\n\nnot sure"}`
	o := repo.Import(GitHub, intaketest.One("issue.json", text), repo.Options("acme"))
	if len(o) != 1 || o[0].Verdict != intake.Write {
		t.Fatalf("%+v", o)
	}
	repo.Holds(o[0].Path, "severity: sev3\n", "unregistered: [chat]\n", "detected: '2025-03-02T09:25Z'", "detection: {method: audit}\n", "not sure")
}

// Labels, the form and the tracker may say different things; what was not taken is noted.
func TestGitHubDisagrees(t *testing.T) {
	repo := intaketest.New(t)
	const text = `{"number": 6, "title": "Down", "createdAt": "2025-03-03T09:25:00Z", "labels": [{"name": "sev/2"}, {"name": "P1"}, {"name": "sev2"}],
		"body": "### Severity\n\nsev3\n\n### Detected\n\n2025-03-02\n\n### When it was noticed\n\n2025-03-01\n\n### Noticed at\n\n2025-03-02"}`
	o := repo.Import(GitHub, intaketest.One("issue.json", text), repo.Options("acme"))
	if len(o) != 1 || o[0].Verdict != intake.Write {
		t.Fatalf("%+v", o)
	}
	repo.Holds(o[0].Path, "severity: sev2\n", "timeline: {detected: 2025-03-02}\n", "label P1: it says sev1, but sev2 was taken, which stands before it",
		"Severity: it says sev3, but sev2 was taken", "When it was noticed: it says 2025-03-01, but 2025-03-02 was taken")
	if text := repo.Text(o[0].Path); strings.Count(text, "it says") != 3 {
		t.Errorf("what agrees is noted too:\n%s", text)
	}
}

// The REST interface writes the same with underscores; comments are a number there.
func TestGitHubREST(t *testing.T) {
	repo := intaketest.New(t)
	const text = `{"number": 3, "title": "Down", "html_url": "https://github.com/acme/models/issues/3", "url": "https://api.github.com/x",
"created_at": "2025-03-02T09:25:00Z", "closed_at": null, "state_reason": null, "labels": ["sev1"], "body": null, "comments": 2, "milestone": null}`
	o := repo.Import(GitHub, intaketest.One("issue.json", text), repo.Options("acme"))
	if len(o) != 1 || o[0].Verdict != intake.Write {
		t.Fatalf("%+v", o)
	}
	repo.Holds(o[0].Path, "severity: sev1\n", "id: acme/models#3\n", "comments: 2, of which the source has none")
	batch, err := GitHub(t.Context(), intaketest.One("a", `[{"number": 1, "pull_request": {"url": "x"}}, {"number": 11, "state": "MERGED"}, {"number": 12, "url": "https://github.com/acme/models/pull/12"}, {"number": 13, "isPullRequest": true}, {"number": "one"}, 7, {"number": 2}, {"number": 3, "title": "x"},`+
		`{"number": 4, "title": "x", "createdAt": "2025-02-03T00:00Z", "closedAt": "2025-01-03T00:00Z"}]`), repo.Options("acme"))
	for n, want := range []string{"#1 is a pull request", "#11 is a pull request", "#12 is a pull request", "#13 is a pull request", "number is a string", "it is a number", "has no title", "no usable time", "ends before it begins"} {
		if err != nil || len(batch.LeftOut) != 9 || !strings.Contains(batch.LeftOut[n].Reason, want) {
			t.Errorf("%v %+v, want %q", err, batch.LeftOut, want)
		}
	}
}

func TestGitLabMergeRequest(t *testing.T) {
	batch, err := GitLab(t.Context(), intaketest.One("a", `[{"iid": 4, "title": "x", "created_at": "2025-02-03T00:00:00Z", "web_url": "https://gitlab.example.org/acme/models/-/merge_requests/4"}]`), importing.Options{})
	if err != nil || len(batch.LeftOut) != 1 || !strings.Contains(batch.LeftOut[0].Reason, "!4 is a merge request") {
		t.Errorf("%v %+v", err, batch)
	}
}

const gitlabSample = `[{"id": 1, "iid": 12, "title": "Scores drift", "description": "# Scores drift\n\n## Impact\n\nOffers were late.", "state": "closed",
 "created_at": "2025-03-02T09:25:00.123+01:00", "closed_at": "2025-03-04T10:00:00.000+01:00", "labels": ["type::security", "status::postmortem", "team::data"],
 "severity": "HIGH", "issue_type": "incident", "due_date": "2025-04-01", "web_url": "https://gitlab.example.org/acme/sub/models/-/issues/12",
 "assignees": [{"username": "octo"}, {"username": "cat"}], "milestone": null,
 "Notes": [{"id": 2, "body": "added ~incident label", "author": {"username": "octo"}, "created_at": "2025-03-02T09:26:00.000+01:00", "system": true}]}]`

func TestGitLab(t *testing.T) {
	repo := intaketest.New(t)
	in := intaketest.One("issues.json", gitlabSample)
	o := repo.Import(GitLab, in, repo.Options("acme"))
	if len(o) != 1 || o[0].Verdict != intake.Write {
		t.Fatalf("%+v", o)
	}
	repo.Holds(o[0].Path, "type: security_breach\n", "severity: sev2\n", "status: reviewed\n", "detected: '2025-03-02T09:25:00+01:00'",
		"resolved: '2025-03-04T10:00:00+01:00'", "tags: ['type::security', 'status::postmortem', 'team::data']\n",
		"id: acme/sub/models#12\n", "due_date: 2025-04-01", "assignees (2)", "\n## Scores drift\n\n## Timeline\n", "\n\n## Impact\n\nOffers were late.\n",
		"- 2025-03-02T09:26:00+01:00 Note of the tracker: added ~incident label\n")
	repo.Valid()
	if again := repo.Verdicts(repo.Import(GitLab, in, repo.Options("acme"))); again[intake.Unchanged] != 1 {
		t.Errorf("a second import: %v", again)
	}
}

func TestForgesCut(t *testing.T) {
	repo := intaketest.New(t)
	repo.Cut(GitHub, "issues.json", githubSample)
	repo.Cut(GitLab, "issues.json", gitlabSample)
}

func FuzzForges(f *testing.F) {
	repo := intaketest.New(f)
	f.Add(githubSample)
	f.Add(gitlabSample)
	f.Fuzz(func(t *testing.T, text string) {
		for _, read := range []importing.Read{GitHub, GitLab} {
			if batch, err := read(t.Context(), intaketest.One("a", text), repo.Options("acme")); err == nil {
				intaketest.Sound(t, batch)
			}
		}
	})
}

// What forges add to their issues stays in the text, whatever it is called, without what they keep for themselves.
func TestForgesKeepOtherKeys(t *testing.T) {
	repo := intaketest.New(t)
	o := repo.Import(GitLab, intaketest.One("issues.json", `{"id": 1, "iid": 12, "project_id": 3, "title": "Scores drift", "description": "x", "state": "opened", "severity": "HIGH",
"created_at": "2025-03-02T09:25:00Z", "updated_at": "2025-03-03T09:25:00Z", "type": "INCIDENT", "issue_type": "incident", "labels": [], "user_notes_count": 2, "weight": 5,
"health_status": "at_risk", "author": {"id": 4, "username": "octo", "name": "O. Cto"}, "closed_by": null, "assignee": {"username": "octo"}, "assignees": [{"id": 4, "username": "octo", "name": "O. Cto"}],
"service_desk_reply_to": "octo@example.org", "upvotes": 1, "has_tasks": false, "time_stats": {"time_estimate": 0, "human_total_time_spent": "3h"},
"epic": {"id": 5, "iid": 2, "title": "Calm nights", "url": "/x", "group_id": 6}, "iteration": {"id": 7, "title": "Week 9", "due_date": "2025-03-07", "web_url": "x", "state": 2},
"milestone": {"id": 8, "title": "Q1", "description": "Fewer **pages**", "web_url": "x", "expired": false}, "references": {"full": "a/b#12"}, "_links": {"self": "x"},
"links": ["x"], "later": [{"what": "one", "id": 1}, {"what": "two"}], "notes_on": 7}`), repo.Options("acme"))
	if len(o) != 1 || o[0].Verdict != intake.Write {
		t.Fatalf("%+v", o)
	}
	repo.Holds(o[0].Path, "'comments: 2, of which the source has none'", "'milestone: Q1'", "people are left out: assignees (1), assignee, author, service_desk_reply_to'",
		"## Other fields\n\n- **epic**: Calm nights\n- **health\\_status**: at\\_risk\n- **iteration**: Week 9\n- **iteration.due\\_date**: 2025-03-07\n"+
			"- **later.what**: one, two\n- **milestone.description**: Fewer \\*\\*pages\\*\\*\n- **notes\\_on**: 7\n- **time\\_stats.human\\_total\\_time\\_spent**: 3h\n- **weight**: 5\n")
	o = repo.Import(GitHub, intaketest.One("issue.json", `{"url": "https://api.github.com/x", "html_url": "https://github.com/acme/models/issues/7", "labels_url": "x", "id": 1, "node_id": "x", "number": 7,
"title": "Down", "user": {"login": "octo", "id": 1}, "labels": [{"id": 1, "name": "sev1", "color": "f00", "description": "bad"}], "state": "open", "locked": false, "assignee": null,
"milestone": {"title": "Q1", "number": 1, "due_on": "2025-04-01T00:00:00Z", "creator": {"login": "octo"}, "open_issues": 4, "created_at": "2025-01-01T00:00:00Z"}, "comments": 0, "created_at": "2025-03-02T09:25:00Z",
"author_association": "OWNER", "reactions": {"url": "x", "total_count": 2, "+1": 2}, "type": {"id": 1, "node_id": "x", "name": "Incident", "is_enabled": true}, "body": "x"}`), repo.Options("acme"))
	if len(o) != 1 || o[0].Verdict != intake.Write {
		t.Fatalf("%+v", o)
	}
	repo.Holds(o[0].Path, "people are left out: milestone.creator, user'", "## Other fields\n\n- **milestone.due\\_on**: 2025-04-01T00:00:00Z\n- **type**: Incident\n")
	if text := repo.Text(o[0].Path); strings.Count(text, "\n- **") != 2 || strings.Contains(text, "octo") {
		t.Errorf("more is kept than an issue says:\n%s", text)
	}
}

// A mark that a label, a title or a line of its own names is stated, and the default is not for it.
func TestStatedMarks(t *testing.T) {
	repo := intaketest.New(t)
	repo.Settings.Defaults.Severity, repo.Settings.Defaults.TLP = "sev3", "GREEN"
	o := repo.Import(GitHub, intaketest.One("issues.json", `[
{"number": 1, "title": "a", "createdAt": "2025-03-01T00:00Z", "labels": ["tlp:clear"]},
{"number": 2, "title": "b", "createdAt": "2025-03-02T00:00Z", "labels": ["TLP::AMBER-STRICT", "tlp/green"]},
{"number": 3, "title": "c (TLP:RED)", "createdAt": "2025-03-03T00:00Z", "labels": ["tlp:clear"]},
{"number": 4, "title": "d", "createdAt": "2025-03-04T00:00Z", "body": "x\n\n**TLP:AMBER**\n\ny"},
{"number": 5, "title": "e", "createdAt": "2025-03-05T00:00Z", "body": "We were sent a report marked TLP:RED by a vendor.\n\nTLP:WHITE", "comments": [{"body": ":::tlp RED\nnarrow\n:::", "createdAt": "2025-03-06T00:00Z"}]},
{"number": 6, "title": "f", "createdAt": "2025-03-06T00:00Z", "labels": ["Confidential"]},
{"number": 7, "title": "g", "createdAt": "2025-03-07T00:00Z", "labels": ["tlp:reduced", "private cloud", "visibility"], "visibility": "public"},
{"number": 8, "title": "h", "createdAt": "2025-03-08T00:00Z", "labels": ["visibility::team"]},
{"number": 9, "title": "i", "createdAt": "2025-03-09T00:00Z", "private": true}]`), repo.Options("acme"))
	for n, want := range []string{"CLEAR", "AMBER+STRICT", "RED", "AMBER", "GREEN", "RED", "GREEN", "RED", "RED"} {
		if o[n].Verdict != intake.Write {
			t.Fatalf("%+v", o[n])
		}
		repo.Holds(o[n].Path, "\ntlp: "+want+"\n")
	}
	repo.Holds(o[4].Path, "\n:::tlp RED\n- 2025-03-06T00:00Z Comment:\n\n  \\:\\:\\:tlp RED\n  narrow\n  \\:\\:\\:\n:::\n")
	repo.Valid()
}
