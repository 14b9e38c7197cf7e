package gate

import (
	"github.com/spf13/cobra"

	"hindcast/internal/cli/console"
	"hindcast/internal/incident"
	"hindcast/internal/load"
	"hindcast/internal/schema"
)

func (a *app) schema() *cobra.Command {
	return &cobra.Command{
		Use:   "schema",
		Short: "Print the JSON Schema of the front matter, for editors",
		Long: `Print the JSON Schema (draft 2020-12) of a record's front matter, with the
vocabularies of this repository's settings. It holds what a schema can: keys, forms,
vocabularies, and what each stage and kind asks for. The order of times, references
to other records and the text are left to hindcast validate.`,
		Example: `  hindcast schema > .hindcast.schema.json`,
		Args:    console.Args(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			config := incident.NewConfig(incident.Settings{})
			if repo, err := a.Open(); err == nil {
				defer repo.Close()
				log, err := load.NewLoader(load.DefaultLimits).Log(cmd.Context(), repo.Files)
				if err != nil {
					return console.Failed(err)
				}
				config = log.Config
			}
			return console.Failed(a.WriteJSON(schema.ForRecords(&config)))
		},
	}
}
