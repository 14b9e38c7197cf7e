package setup

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"hindcast/internal/cli/console"
	"hindcast/internal/corpus"
	"hindcast/internal/disk"
	"hindcast/internal/edit"
	"hindcast/internal/load"
)

// initFlags are what a new repository is told.
type initFlags struct {
	title, organisation, ci string
	sample                  bool
}

var ciSystems = []string{"github", "gitlab", "none"}

func (a *app) initCommand() *cobra.Command {
	var flags initFlags
	cmd := &cobra.Command{
		Use:   "init [DIR]",
		Short: "Start a records repository",
		Long: `Start a records repository in DIR, else in the current folder: settings, folders,
a README that explains the stages, CI that checks every pull request and
publishes the site, templates for pull requests and issues, a pre-commit hook and
editor settings. On GitHub a workflow makes a draft record of each issue that was
opened with the form.

A file that is there already is left as it is and named. --sample adds a
rehearsal to try the commands on, which is counted in no figure.`,
		Example: `  hindcast init --title "AI incidents" --organisation "Example Ltd"
  hindcast init incident-log --ci gitlab --sample`,
		Args: console.Args(0, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if !slices.Contains(ciSystems, flags.ci) {
				return console.Usage("unknown CI system %q; write %s", flags.ci, strings.Join(ciSystems, ", "))
			}
			return a.initialise(cmd.Context(), args, &flags)
		},
	}
	cmd.Flags().StringVar(&flags.title, "title", "AI incidents", "the `TITLE` of the log and its site")
	cmd.Flags().StringVar(&flags.organisation, "organisation", "", "`NAME` of the organisation whose log it is")
	cmd.Flags().StringVar(&flags.ci, "ci", "github", "write CI for github, gitlab or none")
	console.Complete(cmd, "ci", console.Fixed(ciSystems...))
	cmd.Flags().BoolVar(&flags.sample, "sample", false, "add a rehearsal and a system to try the commands on")
	return cmd
}

func (a *app) initialise(ctx context.Context, args []string, flags *initFlags) error {
	dir, err := a.newRoot(args)
	if err != nil {
		return err
	}
	now, err := a.Instant("", console.ThisMinute)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return console.Usage("%s can't be made a folder: %w", a.DisplayPath(dir), console.WithoutPath(err))
	}
	folder, err := disk.Open(dir)
	if err != nil {
		return console.Failed(fmt.Errorf("open the folder: %w", err))
	}
	defer folder.Close()
	s := starter{app: a, disk: folder, dir: dir, flags: flags, now: now}
	if err := s.write(ctx); err != nil {
		return err
	}
	s.next()
	return nil
}

// newRoot is the folder to start in. Within a records repository a second one would be a slip,
// unless it is named.
func (a *app) newRoot(args []string) (string, error) {
	if len(args) == 1 {
		return a.ResolvePath(args[0]), nil
	}
	dir := a.StartFolder()
	if at, err := corpus.FindRoot(dir); err == nil && filepath.Clean(at) != filepath.Clean(dir) {
		return "", console.Exit(console.ExitUsage,
			console.WithHint(fmt.Errorf("this folder lies inside the records repository %s", a.DisplayPath(at)),
				"name another folder, as in hindcast init DIR; hindcast new files an incident here"))
	}
	return dir, nil
}

// starter writes the files of a new repository.
type starter struct {
	*app
	disk  *disk.Folder
	dir   string
	flags *initFlags
	now   time.Time
	left  []string
}

// start is a file that init writes: its place, the template in templates/init, and what to see to
// where a file of that name is there already.
type start struct {
	target, template, otherwise string
}

func (s *starter) files() []start {
	files := []start{
		{load.ConfigFile, "config.yaml", ""},
		{"README.md", "readme.md", ""},
		{"incidents/README.md", "incidents.md", ""},
		{"knowledge/README.md", "knowledge.md", ""},
		{"knowledge/systems/README.md", "systems.md", ""},
		{".gitignore", "gitignore", "see that it holds /public/"},
		{".gitattributes", "gitattributes", "see that it holds *.md text eol=lf"},
	}
	switch s.flags.ci {
	case "github":
		files = append(files, start{installScript, "ci/install.sh", ""},
			start{".github/workflows/hindcast.yml", "github/workflow.yml", ""},
			start{".github/workflows/hindcast-issues.yml", "github/issues.yml", ""},
			start{".github/pull_request_template.md", "github/pull_request.md", ""},
			start{".github/ISSUE_TEMPLATE/incident.yml", "github/issue.yml", ""})
	case "gitlab":
		files = append(files, start{installScript, "ci/install.sh", ""},
			start{".gitlab-ci.yml", "gitlab/ci.yml", "add the jobs of a fresh hindcast init"},
			start{".gitlab/merge_request_templates/Default.md", "github/pull_request.md", ""},
			start{".gitlab/issue_templates/Incident.md", "gitlab/issue.md", ""})
	}
	files = append(files,
		start{".pre-commit-config.yaml", "pre-commit.yaml", "add the hook: hindcast validate"},
		start{".vscode/settings.json", "vscode.json", ""})
	if s.flags.sample {
		files = append(files, s.sample()...)
	}
	return files
}

const (
	installScript = ".ci/install-hindcast.sh"
	sampleSystem  = "knowledge/systems/example-assistant.md"
)

// sample is a record and its system; in a log that holds records already the id could be taken.
func (s *starter) sample() []start {
	if s.holdsRecords() {
		s.Note("no sample was written: there are records already")
		return nil
	}
	record := fmt.Sprintf("incidents/%d/%s-rehearsal.md", s.now.Year(), s.sampleID())
	return []start{{sampleSystem, "sample/system.md", ""}, {record, "sample/record.md", ""}}
}

func (s *starter) sampleID() string { return fmt.Sprintf("INC-%d-0001", s.now.Year()) }

func (s *starter) holdsRecords() bool {
	found := false
	err := fs.WalkDir(s.disk.FS(), "incidents", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && path.Ext(name) == ".md" && path.Base(name) != "README.md" {
			found = true
			return fs.SkipAll
		}
		return nil
	})
	return found || err != nil
}

func (s *starter) write(ctx context.Context) error {
	texts, err := s.render()
	if err != nil {
		return console.Failed(err)
	}
	s.Writing()
	for _, f := range texts {
		switch err := s.create(ctx, f.target, f.text); {
		case edit.WasChanged(err):
			s.left = append(s.left, f.target)
			line := "left as it was: " + s.place(f.target)
			if f.otherwise != "" {
				line += " (" + f.otherwise + ")"
			}
			s.Note("%s", line)
		case err != nil:
			return console.NotWritten(err)
		default:
			s.Note("wrote %s", s.place(f.target))
		}
	}
	return nil
}

// create writes a file that is not there yet; one that is there, a link included, is never touched.
func (s *starter) create(ctx context.Context, name, text string) error {
	made := edit.Change{Path: name, New: []byte(text)}
	if path.Ext(name) == ".sh" {
		made.Perm = 0o755
	}
	return edit.Apply(ctx, s.disk, made)
}

func (s *starter) place(target string) string {
	return s.DisplayPath(filepath.Join(s.dir, filepath.FromSlash(target)))
}

// next says what is left for people to do.
func (s *starter) next() {
	var steps []string
	git := gitRoot(s.dir)
	switch {
	case git == "":
		steps = append(steps, "make it a Git repository with a branch main: git init -b main")
	case s.flags.ci != "none" && git != filepath.Clean(s.dir):
		steps = append(steps,
			fmt.Sprintf("the Git repository begins in %s: move the CI files there, since they are read nowhere else, and give hindcast -C", s.DisplayPath(git)))
	}
	switch s.flags.ci {
	case "github":
		steps = append(steps, "set the line INSTALL in "+s.place(installScript)+", which tells CI how to get the program",
			"in the settings on GitHub, under Pages, choose GitHub Actions as the source; only records marked CLEAR are published",
			"there, under Actions, General, let GitHub Actions create pull requests: issues that report incidents become drafts")
	case "gitlab":
		steps = append(steps, "set the line INSTALL in "+s.place(installScript)+", which tells CI how to get the program",
			"give CI a token HINDCAST_PUSH_TOKEN and a weekly schedule, as .gitlab-ci.yml says; only records marked CLEAR are published")
	}
	if s.flags.sample {
		steps = append(steps, "try: hindcast validate, hindcast serve, hindcast advance "+s.sampleID())
	}
	steps = append(steps, "file the first incident: hindcast new; or bring in those that you have: hindcast import")
	s.Note("\nnext:")
	for i, step := range steps {
		for j, line := range console.Wrap(step, console.UsualWidth-5) {
			mark := "  "
			if j == 0 {
				mark = fmt.Sprintf("%d.", i+1)
			}
			s.Note("  %s %s", mark, line)
		}
	}
}

// gitRoot is the nearest folder upwards that holds a Git repository or a worktree; empty where none does.
func gitRoot(dir string) string {
	for at := filepath.Clean(dir); ; at = filepath.Dir(at) {
		if _, err := os.Lstat(filepath.Join(at, ".git")); err == nil {
			return at
		}
		if at == filepath.Dir(at) {
			return ""
		}
	}
}
