package console

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"hindcast/internal/diag"
)

// Args lets a command have from least to most arguments, any number where most is negative.
func Args(least, most int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		var err error
		switch {
		case len(args) < least:
			err = fmt.Errorf("%s lacks an argument", cmd.CommandPath())
		case most == 0 && len(args) > 0:
			err = fmt.Errorf("%s takes no argument, and %q is one", cmd.CommandPath(), args[0])
		case most > 0 && len(args) > most:
			err = fmt.Errorf("%s takes %s, and %q is one more", cmd.CommandPath(), diag.Plural(most, "argument"), args[most])
		default:
			return nil
		}
		return Exit(ExitUsage, WithHint(err, "write "+cmd.UseLine()))
	}
}

// KnownFormat refuses a format that a command does not have.
func KnownFormat(name string, known ...string) error {
	if slices.Contains(known, name) {
		return nil
	}
	last := len(known) - 1
	err := fmt.Errorf("unknown format %q; write %s or %s", name, strings.Join(known[:last], ", "), known[last])
	if best := diag.Nearest(name, known); best != "" {
		return Exit(ExitUsage, WithHint(err, "did you mean "+best+"?"))
	}
	return Exit(ExitUsage, err)
}

// noRepository says what to do where there are no records.
func noRepository(a *App, path string, err error) error {
	shown := a.DisplayPath(path)
	if info, statErr := os.Stat(path); statErr != nil || !info.IsDir() {
		return Exit(ExitUsage, WithHint(fmt.Errorf("there is no folder %s", shown), "name a records repository with -C DIR"))
	}
	start := "hindcast init"
	if a.Directory != "" {
		start += " " + a.Directory
	}
	if entries, readErr := os.ReadDir(path); readErr == nil && len(entries) == 0 {
		return Exit(ExitUsage, WithHint(fmt.Errorf("no records in %s: the folder is empty", shown),
			start+" starts a records repository in it"))
	}
	return Exit(ExitUsage, WithHint(fmt.Errorf("no records in %s: %w", shown, err),
		"run it in a records repository, or name one with -C DIR; "+start+" starts one"))
}
