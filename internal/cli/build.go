package cli

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"hindcast/internal/build"
	"hindcast/internal/diag"
	"hindcast/internal/history"
	"hindcast/internal/incident"
	"hindcast/internal/output"
	"hindcast/site"
	"hindcast/templates"
)

// siteFlags are what every command that makes a site can be told.
type siteFlags struct {
	audience, baseURL, now string
	keepGoing              bool
}

func (f *siteFlags) add(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.audience, "audience", "", audienceHelp)
	cmd.Flags().StringVar(&f.now, "now", "", nowHelp)
}

const audienceHelp = "make it for the `AUDIENCE` public, partner, internal or restricted (default from hindcast.yaml, else internal)"

// knownAudience refuses what is no audience; none at all is the configured one.
func knownAudience(audience string) error {
	if audience == "" || incident.DefaultVocabularies()["audiences"].Has(audience) {
		return nil
	}
	return usage("there is no audience %q; write public, partner, internal or restricted", audience)
}

// options turns the flags into the options of a build.
func (a *app) options(f *siteFlags, otherwise func(time.Time) time.Time) (build.Options, error) {
	opts := build.Options{KeepGoing: f.keepGoing, Audience: f.audience, Templates: templates.FS, Assets: site.FS, Version: release}
	if err := knownAudience(f.audience); err != nil {
		return opts, err
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
	var out string
	cmd := &cobra.Command{
		Use:   "build",
		Short: "Write the site",
		Long: `Write the site as plain files for any static host. The new site takes the place
of the old one only when it is whole. With an error among the findings nothing is
written; --keep-going leaves out the records that have one, and still exits 1.

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
			target := out
			if !filepath.IsAbs(target) {
				target = filepath.Join(repo.path, target)
				if cmd.Flags().Changed("out") {
					target = filepath.Join(a.start(), out)
				}
			}
			return a.write(s, target)
		},
	}
	flags.add(cmd)
	cmd.Flags().StringVarP(&out, "out", "o", "public", "write to `DIR`")
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
		if s.Unseen.Errors > 0 {
			a.note("%s in files that the audience %s may not see (hindcast validate tells which)", diag.Count{Errors: s.Unseen.Errors}, s.Audience)
		}
		a.note("nothing was written: %s", diag.Count{Errors: diag.Tally(s.Findings).Errors + s.Unseen.Errors})
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

func (a *app) write(s *build.Site, target string) error {
	tree, err := output.Begin(target)
	if errors.Is(err, output.ErrForeign) {
		return &exitError{exitUsage, &hinted{fmt.Errorf("%s is not replaced: %w", a.show(target), err), "name another folder with --out, or empty this one"}}
	}
	if err != nil {
		return failed(err)
	}
	defer tree.Close()
	for page, err := range s.Files() {
		if err == nil {
			err = tree.Write(page.Path, page.Body)
		}
		if err != nil {
			return failed(err)
		}
	}
	if err := tree.Commit(); err != nil {
		return failed(err)
	}
	for _, note := range s.Notes {
		a.note("%s", note)
	}
	a.note("wrote %s to %s for the audience %s: %s", diag.Plural(tree.Files(), "file"), a.show(target), s.Audience, inventory(s.Log))
	return a.nameLeftOut(s)
}
