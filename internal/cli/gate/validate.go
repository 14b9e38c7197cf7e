package gate

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"hindcast/internal/cli/console"
	"hindcast/internal/corpus"
	"hindcast/internal/diag"
	"hindcast/internal/history"
	"hindcast/internal/load"
)

func (a *app) validate() *cobra.Command {
	var format, now, base string
	var strict, fix, diff, statistics bool
	cmd := &cobra.Command{
		Use:   "validate [PATH...]",
		Short: "Check records",
		Long: `Check every record, system and article, and the settings. With PATHs, files or
folders, the findings in those places are shown, which are the same: what they refer
to elsewhere is read as well.

With --base, the branch is compared with the commit in which it was made from REF.
What was found there already is counted and decides nothing. Also checked is what
only history tells: ids taken meanwhile, records removed, closed ones changed,
pages that would vanish since a file under knowledge got another name, which --fix
keeps as an alias.

With --fix, a file that an editor saves meanwhile is left as it was saved, and named.
What it can mend is marked as fixable.

Exit code 0: no error. 1: an error among the findings, a warning with --strict, a file
that --fix left, or a change that --diff shows. 2: wrong usage. 3: Hindcast itself
failed.`,
		Example: `  hindcast validate
  hindcast validate incidents/2026 --strict
  hindcast validate --base origin/main
  hindcast validate --fix --diff
  hindcast validate --statistics
  hindcast validate --format json > findings.json`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := console.KnownFormat(format, diag.Formats()...); err != nil {
				return err
			}
			switch {
			case diff && !fix:
				return console.Usage("--diff goes with --fix: it shows what would be fixed and writes nothing")
			case statistics && format != "text":
				return console.Usage("--statistics prints text; leave out --format, or count what --format %s gives", format)
			}
			at, err := a.Instant(now, console.ThisMinute)
			if err != nil {
				return err
			}
			repo, err := a.Open()
			if err != nil {
				return err
			}
			defer repo.Close()
			places, err := a.places(repo, args)
			if err != nil {
				return err
			}
			asked, isCompared := places, cmd.Flags().Changed("base")
			if isCompared {
				asked = nil // a finding may have been there in another place
			}
			if diff {
				c, err := a.open(cmd.Context(), repo, at, asked)
				if err != nil {
					return err
				}
				if c, err = a.withHistory(cmd.Context(), c, repo, base, at, isCompared); err != nil {
					return err
				}
				return a.showFixes(repo, c, within(c.Findings, places))
			}
			var found *checked
			var left error // what could not be fixed, since somebody was saving it
			all := &corpus.Comparison{}
			if fix || isCompared {
				c, err := a.open(cmd.Context(), repo, at, asked)
				if err == nil && fix {
					var known, mended *corpus.Corpus
					if known, err = a.withHistory(cmd.Context(), c, repo, base, at, isCompared); err != nil {
						return err
					}
					mended, left, err = a.fixAll(cmd.Context(), repo, known, at, places, asked)
					if mended != known {
						c = mended
					}
				}
				if err == nil && isCompared {
					all, err = a.compare(cmd.Context(), c, repo, base, at)
				}
				if err != nil {
					return err
				}
				found = &checked{c.Result, console.Inventory(c.Log)}
			} else if found, err = a.found(cmd.Context(), repo, at, asked); err != nil {
				return err
			}
			if !isCompared {
				all.New = found.Findings
			}
			findings := within(all.New, places)
			if statistics {
				err = a.printStatistics(findings)
			} else {
				err = a.Printer(repo).Print(a.Out, format, findings)
			}
			if err != nil {
				return console.Failed(fmt.Errorf("print the findings: %w", err))
			}
			count := diag.Tally(findings)
			summary := fmt.Sprintf("%s: %s", found.Inventory, count)
			if n := countFixable(findings); n > 0 {
				summary += fmt.Sprintf("; --fix mends %d", n)
			}
			a.Note("%s", summary)
			a.noteOld(base, within(all.Old, places))
			if left != nil {
				return left
			}
			if count.Errors > 0 || strict && count.Warnings > 0 {
				return console.Exit(console.ExitFindings, nil)
			}
			return nil
		},
	}
	cmd.Flags().StringVarP(&format, "format", "f", "text", "how to print findings: "+strings.Join(diag.Formats(), ", "))
	cmd.Flags().StringVar(&base, "base", "", "let only findings decide that were not there when this branch left `REF`")
	cmd.Flags().BoolVar(&fix, "fix", false,
		"mend what is safe to mend: spelling of known values, forms of times, spaces in ids, unclosed marks")
	cmd.Flags().BoolVar(&diff, "diff", false, "with --fix: show the changes, write nothing")
	cmd.Flags().BoolVar(&statistics, "statistics", false,
		"print how many findings each rule has, most first, and how many of them --fix mends")
	cmd.Flags().BoolVar(&strict, "strict", false, "exit 1 on warnings too")
	cmd.Flags().StringVar(&now, "now", "", console.NowHelp)
	console.Complete(cmd, "format", console.Fixed(diag.Formats()...))
	return cmd
}

// compare tells new findings from old ones. A clone that does not hold what it takes is wrong usage.
func (a *app) compare(
	ctx context.Context, c *corpus.Corpus, repo *console.Repository, base string, now time.Time,
) (*corpus.Comparison, error) {
	reading, _ := console.Options(ctx, repo, now) // load told of the error
	reading.Tell = a.Stages()
	all, err := c.Compare(ctx, repo.Path, base, reading)
	var lack *history.Error
	if errors.As(err, &lack) {
		return nil, console.Exit(console.ExitUsage, console.WithHint(lack, lack.Hint()))
	}
	return all, console.Failed(err)
}

// withHistory is a corpus with what only history tells among its findings, where it is compared with a base.
func (a *app) withHistory(
	ctx context.Context, c *corpus.Corpus, repo *console.Repository, base string, now time.Time, isCompared bool,
) (*corpus.Corpus, error) {
	if !isCompared {
		return c, nil
	}
	all, err := a.compare(ctx, c, repo, base, now)
	if err != nil {
		return nil, err
	}
	with := *c
	with.Findings = slices.Concat(all.New, all.Old)
	return &with, nil
}

// noteOld counts the findings that are not this branch's.
func (a *app) noteOld(base string, old []diag.Finding) {
	verb := "were"
	switch len(old) {
	case 0:
		return
	case 1:
		verb = "was"
	}
	a.Note("%s %s there at %s already: %s", diag.Plural(len(old), "finding"), verb, base, diag.Tally(old))
}

// places turns PATHs into paths relative to the root.
func (a *app) places(repo *console.Repository, args []string) ([]string, error) {
	var places []string
	for _, arg := range args {
		rel, err := filepath.Rel(repo.Path, a.ResolvePath(arg))
		if err != nil || rel == ".." || strings.HasPrefix(rel, "../") {
			return nil, console.Usage("%s lies outside of the records repository %s", arg, a.DisplayPath(repo.Path))
		}
		rel = filepath.ToSlash(rel)
		if _, err := fs.Stat(repo.Files, rel); err != nil {
			return nil, console.Usage("there is no %s", arg)
		}
		if rel != "." && !corpus.Within(rel, load.SourcesOf(repo.Files)) {
			a.Note("%s is not checked: records are in incidents, systems and articles in knowledge", arg)
		}
		places = append(places, rel)
	}
	return places, nil
}

// within keeps the findings in the files and folders named; all where none is.
func within(findings []diag.Finding, places []string) []diag.Finding {
	if len(places) == 0 {
		return findings
	}
	return slices.DeleteFunc(slices.Clone(findings), func(f diag.Finding) bool { return !corpus.Within(f.Path, places) })
}
