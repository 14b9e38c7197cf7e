package tracker

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"hindcast/internal/importing"
	"hindcast/internal/lazy"
)

type user struct {
	Login    string `json:"login"`
	Username string `json:"username"`
}

// nameOf is a label or a milestone: an object with a name or a title, or that alone.
type nameOf struct{ Name, Title string }

func (n *nameOf) UnmarshalJSON(raw []byte) error {
	if len(raw) > 0 && raw[0] == '"' {
		return json.Unmarshal(raw, &n.Name)
	}
	type plain nameOf
	err := json.Unmarshal(raw, (*plain)(n))
	n.Name = cmp.Or(n.Name, n.Title)
	return err
}

// tally is what a tracker keeps for itself beside an issue: numbers and addresses of its own, states that times tell, counts
// of what is there, and what it knows of each label and each comment.
var tally = lazy.Regexp(`(?:^|[._])(?:id|iid|ids|url|number|color|state|locked|closed|draft|score|links|counts?|sequence|expired|imported|from)$|` +
	`(?i:(?:^|\.)(?:\w+Url|\w+Id|updated_?at|author_?association|is_?pinned|is_enabled|issue_type|active_?lock_?reason|discussion_locked)$)|` +
	`\.created_at$|\.(?:open|closed)_issues$|^(?:labels|notes|comments)\[\]\.|` +
	`^type\.description$|^(?:reactions|reactionGroups|references|_links|sub_issues_summary|issue_dependencies_summary|task_completion_status|task_status|has_tasks|` +
	`subscribed|upvotes|downvotes|performed_via_github_app)$`)

// unread keeps what of an issue has no key.
func (i *issue) unread(raw json.RawMessage, into any) {
	fields, people := importing.Unread(raw, into, tally())
	i.other, i.people = append(i.other, fields...), append(i.people, people...)
}

func namesOf(list []nameOf) (names []string) {
	for _, n := range list {
		names = append(names, n.Name)
	}
	return names
}

// githubIssue has the keys of gh issue list --json (https://cli.github.com/manual/gh_issue_list) and those of the REST
// interface (https://docs.github.com/en/rest/issues/issues), which are written with underscores.
type githubIssue struct {
	Number       int             `json:"number"`
	Title        string          `json:"title"`
	Body         string          `json:"body"`
	Labels       []nameOf        `json:"labels"`
	StateReason  string          `json:"stateReason"`
	StateReason2 string          `json:"state_reason"`
	CreatedAt    string          `json:"createdAt"`
	CreatedAt2   string          `json:"created_at"`
	ClosedAt     string          `json:"closedAt"`
	ClosedAt2    string          `json:"closed_at"`
	URL          string          `json:"url"`
	HTMLURL      string          `json:"html_url"`
	Assignees    []user          `json:"assignees"`
	Milestone    *nameOf         `json:"milestone"`
	Comments     json.RawMessage `json:"comments"` // their number, in the REST interface
	State        string          `json:"state"`
	PullRequest  json.RawMessage `json:"pull_request"`
	IsPull       bool            `json:"isPullRequest"`
}

type githubComment struct {
	Author     user   `json:"author"`
	User       user   `json:"user"`
	Body       string `json:"body"`
	CreatedAt  string `json:"createdAt"`
	CreatedAt2 string `json:"created_at"`
}

// pull is the address of a pull or merge request.
var pull = lazy.Regexp(`^https?://[^/]+/.+/(?:pulls?|-/merge_requests)/\d+`)

// GitHub reads issues as gh prints them, a list or a single one, and as the REST interface has them.
func GitHub(ctx context.Context, in importing.Input, o importing.Options) (importing.Batch, error) {
	return read(ctx, in, o, ofGitHub)
}

func ofGitHub(raw json.RawMessage) (i issue, err error) {
	var g githubIssue
	if err := json.Unmarshal(raw, &g); err != nil {
		return i, err
	}
	isPull := g.IsPull || len(g.PullRequest) > 0 && string(g.PullRequest) != "null" || strings.EqualFold(g.State, "merged")
	if address := cmp.Or(g.HTMLURL, g.URL); isPull || pull().MatchString(address) {
		return i, fmt.Errorf("#%d is a pull request, no issue", g.Number)
	}
	i = issue{
		title: g.Title, text: g.Body, labels: namesOf(g.Labels), url: cmp.Or(g.HTMLURL, g.URL),
		created: cmp.Or(g.CreatedAt, g.CreatedAt2), closed: cmp.Or(g.ClosedAt, g.ClosedAt2),
		people: named("assignees", len(g.Assignees)),
	}
	i.id = idOf(i.url, g.Number)
	if reason := cmp.Or(g.StateReason, g.StateReason2); !strings.EqualFold(reason, "completed") && !strings.EqualFold(reason, "reopened") {
		i.reason = reason
	}
	if g.Milestone != nil && g.Milestone.Name != "" {
		i.rest = append(i.rest, "milestone: "+g.Milestone.Name)
	}
	comments, isList := oneOf[[]githubComment](g.Comments)
	for _, c := range comments {
		i.comments = append(i.comments, comment{
			author: cmp.Or(c.Author.Login, c.User.Login), at: cmp.Or(c.CreatedAt, c.CreatedAt2), text: c.Body,
		})
	}
	if n, isNumber := oneOf[int](g.Comments); !isList && isNumber && n > 0 {
		i.rest = append(i.rest, "comments: "+strconv.Itoa(n)+", of which the source has none")
	}
	i.unread(raw, g)
	return i, nil
}

// gitlabIssue has the keys of the REST interface (https://docs.gitlab.com/api/issues), which glab issue list --output json
// prints; glab issue view --comments adds the notes.
type gitlabIssue struct {
	IID       int      `json:"iid"`
	Title     string   `json:"title"`
	Text      string   `json:"description"`
	Labels    []nameOf `json:"labels"`
	CreatedAt string   `json:"created_at"`
	ClosedAt  string   `json:"closed_at"`
	DueDate   string   `json:"due_date"`
	WebURL    string   `json:"web_url"`
	Severity  string   `json:"severity"`
	Assignees []user   `json:"assignees"`
	Milestone *nameOf  `json:"milestone"`
	Comments  int      `json:"user_notes_count"`
	IsSecret  bool     `json:"confidential"`
	Kind      string   `json:"type"` // ISSUE or INCIDENT, which a record is anyway
	Notes     []struct {
		Body       string `json:"body"`
		Author     user   `json:"author"`
		CreatedAt  string `json:"created_at"`
		System     bool   `json:"system"`
		IsInternal bool   `json:"internal"`
		IsSecret   bool   `json:"confidential"` // what internal was called before GitLab 15.5
	} `json:"notes"`
}

// GitLab reads issues as glab prints them and as the REST interface has them.
func GitLab(ctx context.Context, in importing.Input, o importing.Options) (importing.Batch, error) {
	return read(ctx, in, o, ofGitLab)
}

func ofGitLab(raw json.RawMessage) (i issue, err error) {
	var g gitlabIssue
	if err := json.Unmarshal(raw, &g); err != nil {
		return i, err
	}
	if pull().MatchString(g.WebURL) {
		return i, fmt.Errorf("!%d is a merge request, no issue", g.IID)
	}
	i = issue{
		id: idOf(g.WebURL, g.IID), title: g.Title, text: g.Text, labels: namesOf(g.Labels), url: g.WebURL, created: g.CreatedAt,
		closed: g.ClosedAt, people: named("assignees", len(g.Assignees)),
	}
	if g.IsSecret {
		i.restricted = "confidential: true"
	}
	if !strings.EqualFold(g.Severity, "unknown") {
		i.severity = g.Severity
	}
	if g.Milestone != nil && g.Milestone.Name != "" {
		i.rest = append(i.rest, "milestone: "+g.Milestone.Name)
	}
	if g.Notes == nil && g.Comments > 0 {
		i.rest = append(i.rest, "comments: "+strconv.Itoa(g.Comments)+", of which the source has none")
	}
	if g.DueDate != "" {
		i.rest = append(i.rest, "due_date: "+g.DueDate)
	}
	for _, n := range g.Notes {
		i.comments = append(i.comments, comment{
			author: n.Author.Username, at: n.CreatedAt, text: n.Body, isSystem: n.System, isRestricted: n.IsInternal || n.IsSecret,
		})
	}
	i.unread(raw, g)
	return i, nil
}

// idOf is an issue as owner/project#7, by its address, so that numbers of several projects stay apart; else its number.
func idOf(address string, number int) string {
	if number <= 0 {
		return ""
	}
	n := strconv.Itoa(number)
	u, err := url.Parse(address)
	if err != nil {
		return n
	}
	for _, middle := range []string{"/-/issues/", "/-/work_items/", "/issues/"} {
		if project, _, found := strings.Cut(u.Path, middle); found {
			return strings.Trim(project, "/") + "#" + n
		}
	}
	return n
}

// read reads a list of issues, or a single one.
func read(ctx context.Context, in importing.Input, o importing.Options, one func(json.RawMessage) (issue, error)) (importing.Batch, error) {
	d := newDesk(o)
	_, err := importing.Elements(ctx, in, []string{"issues"}, func(line int, raw json.RawMessage) {
		at := importing.At{Line: line}
		i, err := one(raw)
		if err != nil {
			d.batch.Omit(at, fault(err))
			return
		}
		d.add(at, i)
	})
	if err != nil {
		return importing.Batch{}, err
	}
	return d.batch, nil
}
