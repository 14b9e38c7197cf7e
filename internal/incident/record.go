// Package incident is the waist of Hindcast: the types of a record and of the files beside it,
// the vocabularies with their definitions, and the table of the lifecycle. Everything that reads
// or explains a record is derived from what is here. It does no I/O and knows no format.
package incident

import (
	"crypto/sha256"
	"time"

	"hindcast/internal/diag"
	"hindcast/internal/markdown"
)

// File is what every Markdown file of a records repository has.
type File struct {
	Path   string // slash-separated, relative to the root
	Text   markdown.Text
	Sum    [sha256.Size]byte // of the bytes that were read; zero where they could not be
	Faults []diag.Finding    // what reading it found; the rules of that name report them
	Places Places            `codec:"-"` // nil where the front matter could not be read
	Guess  Guess             // what it may be called beside what was read
	Own    []string          // the keys under custom, in the order in which they are written
}

// Guess is what a file may be called where a fault kept its names from being read.
type Guess struct {
	IDs, Titles []string
	Phrases     []string // texts that may be a title
	IsMarked    bool     // the front matter can't be read, and its mark stands there beyond doubt
}

// Title is the likeliest of the titles; empty where there is none.
func (g Guess) Title() string {
	if len(g.Titles) == 0 {
		return ""
	}
	return g.Titles[0]
}

// Places finds where in the file the value or the key at a key path was written.
type Places interface {
	Value(path string) (span diag.Span, text string, ok bool)
	Key(path string) (span diag.Span, text string, ok bool)
	Text(path string) (text string, ok bool) // of the value
	Has(path string) bool
	IsMap(path string) bool
	Comment(path string) (span diag.Span, text string, ok bool) // behind the value, on its line
	Start() diag.Span
}

// Record is one incident, near miss, hazard, exercise or precedent.
type Record struct {
	File
	Front
}

// Front is the front matter of a record, in the order in which it is written. The tags are the
// schema: key names, vocabularies and, in doc, what editors and the filing guide say of a key.
type Front struct {
	Schema            string     `key:"schema" doc:"version of this schema; 1"`
	ID                string     `key:"id" doc:"permanent id, such as INC-2026-0007"`
	Title             string     `key:"title" doc:"what happened, in one line"`
	Summary           string     `key:"summary" doc:"one plain sentence, up to 200 characters"`
	Kind              string     `key:"kind" vocab:"kinds" doc:"incident where not written"`
	Type              string     `key:"type" vocab:"types" doc:"the main type; what trends count by"`
	Also              []string   `key:"also" vocab:"types" doc:"further types, found by search and facets"`
	Severity          string     `key:"severity" vocab:"severities" doc:"how bad it was"`
	PotentialSeverity string     `key:"potential_severity" vocab:"severities" doc:"how bad it could have been"`
	SeverityRationale string     `key:"severity_rationale" doc:"why this severity"`
	Status            string     `key:"status" vocab:"statuses" doc:"the stage reached, or an exit"`
	StatusReason      string     `key:"status_reason" doc:"why withdrawn or redacted"`
	DuplicateOf       string     `key:"duplicate_of" doc:"id of the record kept"`
	TLP               string     `key:"tlp" vocab:"tlp" doc:"Traffic Light Protocol 2.0 mark"`
	Systems           []string   `key:"systems" doc:"slugs from knowledge/systems"`
	Unregistered      []string   `key:"unregistered" doc:"systems that the register does not hold"`
	Models            []Model    `key:"models" doc:"models involved"`
	Owner             string     `key:"owner" doc:"accountable team or role"`
	Roles             Roles      `key:"roles" doc:"teams or roles, never people"`
	Parties           Parties    `key:"parties" doc:"organisations, groups or account classes"`
	Notified          []Notice   `key:"notified" doc:"customers, partners, staff, boards told"`
	Timeline          Timeline   `key:"timeline" doc:"when each stage was reached"`
	Reopened          []Reopened `key:"reopened" doc:"each time the record went back a stage"`
	Detection         Detection  `key:"detection" doc:"how it came to notice"`
	Impact            Impact     `key:"impact" doc:"who and what was affected"`
	Confidence        Confidence `key:"confidence" doc:"how sure it is that it happened so"`
	Agency            Agency     `key:"agency" doc:"what the AI system could do by itself, over what, and whether somebody steered it"`
	Evidence          []Evidence `key:"evidence" doc:"what was kept for the investigation"`
	Trigger           string     `key:"trigger" doc:"what set it off"`
	Causes            []Cause    `key:"causes" doc:"contributing causes, never one root"`

	Safeguards  []Safeguard          `key:"safeguards" doc:"what should have caught it, and whether it did"`
	Mitigations []Mitigation         `key:"mitigations" doc:"interim measures and the criterion for taking each away"`
	Actions     []Action             `key:"actions" doc:"corrective actions"`
	NoActions   string               `key:"no_actions" doc:"why there are none"`
	Related     []Relation           `key:"related" doc:"other records; written on one side, shown on both"`
	Playbooks   []string             `key:"playbooks" doc:"slugs of those that were used"`
	Obligations []Obligation         `key:"obligations" doc:"duties to report, one entry for each role held"`
	Frameworks  map[string][]Control `key:"frameworks" doc:"controls, techniques or articles by framework, each as its id or as a map"`
	References  []Reference          `key:"references" doc:"reports, statements, tickets"`
	Tags        []string             `key:"tags" doc:"free words"`
	Aliases     []string             `key:"aliases" doc:"former ids or paths; each becomes a redirect"`
	Amendments  []Amendment          `key:"amendments" doc:"what changed after closed"`
	Silence     []Silence            `key:"silence" doc:"warnings and notes accepted, each with a reason"`
	Filed       Time                 `key:"filed" doc:"when the record was begun; the first commit of its file where not written"`
	Source      *Source              `key:"source" doc:"where an imported record came from"`
	Custom      map[string]any       `key:"custom" doc:"keys of your own"`
}

// Model is a model involved.
type Model struct {
	Name     string `key:"name" doc:"as its maker calls it"`
	Version  string `key:"version"`
	Provider string `key:"provider" doc:"who makes or serves it"`
	Affected string `key:"affected" doc:"versions that have the fault"`
	Fixed    string `key:"fixed" doc:"version from which it is mended"`
}

// Roles names the teams or roles that acted.
type Roles struct {
	Reporter  string    `key:"reporter" doc:"who noticed it"`
	Commander OneOrMore `key:"commander" doc:"who led the response; one or several"`
	Reviewer  string    `key:"reviewer" doc:"who reviewed it: not the commander"`
	Approver  string    `key:"approver" doc:"who closed it: neither owner nor commander"`
}

// Parties names who was involved. Actors are attackers and misusers.
type Parties struct {
	Developers []string `key:"developers" doc:"who built the system"`
	Deployers  []string `key:"deployers" doc:"who ran it"`
	Actors     []string `key:"actors" doc:"attackers and misusers"`
	Harmed     []string `key:"harmed" doc:"who was harmed"`
}

// Notice is who was told, and when.
type Notice struct {
	Who       string `key:"who" doc:"customers, a partner, the board"`
	When      Time   `key:"when"`
	Reference string `key:"reference" doc:"of the message"`
}

// Timeline holds the time each stage was reached.
type Timeline struct {
	Started   Started `key:"started" doc:"when the harm began, or {unknown: why}"`
	Ended     Time    `key:"ended" doc:"when the harm ended, perhaps before it was noticed"`
	Detected  Time    `key:"detected"`
	Triaged   Time    `key:"triaged"`
	Contained Time    `key:"contained"`
	Resolved  Time    `key:"resolved"`
	Reviewed  Time    `key:"reviewed"`
	Closed    Time    `key:"closed"`
	Disclosed Time    `key:"disclosed" doc:"when the public was told"`
}

// Started is when it began, or why that is not known.
type Started struct {
	At      Time   `scalar:"true"`
	Unknown string `key:"unknown" doc:"why the time is not known"`
}

// Reopened is one return to an earlier stage; Earlier holds the times of the first pass.
type Reopened struct {
	When    Time     `key:"when"`
	By      string   `key:"by" doc:"team or role"`
	Reason  string   `key:"reason"`
	To      string   `key:"to" vocab:"stages" doc:"the stage that it went back to"`
	Earlier Timeline `key:"earlier" doc:"the times of the first pass, as in timeline"`
}

// Detection is how it came to notice.
type Detection struct {
	Method string `key:"method" vocab:"methods"`
	Source string `key:"source" doc:"which monitor, test or person in which role"`
}

// Impact is who and what was affected; what is absent is not known. Harms that are present and
// empty say "none, on purpose".
type Impact struct {
	People     *Count    `key:"people" doc:"people affected"`
	Exposed    *Count    `key:"exposed" doc:"people who could have been affected"`
	Records    *Count    `key:"records" doc:"records of data"`
	Decisions  *Count    `key:"decisions" doc:"decisions that the system made wrongly"`
	Share      *Share    `key:"share" doc:"what part of all was affected"`
	Cost       *Cost     `key:"cost"`
	Harms      []string  `key:"harms" vocab:"harms" doc:"kinds of harm; [] says that there was none"`
	Reversible string    `key:"reversible" vocab:"reversible" doc:"whether it can be undone"`
	Countries  []Country `key:"countries"`
}

// Share is what part of all requests, customers or the like was affected.
type Share struct {
	Of    string   `key:"of" doc:"of what: requests, customers"`
	Value Fraction `key:"value"`
}

// Confidence is how sure it is that it happened as the record says.
type Confidence struct {
	Level string `key:"level" vocab:"confidence"`
	Note  string `key:"note"`
}

// Agency is what the AI system could do by itself.
type Agency struct {
	Autonomy  string   `key:"autonomy" vocab:"autonomy" doc:"what the system did by itself"`
	Authority []string `key:"authority" vocab:"authority" doc:"over what"`
	Adversary string   `key:"adversary" vocab:"adversary" doc:"whether somebody steered it"`
	Note      string   `key:"note"`
}

// Safeguard is what should have kept the harm away.
type Safeguard struct {
	Name   string `key:"name"`
	Result string `key:"result" vocab:"safeguard_results"`
	Note   string `key:"note"`
}

// Guard is what an action put in place to catch a recurrence. Proven is since when it is shown to do so.
type Guard struct {
	Kind   string `key:"kind" vocab:"guard_kinds"`
	Where  string `key:"where" doc:"where it runs"`
	Proven Time   `key:"proven" doc:"since when it is shown to catch a recurrence"`
}

// Control is a control, technique or article of a framework, and what the incident shows of it.
type Control struct {
	ID    string `key:"id" scalar:"true" doc:"as the framework has it, such as MANAGE 4.3"`
	Shows string `key:"shows" vocab:"control_results" doc:"what the incident shows of it; only that it concerns it where not written"`
	Note  string `key:"note" doc:"in what way"`
}

// Cost is a sum of money.
type Cost struct {
	Amount   Amount   `key:"amount"`
	Currency Currency `key:"currency"`
}

// Evidence is something kept for the investigation.
type Evidence struct {
	What      string `key:"what"`
	Where     string `key:"where" doc:"where it is kept"`
	Preserved Time   `key:"preserved" doc:"when it was put there"`
	SHA256    string `key:"sha256" doc:"digest of the file"`
	Grade     string `key:"grade" vocab:"evidence_grades" doc:"whether it can be changed unnoticed"`
}

// Cause is a contributing cause.
type Cause struct {
	Factor string `key:"factor" vocab:"causes"`
	Note   string `key:"note"`
}

// Mitigation is an interim measure; in the end it is removed or kept.
type Mitigation struct {
	ID      string `key:"id" doc:"such as M1"`
	Title   string `key:"title"`
	Applied Time   `key:"applied"`
	Until   string `key:"until" doc:"the criterion for taking it away; one that is nothing but a date is due by then"`
	Removed Time   `key:"removed" doc:"when it was taken away"`
	Kept    string `key:"kept" doc:"why it stays"`
}

// Action is a corrective action.
type Action struct {
	ID       string    `key:"id" doc:"such as A1"`
	Title    string    `key:"title"`
	Kind     string    `key:"kind" vocab:"action_kinds"`
	Owner    string    `key:"owner" doc:"team or role"`
	Due      Time      `key:"due"`
	Status   string    `key:"status" vocab:"action_statuses"`
	Ended    Time      `key:"ended" doc:"when it was done, declined or transferred"`
	Reason   string    `key:"reason" doc:"why it was declined or transferred"`
	To       string    `key:"to" doc:"whom it was transferred to"`
	Verified *Verified `key:"verified" doc:"whether it proved effective"`
	Guard    *Guard    `key:"guard" doc:"what it put in place to catch a recurrence"`
	Controls []string  `key:"controls" doc:"controls that it mends, each as framework and id, such as nist_ai_rmf MANAGE 4.1"`
}

// HasEnded reports whether an action needs nothing more: done, declined or transferred.
func (a Action) HasEnded() bool {
	return a.Status == "done" || a.Status == "declined" || a.Status == "transferred"
}

// IsOverdue reports whether an action is not finished and its due date is over, in the zone of the log.
func (a Action) IsOverdue(now time.Time, zone *time.Location) bool {
	return a.IsPending() && a.Due.IsOver(now, zone)
}

// IsPending reports whether an action has a due date and has not ended.
func (a Action) IsPending() bool { return !a.HasEnded() && !a.Due.IsZero() }

// Verified reports whether an action proved effective.
type Verified struct {
	Date   Time   `key:"date"`
	By     string `key:"by" doc:"team or role"`
	Result string `key:"result" vocab:"results"`
	Note   string `key:"note"`
}

// Relation points at another record.
type Relation struct {
	ID       string `key:"id" doc:"of the other record"`
	Relation string `key:"relation" vocab:"relations" doc:"what this record is to it"`
	Note     string `key:"note"`
}

// Obligation is a duty to report under one regime in one role.
type Obligation struct {
	Regime      string `key:"regime" doc:"such as gdpr_33; the filing guide of a site lists all"`
	Role        string `key:"role" doc:"that the organisation has under the regime"`
	Limb        string `key:"limb" doc:"which of the regime's cases it is"`
	Applies     string `key:"applies" vocab:"applies"`
	Reason      string `key:"reason" doc:"why it applies or not"`
	Aware       Time   `key:"aware" doc:"when the organisation became aware; starts the clock"`
	Established Time   `key:"established" doc:"when a cause or link was established, where that starts the clock"`
	Steps       []Step `key:"steps" doc:"the reports owed"`
}

// Step is one report owed under an obligation.
type Step struct {
	Step      string   `key:"step" doc:"as the regime calls it"`
	Done      Time     `key:"done"`
	Reference string   `key:"reference" doc:"of the report"`
	Dropped   *Dropped `key:"dropped" doc:"why it is no longer owed"`
}

// Dropped is why a step is no longer owed.
type Dropped struct {
	Date   Time   `key:"date"`
	Reason string `key:"reason"`
}

// Reference is a document elsewhere.
type Reference struct {
	URL       Address `key:"url"`
	Title     string  `key:"title"`
	Kind      string  `key:"kind" vocab:"reference_kinds"`
	Publisher string  `key:"publisher"`
	Date      Time    `key:"date"`
	Language  string  `key:"language" doc:"a tag such as de"`
}

// Amendment is a change made after the record was closed.
type Amendment struct {
	Date Time   `key:"date"`
	By   string `key:"by" doc:"team or role"`
	Note string `key:"note" doc:"what changed, and why"`
}

// Silence accepts what a rule says, with a reason.
type Silence struct {
	Rule   string `key:"rule" doc:"id of the rule"`
	Reason string `key:"reason" doc:"why the finding is accepted"`
}

// Source is where an imported record came from. Digest is the SHA-256 of the file without its
// digest line; Issues lists what the source had wrong, word for word.
type Source struct {
	Name      string   `key:"name"`
	ID        string   `key:"id" doc:"there"`
	URL       Address  `key:"url"`
	Licence   string   `key:"licence"`
	Retrieved Time     `key:"retrieved"`
	Digest    string   `key:"digest" doc:"SHA-256 of the file without this line"`
	Issues    []string `key:"issues" doc:"what the source had wrong, word for word"`
}
