// Package query holds the command that searches.
package query

import (
	"github.com/spf13/cobra"

	"hindcast/internal/cli/console"
)

// app carries out the commands.
type app struct{ *console.App }

// Commands are the commands of this package.
func Commands(c *console.App) []*cobra.Command {
	return []*cobra.Command{(&app{c}).search()}
}
