// Package sites holds the commands that make, preview, export and verify a site.
package sites

import (
	"github.com/spf13/cobra"

	"hindcast/internal/cli/console"
)

// app carries out the commands.
type app struct{ *console.App }

// Commands are the commands of this package.
func Commands(c *console.App) []*cobra.Command {
	a := &app{c}
	return []*cobra.Command{a.build(), a.serve(), a.export()}
}
