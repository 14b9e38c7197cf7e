// Package sources is the table of everything that records are imported from.
package sources

import (
	"hindcast/internal/importing"
	"hindcast/internal/importing/public"
	"hindcast/internal/importing/status"
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
	IsOwn    bool   // its records are the team's own, which says more of them; else they are precedents
	Read     importing.Read
}

// All are all sources; the commands, their help and the hint for a misspelt name follow from it.
var All = []Source{
	{
		Name: "aiid", What: "a table of the AI Incident Database", Short: "Import the AI Incident Database",
		Long: `Make a precedent of each incident in incidents.csv, the table of incidents in a
snapshot of the AI Incident Database (https://incidentdatabase.ai). The records go
to ` + public.AIIDFolder + `; one that was moved to another folder is updated there.
A row without a usable date is left out.`,
		Examples: []string{"incidents.csv", "snapshot/incidents.csv --retrieved 2025-03-24"},
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
}
