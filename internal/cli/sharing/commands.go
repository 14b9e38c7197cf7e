// Package sharing holds the commands by which logs come together: one brings the sources of a log, the other writes a
// bundle for another organisation.
package sharing

import (
	"errors"

	"github.com/spf13/cobra"

	"hindcast/internal/cli/console"
	"hindcast/internal/federation"
)

// app carries out the commands.
type app struct{ *console.App }

// Commands are the commands of this package. They let all others read the sources of a log.
func Commands(c *console.App) []*cobra.Command {
	c.Gather = federation.Gather
	a := &app{c}
	return []*cobra.Command{a.fetch(), a.bundle()}
}

// refused is an error with its remedy, as wrong usage where it is about a source.
func refused(err error) error {
	var unread *federation.Unread
	if errors.As(err, &unread) {
		return console.Exit(console.ExitUsage, console.WithHint(err, unread.Hint()))
	}
	return console.Failed(err)
}
