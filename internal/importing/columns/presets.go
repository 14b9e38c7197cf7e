package columns

import (
	"fmt"
	"slices"
	"strings"
)

// preset is how a tool gives incidents as JSON, as far as the pages named beside it document that.
type preset struct {
	name string   // of the tool
	has  []string // paths by which it is recognised: all of them, below one of the envelopes
	// fields are the paths for each key, the likeliest first: of each entry the first that has a value is read.
	fields []choice
	// skip are the values at paths, in any case, by which an entry is no incident of its own, such as a test.
	skip  []choice
	rooms []string // paths of meetings and chats; an underscore at the end stands for all that begin so
}

// choice is a key with the paths for it, or a path with values.
type choice struct {
	name string
	list []string
}

// presets are all of them. The sources were read on 2026-11-28.
var presets = []preset{
	{
		// GET /incidents of the REST API: https://github.com/PagerDuty/go-pagerduty/blob/main/incident.go, and an answer with
		// resolved_at at https://prismatic.io/docs/example-payloads/pagerduty/actions/listIncidents.json. An incident that was
		// merged into another has a resolve_reason.
		name: "PagerDuty",
		has:  []string{"incident_number", "title", "created_at", "service.summary"},
		fields: []choice{
			{"id", []string{"id"}},
			{"title", []string{"title"}},
			{"severity", []string{"priority.name", "priority.summary", "urgency"}},
			{"status", []string{"status"}},
			{"systems", []string{"service.summary"}},
			{"owner", []string{"teams[0].summary"}},
			{"url", []string{"html_url"}},
			{"detected", []string{"created_at"}},
			{"resolved", []string{"resolved_at"}},
			{"text", []string{"body.details"}},
		},
		skip:  []choice{{"resolve_reason.type", []string{"merge_resolve_reason"}}},
		rooms: []string{"conference_bridge"},
	},
	{
		// GET /v2/incidents: https://github.com/mustafabayar/incident-io-sdk/blob/main/docs/IncidentV2.md, generated from the
		// OpenAPI description of incident.io; names of timestamps: https://help.incident.io/en/articles/6541971-incident-lifecycle,
		// where Fixed At is when an incident begins to be monitored, and https://docs.incident.io/api-reference/incident-timestamps-v2.
		name: "incident.io",
		has:  []string{"reference", "name", "created_at", "incident_status.category"},
		fields: []choice{
			{"id", []string{"reference"}},
			{"title", []string{"name"}},
			{"summary", []string{"summary"}},
			{"severity", []string{"severity.name"}},
			{"status", []string{"incident_status.category"}},
			{"type", []string{"incident_type.name"}},
			{"url", []string{"permalink"}},
			{"started", []string{stampBegin + "Impact started at" + stampEnd, stampBegin + "Impact started" + stampEnd}},
			{"detected", []string{stampBegin + "Reported at" + stampEnd, "created_at"}},
			{"contained", []string{stampBegin + "Fixed at" + stampEnd}},
			{"resolved", []string{stampBegin + "Resolved at" + stampEnd}},
			{"closed", []string{stampBegin + "Closed at" + stampEnd}},
		},
		skip:  []choice{{"mode", []string{"test", "tutorial"}}, {"incident_status.category", []string{"merged"}}},
		rooms: []string{"call_url", "slack_", "ms_teams_"},
	},
	{
		// GET /v1/incidents: https://github.com/firehydrant/firehydrant-go-sdk/blob/main/models/components/incidententity.go and
		// incidentsmilestoneentity.go beside it; milestones: https://docs.firehydrant.com/docs/incident-milestones-lifecycle-phases.
		name: "FireHydrant",
		has:  []string{"name", "started_at", "current_milestone", "milestones[].type"},
		fields: []choice{
			{"id", []string{"number", "id"}},
			{"title", []string{"name"}},
			{"summary", []string{"summary"}},
			{"severity", []string{"severity", "priority"}},
			{"status", []string{"current_milestone"}},
			{"type", []string{"incident_type.name"}},
			{"systems", []string{"services[].name", "functionalities[].name"}},
			{"tags", []string{"tag_list"}},
			{"url", []string{"incident_url"}},
			{"started", []string{"milestones[type=started].occurred_at", "started_at"}},
			{"detected", []string{"milestones[type=detected].occurred_at", "created_at"}},
			{"triaged", []string{"milestones[type=acknowledged].occurred_at"}},
			{"contained", []string{"milestones[type=mitigated].occurred_at"}},
			{"resolved", []string{"milestones[type=resolved].occurred_at"}},
			{"text", []string{"description"}},
			{"impact", []string{"customer_impact_summary"}},
		},
		skip:  []choice{{"severity", []string{"GAMEDAY"}}}, // an exercise
		rooms: []string{"channel_", "incident_channels", "conference_bridges"},
	},
	{
		// GET /v1/incidents, in the form of JSON:API: https://github.com/rootlyhq/rootly-python/blob/main/rootly_sdk/models/incident.py,
		// with severity.py and service_response.py beside it; kinds: https://docs.sim.ai/integrations/rootly.md.
		name: "Rootly",
		has:  []string{"sequential_id", "title", "created_at", "severity.data.attributes.name"},
		fields: []choice{
			{"id", []string{"sequential_id", "id"}},
			{"title", []string{"title"}},
			{"summary", []string{"summary"}},
			{"severity", []string{"severity.data.attributes.name"}},
			{"status", []string{"status"}},
			{"type", []string{"incident_types[0].data.attributes.name"}},
			{"systems", []string{"services[].data.attributes.name", "functionalities[].data.attributes.name"}},
			{"owner", []string{"groups[0].data.attributes.name"}},
			{"url", []string{"url"}},
			{"started", []string{"started_at"}},
			{"detected", []string{"detected_at", "created_at"}},
			{"triaged", []string{"acknowledged_at", "in_triage_at"}},
			{"contained", []string{"mitigated_at"}},
			{"resolved", []string{"resolved_at"}},
			{"closed", []string{"closed_at"}},
			{"response", []string{"resolution_message", "mitigation_message"}},
		},
		skip:  []choice{{"kind", []string{"test", "test_sub", "example", "example_sub", "scheduled", "scheduled_sub"}}},
		rooms: []string{"zoom_meeting_", "google_meeting_", "slack_", "mattermost_"},
	},
}

// The path of a timestamp of incident.io is its name between these.
const (
	stampBegin = "incident_timestamp_values[incident_timestamp.name="
	stampEnd   = "].value.value"
)

// tool is a preset with the envelope that a source has its paths in; the zero value is that of a source without one.
type tool struct {
	preset
	envelope string
}

// recognise is the tool that a source comes from, by what it has or, where this page lacks it, by what the settings read of
// another.
func recognise(columns []string, set map[string]string) tool {
	has := slices.Clone(columns)
	for _, column := range set {
		has = append(has, column)
		if list, which, _, isOne := one(column); isOne {
			key, _, _ := strings.Cut(which, "=")
			has = append(has, list+"[]."+key)
		}
	}
	for _, p := range presets {
		for _, envelope := range append([]string{""}, envelopes...) {
			if !slices.ContainsFunc(p.has, func(path string) bool { return !slices.Contains(has, envelope+path) }) {
				return tool{p, envelope}
			}
		}
	}
	return tool{}
}

// paths are those of each key, the likeliest first, whether the source at hand has them or not: another page of it may.
func (t tool) paths(columns []string) map[string][]string {
	all := map[string][]string{}
	for _, c := range t.fields {
		for _, path := range c.list {
			if name := t.envelope + path; isThere(columns, name) || !isThere(columns, path) { // JSON:API has ids outside
				path = name
			}
			all[c.name] = append(all[c.name], path)
		}
	}
	return all
}

// fault is why an entry is no incident of its own; nil where it is one.
func (t tool) fault(r row) error {
	for _, s := range t.skip {
		value := r.value(t.envelope + s.name)
		if slices.ContainsFunc(s.list, func(one string) bool { return strings.EqualFold(one, value) }) {
			return fmt.Errorf("it is no incident of its own: its %s is %s", s.name, value)
		}
	}
	return nil
}

// room is what leads to where people talk, of a path: that of an object, or the path itself; empty where it leads nowhere.
func (t tool) room(path string) string {
	for _, room := range t.rooms {
		switch {
		case !strings.HasPrefix(path, t.envelope+room):
		case strings.HasSuffix(room, "_"):
			return path
		default:
			return t.envelope + room
		}
	}
	return ""
}
