package agenda_test

import (
	"testing"
	"time"
	_ "time/tzdata" // the zones, wherever the test runs

	"hindcast/internal/agenda"
	"hindcast/internal/incident"
	"hindcast/internal/taxonomy"
)

func written(t *testing.T, s string) (at incident.Time) {
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

func instant(t *testing.T, s string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// logOf is a log in a zone that holds one record.
func logOf(t *testing.T, zone string, r incident.Record) *incident.Log {
	t.Helper()
	var settings incident.Settings
	if err := settings.Timezone.UnmarshalText([]byte(zone)); err != nil {
		t.Fatal(err)
	}
	r.Path = "incidents/INC-2026-0001.md"
	if r.ID == "" {
		r.ID = "INC-2026-0001"
	}
	return &incident.Log{Config: incident.NewConfig(settings), Records: []*incident.Record{&r}}
}

func find(items []agenda.Item, ref string) *agenda.Item {
	for i := range items {
		if items[i].Ref == ref {
			return &items[i]
		}
	}
	return nil
}

// Each clock of the table: what is owed until when.
func TestClocks(t *testing.T) {
	for _, c := range []struct {
		name, zone, regime, role, limb string
		aware, established             string
		done                           [][2]string // step and time
		step                           string
		due                            string // empty for none
		day                            string // the day shown, where it is due by the day
	}{
		// GDPR Art. 33(1): 72 elapsed hours, over the change of clocks as well.
		{name: "gdpr hours", regime: taxonomy.GDPR33, role: "controller", aware: "2026-03-02T09:25:00Z", step: "authority", due: "2026-03-05T09:25:00Z"},
		{name: "gdpr hours over the change to summer time", zone: "Europe/Berlin", regime: taxonomy.GDPR33, role: "controller", aware: "2026-03-28T10:00:00+01:00", step: "authority", due: "2026-03-31T11:00:00+02:00"},
		{name: "gdpr date read at its earliest in the zone", zone: "Europe/Berlin", regime: taxonomy.GDPR33, role: "controller", aware: "2026-03-28", step: "authority", due: "2026-03-31T01:00:00+02:00"},
		{name: "gdpr month read at its earliest", regime: taxonomy.GDPR33, role: "controller", aware: "2026-03", step: "authority", due: "2026-03-04T00:00:00Z", day: "2026-03-03"},
		{name: "gdpr without awareness no clock runs", regime: taxonomy.GDPR33, role: "controller", step: "authority"},
		{name: "gdpr processor at once", regime: taxonomy.GDPR33, role: "processor", aware: "2026-03-02T09:25:00Z", step: "controller"},
		{name: "gdpr people at once", regime: taxonomy.GDPR34, role: "controller", aware: "2026-03-02T09:25:00Z", step: "people"},

		// EU AI Act Art. 73: days counted from the next one, until the end of the last.
		{name: "ai act serious", regime: taxonomy.AIAct73, role: "provider", aware: "2027-12-10T23:59:00Z", step: "report", due: "2027-12-26T00:00:00Z", day: "2027-12-25"},
		{name: "ai act limb serious", regime: taxonomy.AIAct73, role: "provider", limb: "serious", aware: "2027-12-10", step: "report", due: "2027-12-26T00:00:00Z", day: "2027-12-25"},
		{name: "ai act death", regime: taxonomy.AIAct73, role: "provider", limb: "death", aware: "2027-12-10T00:00:00Z", step: "report", due: "2027-12-21T00:00:00Z", day: "2027-12-20"},
		{name: "ai act widespread", regime: taxonomy.AIAct73, role: "provider", limb: "widespread", aware: "2028-02-27T12:00:00Z", step: "report", due: "2028-03-01T00:00:00Z", day: "2028-02-29"},
		{name: "ai act critical infrastructure", regime: taxonomy.AIAct73, role: "provider", limb: "critical_infrastructure", aware: "2027-12-10T12:00:00Z", step: "report", due: "2027-12-13T00:00:00Z", day: "2027-12-12"},
		{name: "ai act day of the zone, not of UTC", zone: "Europe/Berlin", regime: taxonomy.AIAct73, role: "provider", aware: "2028-03-20T23:30:00Z", step: "report", due: "2028-04-06T00:00:00+02:00", day: "2028-04-05"},
		{name: "ai act unknown limb", regime: taxonomy.AIAct73, role: "provider", limb: "mystery", aware: "2027-12-10", step: "report"},
		{name: "ai act deployer at once", regime: taxonomy.AIAct73, role: "deployer", aware: "2027-12-10", step: "authority"},

		// DORA: the earlier of classification + 4 h and awareness + 24 h; after that day, + 4 h.
		{name: "dora classified early", regime: taxonomy.DORA, role: "financial_entity", aware: "2026-03-02T08:00:00Z", established: "2026-03-02T10:00:00Z", step: "initial", due: "2026-03-02T14:00:00Z"},
		{name: "dora classified late within the day", regime: taxonomy.DORA, role: "financial_entity", aware: "2026-03-02T08:00:00Z", established: "2026-03-03T06:00:00Z", step: "initial", due: "2026-03-03T08:00:00Z"},
		{name: "dora classified at the end of the day", regime: taxonomy.DORA, role: "financial_entity", aware: "2026-03-02T08:00:00Z", established: "2026-03-03T08:00:00Z", step: "initial", due: "2026-03-03T08:00:00Z"},
		{name: "dora classified after the day", regime: taxonomy.DORA, role: "financial_entity", aware: "2026-03-02T08:00:00Z", established: "2026-03-05T08:00:00Z", step: "initial", due: "2026-03-05T12:00:00Z"},
		{name: "dora not yet classified", regime: taxonomy.DORA, role: "financial_entity", aware: "2026-03-02T08:00:00Z", step: "initial", due: "2026-03-03T08:00:00Z"},
		{name: "dora intermediate waits for the initial", regime: taxonomy.DORA, role: "financial_entity", aware: "2026-03-02T08:00:00Z", step: "intermediate"},
		{name: "dora intermediate", regime: taxonomy.DORA, role: "financial_entity", aware: "2026-03-02T08:00:00Z", done: [][2]string{{"initial", "2026-03-02T12:00:00Z"}}, step: "intermediate", due: "2026-03-05T12:00:00Z"},
		{
			name: "dora final on the last day of a short month", regime: taxonomy.DORA, role: "financial_entity",
			aware: "2026-01-28T08:00:00Z",
			done: [][2]string{
				{"initial", "2026-01-28T12:00:00Z"}, {"intermediate", "2026-01-31T12:00:00Z"},
			}, step: "final", due: "2026-03-01T00:00:00Z", day: "2026-02-28",
		},
		{
			name: "dora final from the latest intermediate", regime: taxonomy.DORA, role: "financial_entity",
			aware: "2026-01-28T08:00:00Z",
			done: [][2]string{
				{"initial", "2026-01-28T12:00:00Z"},
				{"intermediate", "2026-02-05T12:00:00Z"},
				{"intermediate", "2026-01-30T12:00:00Z"},
			}, step: "final", due: "2026-03-06T00:00:00Z", day: "2026-03-05",
		},

		// NIS 2 Art. 23(4).
		{name: "nis2 early warning", regime: taxonomy.NIS2, role: "entity", aware: "2026-03-02T08:00:00Z", step: "early_warning", due: "2026-03-03T08:00:00Z"},
		{name: "nis2 notification", regime: taxonomy.NIS2, role: "entity", aware: "2026-03-02T08:00:00Z", step: "notification", due: "2026-03-05T08:00:00Z"},
		{name: "nis2 trust service provider", regime: taxonomy.NIS2, role: "trust_service_provider", aware: "2026-03-02T08:00:00Z", step: "notification", due: "2026-03-03T08:00:00Z"},
		{name: "nis2 final waits", regime: taxonomy.NIS2, role: "entity", aware: "2026-03-02T08:00:00Z", step: "final"},
		{name: "nis2 final in a leap year", regime: taxonomy.NIS2, role: "entity", aware: "2028-01-29T08:00:00Z", done: [][2]string{{"early_warning", "2028-01-29T09:00:00Z"}, {"notification", "2028-01-31"}}, step: "final", due: "2028-03-01T00:00:00Z", day: "2028-02-29"},
		{
			name: "nis2 final after progress has no clock", regime: taxonomy.NIS2, role: "entity", aware: "2026-03-02T08:00:00Z",
			done: [][2]string{
				{"early_warning", "2026-03-02T09:00:00Z"},
				{"notification", "2026-03-03T09:00:00Z"},
				{"progress", "2026-04-01T09:00:00Z"},
			}, step: "final",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := incident.Obligation{
				Regime: c.regime, Role: c.role, Limb: c.limb, Applies: "yes", Aware: written(t, c.aware),
				Established: written(t, c.established),
			}
			for _, d := range c.done {
				o.Steps = append(o.Steps, incident.Step{Step: d[0], Done: written(t, d[1])})
			}
			zone := c.zone
			if zone == "" {
				zone = "UTC"
			}
			log := logOf(t, zone, incident.Record{
				Front: incident.Front{Owner: "privacy", Obligations: []incident.Obligation{o}},
			})
			it := find(agenda.Of(log, instant(t, "2026-01-01T00:00:00Z"), taxonomy.Regimes()), c.regime+"."+c.role+"."+c.step)
			if it == nil {
				t.Fatal("the step is not on the agenda")
			}
			if c.due == "" {
				if !it.Due.IsZero() || it.Overdue {
					t.Errorf("due %v, want none", it.Due)
				}
				return
			}
			if want := instant(t, c.due); !it.Due.Equal(want) {
				t.Errorf("due %v, want %v", it.Due.UTC(), want.UTC())
			}
			day := ""
			if !it.Day.IsZero() {
				day = it.Day.Format(time.DateOnly)
			}
			if day != c.day {
				t.Errorf("the day shown is %q, want %q", day, c.day)
			}
		})
	}
}
