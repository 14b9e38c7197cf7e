package records

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"hindcast/internal/cli/console"
	"hindcast/internal/corpus"
	"hindcast/internal/diag"
	"hindcast/internal/edit"
	"hindcast/internal/filing"
	"hindcast/internal/incident"
	"hindcast/internal/load"
)

// newFlags are the answers that the command line gives.
type newFlags struct {
	filing.Answers
	detected    string
	obligations []string // REGIME or REGIME/ROLE
	body        string   // file
	issue       string   // file
	comment     string   // file
}

func (a *app) newCommand() *cobra.Command {
	var flags newFlags
	var now string
	cmd := &cobra.Command{
		Use:   "new",
		Short: "File an incident",
		Long: `File an incident, near miss, hazard or exercise. On a terminal what the flags leave
open is asked; elsewhere all of it must be given. Before anything is written, the
records that look alike are shown, with the actions they left open.

The record gets a placeholder for its id, such as INC-2026-X7K3F, so that two pull
requests never meet. After the merge hindcast assign-ids gives it a number.

--from-issue takes the answers from an issue that was opened with the form that
hindcast init writes. FILE is its JSON: the event by which GitHub starts a workflow,
or what gh issue view --json number,title,body,url or glab issue view --output json
prints. What the issue does not say stays open, and findings name it; flags go before
what it says. An issue that names people or holds secrets is refused, and what was
found is not printed. Run again, it updates the record of the issue, unless somebody
has edited that. --comment writes what to say on the issue.

Exit code 0: written, without an error in it. 1: written, with an error that is
shown; or the issue was refused. 2: wrong usage, or stopped: nothing was written.
3: Hindcast itself failed. 130: Ctrl-C; nothing was written.`,
		Example: `  hindcast new
  hindcast new --title "Chat assistant quotes an abolished fee" --type model_failure \
    --severity sev3 --tlp AMBER --system assistant --detected now \
    --method user_report --what "The assistant quoted a fee that no longer exists."
  hindcast new --body notes.md
  gh issue view 12 --json number,title,body,url | hindcast new --from-issue -`,
		Args: console.Args(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			at, err := a.Instant(now, console.ThisMinute)
			if err != nil {
				return err
			}
			switch {
			case flags.issue != "":
				return a.fileIssue(cmd.Context(), &flags, at)
			case flags.comment != "":
				return console.Usage("--comment goes with --from-issue")
			}
			return a.file(cmd.Context(), &flags, at)
		},
	}
	f := cmd.Flags()
	f.StringVar(&flags.Title, "title", "", "what happened, in one line")
	f.StringVar(&flags.Kind, "kind", "", "incident, near_miss, hazard or exercise (default incident)")
	f.StringVar(&flags.Type, "type", "", "the main `TYPE`, such as model_failure, data_leak or bias")
	f.StringVar(&flags.Severity, "severity", "",
		"`SEV`, sev1 (worst) to sev4; how bad it could have been for a near miss or hazard")
	f.StringArrayVar(&flags.Systems, "system", nil, "`SLUG` of a system in knowledge/systems; may be repeated")
	f.StringArrayVar(&flags.Unregistered, "unregistered", nil,
		"`NAME` of a system that the register does not hold; may be repeated")
	f.StringVar(&flags.TLP, "tlp", "", "who may read it: `MARK` CLEAR, GREEN, AMBER, AMBER+STRICT or RED")
	f.StringVar(&flags.detected, "detected", "", "`TIME` at which it was noticed: now, 2026-03-02T09:25Z or 2026-03-02")
	f.StringVar(&flags.Method, "method", "", "how it was noticed: `METHOD` such as monitoring, user_report or testing")
	f.StringVar(&flags.Source, "source", "", "where exactly it was noticed")
	f.StringVar(&flags.What, "what", "", "what happened, in a few plain sentences")
	f.StringVar(&flags.body, "body", "",
		"take the text below the front matter from `FILE`, - for stdin, instead of a template")
	f.StringVar(&flags.Summary, "summary", "", "one plain sentence, up to 200 characters")
	f.StringVar(&flags.Owner, "owner", "", "the accountable `TEAM` or role")
	f.StringArrayVar(&flags.obligations, "obligation", nil,
		"note that it is open whether `REGIME[/ROLE]` applies; may be repeated")
	f.StringVar(&flags.issue, "from-issue", "", "take the answers from the issue in `FILE`, - for stdin")
	f.StringVar(&flags.comment, "comment", "", "write what to say on the issue, in Markdown, to `FILE`")
	f.StringVar(&now, "now", "", console.NowHelp)
	completeFlags(a, cmd, map[string]string{"type": "type", "severity": "severity", "owner": "team"})
	console.Complete(cmd, "kind", console.Completing(a.App, func(log *incident.Log, _ []string) []cobra.Completion {
		return console.Terms(kinds(log.Config.Vocabularies["kinds"]))
	}))
	console.Complete(cmd, "method", console.Completing(a.App, func(log *incident.Log, _ []string) []cobra.Completion {
		return console.Terms(log.Config.Vocabularies["methods"])
	}))
	console.Complete(cmd, "system", console.Completing(a.App, func(log *incident.Log, _ []string) []cobra.Completion {
		return console.Systems(log)
	}))
	console.Complete(cmd, "tlp", console.Fixed(incident.TLP.IDs()...))
	return cmd
}

// file asks for what is missing, shows what looks alike and writes the record.
func (a *app) file(ctx context.Context, flags *newFlags, now time.Time) error {
	repo, c, err := a.OpenCorpus(ctx, now)
	if err != nil {
		return err
	}
	defer repo.Close()
	if err := flags.settle(now); err != nil {
		return err
	}
	if err := a.readBody(flags); err != nil {
		return err
	}
	if err := flags.Check(c.Log); err != nil {
		return console.Refused(err) // before anything is typed that would be lost
	}
	missing := flags.missing()
	if len(missing) > 0 && (!a.Asks || flags.body == "-") {
		return console.Exit(console.ExitUsage,
			console.WithHint(fmt.Errorf("these answers are missing: %s", strings.Join(missing, ", ")),
				"give them as flags, or run it on a terminal to be asked; hindcast new --help explains each"))
	}
	if len(missing) > 0 {
		if err := a.ask(ctx, c.Log, flags, now); err != nil {
			return err
		}
	}
	draft, err := a.settle(ctx, c, flags, now, len(missing) > 0)
	if err != nil {
		return err
	}
	return a.writeDraft(ctx, repo, draft)
}

// settle reads the flags whose values are no answers as they stand.
func (f *newFlags) settle(now time.Time) (err error) {
	f.Obligations = f.noted()
	if f.detected != "" {
		f.Detected, err = timeFlag("--detected", f.detected, now)
	}
	return err
}

// missing are the flags of the answers that a record can't do without.
func (f *newFlags) missing() []string {
	var list []string
	for _, needed := range []struct {
		flag  string
		given bool
	}{
		{"--title", f.Title != ""},
		{"--type", f.Type != ""},
		{"--severity", f.Severity != ""},
		{"--system or --unregistered", len(f.Systems)+len(f.Unregistered) > 0},
		{"--tlp", f.TLP != ""},
		{"--detected", !f.Detected.IsZero()},
		{"--method", f.Method != ""},
		{"--what or --body", f.told()},
	} {
		if !needed.given {
			list = append(list, needed.flag)
		}
	}
	return list
}

// told reports whether it is known what happened.
func (f *newFlags) told() bool { return strings.TrimSpace(f.What) != "" || f.Body != nil }

// readBody reads the text that --body names.
func (a *app) readBody(flags *newFlags) error {
	if flags.body == "" {
		return nil
	}
	if flags.What != "" {
		return console.Usage("--what and --body both give the text; leave one of them out")
	}
	text, name, err := a.readFlag("--body", flags.body, load.DefaultLimits.File)
	if err != nil {
		return err
	}
	if flags.Body, err = filing.Body(text); err != nil {
		return console.Refused(fmt.Errorf("--body %s: %w", name, err))
	}
	return nil
}

// readFlag is the file that a flag names, - for stdin, of at most limit bytes, and how it is called.
func (a *app) readFlag(flag, file string, limit int64) (text []byte, name string, err error) {
	name, in := "stdin", a.In
	if file != "-" {
		name = file
		opened, err := os.Open(a.ResolvePath(name))
		if err != nil {
			return nil, name, console.Usage("%s %s: %w", flag, name, console.WithoutPath(err))
		}
		defer opened.Close()
		in = opened
	}
	text, err = io.ReadAll(io.LimitReader(in, limit+1))
	switch {
	case err != nil:
		err = console.Usage("%s %s: %w", flag, name, console.WithoutPath(err))
	case int64(len(text)) > limit:
		err = console.Usage("%s %s: it is larger than %d bytes", flag, name, limit)
	}
	return text, name, err
}

// timeFlag reads the time of a flag; now is the present to the minute.
func timeFlag(flag, value string, now time.Time) (incident.Time, error) {
	if value == "now" {
		value = now.UTC().Format("2006-01-02T15:04Z07:00")
	}
	t, err := incident.ParseTime(value)
	if err != nil {
		hint := ""
		if h, ok := err.(interface{ Hint() string }); ok {
			hint = h.Hint()
		}
		return t, console.Exit(console.ExitUsage, console.WithHint(fmt.Errorf("%s %w", flag, err), hint))
	}
	return t, nil
}

// settle makes the draft, shows what it resembles and what it calls for, and on a terminal lets the
// person decide.
func (a *app) settle(
	ctx context.Context, c *corpus.Corpus, flags *newFlags, now time.Time, asks bool,
) (*filing.Draft, error) {
	desk := a.Desk(now)
	answers := flags.Answers
	draft, err := desk.Draft(c, answers)
	if err != nil {
		return nil, console.Refused(err)
	}
	resembles := a.showAlike(draft)
	duties := draft.Duties()
	if !asks {
		a.noteDuties(duties)
		return draft, nil
	}
	chosen, err := a.confirm(ctx, duties, resembles)
	if err != nil {
		return nil, err
	}
	if len(chosen) > 0 {
		answers.Obligations = append(answers.Obligations, chosen...)
		draft, err = desk.Draft(c, answers)
	}
	return draft, console.Refused(err)
}

// noted are the obligations that the flags name.
func (f *newFlags) noted() []incident.Obligation {
	var list []incident.Obligation
	for _, o := range f.obligations {
		regime, role, _ := strings.Cut(o, "/")
		list = append(list, incident.Obligation{Regime: regime, Role: role, Applies: "open"})
	}
	return list
}

// writeDraft writes the record, says what it wrote and what comes next. The file is written with an
// error in it too, since what was typed must not be lost.
func (a *app) writeDraft(ctx context.Context, repo *console.Repository, draft *filing.Draft) error {
	a.Writing()
	if err := edit.Apply(ctx, repo.Disk, edit.Change{Path: draft.Path, New: draft.Text}); err != nil {
		return console.Refused(err)
	}
	shown := a.DisplayFile(repo, draft.Path)
	fmt.Fprintf(a.Out, "wrote %s\n", diag.Printable(shown))
	if err := a.Printer(repo).Text(a.Out, draft.Findings); err != nil {
		return console.Failed(err)
	}
	for _, p := range draft.Playbooks() {
		a.Note("there is a playbook for this: %s (%s)", a.DisplayFile(repo, p.Path), p.Title)
	}
	a.Note("next: put what is known into the file, then hindcast advance %s", draft.Record.ID)
	if diag.Tally(draft.Findings).Errors > 0 {
		return console.Exit(console.ExitFindings, nil)
	}
	return nil
}
