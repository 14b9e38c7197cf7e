// Package setup holds the commands that begin a repository and say what the program is.
package setup

import (
	"github.com/spf13/cobra"

	"hindcast/internal/cli/console"
)

// app carries out the commands.
type app struct{ *console.App }

// Commands are the commands of this package.
func Commands(c *console.App) []*cobra.Command {
	a := &app{c}
	return []*cobra.Command{a.initCommand(), a.version()}
}
