// Package reports holds the commands that say what is in the records: figures, what is due, what happened.
package reports

import (
	"github.com/spf13/cobra"

	"hindcast/internal/cli/console"
)

// app carries out the commands.
type app struct{ *console.App }

// Commands are the commands of this package.
func Commands(c *console.App) []*cobra.Command {
	a := &app{c}
	return []*cobra.Command{a.trends(), a.due(), a.digest()}
}
