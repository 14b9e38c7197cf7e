package wording

import (
	"strconv"
	"strings"

	"hindcast/internal/trend/figure"
)

// FigureFacts are the numbers of a figure, and those that tell what they rest on.
func (l Language) FigureFacts(f figure.Figure) (numbers, sample []Fact) {
	switch f := f.(type) {
	case *figure.Counts, *figure.Gaps:
		return nil, l.facts(f, "n")
	case *figure.Spans:
		unit := f.UnitName()
		sample = l.facts(f, "n", "open")
		if f.Open == 0 {
			sample = sample[:1]
		}
		return l.facts(f, "median_"+unit, "kaplan_meier_median_"+unit, "p90_"+unit), sample
	case *figure.Ages:
		return l.facts(f, "median_days", "p90_days", "oldest_days"), l.facts(f, "n")
	case *figure.Shares:
		return l.facts(f, "share"), l.facts(f, "share_low", "share_high", "whole")
	case *figure.Completion:
		return l.facts(f, "share"),
			l.facts(f, "share_low", "share_high", "whole", "on_time_declined", "on_time_transferred")
	case *figure.Rates:
		return nil, l.facts(f, "n")
	case *figure.Cross:
		return nil, l.facts(f, "n")
	case *figure.Causes:
		return nil, l.facts(f, "n", "mentions")
	case *figure.Debt:
		return l.facts(f, "overdue_now", "longest_days"), l.facts(f, "n")
	case *figure.Repeats:
		return nil, l.facts(f, "n", "with_open_action")
	}
	return nil, nil
}

// facts are the values of a figure with these names, in this order; one that is missing is left out.
func (l Language) facts(f figure.Figure, names ...string) []Fact {
	var list []Fact
	for _, name := range names {
		for _, v := range f.Values() {
			if v.Name == name && v.Text != "" {
				list = append(list, Fact{
					Label: l.valueLabel(name), Name: name, Exact: v.Text, Text: l.valueText(v), Joins: name == "share_high",
				})
			}
		}
	}
	return list
}

// valueText is a value in words: what it is measured in is the end of its name.
func (l Language) valueText(v figure.Value) string {
	if v.Word {
		if v.Text == figure.NotReached {
			return l.T("not reached")
		}
		return v.Text
	}
	n, err := strconv.ParseFloat(v.Text, 64)
	if err != nil {
		return v.Text
	}
	for _, unit := range []string{"minutes", "days"} {
		if strings.HasSuffix(v.Name, "_"+unit) {
			return l.Measured(n, unit)
		}
	}
	if strings.HasPrefix(v.Name, "share") {
		return l.Measured(n, "share")
	}
	return l.Measured(n, "")
}

// valueLabel is what a value is called.
func (l Language) valueLabel(name string) string {
	name = strings.TrimSuffix(strings.TrimSuffix(name, "_minutes"), "_days")
	switch name {
	case "n", "whole":
		return l.T("n =")
	case "open":
		return l.T("of these open:")
	case "median":
		return l.T("Median")
	case "p90":
		return l.T("Nine of ten within")
	case "kaplan_meier_median":
		return l.T("Median with the open cases")
	case "oldest":
		return l.T("Oldest")
	case "longest":
		return l.T("Longest overdue")
	case "share":
		return l.T("Share")
	case "share_low":
		return l.T("95 %:")
	case "share_high":
		return l.T("to")
	case "mentions":
		return l.T("mentions:")
	case "on_time_declined":
		return l.T("declined by then:")
	case "on_time_transferred":
		return l.T("transferred by then:")
	case "overdue_now":
		return l.T("Overdue")
	case "with_open_action":
		return l.T("with an action still open:")
	}
	return name
}

// Fact is one number of a figure.
type Fact struct {
	Label string
	Name  string // of the value, as in the data
	Exact string // as in the data
	Text  string
	Joins bool // it goes on with the fact before it
}
