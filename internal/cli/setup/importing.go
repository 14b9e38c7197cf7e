package setup

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"hindcast/internal/check"
	"hindcast/internal/cli/console"
	"hindcast/internal/corpus"
	"hindcast/internal/diag"
	"hindcast/internal/disk"
	"hindcast/internal/edit"
	"hindcast/internal/exchange"
	"hindcast/internal/incident"
	"hindcast/internal/load"
	"hindcast/internal/progress"
)

// importer is a source that records are brought in from.
type importer struct {
	name     string // of the command
	source   string // with its article, as in "a table of the source"
	short    string // help, in a line
	long     string // help: what becomes of the file
	examples []string
	hint     string // remedy for a file that is something else
	folder   string // where its records go, from the root
	read     func(io.Reader, exchange.Options) (exchange.Batch, error)
}

// importers are all of them; the commands, their help and the hint for a misspelt name follow from it.
var importers = []importer{
	{
		name: "aiid", source: "the AI Incident Database", short: "Import the AI Incident Database",
		long: `Make a precedent of each incident in incidents.csv, the table of incidents in a
snapshot of the AI Incident Database (https://incidentdatabase.ai). The records go
to ` + exchange.AIIDFolder + `; one that was moved to another folder is updated there.`,
		examples: []string{"incidents.csv", "snapshot/incidents.csv --retrieved 2025-03-24"},
		hint:     "take incidents.csv from a snapshot of https://incidentdatabase.ai, as it is",
		folder:   exchange.AIIDFolder, read: exchange.AIID,
	},
}

func (a *app) importCommand() *cobra.Command {
	names := make([]string, len(importers))
	cmd := &cobra.Command{
		Use:   "import SOURCE",
		Short: "Bring in records from elsewhere",
		Long: `Bring in records from elsewhere, such as public incidents to compare one's own with.

Importing again updates what was imported before. A file that was edited since is
left alone and named.`,
		Example: "  hindcast import " + importers[0].name + " " + importers[0].examples[0],
		RunE: func(_ *cobra.Command, args []string) error {
			message, word := "name a source to import from", ""
			if len(args) > 0 {
				word = args[0]
				message = fmt.Sprintf("unknown source %q", word)
			}
			return console.Exit(console.ExitUsage, console.WithHint(errors.New(message), diag.DidYouMean(word, names)))
		},
	}
	for i, im := range importers {
		names[i] = im.name
		cmd.AddCommand(a.importFrom(im))
	}
	return cmd
}

func (a *app) importFrom(im importer) *cobra.Command {
	var retrieved string
	var examples []string
	for _, arguments := range im.examples {
		examples = append(examples, "  hindcast import "+im.name+" "+arguments)
	}
	cmd := &cobra.Command{
		Use: im.name + " FILE", Short: im.short,
		Long: im.long + `
What the source has wrong is kept in source.issues of its record. A row without a
usable date, or whose record would not pass hindcast validate, is named and not
written.

Exit code 0: every row has its record. 1: rows were left out. 2: FILE is not such a
table, and nothing was written. 3: Hindcast itself failed.`,
		Example: strings.Join(examples, "\n"),
		Args:    console.Args(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			when, err := a.retrieved(retrieved)
			if err != nil {
				return err
			}
			options := exchange.Options{Retrieved: when, Head: load.DefaultLimits.Head, Text: load.DefaultLimits.Text}
			stage := progress.Stage{Name: "reading the table"}
			batch, err := progress.Run(cmd.Context(), a.Stages(), stage, func(*progress.Count) (exchange.Batch, error) {
				return a.readBatch(im, args[0], options)
			})
			if err != nil {
				return err
			}
			return a.place(cmd.Context(), args[0], im.folder, batch)
		},
	}
	cmd.Flags().StringVar(&retrieved, "retrieved", "", "the `DATE` on which the snapshot was fetched (2025-03-24)")
	return cmd
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

func (a *app) readBatch(im importer, name string, options exchange.Options) (exchange.Batch, error) {
	name = a.ResolvePath(name)
	f, err := openRegular(name)
	if err != nil {
		return exchange.Batch{}, console.Usage("%s can't be opened: %w", a.DisplayPath(name), console.WithoutPath(err))
	}
	defer f.Close()
	batch, err := im.read(f, options)
	if err != nil {
		return batch, console.Exit(console.ExitUsage, console.WithHint(
			fmt.Errorf("%s is not read as a table of %s: %w", a.DisplayPath(name), im.source, err), im.hint,
		))
	}
	return batch, nil
}

// openRegular opens a file that the user named, wherever it lies.
func openRegular(name string) (fs.File, error) {
	name, err := filepath.EvalSymlinks(name)
	if err != nil {
		return nil, err
	}
	folder, err := disk.Open(filepath.Dir(name))
	if err != nil {
		return nil, err
	}
	defer folder.Close()
	return folder.FS().Open(filepath.Base(name))
}

// place writes the files of a batch into the records repository and says what became of each.
func (a *app) place(ctx context.Context, source, folder string, batch exchange.Batch) error {
	repo, err := a.openOrStart()
	if err != nil {
		return err
	}
	defer repo.Close()
	s, err := newShelf(ctx, repo, a.Stages())
	if err != nil {
		return console.Failed(err)
	}
	stage := progress.Stage{Name: "checking", Unit: "record", Total: len(batch.Files)}
	valid, err := progress.Run(ctx, a.Stages(), stage, func(count *progress.Count) ([]exchange.File, error) {
		return s.valid(&batch, a.Clock(), count), nil
	})
	if err != nil {
		return console.Failed(err)
	}
	if err := a.putAll(ctx, s, valid); err != nil {
		if ctx.Err() != nil {
			a.Note("wrote %s to %s", diag.Plural(s.written, "record"), a.DisplayFile(repo, folder))
		}
		return console.NotWritten(err)
	}
	return a.tell(repo, source, folder, s, batch.LeftOut)
}

func (a *app) putAll(ctx context.Context, s *shelf, files []exchange.File) error {
	count := a.Stage("writing", "record", len(files))
	defer count.End()
	for _, file := range files {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		a.Writing()
		if err := s.put(ctx, file); err != nil {
			return err
		}
		count.Add(len(file.Text))
	}
	return nil
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

// tell prints the counts, then each file and row that the user may have to see to.
func (a *app) tell(repo *console.Repository, source, folder string, s *shelf, out []exchange.LeftOut) error {
	counts := fmt.Sprintf("wrote %s to %s, %d unchanged, %d left alone",
		diag.Plural(s.written, "record"), a.DisplayFile(repo, folder), s.unchanged, len(s.leftAlone))
	if len(out) > 0 {
		counts += fmt.Sprintf(", %d left out", len(out))
	}
	if _, err := fmt.Fprintln(a.Out, counts); err != nil {
		return console.Failed(fmt.Errorf("print what was written: %w", err))
	}
	for _, l := range s.leftAlone {
		a.Note("%s: left alone: %s", diag.Printable(a.DisplayFile(repo, l.path)), diag.Printable(l.reason))
	}
	if len(s.leftAlone) > 0 {
		a.Note("  hint: to have a file as the source has it, delete it and import again")
	}
	for _, l := range out {
		fmt.Fprintf(a.Err, "%s:%d: left out: %s\n", diag.Printable(source), l.Line, diag.Printable(l.Reason))
	}
	if len(out) > 0 {
		return console.Exit(console.ExitFindings, nil)
	}
	return nil
}

// shelf puts imported files where they belong and keeps count.
type shelf struct {
	*console.Repository
	door      *edit.Door
	config    incident.Config
	names     *incident.Names // of the records that are there
	judge     *exchange.Judge
	written   int
	unchanged int
	leftAlone []leftAlone
}

type leftAlone struct{ path, reason string }

func newShelf(ctx context.Context, repo *console.Repository, tell progress.Reporter) (*shelf, error) {
	log, err := load.NewLoader(load.DefaultLimits).Telling(tell).Log(ctx, repo.Files)
	if err != nil {
		return nil, fmt.Errorf("read the records that are there: %w", err)
	}
	return &shelf{
		Repository: repo, door: edit.NewDoor(repo.Disk), config: log.Config, names: log.Names(),
		judge: exchange.NewJudge(load.DefaultLimits.Head),
	}, nil
}

// valid is the files that pass the rules as of an instant. The others are left out, each with the
// first of its errors: what an import writes never stops the next build.
func (s *shelf) valid(batch *exchange.Batch, now time.Time, count *progress.Count) []exchange.File {
	loader, checker := load.NewLoader(load.DefaultLimits).Under(&s.config), check.New()
	var kept []exchange.File
	for chunk := range slices.Chunk(batch.Files, checkedAtOnce) {
		log := &incident.Log{Config: s.config}
		for _, file := range chunk {
			log.Records = append(log.Records, loader.Record(file.Path, file.Text))
		}
		wrong := map[string]string{}
		for _, f := range checker.Log(log, now) {
			if f.Level == diag.Error && wrong[f.Path] == "" {
				wrong[f.Path] = f.Message
			}
		}
		for _, file := range chunk {
			if message := wrong[file.Path]; message != "" {
				batch.LeftOut = append(batch.LeftOut, exchange.LeftOut{Line: file.Line, Reason: file.ID + ": " + message})
			} else {
				kept = append(kept, file)
			}
			count.Add(0)
		}
	}
	slices.SortStableFunc(batch.LeftOut, func(a, b exchange.LeftOut) int { return cmp.Compare(a.Line, b.Line) })
	return kept
}

// checkedAtOnce is how many records are held in memory together.
const checkedAtOnce = 500

// put writes a file: to where its record stands already, be it moved, else to where it belongs. One
// that was edited before, or is saved at this moment, is left alone.
func (s *shelf) put(ctx context.Context, file exchange.File) error {
	name := file.Path
	if r := s.names.Record(file.ID); r != nil {
		name = r.Path
	}
	there, verdict, reason, err := s.verdict(name, file)
	switch {
	case err != nil:
		return err
	case verdict == exchange.Unchanged:
		s.unchanged++
		return nil
	case verdict == exchange.LeaveAlone:
		s.leftAlone = append(s.leftAlone, leftAlone{name, reason})
		return nil
	}
	var told *edit.Error
	err = s.door.Apply(ctx, edit.Change{Path: name, Old: there, New: file.Text})
	switch {
	case err == nil:
		s.written++
	case errors.As(err, &told) && told.Unwrap() == nil: // the system let it be written
		s.leftAlone = append(s.leftAlone, leftAlone{name, told.Reason()})
		return nil
	}
	return err
}

// verdict decides about what is at a path, if anything does, and reads it.
func (s *shelf) verdict(
	name string, file exchange.File,
) (there []byte, verdict exchange.Verdict, reason string, err error) {
	info, err := s.Disk.Lstat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, exchange.Rewrite, "", nil
	case err != nil:
		return nil, exchange.LeaveAlone, "", err
	case !info.Mode().IsRegular():
		return nil, exchange.LeaveAlone, "it is not a regular file", nil
	case info.Size() > load.DefaultLimits.File:
		return nil, exchange.LeaveAlone, "it is larger than a record may be", nil
	}
	if there, err = fs.ReadFile(s.Disk.FS(), name); err != nil {
		return nil, exchange.LeaveAlone, "", err
	}
	verdict, reason = s.judge.Verdict(there, file)
	return there, verdict, reason, nil
}
