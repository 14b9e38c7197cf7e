package console

import (
	"context"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"hindcast/internal/diag"
	"hindcast/internal/disclose"
	"hindcast/internal/incident"
	"hindcast/internal/publish"
	"hindcast/site"
	"hindcast/templates"
)

// SiteFlags are what every command that makes a site can be told.
type SiteFlags struct {
	audience, BaseURL, Now string
	KeepGoing              bool
}

// Add adds the flags to a command.
func (f *SiteFlags) Add(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.audience, "audience", "", AudienceHelp)
	cmd.Flags().StringVar(&f.Now, "now", "", NowHelp)
	Complete(cmd, "audience", Audiences())
}

// AudienceHelp describes the flag --audience.
const AudienceHelp = "make it for the `AUDIENCE` public, partner, internal or restricted (default from hindcast.yaml, else internal)"

// Audiences completes an audience.
func Audiences() cobra.CompletionFunc {
	return Fixed(incident.DefaultVocabularies()["audiences"].IDs()...)
}

// KnownAudience refuses what is no audience; none at all is the configured one.
func KnownAudience(audience string) error {
	if audience == "" || incident.DefaultVocabularies()["audiences"].Has(audience) {
		return nil
	}
	return Usage("there is no audience %q; write public, partner, internal or restricted", audience)
}

// SiteOptions are what every site is made with: the built-in templates and assets, the version, and a painter of cards.
func SiteOptions() publish.Options {
	return publish.NewOptions(templates.FS, site.FS, Release)
}

// Options turns the flags into the options of a build.
func (a *App) Options(f *SiteFlags, otherwise func(time.Time) time.Time) (publish.Options, error) {
	opts := SiteOptions()
	opts.Tell = a.Stages()
	opts.KeepGoing, opts.Audience = f.KeepGoing, f.audience
	if err := KnownAudience(f.audience); err != nil {
		return opts, err
	}
	if f.BaseURL != "" {
		if err := opts.BaseURL.UnmarshalText([]byte(f.BaseURL)); err != nil {
			return opts, Usage("--base-url %v", err)
		}
	}
	var err error
	opts.Now, err = a.Instant(f.Now, otherwise)
	return opts, err
}

// PrintErrors prints the errors among findings.
func (a *App) PrintErrors(repo *Repository, findings []diag.Finding) error {
	var errs []diag.Finding
	for _, f := range findings {
		if f.Level == diag.Error {
			errs = append(errs, f)
		}
	}
	return Failed(a.Printer(repo).Text(a.Out, errs))
}

// ResolvePath is the path of something that the user named, seen from where the user is.
func (a *App) ResolvePath(path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(a.StartFolder(), path)
}

// OpenForAudience is the log as the audience sees it, without what has an error.
func (a *App) OpenForAudience(ctx context.Context, opts publish.Options) (*disclose.Disclosure, error) {
	repo, c, err := a.OpenCorpus(ctx, opts.Now)
	if err != nil {
		return nil, err
	}
	defer repo.Close()
	d, err := publish.Disclose(ctx, c, opts)
	return d, Failed(err)
}

// DefaultSite is the folder of a site in the records repository.
const DefaultSite = "public"

// SiteFolder is where a site goes: the folder named, seen from where the user is, else DefaultSite.
func (a *App) SiteFolder(root, named string) string {
	if named == "" {
		return filepath.Join(root, DefaultSite)
	}
	return a.ResolvePath(named)
}
