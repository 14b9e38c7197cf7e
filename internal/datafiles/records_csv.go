package datafiles

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"hindcast/internal/address"
	"hindcast/internal/exchange"
	"hindcast/internal/incident"
	"hindcast/internal/view"
)

// csvColumn is one column of incidents.csv.
type csvColumn struct {
	name  string
	value func(*incident.Record) string
}

// recordsCSV is incidents.csv (RFC 4180): a row for each record of the site, newest first, times and
// values as in the record. The columns:
//
//	id url title summary kind type also severity potential_severity status tlp
//	systems unregistered owner commander reviewer approver
//	method                                    how it was detected
//	started ended detected triaged contained resolved reviewed closed disclosed
//	first_triaged … first_closed              of the first pass, in a record that was reopened
//	detect_minutes respond_minutes contain_minutes resolve_minutes learn_days close_days   see durations
//	people_least people_most, exposed_…, records_…, decisions_…, cost_…   the same number twice where it is no estimate,
//	                                          one of them empty where an end is open
//	share_of share_least share_most           of all requests, customers or the like
//	cost currency harms reversible countries  cost is empty where it is an estimate; harms is "none" where the record
//	                                          says there was none
//	confidence autonomy authority adversary
//	safeguards guards                         as result:name, and kind:action
//	custom_…                                  one for each of custom_fields
//	trigger causes tags playbooks
//	frameworks                                as framework:id name (failed), of each control what the incident shows
//	related                                   as relation:id
//	actions actions_ended actions_overdue     how many; overdue as of the build
//	duplicate_of aliases
//
// A list is joined by "; ". A cell that a spreadsheet would run as a formula is escaped.
func (m *site) recordsCSV() view.File {
	columns := m.csvColumns()
	header := make([]string, len(columns))
	for i, c := range columns {
		header[i] = c.name
	}
	rows := [][]string{header}
	for _, r := range view.Newest(m.Log.Records) {
		row := make([]string, len(columns))
		for i, c := range columns {
			row[i] = c.value(r)
		}
		rows = append(rows, row)
	}
	return csvFile("incidents.csv", exchange.CSV(rows))
}

func csvList(values []string) string { return strings.Join(values, "; ") }

func (m *site) csvColumns() []csvColumn {
	columns := []csvColumn{
		{"id", func(r *incident.Record) string { return r.ID }},
		{"url", address.Record},
		{"title", func(r *incident.Record) string { return r.Title }},
		{"summary", func(r *incident.Record) string { return r.Summary }},
		{"kind", func(r *incident.Record) string { return r.KindOrDefault() }},
		{"type", func(r *incident.Record) string { return r.Type }},
		{"also", func(r *incident.Record) string { return csvList(r.Also) }},
		{"severity", func(r *incident.Record) string { return r.Severity }},
		{"potential_severity", func(r *incident.Record) string { return r.PotentialSeverity }},
		{"status", func(r *incident.Record) string { return r.Status }},
		{"tlp", func(r *incident.Record) string { return r.TLP }},
		{"systems", func(r *incident.Record) string { return csvList(r.Systems) }},
		{"unregistered", func(r *incident.Record) string { return csvList(r.Unregistered) }},
		{"owner", func(r *incident.Record) string { return r.Owner }},
		{"commander", func(r *incident.Record) string { return csvList(r.Roles.Commander) }},
		{"reviewer", func(r *incident.Record) string { return r.Roles.Reviewer }},
		{"approver", func(r *incident.Record) string { return r.Roles.Approver }},
		{"method", func(r *incident.Record) string { return r.Detection.Method }},
	}
	columns = append(columns, timeColumns()...)
	columns = append(columns, m.durationColumns()...)
	columns = append(columns, impactColumns()...)
	columns = append(columns, agencyColumns()...)
	for _, f := range m.Log.Config.CustomFields {
		columns = append(columns, csvColumn{"custom_" + f.ID, func(r *incident.Record) string {
			if value, written := r.Custom[f.ID]; written {
				return csvList(view.OwnTexts(value))
			}
			return ""
		}})
	}
	return append(columns,
		csvColumn{"trigger", func(r *incident.Record) string { return r.Trigger }},
		csvColumn{"causes", func(r *incident.Record) string {
			return csvListOf(r.Causes, func(c incident.Cause) string { return c.Factor })
		}},
		csvColumn{"tags", func(r *incident.Record) string { return csvList(r.Tags) }},
		csvColumn{"frameworks", func(r *incident.Record) string { return csvList(m.controlsOf(r)) }},
		csvColumn{"playbooks", func(r *incident.Record) string { return csvList(r.Playbooks) }},
		csvColumn{"related", func(r *incident.Record) string {
			return csvListOf(r.Related, func(rel incident.Relation) string { return rel.Relation + ":" + rel.ID })
		}},
		csvColumn{"actions", func(r *incident.Record) string { return strconv.Itoa(len(r.Actions)) }},
		csvColumn{"actions_ended", func(r *incident.Record) string {
			return strconv.Itoa(len(view.Filter(r.Actions, incident.Action.HasEnded)))
		}},
		csvColumn{"actions_overdue", func(r *incident.Record) string {
			return strconv.Itoa(len(view.Filter(r.Actions, func(a incident.Action) bool {
				return a.IsOverdue(m.Now, m.Log.Config.Zone)
			})))
		}},
		csvColumn{"duplicate_of", func(r *incident.Record) string { return r.DuplicateOf }},
		csvColumn{"aliases", func(r *incident.Record) string { return csvList(r.Aliases) }},
	)
}

func csvListOf[T any](values []T, text func(T) string) string {
	texts := make([]string, len(values))
	for i, v := range values {
		texts[i] = text(v)
	}
	return csvList(texts)
}

func timeColumns() []csvColumn {
	var columns []csvColumn
	for _, key := range incident.TimelineKeys() {
		columns = append(columns, csvColumn{key, func(r *incident.Record) string { return r.Timeline.At(key).String() }})
	}
	for _, stage := range incident.Lifecycle[1:] { // nothing lies before detected to go back to
		columns = append(columns, csvColumn{"first_" + stage.ID, func(r *incident.Record) string {
			if len(r.Reopened) == 0 {
				return ""
			}
			return r.First(stage.ID).String()
		}})
	}
	return columns
}

func (m *site) durationColumns() []csvColumn {
	var columns []csvColumn
	for _, span := range incident.Spans {
		columns = append(columns, csvColumn{span.Field(), func(r *incident.Record) string {
			if took, ok := span.Took(r, m.Log.Config.Zone); ok {
				return strconv.Itoa(took)
			}
			return ""
		}})
	}
	return columns
}

func impactColumns() []csvColumn {
	var columns []csvColumn
	count := func(name string, of func(*incident.Record) *incident.Count) {
		columns = append(columns, endColumns(name, func(r *incident.Record) (least, most string) {
			if c := of(r); c != nil {
				return c.Ends()
			}
			return "", ""
		})...)
	}
	count("people", func(r *incident.Record) *incident.Count { return r.Impact.People })
	count("exposed", func(r *incident.Record) *incident.Count { return r.Impact.Exposed })
	count("records", func(r *incident.Record) *incident.Count { return r.Impact.Records })
	count("decisions", func(r *incident.Record) *incident.Count { return r.Impact.Decisions })
	columns = append(columns, endColumns("cost", func(r *incident.Record) (least, most string) {
		if c := r.Impact.Cost; c != nil {
			return c.Amount.Ends()
		}
		return "", ""
	})...)
	columns = append(columns, csvColumn{"share_of", func(r *incident.Record) string {
		if r.Impact.Share == nil {
			return ""
		}
		return r.Impact.Share.Of
	}})
	columns = append(columns, endColumns("share", func(r *incident.Record) (least, most string) {
		if s := r.Impact.Share; s != nil {
			return s.Value.Ends()
		}
		return "", ""
	})...)
	cost := func(of func(incident.Cost) string) func(*incident.Record) string {
		return func(r *incident.Record) string {
			if r.Impact.Cost == nil {
				return ""
			}
			return of(*r.Impact.Cost)
		}
	}
	return append(columns,
		csvColumn{"cost", cost(func(c incident.Cost) string {
			if c.Amount.Least != c.Amount.Most {
				return ""
			}
			return c.Amount.Least
		})},
		csvColumn{"currency", cost(func(c incident.Cost) string { return string(c.Currency) })},
		csvColumn{"harms", func(r *incident.Record) string {
			if r.HarmsNone() {
				return "none"
			}
			return csvList(r.Impact.Harms)
		}},
		csvColumn{"reversible", func(r *incident.Record) string { return r.Impact.Reversible }},
		csvColumn{"countries", func(r *incident.Record) string {
			return csvListOf(r.Impact.Countries, func(c incident.Country) string { return string(c) })
		}},
	)
}

// agencyColumns are how sure it is, what the system could do, and what caught it.
func agencyColumns() []csvColumn {
	return []csvColumn{
		{"confidence", func(r *incident.Record) string { return r.Confidence.Level }},
		{"autonomy", func(r *incident.Record) string { return r.Agency.Autonomy }},
		{"authority", func(r *incident.Record) string { return csvList(r.Agency.Authority) }},
		{"adversary", func(r *incident.Record) string { return r.Agency.Adversary }},
		{"safeguards", func(r *incident.Record) string {
			return csvListOf(r.Safeguards, func(s incident.Safeguard) string { return s.Result + ":" + s.Name })
		}},
		{"guards", func(r *incident.Record) string {
			return csvListOf(r.Guards(), func(a incident.Action) string { return a.Guard.Kind + ":" + a.ID })
		}},
	}
}

// endColumns are the least and the most of a number.
func endColumns(name string, ends func(*incident.Record) (least, most string)) []csvColumn {
	return []csvColumn{
		{name + "_least", func(r *incident.Record) string { least, _ := ends(r); return least }},
		{name + "_most", func(r *incident.Record) string { _, most := ends(r); return most }},
	}
}

// controlsOf is the controls that a record names, as framework:id name, and what it shows of each.
func (m *site) controlsOf(r *incident.Record) []string {
	var list []string
	for _, framework := range slices.Sorted(maps.Keys(r.Frameworks)) {
		for _, c := range r.Frameworks[framework] {
			text := framework + ":" + c.ID
			if name := m.Frameworks.Name(framework, c.ID); name != "" {
				text += " " + name
			}
			if c.Shows != "" {
				text += " (" + c.Shows + ")"
			}
			list = append(list, text)
		}
	}
	return list
}
