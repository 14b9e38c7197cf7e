package cli

import (
	"context"
	"errors"
	"time"

	"github.com/spf13/cobra"

	"hindcast/internal/build"
	"hindcast/internal/diag"
	"hindcast/internal/history"
	"hindcast/internal/incident"
	"hindcast/site"
	"hindcast/templates"
)

// siteFlags are what every command that makes a site can be told.
type siteFlags struct {
	audience, baseURL, now string
	keepGoing              bool
}

func (f *siteFlags) add(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.audience, "audience", "", "make it for the `AUDIENCE` public, partner, internal or restricted (default from hindcast.yaml, else internal)")
	cmd.Flags().StringVar(&f.now, "now", "", nowHelp)
}

// options turns the flags into the options of a build.
func (a *app) options(f *siteFlags, otherwise func(time.Time) time.Time) (build.Options, error) {
	opts := build.Options{KeepGoing: f.keepGoing, Audience: f.audience, Templates: templates.FS, Assets: site.FS, Version: release}
	if f.audience != "" && !incident.DefaultVocabularies()["audiences"].Has(f.audience) {
		return opts, usage("there is no audience %q; write public, partner, internal or restricted", f.audience)
	}
	if f.baseURL != "" {
		if err := opts.BaseURL.UnmarshalText([]byte(f.baseURL)); err != nil {
			return opts, usage("--base-url %v", err)
		}
	}
	var err error
	opts.Now, err = a.instant(f.now, otherwise)
	return opts, err
}

func (a *app) build() *cobra.Command {
	var flags siteFlags
	var to publishFlags
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

Marks decide what a site shows, not who can read the repository: whoever can clone
it reads all of it.`,
		Example: `  hindcast build
  hindcast build --audience public --out /tmp/public --base-url https://example.org/incidents/`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			opts, err := a.options(&flags, today)
			if err != nil {
				return err
			}
			repo, err := a.open()
			if err != nil {
				return err
			}
			defer repo.close()
			if opts.History, err = history.Changes(cmd.Context(), repo.path); err != nil {
				a.note("the pages show no history: %v", err)
			}
			s, err := a.make(cmd.Context(), repo, opts)
			if err != nil {
				return err
			}
			return a.write(cmd.Context(), s, repo, &to)
		},
	}
	flags.add(cmd)
	to.add(cmd)
	cmd.Flags().StringVar(&flags.baseURL, "base-url", "", "`URL` the site will have, ending in /")
	cmd.Flags().BoolVar(&flags.keepGoing, "keep-going", false, "leave out records with an error instead of refusing")
	return cmd
}

// make prepares a site. Errors among the findings are printed and end the command.
func (a *app) make(ctx context.Context, repo *repository, opts build.Options) (*build.Site, error) {
	c, err := a.load(ctx, repo, opts.Now)
	if err != nil {
		return nil, err
	}
	s, err := build.Make(c, opts)
	if errors.Is(err, build.ErrFindings) {
		if err := a.printErrors(repo, s.Findings); err != nil {
			return nil, err
		}
		a.note("nothing was written: %s", diag.Count{Errors: diag.Tally(s.Findings).Errors})
		return nil, &exitError{code: exitFindings}
	}
	if err != nil {
		return nil, failed(err)
	}
	return s, a.printErrors(repo, s.Findings)
}

func (a *app) printErrors(repo *repository, findings []diag.Finding) error {
	var errs []diag.Finding
	for _, f := range findings {
		if f.Level == diag.Error {
			errs = append(errs, f)
		}
	}
	return failed(a.printer(repo).Text(a.Out, errs))
}

// write puts a site in its place, and says what was written and what was left out.
func (a *app) write(ctx context.Context, s *build.Site, repo *repository, to *publishFlags) error {
	target := a.siteFolder(repo.path, to.out)
	opts, err := a.manifestOf(ctx, s, repo, to)
	if err != nil {
		return err
	}
	files := func(yield func(outputFile, error) bool) {
		for page, err := range s.Files() {
			if !yield(outputFile{page.Path, page.Body}, err) {
				return
			}
		}
	}
	n, err := a.replace(ctx, target, opts, files)
	if err != nil {
		return err
	}
	for _, note := range s.Notes {
		a.note("%s", note)
	}
	a.note("wrote %s to %s for the audience %s: %s", diag.Plural(n, "file"), diag.Printable(a.show(target)), s.Audience, inventory(s.Log))
	if len(s.LeftOut) > 0 {
		for _, path := range s.LeftOut {
			a.note("left out because of an error: %s", path)
		}
		return &exitError{code: exitFindings}
	}
	return nil
}
