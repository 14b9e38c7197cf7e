package view

import (
	"maps"
	"slices"
	"sort"
	"strings"

	"hindcast/internal/address"
	"hindcast/internal/incident"
	"hindcast/internal/taxonomy"
)

// ControlEvidence is a control, technique or article of a framework with what the records of the site say of it. A list
// names each record once; a record may be in several.
type ControlEvidence struct {
	ID, Name, Slug                  string
	Failed, Held, Absent, Concerned []*incident.Record // by what they show of it, newest first
	Rows                            []ControlRow       // all that is said of it, in the order of these lists
	Actions                         []ActionRow        // that name it
	Nearby                          []ActionRow        // others on the incidents that name it
}

// ControlRow is what one record says of a control.
type ControlRow struct {
	Record *incident.Record
	incident.Control
	ByAction bool // only an action of the record names it
}

// IsBare reports whether neither a record nor an action says anything of the control.
func (c *ControlEvidence) IsBare() bool { return len(c.Rows) == 0 }

// ActionCounts is how many of the actions that name the control are in which state.
type ActionCounts struct{ Open, Overdue, Done, Effective, Short int }

// Counts counts the actions that name the control. Overdue ones are open too; declined and transferred ones are not done.
func (c *ControlEvidence) Counts() ActionCounts {
	var n ActionCounts
	for _, a := range c.Actions {
		if a.IsOpen() {
			n.Open++
		}
		if a.Overdue {
			n.Overdue++
		}
		if a.Status == "done" {
			n.Done++
		}
		if a.Verified != nil && a.Verified.Result == "effective" {
			n.Effective++
		} else if a.Verified != nil {
			n.Short++
		}
	}
	return n
}

// FrameworkEvidence is a framework with the controls that something is said of, and those of its table that somebody has
// to see to and that nothing is said of.
type FrameworkEvidence struct {
	taxonomy.Framework
	Controls []*ControlEvidence // in natural order
	Bare     int                // how many of them nothing is said of
	Records  int                // that name a control of it
	HasTable bool               // so that controls without evidence are known
}

// Count is how many controls have something in one of the lists.
func (f *FrameworkEvidence) Count(list func(*ControlEvidence) []*incident.Record) int {
	n := 0
	for _, c := range f.Controls {
		if len(list(c)) > 0 {
			n++
		}
	}
	return n
}

// ControlsByFramework gathers, in one pass over the organisation's own records that are neither withdrawn nor duplicates,
// what is said of each control. The frameworks that nothing names are apart.
func ControlsByFramework(m *Model) (used []*FrameworkEvidence, unused []string) {
	g := evidence{known: m.Frameworks, of: map[string]map[string]*ControlEvidence{}}
	for _, r := range m.Index.Own {
		if r.Exit() == "" {
			g.add(m, r)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(g.of)) {
		used = append(used, g.framework(key))
	}
	for _, key := range slices.Sorted(maps.Keys(g.known)) {
		if g.of[key] == nil {
			unused = append(unused, g.known[key].Title)
		}
	}
	return used, unused
}

type evidence struct {
	known map[string]taxonomy.Framework
	of    map[string]map[string]*ControlEvidence // by framework and slug
}

func (g *evidence) control(framework, id string) *ControlEvidence {
	if g.of[framework] == nil {
		g.of[framework] = map[string]*ControlEvidence{}
	}
	slug := address.Control(id)
	c := g.of[framework][slug]
	if c == nil {
		c = &ControlEvidence{ID: id, Name: g.known[framework].Name(id), Slug: slug}
		g.of[framework][slug] = c
	}
	return c
}

// add puts what a record and its actions say to the controls that they name.
func (g *evidence) add(m *Model, r *incident.Record) {
	rows := m.ActionRows([]*incident.Record{r})
	named := map[*ControlEvidence][]ActionRow{}
	for _, a := range rows {
		for _, text := range a.Controls {
			if ref := m.Frameworks.Named(text); ref.ID != "" {
				c := g.control(ref.Framework, ref.ID)
				named[c] = append(named[c], a)
			}
		}
	}
	said := map[*ControlEvidence]bool{}
	for key, list := range r.Frameworks {
		for _, one := range list {
			if one.ID != "" {
				c := g.control(key, one.ID)
				c.put(r, one)
				said[c] = true
			}
		}
	}
	for c := range said {
		for _, a := range rows {
			if !slices.ContainsFunc(named[c], func(n ActionRow) bool { return n.ID == a.ID }) {
				c.Nearby = append(c.Nearby, a)
			}
		}
	}
	for c, actions := range named {
		c.Actions = append(c.Actions, actions...)
		if !said[c] {
			c.Rows = append(c.Rows, ControlRow{Record: r, Control: incident.Control{ID: c.ID}, ByAction: true})
		}
	}
}

// put files what a record says of the control.
func (c *ControlEvidence) put(r *incident.Record, said incident.Control) {
	list := &c.Concerned
	switch said.Shows {
	case "failed":
		list = &c.Failed
	case "held":
		list = &c.Held
	case "absent":
		list = &c.Absent
	}
	if n := len(*list); n == 0 || (*list)[n-1] != r {
		*list = append(*list, r)
	}
	c.Rows = append(c.Rows, ControlRow{Record: r, Control: said})
}

// framework is a framework with its controls, the bare ones of its table too.
func (g *evidence) framework(key string) *FrameworkEvidence {
	f := &FrameworkEvidence{Framework: g.known[key]}
	f.Key, f.HasTable = key, len(f.Duties()) > 0
	if f.Title == "" {
		f.Title = strings.ReplaceAll(key, "_", " ")
	}
	seen := map[*incident.Record]bool{}
	for _, c := range g.of[key] {
		sort.SliceStable(c.Rows, func(i, j int) bool { return c.Rows[i].rank() < c.Rows[j].rank() })
		for _, row := range c.Rows {
			seen[row.Record] = true
		}
		f.Controls = append(f.Controls, c)
	}
	f.Records = len(seen)
	wholes := map[string]bool{} // what is said of a part is said of the whole
	for _, c := range f.Controls {
		wholes[f.Whole(c.ID)] = true
	}
	for _, id := range f.Duties() {
		if g.of[key][address.Control(id)] == nil && !wholes[id] {
			f.Controls = append(f.Controls, &ControlEvidence{ID: id, Name: f.Name(id), Slug: address.Control(id)})
			f.Bare++
		}
	}
	slices.SortFunc(f.Controls, func(a, b *ControlEvidence) int { return compareNatural(a.ID, b.ID) })
	return f
}

// rank is the order of what records show: what failed first, what an action alone names last.
func (r ControlRow) rank() int {
	switch {
	case r.ByAction:
		return 4
	case r.Shows == "":
		return 3
	}
	return slices.Index([]string{"failed", "absent", "held"}, r.Shows)
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
