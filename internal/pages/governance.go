package pages

import (
	"maps"
	"slices"
	"strings"

	"hindcast/internal/address"
	"hindcast/internal/incident"
	"hindcast/internal/layout"
	"hindcast/internal/taxonomy"
	"hindcast/internal/view"
)

// Control is a control, technique or article of a framework with what the records show of it.
type Control struct {
	ID, Name, Slug string
	Records        []*incident.Record
	Effective      int // actions verified as effective
	Short          int // verified as partly effective or ineffective
	Open, Overdue  int // actions
}

// FrameworkPage is a framework with the controls that records refer to, and those of its table
// that none does.
type FrameworkPage struct {
	Key, Title, Version, Source string
	Controls                    []*Control
	Bare                        []*Control // without any evidence; empty where the framework has no table
	Records                     int
	HasTable                    bool
}

// Some is the controls that the first page of the framework has.
func (f *FrameworkPage) Some() []*Control { return f.Controls[:min(len(f.Controls), layout.PerPage)] }

type governanceContent struct {
	Frameworks []*FrameworkPage
	Unused     []string
	Systems    []*incident.System // of high risk
}

type frameworkContent struct {
	*FrameworkPage
	Sheet    layout.Sheet
	Controls []*Control // of this page
	Base     string     // address of the first page, relative to this one
}

type controlContent struct {
	*FrameworkPage
	Control *Control
	Sheet   layout.Sheet
	Records []*incident.Record // of this page
	Actions []view.ActionRow   // of those records
}

func governance(m *site, emit layout.Emit) bool {
	pages, unused := m.frameworks()
	c := governanceContent{Frameworks: pages, Unused: unused}
	c.Systems = view.Filter(m.Log.Systems, func(s *incident.System) bool {
		return s.RiskClass == "high" || s.RiskClass == "prohibited"
	})
	lead := m.T("For each framework and control: the incidents and actions that are its evidence.")
	if !emit("governance", "governance/", layout.Page{
		Title: m.T("Governance"), Section: "governance", Lead: lead, Content: c,
	}) {
		return false
	}
	for _, f := range pages {
		base := "governance/" + address.Slug(f.Key) + "/"
		list, _ := layout.Sheets(base, layout.PerPage, len(f.Controls))
		if !layout.EmitSheets(m.Model, emit, "framework", layout.Page{
			Title: f.Title, Section: "governance", Lead: m.T("Controls of %s and their evidence.", f.Title),
		}, list, func(s layout.Sheet) any {
			return frameworkContent{
				f, s, f.Controls[s.Cuts[0].From:s.Cuts[0].To], strings.Repeat("../", min(s.Number-1, 1)),
			}
		}) {
			return false
		}
		for _, control := range f.Controls {
			if !controlPages(m, f, control, base+control.Slug+"/", emit) {
				return false
			}
		}
	}
	return true
}

// evidencePerPage is how many records are on a page of a control, each with its actions.
const evidencePerPage = 50

// controlPages shows a control's records, and beside those of each page their actions.
func controlPages(m *site, f *FrameworkPage, c *Control, addr string, emit layout.Emit) bool {
	list, _ := layout.Sheets(addr, evidencePerPage, len(c.Records))
	return layout.EmitSheets(m.Model, emit, "control", layout.Page{
		Title: f.Title + " " + c.ID, Section: "governance", Lead: c.Name,
	}, list, func(s layout.Sheet) any {
		return layout.Later(func() any {
			shown := c.Records[s.Cuts[0].From:s.Cuts[0].To]
			return controlContent{f, c, s, shown, m.ActionRows(shown)}
		})
	})
}

// frameworks gathers, in one pass over the records, what each control has for evidence.
func (m *site) frameworks() (used []*FrameworkPage, unused []string) {
	known := m.Index.Frameworks
	evidence := map[string]map[string]*Control{}
	for _, r := range m.Index.Own {
		for key, ids := range r.Frameworks {
			if evidence[key] == nil {
				evidence[key] = map[string]*Control{}
			}
			for _, id := range ids {
				slug := address.Control(id)
				c := evidence[key][slug]
				if c == nil {
					c = &Control{ID: id, Name: known[key].Names[id], Slug: slug}
					evidence[key][slug] = c
				}
				if n := len(c.Records); n == 0 || c.Records[n-1] != r {
					c.Records = append(c.Records, r)
				}
			}
		}
	}
	for _, key := range slices.Sorted(maps.Keys(evidence)) {
		used = append(used, m.framework(key, known[key], evidence[key]))
	}
	for _, key := range slices.Sorted(maps.Keys(known)) {
		if evidence[key] == nil {
			unused = append(unused, known[key].Title)
		}
	}
	return used, unused
}

func (m *site) framework(key string, f taxonomy.Framework, controls map[string]*Control) *FrameworkPage {
	p := &FrameworkPage{Key: key, Title: f.Title, Version: f.Version, Source: f.Source, HasTable: len(f.Names) > 0}
	if p.Title == "" {
		p.Title = strings.ReplaceAll(key, "_", " ")
	}
	seen := map[*incident.Record]bool{}
	for _, slug := range slices.Sorted(maps.Keys(controls)) {
		c := controls[slug]
		for _, a := range m.ActionRows(c.Records) {
			switch {
			case a.Overdue:
				c.Overdue++
				c.Open++
			case a.IsOpen():
				c.Open++
			case a.Verified == nil:
			case a.Verified.Result == "effective":
				c.Effective++
			default:
				c.Short++
			}
		}
		for _, r := range c.Records {
			seen[r] = true
		}
		p.Controls = append(p.Controls, c)
	}
	p.Records = len(seen)
	for _, id := range f.IDs() {
		if controls[address.Control(id)] == nil {
			p.Bare = append(p.Bare, &Control{ID: id, Name: f.Names[id]})
		}
	}
	slices.SortFunc(p.Controls, func(a, b *Control) int { return compareNatural(a.ID, b.ID) })
	slices.SortFunc(p.Bare, func(a, b *Control) int { return compareNatural(a.ID, b.ID) })
	return p
}

// compareNatural orders ids so that 2 is before 10.
func compareNatural(a, b string) int {
	for a != "" && b != "" {
		na, nb := digits(a), digits(b)
		if na != "" && nb != "" {
			if c := compareNumbers(na, nb); c != 0 {
				return c
			}
			a, b = a[len(na):], b[len(nb):]
			continue
		}
		if a[0] != b[0] {
			return int(a[0]) - int(b[0])
		}
		a, b = a[1:], b[1:]
	}
	return len(a) - len(b)
}

func digits(s string) string {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return s[:i]
		}
	}
	return s
}

// compareNumbers compares digits by value: the longer is greater once leading zeros are gone.
func compareNumbers(a, b string) int {
	a, b = strings.TrimLeft(a, "0"), strings.TrimLeft(b, "0")
	if len(a) != len(b) {
		return len(a) - len(b)
	}
	return strings.Compare(a, b)
}
