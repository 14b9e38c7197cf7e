package view_test

import (
	"fmt"
	"slices"
	"testing"

	"hindcast/internal/view"
	"hindcast/internal/view/viewtest"
)

// A chart has a scale from zero to the highest count, and says counts above its columns: all where they have room, else
// the highest and a latest one that is not close to it.
func TestColumnsHaveAScaleAndCounts(t *testing.T) {
	many := make([]int, 40)
	for i := range many {
		many[i] = 1 + i%3
	}
	many[5] = 12
	close := slices.Clone(many)
	close[5], close[38] = 1, 12
	for name, c := range map[string]struct {
		n    []int
		most string
		want []string
	}{
		"few":                    {[]int{0, 3, 0, 10, 2}, "10", []string{"3", "10", "2"}},
		"none":                   {[]int{0, 0}, "1", nil},
		"thousands":              {[]int{1200, 3}, "1,200", []string{"1,200", "3"}},
		"too many for all":       {many, "12", []string{"12", "1"}},
		"the latest is too near": {close, "12", []string{"12"}},
	} {
		var list []view.Column
		for i, n := range c.n {
			list = append(list, view.Column{Name: fmt.Sprint("month ", i), N: n, Count: fmt.Sprint(n)})
		}
		got := view.NewColumns(viewtest.Model(t), "Title", list)
		texts := view.Mapped(got.Counts, func(text view.ChartText) string { return text.Label })
		if !slices.Equal(texts, c.want) {
			t.Errorf("%s: counts %q, want %q", name, texts, c.want)
		}
		if len(got.Scale) != 2 || got.Scale[0] != (view.ChartText{Y: got.Height, Label: "0"}) || got.Scale[1].Label != c.most {
			t.Errorf("%s: scale %+v", name, got.Scale)
		}
		for _, b := range got.Bars {
			if b.Y < got.Scale[1].Y || b.Y+b.H != got.Height {
				t.Errorf("%s: the column %+v leaves its scale", name, b)
			}
		}
	}
	if empty := view.NewColumns(viewtest.Model(t), "Title", nil); len(empty.Bars) != 0 || len(empty.Scale) != 0 {
		t.Errorf("of nothing: %+v", empty)
	}
}
