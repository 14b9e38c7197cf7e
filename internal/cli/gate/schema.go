package gate

import (
	"io"

	"github.com/spf13/cobra"

	"hindcast/internal/cli/console"
	"hindcast/internal/reference"
	"hindcast/internal/schema"
)

func (a *app) schema() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "schema",
		Short: "Print the JSON Schema of the front matter, for editors",
		Long: `Print the JSON Schema (draft 2020-12) of a record's front matter, with the
vocabularies of this repository's settings. It holds what a schema can: keys, forms,
vocabularies, and what each stage and kind asks for. The order of times, references
to other records and the text are left to hindcast validate.

With --format markdown the same is printed for people: docs/reference/record.md of
Hindcast, with what this repository has of its own.`,
		Example: `  hindcast schema > .hindcast.schema.json
  hindcast schema --format markdown > record.md`,
		Args: console.Args(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := console.KnownFormat(format, "json", "markdown"); err != nil {
				return err
			}
			log, err := console.LogHere(cmd.Context(), a.App)
			if err != nil {
				return console.Failed(err)
			}
			if format == "markdown" {
				_, err := io.WriteString(a.Out, reference.Record(&log.Config))
				return console.Failed(err)
			}
			return console.Failed(a.WriteJSON(schema.ForRecords(&log.Config)))
		},
	}
	cmd.Flags().StringVarP(&format, "format", "f", "json", "json, or markdown for people")
	console.Complete(cmd, "format", console.Fixed("json", "markdown"))
	return cmd
}
