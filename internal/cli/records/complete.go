package records

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"hindcast/internal/cli/console"
	"hindcast/internal/incident"
)

// completeAdvance proposes ids, then stages and exits.
func (a *app) completeAdvance() cobra.CompletionFunc {
	return console.Completing(a.App, func(log *incident.Log, args []string) []cobra.Completion {
		switch len(args) {
		case 0:
			return console.RecordIDs(log)
		case 1:
			return slices.DeleteFunc(console.Terms(log.Config.Vocabularies["statuses"]), func(c cobra.Completion) bool {
				return strings.HasPrefix(c, incident.Redacted+"\t") // another command does that
			})
		}
		return nil
	})
}

// completeFlags completes flags by the values of facets.
func completeFlags(a *app, cmd *cobra.Command, facets map[string]string) {
	for flag, facet := range facets {
		console.Complete(cmd, flag, console.Completing(a.App, func(log *incident.Log, _ []string) []cobra.Completion {
			return console.Values(log, facet)
		}))
	}
}
