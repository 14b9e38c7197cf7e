package query

import (
	"strings"

	"github.com/spf13/cobra"

	"hindcast/internal/cli/console"
	"hindcast/internal/incident"
	"hindcast/internal/search/format"
)

// completeQuery proposes the fields of filters, and behind one its values.
func (a *app) completeQuery() cobra.CompletionFunc {
	return func(cmd *cobra.Command, args []string, word string) ([]cobra.Completion, cobra.ShellCompDirective) {
		field, _, isFilter := strings.Cut(word, ":")
		if !isFilter {
			var list []cobra.Completion
			for _, f := range append([]string{"after", "before"}, format.Columns...) {
				if strings.HasPrefix(f, word) {
					list = append(list, f+":")
				}
			}
			return list, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
		}
		return console.Completing(a.App, func(log *incident.Log, _ []string) []cobra.Completion {
			values := console.Values(log, field)
			if field == "is" {
				values = append(values, "overdue")
			}
			for i := range values {
				values[i] = field + ":" + values[i]
			}
			return values
		})(cmd, args, word)
	}
}
