package incident

import (
	"slices"

	"hindcast/internal/section"
)

// Stage is a step of the lifecycle.
type Stage struct {
	ID     string
	Title  string
	Needs  []Need
	Time   func(*Timeline) *Time // when the stage was reached
	Before []string              // keys of timeline; the first that is written may not lie after it
	Early  bool                  // its time may be before the status reaches it
}

// Need is one thing that a stage asks for. Key is a key path, or "section:" and the name of a section.
type Need struct {
	Key   string
	Kinds []string                    // kinds of record that it is asked of; empty for all with a lifecycle
	When  func(*Config, *Record) bool // nil for always
	Or    string                      // key that does as well; empty for none
	Met   func(*Record) bool          // nil for: something is written there
	Hint  string                      // what to write
}

// SectionKey is the key of a Need for a section.
func SectionKey(name string) string { return "section:" + name }

var (
	happened   = []string{KindIncident, KindNearMiss, KindExercise} // something took place
	harmful    = []string{KindIncident, KindExercise}               // and had an effect
	Hypothetic = []string{KindNearMiss, KindHazard}
	exitTerms  = Vocabulary{
		{ID: Withdrawn, Title: "Withdrawn", Definition: "turned out to be none; the page stays"},
		{ID: Duplicate, Title: "Duplicate", Definition: "the same as another record; the page redirects there"},
		{ID: Redacted, Title: "Redacted", Definition: "a tombstone where content had to be erased"},
	}
)

// The exits of the lifecycle.
const (
	Withdrawn = "withdrawn"
	Duplicate = "duplicate"
	Redacted  = "redacted"
)

// Lifecycle is the table of stages in their order. Each stage also needs what those before it need,
// and its own timestamp.
var Lifecycle = []Stage{
	{
		ID: "detected", Title: "Detected", Time: func(t *Timeline) *Time { return &t.Detected }, Before: []string{"started"},
		Needs: []Need{
			{Key: "id", Hint: "such as INC-2026-0007"},
			{Key: "title", Hint: "what happened, in one line"},
			{Key: "type", Hint: "the main type, such as model_failure or data_leak"},
			{Key: "severity", Kinds: harmful, Hint: "a best guess will do until reviewed"},
			{Key: "potential_severity", Kinds: Hypothetic, Hint: "how bad it could have been"},
			{Key: "tlp", Hint: "who may read it: CLEAR, GREEN, AMBER, AMBER+STRICT or RED"},
			{
				Key: "systems", Or: "unregistered",
				Hint: "slugs from knowledge/systems, or unregistered: [name]",
			},
			{Key: "detection.method", Hint: "how it came to notice"},
			{Key: SectionKey("What happened"), Hint: "a few plain sentences"},
		},
	},
	{
		ID: "triaged", Title: "Triaged", Time: func(t *Timeline) *Time { return &t.Triaged }, Before: []string{"detected"},
		Needs: []Need{
			{Key: "summary", Hint: "one plain sentence, up to 200 characters"},
			{Key: "owner", Hint: "the accountable team or role"},
			{Key: "roles.commander", Kinds: happened, Hint: "the team or role that leads the response"},
			{Key: "timeline.started", Kinds: harmful, Met: func(r *Record) bool {
				return !r.Timeline.Started.At.IsZero() || r.Timeline.Started.Unknown != ""
			}, Hint: "when it began, or {unknown: why}"},
		},
	},
	{
		ID: "contained", Title: "Contained", Time: func(t *Timeline) *Time { return &t.Contained },
		Before: []string{"detected"}, Early: true,
		Needs: []Need{
			{Key: SectionKey("Response"), Hint: "what was done to stop the harm"},
			{
				Key: "severity_rationale", Kinds: harmful, When: func(c *Config, r *Record) bool { return c.IsWorst(r.Severity) },
				Hint: "why this severity; the two worst need it",
			},
		},
	},
	{
		ID: "resolved", Title: "Resolved", Time: func(t *Timeline) *Time { return &t.Resolved },
		Before: []string{"detected"}, Early: true,
		Needs: []Need{
			{Key: SectionKey("Impact"), Kinds: harmful, Hint: "who and what was affected, in numbers"},
			{Key: "impact.harms", Kinds: harmful, Met: func(r *Record) bool { return r.Impact.Harms != nil }, Hint: "the kinds of harm, [] for none"},
		},
	},
	{
		ID: "reviewed", Title: "Reviewed", Time: func(t *Timeline) *Time { return &t.Reviewed },
		Before: []string{"resolved", "contained", "detected"},
		Needs: []Need{
			{Key: "trigger", Kinds: happened, Hint: "what set it off"},
			{Key: "causes", Hint: "at least one contributing cause"},
			{Key: SectionKey("Analysis"), Hint: "why it happened and why it was not caught"},
			{Key: SectionKey("Lessons"), Hint: "what others should know"},
			{Key: "roles.reviewer", Hint: "a team or role other than the commander"},
			{
				Key: "actions", Or: "no_actions",
				Hint: "corrective actions, or no_actions: why there are none",
			},
		},
	},
	{
		ID: "closed", Title: "Closed", Time: func(t *Timeline) *Time { return &t.Closed },
		Before: []string{"reviewed", "resolved", "contained", "detected"},
		Needs: []Need{
			{Key: "roles.approver", Hint: "a team or role that is neither owner nor commander"},
		},
	},
}

func StageTerms() Vocabulary {
	terms := make(Vocabulary, len(Lifecycle))
	for i, s := range Lifecycle {
		terms[i] = Term{ID: s.ID, Title: s.Title}
	}
	return terms
}

// StageIndex is the rank of a stage in the lifecycle, from 0; -1 for what is no stage.
func StageIndex(id string) int {
	return slices.IndexFunc(Lifecycle, func(s Stage) bool { return s.ID == id })
}

// KindOrDefault is the record's kind, incident where none is written.
func (f *Front) KindOrDefault() string {
	if f.Kind == "" {
		return KindIncident
	}
	return f.Kind
}

// IsPrecedent reports whether the record is a public incident of others, kept for reference.
func (f *Front) IsPrecedent() bool { return f.KindOrDefault() == KindPrecedent }

// IsOld reports an imported record of which nothing is dated after it was fetched: nobody may know more of it than its
// source says. From the first stage that is dated later on, it is a record like others.
func (r *Record) IsOld() bool {
	if r.Source == nil || r.Source.Retrieved.IsZero() || r.Timeline.Detected.IsZero() {
		return false
	}
	for _, stage := range Lifecycle {
		if r.Timeline.At(stage.ID).Earliest().After(r.Source.Retrieved.Latest()) {
			return false
		}
	}
	return true
}

// Guards are the actions that put something in place to catch a recurrence.
func (r *Record) Guards() (list []Action) {
	for _, a := range r.Actions {
		if a.Guard != nil && a.Guard.Kind != "" {
			list = append(list, a)
		}
	}
	return list
}

// HasLessons reports whether the record says what was learnt.
func (r *Record) HasLessons() bool {
	return r.Text.Says(SectionLessons) || slices.ContainsFunc(section.BesideLessons(), r.Text.Says)
}

// Rank is the severity that counts: the potential one where nothing happened.
func (f *Front) Rank() string {
	if f.Severity == "" {
		return f.PotentialSeverity
	}
	return f.Severity
}

// Skips reports whether a record of this kind may leave a stage out.
func (f *Front) Skips(stage string) bool {
	return stage == "contained" && slices.Contains(Hypothetic, f.KindOrDefault())
}

// Reached reports whether the record's status is at or beyond a stage.
func (f *Front) Reached(stage string) bool {
	at := StageIndex(f.Status)
	return at >= 0 && at >= StageIndex(stage)
}

// Exit is the status by which a record tells of no incident of its own: withdrawn or duplicate; empty for others.
func (f *Front) Exit() string {
	if f.Status == Withdrawn || f.Status == Duplicate {
		return f.Status
	}
	return ""
}

// IsOpen reports whether work on the record goes on: it has a stage and is not closed.
func (f *Front) IsOpen() bool {
	return StageIndex(f.Status) >= 0 && f.Status != "closed"
}

// Counts reports whether the record is in the organisation's own trends: an incident that was
// neither withdrawn, nor a duplicate, nor redacted.
func (f *Front) Counts() bool {
	return f.KindOrDefault() == KindIncident && StageIndex(f.Status) >= 0
}

// Date is the day a record is known by: detected, else started, else the first dated reference. A precedent is known by
// its start.
func (f *Front) Date() Time {
	if !f.Timeline.Detected.IsZero() && (!f.IsPrecedent() || f.Timeline.Started.At.IsZero()) {
		return f.Timeline.Detected
	}
	if !f.Timeline.Started.At.IsZero() {
		return f.Timeline.Started.At
	}
	for _, r := range f.References {
		if !r.Date.IsZero() {
			return r.Date
		}
	}
	return Time{}
}

// At is the time of a key of the timeline.
func (t *Timeline) At(key string) Time {
	switch key {
	case "started":
		return t.Started.At
	case "ended":
		return t.Ended
	case "disclosed":
		return t.Disclosed
	}
	if i := StageIndex(key); i >= 0 {
		return *Lifecycle[i].Time(t)
	}
	return Time{}
}

// TimelineKeys are the keys of the timeline in order.
func TimelineKeys() []string {
	return append(append([]string{"started", "ended"}, StageTerms().IDs()...), "disclosed")
}

// ItemNeeds is what each item of a list must carry at any stage, and each map that is written.
var ItemNeeds = map[string][]string{
	"models":            {"name"},
	"notified":          {"who"},
	"reopened":          {"when", "reason", "to"},
	"impact.cost":       {"amount", "currency"},
	"impact.share":      {"of", "value"},
	"confidence":        {"level"},
	"safeguards":        {"name", "result"},
	"actions.guard":     {"kind"},
	"evidence":          {"what"},
	"causes":            {"factor"},
	"mitigations":       {"id", "title", "applied"},
	"actions":           {"id", "title", "status"},
	"actions.verified":  {"date", "result"},
	"related":           {"id", "relation"},
	"obligations":       {"regime", "role", "applies"},
	"obligations.steps": {"step"},
	"frameworks":        {"id"},
	"references":        {"url"},
	"links":             {"url"},
	"amendments":        {"date", "note"},
	"silence":           {"rule", "reason"},
	"usage":             {"from", "to", "decisions"},
	"source":            {"name"},
}

// ActionNeeds is what each action must carry besides from the review on.
var ActionNeeds = []string{"kind", "owner", "due"}

// SettingsNeeds is what each item of a list of the settings must carry.
var SettingsNeeds = map[string][]string{
	"types":         {"id"},
	"severities":    {"id"},
	"causes":        {"id"},
	"teams":         {"id"},
	"custom_pages":  {"template", "title"},
	"custom_fields": {"id"},
}

// HarmsNone reports whether the record says on purpose that there was no harm.
func (f *Front) HarmsNone() bool { return f.Impact.Harms != nil && len(f.Impact.Harms) == 0 }

// NotForKind is the keys that a kind can't have, with the reason.
var NotForKind = map[string][][2]string{
	KindNearMiss: {{"severity", "nothing came of a near miss: write potential_severity"}},
	KindHazard: {
		{"severity", "nothing has happened yet: write potential_severity"},
		{"timeline.started", "nothing has happened yet, so nothing has started"},
		{"impact.harms", "nothing has happened yet, so there is no harm"},
	},
	KindPrecedent: {
		{"status", "a precedent has no lifecycle"},
		{"severity", "a precedent is not rated by this organisation's scale"},
		{"timeline.triaged", "a precedent has no lifecycle"},
		{"timeline.contained", "a precedent has no lifecycle"},
		{"timeline.resolved", "a precedent has no lifecycle"},
		{"timeline.reviewed", "a precedent has no lifecycle"},
		{"timeline.closed", "a precedent has no lifecycle"},
	},
}

// LeastRecord is a front matter of what every record needs, and LeastPage one for a system or an article.
const (
	LeastRecord = `---
id: INC-2026-0001
title: what happened, in one line
type: model_failure
severity: sev3
status: detected
tlp: AMBER
unregistered: [name of the AI system]
timeline: {detected: 2026-03-02}
detection: {method: user_report}
---`
	LeastPage = `---
title: what the page is about
tlp: AMBER
---`
)
