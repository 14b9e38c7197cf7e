package layout

import "testing"

// Every row of every part stands on one page, in order, and each page is reached from the first by links.
func TestSheetsHoldEveryRow(t *testing.T) {
	for _, sizes := range [][]int{{}, {0}, {1}, {100}, {101}, {0, 250, 0, 50, 1}, {100, 0, 100}, {50_000, 7}} {
		list, begins := Sheets("list/", 100, sizes...)
		next := make([]int, len(sizes)) // row of each part
		for _, s := range list {
			rows := 0
			for _, c := range s.Cuts {
				if c.From != next[c.Part] {
					t.Errorf("%v: row %d of part %d follows %d", sizes, c.From, c.Part, next[c.Part])
				}
				if c.From == 0 && begins[c.Part] != s.Number {
					t.Errorf("%v: part %d begins on page %d, not on %d", sizes, c.Part, s.Number, begins[c.Part])
				}
				next[c.Part] = c.To
				rows += c.To - c.From
			}
			if rows > 100 || rows == 0 && len(list) > 1 || len(s.Sheets) > 40 {
				t.Errorf("%v: page %d has %d rows and %d links", sizes, s.Number, rows, len(s.Sheets))
			}
		}
		for part, size := range sizes {
			if next[part] != size {
				t.Errorf("%v: %d rows of part %d are on pages, want %d", sizes, next[part], part, size)
			}
		}
		reached := map[int]bool{1: true}
		for queue := []int{1}; len(queue) > 0; queue = queue[1:] {
			for _, link := range list[queue[0]-1].Sheets {
				if !reached[link.Number] {
					reached[link.Number] = true
					queue = append(queue, link.Number)
				}
			}
		}
		if len(reached) != len(list) {
			t.Errorf("%v: %d of %d pages are reached", sizes, len(reached), len(list))
		}
	}
}
