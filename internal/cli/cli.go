// Package cli carries out a command line. The commands are in the packages below it, by what they are for; console is
// what all share. They are the only ones that print, and decide exit codes; what commands do is in other packages.
package cli

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"

	"github.com/spf13/cobra"

	"hindcast/internal/cli/console"
	"hindcast/internal/cli/gate"
	"hindcast/internal/cli/imports"
	"hindcast/internal/cli/query"
	"hindcast/internal/cli/records"
	"hindcast/internal/cli/reports"
	"hindcast/internal/cli/setup"
	"hindcast/internal/cli/sharing"
	"hindcast/internal/cli/sites"
	"hindcast/internal/cli/verify"
	"hindcast/internal/diag"
	"hindcast/internal/progress"
)

// Run carries out one command line and returns the exit code.
func Run(ctx context.Context, args []string, env console.Env) (code int) {
	a := &console.App{Env: env}
	defer func() {
		if fault := recover(); fault != nil {
			code = defeated(a, fault)
		}
	}()
	root := root(a)
	root.SetArgs(args)
	root.SetOut(env.Out)
	root.SetErr(env.Err)
	err := errors.Join(root.ExecuteContext(ctx), a.StopProfiles())
	a.StopDisplay()
	if err == nil {
		return console.ExitClean
	}
	exit := &console.ExitError{Code: console.ExitUsage, Err: err} // what cobra itself refuses is wrong usage
	errors.As(err, &exit)
	if ctx.Err() != nil && errors.Is(err, ctx.Err()) {
		exit = a.Stopped()
	}
	if exit.Err != nil {
		fmt.Fprintf(env.Err, "hindcast: %s\n", diag.PrintableLines(exit.Err.Error()))
		var h *console.Hinted
		if errors.As(exit.Err, &h) {
			fmt.Fprintf(env.Err, "  hint: %s\n", diag.PrintableLines(h.Hint))
		}
	}
	return exit.Code
}

// defeated says that the program itself is at fault, where nothing closer to the fault could.
func defeated(a *console.App, fault any) int {
	a.StopDisplay()
	fmt.Fprintf(a.Err,
		"hindcast: this is a fault of Hindcast: %s\n  hint: report it with the command; --verbose shows where it is\n",
		diag.PrintableLines(fmt.Sprint(fault)))
	if a.Verbose {
		stack := debug.Stack()
		if inStage, ok := fault.(*progress.Fault); ok {
			stack = inStage.Stack
		}
		_, _ = a.Err.Write(stack)
	}
	return console.ExitFailed
}

// Command is the whole command line, for its reference.
func Command() *cobra.Command { return root(&console.App{}) }

func root(a *console.App) *cobra.Command {
	root := &cobra.Command{
		Use:   "hindcast",
		Short: "Learn from AI incidents: records in Git, checked, linked and published",
		Long: `Hindcast turns a Git repository of AI-incident records into a validated, linked,
searchable static site. Records are Markdown files under incidents/, with their
lifecycle in the front matter.`,
		Example: `  hindcast init                start a records repository
  hindcast new                 file an incident
  hindcast validate            check every record
  hindcast serve               preview the site, reloading as you write
  hindcast build               write the site to public/
  hindcast search fee type:model_failure`,
		SilenceUsage: true, SilenceErrors: true, Version: setup.VersionLine(),
	}
	root.SetVersionTemplate("{{.Version}}\n")
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return console.Exit(console.ExitUsage, console.WithHint(err, "see "+cmd.CommandPath()+" --help"))
	})
	root.PersistentFlags().StringVarP(&a.Directory, "directory", "C", "", "work in `DIR` instead of the current folder")
	root.PersistentFlags().BoolVarP(&a.Quiet, "quiet", "q", false, "print no progress and no notes")
	root.PersistentFlags().BoolVarP(&a.Verbose, "verbose", "v", false, "say of each stage how long it took and what was done")
	root.PersistentFlags().StringVar(&a.Profiles.CPU, "cpuprofile", "", "write a profile of the processor's time to `FILE`")
	root.PersistentFlags().StringVar(&a.Profiles.Memory, "memprofile", "", "write a profile of what is in memory to `FILE`")
	root.PersistentPreRunE = func(cmd *cobra.Command, _ []string) error {
		a.StartDisplay(cmd.Context())
		return a.StartProfiles()
	}
	for _, commands := range [][]*cobra.Command{
		gate.Commands(a), records.Commands(a), sites.Commands(a), verify.Commands(a), query.Commands(a), reports.Commands(a),
		setup.Commands(a), imports.Commands(a), sharing.Commands(a),
	} {
		root.AddCommand(commands...)
	}
	return root
}
