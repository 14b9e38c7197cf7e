package exchange

import (
	"crypto/sha256"
	"fmt"
	"iter"
	"maps"
	"net/url"
	"reflect"
	"slices"
	"strings"

	"hindcast/internal/address"
	"hindcast/internal/incident"
	"hindcast/internal/lazy"
	"hindcast/internal/markdown"
	"hindcast/internal/taxonomy"
)

// Document is what a search engine is given of one record, system, article, playbook or glossary
// term. Fields have the names of the front matter. The tag use says what an engine does with a
// field; mapping and settings are made of it, so that they can't differ from the documents.
type Document struct {
	Key          string `json:"key" use:"key"` // unique in one log; see keyOf
	ID           string `json:"id" use:"name"` // of a record, else the slug
	Site         string `json:"site" use:"exact"`
	Organisation string `json:"organisation,omitempty" use:"exact"`
	Language     string `json:"language" use:"exact"` // of the site; texts stay as they were written
	URL          string `json:"url" use:"stored"`     // relative to the root of the site where its address is not known
	Kind         string `json:"kind" use:"exact"`     // of a record; else system, article, playbook or glossary
	TLP          string `json:"tlp" use:"exact"`      // of the whole; parts above the audience are left out
	Title        string `json:"title" use:"title"`
	Summary      string `json:"summary,omitempty" use:"summary"`
	Owner        string `json:"owner,omitempty" use:"facet"`
	Status       string `json:"status,omitempty" use:"exact"` // of a record or a system

	Type     string   `json:"type,omitempty" use:"exact"`
	Types    []string `json:"types,omitempty" use:"exact"` // the main one and further ones; those a playbook is for
	Severity string   `json:"severity,omitempty" use:"exact"`
	Systems  []string `json:"systems,omitempty" use:"facet"` // of a system its own slug
	Labels   []string `json:"labels,omitempty" use:"words"`  // titles of types, causes and systems
	Tags     []string `json:"tags,omitempty" use:"facet"`
	Aliases  []string `json:"aliases,omitempty" use:"name"`
	Also     []string `json:"also,omitempty" use:"words"` // other words for a glossary term

	Date            string            `json:"date,omitempty" use:"date"` // in the form of its precision
	Timeline        map[string]string `json:"timeline,omitempty" use:"date"`
	DateSeconds     *int64            `json:"date_seconds,omitempty" use:"seconds"`
	TimelineSeconds map[string]int64  `json:"timeline_seconds,omitempty" use:"seconds"`
	ReviewBy        string            `json:"review_by,omitempty" use:"date"`

	Unregistered    []string       `json:"unregistered,omitempty" use:"facet"`
	Models          []ModelField   `json:"models,omitempty"`
	Teams           []string       `json:"teams,omitempty" use:"facet"` // owner, roles and owners of actions
	Parties         *PartiesField  `json:"parties,omitempty"`
	Detection       string         `json:"detection,omitempty" use:"exact"` // the method
	Harms           []string       `json:"harms,omitempty" use:"exact"`
	Countries       []string       `json:"countries,omitempty" use:"exact"`
	Confidence      string         `json:"confidence,omitempty" use:"exact"`
	Autonomy        string         `json:"autonomy,omitempty" use:"exact"`
	Authority       []string       `json:"authority,omitempty" use:"exact"`
	Safeguards      []string       `json:"safeguards,omitempty" use:"text"` // their names
	Trigger         string         `json:"trigger,omitempty" use:"text"`
	Causes          []CauseField   `json:"causes,omitempty"`
	Mitigations     []string       `json:"mitigations,omitempty" use:"text"` // their titles
	Actions         []ActionField  `json:"actions,omitempty"`
	Related         []string       `json:"related,omitempty" use:"exact"` // ids, as declared in the record
	DuplicateOf     string         `json:"duplicate_of,omitempty" use:"exact"`
	Playbooks       []string       `json:"playbooks,omitempty" use:"exact"`
	Regimes         []string       `json:"regimes,omitempty" use:"exact"` // of obligations
	Frameworks      []string       `json:"frameworks,omitempty" use:"exact"`
	Controls        []string       `json:"controls,omitempty" use:"facet"` // ids within the frameworks
	ControlFindings []ControlField `json:"control_findings,omitempty"`
	References      []LinkField    `json:"references,omitempty"`
	Source          *SourceField   `json:"source,omitempty"`
	Custom          []string       `json:"custom,omitempty" use:"text"` // the texts, without their keys
	Notes           []string       `json:"notes,omitempty" use:"text"`  // what no other field holds, without keys

	Purpose   string `json:"purpose,omitempty" use:"text"`
	Role      string `json:"role,omitempty" use:"exact"`
	RiskClass string `json:"risk_class,omitempty" use:"exact"`
	Users     string `json:"users,omitempty" use:"text"`

	Sections []SectionField `json:"sections,omitempty"`
}

// ModelField is a model involved.
type ModelField struct {
	Name     string `json:"name" use:"facet"`
	Version  string `json:"version,omitempty" use:"facet"`
	Provider string `json:"provider,omitempty" use:"facet"`
	Affected string `json:"affected,omitempty" use:"facet"` // versions
	Fixed    string `json:"fixed,omitempty" use:"facet"`    // version
}

// PartiesField names who was involved.
type PartiesField struct {
	Developers []string `json:"developers,omitempty" use:"facet"`
	Deployers  []string `json:"deployers,omitempty" use:"facet"`
	Actors     []string `json:"actors,omitempty" use:"facet"`
	Harmed     []string `json:"harmed,omitempty" use:"facet"`
}

// CauseField is a contributing cause.
type CauseField struct {
	Factor string `json:"factor" use:"exact"`
	Note   string `json:"note,omitempty" use:"text"`
}

// ActionField is a corrective action.
type ActionField struct {
	ID     string `json:"id" use:"stored"`
	Title  string `json:"title" use:"text"`
	Kind   string `json:"kind,omitempty" use:"exact"`
	Owner  string `json:"owner,omitempty" use:"exact"`
	Status string `json:"status" use:"exact"`
	Due    string `json:"due,omitempty" use:"date"`
	Guard  string `json:"guard,omitempty" use:"exact"` // its kind
	// controls that it mends, each as framework and id
	Controls []string `json:"controls,omitempty" use:"facet"`
}

// ControlField is what a record says of a control.
type ControlField struct {
	Framework string `json:"framework" use:"exact"`
	ID        string `json:"id" use:"facet"`
	Name      string `json:"name,omitempty" use:"text"`
	Shows     string `json:"shows,omitempty" use:"exact"` // failed, held or absent; else it is concerned
	Note      string `json:"note,omitempty" use:"text"`
}

// LinkField is a document elsewhere.
type LinkField struct {
	URL   string `json:"url" use:"stored"`
	Title string `json:"title,omitempty" use:"text"`
}

// SourceField is where an imported record came from.
type SourceField struct {
	Name    string `json:"name" use:"facet"`
	ID      string `json:"id,omitempty" use:"exact"`
	URL     string `json:"url,omitempty" use:"stored"`
	Licence string `json:"licence,omitempty" use:"exact"`
}

// SectionField is the text under a heading of level two, without markup; paragraphs are a blank line
// apart. What is before the first heading, and the footnotes, have no title.
type SectionField struct {
	Title string `json:"title,omitempty" use:"text"`
	Text  string `json:"text" use:"text"`
}

// Documents makes a document of every record, system and article of a log, one at a time and in
// order of path. The log holds what the audience may see and nothing else.
func Documents(log *incident.Log) iter.Seq[Document] {
	return func(yield func(Document) bool) {
		m := documentMaker{&log.Config, log.Names(), taxonomy.FrameworksOf(log.Config.Frameworks)}
		for _, r := range log.Records {
			if !yield(m.record(r, address.Record(r))) {
				return
			}
		}
		for _, s := range log.Systems {
			if !yield(m.system(s, address.System(s))) {
				return
			}
		}
		for _, a := range log.Articles {
			if !yield(m.article(a, address.Article(a))) {
				return
			}
		}
	}
}

type documentMaker struct {
	config     *incident.Config
	names      *incident.Names
	frameworks map[string]taxonomy.Framework
}

// start is what all documents have.
func (m *documentMaker) start(group, id, address string, text markdown.Text) Document {
	if m.config.BaseURL != "" {
		address = string(m.config.BaseURL) + (&url.URL{Path: address}).EscapedPath()
	}
	return Document{
		Key: keyOf(group, id), ID: id, URL: address, Site: m.config.Title, Organisation: m.config.Organisation,
		Language: m.config.Language,
		Sections: slices.DeleteFunc(sectionsOf(text), func(s SectionField) bool { return s.Text == "" }),
	}
}

func (m *documentMaker) record(r *incident.Record, address string) Document {
	d := m.start("record", r.ID, address, r.Text)
	d.Title, d.Summary, d.Kind, d.TLP, d.Owner, d.Status = r.Title, r.Summary, r.KindOrDefault(), r.TLP, r.Owner, r.Status
	d.Type, d.Types, d.Severity, d.Systems, d.Tags, d.Aliases = r.Type, distinct(append([]string{r.Type}, r.Also...)),
		r.Rank(), r.Systems, r.Tags, r.Aliases
	d.Unregistered, d.Models, d.Detection = r.Unregistered, models(r.Models), r.Detection.Method
	d.Trigger, d.Harms, d.DuplicateOf, d.Playbooks = r.Trigger, r.Impact.Harms, r.DuplicateOf, r.Playbooks
	d.Confidence, d.Autonomy, d.Authority = r.Confidence.Level, r.Agency.Autonomy, r.Agency.Authority
	for _, s := range r.Safeguards {
		d.Safeguards = append(d.Safeguards, s.Name)
	}
	d.Labels = m.labels(d.Types, r.Causes, r.Systems)
	m.controls(&d, r)
	d.Custom = customTexts(&r.Front)
	m.times(&d, r)
	involved(&d, r)
	followUp(&d, r)
	d.Notes = furtherTexts(&d, &r.Front)
	return d
}

// times sets the date and the exact times of a record. A coarse date counts from its beginning in the
// zone of the log; a coarse time of the timeline is left out, since an engine would take it for midnight.
func (m *documentMaker) times(d *Document, r *incident.Record) {
	if date := r.Date(); !date.IsZero() {
		seconds := date.BeginningIn(m.config.Zone).Unix()
		d.Date, d.DateSeconds = date.String(), &seconds
	}
	d.Timeline, d.TimelineSeconds = map[string]string{}, map[string]int64{}
	for _, key := range incident.TimelineKeys() {
		if t := r.Timeline.At(key); t.Precision() >= incident.ToMinute {
			d.Timeline[key], d.TimelineSeconds[key] = t.String(), t.BeginningIn(m.config.Zone).Unix()
		}
	}
}

// involved sets who had a part in a record.
func involved(d *Document, r *incident.Record) {
	if p := r.Parties; len(p.Developers)+len(p.Deployers)+len(p.Actors)+len(p.Harmed) > 0 {
		d.Parties = &PartiesField{p.Developers, p.Deployers, p.Actors, p.Harmed}
	}
	for _, c := range r.Impact.Countries {
		d.Countries = append(d.Countries, string(c))
	}
	teams := append([]string{r.Owner, r.Roles.Reporter, r.Roles.Reviewer, r.Roles.Approver}, r.Roles.Commander...)
	for _, a := range r.Actions {
		teams = append(teams, a.Owner)
	}
	d.Teams = distinct(teams)
}

// followUp sets why it happened, what was done about it and what it leads to.
func followUp(d *Document, r *incident.Record) {
	for _, c := range r.Causes {
		d.Causes = append(d.Causes, CauseField{c.Factor, c.Note})
	}
	for _, m := range r.Mitigations {
		d.Mitigations = append(d.Mitigations, m.Title)
	}
	for _, a := range r.Actions {
		guard := ""
		if a.Guard != nil {
			guard = a.Guard.Kind
		}
		d.Actions = append(d.Actions, ActionField{a.ID, a.Title, a.Kind, a.Owner, a.Status, a.Due.String(), guard, a.Controls})
	}
	for _, rel := range r.Related {
		d.Related = append(d.Related, rel.ID)
	}
	for _, o := range r.Obligations {
		d.Regimes = append(d.Regimes, o.Regime)
	}
	d.Related, d.Regimes = distinct(d.Related), distinct(d.Regimes)
	d.References = links(r.References)
	if s := r.Source; s != nil {
		d.Source = &SourceField{s.Name, s.ID, string(s.URL), s.Licence}
	}
}

func (m *documentMaker) system(s *incident.System, address string) Document {
	d := m.start("system", s.Slug, address, s.Text)
	d.Title, d.Summary, d.Kind, d.TLP, d.Owner, d.Status = s.Title, s.Summary, "system", s.TLP, s.Owner, s.Status
	d.Systems, d.Aliases, d.Models, d.Teams = []string{s.Slug}, s.Aliases, models(s.Models), distinct([]string{s.Owner})
	d.Purpose, d.Role, d.RiskClass, d.Users = s.Purpose, s.Role, s.RiskClass, s.Users
	d.References, d.Custom = links(s.Links), customTexts(&s.SystemFront)
	d.Notes = furtherTexts(&d, &s.SystemFront)
	return d
}

func (m *documentMaker) article(a *incident.Article, address string) Document {
	d := m.start("article", a.Slug, address, a.Text)
	d.Title, d.Summary, d.Kind, d.TLP, d.Owner = a.Title, a.Summary, string(a.Kind), a.TLP, a.Owner
	d.Types, d.Systems, d.Tags, d.Aliases, d.Also = a.Types, a.Systems, a.Tags, a.Aliases, a.Also
	d.ReviewBy, d.Teams, d.Labels = a.ReviewBy.String(), distinct([]string{a.Owner}), m.labels(a.Types, nil, a.Systems)
	return d
}

// labels are the words that the site shows for types, causes and systems.
func (m *documentMaker) labels(types []string, causes []incident.Cause, systems []string) []string {
	var list []string
	for _, t := range types {
		list = append(list, m.config.Vocabularies["types"].TitleOf(t))
	}
	for _, c := range causes {
		list = append(list, m.config.Vocabularies["causes"].TitleOf(c.Factor))
	}
	for _, slug := range systems {
		if s := m.names.System(slug); s != nil {
			list = append(list, s.Title)
		}
	}
	return distinct(list)
}

func models(list []incident.Model) []ModelField {
	var fields []ModelField
	for _, m := range list {
		fields = append(fields, ModelField(m))
	}
	return fields
}

func links(list []incident.Reference) []LinkField {
	var fields []LinkField
	for _, r := range list {
		fields = append(fields, LinkField{string(r.URL), r.Title})
	}
	return fields
}

// controls sets the frameworks that a record names, the ids within them and what it says of each, all in order.
func (m *documentMaker) controls(d *Document, r *incident.Record) {
	d.Frameworks = slices.Sorted(maps.Keys(r.Frameworks))
	for _, key := range d.Frameworks {
		for _, c := range r.Frameworks[key] {
			d.Controls = append(d.Controls, c.ID)
			d.ControlFindings = append(d.ControlFindings, ControlField{key, c.ID, m.frameworks[key].Name(c.ID), c.Shows, c.Note})
		}
	}
	slices.Sort(d.Controls)
	d.Controls = slices.Compact(d.Controls)
}

// customTexts are the texts under the key custom of a front matter.
func customTexts(front any) []string {
	var list []string
	incident.Walk(front, func(l incident.Leaf) {
		if strings.HasPrefix(l.Key, "custom.") && l.Text != "" {
			list = append(list, l.Text)
		}
	})
	return list
}

// furtherTexts are the texts of a front matter that its document does not hold yet, so that none is left out.
func furtherTexts(d *Document, front any) []string {
	held := map[string]bool{}
	hold(held, reflect.ValueOf(d))
	return incident.Remaining(front, held)
}

// hold adds all texts of a value.
func hold(held map[string]bool, v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		held[v.String()] = true
	case reflect.Pointer:
		if !v.IsNil() {
			hold(held, v.Elem())
		}
	case reflect.Slice:
		for i := range v.Len() {
			hold(held, v.Index(i))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			hold(held, v.Field(i))
		}
	}
}

// sectionsOf are all sections, the footnotes as one of their own.
func sectionsOf(text markdown.Text) []SectionField {
	list := []SectionField{}
	for _, s := range text.Sections() {
		list = append(list, SectionField{s.Title, markdown.PlainOf(s.Blocks)})
	}
	notes := slices.DeleteFunc(slices.Clone(text.Blocks), func(b markdown.Block) bool { return !b.Notes })
	if body := markdown.PlainOf(notes); body != "" {
		list = append(list, SectionField{"Footnotes", body})
	}
	return list
}

// distinct is a list without empty and repeated values, each where it first stood.
func distinct(list []string) []string {
	var kept []string
	for _, s := range list {
		if s != "" && !slices.Contains(kept, s) {
			kept = append(kept, s)
		}
	}
	return kept
}

// plainKey is what may be in a key as it is. Meilisearch takes letters and digits of ASCII, hyphens
// and underscores, up to 511 bytes; OpenSearch takes up to 512 bytes of anything.
var plainKey = lazy.Regexp(`^[A-Za-z0-9_-]{1,400}$`)

// keyOf is the key of a document by its group (record, system, article) and its id or slug: both with
// a hyphen between, or, where an engine would refuse that, the group, an underscore and a SHA-256. The
// two forms never meet, so a name can't be chosen to take another's key.
func keyOf(group, id string) string {
	if plainKey().MatchString(id) {
		return group + "-" + id
	}
	return fmt.Sprintf("%s_%x", group, sha256.Sum256([]byte(id)))
}
