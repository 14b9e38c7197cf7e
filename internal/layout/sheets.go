package layout

import (
	"fmt"

	"hindcast/internal/view"
)

// PerPage is how many rows of a list are on one page: so many that with what stands above them it is no longer than ten
// screens.
const PerPage = 50

// Sheet is one page of a list.
type Sheet struct {
	Number  int // from 1
	Address string
	Cuts    []Cut       // in order
	Sheets  []SheetLink // to the other pages; none where there are no others
}

// Cut is the rows of a part of a list that are on a page. Of a part without rows it has none.
type Cut struct {
	Part     int
	From, To int // the first row, and the one after the last
}

// SheetLink leads to a page of the list.
type SheetLink struct {
	Number  int
	Address string
	Current bool
	Gap     bool // pages before it are not linked to
}

// Sheets cuts a list, whose parts have so many rows, into pages with at most perPage rows each. It tells the number of
// the page that each part begins on, too.
func Sheets(addr string, perPage int, sizes ...int) (list []Sheet, begins []int) {
	room := 0
	add := func() {
		n := len(list) + 1
		list, room = append(list, Sheet{Number: n, Address: SheetAddress(addr, n)}), perPage
	}
	add()
	for part, size := range sizes {
		if room == 0 && size > 0 {
			add()
		}
		begins = append(begins, len(list))
		for from, to := 0, 0; ; from = to {
			if room == 0 && from < size {
				add()
			}
			to = min(size, from+room)
			room -= to - from
			last := &list[len(list)-1]
			last.Cuts = append(last.Cuts, Cut{part, from, to})
			if to == size {
				break
			}
		}
	}
	for i := range list {
		list[i].Sheets = sheetLinks(list, i)
	}
	return list, begins
}

// Of a list of many pages each links to those near it, and to landmarks about a tenth of the list apart.
const (
	sheetsLinked = 20
	sheetsNear   = 4
)

func sheetLinks(list []Sheet, current int) []SheetLink {
	if len(list) == 1 {
		return nil
	}
	var links []SheetLink
	last := 0
	for i, s := range list {
		landmark := i == 0 || i == len(list)-1 || s.Number%(len(list)/10+1) == 0
		if len(list) <= sheetsLinked || landmark || max(i-current, current-i) <= sheetsNear {
			links = append(links, SheetLink{s.Number, s.Address, i == current, s.Number > last+1})
			last = s.Number
		}
	}
	return links
}

// SheetAddress is the address of a page of the list at addr.
func SheetAddress(addr string, n int) string {
	if n == 1 {
		return addr
	}
	return fmt.Sprintf("%spage-%d/", addr, n)
}

// EmitSheets hands on all pages of a list; content is what the template shows of one.
func EmitSheets(m *view.Model, emit Emit, template string, p Page, list []Sheet, content func(Sheet) any) bool {
	title := p.Title
	for _, s := range list {
		p.Content = content(s)
		if s.Number > 1 {
			p.Title = m.T("%s, page %s", title, m.Number(s.Number))
		}
		if !emit(template, s.Address, p) {
			return false
		}
	}
	return true
}
