package gen

import (
	"fmt"
	"slices"
	"time"

	"hindcast/internal/incident"
)

// The forms a time is written in.
const (
	minute = "2006-01-02T15:04Z07:00"
	second = time.RFC3339
	day    = time.DateOnly
	month  = "2006-01"
)

// at is a time as coarse as its form.
func at(t time.Time, form string) incident.Time {
	parsed, err := incident.ParseTime(t.Format(form))
	if err != nil {
		panic(fmt.Errorf("write a generated time: %w", err))
	}
	return parsed
}

// record is one record in the making.
type record struct {
	draft
	*prose
	g     *generator
	front incident.Front
}

func (g *generator) record(i int) *record {
	d := g.draft(i)
	r := &record{draft: d, prose: newProse(d.rng, g.words, d.topic), g: g}
	r.basics()
	r.timeline()
	r.relations()
	if r.stage >= triaged {
		r.people()
		r.obligations()
	}
	if r.stage >= contained {
		r.containment()
	}
	if r.stage >= resolved && r.kind != incident.KindHazard {
		r.impact()
	}
	if r.stage >= reviewed {
		r.review()
	}
	return r
}

// between is a moment from one of the record's times on, up to another or to Now.
func (r *record) between(from, to time.Time) time.Time {
	if to.After(Now) {
		to = Now
	}
	if !to.After(from) {
		return from
	}
	return from.Add(time.Duration(r.Int64N(int64(to.Sub(from)))).Truncate(time.Minute))
}

func (r *record) basics() {
	f := &r.front
	f.ID, f.Title, f.Status = r.id, r.phrase(4+r.IntN(4)), r.status
	f.Type = r.g.types[r.topic%len(r.g.types)]
	if r.chance(20) {
		f.Type = r.pick(r.g.types)
	}
	if also := r.pick(r.g.types); also != f.Type && r.chance(20) {
		f.Also = []string{also}
	}
	severity := weighted(r.rng, "sev1", 2, "sev2", 13, "sev3", 50, "sev4", 35)
	if r.kind == incident.KindNearMiss || r.kind == incident.KindHazard {
		f.PotentialSeverity = severity
	} else {
		f.Severity = severity
	}
	if r.kind != incident.KindIncident {
		f.Kind = r.kind
	}
	f.TLP = r.tlp
	f.Systems = []string{r.g.systems[r.topic%len(r.g.systems)]}
	if other := r.pick(r.g.systems); other != f.Systems[0] && r.chance(25) {
		f.Systems = append(f.Systems, other)
	}
	f.Models = []incident.Model{
		{Name: r.word(), Version: fmt.Sprintf("%d.%d", 1+r.IntN(5), r.IntN(20)), Provider: "in-house"},
	}
	f.Detection = incident.Detection{Method: r.pick(incident.DefaultVocabularies()["methods"].IDs()), Source: r.phrase(3)}
	f.Tags = slices.Compact([]string{r.g.words[300+r.topic], r.g.words[400+r.IntN(60)]})
	f.References = []incident.Reference{
		{URL: incident.Address(fmt.Sprintf("https://example.org/tickets/%d", r.index)), Title: r.phrase(3), Kind: "ticket"},
	}
	f.Custom = map[string]any{"cost_centre": fmt.Sprintf("C%03d", r.IntN(1000))}
}

// timeline writes the times of the stages reached, some of them coarse, and a second pass here and there.
func (r *record) timeline() {
	f := &r.front
	if r.stage >= resolved && r.chance(4) {
		r.reopen()
	}
	switch {
	case r.kind == incident.KindHazard:
	case r.chance(5):
		f.Timeline.Started.Unknown = r.phrase(6)
	default:
		f.Timeline.Started.At = at(r.times[started], weighted(r.rng, minute, 80, second, 10, day, 8, month, 2))
	}
	for i, stage := range incident.Lifecycle {
		if detected+i > r.stage || f.Skips(stage.ID) && r.chance(50) {
			continue
		}
		form := weighted(r.rng, minute, 85, second, 11, day, 4)
		if detected+i >= reviewed {
			form = weighted(r.rng, minute, 30, day, 70)
		}
		*stage.Time(&f.Timeline) = at(r.times[detected+i], form)
	}
}

// reopen makes the times of containment and resolution those of a first pass, if a second one fits
// in before the review.
func (r *record) reopen() {
	again := r.times[resolved].Add(around(r.rng, 48*time.Hour))
	second := again.Add(around(r.rng, 12*time.Hour))
	third := second.Add(around(r.rng, 24*time.Hour))
	if third.After(r.times[reviewed]) || third.After(Now) {
		return
	}
	first := incident.Timeline{Contained: at(r.times[contained], minute), Resolved: at(r.times[resolved], minute)}
	r.front.Reopened = []incident.Reopened{
		{When: at(again, minute), By: r.pick(teams), Reason: r.phrase(6), To: "triaged", Earlier: first},
	}
	r.times[contained], r.times[resolved] = second, third
}

func (r *record) relations() {
	other, found := r.g.earlier(r.draft)
	f := &r.front
	switch {
	case r.status == incident.Duplicate && found:
		f.DuplicateOf = other.id
	case r.status == incident.Duplicate || r.status == incident.Withdrawn:
		f.Status, f.StatusReason = incident.Withdrawn, r.phrase(8)+"."
	case found && r.chance(35):
		f.Related = []incident.Relation{
			{
				ID: other.id, Relation: weighted(r.rng, "recurrence_of", 45, "similar_to", 30, "caused_by", 10, "variant_of", 15),
				Note: r.phrase(5),
			},
		}
	}
}

// people names who acts: the reviewer did not command, the approver neither commanded nor owns.
func (r *record) people() {
	f := &r.front
	f.Summary = r.phrase(10) + "."
	p := r.Perm(len(teams))
	f.Owner = teams[p[0]]
	f.Roles = incident.Roles{Reporter: teams[p[1]], Commander: incident.OneOrMore{teams[p[2]]}}
	if r.stage >= reviewed {
		f.Roles.Reviewer = teams[p[3]]
	}
	if r.stage >= closed {
		f.Roles.Approver = teams[p[4]]
	}
	if r.chance(30) {
		f.Notified = []incident.Notice{{Who: "customers", When: at(r.between(r.times[triaged], r.times[closed]), minute)}}
	}
}

func (r *record) containment() {
	f := &r.front
	if r.chance(40) || f.Rank() <= "sev2" {
		f.SeverityRationale = r.phrase(9)
	}
	for i := range 1 + r.IntN(2) {
		m := incident.Mitigation{
			ID: fmt.Sprintf("M%d", i+1), Title: r.phrase(5), Applied: at(r.times[contained], minute), Until: r.phrase(6),
		}
		switch {
		case r.stage >= reviewed && r.chance(15):
			m.Kept = r.phrase(6)
		case r.stage >= reviewed:
			m.Removed = at(r.between(r.times[resolved], r.times[reviewed]), minute)
		}
		f.Mitigations = append(f.Mitigations, m)
	}
	f.Evidence = []incident.Evidence{{What: r.phrase(5), Where: r.phrase(2), Preserved: at(r.times[triaged], minute)}}
	if r.chance(40) {
		f.Playbooks = []string{playbook(r.topic)}
	}
}

func (r *record) impact() {
	n := r.Int64N(1 << (4 + r.IntN(16)))
	f := &r.front.Impact
	f.People, f.Reversible, f.Harms = &incident.Count{Least: n, Most: n},
		weighted(r.rng, "yes", 70, "partly", 25, "no", 5), []string{}
	if r.chance(15) {
		f.People.Most += n / 2
	}
	if r.chance(50) {
		f.Decisions = &incident.Count{Least: 3 * n, Most: 3 * n}
		f.Cost = &incident.Cost{Amount: amount(fmt.Sprint(100 * r.IntN(5000))), Currency: "EUR"}
	}
	if r.front.Rank() <= "sev3" {
		f.Harms, f.Countries = []string{
			weighted(r.rng, "economic", 50, "reputational", 25, "psychological", 15, "fundamental_rights", 10),
		}, []incident.Country{"DE"}
	}
}

func (r *record) review() {
	f := &r.front
	f.Trigger = r.phrase(8)
	p := r.Perm(len(causes))
	for _, i := range p[:1+r.IntN(3)] {
		f.Causes = append(f.Causes, incident.Cause{Factor: causes[i], Note: r.phrase(7)})
	}
	f.Frameworks = map[string][]incident.Control{
		"nist_ai_rmf": {{ID: r.pick([]string{"MANAGE 4.1", "MANAGE 4.3", "MEASURE 2.4", "GOVERN 1.1"})}},
		"iso_42001":   {{ID: "A.6.2"}},
	}
	if r.chance(5) {
		f.NoActions = r.phrase(7)
		return
	}
	for i := range 1 + r.IntN(5) {
		f.Actions = append(f.Actions, r.action(i))
	}
	if r.stage == closed && r.chance(4) {
		f.Amendments = []incident.Amendment{
			{Date: at(r.between(r.times[closed], Now), second), By: f.Owner, Note: r.phrase(7)},
		}
	}
}

var causes = []string{
	"data_quality", "drift", "specification", "evaluation_gap", "change_control", "access_control", "third_party",
	"human_oversight", "monitoring_gap", "process", "training",
}

// action is one agreed in the review. In a closed record it has ended, on time or late.
func (r *record) action(i int) incident.Action {
	a := incident.Action{
		ID: fmt.Sprintf("A%d", i+1), Title: r.phrase(6),
		Kind: weighted(r.rng, "prevent", 40, "detect", 30, "mitigate", 15, "process", 15),
	}
	for a.Owner = r.pick(teams); a.Owner == r.front.Roles.Reviewer; {
		a.Owner = r.pick(teams)
	}
	a.Due = at(r.times[reviewed].AddDate(0, 0, 14+r.IntN(60)), day)
	until := Now
	if r.stage == closed {
		a.Status, until = weighted(r.rng, "done", 84, "declined", 8, "transferred", 8), r.times[closed]
	} else {
		a.Status = weighted(r.rng, "open", 40, "in_progress", 20, "done", 40)
	}
	if !a.HasEnded() {
		return a
	}
	ended := r.between(r.times[reviewed], until)
	a.Ended = at(ended, day)
	switch {
	case a.Status == "declined":
		a.Reason = r.phrase(8)
	case a.Status == "transferred":
		a.To = fmt.Sprintf("RISK-%d", r.IntN(900))
	case a.Kind == "prevent" && r.front.Severity <= "sev2" || r.chance(35):
		a.Verified = &incident.Verified{
			Date: at(r.between(ended, until), day), By: r.front.Roles.Reviewer,
			Result: weighted(r.rng, "effective", 80, "partly", 15, "ineffective", 5),
		}
	}
	return a
}

func amount(digits string) incident.Amount { return incident.Amount{Least: digits, Most: digits} }
