package columns

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"hindcast/internal/filing/intake"
	"hindcast/internal/filing/intake/intaketest"
	"hindcast/internal/importing"
	"hindcast/internal/incident"
)

// The samples have the fields that the pages named in presets.go document, with values made up here.
var presetSamples = map[string]struct {
	text    string
	columns map[string]string
	holds   []string // of the first record
	lacks   []string // words that no record has
	reason  string   // why the last one is left out
}{
	"PagerDuty": {
		text: `{"incidents": [
 {"id": "PT1", "type": "incident", "summary": "[#31] Scores are missing", "html_url": "https://acme.example.org/incidents/PT1", "incident_number": 31,
  "title": "Scores are missing", "description": "Scores are missing", "created_at": "2026-03-02T09:25:00Z", "updated_at": "2026-03-02T11:05:00Z",
  "status": "resolved", "resolved_at": "2026-03-02T11:00:00Z", "urgency": "high", "priority": {"id": "PX", "summary": "P2", "name": "P2"},
  "service": {"id": "PS", "type": "service_reference", "summary": "fraud-scoring", "html_url": "https://acme.example.org/services/PS"},
  "teams": [{"id": "PA", "summary": "Payments"}, {"id": "PB", "summary": "Data"}], "resolve_reason": null,
  "assignments": [{"at": "2026-03-02T09:26:00Z", "assignee": {"id": "PU", "summary": "Secret Name"}}],
  "acknowledgements": [{"at": "2026-03-02T09:27:00Z", "acknowledger": {"summary": "Secret Name"}}],
  "last_status_change_by": {"summary": "Secret Name"}, "conference_bridge": {"conference_url": "https://meet.example.org/secret"},
  "body": {"type": "incident_body", "details": "The feature table was empty."}, "alert_counts": {"all": 2}},
 {"id": "PT2", "incident_number": 32, "title": "Scores are missing again", "created_at": "2026-03-02T09:45:00Z", "status": "resolved",
  "urgency": "low", "service": {"summary": "fraud-scoring"}, "resolve_reason": {"type": "merge_resolve_reason", "incident": {"id": "PT1"}}}],
 "limit": 25, "offset": 0, "more": false, "total": null}`,
		columns: map[string]string{
			"id": "id", "title": "title", "severity": "priority.name", "status": "status", "systems": "service.summary", "owner": "teams[0].summary",
			"url": "html_url", "detected": "created_at", "resolved": "resolved_at", "text": "body.details",
		},
		holds: []string{
			"severity: sev2\n", "status: resolved\n", "owner: Payments\n", "unregistered: [fraud-scoring]\n", "id: PT1\n", "detected: '2026-03-02T09:25:00Z', resolved: '2026-03-02T11:00:00Z'",
			"## What happened\n\nThe feature table was empty.\n", "- **teams**: id: PA; summary: Payments\n- **teams**: id: PB; summary: Data\n", "assignments[].assignee: left out, since people",
			"conference_bridge: left out, since it leads to where people talk",
		},
		lacks:  []string{"Secret", "secret"},
		reason: "its resolve_reason.type is merge_resolve_reason",
	},
	"incident.io": {
		text: `{"incidents": [
 {"id": "01A", "reference": "INC-12", "name": "Assistant quotes an abolished fee", "summary": "A fee of 2024 was quoted.", "mode": "standard", "visibility": "public",
  "created_at": "2026-04-02T08:00:00.801578Z", "updated_at": "2026-04-05T08:00:00Z", "permalink": "https://incidents.example.org/12",
  "creator": {"user": {"name": "Secret Name", "email": "secret@example.org"}}, "call_url": "https://meet.example.org/secret", "slack_channel_name": "secret",
  "incident_status": {"category": "learning", "name": "Documenting", "rank": 4}, "severity": {"name": "Major", "rank": 2}, "incident_type": {"name": "Compliance"},
  "incident_role_assignments": [{"role": {"name": "Incident Lead"}, "assignee": {"name": "Secret Name"}}],
  "custom_field_entries": [{"custom_field": {"name": "Affected team"}, "values": [{"value_option": {"value": "Support"}}]}],
  "incident_timestamp_values": [{"incident_timestamp": {"name": "Impact started at", "rank": 1}, "value": {"value": "2026-04-01T22:00:00Z"}},
   {"incident_timestamp": {"name": "Reported at", "rank": 2}, "value": {"value": "2026-04-02T07:55:00Z"}},
   {"incident_timestamp": {"name": "Fixed at", "rank": 3}, "value": {"value": "2026-04-02T09:00:00Z"}},
   {"incident_timestamp": {"name": "Resolved at", "rank": 4}, "value": {"value": "2026-04-02T10:00:00Z"}},
   {"incident_timestamp": {"name": "Closed at", "rank": 5}, "value": null}]},
 {"id": "01B", "reference": "INC-13", "name": "Trying the tool", "mode": "test", "created_at": "2026-04-03T08:00:00Z",
  "incident_status": {"category": "closed"}, "severity": {"name": "Minor"}, "incident_timestamp_values": []}],
 "pagination_meta": {"page_size": 25}}`,
		columns: map[string]string{
			"id": "reference", "title": "name", "summary": "summary", "severity": "severity.name", "status": "incident_status.category", "type": "incident_type.name",
			"url": "permalink", "started": "incident_timestamp_values[incident_timestamp.name=Impact started at].value.value",
			"detected":  "incident_timestamp_values[incident_timestamp.name=Reported at].value.value",
			"contained": "incident_timestamp_values[incident_timestamp.name=Fixed at].value.value",
			"resolved":  "incident_timestamp_values[incident_timestamp.name=Resolved at].value.value",
			"closed":    "incident_timestamp_values[incident_timestamp.name=Closed at].value.value",
		},
		holds: []string{
			"severity: sev2\n", "status: reviewed\n", "type: compliance_violation\n", "id: INC-12\n", "started: 2026-04-01T22:00:00Z", "detected: 2026-04-02T07:55:00Z",
			"contained: 2026-04-02T09:00:00Z", "resolved: 2026-04-02T10:00:00Z", "Affected team", "Support",
		},
		lacks:  []string{"Secret", "secret"},
		reason: "its mode is test",
	},
	"FireHydrant": {
		text: `{"data": [
 {"id": "5f0", "number": 7, "name": "Search answers slowly", "summary": "Answers took a minute.", "description": "A cache was cold.", "customer_impact_summary": "Every tenth query failed.",
  "created_at": "2026-05-02T08:10:00.000Z", "started_at": "2026-05-02T08:00:00.000Z", "current_milestone": "mitigated", "severity": "SEV3", "priority": null,
  "tag_list": ["cache", "search"], "incident_url": "https://app.example.org/incidents/5f0", "services": [{"id": "1", "name": "search"}, {"id": "2", "name": "ranking"}],
  "incident_type": {"id": "9", "name": "Degradation"}, "channel_name": "secret", "conference_bridges": [{"url": "https://meet.example.org/secret"}],
  "role_assignments": [{"user": {"name": "Secret Name"}, "incident_role": {"name": "Commander"}}], "created_by": {"name": "Secret Name"},
  "milestones": [{"type": "started", "occurred_at": "2026-05-02T08:00:00.000Z"}, {"type": "detected", "occurred_at": "2026-05-02T08:05:00.000Z"},
   {"type": "acknowledged", "occurred_at": "2026-05-02T08:11:00.000Z"}, {"type": "mitigated", "occurred_at": "2026-05-02T08:40:00.000Z"}]},
 {"id": "5f1", "number": 8, "name": "", "created_at": "2026-05-03T08:10:00.000Z", "started_at": "2026-05-03T08:00:00.000Z", "current_milestone": "started", "severity": "SEV3",
  "milestones": [{"type": "started", "occurred_at": "2026-05-03T08:00:00.000Z"}]}], "pagination": {"count": 2}}`,
		columns: map[string]string{
			"id": "number", "title": "name", "summary": "summary", "severity": "severity", "status": "current_milestone", "type": "incident_type.name",
			"systems": "services[].name", "tags": "tag_list", "url": "incident_url", "started": "milestones[type=started].occurred_at",
			"detected": "milestones[type=detected].occurred_at", "triaged": "milestones[type=acknowledged].occurred_at", "contained": "milestones[type=mitigated].occurred_at",
			"resolved": "milestones[type=resolved].occurred_at", "text": "description", "impact": "customer_impact_summary",
		},
		holds: []string{
			"severity: sev3\n", "status: contained\n", "type: model_failure\n", "unregistered: [search, ranking]\n", "tags: [cache, search]\n", "started: 2026-05-02T08:00:00Z",
			"detected: 2026-05-02T08:05:00Z", "triaged: 2026-05-02T08:11:00Z", "contained: 2026-05-02T08:40:00Z", "## Impact\n\nEvery tenth query failed.\n",
		},
		lacks:  []string{"Secret", "secret"},
		reason: "it has no title",
	},
	"Rootly": {
		text: `{"data": [
 {"id": "a1", "type": "incidents", "attributes": {"sequential_id": 41, "kind": "normal", "slug": "prices", "title": "Prices are wrong", "summary": "Two prices were swapped.",
  "status": "resolved", "url": "https://rootly.example.org/41", "created_at": "2026-05-02T08:20:00.000-07:00", "updated_at": "2026-05-03T08:00:00.000-07:00",
  "severity": {"data": {"id": "s", "type": "severities", "attributes": {"name": "SEV1", "severity": "critical"}}},
  "services": [{"data": {"id": "x", "type": "services", "attributes": {"name": "pricing"}}}], "groups": [{"data": {"attributes": {"name": "Sales platform"}}}],
  "incident_types": [{"data": {"attributes": {"name": "Security"}}}], "user": {"data": {"attributes": {"full_name": "Secret Name"}}}, "resolved_by": {"data": {"attributes": {"name": "Secret Name"}}},
  "zoom_meeting_password": "secret", "zoom_meeting_pstn_password": 482913, "slack_channel_name": "secret", "started_at": "2026-05-02T08:00:00.000-07:00", "detected_at": "2026-05-02T08:15:00.000-07:00",
  "acknowledged_at": "2026-05-02T08:21:00.000-07:00", "mitigated_at": "2026-05-02T09:00:00.000-07:00", "resolved_at": "2026-05-02T10:00:00.000-07:00", "closed_at": null,
  "mitigation_message": "The list was frozen.", "resolution_message": "The list was sorted again."}},
 {"id": "a2", "type": "incidents", "attributes": {"sequential_id": 42, "kind": "test", "title": "A test", "status": "started", "created_at": "2026-05-04T08:20:00.000-07:00",
  "severity": {"data": {"attributes": {"name": "SEV3"}}}, "started_at": "2026-05-04T08:20:00.000-07:00"}}], "meta": {"total_count": 2}}`,
		columns: map[string]string{
			"id": "attributes.sequential_id", "title": "attributes.title", "summary": "attributes.summary", "severity": "attributes.severity.data.attributes.name",
			"status": "attributes.status", "type": "attributes.incident_types[0].data.attributes.name", "systems": "attributes.services[].data.attributes.name",
			"owner": "attributes.groups[0].data.attributes.name", "url": "attributes.url", "started": "attributes.started_at", "detected": "attributes.detected_at",
			"triaged": "attributes.acknowledged_at", "contained": "attributes.mitigated_at", "resolved": "attributes.resolved_at", "response": "attributes.resolution_message",
			"closed": "attributes.closed_at",
		},
		holds: []string{
			"severity: sev1\n", "status: resolved\n", "type: security_breach\n", "owner: Sales platform\n", "unregistered: [pricing]\n", "id: '41'\n", "2026-05-02T08:15:00-07:00",
			"## Response\n\nThe list was sorted again.\n", "attributes.mitigation\\_message**: The list was frozen", "attributes.resolved_by: left out, since people",
			"attributes.zoom_meeting_password: left out",
		},
		lacks:  []string{"Secret", "secret", "482913"},
		reason: "its kind is test",
	},
}

// What a tool gives is read without any settings, by the mapping that is then written; people and rooms stay out, and so
// does what is no incident.
func TestPresets(t *testing.T) {
	if len(presetSamples) != len(presets) {
		t.Errorf("%d samples", len(presetSamples))
	}
	for name, sample := range presetSamples {
		t.Run(name, func(t *testing.T) {
			repo := intaketest.New(t)
			in, o := intaketest.One("incidents.json", sample.text), repo.Options("Tool")
			if _, err := JSON(t.Context(), in, o); err != nil {
				t.Fatal(err)
			}
			if got := o.Words.Proposed()["tool"]; !maps.Equal(got, sample.columns) {
				t.Errorf("columns %v", got)
			}
			outcomes := repo.Import(JSON, in, repo.Options("Tool"))
			if len(outcomes) != 2 || outcomes[0].Verdict != intake.Write || !strings.Contains(outcomes[1].Reason, sample.reason) {
				t.Fatalf("%+v", outcomes)
			}
			repo.Holds(outcomes[0].Path, sample.holds...)
			for _, word := range sample.lacks {
				if strings.Contains(repo.Text(outcomes[0].Path), word) {
					t.Errorf("it holds %q:\n%s", word, repo.Text(outcomes[0].Path))
				}
			}
			repo.Valid()
			repo.Cut(JSON, "a.json", sample.text)

			// Read by what was proposed, it is the same.
			first, _ := JSON(t.Context(), in, o)
			o.Words = importing.NewWords(importing.Settings{Fields: map[string]map[string]string{"Tool": sample.columns}}, incident.DefaultVocabularies())
			again, err := JSON(t.Context(), in, o)
			if err != nil || len(again.Entries) != 1 || again.Entries[0].Body != first.Entries[0].Body || !slices.Equal(again.LeftOut, first.LeftOut) {
				t.Errorf("%v, %+v", err, again)
			}
		})
	}
}

// An object leaves out what is null, so that another page of a list may lack what the settings name, or have what they lack.
func TestPages(t *testing.T) {
	repo := intaketest.New(t)
	page := func(source, text string) (*importing.Words, importing.Batch) {
		t.Helper()
		o := repo.Options(source)
		batch, err := JSON(t.Context(), intaketest.One("a.json", text), o)
		if err != nil {
			t.Fatal(err)
		}
		if repo.Settings.Fields == nil {
			repo.Settings.Fields = map[string]map[string]string{}
		}
		for name, fields := range o.Words.Proposed() {
			if repo.Settings.Fields[name] == nil {
				repo.Settings.Fields[name] = map[string]string{}
			}
			maps.Copy(repo.Settings.Fields[name], fields)
		}
		return o.Words, batch
	}
	const call = `{"incident_number": 1, "id": "A", "title": "One", "created_at": "2026-03-02T09:25:00Z", "service": {"summary": "s"}, "urgency": "low"`
	_, batch := page("Calls", `[`+call+`, "priority": null}]`)
	if f := batch.Entries[0].Front; f.Severity != "sev4" || !slices.Contains(f.Source.Issues, "severity: priority.name is empty; urgency was taken") {
		t.Errorf("%+v", f)
	}
	words, batch := page("Calls", `[`+call+`, "priority": {"name": "P1"}, "resolved_at": "2026-03-02T10:00:00Z"}]`)
	if f := batch.Entries[0].Front; f.Severity != "sev1" || f.Timeline.Resolved.IsZero() || len(words.Proposed()) > 0 {
		t.Errorf("%+v, %v", f, words.Proposed())
	}

	const drill = `{"number": 1, "name": "One", "created_at": "2026-03-02T09:25:00Z", "started_at": "2026-03-02T09:25:00Z", "current_milestone": "started", "severity": `
	page("Drills", `[`+drill+`"SEV1", "milestones": [{"type": "started", "occurred_at": "2026-03-02T09:25:00Z"}]}]`)
	_, batch = page("Drills", `[`+drill+`"GAMEDAY", "milestones": []}]`)
	if len(batch.LeftOut) != 1 || len(batch.Notes) > 0 {
		t.Errorf("a page without what a tool is known by: %+v", batch)
	}

	page("List", `[{"name": "One", "created": "2026-03-02", "severity": "low", "owner_team": "x"}]`)
	words, batch = page("List", `[{"name": "One", "created": "2026-03-02", "resolved_at": "2026-03-03"}]`)
	if got := words.Proposed()["list"]; !maps.Equal(got, map[string]string{"resolved": "resolved_at"}) || batch.Entries[0].Front.Timeline.Resolved.IsZero() {
		t.Errorf("%v, %+v", got, batch.Entries)
	}
	if len(batch.Notes) != 1 || batch.Notes[0] != `no entry has "owner_team", "severity", which import.yaml names` {
		t.Errorf("%q", batch.Notes)
	}
	for _, text := range []string{`[{"created": "2026-03-02"}]`, `[{"name": "One"}]`} {
		if _, err := JSON(t.Context(), intaketest.One("a.json", text), repo.Options("List")); err == nil {
			t.Errorf("%s is read", text)
		}
	}
}

// An entry without the time that is meant has another that it states, and says which; one that is no incident is left out.
func TestEntriesOfTools(t *testing.T) {
	repo := intaketest.New(t)
	const stamp = `"incident_timestamp_values": [{"incident_timestamp": {"name": "Reported at"}, "value": `
	o := repo.Import(JSON, intaketest.One("a.json", `[
 {"reference": "INC-1", "name": "One", "mode": "standard", "created_at": "2026-04-02T08:00:00Z", "severity": {"name": "Major"}, "incident_status": {"category": "live"}, `+stamp+`{"value": "2026-04-02T07:00:00Z"}}]},
 {"reference": "INC-2", "name": "Two", "mode": "standard", "created_at": "2026-04-03T08:00:00Z", "severity": {"name": "Major"}, "incident_status": {"category": "live"}, `+stamp+`null}]},
 {"reference": "INC-3", "name": "Three", "mode": "standard", "created_at": "2026-04-03T08:00:00Z", "severity": {"name": "Major"}, "incident_status": {"category": "merged"}, `+stamp+`null}]}]`), repo.Options("Tool"))
	if len(o) != 3 || o[2].Reason != "it is no incident of its own: its incident_status.category is merged" {
		t.Fatalf("%+v", o)
	}
	repo.Holds(o[0].Path, "detected: '2026-04-02T07:00:00Z'")
	repo.Holds(o[1].Path, "detected: '2026-04-03T08:00:00Z'", "has no time; that of created_at was taken")

	o = repo.Import(JSON, intaketest.One("b.json", `[{"number": 1, "name": "Exercise", "created_at": "2026-04-02T08:00:00Z", "started_at": "2026-04-02T08:00:00Z", "current_milestone": "resolved",
 "severity": "GAMEDAY", "milestones": [{"type": "started", "occurred_at": "2026-04-02T08:00:00Z"}]}]`), repo.Options("Other"))
	if len(o) != 1 || o[0].Reason != "it is no incident of its own: its severity is GAMEDAY" {
		t.Errorf("%+v", o)
	}
}

// A path can choose an object of a list by its place, or by what stands in it.
func TestPathsIntoLists(t *testing.T) {
	r, err := flatten([]byte(`{"list": [{"a": "x", "b": 1}, {"a": "Y z", "c": {"d": [{"e": "deep"}, {"e": "deeper"}]}}, {"a": "x", "b": 3}], "mixed": [{"a": 1}, 2], "none": [], "odd[key].x": "plain"}`))
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		"list[].a": "x, Y z", "list[].b": "1, 3", "list[0].b": "1", "list[1].b": "", "list[a=x].b": "1", "list[a=y Z].c.d[].e": "deep, deeper", "list[2].b": "3",
		"list[3].b": "", "list[-1].b": "", "list[a=w].b": "", "list[b].a": "", "mixed": `[{"a": 1}, 2]`, "none": "", "odd[key].x": "plain", "list": "", "list[0]": "",
	} {
		if got := r.value(path); got != want {
			t.Errorf("%s is %q, want %q", path, got, want)
		}
	}
	long, err := flatten([]byte(`{"list": [` + strings.Repeat(`{"a": 1},`, 1000) + `{"a": 1}]}`))
	if err != nil || len(long) != 1 || long[0].name != "list" {
		t.Errorf("a long list: %v, %d values", err, len(long))
	}
	var wide []string
	for i := range 600 {
		wide = append(wide, fmt.Sprintf(`{"a%d": 1, "b%d": 1}`, i, i))
	}
	if _, err := flatten([]byte(`{"list": [` + strings.Join(wide, ",") + `]}`)); err == nil || !strings.Contains(err.Error(), "more than 1000 values") {
		t.Errorf("a wide list: %v", err)
	}
}
