package sites

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"strings"

	"github.com/spf13/cobra"

	"hindcast/internal/cli/console"
	"hindcast/internal/corpus"
	"hindcast/internal/diag"
	"hindcast/internal/disclose"
	"hindcast/internal/history"
	"hindcast/internal/publish"
)

func (a *app) build() *cobra.Command {
	var flags console.SiteFlags
	var to publishFlags
	var prove bool
	cmd := &cobra.Command{
		Use:   "build",
		Short: "Write the site",
		Long: `Write the site as plain files for any static host. The new site takes the place
of the old one only when it is whole. With an error among the findings nothing is
written; --keep-going leaves out the records that have one, and still exits 1.

A folder is replaced only where a build wrote all that it holds, as its manifest.json
says: see hindcast verify. What the host needs beside the site, such as CNAME or the
.git of a work tree, is named with --keep, or under keep: in hindcast.yaml, and moves
along untouched.

With --prove the site is made a second time, from a copy of the records in which
what its audience may not see is not there; a byte that differs is an error.

Marks decide what a site shows, not who can read the repository: whoever can clone
it reads all of it. A site of all marks is made with --audience restricted alone, and
by no setting.

Exit code 0: the site was written. 1: an error among the findings; with --keep-going
something was left out. 2: wrong usage, or a folder that is not replaced. 3: the proof
or Hindcast itself failed.`,
		Example: `  hindcast build
  hindcast build --audience public --out /tmp/public --base-url https://example.org/incidents/
  hindcast build --audience public --prove --sign ~/.ssh/id_ed25519`,
		Args: console.Args(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			opts, err := a.Options(&flags, console.Today)
			if err != nil {
				return err
			}
			if opts.Keep, err = to.kept(); err != nil {
				return err
			}
			repo, err := a.Open()
			if err != nil {
				return err
			}
			defer repo.Close()
			reading := a.Stage("reading the history of the files", "", 0)
			opts.History, err = history.Changes(cmd.Context(), repo.Path)
			reading.End()
			if err != nil && cmd.Context().Err() == nil {
				a.Note("the pages show no history: %v", err)
			}
			var from *corpus.Inputs
			if !prove && to.sign == "" {
				comparing := a.Stage("comparing with the last build", "", 0)
				from = a.inputs(cmd.Context(), repo, &opts, &to)
				comparing.End()
			}
			if a.isThere(repo, a.SiteFolder(repo.Path, to.out), from) {
				return nil
			}
			s, c, err := a.make(cmd.Context(), repo, opts)
			if err != nil {
				return err
			}
			var proof func(publish.Sums) error
			if prove {
				proof = a.proof(cmd.Context(), repo, c, s, opts)
			}
			return a.write(cmd.Context(), s, repo, &to, proof, from)
		},
	}
	flags.Add(cmd)
	to.add(cmd)
	cmd.Flags().StringVar(&flags.BaseURL, "base-url", "", "`URL` the site will have, ending in /")
	cmd.Flags().BoolVar(&prove, "prove", false,
		"make it again from a copy without what is withheld, and write it only if all bytes are the same")
	cmd.Flags().BoolVar(&flags.KeepGoing, "keep-going", false, "leave out records with an error instead of refusing")
	return cmd
}

// make prepares a site. Errors among the findings are printed and end the command.
func (a *app) make(
	ctx context.Context, repo *console.Repository, opts publish.Options,
) (*publish.Site, *corpus.Corpus, error) {
	c, err := a.Load(ctx, repo, opts.Now)
	if err != nil {
		return nil, nil, err
	}
	s, err := publish.Prepare(ctx, c, opts)
	if errors.Is(err, disclose.ErrFindings) {
		if err := a.PrintErrors(repo, s.Findings); err != nil {
			return nil, nil, err
		}
		if s.Unseen.Errors > 0 {
			a.Note("%s in files that the audience %s may not see (hindcast validate tells which)",
				diag.Count{Errors: s.Unseen.Errors}, s.Audience)
		}
		a.Note("nothing was written: %s", diag.Count{Errors: diag.Tally(s.Findings).Errors + s.Unseen.Errors})
		return nil, nil, console.Exit(console.ExitFindings, nil)
	}
	if err != nil {
		return nil, nil, console.Failed(err)
	}
	return s, c, a.PrintErrors(repo, s.Findings)
}

// files are the files of a site; an error of the proof comes after the last of them. The proof may be nil.
func files(
	ctx context.Context, s *publish.Site, proof func(publish.Sums) error,
) iter.Seq2[outputFile, error] {
	return func(yield func(outputFile, error) bool) {
		written := publish.Sums{}
		for page, err := range s.Files(ctx) {
			if proof != nil {
				written[page.Path] = sha256.Sum256(page.Body)
			}
			if !yield(outputFile{page.Path, page.Body}, err) || err != nil {
				return
			}
		}
		if proof == nil {
			return
		}
		if err := proof(written); err != nil {
			yield(outputFile{}, err)
		}
	}
}

// proof makes the site again from a copy without what is withheld; a difference is an error.
func (a *app) proof(
	ctx context.Context, repo *console.Repository, c *corpus.Corpus, s *publish.Site, opts publish.Options,
) func(publish.Sums) error {
	return func(written publish.Sums) error {
		differ, err := s.Prove(ctx, c, opts, written, func(ctx context.Context, fsys fs.FS) (*corpus.Corpus, error) {
			reading, _ := console.Options(ctx, repo, opts.Now) // load told of the error
			reading.Tell = a.SecretStages()
			return corpus.Open(ctx, fsys, reading)
		})
		switch {
		case err != nil:
			return fmt.Errorf("the site could not be proved: %w", err)
		case len(differ) > 0:
			return &unproved{differ}
		}
		a.Note("proved: a copy of the records without what is withheld from the audience %s gives the same %s", s.Audience,
			diag.Plural(len(written), "file"))
		return nil
	}
}

// unproved means that files of a site depend on what it withholds.
type unproved struct{ paths []string }

func (e *unproved) Error() string {
	const most = 10
	text := strings.Join(e.paths[:min(len(e.paths), most)], ", ")
	if rest := len(e.paths) - most; rest > 0 {
		text += fmt.Sprintf(" and %d more", rest)
	}
	return fmt.Sprintf("nothing was written: %s would differ if what is withheld were not there: %s",
		diag.Plural(len(e.paths), "file"), text)
}

// write puts a site in its place, and says what was written and what was left out.
func (a *app) write(
	ctx context.Context, s *publish.Site, repo *console.Repository, to *publishFlags, proof func(publish.Sums) error,
	from *corpus.Inputs,
) error {
	target := a.SiteFolder(repo.Path, to.out)
	opts, err := a.manifestOf(ctx, s, repo, to)
	if err != nil {
		return err
	}
	n, err := a.replace(ctx, target, opts, files(ctx, s, proof))
	if told := a.PrintErrors(repo, s.Late()); told != nil {
		return told
	}
	if errors.Is(err, disclose.ErrFindings) {
		a.Note("nothing was written: %s", diag.Tally(s.Late()))
		return console.Exit(console.ExitFindings, nil)
	}
	if err != nil {
		return err
	}
	for _, note := range s.Notes {
		a.Note("%s", note)
	}
	a.Note("wrote %s to %s for the audience %s: %s", diag.Plural(n, "file"), diag.Printable(a.DisplayPath(target)),
		s.Audience, console.Inventory(s.Log))
	if err := a.NameLeftOut(s.Disclosure); err != nil || len(s.Late()) == 0 {
		if err == nil {
			a.noteBuild(target, from, s.Notes)
		}
		return err
	}
	return console.Exit(console.ExitFindings, nil) // a page about several files is missing
}
