package taxonomy

import (
	"slices"
	"time"

	"hindcast/internal/incident"
)

// Regime is a duty to report, with a clock for each step. Nothing here is legal advice.
type Regime struct {
	ID      string
	Title   string
	Article string
	Source  string // of the text
	Checked string // how and when the entry was compared with it
	Roles   []Role
	// AppliesFrom is the first day of the duty in the configured zone; zero for always.
	AppliesFrom time.Time
	// Suggests reports whether a record calls for a decision about the duty; nil for only where configured.
	Suggests func(*incident.Record, []*incident.System) bool
	Limbs    []incident.Term // cases with a clock of their own
}

// Role is what the organisation is under a regime.
type Role struct {
	ID    string
	Title string
	Steps []Step
}

// Step is one report. Due tells until when: false for one that is owed at once or without a fixed
// time, or whose clock has not begun.
type Step struct {
	ID    string
	Title string
	Rule  string // the due time in words
	// Optional steps are owed only in some cases: a record may close without them.
	Optional bool
	Due      func(o *incident.Obligation, zone *time.Location) (time.Time, bool)
}

// Regime ids, as in the front matter.
const (
	AIAct73   = "eu_ai_act_73"
	GDPR33    = "gdpr_33"
	GDPR34    = "gdpr_34"
	DORA      = "dora"
	NIS2      = "nis2_23"
	notBefore = "2027-12-02" // when Annex III of the EU AI Act is reported to apply
)

// Regimes is the table of duties, in a fixed order. The slice is the caller's to change.
func Regimes() []Regime {
	aiAct, _ := time.Parse(time.DateOnly, notBefore)
	return []Regime{
		{
			ID: AIAct73, Title: "EU AI Act, serious incidents", Article: "Art. 73, Art. 26(5)",
			Source:      "Regulation (EU) 2024/1689",
			Checked:     "entered 2026-11 from a secondary summary, not compared with the text; that application is postponed is as reported",
			AppliesFrom: aiAct,
			Suggests: func(_ *incident.Record, systems []*incident.System) bool {
				return slices.ContainsFunc(systems, func(s *incident.System) bool { return s.RiskClass == "high" })
			},
			Limbs: []incident.Term{
				{ID: "serious", Title: "Serious incident"},
				{ID: "death", Title: "Death of a person"},
				{ID: "widespread", Title: "Widespread infringement"},
				{ID: "critical_infrastructure", Title: "Serious and irreversible disruption of critical infrastructure"},
			},
			Roles: []Role{
				{ID: "provider", Title: "Provider", Steps: []Step{
					{ID: "report", Title: "Report", Rule: "at once when the causal link is established or reasonably likely; at the latest 15 days after becoming aware, 10 for a death, 2 where widespread or in critical infrastructure", Due: aiActReport},
					{ID: "complete", Title: "Complete report", Optional: true, Rule: "after an incomplete report; no fixed time", Due: noFixedTime},
				}},
				{ID: "deployer", Title: "Deployer", Steps: []Step{
					{ID: "provider", Title: "Inform the provider", Rule: "at once", Due: noFixedTime},
					{ID: "importer_distributor", Title: "Inform importer or distributor", Rule: "at once, after the provider", Due: noFixedTime},
					{ID: "authority", Title: "Inform the authority", Rule: "at once, after the provider", Due: noFixedTime},
				}},
			},
		},
		{
			ID: GDPR33, Title: "GDPR, notification of a personal data breach", Article: "Art. 33",
			Source:  "Regulation (EU) 2016/679",
			Checked: "entered 2026-11 from a secondary summary, not compared with the text", Suggests: personalData,
			Roles: []Role{
				{ID: "controller", Title: "Controller", Steps: []Step{
					{ID: "authority", Title: "Notify the authority", Rule: "72 hours after becoming aware", Due: hoursAfterAware(72)},
					{ID: "supplement", Title: "Supplement", Optional: true, Rule: "no fixed time", Due: noFixedTime},
				}},
				{ID: "processor", Title: "Processor", Steps: []Step{{ID: "controller", Title: "Notify the controller", Rule: "at once", Due: noFixedTime}}},
			},
		},
		{
			ID: GDPR34, Title: "GDPR, communication to the people affected", Article: "Art. 34",
			Source:  "Regulation (EU) 2016/679",
			Checked: "entered 2026-11 from a secondary summary, not compared with the text", Suggests: personalData,
			Roles: []Role{{ID: "controller", Title: "Controller", Steps: []Step{
				{ID: "people", Title: "Inform the people", Rule: "at once, where the risk to them is high", Due: noFixedTime},
			}}},
		},
		{
			ID: DORA, Title: "DORA, major ICT-related incidents", Article: "Art. 19",
			Source:  "Regulation (EU) 2022/2554 and Delegated Regulation (EU) 2025/301",
			Checked: "entered 2026-11 from a secondary summary, not compared with the text",
			Roles: []Role{{ID: "financial_entity", Title: "Financial entity", Steps: []Step{
				{ID: "initial", Title: "Initial notification", Rule: "4 hours after classification as major, at the latest 24 hours after becoming aware; 4 hours after a later classification", Due: doraInitial},
				{ID: "intermediate", Title: "Intermediate report", Rule: "72 hours after the initial notification", Due: hoursAfterStep("initial", 72)},
				{ID: "final", Title: "Final report", Rule: "one month after the latest intermediate report", Due: monthAfterStep("intermediate")},
			}}},
		},
		{
			ID: NIS2, Title: "NIS 2, significant incidents", Article: "Art. 23", Source: "Directive (EU) 2022/2555",
			Checked: "entered 2026-11 from a secondary summary, not compared with the text",
			Roles: []Role{
				{ID: "entity", Title: "Essential or important entity", Steps: nis2(72)},
				{ID: "trust_service_provider", Title: "Trust service provider", Steps: nis2(24)},
			},
		},
	}
}

// Find is the regime of an id; false where there is none.
func Find(regimes []Regime, id string) (Regime, bool) {
	i := slices.IndexFunc(regimes, func(r Regime) bool { return r.ID == id })
	if i < 0 {
		return Regime{}, false
	}
	return regimes[i], true
}

// IDs are the ids of regimes, in their order.
func IDs(regimes []Regime) []string {
	ids := make([]string, len(regimes))
	for i, r := range regimes {
		ids[i] = r.ID
	}
	return ids
}

// Role is the role of an id; false where the regime has none.
func (r Regime) Role(id string) (Role, bool) {
	i := slices.IndexFunc(r.Roles, func(role Role) bool { return role.ID == id })
	if i < 0 {
		return Role{}, false
	}
	return r.Roles[i], true
}

// RoleIDs are the ids of its roles, in their order.
func (r Regime) RoleIDs() []string {
	ids := make([]string, len(r.Roles))
	for i, role := range r.Roles {
		ids[i] = role.ID
	}
	return ids
}

// Configured is the table with what the settings change: the day from which a regime applies, and
// whether it is suggested.
func Configured(duties map[string]incident.Duty) []Regime {
	regimes := Regimes()
	for i := range regimes {
		duty, ok := duties[regimes[i].ID]
		if !ok {
			continue
		}
		if !duty.AppliesFrom.IsZero() {
			regimes[i].AppliesFrom = duty.AppliesFrom.Sortable()
		}
		switch duty.Suggest {
		case "yes":
			if regimes[i].Suggests == nil {
				regimes[i].Suggests = func(*incident.Record, []*incident.System) bool { return true }
			}
		case "no":
			regimes[i].Suggests = nil
		}
	}
	return regimes
}

// Suggested reports whether a record calls for a decision about a regime: its row says so, and it
// applied on the day of detection.
func Suggested(regime Regime, r *incident.Record, systems []*incident.System, zone *time.Location) bool {
	if regime.Suggests == nil || !regime.Suggests(r, systems) {
		return false
	}
	detected, ok := instant(r.Timeline.Detected, zone)
	y, m, d := regime.AppliesFrom.Date()
	return ok && (regime.AppliesFrom.IsZero() || !detected.Before(time.Date(y, m, d, 0, 0, 0, 0, zone)))
}

func nis2(notification int) []Step {
	return []Step{
		{ID: "early_warning", Title: "Early warning", Rule: "24 hours after becoming aware", Due: hoursAfterAware(24)},
		{ID: "notification", Title: "Incident notification", Rule: "72 hours after becoming aware; 24 for trust service providers", Due: hoursAfterAware(notification)},
		{ID: "progress", Title: "Progress report", Optional: true, Rule: "one month after the notification, where it is still going on", Due: monthAfterStep("notification")},
		{ID: "final", Title: "Final report", Rule: "one month after the notification, or after the end of handling where it was still going on", Due: nis2Final},
	}
}

func personalData(r *incident.Record, _ []*incident.System) bool {
	return slices.ContainsFunc(append([]string{r.Type}, r.Also...), func(t string) bool {
		return t == "data_leak" || t == "security_breach"
	})
}

func noFixedTime(*incident.Obligation, *time.Location) (time.Time, bool) { return time.Time{}, false }

// hoursAfterAware counts elapsed hours from awareness; a time too coarse is read at its earliest.
func hoursAfterAware(hours int) func(*incident.Obligation, *time.Location) (time.Time, bool) {
	return func(o *incident.Obligation, zone *time.Location) (time.Time, bool) {
		at, ok := instant(o.Aware, zone)
		return at.Add(time.Duration(hours) * time.Hour), ok
	}
}

// instant is the earliest moment of a time, a date being read in the configured zone.
func instant(t incident.Time, zone *time.Location) (time.Time, bool) {
	return t.BeginningIn(zone), !t.IsZero()
}

// aiActReport counts calendar days: the day of awareness is not counted, and the last ends at
// midnight in the configured zone.
func aiActReport(o *incident.Obligation, zone *time.Location) (time.Time, bool) {
	days := map[string]int{"": 15, "serious": 15, "death": 10, "widespread": 2, "critical_infrastructure": 2}
	at, ok := instant(o.Aware, zone)
	n, known := days[o.Limb]
	if !ok || !known {
		return time.Time{}, false
	}
	y, m, d := at.In(zone).Date()
	return time.Date(y, m, d+n+1, 0, 0, 0, 0, zone), true
}

// doraInitial is the earlier of classification + 4 hours and awareness + 24 hours, unless the
// classification came after that day.
func doraInitial(o *incident.Obligation, zone *time.Location) (time.Time, bool) {
	aware, isAware := instant(o.Aware, zone)
	classified, isClassified := instant(o.Established, zone)
	latest := aware.Add(24 * time.Hour)
	switch {
	case !isAware:
		return classified.Add(4 * time.Hour), isClassified
	case isClassified && (classified.After(latest) || classified.Add(4*time.Hour).Before(latest)):
		return classified.Add(4 * time.Hour), true
	}
	return latest, true
}

func hoursAfterStep(step string, hours int) func(*incident.Obligation, *time.Location) (time.Time, bool) {
	return func(o *incident.Obligation, zone *time.Location) (time.Time, bool) {
		at, ok := instant(ProgressOf(o, step).Last, zone)
		return at.Add(time.Duration(hours) * time.Hour), ok
	}
}

func monthAfterStep(step string) func(*incident.Obligation, *time.Location) (time.Time, bool) {
	return func(o *incident.Obligation, zone *time.Location) (time.Time, bool) {
		at, ok := instant(ProgressOf(o, step).Last, zone)
		return endOfMonthAfter(at, zone), ok
	}
}

// nis2Final waits for the end of handling, which no key tells, once a progress report is owed.
func nis2Final(o *incident.Obligation, zone *time.Location) (time.Time, bool) {
	if p := ProgressOf(o, "progress"); p.Listed || !p.First.IsZero() {
		return time.Time{}, false
	}
	return monthAfterStep("notification")(o, zone)
}

// endOfMonthAfter is the end of the day one month later: the same day number, or the month's last.
func endOfMonthAfter(at time.Time, zone *time.Location) time.Time {
	y, m, d := at.In(zone).Date()
	last := time.Date(y, m+2, 0, 0, 0, 0, 0, zone).Day()
	return time.Date(y, m+1, min(d, last)+1, 0, 0, 0, 0, zone)
}
