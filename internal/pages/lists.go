package pages

import (
	"hindcast/internal/incident"
	"hindcast/internal/layout"
	"hindcast/internal/view"
)

// Part is some records of a list under a heading.
type Part struct {
	Title   string
	Anchor  string
	Badge   view.SeverityBadge // instead of the title, where the list is by severity
	Stage   incident.Term      // likewise by stage
	Records []*incident.Record
}

// Sheet is one page of a list of records.
type Sheet struct {
	layout.Sheet
	Parts []Part
	Total int // records of the whole list
	Jumps []Jump
}

// Jump leads to a part of the list, on whichever page it begins.
type Jump struct {
	Part
	N       int
	Address string // with its fragment
}

// sheets cuts a list into pages.
func sheets(addr string, parts []Part) []Sheet { return shortSheets(addr, layout.PerPage, parts) }

// shortSheets cuts a list into pages with at most perPage records each.
func shortSheets(addr string, perPage int, parts []Part) []Sheet {
	cut, begins := layout.Sheets(addr, perPage,
		sizes(parts, func(p Part) int { return len(p.Records) })...)
	var jumps []Jump
	total := 0
	for i, p := range parts {
		total += len(p.Records)
		jumps = append(jumps, Jump{p, len(p.Records), layout.SheetAddress(addr, begins[i]) + "#" + p.Anchor})
	}
	list := make([]Sheet, len(cut))
	for i, s := range cut {
		list[i] = Sheet{Sheet: s, Total: total, Jumps: jumps}
		for _, c := range s.Cuts {
			part := parts[c.Part]
			part.Records = part.Records[c.From:c.To]
			list[i].Parts = append(list[i].Parts, part)
		}
	}
	return list
}

// sizes is how many rows each part of a list has.
func sizes[T any](parts []T, size func(T) int) []int {
	list := make([]int, len(parts))
	for i, p := range parts {
		list[i] = size(p)
	}
	return list
}

// byYear groups records that are in order already.
func (m *site) byYear(records []*incident.Record) []Part {
	return partition(records, func(r *incident.Record) Part {
		if date := r.Date(); !date.IsZero() {
			year := date.String()[:4]
			return Part{Title: year, Anchor: "y" + year}
		}
		return Part{Title: m.T("Undated"), Anchor: "undated"}
	})
}

// partition groups neighbours whose part has the same anchor.
func partition(records []*incident.Record, of func(*incident.Record) Part) []Part {
	var parts []Part
	for _, r := range records {
		p := of(r)
		if len(parts) == 0 || parts[len(parts)-1].Anchor != p.Anchor {
			parts = append(parts, p)
		}
		last := &parts[len(parts)-1]
		last.Records = append(last.Records, r)
	}
	return parts
}

// emitSheets hands on all pages of a list of records; content wraps a sheet for the template.
func emitSheets(
	m *site, emit layout.Emit, template, addr string, p layout.Page, parts []Part, content func(Sheet) any,
) bool {
	return emitCut(m, emit, template, p, sheets(addr, parts), content)
}

// emitCut is emitSheets of a list that was cut already.
func emitCut(m *site, emit layout.Emit, template string, p layout.Page, list []Sheet, content func(Sheet) any) bool {
	cut := make([]layout.Sheet, len(list))
	for i, s := range list {
		cut[i] = s.Sheet
	}
	return layout.EmitSheets(m.Model, emit, template, p, cut, func(s layout.Sheet) any { return content(list[s.Number-1]) })
}
