// Package verify holds the command that checks a copy of a site, and of a clone for what is left of a redacted record.
package verify

import (
	"github.com/spf13/cobra"

	"hindcast/internal/cli/console"
)

// app carries out the commands.
type app struct{ *console.App }

// Commands are the commands of this package.
func Commands(c *console.App) []*cobra.Command {
	return []*cobra.Command{(&app{c}).verify()}
}
