package pages

import (
	"cmp"
	"slices"
	"sort"
	"strings"

	"hindcast/internal/address"
	"hindcast/internal/incident"
	"hindcast/internal/layout"
	"hindcast/internal/link/graph"
	"hindcast/internal/precedents"
	"hindcast/internal/view"
)

type listContent struct {
	Sheet
	Order                     string // how the list is sorted
	Types, Severities, Stages []Choice
	Systems                   []Choice
}

// Choice is a value that a list can be narrowed to.
type Choice struct {
	ID, Title string
	N         int
}

const byStageAddress = "incidents/by-stage/"

func incidents(m *site, emit layout.Emit) bool {
	own := m.Index.Own
	lead := m.T("Every incident, near miss, hazard and exercise that was filed.")
	c := listContent{
		Types: m.choices(own, view.ByType), Severities: m.choices(own, view.BySeverity), Stages: m.choices(own, "statuses"),
		Systems: m.choices(own, "systems"),
	}
	for _, order := range []struct {
		id, addr string
		parts    []Part
	}{
		{"newest", "incidents/", m.byYear(own)},
		{"severity", "incidents/by-severity/", m.bySeverity(own)},
		{"stage", byStageAddress, m.byStage(own)},
	} {
		ok := emitSheets(m, emit, "incidents", order.addr, layout.Page{
			Title: m.T("Incidents"), Section: "incidents", Lead: lead,
		}, order.parts, func(s Sheet) any {
			c.Sheet, c.Order = s, order.id
			return c
		})
		if !ok {
			return false
		}
	}
	for _, r := range m.Log.Records {
		if !m.guarded(r, emit) {
			return false
		}
	}
	return true
}

// Incident hands on the page of a record, unless it is a duplicate, which has none.
func Incident(model *view.Model, r *incident.Record, emit layout.Emit) bool {
	return newSite(model).guarded(r, emit)
}

func (m *site) guarded(r *incident.Record, emit layout.Emit) bool {
	if r.Status == incident.Duplicate && m.Names.Record(r.DuplicateOf) != nil {
		return true
	}
	return layout.Guarded(m.Model, r.Path, emit, func(emit layout.Emit) bool { return m.incident(r, emit) })
}

// bySeverity groups records by severity, the worst first, and within it by date.
func (m *site) bySeverity(records []*incident.Record) []Part {
	v := m.Log.Config.Vocabularies[view.BySeverity]
	return partition(m.worstFirst(records), func(r *incident.Record) Part {
		if i := m.severityRank(r); i < len(v) {
			return Part{Title: m.T(v[i].Title), Anchor: "severity-" + address.Slug(v[i].ID), Badge: m.SeverityOf(i, v[i])}
		}
		return Part{Title: m.T("Without a severity"), Anchor: "severity-none"}
	})
}

// severityRank is where the severity of a record stands in the scale, the worst at 0; one without comes last.
func (m *site) severityRank(r *incident.Record) int {
	v := m.Log.Config.Vocabularies[view.BySeverity]
	if i := v.Index(r.Rank()); i >= 0 {
		return i
	}
	return len(v)
}

// byStage groups records by the stage reached, open ones first, and within it by date.
func (m *site) byStage(records []*incident.Record) []Part {
	v := m.Log.Config.Vocabularies["statuses"]
	sorted := slices.Clone(records)
	slices.SortStableFunc(sorted, func(a, b *incident.Record) int {
		return cmp.Compare(v.Index(a.Status), v.Index(b.Status))
	})
	return partition(sorted, func(r *incident.Record) Part {
		return Part{Title: m.Term("statuses", r.Status), Anchor: "stage-" + address.Slug(r.Status), Stage: m.Status(r)}
	})
}

// choices is the values of a key among records, in the order of their vocabulary.
func (m *site) choices(records []*incident.Record, vocabulary string) []Choice {
	counts := map[string]int{}
	for _, r := range records {
		switch vocabulary {
		case view.ByType:
			counts[r.Type]++
		case view.BySeverity:
			counts[r.Rank()]++
		case "statuses":
			counts[r.Status]++
		default:
			for _, slug := range r.Systems {
				counts[slug]++
			}
		}
	}
	var list []Choice
	for id, n := range counts {
		title := m.Term(vocabulary, id)
		if vocabulary == "systems" {
			title = m.SystemTitle(id)
		}
		if id != "" {
			list = append(list, Choice{id, title, n})
		}
	}
	v := m.Log.Config.Vocabularies[vocabulary]
	sort.Slice(list, func(i, j int) bool {
		a, b := &list[i], &list[j]
		return cmp.Or(cmp.Compare(v.Index(a.ID), v.Index(b.ID)), strings.Compare(a.Title, b.Title),
			strings.Compare(a.ID, b.ID)) < 0
	})
	return list
}

type incidentContent struct {
	*incident.Record
	Text        Text
	Links       *graph.Connections
	Mentions    []graph.Mention // the first of those in Links
	Stages      []view.StageStep
	Actions     []view.ActionRow
	Obligations []ObligationRow
	Lead        string // the summary, unless the text begins with it
	Playbooks   []*incident.Article
	Commits     view.History
	Cite        view.Citation
	Parties     []precedents.Group
	OwnFields   []view.OwnField
	Facts       view.FactGroups

	Earlier, Later *incident.Record // by date, of the same kind of list; nil at its ends
}

func (m *site) incident(r *incident.Record, emit layout.Emit) bool {
	section := "incidents"
	if r.IsPrecedent() {
		section = "precedents"
	}
	addr := address.Record(r)
	return emit("incident", addr, layout.Page{
		Title: r.ID + ": " + r.Title, Lead: r.Summary, Section: section, Record: r,
		Content: layout.Later(func() any { return m.incidentContent(r, addr) }),
	}) && emitMentions(m, emit, section, addr, r.ID, r.Path)
}

func (m *site) incidentContent(r *incident.Record, addr string) incidentContent {
	c := incidentContent{
		Record: r, Text: m.text(&r.File, addr), Links: m.Connections(r.Path), Stages: view.Stages(m.Model, r),
		Obligations: m.obligationRows(r),
		Commits:     m.history(r.Path), Cite: view.Cite(m.Model, r), Parties: precedents.Groups(m.Model, m.parties, r),
		OwnFields: view.OwnFields(&m.Log.Config, &r.File, r.Custom), Facts: view.FactGroups{Record: r},
	}
	for _, a := range r.Actions {
		c.Actions = append(c.Actions, m.ActionRow(r, a))
	}
	for _, slug := range r.Playbooks {
		if a := m.Names.Playbook(slug); a != nil {
			c.Playbooks = append(c.Playbooks, a)
		}
	}
	c.Mentions = first(c.Links.Mentions)
	c.Earlier, c.Later = m.Index.Neighbours(r)
	if !repeats(&r.File, r.Summary) {
		c.Lead = r.Summary
	}
	return c
}

// repeats reports whether a text begins with its own summary.
func repeats(file *incident.File, summary string) bool {
	for _, b := range file.Text.Blocks {
		if b.Level == 0 {
			return strings.HasPrefix(b.Plain, strings.TrimSuffix(summary, "…"))
		}
	}
	return false
}

func (m *site) history(path string) view.History {
	if m.History == nil {
		return view.History{}
	}
	return m.History(path)
}
