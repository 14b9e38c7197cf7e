// Package sources is the table of everything that records are imported from.
package sources

import (
	"hindcast/internal/importing"
	"hindcast/internal/importing/columns"
	"hindcast/internal/importing/exported"
	"hindcast/internal/importing/postmortem"
	"hindcast/internal/importing/public"
	"hindcast/internal/importing/status"
	"hindcast/internal/importing/tracker"
)

// Source is what records are imported from.
type Source struct {
	Name     string // of the command
	What     string // with its article, as in "is not read as a table of the database"
	Short    string // help, in a line
	Long     string // help: what becomes of the source
	Examples []string
	Hint     string // remedy for what is something else
	IsFolder bool   // it is a folder, else a file
	IsEither bool   // it is a folder or a file
	IsOwn    bool   // its records are the team's own, which says more of them; else they are precedents
	HasLabel bool   // its entries have labels, by which they can be chosen
	Read     importing.Read
}

// All are all sources; the commands, their help and the hint for a misspelt name follow from it.
var All = []Source{
	{
		Name: "aiid", What: "a table of the AI Incident Database", Short: "Import the AI Incident Database",
		Long: `Make a precedent of each incident in incidents.csv, the table of incidents in a
snapshot of the AI Incident Database (https://incidentdatabase.ai), or in a .json
file with incidents as its GraphQL interface gives them: with names of parties, and
reports with titles and addresses. The records go to ` + public.AIIDFolder + `; one that
was moved to another folder is updated there. A row without a usable date is left out.

Where classifications_MIT.csv and classifications_CSETv1.csv lie beside the file, what
they say of risks, countries, deaths, injuries and rights is added, and names of
parties take the place of slugs. Names of authors are left out.`,
		Examples: []string{"incidents.csv", "snapshot/incidents.csv --retrieved 2025-03-24", "incidents.json"},
		Hint:     "take incidents.csv from a snapshot of https://incidentdatabase.ai, as it is",
		Read:     public.AIID,
	},
	{
		Name: "cstate", What: "the pages of a cState status page", Short: "Import the issues of a cState status page",
		Long: `Make a record of each issue of a cState status page (https://cstate.dev): a Markdown
file with front matter. FOLDER is content/issues of the page. An issue was noticed at
its date and resolved at resolvedWhen; times without a zone are in that of the
repository. Affected systems go to systems where the register has them, else to
unregistered. Updates that end in {{< track "..." >}} become events; all else of the
text stands under What happened. What is left: announcements, pages of other
sections, and planned work, which a page tells by its title alone; each is named.`,
		Examples: []string{"status/content/issues", "status/content/issues --name 'Status page' --tlp CLEAR --dry-run"},
		Hint:     "name the folder of the page that has its issues, mostly content/issues",
		IsFolder: true, IsOwn: true, Read: status.CState,
	},
	{
		Name: "hindcast", What: "an export of Hindcast", Short: "Import what hindcast export writes",
		Long: `Make a record of each record of another log. SOURCE is records.json, records.jsonl or
log.sqlite (or another name that ends in .sqlite, .sqlite3 or .db) as hindcast export
writes them, or the folder of its tables (--format csv). Records keep their ids, marks
and sources; one whose id is another record's here is left alone. Systems and
playbooks that this repository lacks are named, not taken over. Texts come without
markup, since exports have none; the timeline becomes events again. Of a database,
the column json of the table records is read alone: what was edited in other columns
and tables is not taken over.`,
		Examples: []string{"records.json --name 'Payments log'", "export/csv --name 'Payments log' --dry-run"},
		Hint:     "make it by hindcast export --format json",
		IsEither: true, IsOwn: true, Read: exported.Log,
	},
	{
		Name: "statuspage", What: "the incidents of a Statuspage", Short: "Import the incidents of an Atlassian Statuspage",
		Long: `Make a record of each incident of an Atlassian Statuspage. FILE is what the page has
at /api/v2/incidents.json, or its history as Atom (/history.atom), which has neither
impacts nor components. An incident was noticed when it was created, contained when it
was monitored, and resolved as stated; impacts are read as severities, components go
to systems where the register has them, else to unregistered. Updates become events,
a postmortem sections. Scheduled maintenance is left out.`,
		Examples: []string{"incidents.json --name 'Status page'", "history.atom --name 'Status page' --severity sev3"},
		Hint:     "fetch /api/v2/incidents.json or /history.atom of the page",
		IsOwn:    true, Read: status.Statuspage,
	},
	{
		Name: "github", What: "issues of GitHub", Short: "Import issues of GitHub",
		Long: `Make a record of each issue of GitHub. FILE is what this prints:

  gh issue list --state all --limit 1000 --json number,title,body,labels,state,stateReason,createdAt,closedAt,comments,url,assignees,milestone

` + ofIssues + `
One closed as not planned is withdrawn. Pull requests are left out.`,
		Examples: []string{"issues.json --label incident", "issues.json --label incident --name acme/models --dry-run"},
		Hint:     "make it by gh issue list --json, with the keys that hindcast help import github names",
		IsOwn:    true, HasLabel: true, Read: tracker.GitHub,
	},
	{
		Name: "gitlab", What: "issues of GitLab", Short: "Import issues of GitLab",
		Long: `Make a record of each issue of GitLab. FILE is what glab issue list --output json
prints, or what /projects/:id/issues of its interface gives; the notes of glab issue
view --comments --output json come along. ` + ofIssues,
		Examples: []string{"issues.json --label incident", "issues.json --name acme/models --dry-run"},
		Hint:     "make it by glab issue list --output json",
		IsOwn:    true, HasLabel: true, Read: tracker.GitLab,
	},
	{
		Name: "jira", What: "issues of Jira", Short: "Import issues of Jira",
		Long: `Make a record of each issue of Jira. FILE is the CSV of all fields ("Export Excel CSV
(all fields)"), or the JSON of /rest/api/2/search. An issue was noticed when it was
created and resolved at its resolution; a CSV names no zone, so that its times are
taken to the day. Priorities are read as severities, statuses as stages, labels as
severity, type, status or system, and kept as tags; components go to systems where the
register has them, else to unregistered. Jira's notation becomes Markdown, comments
become events without their authors' names, and all other fields a list at the end of
the text. People are not named in records; attachments, links, votes and times spent
of the JSON are named and not taken over.`,
		Examples: []string{"jira.csv --label incident", "search.json --name Jira --dry-run"},
		Hint:     "export all fields as CSV, or fetch /rest/api/2/search?fields=*all as JSON",
		IsOwn:    true, HasLabel: true, Read: tracker.Jira,
	},
	{
		Name: "csv", What: "a table with a line of names", Short: "Import a table of incidents",
		Long: `Make a record of each row of a table of incidents. FILE is CSV with a line of names; it
may have semicolons or tabs between its cells, and be in UTF-16. ` + ofColumns,
		Examples: []string{"incidents.csv --dry-run", "incidents.csv --name register --severity sev3"},
		Hint:     "save the table as CSV with a first line of names",
		IsOwn:    true, Read: columns.CSV,
	},
	{
		Name: "json", What: "a list of incidents in JSON", Short: "Import incidents from JSON",
		Long: `Make a record of each object in a list of incidents. FILE is JSON: a list, or an object
with one under a key such as incidents, items or data. ` + ofPaths + ofColumns,
		Examples: []string{"incidents.json --dry-run", "export.json --name register"},
		Hint:     "give a list of objects, one for each incident",
		IsOwn:    true, Read: columns.JSON,
	},
	{
		Name: "jsonl", What: "incidents as lines of JSON", Short: "Import incidents from lines of JSON",
		Long:     `Make a record of each line of FILE, which is an object in JSON. ` + ofPaths + ofColumns,
		Examples: []string{"incidents.jsonl --dry-run", "incidents.jsonl --name register"},
		Hint:     "give one object in JSON on each line",
		IsOwn:    true, Read: columns.JSONL,
	},
	{
		Name: "avid", What: "reports of the AI Vulnerability Database", Short: "Import the AI Vulnerability Database",
		Long: `Make a precedent of each report and vulnerability of the AI Vulnerability Database
(https://avidml.org): JSON files of any version of its data models, in a folder such
as reports of github.com/avidml/avid-db, or one file with one or many. The records go
to ` + public.AVIDFolder + `: AVID-2022-R0001 becomes AVID-20220001, and AVID-2022-V001
AVIDV-20220001, with the id of the database as an alias.

Developers, deployers, models, systems, references and the entries of SEP, CVE and
CWE go to their keys; scores, metrics and whatever else a version has are kept under
custom.avid. The day of the report dates its reference, since the database does not
say when something happened. Names of people who are thanked are left out.`,
		Examples: []string{"avid-db/reports", "AVID-2022-R0001.json --retrieved 2026-11-01"},
		Hint:     "take JSON files from https://github.com/avidml/avid-db, as they are",
		IsEither: true,
		Read:     public.AVID,
	},
	{
		Name: "atlas", What: "case studies of MITRE ATLAS", Short: "Import the case studies of MITRE ATLAS",
		Long: `Make a precedent of each case study of MITRE ATLAS (https://atlas.mitre.org): the YAML
files in data/case-studies of github.com/mitre-atlas/atlas-data. The records go to
` + public.ATLASFolder + `: AML.CS0009 becomes ATLAS-0009.

The summary is the text of What happened, and the steps of the procedure a numbered
list with their tactics and techniques, which go to frameworks.mitre_atlas as well.
Dates stay as exact as the case study has them. Whether it was an incident or an
exercise is a tag.`,
		Examples: []string{"atlas-data/data/case-studies", "case-studies --retrieved 2026-11-01"},
		Hint:     "take data/case-studies from https://github.com/mitre-atlas/atlas-data, as it is",
		IsEither: true,
		Read:     public.ATLAS,
	},
	{
		Name: "osv", What: "advisories in the OSV format", Short: "Import advisories in the OSV format",
		Long: `Make a precedent of each advisory in the Open Source Vulnerability format, such as
https://osv.dev gives for a package: JSON files in a folder, or one file with one or
many, a line each or in a list. The records go to ` + public.OSVFolder + `: PYSEC-2024-12 becomes
PYSEC-202400012, and the letters of a GHSA are read as digits, with the id of the
advisory as an alias.

Packages, references and the ids of CVE, CWE and other advisories go to their keys;
versions, scores and whatever else there is are kept under custom.osv. The day of
publication, else that of the last change, dates the reference. What was withdrawn has
the tag withdrawn. Names of people who are thanked are left out.`,
		Examples: []string{"advisories", "GHSA-jfh8-c2jp-5v3q.json --retrieved 2026-11-01"},
		Hint:     "take advisories from https://osv.dev, as they are",
		IsEither: true,
		Read:     public.OSV,
	},
	{
		Name: "markdown", What: "a folder of postmortems", Short: "Import a folder of postmortems in Markdown",
		Long: `Make a record of each Markdown file below a folder (.md, .markdown, .mdx, also with
.erb behind it) that tells of an incident, whatever template or generator it was
written for. Text and headings stay: those with a usual name, in English, German,
French, Spanish, Italian, Portuguese, Dutch, Japanese or Chinese, become the sections
of a record.

What the file states goes to the keys of the record: from its front matter (YAML, TOML
or JSON), from tables of two columns, lists and lines with a colon, from headings such
as "Severity: P1", from the title and from the name of the file. Lists, tables and
paragraphs that begin with times become the events of the timeline; "Detected",
"Mitigated" or "Resolved" at one of them is that time of the incident. Lists and tables
under "Action items", or another usual name, become actions. Pictures of the folder come along.

Times without a zone are taken to their day, unless the file names the zone of all of
them ("all times in UTC"); names of zones other than UTC and GMT can mean several.
Names that are of no team or role are put into no key. Links to other files
of the folder become text. A file that states no day, such as an index, is left out.`,
		Examples: []string{"postmortems", "docs/incidents --severity sev3 --tlp GREEN --dry-run"},
		Hint:     "name the folder that the postmortems are in, as it is",
		IsFolder: true, IsOwn: true,
		Read: postmortem.Read,
	},
}

// ofIssues is what becomes of an issue.
const ofIssues = `An issue was noticed when it was created and resolved
when it was closed, unless an answer of an issue form says otherwise ("Started",
"Detected", "Resolved"). Labels such as severity:high, sev/1, priority::P1 or security
are read as severity, type, status or system, and all are kept as tags. Headings become
sections and comments events, without the names of their authors; assignees are left
out, since people are not named in records.`

// ofPaths is what stands for a column in JSON.
const ofPaths = `Values within objects
have paths such as service.name. Of a list of objects services[].name is what all have,
teams[0].name what the first has, and milestones[type=resolved].at what the first has
whose type is resolved. Incidents as PagerDuty, incident.io, FireHydrant and Rootly give
them are recognised by their paths; tests, exercises, merged ones, and addresses of
meetings and chats are left out. Keys that one page of a list lacks are read of
another; one that is empty in the settings is not read.

`

// ofColumns is how columns and paths are read.
const ofColumns = `Which columns are the title, the times, the severity and so on is
found by their names and values, told, and written to import.yaml under fields and the
name of the source, to be changed there: id, title, summary, severity, status, type,
systems, owner, tags, url; started, detected, triaged, contained, ended, resolved,
reviewed, closed; text, impact, response, analysis, lessons. A column without a key
stands in a list at the end of the text, so that no word is lost, and columns of people
are left out. A time without a zone is taken to its day; 02/03/2026 is read where a
value of its column has a day after the 12th. Without an id, an incident is known again
by its title and day.`
