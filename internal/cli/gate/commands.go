// Package gate holds the commands that check records and say what is checked.
package gate

import (
	"github.com/spf13/cobra"

	"hindcast/internal/cli/console"
)

// app carries out the commands.
type app struct{ *console.App }

// Commands are the commands of this package.
func Commands(c *console.App) []*cobra.Command {
	a := &app{c}
	return []*cobra.Command{a.validate(), a.rules(), a.explain(), a.schema()}
}
