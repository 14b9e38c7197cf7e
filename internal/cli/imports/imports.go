// Package imports holds the command that brings records in from elsewhere.
package imports

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"hindcast/internal/cli/console"
	"hindcast/internal/corpus"
	"hindcast/internal/diag"
	"hindcast/internal/disk"
	"hindcast/internal/filing/intake"
	"hindcast/internal/importing"
	"hindcast/internal/importing/sources"
	"hindcast/internal/incident"
	"hindcast/internal/load"
	"hindcast/internal/progress"
)

type app struct{ *console.App }

// Commands are the commands of this package.
func Commands(c *console.App) []*cobra.Command {
	a := &app{c}
	names := make([]string, len(sources.All))
	cmd := &cobra.Command{
		Use:   "import SOURCE",
		Short: "Bring in records from elsewhere",
		Long: `Bring in records from elsewhere: a team's own incidents from where they are kept, or
public ones to compare one's own with.

Importing again updates what was imported before. A file that was edited since is
left alone and named. Nothing is made up: what a source does not say is missing from
its record, and hindcast validate says what to add. How the words of a source are
read, such as P1 or "mitigated", is written to ` + importing.SettingsFile + `, for the team to edit.`,
		Example: "  hindcast import " + sources.All[0].Name + " " + sources.All[0].Examples[0],
		RunE: func(_ *cobra.Command, args []string) error {
			message, word := "name a source to import from", ""
			if len(args) > 0 {
				word = args[0]
				message = fmt.Sprintf("unknown source %q", word)
			}
			return console.Exit(console.ExitUsage, console.WithHint(errors.New(message), diag.DidYouMean(word, names)))
		},
	}
	for i, im := range sources.All {
		names[i] = im.Name
		cmd.AddCommand(a.command(im))
	}
	return []*cobra.Command{cmd}
}

// flags are those of an import.
type flags struct {
	retrieved, source string
	label             string
	dry, list         bool
	defaults          importing.Defaults
}

func (a *app) command(im sources.Source) *cobra.Command {
	var f flags
	var examples []string
	for _, arguments := range im.Examples {
		examples = append(examples, "  hindcast import "+im.Name+" "+arguments)
	}
	argument := "FILE"
	switch {
	case im.IsFolder:
		argument = "FOLDER"
	case im.IsEither:
		argument = "FOLDER|FILE"
	}
	cmd := &cobra.Command{
		Use: im.Name + " " + argument, Short: im.Short,
		Long: im.Long + `
What the source has wrong is kept in source.issues of its record. An entry whose
record would not pass hindcast validate is named and not written.

Exit code 0: every entry has its record. 1: entries were left out. 2: ` + argument + ` is not such
a source, and nothing was written. 3: Hindcast itself failed.`,
		Example: strings.Join(examples, "\n"),
		Args:    console.Args(1, 1),
		RunE:    func(cmd *cobra.Command, args []string) error { return a.run(cmd.Context(), im, args[0], f) },
	}
	cmd.Flags().StringVar(&f.retrieved, "retrieved", "", "the `DATE` on which the source was fetched (2025-03-24)")
	cmd.Flags().BoolVarP(&f.dry, "dry-run", "n", false, "write nothing, and say of each entry what would become of it")
	cmd.Flags().BoolVar(&f.list, "list", false, "say of each entry what became of it")
	if im.IsOwn {
		cmd.Flags().StringVar(&f.source, "name", "", "what the source is called in its records (default the name of the "+strings.ToLower(argument)+")")
		if im.HasLabel {
			cmd.Flags().StringVar(&f.label, "label", "", "take the issues that have the label `NAME` alone")
		}
		cmd.Flags().StringVar(&f.defaults.Severity, "severity", "", "`ID` of the severity of entries that state none")
		cmd.Flags().StringVar(&f.defaults.Type, "type", "", "`ID` of the type of entries that state none (default other)")
		cmd.Flags().StringVar(&f.defaults.TLP, "tlp", "", "`MARK` of entries that state none (default AMBER)")
	}
	return cmd
}

func (a *app) run(ctx context.Context, im sources.Source, source string, f flags) error {
	if im.IsOwn && f.retrieved == "" {
		f.retrieved = a.Clock().UTC().Format(time.DateOnly)
	}
	when, err := a.retrieved(f.retrieved)
	if err != nil {
		return err
	}
	in, done, err := a.input(im, source)
	if err != nil {
		return err
	}
	defer done()
	repo, err := a.openOrStart()
	if err != nil {
		return err
	}
	defer repo.Close()
	words, err := readWords(repo)
	if err != nil {
		return err
	}
	desk, err := intake.Open(ctx, repo.Disk, a.Clock(), load.DefaultLimits, a.Stages())
	if err != nil {
		return console.Failed(err)
	}
	options := importing.Options{Retrieved: when, Zone: desk.Log().Config.Zone, Label: f.label}
	if im.IsOwn {
		options.Source = cmp.Or(f.source, filepath.Base(a.ResolvePath(source)))
	}
	if err := words.override(importing.Word(options.Source), f.defaults, desk.Log().Config.Vocabularies); err != nil {
		return err
	}
	outcomes, err := a.decide(ctx, im, source, in, options, desk, words)
	if err != nil {
		return err
	}
	if !f.dry {
		if done, err := a.putAll(ctx, desk, outcomes); err != nil {
			if ctx.Err() != nil && done > 0 {
				a.Note("%s", tally(outcomes[:done]).String())
			}
			return console.NotWritten(err)
		}
		if err := words.save(ctx, a, repo); err != nil {
			return console.NotWritten(err)
		}
	}
	return a.tell(repo, source, outcomes, f, words)
}

// decide reads the source and plans what becomes of its entries. Of words that nobody knows it asks where someone can
// answer, and then reads again.
func (a *app) decide(
	ctx context.Context, im sources.Source, source string, in importing.Input, options importing.Options, desk *intake.Desk, words *words,
) ([]intake.Outcome, error) {
	vocabularies := desk.Log().Config.Vocabularies
	var batch importing.Batch
	for round := 1; ; round++ {
		options.Words = importing.NewWords(words.Settings, vocabularies)
		stage := progress.Stage{Name: "reading the source"}
		var err error
		batch, err = progress.Run(ctx, a.Stages(), stage, func(*progress.Count) (importing.Batch, error) {
			return im.Read(ctx, in, options)
		})
		switch {
		case ctx.Err() != nil:
			return nil, a.Stopped()
		case err != nil:
			return nil, console.Exit(console.ExitUsage, console.WithHint(
				fmt.Errorf("%s is not read as %s: %w", a.DisplayPath(a.ResolvePath(source)), im.What, console.WithoutPath(err)), im.Hint,
			))
		}
		if round > 2 || !a.Asks { // words first, then what entries do not state
			break
		}
		if isDone, err := words.ask(ctx, a, importing.Word(options.Source), options.Words, batch, vocabularies); err != nil || isDone {
			if err != nil {
				return nil, err
			}
			break
		}
	}
	words.lacking = options.Words
	for _, note := range batch.Notes {
		a.Note("%s: %s", source, note)
	}
	stage := progress.Stage{Name: "checking", Unit: "record", Total: len(batch.Entries)}
	outcomes, err := progress.Run(ctx, a.Stages(), stage, func(count *progress.Count) ([]intake.Outcome, error) {
		return desk.Plan(ctx, in, batch, options.Words, count)
	})
	if err != nil {
		return nil, console.Failed(err)
	}
	return outcomes, nil
}

// retrieved is the day that --retrieved names.
func (a *app) retrieved(flag string) (incident.Time, error) {
	if flag == "" {
		return incident.Time{}, nil
	}
	t, err := incident.ParseTime(flag)
	switch {
	case err != nil || t.Precision() < incident.ToDay:
		return t, console.Usage("--retrieved %q is not a date; write it as 2025-03-24", flag)
	case t.Earliest().After(a.Clock()):
		return t, console.Usage("--retrieved %s is in the future", flag)
	}
	return t, nil
}

// input opens the file or folder that the user named, wherever it lies.
func (a *app) input(im sources.Source, name string) (in importing.Input, done func(), err error) {
	full, err := filepath.EvalSymlinks(a.ResolvePath(name))
	var info fs.FileInfo
	if err == nil {
		info, err = os.Stat(full)
	}
	switch {
	case err != nil:
	case im.IsEither && info.IsDir():
		im.IsFolder = true
	case im.IsFolder && !info.IsDir():
		return in, nil, console.Usage("%s is not a folder", a.DisplayPath(full))
	case !im.IsFolder && info.IsDir():
		return in, nil, console.Usage("%s can't be opened: it is a directory", a.DisplayPath(full))
	case !im.IsFolder && !info.Mode().IsRegular():
		return in, nil, console.Usage("%s can't be opened: this is not a regular file", a.DisplayPath(full))
	}
	var folder *disk.Folder
	if err == nil {
		in.Name = "."
		if !im.IsFolder {
			in.Name, full = filepath.Base(full), filepath.Dir(full)
		}
		folder, err = disk.Open(full)
	}
	if err != nil {
		return in, nil, console.Usage("%s can't be opened: %w", a.DisplayPath(a.ResolvePath(name)), console.WithoutPath(err))
	}
	in.Files = folder.FS()
	return in, func() { folder.Close() }, nil
}

// openOrStart opens the records repository, which may be a folder without any records yet.
func (a *app) openOrStart() (*console.Repository, error) {
	dir, err := a.FindRoot()
	if err != nil && !errors.Is(err, corpus.ErrNoRepository) {
		return nil, console.Failed(err)
	}
	repo, err := console.OpenRepository(dir)
	if err != nil {
		return nil, console.Usage("open the folder to import into: %w", err)
	}
	return repo, nil
}

// putAll writes the records, and returns how many of the outcomes are as they say.
func (a *app) putAll(ctx context.Context, desk *intake.Desk, outcomes []intake.Outcome) (done int, err error) {
	count := a.Stage("writing", "record", tally(outcomes).written)
	defer count.End()
	for i := range outcomes {
		if outcomes[i].Verdict != intake.Write {
			continue
		}
		if ctx.Err() != nil {
			return i, ctx.Err()
		}
		a.Writing()
		if err := desk.Put(ctx, &outcomes[i]); err != nil {
			return i, err
		}
		count.Add(outcomes[i].Bytes())
	}
	return len(outcomes), nil
}
