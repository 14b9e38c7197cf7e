package compare

import (
	"fmt"
	"slices"
	"strings"

	"hindcast/internal/check/rule"
	"hindcast/internal/diag"
	"hindcast/internal/incident"
)

// amended is an entry that examples add, so that they show one thing only.
const amended = "amendments: [{date: 2026-03-01, by: model-risk, note: mended}]\nrelated:\n"

// reportable is the base record with a duty to report.
var reportable = strings.Replace(rule.Base, "related:\n",
	"obligations:\n  - {regime: gdpr_33, role: controller, applies: no, reason: no personal data}\nrelated:\n", 1)

// HistoryRules compare records with what they were. Only validate --base runs them.
var HistoryRules = []rule.Rule{
	{
		ID: "id-taken", Title: "a new id is free in the branch that it will be merged into", Since: "0.1", Level: diag.Error,
		Why: "Two branches that take the next number at the same time both look right until they meet.",
		Example: rule.Example{
			Edits: [][2]string{{"id: INC-2026-0001", "id: «INC-2026-0003»"}}, Path: "incidents/2026/INC-2026-0003-mine.md",
			Meanwhile: map[string]string{"incidents/2026/INC-2026-0003-theirs.md": strings.Replace(rule.BaseFiles["incidents/2026/INC-2026-0002-other.md"], "0002", "0003", 1)},
		},
		History: idTaken,
	},
	{
		ID: "record-removed", Title: "a record is withdrawn, not removed", Since: "0.1", Level: diag.Error,
		Why: "A log from which records disappear can't be relied on, and whatever links to them breaks.",
		Example: rule.Example{
			Bad: "«»", Says: "the file of a record is deleted", Before: map[string]string{rule.BasePath: rule.Base},
			Good: strings.NewReplacer(
				"status: closed", "status: withdrawn\nstatus_reason: the fee was right",
				"  triaged: 2026-01-14T10:00:00Z\n  contained: 2026-01-14T11:15:00Z\n  resolved: 2026-01-15T16:00:00Z\n  reviewed: 2026-01-22\n  closed: 2026-02-20\n", "",
			).Replace(rule.Base),
		},
		History: recordRemoved,
	},
	{
		ID: "id-changed", Title: "an id stays what it was", Since: "0.1", Level: diag.Error,
		Why: "The old id stands in tickets, minutes and reports that nobody will correct.",
		Example: rule.Example{
			Edits: [][2]string{{"id: INC-2026-0001", "id: «INC-2026-0003»"}}, Path: "incidents/2026/INC-2026-0003-example.md",
			Before: map[string]string{rule.BasePath: rule.Base},
		},
		History: idChanged,
	},
	{
		ID: "stage-regress", Title: "a record goes back a stage only by being reopened", Since: "0.1", Level: diag.Error,
		Why: "Reopening is a decision; without an entry the times of the first pass are lost and the figures with them.",
		Example: rule.Example{
			Edits:  [][2]string{{"status: closed", "status: «reviewed»"}, {"  closed: 2026-02-20\n", ""}},
			Before: map[string]string{rule.BasePath: rule.Base},
		},
		History: stageRegress,
	},
	{
		ID: "closed-changed", Title: "a closed record changes only with an amendment", Since: "0.1", Level: diag.Error,
		Why: "Decisions and reports rest on what the record said when it was closed.",
		Example: rule.Example{
			Edits:  [][2]string{{"impact: {people: 312", "«impact»: {people: 400"}},
			Before: map[string]string{rule.BasePath: rule.Base},
		},
		History: closedChanged,
	},
	{
		ID: "action-dropped", Title: "a corrective action is declined or transferred, not removed", Since: "0.1",
		Level: diag.Error,
		Why:   "An action that vanishes is a promise that nobody has to account for.",
		Example: rule.Example{
			Edits:  [][2]string{{"actions:\n  - {id: A1,", "«actions»:\n  - {id: A2,"}, {"related:\n", amended}},
			Before: map[string]string{rule.BasePath: rule.Base},
		},
		History: actionDropped,
	},
	{
		ID: "obligation-dropped", Title: "a duty to report is decided, not removed", Since: "0.1", Level: diag.Error,
		Why: "An authority asks why a report was not made; the answer stands in the entry.",
		Example: rule.Example{
			Bad:  "«" + strings.NewReplacer("---\nid:", "---»\nid:", "related:\n", amended).Replace(rule.Base),
			Good: reportable, Before: map[string]string{rule.BasePath: reportable},
		},
		History: obligationDropped,
	},
}

func idTaken(p *rule.Pass, c rule.Change) {
	if c.Now == nil {
		return
	}
	taken := func(key, id string) {
		other := c.Tip.Record(id)
		if id == "" || other == nil || c.Base.Record(id) != nil || c.Paths[other.Path] {
			return
		}
		p.At(key, fmt.Sprintf("%s was taken meanwhile by %s, which this branch does not have", id, other.Path),
			"give this record the next free number, or a placeholder such as INC-2026-X7K3F")
	}
	taken("id", c.Now.ID)
	for i, alias := range c.Now.Aliases {
		taken(rule.Item("aliases", i), alias)
	}
}

// recordRemoved lets precedents go: they have no status to be withdrawn by, and belong to others.
func recordRemoved(p *rule.Pass, c rule.Change) {
	if c.Now != nil || c.Before.KindOrDefault() == incident.KindPrecedent || c.Tip.Record(c.Before.ID) == nil {
		return
	}
	p.Report(diag.Finding{
		Span: diag.FileStart, Message: fmt.Sprintf("%s is gone: this branch removes its record", c.Before.ID),
		Hint: "put the file back, and write status: withdrawn or duplicate; a record whose content must be erased becomes status: redacted",
	})
}

func idChanged(p *rule.Pass, c rule.Change) {
	if c.Now == nil || c.Before == nil || c.Now.ID == "" || c.Before.ID == "" || strings.EqualFold(c.Now.ID, c.Before.ID) {
		return
	}
	isAlias := slices.ContainsFunc(c.Now.Aliases, func(a string) bool { return strings.EqualFold(a, c.Before.ID) })
	switch {
	case !incident.EndsAsPlaceholder(c.Before.ID):
		p.At("id", fmt.Sprintf("the id was %s, and an id is permanent", c.Before.ID), "write id: "+c.Before.ID+" again")
	case !isAlias:
		p.At("id", fmt.Sprintf("the id replaces the placeholder %s, which aliases does not hold", c.Before.ID),
			"add "+c.Before.ID+" to aliases, so that links written meanwhile still hold")
	}
}

// stageRegress treats an exit as the end of the lifecycle: who takes a withdrawn record up again
// goes back as well. An unknown status is a finding already.
func stageRegress(p *rule.Pass, c rule.Change) {
	if !c.IsComparable() || faulty(p, "reopened") {
		return
	}
	from, to := incident.StageIndex(c.Before.Status), incident.StageIndex(c.Now.Status)
	isExit := c.Before.Status == incident.Withdrawn || c.Before.Status == incident.Duplicate ||
		c.Before.Status == incident.Redacted
	if isExit {
		from = len(incident.Lifecycle)
	}
	if to < 0 || to >= from || reopenedTo(c, to) {
		return
	}
	p.At("status", fmt.Sprintf("the status was %s and is %s, and reopened has no new entry for it", c.Before.Status,
		c.Now.Status),
		fmt.Sprintf("add an entry to reopened: {when, by, reason, to: %s, earlier: the times of the later stages}",
			c.Now.Status))
}

// reopenedTo reports whether a new entry leads back to a stage, or further and on to it again.
func reopenedTo(c rule.Change, stage int) bool {
	return slices.ContainsFunc(added(c.Now.Reopened, c.Before.Reopened), func(e incident.Reopened) bool {
		to := incident.StageIndex(e.To)
		return to >= 0 && to <= stage
	})
}

// closedChanged lets a record go that leaves the lifecycle, since its exit says why, and one that
// went back, which is stage-regress's. A record that was closed meanwhile elsewhere counts too: Git
// would merge the change into it without a word.
func closedChanged(p *rule.Pass, c rule.Change) {
	if !c.IsComparable() || faulty(p, "amendments") {
		return
	}
	at := c.Tip.Record(c.Before.ID)
	isClosed := c.Before.Status == "closed" && c.Now.Status == "closed"
	meanwhile := c.Before.Status != "closed" && c.Now.IsOpen() && at != nil && at.Status == "closed"
	if !isClosed && !meanwhile || len(added(c.Now.Amendments, c.Before.Amendments)) > 0 ||
		len(added(c.Now.Reopened, c.Before.Reopened)) > 0 {
		return
	}
	keys, block := changed(p, c)
	if len(keys) == 0 {
		return
	}
	message := "the record is closed, and " + listed(keys) + " changed without an amendment"
	hint := "say what changed in a new entry of amendments, with date, by and note, or reopen the record"
	if meanwhile {
		message = "the record was closed meanwhile, and " + listed(keys) + " changed on this branch"
		hint = "merge that branch into this one, then " + hint
	}
	switch {
	case keys[0] == textKey && block != nil:
		p.Report(diag.Finding{Key: textKey, Span: block.Span, Message: message, Hint: hint})
	case keys[0] != textKey && p.IsPresent(keys[0]):
		p.AtKey(keys[0], message, hint)
	default:
		p.AtStatus(keys[0], message, hint)
	}
}

func actionDropped(p *rule.Pass, c rule.Change) {
	if !c.IsComparable() || c.Now.Status == incident.Redacted || faulty(p, "actions") {
		return
	}
	for _, a := range c.Before.Actions {
		stays := slices.ContainsFunc(c.Now.Actions, func(b incident.Action) bool { return b.ID == a.ID })
		if a.ID != "" && !stays {
			dropped(p, "actions", a.ID, fmt.Sprintf("the action %s (%s) is gone", a.ID, a.Title),
				"put it back, and write status: declined with a reason, or transferred with to")
		}
	}
}

func obligationDropped(p *rule.Pass, c rule.Change) {
	if !c.IsComparable() || faulty(p, "obligations") {
		return
	}
	for _, o := range c.Before.Obligations {
		stays := slices.ContainsFunc(c.Now.Obligations, func(b incident.Obligation) bool {
			return b.Regime == o.Regime && b.Role == o.Role
		})
		if o.Regime != "" && !stays {
			dropped(p, "obligations", o.Regime+" "+o.Role,
				strings.TrimSpace(fmt.Sprintf("the entry for %s as %s", o.Regime, o.Role))+" is gone",
				"put it back, and write applies: no with a reason where the duty does not apply")
		}
	}
}

// dropped reports an entry that a list lacks, at the key of the list.
func dropped(p *rule.Pass, list, name, message, hint string) {
	key := list + "." + name
	if !p.IsPresent(list) {
		p.Report(diag.Finding{Key: key, Span: p.File.Places.Start(), Message: message, Hint: hint})
		return
	}
	p.AtKey(list, message, hint).Key = key
}
