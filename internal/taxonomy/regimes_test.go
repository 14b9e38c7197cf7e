package taxonomy_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // the zones, wherever the test runs

	"pgregory.net/rapid"

	"hindcast/internal/incident"
	"hindcast/internal/taxonomy"
)

func written(t testing.TB, s string) (at incident.Time) {
	t.Helper()
	if s == "" {
		return at
	}
	at, err := incident.ParseTime(s)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// eachStep visits the steps of all regimes.
func eachStep(visit func(name string, regime taxonomy.Regime, role taxonomy.Role, step taxonomy.Step)) {
	for _, regime := range taxonomy.Regimes() {
		for _, role := range regime.Roles {
			for _, step := range role.Steps {
				visit(regime.ID+"."+role.ID+"."+step.ID, regime, role, step)
			}
		}
	}
}

// Nothing in the table is there twice or without its words, and each regime gives its source and how it was
// compared with it.
func TestRegimes(t *testing.T) {
	named, act := regexp.MustCompile(`^[a-z0-9_]+$`), regexp.MustCompile(`20\d\d/\d+$`)
	seen := map[string]bool{}
	once := func(kind, id, title string) {
		t.Helper()
		if seen[kind+id] || !named.MatchString(id) || title == "" {
			t.Errorf("%s %q: %q", kind, id, title)
		}
		seen[kind+id] = true
	}
	for _, r := range taxonomy.Regimes() {
		once("regime ", r.ID, r.Title)
		if !strings.HasPrefix(r.Article, "Art. ") || !act.MatchString(r.Source) || r.Checked == "" || len(r.Roles) == 0 {
			t.Errorf("%s: %s of %s, %s", r.ID, r.Article, r.Source, r.Checked)
		}
		for _, limb := range r.Limbs {
			once(r.ID+" limb ", limb.ID, limb.Title)
		}
		for _, role := range r.Roles {
			once(r.ID+" role ", role.ID, role.Title)
			if len(role.Steps) == 0 {
				t.Errorf("%s asks nothing of the %s", r.ID, role.ID)
			}
		}
	}
	eachStep(func(name string, regime taxonomy.Regime, role taxonomy.Role, step taxonomy.Step) {
		once(regime.ID+"."+role.ID+" step ", step.ID, step.Title)
		if step.Rule == "" || step.Due == nil {
			t.Errorf("%s has no clock", name)
		}
	})
	taxonomy.Regimes()[0].ID = "changed"
	if taxonomy.Regimes()[0].ID == "changed" {
		t.Error("the table can be changed")
	}
}

// started is a duty of which all that the clock of a step can begin with has happened, the steps before it a
// week after the organisation became aware.
func started(t testing.TB, regime taxonomy.Regime, role taxonomy.Role, limb, step string) *incident.Obligation {
	t.Helper()
	o := &incident.Obligation{
		Regime: regime.ID, Role: role.ID, Limb: limb, Applies: "yes",
		Aware: written(t, "2026-03-02T09:25:00Z"), Established: written(t, "2026-03-03T09:25:00Z"),
	}
	for i, s := range role.Steps {
		if s.ID == step {
			break
		}
		if !s.Optional {
			done := written(t, fmt.Sprintf("2026-03-%02dT09:25:00Z", 9+i))
			o.Steps = append(o.Steps, incident.Step{Step: s.ID, Done: done})
		}
	}
	return o
}

var aTime = regexp.MustCompile(`\b(hours|days|one month)\b`)

// A step has a due time where its rule in words names one, in every limb, and that lies after what its clock
// began with. Without a beginning no clock runs.
func TestClocksGoForward(t *testing.T) {
	eachStep(func(name string, regime taxonomy.Regime, role taxonomy.Role, step taxonomy.Step) {
		limbs := []string{""}
		for _, limb := range regime.Limbs {
			limbs = append(limbs, limb.ID)
		}
		for _, limb := range limbs {
			o := started(t, regime, role, limb, step.ID)
			due, fixed := step.Due(o, time.UTC)
			if fixed != aTime.MatchString(step.Rule) {
				t.Errorf("%s (%s) is due at %v, %v: %s", name, limb, due, fixed, step.Rule)
			}
			if fixed && !due.After(o.Aware.Sortable()) {
				t.Errorf("%s (%s) is due at %v, before anyone was aware", name, limb, due)
			}
			follows := fixed && len(o.Steps) > 0 && strings.Contains(step.Rule, "after the")
			if follows && !due.After(o.Steps[len(o.Steps)-1].Done.Sortable()) {
				t.Errorf("%s (%s) is due at %v, before the step that it follows", name, limb, due)
			}
		}
		if due, fixed := step.Due(&incident.Obligation{}, time.UTC); fixed {
			t.Errorf("%s is due at %v without a beginning", name, due)
		}
	})
}

// Who becomes aware later has no less time left: a due time never moves back, in any zone.
func TestClocksKeepTheirOrder(t *testing.T) {
	zones := []*time.Location{time.UTC}
	for _, name := range []string{"Europe/Berlin", "America/New_York", "Pacific/Kiritimati", "Australia/Lord_Howe"} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		zones = append(zones, zone)
	}
	moment := rapid.Custom(func(t *rapid.T) incident.Time {
		minute := rapid.IntRange(0, 2*365*24*60).Draw(t, "minute")
		at := time.Date(2027, 1, 1, 0, minute, 0, 0, time.UTC)
		layout := rapid.SampledFrom([]string{time.RFC3339, "2006-01-02", "2006-01"}).Draw(t, "precision")
		when, err := incident.ParseTime(at.Format(layout))
		if err != nil {
			t.Fatal(err)
		}
		return when
	})
	rapid.Check(t, func(t *rapid.T) {
		zone := rapid.SampledFrom(zones).Draw(t, "zone")
		early, late := moment.Draw(t, "early"), moment.Draw(t, "late")
		if late.BeginningIn(zone).Before(early.BeginningIn(zone)) {
			early, late = late, early
		}
		eachStep(func(name string, regime taxonomy.Regime, role taxonomy.Role, step taxonomy.Step) {
			of := func(at incident.Time) (time.Time, bool) {
				o := &incident.Obligation{Aware: at}
				for _, s := range role.Steps {
					if s.ID != step.ID && !s.Optional {
						o.Steps = append(o.Steps, incident.Step{Step: s.ID, Done: at})
					}
				}
				return step.Due(o, zone)
			}
			first, fixed := of(early)
			second, also := of(late)
			if fixed != also || fixed && (second.Before(first) || !first.After(early.BeginningIn(zone))) {
				t.Errorf("%s from %s: %v; from %s: %v", name, early, first, late, second)
			}
		})
	})
}

// A month ends with the day of the same number, or with its last.
func TestOneMonthAfter(t *testing.T) {
	final := taxonomy.Regimes()[3].Roles[0].Steps[2] // of DORA
	for done, want := range map[string]string{
		"2026-01-15T23:59:00Z": "2026-02-16", "2026-01-31": "2026-03-01", "2026-02-28": "2026-03-29",
		"2028-01-30": "2028-03-01", "2026-12-31": "2027-02-01", "2026-11-30": "2026-12-31",
	} {
		o := &incident.Obligation{Steps: []incident.Step{{Step: "intermediate", Done: written(t, done)}}}
		due, fixed := final.Due(o, time.UTC)
		if got := due.Format(time.DateOnly); !fixed || got != want || due.Hour() != 0 {
			t.Errorf("a month after %s is over at %v, want %s", done, due, want)
		}
	}
}

// Settings change from when a regime applies and whether it is suggested, and nothing else.
func TestConfigured(t *testing.T) {
	from := written(t, "2026-08-02")
	for _, c := range []struct {
		name, id  string
		duty      incident.Duty
		suggested bool
		from      string
	}{
		{"nothing", taxonomy.GDPR33, incident.Duty{}, true, "0001-01-01"},
		{"yes to what is suggested anyway", taxonomy.GDPR33, incident.Duty{Suggest: "yes"}, true, "0001-01-01"},
		{"no", taxonomy.GDPR33, incident.Duty{Suggest: "no"}, false, "0001-01-01"},
		{"yes", taxonomy.DORA, incident.Duty{Suggest: "yes"}, true, "0001-01-01"},
		{"nothing for what is not suggested", taxonomy.DORA, incident.Duty{}, false, "0001-01-01"},
		{"a day", taxonomy.AIAct73, incident.Duty{AppliesFrom: from}, true, "2026-08-02"},
		{"no day", taxonomy.AIAct73, incident.Duty{}, true, "2027-12-02"},
	} {
		for _, r := range taxonomy.Configured(map[string]incident.Duty{c.id: c.duty}) {
			if r.ID == c.id && ((r.Suggests != nil) != c.suggested || r.AppliesFrom.Format(time.DateOnly) != c.from) {
				t.Errorf("%s: %s is suggested: %v, from %v", c.name, r.ID, r.Suggests != nil, r.AppliesFrom)
			}
		}
	}
	if all := taxonomy.Configured(map[string]incident.Duty{"no_regime": {}}); len(all) != len(taxonomy.Regimes()) {
		t.Errorf("%d regimes", len(all))
	}
	leak := &incident.Record{Front: incident.Front{Type: "data_leak"}}
	always := map[string]incident.Duty{taxonomy.GDPR33: {Suggest: "yes"}, taxonomy.DORA: {Suggest: "yes"}}
	for _, r := range taxonomy.Configured(always) {
		if want := r.ID == taxonomy.DORA; r.Suggests != nil && r.Suggests(&incident.Record{}, nil) != want {
			t.Errorf("%s is suggested for any record: %v", r.ID, !want)
		}
		if r.ID == taxonomy.GDPR33 && !r.Suggests(leak, nil) {
			t.Errorf("%s is not suggested for a leak", r.ID)
		}
	}
}

// A regime is suggested for what its row asks for, from the day on which it applies in the configured zone.
func TestSuggested(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	high := []*incident.System{{}, {SystemFront: incident.SystemFront{RiskClass: "high"}}}
	low := []*incident.System{{SystemFront: incident.SystemFront{RiskClass: "limited"}}}
	for _, c := range []struct {
		name, types, detected string
		systems               []*incident.System
		zone                  *time.Location
		want                  string
	}{
		{"a leak", "data_leak", "2026-03-02", nil, time.UTC, "gdpr_33 gdpr_34"},
		{"a breach beside something else", "other security_breach", "2026-03-02", nil, time.UTC, "gdpr_33 gdpr_34"},
		{"a bias", "bias", "2026-03-02", nil, time.UTC, ""},
		{"a leak that nobody has detected", "data_leak", "", nil, time.UTC, ""},
		{"high risk before the day", "bias", "2027-12-01", high, time.UTC, ""},
		{"high risk on the day", "bias", "2027-12-02", high, time.UTC, "eu_ai_act_73"},
		{"limited risk", "bias", "2027-12-02", low, time.UTC, ""},
		{"the day before in UTC, the day itself in the zone", "bias", "2027-12-01T23:30:00Z", high, berlin, "eu_ai_act_73"},
		{"the same in UTC", "bias", "2027-12-01T23:30:00Z", high, time.UTC, ""},
		{"a month that begins before the day", "bias", "2027-12", high, time.UTC, ""},
		{"all of it", "data_leak", "2028-01-01", high, time.UTC, "eu_ai_act_73 gdpr_33 gdpr_34"},
	} {
		var r incident.Record
		types := strings.Fields(c.types)
		r.Type, r.Also, r.Timeline.Detected = types[0], types[1:], written(t, c.detected)
		var got []string
		for _, regime := range taxonomy.Regimes() {
			if taxonomy.Suggested(regime, &r, c.systems, c.zone) {
				got = append(got, regime.ID)
			}
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %v, want %s", c.name, got, c.want)
		}
	}
}
