package query

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"hindcast/internal/cli/console"
	"hindcast/internal/diag"
	"hindcast/internal/incident"
	"hindcast/internal/search/format"
	"hindcast/internal/view"
)

// completeQuery proposes the fields of filters, and behind one its values.
func (a *app) completeQuery() cobra.CompletionFunc {
	return func(cmd *cobra.Command, args []string, word string) ([]cobra.Completion, cobra.ShellCompDirective) {
		field, _, isFilter := strings.Cut(word, ":")
		list, directive := console.Completing(a.App, func(log *incident.Log, _ []string) []cobra.Completion {
			if isFilter {
				return around(field+":", valuesOf(log, field), "")
			}
			return around("", append([]string{"after", "before"}, fieldsOf(log)...), ":")
		})(cmd, args, word)
		if !isFilter {
			directive |= cobra.ShellCompDirectiveNoSpace
		}
		return list, directive
	}
}

// completeFields proposes the fields that can be counted.
func (a *app) completeFields() cobra.CompletionFunc {
	return console.Completing(a.App, func(log *incident.Log, _ []string) []cobra.Completion { return fieldsOf(log) })
}

func fieldsOf(log *incident.Log) []string {
	fields := slices.Clone(format.Columns)
	for _, f := range view.OwnFacets(&log.Config) {
		fields = append(fields, f.ID)
	}
	return fields
}

func valuesOf(log *incident.Log, field string) []cobra.Completion {
	values := console.Values(log, field)
	if field == "is" {
		values = append(values, "overdue")
	}
	for _, f := range view.OwnFacets(&log.Config) {
		if f.ID == field {
			values = ownValues(log, f)
		}
	}
	return values
}

// ownValues are the values that a key of one's own may have, else those that records have.
func ownValues(log *incident.Log, f view.OwnFacet) []cobra.Completion {
	values := slices.Clone(f.Allowed)
	if len(values) == 0 {
		for _, r := range log.Records {
			values = append(values, f.Values(r.Custom)...)
		}
		slices.Sort(values)
	}
	for i, v := range values {
		values[i] = diag.Printable(v)
	}
	return slices.Compact(values)
}

func around(before string, words []string, after string) []cobra.Completion {
	list := make([]cobra.Completion, len(words))
	for i, word := range words {
		list[i] = before + word + after
	}
	return list
}
