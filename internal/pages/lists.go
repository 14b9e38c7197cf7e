package pages

import (
	"fmt"

	"hindcast/internal/incident"
	"hindcast/internal/layout"
	"hindcast/internal/view"
)

// perPage is how many records, or actions of a lane, are on one page.
const perPage = 100

// Part is some records of a list under a heading.
type Part struct {
	Title   string
	Anchor  string
	Badge   view.SeverityBadge // instead of the title, where the list is by severity
	Stage   incident.Term      // likewise by stage
	Records []*incident.Record
}

// Sheet is one page of a list.
type Sheet struct {
	Parts  []Part
	Total  int // records of the whole list
	Number int // from 1
	Sheets []SheetLink
	Jumps  []Jump
}

// SheetLink leads to a page of the list.
type SheetLink struct {
	Number  int
	Address string
	Current bool
}

// Jump leads to a part of the list, on whichever page it begins.
type Jump struct {
	Part
	N       int
	Address string // with its fragment
}

// sheets cuts a list into pages of perPage records.
func sheets(addr string, parts []Part) []Sheet {
	list := []Sheet{{Number: 1}}
	var jumps []Jump
	total, room := 0, perPage
	for _, part := range parts {
		total += len(part.Records)
		if room == 0 {
			list, room = append(list, Sheet{Number: len(list) + 1}), perPage
		}
		jumps = append(jumps, Jump{part, len(part.Records), sheetAddress(addr, len(list)) + "#" + part.Anchor})
		for rest := part.Records; len(rest) > 0; {
			if room == 0 {
				list, room = append(list, Sheet{Number: len(list) + 1}), perPage
			}
			n := min(room, len(rest))
			cut := part
			cut.Records, rest, room = rest[:n], rest[n:], room-n
			last := &list[len(list)-1]
			last.Parts = append(last.Parts, cut)
		}
	}
	for i := range list {
		list[i].Total, list[i].Jumps = total, jumps
		for n := 1; n <= len(list) && len(list) > 1; n++ {
			list[i].Sheets = append(list[i].Sheets, SheetLink{n, sheetAddress(addr, n), n == i+1})
		}
	}
	return list
}

func sheetAddress(addr string, n int) string {
	if n == 1 {
		return addr
	}
	return fmt.Sprintf("%spage-%d/", addr, n)
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

// emitSheets hands on all pages of a list; content wraps a sheet for the template.
func emitSheets(
	m *site, emit layout.Emit, template, addr string, p layout.Page, parts []Part, content func(Sheet) any,
) bool {
	title := p.Title
	for _, sheet := range sheets(addr, parts) {
		p.Content = content(sheet)
		if sheet.Number > 1 {
			p.Title = m.T("%s, page %s", title, m.Number(sheet.Number))
		}
		if !emit(template, sheetAddress(addr, sheet.Number), p) {
			return false
		}
	}
	return true
}
