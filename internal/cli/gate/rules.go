package gate

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"hindcast/internal/check"
	"hindcast/internal/check/rule"
	"hindcast/internal/cli/console"
	"hindcast/internal/diag"
)

func (a *app) rules() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "rules",
		Short: "List the rules",
		Example: `  hindcast rules
  hindcast rules --format json`,
		Args: console.Args(0, 0),
		RunE: func(*cobra.Command, []string) error {
			if err := console.KnownFormat(format, "table", "json"); err != nil {
				return err
			}
			rules := check.All()
			if format == "json" {
				return console.Failed(a.rulesJSON(rules))
			}
			for _, r := range rules {
				fmt.Fprintf(a.Out, "%-24s %-8s %s\n", r.ID, r.Level, r.Title)
			}
			a.Note("%s; hindcast explain RULE shows one with an example", diag.Plural(len(rules), "rule"))
			return nil
		},
	}
	cmd.Flags().StringVarP(&format, "format", "f", "table", "table or json")
	console.Complete(cmd, "format", console.Fixed("table", "json"))
	return cmd
}

func (a *app) rulesJSON(rules []rule.Rule) error {
	type rule struct {
		ID    string `json:"id"`
		Title string `json:"title"`
		Why   string `json:"why"`
		Level string `json:"level"`
		From  string `json:"from,omitempty"` // stage
		Since string `json:"since"`
	}
	list := make([]rule, len(rules))
	for i, r := range rules {
		list[i] = rule{r.ID, r.Title, r.Why, r.Level.String(), r.From, r.Since}
	}
	return a.WriteJSON(list)
}

func (a *app) explain() *cobra.Command {
	return &cobra.Command{
		Use:     "explain RULE",
		Short:   "Show a rule with a bad and a good example",
		Example: `  hindcast explain timeline-order`,
		Args:    console.Args(1, 1),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return ruleIDs(), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, args []string) error {
			for _, r := range check.All() {
				if r.ID == args[0] {
					a.printRule(r)
					return nil
				}
			}
			hint := diag.DidYouMean(args[0], ruleIDs())
			if hint == "" {
				hint = "hindcast rules lists them"
			}
			return console.Exit(console.ExitUsage, console.WithHint(fmt.Errorf("there is no rule %s", args[0]), hint))
		},
	}
}

func ruleIDs() []string {
	var ids []string
	for _, r := range check.All() {
		ids = append(ids, r.ID)
	}
	return ids
}

func (a *app) printRule(r rule.Rule) {
	fmt.Fprintf(a.Out, "%s (%s)\n\n%s.\n%s\n", r.ID, r.Level, capitalised(r.Title), r.Why)
	if r.From != "" {
		fmt.Fprintf(a.Out, "\nIt holds from the stage %s on.\n", r.From)
	}
	if bad, good := r.Fragments(); bad != "" {
		fmt.Fprintf(a.Out, "\nBad:\n%s", indent(bad))
		if good != "" {
			fmt.Fprintf(a.Out, "\nGood:\n%s", indent(good))
		}
	}
	how := "An error can't be silenced or lowered."
	switch {
	case r.Bends:
		how = fmt.Sprintf("It can't be silenced. A warning for all records, in hindcast.yaml: rules: {%s: warning}", r.ID)
	case r.Level != diag.Error:
		how = fmt.Sprintf("To accept it in one record: silence: [{rule: %s, reason: …}]\nFor all records, in hindcast.yaml: rules: {%s: off}", r.ID, r.ID)
	}
	fmt.Fprintf(a.Out, "\n%s\n", how)
}

func capitalised(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

func indent(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		b.WriteString("    " + strings.TrimRight(line, "\r\n") + "\n")
	}
	return b.String()
}
